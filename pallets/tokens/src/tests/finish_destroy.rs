use super::*;
use crate::{Asset, Metadata};

#[test]
fn finish_destroy_removes_everything_and_returns_both_deposits() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::create(signed(ALICE), 3, ALICE, 1));
		assert_ok!(Assets::set_metadata(signed(ALICE), 3, b"Tin".to_vec(), b"T".to_vec(), 0));
		// 30 + 4 bytes at 2 each.
		assert_eq!(deposit(HoldReason::MetadataDeposit, ALICE), 38);
		assert_ok!(Assets::start_destroy(signed(ALICE), 3));
		assert_ok!(Assets::finish_destroy(signed(BOB), 3));
		assert_eq!(last_event(), Event::Destroyed { asset_id: 3 });
		assert_eq!(deposit(HoldReason::TokenDeposit, ALICE), 0);
		assert_eq!(deposit(HoldReason::MetadataDeposit, ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
		assert!(!Asset::<Test>::contains_key(3));
		assert!(!Metadata::<Test>::contains_key(3));
	});
}

#[test]
fn finish_destroy_fails_while_records_are_left() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::finish_destroy(signed(OWNER), CASH), Error::<Test>::StillReferenced);
	});
}

#[test]
fn finish_destroy_fails_while_approvals_are_left() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 1));
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::finish_destroy(signed(OWNER), CASH), Error::<Test>::StillReferenced);
	});
}

#[test]
fn finish_destroy_fails_for_a_live_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::finish_destroy(signed(OWNER), CASH), Error::<Test>::IncorrectStatus);
		for id in [NONE, 0] {
			assert_noop!(Assets::finish_destroy(signed(OWNER), id), Error::<Test>::Unknown);
		}
	});
}
