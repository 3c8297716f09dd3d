use super::*;
use sp_runtime::ArithmeticError;

#[test]
fn mint_adds_to_account_and_supply_and_reports_once() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::mint(signed(ISSUER), CASH, ALICE, 50));
		assert_eq!((free(CASH, ALICE), supply(CASH)), (150, 150));
		assert_eq!(reports(), [(CASH, ALICE, 100, 150)]);
		assert_eq!(last_event(), Event::Issued { asset_id: CASH, owner: ALICE, amount: 50 });
	});
}

#[test]
fn mint_of_a_sufficient_token_brings_an_account_into_existence() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::mint(signed(ISSUER), CASH, GHOST, 10));
		assert!(System::account_exists(&GHOST));
		assert_eq!(System::sufficients(&GHOST), 1);
	});
}

#[test]
fn mint_of_another_token_needs_an_account_that_exists() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::mint(signed(ISSUER), SHARE, GHOST, 10), TokenError::CannotCreate);
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, ALICE, 10));
		assert_eq!(System::consumers(&ALICE), 1);
	});
}

#[test]
fn mint_fails_below_the_minimum_for_a_new_record() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::mint(signed(ISSUER), CASH, ALICE, 9), TokenError::BelowMinimum);
		assert_ok!(Assets::mint(signed(ISSUER), CASH, ALICE, 10));
		assert_ok!(Assets::mint(signed(ISSUER), CASH, ALICE, 9));
		assert_eq!(free(CASH, ALICE), 19);
	});
}

#[test]
fn mint_of_nothing_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::mint(signed(ISSUER), CASH, ALICE, 0));
		assert!(reports().is_empty());
	});
}

#[test]
fn mint_fails_above_the_authorised_maximum() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::set_authorised_maximum(signed(OWNER), CASH, 120));
		assert_noop!(
			Assets::mint(signed(ISSUER), CASH, ALICE, 21),
			Error::<Test>::AboveAuthorisedMaximum
		);
		assert_ok!(Assets::mint(signed(ISSUER), CASH, ALICE, 20));
		assert_noop!(
			Assets::mint(signed(ISSUER), CASH, ALICE, 1),
			Error::<Test>::AboveAuthorisedMaximum
		);
	});
}

#[test]
fn mint_fails_beyond_the_largest_number() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(
			Assets::mint(signed(ISSUER), CASH, BOB, Balance::MAX - 99),
			ArithmeticError::Overflow
		);
		assert_ok!(Assets::mint(signed(ISSUER), CASH, BOB, Balance::MAX - 100));
	});
}

#[test]
fn mint_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [OWNER, ADMIN, FREEZER, ALICE] {
			assert_noop!(Assets::mint(signed(who), CASH, ALICE, 50), Error::<Test>::NoPermission);
		}
	});
}

#[test]
fn mint_fails_for_a_frozen_and_an_unknown_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::mint(signed(ISSUER), CASH, ALICE, 50), Error::<Test>::AssetNotLive);
		for id in [NONE, 0] {
			assert_noop!(Assets::mint(signed(ISSUER), id, ALICE, 50), Error::<Test>::Unknown);
		}
	});
}
