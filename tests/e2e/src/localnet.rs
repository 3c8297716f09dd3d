//! Several validators on this machine.

use crate::{
	node::{free_port, Node, NodeOptions},
	wait::eventually,
	Chain,
};
use jsonrpsee::rpc_params;

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
		let first = Node::start(options(0, None));
		let chain = Chain::connect(&first).await;
		let peer = chain.answer("system_localPeerId", rpc_params![]).await;
		let peer = peer.as_str().expect("a node has an identity");
		let address = format!("/ip4/127.0.0.1/tcp/{}/p2p/{peer}", first.p2p_port());
		let mut nodes = vec![first];
		for number in 1..NAMES.len() {
			nodes.push(Node::start(options(number, Some(&address))));
		}
		let net = Self { nodes };
		for node in &net.nodes {
			let chain = Chain::connect(node).await;
			let others = NAMES.len() as u64 - 1;
			let what = format!("{} to know {others} others", node.name());
			eventually(60, &what, || async { (chain.peers().await >= others).then_some(()) }).await;
		}
		net
	}
}

fn options(number: usize, boot_node: Option<&str>) -> NodeOptions {
	let name = NAMES[number];
	let mut arguments: Vec<String> =
		["--chain", "local", "--validator", "--rpc-methods", "safe"].map(String::from).into();
	arguments.push(format!("--{name}"));
	// Fixed keys, so that a node is the same after a restart: 1, 2, 3 and 4 as 32 bytes.
	arguments.push(format!("--node-key={:064x}", number + 1));
	arguments.extend(boot_node.map(|address| format!("--bootnodes={address}")));
	NodeOptions { name: name.into(), arguments, p2p_port: free_port(), keep: true }
}
