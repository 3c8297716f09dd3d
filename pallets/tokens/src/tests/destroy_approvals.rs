use super::*;

#[test]
fn destroy_approvals_returns_the_deposits_five_at_a_time() {
	ExtBuilder::default().build_and_execute(|| {
		for delegate in 100..107 {
			assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, delegate, 1));
		}
		// 7 approvals at 5 each.
		assert_eq!(deposit(HoldReason::ApprovalDeposit, ALICE), 35);
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_ok!(Assets::destroy_approvals(signed(BOB), CASH));
		assert_eq!(
			last_event(),
			Event::ApprovalsDestroyed {
				asset_id: CASH,
				approvals_destroyed: 5,
				approvals_remaining: 2
			}
		);
		assert_eq!(deposit(HoldReason::ApprovalDeposit, ALICE), 10);
		assert_ok!(Assets::destroy_approvals(signed(BOB), CASH));
		assert_eq!(deposit(HoldReason::ApprovalDeposit, ALICE), 0);
	});
}

#[test]
fn destroy_approvals_fails_for_a_live_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Assets::destroy_approvals(signed(OWNER), CASH),
			Error::<Test>::IncorrectStatus
		);
		for id in [NONE, 0] {
			assert_noop!(Assets::destroy_approvals(signed(OWNER), id), Error::<Test>::Unknown);
		}
	});
}
