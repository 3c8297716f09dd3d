use super::*;

fn priced() -> Settlement {
	match offering(FIRST).expect("it is there").stage {
		Stage::Settling(settlement) => settlement,
		stage => panic!("{stage:?}"),
	}
}

#[test]
fn price_offering_finds_the_highest_price_at_which_all_is_sold() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		for (who, lots, price) in
			[(alice(), 60, 120), (bob(), 50, 110), (carol(), 40, 110), (dave(), 30, 100)]
		{
			assert_ok!(bid(&who, lots, price));
		}
		go_to(CLOSES);
		assert_ok!(price());
		assert_eq!(
			last_event(),
			Event::OfferingPriced { offering: FIRST, price: 110, available: 100, demand: 180 }
		);
		let clearing = priced().clearing.expect("not called off");
		// 60 go to alice; 40 are left for 90.
		assert_eq!((clearing.price, clearing.margin, clearing.demand), (110, 40, 90));
		assert_eq!(Levels::<Test>::iter().count(), 0);
	});
}

#[test]
fn price_offering_is_the_reserve_if_not_all_is_wanted() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 99, 120));
		go_to(CLOSES);
		assert_ok!(price());
		assert_eq!(priced().clearing.map(|clearing| clearing.price), Some(80));
	});
}

#[test]
fn price_offering_is_charged_by_the_prices_there_are() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		for price in 90..95 {
			assert_ok!(bid(&dave(), 1, price));
		}
		go_to(CLOSES);
		let done = Offerings::price_offering(signed(&ghost()), FIRST).expect("it is closed");
		let weight = <Test as crate::Config>::WeightInfo::price_offering(5);
		assert_eq!(done.actual_weight, Some(weight));
	});
}

#[test]
fn price_offering_fails_before_the_end_and_the_second_time() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(price(), Error::<Test>::UnknownOffering);
		assert_ok!(open(auction()));
		go_to(CLOSES - 1);
		assert_noop!(price(), Error::<Test>::StillOpen);
		go_to(CLOSES);
		assert_ok!(price());
		assert_noop!(price(), Error::<Test>::NotOpen);
	});
}

#[test]
fn price_offering_calls_it_off_when_the_shares_have_no_room_any_more() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 50, 120));
		assert_ok!(bid(&eve(), 49, 80));
		// 99 lots are 990 shares: one more than may be issued.
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), SHARE, SUPPLY + 989));
		finish();
		assert!(events().contains(&Event::OfferingCalledOff { offering: FIRST }));
		assert!(events().contains(&Event::Completed {
			offering: FIRST,
			price: None,
			lots_sold: 0,
			proceeds: 0,
			exercised: 0
		}));
		assert_eq!((free(CASH, &dave()), free(CASH, &eve())), (START, START));
		assert_eq!((total(SHARE, &dave()), free(CASH, &company())), (0, START));
	});
}

#[test]
fn price_offering_needs_room_for_what_is_sold_and_no_more() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 50, 120));
		// 50 of 100 lots are wanted.
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), SHARE, SUPPLY + 500));
		finish();
		assert_eq!(total(SHARE, &dave()), 500);
	});
}

#[test]
fn price_offering_calls_it_off_when_the_class_is_halted() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 50, 120));
		halt();
		go_to(CLOSES);
		assert_ok!(price());
		assert_eq!(last_event(), Event::OfferingCalledOff { offering: FIRST });
		assert_eq!(Offerings::offering_info(FIRST).map(|info| info.phase), Some(Phase::CalledOff));
		assert_ok!(settle(1));
		assert_eq!(free(CASH, &dave()), START);
	});
}
