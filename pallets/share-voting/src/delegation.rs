//! Who votes for whom: a standing instruction per track, one step deep, that the holder overrides by voting himself.

use crate::{
	Config, Delegates, Error, Event, Pallet, PollIndex, Scope, ShareRegister as _, TrackId,
};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, traits::Polling};
use shareholders_accounting::{may_delegate, AccountingError};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_delegate(
		who: T::AccountId,
		scope: Scope,
		delegate: T::AccountId,
	) -> DispatchResult {
		may_delegate(&who, &delegate).map_err(Error::<T>::from)?;
		if let Scope::Track(track) = scope {
			Self::ensure_track(track)?;
		}

		Delegates::<T>::insert(&who, scope, delegate.clone());
		Self::deposit_event(Event::Delegated { who, scope, delegate: Some(delegate) });
		Ok(())
	}

	pub(crate) fn do_undelegate(who: T::AccountId, scope: Scope) -> DispatchResult {
		ensure!(Delegates::<T>::contains_key(&who, scope), Error::<T>::NotDelegated);

		Delegates::<T>::remove(&who, scope);
		Self::deposit_event(Event::Delegated { who, scope, delegate: None });
		Ok(())
	}

	/// Ends after the accounts given, at most `MaxAccounts`.
	pub(crate) fn do_attach(poll: PollIndex, accounts: Vec<T::AccountId>) -> DispatchResult {
		with_storage_layer(|| {
			let open = Self::open(poll)?;
			let (date, track) = (open.record.record_date, open.record.track);
			Self::change(poll, open, |count, votes| {
				let mut attached = Vec::new();
				for who in accounts {
					let Some(delegate) = Self::delegate_of(&who, track) else { continue };
					let weight = T::Register::power(&who, date)?;
					match count.attach(votes, &who, &delegate, weight) {
						Ok(()) => attached.push(who),
						// One that cannot be attached does not keep the others back: the list may be older than the votes.
						Err(
							AccountingError::NoWeight
							| AccountingError::AlreadyCounted
							| AccountingError::DelegateHasNotVoted,
						) => {}
						Err(error) => return Err(Error::<T>::from(error).into()),
					}
				}
				ensure!(!attached.is_empty(), Error::<T>::NothingToAttach);
				Self::deposit_event(Event::Attached { poll, accounts: attached });
				Ok(())
			})
		})
	}

	pub(crate) fn do_detach(who: T::AccountId, poll: PollIndex) -> DispatchResult {
		with_storage_layer(|| {
			let open = Self::open(poll)?;
			Self::change(poll, open, |count, votes| {
				count.detach(votes, &who).map_err(Error::<T>::from)?;
				Self::deposit_event(Event::Detached { poll, who });
				Ok(())
			})
		})
	}

	/// Who votes for an account on a track if it does not itself.
	pub(crate) fn delegate_of(who: &T::AccountId, track: TrackId) -> Option<T::AccountId> {
		Delegates::<T>::get(who, Scope::Track(track))
			.or_else(|| Delegates::<T>::get(who, Scope::All))
	}

	pub(crate) fn ensure_track(track: TrackId) -> Result<(), Error<T>> {
		// As many as the runtime has tracks.
		ensure!(T::Polls::classes().contains(&track), Error::<T>::UnknownTrack);
		Ok(())
	}
}
