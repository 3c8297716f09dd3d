//! Requests that no node should have to answer, as many a second as are asked for.

use crate::live::wire::{self, Reader};
use serde_json::json;
use std::{
	sync::{
		atomic::{AtomicU64, Ordering},
		Arc,
	},
	time::Duration,
};
use tokio::time::{interval, sleep, Instant, MissedTickBehavior};

/// How often requests go out, together.
const TICK: Duration = Duration::from_millis(10);
/// How deep parameters are nested: far deeper than any reader of JSON follows.
const DEPTH: usize = 10_000;
/// The length of parameters that are merely huge.
const HUGE_BYTES: usize = 64 * 1024;
/// One request in so many is huge, and one in so many is longer than the node accepts.
const HUGE_EVERY: u64 = 200;
const OVERSIZE_EVERY: u64 = 5_000;

/// What went out and what came back.
#[derive(Default)]
pub(crate) struct Flood {
	/// Requests that were sent.
	pub(crate) sent: AtomicU64,
	/// Bytes of answers.
	pub(crate) answered_bytes: AtomicU64,
	/// Connections that the node ended or refused.
	pub(crate) ended: AtomicU64,
}

/// The requests, each framed.
pub(crate) struct Rubbish {
	small: Vec<Vec<u8>>,
	huge: Vec<u8>,
	oversize: Vec<u8>,
}

impl Rubbish {
	/// All kinds of them. `most_bytes` is the longest that the node accepts.
	pub(crate) fn new(most_bytes: usize) -> Self {
		let request = |method: &str, params: serde_json::Value| {
			json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string()
		};
		let nested = |open: &str, close: &str| {
			format!(
				r#"{{"jsonrpc":"2.0","id":1,"method":"orderbook_v1_depth","params":{}{}}}"#,
				open.repeat(DEPTH),
				close.repeat(DEPTH)
			)
		};
		let mut small: Vec<String> = [
			r#"{"jsonrpc":"2.0","id":1,"method":"#,
			"not even close",
			"[]",
			"[1,2,3]",
			r#"{"jsonrpc":"1.0","id":{},"method":7}"#,
			"\u{0}\u{0}\u{0}",
		]
		.map(String::from)
		.into();
		small.push(request("orderbook_v1_grantMeAWish", json!([])));
		small.push(request("admin_shutdown", json!({"now": true})));
		small.push(request("author_rotateKeys", json!([])));
		small.push(request("orderbook_v1_depth", json!(["x", {"levels": -1}])));
		small.push(request("orderbook_v1_depth", json!([u64::MAX, u64::MAX])));
		small.push(request("orderbook_v1_balances", json!(["5Gnobody"])));
		small.push(request("orderbook_v1_openOrders", json!([[[], {}], 1.5, true, null])));
		small.push(request("shares_v1_holders", json!({"token": "two"})));
		small.push(request("state_getStorage", json!(["0xzz"])));
		small.push(request("author_submitExtrinsic", json!(["0x00"])));
		small.push(request("chain_getBlock", json!(["0x00"])));
		// One in twenty of the small ones is deep.
		small.push(nested("[", "]"));
		let framed = |text: &str| {
			let mut bytes = Vec::new();
			wire::frame(text.as_bytes(), &mut bytes);
			bytes
		};
		Self {
			small: small.iter().map(|text| framed(text)).collect(),
			huge: framed(&request("orderbook_v1_depth", json!(["9".repeat(HUGE_BYTES)]))),
			oversize: framed(&request("orderbook_v1_depth", json!(["9".repeat(most_bytes + 1)]))),
		}
	}

	fn number(&self, number: u64) -> &[u8] {
		if number % OVERSIZE_EVERY == OVERSIZE_EVERY - 1 {
			return &self.oversize;
		}
		if number % HUGE_EVERY == HUGE_EVERY - 1 {
			return &self.huge;
		}
		&self.small[(number % self.small.len() as u64) as usize]
	}
}

/// Floods over one connection at so many requests a second, until the end. What comes back is read, since who does not read
/// is slowed down.
pub(crate) async fn flood(
	port: u16,
	per_s: u64,
	rubbish: Arc<Rubbish>,
	count: Arc<Flood>,
	end: Instant,
) {
	let mut number = u64::from(port) * 7;
	while Instant::now() < end {
		let Ok((mut writer, reader)) = wire::connect(port).await else {
			count.ended.fetch_add(1, Ordering::Relaxed);
			sleep(Duration::from_millis(200)).await;
			continue;
		};
		let reading = tokio::spawn(drain(reader, count.clone()));
		let mut ticks = interval(TICK);
		// What a tick could not send is not made up for: the rate that was reached is reported.
		ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
		let mut due = 0.0;
		while Instant::now() < end {
			ticks.tick().await;
			due += per_s as f64 * TICK.as_secs_f64();
			let mut bytes = Vec::new();
			let mut requests = 0;
			while due >= 1.0 {
				bytes.extend_from_slice(rubbish.number(number));
				number = number.wrapping_add(1);
				requests += 1;
				due -= 1.0;
			}
			if writer.bytes(&bytes).await.is_err() {
				count.ended.fetch_add(1, Ordering::Relaxed);
				break;
			}
			count.sent.fetch_add(requests, Ordering::Relaxed);
		}
		reading.abort();
	}
}

async fn drain(mut reader: Reader, count: Arc<Flood>) {
	while let Ok(bytes @ 1..) = reader.some(64 * 1024).await {
		count.answered_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
	}
}
