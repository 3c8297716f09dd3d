//! `settle_fractions`: the highest bidder gets what fractions make up, and their pot his bid.

use super::bid_for_fractions::{bid, closes, reverse_split};
use super::*;

fn settle() -> DispatchResult {
	Shareholders::settle_fractions(signed(&eve()), SHARE, 0)
}

fn fraction_pot() -> AccountId {
	Shareholders::fraction_pot(SHARE)
}

#[test]
fn the_winner_gets_all_shares_and_the_pot_his_bid() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&carol(), 900));
		assert_ok!(bid(&dave(), 1_000));
		go_to(closes());
		assert_ok!(settle());
		assert_eq!((total(SHARE, &dave()), total(SHARE, &fraction_pot())), (1, 0));
		assert_eq!((total(KSI, &dave()), total(KSI, &carol())), (START - 1_000, START - 10));
		assert_eq!(total(KSI, &fraction_pot()), 1_000 + EXISTENTIAL_DEPOSIT);
		assert_eq!(deposit(HoldReason::FractionBid, &dave()), 0);
		let expected = Event::FractionsSold {
			class: SHARE,
			split: 0,
			buyer: dave(),
			shares: 1,
			amount: 1_000,
		};
		assert_eq!(last_event(), expected);
		assert_eq!(Shareholders::fraction_shares(SHARE, 0), 0);
	});
}

#[test]
fn what_somebody_has_put_into_the_pot_goes_along() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(transfer(&alice(), &fraction_pot(), 1));
		assert_ok!(bid(&dave(), 1_000));
		go_to(closes());
		assert_ok!(settle());
		assert_eq!(total(SHARE, &dave()), 2);
	});
}

#[test]
fn settle_fractions_fails_before_the_end_and_when_they_are_gone() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(settle(), Error::<Test>::UnknownSplit);
		reverse_split();
		assert_noop!(settle(), Error::<Test>::NoBid);
		assert_ok!(bid(&dave(), 1_000));
		go_to(closes() - 1);
		assert_noop!(settle(), Error::<Test>::AuctionRunning);
		go_to(closes());
		assert_ok!(settle());
		assert_noop!(settle(), Error::<Test>::FractionsSold);
	});
}

/// Or he could change his mind.
#[test]
fn a_winner_who_has_no_room_for_shares_gets_them() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&eve(), 1_000));
		while System::inc_consumers(&eve()).is_ok() {}
		go_to(closes());
		assert_ok!(settle());
		assert_eq!((total(SHARE, &eve()), total(KSI, &eve())), (1, START - 1_000 - 10));
	});
}

/// Or whoever may freeze could call off a sale he does not like.
#[test]
fn a_sale_stands_while_the_token_is_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&dave(), 1_000));
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		go_to(closes());
		assert_ok!(settle());
		assert_eq!(total(SHARE, &dave()), 1);
		assert_ok!(Shareholders::claim_fraction(signed(&alice()), SHARE, 0, None));
		assert_eq!(total(KSI, &alice()), START + 700);
		// The shares are frozen like all others.
		assert!(transfer(&dave(), &bob(), 1).is_err());
	});
}

#[test]
fn a_winner_may_be_excluded_from_the_class() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		endow(&company());
		assert_ok!(bid(&company(), 1_000));
		go_to(closes());
		assert_ok!(settle());
		assert_eq!(total(SHARE, &company()), 1);
		assert_eq!(class(SHARE).register.excluded_total, 1);
	});
}

#[test]
fn the_next_split_waits_until_the_fractions_of_the_last_are_sold() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		let again = || Shareholders::begin_split(signed(&founder()), SHARE, 2, 1);
		assert_noop!(again(), Error::<Test>::FractionsUnsold);
		assert_ok!(bid(&dave(), 1_000));
		assert_noop!(again(), Error::<Test>::FractionsUnsold);
		go_to(closes());
		assert_ok!(settle());
		assert_ok!(again());
		assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 100));
		assert_eq!((total(SHARE, &alice()), total(SHARE, &dave())), (10, 2));
		// The fractions of the first are still paid.
		assert_ok!(Shareholders::claim_fraction(signed(&alice()), SHARE, 0, None));
		assert_eq!(total(KSI, &alice()), START + 700);
	});
}

#[test]
fn what_bids_and_sales_move_of_ksi_its_register_follows() {
	ExtBuilder::default().with_platform().build_and_execute(|| {
		reverse_split();
		pass(1);
		assert_ok!(bid(&eve(), 1_000));
		assert_ok!(bid(&dave(), 2_000));
		check();
		go_to(closes());
		assert_ok!(settle());
		check();
		assert_ok!(Shareholders::claim_fraction(signed(&eve()), SHARE, 0, Some(bob())));
		pass(1);
	});
}
