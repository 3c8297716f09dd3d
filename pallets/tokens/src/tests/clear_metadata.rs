use super::*;

#[test]
fn clear_metadata_returns_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::create(signed(ALICE), 3, ALICE, 1));
		assert_ok!(Assets::set_metadata(signed(ALICE), 3, b"Tin".to_vec(), b"T".to_vec(), 0));
		assert_ok!(Assets::clear_metadata(signed(ALICE), 3));
		assert_eq!(last_event(), Event::MetadataCleared { asset_id: 3 });
		assert_eq!(deposit(HoldReason::MetadataDeposit, ALICE), 0);
		assert_eq!(Assets::get_metadata(3), None);
		assert_noop!(Assets::clear_metadata(signed(ALICE), 3), Error::<Test>::NoMetadata);
	});
}

#[test]
fn clear_metadata_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ISSUER, ADMIN, FREEZER, ALICE] {
			assert_noop!(Assets::clear_metadata(signed(who), CASH), Error::<Test>::NoPermission);
		}
		for id in [NONE, 0] {
			assert_noop!(Assets::clear_metadata(signed(OWNER), id), Error::<Test>::Unknown);
		}
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::clear_metadata(signed(OWNER), CASH), Error::<Test>::AssetNotLive);
	});
}
