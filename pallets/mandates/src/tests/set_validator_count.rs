//! `set_validator_count`.

use super::*;
use pallet_staking::ValidatorCount;

fn set(count: u32) -> DispatchResult {
	Mandates::set_validator_count(by(Origin::Validators), count)
}

#[test]
fn the_size_of_the_set_stays_within_its_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		// 2 to 8.
		for refused in [0, 1, 9, u32::MAX] {
			assert_noop!(set(refused), Error::<Test>::BadValidatorCount);
		}
		for count in [2, 3, 7, 8] {
			assert_ok!(set(count));
			assert_eq!(ValidatorCount::<Test>::get(), count);
			assert_eq!(last_event(), Event::ValidatorCountSet { count });
		}
	});
}

#[test]
fn a_smaller_set_is_elected_at_the_next_era() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(set(3));
		run_to_session(3);
		assert_eq!(validating().len(), 3);
	});
}
