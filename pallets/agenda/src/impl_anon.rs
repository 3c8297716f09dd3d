//! The scheduler's interface for tasks without a name.

use crate::{AddressOf, BoundedCallOf, CallOf, Config, Pallet, PalletsOriginOf, Task};
use frame_support::{
	storage::with_storage_layer,
	traits::schedule::{
		v3::{Anon, Named},
		DispatchTime, Period, Priority,
	},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::DispatchError;

impl<T: Config> Anon<BlockNumberFor<T>, CallOf<T>, PalletsOriginOf<T>> for Pallet<T> {
	type Address = AddressOf<T>;
	type Hasher = T::Hashing;

	fn schedule(
		when: DispatchTime<BlockNumberFor<T>>,
		periodic: Option<Period<BlockNumberFor<T>>>,
		priority: Priority,
		origin: PalletsOriginOf<T>,
		call: BoundedCallOf<T>,
	) -> Result<Self::Address, DispatchError> {
		let wanted = Self::future(when)?;
		Self::place(wanted, Task { name: None, periodic, priority, origin, call })
	}

	fn cancel(address: Self::Address) -> Result<(), DispatchError> {
		if !Self::was_parked(&address) {
			// The scheduler writes an empty agenda where it finds nothing to cancel.
			return with_storage_layer(|| <T::Scheduler as Anon<_, _, _>>::cancel(address));
		}
		match Self::withdraw(&address) {
			Some(()) => Ok(()),
			None => <T::Scheduler as Named<_, _, _>>::cancel_named(Self::name_of(&address)),
		}
	}

	fn reschedule(
		address: Self::Address,
		when: DispatchTime<BlockNumberFor<T>>,
	) -> Result<Self::Address, DispatchError> {
		let wanted = Self::future(when)?;
		if !Self::was_parked(&address) {
			return Self::displace(wanted, None, |when| {
				<T::Scheduler as Anon<_, _, _>>::reschedule(address, DispatchTime::At(when))
			});
		}
		if Self::earliest(&address).is_some() {
			return Self::repark(&address, wanted);
		}
		let name = Self::name_of(&address);
		Self::displace(wanted, None, |when| {
			<T::Scheduler as Named<_, _, _>>::reschedule_named(name, DispatchTime::At(when))
		})?;
		// It keeps the name, so this goes on finding it.
		Ok(address)
	}

	fn next_dispatch_time(address: Self::Address) -> Result<BlockNumberFor<T>, DispatchError> {
		if !Self::was_parked(&address) {
			return <T::Scheduler as Anon<_, _, _>>::next_dispatch_time(address);
		}
		match Self::earliest(&address) {
			Some(when) => Ok(when),
			None => <T::Scheduler as Named<_, _, _>>::next_dispatch_time(Self::name_of(&address)),
		}
	}
}
