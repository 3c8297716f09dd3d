//! One step: transactions of one kind at one rate for some slots, and whether the chain has kept up.

use crate::{
	flow::Kind,
	live::{process::processor, quantile, SLOT_S},
	network::{ends, Network},
	sender::{self, Answers},
	signing::{self, Ready},
	watcher::{Head, Outcomes, Watcher},
};
use frame_support::{dispatch::DispatchClass, weights::Weight};
use kongsi_runtime::{configs::system::RuntimeBlockWeights, Hash};
use std::{collections::BTreeMap, time::Duration};
use tokio::time::{sleep, Instant};

/// How many slots the last transactions may take into a block for the step to count as sustained.
const DRAIN_SLOTS: f64 = 3.0;
/// How many slots are waited at most for what was sent to get into blocks.
const PATIENCE_SLOTS: u32 = 8;
/// The share of what is sent that may be lost or late.
const TOLERANCE: f64 = 0.001;
/// How much more may wait in the last third of a step than in the second: this part of what a slot brings, in a step of
/// [`EVEN_BLOCKS`] blocks, and more in a shorter one, where a block that is late by a moment counts more.
const GROWTH: f64 = 0.25;
const EVEN_BLOCKS: f64 = 10.0;

/// What is asked of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
	/// What is sent.
	pub(crate) kind: Kind,
	/// Transfers or orders a second.
	pub(crate) rate: u64,
	/// How long, in slots.
	pub(crate) slots: u32,
	/// Connections to send over, spread over the nodes.
	pub(crate) connections: usize,
	/// The first of the signers, whom no other step uses.
	pub(crate) first_signer: u32,
}

/// What came of it.
pub(crate) struct Row {
	/// What was asked.
	pub(crate) step: Step,
	/// Transactions that were sent.
	pub(crate) sent: u64,
	/// What the nodes answered.
	pub(crate) answers: Answers,
	/// Transfers or orders in blocks, a second, while it was sent.
	pub(crate) included_per_s: f64,
	/// Why the chain did not keep up; nothing if it did.
	pub(crate) failure: Option<String>,
	/// Seconds from when a transaction was to be sent until a best block had it, rising.
	pub(crate) to_block: Vec<f64>,
	/// The same until its block was final.
	pub(crate) to_final: Vec<f64>,
	/// Best blocks that lost their place.
	pub(crate) replaced: usize,
	/// Processors that the nodes kept busy.
	pub(crate) node_processors: f64,
	/// Processors that this program kept busy.
	pub(crate) loader_processors: f64,
	/// How often each reason ended a block.
	pub(crate) ends: BTreeMap<String, u64>,
	/// How long the longest proposal took, in milliseconds.
	pub(crate) proposal_ms: u64,
	/// The fullest block by weight, in milliseconds.
	pub(crate) weight_ms: f64,
	/// The most that had to be done before users' transactions, in milliseconds of weight.
	pub(crate) mandatory_ms: f64,
	/// The longest block, in bytes.
	pub(crate) bytes: usize,
	/// The weight of a transfer or an order, in microseconds, everything before the call included: of the fullest block.
	pub(crate) weight_us: f64,
	/// What the transactions of the fullest block did.
	pub(crate) outcomes: Outcomes,
}

impl Row {
	/// Transfers or orders a second at which blocks would be full by weight.
	pub(crate) fn most_by_weight(&self) -> f64 {
		let classes = RuntimeBlockWeights::get().per_class;
		let most = classes.get(DispatchClass::Normal).max_total.unwrap_or(Weight::MAX);
		most.ref_time() as f64 / 1e6 / self.weight_us / SLOT_S
	}

	/// Whether the chain kept up.
	pub(crate) fn sustained(&self) -> bool {
		self.failure.is_none()
	}
}

/// A transaction and what became of it, in seconds after the start of the step.
struct Fate {
	sent: f64,
	included: Option<f64>,
	finalized: Option<f64>,
}

impl Step {
	/// Signs, sends, waits, and judges.
	pub(crate) async fn run(self, net: &Network, watcher: &Watcher, genesis: Hash) -> Row {
		let length = Duration::from_secs_f64(SLOT_S).mul_f64(f64::from(self.slots));
		let count = (self.rate as f64 * length.as_secs_f64() / self.kind.units() as f64) as u64;
		let signed = tokio::task::spawn_blocking(move || {
			signing::sign(self.kind, genesis, self.first_signer, count, length)
		});
		let ready = signed.await.expect("signing does not fail");
		let plan: Vec<(u64, Duration)> = ready.iter().map(|one| (one.key, one.at)).collect();

		let busy = (net.processor(), processor(std::process::id()));
		let start = Instant::now() + Duration::from_millis(200);
		let sending = self.send(net, start, ready);
		tokio::pin!(sending);
		let fates = || fates(watcher, &plan, start);
		let mut answers = None;
		let end = start + length;
		tokio::select! {
			done = &mut sending => answers = Some(done),
			() = sleep(end.saturating_duration_since(Instant::now())) => {}
		}
		let elapsed = (start.elapsed()).as_secs_f64().max(f64::EPSILON);
		let node_processors = (net.processor() - busy.0).as_secs_f64() / elapsed;
		let loader_processors = (processor(std::process::id()) - busy.1).as_secs_f64() / elapsed;
		let give_up = end.max(Instant::now()) + Duration::from_secs_f64(SLOT_S) * PATIENCE_SLOTS;
		let answers = match answers {
			Some(answers) => answers,
			None => sending.await,
		};
		let refused = answers.refusals();
		while Instant::now() < give_up {
			let fates = fates();
			let missing = fates.iter().filter(|fate| fate.finalized.is_none()).count() as u64;
			if missing <= refused {
				break;
			}
			sleep(Duration::from_millis(200)).await;
		}

		let fates = fates();
		let heads = heads(watcher, start, end + Duration::from_secs_f64(SLOT_S * DRAIN_SLOTS));
		let fullest = heads.iter().max_by_key(|head| head.transactions);
		let outcomes = match fullest {
			Some(head) => watcher.outcomes(head.hash).await,
			None => Outcomes::default(),
		};
		let (from, to) = (
			heads.iter().map(|head| head.number).min().unwrap_or_default(),
			heads.iter().map(|head| head.number).max().unwrap_or_default(),
		);
		let proposals = net.proposals(from, to);
		let distinct =
			heads.iter().map(|head| head.number).collect::<std::collections::BTreeSet<_>>();
		Row {
			step: self,
			sent: count,
			included_per_s: included_per_s(&fates, &heads, start, end) * self.kind.units() as f64,
			failure: self.judge(&fates, &heads, start, refused),
			to_block: waits(&fates, |fate| fate.included),
			to_final: waits(&fates, |fate| fate.finalized),
			replaced: heads.len() - distinct.len(),
			node_processors,
			loader_processors,
			ends: ends(&proposals),
			proposal_ms: proposals.iter().map(|one| one.millis).max().unwrap_or_default(),
			weight_ms: heads.iter().map(|head| head.weight_ms).fold(0.0, f64::max),
			mandatory_ms: heads.iter().map(|head| head.mandatory_ms).fold(0.0, f64::max),
			bytes: heads.iter().map(|head| head.bytes).max().unwrap_or_default(),
			weight_us: fullest.map_or(f64::NAN, |head| {
				// One of them is the inherent.
				let units = head.transactions.saturating_sub(1) as u64 * self.kind.units();
				head.weight_ms * 1e3 / units as f64
			}),
			outcomes,
			answers,
		}
	}

	/// Spreads transactions over connections, all of one signer over the same one, and connections over nodes.
	async fn send(self, net: &Network, start: Instant, ready: Vec<Ready>) -> Answers {
		let mut parts: Vec<Vec<Ready>> = (0..self.connections).map(|_| Vec::new()).collect();
		for (place, one) in ready.into_iter().enumerate() {
			let who = place % crate::flow::SIGNERS as usize;
			parts[who % self.connections].push(one);
		}
		let nodes = net.nodes();
		let tasks: Vec<_> = (0..)
			.zip(parts)
			.map(|(number, part): (usize, _)| {
				let port = nodes[number % nodes.len()].rpc_port();
				tokio::spawn(sender::send(port, start, part))
			})
			.collect();
		let mut answers = Answers::default();
		for task in tasks {
			answers.add(task.await.expect("sending does not fail"));
		}
		answers
	}

	/// Why the chain did not keep up, if it did not.
	fn judge(self, fates: &[Fate], heads: &[Head], start: Instant, refused: u64) -> Option<String> {
		let sent = fates.len() as f64;
		if refused as f64 > sent * TOLERANCE {
			return Some(format!("{refused} of {sent} were refused"));
		}
		let length = f64::from(self.slots) * SLOT_S;
		let drained = length + DRAIN_SLOTS * SLOT_S;
		let late = |fate: &&Fate| fate.included.is_none_or(|at| at > drained);
		let late = fates.iter().filter(late).count();
		if late as f64 > sent * TOLERANCE {
			return Some(format!(
				"{late} of {sent} were in no block {DRAIN_SLOTS} slots after the end"
			));
		}
		let third = |number: f64| {
			let range = length * (number - 1.0) / 3.0..length * number / 3.0;
			let after = |head: &Head| head.at.saturating_duration_since(start).as_secs_f64();
			let at: Vec<f64> = heads.iter().map(after).filter(|at| range.contains(at)).collect();
			// The least, since a block in which a session ends may have no room for transactions: what waits because of
			// it is gone soon.
			at.iter().map(|at| waiting(fates, *at)).reduce(f64::min).unwrap_or_default()
		};
		let growth = third(3.0) - third(2.0);
		let a_slot = sent / f64::from(self.slots);
		let allowed = GROWTH * a_slot * (EVEN_BLOCKS / f64::from(self.slots)).max(1.0);
		(growth > allowed)
			.then(|| format!("what waited grew by {:.1} slots' worth", growth / a_slot))
	}
}

/// Transactions that were sent by then and were in no block.
fn waiting(fates: &[Fate], at: f64) -> f64 {
	let waits = |fate: &&Fate| fate.sent <= at && fate.included.is_none_or(|when| when > at);
	fates.iter().filter(waits).count() as f64
}

fn fates(watcher: &Watcher, plan: &[(u64, Duration)], start: Instant) -> Vec<Fate> {
	let seen = watcher.seen();
	let after = |at: &Instant| at.saturating_duration_since(start).as_secs_f64();
	let fate = |(key, sent): &(u64, Duration)| Fate {
		sent: sent.as_secs_f64(),
		included: seen.included.get(key).map(after),
		finalized: seen.finalized.get(key).map(after),
	};
	plan.iter().map(fate).collect()
}

fn heads(watcher: &Watcher, from: Instant, to: Instant) -> Vec<Head> {
	let seen = watcher.seen();
	let during = |head: &&Head| (from..=to).contains(&head.at);
	let mut heads: Vec<Head> = seen.heads.iter().filter(during).cloned().collect();
	heads.sort_by_key(|head| head.at);
	heads
}

/// Transactions a second that came into blocks, from the first block of the step, which is not full yet, to the last while
/// it was sent.
fn included_per_s(fates: &[Fate], heads: &[Head], start: Instant, end: Instant) -> f64 {
	let mut times = heads.iter().map(|head| head.at).filter(|at| *at <= end);
	let (Some(first), Some(last)) = (times.next(), times.next_back()) else { return 0.0 };
	let after = |at: Instant| at.saturating_duration_since(start).as_secs_f64();
	let (first, last) = (after(first), after(last));
	let between = |fate: &&Fate| fate.included.is_some_and(|at| at > first && at <= last);
	fates.iter().filter(between).count() as f64 / (last - first).max(f64::EPSILON)
}

fn waits(fates: &[Fate], until: impl Fn(&Fate) -> Option<f64>) -> Vec<f64> {
	let mut waits: Vec<f64> =
		fates.iter().filter_map(|fate| Some(until(fate)? - fate.sent)).collect();
	waits.sort_by(f64::total_cmp);
	waits
}

/// The middle and the last hundredth of waits.
pub(crate) fn p50_p99(waits: &[f64]) -> (f64, f64) {
	(quantile(waits, 0.5), quantile(waits, 0.99))
}
