//! `claim_fraction`: the owner of a fraction is paid his part of the proceeds.

use super::bid_for_fractions::{bid, closes, reverse_split};
use super::*;
use crate::Fractions;

fn claim_for(who: &AccountId) -> DispatchResult {
	Shareholders::claim_fraction(signed(&eve()), SHARE, 0, Some(who.clone()))
}

/// Dave buys what the fractions make up.
fn sell(amount: u128) {
	assert_ok!(bid(&dave(), amount));
	go_to(closes());
	assert_ok!(Shareholders::settle_fractions(signed(&eve()), SHARE, 0));
}

#[test]
fn everybody_is_paid_in_proportion_and_once() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		let claimable = |who| Shareholders::claimable_fraction(SHARE, 0, &who).unwrap();
		assert_eq!(claimable(alice()), None);
		sell(1_001);
		// 7, 1 and 2 tenths of 1,001, rounded down.
		assert_eq!(claimable(alice()), Some(700));
		for (who, amount) in [(alice(), 700), (bob(), 100), (carol(), 200)] {
			assert_ok!(claim_for(&who));
			assert_eq!(total(KSI, &who), START + amount);
			let expected =
				Event::FractionClaimed { class: SHARE, split: 0, who: who.clone(), amount };
			assert_eq!(last_event(), expected);
			assert!(claim_for(&who).is_err());
			assert_eq!(claimable(who), None);
		}
		// Nothing is left but an atom that belongs to nobody.
		assert_eq!(
			(Fractions::<Test>::iter().count(), FractionPools::<Test>::iter().count()),
			(0, 0)
		);
		let pot = Shareholders::fraction_pot(SHARE);
		assert_eq!(total(KSI, &pot), 1 + EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn a_fraction_that_is_worth_less_than_an_atom_is_removed_by_its_claim() {
	ExtBuilder::default().build_and_execute(|| {
		// One for a thousand: a thousandth of alice, 999 of bob. Of 10 atoms these are 0.01 and 9.99.
		issue(&[(alice(), 2_001), (bob(), 999)]);
		assert_ok!(Shareholders::begin_split(signed(&founder()), SHARE, 1, 1_000));
		assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 100));
		sell(10);
		assert_ok!(claim_for(&alice()));
		let expected = Event::FractionClaimed { class: SHARE, split: 0, who: alice(), amount: 0 };
		assert_eq!(last_event(), expected);
		assert_noop!(claim_for(&alice()), Error::<Test>::NothingOwed);
		assert_ok!(claim_for(&bob()));
		assert_eq!((total(KSI, &alice()), total(KSI, &bob())), (START, START + 9));
	});
}

#[test]
fn claim_fraction_fails_before_the_sale_and_for_others() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(claim_for(&alice()), Error::<Test>::UnknownSplit);
		reverse_split();
		assert_noop!(claim_for(&alice()), Error::<Test>::NothingOwed);
		sell(1_000);
		assert_noop!(claim_for(&dave()), Error::<Test>::NothingOwed);
		assert_ok!(claim_for(&alice()));
		assert_noop!(claim_for(&alice()), Error::<Test>::NothingOwed);
	});
}

#[test]
fn what_an_account_cannot_take_waits_for_it() {
	ExtBuilder::default().build_and_execute(|| {
		// 3 tenths of 20 atoms are less than an account has to have of KSI.
		System::inc_providers(&ghost());
		issue(&[(alice(), 97), (ghost(), 3)]);
		assert_ok!(Shareholders::begin_split(signed(&founder()), SHARE, 1, 10));
		assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 100));
		sell(20);
		assert_noop!(claim_for(&ghost()), Error::<Test>::CannotBePaid);
		endow(&ghost());
		assert_ok!(claim_for(&ghost()));
		assert_eq!(total(KSI, &ghost()), START + 6);
	});
}
