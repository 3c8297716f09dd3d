//! Who votes for whom: a standing instruction per company, one step deep, that the holder overrides by voting himself.

use crate::{storage_votes::StoredVotes, BallotId, Config, Delegates, Error, Event, Pallet};
use alloc::vec::Vec;
use frame_support::ensure;
use pallet_shareholders::{Companies, CompanyId, Pallet as Shareholders};
use shareholders_accounting::{may_delegate, AccountingError};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_delegate(
		who: T::AccountId,
		company: CompanyId,
		delegate: Option<T::AccountId>,
	) -> DispatchResult {
		let known = Companies::<T>::contains_key(company);
		ensure!(known, pallet_shareholders::Error::<T>::UnknownCompany);
		match &delegate {
			Some(delegate) => may_delegate(&who, delegate).map_err(Error::<T>::from)?,
			None => {
				let has = Delegates::<T>::contains_key(company, &who);
				ensure!(has, Error::<T>::NotDelegated);
			}
		}

		Delegates::<T>::set(company, &who, delegate.clone());
		Self::deposit_event(Event::Delegated { company, who, delegate });
		Ok(())
	}

	/// Ends after the accounts given, at most `MaxAttach`.
	pub(crate) fn do_attach(id: BallotId, accounts: Vec<T::AccountId>) -> DispatchResult {
		let (record, mut ballot) = Self::open_count(id)?;
		let now = Self::now();
		let mut votes = StoredVotes::<T>::of(id);
		let mut attached = Vec::new();
		for who in accounts {
			let Some(delegate) = Delegates::<T>::get(record.company, &who) else { continue };
			let weight = Shareholders::<T>::total_at(record.class, &who, record.record_date)?;
			match ballot.attach(&mut votes, &who, &delegate, weight, now) {
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
		ensure!(!attached.is_empty(), Error::<T>::NothingAttached);

		votes.flush();
		Self::deposit_event(Event::Attached { ballot: id, accounts: attached });
		Self::store_count(id, record, ballot);
		Ok(())
	}

	pub(crate) fn do_detach(who: T::AccountId, id: BallotId) -> DispatchResult {
		let (record, mut ballot) = Self::open_count(id)?;
		let mut votes = StoredVotes::<T>::of(id);
		ballot.detach(&mut votes, &who, Self::now()).map_err(Error::<T>::from)?;

		votes.flush();
		Self::deposit_event(Event::Detached { ballot: id, who });
		Self::store_count(id, record, ballot);
		Ok(())
	}
}
