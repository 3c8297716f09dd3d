use super::*;

#[test]
fn revoke_releases_what_is_due_and_takes_the_rest_back() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		go_to(150);
		assert_ok!(vest(&bob(), 0));
		go_to(160);
		assert_ok!(revoke(&bob(), 0));
		assert_eq!(
			last_event(),
			Event::Revoked { class: SHARE, who: bob(), grant: 0, vested: 100, returned: 400 }
		);
		assert_eq!((free(SHARE, &bob()), held(&bob())), (600, 0));
		assert_eq!(total(SHARE, &company()), TREASURY - 600);
		assert_noop!(revoke(&bob(), 0), Error::<Test>::UnknownGrant);
	});
}

#[test]
fn revoke_before_the_cliff_takes_all_back() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		go_to(149);
		assert_ok!(revoke(&bob(), 0));
		assert_eq!((total(SHARE, &bob()), total(SHARE, &company())), (0, TREASURY));
	});
}

#[test]
fn revoke_fails_for_what_was_given_for_good() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, GrantTerms { revocable: false, ..terms() }));
		assert_noop!(revoke(&bob(), 0), Error::<Test>::NotRevocable);
	});
}

#[test]
fn revoke_fails_when_all_is_due() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		go_to(200);
		assert_noop!(revoke(&bob(), 0), Error::<Test>::FullyVested);
		assert_ok!(vest(&bob(), 0));
	});
}

#[test]
fn revoke_fails_for_others_and_for_a_halted_class() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		assert_noop!(
			VestingGrants::revoke(signed(&bob()), SHARE, bob(), 0),
			RegisterError::<Test>::NotForCompany
		);
		assert_noop!(revoke(&carol(), 0), Error::<Test>::UnknownGrant);
		halt();
		assert_noop!(revoke(&bob(), 0), RegisterError::<Test>::ClassHalted);
	});
}

#[test]
fn revoke_works_where_the_holder_may_not_send() {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(grant(&bob(), 1_000, terms()));
		assert_ok!(Assets::freeze(signed(&founder()), SHARE, bob()));
		go_to(150);
		assert_ok!(revoke(&bob(), 0));
		assert_eq!((free(SHARE, &bob()), held(&bob())), (500, 0));
		// Nothing moves while the whole token stands still.
		assert_ok!(grant(&carol(), 1_000, terms()));
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		assert_noop!(revoke(&carol(), 1), TokenError::Blocked);
	});
}
