//! `set_market_status`.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{MarketStatus, TimeInForce};
use sp_runtime::DispatchError;

#[test]
fn a_vote_sets_what_a_market_allows() {
	ExtBuilder::default().build_and_execute(|| {
		for wanted in [
			MarketStatus::PostOnly,
			MarketStatus::CancelOnly,
			MarketStatus::Halted,
			MarketStatus::Active,
		] {
			set_status(SHARES, wanted);
			assert_eq!(status(SHARES), Some(wanted));
			assert_eq!(last_event(), Event::MarketStatusSet { market: SHARES, status: wanted });
			assert_eq!(status(KSI_CASH), Some(MarketStatus::Active));
		}
	});
}

#[test]
fn nobody_but_a_vote_sets_a_status() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in
			[signed(&alice()), signed(&founder()), RuntimeOrigin::none(), RuntimeOrigin::root()]
		{
			assert_noop!(
				OrderBook::set_market_status(origin, SHARES, MarketStatus::Halted),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn closing_is_not_a_status_to_set_and_ends_all_setting() {
	ExtBuilder::default().build_and_execute(|| {
		let set = |market, status| OrderBook::set_market_status(signed(&vote()), market, status);
		assert_noop!(set(SHARES, MarketStatus::Closing), Error::<Test>::NotAStatusToSet);
		assert_noop!(set(99, MarketStatus::Halted), Error::<Test>::UnknownMarket);
		rest(&alice(), SHARES, bid(100, 10));
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARES));
		assert_noop!(set(SHARES, MarketStatus::Active), Error::<Test>::MarketClosing);
	});
}

#[test]
fn a_post_only_market_takes_orders_that_do_not_take() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		set_status(SHARES, MarketStatus::PostOnly);
		for taking in
			[TimeInForce::GoodTilCancelled, TimeInForce::ImmediateOrCancel, TimeInForce::FillOrKill]
		{
			assert_noop!(
				try_place(&alice(), SHARES, bid(90, 10).tif(taking)),
				Error::<Test>::MarketNotOpen
			);
		}
		let id = rest(&alice(), SHARES, bid(90, 10).tif(TimeInForce::PostOnly));
		assert_noop!(
			try_place(&alice(), SHARES, bid(100, 10).tif(TimeInForce::PostOnly)),
			Error::<Test>::WouldTake
		);
		let slid = place(&alice(), SHARES, bid(105, 10).tif(TimeInForce::PostOnlySlide));
		assert_eq!((slid.price.get(), slid.rests.get()), (99, 10));
		// An amendment obeys the order's own time in force, so it stays open.
		assert_noop!(try_amend(&alice(), SHARES, id, Some(100), None), Error::<Test>::WouldTake);
		assert_eq!(replace(&alice(), SHARES, id, Some(98), None).price.get(), 98);
	});
}

#[test]
fn a_market_that_only_cancels_takes_no_order_and_moves_no_balance() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10));
		for closed in [MarketStatus::CancelOnly, MarketStatus::Halted] {
			set_status(SHARES, closed);
			for time_in_force in [
				TimeInForce::GoodTilCancelled,
				TimeInForce::ImmediateOrCancel,
				TimeInForce::FillOrKill,
				TimeInForce::PostOnly,
				TimeInForce::PostOnlySlide,
			] {
				for order in [ask(100, 10), bid(10, 100)] {
					assert_noop!(
						try_place(&bob(), SHARES, order.tif(time_in_force)),
						Error::<Test>::MarketNotOpen
					);
				}
			}
			assert_noop!(
				try_amend(&alice(), SHARES, id, Some(101), None),
				Error::<Test>::MarketNotOpen
			);
			assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (10_050, START - 10_050));
		}
		// A smaller order is a part of a cancel.
		assert_ok!(try_amend(&alice(), SHARES, id, None, Some(4)));
		assert_eq!(held(CASH, &alice()), 4_020);
	});
}
