use super::*;

#[test]
fn start_destroy_stops_the_token() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_eq!(last_event(), Event::DestructionStarted { asset_id: CASH });
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 50), Error::<Test>::AssetNotLive);
		assert_noop!(Assets::mint(signed(ISSUER), CASH, BOB, 50), Error::<Test>::AssetNotLive);
	});
}

#[test]
fn start_destroy_fails_twice() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::start_destroy(signed(OWNER), CASH), Error::<Test>::IncorrectStatus);
	});
}

#[test]
fn start_destroy_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ISSUER, ADMIN, FREEZER, ALICE] {
			assert_noop!(Assets::start_destroy(signed(who), CASH), Error::<Test>::NoPermission);
		}
	});
}

#[test]
fn start_destroy_fails_for_a_token_others_refer_to() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::create(signed(ALICE), PINNED, ALICE, 1));
		assert_noop!(Assets::start_destroy(signed(ALICE), PINNED), Error::<Test>::Pinned);
	});
}

#[test]
fn start_destroy_fails_for_an_unknown_token_and_for_id_0() {
	ExtBuilder::default().build_and_execute(|| {
		for id in [NONE, 0] {
			assert_noop!(Assets::start_destroy(signed(OWNER), id), Error::<Test>::Unknown);
		}
	});
}
