//! Holds: in place, within one record, exact, and never in the way of their release.

use super::*;
use crate::Account;
use frame_support::{
	assert_storage_noop,
	traits::{
		fungibles::{
			hold::{Balanced, Inspect, Mutate, Unbalanced},
			Inspect as _,
		},
		tokens::{
			Fortitude::{Force, Polite},
			Precision::{BestEffort, Exact},
			Preservation::Expendable,
			Restriction::{Free, OnHold},
		},
	},
};

fn hold(who: AccountId, amount: Balance) {
	assert_ok!(Assets::hold(CASH, &open_order(), &who, amount));
}

#[test]
fn hold_moves_within_the_record_and_reports_nothing() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 30);
		hold(ALICE, 12);
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE), supply(CASH)), (58, 42, 100));
		assert_eq!(Assets::balance(CASH, &ALICE), 58);
		assert_eq!(Assets::total_balance(CASH, &ALICE), 100);
		assert_eq!(Assets::total_balance_on_hold(CASH, &ALICE), 42);
		assert_eq!(Assets::balance_on_hold(CASH, &open_order(), &ALICE), 42);
		assert_eq!(Assets::balance_on_hold(CASH, &bond(), &ALICE), 0);
		assert!(reports().is_empty());
		assert!(System::events().is_empty());
	});
}

#[test]
fn hold_may_take_everything_free() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 100);
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (0, 100));
		assert_eq!(Assets::release(CASH, &open_order(), &ALICE, 100, Exact), Ok(100));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (100, 0));
		assert!(Account::<Test>::get(CASH, ALICE).unwrap().holds.is_empty());
		assert!(reports().is_empty());
	});
}

#[test]
fn hold_of_nothing_stores_nothing() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_storage_noop!(hold(ALICE, 0));
		assert_storage_noop!(hold(BOB, 0));
	});
}

#[test]
fn hold_fails_beyond_the_free_part() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 60);
		for who in [ALICE, BOB] {
			assert_noop!(Assets::hold(CASH, &bond(), &who, 41), TokenError::FundsUnavailable);
			assert!(!Assets::can_hold(CASH, &bond(), &who, 41));
		}
		assert!(Assets::can_hold(CASH, &bond(), &ALICE, 40));
	});
}

#[test]
fn hold_fails_beyond_the_number_of_reasons() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 10));
		assert_ok!(Assets::hold(CASH, &bond(), &ALICE, 10));
		assert_noop!(Assets::hold(CASH, &third(), &ALICE, 10), TokenError::CannotCreateHold);
		assert!(!Assets::hold_available(CASH, &third(), &ALICE));
		assert!(Assets::hold_available(CASH, &bond(), &ALICE));
		assert!(Assets::hold_available(CASH, &third(), &BOB));
		// A reason whose hold is gone makes room.
		assert_ok!(Assets::release(CASH, &bond(), &ALICE, 10, Exact));
		assert_ok!(Assets::hold(CASH, &third(), &ALICE, 10));
	});
}

#[test]
fn hold_fails_for_those_who_cannot_send() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_noop!(Assets::hold(CASH, &bond(), &ALICE, 10), TokenError::Frozen);
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::hold(CASH, &bond(), &BOB, 10), TokenError::Frozen);
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_noop!(Assets::hold(CASH, &bond(), &BOB, 10), TokenError::UnknownAsset);
		assert_noop!(Assets::hold(NONE, &bond(), &BOB, 10), TokenError::UnknownAsset);
	});
}

#[test]
fn release_works_in_every_status() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 90);
		let release = || Assets::release(CASH, &open_order(), &ALICE, 30, Exact);
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_eq!(release(), Ok(30));
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_eq!(release(), Ok(30));
		assert_ok!(Assets::start_destroy(signed(OWNER), CASH));
		assert_eq!(release(), Ok(30));
		assert_eq!(free(CASH, ALICE), 100);
	});
}

#[test]
fn release_is_exact_or_as_much_as_there_is() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 30);
		assert_noop!(
			Assets::release(CASH, &open_order(), &ALICE, 31, Exact),
			TokenError::FundsUnavailable
		);
		assert_noop!(
			Assets::release(CASH, &bond(), &ALICE, 1, Exact),
			TokenError::FundsUnavailable
		);
		assert_eq!(Assets::release(CASH, &open_order(), &ALICE, 31, BestEffort), Ok(30));
		assert_storage_noop!(assert_eq!(
			Assets::release(CASH, &open_order(), &ALICE, 31, BestEffort),
			Ok(0)
		));
	});
}

#[test]
fn a_fill_that_leaves_less_than_the_minimum_takes_nothing_more() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 100).build_and_execute(|| {
		hold(ALICE, 100);
		assert_eq!(
			Assets::transfer_on_hold(CASH, &open_order(), &ALICE, &BOB, 95, Exact, Free, Polite),
			Ok(95)
		);
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (0, 5));
		assert_eq!(Assets::release(CASH, &open_order(), &ALICE, 5, Exact), Ok(5));
		assert_eq!((free(CASH, ALICE), supply(CASH)), (5, 200));
		// It leaves with the next transfer, whole.
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 1));
		assert_eq!((total(CASH, ALICE), free(CASH, BOB)), (0, 200));
	});
}

#[test]
fn a_fill_of_everything_removes_the_record() {
	ExtBuilder::default().with(CASH, GHOST, 100).with(CASH, BOB, 100).build_and_execute(|| {
		hold(GHOST, 100);
		assert_ok!(Assets::decrease_balance_on_hold(CASH, &open_order(), &GHOST, 100, Exact));
		assert!(!Account::<Test>::contains_key(CASH, GHOST));
		assert!(!System::account_exists(&GHOST));
		assert_eq!(reports(), [(CASH, GHOST, 100, 0)]);
		use frame_support::traits::fungibles::Unbalanced as _;
		assert_ok!(Assets::increase_balance(CASH, &BOB, 100, Exact));
		assert_eq!(reports(), [(CASH, BOB, 100, 200)]);
	});
}

#[test]
fn transfer_on_hold_moves_an_amount_once() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 60);
		let transfer = |amount, mode| {
			Assets::transfer_on_hold(CASH, &open_order(), &ALICE, &BOB, amount, Exact, mode, Polite)
		};
		assert_eq!(transfer(20, OnHold), Ok(20));
		assert_eq!((held(CASH, ALICE), held(CASH, BOB), free(CASH, BOB)), (40, 20, 0));
		assert_eq!(reports(), [(CASH, ALICE, 100, 80), (CASH, BOB, 0, 20)]);
		assert_eq!(transfer(15, Free), Ok(15));
		assert_eq!((held(CASH, ALICE), held(CASH, BOB), free(CASH, BOB)), (25, 20, 15));
		assert_eq!(reports(), [(CASH, ALICE, 80, 65), (CASH, BOB, 20, 35)]);
		assert_noop!(transfer(26, Free), TokenError::FundsUnavailable);
		assert_eq!(supply(CASH), 100);
	});
}

#[test]
fn transfer_on_hold_to_oneself_changes_no_total() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 60);
		let transfer = |mode| {
			Assets::transfer_on_hold(CASH, &open_order(), &ALICE, &ALICE, 20, Exact, mode, Polite)
		};
		assert_storage_noop!(assert_eq!(transfer(OnHold), Ok(20)));
		assert_eq!(transfer(Free), Ok(20));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (60, 40));
		assert!(reports().is_empty());
	});
}

#[test]
fn transfer_on_hold_is_refused_politely_for_stopped_accounts_and_tokens() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 10).build_and_execute(|| {
		hold(ALICE, 60);
		let transfer = |precision, force| {
			Assets::transfer_on_hold(CASH, &open_order(), &ALICE, &BOB, 20, precision, Free, force)
		};
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_eq!(Assets::reducible_total_balance_on_hold(CASH, &ALICE, Polite), 0);
		assert_eq!(Assets::reducible_total_balance_on_hold(CASH, &ALICE, Force), 60);
		assert_noop!(transfer(Exact, Polite), TokenError::Frozen);
		assert_storage_noop!(assert_eq!(transfer(BestEffort, Polite), Ok(0)));
		assert_eq!(transfer(Exact, Force), Ok(20));
		assert_ok!(Assets::thaw(signed(ADMIN), CASH, ALICE));
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_eq!(Assets::reducible_total_balance_on_hold(CASH, &ALICE, Polite), 0);
		assert_noop!(transfer(Exact, Polite), TokenError::Frozen);
		assert_noop!(transfer(Exact, Force), TokenError::Blocked);
	});
}

#[test]
fn transfer_on_hold_fails_where_the_receiver_cannot_have_it() {
	ExtBuilder::default().with(SHARE, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(SHARE, &open_order(), &ALICE, 60));
		let transfer = |to: AccountId, amount, mode| {
			Assets::transfer_on_hold(SHARE, &open_order(), &ALICE, &to, amount, Exact, mode, Polite)
		};
		for mode in [Free, OnHold] {
			assert_noop!(transfer(GHOST, 20, mode), TokenError::CannotCreate);
			assert_noop!(transfer(BOB, 9, mode), TokenError::BelowMinimum);
		}
	});
}

#[test]
fn transfer_and_hold_takes_free_tokens_to_a_hold() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		let transfer = |to: AccountId, amount| {
			Assets::transfer_and_hold(CASH, &bond(), &ALICE, &to, amount, Exact, Expendable, Polite)
		};
		assert_eq!(transfer(BOB, 30), Ok(30));
		assert_eq!((free(CASH, ALICE), held(CASH, BOB)), (70, 30));
		assert_eq!(transfer(ALICE, 20), Ok(20));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (50, 20));
		assert_ok!(Assets::release(CASH, &bond(), &ALICE, 20, Exact));
		// 70 - 65 = 5 < 10 is burned.
		assert_eq!(transfer(BOB, 65), Ok(65));
		assert_eq!((total(CASH, ALICE), held(CASH, BOB), supply(CASH)), (0, 95, 95));
	});
}

#[test]
fn burn_held_lowers_the_supply() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 60);
		let burn = |amount, precision, force| {
			Assets::burn_held(CASH, &open_order(), &ALICE, amount, precision, force)
		};
		assert_eq!(burn(20, Exact, Polite), Ok(20));
		assert_eq!((total(CASH, ALICE), supply(CASH)), (80, 80));
		assert_eq!(reports(), [(CASH, ALICE, 100, 80)]);
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_noop!(burn(20, Exact, Polite), TokenError::Frozen);
		assert_storage_noop!(assert_eq!(burn(20, BestEffort, Polite), Ok(0)));
		assert_eq!(burn(1_000, BestEffort, Force), Ok(40));
		assert_eq!((free(CASH, ALICE), supply(CASH)), (40, 40));
	});
}

#[test]
fn burn_all_held_leaves_the_free_part() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 60);
		assert_ok!(Assets::burn_all_held(CASH, &open_order(), &ALICE, Exact, Polite));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE), supply(CASH)), (40, 0, 40));
	});
}

#[test]
fn slash_returns_what_it_took_as_a_credit() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		hold(ALICE, 60);
		let (credit, missing) = Assets::slash(CASH, &open_order(), &ALICE, 70);
		assert_eq!((credit.peek(), missing), (60, 10));
		assert_eq!(supply(CASH), 100);
		drop(credit);
		assert_eq!((total(CASH, ALICE), supply(CASH)), (40, 40));
	});
}

#[test]
fn set_balance_on_hold_goes_both_ways() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute_unbalanced(|| {
		assert_ok!(Assets::set_balance_on_hold(CASH, &bond(), &ALICE, 50));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (100, 50));
		assert_ok!(Assets::set_balance_on_hold(CASH, &bond(), &ALICE, 20));
		assert_eq!(held(CASH, ALICE), 20);
		assert_ok!(Assets::set_balance_on_hold(CASH, &bond(), &ALICE, 0));
		assert!(Account::<Test>::get(CASH, ALICE).unwrap().holds.is_empty());
		assert_eq!(
			reports(),
			[(CASH, ALICE, 100, 150), (CASH, ALICE, 150, 120), (CASH, ALICE, 120, 100)]
		);
	});
}

#[test]
fn increase_balance_on_hold_opens_a_record_with_the_minimum() {
	ExtBuilder::default().build_and_execute_unbalanced(|| {
		let increase = |amount, precision| {
			Assets::increase_balance_on_hold(CASH, &bond(), &ALICE, amount, precision)
		};
		assert_noop!(increase(9, Exact), TokenError::BelowMinimum);
		assert_eq!(increase(10, Exact), Ok(10));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (0, 10));
		assert_eq!(increase(Balance::MAX, BestEffort), Ok(Balance::MAX - 10));
	});
}

#[test]
fn a_deposit_keeps_a_record_whose_last_hold_was_taken() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, ALICE, 50));
		assert_ok!(Assets::hold(SHARE, &open_order(), &ALICE, 50));
		assert_ok!(Assets::burn_held(SHARE, &open_order(), &ALICE, 50, Exact, Polite));
		assert!(Account::<Test>::contains_key(SHARE, ALICE));
		assert_ok!(Assets::refund(signed(ALICE), SHARE, false));
	});
}
