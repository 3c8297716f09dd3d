//! What the chain refuses because of a vote, and what it can never refuse.

use crate::{CallName, Config, Pallet, QuietFrom};
use core::marker::PhantomData;
use frame_support::traits::{Contains, GetCallMetadata, IsSubType, TransactionPause};
use frame_system::{Call as SystemCall, Pallet as System};

/// The calls that can be made now: a runtime's `BaseCallFilter`, or a part of it.
///
/// Refuses what is paused, and code whose authorisation has expired.
pub struct Filter<T>(PhantomData<T>);

impl<T: Config> Contains<T::RuntimeCall> for Filter<T> {
	fn contains(call: &T::RuntimeCall) -> bool {
		if let Some(SystemCall::apply_authorized_upgrade { .. }) = call.is_sub_type() {
			return !Pallet::<T>::upgrade_is_over();
		}
		if QuietFrom::<T>::get() <= System::<T>::block_number() {
			return true;
		}
		let names = call.get_call_metadata();
		let pallet = names.pallet_name.as_bytes().to_vec().try_into();
		let function = names.function_name.as_bytes().to_vec().try_into();
		match (pallet, function) {
			(Ok(pallet), Ok(function)) => !T::TxPause::is_paused((pallet, function)),
			// What is too long to be named cannot have been paused.
			_ => true,
		}
	}
}

/// The calls that are not paused whatever is stored: `WhitelistedCalls` of `pallet-tx-pause`.
///
/// All but those with a pause recorded here that lasts. So no pause outlives its end, even if nobody removes it.
pub struct Unpausable<T>(PhantomData<T>);

impl<T: Config> Contains<CallName<T>> for Unpausable<T> {
	fn contains(call: &CallName<T>) -> bool {
		!Pallet::<T>::is_recorded(call) || Pallet::<T>::is_never_paused(call)
	}
}
