//! Tasks for which there was no room: how they are kept, found and handed over.

use crate::{
	AddressOf, Backlog, BacklogOf, Config, Error, Event, Names, NextNumber, Pallet, Parked, TaskOf,
	WeightInfo, PARKED,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{schedule::v3::TaskName, Get, QueryPreimage},
};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System};
use sp_io::hashing::blake2_256;
use sp_runtime::{
	traits::{One, Saturating},
	DispatchError,
};

impl<T: Config> Pallet<T> {
	/// Whether an address belongs to a task that was parked. It may have been handed over since.
	pub(crate) fn was_parked(address: &AddressOf<T>) -> bool {
		address.1 >= PARKED
	}

	/// What a task that had no name is called once it has been handed over.
	pub(crate) fn name_of(address: &AddressOf<T>) -> TaskName {
		(b"kongsi/agenda", address).using_encoded(blake2_256)
	}

	/// Keeps a task until it is due and there is room.
	pub(crate) fn park(
		due: BlockNumberFor<T>,
		task: TaskOf<T>,
	) -> Result<AddressOf<T>, DispatchError> {
		let number = NextNumber::<T>::get();
		let index = PARKED | number;
		ensure!(!Parked::<T>::contains_key(due, index), Error::<T>::NoAddress);
		Self::account(T::WeightInfo::park());
		// Numbers start again after 2^31 of them; the check above is what keeps addresses apart.
		NextNumber::<T>::put(number.wrapping_add(1) & !PARKED);
		if let Some(hash) = task.call.lookup_hash() {
			T::Preimages::request(&hash);
		}
		if let Some(name) = task.name {
			Names::<T>::insert(name, (due, index));
		}
		BacklogOf::<T>::mutate(|backlog| {
			let before = backlog.unwrap_or(Backlog { tasks: 0, since: due });
			// So many do not fit into any storage; were it reached, blocks would still find every one of them.
			let tasks = before.tasks.saturating_add(1);
			*backlog = Some(Backlog { tasks, since: before.since.min(due) });
		});
		let name = task.name;
		Parked::<T>::insert(due, index, task);
		Self::deposit_event(Event::Parked { name, due, index });
		Ok((due, index))
	}

	/// Takes a task from where it is parked. Its preimage stays requested: the caller lets go of it last.
	fn unpark(address: &AddressOf<T>) -> Option<TaskOf<T>> {
		let task = Parked::<T>::take(address.0, address.1)?;
		if let Some(name) = task.name {
			Names::<T>::remove(name);
		}
		BacklogOf::<T>::mutate_exists(|backlog| {
			*backlog = backlog.and_then(|before| {
				let tasks = before.tasks.checked_sub(1).filter(|tasks| *tasks > 0)?;
				Some(Backlog { tasks, ..before })
			});
		});
		Some(task)
	}

	/// Cancels a task if it is parked there.
	pub(crate) fn withdraw(address: &AddressOf<T>) -> Option<()> {
		let task = Self::unpark(address)?;
		T::Preimages::drop(&task.call);
		Self::deposit_event(Event::Withdrawn { due: address.0, index: address.1 });
		Some(())
	}

	/// Gives a parked task another time.
	pub(crate) fn repark(
		address: &AddressOf<T>,
		wanted: BlockNumberFor<T>,
	) -> Result<AddressOf<T>, DispatchError> {
		with_storage_layer(|| {
			let task = Self::unpark(address).ok_or(DispatchError::Unavailable)?;
			let call = task.call.clone();
			Self::deposit_event(Event::Withdrawn { due: address.0, index: address.1 });
			let new = Self::place(wanted, task)?;
			T::Preimages::drop(&call);
			Ok(new)
		})
	}

	/// The block that a parked task will run in at the earliest.
	pub(crate) fn earliest(address: &AddressOf<T>) -> Option<BlockNumberFor<T>> {
		let next = System::<T>::block_number().saturating_add(One::one());
		Parked::<T>::contains_key(address.0, address.1).then(|| address.0.max(next))
	}

	/// Hands over what is due, in the order of blocks. Returns the steps that were taken, at most `MaxDrained`: each offers a task
	/// to the scheduler, or finds that a block has no more.
	pub(crate) fn drain(now: BlockNumberFor<T>) -> u32 {
		let mut steps: u32 = 0;
		while let Some(backlog) = BacklogOf::<T>::get() {
			let left = T::MaxDrained::get().saturating_sub(steps);
			if left == 0 || backlog.since > now {
				break;
			}
			let due = backlog.since;
			let some: Vec<u32> = Parked::<T>::iter_key_prefix(due)
				.take(left.try_into().unwrap_or(usize::MAX))
				.collect();
			if some.is_empty() {
				let since = due.saturating_add(One::one());
				BacklogOf::<T>::put(Backlog { since, ..backlog });
				steps = steps.saturating_add(1);
				continue;
			}
			for index in some {
				steps = steps.saturating_add(1);
				match Self::hand_over((due, index), now) {
					Ok(()) => {}
					// There is no room for any other in the next block either.
					Err(DispatchError::Exhausted) => return steps,
					Err(error) => {
						Self::deposit_event(Event::Refused { due, index, error });
						return steps;
					}
				}
			}
		}
		steps
	}

	/// Has the scheduler run a parked task in the next block.
	fn hand_over(address: AddressOf<T>, now: BlockNumberFor<T>) -> Result<(), DispatchError> {
		let (due, index) = address;
		let task = Parked::<T>::get(due, index).ok_or(DispatchError::Unavailable)?;
		let name = task.name.unwrap_or_else(|| Self::name_of(&address));
		let (when, _) = Self::offer(&task, Some(name), now.saturating_add(One::one()))?;
		Self::unpark(&address);
		// The scheduler has requested it for itself.
		T::Preimages::drop(&task.call);
		Self::deposit_event(Event::HandedOver { due, index, when });
		Ok(())
	}
}
