//! `offer_fractions`: the company asks a price for what fractions make up.

use super::*;
use crate::FractionPools;

/// A reverse split of 57, 31 and 12 shares, 10 to one: 7, 1 and 2 tenths are left, one share in all.
pub(crate) fn reverse_split() {
	issue(&[(alice(), 57), (bob(), 31), (carol(), 12)]);
	assert_ok!(Shareholders::begin_split(signed(&founder()), SHARE, 1, 10));
	assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 100));
	check();
}

pub(crate) fn offer(amount: u128) -> DispatchResult {
	Shareholders::offer_fractions(signed(&founder()), SHARE, 0, CASH, amount)
}

#[test]
fn an_offer_replaces_the_one_before() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(offer(1_000));
		assert_ok!(offer(2_000));
		let expected =
			Event::FractionsOffered { class: SHARE, split: 0, token: CASH, amount: 2_000 };
		assert_eq!(last_event(), expected);
		assert_eq!(FractionPools::<Test>::get(SHARE, 0).unwrap().offer, Some((CASH, 2_000)));
	});
}

#[test]
fn offer_fractions_fails_where_there_is_nothing_to_sell_or_nothing_to_pay() {
	ExtBuilder::default().build_and_execute(|| {
		let offer_in = |token, amount| {
			Shareholders::offer_fractions(signed(&founder()), SHARE, 0, token, amount)
		};
		assert_noop!(offer_in(CASH, 10), Error::<Test>::UnknownSplit);
		reverse_split();
		assert_noop!(offer_in(CASH, 0), Error::<Test>::ZeroAmount);
		assert_noop!(offer_in(77, 10), Error::<Test>::UnknownToken);
		assert_noop!(offer_in(SHARE, 10), Error::<Test>::PaidInShares);
		assert_ok!(offer_in(KSI, 1_000));
		assert_ok!(Shareholders::pay_in_fractions(SHARE, 0, KSI, 1));
		assert_noop!(offer_in(CASH, 10), Error::<Test>::OtherPaymentToken);
		// What was paid in without being there is put there now, with the minimum.
		use frame_support::traits::fungible::Mutate as _;
		assert_ok!(Balances::mint_into(
			&Shareholders::fraction_pot(SHARE),
			EXISTENTIAL_DEPOSIT + 1
		));
	});
}

#[test]
fn the_next_split_waits_until_the_fractions_of_the_last_are_sold() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		let again = || Shareholders::begin_split(signed(&founder()), SHARE, 2, 1);
		assert_noop!(again(), Error::<Test>::FractionsUnsold);
		assert_ok!(offer(1_000));
		assert_ok!(Shareholders::buy_fractions(signed(&dave()), SHARE, 0, CASH, 1_000));
		assert_ok!(again());
		assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 100));
		assert_eq!((total(SHARE, &alice()), total(SHARE, &dave())), (10, 2));
		// The fractions of the first are still paid.
		assert_ok!(Shareholders::claim_fraction(signed(&alice()), SHARE, 0, None));
		assert_eq!(total(CASH, &alice()), START + 700);
	});
}
