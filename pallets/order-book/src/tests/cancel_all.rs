//! `cancel_all`.

use crate::{mock::*, Error, Outcome, Traders};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{RemovalReason, Side};
use sp_runtime::DispatchError;

fn several() {
	rest(&alice(), SHARES, bid(100, 10));
	rest(&alice(), SHARES, bid(90, 10).client(4));
	rest(&alice(), SHARES, bid(90, 5));
	rest(&alice(), SHARES, ask(110, 7));
	rest(&alice(), SHARES, ask(120, 8).client(5));
	rest(&bob(), SHARES, bid(100, 10));
	rest(&alice(), KSI_CASH, bid(100, 10));
}

#[test]
fn every_order_of_the_caller_in_this_market_goes() {
	ExtBuilder::default().build_and_execute(|| {
		several();
		let paid = OrderBook::cancel_all(signed(&alice()), SHARES, None).unwrap();
		// 400 + 5 x 5 by the weights of the mock.
		assert_eq!(paid.actual_weight.unwrap().ref_time(), 425);
		let event = executed();
		assert_eq!(event.outcomes, [Outcome::CancelledAll(5)]);
		assert_eq!(event.removals.len(), 5);
		assert!(event.removals.iter().all(|gone| gone.reason == RemovalReason::Cancelled));
		assert_eq!((held(SHARE, &alice()), free(SHARE, &alice())), (0, START));
		// The bid for KSI still holds.
		assert_eq!(held(CASH, &alice()), 10_050);
		assert_eq!(held(CASH, &bob()), 10_050);
		assert!(!Traders::<Test>::contains_key(alice(), SHARES));
	});
}

#[test]
fn one_side_goes_and_the_other_stays() {
	ExtBuilder::default().build_and_execute(|| {
		several();
		assert_ok!(cancel_all(&alice(), SHARES, Some(Side::Bid)));
		assert_eq!(executed().outcomes, [Outcome::CancelledAll(3)]);
		assert_eq!((held(CASH, &alice()), held(SHARE, &alice())), (10_050, 1_500));
		assert_ok!(cancel_all(&alice(), SHARES, Some(Side::Ask)));
		assert_eq!(executed().outcomes, [Outcome::CancelledAll(2)]);
		assert_eq!(held(SHARE, &alice()), 0);
	});
}

#[test]
fn with_no_order_nothing_goes_and_the_least_is_charged() {
	ExtBuilder::default().build_and_execute(|| {
		let paid = OrderBook::cancel_all(signed(&alice()), SHARES, None).unwrap();
		assert_eq!(paid.actual_weight.unwrap().ref_time(), 400);
		assert_eq!(executed().outcomes, [Outcome::CancelledAll(0)]);
	});
}

#[test]
fn an_unknown_market_or_no_account_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(cancel_all(&alice(), 99, None), Error::<Test>::UnknownMarket);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(OrderBook::cancel_all(origin, SHARES, None), DispatchError::BadOrigin);
		}
	});
}
