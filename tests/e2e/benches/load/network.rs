//! The nodes that are loaded: one validator, or four.

use crate::{genesis::Spec, live::process::processor};
use kongsi_e2e::{free_port, Localnet, Node, NodeOptions};
use std::{collections::BTreeMap, time::Duration};

/// Nodes that run.
pub(crate) enum Network {
	/// One that makes all blocks.
	One(Box<Node>),
	/// Four that take turns.
	Four(Localnet),
}

/// A block as its author has logged it.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
	/// Its height.
	pub(crate) number: u32,
	/// How long it took to make.
	pub(crate) millis: u64,
	/// Why no more transactions went in.
	pub(crate) end: String,
}

impl Network {
	/// Starts one or four validators, each with these further arguments.
	pub(crate) async fn start(validators: u64, signers: u32, further: &[String]) -> Self {
		match validators {
			1 => {
				let spec = Spec::new("dev", signers);
				let mut arguments: Vec<String> = [
					"--chain",
					spec.path(),
					"--alice",
					"--validator",
					"--force-authoring",
					"--tmp",
					"--unsafe-force-node-key-generation",
				]
				.map(String::from)
				.into();
				arguments.extend_from_slice(further);
				let p2p_port = free_port();
				let options = NodeOptions { name: "one".into(), arguments, p2p_port, keep: false };
				let started = tokio::task::spawn_blocking(move || {
					let _until_it_is_read = spec;
					Node::start(options)
				});
				Self::One(Box::new(started.await.expect("a node starts")))
			}
			4 => {
				let spec = Spec::new("local", signers);
				Self::Four(Localnet::start_on(spec.path(), |_| further.to_vec()).await)
			}
			other => panic!("one validator or four, not {other}"),
		}
	}

	/// The nodes.
	pub(crate) fn nodes(&self) -> &[Node] {
		match self {
			Self::One(node) => std::slice::from_ref(node),
			Self::Four(net) => &net.nodes,
		}
	}

	/// The processor time that all nodes have taken.
	pub(crate) fn processor(&self) -> Duration {
		self.nodes().iter().map(|node| processor(node.pid())).sum()
	}

	/// The blocks that were made of these heights.
	pub(crate) fn proposals(&self, from: u32, to: u32) -> Vec<Proposal> {
		let logs = self.nodes().iter().map(Node::whole_log);
		let all = logs.flat_map(|log| log.lines().filter_map(proposal).collect::<Vec<_>>());
		all.filter(|proposal| (from..=to).contains(&proposal.number)).collect()
	}
}

/// The block in `Prepared block for proposing at 12 (345 ms) hash: …; end: HitDeadline; extrinsics_count: 33`.
fn proposal(line: &str) -> Option<Proposal> {
	let (_, rest) = line.split_once("Prepared block for proposing at ")?;
	let (number, rest) = rest.split_once(" (")?;
	let (millis, rest) = rest.split_once(" ms)")?;
	let (_, rest) = rest.split_once("end: ")?;
	let (end, _) = rest.split_once(';')?;
	Some(Proposal {
		number: number.parse().ok()?,
		millis: millis.parse().ok()?,
		end: end.to_owned(),
	})
}

/// How often each reason ended a block.
pub(crate) fn ends(proposals: &[Proposal]) -> BTreeMap<String, u64> {
	let mut ends = BTreeMap::new();
	for proposal in proposals {
		*ends.entry(proposal.end.clone()).or_default() += 1;
	}
	ends
}
