//! Invariants 1, 6 to 10, 17 and 18 after every operation on deep levels, and that each check can fail.

mod common;

use common::{ask, bid, check, from_env, listing, order, owner, plain_params, seed, Market, Op};
use order_book_engine::{
	Asset, Lots, NewOrder, OrderId, QuoteAtoms, SelfTrade, Side, Store, Ticks, TimeInForce, WordAt,
};
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};

const OWNERS: u32 = 12;

fn random_order(rng: &mut StdRng) -> NewOrder {
	let side = if rng.gen() { Side::Bid } else { Side::Ask };
	let away = u64::from(rng.gen_ratio(1, 8));
	// On either side of a border between two bitmap words.
	let price = if side == Side::Bid { 4_095 - away } else { 4_096 + away };
	NewOrder {
		self_trade: if rng.gen() { SelfTrade::CancelMaker } else { SelfTrade::Decrement },
		expires_at: rng.gen_ratio(1, 20).then(|| rng.gen_range(1..3_000)),
		client_id: rng.gen_ratio(1, 4).then(|| rng.gen()),
		..order(side, price, rng.gen_range(3..9))
	}
}

#[test]
fn the_book_is_consistent_after_every_operation_on_deep_levels() {
	let ops = from_env("KONGSI_OPS", 25_000).min(100_000) / 5;
	let mut rng = StdRng::seed_from_u64(seed("invariants"));
	let mut params = plain_params();
	params.min_notional = QuoteAtoms::new(3 * 4_000);
	let mut market = Market::funded(params, OWNERS);
	let (mut done, mut deepest) = (0, 0);
	let mut emptied = [0; 3];
	while done < ops {
		market.now = 1 + u32::try_from(done / 4).expect("small");
		let stored = listing(&mut market.store);
		let mut batch: Vec<(u32, Op)> = Vec::new();
		let who = |id: OrderId| {
			let found = stored.iter().find(|(other, _)| *other == id).expect("it is listed");
			u32::from(found.1.owner.0[0])
		};
		match rng.gen_range(0..12) {
			// Most of the time the levels grow.
			0..=6 => {
				for _ in 0..20 {
					batch.push((rng.gen_range(0..OWNERS), Op::Place(random_order(&mut rng))));
				}
			}
			7 => {
				for (id, _) in stored.choose_multiple(&mut rng, 15) {
					batch.push((who(*id), Op::Cancel(*id)));
				}
			}
			8 => {
				for (id, terms) in stored.choose_multiple(&mut rng, 10) {
					let lots = rng.gen_range(3..=terms.terms.quantity.get() + 1);
					batch.push((who(*id), Op::Amend(*id, None, Some(Lots::new(lots)))));
				}
			}
			// A whole page goes: the first, a middle one or the last.
			kind @ 9..=10 => {
				let Some((chosen, _)) = stored.choose(&mut rng) else { continue };
				let level: Vec<OrderId> = stored
					.iter()
					.map(|(id, _)| *id)
					.filter(|id| {
						let (a, b) = (id.locator(), chosen.locator());
						(a.side(), a.tick()) == (b.side(), b.tick())
					})
					.collect();
				let page = match (kind, rng.gen_range(0..2)) {
					(9, 0) => level.first(),
					(9, _) => level.last(),
					_ => Some(chosen),
				};
				let page = page.expect("it has the chosen order").locator().page();
				let first = level.first().map(|id| id.locator().page()) == Some(page);
				let last = level.last().map(|id| id.locator().page()) == Some(page);
				emptied[usize::from(!first) + usize::from(!first && last)] += 1;
				let mut gone: Vec<_> =
					level.into_iter().filter(|id| id.locator().page() == page).collect();
				gone.shuffle(&mut rng);
				batch.extend(gone.into_iter().map(|id| (who(id), Op::Cancel(id))));
			}
			// Now and then somebody takes a part of a level or all of it.
			_ => {
				let lots = if rng.gen_ratio(1, 6) { 20_000 } else { rng.gen_range(1..300) };
				let taker = if rng.gen() { bid(4_097, lots) } else { ask(4_094, lots) };
				let time_in_force = TimeInForce::ImmediateOrCancel;
				let self_trade = SelfTrade::CancelMaker;
				batch.push((0, Op::Place(NewOrder { time_in_force, self_trade, ..taker })));
			}
		}
		for (who, op) in batch {
			let _ = market.run(who, op);
			check(&market.store, &market.params, Some(&market.accounts));
			done += 1;
		}
		let depth = |level: &order_book_engine::Level| level.orders;
		deepest = deepest.max(market.store.levels.values().map(depth).max().unwrap_or(0));
	}
	println!("{done} of {ops} ops, deepest level {deepest}, pages emptied {emptied:?}");
	assert!(ops < 5_000 || deepest > 300 && emptied.iter().all(|times| *times > 3));
}

/// Bids at 100 and 99, asks at 101 and 102, 70 orders each: every level has two pages.
fn sound() -> Market {
	let mut market = Market::funded(plain_params(), 4);
	for n in 0..280u32 {
		let terms = match n % 4 {
			0 => bid(100, 2),
			1 => bid(99, 2),
			2 => ask(101, 2),
			_ => ask(102, 2),
		};
		market.rest(n % 4, terms);
	}
	check(&market.store, &market.params, Some(&market.accounts));
	market
}

const TICK: Ticks = Ticks::new(101);
const LEVEL: order_book_engine::LevelAt =
	order_book_engine::LevelAt { side: Side::Ask, tick: TICK };
const PAGE: order_book_engine::PageAt =
	order_book_engine::PageAt { side: Side::Ask, tick: TICK, page: 1 };

/// Plants a defect and checks.
fn with(plant: impl FnOnce(&mut Market)) {
	let mut market = sound();
	plant(&mut market);
	check(&market.store, &market.params, Some(&market.accounts));
}

#[test]
#[should_panic(expected = "I1:")]
fn the_check_sees_a_crossed_book() {
	with(|market| market.store.header.best_bid = Some(Ticks::new(101)));
}

#[test]
#[should_panic(expected = "I6: the leaf bit")]
fn the_check_sees_a_missing_leaf_bit() {
	with(|market| market.store.word_mut(WordAt::Leaf(Side::Ask, 0)).remove(101));
}

#[test]
#[should_panic(expected = "I6:")]
fn the_check_sees_a_bit_without_level() {
	with(|market| market.store.word_mut(WordAt::Leaf(Side::Ask, 0)).insert(500));
}

#[test]
#[should_panic(expected = "I6: the summary bit")]
fn the_check_sees_a_missing_summary_bit() {
	with(|market| market.store.word_mut(WordAt::Summary(Side::Bid)).remove(0));
}

#[test]
#[should_panic(expected = "I7: totals")]
fn the_check_sees_a_wrong_total() {
	with(|market| market.store.level_mut(LEVEL).lots = Lots::new(1));
}

#[test]
#[should_panic(expected = "I7: the chain backwards")]
fn the_check_sees_a_broken_chain() {
	with(|market| market.store.page_mut(PAGE).prev = 7);
}

#[test]
#[should_panic(expected = "I7: page 1 of")]
fn the_check_sees_an_empty_page() {
	with(|market| {
		for slot in 0..64 {
			market.store.page_mut(PAGE).remove(slot);
		}
	});
}

#[test]
#[should_panic(expected = "I7: the chain ends at the tail")]
fn the_check_sees_a_wrong_tail() {
	with(|market| market.store.level_mut(LEVEL).tail = 0);
}

#[test]
#[should_panic(expected = "I7: no page outside")]
fn the_check_sees_a_lost_page() {
	with(|market| {
		let page = market.store.page(PAGE).clone();
		*market.store.page_mut(order_book_engine::PageAt { page: 9, ..PAGE }) = page;
	});
}

#[test]
#[should_panic(expected = "I7: sequences rise")]
fn the_check_sees_a_queue_out_of_order() {
	with(|market| {
		// The same orders, the last one first.
		let page = &mut market.store.level_mut(LEVEL).page;
		let mut turned = order_book_engine::Page::default();
		let orders: Vec<_> = (0..64).rev().filter_map(|slot| page.get(slot)).collect();
		orders.iter().for_each(|order| {
			turned.push(order);
		});
		(turned.prev, turned.next) = (page.prev, page.next);
		*page = turned;
	});
}

#[test]
#[should_panic(expected = "I8: best")]
fn the_check_sees_a_wrong_best_price() {
	with(|market| market.store.header.best_ask = Some(Ticks::new(102)));
}

#[test]
#[should_panic(expected = "I9:")]
fn the_check_sees_a_sequence_that_was_never_given() {
	with(|market| market.store.header.sequence = 5);
}

#[test]
#[should_panic(expected = "I10:")]
fn the_check_sees_dust() {
	with(|market| market.params.min_notional = QuoteAtoms::new(300));
}

#[test]
#[should_panic(expected = "I17:")]
fn the_check_sees_a_hold_that_no_order_needs() {
	with(|market| {
		let key = (owner(0), Asset::Quote);
		market.accounts.purses.get_mut(&key).expect("it is funded").held += 1;
	});
}

#[test]
#[should_panic(expected = "I18:")]
fn the_check_sees_a_trader_without_his_order() {
	with(|market| {
		market.store.trader_mut(&owner(1)).orders.pop();
	});
}
