//! `set_split`, and how a split divides.

use super::*;
use crate::split::Parts;

fn split(lister: u32, dividends: u32, validators: u32, treasury: u32) -> RevenueSplit {
	RevenueSplit {
		lister_ppm: lister,
		dividends_ppm: dividends,
		validators_ppm: validators,
		treasury_ppm: treasury,
	}
}

fn set(split: RevenueSplit) -> Result<(), DispatchError> {
	Revenue::set_split(RuntimeOrigin::root(), split)
}

#[test]
fn a_vote_sets_the_split() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(SplitOf::<Test>::get(), split(100_000, 500_000, 400_000, 100_000));
		let new = split(0, 0, 999_999, 1);
		assert_ok!(set(new));
		assert_eq!(last_event(), Event::SplitSet { split: new });
		assert_eq!(SplitOf::<Test>::get(), new);
		assert_ok!(set(split(1_000_000, 1_000_000, 0, 0)));
	});
}

#[test]
fn nobody_but_a_vote_sets_the_split() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [signed(&alice()), signed(&lister()), RuntimeOrigin::none()] {
			assert_noop!(
				Revenue::set_split(origin, RevenueSplit::default()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn parts_that_do_not_add_up_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let error = Error::<Test>::PartsDoNotAddUp;
		assert_noop!(set(split(0, 500_000, 400_000, 99_999)), error);
		assert_noop!(set(split(0, 500_000, 400_000, 100_001)), Error::<Test>::PartsDoNotAddUp);
		// In 32 bits these would be 1,000,000.
		assert_noop!(set(split(0, u32::MAX, 1_000_001, 0)), Error::<Test>::PartsDoNotAddUp);
		assert_noop!(set(split(1_000_001, 1_000_000, 0, 0)), Error::<Test>::ListerPartTooLarge);
	});
}

#[test]
fn parts_are_exact_for_the_largest_amounts() {
	// 2^128 - 1 = 340,282,366,920,938,463,463,374,607,431,768,211,455: a tenth is 34,...,145.5, four times that 136,...,582.
	let tenth = 34_028_236_692_093_846_346_337_460_743_176_821_145;
	let fifths = 136_112_946_768_375_385_385_349_842_972_707_284_582;
	let default = RevenueSplit::default();
	assert_eq!(default.of_lister::<Test>(u128::MAX).unwrap(), tenth);
	let parts =
		Parts { dividends: u128::MAX - tenth - fifths, validators: fifths, treasury: tenth };
	assert_eq!(default.of_revenue::<Test>(u128::MAX).unwrap(), parts);
}

#[test]
fn the_holders_get_what_rounding_leaves() {
	// Of 9: 3.6 and 0.9 are 3 and 0. Of 1: nothing and nothing.
	let parts = |dividends, validators, treasury| Parts { dividends, validators, treasury };
	assert_eq!(RevenueSplit::default().of_revenue::<Test>(9).unwrap(), parts(6, 3, 0));
	assert_eq!(RevenueSplit::default().of_revenue::<Test>(1).unwrap(), parts(1, 0, 0));
	assert_eq!(split(0, 0, 999_999, 1).of_revenue::<Test>(1).unwrap(), parts(1, 0, 0));
	assert_eq!(
		split(0, 0, 999_999, 1).of_revenue::<Test>(1_000_000).unwrap(),
		parts(0, 999_999, 1)
	);
}
