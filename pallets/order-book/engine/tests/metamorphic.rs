//! Operations that must not make a difference.

mod common;

use common::{ask, bid, listing, order, owner, plain_params, seed, Done, Market, Op, AMPLE};
use order_book_engine::{
	Amended, Asset, Budget, Fill, Lots, NewOrder, OrderId, Owner, SelfTrade, Side, Ticks,
	TimeInForce,
};
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use std::collections::BTreeMap;

const OWNERS: u32 = 6;
const MODES: [SelfTrade; 5] = [
	SelfTrade::CancelTaker,
	SelfTrade::CancelMaker,
	SelfTrade::CancelBoth,
	SelfTrade::Decrement,
	SelfTrade::Reject,
];

fn random_order(rng: &mut StdRng) -> NewOrder {
	use TimeInForce::*;
	let side = if rng.gen() { Side::Bid } else { Side::Ask };
	let away = rng.gen_range(-5..=10i64);
	let price = 1_000u64.saturating_add_signed(if side == Side::Bid { -away } else { away });
	NewOrder {
		time_in_force: *[
			GoodTilCancelled,
			GoodTilCancelled,
			GoodTilCancelled,
			ImmediateOrCancel,
			FillOrKill,
			PostOnly,
			PostOnlySlide,
		]
		.choose(rng)
		.expect("not empty"),
		self_trade: *MODES.choose(rng).expect("not empty"),
		expires_at: rng.gen_ratio(1, 4).then(|| rng.gen_range(1..2_000)),
		..order(side, price, rng.gen_range(1..=12))
	}
}

/// A random operation on a market; ids are those of `listing` or of orders that are gone.
fn random_op(rng: &mut StdRng, market: &mut Market, gone: &[OrderId]) -> Op {
	let stored = listing(&mut market.store);
	let chosen = if rng.gen_ratio(1, 10) {
		gone.choose(rng).copied()
	} else {
		stored.choose(rng).map(|(id, _)| *id)
	};
	match (rng.gen_range(0..10), chosen) {
		(0..=1, Some(id)) => Op::Cancel(id),
		(2..=3, Some(id)) => {
			let price = rng.gen::<bool>().then(|| Ticks::new(rng.gen_range(990..=1_010)));
			Op::Amend(id, price, rng.gen::<bool>().then(|| Lots::new(rng.gen_range(1..=12))))
		}
		_ => Op::Place(random_order(rng)),
	}
}

/// The owner of the order an operation names, so that most operations are allowed.
fn actor(rng: &mut StdRng, market: &mut Market, op: Op) -> u32 {
	let (Op::Cancel(id) | Op::Amend(id, ..)) = op else { return rng.gen_range(0..OWNERS) };
	let found = order_book_engine::book::find(&mut market.store, id);
	found.map_or(0, |order| u32::from(order.owner.0[0]))
}

/// A random book.
fn random_market(rng: &mut StdRng, ops: u32) -> Market {
	let mut market = Market::funded(plain_params(), OWNERS);
	for n in 0..ops {
		market.now = 1 + n;
		let op = random_op(rng, &mut market, &[]);
		let who = actor(rng, &mut market, op);
		let _ = market.run(who, op);
	}
	market
}

#[test]
fn a_mirrored_book_makes_mirrored_fills() {
	let mut rng = StdRng::seed_from_u64(seed("mirror"));
	let flip = |price: Ticks| Ticks::new(2_000 - price.get());
	let mut market = Market::funded(plain_params(), OWNERS);
	let mut mirror = market.clone();
	let mut ids: BTreeMap<OrderId, OrderId> = BTreeMap::new();
	let mut issued = Vec::new();
	let mut filled = 0;
	for n in 0..5_000 {
		market.now = 1 + n / 3;
		mirror.now = market.now;
		let room = |rng: &mut StdRng| rng.gen_range(0..20);
		market.budget =
			Budget { fills: room(&mut rng), levels: room(&mut rng), removals: room(&mut rng) };
		mirror.budget = market.budget;
		let op = random_op(&mut rng, &mut market, &issued);
		let who = actor(&mut rng, &mut market, op);
		let mirrored = match op {
			Op::Place(order) => Op::Place(NewOrder {
				side: order.side.opposite(),
				price: flip(order.price),
				..order
			}),
			Op::Cancel(id) => Op::Cancel(ids[&id]),
			Op::Amend(id, price, quantity) => Op::Amend(ids[&id], price.map(flip), quantity),
			other => other,
		};
		let (done, there) = (market.run(who, op), mirror.run(who, mirrored));
		assert_eq!(done.as_ref().err(), there.as_ref().err(), "{op:?}");
		assert_eq!(market.budget, mirror.budget);
		let of = |fill: &Fill| (fill.maker, fill.lots, fill.maker_rests);
		assert!(market.fills.iter().map(of).eq(mirror.fills.iter().map(of)), "{op:?}");
		let prices = market.fills.iter().map(|fill| flip(fill.price));
		assert!(prices.eq(mirror.fills.iter().map(|fill| fill.price)), "{op:?}");
		filled += market.fills.len();
		let placed = |done: &Done| done.placed();
		if let (Some(here), Some(there)) =
			(done.ok().as_ref().and_then(placed), there.ok().as_ref().and_then(placed))
		{
			assert_eq!(flip(here.price), there.price);
			assert_eq!((here.rests, here.end), (there.rests, there.end));
			ids.extend(here.order.zip(there.order));
			issued.extend(here.order);
		}
	}
	assert!(filled > 500);
	let here = listing(&mut market.store);
	let there = listing(&mut mirror.store);
	assert_eq!(here.len(), there.len());
	for (id, order) in here {
		let twin = there.iter().find(|(twin, _)| *twin == ids[&id]).expect("it has a twin");
		assert_eq!(twin.1.terms.quantity, order.terms.quantity);
	}
}

#[test]
fn a_taker_split_in_two_fills_the_same() {
	let mut rng = StdRng::seed_from_u64(seed("split"));
	let mut total = 0;
	for _ in 0..300 {
		let mut whole = random_market(&mut rng, 60);
		let mut split = whole.clone();
		// An account that rests nothing, so it never meets itself.
		let taker = OWNERS;
		for market in [&mut whole, &mut split] {
			for asset in [Asset::Base, Asset::Quote] {
				market.accounts.give(&owner(taker), asset, 1 << 100);
			}
		}
		let side = if rng.gen() { Side::Bid } else { Side::Ask };
		let (first, second) = (rng.gen_range(1..40), rng.gen_range(1..40));
		let price = if side == Side::Bid { 1_008 } else { 992 };
		let part = |quantity| NewOrder {
			time_in_force: TimeInForce::ImmediateOrCancel,
			..order(side, price, quantity)
		};
		whole.place(taker, part(first + second)).expect("it is valid");
		let by_maker = |fills: &[Fill]| {
			let mut sums: Vec<(OrderId, u64)> = Vec::new();
			for fill in fills {
				match sums.last_mut() {
					Some((id, lots)) if *id == fill.order => *lots += fill.lots.get(),
					_ => sums.push((fill.order, fill.lots.get())),
				}
			}
			sums
		};
		split.place(taker, part(first)).expect("it is valid");
		let mut fills = split.fills.clone();
		split.place(taker, part(second)).expect("it is valid");
		fills.extend(&split.fills);
		assert_eq!(by_maker(&whole.fills), by_maker(&fills));
		assert_eq!(listing(&mut whole.store), listing(&mut split.store));
		assert_eq!(whole.accounts.purses, split.accounts.purses);
		total += fills.len();
	}
	assert!(total > 300);
}

#[test]
fn an_order_placed_and_cancelled_leaves_no_trace() {
	let mut rng = StdRng::seed_from_u64(seed("insert and cancel"));
	for _ in 0..300 {
		let mut market = random_market(&mut rng, 60);
		let (book, purses) = (listing(&mut market.store), market.accounts.purses.clone());
		let new = NewOrder {
			time_in_force: TimeInForce::PostOnly,
			client_id: Some(7),
			..random_order(&mut rng)
		};
		let Ok(Some(id)) = market.place(0, NewOrder { expires_at: None, ..new }).map(|p| p.order)
		else {
			continue;
		};
		if !market.removals.is_empty() {
			continue; // It took expired orders out on its way.
		}
		market.cancel(0, id).expect("it rests");
		assert_eq!(listing(&mut market.store), book);
		assert_eq!(market.accounts.purses, purses);
	}
}

/// B5: priority is price, then the order of arrival. Nothing a trader chooses besides the price enters it.
#[test]
fn nothing_a_trader_chooses_alters_priority() {
	let mut rng = StdRng::seed_from_u64(seed("B5"));
	let makers: Vec<NewOrder> = (0..24)
		.map(|_| {
			let (price, lots) = (rng.gen_range(0..3), rng.gen_range(1..5));
			if rng.gen() {
				ask(1_001 + price, lots)
			} else {
				bid(999 - price, lots)
			}
		})
		.collect();
	let takers: Vec<NewOrder> = (0..8)
		.map(|_| {
			let lots = rng.gen_range(1..9);
			if rng.gen() {
				bid(1_003, lots)
			} else {
				ask(997, lots)
			}
		})
		.collect();
	let mut first: Option<Vec<(usize, u64, u64)>> = None;
	for _ in 0..10_000 {
		let mut market = Market::new(plain_params());
		market.budget = AMPLE;
		let mut fills = Vec::new();
		let mut accounts: Vec<Owner> = Vec::new();
		for (n, terms) in makers.iter().chain(&takers).enumerate() {
			let mut bytes: [u8; 32] = rng.gen();
			bytes[4..].fill(0); // `Market::place` numbers its accounts
			let who = u32::from_le_bytes(bytes[..4].try_into().expect("four"));
			accounts.push(Owner(bytes));
			for asset in [Asset::Base, Asset::Quote] {
				market.accounts.give(&Owner(bytes), asset, 1 << 40);
			}
			let rests = n < makers.len();
			let order = NewOrder {
				client_id: rng.gen(),
				self_trade: *MODES.choose(&mut rng).expect("not empty"),
				expires_at: rng.gen::<bool>().then(|| rng.gen_range(1..u32::MAX)),
				time_in_force: match rng.gen_range(0..3) {
					0 if rests => TimeInForce::PostOnly,
					1 if rests => TimeInForce::PostOnlySlide,
					_ if rests => TimeInForce::GoodTilCancelled,
					_ => TimeInForce::ImmediateOrCancel,
				},
				..*terms
			};
			market.place(who, order).expect("it is valid");
			for fill in &market.fills {
				let maker = accounts.iter().position(|who| *who == fill.maker).expect("known");
				fills.push((maker, fill.price.get(), fill.lots.get()));
			}
		}
		assert!(!fills.is_empty());
		assert_eq!(*first.get_or_insert(fills.clone()), fills);
	}
}

/// I25: what is reported is enough to rebuild the book.
#[test]
fn the_outcomes_replayed_give_the_stored_book() {
	let mut rng = StdRng::seed_from_u64(seed("replay"));
	let mut market = Market::funded(
		order_book_engine::MarketParams {
			min_notional: order_book_engine::QuoteAtoms::new(3_000),
			..plain_params()
		},
		OWNERS,
	);
	let mut replay: BTreeMap<OrderId, (Owner, Lots)> = BTreeMap::new();
	let mut gone = Vec::new();
	for n in 0..5_000 {
		market.now = 1 + n / 3;
		let op = random_op(&mut rng, &mut market, &gone);
		let who = actor(&mut rng, &mut market, op);
		let done = market.run(who, op);
		let removed = match &done {
			Ok(Done::Removed(removal) | Done::Amended(Amended::Reduced(removal))) => Some(*removal),
			Ok(Done::Amended(Amended::Replaced(removal, _))) => Some(*removal),
			_ => None,
		};
		let mut set = |id: OrderId, owner: Owner, rests: Lots| {
			if rests.is_zero() {
				replay.remove(&id);
				gone.push(id);
			} else {
				replay.insert(id, (owner, rests));
			}
		};
		if let Some(removal) = removed {
			set(removal.order, removal.owner, removal.rests);
		}
		for fill in &market.fills {
			set(fill.order, fill.maker, fill.maker_rests);
		}
		for removal in &market.removals {
			set(removal.order, removal.owner, removal.rests);
		}
		if let Some(placed) = done.ok().and_then(|done| done.placed()) {
			if let Some(id) = placed.order {
				set(id, owner(who), placed.rests);
			}
		}
		let rank = |id: &OrderId| {
			let place = id.locator();
			let price = place.tick().get();
			let behind = if place.side() == Side::Bid { u64::MAX - price } else { price };
			(place.side(), behind, id.sequence())
		};
		let mut rebuilt: Vec<_> =
			replay.iter().map(|(id, (who, lots))| (*id, *who, *lots)).collect();
		rebuilt.sort_by_key(|(id, ..)| rank(id));
		let stored: Vec<_> = listing(&mut market.store)
			.into_iter()
			.map(|(id, order)| (id, order.owner, order.terms.quantity))
			.collect();
		assert_eq!(rebuilt, stored, "{op:?}");
	}
	assert!(gone.len() > 1_000);
}
