//! `pallet-grandpa` under [`FinalityAdmin`].

use crate::{FinalityAdmin, SetId};
use core::marker::PhantomData;
use frame_support::dispatch::{DispatchResult, RawOrigin};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_grandpa::{CurrentSetId, Pallet as Grandpa, PendingChange, Stalled};
use sp_runtime::traits::Zero;

/// Finality by `pallet-grandpa`.
pub struct OverGrandpa<T>(PhantomData<T>);

impl<T: pallet_grandpa::Config> FinalityAdmin<BlockNumberFor<T>> for OverGrandpa<T> {
	fn set_id() -> SetId {
		CurrentSetId::<T>::get()
	}

	fn is_changing() -> bool {
		// An ordinary change is signalled and in force in the same block.
		Stalled::<T>::exists()
			|| PendingChange::<T>::get().is_some_and(|change| !change.delay.is_zero())
	}

	fn force_change(
		delay: BlockNumberFor<T>,
		best_finalized: BlockNumberFor<T>,
		last_set: Option<SetId>,
	) -> DispatchResult {
		Grandpa::<T>::note_stalled(RawOrigin::Root.into(), delay, best_finalized)?;
		if let Some(set) = last_set {
			// A node that applies a forced change counts on from the last set it has seen finalize, whatever has been
			// signalled since. If the chain counted those, proofs of equivocation would never again name a set it knows, and
			// who reads the number from the state to join the network would wait for votes of a set that is none.
			CurrentSetId::<T>::put(set);
		}
		Ok(())
	}
}
