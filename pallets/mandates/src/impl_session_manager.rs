//! A wrapper around the manager of sessions, in which the steps of a rescue happen.

use crate::{Config, Pallet};
use alloc::vec::Vec;
use core::marker::PhantomData;
use pallet_session::{historical, SessionManager};
use sp_staking::SessionIndex;

/// A manager of sessions, `I`, and the steps of a rescue before and after its own.
///
/// Stands inside of `NoteHistoricalRoot`, so that the proofs of who validates know the set as it will be. What a member of a
/// set is besides an account must have a default, for the case that nothing is elected and the present set goes on.
pub struct Sessions<T, I>(PhantomData<(T, I)>);

impl<T: Config, I: SessionManager<T::AccountId>> SessionManager<T::AccountId> for Sessions<T, I> {
	fn new_session(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		Pallet::<T>::plan_without_dead(index, I::new_session(index), |who| who, |who| who)
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		I::new_session_genesis(index)
	}

	fn start_session(index: SessionIndex) {
		Pallet::<T>::session_started();
		I::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		Pallet::<T>::session_ended(index);
		I::end_session(index);
	}
}

impl<T, I, Full> historical::SessionManager<T::AccountId, Full> for Sessions<T, I>
where
	T: Config,
	I: historical::SessionManager<T::AccountId, Full>,
	Full: Default,
{
	fn new_session(index: SessionIndex) -> Option<Vec<(T::AccountId, Full)>> {
		let planned = <I as historical::SessionManager<_, _>>::new_session(index);
		Pallet::<T>::plan_without_dead(index, planned, |who| (who, Full::default()), |(who, _)| who)
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<(T::AccountId, Full)>> {
		<I as historical::SessionManager<_, _>>::new_session_genesis(index)
	}

	fn start_session(index: SessionIndex) {
		Pallet::<T>::session_started();
		<I as historical::SessionManager<_, _>>::start_session(index);
	}

	fn end_session(index: SessionIndex) {
		Pallet::<T>::session_ended(index);
		<I as historical::SessionManager<_, _>>::end_session(index);
	}
}
