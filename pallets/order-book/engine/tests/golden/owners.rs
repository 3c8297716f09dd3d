//! Self-trades, ids, makers who cannot be settled, caps (B11 to B19).

use super::*;

/// Own asks of 5 at 100 against own bids, the five modes in four situations. `left` is what rests: (price, lots).
#[test]
fn b11_the_five_self_trade_modes() {
	use SelfTrade::*;
	type Outcome = (u64, u64, u64, TakerEnd, &'static [(u32, u64, u64)]);
	#[derive(Clone, Copy, Debug)]
	enum Case {
		Full,
		Partial,
		Expired,
		Behind,
	}
	use Case::{Behind, Expired, Full, Partial};
	let done = TakerEnd::Complete;
	let met = TakerEnd::SelfTrade;
	const OWN: &[(u32, u64, u64)] = &[(0, 100, 5)];
	const BID_8: &[(u32, u64, u64)] = &[(0, 100, 8)];
	// Mode, situation: filled, rests, cancelled, end, stored.
	let table: [(SelfTrade, Case, Option<Outcome>); 20] = [
		(CancelTaker, Full, Some((0, 0, 5, met, OWN))),
		(CancelTaker, Partial, Some((0, 0, 8, met, OWN))),
		(CancelTaker, Expired, Some((0, 8, 0, done, BID_8))),
		(CancelTaker, Behind, Some((3, 0, 5, met, OWN))),
		(CancelMaker, Full, Some((0, 5, 0, done, OWN))),
		(CancelMaker, Partial, Some((0, 8, 0, done, BID_8))),
		(CancelMaker, Expired, Some((0, 8, 0, done, BID_8))),
		(CancelMaker, Behind, Some((3, 5, 0, done, OWN))),
		(CancelBoth, Full, Some((0, 0, 5, met, &[]))),
		(CancelBoth, Partial, Some((0, 0, 8, met, &[]))),
		(CancelBoth, Expired, Some((0, 8, 0, done, BID_8))),
		(CancelBoth, Behind, Some((3, 0, 5, met, &[]))),
		(Decrement, Full, Some((0, 0, 5, met, &[]))),
		(Decrement, Partial, Some((0, 3, 5, met, &[(0, 100, 3)]))),
		(Decrement, Expired, Some((0, 8, 0, done, BID_8))),
		(Decrement, Behind, Some((3, 0, 5, met, &[]))),
		(Reject, Full, None),
		(Reject, Partial, None),
		(Reject, Expired, Some((0, 8, 0, done, BID_8))),
		(Reject, Behind, None),
	];
	for (mode, case, outcome) in table {
		let mut market = Market::funded(with_fees(), 2);
		let totals = [BASE, QUOTE].map(|asset| market.accounts.total(asset));
		if matches!(case, Behind) {
			market.rest(1, ask(100, 3));
		}
		let own = if matches!(case, Expired) { until(1, ask(100, 5)) } else { ask(100, 5) };
		market.rest(0, own);
		market.now = 2;
		let lots = if matches!(case, Full) { 5 } else { 8 };
		let before = stored(&mut market);
		let placed = market.place(0, NewOrder { self_trade: mode, ..bid(100, lots) });
		let Some((filled, rests, cancelled, end, left)) = outcome else {
			assert_eq!(placed, Err(BookError::WouldSelfTrade), "{mode:?} {case:?}");
			assert_eq!(stored(&mut market), before);
			continue;
		};
		let placed = placed.expect("it is accepted");
		let got = (placed.filled.get(), placed.rests.get(), placed.cancelled.get(), placed.end);
		assert_eq!(got, (filled, rests, cancelled, end), "{mode:?} {case:?}");
		assert_eq!(stored(&mut market), left, "{mode:?} {case:?}");
		// No fee but on the three lots of the other: 30,000, 75 and 30.
		assert_eq!(market.accounts.revenue, if filled == 3 { 105 } else { 0 });
		assert_eq!([BASE, QUOTE].map(|asset| market.accounts.total(asset)), totals);
		check(&market.store, &market.params, Some(&market.accounts));
	}
}

/// Own ask of 12, least 10: a bid of 2 leaves 10, a bid of 3 would leave 9.
#[test]
fn b11_decrement_leaves_no_dust_and_keeps_the_place() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_000), ..plain_params() };
	for (taken, rests) in [(10, 10), (11, 0)] {
		let mut market = Market::funded(params, 2);
		let id = market.rest(0, ask(100, 20));
		market.rest(1, ask(100, 10));
		let decrement = NewOrder { self_trade: SelfTrade::Decrement, ..bid(100, taken) };
		let placed = market.place(0, decrement).expect("it is valid");
		assert_eq!((placed.cancelled.get(), placed.end), (taken, TakerEnd::SelfTrade));
		assert_eq!(market.removals[0].order, id);
		assert_eq!(market.removals[0].rests.get(), rests);
		let first = listing(&mut market.store)[0];
		assert_eq!(first.0 == id, rests > 0);
		assert_eq!(market.held(0, BASE), u128::from(rests));
	}
}

#[test]
fn b13_ids_of_dead_orders_are_refused_though_their_place_was_filled_again() {
	let mut market = Market::funded(plain_params(), 1);
	let mut old = market.rest(0, bid(100, 5));
	market.cancel(0, old).expect("it rests");
	let times = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
	for _ in 0..times {
		let new = market.rest(0, bid(100, 5));
		assert_eq!(new.locator(), old.locator());
		assert!(new.sequence() > old.sequence());
		assert_eq!(market.cancel(0, old), Err(BookError::OrderNotFound));
		assert_eq!(market.amend(0, old, None, Some(4)), Err(BookError::OrderNotFound));
		market.cancel(0, new).expect("it rests");
		old = new;
	}
}

#[test]
fn b13_side_tick_page_slot_and_sequence_must_all_match() {
	let mut market = Market::funded(plain_params(), 1);
	let mut ids = Vec::new();
	for _ in 0..70 {
		ids.push(market.rest(0, bid(100, 5)));
	}
	let id = ids[65];
	let place = id.locator();
	assert_eq!(
		(place.side(), place.tick().get(), place.page(), place.slot()),
		(Side::Bid, 100, 1, 1)
	);
	let tick = place.tick();
	for wrong in [
		OrderId::new(Locator::new(Side::Ask, tick, 1, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, Ticks::new(101), 1, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 0, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 2, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 1, 2), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 1, 63), id.sequence()),
		OrderId::new(place, id.sequence() + 1),
		OrderId::from_bits(id.bits() | 1 << 127),
		OrderId::from_bits(0),
		OrderId::from_bits(u128::MAX),
	] {
		let before = listing(&mut market.store);
		assert_eq!(market.cancel(0, wrong), Err(BookError::OrderNotFound), "{wrong:?}");
		assert_eq!(listing(&mut market.store), before);
	}
	market.cancel(0, id).expect("it is the right one");
}

/// The highest bit of an id means nothing. With it set, a cancel once found the order, took it out of its page and then
/// reported a broken book.
#[test]
fn b13_an_id_with_its_highest_bit_set_leads_to_nothing() {
	let mut market = Market::funded(plain_params(), 1);
	let id = market.rest(0, bid(100, 5));
	let wrong = OrderId::from_bits(id.bits() | 1 << 127);
	assert_eq!(market.cancel(0, wrong), Err(BookError::OrderNotFound));
	assert_eq!(market.amend(0, wrong, None, Some(4)), Err(BookError::OrderNotFound));
	assert_eq!(market.run(0, Op::Evict(wrong)), Err(BookError::OrderNotFound));
	assert_eq!(stored(&mut market), [(0, 100, 5)]);
	check(&market.store, &market.params, Some(&market.accounts));
}

#[test]
fn b14_a_maker_who_cannot_be_settled_is_removed_and_the_next_one_fills() {
	for frozen in [true, false] {
		let mut market = Market::funded(plain_params(), 3);
		let id = market.rest(0, ask(100, 5));
		market.rest(1, ask(100, 5));
		if frozen {
			market.accounts.rules.frozen.insert(owner(0));
		} else {
			market.accounts.rules.least_credit.insert((owner(0), QUOTE), u128::MAX);
		}
		let placed = market.place(2, ioc(bid(100, 5))).map(|placed| placed.filled.get());
		assert_eq!(placed, Ok(5));
		assert_eq!(fills(&market), [(1, 100, 5)]);
		assert_eq!(market.removals.len(), 1);
		assert_eq!((market.removals[0].order, market.removals[0].lots.get()), (id, 5));
		assert_eq!(market.removals[0].reason, RemovalReason::Unsettleable);
	}
}

#[test]
fn b16_the_cap_is_per_account_and_stops_nobody_else() {
	let params = MarketParams { max_open_orders: 3, ..plain_params() };
	let mut market = Market::funded(params, 3);
	let ids: Vec<_> = (0..3).map(|n| market.rest(0, ask(100 + n, 1))).collect();
	assert_eq!(market.place(0, ask(99, 1)), Err(BookError::TooManyOpenOrders));
	assert_eq!(market.place(0, post_only(bid(1, 1))), Err(BookError::TooManyOpenOrders));
	// What cannot rest is not counted, and an amendment takes the place of its order.
	assert!(market.place(0, ioc(bid(1, 1))).is_ok());
	let amended = market.amend(0, ids[2], Some(103), None).expect("it is valid");
	assert!(matches!(amended, Amended::Replaced(..)));
	market.rest(1, ask(100, 1));
	let placed = market.place(2, ioc(bid(100, 2))).expect("it is valid");
	assert_eq!(placed.filled.get(), 2);
	assert_eq!(market.fills[1].maker, owner(1));
	market.rest(0, ask(99, 1)); // one of three was filled
}

#[test]
fn b17_ids_of_others_and_of_other_markets_are_refused() {
	let mut market = Market::funded(plain_params(), 2);
	let named = NewOrder { client_id: Some(1), ..bid(100, 5) };
	let id = market.rest(0, named);
	assert_eq!(market.cancel(1, id), Err(BookError::NotOrderOwner));
	assert_eq!(market.amend(1, id, None, Some(1)), Err(BookError::NotOrderOwner));
	assert_eq!(market.amend(1, id, Some(99), None), Err(BookError::NotOrderOwner));
	assert_eq!(market.run(1, Op::CancelByClientId(1)), Err(BookError::OrderNotFound));
	let mut other = Market::funded(plain_params(), 2);
	assert_eq!(other.cancel(0, id), Err(BookError::OrderNotFound));
	other.rest(1, bid(100, 5));
	assert_eq!(other.cancel(0, id), Err(BookError::NotOrderOwner));
	let removed = market.run(0, Op::CancelByClientId(1));
	assert!(matches!(removed, Ok(Done::Removed(removal)) if removal.order == id));
}

#[test]
fn b18_base_and_quote_differ() {
	for token in [0, 1, u32::MAX] {
		let params = MarketParams { base: token, quote: token, ..plain_params() };
		assert_eq!(params.validate(), Err(BookError::SameToken));
	}
}

#[test]
fn b19_a_market_may_change_its_fees_under_resting_orders() {
	let mut market = Market::funded(with_fees(), 40);
	let ids: Vec<_> = (0..1_000u32)
		.map(|n| {
			let price = u64::from(n / 40);
			(
				n % 40,
				market.rest(
					n % 40,
					if n % 2 == 0 { bid(100 - price, 2) } else { ask(101 + price, 2) },
				),
			)
		})
		.collect();
	let new = MarketParams { maker_fee_ppm: 10_000, taker_fee_ppm: 10_000, ..market.params };
	assert!(market.params.same_grid(&new));
	market.params = new;
	check(&market.store, &market.params, Some(&market.accounts));
	market.place(0, ioc(ask(90, 30))).expect("it is valid");
	check(&market.store, &market.params, Some(&market.accounts));
	for (who, id) in ids {
		let _ = market.cancel(who, id); // some are filled
	}
	assert_eq!(stored(&mut market), []);
	assert!((0..40).all(|n| market.held(n, QUOTE) == 0 && market.held(n, BASE) == 0));
	for other in [
		MarketParams { tick_size: QuoteAtoms::new(99), ..new },
		MarketParams { lot_size: BaseAtoms::new(2), ..new },
		MarketParams { max_fee_ppm: 9_999, ..new },
		MarketParams { base: 7, ..new },
		MarketParams { quote: 7, ..new },
		MarketParams { min_notional: QuoteAtoms::new(2), ..new },
	] {
		assert!(!new.same_grid(&other));
	}
}
