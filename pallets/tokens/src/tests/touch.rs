use super::*;
use crate::{Account, ExistenceReason};
use frame_support::traits::{AccountTouch, ContainsPair};

#[test]
fn touch_opens_an_empty_record_for_a_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_eq!(last_event(), Event::Touched { asset_id: SHARE, who: ALICE, depositor: ALICE });
		let record = Account::<Test>::get(SHARE, ALICE).unwrap();
		assert_eq!((record.total(), record.reason), (0, ExistenceReason::DepositHeld(20)));
		assert_eq!(deposit(HoldReason::AccountDeposit, ALICE), 20);
		assert_eq!(System::consumers(&ALICE), 1, "of the hold in Balances, none of ours");
		assert!(reports().is_empty());
		// Less than the minimum may come in now.
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, ALICE, 1));
	});
}

#[test]
fn touch_for_someone_else_lets_a_stranger_receive() {
	ExtBuilder::default().build_and_execute(|| {
		assert!(<Assets as AccountTouch<_, _>>::should_touch(SHARE, &GHOST));
		assert!(!<Assets as AccountTouch<_, _>>::should_touch(CASH, &GHOST));
		assert_eq!(<Assets as AccountTouch<TokenId, AccountId>>::deposit_required(SHARE), 20);
		assert_ok!(<Assets as AccountTouch<_, _>>::touch(SHARE, &GHOST, &ALICE));
		assert!(<Assets as ContainsPair<_, _>>::contains(&SHARE, &GHOST));
		let record = Account::<Test>::get(SHARE, GHOST).unwrap();
		assert_eq!(record.reason, ExistenceReason::DepositFrom(ALICE, 20));
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, GHOST, 1));
	});
}

#[test]
fn touch_fails_for_an_existing_record() {
	ExtBuilder::default().with(SHARE, ALICE, 100).build_and_execute(|| {
		assert_noop!(Assets::touch(signed(ALICE), SHARE), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn touch_fails_without_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::touch(signed(GHOST), SHARE), TokenError::FundsUnavailable);
	});
}

#[test]
fn touch_fails_for_a_frozen_and_an_unknown_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::touch(signed(ALICE), CASH), Error::<Test>::AssetNotLive);
		for id in [NONE, 0] {
			assert_noop!(Assets::touch(signed(ALICE), id), Error::<Test>::Unknown);
		}
	});
}
