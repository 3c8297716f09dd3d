use super::*;

#[test]
fn vest_releases_a_straight_line_after_the_cliff() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_003, terms()));
		go_to(149);
		assert_noop!(vest(&bob(), 0), Error::<Test>::NothingVested);
		go_to(150);
		assert_eq!(VestingGrants::grants_of(SHARE, &bob())[0].due, 501); // 1003 x 50 / 100
		assert_ok!(vest(&bob(), 0));
		assert_eq!(
			last_event(),
			Event::Released { class: SHARE, who: bob(), grant: 0, amount: 501 }
		);
		assert_eq!((free(SHARE, &bob()), held(&bob())), (501, 502));
		assert_noop!(vest(&bob(), 0), Error::<Test>::NothingVested);
		go_to(151);
		assert_ok!(vest(&bob(), 0)); // floor(1003 x 51 / 100) = 511
		assert_eq!(free(SHARE, &bob()), 511);
		go_to(199);
		assert_ok!(vest(&bob(), 0)); // floor(1003 x 99 / 100) = 992
		assert_eq!(free(SHARE, &bob()), 992);
		go_to(200);
		assert_ok!(vest(&bob(), 0));
		assert_eq!((free(SHARE, &bob()), held(&bob())), (1_003, 0));
		assert_noop!(vest(&bob(), 0), Error::<Test>::UnknownGrant);
		assert!(!Grants::<Test>::contains_key(SHARE, bob()));
	});
}

#[test]
fn vest_releases_a_start_that_is_past() {
	ExtBuilder.build_and_execute(|| {
		let since = GrantTerms { start: 0, cliff: 0, end: 100, revocable: false };
		assert_ok!(grant(&bob(), 1_000, since));
		assert_ok!(vest(&bob(), 0)); // 10 of 100 blocks
		assert_eq!(free(SHARE, &bob()), 100);
	});
}

#[test]
fn vest_fails_for_a_grant_that_is_not_there() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 10, terms()));
		assert_noop!(vest(&bob(), 1), Error::<Test>::UnknownGrant);
		assert_noop!(vest(&carol(), 0), Error::<Test>::UnknownGrant);
		assert_noop!(
			VestingGrants::vest(RuntimeOrigin::none(), SHARE, bob(), 0),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn vest_works_whatever_has_been_stopped() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 10, terms()));
		go_to(200);
		assert_ok!(Assets::freeze(signed(&founder()), SHARE, bob()));
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		halt();
		assert_ok!(vest(&bob(), 0));
		assert_eq!(free(SHARE, &bob()), 10);
	});
}

#[test]
fn vest_does_not_mix_the_grants_of_an_account() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 100, terms()));
		assert_ok!(grant(&bob(), 1_000, GrantTerms { end: 300, ..terms() }));
		go_to(200);
		assert_ok!(vest(&bob(), 1)); // half of it
		assert_eq!((free(SHARE, &bob()), held(&bob())), (500, 600));
		assert_ok!(vest(&bob(), 0));
		assert_eq!((free(SHARE, &bob()), held(&bob())), (600, 500));
	});
}

#[test]
fn vested_is_exact_for_the_largest_supply() {
	let whole = GrantTerms { start: 0, cliff: 0, end: u32::MAX, revocable: false };
	assert_eq!(
		whole.vested(MAX_SUPPLY, u32::MAX - 1),
		Ok(MAX_SUPPLY - MAX_SUPPLY / u128::from(u32::MAX) - 1)
	);
	assert_eq!(whole.vested(MAX_SUPPLY, u32::MAX), Ok(MAX_SUPPLY));
	assert_eq!(whole.vested(1, u32::MAX - 1), Ok(0));
}
