//! `collect`.

use super::*;

/// The event of a market of the builder's lister.
fn collected(market: u32, token: u32, paid: u128, revenue: u128) -> Event<Test> {
	Event::Collected { market, token, lister: lister(), paid, revenue }
}

#[test]
fn the_lister_gets_his_part_and_the_revenue_account_the_rest() {
	ExtBuilder::default().build_and_execute(|| {
		let before = total(CASH, &lister());
		// 1,000 lots for 1,000 each: 0.1 % and 0.2 % of a million.
		trade(SHARES, 1_000);
		assert_eq!(total(CASH, &fees(SHARES)), 50 + 3_000);
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 300, 2_700));
		assert_eq!(total(CASH, &lister()), before + 300);
		assert_eq!((total(CASH, &revenue()), total(CASH, &fees(SHARES))), (2_700, 50));
		assert_noop!(collect(SHARES), Error::<Test>::NothingToCollect);
		// 0.3 of 3 is nothing.
		trade(SHARES, 1);
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 0, 3));
	});
}

#[test]
fn fees_in_ksi_are_collected_in_the_same_way() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARE_KSI, 100);
		assert_ok!(collect(SHARE_KSI));
		assert_eq!(last_event(), collected(SHARE_KSI, KSI, 30, 270));
		assert_eq!((total(KSI, &revenue()), total(KSI, &fees(SHARE_KSI))), (270, 10));
		assert_eq!(total(KSI, &lister()), 131_062 + 30);
	});
}

#[test]
fn fees_stay_until_the_revenue_account_can_take_them() {
	ExtBuilder::default().build_and_execute(|| {
		// 54, of which 5 are the lister's; 49 do not open a record.
		trade(SHARES, 18);
		assert_noop!(collect(SHARES), Error::<Test>::CannotCollect);
		// 57: the lister's are 5, and 52 do.
		trade(SHARES, 1);
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 5, 52));
		assert_eq!((total(CASH, &revenue()), total(CASH, &fees(SHARES))), (52, 50));
	});
}

#[test]
fn fees_that_rounding_leaves_no_part_of_go_to_the_revenue_account_whole() {
	ExtBuilder::default().build_and_execute(|| {
		// LOCAL exists from 1 on. 10 % of 3 is nothing.
		trade(SHARE_LOCAL, 1);
		assert_ok!(collect(SHARE_LOCAL));
		assert_eq!(last_event(), collected(SHARE_LOCAL, LOCAL, 0, 3));
	});
}

#[test]
fn a_lister_who_cannot_be_paid_loses_the_part_until_he_can() {
	ExtBuilder::default().build_and_execute(|| {
		let poor = account(9);
		mint(KSI, &poor, 2_000);
		mint(COIN, &poor, 100);
		let market = found(&poor, COIN);
		assert_eq!(total(COIN, &poor), 0);
		// 30 of 300 do not open a record, which takes 100.
		trade(market, 100);
		assert_ok!(collect(market));
		let collected = |paid, revenue| {
			let lister = account(9);
			Event::Collected { market, token: COIN, lister, paid, revenue }
		};
		assert_eq!(last_event(), collected(0, 300));
		// 120 of 1,200 do.
		trade(market, 400);
		assert_ok!(collect(market));
		assert_eq!(last_event(), collected(120, 1_080));
		// Now every atom arrives.
		trade(market, 10);
		assert_ok!(collect(market));
		assert_eq!(last_event(), collected(3, 27));
		assert_eq!((total(COIN, &poor), total(COIN, &revenue())), (123, 1_407));
	});
}

#[test]
fn a_frozen_lister_is_paid() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(Assets::freeze(signed(&lister()), CASH, lister()));
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 300, 2_700));
	});
}

#[test]
fn the_lister_may_get_everything_or_nothing() {
	let all = RevenueSplit { lister_ppm: 1_000_000, ..RevenueSplit::default() };
	ExtBuilder::default().split(all).build_and_execute(|| {
		// Too little for the revenue account, which keeps nothing of it; so it is taken in one step all the same.
		trade(SHARES, 17);
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 51, 0));
		assert_eq!(total(CASH, &revenue()), 0);
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 3_000, 0));
	});
	let none = RevenueSplit { lister_ppm: 0, ..RevenueSplit::default() };
	ExtBuilder::default().split(none).build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 0, 3_000));
	});
}

#[test]
fn a_frozen_token_stays_where_it_is() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		freeze(CASH);
		assert_noop!(collect(SHARES), Error::<Test>::NothingToCollect);
		thaw(CASH);
		assert_ok!(collect(SHARES));
	});
}

#[test]
fn markets_without_fees_and_markets_that_are_not_there_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(collect(SHARES), Error::<Test>::NothingToCollect);
		assert_noop!(collect(4), Error::<Test>::UnknownMarket);
		assert_noop!(Revenue::collect(RuntimeOrigin::none(), SHARES), DispatchError::BadOrigin);
	});
}

#[test]
fn what_is_sent_to_a_fee_account_is_collected_like_fees() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(&carol()), CASH, fees(SHARES), 1_000));
		assert_ok!(collect(SHARES));
		assert_eq!(last_event(), collected(SHARES, CASH, 100, 900));
	});
}
