use super::*;

fn with_claims() {
	assert_ok!(open(with_rights()));
	for who in [alice(), bob(), carol()] {
		assert_ok!(claim(&who));
	}
	go_to(OPENS);
}

#[test]
fn exercise_buys_shares_at_once() {
	ExtBuilder.build_and_execute(|| {
		with_claims();
		assert_ok!(exercise(&alice(), 50));
		assert_eq!(
			last_event(),
			Event::RightsExercised { offering: FIRST, who: alice(), lots: 50, pays: 3_000 }
		);
		assert_eq!(free(RIGHT, &alice()), 10);
		assert_eq!(free(SHARE, &alice()), 600 + 500);
		assert_eq!(free(CASH, &alice()), START - 3_000);
		assert_eq!(free(CASH, &company()), START + 3_000);
		assert_ok!(exercise(&alice(), 10));
		assert_eq!(free(RIGHT, &alice()), 0);
	});
}

#[test]
fn exercise_works_for_rights_that_were_bought() {
	ExtBuilder.build_and_execute(|| {
		with_claims();
		assert_ok!(Assets::transfer(signed(&alice()), RIGHT, dave(), 60));
		assert_noop!(exercise(&alice(), 1), TokenError::FundsUnavailable);
		assert_ok!(exercise(&dave(), 60));
		assert_eq!(total(SHARE, &dave()), 600);
	});
}

#[test]
fn exercise_fails_outside_its_window() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(open(with_rights()));
		assert_ok!(claim(&alice()));
		go_to(OPENS - 1);
		assert_noop!(exercise(&alice(), 1), Error::<Test>::NotOpen);
		go_to(PUBLIC);
		assert_noop!(exercise(&alice(), 1), Error::<Test>::NotOpen);
	});
}

#[test]
fn exercise_fails_for_nothing_and_for_too_much() {
	ExtBuilder.build_and_execute(|| {
		with_claims();
		assert_noop!(exercise(&alice(), 0), Error::<Test>::ZeroAmount);
		assert_noop!(exercise(&alice(), 101), Error::<Test>::AboveOffer);
		assert_noop!(exercise(&alice(), 61), TokenError::FundsUnavailable);
	});
}

#[test]
fn exercise_fails_where_there_are_no_rights() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(exercise(&alice(), 1), Error::<Test>::UnknownOffering);
		assert_ok!(open(fixed()));
		assert_noop!(exercise(&alice(), 1), Error::<Test>::NoRights);
	});
}

#[test]
fn exercise_fails_without_the_money() {
	ExtBuilder.build_and_execute(|| {
		with_claims();
		assert_ok!(Assets::transfer(signed(&alice()), CASH, bob(), START - 3_580));
		assert_noop!(exercise(&alice(), 60), TokenError::FundsUnavailable);
		// With all the money, or so much that the minimum stays; never so that a rest is burned.
		assert_noop!(exercise(&alice(), 59), TokenError::FundsUnavailable);
		assert_ok!(exercise(&alice(), 58));
		assert_eq!(free(CASH, &alice()), 3_580 - 58 * 60);
		assert_ok!(Assets::mint(signed(&founder()), CASH, alice(), 20));
		assert_ok!(exercise(&alice(), 2));
		assert_eq!(free(CASH, &alice()), 0);
	});
}

#[test]
fn exercise_fails_when_the_maximum_leaves_no_room() {
	ExtBuilder.build_and_execute(|| {
		with_claims();
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), SHARE, SUPPLY + 599));
		assert_noop!(exercise(&alice(), 60), LedgerError::<Test>::AboveAuthorisedMaximum);
		assert_ok!(exercise(&alice(), 59));
	});
}

#[test]
fn exercise_fails_while_the_class_is_halted() {
	ExtBuilder.build_and_execute(|| {
		with_claims();
		halt();
		assert_noop!(exercise(&alice(), 1), RegisterError::<Test>::ClassHalted);
	});
}
