//! The register of KSI holders as `pallet_shareholders` keeps it.

use crate::ShareRegister;
use core::marker::PhantomData;
use pallet_shareholders::{Classes, Config, Pallet as Shareholders, KSI};
use shareholders_accounting::Epoch;
use sp_runtime::{DispatchError, DispatchResult};

/// KSI as a share class of `pallet_shareholders`. That pallet's hook has to run before this one's, because the boundary is taken
/// there.
pub struct KsiRegister<T>(PhantomData<T>);

impl<T: Config> ShareRegister<T::AccountId> for KsiRegister<T> {
	fn epoch() -> Epoch {
		Shareholders::<T>::epoch()
	}

	fn reserve(date: Epoch) -> DispatchResult {
		Shareholders::<T>::reserve_date(KSI, date)
	}

	fn release(date: Epoch) -> DispatchResult {
		Shareholders::<T>::release_date(KSI, date)
	}

	fn power(who: &T::AccountId, date: Epoch) -> Result<u128, DispatchError> {
		Shareholders::<T>::power(KSI, who, date)
	}

	fn total_at(who: &T::AccountId, date: Epoch) -> Result<u128, DispatchError> {
		Shareholders::<T>::total_at(KSI, who, date)
	}

	fn eligible_at(date: Epoch) -> Result<u128, DispatchError> {
		Shareholders::<T>::eligible_at(KSI, date)
	}

	fn references(date: Epoch) -> u32 {
		let class = Classes::<T>::get(KSI);
		class
			.and_then(|class| class.register.dates.get(date).map(|date| date.references))
			.unwrap_or(0)
	}
}
