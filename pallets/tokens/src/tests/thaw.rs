use super::*;

#[test]
fn thaw_lets_an_account_send_again() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_ok!(Assets::thaw(signed(ADMIN), CASH, ALICE));
		assert_eq!(last_event(), Event::Thawed { asset_id: CASH, who: ALICE });
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 100));
	});
}

#[test]
fn thaw_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		for who in [OWNER, ISSUER, FREEZER, ALICE] {
			assert_noop!(Assets::thaw(signed(who), CASH, ALICE), Error::<Test>::NoPermission);
		}
	});
}

#[test]
fn thaw_fails_without_a_record_and_for_an_unknown_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::thaw(signed(ADMIN), CASH, BOB), Error::<Test>::NoAccount);
		for id in [NONE, 0] {
			assert_noop!(Assets::thaw(signed(ADMIN), id, ALICE), Error::<Test>::Unknown);
		}
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::thaw(signed(ADMIN), CASH, BOB), Error::<Test>::IncorrectStatus);
	});
}
