//! How long an account waits that some of the validators censor: four validators, none, one, two and three of whom leave
//! its transactions out of their blocks.
//!
//! The account sends its transactions at random times to the node that is always honest. A transaction waits n blocks if
//! it is in the n-th block after the one that was best on that node when it was sent. When the honest validators author a
//! share p of the blocks, n is geometric with mean 1/p, so that all four give 1/p for three of four, a half and a
//! quarter. Those that wait go into the same block, the next that an honest validator authors, and do not hold up each
//! other. A transaction that comes while the next block is being made waits one block more: that is what exceeds 1 when
//! nobody censors.
//!
//! Needs a node with the feature `chaos`; `scripts/censorship` builds it. Environment: `KONGSI_NODE` (the node),
//! `KONGSI_CENSORSHIP_TRANSACTIONS` (for each number of censors, 200), `KONGSI_SEED`, `KONGSI_BENCH_OUT` (the file).

#![allow(missing_docs, reason = "a program")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop")]

use jsonrpsee::rpc_params;
use kongsi_e2e::{account_of, hex, Chain, Localnet};
use serde_json::{json, Map, Value as Json};
use std::{
	collections::HashMap,
	path::PathBuf,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
	time::Duration,
};
use subxt::{dynamic, utils::H256};
use subxt_signer::sr25519::dev;
use tokio::time::{sleep, Instant};

const VALIDATORS: usize = 4;
/// The length of a slot, in seconds.
const SLOT_S: f64 = 2.0;
/// How far from what is expected a mean may be, as a share.
const TOLERANCE: f64 = 0.2;
/// How long the last transactions may take, in seconds.
const PATIENCE_S: u64 = 600;

/// What was seen with one number of censors.
struct Seen {
	censors: usize,
	/// Blocks that each transaction waited, rising.
	waits: Vec<u32>,
	/// The share of blocks that honest validators authored meanwhile.
	honest: f64,
	/// Unfinalized blocks, looked at once a second.
	lags: Vec<u32>,
	/// Blocks in a slot.
	blocks_per_slot: f64,
}

#[tokio::main]
async fn main() {
	let count = number("KONGSI_CENSORSHIP_TRANSACTIONS", 200);
	let seed = number("KONGSI_SEED", 1);
	println!("{count} transactions for each number of censors, seed {seed}");
	let mut random = Random(seed);
	let mut figures = Map::new();
	figures.insert("transactions".into(), json!(count));
	for censors in 0..VALIDATORS {
		let seen = measure(censors, count, &mut random).await;
		seen.report(&mut figures);
		// After each of them, so that a campaign that is cut short leaves something.
		write(&figures);
	}
}

fn number(name: &str, otherwise: u64) -> u64 {
	std::env::var(name).map_or(otherwise, |value| value.parse().expect(name))
}

/// SplitMix64: enough for times, and the same everywhere.
struct Random(u64);

impl Random {
	/// A time around this mean, as events come that do not know of each other.
	fn pause(&mut self, mean_s: f64) -> Duration {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		let uniform = ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64;
		Duration::from_secs_f64(-mean_s * (1.0 - uniform).ln())
	}
}

async fn measure(censors: usize, count: u64, random: &mut Random) -> Seen {
	let target = dev::eve();
	// The last of them censor, so that the first, to which the account sends, never does.
	let net = Localnet::start_with(|number| {
		if number >= VALIDATORS - censors {
			vec![format!("--censor={}", account_of(&target))]
		} else {
			Vec::new()
		}
	})
	.await;
	let chain = Arc::new(Chain::connect(&net.nodes[0]).await);
	chain.await_finalized(3, 120).await;

	let sampling = Arc::new(AtomicBool::new(true));
	let sampler = tokio::spawn(lags(chain.clone(), sampling.clone()));
	let start = chain.best_height().await;
	let started = Instant::now();

	// The rarer honest blocks are, the longer it takes to see many of them.
	let spacing_s = SLOT_S / 2.0 * VALIDATORS as f64 / (VALIDATORS - censors) as f64;
	let nonce = chain.nonce(&account_of(&target)).await;
	let mut sent = Vec::new();
	for number in 0..count {
		sleep(random.pause(spacing_s)).await;
		let call = dynamic::transaction("System", "remark", (number.to_le_bytes().to_vec(),));
		let transaction = hex(&chain.sign_immortal(&target, nonce + number, &call).await);
		let best = chain.best_height().await;
		chain.answer("author_submitExtrinsic", rpc_params![&transaction]).await;
		sent.push((transaction, best));
	}

	let (found, authors, end) = blocks(&chain, start, &sent).await;
	let slots = started.elapsed().as_secs_f64() / SLOT_S;
	sampling.store(false, Ordering::Relaxed);
	let mut waits: Vec<u32> = sent.iter().map(|(bytes, best)| found[bytes] - best).collect();
	waits.sort_unstable();
	let honest = authors.iter().filter(|author| **author < VALIDATORS - censors);
	Seen {
		censors,
		waits,
		honest: honest.count() as f64 / authors.len() as f64,
		lags: sampler.await.expect("it ends when it is told to"),
		blocks_per_slot: f64::from(end - start) / slots,
	}
}

/// How far finality is behind, each second.
async fn lags(chain: Arc<Chain>, go_on: Arc<AtomicBool>) -> Vec<u32> {
	let mut lags = Vec::new();
	while go_on.load(Ordering::Relaxed) {
		let (finalized, _) = chain.finalized().await;
		lags.push(chain.best_height().await.saturating_sub(finalized));
		sleep(Duration::from_secs(1)).await;
	}
	lags
}

/// Reads finalized blocks after `start` until all transactions are found: where each is, who authored, and the last height.
async fn blocks(
	chain: &Chain,
	start: u32,
	sent: &[(String, u32)],
) -> (HashMap<String, u32>, Vec<usize>, u32) {
	let mut wanted: HashMap<&str, ()> =
		sent.iter().map(|(bytes, _)| (bytes.as_str(), ())).collect();
	let (mut found, mut authors, mut height) = (HashMap::new(), Vec::new(), start);
	let end = Instant::now() + Duration::from_secs(PATIENCE_S);
	while !wanted.is_empty() {
		assert!(Instant::now() < end, "{} transactions are in no block", wanted.len());
		if chain.finalized().await.0 <= height {
			sleep(Duration::from_millis(500)).await;
			continue;
		}
		height += 1;
		let hash = chain.hash_at(height).await.expect("a finalized block");
		let block = chain.answer("chain_getBlock", rpc_params![hex(hash.as_bytes())]).await;
		let block = &block["block"];
		authors.push(author(chain, hash, &block["header"]).await);
		for extrinsic in block["extrinsics"].as_array().expect("a block has extrinsics") {
			let bytes = extrinsic.as_str().expect("bytes are written as text");
			if wanted.remove(bytes).is_some() {
				found.insert(bytes.to_owned(), height);
			}
		}
	}
	(found, authors, height)
}

/// Whose key a block was authored with: the number of the node, as [`Localnet`] counts.
async fn author(chain: &Chain, block: H256, header: &Json) -> usize {
	let address = dynamic::storage::<(), Vec<([u8; 32], u64)>>("Babe", "Authorities");
	let at = chain.at(block).await;
	let found = at.storage().fetch(address, ()).await.expect("somebody authors");
	let authorities = found.decode().expect("keys and weights");
	let (key, _) = authorities[place(header) as usize];
	let people = [dev::alice(), dev::bob(), dev::charlie(), dev::dave()];
	let node = people.iter().position(|person| person.public_key().0 == key);
	node.expect("all authors are nodes of ours")
}

/// The author's place among the validators: BABE writes it at the start of its digest, after how the slot was won.
fn place(header: &Json) -> u32 {
	let logs = header["digest"]["logs"].as_array().expect("a header has a digest");
	// 06 is what was known before the block was made, 42414245 is BABE, and then comes a length of one byte or two.
	let log = logs.iter().filter_map(Json::as_str).find(|log| log.starts_with("0x0642414245"));
	let log = ::hex::decode(&log.expect("BABE says who authors")[12..]).expect("it is hexadecimal");
	let length = if log[0] & 3 == 0 { 1 } else { 2 };
	let number = &log[length + 1..length + 5];
	u32::from_le_bytes(number.try_into().expect("four bytes"))
}

/// The least number of blocks in which this share of the transactions is.
fn quantile(rising: &[u32], share: f64) -> u32 {
	let rank = (share * rising.len() as f64).ceil() as usize;
	rising[rank.saturating_sub(1)]
}

/// The same of the geometric distribution with this mean.
fn geometric(share: f64, honest: f64) -> u32 {
	if honest >= 1.0 {
		return 1;
	}
	((1.0 - share).ln() / (1.0 - honest).ln()).ceil() as u32
}

fn mean(numbers: &[u32]) -> f64 {
	numbers.iter().map(|number| f64::from(*number)).sum::<f64>() / numbers.len() as f64
}

impl Seen {
	fn report(&self, figures: &mut Map<String, Json>) {
		let even = (VALIDATORS - self.censors) as f64 / VALIDATORS as f64;
		let measured = mean(&self.waits);
		let expected = 1.0 / even;
		let lag = self.lags.iter().max().copied().unwrap_or_default();
		let verdict =
			if (measured / expected - 1.0).abs() <= TOLERANCE { "" } else { "  OUTSIDE 20 %" };
		println!(
			"k = {}: blocks to inclusion {measured:.2} (expected {expected:.2}; {:.2} of the blocks were honest, \
			 which gives {:.2}), p95 {} ({}), p99 {} ({}), max {}; finality lag {:.1}, max {lag}; \
			 {:.2} blocks a slot{verdict}",
			self.censors,
			self.honest,
			1.0 / self.honest,
			quantile(&self.waits, 0.95),
			geometric(0.95, even),
			quantile(&self.waits, 0.99),
			geometric(0.99, even),
			self.waits.last().expect("some were sent"),
			mean(&self.lags),
			self.blocks_per_slot,
		);
		let rounded = |value: f64| json!((value * 1e4).round() / 1e4);
		let mut figure = |name: &str, value: Json| {
			figures.insert(format!("k{}_{name}", self.censors), value);
		};
		figure("blocks_mean", rounded(measured));
		figure("blocks_p95", json!(quantile(&self.waits, 0.95)));
		figure("blocks_p99", json!(quantile(&self.waits, 0.99)));
		figure("blocks_max", json!(self.waits.last()));
		figure("expected_mean", rounded(expected));
		figure("expected_p95", json!(geometric(0.95, even)));
		figure("expected_p99", json!(geometric(0.99, even)));
		figure("honest_share", rounded(self.honest));
		figure("finality_lag_mean", rounded(mean(&self.lags)));
		figure("finality_lag_max", json!(lag));
		figure("blocks_per_slot", rounded(self.blocks_per_slot));
	}
}

fn write(figures: &Map<String, Json>) {
	let otherwise = || {
		PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench/censorship.json"))
	};
	let path = std::env::var_os("KONGSI_BENCH_OUT").map_or_else(otherwise, PathBuf::from);
	let folder = path.parent().expect("a file is in a folder");
	std::fs::create_dir_all(folder).expect("the folder can be made");
	let text = format!("{:#}\n", Json::Object(figures.clone()));
	std::fs::write(&path, text).expect("the file can be written");
	println!("written to {}", path.display());
}
