//! `spend`: caps, tokens, and batches.

use super::*;
use pallet_treasury::{PaymentState, SpendCount, SpendStatus, Spends};
use shareholders_accounting::TokenId;
use sp_runtime::traits::Dispatchable;

fn spend(origin: Origin, token: TokenId, amount: u128) -> DispatchResult {
	Mandates::spend(by(origin), token, amount, account(7), None)
}

#[test]
fn a_spend_can_be_fetched_by_its_beneficiary() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(3);
		assert_ok!(spend(Origin::TreasurySmall, KSI, 60));
		let decided = Event::SpendDecided { token: KSI, amount: 60, beneficiary: account(7) };
		assert_eq!(last_event(), decided);
		let status = SpendStatus {
			asset_kind: KSI,
			amount: 60,
			beneficiary: account(7),
			valid_from: 3,
			// Within 50 blocks.
			expire_at: 53,
			status: PaymentState::Pending,
		};
		assert_eq!(Spends::<Test>::get(0), Some(status));
		assert_ok!(Treasury::payout(signed(&stranger()), 0));
	});
}

#[test]
fn a_spend_waits_for_its_day() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = by(Origin::TreasuryLarge);
		assert_ok!(Mandates::spend(origin, CASH, 5, account(7), Some(20)));
		run_to(19);
		let early = pallet_treasury::Error::<Test>::EarlyPayout;
		assert_noop!(Treasury::payout(signed(&stranger()), 0), early);
		run_to(20);
		assert_ok!(Treasury::payout(signed(&stranger()), 0));
	});
}

#[test]
fn each_track_spends_up_to_its_cap() {
	ExtBuilder::default().build_and_execute(|| {
		for (origin, cap) in [
			(Origin::TreasurySmall, SMALL),
			(Origin::TreasuryMedium, MEDIUM),
			(Origin::TreasuryLarge, LARGE),
		] {
			assert_noop!(spend(origin, KSI, cap + 1), Error::<Test>::AboveCap);
			assert_noop!(spend(origin, KSI, u128::MAX), Error::<Test>::AboveCap);
			assert_ok!(spend(origin, KSI, cap - 1));
			assert_ok!(spend(origin, KSI, cap));
			assert_noop!(spend(origin, KSI, 0), Error::<Test>::ZeroAmount);
		}
		assert_eq!(SpendCount::<Test>::get(), 6);
	});
}

#[test]
fn only_the_large_track_spends_other_tokens() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [Origin::TreasurySmall, Origin::TreasuryMedium] {
			assert_noop!(spend(origin, CASH, 1), Error::<Test>::NativeOnly);
		}
		// There is no price, so there is no cap.
		assert_ok!(spend(Origin::TreasuryLarge, CASH, LARGE + 1));
		assert_noop!(spend(Origin::TreasuryLarge, CASH, 0), Error::<Test>::ZeroAmount);
	});
}

fn part(amount: u128) -> RuntimeCall {
	Call::spend { token: KSI, amount, beneficiary: account(7), valid_from: None }.into()
}

fn batch(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch_all { calls }.into()
}

#[test]
fn the_cap_is_for_all_that_one_referendum_spends() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = || by(Origin::TreasurySmall);
		assert_ok!(batch(vec![part(50), part(50)]).dispatch(origin()));
		let over = batch(vec![part(50), part(51)]).dispatch(origin()).unwrap_err();
		assert_eq!(over.error, Error::<Test>::AboveCap.into());
		assert_eq!(SpendCount::<Test>::get(), 2);
		// One in which each part stops by itself.
		let inner = |amount| pallet_utility::Call::batch { calls: vec![part(amount)] }.into();
		assert_ok!(batch(vec![inner(60), inner(60), inner(40)]).dispatch(origin()));
		assert_eq!(SpendCount::<Test>::get(), 4);
		// The next referendum starts from nothing.
		assert_ok!(part(100).dispatch(origin()));
	});
}

#[test]
fn a_sum_beyond_all_numbers_is_above_the_cap() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = || by(Origin::TreasuryLarge);
		let huge = batch(vec![part(1), part(u128::MAX)]);
		assert_eq!(huge.dispatch(origin()).unwrap_err().error, Error::<Test>::AboveCap.into());
	});
}

#[test]
fn nobody_spends_past_the_limits_through_the_treasury_itself() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in Origin::ALL.map(by).into_iter().chain([signed(&stranger())]) {
			assert_noop!(
				Treasury::spend(origin, Box::new(KSI), 1, Box::new(account(7)), None),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn a_refusal_of_the_treasury_is_handed_on() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(60);
		// It would have had to be fetched until block 51.
		let late = Mandates::spend(by(Origin::TreasurySmall), KSI, 1, account(7), Some(1));
		assert_eq!(late, Err(pallet_treasury::Error::<Test>::SpendExpired.into()));
	});
}
