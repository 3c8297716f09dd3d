//! Checks of what a node says of itself and of the chain.

use super::Check;
use crate::{
	chain::{view::View, Chain, Silence},
	duration::in_words,
	error::Result,
};
use serde_json::Value as Json;
use std::time::{SystemTime, UNIX_EPOCH};
use subxt::{dynamic::Value, rpcs::rpc_params, utils::H256};

/// Fewer peers than this are one accident away from none.
const FEW_PEERS: u64 = 3;
/// Slots without a block that happen now and then.
const QUIET_SLOTS: u64 = 10;
/// Slots without a block that do not.
const SILENT_SLOTS: u64 = 60;
/// Blocks that may wait for finality in everyday business.
const USUAL_FINALITY_LAG: u64 = 10;
/// Blocks after which finality is not slow but stopped.
const STALLED_FINALITY_LAG: u64 = 60;
/// How much earlier than a block's own time this machine may see it. An author's clock may be off a little too.
const CLOCK_TOLERANCE_MS: u64 = 1_000;

pub(super) async fn checks(chain: &Chain, url: &str) -> Vec<Check> {
	let identity = &chain.identity;
	let mut checks = vec![Check::ok(
		"chain",
		format!("{} ({}), genesis {:?}", identity.name, identity.kind, identity.genesis),
	)];
	checks.push(exposure(chain, url).await);
	checks.extend(told(health(chain).await, "sync"));
	match state(chain).await {
		Ok(found) => checks.extend(found),
		Err(failure) => checks.push(Check::fail("state", failure.cause, &failure.next)),
	}
	checks
}

/// Turns a question without an answer into a failed check.
fn told(checks: Result<Vec<Check>>, name: &'static str) -> Vec<Check> {
	checks.unwrap_or_else(|failure| vec![Check::fail(name, failure.cause, &failure.next)])
}

/// Unsafe methods make keys and remove transactions: they are for the node's own machine.
async fn exposure(chain: &Chain, url: &str) -> Check {
	let probe = format!("0x{}", "00".repeat(32));
	let answer = chain.try_ask::<bool>("author_hasKey", rpc_params![probe, "babe"]).await;
	judge_exposure(answer.map(|_| ()), is_loopback(url))
}

fn is_loopback(url: &str) -> bool {
	let host = url.split_once("://").map_or(url, |(_, rest)| rest);
	["127.", "localhost", "[::1]"].iter().any(|own| host.starts_with(own))
}

fn judge_exposure(answer: std::result::Result<(), Silence>, loopback: bool) -> Check {
	const NAME: &str = "rpc";
	match (answer, loopback) {
		(Ok(()), true) => Check::ok(NAME, "unsafe methods are open to this machine"),
		(Ok(()), false) => Check::fail(
			NAME,
			"unsafe methods are open to the network",
			"start the node without --rpc-methods unsafe, or close the port",
		),
		(Err(Silence::Unsafe), false) => {
			Check::ok(NAME, "unsafe methods are closed to the network")
		}
		(Err(Silence::Unsafe), true) => Check::warn(
			NAME,
			"unsafe methods are closed to this machine too",
			"a validator needs them to make keys: start the node with --rpc-methods auto",
		),
		(Err(silence), _) => {
			let failure = silence.failure("author_hasKey");
			Check::warn(NAME, failure.cause, &failure.next)
		}
	}
}

async fn health(chain: &Chain) -> Result<Vec<Check>> {
	let health: Json = chain.ask("system_health", rpc_params![]).await?;
	let sync: Json = chain.ask("system_syncState", rpc_params![]).await?;
	let node: String = chain.ask("system_version", rpc_params![]).await?;
	let peers = health["peers"].as_u64().unwrap_or_default();
	let wanted = health["shouldHavePeers"].as_bool().unwrap_or(true);
	let syncing = health["isSyncing"].as_bool().unwrap_or_default();
	let current = sync["currentBlock"].as_u64().unwrap_or_default();
	let highest = sync["highestBlock"].as_u64().unwrap_or_default();
	Ok(vec![
		judge_version(&node, env!("CARGO_PKG_VERSION")),
		judge_sync(syncing, current, highest),
		judge_peers(peers, wanted),
	])
}

fn judge_version(node: &str, own: &str) -> Check {
	// The node's version has the commit behind a hyphen.
	let number = node.split('-').next().unwrap_or(node);
	if number == own {
		Check::ok("version", format!("node {node}"))
	} else {
		Check::warn(
			"version",
			format!("node {node}, kongsi {own}"),
			"use a node and a kongsi of the same version",
		)
	}
}

fn judge_sync(syncing: bool, current: u64, highest: u64) -> Check {
	if syncing {
		let left = highest.saturating_sub(current);
		Check::warn(
			"sync",
			format!("at block {current} of {highest}, {left} to go"),
			"wait until it has caught up",
		)
	} else {
		Check::ok("sync", format!("synced, at block {current}"))
	}
}

fn judge_peers(peers: u64, wanted: bool) -> Check {
	match peers {
		_ if !wanted => Check::ok("peers", format!("{peers}, and none are needed")),
		0 => Check::fail("peers", "none", "check the network, the firewall and the boot nodes"),
		few if few < FEW_PEERS => Check::warn(
			"peers",
			format!("only {few}"),
			"open port 30333 to the network, so that others find this node",
		),
		many => Check::ok("peers", many.to_string()),
	}
}

/// What the state of the best block shows.
async fn state(chain: &Chain) -> Result<Vec<Check>> {
	let best = chain.best().await?;
	let finalized: H256 = chain.ask("chain_getFinalizedHead", rpc_params![]).await?;
	let finalized = u64::from(chain.height(finalized).await?);
	let slot_ms: u64 = best.constant("Babe", "ExpectedBlockTime")?;
	let block_ms: u64 = best.value("Timestamp", "Now").await?;
	let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
	let now_ms = u64::try_from(now_ms).unwrap_or(u64::MAX);
	let mut checks = vec![
		judge_blocks(best.height(), now_ms.saturating_sub(block_ms), slot_ms),
		judge_clock(now_ms, block_ms),
		judge_finality(best.height(), finalized),
	];
	checks.push(runtime(&best).await?);
	Ok(checks)
}

fn judge_blocks(height: u64, age_ms: u64, slot_ms: u64) -> Check {
	let slots = age_ms / slot_ms.max(1);
	let found = format!("block {height} is {} old", in_words(age_ms / 1_000));
	let next = "check the network, the clock, and whether others see newer blocks";
	match slots {
		few if few <= QUIET_SLOTS => Check::ok("blocks", found),
		some if some <= SILENT_SLOTS => Check::warn("blocks", found, next),
		_ => Check::fail("blocks", found, next),
	}
}

/// A block carries the time of its author. A machine that sees it earlier has a clock that is late, or the author's is early.
fn judge_clock(now_ms: u64, block_ms: u64) -> Check {
	let early_ms = block_ms.saturating_sub(now_ms);
	if early_ms <= CLOCK_TOLERANCE_MS {
		return Check::ok("clock", "not behind the blocks");
	}
	Check::fail(
		"clock",
		format!("{early_ms} ms behind the newest block"),
		"set the clock by the network: timedatectl set-ntp true",
	)
}

fn judge_finality(best: u64, finalized: u64) -> Check {
	let lag = best.saturating_sub(finalized);
	let found = format!("block {finalized}, {lag} behind the best");
	match lag {
		usual if usual <= USUAL_FINALITY_LAG => Check::ok("finality", found),
		slow if slow <= STALLED_FINALITY_LAG => {
			Check::warn("finality", found, "watch it; more than a third of validators may be away")
		}
		_ => Check::fail(
			"finality",
			found,
			"ask the other validators; if some are lost for good, `kongsi gov signal-stall` begins a rescue",
		),
	}
}

/// An upgrade that was voted for waits for somebody to apply it.
async fn runtime(best: &View) -> Result<Check> {
	let version = best.client().spec_version();
	let pending: Option<Value> = best.get("System", "AuthorizedUpgrade", Vec::new()).await?;
	Ok(match pending {
		None => Check::ok("runtime", format!("version {version}")),
		Some(_) => Check::warn(
			"runtime",
			format!("version {version}, and an upgrade was voted for"),
			"see that the node's version can run it; anybody applies it with `kongsi gov apply-upgrade`",
		),
	})
}

#[cfg(test)]
mod tests {
	use super::{super::Level, *};

	#[test]
	fn blocks_are_judged_by_slots() {
		let level = |seconds: u64| judge_blocks(7, seconds * 1_000, 2_000).level;
		assert_eq!([2, 21].map(level), [Level::Ok; 2]);
		assert_eq!([22, 121].map(level), [Level::Warn; 2]);
		assert_eq!(level(122), Level::Fail);
	}

	#[test]
	fn finality_is_judged_by_blocks() {
		let level = |lag: u64| judge_finality(1_000, 1_000 - lag).level;
		assert_eq!([0, 10].map(level), [Level::Ok; 2]);
		assert_eq!([11, 60].map(level), [Level::Warn; 2]);
		assert_eq!(level(61), Level::Fail);
	}

	#[test]
	fn a_clock_behind_the_blocks_is_late() {
		assert_eq!(judge_clock(10_000, 9_000).level, Level::Ok);
		assert_eq!(judge_clock(10_000, 11_000).level, Level::Ok);
		assert_eq!(judge_clock(10_000, 11_001).level, Level::Fail);
	}

	#[test]
	fn peers_are_needed_unless_the_node_is_alone_by_choice() {
		assert_eq!(judge_peers(0, true).level, Level::Fail);
		assert_eq!(judge_peers(2, true).level, Level::Warn);
		assert_eq!(judge_peers(3, true).level, Level::Ok);
		assert_eq!(judge_peers(0, false).level, Level::Ok);
	}

	#[test]
	fn unsafe_methods_are_for_the_own_machine() {
		let level = |answer, url: &str| judge_exposure(answer, is_loopback(url)).level;
		assert_eq!(level(Ok(()), "ws://127.0.0.1:9944"), Level::Ok);
		assert_eq!(level(Ok(()), "wss://rpc.example.org"), Level::Fail);
		assert_eq!(level(Err(Silence::Unsafe), "wss://rpc.example.org"), Level::Ok);
		assert_eq!(level(Err(Silence::Unsafe), "ws://localhost:9944"), Level::Warn);
	}

	#[test]
	fn versions_are_compared_without_the_commit() {
		assert_eq!(judge_version("0.1.0-1a2b3c4", "0.1.0").level, Level::Ok);
		assert_eq!(judge_version("0.2.0-1a2b3c4", "0.1.0").level, Level::Warn);
	}

	#[test]
	fn a_syncing_node_says_how_far_it_is() {
		let check = judge_sync(true, 40, 100);
		assert_eq!(check.found, "at block 40 of 100, 60 to go");
		assert_eq!(check.level, Level::Warn);
	}
}
