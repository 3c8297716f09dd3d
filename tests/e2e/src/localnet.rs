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
}

impl Localnet {
	/// Starts the four of them and waits until each knows all others.
	pub async fn start() -> Self {
		let ports: Vec<u16> = NAMES.iter().map(|_| free_port()).collect();
		let boot_node = format!("/ip4/127.0.0.1/tcp/{}/p2p/{}", ports[0], identity(0));
		let launch =
			|(number, port): (usize, &u16)| Node::launch(options(number, *port, &boot_node));
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
		Self { nodes }
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

fn options(number: usize, p2p_port: u16, boot_node: &str) -> NodeOptions {
	let name = NAMES[number];
	let mut arguments: Vec<String> =
		["--chain", "local", "--validator", "--rpc-methods", "safe"].map(String::from).into();
	arguments.push(format!("--{name}"));
	arguments.push(format!("--node-key={}", node_key(number)));
	if number > 0 {
		arguments.push(format!("--bootnodes={boot_node}"));
	}
	NodeOptions { name: name.into(), arguments, p2p_port, keep: true }
}
