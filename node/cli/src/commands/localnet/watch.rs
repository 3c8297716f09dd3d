//! How nodes are doing.

use super::home::{Home, Node};
use crate::{
	chain::Chain,
	error::{Failure, Result},
};
use serde_json::Value as Json;
use std::{fs, time::Duration};
use subxt::rpcs::rpc_params;
use tokio::time::{sleep, timeout, Instant};

/// How often a node is asked while it is waited for.
const INTERVAL: Duration = Duration::from_millis(500);
/// How long a node on this machine may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of the end of a log that are shown when a node has ended.
const LOG_BYTES: usize = 2_000;

/// What a node says of itself, as far as it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pulse {
	/// The height of its best block.
	pub best: Option<u32>,
	/// The height of its last final block.
	pub finalized: Option<u32>,
	/// How many others it knows.
	pub peers: Option<u32>,
}

/// Asks a node how it is doing.
pub(super) async fn pulse(node: &Node) -> Pulse {
	timeout(PATIENCE, ask(node)).await.ok().flatten().unwrap_or_default()
}

async fn ask(node: &Node) -> Option<Pulse> {
	let chain = Chain::connect(&node.url()).await.ok()?;
	let best = chain.height(chain.best_hash().await.ok()?).await.ok();
	let last = chain.ask("chain_getFinalizedHead", rpc_params![]).await.ok()?;
	let health: Json = chain.ask("system_health", rpc_params![]).await.ok()?;
	let peers = health["peers"].as_u64().and_then(|peers| u32::try_from(peers).ok());
	Some(Pulse { best, finalized: chain.height(last).await.ok(), peers })
}

/// Waits until a node has finalized a block of this height, or any more than it had when it first answered. Returns the height.
///
/// # Errors
///
/// A network failure if it has ended, or the time is over; the log says why.
pub(super) async fn until_final(
	home: &Home,
	node: &Node,
	height: Option<u32>,
	patience: Duration,
) -> Result<u32> {
	let end = Instant::now() + patience;
	let mut wanted = height;
	loop {
		if let Some(finalized) = pulse(node).await.finalized {
			let wanted = *wanted.get_or_insert(finalized.saturating_add(1));
			if finalized >= wanted {
				return Ok(finalized);
			}
		}
		let log = home.log(node).display().to_string();
		if home.process(node).is_none() {
			return Err(Failure::network(
				format!("{} has ended ({})", node.name, last_error(home, node)),
				format!("all of the nodes just started are stopped; see {log}"),
			));
		}
		if Instant::now() >= end {
			return Err(Failure::network(
				format!("{} finalizes nothing after {} s", node.name, patience.as_secs()),
				format!("all of the nodes just started are stopped; see {log}"),
			));
		}
		sleep(INTERVAL).await;
	}
}

/// The last line of a log that says something.
fn last_error(home: &Home, node: &Node) -> String {
	let bytes = fs::read(home.log(node)).unwrap_or_default();
	let tail = bytes.get(bytes.len().saturating_sub(LOG_BYTES)..).unwrap_or_default();
	let text = String::from_utf8_lossy(tail).into_owned();
	let line = text.lines().rev().find(|line| !line.trim().is_empty());
	line.unwrap_or("its log is empty").trim().to_owned()
}
