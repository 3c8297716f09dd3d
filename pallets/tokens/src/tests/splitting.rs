//! Splits: the token stands still, each account is converted, the supply follows at every step.

use super::*;
use crate::{Account, AssetStatus};
use frame_support::traits::{
	fungibles::{
		hold::{Mutate as _, Unbalanced as _},
		Balanced as _, Mutate as _, Unbalanced as _,
	},
	tokens::{
		Fortitude::Force,
		Precision::{BestEffort, Exact},
		Preservation::Expendable,
		Restriction::Free,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

const MAXIMUM: Balance = 1_000_000;

/// CASH with ALICE at 100, 40 of them in an open order, and BOB at 17.
fn standing_still(test: impl FnOnce()) {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 17).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 40));
		assert_ok!(Assets::begin_conversion(CASH, MAXIMUM));
		test();
	});
}

/// Three new for one old.
fn triple(who: AccountId) -> DispatchResult {
	Assets::convert_account(CASH, &who, total(CASH, who) * 3, |_, held| Ok(held * 3))
}

fn end() -> DispatchResult {
	Assets::end_conversion(CASH, &CAROL, 0, 1, MAXIMUM)
}

#[test]
fn every_way_to_change_a_total_is_refused_while_the_token_stands_still() {
	standing_still(|| {
		let refused: DispatchError = Error::<Test>::BeingSplit.into();
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 1), refused);
		assert_noop!(Assets::transfer_keep_alive(signed(ALICE), CASH, BOB, 1), refused);
		assert_noop!(
			Assets::transfer_all(signed(ALICE), CASH, BOB, false),
			Error::<Test>::BeingSplit
		);
		assert_noop!(
			Assets::approve_transfer(signed(ALICE), CASH, BOB, 1),
			Error::<Test>::BeingSplit
		);
		assert_noop!(Assets::mint(signed(ISSUER), CASH, BOB, 1), Error::<Test>::BeingSplit);
		assert_noop!(Assets::burn(signed(ADMIN), CASH, BOB, 1), Error::<Test>::BeingSplit);
		assert_noop!(Assets::touch(signed(CAROL), CASH), Error::<Test>::BeingSplit);
		assert_noop!(Assets::refund(signed(ALICE), CASH, true), Error::<Test>::BeingSplit);
		assert_noop!(Assets::freeze_asset(signed(FREEZER), CASH), Error::<Test>::BeingSplit);
		assert_noop!(Assets::start_destroy(signed(OWNER), CASH), Error::<Test>::BeingSplit);
		assert_noop!(
			Assets::set_authorised_maximum(signed(OWNER), CASH, 200),
			Error::<Test>::BeingSplit
		);
	});
}

#[test]
fn not_even_force_changes_a_total_while_the_token_stands_still() {
	standing_still(|| {
		let order = open_order();
		assert!(Assets::burn_from(CASH, &BOB, 1, Expendable, Exact, Force).is_err());
		assert_eq!(Assets::burn_from(CASH, &BOB, 1, Expendable, BestEffort, Force), Ok(0));
		assert!(Assets::mint_into(CASH, &BOB, 1).is_err());
		assert!(Assets::write_balance(CASH, &BOB, 6).is_err());
		assert!(Assets::write_balance(CASH, &BOB, 8).is_err());
		assert!(Assets::increase_balance(CASH, &BOB, 1, Exact).is_err());
		assert_noop!(
			Assets::decrease_balance_on_hold(CASH, &order, &ALICE, 1, Exact),
			Error::<Test>::BeingSplit
		);
		let moved = Assets::transfer_on_hold(CASH, &order, &ALICE, &BOB, 1, Exact, Free, Force);
		assert_eq!(moved, Err(TokenError::Frozen.into()));
		assert!(Assets::burn_held(CASH, &order, &ALICE, 1, Exact, Force).is_err());
		assert!(Assets::hold(CASH, &order, &BOB, 1).is_err());
		assert_eq!(Assets::issue(CASH, 5).peek(), 0);
		let mut session = crate::session::Session::<Test>::open(CASH);
		let refused: DispatchError = Error::<Test>::BeingSplit.into();
		assert_eq!(session.change(&ALICE, &order, -1, -1), Err(refused));
	});
}

#[test]
fn what_is_on_hold_can_be_released_before_and_after_the_conversion_of_its_owner() {
	standing_still(|| {
		assert_eq!(Assets::release(CASH, &open_order(), &ALICE, 10, Exact), Ok(10));
		assert_ok!(triple(ALICE));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (210, 90));
		let mut session = crate::session::Session::<Test>::open(CASH);
		assert_ok!(session.change(&ALICE, &open_order(), 0, -90));
		assert_ok!(session.write());
		session.report();
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (300, 0));
	});
}

#[test]
fn supply_and_totals_agree_after_every_account_and_each_is_reported() {
	standing_still(|| {
		assert_ok!(triple(ALICE));
		assert_eq!(supply(CASH), 317);
		assert_ok!(Assets::do_try_state());
		assert_ok!(triple(BOB));
		assert_eq!((supply(CASH), total(CASH, BOB)), (351, 51));
		assert_reports_match_ledger();
		assert_ok!(Assets::end_conversion(CASH, &CAROL, 2, 3, 400));
		assert_eq!((supply(CASH), total(CASH, CAROL)), (353, 2));
		let details = Assets::asset_details(CASH).unwrap();
		assert_eq!((details.min_balance, details.authorised_maximum), (3, Some(400)));
		assert_eq!(details.status, AssetStatus::Live);
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 5));
	});
}

#[test]
fn a_record_that_becomes_empty_goes() {
	standing_still(|| {
		assert_ok!(Assets::convert_account(CASH, &BOB, 0, |_, held| Ok(held)));
		assert!(!Account::<Test>::contains_key(CASH, BOB));
		assert_eq!(supply(CASH), 100);
	});
}

#[test]
fn the_walk_meets_each_record_once_and_knows_what_is_behind_it() {
	standing_still(|| {
		let first = Assets::account_after(CASH, None).unwrap();
		let second = Assets::account_after(CASH, Some(&first)).unwrap();
		assert_ne!(first, second);
		assert_eq!(Assets::account_after(CASH, Some(&second)), None);
		assert!(
			Assets::is_walked(CASH, &first, &first) && Assets::is_walked(CASH, &first, &second)
		);
		assert!(!Assets::is_walked(CASH, &second, &first));
		// Also after a record has gone by its conversion.
		assert_ok!(Assets::convert_account(CASH, &first, 0, |_, _| Ok(0)));
		assert_eq!(Assets::account_after(CASH, Some(&first)), Some(second));
	});
}

#[test]
fn conversions_are_refused_where_they_make_no_sense() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(triple(ALICE), Error::<Test>::NotBeingSplit);
		assert_noop!(end(), Error::<Test>::NotBeingSplit);
		assert_noop!(Assets::begin_conversion(NONE, MAXIMUM), Error::<Test>::Unknown);
		assert_noop!(Assets::begin_conversion(CASH, 99), Error::<Test>::MaximumBelowSupply);
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::begin_conversion(CASH, MAXIMUM), Error::<Test>::AssetNotLive);
		assert_ok!(Assets::thaw_asset(signed(ADMIN), CASH));

		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 40));
		assert_ok!(Assets::begin_conversion(CASH, 299));
		assert_noop!(Assets::begin_conversion(CASH, MAXIMUM), Error::<Test>::BeingSplit);
		assert_noop!(triple(ALICE), Error::<Test>::AboveAuthorisedMaximum);
		assert_noop!(triple(BOB), Error::<Test>::NoAccount);
		assert_noop!(
			Assets::convert_account(CASH, &ALICE, 39, |_, held| Ok(held)),
			Error::<Test>::HoldsExceedTotal
		);
		assert_noop!(
			Assets::convert_account(CASH, &ALICE, 39, |_, _| Err(DispatchError::Other("no"))),
			DispatchError::Other("no")
		);
		assert_noop!(
			Assets::end_conversion(CASH, &CAROL, 0, 0, 299),
			Error::<Test>::MinBalanceZero
		);
		assert_noop!(
			Assets::end_conversion(CASH, &CAROL, 200, 1, 299),
			Error::<Test>::AboveAuthorisedMaximum
		);
	});
}

/// What BOB, and CAROL, may move of what ALICE has.
fn approved() -> [Option<(Balance, Balance)>; 2] {
	[BOB, CAROL].map(|delegate| {
		let approval = crate::Approvals::<Test>::get((CASH, ALICE, delegate));
		approval.map(|approval| (approval.amount, approval.deposit))
	})
}

#[test]
fn approvals_are_converted_one_by_one_each_once() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 30));
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, CAROL, 9));
		assert_ok!(Assets::approve_transfer(signed(ALICE), SHARE, CAROL, 50));
		assert_ok!(Assets::begin_conversion(CASH, MAXIMUM));
		let mut last = None;
		let mut converted = 0;
		while let Some(next) =
			Assets::convert_next_approval(CASH, last.as_ref(), |amount| amount / 10).unwrap()
		{
			(last, converted) = (Some(next), converted + 1);
		}
		assert_eq!(converted, 2);
		// The nine are nothing now, and their deposit is still there.
		assert_eq!(approved(), [Some((3, 5)), Some((0, 5))]);
		let of_share = crate::Approvals::<Test>::get((SHARE, ALICE, CAROL)).unwrap();
		assert_eq!(of_share.amount, 50);
		assert_ok!(Assets::cancel_approval(signed(ALICE), CASH, CAROL));
		assert_ok!(end());
		assert_ok!(Assets::transfer_approved(signed(BOB), CASH, ALICE, CAROL, 3));
		assert_eq!(approved(), [None, None]);
	});
}

#[test]
fn the_walk_over_approvals_goes_on_when_its_last_one_is_cancelled() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, BOB, 30));
		assert_ok!(Assets::approve_transfer(signed(ALICE), CASH, CAROL, 30));
		assert_ok!(Assets::begin_conversion(CASH, MAXIMUM));
		let convert = |last: Option<(AccountId, AccountId)>| {
			Assets::convert_next_approval(CASH, last.as_ref(), |amount| 2 * amount)
		};
		let (owner, first) = convert(None).unwrap().unwrap();
		let expected = Event::ApprovalConverted {
			asset_id: CASH,
			source: owner,
			delegate: first,
			old: 30,
			new: 60,
		};
		assert_eq!(last_event(), expected);
		assert_ok!(Assets::cancel_approval(signed(ALICE), CASH, first));
		let (_, second) = convert(Some((owner, first))).unwrap().unwrap();
		assert_ne!(first, second);
		assert_eq!(convert(Some((owner, second))), Ok(None));
		assert_ok!(end());
		assert_noop!(convert(None), Error::<Test>::NotBeingSplit);
		let unknown = Assets::convert_next_approval(NONE, None, |amount| amount);
		assert_eq!(unknown, Err(Error::<Test>::Unknown.into()));
	});
}

/// SHARE with a minimum of 10: 3 are in CAROL's record, who takes the part of the pot.
fn with_a_pot(test: impl FnOnce()) {
	ExtBuilder::default().min_balance(10).with(SHARE, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::begin_conversion(SHARE, MAXIMUM));
		assert_ok!(Assets::end_conversion(SHARE, &CAROL, 3, 10, MAXIMUM));
		test();
	});
}

#[test]
fn what_is_handed_out_arrives_whatever_the_account_is_like() {
	with_a_pot(|| {
		// Less than the minimum, a token that is frozen, and no reference left.
		while System::inc_consumers(&BOB).is_ok() {}
		assert_ok!(Assets::freeze_asset(signed(FREEZER), SHARE));
		assert_eq!(Assets::hand_out(SHARE, &CAROL, &BOB), Ok(3));
		assert_eq!((total(SHARE, BOB), total(SHARE, CAROL), supply(SHARE)), (3, 0, 103));
		assert!(!Account::<Test>::contains_key(SHARE, CAROL));
		assert_reports_match_ledger();
		let expected = Event::Transferred { asset_id: SHARE, from: CAROL, to: BOB, amount: 3 };
		assert_eq!(last_event(), expected);
		// To an account that has some it goes as well, and nothing is nothing.
		assert_eq!(Assets::hand_out(SHARE, &CAROL, &BOB), Ok(0));
		assert_eq!(Assets::hand_out(SHARE, &BOB, &ALICE), Ok(3));
		assert_eq!(Assets::hand_out(SHARE, &ALICE, &ALICE), Ok(103));
		assert_eq!(total(SHARE, ALICE), 103);
	});
}

#[test]
fn nothing_is_handed_out_to_nobody_or_while_the_token_stands_still() {
	with_a_pot(|| {
		assert_noop!(Assets::hand_out(NONE, &CAROL, &BOB), Error::<Test>::Unknown);
		assert_noop!(Assets::hand_out(SHARE, &CAROL, &GHOST), TokenError::CannotCreate);
		assert_ok!(Assets::begin_conversion(SHARE, MAXIMUM));
		assert_noop!(Assets::hand_out(SHARE, &CAROL, &BOB), Error::<Test>::BeingSplit);
		assert_ok!(Assets::convert_account(SHARE, &CAROL, 3, |_, held| Ok(held)));
		assert_ok!(Assets::end_conversion(SHARE, &CAROL, 0, 10, MAXIMUM));
		assert_ok!(Assets::start_destroy(signed(OWNER), SHARE));
		assert_noop!(Assets::hand_out(SHARE, &CAROL, &BOB), Error::<Test>::IncorrectStatus);
	});
}
