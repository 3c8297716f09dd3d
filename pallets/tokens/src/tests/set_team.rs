use super::*;

#[test]
fn set_team_assigns_three_roles() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::set_team(signed(OWNER), CASH, ALICE, BOB, CAROL));
		assert_eq!(
			last_event(),
			Event::TeamChanged { asset_id: CASH, issuer: ALICE, admin: BOB, freezer: CAROL }
		);
		assert_noop!(Assets::mint(signed(ISSUER), CASH, ALICE, 50), Error::<Test>::NoPermission);
		assert_ok!(Assets::mint(signed(ALICE), CASH, ALICE, 50));
		assert_ok!(Assets::freeze(signed(CAROL), CASH, ALICE));
		assert_ok!(Assets::thaw(signed(BOB), CASH, ALICE));
	});
}

#[test]
fn set_team_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ISSUER, ADMIN, FREEZER, ALICE] {
			assert_noop!(
				Assets::set_team(signed(who), CASH, who, who, who),
				Error::<Test>::NoPermission
			);
		}
		for id in [NONE, 0] {
			assert_noop!(
				Assets::set_team(signed(OWNER), id, ALICE, ALICE, ALICE),
				Error::<Test>::Unknown
			);
		}
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::set_team(signed(OWNER), CASH, ALICE, ALICE, ALICE),
			Error::<Test>::AssetNotLive
		);
	});
}
