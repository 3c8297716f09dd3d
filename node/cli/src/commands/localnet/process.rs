//! Starting and stopping nodes.

use super::home::{Home, Network, Node};
use crate::error::{Failure, Result};
use rustix::process::{kill_process, Pid, Signal};
use serde::{Deserialize, Serialize};
use std::{
	fs,
	os::unix::process::CommandExt,
	path::{Path, PathBuf},
	process::{Command, Stdio},
	time::Duration,
};

/// The program of the node.
const PROGRAM: &str = "kongsi-node";
/// Name of the environment variable with another.
const PROGRAM_VARIABLE: &str = "KONGSI_NODE";
/// How long a node may take to stop before it is killed.
const STOP_PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked at meanwhile.
const INTERVAL: Duration = Duration::from_millis(100);

/// A process, told apart from every other that has its number before or after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
	/// Its number.
	pub pid: u32,
	/// When it was started, in ticks since the machine was.
	pub started: u64,
	/// Which start of the machine that was.
	pub boot: String,
}

impl Process {
	/// The process that has a number now; none if nothing runs under it.
	pub(super) fn of(pid: u32) -> Option<Self> {
		let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
		let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
		let started = start_time(&stat)?;
		Some(Self { pid, started, boot: boot.trim().to_owned() })
	}

	/// Whether it still runs, and is no other.
	pub(super) fn is_running(&self) -> bool {
		Self::of(self.pid).as_ref() == Some(self)
	}

	fn signal(&self, signal: Signal) -> Result<()> {
		let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
		let sent = pid.map(|pid| kill_process(pid, signal));
		match sent {
			Some(Err(error)) if self.is_running() => Err(Failure::input(
				format!("process {} cannot be stopped ({error})", self.pid),
				"check who started it",
			)),
			_ => Ok(()),
		}
	}
}

/// The start time in a line of `/proc/PID/stat`; none for a process that has ended and that its parent has not noticed yet.
fn start_time(stat: &str) -> Option<u64> {
	/// Fields between the name and the start time: the state is the first of them.
	const BEFORE: usize = 19;
	// The name is in parentheses and may contain anything, so what follows begins behind the last one.
	let (_, rest) = stat.rsplit_once(')')?;
	let mut fields = rest.split_whitespace();
	let state = fields.next()?;
	if ["Z", "X"].contains(&state) {
		return None;
	}
	fields.nth(BEFORE.checked_sub(1)?)?.parse().ok()
}

/// The program of the node: the one that was named, that of the environment, the one beside this program, or one on the PATH.
///
/// # Errors
///
/// An input failure if there is none.
pub(super) fn program(named: Option<&Path>) -> Result<PathBuf> {
	let named = named.map(Path::to_path_buf);
	let named = named.or_else(|| std::env::var_os(PROGRAM_VARIABLE).map(PathBuf::from));
	if let Some(program) = named {
		return if program.is_file() {
			Ok(program)
		} else {
			Err(Failure::input(format!("there is no program {}", program.display()), BUILD))
		};
	}
	let own = std::env::current_exe().ok();
	let beside = own.and_then(|own| own.parent().map(Path::to_path_buf));
	let path = std::env::var_os("PATH").unwrap_or_default();
	let folders = beside.into_iter().chain(std::env::split_paths(&path));
	let found = folders.map(|folder| folder.join(PROGRAM)).find(|program| program.is_file());
	found.ok_or_else(|| {
		Failure::input(format!("{PROGRAM} is neither beside this program nor on the PATH"), BUILD)
	})
}

const BUILD: &str = "build it with `cargo build --release`, or name it with --node";

/// Where the nodes of a network find each other.
///
/// # Errors
///
/// An input failure if the program does not tell the identity of a node key.
pub(super) fn boot_nodes(
	program: &Path,
	home: &Home,
	network: &Network,
) -> Result<Vec<(u16, String)>> {
	network.nodes.iter().map(|node| Ok((node.number, address(program, home, node)?))).collect()
}

fn address(program: &Path, home: &Home, node: &Node) -> Result<String> {
	let told = Command::new(program)
		.args(["key", "inspect-node-key", "--file"])
		.arg(home.node_key(node))
		.stdin(Stdio::null())
		.output();
	let told = told.ok().filter(|told| told.status.success());
	let peer = told.and_then(|told| String::from_utf8(told.stdout).ok());
	let peer = peer.map(|peer| peer.trim().to_owned()).filter(|peer| !peer.is_empty());
	peer.map(|peer| format!("/ip4/127.0.0.1/tcp/{}/p2p/{peer}", node.p2p_port)).ok_or_else(|| {
		Failure::input(
			format!("{} does not tell who {} is", program.display(), node.name),
			"name the program of the node with --node",
		)
	})
}

/// Starts a node that goes on by itself, in a group of processes of its own, so that what stops this program does not stop it.
///
/// # Errors
///
/// An input failure if it does not start.
pub(super) fn start(
	program: &Path,
	home: &Home,
	node: &Node,
	boot: &[(u16, String)],
) -> Result<()> {
	let failed = |error: std::io::Error| {
		Failure::input(format!("{} does not start ({error})", node.name), BUILD)
	};
	let log =
		fs::OpenOptions::new().create(true).append(true).open(home.log(node)).map_err(failed)?;
	let also = log.try_clone().map_err(failed)?;
	let mut command = Command::new(program);
	command
		.args(["--chain", "local", "--no-telemetry", "--no-mdns", "--name", &node.name])
		.arg("--base-path")
		.arg(home.folder(node))
		.arg("--node-key-file")
		.arg(home.node_key(node))
		.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{}", node.p2p_port)])
		.args(["--rpc-port", &node.rpc_port.to_string()])
		.args(["--prometheus-port", &node.prometheus_port.to_string()]);
	if node.validates {
		command.arg(format!("--{}", node.name));
	}
	let others = boot.iter().filter(|(number, _)| *number != node.number);
	command.arg("--bootnodes").args(others.map(|(_, address)| address));
	let child = command
		.stdin(Stdio::null())
		.stdout(log)
		.stderr(also)
		.process_group(0)
		.spawn()
		.map_err(failed)?;
	let process = Process::of(child.id()).ok_or_else(|| {
		Failure::input(
			format!("{} ended at its start", node.name),
			format!("see {}", home.log(node).display()),
		)
	})?;
	home.note_process(node, &process)
}

/// Asks a node to end, and kills it if it does not.
///
/// # Errors
///
/// An input failure if it is another user's.
pub(super) async fn stop(process: &Process) -> Result<()> {
	process.signal(Signal::TERM)?;
	let end = tokio::time::Instant::now() + STOP_PATIENCE;
	while process.is_running() {
		if tokio::time::Instant::now() >= end {
			return process.signal(Signal::KILL);
		}
		tokio::time::sleep(INTERVAL).await;
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_start_of_a_process_is_the_twenty_second_field() {
		// pid, name, state, and fields 4 to 24, numbered by themselves.
		let line = |state: &str| {
			let fields: Vec<String> = (4..=24).map(|number: u32| number.to_string()).collect();
			format!("77 (a) b) {state} {}", fields.join(" "))
		};
		assert_eq!(start_time(&line("S")), Some(22));
		assert_eq!(start_time(&line("Z")), None);
		assert_eq!(start_time("nonsense"), None);
	}

	#[test]
	fn a_program_that_is_not_there_is_named() {
		let failure = program(Some(Path::new("/no/such/node"))).unwrap_err();
		assert_eq!(failure.cause, "there is no program /no/such/node");
	}

	#[tokio::test]
	async fn a_process_is_stopped_and_then_runs_no_more() {
		let mut child = Command::new("sleep").arg("60").spawn().unwrap();
		let process = Process::of(child.id()).unwrap();
		assert!(process.is_running());
		stop(&process).await.unwrap();
		assert!(!process.is_running());
		child.wait().unwrap();
	}
}
