//! Closing polls that have ended, and removing what is left of them, so many entries at a time.

use crate::{
	Config, DecisionDeposits as _, Error, Event, Pallet, PollIndex, PollStage, PollTimeline as _,
	RecordStage, Records, ShareRegister as _, Sponsors, Votes,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_close(poll: PollIndex) -> DispatchResult {
		let mut record = Records::<T>::get(poll).ok_or(Error::<T>::UnknownPoll)?;
		ensure!(record.stage != RecordStage::Closed, Error::<T>::AlreadyClosed);
		let ended = T::Timeline::poll(poll).is_none_or(|found| found.stage == PollStage::Ended);
		ensure!(ended, Error::<T>::StillOngoing);
		T::Register::release(record.record_date)?;

		record.stage = RecordStage::Closed;
		// Somebody may have had it given back before, or the poll was killed and the deposit slashed: nothing to wait for.
		let refund = record.funded.then(|| {
			let fund = Self::fund_account();
			with_storage_layer(|| T::DecisionDeposits::refund(&fund, poll))
		});
		if Self::is_empty(poll) {
			Records::<T>::remove(poll);
		} else {
			Records::<T>::insert(poll, record);
		}
		Self::deposit_event(Event::Closed { poll, refund });
		Ok(())
	}

	/// Removes signatures, then votes, then the poll. Returns how many entries it has removed, at most `MaxClear`.
	pub(crate) fn do_clear(poll: PollIndex, limit: u32) -> Result<u32, DispatchError> {
		let record = Records::<T>::get(poll).ok_or(Error::<T>::UnknownPoll)?;
		ensure!(record.stage == RecordStage::Closed, Error::<T>::NotClosed);

		let limit = limit.min(T::MaxClear::get());
		let signatures = count_of(Sponsors::<T>::drain_prefix(poll), limit);
		let room = limit.saturating_sub(signatures); // never more than the limit
		let votes = count_of(Votes::<T>::drain_prefix(poll), room);
		let removed = signatures.saturating_add(votes); // as above
		let left = !Self::is_empty(poll);
		if !left {
			Records::<T>::remove(poll);
		}
		Self::deposit_event(Event::Cleared { poll, removed, left });
		Ok(removed)
	}

	/// Whether nothing of a poll is stored beside its record.
	fn is_empty(poll: PollIndex) -> bool {
		Votes::<T>::iter_key_prefix(poll).next().is_none()
			&& Sponsors::<T>::iter_key_prefix(poll).next().is_none()
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
