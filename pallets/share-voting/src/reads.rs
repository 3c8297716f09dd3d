//! Bounded reads, the base of a runtime API.

use crate::{
	Config, Pallet, PollIndex, PollInfo, PollStage, PollTimeline as _, Power, RecordStage, Records,
	ShareRegister as _, Sponsors, StageInfo, TrackId, VoteInfo, VoteOf, Votes,
};
use alloc::vec::Vec;
use frame_support::{
	storage::{with_transaction, TransactionOutcome},
	traits::Polling,
};
use share_voting_tally::Count;
use shareholders_accounting::Vote;
use sp_runtime::Perbill;

/// Most polls that a read looks through.
pub const MAX_POLLS_READ: usize = 256;

impl<T: Config> Pallet<T> {
	/// A poll, for ever; what is known of it here, until it is cleared.
	pub fn poll(poll: PollIndex) -> Option<PollInfo> {
		let found = T::Timeline::poll(poll)?;
		let record = Records::<T>::get(poll);
		let count: Count = T::Polls::as_ongoing(poll).map(|(tally, _)| tally.0).unwrap_or_default();
		let stage = match found.stage {
			PollStage::Preparing { deposit } => StageInfo::Preparing { deposit },
			PollStage::Deciding(clock) => StageInfo::Deciding {
				since: clock.since,
				// Beyond the end of block numbers nothing ends.
				ends: clock.since.saturating_add(clock.decision),
				confirming: clock.confirming,
				passing: T::Timeline::is_passing(poll),
			},
			PollStage::Ended => StageInfo::Ended,
		};
		let extensions = match record.map(|record| record.stage) {
			Some(RecordStage::Voting(swing)) => swing.extensions,
			_ => 0,
		};
		let live = record.filter(|record| record.stage != RecordStage::Closed);
		Some(PollInfo {
			poll,
			track: record.map_or(found.track, |record| record.track),
			votable: found.inline,
			stage,
			record_date: live.map(|record| record.record_date),
			base: record.map_or(count.base, |record| record.base),
			ayes: count.ayes,
			nays: count.nays,
			abstain: count.abstain,
			approval: Perbill::from_parts(count.approval_ppb()),
			support: Perbill::from_parts(count.support_ppb()),
			extensions,
			signed: record.map_or(0, |record| record.signed),
			signatures_needed: record
				.filter(|record| record.stage == RecordStage::Signing)
				.map(|record| Self::signatures_needed(record.base)),
			funded: record.is_some_and(|record| record.funded),
		})
	}

	/// What an account has to say in a poll. `None` if there has never been one of this number.
	pub fn power(poll: PollIndex, who: &T::AccountId) -> Option<Power<T::AccountId>> {
		let found = T::Timeline::poll(poll)?;
		let record = Records::<T>::get(poll);
		let track = record.map_or(found.track, |record| record.track);
		let ended = found.stage == PollStage::Ended;
		// The date of signatures does not count any more once votes do.
		let signing = matches!(found.stage, PollStage::Preparing { .. });
		let fixed = record.filter(|record| match record.stage {
			RecordStage::Signing => signing,
			RecordStage::Voting(_) => true,
			RecordStage::Closed => false,
		});
		let (record_date, weight) = match fixed.map(|record| record.record_date) {
			Some(date) => (Some(date), T::Register::power(who, date).ok()),
			None if ended => (None, None),
			None => (Self::date_for(track), Self::power_if_reserved(who, track)),
		};
		Some(Power {
			record_date,
			weight,
			vote: Votes::<T>::get(poll, who).and_then(vote_info::<T>),
			signed: Sponsors::<T>::get(poll, who),
			delegate: Self::delegate_of(who, track),
		})
	}

	/// What an account could vote with if its poll had a record date. Nothing is written: the date is given up again.
	fn power_if_reserved(who: &T::AccountId, track: TrackId) -> Option<u128> {
		with_transaction(|| {
			let weight = Self::reserve_for(track).and_then(|date| T::Register::power(who, date));
			TransactionOutcome::Rollback(weight)
		})
		.ok()
	}

	/// The votes of an account that are not cleared, in up to [`MAX_POLLS_READ`] polls, the newest first.
	pub fn votes_of(who: &T::AccountId) -> Vec<(PollIndex, VoteInfo<T::AccountId>)> {
		let mut polls: Vec<PollIndex> = Records::<T>::iter_keys().take(MAX_POLLS_READ).collect();
		polls.sort_unstable_by(|one, other| other.cmp(one));
		let vote =
			|poll: PollIndex| Some((poll, Votes::<T>::get(poll, who).and_then(vote_info::<T>)?));
		polls.into_iter().filter_map(vote).collect()
	}
}

fn vote_info<T: Config>(vote: VoteOf<T>) -> Option<VoteInfo<T::AccountId>> {
	Some(match vote {
		Vote::Own { answer, weight, attached } => {
			VoteInfo::Own { side: answer.try_into().ok()?, weight, attached }
		}
		Vote::Attached { delegate, weight } => VoteInfo::Attached { delegate, weight },
	})
}
