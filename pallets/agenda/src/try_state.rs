//! The invariants of the agenda, and their checks in the same order.
//!
//! 1. As many tasks are parked as are counted; where none is, nothing is counted.
//! 2. Each has an index from `PARKED` on and is due no earlier than blocks look for it.
//! 3. Names lead to the parked tasks that have them, and to nothing else.
//! 4. The scheduler has no task under the name of a parked one, nor under the one that it will get.
//! 5. The preimage of a parked call is requested.

use crate::{BacklogOf, Config, Names, Pallet, Parked, PARKED};
use frame_support::{
	ensure,
	traits::{schedule::v3::Named, QueryPreimage},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut tasks: u32 = 0;
		let mut named: u32 = 0;
		let backlog = BacklogOf::<T>::get();
		for (due, index, task) in Parked::<T>::iter() {
			tasks = tasks.saturating_add(1);
			let since = backlog.ok_or("1: tasks are parked and none is counted")?.since;
			ensure!(index >= PARKED, "2: an index of the scheduler's");
			ensure!(due >= since, "2: no block looks for a task");
			if let Some(name) = task.name {
				named = named.saturating_add(1);
				ensure!(Names::<T>::get(name) == Some((due, index)), "3: a name leads elsewhere");
			}
			for name in task.name.into_iter().chain([Self::name_of(&(due, index))]) {
				let known = <T::Scheduler as Named<_, _, _>>::next_dispatch_time(name);
				ensure!(known.is_err(), "4: a task is parked and scheduled");
			}
			if let Some(hash) = task.call.lookup_hash() {
				ensure!(T::Preimages::is_requested(&hash), "5: a preimage may go");
			}
		}
		ensure!(backlog.map_or(0, |all| all.tasks) == tasks, "1: the count is wrong");
		ensure!(backlog.is_none_or(|all| all.tasks > 0), "1: none is parked");
		let names = Names::<T>::iter_keys().count();
		ensure!(u32::try_from(names) == Ok(named), "3: a name of nothing");
		Ok(())
	}
}
