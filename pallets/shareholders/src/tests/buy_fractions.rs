//! `buy_fractions`: anybody buys what fractions make up, at the company's price.

use super::offer_fractions::{offer, reverse_split};
use super::*;

fn buy(who: &AccountId, amount: u128) -> DispatchResult {
	Shareholders::buy_fractions(signed(who), SHARE, 0, CASH, amount)
}

#[test]
fn the_buyer_gets_all_shares_and_the_pot_the_money_and_its_minimum() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(offer(1_000));
		assert_ok!(buy(&dave(), 1_000));
		let pot = Shareholders::fraction_pot(SHARE);
		assert_eq!((total(SHARE, &dave()), total(SHARE, &pot)), (1, 0));
		assert_eq!(total(CASH, &dave()), START - 1_000 - CASH_MINIMUM);
		assert_eq!(total(CASH, &pot), 1_000 + CASH_MINIMUM);
		let expected = Event::FractionsSold { class: SHARE, split: 0, buyer: dave(), shares: 1 };
		assert_eq!(last_event(), expected);
		// The token can neither be destroyed nor split from now on.
		assert_eq!(PayoutTokens::<Test>::get(CASH), 2);
	});
}

#[test]
fn what_somebody_has_put_into_the_pot_keeps_nobody_from_buying() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(transfer(&alice(), &Shareholders::fraction_pot(SHARE), 1));
		assert_ok!(offer(1_000));
		assert_ok!(buy(&dave(), 1_000));
		assert_eq!(total(SHARE, &dave()), 2);
	});
}

#[test]
fn buy_fractions_fails_at_another_price_and_when_they_are_gone() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(buy(&dave(), 1_000), Error::<Test>::UnknownSplit);
		reverse_split();
		assert_noop!(buy(&dave(), 1_000), Error::<Test>::NotOffered);
		assert_ok!(offer(1_000));
		assert_noop!(buy(&dave(), 999), Error::<Test>::NotOffered);
		assert!(buy(&eve(), 1_000).is_err(), "no cash");
		check();
		assert_ok!(buy(&dave(), 1_000));
		assert_noop!(buy(&dave(), 1_000), Error::<Test>::FractionsSold);
		assert_noop!(offer(1_000), Error::<Test>::FractionsSold);
		assert_noop!(Shareholders::take_fractions(SHARE, 0, &dave()), Error::<Test>::FractionsSold);
		assert_noop!(Shareholders::take_fractions(SHARE, 1, &dave()), Error::<Test>::UnknownSplit);
	});
}
