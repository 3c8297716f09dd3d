use super::*;
use crate::Approvals;
use sp_runtime::ArithmeticError;

#[test]
fn approve_transfer_adds_up_and_holds_one_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 30));
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 12));
		assert_eq!(
			last_event(),
			Event::ApprovedTransfer { asset_id: CASH, source: ALICE, delegate: BOB, amount: 12 }
		);
		let approval = Approvals::<Test>::get((CASH, ALICE, BOB)).unwrap();
		assert_eq!((approval.amount, approval.deposit), (42, 5));
		assert_eq!(deposit(HoldReason::ApprovalDeposit, ALICE), 5);
		assert_eq!(Assets::asset_details(CASH).unwrap().approvals, 1);
	});
}

#[test]
fn approve_transfer_fails_beyond_the_largest_number() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, Balance::MAX));
		assert_noop!(
			Assets::approve_transfer(signed(ALICE), CASH, BOB, 1),
			ArithmeticError::Overflow
		);
	});
}

#[test]
fn approve_transfer_fails_without_the_deposit() {
	ExtBuilder::default().with(CASH, GHOST, 100).build_and_execute(|| {
		assert_noop!(
			Assets::approve_transfer(signed(GHOST), CASH, BOB, 1),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn approve_transfer_fails_for_a_frozen_and_an_unknown_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(
			Assets::approve_transfer(signed(ALICE), CASH, BOB, 1),
			Error::<Test>::AssetNotLive
		);
		for id in [NONE, 0] {
			assert_noop!(
				Assets::approve_transfer(signed(ALICE), id, BOB, 1),
				Error::<Test>::Unknown
			);
		}
	});
}
