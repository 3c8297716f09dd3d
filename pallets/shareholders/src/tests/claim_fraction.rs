//! `claim_fraction`: the owner of a fraction is paid his part of the proceeds.

use super::offer_fractions::{offer, reverse_split};
use super::*;
use crate::Fractions;

fn claim_for(who: &AccountId) -> DispatchResult {
	Shareholders::claim_fraction(signed(&eve()), SHARE, 0, Some(who.clone()))
}

#[test]
fn everybody_is_paid_in_proportion_and_once() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(offer(1_001));
		assert_ok!(Shareholders::buy_fractions(signed(&dave()), SHARE, 0, CASH, 1_001));
		// 7, 1 and 2 tenths of 1,001, rounded down.
		let claimable = |who| Shareholders::claimable_fraction(SHARE, 0, &who).unwrap();
		assert_eq!(claimable(alice()), Some((CASH, 700)));
		for (who, amount) in [(alice(), 700), (bob(), 100), (carol(), 200)] {
			assert_ok!(claim_for(&who));
			assert_eq!(total(CASH, &who), START + amount);
			let expected = Event::FractionClaimed {
				class: SHARE,
				split: 0,
				who: who.clone(),
				token: CASH,
				amount,
			};
			assert_eq!(last_event(), expected);
			assert_noop!(claim_for(&who), Error::<Test>::NothingOwed);
			assert_eq!(claimable(who), None);
		}
		assert_eq!(Fractions::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_fraction_stays_as_long_as_more_may_come_in() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		let pot = Shareholders::fraction_pot(SHARE);
		assert_ok!(Assets::transfer(signed(&dave()), CASH, pot.clone(), CASH_MINIMUM + 500));
		assert_ok!(Shareholders::pay_in_fractions(SHARE, 0, CASH, 500));
		assert_ok!(claim_for(&alice()));
		assert_eq!(total(CASH, &alice()), START + 350);
		assert_eq!(Fractions::<Test>::iter().count(), 3);
		assert_ok!(Assets::transfer(signed(&dave()), CASH, pot, 500));
		assert_ok!(Shareholders::pay_in_fractions(SHARE, 0, CASH, 500));
		assert_ok!(Shareholders::take_fractions(SHARE, 0, &dave()));
		assert_ok!(claim_for(&alice()));
		assert_eq!(total(CASH, &alice()), START + 700);
		assert_eq!(Fractions::<Test>::iter().count(), 2);
	});
}

#[test]
fn claim_fraction_fails_before_anything_is_paid_and_for_others() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(claim_for(&alice()), Error::<Test>::UnknownSplit);
		reverse_split();
		assert_noop!(claim_for(&alice()), Error::<Test>::NothingOwed);
		assert_ok!(offer(1_000));
		assert_ok!(Shareholders::buy_fractions(signed(&dave()), SHARE, 0, CASH, 1_000));
		assert_noop!(claim_for(&dave()), Error::<Test>::NothingOwed);
		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_noop!(claim_for(&alice()), Error::<Test>::CannotBePaid);
		assert_ok!(Assets::thaw_asset(signed(&founder()), CASH));
		assert_ok!(claim_for(&alice()));
	});
}
