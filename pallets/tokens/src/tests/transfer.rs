use super::*;
use frame_support::traits::fungibles::hold::Mutate;

#[test]
fn transfer_moves_and_reports_sender_then_receiver() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 40));
		assert_eq!((free(CASH, ALICE), free(CASH, BOB), supply(CASH)), (60, 40, 100));
		assert_eq!(reports(), [(CASH, ALICE, 100, 60), (CASH, BOB, 0, 40)]);
		assert_eq!(
			last_event(),
			Event::Transferred { asset_id: CASH, from: ALICE, to: BOB, amount: 40 }
		);
	});
}

#[test]
fn transfer_sends_a_rest_below_the_minimum_along() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		// 100 - 91 = 9 < 10, so all 100 go.
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 91));
		assert_eq!((total(CASH, ALICE), free(CASH, BOB), supply(CASH)), (0, 100, 100));
		assert!(!crate::Account::<Test>::contains_key(CASH, ALICE));
		assert_eq!(
			last_event(),
			Event::Transferred { asset_id: CASH, from: ALICE, to: BOB, amount: 100 }
		);
	});
}

#[test]
fn transfer_leaves_exactly_the_minimum() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 90));
		assert_eq!((free(CASH, ALICE), free(CASH, BOB)), (10, 90));
	});
}

#[test]
fn transfer_of_a_touched_record_keeps_the_record() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, ALICE, 3));
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, BOB, 10));
		// The rest of 2 is below the minimum and goes along; the deposit keeps the record.
		assert_ok!(Assets::transfer(signed(ALICE), SHARE, BOB, 1));
		assert_eq!((free(SHARE, ALICE), free(SHARE, BOB)), (0, 13));
		assert!(crate::Account::<Test>::contains_key(SHARE, ALICE));
	});
}

#[test]
fn transfer_to_oneself_changes_nothing() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(ALICE), CASH, ALICE, 95));
		assert_eq!((free(CASH, ALICE), supply(CASH)), (100, 100));
		assert!(reports().is_empty());
		assert_noop!(Assets::transfer(signed(ALICE), CASH, ALICE, 101), Error::<Test>::BalanceLow);
	});
}

#[test]
fn transfer_of_nothing_changes_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 0));
		assert!(System::events().is_empty());
	});
}

#[test]
fn transfer_returns_the_references_of_a_record_that_goes() {
	ExtBuilder::default().with(SHARE, ALICE, 100).with(CASH, GHOST, 10).build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(ALICE), SHARE, BOB, 100));
		assert_eq!((System::consumers(&ALICE), System::consumers(&BOB)), (0, 1));
		assert_ok!(Assets::transfer(signed(GHOST), CASH, BOB, 10));
		assert!(!System::account_exists(&GHOST));
	});
}

#[test]
fn transfer_fails_beyond_the_free_part() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 60));
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 41), Error::<Test>::BalanceLow);
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 40));
		assert_eq!((free(CASH, ALICE), held(CASH, ALICE)), (0, 60));
	});
}

#[test]
fn transfer_fails_if_less_than_the_minimum_would_stay_with_a_hold() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::hold(CASH, &open_order(), &ALICE, 4));
		// 90 leaves 6 + 4 = 10, 91 leaves 9.
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 91), Error::<Test>::WouldDie);
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 90));
	});
}

#[test]
fn transfer_fails_to_a_new_record_below_the_minimum() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 9), TokenError::BelowMinimum);
	});
}

#[test]
fn transfer_fails_to_an_account_that_cannot_have_a_record() {
	ExtBuilder::default().with(SHARE, ALICE, 100).build_and_execute(|| {
		assert_noop!(Assets::transfer(signed(ALICE), SHARE, GHOST, 50), TokenError::CannotCreate);
	});
}

#[test]
fn transfer_fails_without_a_record_and_for_frozen_senders() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_noop!(Assets::transfer(signed(BOB), CASH, ALICE, 1), Error::<Test>::NoAccount);
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, ALICE));
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 50), Error::<Test>::Frozen);
	});
}

#[test]
fn transfer_to_a_frozen_account_succeeds() {
	ExtBuilder::default().with(CASH, ALICE, 100).with(CASH, BOB, 10).build_and_execute(|| {
		assert_ok!(Assets::freeze(signed(FREEZER), CASH, BOB));
		assert_ok!(Assets::transfer(signed(ALICE), CASH, BOB, 50));
		assert_eq!(free(CASH, BOB), 60);
	});
}

#[test]
fn transfer_fails_for_a_frozen_and_an_unknown_token() {
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(FREEZER), CASH));
		assert_noop!(Assets::transfer(signed(ALICE), CASH, BOB, 50), Error::<Test>::AssetNotLive);
		for id in [NONE, 0] {
			assert_noop!(Assets::transfer(signed(ALICE), id, BOB, 50), Error::<Test>::Unknown);
		}
	});
}

#[test]
fn transfer_through_the_trait_burns_the_rest_below_the_minimum() {
	use frame_support::traits::{fungibles::Mutate, tokens::Preservation::Expendable};
	ExtBuilder::default().with(CASH, ALICE, 100).build_and_execute(|| {
		assert_ok!(<Assets as Mutate<_>>::transfer(CASH, &ALICE, &BOB, 91, Expendable));
		// The SDK's contract: exactly 91 arrive, 9 are burned.
		assert_eq!((total(CASH, ALICE), free(CASH, BOB), supply(CASH)), (0, 91, 91));
		assert_eq!(reports(), [(CASH, ALICE, 100, 0), (CASH, BOB, 0, 91)]);
		assert_noop!(
			<Assets as Mutate<_>>::transfer(CASH, &BOB, &BOB, 92, Expendable),
			TokenError::FundsUnavailable
		);
		assert_ok!(<Assets as Mutate<_>>::transfer(CASH, &BOB, &BOB, 91, Expendable));
		assert!(reports().is_empty());
	});
}
