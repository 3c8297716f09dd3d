use super::*;
use crate::{Asset, RenouncedRoles};

#[test]
fn create_stores_the_details_and_holds_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::create(signed(ALICE), 3, BOB, 7));
		let details = Asset::<Test>::get(3).unwrap();
		assert_eq!(details.owner, ALICE);
		assert_eq!((details.issuer, details.admin, details.freezer), (BOB, BOB, BOB));
		assert_eq!((details.supply, details.min_balance, details.deposit), (0, 7, 100));
		assert_eq!((details.accounts, details.sufficients, details.approvals), (0, 0, 0));
		assert!(!details.is_sufficient);
		assert_eq!(details.status, AssetStatus::Live);
		assert_eq!(details.renounced, RenouncedRoles::default());
		assert_eq!(details.authorised_maximum, None);
		assert_eq!(deposit(HoldReason::TokenDeposit, ALICE), 100);
		assert_eq!(last_event(), Event::Created { asset_id: 3, creator: ALICE, owner: BOB });
	});
}

#[test]
fn create_fails_for_an_id_in_use() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::create(signed(ALICE), CASH, ALICE, 1), Error::<Test>::InUse);
	});
}

#[test]
fn create_fails_for_id_0_which_is_the_native_token() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::create(signed(ALICE), 0, ALICE, 1), Error::<Test>::ReservedId);
	});
}

#[test]
fn create_fails_for_an_id_that_the_chain_gives() {
	ExtBuilder::default().build_and_execute(|| {
		let create = |id| Assets::create(signed(ALICE), id, ALICE, 1);
		for id in [1 << 31, u32::MAX] {
			assert_noop!(create(id), Error::<Test>::ReservedId);
		}
		assert_ok!(create((1 << 31) - 1));
		// Other pallets create theirs there.
		use frame_support::traits::fungibles::Create;
		assert_ok!(<Assets as Create<_>>::create(1 << 31, ALICE, false, 1));
	});
}

#[test]
fn create_fails_without_a_minimum_balance() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::create(signed(ALICE), 3, ALICE, 0), Error::<Test>::MinBalanceZero);
	});
}

#[test]
fn create_fails_without_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Assets::create(signed(GHOST), 3, ALICE, 1), TokenError::FundsUnavailable);
	});
}

#[test]
fn create_through_the_trait_cannot_make_a_sufficient_token() {
	use frame_support::traits::fungibles::Create;
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(<Assets as Create<_>>::create(3, ALICE, true, 1), TokenError::Unsupported);
		assert_ok!(<Assets as Create<_>>::create(3, ALICE, false, 1));
		assert_noop!(<Assets as Create<_>>::create(0, ALICE, false, 1), Error::<Test>::ReservedId);
	});
}
