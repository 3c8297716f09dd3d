use super::*;

fn prune(who: &AccountId) -> DispatchResult {
	Shareholders::prune(signed(&carol()), SHARE, who.clone())
}

/// Alice owned 60 at date 2 and sold everything afterwards, so her line stays until nobody needs the date.
#[test]
fn prune_removes_a_line_that_nothing_needs_any_more() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		pass(1);
		assert_ok!(Shareholders::reserve_date(SHARE, 2));
		assert_ok!(transfer(&alice(), &bob(), 60));
		pass(1);
		assert_ok!(prune(&alice()));
		assert_eq!(Shareholders::total_at(SHARE, &alice(), 2), Ok(60));
		assert_ok!(Shareholders::release_date(SHARE, 2));
		assert!(Lines::<Test>::contains_key(SHARE, alice()));
		assert_ok!(prune(&alice()));
		assert!(!Lines::<Test>::contains_key(SHARE, alice()));
	});
}

/// Bob's total differs at date 2 and at the changes in epochs 3 and 4, so one entry is kept for the date.
#[test]
fn prune_drops_old_totals_and_keeps_the_rest_of_the_line() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(Shareholders::reserve_date(SHARE, 2));
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		for epoch in [2, 3, 4] {
			go_to(epoch);
			assert_ok!(transfer(&bob(), &alice(), 10));
		}
		let snaps = || Lines::<Test>::get(SHARE, bob()).unwrap().past.snaps.len();
		assert_eq!(snaps(), 1);
		assert_eq!(Shareholders::total_at(SHARE, &bob(), 2), Ok(40));
		assert_ok!(prune(&bob()));
		assert_eq!(snaps(), 1);
		assert_ok!(Shareholders::release_date(SHARE, 2));
		// Half of 100 to 40 of 100 shares, half to 30 of 100.
		assert_eq!(owed(&bob()), 20 + 15);
		assert_ok!(prune(&bob()));
		assert_eq!((snaps(), owed(&bob())), (0, 35));
	});
}

#[test]
fn prune_keeps_what_is_owed() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(pay(&founder(), 100, Schedule::Stream(2)));
		pass(2);
		assert_ok!(transfer(&alice(), &bob(), 60));
		pass(5);
		assert_ok!(prune(&alice()));
		assert_eq!(owed(&alice()), 60);
	});
}

#[test]
fn prune_of_an_account_without_a_line_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		let before: Vec<_> = Lines::<Test>::iter().collect();
		assert_ok!(prune(&ghost()));
		assert_eq!(Lines::<Test>::iter().collect::<Vec<_>>(), before);
	});
}

#[test]
fn prune_fails_for_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Shareholders::prune(signed(&carol()), CASH, alice()),
			Error::<Test>::NotAShareClass
		);
	});
}

/// H9: dates come and go, holders trade at each, and in the end nothing is stored but what the present needs.
#[test]
fn many_record_dates_leave_nothing_behind() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 500), (bob(), 500)]);
		for epoch in 2..200 {
			go_to(epoch);
			assert_ok!(Shareholders::reserve_date(SHARE, epoch));
			assert_ok!(transfer(&alice(), &bob(), 1));
			assert_ok!(transfer(&bob(), &carol(), 1));
			if epoch >= 20 {
				assert_ok!(Shareholders::release_date(SHARE, epoch - 18));
			}
		}
		for date in 182..200 {
			assert_ok!(Shareholders::release_date(SHARE, date));
		}
		assert!(class(SHARE).register.dates.as_slice().is_empty());
		pass(1);
		for who in [alice(), bob(), carol()] {
			assert_ok!(prune(&who));
			assert!(Lines::<Test>::get(SHARE, who).unwrap().past.snaps.is_empty());
		}
	});
}
