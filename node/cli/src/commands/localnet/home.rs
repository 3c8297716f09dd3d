//! The folder of a network: what it consists of, and which processes belong to it.

use super::{process::Process, UpArgs};
use crate::error::{Failure, Result};
use serde::{Deserialize, Serialize};
use std::{
	fs, io,
	net::TcpListener,
	path::{Path, PathBuf},
};

/// Name of the environment variable with the folder.
const HOME_VARIABLE: &str = "KONGSI_LOCALNET";
/// The file that says what a network consists of. Nothing is deleted where it is missing.
const NETWORK_FILE: &str = "localnet.json";
/// The people of the chain `local`; the first four validate.
const NAMES: [&str; 6] = ["alice", "bob", "charlie", "dave", "eve", "ferdie"];
/// How many of them validate.
const VALIDATORS: usize = 4;

/// What a network consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Network {
	/// Its nodes, in order.
	pub nodes: Vec<Node>,
}

/// A node of a network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Node {
	/// Its place, from 1, from which its node key follows.
	pub number: u16,
	/// Its name, which is also whose keys it validates with.
	pub name: String,
	/// Whether it validates.
	pub validates: bool,
	/// Where it answers.
	pub rpc_port: u16,
	/// Where peers find it.
	pub p2p_port: u16,
	/// Where Prometheus finds it.
	pub prometheus_port: u16,
}

impl Node {
	/// The address of its RPC.
	pub(super) fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.rpc_port)
	}

	/// That nobody listens where it will.
	///
	/// # Errors
	///
	/// An input failure that names the port and its option.
	pub(super) fn ensure_ports_are_free(&self) -> Result<()> {
		let ports = [
			(self.rpc_port, "--rpc-port"),
			(self.p2p_port, "--p2p-port"),
			(self.prometheus_port, "--prometheus-port"),
		];
		for (port, option) in ports {
			if TcpListener::bind(("127.0.0.1", port)).is_err() {
				return Err(Failure::input(
					format!("port {port}, which {} needs, is taken", self.name),
					format!("stop what listens there, or choose others with {option} and --fresh"),
				));
			}
		}
		Ok(())
	}
}

impl Network {
	fn new(args: &UpArgs) -> Result<Self> {
		let count = usize::from(args.nodes.unwrap_or(4));
		let first = [
			args.rpc_port.unwrap_or(9_944),
			args.p2p_port.unwrap_or(30_333),
			args.prometheus_port.unwrap_or(9_615),
		];
		let mut nodes = Vec::new();
		for (offset, name) in (0u16..).zip(NAMES.iter().take(count)) {
			let port = |first: u16| {
				first.checked_add(offset).ok_or_else(|| {
					Failure::input(
						format!("there is no port {first} + {offset}"),
						"choose a lower port",
					)
				})
			};
			let [rpc, p2p, prometheus] = first;
			nodes.push(Node {
				number: offset.saturating_add(1),
				name: (*name).to_owned(),
				validates: usize::from(offset) < VALIDATORS,
				rpc_port: port(rpc)?,
				p2p_port: port(p2p)?,
				prometheus_port: port(prometheus)?,
			});
		}
		Ok(Self { nodes })
	}

	/// That what was asked for is what there is: a network does not change once it is there.
	///
	/// # Errors
	///
	/// An input failure that names what differs.
	pub(super) fn ensure_asked(&self, args: &UpArgs) -> Result<()> {
		let count = u16::try_from(self.nodes.len()).unwrap_or(u16::MAX);
		let first = self.nodes.first();
		let asked = [
			("--nodes", args.nodes, Some(count)),
			("--rpc-port", args.rpc_port, first.map(|node| node.rpc_port)),
			("--p2p-port", args.p2p_port, first.map(|node| node.p2p_port)),
			("--prometheus-port", args.prometheus_port, first.map(|node| node.prometheus_port)),
		];
		for (option, asked, there) in asked {
			if let (Some(asked), Some(there)) = (asked, there) {
				if asked != there {
					return Err(Failure::input(
						format!("the network that is there has {option} {there} and not {asked}"),
						"leave it out, or add --fresh to begin a new chain",
					));
				}
			}
		}
		Ok(())
	}
}

/// The folder of a network.
pub(super) struct Home(PathBuf);

impl Home {
	/// The folder that was named, or the one of this user.
	///
	/// # Errors
	///
	/// An input failure if none was named and the user has none.
	pub(super) fn find(named: Option<&Path>) -> Result<Self> {
		let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
		let named = named.map(Path::to_path_buf);
		let named = named.or_else(|| variable(HOME_VARIABLE).map(PathBuf::from));
		let data = variable("XDG_DATA_HOME").map(PathBuf::from);
		let data =
			data.or_else(|| variable("HOME").map(|home| Path::new(&home).join(".local/share")));
		let found = named.or_else(|| data.map(|data| data.join("kongsi/localnet")));
		found.map(Self).ok_or_else(|| {
			Failure::input("it is not known where the network lies", "name its folder with --home")
		})
	}

	/// Where it is.
	pub(super) fn path(&self) -> &Path {
		&self.0
	}

	/// What the network consists of; none if there is none.
	///
	/// # Errors
	///
	/// An input failure if the folder cannot be read or was written by something else.
	pub(super) fn network(&self) -> Result<Option<Network>> {
		let file = self.0.join(NETWORK_FILE);
		let text = match fs::read_to_string(&file) {
			Ok(text) => text,
			Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
			Err(error) => return Err(unusable(&file, &error)),
		};
		serde_json::from_str(&text).map(Some).map_err(|error| unusable(&file, &error))
	}

	/// Makes the folder of a new network.
	///
	/// # Errors
	///
	/// An input failure if something else is there.
	pub(super) fn create(&self, args: &UpArgs) -> Result<Network> {
		let network = Network::new(args)?;
		if fs::read_dir(&self.0).is_ok_and(|mut entries| entries.next().is_some()) {
			return Err(Failure::input(
				format!("{} is not empty, and no network", self.0.display()),
				"name another folder with --home",
			));
		}
		for node in &network.nodes {
			let folder = self.folder(node);
			fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
			// A node is who it is by its number, so that others find it: these keys guard nothing.
			write(&self.node_key(node), &format!("{:064x}", node.number))?;
		}
		let text = serde_json::to_string_pretty(&network);
		let text = text.map_err(|error| Failure::input(error, ""))?;
		write(&self.0.join(NETWORK_FILE), &text)?;
		Ok(network)
	}

	/// Deletes the network, and nothing else that lies in its folder.
	///
	/// # Errors
	///
	/// An input failure if it cannot be deleted.
	pub(super) fn delete(&self) -> Result<()> {
		let Some(network) = self.network()? else { return Ok(()) };
		for node in &network.nodes {
			let folder = self.folder(node);
			match fs::remove_dir_all(&folder) {
				Err(error) if error.kind() != io::ErrorKind::NotFound => {
					return Err(unusable(&folder, &error));
				}
				_ => {}
			}
		}
		let file = self.0.join(NETWORK_FILE);
		fs::remove_file(&file).map_err(|error| unusable(&file, &error))?;
		// It stays if there is something of somebody else in it.
		let _ = fs::remove_dir(&self.0);
		Ok(())
	}

	/// Everything of a node.
	pub(super) fn folder(&self, node: &Node) -> PathBuf {
		self.0.join(format!("{}-{}", node.number, node.name))
	}

	/// Its log.
	pub(super) fn log(&self, node: &Node) -> PathBuf {
		self.folder(node).join("log")
	}

	/// The key by which peers know it.
	pub(super) fn node_key(&self, node: &Node) -> PathBuf {
		self.folder(node).join("node-key")
	}

	fn note(&self, node: &Node) -> PathBuf {
		self.folder(node).join("pid.json")
	}

	/// The process of a node, while it runs.
	pub(super) fn process(&self, node: &Node) -> Option<Process> {
		let text = fs::read_to_string(self.note(node)).ok()?;
		let process: Process = serde_json::from_str(&text).ok()?;
		process.is_running().then_some(process)
	}

	/// Writes down which process a node is.
	///
	/// # Errors
	///
	/// An input failure if it cannot be written.
	pub(super) fn note_process(&self, node: &Node, process: &Process) -> Result<()> {
		let text = serde_json::to_string(process).map_err(|error| Failure::input(error, ""))?;
		write(&self.note(node), &text)
	}

	/// Forgets it.
	///
	/// # Errors
	///
	/// An input failure if the note cannot be deleted.
	pub(super) fn forget_process(&self, node: &Node) -> Result<()> {
		let note = self.note(node);
		match fs::remove_file(&note) {
			Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unusable(&note, &error)),
			_ => Ok(()),
		}
	}
}

fn write(file: &Path, text: &str) -> Result<()> {
	fs::write(file, text).map_err(|error| unusable(file, &error))
}

fn unusable(file: &Path, error: &dyn std::fmt::Display) -> Failure {
	Failure::input(
		format!("{} cannot be used ({error})", file.display()),
		"check whose it is, or name another folder with --home",
	)
}

#[cfg(test)]
mod tests {
	use super::{super::Place, *};

	fn args() -> UpArgs {
		UpArgs {
			place: Place { home: None },
			nodes: None,
			node: None,
			rpc_port: Some(20_000),
			p2p_port: None,
			prometheus_port: None,
			fresh: false,
		}
	}

	fn home(name: &str) -> Home {
		Home(std::env::temp_dir().join(format!("kongsi-localnet-{}-{name}", std::process::id())))
	}

	#[test]
	fn four_validate_and_the_ports_follow_each_other() {
		let network = Network::new(&UpArgs { nodes: Some(5), ..args() }).unwrap();
		let dave = &network.nodes[3];
		assert_eq!((dave.name.as_str(), dave.validates), ("dave", true));
		assert_eq!((dave.rpc_port, dave.p2p_port, dave.prometheus_port), (20_003, 30_336, 9_618));
		assert!(!network.nodes[4].validates);
		assert!(Network::new(&UpArgs { rpc_port: Some(u16::MAX), ..args() }).is_err());
	}

	#[test]
	fn a_network_that_is_there_does_not_change_unasked() {
		let network = Network::new(&args()).unwrap();
		assert_eq!(network.ensure_asked(&args()), Ok(()));
		let failure = network.ensure_asked(&UpArgs { nodes: Some(3), ..args() }).unwrap_err();
		assert_eq!(failure.cause, "the network that is there has --nodes 4 and not 3");
	}

	#[test]
	fn only_a_network_is_deleted() {
		let home = home("delete");
		let network = home.create(&args()).unwrap();
		assert_eq!(home.network().unwrap().as_ref(), Some(&network));
		let other = home.path().join("mine");
		fs::write(&other, "precious").unwrap();
		home.delete().unwrap();
		assert!(other.exists() && home.network().unwrap().is_none());
		// A folder with something else in it does not become a network.
		assert!(home.create(&args()).is_err());
		fs::remove_dir_all(home.path()).unwrap();
	}

	#[test]
	fn a_process_that_is_another_one_now_is_not_taken_for_the_node() {
		let home = home("process");
		let node = home.create(&args()).unwrap().nodes.remove(0);
		let own = Process::of(std::process::id()).unwrap();
		home.note_process(&node, &own).unwrap();
		assert_eq!(home.process(&node), Some(own.clone()));
		home.note_process(&node, &Process { started: own.started + 1, ..own }).unwrap();
		assert_eq!(home.process(&node), None);
		home.delete().unwrap();
	}
}
