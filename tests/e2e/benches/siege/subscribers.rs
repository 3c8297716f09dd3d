//! Clients that subscribe to everything and then behave badly.

use crate::live::wire::{self, Message};
use frame_support::storage::storage_prefix;
use kongsi_e2e::{account_of, hex};
use serde_json::{json, Value as Json};
use std::{
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc,
	},
	time::Duration,
};
use subxt_signer::sr25519::dev;
use tokio::time::{sleep, timeout, Instant};

/// Bytes that one who reads slowly takes, and how often.
const SIP_BYTES: usize = 256;
const SIP_EVERY: Duration = Duration::from_secs(1);
/// How long one who leaves stays: this, and a little longer for each of the next.
const STAY: Duration = Duration::from_secs(2);
/// How long one who was turned away waits before he knocks again.
const KNOCK_EVERY: Duration = Duration::from_secs(1);
/// A request with a long answer, half a megabyte, and how many of them a greedy one sends each time.
const LONG: &str = r#"{"jsonrpc":"2.0","id":1,"method":"state_getMetadata","params":[]}"#;
const ASKS: u32 = 5;
/// Who never reads would not hear that his connection has ended; he looks this often.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What they have seen, all together.
#[derive(Default)]
pub(crate) struct Crowd {
	/// Connections that are open.
	pub(crate) open: AtomicU64,
	/// Connections that were made.
	pub(crate) connected: AtomicU64,
	/// Connections that the node refused.
	pub(crate) refused: AtomicU64,
	/// Connections that the node ended.
	pub(crate) ended: AtomicU64,
}

/// How one behaves.
#[derive(Clone, Copy, Debug)]
enum Manner {
	/// Never reads.
	Deaf,
	/// Reads a few bytes a second, and so falls further behind with each block.
	Slow,
	/// Leaves in the middle of a message, without a word, and comes again.
	Fickle,
	/// Asks for long answers all the time and reads none of them.
	Greedy,
}

/// Everything there is to subscribe to, of what the node says it has.
pub(crate) fn subscriptions(methods: &[String]) -> Vec<String> {
	let account = account_of(&dev::alice()).to_string();
	let events = hex(&storage_prefix(b"System", b"Events"));
	let known: [(&str, Json); 10] = [
		("chain_subscribeAllHeads", json!([])),
		("chain_subscribeNewHeads", json!([])),
		("chain_subscribeFinalizedHeads", json!([])),
		("state_subscribeRuntimeVersion", json!([])),
		("state_subscribeStorage", json!([[events]])),
		("grandpa_subscribeJustifications", json!([])),
		("orderbook_v1_subscribeDepth", json!([0, 1_000])),
		("orderbook_v1_subscribeTrades", json!([null])),
		("orderbook_v1_subscribeAccount", json!([account])),
		("orderbook_v1_subscribeBbo", json!([[0, 1]])),
	];
	let there = known.iter().filter(|(name, _)| methods.iter().any(|method| method == name));
	there
		.enumerate()
		.map(|(id, (method, params))| {
			json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
		})
		.collect()
}

/// One who asks for long answers and reads none, until the end.
pub(crate) async fn greedy(port: u16, crowd: Arc<Crowd>, end: Instant) {
	behave(Manner::Greedy, Duration::ZERO, port, Arc::default(), crowd, end).await;
}

/// One of the crowd, until the end.
pub(crate) async fn subscriber(
	number: u64,
	port: u16,
	requests: Arc<Vec<String>>,
	crowd: Arc<Crowd>,
	end: Instant,
) {
	let manner = match number % 3 {
		0 => Manner::Deaf,
		1 => Manner::Slow,
		_ => Manner::Fickle,
	};
	let stay = STAY + Duration::from_millis(number % 3_000);
	behave(manner, stay, port, requests, crowd, end).await;
}

async fn behave(
	manner: Manner,
	stay: Duration,
	port: u16,
	requests: Arc<Vec<String>>,
	crowd: Arc<Crowd>,
	end: Instant,
) {
	while Instant::now() < end {
		let Ok((mut writer, mut reader)) = wire::connect(port).await else {
			crowd.refused.fetch_add(1, Ordering::Relaxed);
			sleep(KNOCK_EVERY).await;
			continue;
		};
		crowd.connected.fetch_add(1, Ordering::Relaxed);
		crowd.open.fetch_add(1, Ordering::Relaxed);
		for request in requests.iter() {
			// The node may have had enough already; the next read says so.
			let _ = writer.text(request).await;
		}
		let until = match manner {
			Manner::Fickle => end.min(Instant::now() + stay),
			_ => end,
		};
		let ended = match manner {
			Manner::Deaf => deaf(&mut writer, until).await,
			Manner::Slow => slow(&mut reader, until).await,
			Manner::Fickle => fickle(&mut reader, until).await,
			Manner::Greedy => ask(&mut writer, until).await,
		};
		crowd.open.fetch_sub(1, Ordering::Relaxed);
		if ended {
			crowd.ended.fetch_add(1, Ordering::Relaxed);
			sleep(KNOCK_EVERY).await;
		}
	}
}

/// Whether the node has ended the connection: pongs nobody asked for keep it from looking dead.
async fn deaf(writer: &mut wire::Writer, until: Instant) -> bool {
	while Instant::now() < until {
		sleep(LOOK_EVERY).await;
		if writer.pong().await.is_err() {
			return true;
		}
	}
	false
}

async fn ask(writer: &mut wire::Writer, until: Instant) -> bool {
	while Instant::now() < until {
		sleep(LOOK_EVERY).await;
		for _ in 0..ASKS {
			if writer.text(LONG).await.is_err() {
				return true;
			}
		}
	}
	false
}

async fn slow(reader: &mut wire::Reader, until: Instant) -> bool {
	while Instant::now() < until {
		sleep(SIP_EVERY).await;
		let read = timeout(SIP_EVERY, reader.some(SIP_BYTES)).await;
		if matches!(read, Ok(Ok(0) | Err(_))) {
			return true;
		}
	}
	false
}

async fn fickle(reader: &mut wire::Reader, until: Instant) -> bool {
	loop {
		let left = until.saturating_duration_since(Instant::now());
		match timeout(left, reader.next()).await {
			// In the middle of whatever is on its way.
			Err(_) => return false,
			Ok(Ok(Message::Closed) | Err(_)) => return true,
			Ok(Ok(_)) => {}
		}
	}
}
