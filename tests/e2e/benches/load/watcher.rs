//! Watches blocks become the best and final, and remembers when each transaction was first in one.

use crate::signing;
use codec::Decode;
use frame_support::{dispatch::DispatchClass, storage::storage_prefix};
use frame_system::{ConsumedWeight, EventRecord};
use jsonrpsee::{
	core::client::{ClientT, Subscription, SubscriptionClientT},
	rpc_params,
	ws_client::{WsClient, WsClientBuilder},
};
use kongsi_e2e::hex;
use kongsi_runtime::{Hash, Header, RuntimeEvent};
use pallet_order_book::{Event, Outcome};
use serde_json::Value as Json;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, MutexGuard},
};
use tokio::{task::JoinHandle, time::Instant};

/// A full block is 4 MiB, and twice that in hexadecimal.
const MAX_ANSWER_BYTES: u32 = 64 * 1024 * 1024;
/// How far back blocks are looked up when a watcher starts or blocks change places.
const MAX_ANCESTORS: usize = 64;

/// A block that was the best.
#[derive(Clone, Debug)]
pub(crate) struct Head {
	/// When it was heard of.
	pub(crate) at: Instant,
	/// Its hash.
	pub(crate) hash: Hash,
	/// Its height.
	pub(crate) number: u32,
	/// Its transactions, inherents included.
	pub(crate) transactions: usize,
	/// The length of all of them, in bytes.
	pub(crate) bytes: usize,
	/// The weight of users' transactions, in milliseconds.
	pub(crate) weight_ms: f64,
	/// The weight of what had to be done before them, in milliseconds: inherents and the work of pallets.
	pub(crate) mandatory_ms: f64,
}

/// What has been seen so far.
#[derive(Default)]
pub(crate) struct Seen {
	/// Best blocks, in the order in which they came.
	pub(crate) heads: Vec<Head>,
	/// When a transaction was first in a best block.
	pub(crate) included: HashMap<u64, Instant>,
	/// When the block of a transaction was known to be final.
	pub(crate) finalized: HashMap<u64, Instant>,
	/// Transactions of each block that was the best, and the block before it.
	blocks: HashMap<Hash, (Hash, Vec<u64>)>,
}

/// What the transactions of a block did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcomes {
	/// Transactions that succeeded.
	pub(crate) succeeded: u64,
	/// Transactions that failed.
	pub(crate) failed: u64,
	/// Orders that were placed.
	pub(crate) placed: u64,
	/// Orders that were refused, or cancelled because of whom they met.
	pub(crate) refused: u64,
	/// Fills.
	pub(crate) fills: u64,
}

/// Two connections to a node and what came over them.
pub(crate) struct Watcher {
	rpc: WsClient,
	seen: Arc<Mutex<Seen>>,
	tasks: [JoinHandle<()>; 2],
}

impl Watcher {
	/// Starts to watch the node with this address.
	pub(crate) async fn start(url: &str) -> Self {
		let seen = Arc::<Mutex<Seen>>::default();
		let (best, finality) = (client(url).await, client(url).await);
		let heads = subscribe(&best, "chain_subscribeNewHeads", "chain_unsubscribeNewHeads").await;
		let finals = subscribe(
			&finality,
			"chain_subscribeFinalizedHeads",
			"chain_unsubscribeFinalizedHeads",
		)
		.await;
		let tasks = [
			tokio::spawn(follow_best(best, heads, seen.clone())),
			tokio::spawn(follow_finality(finality, finals, seen.clone())),
		];
		Self { rpc: client(url).await, seen, tasks }
	}

	/// What it has seen so far.
	pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
		lock(&self.seen)
	}

	/// The hash of block 0.
	pub(crate) async fn genesis(&self) -> Hash {
		self.rpc.request("chain_getBlockHash", rpc_params![0]).await.expect("a chain has a genesis")
	}

	/// The version of the runtime that runs.
	pub(crate) async fn spec_version(&self) -> u64 {
		let version: Json =
			self.rpc.request("state_getRuntimeVersion", rpc_params![]).await.expect("it has one");
		version["specVersion"].as_u64().unwrap_or_default()
	}

	/// What the transactions of a block did.
	pub(crate) async fn outcomes(&self, block: Hash) -> Outcomes {
		let events = value(&self.rpc, b"Events", block).await;
		let events = Vec::<Box<EventRecord<RuntimeEvent, Hash>>>::decode(&mut &events[..])
			.expect("the node runs the runtime that is linked in");
		let mut outcomes = Outcomes::default();
		for record in events {
			match record.event {
				RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. }) => {
					outcomes.succeeded += 1;
				}
				RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { .. }) => {
					outcomes.failed += 1;
				}
				RuntimeEvent::OrderBook(Event::Executed { outcomes: orders, fills, .. }) => {
					let placed = orders.iter().filter(
						|order| matches!(order, Outcome::Placed(placed) if placed.cancelled.get() == 0),
					);
					let placed = placed.count() as u64;
					outcomes.placed += placed;
					outcomes.refused += orders.len() as u64 - placed;
					outcomes.fills += fills.len() as u64;
				}
				_ => {}
			}
		}
		outcomes
	}
}

impl Drop for Watcher {
	fn drop(&mut self) {
		for task in &self.tasks {
			task.abort();
		}
	}
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
	seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

async fn client(url: &str) -> WsClient {
	let builder = WsClientBuilder::default()
		.max_response_size(MAX_ANSWER_BYTES)
		.request_timeout(std::time::Duration::from_secs(60));
	builder.build(url).await.unwrap_or_else(|error| panic!("no connection to {url}: {error}"))
}

async fn subscribe(rpc: &WsClient, method: &str, end: &str) -> Subscription<Header> {
	rpc.subscribe(method, rpc_params![], end).await.expect("every node has this stream")
}

async fn follow_best(rpc: WsClient, mut heads: Subscription<Header>, seen: Arc<Mutex<Seen>>) {
	while let Some(Ok(header)) = heads.next().await {
		let at = Instant::now();
		let mut next = header;
		// Usually one block; more where blocks have changed places.
		for _ in 0..MAX_ANCESTORS {
			let hash = next.hash();
			if lock(&seen).blocks.contains_key(&hash) {
				break;
			}
			let block: Json =
				rpc.request("chain_getBlock", rpc_params![hash]).await.unwrap_or_default();
			let Some(extrinsics) = block["block"]["extrinsics"].as_array() else { break };
			let texts: Vec<&str> = extrinsics.iter().filter_map(Json::as_str).collect();
			let keys: Vec<u64> = texts.iter().map(|text| signing::key(text)).collect();
			let weight = value(&rpc, b"BlockWeight", hash).await;
			let weight = ConsumedWeight::decode(&mut &weight[..]).unwrap_or_default();
			let millis = |class: DispatchClass| weight.get(class).ref_time() as f64 / 1e9;
			let head = Head {
				at,
				hash,
				number: next.number,
				transactions: keys.len(),
				bytes: texts.iter().map(|text| text.len() / 2).sum(),
				weight_ms: millis(DispatchClass::Normal),
				mandatory_ms: millis(DispatchClass::Mandatory),
			};
			let parent = next.parent_hash;
			{
				let mut seen = lock(&seen);
				for key in &keys {
					seen.included.entry(*key).or_insert(at);
				}
				seen.blocks.insert(hash, (parent, keys));
				seen.heads.push(head);
			}
			if next.number <= 1 {
				break;
			}
			let Ok(before) = rpc.request("chain_getHeader", rpc_params![parent]).await else {
				break;
			};
			next = before;
		}
	}
}

async fn follow_finality(rpc: WsClient, mut heads: Subscription<Header>, seen: Arc<Mutex<Seen>>) {
	let mut done = HashMap::<Hash, ()>::new();
	while let Some(Ok(header)) = heads.next().await {
		let at = Instant::now();
		let mut hash = header.hash();
		for _ in 0..MAX_ANCESTORS {
			if done.insert(hash, ()).is_some() {
				break;
			}
			// A block may be final before its transactions have been read: they are few slots behind, if at all.
			let mut known = lock(&seen).blocks.get(&hash).cloned();
			for _ in 0..50 {
				if known.is_some() {
					break;
				}
				tokio::time::sleep(std::time::Duration::from_millis(20)).await;
				known = lock(&seen).blocks.get(&hash).cloned();
			}
			let Some((parent, keys)) = known else { break };
			let mut seen = lock(&seen);
			for key in keys {
				seen.finalized.entry(key).or_insert(at);
			}
			hash = parent;
		}
	}
	drop(rpc);
}

/// A value of the pallet `System` at a block; nothing if there is none.
async fn value(rpc: &WsClient, name: &[u8], block: Hash) -> Vec<u8> {
	let key = hex(&storage_prefix(b"System", name));
	let found: Option<String> =
		rpc.request("state_getStorage", rpc_params![key, block]).await.unwrap_or_default();
	let text = found.unwrap_or_default();
	::hex::decode(text.strip_prefix("0x").unwrap_or_default()).unwrap_or_default()
}
