//! `set_minimum_bonds`.

use super::*;
use pallet_staking::{MaxValidatorsCount, MinCommission, MinNominatorBond, MinValidatorBond};
use sp_runtime::Perbill;

fn set(nominator: u128, validator: u128) -> DispatchResult {
	Mandates::set_minimum_bonds(by(Origin::Validators), nominator, validator)
}

#[test]
fn the_least_bonds_stay_within_their_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		// 10 to 100, and 50 to 500.
		for (nominator, validator) in
			[(9, 50), (101, 500), (10, 49), (10, 501), (0, 0), (u128::MAX, u128::MAX)]
		{
			assert_noop!(set(nominator, validator), Error::<Test>::BadMinimumBond);
		}
		for (nominator, validator) in [(10, 50), (11, 51), (100, 500), (99, 499), (100, 100)] {
			assert_ok!(set(nominator, validator));
			assert_eq!(MinNominatorBond::<Test>::get(), nominator);
			assert_eq!(MinValidatorBond::<Test>::get(), validator);
			assert_eq!(last_event(), Event::MinimumBondsSet { nominator, validator });
		}
	});
}

#[test]
fn a_nominator_need_not_bond_more_than_a_validator() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(set(61, 60), Error::<Test>::BadMinimumBond);
		assert_ok!(set(60, 60));
	});
}

#[test]
fn nothing_else_of_staking_is_set() {
	ExtBuilder::default().build_and_execute(|| {
		MinCommission::<Test>::put(Perbill::from_percent(3));
		MaxValidatorsCount::<Test>::put(77);
		assert_ok!(set(10, 50));
		assert_eq!(MinCommission::<Test>::get(), Perbill::from_percent(3));
		assert_eq!(MaxValidatorsCount::<Test>::get(), Some(77));
	});
}
