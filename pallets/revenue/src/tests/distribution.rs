//! The end of an epoch: revenue becomes dividends, validators' pay and treasury.

use super::*;
use shareholders_accounting::MAX_LIFETIME;

fn distributed(token: u32, dividends: u128, validators: u128, treasury: u128) -> Event<Test> {
	Event::Distributed { token, dividends, validators, treasury }
}

fn set(split: RevenueSplit) {
	assert_ok!(Revenue::set_split(RuntimeOrigin::root(), split));
}

#[test]
fn fees_of_fills_reach_everybody_to_the_atom() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		let before = people().map(|(who, _)| total(CASH, &who));
		next_epoch();
		// 2,700 less the 50 that stay: 40 % and 10 % of 2,650 are 1,060 and 265.
		assert_eq!(last_event(), distributed(CASH, 1_325, 1_060, 265));
		assert_eq!((total(CASH, &validators()), total(CASH, &treasury())), (1_060, 265));
		assert_eq!((total(CASH, &revenue()), total(CASH, &pot())), (50, 50 + 1_325));
		// All the fees: lister, what stays, and the three parts.
		assert_eq!(300 + 50 + 1_060 + 265 + 1_325, 3_000);
		// The boundary has passed. A half, a quarter, an eighth, and that less 10 of KSI: 662.5, 331.25, 165.625, 165.61.
		let dues = [662, 331, 165, 165];
		for (at, (who, _)) in people().into_iter().enumerate() {
			assert_eq!(owed(CASH, &who), dues[at]);
			assert_ok!(Shareholders::claim(signed(&carol()), KSI, Some(who.clone())));
			assert_eq!(total(CASH, &who), before[at] + dues[at]);
		}
		// The fractions, and that of the fee account with its 10 KSI: 2.
		assert_eq!(total(CASH, &pot()), 50 + 2);
	});
}

#[test]
fn what_is_earned_before_the_boundary_belongs_to_who_owns_ksi_then() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		// Carol sells all but 10 before the epoch ends, and the buyer gets the dividend: 1,325 x 131,062 / 2^20 = 165.6.
		let buyer = account(9);
		assert_ok!(Balances::transfer_allow_death(signed(&carol()), buyer.clone(), 131_062));
		next_epoch();
		assert_eq!((owed(CASH, &buyer), owed(CASH, &carol())), (165, 0));
		// The seller after it keeps his.
		assert_ok!(Balances::transfer_allow_death(signed(&buyer), carol(), 131_062));
		assert_eq!((owed(CASH, &buyer), owed(CASH, &carol())), (165, 0));
	});
}

#[test]
fn fees_in_ksi_are_dividends_of_ksi() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARE_KSI, 100);
		assert_ok!(collect(SHARE_KSI));
		next_epoch();
		// 270 less 10: 104 and 26 of 260.
		assert_eq!(last_event(), distributed(KSI, 130, 104, 26));
		assert_eq!((total(KSI, &validators()), total(KSI, &treasury())), (104, 26));
		assert_eq!((total(KSI, &revenue()), total(KSI, &pot())), (10, 10 + 130));
		// Alice paid 100,200 and Bob got 99,900; the lister got 30 of the fees. With the 10 of the fee account 1,048,306 earn:
		// 130 x 424,088 / 1,048,306 = 52.59, 130 x 362,044 / ... = 44.90, 16.25, 16.26.
		let dues = people().map(|(who, _)| owed(KSI, &who));
		assert_eq!(dues, [52, 44, 16, 16]);
		check();
		assert_ok!(Shareholders::claim(signed(&alice()), KSI, None));
		assert_eq!(total(KSI, &alice()), 424_088 + 52);
	});
}

#[test]
fn a_token_in_which_ksi_does_not_pay_waits_for_a_vote() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARE_LOCAL, 1_000);
		assert_ok!(collect(SHARE_LOCAL));
		next_epoch();
		next_epoch();
		assert_eq!(total(LOCAL, &revenue()), 2_700);
		assert!(matches!(last_event(), Event::Collected { .. }));
		assert_ok!(Shareholders::open_payout(RuntimeOrigin::root(), KSI, LOCAL));
		next_epoch();
		// 1 stays: 1,079.6 and 269.9 of 2,699.
		assert_eq!(last_event(), distributed(LOCAL, 1_351, 1_079, 269));
		assert_eq!(total(LOCAL, &revenue()), 1);
	});
}

#[test]
fn parts_too_small_for_a_first_deposit_stay_for_the_next_epoch() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARE_COIN, 100);
		assert_ok!(collect(SHARE_COIN));
		assert_eq!(total(COIN, &revenue()), 270);
		next_epoch();
		// Of 170: 68 and 17, where an account needs 100.
		assert_eq!(last_event(), distributed(COIN, 85, 0, 0));
		assert_eq!(total(COIN, &revenue()), 100 + 85);
		trade(SHARE_COIN, 200);
		assert_ok!(collect(SHARE_COIN));
		next_epoch();
		// 540 more. Of 625: 250, and 62 that are too few.
		assert_eq!(last_event(), distributed(COIN, 313, 250, 0));
		assert_eq!(total(COIN, &revenue()), 100 + 62);
		next_epoch();
		// Of 62: 24.8, which the account takes now, and 6.2.
		assert_eq!(last_event(), distributed(COIN, 32, 24, 0));
		assert_eq!((total(COIN, &validators()), total(COIN, &treasury())), (274, 0));
		assert_eq!((dividends(COIN), total(COIN, &revenue())), (85 + 313 + 32, 100 + 6));
	});
}

#[test]
fn without_holders_everything_waits() {
	ExtBuilder::default().without_holders().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		next_epoch();
		let error = pallet_shareholders::Error::<Test>::NoEligibleShares.into();
		assert_eq!(last_event(), Event::NotDistributed { token: CASH, error });
		assert_eq!(total(CASH, &revenue()), 2_700);
		assert_eq!((total(CASH, &validators()), total(CASH, &pot())), (0, 50));
		assert_ok!(Shareholders::include(RuntimeOrigin::root(), KSI, carol()));
		next_epoch();
		assert_eq!(last_event(), distributed(CASH, 1_325, 1_060, 265));
		assert_eq!(owed(CASH, &carol()), 1_325);
	});
}

#[test]
fn a_token_that_cannot_be_divided_keeps_no_other_back() {
	ExtBuilder::default().build().execute_with(|| {
		trade(SHARES, 1_000);
		trade(SHARE_COIN, 1_000);
		assert_ok!(collect(SHARES));
		assert_ok!(collect(SHARE_COIN));
		// As if as much had been paid in as can be counted.
		pallet_shareholders::Classes::<Test>::mutate_extant(KSI, |class| {
			class.register.payout_mut(CASH).unwrap().lifetime = MAX_LIFETIME;
		});
		next_epoch();
		let error = pallet_shareholders::Error::<Test>::LifetimeExceeded.into();
		// 2,700 less 100: 1,040 and 260 of 2,600.
		let expected =
			[Event::NotDistributed { token: CASH, error }, distributed(COIN, 1_300, 1_040, 260)];
		assert_eq!(events()[2..], expected);
		assert_eq!((total(CASH, &revenue()), total(CASH, &validators())), (2_700, 0));
	});
}

#[test]
fn a_frozen_token_waits_in_silence() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		freeze(CASH);
		next_epoch();
		assert!(matches!(last_event(), Event::Collected { .. }));
		thaw(CASH);
		next_epoch();
		assert_eq!(last_event(), distributed(CASH, 1_325, 1_060, 265));
	});
}

#[test]
fn a_changed_split_holds_for_what_comes_after() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		set(RevenueSplit {
			lister_ppm: 500_000,
			dividends_ppm: 0,
			validators_ppm: 250_000,
			treasury_ppm: 750_000,
		});
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		next_epoch();
		// 2,700 and 1,500 less 50: 1,037.5 and 3,112.5 of 4,150, and 1 is left by rounding.
		assert_eq!(last_event(), distributed(CASH, 1, 1_037, 3_112));
		set(RevenueSplit {
			lister_ppm: 0,
			dividends_ppm: 0,
			validators_ppm: 1_000_000,
			treasury_ppm: 0,
		});
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		next_epoch();
		assert_eq!(last_event(), distributed(CASH, 0, 3_000, 0));
		assert_eq!(dividends(CASH), 1);
	});
}

#[test]
fn it_happens_in_the_last_block_of_an_epoch_and_is_accounted_for_there() {
	ExtBuilder::default().build_and_execute(|| {
		trade(SHARES, 1_000);
		assert_ok!(collect(SHARES));
		for block in 2..=9 {
			let weight = next_block().ref_time();
			// In a runtime whose database is free; at most eight tokens.
			assert_eq!(weight, if block == 9 { 1_000 + 8 * 500 } else { 0 }, "{block}");
			assert_eq!(total(CASH, &revenue()), 2_700);
			assert_eq!((epoch(), owed(CASH, &alice())), (1, 0));
		}
		assert_eq!(next_block().ref_time(), 0);
		assert_eq!((epoch(), total(CASH, &revenue())), (2, 50));
		assert_eq!(owed(CASH, &alice()), 662);
	});
}

#[test]
fn an_epoch_without_revenue_says_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		next_epoch();
		next_epoch();
		assert_eq!(events(), []);
	});
}
