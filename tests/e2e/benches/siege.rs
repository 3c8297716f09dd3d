//! A node under siege: a thousand subscribers who do not read, read slowly or leave, and ten thousand bad requests a second,
//! while an honest client trades. One development node with the limits that a public node sets.
//!
//! The honest client trades for a while in peace, then through the siege, then once more in peace. The verdict:
//!
//! 1. the siege was one: nearly all subscribers were there, and nearly all bad requests were sent;
//! 2. blocks come as before, within 5 %;
//! 3. the node's memory stays below what it had plus a bound, and has stopped to grow in the second half;
//! 4. the honest client hears within a second, 99 times of 100, nothing of it fails and no order is lost.
//!
//! Not part of it unless asked for: greedy clients, who ask for long answers and read none. The SDK's RPC server keeps every
//! answer that nobody reads, whatever its limit of messages for a connection is, so that their rate and number alone bound the
//! memory; a public node stands behind a proxy that drops who does not read.
//!
//! The crowd shares the machine with the node, which makes it harder for both. Ends with 1 if one of these fails.
//!
//! Environment: `KONGSI_SIEGE_SUBSCRIBERS` (1,000), `KONGSI_SIEGE_REQUESTS` (bad ones a second, 10,000),
//! `KONGSI_SIEGE_FLOODERS` (connections they come from, 50), `KONGSI_SIEGE_GREEDY` (0), `KONGSI_SIEGE_SECONDS` (60), `KONGSI_SIEGE_PEACE` (seconds
//! before and after, 20), `KONGSI_SIEGE_MEMORY_MIB` (the bound, 512), `KONGSI_SIEGE_NODE` (arguments for the node instead of
//! those of a public one), `KONGSI_NODE` (the node), `KONGSI_BENCH_OUT` (the file).

#![allow(missing_docs, reason = "a program")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop")]

#[path = "siege/flood.rs"]
mod flood;
#[path = "siege/honest.rs"]
mod honest;
mod live;
#[path = "siege/subscribers.rs"]
mod subscribers;
#[path = "siege/verdict.rs"]
mod verdict;

use flood::{Flood, Rubbish};
use honest::Honest;
use jsonrpsee::rpc_params;
use kongsi_e2e::{free_port, Chain, Node, NodeOptions};
use live::{
	process::{memory_mib, most_open_files},
	setting,
};
use serde_json::Value as Json;
use std::{
	process::ExitCode,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
	time::Duration,
};
use subscribers::Crowd;
use tokio::time::{sleep, Instant};
use verdict::{Siege, Span};

/// What a public node sets, beyond the defaults: room for the crowd, 10 calls a second for each connection, few
/// subscriptions, requests up to 1 MB, short batches, and nothing that only its owner may do.
const PUBLIC: &str = "--rpc-methods safe --rpc-max-connections 1200 --rpc-rate-limit 600 \
	--rpc-max-subscriptions-per-connection 32 --rpc-message-buffer-capacity-per-connection 64 \
	--rpc-max-request-size 1 --rpc-max-batch-request-len 50";
/// The longest request it then accepts.
const MOST_BYTES: usize = 1024 * 1024;
/// How often the memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// Files this program needs beyond one for each connection.
const OTHER_FILES: u64 = 200;

#[tokio::main]
async fn main() -> ExitCode {
	let subscribers = setting("KONGSI_SIEGE_SUBSCRIBERS", 1_000);
	let (per_s, flooders) =
		(setting("KONGSI_SIEGE_REQUESTS", 10_000), setting("KONGSI_SIEGE_FLOODERS", 50).max(1));
	let seconds = Duration::from_secs(setting("KONGSI_SIEGE_SECONDS", 60));
	let peace = Duration::from_secs(setting("KONGSI_SIEGE_PEACE", 20));
	let files = most_open_files();
	let needed = subscribers + flooders + OTHER_FILES;
	assert!(files >= needed, "{needed} open files are needed: raise `ulimit -n`, which is {files}");

	let further = std::env::var("KONGSI_SIEGE_NODE").unwrap_or_else(|_| PUBLIC.into());
	println!("The node: --dev {further}");
	let node = tokio::task::spawn_blocking(move || start(&further)).await.expect("a node starts");
	let node = Arc::new(node);
	let requests = Arc::new(subscribers::subscriptions(&methods(&node).await));
	println!("Subscriptions of each: {}", requests.len());

	let (stop, pid) = (Arc::new(AtomicBool::new(false)), node.pid());
	let memory = tokio::spawn(watch_memory(pid, stop.clone()));
	let honest = Honest::start(node.clone());
	// The first blocks of a node are slower than any other.
	sleep(Duration::from_secs(6)).await;

	let before = span(peace).await;
	println!("{subscribers} subscribers and {per_s} bad requests a second for {seconds:?}");
	let (crowd, flood) = (Arc::<Crowd>::default(), Arc::<Flood>::default());
	let end = Instant::now() + seconds;
	let mut tasks = Vec::new();
	for number in 0..subscribers {
		let (requests, crowd) = (requests.clone(), crowd.clone());
		let task = subscribers::subscriber(number, node.rpc_port(), requests, crowd, end);
		tasks.push(tokio::spawn(task));
	}
	let rubbish = Arc::new(Rubbish::new(MOST_BYTES));
	for _ in 0..flooders {
		let (rubbish, flood) = (rubbish.clone(), flood.clone());
		let task = flood::flood(node.rpc_port(), per_s / flooders, rubbish, flood, end);
		tasks.push(tokio::spawn(task));
	}
	for _ in 0..setting("KONGSI_SIEGE_GREEDY", 0) {
		// They are not counted among the subscribers.
		let task = subscribers::greedy(node.rpc_port(), Arc::default(), end);
		tasks.push(tokio::spawn(task));
	}
	let mut open = Vec::new();
	let started = Instant::now();
	while Instant::now() < end {
		sleep(LOOK_EVERY).await;
		open.push(crowd.open.load(Ordering::Relaxed) as f64);
	}
	let during = Span { from: started, to: Instant::now() };
	for task in tasks {
		task.abort();
	}
	// What the siege has left behind is not peace yet.
	sleep(Duration::from_secs(4)).await;
	let after = span(peace).await;

	let honest = tokio::task::spawn_blocking(move || honest.stop()).await.expect("it stops");
	stop.store(true, Ordering::Relaxed);
	let memory = memory.await.expect("it stops");
	let siege = Siege {
		subscribers: subscribers as f64,
		per_s: per_s as f64,
		memory_bound_mib: setting("KONGSI_SIEGE_MEMORY_MIB", 512) as f64,
		before,
		during,
		after,
		open,
		memory,
		honest,
		crowd,
		flood,
		alive: memory_mib(pid) > 0.0,
	};
	let (figures, passed) = siege.judge();
	live::write("siege.json", &figures);
	if passed {
		ExitCode::SUCCESS
	} else {
		ExitCode::FAILURE
	}
}

fn start(further: &str) -> Node {
	let mut arguments: Vec<String> = ["--dev", "--tmp"].map(String::from).into();
	arguments.extend(further.split_whitespace().map(String::from));
	Node::start(NodeOptions {
		name: "besieged".into(),
		arguments,
		p2p_port: free_port(),
		keep: false,
	})
}

/// The methods that the node says it has.
async fn methods(node: &Node) -> Vec<String> {
	let answer = Chain::connect(node).await.answer("rpc_methods", rpc_params![]).await;
	let methods = answer["methods"].as_array().cloned().unwrap_or_default();
	methods.iter().filter_map(Json::as_str).map(String::from).collect()
}

async fn span(length: Duration) -> Span {
	let from = Instant::now();
	sleep(length).await;
	Span { from, to: Instant::now() }
}

/// The memory of a process, in MiB, until it is told to stop.
async fn watch_memory(pid: u32, stop: Arc<AtomicBool>) -> Vec<(Instant, f64)> {
	let mut seen = Vec::new();
	while !stop.load(Ordering::Relaxed) {
		seen.push((Instant::now(), memory_mib(pid)));
		sleep(LOOK_EVERY).await;
	}
	seen
}
