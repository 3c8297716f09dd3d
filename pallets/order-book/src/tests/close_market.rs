//! `close_market`, and the blocks in which orders go back to their owners.

use crate::{
	mock::*, Closing, Error, Event, HaltReason, Levels, Listings, Markets, Pages, Traders, Words,
};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use order_book_engine::{MarketStatus, RemovalReason};
use sp_runtime::DispatchError;

fn close(market: u32) -> Result<(), DispatchError> {
	OrderBook::close_market(signed(&vote()), market)
}

/// An idle block with this much time left; returns how much was used.
fn idle(time: u64) -> u64 {
	OrderBook::on_idle(1, Weight::from_parts(time, u64::MAX)).ref_time()
}

fn twelve_orders() {
	for n in 0..4 {
		rest(&alice(), SHARES, bid(90 + n, 20));
		rest(&bob(), SHARES, ask(100 + n, 20));
		rest(&carol(), SHARES, ask(100, 20 + n));
	}
}

#[test]
fn every_order_goes_back_and_then_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		twelve_orders();
		assert_ok!(close(SHARES));
		assert_eq!(
			last_event(),
			Event::MarketStatusSet { market: SHARES, status: MarketStatus::Closing }
		);
		assert_noop!(try_place(&dave(), SHARES, bid(99, 20)), Error::<Test>::MarketNotOpen);
		for (block, left) in [(1, 7), (2, 2)] {
			// 50, and 30 for each of five.
			assert_eq!(idle(u64::MAX), 200, "block {block}");
			let Event::MarketUnwound { market: SHARES, removals } = last_event() else { panic!() };
			assert_eq!(removals.len(), 5);
			assert!(removals.iter().all(|gone| gone.reason == RemovalReason::MarketClosing));
			assert_eq!(OrderBook::market_info(SHARES).unwrap().orders, left);
			check();
		}
		assert_eq!(market_deposit(&founder()), 3_000);
		assert_eq!(idle(u64::MAX), 50 + 30 * 2);
		assert_eq!(last_event(), Event::MarketClosed { market: SHARES });
		for who in [alice(), bob(), carol()] {
			assert_eq!((free(CASH, &who), free(SHARE, &who)), (START, START));
		}
		assert_eq!(market_deposit(&founder()), 2_000);
		// Nothing of it is left in storage.
		assert_eq!(Listings::<Test>::get(SHARE), 1);
		assert!(!Markets::<Test>::contains_key(SHARES));
		assert!(!crate::Books::<Test>::contains_key(SHARES));
		assert_eq!(Levels::<Test>::iter_prefix(SHARES).count(), 0);
		assert_eq!(Words::<Test>::iter_prefix(SHARES).count(), 0);
		assert_eq!(Pages::<Test>::iter_prefix((SHARES,)).count(), 0);
		assert_eq!(Traders::<Test>::iter().count(), 0);
		assert!(Closing::<Test>::get().is_empty());
		// A look at an empty list is all a later block pays.
		assert_eq!(idle(u64::MAX), 1);
	});
}

#[test]
fn an_empty_market_ends_in_the_next_block() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(close(SHARES));
		assert_eq!(idle(u64::MAX), 50);
		assert_eq!(last_event(), Event::MarketClosed { market: SHARES });
		assert_noop!(close(SHARES), Error::<Test>::UnknownMarket);
	});
}

#[test]
fn nothing_is_left_in_the_fee_account_of_a_market_that_has_ended() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		place(&alice(), SHARES, bid(100, 10));
		assert_ok!(close(SHARES));
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 30);
		idle(u64::MAX);
		assert_eq!((free(CASH, &fees(SHARES)), free(CASH, &revenue())), (0, 80));
		assert!(!System::account_exists(&fees(SHARES)));
		// With KSI as the quote token, of which the revenue account had 10.
		assert_ok!(close(SHARE_KSI));
		idle(u64::MAX);
		assert_eq!((free(KSI, &fees(SHARE_KSI)), free(KSI, &revenue())), (0, 10 + 10));
		assert!(!System::account_exists(&fees(SHARE_KSI)));
	});
}

#[test]
fn a_market_ends_though_another_token_is_in_its_fee_account() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(&alice()), BOND, fees(SHARES), 5));
		assert_ok!(close(SHARES));
		assert_noop!(OrderBook::close_fee_account(SHARES), DispatchError::ConsumerRemaining);
		freeze(CASH, &fees(SHARES));
		idle(u64::MAX);
		assert_eq!((status(SHARES), free(BOND, &fees(SHARES))), (None, 5));
	});
}

#[test]
fn a_number_is_not_used_again_after_its_market() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(close(2));
		idle(u64::MAX);
		assert_ok!(OrderBook::create_market(signed(&alice()), BOND, CASH, TERMS));
		assert_eq!(Markets::<Test>::iter_keys().max(), Some(3));
		assert_eq!(Listings::<Test>::get(SHARE), 1);
		assert_ok!(close(SHARES));
		idle(u64::MAX);
		// In no market any more, so its owner may end it.
		assert!(!Listings::<Test>::contains_key(SHARE));
		assert_ok!(Assets::start_destroy(signed(&founder()), SHARE));
	});
}

#[test]
fn so_many_orders_go_back_as_fit_into_what_the_block_has_left() {
	// By the weights of the mock: 1 to look, 50 for a block, 30 an order.
	for (time, used, returned) in [
		(0, 0, 0),
		(1, 1, 0),
		(49, 1, 0),
		(50, 50, 0),
		(79, 50, 0),
		(80, 80, 1),
		(139, 110, 2),
		(199, 170, 4),
		(200, 200, 5),
		(900, 200, 5),
	] {
		ExtBuilder::default().build_and_execute(|| {
			twelve_orders();
			assert_ok!(close(SHARES));
			assert_eq!(idle(time), used, "{time}");
			assert_eq!(OrderBook::market_info(SHARES).unwrap().orders, 12 - returned, "{time}");
		});
	}
}

#[test]
fn owners_may_cancel_meanwhile() {
	ExtBuilder::default().build_and_execute(|| {
		twelve_orders();
		let id = rest(&dave(), SHARES, ask(500, 20).client(1));
		assert_ok!(close(SHARES));
		idle(u64::MAX);
		assert_ok!(cancel(&dave(), SHARES, id));
		assert_ok!(cancel_all(&bob(), SHARES, None));
		check();
		idle(u64::MAX);
		idle(u64::MAX);
		assert!(!Markets::<Test>::contains_key(SHARES));
		// Of the market that has ended nothing can be asked any more.
		assert_noop!(cancel(&dave(), SHARES, id), Error::<Test>::UnknownMarket);
	});
}

#[test]
fn frozen_owners_and_frozen_tokens_get_their_orders_back() {
	ExtBuilder::default().build_and_execute(|| {
		twelve_orders();
		freeze(SHARE, &bob());
		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_ok!(close(SHARES));
		for _ in 0..3 {
			idle(u64::MAX);
		}
		assert_eq!((free(SHARE, &bob()), free(CASH, &alice())), (START, START));
		assert!(!Markets::<Test>::contains_key(SHARES));
	});
}

#[test]
fn so_many_markets_may_be_closing_at_a_time() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, bid(100, 10));
		assert_ok!(close(SHARES));
		assert_ok!(close(KSI_CASH));
		assert_noop!(close(SHARE_KSI), Error::<Test>::TooManyClosing);
		idle(u64::MAX);
		assert_eq!(status(SHARES), None);
		assert_ok!(close(SHARE_KSI));
		idle(u64::MAX);
		idle(u64::MAX);
		assert_eq!(Markets::<Test>::iter().count(), 0);
		assert_eq!(market_deposit(&founder()), 0);
	});
}

#[test]
fn a_market_closes_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(close(SHARES));
		assert_noop!(close(SHARES), Error::<Test>::MarketClosing);
		assert_noop!(close(99), Error::<Test>::UnknownMarket);
	});
}

#[test]
fn nobody_but_a_vote_closes_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in
			[signed(&alice()), signed(&founder()), RuntimeOrigin::none(), RuntimeOrigin::root()]
		{
			assert_noop!(OrderBook::close_market(origin, SHARES), DispatchError::BadOrigin);
		}
	});
}

/// B20: a market that cannot be unwound keeps no other from it.
#[test]
fn a_market_whose_orders_cannot_be_returned_goes_to_the_end_of_the_line() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, bid(100, 10));
		rest(&alice(), KSI_CASH, bid(100, 10));
		assert_ok!(close(SHARES));
		assert_ok!(close(KSI_CASH));
		fail_after(Some(0));
		// Charged for the five it might have returned; nothing has changed but the order of the line.
		assert_eq!(idle(u64::MAX), 200);
		assert_eq!(Closing::<Test>::get().to_vec(), [KSI_CASH, SHARES]);
		assert_eq!(held(CASH, &alice()), 20_100);
		check();
		idle(u64::MAX);
		assert_eq!(Closing::<Test>::get().to_vec(), [SHARES]);
		idle(u64::MAX);
		assert_eq!((held(CASH, &alice()), Markets::<Test>::iter().count()), (0, 1));
	});
}

/// Found by review: a fault met while a market was closing set it back to halted, though it was in the list still.
#[test]
fn a_fault_does_not_stop_a_market_from_closing() {
	ExtBuilder::default().build_and_execute_unchecked(|| {
		let id = rest(&alice(), SHARES, bid(100, 10));
		assert_ok!(close(SHARES));
		Traders::<Test>::remove(alice(), SHARES);
		assert_ok!(cancel(&alice(), SHARES, id));
		let halted = Event::MarketHalted {
			market: SHARES,
			reason: HaltReason::Book(order_book_engine::BookError::Corrupt),
		};
		assert_eq!(last_event(), halted);
		assert_eq!(status(SHARES), Some(MarketStatus::Closing));
		assert_eq!(Closing::<Test>::get().to_vec(), [SHARES]);
	});
}
