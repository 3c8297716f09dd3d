//! The invariants, and their checks in the same order.
//!
//! 1. An authorised upgrade has a hash that is not zero. If and only if code waits, the block in which it takes its place is
//!    known, and is not past.
//! 2. Every recorded pause ends at the latest when nothing is paused any more, is of a call that can be paused, and no call is
//!    refused by a pause that is over or not recorded.
//! 3. Nobody has signalled a stall twice, and no signal is from the future or of a block that was not old enough.
//! 4. A rescue has somebody to remove, nobody twice, within the bounds of a rescue; only in the block that ends a session are
//!    the lost judged and no set planned.
//! 5. Sets of voters ascend without a gap in their order, by number and block, none of them later than the present session.

use crate::{
	Config, NextCode, NextCodeAt, Pallet, PausedUntil, QuietFrom, Rescue, RescuePhase,
	SessionStart, SetStarts, Signals, Upgrade,
};
use alloc::collections::BTreeSet;
use frame_support::{
	ensure,
	traits::{Get, TransactionPause},
};
use frame_system::Pallet as System;
use sp_runtime::{traits::CheckedAdd, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_upgrade()?;
		Self::check_pauses()?;
		Self::check_signals()?;
		Self::check_rescue()?;
		Self::check_sets()
	}

	fn check_upgrade() -> Result<(), TryRuntimeError> {
		let zero = Upgrade::<T>::get().is_some_and(|term| term.code_hash == T::Hash::default());
		ensure!(!zero, "1: a hash of zeros is authorised");
		let at = NextCodeAt::<T>::get();
		ensure!(at.is_some() == NextCode::<T>::exists(), "1: code without a block, or the reverse");
		let passed = at.is_some_and(|at| at < System::<T>::block_number());
		ensure!(!passed, "1: code waits too long");
		Ok(())
	}

	fn check_pauses() -> Result<(), TryRuntimeError> {
		let now = System::<T>::block_number();
		for (call, until) in PausedUntil::<T>::iter() {
			ensure!(until <= QuietFrom::<T>::get(), "2: a pause outlives the last one");
			let lasts = now < until && !Self::is_never_paused(&call);
			ensure!(
				lasts == T::TxPause::is_paused(call),
				"2: a call is refused for no reason, or not"
			);
		}
		Ok(())
	}

	fn check_signals() -> Result<(), TryRuntimeError> {
		let signals = Signals::<T>::get();
		let mut seen = BTreeSet::new();
		for signal in &signals {
			ensure!(seen.insert(&signal.validator), "3: a validator has signalled twice");
			ensure!(signal.at <= System::<T>::block_number(), "3: a signal from the future");
			let old = signal.finalized.checked_add(&T::StallAfter::get());
			ensure!(old.is_some_and(|old| old <= signal.at), "3: finality did not stand still");
		}
		Ok(())
	}

	fn check_rescue() -> Result<(), TryRuntimeError> {
		let Some(plan) = Rescue::<T>::get() else { return Ok(()) };
		let distinct: BTreeSet<_> = plan.dead.iter().collect();
		ensure!(!plan.dead.is_empty(), "4: nobody is lost");
		ensure!(distinct.len() == plan.dead.len(), "4: somebody is lost twice");
		ensure!(T::RescueDelays::get().contains(&plan.delay), "4: the delay");
		ensure!(plan.signals > 0, "4: it stands on no signal");
		ensure!(plan.best_finalized < System::<T>::block_number(), "4: the block");
		ensure!(
			plan.phase != RescuePhase::Removed,
			"4: the lost are removed and no set is planned"
		);
		Ok(())
	}

	fn check_sets() -> Result<(), TryRuntimeError> {
		let starts = SetStarts::<T>::get();
		for (earlier, later) in starts.iter().zip(starts.iter().skip(1)) {
			ensure!(earlier.set < later.set, "5: the numbers of sets do not ascend");
			ensure!(earlier.block <= later.block, "5: the blocks of sets do not ascend");
		}
		let last = starts.last().map(|last| last.block).unwrap_or_default();
		ensure!(last <= SessionStart::<T>::get(), "5: a set of the future");
		Ok(())
	}
}
