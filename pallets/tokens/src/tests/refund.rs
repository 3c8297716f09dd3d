use super::*;
use crate::Account;
use frame_support::traits::{fungibles::hold::Mutate, AccountTouch};

#[test]
fn refund_closes_an_empty_record_and_returns_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_ok!(Assets::refund(signed(ALICE), SHARE, false));
		assert_eq!(deposit(HoldReason::AccountDeposit, ALICE), 0);
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
		assert!(!Account::<Test>::contains_key(SHARE, ALICE));
	});
}

#[test]
fn refund_returns_a_deposit_to_whoever_paid_it() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(<Assets as AccountTouch<_, _>>::touch(SHARE, &BOB, &ALICE));
		assert_ok!(Assets::refund(signed(BOB), SHARE, false));
		assert_eq!(deposit(HoldReason::AccountDeposit, ALICE), 0);
		assert_eq!(Balances::free_balance(BOB), ENDOWMENT);
	});
}

#[test]
fn refund_burns_only_if_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_ok!(Assets::mint(signed(ISSUER), SHARE, ALICE, 30));
		reports();
		assert_noop!(Assets::refund(signed(ALICE), SHARE, false), Error::<Test>::WouldBurn);
		assert_ok!(Assets::refund(signed(ALICE), SHARE, true));
		assert_eq!(supply(SHARE), 0);
		assert_eq!(reports(), [(SHARE, ALICE, 30, 0)]);
		assert_eq!(last_event(), Event::Burned { asset_id: SHARE, owner: ALICE, balance: 30 });
	});
}

#[test]
fn refund_returns_a_consumer_reference() {
	ExtBuilder::default().with(SHARE, ALICE, 30).build_and_execute(|| {
		assert_eq!(System::consumers(&ALICE), 1);
		assert_ok!(Assets::refund(signed(ALICE), SHARE, true));
		assert_eq!(System::consumers(&ALICE), 0);
	});
}

#[test]
fn refund_fails_while_tokens_are_on_hold() {
	ExtBuilder::default().with(SHARE, ALICE, 30).build_and_execute(|| {
		assert_ok!(Assets::hold(SHARE, &open_order(), &ALICE, 30));
		assert_noop!(Assets::refund(signed(ALICE), SHARE, true), Error::<Test>::ContainsHolds);
	});
}

#[test]
fn refund_fails_for_a_sufficient_record_and_without_one() {
	ExtBuilder::default().with(CASH, ALICE, 30).build_and_execute(|| {
		assert_noop!(Assets::refund(signed(ALICE), CASH, true), Error::<Test>::NoDeposit);
		assert_noop!(Assets::refund(signed(BOB), CASH, true), Error::<Test>::NoAccount);
		for id in [NONE, 0] {
			assert_noop!(Assets::refund(signed(ALICE), id, true), Error::<Test>::Unknown);
		}
	});
}

#[test]
fn refund_does_not_lift_a_freeze() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_ok!(Assets::freeze(signed(FREEZER), SHARE, ALICE));
		assert_noop!(Assets::refund(signed(ALICE), SHARE, true), Error::<Test>::Frozen);
	});
}

#[test]
fn refund_fails_for_a_token_on_its_way_out() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::touch(signed(ALICE), SHARE));
		assert_ok!(Assets::start_destroy(signed(OWNER), SHARE));
		assert_noop!(Assets::refund(signed(ALICE), SHARE, true), Error::<Test>::IncorrectStatus);
	});
}
