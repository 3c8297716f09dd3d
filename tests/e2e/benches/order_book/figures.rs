//! What an order costs: the figures of the design, and the variants that explain them.

use crate::common::{
	accounts::{maker, signer},
	chain::State,
	measure::{by_many, by_one, transfer, Bench, N},
	setup::{
		both_sides, order, Layout, Resting, Setup, HALO_CASH, KSI_CASH, LOTS, MIDDLE, TYPICAL,
	},
};
use kongsi_runtime::RuntimeCall;
use order_book_engine::{Lots, NewOrder, OrderId, Side, Ticks, TimeInForce};
use pallet_order_book::{Call, MarketId, Operation};

/// A call that places an order.
pub(crate) fn place(market: MarketId, order: NewOrder) -> RuntimeCall {
	RuntimeCall::OrderBook(Call::place_order { market, order })
}

/// A call that cancels one.
pub(crate) fn cancel(market: MarketId, order_id: OrderId) -> RuntimeCall {
	RuntimeCall::OrderBook(Call::cancel_order { market, order_id })
}

/// A call that does several things.
pub(crate) fn submit(operations: Vec<Operation>) -> RuntimeCall {
	let operations = operations.try_into().expect("not more than a batch holds");
	RuntimeCall::OrderBook(Call::submit { operations })
}

/// Buys so many lots, at this many ticks above the middle or less.
pub(crate) fn buy(market: MarketId, distance: u64, lots: u64) -> RuntimeCall {
	let order = NewOrder {
		price: Ticks::new(MIDDLE + distance),
		quantity: Lots::new(lots),
		time_in_force: TimeInForce::ImmediateOrCancel,
		..order(Side::Bid, 0, lots)
	};
	place(market, order)
}

/// `N` orders that each take exactly the next order of a layout.
pub(crate) fn takers(layout: &Layout) -> Vec<RuntimeCall> {
	let distance = |i| layout.step * (1 + i / layout.depth);
	(0..N).map(|i| buy(HALO_CASH, distance(i), layout.lots)).collect()
}

/// What single orders cost on a book. In T of the typical book, so that what slows the machine for a while cancels out.
#[derive(Clone, Copy)]
pub(crate) struct Costs {
	/// T of an order that rests.
	pub(crate) place: f64,
	/// T of a cancel.
	pub(crate) cancel: f64,
	/// T of an order that fills one other.
	pub(crate) fill: f64,
}

impl Costs {
	/// The largest of the three against those on another book.
	pub(crate) fn worst_by(&self, other: &Self) -> f64 {
		(self.place / other.place).max(self.cancel / other.cancel).max(self.fill / other.fill)
	}
}

/// Places, cancels and fills by one signer, on a setup with a book of this layout; signer 0 has no orders in it.
pub(crate) fn singles(
	bench: &mut Bench,
	name: &str,
	setup: &mut Setup,
	own: &[NewOrder],
	fills: Vec<RuntimeCall>,
) -> Costs {
	let state = setup.state();
	let places = own.iter().map(|order| place(HALO_CASH, *order));
	let place = bench.measure(&format!("{name}: place"), &state, by_one(places), N, 0).in_t;
	let fill = bench.measure(&format!("{name}: one fill"), &state, by_one(fills), N, N).in_t;
	drop(state);
	let cancel = cancels(bench, name, setup, own);
	Costs { place, cancel, fill }
}

/// Cancels of orders that signer 0 has placed last.
fn cancels(bench: &mut Bench, name: &str, setup: &mut Setup, own: &[NewOrder]) -> f64 {
	setup.place(HALO_CASH, own.iter().map(|order| (signer(0), *order)).collect());
	let ids = setup.open_orders(HALO_CASH, signer(0));
	let cancels = by_one(ids.into_iter().map(|id| cancel(HALO_CASH, id)));
	let state = setup.state();
	bench.measure(&format!("{name}: cancel"), &state, cancels, N, 0).in_t
}

/// The figures of a typical book.
pub(crate) struct Typical {
	pub(crate) place_t: f64,
	pub(crate) fill_t: f64,
	pub(crate) batch_t: f64,
	/// Of one signer.
	pub(crate) one: Costs,
	/// Of as many signers as orders.
	pub(crate) many: Costs,
}

/// Measures on the typical book.
pub(crate) fn typical(bench: &mut Bench) -> Typical {
	let state = Setup::typical(N as u32).state();
	floor(bench, &state);
	let places = both_sides(N, 1);
	let one = by_one(places.iter().map(|order| place(HALO_CASH, *order)));
	let place_row = bench.measure("typical: place", &state, one, N, 0);
	resting_variants(bench, &state);
	let fill_row = bench.measure("typical: one fill", &state, by_one(takers(&TYPICAL)), N, N);
	let batches = places.chunks(50).map(|orders| {
		submit(
			orders
				.iter()
				.map(|order| Operation::Place { market: HALO_CASH, order: *order })
				.collect(),
		)
	});
	let batch_row = bench.measure("batch of 50: an order", &state, by_one(batches), N, 0);

	let many = by_many(places.iter().map(|order| place(HALO_CASH, *order)));
	let many_place = bench.measure("many signers: place", &state, many, N, 0).in_t;
	let many = by_many(takers(&TYPICAL));
	let many_fill = bench.measure("many signers: one fill", &state, many, N, N).in_t;
	drop(state);

	let own_cancel = cancels(bench, "typical", &mut Setup::typical(1), &places);
	let mut setup = Setup::typical(N as u32);
	setup.place(HALO_CASH, (0..).map(signer).zip(places).collect());
	let ids: Vec<_> =
		(0..N as u32).flat_map(|who| setup.open_orders(HALO_CASH, signer(who))).collect();
	let state = setup.state();
	let many = by_many(ids.into_iter().map(|id| cancel(HALO_CASH, id)));
	let many_cancel = bench.measure("many signers: cancel", &state, many, N, 0).in_t;
	drop(state);

	same_maker(bench);
	native_token(bench);
	Typical {
		place_t: place_row.in_t,
		fill_t: fill_row.in_t,
		batch_t: batch_row.in_t,
		one: Costs { place: place_row.in_t, cancel: own_cancel, fill: fill_row.in_t },
		many: Costs { place: many_place, cancel: many_cancel, fill: many_fill },
	}
}

/// What T is made of, and what it is where nothing is shared.
fn floor(bench: &mut Bench, state: &State) {
	let remark = || RuntimeCall::System(frame_system::Call::remark { remark: Vec::new() });
	bench.measure("an empty remark", state, by_one((0..N).map(|_| remark())), N, 0);
	let transfers = by_one((0..N).map(|_| transfer(&maker(0))));
	bench.measure("a transfer", state, transfers, N, 0);
	let transfers = by_many((0..N as u32).map(|to| transfer(&maker(to))));
	bench.measure("many signers: transfer, many receivers", state, transfers, N, 0);
}

fn resting_variants(bench: &mut Bench, state: &State) {
	let mut variant = |name: &str, orders: Vec<NewOrder>| {
		let calls = by_one(orders.into_iter().map(|order| place(HALO_CASH, order)));
		bench.measure(name, state, calls, N, 0);
	};
	variant("place, all at one level", (0..N).map(|_| order(Side::Bid, 2, LOTS)).collect());
	variant(
		"place, each joins a level",
		(0..N).map(|i| order(Side::Bid, 2 + i / 4 * 2, LOTS)).collect(),
	);
	variant("place, each opens a level", (0..N).map(|i| order(Side::Bid, 200 + i, LOTS)).collect());
	let named = both_sides(N, 1).into_iter().zip(0..);
	let named = named.map(|(order, id)| NewOrder { client_id: Some(id), ..order });
	variant("place, with client ids", named.collect());
}

fn same_maker(bench: &mut Bench) {
	let mut setup = Setup::new();
	setup.fund([signer(0)]);
	setup.place(HALO_CASH, Layout { makers: 1, bids: 0, asks: N, ..TYPICAL }.orders());
	bench.measure("one fill, all of one maker", &setup.state(), by_one(takers(&TYPICAL)), N, N);
}

/// The market of KSI, whose legs are accounts and holds of `pallet-balances`.
fn native_token(bench: &mut Bench) {
	let mut setup = Setup::new();
	setup.fund([signer(0)]);
	setup.place(KSI_CASH, TYPICAL.orders_by_owner());
	let state = setup.state();
	let places = both_sides(N, 1).into_iter().map(|order| place(KSI_CASH, order));
	bench.measure("KSI market: place", &state, by_one(places), N, 0);
	let takers = (0..N).map(|i| buy(KSI_CASH, 2 * (1 + i / 10), LOTS));
	bench.measure("KSI market: one fill", &state, by_one(takers), N, N);
}

/// What each fill after the first of an order costs, in T: each with a maker of its own. In the rows, also with one maker,
/// and the removal of an expired order.
pub(crate) fn extra_fill(bench: &mut Bench) -> f64 {
	const FILLS: u64 = 50;
	const ORDERS: u64 = 20;
	let extra = |bench: &mut Bench, name: &str, book: Vec<Resting>| {
		let mut setup = Setup::new();
		setup.fund([signer(0)]);
		setup.place(HALO_CASH, book);
		let state = setup.state();
		// Fifty orders lie on five levels, two ticks apart.
		let one = by_one((0..ORDERS).map(|i| buy(HALO_CASH, 2 * (1 + i / 10), LOTS)));
		let one = bench.measure(&format!("{name}: 1 of them"), &state, one, ORDERS, ORDERS);
		let all = (0..ORDERS).map(|i| buy(HALO_CASH, 10 * (i + 1), LOTS * FILLS));
		let all = bench.measure(
			&format!("{name}: 50 of them"),
			&state,
			by_one(all),
			ORDERS,
			ORDERS * FILLS,
		);
		(all.in_t - one.in_t) / (FILLS - 1) as f64
	};
	let distinct = Layout { makers: 1_000, bids: 0, asks: 1_000, ..TYPICAL };
	let figure = extra(bench, "fills of 50 makers", distinct.orders());
	let runs = distinct.orders().into_iter().zip(0u32..);
	let runs = runs.map(|((_, order), i)| (maker(i / FILLS as u32), order)).collect();
	let same = extra(bench, "fills of one maker", runs);
	eprintln!("an extra fill: {figure:.3} T, of the same maker {same:.3} T");
	figure
}

/// What it costs to sweep one expired order out of the way, in T.
pub(crate) fn removal(bench: &mut Bench) -> f64 {
	const EXPIRED: u64 = 50;
	const ORDERS: u64 = 10;
	let mut setup = Setup::new();
	setup.fund([signer(0)]);
	let mut book = Vec::new();
	for group in 0..ORDERS {
		let level = |i: u64| 12 * group + 2 + i / 10 * 2;
		for i in 0..=EXPIRED {
			// Block 1 is the last in which the first fifty may trade; block 2 is measured.
			let expires_at = (i < EXPIRED).then_some(1);
			let number = (group * (EXPIRED + 1) + i) as u32;
			book.push((maker(number), NewOrder { expires_at, ..order(Side::Ask, level(i), LOTS) }));
		}
	}
	setup.place(HALO_CASH, book);
	let state = setup.state();
	let swept = (0..ORDERS).map(|group| buy(HALO_CASH, 12 * (group + 1), LOTS));
	let swept = bench.measure("one fill behind 50 expired", &state, by_one(swept), ORDERS, ORDERS);

	let mut setup = Setup::typical(1);
	let state = setup.state();
	let clean = by_one(takers(&TYPICAL).into_iter().take(ORDERS as usize));
	let clean = bench.measure("one fill, in blocks of 10", &state, clean, ORDERS, ORDERS);
	(swept.in_t - clean.in_t) / EXPIRED as f64
}

/// The largest ratio of the cost on a book of `orders` to that on a book of 10³, all of whose levels are touched alike.
pub(crate) fn growth(bench: &mut Bench, orders: u64) -> f64 {
	let costs = |bench: &mut Bench, name: &str, layout: Layout, step: u64| {
		let mut setup = Setup::new();
		setup.fund([signer(0)]);
		setup.place(HALO_CASH, layout.orders_by_owner());
		singles(bench, name, &mut setup, &both_sides(N, step), takers(&TYPICAL))
	};
	let small = costs(bench, "10³ orders", TYPICAL, 1);
	// No maker may have more than 200 orders.
	let makers = (orders / 200).max(200) as u32;
	let large = Layout { makers, bids: orders / 2, asks: orders / 2, ..TYPICAL };
	let levels = large.asks / large.depth * large.step;
	let large = costs(bench, &format!("{orders} orders"), large, (levels / (N / 2)).max(1));
	large.worst_by(&small)
}
