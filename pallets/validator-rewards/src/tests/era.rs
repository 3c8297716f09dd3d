//! Freezing the pots of an era.

use crate::{mock::*, Clock, ClockOf, Eras, Event, Owed, Pot};
use frame_support::{assert_ok, weights::Weight, BoundedVec};

#[test]
fn an_era_gets_all_that_was_earned_since_the_last() {
	execute(|| {
		earn(CASH, 1_000);
		earn(KSI, 7);
		// 500 + 7 for each of at most 4 tokens.
		assert_eq!(end_era(&[(ann(), 20), (ben(), 40)]), Weight::from_parts(528, 0));
		let record = Eras::<Test>::get(0).unwrap();
		assert_eq!(record.points, 60);
		let pot = |token, amount| Pot { token, amount, left: amount };
		assert_eq!(record.pots.into_inner(), [pot(KSI, 7), pot(CASH, 1_000)]);
		let frozen = |token, amount| Event::PotFrozen { era: 0, token, amount };
		assert_eq!(events(), [frozen(KSI, 7), frozen(CASH, 1_000)]);
		// Nothing of it is in the next one.
		earn(CASH, 5);
		end_era(&[(ann(), 20)]);
		assert_eq!((left(1, CASH), left(1, KSI)), (Some(5), None));
		assert_eq!(owed(CASH), 1_005);
	});
}

#[test]
fn the_minimum_balance_of_the_source_is_not_paid() {
	execute(|| {
		end_era(&[(ann(), 20)]);
		assert_eq!(Eras::<Test>::get(0), None);
		assert_eq!(owed(CASH) + owed(KSI) + owed(COIN), 0);
		assert_eq!(ClockOf::<Test>::get(), Some(Clock { era: 1, oldest: 0, swept: 0 }));
	});
}

#[test]
fn an_era_without_points_leaves_all_to_the_next() {
	execute(|| {
		earn(CASH, 1_000);
		end_era(&[]);
		assert_eq!(Eras::<Test>::get(0), None);
		earn(CASH, 1);
		end_era(&[(ann(), 20)]);
		assert_eq!(left(1, CASH), Some(1_001));
	});
}

#[test]
fn pots_are_frozen_once_per_era() {
	execute(|| {
		earn(CASH, 1_000);
		end_era(&[(ann(), 20)]);
		earn(CASH, 1_000);
		// The active era and the clock.
		assert_eq!(next_block(), Weight::from_parts(2, 0));
		assert_eq!((left(0, CASH), left(1, CASH)), (Some(1_000), None));
	});
}

#[test]
fn tokens_are_those_of_the_list() {
	execute(|| {
		for token in TOKENS {
			earn(token, 100);
		}
		// Twice the same is as once.
		PayTokens::set(BoundedVec::truncate_from(vec![COIN, COIN]));
		end_era(&[(ann(), 20)]);
		assert_eq!(TOKENS.map(|token| left(0, token)), [None, None, Some(100)]);
		PayTokens::set(BoundedVec::truncate_from(TOKENS.to_vec()));
		end_era(&[(ann(), 20)]);
		assert_eq!(TOKENS.map(|token| left(1, token)), [Some(100), Some(100), None]);
	});
}

#[test]
fn a_token_that_is_not_on_the_list_any_more_is_still_paid() {
	execute(|| {
		expose(0, &ann(), 0, 100, &[]);
		earn(CASH, 100);
		end_era(&[(ann(), 20)]);
		PayTokens::set(BoundedVec::new());
		end_era(&[(ann(), 20)]);
		pay(0, &ann(), 0).unwrap();
		assert_eq!(total(CASH, &ann()), 100);
	});
}

#[test]
fn before_the_first_era_nothing_happens() {
	new_test_ext().execute_with(|| {
		pallet_staking::ActiveEra::<Test>::kill();
		ClockOf::<Test>::kill();
		earn(CASH, 100);
		next_block();
		assert_eq!(ClockOf::<Test>::get(), None);
		check();
		// A chain that has had eras before begins with the one it is in.
		set_active_era(30);
		next_block();
		assert_eq!(ClockOf::<Test>::get(), Some(Clock { era: 30, oldest: 30, swept: 30 }));
		end_era(&[(ann(), 20)]);
		assert_eq!(left(30, CASH), Some(100));
		check();
	});
}

#[test]
fn try_state_sees_what_is_wrong() {
	let broken = |break_it: fn(), what: &'static str| {
		new_test_ext().execute_with(|| {
			expose(0, &ann(), 0, 100, &[(nom(1), 100)]);
			earn(CASH, 60);
			earn(COIN, 60);
			end_era(&[(ann(), 20)]);
			pay(0, &ann(), 0).unwrap();
			assert_ok!(ValidatorRewards::do_try_state());
			break_it();
			assert_eq!(ValidatorRewards::do_try_state(), Err(what.into()), "{what}");
		});
	};
	broken(|| ClockOf::<Test>::put(Clock { era: 1, oldest: 0, swept: 1 }), "1: the clock");
	broken(
		|| ClockOf::<Test>::put(Clock { era: 1, oldest: 1, swept: 0 }),
		"2: an era at the wrong time",
	);
	broken(
		|| Eras::<Test>::mutate(0, |record| record.as_mut().unwrap().points = 0),
		"2: an era without points",
	);
	broken(
		|| Eras::<Test>::mutate(0, |record| record.as_mut().unwrap().pots.clear()),
		"2: an era without pots",
	);
	broken(
		|| Eras::<Test>::mutate(0, |record| record.as_mut().unwrap().pots[0].left = 61),
		"2: a pot",
	);
	broken(
		|| Eras::<Test>::mutate(0, |record| record.as_mut().unwrap().pots[1].token = CASH),
		"2: two pots of a token",
	);
	broken(|| Owed::<Test>::mutate(CASH, |owed| *owed += 1), "3: owed is not what is left");
	broken(
		|| {
			use frame_support::traits::{
				fungibles::Mutate,
				tokens::{Fortitude, Precision, Preservation},
			};
			let much = total(CASH, &source()) - 1;
			Whole::burn_from(
				CASH,
				&source(),
				much,
				Preservation::Expendable,
				Precision::BestEffort,
				Fortitude::Force,
			)
			.unwrap();
		},
		"4: more is owed than there is",
	);
	broken(
		|| crate::Pages::<Test>::insert((1, ann(), 0), crate::UnpaidOf::new()),
		"5: a page at the wrong time",
	);
	broken(
		|| {
			let one = crate::Unpaid { position: 1, tokens: 1 };
			let list = BoundedVec::truncate_from(vec![one, one]);
			crate::Pages::<Test>::insert((0, ann(), 0), list);
		},
		"5: not in order",
	);
	broken(
		|| {
			let one = crate::Unpaid { position: 1, tokens: 0b100 };
			crate::Pages::<Test>::insert((0, ann(), 0), BoundedVec::truncate_from(vec![one]));
		},
		"5: unpaid in no token of the era",
	);
}
