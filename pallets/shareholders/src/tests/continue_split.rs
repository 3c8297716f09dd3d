//! `continue_split`: anybody drives a split on, step by step, and nobody loses anything.

use super::*;
use crate::{
	ConvertedEarly, Fractions, SplitCount, SplitPhase, Splits, WeightInfo as _, MAX_SPLIT_STEPS,
};
use pallet_tokens::splitting::SplitHolders;
use shareholders_accounting::Ratio;

fn begin(new: u64, old: u64) {
	assert_ok!(Shareholders::begin_split(signed(&founder()), SHARE, new, old));
}

/// Takes so many steps, as a stranger.
fn proceed(steps: u32) {
	assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, steps));
	check();
}

fn converting() -> bool {
	Splits::<Test>::get(SHARE)
		.is_some_and(|split| matches!(split.phase, SplitPhase::Converting { .. }))
}

/// The first steps of a split, until the token stands still.
fn stand_still() {
	while !converting() {
		proceed(1);
	}
}

fn finish() {
	while Splits::<Test>::contains_key(SHARE) {
		proceed(1);
	}
}

fn parts(who: &AccountId) -> u128 {
	Fractions::<Test>::get((SHARE, 0, who)).map_or(0, |fraction| fraction.parts)
}

#[test]
fn a_split_gives_everybody_more_shares_and_their_holds_with_them() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 7), (company(), 33)]);
		assert_ok!(hold(&alice(), 20));
		begin(10, 1);
		finish();
		assert_eq!([alice(), bob(), company()].map(|who| total(SHARE, &who)), [600, 70, 330]);
		assert_eq!(Assets::balance(SHARE, &alice()), 400);
		assert_eq!(Whole::total_issuance(SHARE), 1_000);
		assert_ok!(release(&alice(), 200));
		let details = Assets::asset_details(SHARE).unwrap();
		assert_eq!((details.min_balance, details.authorised_maximum), (10, Some(10 * MAXIMUM)));
		assert_eq!(last_event(), Event::SplitEnded { class: SHARE, split: 0 });
		assert_eq!(FractionPools::<Test>::iter().count(), 0);
		assert_ok!(transfer(&alice(), &dave(), 10));
	});
}

#[test]
fn a_reverse_split_rounds_down_and_keeps_the_fractions_for_their_owners() {
	ExtBuilder::default().build_and_execute(|| {
		// 57 + 31 + 12 = 100 shares: 10 for one old ten. Fractions of 7, 1 and 2 tenths make one share.
		issue(&[(alice(), 57), (bob(), 31), (carol(), 12)]);
		begin(1, 10);
		finish();
		assert_eq!([alice(), bob(), carol()].map(|who| total(SHARE, &who)), [5, 3, 1]);
		assert_eq!([alice(), bob(), carol()].map(|who| parts(&who)), [7, 1, 2]);
		let pot = Shareholders::fraction_pot(SHARE);
		assert_eq!((total(SHARE, &pot), Whole::total_issuance(SHARE)), (1, 10));
		assert_eq!(Shareholders::fraction_shares(SHARE, 0), 1);
		assert_eq!(SplitCount::<Test>::get(SHARE), 1);
		// The pot neither earns nor votes.
		assert_eq!(class(SHARE).register.eligible(), Ok(9));
		let details = Assets::asset_details(SHARE).unwrap();
		assert_eq!((details.min_balance, details.authorised_maximum), (1, Some(MAXIMUM / 10)));
	});
}

#[test]
fn a_holder_of_less_than_a_share_keeps_a_fraction_and_no_record() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 97), (bob(), 3)]);
		begin(1, 10);
		finish();
		assert_eq!((total(SHARE, &alice()), total(SHARE, &bob())), (9, 0));
		assert_eq!((parts(&alice()), parts(&bob())), (7, 3));
		assert!(!pallet_tokens::Account::<Test>::contains_key(SHARE, bob()));
	});
}

#[test]
fn the_token_stands_still_while_accounts_are_converted() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		begin(3, 1);
		assert_ok!(transfer(&alice(), &bob(), 1));
		stand_still();
		let refused: DispatchError = pallet_tokens::Error::<Test>::BeingSplit.into();
		for _ in 0..2 {
			assert_noop!(transfer(&alice(), &bob(), 1), refused);
			let mint = Assets::mint(signed(&founder()), SHARE, bob(), 1);
			assert_eq!(mint, Err(refused));
			proceed(1);
		}
		for result in [
			Shareholders::reserve_date(SHARE, Shareholders::epoch()),
			Shareholders::include(signed(&founder()), SHARE, alice()),
		] {
			assert_eq!(result, Err(refused_here()));
		}
		finish();
		assert_ok!(transfer(&alice(), &bob(), 1));
	});
}

fn refused_here() -> DispatchError {
	refused(Error::SplitRunning)
}

#[test]
fn dividends_of_old_shares_are_paid_in_full_and_new_ones_count_new_shares() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		assert_ok!(pay(&founder(), 1_200, Schedule::Stream(2)));
		pass(1);
		begin(3, 2);
		stand_still();
		proceed(1);
		// Half is due to 60 and 40 old shares, be they converted or not.
		assert_eq!((owed(&alice()), owed(&bob())), (360, 240));
		// A claim works in the middle of it.
		assert_ok!(claim(&alice()));
		check();
		// A boundary that passes meanwhile is taken when the split ends.
		pass(1);
		assert_eq!(owed(&bob()), 240);
		finish();
		assert_eq!((total(SHARE, &alice()), total(SHARE, &bob())), (90, 60));
		assert_eq!((owed(&alice()), owed(&bob())), (360, 480));
	});
}

#[test]
fn a_record_date_before_the_split_is_answered_in_shares_of_that_day() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60), (bob(), 40)]);
		pass(1);
		let date = Shareholders::epoch();
		assert_ok!(Shareholders::reserve_date(SHARE, date));
		begin(1, 4);
		stand_still();
		let at = |who| Shareholders::total_at(SHARE, &who, date).unwrap();
		for _ in 0..4 {
			assert_eq!((at(alice()), at(bob())), (60, 40));
			assert_eq!(Shareholders::eligible_at(SHARE, date), Ok(100));
			if converting() {
				proceed(1);
			}
		}
		finish();
		assert_eq!((at(alice()), at(bob())), (60, 40));
	});
}

#[test]
fn an_account_converted_before_its_turn_is_converted_once() {
	ExtBuilder::default().build_and_execute(|| {
		let people = [alice(), bob(), carol(), dave()];
		issue(&people.clone().map(|who| (who, 10)));
		let convert =
			|who: &AccountId| <Shareholders as SplitHolders<AccountId, _>>::convert(SHARE, who);
		begin(3, 1);
		// Not yet, and nobody who owns nothing.
		assert_eq!(convert(&alice()), Ok(false));
		stand_still();
		assert_eq!(convert(&eve()), Ok(false));
		for who in &people {
			assert_eq!(convert(who), Ok(true));
			assert_eq!(convert(who), Ok(false));
			assert_eq!(total(SHARE, who), 30);
			check();
		}
		assert_eq!(ConvertedEarly::<Test>::iter().count(), 4);
		proceed(2);
		assert_eq!(ConvertedEarly::<Test>::iter().count(), 2);
		// Who has been walked past is not converted again either.
		for who in &people {
			assert_eq!(convert(who), Ok(false));
		}
		finish();
		assert!(people.iter().all(|who| total(SHARE, who) == 30));
		assert_eq!(ConvertedEarly::<Test>::iter().count(), 0);
		assert_eq!(convert(&alice()), Ok(false));
	});
}

#[test]
fn a_split_that_is_not_possible_any_more_is_given_up() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		begin(2, 1);
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		proceed(1);
		let reason: DispatchError = pallet_tokens::Error::<Test>::AssetNotLive.into();
		assert!(System::events()
			.into_iter()
			.any(|record| record.event
				== Event::SplitGivenUp { class: SHARE, split: 0, reason }.into()));
		finish();
		assert_eq!(total(SHARE, &alice()), 60);
		assert_eq!(SplitCount::<Test>::get(SHARE), 0);
		assert_ok!(Assets::thaw_asset(signed(&founder()), SHARE));
		assert_ok!(transfer(&alice(), &bob(), 1));
	});
}

/// A holder who burns an atom after it has begun, or mints one, keeps nobody from his shares.
#[test]
fn the_company_completes_the_last_share_of_a_supply_that_does_not_divide() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 57), (bob(), 31), (carol(), 12)]);
		begin(1, 10);
		assert_ok!(Assets::burn(signed(&founder()), SHARE, carol(), 1));
		stand_still();
		// 7, 1 and 1 tenths and the company's make a share.
		while converting() {
			proceed(1);
		}
		let expected = Event::SplitConverted { class: SHARE, split: 0, fractions: 1, rest: 1 };
		assert!(System::events().into_iter().any(|record| record.event == expected.clone().into()));
		finish();
		assert_eq!([alice(), bob(), carol(), company()].map(|who| parts(&who)), [7, 1, 1, 1]);
		assert_eq!(Whole::total_issuance(SHARE), 10);
		assert_ok!(Shareholders::bid_for_fractions(signed(&dave()), SHARE, 0, 1_000));
		pass(14);
		assert_ok!(Shareholders::settle_fractions(signed(&eve()), SHARE, 0));
		assert_ok!(Shareholders::claim_fraction(signed(&eve()), SHARE, 0, Some(company())));
		assert_eq!(total(KSI, &company()), 100);
	});
}

/// 101 at the most, of which nothing is left to issue: 10 and a tenth, and the company's nine tenths besides its own one.
#[test]
fn a_class_that_is_issued_whole_is_so_after_a_reverse_split() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), SHARE, 101));
		issue(&[(company(), 101)]);
		begin(1, 10);
		finish();
		let details = Assets::asset_details(SHARE).unwrap();
		assert_eq!((details.supply, details.authorised_maximum), (11, Some(11)));
		assert_eq!((total(SHARE, &company()), parts(&company())), (10, 10));
	});
}

/// What bob may move of alice's shares after a split.
fn approval_after(new: u64, old: u64) -> u128 {
	assert_ok!(Assets::approve_transfer(signed(&alice()), SHARE, bob(), 100));
	begin(new, old);
	finish();
	pallet_tokens::Approvals::<Test>::get((SHARE, alice(), bob())).unwrap().amount
}

#[test]
fn a_delegate_may_move_as_much_as_before_in_new_shares() {
	let move_them =
		|amount| Assets::transfer_approved(signed(&bob()), SHARE, alice(), carol(), amount);
	let unapproved = DispatchError::from(pallet_tokens::Error::<Test>::Unapproved);
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 600)]);
		assert_eq!(approval_after(1, 10), 10);
		assert_noop!(move_them(11), unapproved);
		assert_ok!(move_them(10));
	});
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 600)]);
		assert_eq!(approval_after(2, 1), 200);
		assert_noop!(move_them(201), unapproved);
		assert_ok!(move_them(200));
	});
}

/// Wallets approve the largest number where no limit is meant.
#[test]
fn an_approval_without_a_limit_stays_one() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 600)]);
		assert_ok!(Assets::approve_transfer(signed(&alice()), SHARE, carol(), u128::MAX));
		assert_eq!(approval_after(3, 1), 300);
		let approval = pallet_tokens::Approvals::<Test>::get((SHARE, alice(), carol())).unwrap();
		assert_eq!(approval.amount, u128::MAX);
	});
}

#[test]
fn an_approval_is_a_step_of_its_own_and_the_token_stands_still_meanwhile() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 10)]);
		for delegate in [bob(), carol(), dave()] {
			assert_ok!(Assets::approve_transfer(signed(&alice()), SHARE, delegate, 5));
		}
		begin(3, 1);
		stand_still();
		proceed(2); // alice and the first
		let converted = || {
			let amounts = pallet_tokens::Approvals::<Test>::iter_prefix_values((SHARE,));
			amounts.filter(|approval| approval.amount == 15).count()
		};
		for count in 1..=3 {
			assert_eq!(converted(), count);
			assert_eq!(<Shareholders as SplitHolders<_, _>>::ratio(SHARE), Ratio::new(3, 1).ok());
			assert!(transfer(&alice(), &bob(), 1).is_err());
			proceed(1);
		}
		assert!(!converting());
		finish();
		assert_ok!(transfer(&alice(), &bob(), 3));
	});
}

#[test]
fn continue_split_takes_no_more_steps_than_it_is_told_and_is_charged_for_them() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 10), (bob(), 10)]);
		begin(2, 1);
		let steps = |limit| {
			let info = Shareholders::continue_split(signed(&eve()), SHARE, limit).unwrap();
			info.actual_weight.unwrap()
		};
		let weight = <Test as crate::Config>::WeightInfo::continue_split;
		assert_eq!(steps(2), weight(2));
		assert!(converting());
		// Two accounts were two steps at the most, and the end of the conversion one.
		assert!(steps(MAX_SPLIT_STEPS).ref_time() < weight(5).ref_time());
		assert!(!Splits::<Test>::contains_key(SHARE));
	});
}

#[test]
fn continue_split_fails_without_a_split_and_for_no_steps_or_too_many() {
	ExtBuilder::default().build_and_execute(|| {
		let proceed = |limit| {
			Shareholders::continue_split(signed(&eve()), SHARE, limit)
				.map(|_| ())
				.map_err(|refused| refused.error)
		};
		assert_noop!(proceed(1), Error::<Test>::NoSplit);
		begin(2, 1);
		assert_noop!(proceed(0), Error::<Test>::StepsOutOfRange);
		assert_noop!(proceed(MAX_SPLIT_STEPS + 1), Error::<Test>::StepsOutOfRange);
	});
}

/// The line that this is all about, as far as the register goes: 10,000 holders, 1,000 of them with shares in an order.
#[test]
fn ten_thousand_holders_and_a_thousand_orders_lose_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let holder = |number: u32| {
			let mut bytes = [0xaa; 32];
			bytes[..4].copy_from_slice(&number.to_le_bytes());
			AccountId::new(bytes)
		};
		let shares = |number: u32| 14 + u128::from(number * 7_919 % 1_000);
		let mut sum = 0;
		for number in 0..10_000 {
			let who = holder(number);
			System::inc_providers(&who);
			issue(&[(who.clone(), shares(number))]);
			sum += shares(number);
			if number % 10 == 0 {
				assert_ok!(hold(&who, 14));
			}
		}
		issue(&[(company(), 7 - sum % 7)]);
		sum += 7 - sum % 7;
		begin(3, 7);
		let mut calls = 0;
		while Splits::<Test>::contains_key(SHARE) {
			assert_ok!(Shareholders::continue_split(signed(&eve()), SHARE, MAX_SPLIT_STEPS));
			calls += 1;
			if calls == 50 {
				check();
			}
		}
		// 10,001 accounts and three steps more, 100 a call.
		assert_eq!(calls, 101);
		let mut fractions = 0;
		for number in 0..10_000 {
			let who = holder(number);
			assert_eq!(total(SHARE, &who), shares(number) * 3 / 7);
			assert_eq!(parts(&who), shares(number) * 3 % 7);
			fractions += parts(&who);
			if number % 10 == 0 {
				assert_ok!(release(&who, 6));
				assert!(release(&who, 1).is_err());
			}
		}
		fractions += parts(&company());
		assert_eq!(Whole::total_issuance(SHARE), sum * 3 / 7);
		assert_eq!(Shareholders::fraction_shares(SHARE, 0) * 7, fractions);
	});
}
