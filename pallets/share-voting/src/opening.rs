//! Polls in which votes count, and the one way in which their counts change.

use crate::{
	storage_votes::StoredVotes, Config, Error, Event, Pallet, PollIndex, PollRecord, PollStage,
	PollTimeline as _, RecordStage, Records, ShareRegister as _, TrackId,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{Contains, PollStatus, Polling},
};
use share_voting_tally::{Clock, Count, Standing, Swing};
use shareholders_accounting::Block;
use sp_runtime::{DispatchError, DispatchResult, SaturatedConversion};

/// A poll in which votes count now.
pub(crate) struct OpenPoll {
	pub(crate) record: PollRecord,
	pub(crate) swing: Swing,
	pub(crate) clock: Clock,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(poll: PollIndex) -> DispatchResult {
		let voting = Records::<T>::get(poll)
			.is_some_and(|record| matches!(record.stage, RecordStage::Voting(_)));
		ensure!(!voting, Error::<T>::AlreadyRegistered);
		with_storage_layer(|| {
			let open = Self::open(poll)?;
			Self::change(poll, open, |_, _| Ok(()))
		})
	}

	/// A poll in which votes count now. If it has no record date yet, it gets one, so callers have to be in a storage layer.
	pub(crate) fn open(poll: PollIndex) -> Result<OpenPoll, DispatchError> {
		let found = T::Timeline::poll(poll).ok_or(Error::<T>::UnknownPoll)?;
		let PollStage::Deciding(clock) = found.stage else {
			return Err(Error::<T>::NotDeciding.into());
		};
		ensure!(found.inline, Error::<T>::NotInline);
		let before = Records::<T>::get(poll);
		let record = match before {
			Some(record) if matches!(record.stage, RecordStage::Voting(_)) => record,
			_ => Self::fix_date(poll, found.track, before)?,
		};
		let RecordStage::Voting(swing) = record.stage else {
			return Err(Error::<T>::Corrupt.into());
		};
		Ok(OpenPoll { record, swing, clock })
	}

	/// Fixes the record date of a poll. Signatures have had one of their own, which may be weeks old by now.
	fn fix_date(
		poll: PollIndex,
		track: TrackId,
		before: Option<PollRecord>,
	) -> Result<PollRecord, DispatchError> {
		let record_date = Self::reserve_for(track)?;
		if let Some(before) = before {
			ensure!(before.stage == RecordStage::Signing, Error::<T>::Corrupt);
			T::Register::release(before.record_date)?;
		}
		let base = T::Register::eligible_at(record_date)?;
		ensure!(base > 0, Error::<T>::NoEligibleShares);
		let record = PollRecord {
			track,
			record_date,
			base,
			signed: before.map_or(0, |before| before.signed),
			funded: before.is_some_and(|before| before.funded),
			stage: RecordStage::Voting(Swing::default()),
		};
		Records::<T>::insert(poll, record);
		Self::deposit_event(Event::Registered { poll, record_date, base });
		Ok(record)
	}

	/// Changes the count of a poll through `Polling`, which wakes the poll in the next block; then looks whether that was a late
	/// swing, which puts the end off. In this order, because `Polling` writes the whole record of the poll.
	pub(crate) fn change<R>(
		poll: PollIndex,
		open: OpenPoll,
		operate: impl FnOnce(&mut Count, &mut StoredVotes<T>) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let OpenPoll { mut record, mut swing, clock } = open;
		let now = Self::now();
		let watched = !T::UrgentTracks::contains(&record.track) && swing.can_extend(&clock, now);
		let passing = watched && T::Timeline::is_passing(poll);
		let mut votes = StoredVotes::<T>::of(poll);
		let (done, before, after) = T::Polls::try_access_poll(poll, |status| {
			let PollStatus::Ongoing(tally, _) = status else {
				return Err(Error::<T>::NotDeciding.into());
			};
			if tally.0.base == 0 {
				tally.0 = Count::open(record.base).map_err(Error::<T>::from)?;
			}
			let before = tally.0.approval_ppb();
			let done = operate(&mut tally.0, &mut votes)?;
			Ok((done, before, tally.0.approval_ppb()))
		})?;
		votes.flush();

		if watched {
			let before = Standing { passing, approval_ppb: before };
			let after = Standing { passing: T::Timeline::is_passing(poll), approval_ppb: after };
			if let Some(to) = swing.note(&clock, now, before, after) {
				T::Timeline::put_off(poll, to);
				let extensions = swing.extensions;
				Self::deposit_event(Event::Extended { poll, extensions });
			}
		} else {
			swing.mark = None;
		}
		let stage = RecordStage::Voting(swing);
		if record.stage != stage {
			record.stage = stage;
			Records::<T>::insert(poll, record);
		}
		Ok(done)
	}

	/// The present block. Block numbers are 32 bits in every runtime here.
	pub(crate) fn now() -> Block {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}
}
