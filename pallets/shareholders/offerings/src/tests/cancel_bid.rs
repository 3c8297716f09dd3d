use super::*;

#[test]
fn cancel_bid_gives_everything_back() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 7, 90));
		assert_ok!(bid(&dave(), 3, 90));
		assert_ok!(cancel_bid(&dave(), 0));
		assert_eq!(
			last_event(),
			Event::BidCancelled { offering: FIRST, bid: 0, who: dave(), refund: 630 }
		);
		assert_eq!((held(CASH, &dave()), free(CASH, &dave())), (270, START - 270));
		assert_eq!(Levels::<Test>::get(FIRST, 90), Some(3));
		assert_ok!(cancel_bid(&dave(), 1));
		assert_eq!(Levels::<Test>::get(FIRST, 90), None);
		assert_eq!((held(CASH, &dave()), free(CASH, &dave())), (0, START));
	});
}

#[test]
fn cancel_bid_fails_for_others_and_for_none() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(cancel_bid(&dave(), 0), Error::<Test>::UnknownOffering);
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 7, 90));
		assert_noop!(cancel_bid(&eve(), 0), Error::<Test>::NotYourBid);
		assert_noop!(cancel_bid(&dave(), 1), Error::<Test>::UnknownBid);
		assert_ok!(cancel_bid(&dave(), 0));
		assert_noop!(cancel_bid(&dave(), 0), Error::<Test>::UnknownBid);
	});
}

#[test]
fn cancel_bid_fails_after_the_window() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 7, 90));
		go_to(CLOSES);
		assert_noop!(cancel_bid(&dave(), 0), Error::<Test>::NotOpen);
		assert_ok!(price());
		assert_noop!(cancel_bid(&dave(), 0), Error::<Test>::NotOpen);
	});
}

#[test]
fn cancel_bid_works_whatever_has_been_stopped() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		assert_ok!(bid(&dave(), 7, 90));
		halt();
		assert_ok!(Assets::freeze(signed(&founder()), CASH, dave()));
		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_ok!(cancel_bid(&dave(), 0));
		assert_eq!(free(CASH, &dave()), START);
	});
}
