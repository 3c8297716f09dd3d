//! A node as a process: started on free ports of the loopback interface, stopped when dropped.

use std::{
	env,
	fs::{self, File},
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc, Mutex, Weak,
	},
	thread,
	time::{Duration, Instant},
};

/// How long a node may take until it answers, in seconds: generous, since a first start compiles the runtime.
const START_TIMEOUT_S: u64 = 120;
/// Lines of a node's log to show when something went wrong.
const LOG_LINES_SHOWN: usize = 60;

/// What tells one node of a test from another.
#[derive(Clone, Debug)]
pub struct NodeOptions {
	/// Its name in messages.
	pub name: String,
	/// Arguments beyond those that every node of a test gets.
	pub arguments: Vec<String>,
	/// Where it listens for other nodes.
	pub p2p_port: u16,
	/// Whether its chain is kept over a restart.
	pub keep: bool,
}

/// A running node.
pub struct Node {
	options: NodeOptions,
	directory: PathBuf,
	starts: u32,
	process: Child,
	rpc_port: u16,
}

impl Node {
	/// Starts a chain of its own with one validator, Alice, forgotten at the end.
	pub fn dev() -> Self {
		Self::start(NodeOptions {
			name: "dev".into(),
			arguments: vec!["--dev".into(), "--tmp".into()],
			p2p_port: free_port(),
			keep: false,
		})
	}

	/// The development chain that the tests of one file share: started for the first of them that asks, stopped after the
	/// last.
	pub fn shared_dev() -> Arc<Self> {
		static SHARED: Mutex<Weak<Node>> = Mutex::new(Weak::new());
		let mut shared = SHARED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		shared.upgrade().unwrap_or_else(|| {
			let node = Arc::new(Self::dev());
			*shared = Arc::downgrade(&node);
			node
		})
	}

	/// Starts a node and waits until it answers.
	pub fn start(options: NodeOptions) -> Self {
		let mut node = Self::launch(options);
		node.await_rpc();
		node
	}

	/// Starts a node, which does not answer yet.
	pub(crate) fn launch(options: NodeOptions) -> Self {
		let program = program();
		let directory = scratch_directory(&options.name);
		let process = launch(&program, &options, &directory, 0);
		Self { options, directory, starts: 0, process, rpc_port: 0 }
	}

	/// Its name in messages.
	pub fn name(&self) -> &str {
		&self.options.name
	}

	/// Where its JSON-RPC listens, HTTP and WebSocket alike.
	pub fn rpc_port(&self) -> u16 {
		self.rpc_port
	}

	/// The address of its WebSocket.
	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.rpc_port)
	}

	/// Whether it still runs.
	pub fn is_alive(&mut self) -> bool {
		matches!(self.process.try_wait(), Ok(None))
	}

	/// Kills it as `kill -9` does: no chance to tidy up.
	pub fn kill(&mut self) {
		// An error means that it has ended already.
		let _ = self.process.kill();
		let _ = self.process.wait();
	}

	/// Starts it again on what it left on disk.
	pub fn restart(&mut self) {
		assert!(!self.is_alive(), "{} still runs", self.name());
		self.starts += 1;
		self.process = launch(&program(), &self.options, &self.directory, self.starts);
		self.await_rpc();
	}

	/// The number of its process.
	pub fn pid(&self) -> u32 {
		self.process.id()
	}

	/// All it has logged since it was started the last time.
	pub fn whole_log(&self) -> String {
		fs::read_to_string(log_file(&self.directory, self.starts)).unwrap_or_default()
	}

	/// The end of its log.
	pub fn log(&self) -> String {
		let log = self.whole_log();
		let lines: Vec<&str> = log.lines().collect();
		lines[lines.len().saturating_sub(LOG_LINES_SHOWN)..].join("\n")
	}

	/// Waits for the line in which the node names the port it was given.
	pub(crate) fn await_rpc(&mut self) {
		let end = Instant::now() + Duration::from_secs(START_TIMEOUT_S);
		loop {
			if let Some(port) = rpc_port(&self.whole_log()) {
				self.rpc_port = port;
				return;
			}
			let name = self.name();
			assert!(
				Instant::now() < end,
				"{name} did not answer in {START_TIMEOUT_S} s:\n{}",
				self.log()
			);
			if !self.is_alive() {
				panic!("{} ended at its start:\n{}", self.name(), self.log());
			}
			thread::sleep(Duration::from_millis(50));
		}
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		self.kill();
		if thread::panicking() {
			eprintln!("the log of {} ended with:\n{}", self.name(), self.log());
		}
		// What cannot be removed is left to the system: it lies among temporary files.
		let _ = fs::remove_dir_all(&self.directory);
	}
}

/// Where the tests of JavaScript clients are.
pub fn client_tests_directory() -> PathBuf {
	Path::new(env!("CARGO_MANIFEST_DIR")).join("../clients")
}

/// Runs the program of the node with these arguments to its end.
pub fn run_program(arguments: &[&str]) -> Output {
	let program = program();
	let output = Command::new(&program).args(arguments).stdin(Stdio::null()).output();
	output.unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// The identity of the node that has the key in this file.
pub(crate) fn peer_id(key_file: &Path) -> String {
	let file = key_file.to_str().expect("temporary files have plain names");
	let output = run_program(&["key", "inspect-node-key", "--file", file]);
	let shown = String::from_utf8_lossy(&output.stderr);
	assert!(output.status.success(), "inspect-node-key failed: {shown}");
	String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A port nobody listens on at this moment.
pub fn free_port() -> u16 {
	let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback interface is there");
	listener.local_addr().expect("a bound socket has an address").port()
}

fn launch(program: &Path, options: &NodeOptions, directory: &Path, start: u32) -> Child {
	let log = File::create(log_file(directory, start)).expect("temporary files can be written");
	let mut command = Command::new(program);
	command
		.args(&options.arguments)
		.args(["--rpc-port", "0"])
		.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{}", options.p2p_port)])
		.args(["--no-telemetry", "--no-mdns"])
		.stdin(Stdio::null())
		.stdout(Stdio::null())
		.stderr(log);
	if !options.arguments.iter().any(|argument| argument.starts_with("--prometheus")) {
		command.arg("--no-prometheus");
	}
	if options.keep {
		command.arg("--base-path").arg(directory.join("chain"));
	}
	command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// What `KONGSI_NODE` names, or the binary that Cargo put beside the tests.
pub fn program() -> PathBuf {
	if let Some(named) = env::var_os("KONGSI_NODE") {
		return named.into();
	}
	let test = env::current_exe().expect("a test knows its own path");
	// Tests are in target/PROFILE/deps, binaries in target/PROFILE.
	let beside = test.parent().and_then(Path::parent).expect("tests are in a target directory");
	let program = beside.join("kongsi-node");
	let advice = "build it with `cargo build --release --workspace`, or name one in KONGSI_NODE";
	assert!(program.exists(), "there is no {}: {advice}", program.display());
	program
}

/// A new directory among the temporary files.
fn scratch_directory(name: &str) -> PathBuf {
	static COUNT: AtomicU32 = AtomicU32::new(0);
	let count = COUNT.fetch_add(1, Ordering::Relaxed);
	let directory =
		env::temp_dir().join(format!("kongsi-e2e-{}-{count}-{name}", std::process::id()));
	fs::create_dir_all(&directory).expect("temporary files can be written");
	directory
}

fn log_file(directory: &Path, start: u32) -> PathBuf {
	directory.join(format!("log-{start}"))
}

/// The port in `Running JSON-RPC server: addr=127.0.0.1:9944,[::1]:9944`.
fn rpc_port(log: &str) -> Option<u16> {
	let line = log.lines().find(|line| line.contains("Running JSON-RPC server"))?;
	let (_, rest) = line.split_once("127.0.0.1:")?;
	let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
	digits.parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_port_is_read_from_the_log() {
		let log =
			"INFO Local node\nINFO Running JSON-RPC server: addr=127.0.0.1:40123,[::1]:40124\n";
		assert_eq!(rpc_port(log), Some(40_123));
		assert_eq!(rpc_port("INFO Local node\n"), None);
	}
}
