//! Casting votes, and setting their weights again after sales and purchases.

use crate::{Config, Error, Event, Pallet, PollIndex, ShareRegister as _, Votes};
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use share_voting_tally::Side;
use shareholders_accounting::{Vote, Votes as _};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Whether the vote is free: the first of this account in this poll, and of some weight.
	pub(crate) fn do_vote(
		who: T::AccountId,
		poll: PollIndex,
		side: Side,
	) -> Result<bool, DispatchError> {
		with_storage_layer(|| {
			let open = Self::open(poll)?;
			let weight = T::Register::power(&who, open.record.record_date)?;
			ensure!(weight > 0, Error::<T>::NoWeight);
			let first = !matches!(Votes::<T>::get(poll, &who), Some(Vote::Own { .. }));
			Self::change(poll, open, |count, votes| {
				count.cast(votes, &who, side, weight).map_err(Error::<T>::from)?;
				Self::deposit_event(Event::Voted { poll, who: who.clone(), side, weight });
				Ok(())
			})?;
			Ok(first && weight >= T::FreeVoteWeight::get())
		})
	}

	/// Whether each account named weighs less than before, which is free. Otherwise a long list with one atom sold in it would
	/// be a cheap way to fill blocks.
	///
	/// Ends after the accounts given, at most `MaxAccounts`.
	pub(crate) fn do_poke(
		poll: PollIndex,
		accounts: Vec<T::AccountId>,
	) -> Result<bool, DispatchError> {
		with_storage_layer(|| {
			let open = Self::open(poll)?;
			let date = open.record.record_date;
			let named = accounts.len();
			let lowered = Self::change(poll, open, |count, votes| {
				let mut changed = Vec::new();
				let mut lowered: usize = 0;
				for who in accounts {
					let Some(Vote::Own { weight: old, .. } | Vote::Attached { weight: old, .. }) =
						votes.vote(&who)
					else {
						continue;
					};
					let weight = T::Register::power(&who, date)?;
					if weight == old {
						continue;
					}
					count.poke(votes, &who, weight).map_err(Error::<T>::from)?;
					if weight < old {
						lowered = lowered.saturating_add(1); // at most as many as were named
					}
					changed.push((who, weight));
				}
				ensure!(!changed.is_empty(), Error::<T>::NothingToPoke);
				Self::deposit_event(Event::Poked { poll, weights: changed });
				Ok(lowered)
			})?;
			Ok(lowered == named)
		})
	}
}
