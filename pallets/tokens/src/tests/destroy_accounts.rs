use super::*;
use frame_support::traits::{fungibles::hold::Mutate, tokens::Precision::Exact};

#[test]
fn destroy_accounts_burns_reports_and_returns_deposits() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, GHOST, 30).build_and_execute(|| {
		assert_ok!(Assets::touch(signed(BOB), CASH));
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_ok!(Assets::destroy_accounts(signed(CAROL), CASH));
		assert_eq!(
			last_event(),
			Event::AccountsDestroyed {
				asset_id: CASH,
				accounts_destroyed: 3,
				accounts_remaining: 0
			}
		);
		let mut reported = reports();
		reported.sort();
		assert_eq!(reported, [(CASH, ALICE, 100, 0), (CASH, GHOST, 30, 0)]);
		assert_eq!(supply(CASH), 0);
		assert_eq!(deposit(HoldReason::AccountDeposit, BOB), 0);
		assert!(!System::account_exists(&GHOST));
	});
}

#[test]
fn destroy_accounts_looks_at_five_records_a_time() {
	let mut builder = ExtBuilder::default();
	for who in 100..107 {
		builder = builder.with(CASH, who, 10);
	}
	builder.build_and_execute(|| {
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_ok!(Assets::destroy_accounts(signed(ALICE), CASH));
		assert_eq!(
			last_event(),
			Event::AccountsDestroyed {
				asset_id: CASH,
				accounts_destroyed: 5,
				accounts_remaining: 2
			}
		);
		assert_ok!(Assets::destroy_accounts(signed(ALICE), CASH));
		assert_eq!(supply(CASH), 0);
	});
}

#[test]
fn destroy_accounts_passes_over_holds_until_they_are_released() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 50).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 40));
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_ok!(Assets::destroy_accounts(signed(CAROL), CASH));
		assert_eq!(total(CASH, ALICE), 100);
		assert_eq!(total(CASH, BOB), 0);
		assert_noop!(Assets::destroy_accounts(signed(CAROL), CASH), Error::<Test>::ContainsHolds);
		assert_eq!(Assets::release(CASH, &open_order(), &ALICE, 40, Exact), Ok(40));
		assert_ok!(Assets::destroy_accounts(signed(CAROL), CASH));
		assert_eq!(supply(CASH), 0);
	});
}

#[test]
fn destroy_accounts_fails_for_a_live_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::destroy_accounts(signed(OWNER), CASH), Error::<Test>::IncorrectStatus);
		for id in [NONE, 0] {
			assert_noop!(Assets::destroy_accounts(signed(OWNER), id), Error::<Test>::Unknown);
		}
	});
}
