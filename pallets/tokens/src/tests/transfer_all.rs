use super::*;
use frame_support::traits::fungibles::hold::Mutate;

#[test]
fn transfer_all_empties_the_record() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::transfer_all(signed(ALICE), CASH, BOB, false));
		assert_eq!((total(CASH, ALICE), free(CASH, BOB)), (0, 100));
	});
}

#[test]
fn transfer_all_keeps_the_minimum_if_asked_to() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::transfer_all(signed(ALICE), CASH, BOB, true));
		assert_eq!((free(CASH, ALICE), free(CASH, BOB)), (10, 90));
	});
}

#[test]
fn transfer_all_leaves_what_is_on_hold() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 60));
		assert_ok!(Assets::transfer_all(signed(ALICE), CASH, BOB, false));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE), free(CASH, BOB)), (0, 60, 40));
	});
}

#[test]
fn transfer_all_with_nothing_to_send_changes_nothing() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::transfer_all(signed(BOB), CASH, ALICE, false));
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_ok!(Assets::transfer_all(signed(ALICE), CASH, BOB, false));
		assert_eq!(free(CASH, ALICE), 100);
		assert!(reports().is_empty());
	});
}

#[test]
fn transfer_all_fails_for_a_frozen_and_an_unknown_token() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::transfer_all(signed(ALICE), CASH, BOB, false),
			Error::<Test>::AssetNotLive
		);
		for id in [NONE, 0] {
			assert_noop!(
				Assets::transfer_all(signed(ALICE), id, BOB, false),
				Error::<Test>::Unknown
			);
		}
	});
}
