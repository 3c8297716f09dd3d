//! What an order costs in the composed runtime, in T: transfers of KSI in the same process, in turn with it. How it is
//! measured is said in `common/mod.rs`.
//!
//! Environment: `KONGSI_BENCH_REPEATS` (rounds, 11), `KONGSI_BENCH_GROWTH` (orders of the large book, 1,000,000),
//! `KONGSI_BENCH_ENGINE` (the file with the engine's figure), `KONGSI_BENCH_OUT` (the file to write).

#![allow(missing_docs, reason = "a program")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop")]

#[path = "order_book/adversarial.rs"]
mod adversarial;
#[path = "order_book/calls.rs"]
mod calls;
mod common;
#[path = "order_book/figures.rs"]
mod figures;
#[path = "order_book/ledger.rs"]
mod ledger;

use common::{
	measure::Bench,
	report::{self, target, Figure, Goal},
	setting,
	setup::{Layout, Setup, HALO_CASH, TYPICAL},
};
use std::path::PathBuf;

fn main() {
	let growth_orders = setting("KONGSI_BENCH_GROWTH", 1_000_000);
	let mut bench = Bench::new(setting("KONGSI_BENCH_REPEATS", 11) as usize);

	let typical = figures::typical(&mut bench);
	let extra_fill = figures::extra_fill(&mut bench);
	let removal = figures::removal(&mut bench);
	let adversarial = adversarial::worst(&mut bench, &typical);
	let (weight_max, weight_min) = calls::ratios(&mut bench);
	let growth = figures::growth(&mut bench, growth_orders);
	let dense = bytes_per_order(Layout { depth: 500, step: 1, ..large() });
	let sparse = bytes_per_order(Layout { depth: 10, ..large() });
	let alone = bytes_per_order(Layout { depth: 1, ..large() });
	let (transfer, deviation) = bench.transfer();

	let figure = |name, value, goal| Figure { name, value: Some(value), goal };
	let figures = [
		figure("transfer_us", transfer, Goal::None),
		figure("resting_order_T", typical.place_t, Goal::Most(1.0)),
		figure("one_fill_T", typical.fill_t, Goal::Most(1.2)),
		figure("batch50_order_T", typical.batch_t, Goal::Most(0.1)),
		figure("extra_fill_T", extra_fill, Goal::Most(0.2)),
		figure("growth_1e6_over_1e3", growth, Goal::Most(1.25)),
		figure("adversarial_over_typical", adversarial, Goal::Most(2.0)),
		figure("bytes_per_order", dense, Goal::Most(64.0)),
		Figure { name: "engine_mops", value: engine(), goal: Goal::Least(5.0) },
		figure("weight_max", weight_max, Goal::Most(1.0)),
		figure("weight_min", weight_min, Goal::Least(0.5)),
	];
	let mut notes = vec![
		format!(
			"a transfer: {transfer:.1} µs ±{deviation:.1}, declared {:.1}",
			bench.transfer_declared()
		),
		format!("an expired order swept: {removal:.3} T"),
		format!("bytes an order: {sparse:.1} at ten to a level, {alone:.1} at one"),
		format!("not measured, as only a vote can call them: {}", calls::NOT_MEASURED.join(", ")),
	];
	if growth_orders != 1_000_000 {
		notes.push(format!("the large book had {growth_orders} orders only"));
	}
	notes.extend(report::environment());
	report::print(&bench.rows, &figures, &notes);
	report::write("order-book.json", &figures).expect("the file can be written");
}

/// A book of 10⁵ orders.
fn large() -> Layout {
	Layout { makers: 500, bids: 50_000, asks: 50_000, ..TYPICAL }
}

/// State bytes that a book takes by its orders.
fn bytes_per_order(layout: Layout) -> f64 {
	let mut setup = Setup::new();
	let before = setup.book_bytes();
	setup.place(HALO_CASH, layout.orders_by_owner());
	(setup.book_bytes() - before) as f64 / (layout.bids + layout.asks) as f64
}

/// What the bench of the engine has written.
fn engine() -> Option<f64> {
	let path = std::env::var_os("KONGSI_BENCH_ENGINE");
	let path = path.map_or_else(|| target().join("bench/engine.json"), PathBuf::from);
	let json: serde_json::Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
	json.get("engine_mops")?.as_f64()
}
