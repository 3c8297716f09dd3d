use super::*;

#[test]
fn bid_holds_price_times_lots_in_place() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 7, 90));
		assert_eq!(
			last_event(),
			Event::BidPlaced {
				offering: FIRST,
				bid: 0,
				who: dave(),
				lots: 7,
				price: 90,
				deposit: 630
			}
		);
		assert_eq!((held(CASH, &dave()), free(CASH, &dave())), (630, START - 630));
		// Several bids of one account, at one price and at others.
		assert_ok!(bid(&dave(), 3, 90));
		assert_ok!(bid(&dave(), 100, 80));
		assert_eq!(held(CASH, &dave()), 630 + 270 + 8_000);
		assert_eq!(
			(Levels::<Test>::get(FIRST, 90), Levels::<Test>::get(FIRST, 80)),
			(Some(10), Some(100))
		);
	});
}

#[test]
fn bid_works_in_ksi() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(Offerings::open_offering(signed(&founder()), SHARE, KSI, fixed()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 7, 100));
		assert_eq!(held(KSI, &dave()), 700);
		finish();
		assert_eq!(held(KSI, &dave()), 0);
		assert_eq!((total(KSI, &dave()), total(KSI, &company())), (START - 700, 700));
		assert_eq!(total(SHARE, &dave()), 70);
	});
}

#[test]
fn bid_fails_outside_the_window() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(bid(&dave(), 1, 90), Error::<Test>::UnknownOffering);
		assert_ok!(open(with_rights()));
		for block in [OPENS - 1, PUBLIC - 1] {
			go_to(block);
			assert_noop!(bid(&dave(), 1, 90), Error::<Test>::NotOpen);
		}
		go_to(PUBLIC);
		assert_ok!(bid(&dave(), 1, 90));
		go_to(CLOSES - 1);
		assert_ok!(bid(&dave(), 1, 90));
		go_to(CLOSES);
		assert_noop!(bid(&dave(), 1, 90), Error::<Test>::NotOpen);
		assert_ok!(price());
		assert_noop!(bid(&dave(), 1, 90), Error::<Test>::NotOpen);
	});
}

#[test]
fn bid_fails_for_nothing_for_too_much_and_for_too_little() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_noop!(bid(&dave(), 0, 90), Error::<Test>::ZeroAmount);
		assert_noop!(bid(&dave(), 101, 90), Error::<Test>::AboveOffer);
		assert_noop!(bid(&dave(), 1, 79), Error::<Test>::PriceRefused);
		assert_noop!(bid(&dave(), 2, u128::MAX), Error::<Test>::Overflow);
		assert_noop!(bid(&dave(), 1, START + 1), TokenError::FundsUnavailable);
	});
}

#[test]
fn bid_at_a_fixed_price_is_at_that_price() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(fixed()));
		go_to(OPENS);
		assert_noop!(bid(&dave(), 1, 99), Error::<Test>::PriceRefused);
		assert_noop!(bid(&dave(), 1, 101), Error::<Test>::PriceRefused);
		assert_ok!(bid(&dave(), 1, 100));
	});
}

#[test]
fn bid_fails_for_more_than_rights_have_left() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		go_to(OPENS);
		assert_ok!(exercise(&alice(), 60));
		go_to(PUBLIC);
		assert_noop!(bid(&dave(), 41, 90), Error::<Test>::AboveOffer);
		assert_ok!(bid(&dave(), 40, 90));
	});
}

#[test]
fn bid_fails_beyond_the_number_of_bids() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 1, 90));
		// As if there were all the others.
		let set =
			|bids| StoredOfferings::<Test>::mutate_extant(FIRST, |offering| offering.bids = bids);
		set(MAX_BIDS);
		assert_noop!(bid(&eve(), 1, 90), Error::<Test>::TooManyBids);
		assert_ok!(cancel_bid(&dave(), 0));
		assert_ok!(bid(&eve(), 1, 90));
		set(1);
	});
}

#[test]
fn bid_fails_beyond_the_number_of_prices() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 1, 90));
		// As if there were bids at all the other prices.
		StoredOfferings::<Test>::mutate_extant(FIRST, |offering| offering.levels = MAX_LEVELS);
		assert_noop!(bid(&eve(), 1, 91), Error::<Test>::TooManyLevels);
		assert_ok!(bid(&eve(), 1, 90));
		StoredOfferings::<Test>::mutate_extant(FIRST, |offering| offering.levels = 1);
	});
}

#[test]
fn bid_fails_when_an_account_may_not_send() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(Assets::freeze(signed(&founder()), CASH, dave()));
		assert_noop!(bid(&dave(), 1, 90), TokenError::Frozen);
	});
}

#[test]
fn bid_fails_while_the_class_is_halted() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		halt();
		assert_noop!(bid(&dave(), 1, 90), RegisterError::<Test>::ClassHalted);
	});
}

#[test]
fn bid_fails_for_an_account_that_cannot_take_shares() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		// Exists by CASH alone, so that it can take no token that is not sufficient.
		assert_ok!(Assets::transfer(signed(&dave()), CASH, ghost(), 10_000));
		go_to(OPENS);
		assert_noop!(bid(&ghost(), 10, 90), Error::<Test>::CannotReceive);
		assert_eq!(held(CASH, &ghost()), 0);
	});
}
