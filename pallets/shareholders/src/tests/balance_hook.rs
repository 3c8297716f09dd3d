//! What the ledger reports, and what becomes of a class that cannot follow.

use super::*;
use frame_support::traits::{fungibles::Mutate as _, tokens::Preservation::Expendable};

#[test]
fn a_plain_token_leaves_no_trace() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		pass(1);
		let before = (class(SHARE), Lines::<Test>::iter().collect::<Vec<_>>());
		assert_ok!(Assets::transfer(signed(&alice()), CASH, bob(), 100));
		assert_ok!(Assets::mint(signed(&founder()), CASH, carol(), 100));
		assert_eq!((class(SHARE), Lines::<Test>::iter().collect::<Vec<_>>()), before);
		assert!(Classes::<Test>::iter_keys().eq([SHARE]));
	});
}

#[test]
fn a_line_is_written_once_per_epoch() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 600), (bob(), 400)]);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		pass(1);
		assert_ok!(transfer(&alice(), &bob(), 1));
		let written = (Lines::<Test>::get(SHARE, alice()), class(SHARE));
		for _ in 0..10 {
			assert_ok!(transfer(&alice(), &bob(), 1));
			assert_ok!(transfer(&bob(), &alice(), 2));
		}
		assert_eq!((Lines::<Test>::get(SHARE, alice()), class(SHARE)), written);
	});
}

#[test]
fn mints_and_burns_reach_the_supply() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		assert_eq!(class(SHARE).register.supply, 60);
		issue(&[(alice(), 5), (bob(), 40)]);
		assert_eq!(class(SHARE).register.supply, 105);
		assert_ok!(Assets::burn(signed(&founder()), SHARE, bob(), 15));
		assert_eq!(class(SHARE).register.supply, 90);
	});
}

/// 15 of a token with a minimum of 10: sending 8 by trait burns the other 7.
#[test]
fn a_burned_rest_reaches_the_supply() {
	ExtBuilder::without_payout().build_and_execute(|| {
		assert_ok!(Shareholders::create_share_class(signed(&founder()), COMPANY, BOND));
		assert_ok!(Assets::mint(signed(&founder()), BOND, alice(), 15));
		assert_eq!(class(BOND).register.supply, 2 * START + 15);
		assert_ok!(Whole::transfer(BOND, &alice(), &founder(), 8, Expendable));
		assert_eq!(total(BOND, &alice()), 0);
		assert_eq!(class(BOND).register.supply, 2 * START + 8);
	});
}

#[test]
fn shares_of_the_company_count_in_no_dividend() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(transfer(&bob(), &company(), 20));
		let register = class(SHARE).register;
		assert_eq!((register.excluded_total, register.eligible()), (20, Ok(80)));
		assert_ok!(pay(&founder(), 80, Schedule::Stream(2)));
		pass(2);
		assert_eq!((owed(&alice()), owed(&bob()), owed(&company())), (60, 20, 0));
	});
}

/// Alice's line claims to have seen more than the class ever paid, which no sequence of calls brings about.
fn contradiction() {
	issue(&[(alice(), 60), (bob(), 40)]);
	assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
	pass(1);
	assert_ok!(claim(&alice()));
	Classes::<Test>::mutate_extant(SHARE, |class| {
		class.register.payouts[0].per_share.rate = Default::default();
		class.register.payouts[0].left = 0;
		class.register.payouts[0].pace = 0;
	});
	pass(1);
}

#[test]
fn a_class_that_cannot_follow_is_halted_and_the_ledger_goes_on() {
	ExtBuilder::default().build_and_execute(|| {
		contradiction();
		let before = class(SHARE).register;
		assert_ok!(transfer(&alice(), &bob(), 10));
		let reason = AccountingError::Corrupt;
		assert_eq!((total(SHARE, &alice()), total(SHARE, &bob())), (50, 50));
		assert_eq!(class(SHARE).status, ClassStatus::Halted(reason));
		let halted = Event::ClassHalted { class: SHARE, reason };
		let halts = System::events()
			.into_iter()
			.filter(|record| record.event == RuntimeEvent::Shareholders(halted.clone()));
		assert_eq!(halts.count(), 1);
		// What was there is there for whoever repairs it.
		assert_eq!(class(SHARE).register, before);
		assert_ok!(transfer(&alice(), &bob(), 50));
		assert_ok!(Assets::mint(signed(&founder()), SHARE, carol(), 5));
		assert_eq!(class(SHARE).register, before);
	});
}

#[test]
fn every_call_on_a_halted_class_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		contradiction();
		assert_ok!(Shareholders::propose_exclusion(signed(&founder()), SHARE, dave()));
		assert_ok!(transfer(&alice(), &bob(), 10));
		give_roles();
		let by = || signed(&founder());
		let results = [
			Shareholders::hand_over(by(), COMPANY),
			Shareholders::propose_exclusion(by(), SHARE, dave()),
			Shareholders::accept_exclusion(signed(&dave()), SHARE),
			Shareholders::include(by(), SHARE, dave()),
			Shareholders::open_payout(by(), SHARE, BOND),
			pay(&founder(), 100, Schedule::Stream(2)),
			claim(&bob()),
			Shareholders::prune(by(), SHARE, bob()),
			Shareholders::reserve_date(SHARE, Shareholders::epoch()),
			Shareholders::release_date(SHARE, 1),
		];
		for result in results {
			assert_eq!(result, Err(refused(Error::ClassHalted)));
		}
		assert_eq!(Shareholders::claimable(SHARE, &bob()), Err(refused(Error::ClassHalted)));
	});
}

/// A debt that is dropped adds to the supply without regard to any maximum. No call does it.
#[test]
fn a_supply_beyond_the_bound_halts_the_class() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		let supply = MAX_SUPPLY + 1;
		pallet_tokens::Asset::<Test>::mutate(SHARE, |details| {
			details.as_mut().unwrap().supply = supply;
		});
		assert_ok!(transfer(&alice(), &bob(), 10));
		assert_eq!(class(SHARE).status, ClassStatus::Halted(AccountingError::SupplyTooLarge));
		pallet_tokens::Asset::<Test>::mutate(SHARE, |details| {
			details.as_mut().unwrap().supply = 60;
		});
	});
}
