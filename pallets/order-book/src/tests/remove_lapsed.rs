//! `remove_lapsed`: anybody clears up behind an account whose orders no longer trade.

use crate::{mock::*, Error, Outcome, Traders};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{RemovalReason, DEADLINE_KEPT};
use sp_runtime::DispatchError;

fn arm(who: &AccountId, deadline: u32) {
	let markets = vec![SHARES].try_into().unwrap();
	assert_ok!(OrderBook::cancel_after(signed(who), markets, Some(deadline)));
}

/// What is charged, by the weights of the mock 400 and 5 an order looked at.
fn remove(caller: &AccountId, of: &AccountId) -> u64 {
	let paid = OrderBook::remove_lapsed(signed(caller), SHARES, of.clone()).unwrap();
	paid.actual_weight.unwrap().ref_time()
}

#[test]
fn what_no_longer_trades_goes_and_what_trades_stays() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(100, 10).until(4));
		rest(&alice(), SHARES, ask(101, 10));
		rest(&alice(), SHARES, bid(90, 20));
		rest(&bob(), SHARES, bid(90, 20));
		System::set_block_number(5);
		assert_eq!(remove(&carol(), &alice()), 400 + 3 * 5);
		let event = executed();
		assert_eq!((event.trader, event.outcomes), (carol(), vec![Outcome::LapsedRemoved(1)]));
		assert_eq!(event.removals[0].reason, RemovalReason::Expired);
		assert_eq!(held(SHARE, &alice()), 1_000);

		arm(&alice(), 5);
		assert_eq!(remove(&carol(), &alice()), 400 + 2 * 5);
		assert_eq!(executed().outcomes, [Outcome::LapsedRemoved(0)]);
		System::set_block_number(6);
		remove(&carol(), &alice());
		let event = executed();
		assert_eq!(event.outcomes, [Outcome::LapsedRemoved(2)]);
		let reason = RemovalReason::DeadlinePassed;
		assert!(event.removals.iter().all(|gone| gone.reason == reason));
		assert_eq!((held(SHARE, &alice()), held(CASH, &alice())), (0, 0));
		// 90 x 20 x 10 and 0.5 % of it.
		assert_eq!(held(CASH, &bob()), 18_090);
	});
}

#[test]
fn what_an_earlier_deadline_has_ended_goes_and_what_came_after_it_stays() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(100, 10));
		arm(&alice(), 5);
		System::set_block_number(6);
		arm(&alice(), 20);
		let newer = rest(&alice(), SHARES, ask(100, 7));
		remove(&bob(), &alice());
		assert_eq!(executed().outcomes, [Outcome::LapsedRemoved(1)]);
		assert_eq!((lots_of(SHARES, newer), held(SHARE, &alice())), (Some(7), 700));
	});
}

#[test]
fn the_deadline_stays_a_day_so_that_what_comes_late_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(100, 10));
		arm(&alice(), 5);
		for (now, kept) in [(6, true), (5 + DEADLINE_KEPT, true), (6 + DEADLINE_KEPT, false)] {
			System::set_block_number(now);
			remove(&bob(), &alice());
			assert_eq!(Traders::<Test>::contains_key(alice(), SHARES), kept, "block {now}");
			let placed = try_place(&alice(), SHARES, ask(100, 10));
			assert_eq!(placed.is_err(), kept);
		}
	});
}

#[test]
fn an_account_without_anything_costs_the_least() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(remove(&bob(), &alice()), 400);
		assert!(!Traders::<Test>::contains_key(alice(), SHARES));
	});
}

#[test]
fn an_unknown_market_or_no_account_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let refused =
			OrderBook::remove_lapsed(signed(&bob()), 99, alice()).map_err(|refused| refused.error);
		assert_noop!(refused.map(|_| ()), Error::<Test>::UnknownMarket);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				OrderBook::remove_lapsed(origin, SHARES, alice()),
				DispatchError::BadOrigin
			);
		}
	});
}
