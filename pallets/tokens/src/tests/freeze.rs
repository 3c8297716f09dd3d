use super::*;

#[test]
fn freeze_keeps_an_account_from_sending() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_eq!(last_event(), Event::Frozen { asset_id: CASH, who: ALICE });
		let record = crate::Account::<Test>::get(CASH, ALICE).unwrap();
		assert_eq!(record.status, AccountStatus::Frozen);
		assert!(reports().is_empty());
	});
}

#[test]
fn freeze_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		for who in [OWNER, ISSUER, ADMIN, BOB] {
			assert_noop!(Assets::freeze(signed(who), CASH, ALICE), Error::<Test>::NoPermission);
		}
	});
}

#[test]
fn freeze_fails_without_a_record_and_for_a_token_on_its_way_out() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(Assets::freeze(signed(FREEZER), CASH, BOB), Error::<Test>::NoAccount);
		for id in [NONE, 0] {
			assert_noop!(Assets::freeze(signed(FREEZER), id, ALICE), Error::<Test>::Unknown);
		}
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::freeze(signed(FREEZER), CASH, ALICE), Error::<Test>::IncorrectStatus);
	});
}
