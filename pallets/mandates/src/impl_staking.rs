//! `pallet-staking` under [`StakingAdmin`]: one of its root calls each, or what the traits of the SDK offer.

use crate::{Balance, StakingAdmin};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::dispatch::{DispatchResult, RawOrigin};
use pallet_staking::{ActiveEra, ConfigOp, ErasRewardPoints, Pallet as Staking, UnappliedSlashes};
use sp_staking::{EraIndex, StakingInterface};

/// Staking by `pallet-staking`.
///
/// Its `AdminOrigin` has to be root alone: whoever has it may also slash anybody.
pub struct OverStaking<T>(PhantomData<T>);

impl<T> StakingAdmin<T::AccountId> for OverStaking<T>
where
	T: pallet_staking::Config<CurrencyBalance = Balance>,
{
	fn set_validator_count(count: u32) -> DispatchResult {
		Staking::<T>::set_validator_count(RawOrigin::Root.into(), count)
	}

	fn set_minimum_bonds(nominator: Balance, validator: Balance) -> DispatchResult {
		Staking::<T>::set_staking_configs(
			RawOrigin::Root.into(),
			ConfigOp::Set(nominator),
			ConfigOp::Set(validator),
			ConfigOp::Noop,
			ConfigOp::Noop,
			ConfigOp::Noop,
			ConfigOp::Noop,
			ConfigOp::Noop,
		)
	}

	fn deferred_slashes(era: EraIndex) -> Vec<T::AccountId> {
		UnappliedSlashes::<T>::get(era).into_iter().map(|slash| slash.validator).collect()
	}

	fn cancel_slashes(era: EraIndex, indices: Vec<u32>) -> DispatchResult {
		Staking::<T>::cancel_deferred_slash(RawOrigin::Root.into(), era, indices)
	}

	fn without_points(validators: Vec<T::AccountId>) -> Vec<T::AccountId> {
		let Some(era) = ActiveEra::<T>::get() else { return Vec::new() };
		let points = ErasRewardPoints::<T>::get(era.index).individual;
		let mut silent = validators;
		silent.retain(|who| points.get(who).is_none_or(|earned| *earned == 0));
		silent
	}

	fn chill(validator: &T::AccountId) -> DispatchResult {
		<Staking<T> as StakingInterface>::chill(validator)
	}

	fn force_new_era() -> DispatchResult {
		Staking::<T>::force_new_era(RawOrigin::Root.into())
	}
}
