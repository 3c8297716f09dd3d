//! `bid_for_fractions`: anybody bids for what fractions make up, and whoever is outbid is free again.

use super::*;

/// A reverse split of 57, 31 and 12 shares, 10 to one: 7, 1 and 2 tenths are left, one share in all.
pub(crate) fn reverse_split() {
	issue(&[(alice(), 57), (bob(), 31), (carol(), 12)]);
	assert_ok!(Shareholders::begin_split(signed(&founder()), SHARE, 1, 10));
	assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, 100));
	check();
}

/// Bids for the shares of the first split.
pub(crate) fn bid(who: &AccountId, amount: u128) -> DispatchResult {
	Shareholders::bid_for_fractions(signed(who), SHARE, 0, amount)
}

/// The epoch in which the auction of the first split is over.
pub(crate) fn closes() -> Epoch {
	let left = FractionPools::<Test>::get(SHARE, 0).expect("it left fractions");
	left.auction.expect("somebody has bid").state.closes
}

fn on_hold(who: &AccountId) -> u128 {
	deposit(HoldReason::FractionBid, who)
}

#[test]
fn the_first_bid_begins_the_auction_and_gives_the_pot_its_minimum() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&dave(), 1_000));
		assert_eq!((on_hold(&dave()), total(KSI, &dave())), (1_000, START - EXISTENTIAL_DEPOSIT));
		assert_eq!(total(KSI, &Shareholders::fraction_pot(SHARE)), EXISTENTIAL_DEPOSIT);
		// In epoch 1, for 14.
		let expected = Event::FractionBid {
			class: SHARE,
			split: 0,
			bidder: dave(),
			amount: 1_000,
			closes: 15,
			outbid: None,
		};
		assert_eq!(last_event(), expected);
	});
}

#[test]
fn whoever_is_outbid_is_free_again_in_the_same_call() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&dave(), 1_000));
		assert_ok!(bid(&carol(), 1_050));
		assert_eq!((on_hold(&dave()), on_hold(&carol())), (0, 1_050));
		let expected = Event::FractionBid {
			class: SHARE,
			split: 0,
			bidder: carol(),
			amount: 1_050,
			closes: 15,
			outbid: Some(dave()),
		};
		assert_eq!(last_event(), expected);
		assert_eq!(total(KSI, &carol()), START);
	});
}

#[test]
fn who_raises_his_own_bid_needs_the_difference_only() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&eve(), 600_000));
		assert_ok!(bid(&eve(), 900_000));
		assert_eq!(on_hold(&eve()), 900_000);
	});
}

#[test]
fn a_bid_is_a_twentieth_above_the_one_before() {
	ExtBuilder::default().build_and_execute(|| {
		let least = || Shareholders::least_fraction_bid(SHARE, 0);
		assert_eq!(least(), Err(refused(Error::UnknownSplit)));
		assert_noop!(bid(&dave(), 1_000), Error::<Test>::UnknownSplit);
		reverse_split();
		assert_eq!(least(), Ok(EXISTENTIAL_DEPOSIT));
		for too_little in [0, EXISTENTIAL_DEPOSIT - 1] {
			assert_noop!(bid(&dave(), too_little), Error::<Test>::BidTooLow);
		}
		assert_ok!(bid(&dave(), 1_000));
		assert_eq!(least(), Ok(1_050));
		assert_noop!(bid(&carol(), 1_049), Error::<Test>::BidTooLow);
		assert_noop!(bid(&carol(), START), TokenError::FundsUnavailable);
		assert_ok!(bid(&carol(), 1_050));
	});
}

#[test]
fn a_late_bid_extends_the_auction_and_none_is_taken_after_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&dave(), 1_000));
		go_to(12);
		assert_ok!(bid(&carol(), 2_000));
		assert_eq!(closes(), 15);
		// A seventh of 14 is 2, and 2 are left.
		go_to(13);
		assert_ok!(bid(&dave(), 3_000));
		assert_eq!(closes(), 17);
		go_to(17);
		assert_noop!(bid(&carol(), 9_000), Error::<Test>::AuctionOver);
		let least = Shareholders::least_fraction_bid(SHARE, 0);
		assert_eq!(least, Err(refused(Error::AuctionOver)));
		assert_ok!(Shareholders::settle_fractions(signed(&eve()), SHARE, 0));
		assert_noop!(bid(&carol(), 9_000), Error::<Test>::FractionsSold);
	});
}

/// Otherwise whoever may freeze the token would bid an atom, freeze, and win.
#[test]
fn no_freeze_and_no_halt_keeps_others_from_bidding() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&founder(), 10));
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		assert_ok!(bid(&dave(), 1_000));
		Classes::<Test>::mutate_extant(SHARE, |class| {
			class.status = ClassStatus::Halted(AccountingError::Corrupt);
		});
		assert_ok!(bid(&carol(), 2_000));
	});
}

/// The company's account is kept alive by the register, so it may spend what others have to keep.
#[test]
fn nobody_makes_his_bid_impossible_to_release() {
	ExtBuilder::default().build_and_execute(|| {
		reverse_split();
		endow(&company());
		assert_ok!(bid(&company(), 10));
		let free = START - 10 - EXISTENTIAL_DEPOSIT;
		assert_ok!(Balances::transfer_allow_death(signed(&company()), bob(), free));
		assert_eq!((on_hold(&company()), total(KSI, &company())), (10, 10));
		assert_ok!(bid(&dave(), 1_000));
		assert_eq!((on_hold(&company()), total(KSI, &company())), (0, 10));
	});
}

#[test]
fn ksi_in_a_bid_earns_like_any_other() {
	ExtBuilder::default().with_platform().build_and_execute(|| {
		reverse_split();
		assert_ok!(bid(&eve(), 900_000));
		check();
		// Of 6,000,000 that earn the pot has 10 that were eve's: an eighth of 999,990.
		assert_ok!(Shareholders::pay_platform_dividend(&founder(), CASH, 750_000));
		pass(1);
		assert_ok!(Shareholders::claim(signed(&bob()), KSI, Some(eve())));
		assert_eq!(total(CASH, &eve()), 124_998);
		assert_ok!(bid(&dave(), 945_000));
		check();
	});
}
