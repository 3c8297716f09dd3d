use super::*;
use frame_support::traits::fungibles::hold::Mutate;

#[test]
fn burn_takes_from_account_and_supply_and_reports_once() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::burn(signed(ADMIN), CASH, ALICE, 40));
		assert_eq!((free(CASH, ALICE), supply(CASH)), (60, 60));
		assert_eq!(reports(), [(CASH, ALICE, 100, 60)]);
		assert_eq!(last_event(), Event::Burned { asset_id: CASH, owner: ALICE, balance: 40 });
	});
}

#[test]
fn burn_takes_the_rest_below_the_minimum_along() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		// 100 - 91 = 9 < 10.
		assert_ok!(Assets::burn(signed(ADMIN), CASH, ALICE, 91));
		assert_eq!((total(CASH, ALICE), supply(CASH)), (0, 0));
		assert_eq!(last_event(), Event::Burned { asset_id: CASH, owner: ALICE, balance: 100 });
	});
}

#[test]
fn burn_takes_as_much_as_there_is() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::burn(signed(ADMIN), CASH, ALICE, 1_000));
		assert_eq!(supply(CASH), 0);
	});
}

#[test]
fn burn_never_reaches_what_is_on_hold() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 70));
		assert_ok!(Assets::burn(signed(ADMIN), CASH, ALICE, 1_000));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE), supply(CASH)), (0, 70, 70));
	});
}

#[test]
fn burn_leaves_the_minimum_while_anything_is_on_hold() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		// 4 on hold and a minimum of 10: 6 free atoms stay.
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 4));
		assert_ok!(Assets::burn(signed(ADMIN), CASH, ALICE, 1_000));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (6, 4));
	});
}

#[test]
fn burn_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		for who in [OWNER, ISSUER, FREEZER, ALICE, BOB] {
			assert_noop!(Assets::burn(signed(who), CASH, ALICE, 50), Error::<Test>::NoPermission);
		}
	});
}

#[test]
fn burn_fails_without_a_record_or_with_a_frozen_one() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(Assets::burn(signed(ADMIN), CASH, BOB, 50), Error::<Test>::NoAccount);
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_noop!(Assets::burn(signed(ADMIN), CASH, ALICE, 50), Error::<Test>::Frozen);
	});
}

#[test]
fn burn_fails_for_a_frozen_and_an_unknown_token() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::burn(signed(ADMIN), CASH, ALICE, 50), Error::<Test>::AssetNotLive);
		for id in [NONE, 0] {
			assert_noop!(Assets::burn(signed(ADMIN), id, ALICE, 50), Error::<Test>::Unknown);
		}
	});
}
