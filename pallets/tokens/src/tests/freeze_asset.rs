use super::*;

#[test]
fn freeze_asset_stops_the_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_eq!(last_event(), Event::AssetFrozen { asset_id: CASH });
		assert_eq!(crate::Asset::<Test>::get(CASH).unwrap().status, AssetStatus::Frozen);
		assert_noop!(Assets::freeze_asset(signed(FREEZER), CASH), Error::<Test>::AssetNotLive);
	});
}

#[test]
fn freeze_asset_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [OWNER, ISSUER, ADMIN, ALICE] {
			assert_noop!(Assets::freeze_asset(signed(who), CASH), Error::<Test>::NoPermission);
		}
		for id in [NONE, 0] {
			assert_noop!(Assets::freeze_asset(signed(FREEZER), id), Error::<Test>::Unknown);
		}
	});
}
