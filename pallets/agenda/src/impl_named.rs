//! The scheduler's interface for tasks with a name.

use crate::{
	AddressOf, BoundedCallOf, CallOf, Config, Error, Names, Pallet, PalletsOriginOf, Task,
};
use frame_support::{
	ensure,
	traits::schedule::{
		v3::{Named, TaskName},
		DispatchTime, Period, Priority,
	},
};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::DispatchError;

impl<T: Config> Named<BlockNumberFor<T>, CallOf<T>, PalletsOriginOf<T>> for Pallet<T> {
	type Address = AddressOf<T>;
	type Hasher = T::Hashing;

	fn schedule_named(
		name: TaskName,
		when: DispatchTime<BlockNumberFor<T>>,
		periodic: Option<Period<BlockNumberFor<T>>>,
		priority: Priority,
		origin: PalletsOriginOf<T>,
		call: BoundedCallOf<T>,
	) -> Result<Self::Address, DispatchError> {
		let wanted = Self::future(when)?;
		ensure!(!Names::<T>::contains_key(name), Error::<T>::NameTaken);
		Self::place(wanted, Task { name: Some(name), periodic, priority, origin, call })
	}

	fn cancel_named(name: TaskName) -> Result<(), DispatchError> {
		match Names::<T>::get(name) {
			Some(address) => Self::withdraw(&address).ok_or(DispatchError::Unavailable),
			None => <T::Scheduler as Named<_, _, _>>::cancel_named(name),
		}
	}

	fn reschedule_named(
		name: TaskName,
		when: DispatchTime<BlockNumberFor<T>>,
	) -> Result<Self::Address, DispatchError> {
		let wanted = Self::future(when)?;
		match Names::<T>::get(name) {
			Some(address) => Self::repark(&address, wanted),
			None => Self::displace(wanted, Some(name), |when| {
				<T::Scheduler as Named<_, _, _>>::reschedule_named(name, DispatchTime::At(when))
			}),
		}
	}

	fn next_dispatch_time(name: TaskName) -> Result<BlockNumberFor<T>, DispatchError> {
		match Names::<T>::get(name) {
			Some(address) => Self::earliest(&address).ok_or(DispatchError::Unavailable),
			None => <T::Scheduler as Named<_, _, _>>::next_dispatch_time(name),
		}
	}
}
