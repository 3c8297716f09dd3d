use super::*;

#[test]
fn thaw_asset_lets_the_token_move_again() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_ok!(Assets::thaw_asset(signed(ADMIN), CASH));
		assert_eq!(last_event(), Event::AssetThawed { asset_id: CASH });
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 50));
	});
}

#[test]
fn thaw_asset_fails_for_a_token_that_is_not_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::thaw_asset(signed(ADMIN), CASH), Error::<Test>::NotFrozen);
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::thaw_asset(signed(ADMIN), CASH), Error::<Test>::NotFrozen);
	});
}

#[test]
fn thaw_asset_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		for who in [OWNER, ISSUER, FREEZER, ALICE] {
			assert_noop!(Assets::thaw_asset(signed(who), CASH), Error::<Test>::NoPermission);
		}
		for id in [NONE, 0] {
			assert_noop!(Assets::thaw_asset(signed(ADMIN), id), Error::<Test>::Unknown);
		}
	});
}
