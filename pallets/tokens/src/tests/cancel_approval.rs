use super::*;

#[test]
fn cancel_approval_returns_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 30));
		assert_ok!(Assets::cancel_approval(signed(ALICE), CASH, BOB));
		assert_eq!(
			last_event(),
			Event::ApprovalCancelled { asset_id: CASH, owner: ALICE, delegate: BOB }
		);
		assert_eq!(deposit(HoldReason::ApprovalDeposit, ALICE), 0);
		assert_eq!(Assets::asset_details(CASH).unwrap().approvals, 0);
	});
}

#[test]
fn cancel_approval_works_in_every_status() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 30));
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, CAROL, 30));
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_ok!(Assets::cancel_approval(signed(ALICE), CASH, BOB));
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_ok!(Assets::cancel_approval(signed(ALICE), CASH, CAROL));
	});
}

#[test]
fn cancel_approval_fails_for_everyone_but_who_gave_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 30));
		for who in [BOB, CAROL, OWNER, ADMIN] {
			assert_noop!(
				Assets::cancel_approval(signed(who), CASH, BOB),
				Error::<Test>::Unapproved
			);
		}
		for id in [NONE, 0] {
			assert_noop!(Assets::cancel_approval(signed(ALICE), id, BOB), Error::<Test>::Unknown);
		}
	});
}
