use super::*;

fn cancel(who: &AccountId) -> DispatchResult {
	Offerings::cancel_offering(signed(who), FIRST)
}

#[test]
fn cancel_offering_takes_it_back_before_it_opens() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(fixed()));
		go_to(OPENS - 1);
		assert_ok!(cancel(&founder()));
		assert_eq!(
			events()[1..],
			[
				Event::OfferingCancelled { offering: FIRST },
				Event::OfferingCleared { offering: FIRST }
			]
		);
		assert_eq!(deposit(&founder()), 0);
		assert!(!Offerings::is_running(SHARE));
		assert!(!Offerings::is_running(CASH));
		assert_eq!(StoredOfferings::<Test>::iter().count(), 0);
		assert_eq!(ClassOfferings::<Test>::iter().count(), 0);
	});
}

#[test]
fn cancel_offering_makes_claimed_rights_worthless() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		assert_ok!(cancel(&founder()));
		assert_noop!(claim(&bob()), Error::<Test>::NotOpen);
		// The date is given back; the deposit waits for the marks.
		assert_noop!(Shareholders::release_date(SHARE, 2), RegisterError::<Test>::UnknownDate);
		assert_eq!(deposit(&founder()), DEPOSIT);
		assert_ok!(Offerings::retire_rights(signed(&ghost()), RIGHT));
		assert_ok!(clear(10));
		assert_eq!(deposit(&founder()), 0);
	});
}

#[test]
fn cancel_offering_fails_once_it_has_opened() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		go_to(OPENS);
		assert_noop!(cancel(&founder()), Error::<Test>::OfferingHasOpened);
	});
}

#[test]
fn cancel_offering_fails_for_others_and_for_none() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(cancel(&founder()), Error::<Test>::UnknownOffering);
		assert_ok!(open(fixed()));
		assert_noop!(cancel(&alice()), RegisterError::<Test>::NotForCompany);
		finish();
		assert_noop!(cancel(&founder()), Error::<Test>::UnknownOffering);
	});
}

#[test]
fn cancel_offering_works_for_a_halted_class() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		halt();
		assert_ok!(cancel(&founder()));
		// The register gives the date back only when it has been repaired, and that is told.
		let reason = RegisterError::<Test>::ClassHalted.into();
		assert!(events().contains(&Event::RecordDateKept { class: SHARE, date: 2, reason }));
		assert_eq!(deposit(&founder()), 0);
	});
}
