//! Removing what nobody needs any more, so many entries at a time.

use crate::{
	BallotId, BallotRecordOf, Ballots, Config, Ended, Error, Event, Motions, Pallet, Requisitions,
	Signatures, Stage, Votes,
};
use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Removes signatures of a round that has ended, then votes of a ballot of which nothing can come any more, then
	/// the ballot. Returns how many entries it has removed, at most `MaxClear`.
	pub(crate) fn do_clear(id: BallotId, limit: u32) -> Result<u32, DispatchError> {
		let ballot = Ballots::<T>::get(id);
		let ended = Ended::<T>::contains_key(id);
		let known = ended || ballot.is_some() || Requisitions::<T>::contains_key(id);
		ensure!(known, Error::<T>::UnknownBallot);
		let now = Self::now();
		let finished = ballot.filter(|record| record.stage.is_finished(now));
		ensure!(ended || finished.is_some(), Error::<T>::NotFinished);

		let limit = limit.min(T::MaxClear::get());
		let mut removed = if ended { Self::clear_signatures(id, limit) } else { 0 };
		let room = limit.saturating_sub(removed); // never more than the limit
		if let Some(record) = finished {
			removed = removed.saturating_add(Self::clear_votes(id, record, room)); // as above
		}
		let left = Ended::<T>::contains_key(id) || Ballots::<T>::contains_key(id);
		Self::deposit_event(Event::Cleared { ballot: id, removed, left });
		Ok(removed)
	}

	fn clear_signatures(id: BallotId, limit: u32) -> u32 {
		let removed = count_of(Signatures::<T>::drain_prefix(id), limit);
		if Signatures::<T>::iter_key_prefix(id).next().is_none() {
			Ended::<T>::remove(id);
		}
		removed
	}

	fn clear_votes(id: BallotId, record: BallotRecordOf<T>, limit: u32) -> u32 {
		let removed = count_of(Votes::<T>::drain_prefix(id), limit);
		if Votes::<T>::iter_key_prefix(id).next().is_none() {
			Ballots::<T>::remove(id);
			Motions::<T>::remove(id);
		} else if let Stage::Passed(_) = record.stage {
			// Its window is over.
			Self::set_stage(id, Stage::Void);
		}
		removed
	}
}

/// Takes so many entries, or all there are: each one taken is removed.
fn count_of<Entry>(entries: impl Iterator<Item = Entry>, limit: u32) -> u32 {
	let mut count: u32 = 0;
	if limit == 0 {
		return count;
	}
	for _ in entries {
		count = count.saturating_add(1); // at most the limit
		if count >= limit {
			break;
		}
	}
	count
}
