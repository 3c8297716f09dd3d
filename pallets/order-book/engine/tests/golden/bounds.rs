//! Expiry, budgets and dust (B7 to B10).

use super::*;

#[test]
fn b7_an_order_trades_up_to_its_last_block_and_not_after() {
	for (now, filled) in [(9, 5), (10, 5), (11, 0)] {
		let mut market = Market::funded(plain_params(), 2);
		let id = market.rest(0, until(10, ask(100, 5)));
		market.now = now;
		// Nobody sweeps: it is stored until somebody meets it.
		assert_eq!(stored(&mut market), [(0, 100, 5)]);
		let placed = market.place(1, bid(100, 5)).expect("it is valid");
		assert_eq!(placed.filled.get(), filled);
		assert_eq!(placed.rests.get(), 5 - filled);
		assert_eq!(market.held(0, BASE), 0);
		if filled == 0 {
			assert_eq!(market.removals.len(), 1);
			assert_eq!(market.removals[0].order, id);
			assert_eq!(market.removals[0].reason, RemovalReason::Expired);
		}
	}
}

#[test]
fn b7_anyone_cancels_an_expired_order_and_its_owner_gets_the_hold() {
	for (now, answer) in [
		(9, Err(BookError::NotOrderOwner)),
		(10, Err(BookError::NotOrderOwner)),
		(11, Ok(RemovalReason::Expired)),
	] {
		let mut market = Market::funded(plain_params(), 2);
		let id = market.rest(0, until(10, ask(100, 5)));
		market.now = now;
		assert_eq!(market.cancel(1, id).map(|removal| removal.reason), answer);
		assert_eq!(market.held(0, BASE), if answer.is_ok() { 0 } else { 5 });
	}
}

#[test]
fn b7_a_new_order_must_not_have_expired() {
	let mut market = Market::funded(plain_params(), 1);
	market.now = 10;
	assert_eq!(market.place(0, until(9, bid(100, 1))), Err(BookError::AlreadyExpired));
	assert!(market.place(0, until(10, bid(100, 1))).is_ok());
	// Block 0 cannot be stored as a last block, so it is refused in block 0 too.
	market.now = 0;
	assert_eq!(market.place(0, until(0, bid(100, 1))), Err(BookError::AlreadyExpired));
}

/// 10,000 / 64 = 156.25.
#[test]
fn b8_ten_thousand_expired_orders_are_passed_in_157_calls() {
	let mut market = Market::funded(plain_params(), 42);
	for n in 0..10_000 {
		market.rest(n % 40, until(5, ask(100, 1)));
	}
	market.rest(40, ask(100, 1));
	market.now = 6;
	market.budget = Budget { fills: 10, levels: 10, removals: 64 };
	// A post-only order asks what the matcher would and cleans up as it does.
	let placed = market.place(41, post_only(bid(99, 1))).expect("it does not cross");
	assert_eq!(market.removals.len(), 0);
	market.cancel(41, placed.order.expect("it rests")).expect("it is stored");
	for calls in 1.. {
		let placed = market.place(41, ioc(bid(100, 1))).expect("it is valid");
		assert!(market.used.removals <= 64 && market.used.levels == 1);
		if placed.filled.get() == 1 {
			assert_eq!(calls, 157);
			break;
		}
		assert_eq!((placed.end, market.used.removals), (TakerEnd::Bound, 64));
	}
	assert_eq!(stored(&mut market), []);
	check(&market.store, &market.params, Some(&market.accounts));
}

#[test]
fn b9_a_hundred_thousand_levels_of_one_lot_stay_within_the_budget() {
	let mut market = Market::funded(plain_params(), 401);
	for n in 0..100_000u32 {
		market.rest(n % 400, ask(u64::from(n) + 1, 1));
	}
	let all = bid(MAX_TICK, 100_000);
	market.budget = bounded();
	for kind in [all, ioc(all)] {
		let placed = market.place(400, kind).expect("it is valid");
		assert_eq!(market.used, Budget { fills: 50, levels: 50, removals: 0 });
		// The rest is cancelled: the book does not stand crossed.
		assert_eq!((placed.filled.get(), placed.cancelled.get()), (50, 99_950));
		assert_eq!((placed.end, placed.order), (TakerEnd::Bound, None));
	}
	assert_eq!(market.place(400, fok(all)), Err(BookError::NotFillable));
	assert_eq!(market.used, Budget { fills: 50, levels: 50, removals: 0 });
	// Without bounds the whole book goes.
	market.budget = AMPLE;
	assert_eq!(market.place(400, all).expect("it is valid").filled.get(), 99_900);
	assert_eq!(market.place(400, ioc(all)).expect("it is valid").filled.get(), 0);
	check(&market.store, &market.params, Some(&market.accounts));
}

#[test]
fn b9_a_level_of_a_hundred_thousand_orders_stays_within_the_budget() {
	let mut market = Market::funded(plain_params(), 401);
	for n in 0..100_000 {
		market.rest(n % 400, bid(500, 1));
	}
	market.budget = bounded();
	let placed = market.place(400, ask(500, 100_000)).expect("it is valid");
	assert_eq!(market.used, Budget { fills: 100, levels: 1, removals: 0 });
	assert_eq!((placed.filled.get(), placed.end), (100, TakerEnd::Bound));
	market.budget = AMPLE;
	assert_eq!(market.place(400, ask(500, 100_000)).expect("it is valid").filled.get(), 99_900);
	// The 100 lots that the first call could not reach rest.
	assert_eq!(listing(&mut market.store)[0].1.terms.quantity.get(), 100);
}

/// The least is 10 lots at 100. Of 30 lots 21, 20 or 19 are taken.
#[test]
fn b10_a_rest_of_the_least_stays_and_less_is_cancelled() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_000), ..plain_params() };
	for (taken, rests) in [(21, 0), (20, 10), (19, 11)] {
		// The maker's rest.
		let mut market = Market::funded(params, 2);
		let id = market.rest(0, ask(100, 30));
		let placed = market.place(1, ioc(bid(100, taken))).expect("it is valid");
		assert_eq!(placed.filled.get(), taken);
		assert_eq!(market.fills[0].maker_rests.get(), rests);
		assert_eq!(market.held(0, BASE), u128::from(rests));
		assert_eq!(market.free(0, BASE), (1 << 100) - u128::from(taken + rests));
		let dust: Vec<_> =
			market.removals.iter().map(|r| (r.order, r.reason, r.lots.get())).collect();
		assert_eq!(dust, if rests == 0 { vec![(id, RemovalReason::Dust, 9)] } else { vec![] });

		// The taker's rest.
		let mut market = Market::funded(params, 2);
		market.rest(0, ask(100, taken));
		let placed = market.place(1, bid(100, 30)).expect("it is valid");
		assert_eq!((placed.filled.get(), placed.rests.get()), (taken, rests));
		let end = if rests == 0 { TakerEnd::Dust } else { TakerEnd::Complete };
		assert_eq!(placed.end, end);
		assert_eq!(market.held(1, QUOTE), u128::from(rests) * 100);
	}
}
