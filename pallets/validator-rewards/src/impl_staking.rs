//! What pallet-staking knows.

use crate::{Exposed, Payee, Stakers};
#[cfg(feature = "runtime-benchmarks")]
use alloc::vec::Vec;
use frame_support::traits::Get;
use pallet_staking::{
	ActiveEra, BalanceOf, Config, ErasRewardPoints, ErasStakersOverview, ErasStakersPaged,
	ErasValidatorPrefs, Pallet, RewardDestination,
};
use sp_runtime::traits::Zero;
use sp_staking::{EraIndex, Page, StakingAccount};

impl<T: Config> Stakers<T::AccountId> for Pallet<T>
where
	BalanceOf<T>: Into<u128>,
{
	fn active_era() -> Option<EraIndex> {
		ActiveEra::<T>::get().map(|era| era.index)
	}

	fn all_points(era: EraIndex) -> u32 {
		ErasRewardPoints::<T>::get(era).total
	}

	fn points(era: EraIndex, validator: &T::AccountId) -> u32 {
		ErasRewardPoints::<T>::get(era).individual.get(validator).copied().unwrap_or_default()
	}

	fn exposure(
		era: EraIndex,
		validator: &T::AccountId,
		page: Page,
	) -> Option<Exposed<T::AccountId>> {
		let overview = ErasStakersOverview::<T>::get(era, validator)?;
		// Whoever was elected by their own stake alone has no stored page, but is paid as one.
		let pages = u32::from(!overview.own.is_zero()).max(overview.page_count);
		if page >= pages {
			return None;
		}
		let stored = ErasStakersPaged::<T>::get((era, validator, page)).unwrap_or_default();
		Some(Exposed {
			commission: ErasValidatorPrefs::<T>::get(era, validator).commission,
			all_stakes: overview.total.into(),
			own_stake: overview.own.into(),
			nominators: stored.others.into_iter().map(|one| (one.who, one.value.into())).collect(),
		})
	}

	fn payee(stash: &T::AccountId) -> Payee<T::AccountId> {
		#[allow(deprecated, reason = "staking still has it")]
		match Pallet::<T>::payee(StakingAccount::Stash(stash.clone())) {
			Some(RewardDestination::Account(account)) => Payee::Account(account),
			Some(RewardDestination::None) => Payee::Nobody,
			Some(RewardDestination::Controller) => {
				Payee::Account(Pallet::<T>::bonded(stash).unwrap_or_else(|| stash.clone()))
			}
			// Who has left since has earned it all the same.
			Some(RewardDestination::Staked | RewardDestination::Stash) | None => {
				Payee::Account(stash.clone())
			}
		}
	}

	fn page_size() -> u32 {
		T::MaxExposurePageSize::get()
	}

	fn history_depth() -> u32 {
		T::HistoryDepth::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn expose(era: EraIndex, validator: &T::AccountId, nominators: Vec<T::AccountId>) {
		use pallet_staking::{EraInfo, EraRewardPoints, Exposure, IndividualExposure};
		let stake = BalanceOf::<T>::from(1_000_000u64);
		let others: Vec<_> =
			nominators.into_iter().map(|who| IndividualExposure { who, value: stake }).collect();
		let total = others.iter().fold(stake, |sum, one| {
			frame_support::sp_runtime::Saturating::saturating_add(sum, one.value)
		});
		EraInfo::<T>::set_exposure(era, validator, Exposure { total, own: stake, others });
		let individual = [(validator.clone(), 20)].into_iter().collect();
		ErasRewardPoints::<T>::insert(era, EraRewardPoints { total: 20, individual });
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_active_era(index: EraIndex) {
		ActiveEra::<T>::put(pallet_staking::ActiveEraInfo { index, start: None });
	}
}
