use super::*;
use frame_support::traits::fungible::Inspect;

#[test]
fn transfer_ownership_moves_the_role_and_both_deposits() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::create(signed(ALICE), 3, ALICE, 1));
		assert_ok!(Assets::set_metadata(signed(ALICE), 3, b"Tin".to_vec(), b"T".to_vec(), 0));
		assert_ok!(Assets::transfer_ownership(signed(ALICE), 3, BOB));
		assert_eq!(last_event(), Event::OwnerChanged { asset_id: 3, owner: BOB });
		// The KSI goes along, still on hold: 100 + 38 left Alice for good.
		assert_eq!(Balances::total_balance(&ALICE), ENDOWMENT - 138);
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
		assert_eq!(deposit(HoldReason::TokenDeposit, BOB), 100);
		// 30 + 4 bytes at 2 each.
		assert_eq!(deposit(HoldReason::MetadataDeposit, BOB), 38);
		assert_noop!(
			Assets::transfer_ownership(signed(ALICE), 3, ALICE),
			Error::<Test>::NoPermission
		);
	});
}

#[test]
fn transfer_ownership_of_a_genesis_token_moves_no_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer_ownership(signed(OWNER), CASH, ALICE));
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
	});
}

#[test]
fn transfer_ownership_to_oneself_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer_ownership(signed(OWNER), CASH, OWNER));
		assert!(System::events().is_empty());
	});
}

#[test]
fn transfer_ownership_fails_for_outsiders_and_other_roles() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ISSUER, ADMIN, FREEZER, ALICE] {
			assert_noop!(
				Assets::transfer_ownership(signed(who), CASH, ALICE),
				Error::<Test>::NoPermission
			);
		}
		for id in [NONE, 0] {
			assert_noop!(
				Assets::transfer_ownership(signed(OWNER), id, ALICE),
				Error::<Test>::Unknown
			);
		}
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::transfer_ownership(signed(OWNER), CASH, ALICE),
			Error::<Test>::AssetNotLive
		);
	});
}
