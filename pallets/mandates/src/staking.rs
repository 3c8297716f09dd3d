//! What the validators' track may do: size of the set, least bonds, slashes.

use crate::{is_named, Balance, Config, Error, Event, OffenderNames, Pallet, StakingAdmin};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use sp_staking::EraIndex;

impl<T: Config> Pallet<T> {
	/// Sets how many validators an election fills.
	pub(crate) fn do_set_validator_count(count: u32) -> DispatchResult {
		ensure!(T::ValidatorCounts::get().contains(&count), Error::<T>::BadValidatorCount);
		T::Staking::set_validator_count(count)?;
		Self::deposit_event(Event::ValidatorCountSet { count });
		Ok(())
	}

	/// Sets the least bonds.
	pub(crate) fn do_set_minimum_bonds(nominator: Balance, validator: Balance) -> DispatchResult {
		let within = T::NominatorBonds::get().contains(&nominator)
			&& T::ValidatorBonds::get().contains(&validator)
			&& nominator <= validator;
		ensure!(within, Error::<T>::BadMinimumBond);
		T::Staking::set_minimum_bonds(nominator, validator)?;
		Self::deposit_event(Event::MinimumBondsSet { nominator, validator });
		Ok(())
	}

	/// Cancels the slashes of these offenders in an era. Each name must fit somebody, so that no slash is missed by a slip.
	pub(crate) fn do_cancel_slash(era: EraIndex, offenders: OffenderNames) -> DispatchResult {
		ensure!(!offenders.is_empty(), Error::<T>::NothingNamed);
		let slashed = T::Staking::deferred_slashes(era);
		for name in &offenders {
			let found = slashed.iter().any(|who| is_named(who, core::slice::from_ref(name)));
			ensure!(found, Error::<T>::NoSuchSlash);
		}
		let indices: Vec<u32> = (0_u32..)
			.zip(&slashed)
			.filter(|(_, who)| is_named(*who, &offenders))
			.map(|(index, _)| index)
			.collect();
		let count = indices.len().try_into().map_err(|_| Error::<T>::Overflow)?;
		T::Staking::cancel_slashes(era, indices)?;
		Self::deposit_event(Event::SlashesCancelled { era, offenders, count });
		Ok(())
	}
}
