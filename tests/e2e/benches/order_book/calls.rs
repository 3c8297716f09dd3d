//! Every call of the two pallets in its dearest shape, for its measured time by its declared weight.

use crate::{
	adversarial::{almost_full, ALMOST_ALL},
	common::{
		accounts::signer,
		measure::{by_many, by_one, Bench, N},
		setup::{order, Layout, Setup, CASH, HALO, HALO_CASH, LOTS, MIDDLE},
	},
	figures::{buy, cancel, place, submit},
	ledger,
};
use kongsi_runtime::RuntimeCall;
use order_book_engine::{BaseAtoms, NewOrder, QuoteAtoms, Side, Ticks};
use pallet_order_book::{Call, MarketTerms, Operation};
use std::collections::BTreeMap;

/// Calls that only a vote can make. No transaction carries one, so no block can be made of them.
pub(crate) const NOT_MEASURED: [&str; 3] =
	["set_market_status", "set_market_params", "close_market"];

/// The ratios of measured time to declared weight: the largest, and the least among the calls, each in its dearest shape.
pub(crate) fn ratios(bench: &mut Bench) -> (f64, f64) {
	let first = bench.rows.len();
	order_book(bench);
	ledger::measure(bench);
	let mut by_call = BTreeMap::<String, f64>::new();
	for row in &bench.rows[first..] {
		let call = row.name.split(',').next().unwrap_or_default().to_owned();
		let ratio = by_call.entry(call).or_default();
		*ratio = ratio.max(row.by_weight);
	}
	let ratios = || by_call.values().copied();
	(ratios().fold(0.0, f64::max), ratios().fold(f64::INFINITY, f64::min))
}

/// One row per call and shape; what stands before the comma is the call.
fn order_book(bench: &mut Bench) {
	create_market(bench);
	place_order(bench);
	matching(bench);
	full_records(bench);
	sweeps(bench);
}

fn create_market(bench: &mut Bench) {
	let terms = MarketTerms {
		tick_size: QuoteAtoms::new(1),
		lot_size: BaseAtoms::new(1),
		min_notional: QuoteAtoms::new(1),
		max_open_orders: 200,
		price_band_ppm: 0,
	};
	let call = || Call::create_market { base: HALO, quote: CASH, terms };
	let calls = by_many((0..N).map(|_| RuntimeCall::OrderBook(call())));
	bench.measure("OrderBook.create_market", &Setup::typical(N as u32).state(), calls, N, 0);
}

fn place_order(bench: &mut Bench) {
	let state = Setup::typical(N as u32).state();
	let opens = || (0..N).map(|i| place(HALO_CASH, order(Side::Bid, 200 + i, LOTS)));
	bench.measure("OrderBook.place_order, opens a level", &state, by_one(opens()), N, 0);
	let name = "OrderBook.place_order, opens a level, many signers";
	bench.measure(name, &state, by_many(opens()), N, 0);
	let batches = |count: u64, first: u64, step: u64| {
		(0..count).map(move |who| {
			let distance = move |i| first + (who * 100 + i) * step;
			let orders = (0..100).map(move |i| order(Side::Bid, distance(i), LOTS));
			submit(orders.map(|order| Operation::Place { market: HALO_CASH, order }).collect())
		})
	};
	let calls = by_many(batches(10, 200, 1));
	bench.measure("OrderBook.submit, 100 places that open levels", &state, calls, 10, 0);
	drop(state);
	// Levels whose first page is full, in a word of the bitmap each.
	let full = Layout { makers: 100, bids: 200 * 64, asks: 0, depth: 64, step: 4_096, lots: LOTS };
	let mut setup = Setup::new();
	setup.fund([signer(0), signer(1)]);
	setup.place(HALO_CASH, full.orders_by_owner());
	let calls = by_many(batches(2, 4_096, 4_096));
	bench.measure("OrderBook.submit, 100 places that open pages", &setup.state(), calls, 2, 0);
}

/// The most that one order may do: 100 fills of as many makers on as many levels; the same as removals.
fn matching(bench: &mut Bench) {
	const MOST: u64 = 100;
	const ORDERS: u64 = 8;
	let deep = |expires_at| {
		let makers = (ORDERS * (MOST + 1)) as u32;
		let layout =
			Layout { makers, bids: 0, asks: u64::from(makers), depth: 1, step: 1, lots: LOTS };
		let expire = |i: u64, order| match i % (MOST + 1) {
			MOST => order,
			_ => NewOrder { expires_at, ..order },
		};
		let book = (0..).zip(layout.orders()).map(|(i, (who, order))| (who, expire(i, order)));
		let mut setup = Setup::new();
		setup.fund([signer(0)]);
		setup.place(HALO_CASH, book.collect());
		setup.state()
	};
	let state = deep(None);
	let calls = by_one((0..ORDERS).map(|i| buy(HALO_CASH, (i + 1) * MOST, LOTS * MOST)));
	let name = "OrderBook.place_order, 100 fills on 100 levels";
	bench.measure(name, &state, calls, ORDERS, ORDERS * MOST);
	drop(state);
	// One hundred levels may be entered, so the live order behind them is out of reach.
	let state = deep(Some(1));
	let calls = by_one((0..1).map(|_| buy(HALO_CASH, MOST + 1, LOTS)));
	bench.measure("OrderBook.place_order, 100 removals on 100 levels", &state, calls, 1, 0);
}

/// What looks something up in a trader's record, where that is as long as it can be.
fn full_records(bench: &mut Bench) {
	let mut setup = almost_full();
	let ids: Vec<_> =
		(1..=N as u32).map(|who| (who, setup.open_orders(HALO_CASH, signer(who))[100])).collect();
	let state = setup.state();
	let mut measure = |name: &str, calls: Vec<(u32, RuntimeCall)>| {
		bench.measure(name, &state, calls, N, 0);
	};
	let places =
		(1..=N as u32).map(|who| (who, place(HALO_CASH, order(Side::Bid, u64::from(who), LOTS))));
	measure("OrderBook.place_order, full records", places.collect());
	let cancels = ids.iter().map(|(who, id)| (*who, cancel(HALO_CASH, *id)));
	measure("OrderBook.cancel_order, full records", cancels.collect());
	let amends = ids.iter().map(|(who, order_id)| {
		let price = Some(Ticks::new(MIDDLE + 20_000 + u64::from(*who)));
		let call =
			Call::amend_order { market: HALO_CASH, order_id: *order_id, price, quantity: None };
		(*who, RuntimeCall::OrderBook(call))
	});
	measure("OrderBook.amend_order, full records", amends.collect());
	// The id that was given last stands last in the list.
	let last = u64::MAX - (ALMOST_ALL - 1);
	let by_id = (1..=N as u32).map(|who| {
		let call = Call::cancel_by_client_id { market: HALO_CASH, client_id: last };
		(who, RuntimeCall::OrderBook(call))
	});
	measure("OrderBook.cancel_by_client_id, full records", by_id.collect());
}

/// `cancel_all`, of 200 orders on as many levels and of one; single cancels and amendments that open and close levels.
fn sweeps(bench: &mut Bench) {
	const SWEEPS: u32 = 15;
	let mut setup = Setup::typical(SWEEPS + 1);
	let own =
		|who: u32| (0..200).map(move |i| order(Side::Bid, 200 + u64::from(who) * 200 + i, LOTS));
	let orders = (0..SWEEPS).flat_map(|who| own(who).map(move |order| (signer(who), order)));
	setup.place(HALO_CASH, orders.collect());
	let ids = setup.open_orders(HALO_CASH, signer(0));
	let state = setup.state();
	let all = || RuntimeCall::OrderBook(Call::cancel_all { market: HALO_CASH, side: None });
	let calls = by_many((0..SWEEPS).map(|_| all()));
	bench.measure("OrderBook.cancel_all, 200 orders", &state, calls, u64::from(SWEEPS), 0);
	let calls = by_one(ids.iter().map(|id| cancel(HALO_CASH, *id)));
	bench.measure("OrderBook.cancel_order, closes a level", &state, calls, N, 0);
	let amends = (0..).zip(&ids).map(|(i, id)| {
		let price = Some(Ticks::new(MIDDLE - 10_000 - i));
		let call = Call::amend_order { market: HALO_CASH, order_id: *id, price, quantity: None };
		RuntimeCall::OrderBook(call)
	});
	bench.measure("OrderBook.amend_order, closes and opens a level", &state, by_one(amends), N, 0);

	let mut setup = Setup::typical(N as u32);
	let one = (0..N as u32).map(|who| (signer(who), order(Side::Bid, 200 + u64::from(who), LOTS)));
	setup.place(HALO_CASH, one.collect());
	let calls = by_many((0..N).map(|_| all()));
	bench.measure("OrderBook.cancel_all, 1 order", &setup.state(), calls, N, 0);
}
