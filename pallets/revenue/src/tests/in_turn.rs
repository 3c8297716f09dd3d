//! Collecting in idle blocks. By the weights of the mock: 10 for a turn, 100 for a market with fees, 7 for one without.

use super::*;

#[test]
fn some_markets_of_each_block_are_collected_in_turn() {
	ExtBuilder::default().build_and_execute(|| {
		for market in [SHARES, SHARE_COIN, SHARE_LOCAL] {
			trade(market, 1_000);
		}
		// Two a block: SHARES has fees and SHARE_KSI none.
		assert_eq!(idle(u64::MAX), 10 + 100 + 7);
		assert_eq!((total(CASH, &revenue()), total(COIN, &revenue())), (2_700, 0));
		assert_eq!(NextMarket::<Test>::get(), 2);
		assert_eq!(idle(u64::MAX), 10 + 100 + 100);
		assert_eq!((total(COIN, &revenue()), total(LOCAL, &revenue())), (2_700, 2_700));
		// Around.
		assert_eq!(idle(u64::MAX), 10 + 7 + 7);
		assert_eq!(NextMarket::<Test>::get(), 2);
	});
}

#[test]
fn so_many_are_collected_as_fit_into_what_the_block_has_left() {
	for (time, used, next) in
		[(0, 0, 0), (109, 0, 0), (110, 110, 1), (209, 110, 1), (210, 210, 2), (1_000, 210, 2)]
	{
		ExtBuilder::default().build_and_execute(|| {
			trade(SHARES, 1_000);
			trade(SHARE_KSI, 100);
			assert_eq!(idle(time), used, "{time}");
			assert_eq!(NextMarket::<Test>::get(), next, "{time}");
		});
	}
}

#[test]
fn fees_that_cannot_be_collected_yet_wait_and_are_charged_for() {
	ExtBuilder::default().build_and_execute(|| {
		// 30 are below the 50 of CASH.
		trade(SHARES, 10);
		assert_eq!(idle(u64::MAX), 10 + 100 + 7);
		assert_eq!((total(CASH, &fees(SHARES)), events()), (80, vec![]));
		// The next round finds enough.
		trade(SHARES, 10);
		idle(u64::MAX);
		idle(u64::MAX);
		assert_eq!((total(CASH, &fees(SHARES)), total(CASH, &revenue())), (50, 54));
	});
}

#[test]
fn the_turn_passes_over_markets_that_have_ended() {
	ExtBuilder::default().build_and_execute(|| {
		end(SHARES);
		end(SHARE_KSI);
		trade(SHARE_COIN, 1_000);
		assert_eq!(idle(u64::MAX), 10 + 7 + 7);
		assert_eq!(idle(u64::MAX), 10 + 100 + 7);
	});
}

#[test]
fn fewer_markets_than_a_turn_has_room_for_are_looked_at_once() {
	ExtBuilder::default().build().execute_with(|| {
		pallet_order_book::NextMarketId::<Test>::put(1);
		assert_eq!(idle(u64::MAX), 10 + 7);
		pallet_order_book::NextMarketId::<Test>::put(0);
		assert_eq!(idle(u64::MAX), 10);
	});
}

#[test]
fn fees_reach_the_holders_though_nobody_calls_anything() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		let epoch = epoch();
		while crate::mock::epoch() == epoch {
			idle(u64::MAX);
			next_block();
		}
		assert_eq!(owed(CASH, &alice()), 662);
	});
}
