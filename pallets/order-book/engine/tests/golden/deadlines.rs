//! The dead-man's switch: nothing of an account fills after its deadline, and what it has ended stays ended.

use super::*;
use order_book_engine::{DEADLINE_KEPT, MAX_DEADLINE_AHEAD};

/// Who, how many lots, and why, of the removals of the last operation.
fn gone(market: &Market) -> Vec<(u32, u64, RemovalReason)> {
	let of = |gone: &order_book_engine::Removal| {
		(u32::from(gone.owner.0[0]), gone.lots.get(), gone.reason)
	};
	market.removals.iter().map(of).collect()
}

/// A market in block 1 where account 0 asks 5 at 100 and 5 at 101 until block 10, and account 1 asks 5 at 101, behind it.
fn armed() -> (Market, OrderId) {
	let mut market = Market::funded(with_fees(), 3);
	let first = market.rest(0, ask(100, 5));
	market.rest(0, ask(101, 5));
	market.rest(1, ask(101, 5));
	market.cancel_after(0, 10).expect("it lies ahead");
	(market, first)
}

#[test]
fn a_maker_fills_in_the_block_of_his_deadline_and_not_in_the_next() {
	for (now, filled, left, removed) in [
		(9, vec![(0, 100, 5), (0, 101, 2)], vec![(0, 101, 3), (1, 101, 5)], 0),
		(10, vec![(0, 100, 5), (0, 101, 2)], vec![(0, 101, 3), (1, 101, 5)], 0),
		// Both of his orders go without a fill, and the live one behind them trades.
		(11, vec![(1, 101, 5)], vec![], 2),
	] {
		let (mut market, _) = armed();
		market.now = now;
		market.place(2, ioc(bid(101, 7))).expect("it is valid");
		assert_eq!(fills(&market), filled, "block {now}");
		assert_eq!(stored(&mut market), left, "block {now}");
		assert_eq!(market.used.removals, removed);
		if removed > 0 {
			let reason = RemovalReason::DeadlinePassed;
			assert_eq!(gone(&market), [(0, 5, reason), (0, 5, reason)]);
			assert_eq!(market.held(0, BASE), 0);
		}
		check(&market.store, &market.params, Some(&market.accounts));
	}
}

#[test]
fn his_orders_at_one_price_go_within_the_budget_of_removals() {
	let mut market = Market::funded(plain_params(), 2);
	for _ in 0..10 {
		market.rest(0, ask(100, 1));
	}
	market.cancel_after(0, 5).expect("it lies ahead");
	market.now = 6;
	market.budget = Budget { fills: 9, levels: 9, removals: 4 };
	for left in [6, 2] {
		let placed = market.place(1, bid(100, 1)).expect("it is valid");
		assert_eq!((placed.end, placed.rests.get()), (TakerEnd::Bound, 0));
		assert_eq!(stored(&mut market).len(), left);
	}
	assert_eq!(market.place(1, bid(100, 1)).expect("it is valid").end, TakerEnd::Complete);
	assert_eq!(stored(&mut market), [(1, 100, 1)]);
}

#[test]
fn setting_it_again_in_time_costs_one_record_and_keeps_every_order() {
	let (mut market, first) = armed();
	market.now = 10;
	let before = market.store.clone();
	market.cancel_after(0, 30).expect("it lies ahead");
	let mut expected = before;
	expected.traders.get_mut(&owner(0)).expect("it has orders").deadline = Some(30);
	assert_eq!(market.store.traders, expected.traders);
	assert_eq!((market.store.header, &market.store.levels), (expected.header, &expected.levels));
	market.now = 11;
	assert!(market.amend(0, first, None, Some(4)).is_ok());
	market.place(2, ioc(bid(100, 4))).expect("it is valid");
	assert_eq!(fills(&market), [(0, 100, 4)]);
}

#[test]
fn a_passed_deadline_refuses_what_its_owner_places_and_amends() {
	let (mut market, first) = armed();
	market.rest(1, bid(90, 5));
	market.now = 11;
	let before = market.store.clone();
	for order in [bid(50, 5), ask(200, 5), ioc(ask(90, 5)), post_only(bid(50, 5))] {
		assert_eq!(market.place(0, order), Err(BookError::DeadlinePassed));
	}
	assert_eq!(market.amend(0, first, None, Some(1)), Err(BookError::DeadlinePassed));
	assert_eq!(market.amend(0, first, Some(105), None), Err(BookError::DeadlinePassed));
	assert_eq!(market.store.header, before.header);
	// Everybody else goes on.
	market.rest(1, bid(91, 5));
}

#[test]
fn what_it_has_ended_stays_ended_whatever_is_set_later() {
	for later in [Some(50), None] {
		let (mut market, first) = armed();
		market.now = 11;
		market.cancel_after(0, later).expect("it lies ahead");
		// He may place again, and the new order trades; those from before do not.
		market.rest(0, ask(101, 3));
		assert_eq!(market.amend(0, first, None, Some(1)), Err(BookError::DeadlinePassed));
		market.place(2, ioc(bid(101, 9))).expect("it is valid");
		assert_eq!(fills(&market), [(1, 101, 5), (0, 101, 3)], "{later:?}");
		assert_eq!(gone(&market).len(), 2);
		// The mark goes with the last order.
		assert_eq!(market.store.traders[&owner(0)].void, 0);
		check(&market.store, &market.params, Some(&market.accounts));
	}
}

#[test]
fn it_stays_when_the_last_order_goes() {
	let (mut market, first) = armed();
	market.cancel(0, first).expect("it is his");
	market.place(2, ioc(bid(101, 5))).expect("it is valid");
	assert_eq!(market.store.traders[&owner(0)].orders, []);
	assert_eq!(market.store.traders[&owner(0)].deadline, Some(10));
	market.now = 5;
	market.rest(0, ask(100, 5));
	market.now = 11;
	market.place(2, ioc(bid(100, 5))).expect("it is valid");
	assert_eq!(fills(&market), []);
}

#[test]
fn anybody_removes_what_it_has_ended_and_its_owner_gets_the_hold() {
	for (now, answer) in
		[(10, Err(BookError::NotOrderOwner)), (11, Ok(RemovalReason::DeadlinePassed))]
	{
		let (mut market, first) = armed();
		market.now = now;
		assert_eq!(market.cancel(1, first).map(|removal| removal.reason), answer);
		assert_eq!(market.held(0, BASE), if answer.is_ok() { 5 } else { 10 });
		// Or all at once: of what was looked at, only what no longer trades goes.
		let left = if answer.is_ok() { 1 } else { 2 };
		assert_eq!(market.run(1, Op::RemoveLapsed(0)), Ok(Done::LookedAt(left)));
		assert_eq!(market.held(0, BASE), if answer.is_ok() { 0 } else { 10 });
		assert_eq!(market.run(2, Op::RemoveLapsed(1)), Ok(Done::LookedAt(1)));
		assert_eq!(market.held(1, BASE), 5);
	}
}

#[test]
fn an_order_whose_own_expiry_passed_as_well_is_called_expired() {
	let mut market = Market::funded(plain_params(), 2);
	market.rest(0, until(4, ask(100, 1)));
	market.rest(0, until(9, ask(100, 2)));
	market.cancel_after(0, 6).expect("it lies ahead");
	market.now = 7;
	market.run(1, Op::RemoveLapsed(0)).expect("anybody may");
	assert_eq!(
		gone(&market),
		[(0, 1, RemovalReason::Expired), (0, 2, RemovalReason::DeadlinePassed)]
	);
}

#[test]
fn ones_own_ended_order_is_removed_before_it_is_a_self_trade() {
	let (mut market, _) = armed();
	market.now = 11;
	market.cancel_after(0, None).expect("always");
	let reject = NewOrder { self_trade: SelfTrade::Reject, ..bid(100, 5) };
	market.place(0, reject).expect("what it meets no longer trades");
	assert_eq!(stored(&mut market), [(0, 100, 5), (0, 101, 5), (1, 101, 5)]);
	assert_eq!(gone(&market), [(0, 5, RemovalReason::DeadlinePassed)]);
}

#[test]
fn a_deadline_lies_between_this_block_and_a_week_ahead() {
	let mut market = Market::funded(plain_params(), 1);
	market.now = 20;
	assert_eq!(market.cancel_after(0, 19), Err(BookError::AlreadyExpired));
	assert_eq!(market.cancel_after(0, 20), Ok(()));
	assert_eq!(market.cancel_after(0, 20 + MAX_DEADLINE_AHEAD), Ok(()));
	let beyond = market.cancel_after(0, 21 + MAX_DEADLINE_AHEAD);
	assert_eq!(beyond, Err(BookError::DeadlineTooFar));
	// A refused one leaves the old one in force.
	assert_eq!(market.store.traders[&owner(0)].deadline, Some(20 + MAX_DEADLINE_AHEAD));
	assert_eq!(market.cancel_after(0, None), Ok(()));
	assert!(market.store.traders[&owner(0)].is_empty());
}

#[test]
fn it_may_be_set_in_every_status_of_the_market() {
	use MarketStatus::*;
	for status in [Active, PostOnly, CancelOnly, Halted, Closing, Suspended] {
		let mut market = Market::funded(plain_params(), 1);
		market.status = status;
		assert_eq!(market.cancel_after(0, 5), Ok(()), "{status:?}");
		assert_eq!(market.cancel_after(0, None), Ok(()), "{status:?}");
	}
}

#[test]
fn a_deadline_without_orders_is_forgotten_a_day_after_it_passed_if_anybody_asks() {
	let mut market = Market::funded(plain_params(), 2);
	market.rest(0, ask(100, 1));
	market.cancel_after(0, 10).expect("it lies ahead");
	for (now, kept) in
		[(10, true), (11, true), (10 + DEADLINE_KEPT, true), (11 + DEADLINE_KEPT, false)]
	{
		market.now = now;
		market.run(1, Op::RemoveLapsed(0)).expect("anybody may");
		assert_eq!(market.store.traders[&owner(0)].deadline.is_some(), kept, "block {now}");
	}
	market.rest(0, ask(100, 1));
}
