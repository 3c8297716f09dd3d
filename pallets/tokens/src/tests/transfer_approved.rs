use super::*;
use crate::Approvals;

#[test]
fn transfer_approved_moves_and_lowers_the_approval() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 50));
		assert_ok!(Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 30));
		assert_eq!((free(CASH, ALICE), free(CASH, CAROL)), (70, 30));
		assert_eq!(Approvals::<Test>::get((CASH, ALICE, BOB)).unwrap().amount, 20);
		assert_eq!(
			last_event(),
			Event::TransferredApproved {
				asset_id: CASH,
				owner: ALICE,
				delegate: BOB,
				destination: CAROL,
				amount: 30
			}
		);
	});
}

#[test]
fn transfer_approved_returns_the_deposit_with_the_last_atom() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 50));
		assert_ok!(Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 50));
		assert_eq!(deposit(HoldReason::ApprovalDeposit, ALICE), 0);
		assert!(!Approvals::<Test>::contains_key((CASH, ALICE, BOB)));
		assert_noop!(
			Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 1),
			Error::<Test>::Unapproved
		);
	});
}

#[test]
fn transfer_approved_fails_beyond_the_approval() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 50));
		assert_noop!(
			Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 51),
			Error::<Test>::Unapproved
		);
	});
}

#[test]
fn transfer_approved_fails_for_outsiders_and_all_roles() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		for who in [OWNER, ISSUER, ADMIN, FREEZER, BOB] {
			assert_noop!(
				Assets::transfer_approved(signed(who), CASH, ALICE, who, 50),
				Error::<Test>::Unapproved
			);
		}
	});
}

#[test]
fn transfer_approved_fails_where_the_owner_could_not_send() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 500));
		assert_noop!(
			Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 101),
			Error::<Test>::BalanceLow
		);
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_noop!(
			Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 50),
			Error::<Test>::Frozen
		);
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 50),
			Error::<Test>::AssetNotLive
		);
		for id in [NONE, 0] {
			assert_noop!(
				Assets::transfer_approved(signed(BOB), id, ALICE, CAROL, 50),
				Error::<Test>::Unknown
			);
		}
	});
}
