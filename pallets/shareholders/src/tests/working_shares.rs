//! Shares that work in open orders are shares like any others.

use super::*;

#[test]
fn a_holder_with_all_shares_in_open_orders_gets_the_full_dividend() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 50), (bob(), 50)]);
		assert_ok!(hold(&alice(), 50));
		assert_eq!(Assets::balance(SHARE, &alice()), 0);
		assert_ok!(Shareholders::reserve_date(SHARE, 3));
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		go_to(3);
		assert_eq!((owed(&alice()), owed(&bob())), (50, 50));
		assert_eq!(Shareholders::total_at(SHARE, &alice(), 3), Ok(50));
		assert_ok!(claim(&alice()));
		assert_eq!(total(CASH, &alice()), START + 50);
	});
}

#[test]
fn placing_and_cancelling_orders_writes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 50)]);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(4)));
		pass(2);
		let written = (Lines::<Test>::get(SHARE, alice()), class(SHARE));
		assert_ok!(hold(&alice(), 50));
		assert_ok!(release(&alice(), 20));
		assert_eq!((Lines::<Test>::get(SHARE, alice()), class(SHARE)), written);
		assert_eq!(owed(&alice()), 50);
	});
}

/// Record date 3, payment date 4. Alice's order rests over the record date and is filled in epoch 3.
#[test]
fn buyer_after_the_record_date_gets_no_dividend() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(Shareholders::reserve_date(SHARE, 3));
		assert_ok!(pay(&founder(), 100, dated(3, 4)));
		assert_ok!(hold(&alice(), 60));
		go_to(3);
		assert_ok!(fill(&alice(), &carol(), 60));
		assert_eq!((total(SHARE, &alice()), total(SHARE, &carol())), (0, 60));
		assert_eq!(due(&alice(), CASH), (0, 60));
		assert_eq!(due(&carol(), CASH), (0, 0));
		// Nor a vote.
		let at = |who: &AccountId| Shareholders::total_at(SHARE, who, 3);
		assert_eq!((at(&alice()), at(&carol())), (Ok(60), Ok(0)));
		go_to(4);
		assert_noop!(claim(&carol()), Error::<Test>::NothingOwed);
		assert_ok!(claim(&alice()));
		assert_eq!(total(CASH, &alice()), START + 60);
	});
}

/// The same order, filled in the last epoch before the record date: the buyer gets it all.
#[test]
fn buyer_before_the_record_date_gets_the_dividend() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(pay(&founder(), 100, dated(3, 4)));
		assert_ok!(hold(&alice(), 60));
		go_to(2);
		assert_ok!(fill(&alice(), &carol(), 60));
		go_to(4);
		assert_eq!((owed(&alice()), owed(&carol()), owed(&bob())), (0, 60, 40));
	});
}

/// H8: one holding, in one transfer and in forty, to others and to oneself, around a record date.
#[test]
fn nobody_gains_by_splitting_a_holding() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 1_000), (bob(), 1_000)]);
		assert_ok!(pay(&founder(), 1_001, dated(3, 3)));
		for epoch in [2, 3] {
			go_to(epoch);
			for _ in 0..20 {
				assert_ok!(transfer(&alice(), &alice(), 7));
				assert_ok!(transfer(&alice(), &carol(), 3));
				assert_ok!(transfer(&carol(), &dave(), 1));
			}
		}
		go_to(4);
		// Before date 3 alice sent 60 and carol 20 of them on: 940, 40 and 20 of 2,000 shares, times 1,001 / 2,000.
		assert_eq!((owed(&alice()), owed(&carol()), owed(&dave())), (470, 20, 10));
		assert_eq!(owed(&bob()), 500);
	});
}
