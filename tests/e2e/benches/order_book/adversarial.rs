//! Books made to hurt, and what orders cost on them.

use crate::{
	common::{
		accounts::{maker, signer},
		measure::{by_one, Bench, N},
		setup::{both_sides, order, Layout, Resting, Setup, HALO_CASH, TYPICAL},
	},
	figures::{buy, cancel, place, singles, takers, Costs, Typical},
};
use order_book_engine::{NewOrder, Side};

/// Orders of the large books.
const DUST: u64 = 100_000;
/// Makers of the large books: none may have more than 200 orders.
const DUST_MAKERS: u32 = 500;
/// Orders of an account that is allowed one more.
pub(crate) const ALMOST_ALL: u64 = 199;
/// Ticks of one word of the bitmap.
const WORD: u64 = 4_096;

/// The largest ratio of the cost of an operation on one of these books to that on a typical one.
pub(crate) fn worst(bench: &mut Bench, typical: &Typical) -> f64 {
	let ratios = [
		("levels of one order", many_levels(bench).worst_by(&typical.one)),
		("one level of dust", one_level(bench).worst_by(&typical.one)),
		("full records", full_records(bench, typical)),
		("a word for each level", scattered(bench).worst_by(&typical.one)),
	];
	for (name, ratio) in ratios {
		eprintln!("{name}: at worst {ratio:.2} of typical");
	}
	ratios.iter().map(|(_, ratio)| *ratio).fold(0.0, f64::max)
}

/// 10⁵ levels of one order each; what is placed opens a level, what is cancelled or filled closes one.
fn many_levels(bench: &mut Bench) -> Costs {
	let side = DUST / 2;
	let layout = Layout { makers: DUST_MAKERS, bids: side, asks: side, depth: 1, step: 2, lots: 1 };
	let mut setup = Setup::new();
	setup.fund([signer(0)]);
	setup.place(HALO_CASH, layout.orders_by_owner());
	// Between the levels, everywhere.
	let own: Vec<_> = (0..N)
		.map(|i| {
			let side = if i % 2 == 0 { Side::Bid } else { Side::Ask };
			order(side, 1 + i / 2 * (DUST / (N / 2)) / 2 * 2, 1)
		})
		.collect();
	// The orders of the signer at cancel must not stand among those that are filled, so fills are measured before.
	singles(bench, "10⁵ levels", &mut setup, &own, takers(&layout))
}

/// 10⁵ orders at the best ask; what is cancelled lies all over its pages.
fn one_level(bench: &mut Bench) -> Costs {
	let layout = Layout { makers: DUST_MAKERS, bids: 0, asks: DUST, depth: DUST, step: 2, lots: 1 };
	let mut book = Vec::new();
	for (i, resting) in (0..).zip(layout.orders()) {
		if i % (DUST / N) == DUST / N - 1 {
			book.push((signer(1), order(Side::Ask, 2, 1)));
		}
		book.push(resting);
	}
	let mut setup = Setup::new();
	setup.fund([signer(0), signer(1)]);
	setup.place(HALO_CASH, book);
	let ids = setup.open_orders(HALO_CASH, signer(1));
	let state = setup.state();
	let mut measure = |what: &str, calls, fills| {
		bench.measure(&format!("10⁵ at one level: {what}"), &state, calls, N, fills).in_t
	};
	let places = by_one((0..N).map(|_| place(HALO_CASH, order(Side::Ask, 2, 1))));
	let cancels = ids.into_iter().map(|id| (1, cancel(HALO_CASH, id))).collect();
	Costs {
		place: measure("place", places, 0),
		cancel: measure("cancel", cancels, 0),
		fill: measure("one fill", by_one((0..N).map(|_| buy(HALO_CASH, 2, 1))), N),
	}
}

/// 200 signers who each have one order less than they may, all with client ids, on every level of the book.
pub(crate) fn almost_full() -> Setup {
	let layout = Layout { makers: N as u32, bids: 0, asks: N * ALMOST_ALL, ..TYPICAL };
	let book = layout.orders().into_iter().zip(0u64..).map(|((_, order), i)| {
		let named = NewOrder { client_id: Some(u64::MAX - i / N), ..order };
		(signer(1 + (i % N) as u32), named)
	});
	let mut book: Vec<Resting> = book.collect();
	book.sort_by(|a, b| a.0.cmp(&b.0));
	let mut setup = Setup::new();
	setup.fund([signer(0)]);
	setup.place(HALO_CASH, book);
	setup
}

/// Those 200 each place or cancel one, or one of each is filled.
fn full_records(bench: &mut Bench, typical: &Typical) -> f64 {
	let mut setup = almost_full();
	let ids: Vec<_> = (1..=N as u32)
		.map(|who| (who, setup.open_orders(HALO_CASH, signer(who))[ALMOST_ALL as usize / 2]))
		.collect();
	let state = setup.state();
	let mut measure = |what: &str, calls, fills| {
		bench.measure(&format!("full records: {what}"), &state, calls, N, fills).in_t
	};
	// Bids that do not cross: the asks go with the setup. One more client id each.
	let places = both_sides(2 * N, 1).into_iter().filter(|order| order.side == Side::Bid);
	let places = (1..)
		.zip(places)
		.map(|(who, order)| (who, place(HALO_CASH, NewOrder { client_id: Some(1), ..order })));
	let many = Costs {
		place: measure("place", places.collect(), 0),
		cancel: measure(
			"cancel",
			ids.into_iter().map(|(who, id)| (who, cancel(HALO_CASH, id))).collect(),
			0,
		),
		fill: typical.many.fill,
	};
	let fill = measure("one fill", by_one(takers(&TYPICAL)), N);
	many.worst_by(&typical.many).max(fill / typical.one.fill)
}

/// Every level in a word of the bitmap of its own.
fn scattered(bench: &mut Bench) -> Costs {
	let asks = (0..N).map(|i| (maker(i as u32), order(Side::Ask, WORD * (1 + i), TYPICAL.lots)));
	let mut setup = Setup::new();
	setup.fund([signer(0)]);
	setup.place(HALO_CASH, Layout { asks: 0, ..TYPICAL }.orders_by_owner());
	setup.place(HALO_CASH, asks.collect());
	let own: Vec<_> = (0..N)
		.map(|i| match i % 2 {
			0 => order(Side::Bid, WORD * (1 + i / 2), TYPICAL.lots),
			_ => order(Side::Ask, WORD * (N + 1 + i / 2), TYPICAL.lots),
		})
		.collect();
	let fills = (0..N).map(|i| buy(HALO_CASH, WORD * (1 + i), TYPICAL.lots)).collect();
	singles(bench, "a word a level", &mut setup, &own, fills)
}
