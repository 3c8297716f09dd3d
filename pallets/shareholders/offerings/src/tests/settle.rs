use super::*;

/// Four bids for 100 lots, the price is 110 and 40 lots are left for the 90 at it.
fn auctioned() {
	assert_ok!(open(auction()));
	go_to(OPENS);
	for (who, lots, price) in
		[(alice(), 60, 120), (bob(), 50, 110), (carol(), 40, 110), (dave(), 30, 100)]
	{
		assert_ok!(bid(&who, lots, price));
	}
	go_to(CLOSES);
	assert_ok!(price());
}

#[test]
fn settle_gives_shares_for_one_price_and_the_rest_back() {
	ExtBuilder.build_and_execute(|| {
		auctioned();
		assert_ok!(settle(100));
		// bob: floor(40 x 50 / 90) = 22; carol: floor(40 x 90 / 90) - 22 = 18.
		let expected = [
			(alice(), 60, 6_600, 600),
			(bob(), 22, 2_420, 3_080),
			(carol(), 18, 1_980, 2_420),
			(dave(), 0, 0, 3_000),
		];
		let owned = [600, 300, 100, 0];
		for (number, ((who, lots, pays, refund), before)) in
			expected.into_iter().zip(owned).enumerate()
		{
			let bid = u32::try_from(number).unwrap();
			let event =
				Event::BidSettled { offering: FIRST, bid, who: who.clone(), lots, pays, refund };
			assert!(events().contains(&event), "{event:?}");
			assert_eq!(total(SHARE, &who), before + lots * 10);
			assert_eq!((free(CASH, &who), held(CASH, &who)), (START - pays, 0));
		}
		assert_eq!(free(CASH, &company()), START + 11_000);
		assert!(events().contains(&Event::Completed {
			offering: FIRST,
			price: Some(110),
			lots_sold: 100,
			proceeds: 11_000,
			exercised: 0
		}));
		assert_eq!(last_event(), Event::OfferingCleared { offering: FIRST });
		assert_eq!(deposit(&founder()), 0);
	});
}

#[test]
fn settle_goes_on_where_it_stopped() {
	ExtBuilder.build_and_execute(|| {
		auctioned();
		assert_ok!(settle(0)); // at least one
		assert_eq!((total(SHARE, &alice()), total(SHARE, &bob())), (1_200, 300));
		check();
		let done = Offerings::settle(signed(&ghost()), FIRST, 2).expect("three are left");
		assert_eq!(done.actual_weight, Some(<Test as crate::Config>::WeightInfo::settle(2)));
		assert_eq!((total(SHARE, &bob()), total(SHARE, &carol())), (520, 280));
		assert_eq!(held(CASH, &dave()), 3_000);
		check();
		let done = Offerings::settle(signed(&ghost()), FIRST, 100).expect("one is left");
		assert_eq!(done.actual_weight, Some(<Test as crate::Config>::WeightInfo::settle(1)));
		assert_noop!(settle(1), Error::<Test>::UnknownOffering);
	});
}

#[test]
fn settle_looks_at_so_many_numbers_and_no_more() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		for _ in 0..=MAX_STEPS {
			assert_ok!(bid(&dave(), 1, 90));
		}
		assert_ok!(cancel_bid(&dave(), 3));
		go_to(CLOSES);
		assert_ok!(price());
		assert_ok!(settle(u32::MAX));
		assert_eq!(offering(FIRST).map(|offering| offering.bids), Some(1));
		assert_ok!(settle(1));
		assert_eq!(total(SHARE, &dave()), 1_000);
	});
}

#[test]
fn settle_gives_everybody_the_same_part_at_a_fixed_price() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(fixed()));
		go_to(OPENS);
		for (who, lots) in [(alice(), 100), (bob(), 60), (carol(), 40)] {
			assert_ok!(bid(&who, lots, 100));
		}
		finish();
		// Half of everything: 100 of 200.
		for (who, before, lots) in [(alice(), 600, 50), (bob(), 300, 30), (carol(), 100, 20)] {
			assert_eq!(total(SHARE, &who), before + lots * 10);
			assert_eq!(free(CASH, &who), START - lots * 100);
		}
	});
}

#[test]
fn settle_ends_an_offering_without_bids() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(fixed()));
		finish();
		assert_eq!(offering(FIRST), None);
		assert_eq!(deposit(&founder()), 0);
		assert_eq!(Whole::total_issuance(SHARE), SUPPLY);
	});
}

#[test]
fn settle_fails_before_there_is_a_price_and_after_the_end() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(settle(1), Error::<Test>::UnknownOffering);
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		assert_noop!(settle(1), Error::<Test>::NotPriced);
		finish();
		assert_noop!(settle(1), Error::<Test>::NotPriced);
	});
}

#[test]
fn settle_passes_over_whoever_cannot_pay() {
	ExtBuilder.build_and_execute(|| {
		auctioned();
		assert_ok!(Assets::freeze(signed(&founder()), CASH, alice()));
		assert_ok!(settle(100));
		let reason = TokenError::Frozen.into();
		assert!(events().contains(&Event::BidRefused {
			offering: FIRST,
			bid: 0,
			who: alice(),
			refund: 7_200,
			reason
		}));
		assert_eq!((free(CASH, &alice()), total(SHARE, &alice())), (START, 600));
		// The others get what they would have got; alice's lots are not issued.
		assert_eq!((total(SHARE, &bob()), total(SHARE, &carol())), (520, 280));
		assert_eq!(free(CASH, &company()), START + 4_400);
	});
}

#[test]
fn a_bidder_stays_able_to_take_his_shares() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&carol(), 10, 90));
		// He cannot leave with all of his KSI, nor use up the place that his shares will need.
		assert_ok!(Balances::transfer_all(signed(&carol()), dave(), false));
		assert!(System::providers(&carol()) > 0);
		let before = System::consumers(&carol());
		let owned = total(SHARE, &carol());
		while System::can_inc_consumer(&carol()) {
			System::inc_consumers(&carol()).unwrap();
		}
		let full = System::consumers(&carol());
		finish();
		assert_eq!(total(SHARE, &carol()), owned + 100);
		for _ in before..full {
			System::dec_consumers(&carol());
		}
	});
}

#[test]
fn settle_gives_everything_back_while_the_payment_token_is_frozen() {
	ExtBuilder.build_and_execute(|| {
		auctioned();
		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_ok!(settle(100));
		for who in [alice(), bob(), carol(), dave()] {
			assert_eq!((free(CASH, &who), held(CASH, &who)), (START, 0));
		}
		assert_eq!(Whole::total_issuance(SHARE), SUPPLY);
	});
}

#[test]
fn settle_gives_back_what_finds_no_room_between_price_and_settlement() {
	ExtBuilder.build_and_execute(|| {
		auctioned();
		// The issuer leaves room for alice's 600 shares and not for bob's 220; carol's 180 fit again.
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), SHARE, SUPPLY + 800));
		assert_ok!(settle(100));
		assert_eq!((total(SHARE, &alice()), total(SHARE, &bob())), (1_200, 300));
		assert_eq!(total(SHARE, &carol()), 280);
		assert_eq!((free(CASH, &bob()), held(CASH, &bob())), (START, 0));
		let reason = LedgerError::<Test>::AboveAuthorisedMaximum.into();
		assert!(events().contains(&Event::BidRefused {
			offering: FIRST,
			bid: 1,
			who: bob(),
			refund: 5_500,
			reason
		}));
	});
}

#[test]
fn settle_goes_on_when_the_class_is_halted_meanwhile() {
	ExtBuilder.build_and_execute(|| {
		auctioned();
		assert_ok!(settle(1));
		halt();
		assert_ok!(settle(100));
		assert_eq!(offering(FIRST), None);
	});
}
