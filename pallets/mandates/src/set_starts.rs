//! Which set of voters finalized what.

use crate::{Config, FinalityAdmin, Pallet, SessionStart, SetId, SetStart, SetStarts, MAX_SETS};
use frame_support::{
	defensive,
	traits::{ConstU32, Defensive},
	BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;

impl<T: Config> Pallet<T> {
	/// At the end of a session: if it had another set of voters than the one before, that set began with it.
	pub(crate) fn note_set() {
		let set = T::Finality::set_id();
		let mut starts = SetStarts::<T>::get();
		if starts.last().is_none_or(|last| last.set < set) {
			push(&mut starts, SetStart { block: SessionStart::<T>::get(), set });
			SetStarts::<T>::put(starts);
		}
	}

	/// The set that nodes are with whose last finalized block this is, if it is remembered.
	///
	/// A set is signalled in the first block of a session and takes over once that block is final.
	pub(crate) fn set_of(block: BlockNumberFor<T>) -> Option<SetId> {
		let starts = SetStarts::<T>::get();
		starts.iter().rev().find(|start| start.block <= block).map(|start| start.set)
	}

	/// After a change was forced upon set `set`, whose last block was this one: what was signalled later never was, and the
	/// next set goes on from that block.
	pub(crate) fn forget_sets(set: SetId, block: BlockNumberFor<T>) {
		let Some(next) = set.checked_add(1).defensive() else { return };
		SetStarts::<T>::mutate(|starts| {
			starts.retain(|start| start.block <= block);
			push(starts, SetStart { block, set: next });
		});
	}
}

/// Adds the newest and forgets the oldest when there is no room.
fn push<N>(starts: &mut BoundedVec<SetStart<N>, ConstU32<MAX_SETS>>, start: SetStart<N>) {
	if starts.is_full() {
		starts.remove(0);
	}
	if starts.try_push(start).is_err() {
		defensive!("there is room for a set");
	}
}
