//! Shares that work in open orders vote like any others, and each votes once.

use super::*;

/// All of alice's shares rest in an open order at the record date. It is filled while the ballot is open, before and after
/// she votes: the buyer has no weight, her vote stays whole.
#[test]
fn a_holder_with_all_shares_in_open_orders_casts_the_full_vote() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(hold(&alice(), 500));
		assert_eq!(Assets::balance_of(alice(), SHARE), Some(0));
		let id = opened(text());
		assert_ok!(fill(&alice(), &grace(), 200));
		assert_ok!(vote(&alice(), id, YES));
		assert_eq!(tally(id), (500, 0, 0));
		assert_ok!(fill(&alice(), &grace(), 300));
		assert_eq!((total(SHARE, &alice()), total(SHARE, &grace())), (0, 500));
		assert_noop!(vote(&grace(), id, NO), Error::<Test>::NoWeight);
		assert_ok!(vote(&alice(), id, NO));
		assert_eq!(tally(id), (0, 500, 0));
	});
}

/// Filled before the record date: the buyer votes with what he has bought, the seller with what is left.
#[test]
fn an_order_that_is_filled_before_the_record_date_takes_the_vote_along() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(open(text()));
		assert_ok!(hold(&alice(), 500));
		at(29);
		assert_ok!(fill(&alice(), &grace(), 200));
		at(30);
		assert_ok!(vote(&alice(), 0, YES));
		assert_ok!(vote(&grace(), 0, NO));
		assert_eq!(tally(0), (300, 200, 0));
	});
}

/// Held shares sign, and follow a delegate.
#[test]
fn shares_in_open_orders_sign_and_follow() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(hold(&eve(), 30));
		assert_ok!(hold(&dave(), 40));
		assert_ok!(delegate(&eve(), &dave()));
		go_to(3);
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&dave(), 0));
		at(info(0).opens);
		assert_ok!(vote(&dave(), 0, YES));
		assert_ok!(attach(0, &[eve()]));
		assert_eq!(tally(0), (70, 0, 0));
	});
}
