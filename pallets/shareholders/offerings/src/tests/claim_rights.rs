use super::*;

#[test]
fn claim_rights_gives_each_holder_his_part() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		// Of 100 lots 600, 300 and 100 of 1000.
		for (who, lots) in [(alice(), 60), (bob(), 30), (carol(), 10)] {
			assert_eq!(Offerings::rights_of(FIRST, &who), Some((lots, 0)));
			assert_ok!(claim(&who));
			assert_eq!(
				last_event(),
				Event::RightsClaimed { offering: FIRST, who: who.clone(), lots }
			);
			assert_eq!(free(RIGHT, &who), lots);
			assert_eq!(Offerings::rights_of(FIRST, &who), Some((0, lots)));
		}
		assert_eq!(Whole::total_issuance(RIGHT), 100);
	});
}

#[test]
fn claim_rights_counts_what_was_owned_at_the_record_date() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(Assets::transfer(signed(&alice()), SHARE, dave(), 600));
		assert_ok!(claim(&alice()));
		assert_eq!(free(RIGHT, &alice()), 60);
		assert_noop!(claim(&dave()), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn claim_rights_rounds_down() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(OfferingTerms { lots: 7, ..with_rights() }));
		// 4.2, 2.1 and 0.7 lots.
		assert_ok!(claim(&alice()));
		assert_ok!(claim(&bob()));
		assert_noop!(claim(&carol()), Error::<Test>::NothingToClaim);
		assert_eq!((free(RIGHT, &alice()), free(RIGHT, &bob())), (4, 2));
	});
}

#[test]
fn claim_rights_may_be_made_by_anyone() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(Offerings::claim_rights(signed(&ghost()), FIRST, Some(alice())));
		assert_eq!(free(RIGHT, &alice()), 60);
	});
}

#[test]
fn claim_rights_fails_the_second_time() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		assert_ok!(Assets::transfer(signed(&alice()), RIGHT, dave(), 60));
		assert_noop!(claim(&alice()), Error::<Test>::AlreadyClaimed);
	});
}

#[test]
fn claim_rights_works_from_the_announcement_until_the_public_window() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		go_to(PUBLIC - 1);
		assert_ok!(claim(&bob()));
		go_to(PUBLIC);
		assert_noop!(claim(&carol()), Error::<Test>::RightsExpired);
		assert_eq!(Offerings::rights_of(FIRST, &carol()), Some((0, 0)));
	});
}

#[test]
fn claim_rights_fails_where_there_are_none() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(claim(&alice()), Error::<Test>::UnknownOffering);
		assert_ok!(open(fixed()));
		assert_noop!(claim(&alice()), Error::<Test>::NoRights);
		assert_eq!(Offerings::rights_of(FIRST, &alice()), None);
	});
}

#[test]
fn claim_rights_fails_while_the_class_is_halted() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		halt();
		assert_noop!(claim(&alice()), RegisterError::<Test>::ClassHalted);
		assert_eq!(Offerings::rights_of(FIRST, &alice()), Some((0, 0)));
	});
}
