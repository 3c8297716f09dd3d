//! `cancel_by_client_id`.

use crate::{mock::*, Error, Outcome};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::RemovalReason;
use sp_runtime::DispatchError;

#[test]
fn the_order_with_this_number_goes_and_no_other() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, bid(100, 10).client(1));
		let second = rest(&alice(), SHARES, bid(99, 10).client(2));
		rest(&bob(), SHARES, bid(98, 10).client(2));
		assert_ok!(OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 2));
		let [Outcome::Cancelled(removal)] = executed().outcomes[..] else { panic!() };
		assert_eq!((removal.order, removal.reason), (second, RemovalReason::Cancelled));
		assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (10_050, START - 10_050));
		// 98 x 10 x 10 = 9,800 and 49.
		assert_eq!(held(CASH, &bob()), 9_849);
	});
}

#[test]
fn a_number_of_somebody_elses_or_of_another_market_is_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, bid(100, 10).client(1));
		let call =
			|who: &AccountId, market, id| OrderBook::cancel_by_client_id(signed(who), market, id);
		assert_noop!(call(&bob(), SHARES, 1), Error::<Test>::OrderNotFound);
		assert_noop!(call(&alice(), KSI_CASH, 1), Error::<Test>::OrderNotFound);
		assert_noop!(call(&alice(), SHARES, 2), Error::<Test>::OrderNotFound);
		assert_noop!(call(&alice(), 99, 1), Error::<Test>::UnknownMarket);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				OrderBook::cancel_by_client_id(origin, SHARES, 1),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn a_number_is_free_again_when_its_order_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10).client(1));
		assert_noop!(
			try_place(&alice(), SHARES, bid(99, 10).client(1)),
			Error::<Test>::DuplicateClientId
		);
		assert_ok!(cancel(&alice(), SHARES, id));
		rest(&alice(), SHARES, ask(100, 10).client(1));
		place(&bob(), SHARES, bid(100, 10));
		assert_noop!(
			OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 1),
			Error::<Test>::OrderNotFound
		);
		rest(&alice(), SHARES, bid(99, 10).client(1));
	});
}
