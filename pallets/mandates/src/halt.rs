//! Pauses, which end.

use crate::{
	Call, CallName, CallNames, Config, Error, Event, Pallet, PausedUntil, QuietFrom, MAX_PROPOSAL,
};
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Contains, Get, GetCallMetadata, PalletInfoAccess, TransactionPause},
};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System};
use sp_runtime::traits::{Bounded, CheckedAdd, Zero};

impl<T: Config> Pallet<T> {
	/// Pauses calls for some blocks, all of them or none.
	pub(crate) fn do_pause(calls: CallNames<T>, blocks: BlockNumberFor<T>) -> DispatchResult {
		ensure!(!calls.is_empty(), Error::<T>::NothingNamed);
		ensure!(!blocks.is_zero() && blocks <= T::MaxPause::get(), Error::<T>::BadDuration);
		// One byte more says which pallet it is.
		let length = Call::<T>::pause { calls: calls.clone(), blocks }.encoded_size();
		let fits = length < MAX_PROPOSAL;
		ensure!(fits, Error::<T>::TooLong);
		for call in &calls {
			ensure!(Self::exists(call), Error::<T>::UnknownCall);
			ensure!(!Self::is_never_paused(call), Error::<T>::NeverPaused);
		}
		let now = System::<T>::block_number();
		let until = now.checked_add(&blocks).ok_or(Error::<T>::Overflow)?;
		for call in &calls {
			Self::pause_until(call, until)?;
		}
		QuietFrom::<T>::mutate(|quiet| *quiet = until.max(*quiet));
		Self::deposit_event(Event::CallsPaused { calls, until });
		Ok(())
	}

	/// Removes a pause, over or not.
	pub(crate) fn do_resume(call: CallName<T>) -> DispatchResult {
		ensure!(PausedUntil::<T>::contains_key(&call), Error::<T>::NotPaused);
		// It takes only what it regards as paused, which ours is while the record says so.
		PausedUntil::<T>::insert(&call, BlockNumberFor::<T>::max_value());
		if T::TxPause::is_paused(call.clone()) {
			T::TxPause::unpause(call.clone()).map_err(|_| Error::<T>::PauseRefused)?;
		}
		PausedUntil::<T>::remove(&call);
		Self::deposit_event(Event::CallResumed { call });
		Ok(())
	}

	/// Refused while a pause lasts.
	pub(crate) fn ensure_over(call: &CallName<T>) -> DispatchResult {
		let until = PausedUntil::<T>::get(call).ok_or(Error::<T>::NotPaused)?;
		ensure!(until <= System::<T>::block_number(), Error::<T>::StillPaused);
		Ok(())
	}

	/// Whether a pause of this call lasts.
	pub(crate) fn is_recorded(call: &CallName<T>) -> bool {
		PausedUntil::<T>::get(call).is_some_and(|until| System::<T>::block_number() < until)
	}

	/// Whether no vote can pause this call. Those of this pallet are the way out of a mistake.
	pub(crate) fn is_never_paused(call: &CallName<T>) -> bool {
		call.0.as_slice() == <Self as PalletInfoAccess>::name().as_bytes()
			|| T::NeverPaused::contains(call)
	}

	fn pause_until(call: &CallName<T>, until: BlockNumberFor<T>) -> DispatchResult {
		let until = PausedUntil::<T>::get(call).map_or(until, |earlier| earlier.max(until));
		PausedUntil::<T>::insert(call, until);
		if !T::TxPause::is_paused(call.clone()) {
			T::TxPause::pause(call.clone()).map_err(|_| Error::<T>::PauseRefused)?;
		}
		Ok(())
	}

	/// Whether the runtime has such a call. Asking for the calls of a pallet that is not there would trap.
	fn exists(call: &CallName<T>) -> bool {
		let (pallet, function) = call;
		let pallets = T::RuntimeCall::get_module_names();
		pallets.iter().find(|name| name.as_bytes() == pallet.as_slice()).is_some_and(|name| {
			let functions = T::RuntimeCall::get_call_names(name);
			functions.iter().any(|name| name.as_bytes() == function.as_slice())
		})
	}
}
