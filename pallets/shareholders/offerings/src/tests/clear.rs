use super::*;

#[test]
fn clear_removes_marks_and_returns_the_deposit_with_the_last() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		for who in [alice(), bob(), carol()] {
			assert_ok!(claim(&who));
		}
		finish();
		assert_eq!(offering(FIRST).map(|offering| offering.stage), Some(Stage::Clearing));
		assert!(!Offerings::is_running(SHARE));
		assert_eq!(deposit(&founder()), DEPOSIT);
		assert_ok!(clear(0)); // at least one
		assert_eq!(Claims::<Test>::iter_prefix(FIRST).count(), 2);
		check();
		let done = Offerings::clear(signed(&ghost()), FIRST, 50).expect("two are left");
		assert_eq!(done.actual_weight, Some(<Test as crate::Config>::WeightInfo::clear(2)));
		assert_eq!(last_event(), Event::OfferingCleared { offering: FIRST });
		assert_eq!(deposit(&founder()), 0);
		assert_eq!(Claims::<Test>::iter().count(), 0);
		assert_noop!(clear(1), Error::<Test>::UnknownOffering);
	});
}

#[test]
fn clear_fails_before_the_end() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(clear(1), Error::<Test>::UnknownOffering);
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		assert_noop!(clear(1), Error::<Test>::NotCompleted);
		go_to(PUBLIC);
		assert_ok!(bid(&dave(), 1, 90));
		go_to(CLOSES);
		assert_ok!(price());
		assert_noop!(clear(1), Error::<Test>::NotCompleted);
	});
}
