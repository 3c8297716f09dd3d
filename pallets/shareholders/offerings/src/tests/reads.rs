use super::*;
use crate::{BidInfo, BidPage, MAX_SCANNED};

#[test]
fn offering_info_follows_an_offering_through_its_phases() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(Offerings::offering_info(FIRST), None);
		assert_ok!(open(with_rights()));
		let phase = || Offerings::offering_info(FIRST).expect("it is there").phase;
		assert_eq!(phase(), Phase::Announced);
		assert_ok!(claim(&alice()));
		go_to(OPENS);
		assert_eq!(phase(), Phase::Rights);
		assert_ok!(exercise(&alice(), 60));
		go_to(PUBLIC);
		assert_eq!(phase(), Phase::Public);
		assert_ok!(bid(&dave(), 30, 100));
		assert_ok!(bid(&eve(), 20, 90));
		let info = Offerings::offering_info(FIRST).expect("it is there");
		assert_eq!((info.claimed, info.exercised), (60, 60));
		assert_eq!((info.demand, info.deposits, info.bids), (50, 4_800, 2));
		assert_eq!((info.rights_token, info.record_date), (Some(RIGHT), Some(2)));
		go_to(CLOSES);
		assert_eq!(phase(), Phase::Closed);
		assert_ok!(price());
		assert_ok!(settle(1));
		let info = Offerings::offering_info(FIRST).expect("it is there");
		// 40 lots are left: 30 and 10 of 20, all at 90.
		assert_eq!((info.phase, info.price), (Phase::Settling, Some(90)));
		assert_eq!((info.lots_sold, info.proceeds, info.bids), (30, 2_700, 1));
		assert_ok!(settle(1));
		assert_eq!(phase(), Phase::Completed);
		assert_ok!(clear(1));
		assert_eq!(Offerings::offering_info(FIRST), None);
		assert!(Offerings::offerings_of(SHARE).is_empty());
	});
}

#[test]
fn bids_of_pages_through_the_bids_of_one_account() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(Offerings::bids_of(FIRST, &dave(), None, 10), BidPage::default());
		assert_ok!(open(auction()));
		go_to(OPENS);
		for number in 0..6 {
			let who = if number % 2 == 0 { dave() } else { eve() };
			assert_ok!(bid(&who, number + 1, 90));
		}
		let page = Offerings::bids_of(FIRST, &dave(), None, 2);
		let info = |bid, lots| BidInfo { bid, lots, price: 90, deposit: 90 * lots };
		assert_eq!(page, BidPage { bids: vec![info(0, 1), info(2, 3)], next: Some(2) });
		let page = Offerings::bids_of(FIRST, &dave(), page.next, 2);
		assert_eq!(page, BidPage { bids: vec![info(4, 5)], next: None });
		// Of what is settled nothing is shown.
		go_to(CLOSES);
		assert_ok!(price());
		assert_ok!(settle(3));
		let page = Offerings::bids_of(FIRST, &dave(), None, 10);
		assert_eq!(page, BidPage { bids: vec![info(4, 5)], next: None });
	});
}

#[test]
fn bids_of_looks_at_so_many_numbers_per_page() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(auction()));
		go_to(OPENS);
		for _ in 0..MAX_SCANNED {
			assert_ok!(bid(&eve(), 1, 90));
			let last = offering(FIRST).expect("it is there").next_bid - 1;
			assert_ok!(cancel_bid(&eve(), last));
		}
		assert_ok!(bid(&dave(), 1, 90));
		let page = Offerings::bids_of(FIRST, &dave(), None, 10);
		assert_eq!(page, BidPage { bids: vec![], next: Some(MAX_SCANNED - 1) });
		let page = Offerings::bids_of(FIRST, &dave(), page.next, 10);
		assert_eq!((page.bids.len(), page.next), (1, None));
	});
}
