//! `begin_split`: whoever acts for the company, a ratio that makes sense, a supply that is not too large afterwards.

use super::*;
use crate::{SplitPhase, Splits};
use frame_support::traits::fungibles::Mutate as _;

fn begin(new: u64, old: u64) -> DispatchResult {
	Shareholders::begin_split(signed(&founder()), SHARE, new, old)
}

#[test]
fn begin_split_notes_the_ratio_in_lowest_terms_and_moves_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		assert_ok!(begin(30, 20));
		let split = Splits::<Test>::get(SHARE).unwrap();
		assert_eq!((split.ratio.numerator(), split.ratio.denominator()), (3, 2));
		assert_eq!((split.number, split.phase), (0, SplitPhase::Suspending { next: 0 }));
		assert_eq!(last_event(), Event::SplitBegun { class: SHARE, split: 0, new: 30, old: 20 });
		assert_eq!(total(SHARE, &alice()), 60);
		// Everything goes on until the markets are suspended.
		assert_ok!(transfer(&alice(), &bob(), 10));
	});
}

#[test]
fn the_company_begins_its_splits_itself_when_it_has_been_handed_over() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		hand_over();
		assert_noop!(begin(2, 1), Error::<Test>::NotForCompany);
		assert_ok!(Shareholders::begin_split(signed(&company()), SHARE, 2, 1));
	});
}

#[test]
fn begin_split_fails_for_ratios_that_make_no_sense() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(alice(), 60)]);
		for (new, old) in [(0, 1), (1, 0), (0, 0), (1, 1), (7, 7), (1_000_001, 1), (1, u64::MAX)] {
			assert_noop!(begin(new, old), Error::<Test>::BadRatio);
		}
	});
}

#[test]
fn begin_split_fails_where_there_would_be_too_many_shares() {
	ExtBuilder::without_class().build_and_execute(|| {
		let big = 7;
		assert_ok!(Assets::create(signed(&founder()), big, founder(), 1));
		assert_ok!(Assets::set_authorised_maximum(signed(&founder()), big, MAX_SUPPLY));
		assert_ok!(Shareholders::create_share_class(signed(&founder()), COMPANY, big));
		assert_ok!(Assets::mint_into(big, &alice(), MAX_SUPPLY));
		for (new, old) in [(2, 1), (1_000_000, 1), (1_000_000, 999_999)] {
			let begun = Shareholders::begin_split(signed(&founder()), big, new, old);
			assert_eq!(begun, Err(refused(Error::SplitTooLarge)));
		}
		assert_ok!(Shareholders::begin_split(signed(&founder()), big, 1, 3)); // 2^94 - 1 divides by 3
		assert_ok!(Shareholders::continue_split(signed(&bob()), big, 100));
		assert_eq!(total(big, &alice()), MAX_SUPPLY / 3);
	});
}

#[test]
fn begin_split_fails_for_other_tokens_and_a_class_that_is_halted() {
	ExtBuilder::default().with_platform().build_and_execute(|| {
		let begin_of = |token| Shareholders::begin_split(signed(&founder()), token, 2, 1);
		assert_noop!(begin_of(CASH), Error::<Test>::NotAShareClass);
		assert_noop!(begin_of(KSI), Error::<Test>::PlatformClass);
		Classes::<Test>::mutate_extant(SHARE, |class| {
			class.status = ClassStatus::Halted(AccountingError::Corrupt);
		});
		assert_noop!(begin_of(SHARE), Error::<Test>::ClassHalted);
	});
}

#[test]
fn begin_split_fails_while_one_is_running() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(begin(2, 1));
		assert_noop!(begin(2, 1), Error::<Test>::SplitRunning);
	});
}

#[test]
fn begin_split_fails_for_a_token_that_is_frozen() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		assert_noop!(begin(2, 1), Error::<Test>::TokenNotLive);
	});
}

#[test]
fn begin_split_fails_for_a_token_that_a_class_pays_in() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(founder(), 10)]);
		assert_ok!(Shareholders::open_payout(signed(&founder()), SHARE, SHARE));
		assert_noop!(begin(2, 1), Error::<Test>::PaysDividends);
	});
}

#[test]
fn nobody_starts_to_pay_in_a_token_that_is_being_split() {
	ExtBuilder::default().build_and_execute(|| {
		issue(&[(founder(), 10)]);
		assert_ok!(begin(2, 1));
		assert_noop!(
			Shareholders::open_payout(signed(&founder()), SHARE, SHARE),
			Error::<Test>::SplitRunning
		);
	});
}

#[test]
fn begin_split_fails_for_a_token_whose_amounts_have_been_agreed_on() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Shareholders::create_share_class(signed(&founder()), COMPANY, BOND));
		assert_noop!(
			Shareholders::begin_split(signed(&founder()), BOND, 2, 1),
			Error::<Test>::AmountsAgreed
		);
	});
}
