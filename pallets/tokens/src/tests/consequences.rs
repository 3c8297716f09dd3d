//! `can_deposit` and `can_withdraw` say exactly what would happen. The order book relies on it.

use super::*;
use frame_support::{
	assert_storage_noop,
	storage::{with_transaction, TransactionOutcome},
	traits::{
		fungibles::{hold::Mutate as _, Inspect, Unbalanced},
		tokens::{
			DepositConsequence,
			Fortitude::{Force, Polite},
			Precision::{BestEffort, Exact},
			Preservation::{Expendable, Preserve, Protect},
			Provenance::{Extant, Minted},
			WithdrawConsequence,
		},
	},
};
use sp_runtime::DispatchError;

/// Runs `f` and undoes what it did, in storage and in the recorder.
fn would_succeed(f: impl FnOnce() -> Result<Balance, DispatchError>) -> bool {
	let seen = reports();
	assert!(seen.is_empty(), "take the reports first");
	let snapshot = recorder_snapshot();
	let succeeded = with_transaction(|| {
		let result = f();
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(result.is_ok()))
	});
	recorder_restore(snapshot);
	succeeded.unwrap()
}

/// Tokens and accounts in every status and with every kind of record.
fn every_situation() {
	assert_ok!(Assets::mint(signed(ISSUER), CASH, ALICE, 100));
	assert_ok!(Assets::mint(signed(ISSUER), CASH, BOB, 100));
	assert_ok!(Assets::hold(CASH, &open_order(), &BOB, 97));
	assert_ok!(Assets::mint(signed(ISSUER), CASH, CAROL, 100));
	assert_ok!(Assets::freeze(signed(FREEZER), CASH, CAROL));
	assert_ok!(Assets::mint(signed(ISSUER), SHARE, ALICE, 100));
	assert_ok!(Assets::touch(signed(BOB), SHARE));
	reports();
}

fn bring_cash_to(status: AssetStatus) {
	match status {
		AssetStatus::Live => {}
		AssetStatus::Frozen => Assets::freeze_asset(signed(FREEZER), CASH).unwrap(),
		AssetStatus::Destroying => Assets::start_destroy(signed(OWNER), CASH).unwrap(),
		AssetStatus::Splitting => Assets::begin_conversion(CASH, Balance::MAX).unwrap(),
	}
}

const EVERY_STATUS: [AssetStatus; 4] =
	[AssetStatus::Live, AssetStatus::Frozen, AssetStatus::Destroying, AssetStatus::Splitting];

const AMOUNTS: [Balance; 12] = [0, 1, 3, 4, 9, 10, 11, 90, 91, 100, 101, Balance::MAX];

#[test]
fn what_can_deposit_allows_increase_balance_does_and_nothing_else() {
	for stop in EVERY_STATUS {
		ExtBuilder::default().build_and_execute(|| {
			every_situation();
			bring_cash_to(stop);
			for id in [CASH, SHARE, NONE, 0] {
				for who in [ALICE, BOB, CAROL, OWNER, GHOST] {
					for amount in AMOUNTS {
						let allowed = Assets::can_deposit(id, &who, amount, Extant)
							== DepositConsequence::Success;
						let done =
							would_succeed(|| Assets::increase_balance(id, &who, amount, Exact));
						assert_eq!(allowed, done, "{amount} of {id} to {who}, {stop:?}");
					}
				}
			}
		});
	}
}

#[test]
fn what_can_withdraw_allows_decrease_balance_does_and_nothing_else() {
	for stop in EVERY_STATUS {
		ExtBuilder::default().build_and_execute(|| {
			every_situation();
			bring_cash_to(stop);
			for id in [CASH, SHARE, NONE, 0] {
				for who in [ALICE, BOB, CAROL, OWNER, GHOST] {
					for amount in AMOUNTS.into_iter().filter(|amount| *amount > 0) {
						let allowed = matches!(
							Assets::can_withdraw(id, &who, amount),
							WithdrawConsequence::Success | WithdrawConsequence::ReducedToZero(_)
						);
						let done = would_succeed(|| {
							Assets::decrease_balance(id, &who, amount, Exact, Expendable, Polite)
						});
						assert_eq!(allowed, done, "{amount} of {id} from {who}, {stop:?}");
					}
				}
			}
		});
	}
}

#[test]
fn can_withdraw_names_the_reason() {
	use WithdrawConsequence::*;
	ExtBuilder::default().build_and_execute(|| {
		every_situation();
		let can = |who, amount| Assets::can_withdraw(CASH, &who, amount);
		assert_eq!(can(ALICE, 90), Success);
		assert_eq!(can(ALICE, 91), ReducedToZero(9));
		assert_eq!(can(ALICE, 100), ReducedToZero(0));
		assert_eq!(can(ALICE, 101), BalanceLow);
		// 3 free, 97 on hold.
		assert_eq!(can(BOB, 3), Success);
		assert_eq!(can(BOB, 4), BalanceLow);
		assert_eq!(can(CAROL, 1), Frozen);
		assert_eq!(can(OWNER, 1), BalanceLow);
		assert_eq!(Assets::can_withdraw(NONE, &ALICE, 1), UnknownAsset);
		// 96 of 97 gone: 3 free and 1 on hold, less than the minimum of 10.
		assert_ok!(Assets::burn_held(CASH, &open_order(), &BOB, 96, Exact, Polite));
		assert_eq!(can(BOB, 1), WouldDie);
	});
}

#[test]
fn can_deposit_names_the_reason() {
	use DepositConsequence::*;
	ExtBuilder::default().build_and_execute(|| {
		every_situation();
		assert_eq!(Assets::can_deposit(CASH, &OWNER, 9, Extant), BelowMinimum);
		assert_eq!(Assets::can_deposit(CASH, &OWNER, 10, Extant), Success);
		assert_eq!(Assets::can_deposit(SHARE, &GHOST, 10, Extant), CannotCreate);
		assert_eq!(Assets::can_deposit(CASH, &ALICE, Balance::MAX, Extant), Overflow);
		assert_eq!(Assets::can_deposit(CASH, &CAROL, 1, Extant), Success);
		assert_eq!(Assets::can_deposit(NONE, &ALICE, 1, Extant), UnknownAsset);
		// The supply is 300.
		assert_ok!(Assets::set_authorised_maximum(signed(OWNER), CASH, 310));
		assert_eq!(Assets::can_deposit(CASH, &ALICE, 10, Minted), Success);
		assert_eq!(Assets::can_deposit(CASH, &ALICE, 11, Minted), Overflow);
		assert_eq!(Assets::can_deposit(CASH, &ALICE, 11, Extant), Success);
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_eq!(Assets::can_deposit(CASH, &ALICE, 1, Extant), Blocked);
	});
}

#[test]
fn reducible_balance_honours_preservation_holds_and_freezes() {
	ExtBuilder::default().build_and_execute(|| {
		every_situation();
		let reducible =
			|who, preservation, force| Assets::reducible_balance(CASH, &who, preservation, force);
		assert_eq!(reducible(ALICE, Expendable, Polite), 100);
		assert_eq!(reducible(ALICE, Protect, Polite), 90);
		assert_eq!(reducible(ALICE, Preserve, Polite), 90);
		assert_eq!(reducible(BOB, Expendable, Polite), 3);
		assert_eq!(reducible(BOB, Preserve, Polite), 3);
		assert_eq!(reducible(CAROL, Expendable, Polite), 0);
		assert_eq!(reducible(CAROL, Expendable, Force), 100);
		assert_eq!(Assets::reducible_balance(NONE, &ALICE, Expendable, Force), 0);
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_eq!(reducible(ALICE, Expendable, Polite), 0);
		assert_eq!(reducible(ALICE, Expendable, Force), 100);
	});
}

#[test]
fn decrease_balance_burns_the_rest_below_the_minimum() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute_unbalanced(|| {
		assert_eq!(Assets::decrease_balance(CASH, &ALICE, 91, Exact, Expendable, Polite), Ok(91));
		// Only the dust of 9 left the supply; the 91 are the caller's to put somewhere.
		assert_eq!((total(CASH, ALICE), supply(CASH)), (0, 91));
		assert_eq!(reports(), [(CASH, ALICE, 100, 0)]);
		assert_eq!(last_event(), Event::Burned { asset_id: CASH, owner: ALICE, balance: 9 });
	});
}

#[test]
fn decrease_balance_at_best_effort_takes_nothing_from_those_who_cannot_send() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		let decrease = |who, precision| {
			Assets::decrease_balance(CASH, &who, 50, precision, Expendable, Polite)
		};
		assert_storage_noop!(assert_eq!(decrease(ALICE, BestEffort), Ok(0)));
		assert_storage_noop!(assert_eq!(decrease(BOB, BestEffort), Ok(0)));
		assert_noop!(decrease(ALICE, Exact), TokenError::Frozen);
		assert_noop!(decrease(BOB, Exact), TokenError::FundsUnavailable);
	});
}
