//! Several validators on this machine.

use crate::{
	node::{free_port, peer_id, Node, NodeOptions},
	wait::eventually,
	Chain,
};
use std::fs;

/// The validators of the chain `local`.
const NAMES: [&str; 4] = ["alice", "bob", "charlie", "dave"];

/// Validators of the chain `local`, each with a directory and a node key of its own.
pub struct Localnet {
	/// The nodes, Alice first.
	pub nodes: Vec<Node>,
	/// Where others find the first of them.
	boot_node: String,
}

impl Localnet {
	/// Starts the four of them and waits until each knows all others.
	pub async fn start() -> Self {
		Self::start_with(|_| Vec::new()).await
	}

	/// The same, each with further arguments, by its number.
	pub async fn start_with(further: impl Fn(usize) -> Vec<String>) -> Self {
		Self::start_on("local", further).await
	}

	/// The same on a chain with these validators, named or described in a file.
	pub async fn start_on(chain: &str, further: impl Fn(usize) -> Vec<String>) -> Self {
		let ports: Vec<u16> = NAMES.iter().map(|_| free_port()).collect();
		let boot_node = format!("/ip4/127.0.0.1/tcp/{}/p2p/{}", ports[0], identity(0));
		let launch = |(number, port): (usize, &u16)| {
			let mut options = options(number, *port, &boot_node, chain);
			options.arguments.extend(further(number));
			Node::launch(options)
		};
		// All at once: each of them compiles the runtime first.
		let mut nodes: Vec<Node> = ports.iter().enumerate().map(launch).collect();
		for node in &mut nodes {
			node.await_rpc();
		}
		for node in &nodes {
			let chain = Chain::connect(node).await;
			let others = NAMES.len() as u64 - 1;
			let what = format!("{} to know {others} others", node.name());
			eventually(60, &what, || async { (chain.peers().await >= others).then_some(()) }).await;
		}
		Self { nodes, boot_node }
	}

	/// What a node needs to join them under a name of its own.
	pub fn newcomer(&self, name: &str, further: &[&str]) -> NodeOptions {
		let mut arguments: Vec<String> = ["--chain", "local"].map(String::from).into();
		arguments.push(format!("--bootnodes={}", self.boot_node));
		arguments.extend(further.iter().map(ToString::to_string));
		NodeOptions { name: name.into(), arguments, p2p_port: free_port(), keep: true }
	}

	/// Starts one more node that could validate and has no keys yet, and waits until it has caught up. Its unsafe methods can
	/// be called, as its owner does on his own machine.
	pub async fn join(&self, name: &str) -> Node {
		let further =
			["--validator", "--rpc-methods", "unsafe", "--unsafe-force-node-key-generation"];
		let options = self.newcomer(name, &further);
		let node =
			tokio::task::spawn_blocking(|| Node::start(options)).await.expect("a node starts");
		let (chain, first) = (Chain::connect(&node).await, Chain::connect(&self.nodes[0]).await);
		let what = format!("{name} to catch up");
		eventually(120, &what, || async {
			let behind = first.best_height().await.saturating_sub(chain.best_height().await);
			(behind <= 1).then_some(())
		})
		.await;
		node
	}
}

/// Fixed keys, so that a node is the same after a restart and known before it starts: 1, 2, 3 and 4 as 32 bytes.
fn node_key(number: usize) -> String {
	format!("{:064x}", number + 1)
}

fn identity(number: usize) -> String {
	let file = std::env::temp_dir().join(format!("kongsi-e2e-{}-node-key", std::process::id()));
	fs::write(&file, node_key(number)).expect("temporary files can be written");
	let identity = peer_id(&file);
	fs::remove_file(&file).expect("it was just written");
	identity
}

fn options(number: usize, p2p_port: u16, boot_node: &str, chain: &str) -> NodeOptions {
	let name = NAMES[number];
	let mut arguments: Vec<String> =
		["--chain", chain, "--validator", "--rpc-methods", "safe"].map(String::from).into();
	arguments.push(format!("--{name}"));
	arguments.push(format!("--node-key={}", node_key(number)));
	if number > 0 {
		arguments.push(format!("--bootnodes={boot_node}"));
	}
	NodeOptions { name: name.into(), arguments, p2p_port, keep: true }
}
