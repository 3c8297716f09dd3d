//! Finding a block for a task: the one that was asked for, a later one, or none yet.

use crate::{AddressOf, Config, Error, Event, Pallet, TaskOf, WeightInfo};
use frame_support::{
	dispatch::DispatchClass,
	storage::with_storage_layer,
	traits::{
		schedule::{
			v3::{Anon, Named, TaskName},
			DispatchTime,
		},
		Get,
	},
	weights::Weight,
};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System};
use sp_runtime::{
	traits::{CheckedAdd, One, Saturating},
	DispatchError,
};

impl<T: Config> Pallet<T> {
	/// The block that is meant, as the scheduler reckons: *after* none is the next one. At the end of all numbers it is the last,
	/// which is as late as can be.
	pub(crate) fn resolve(time: DispatchTime<BlockNumberFor<T>>) -> BlockNumberFor<T> {
		match time {
			DispatchTime::At(block) => block,
			DispatchTime::After(blocks) => {
				System::<T>::block_number().saturating_add(blocks).saturating_add(One::one())
			}
		}
	}

	/// Errs for a block that is not in the future.
	pub(crate) fn future(
		time: DispatchTime<BlockNumberFor<T>>,
	) -> Result<BlockNumberFor<T>, DispatchError> {
		let when = Self::resolve(time);
		if when > System::<T>::block_number() {
			Ok(when)
		} else {
			Err(Error::<T>::InPast.into())
		}
	}

	/// Has the scheduler take a task for the block asked for or a later one, or parks it. Errs only for what is the caller's
	/// mistake: a name that the scheduler has a task for.
	pub(crate) fn place(
		wanted: BlockNumberFor<T>,
		task: TaskOf<T>,
	) -> Result<AddressOf<T>, DispatchError> {
		// The caller's own weight has room for this one.
		let refusal = match Self::offer(&task, task.name, wanted) {
			Ok(address) => return Ok(address),
			Err(refusal) => refusal,
		};
		let known = |name| <T::Scheduler as Named<_, _, _>>::next_dispatch_time(name).is_ok();
		if task.name.is_some_and(known) {
			return Err(refusal);
		}
		match Self::slide(wanted, task.name, |when| Self::offer(&task, task.name, when)) {
			Some(address) => Ok(address),
			None => Self::park(wanted, task),
		}
	}

	/// Moves a task that the scheduler has, by `attempt`. If there is no room anywhere, it stays where it is.
	pub(crate) fn displace(
		wanted: BlockNumberFor<T>,
		name: Option<TaskName>,
		attempt: impl Fn(BlockNumberFor<T>) -> Result<AddressOf<T>, DispatchError>,
	) -> Result<AddressOf<T>, DispatchError> {
		// The scheduler takes the task out before it finds that there is no room.
		let attempt = |when| with_storage_layer(|| attempt(when));
		match attempt(wanted) {
			Err(DispatchError::Exhausted) => {
				Self::slide(wanted, name, attempt).ok_or(DispatchError::Exhausted)
			}
			result => result,
		}
	}

	/// Tries the later blocks in turn. What that takes is added to the block, since no caller has reckoned with it.
	fn slide(
		wanted: BlockNumberFor<T>,
		name: Option<TaskName>,
		attempt: impl Fn(BlockNumberFor<T>) -> Result<AddressOf<T>, DispatchError>,
	) -> Option<AddressOf<T>> {
		let interval = T::AlarmInterval::get();
		let later = core::iter::successors(Some(wanted), |when| when.checked_add(&interval));
		let steps = T::MaxSteps::get().try_into().unwrap_or(usize::MAX);
		for when in later.skip(1).take(steps) {
			Self::account(T::WeightInfo::step());
			if let Ok(address) = attempt(when) {
				Self::deposit_event(Event::Slid { name, wanted, when });
				return Some(address);
			}
		}
		None
	}

	/// Offers a task to the scheduler for one block.
	pub(crate) fn offer(
		task: &TaskOf<T>,
		name: Option<TaskName>,
		when: BlockNumberFor<T>,
	) -> Result<AddressOf<T>, DispatchError> {
		let time = DispatchTime::At(when);
		let task = task.clone();
		match name {
			Some(name) => <T::Scheduler as Named<_, _, _>>::schedule_named(
				name,
				time,
				task.periodic,
				task.priority,
				task.origin,
				task.call,
			),
			None => <T::Scheduler as Anon<_, _, _>>::schedule(
				time,
				task.periodic,
				task.priority,
				task.origin,
				task.call,
			),
		}
	}

	/// Adds work to the block that is being built. Mandatory: it is done already, whether or not there was room.
	pub(crate) fn account(weight: Weight) {
		System::<T>::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
	}
}
