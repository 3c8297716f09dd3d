use super::*;
use frame_support::traits::fungibles::roles::Inspect;

#[test]
fn renounce_role_is_shown_in_the_details_and_keeps_the_account() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::renounce_role(signed(ISSUER), CASH, Role::Issuer));
		assert_eq!(
			last_event(),
			Event::RoleRenounced { asset_id: CASH, role: Role::Issuer, who: ISSUER }
		);
		let details = Assets::asset_details(CASH).unwrap();
		assert_eq!(details.issuer, ISSUER);
		assert!(details.renounced.issuer);
		assert!(!details.renounced.owner && !details.renounced.admin && !details.renounced.freezer);
		assert_eq!(<Assets as Inspect<_>>::issuer(CASH), None);
		assert_eq!(<Assets as Inspect<_>>::admin(CASH), Some(ADMIN));
	});
}

#[test]
fn renounce_role_fails_twice() {
	ExtBuilder::default().build_and_execute(|| {
		for role in ROLES {
			assert_ok!(Assets::renounce_role(signed(account_of(role)), CASH, role));
			assert_noop!(
				Assets::renounce_role(signed(account_of(role)), CASH, role),
				Error::<Test>::RoleRenounced
			);
		}
	});
}

#[test]
fn renounce_role_fails_for_whoever_does_not_hold_it() {
	ExtBuilder::default().build_and_execute(|| {
		for role in ROLES {
			for who in [OWNER, ISSUER, ADMIN, FREEZER, ALICE] {
				if who != account_of(role) {
					assert_noop!(
						Assets::renounce_role(signed(who), CASH, role),
						Error::<Test>::NoPermission
					);
				}
			}
		}
		for id in [NONE, 0] {
			assert_noop!(
				Assets::renounce_role(signed(OWNER), id, Role::Owner),
				Error::<Test>::Unknown
			);
		}
	});
}

#[test]
fn renounce_role_fails_while_the_token_is_stopped() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::renounce_role(signed(ADMIN), CASH, Role::Admin),
			Error::<Test>::AssetNotLive
		);
	});
}

#[test]
fn set_team_cannot_restore_a_renounced_role() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::renounce_role(signed(ISSUER), CASH, Role::Issuer));
		assert_noop!(
			Assets::set_team(signed(OWNER), CASH, ALICE, ADMIN, FREEZER),
			Error::<Test>::RoleRenounced
		);
		// Passing the account that stands there changes the others only.
		assert_ok!(Assets::set_team(signed(OWNER), CASH, ISSUER, ALICE, FREEZER));
		assert_noop!(Assets::mint(signed(ISSUER), CASH, ALICE, 50), Error::<Test>::RoleRenounced);
		assert_noop!(Assets::mint(signed(ALICE), CASH, ALICE, 50), Error::<Test>::NoPermission);
	});
}

#[test]
fn transfer_ownership_cannot_restore_a_renounced_owner() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::renounce_role(signed(ISSUER), CASH, Role::Issuer));
		assert_ok!(Assets::transfer_ownership(signed(OWNER), CASH, ALICE));
		assert!(Assets::asset_details(CASH).unwrap().renounced.issuer);
		assert_ok!(Assets::renounce_role(signed(ALICE), CASH, Role::Owner));
		assert_noop!(
			Assets::transfer_ownership(signed(ALICE), CASH, OWNER),
			Error::<Test>::RoleRenounced
		);
	});
}

#[test]
fn a_token_without_roles_still_moves() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		for role in ROLES {
			assert_ok!(Assets::renounce_role(signed(account_of(role)), CASH, role));
		}
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 50));
	});
}
