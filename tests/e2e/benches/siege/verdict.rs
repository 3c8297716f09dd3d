//! What the siege came to.

use crate::{
	flood::Flood,
	honest::Measured,
	live::{mean, quantile, rounded},
	subscribers::Crowd,
};
use serde_json::{json, Value as Json};
use std::sync::{atomic::Ordering, Arc};
use tokio::time::Instant;

/// How far the time of a block may change, as a share.
const BLOCK_TOLERANCE: f64 = 0.05;
/// The share of the subscribers and of the requests that a siege needs.
const MOST: f64 = 0.9;
/// How much more memory the last quarter of the siege may take than the third, as a share.
const GROWTH: f64 = 0.05;
/// How long the honest client may wait, in seconds, 99 times of 100.
const PATIENCE_S: f64 = 1.0;

/// A stretch of time.
#[derive(Clone, Copy)]
pub(crate) struct Span {
	/// When it began.
	pub(crate) from: Instant,
	/// When it ended.
	pub(crate) to: Instant,
}

impl Span {
	fn has(self, at: Instant) -> bool {
		(self.from..=self.to).contains(&at)
	}

	fn seconds(self) -> f64 {
		(self.to - self.from).as_secs_f64()
	}

	/// The values of this time.
	fn of(self, values: &[(Instant, f64)]) -> Vec<f64> {
		values.iter().filter(|(at, _)| self.has(*at)).map(|(_, value)| *value).collect()
	}

	/// The part of it between two shares.
	fn part(self, from: f64, to: f64) -> Self {
		let length = self.to - self.from;
		Self { from: self.from + length.mul_f64(from), to: self.from + length.mul_f64(to) }
	}
}

/// All that was seen.
pub(crate) struct Siege {
	/// Subscribers that were asked for.
	pub(crate) subscribers: f64,
	/// Bad requests a second that were asked for.
	pub(crate) per_s: f64,
	/// How much memory the node may take beyond what it had.
	pub(crate) memory_bound_mib: f64,
	/// Peace.
	pub(crate) before: Span,
	/// The siege.
	pub(crate) during: Span,
	/// Peace again.
	pub(crate) after: Span,
	/// Subscribers that were connected, looked at now and then.
	pub(crate) open: Vec<f64>,
	/// The memory of the node.
	pub(crate) memory: Vec<(Instant, f64)>,
	/// What the honest client has measured.
	pub(crate) honest: Measured,
	/// The subscribers.
	pub(crate) crowd: Arc<Crowd>,
	/// The bad requests.
	pub(crate) flood: Arc<Flood>,
	/// Whether the node still runs.
	pub(crate) alive: bool,
}

/// Prints verdicts and remembers whether all were good.
struct Verdicts(bool);

impl Verdicts {
	fn say(&mut self, good: bool, text: &str) {
		println!("{} {text}", if good { "PASS" } else { "FAIL" });
		self.0 &= good;
	}
}

impl Siege {
	/// Prints a line for each criterion; returns the figures and whether all are met.
	pub(crate) fn judge(&self) -> (Json, bool) {
		let mut verdicts = Verdicts(true);
		println!();
		verdicts.say(self.alive, "the node runs");

		let open = mean(&self.open);
		let reached = self.flood.sent.load(Ordering::Relaxed) as f64 / self.during.seconds();
		let text = format!(
			"the siege: {open:.0} of {:.0} subscribers at a time, {reached:.0} of {:.0} bad requests a second",
			self.subscribers, self.per_s
		);
		verdicts.say(open >= MOST * self.subscribers && reached >= MOST * self.per_s, &text);

		let [blocks_before, blocks_during, blocks_after] =
			[self.before, self.during, self.after].map(|span| self.block_s(span));
		let change = blocks_during / blocks_before - 1.0;
		let text = format!(
			"block time: {blocks_before:.3} s before, {blocks_during:.3} s during ({:+.1} %), {blocks_after:.3} s after",
			change * 100.0
		);
		verdicts.say(change.abs() <= BLOCK_TOLERANCE, &text);

		let memory_before = mean(&self.before.of(&self.memory));
		let peak = self.during.of(&self.memory).into_iter().fold(0.0, f64::max);
		let late = mean(&self.during.part(0.75, 1.0).of(&self.memory));
		let earlier = mean(&self.during.part(0.5, 0.75).of(&self.memory));
		let memory_after = mean(&self.after.part(0.5, 1.0).of(&self.memory));
		let bound = memory_before + self.memory_bound_mib;
		let text = format!(
			"memory: {memory_before:.0} MiB before, at most {peak:.0} MiB (bound {bound:.0}), {memory_after:.0} MiB after"
		);
		verdicts.say(peak <= bound, &text);
		let growth = late / earlier.max(1.0) - 1.0;
		let text =
			format!("memory in the last quarter: {:+.1} % of the quarter before", growth * 100.0);
		verdicts.say(growth <= GROWTH, &text);

		let [peace, siege] = [self.before, self.during].map(|span| self.waits(span));
		let p99 = quantile(&siege, 0.99);
		let text = format!(
			"the honest client: p50 {:.3} s, p99 {p99:.3} s of {} questions (before: p50 {:.3}, p99 {:.3} s)",
			quantile(&siege, 0.5),
			siege.len(),
			quantile(&peace, 0.5),
			quantile(&peace, 0.99),
		);
		verdicts.say(!siege.is_empty() && p99 < PATIENCE_S, &text);
		let failures = self.honest.failures.len();
		let text = format!(
			"of the honest client {failures} requests failed, and {} of {} orders were in no block",
			self.honest.lost,
			self.honest.orders.len()
		);
		verdicts.say(failures == 0 && self.honest.lost == 0, &text);
		for failure in self.honest.failures.iter().take(3) {
			println!("     {failure}");
		}
		let count = |value: &std::sync::atomic::AtomicU64| value.load(Ordering::Relaxed);
		println!(
			"     subscribers: {} connections, {} refused, {} ended by the node; requests: {} connections ended by the node, \
			 {} MB of answers",
			count(&self.crowd.connected),
			count(&self.crowd.refused),
			count(&self.crowd.ended),
			count(&self.flood.ended),
			count(&self.flood.answered_bytes) / 1_000_000,
		);

		let figures = json!({
			"subscribers": rounded(open),
			"bad_requests_per_s": rounded(reached),
			"block_before_s": rounded(blocks_before),
			"block_during_s": rounded(blocks_during),
			"block_after_s": rounded(blocks_after),
			"memory_before_mib": rounded(memory_before),
			"memory_peak_mib": rounded(peak),
			"memory_after_mib": rounded(memory_after),
			"memory_growth": rounded(growth),
			"honest_p50_s": rounded(quantile(&siege, 0.5)),
			"honest_p99_s": rounded(p99),
			"honest_before_p99_s": rounded(quantile(&peace, 0.99)),
			"honest_questions": siege.len(),
			"honest_failures": failures,
			"honest_lost_orders": self.honest.lost,
			"subscribers_ended": count(&self.crowd.ended),
			"subscribers_refused": count(&self.crowd.refused),
			"passed": verdicts.0,
		});
		(figures, verdicts.0)
	}

	/// The mean time from block to block, in seconds; infinite if there were fewer than two.
	fn block_s(&self, span: Span) -> f64 {
		let mut at = self.honest.blocks.iter().copied().filter(|at| span.has(*at));
		let Some(first) = at.next() else { return f64::INFINITY };
		let rest: Vec<Instant> = at.collect();
		rest.last().map_or(f64::INFINITY, |last| (*last - first).as_secs_f64() / rest.len() as f64)
	}

	/// How long the honest client waited for answers, rising.
	fn waits(&self, span: Span) -> Vec<f64> {
		let mut waits = span.of(&self.honest.orders);
		waits.extend(span.of(&self.honest.reads));
		waits.sort_by(f64::total_cmp);
		waits
	}
}
