//! Polls as `pallet_referenda` keeps them. Its records are public storage; what is written here is what it writes itself.

use crate::{
	DecisionDeposits, NotUnstuck, Poll, PollIndex, PollStage, PollTimeline, QueueRepair, Tally,
	TrackId,
};
use core::marker::PhantomData;
use frame_support::{
	traits::{Bounded, Get, Polling},
	BoundedVec,
};
use frame_system::RawOrigin;
use pallet_referenda::{
	BalanceOf, BlockNumberFor, Config, DecidingCount, Pallet as Referenda, ReferendumInfo,
	ReferendumInfoFor, ReferendumStatusOf, TrackInfoOf, TrackQueue, TracksInfo, VotesOf,
};
use share_voting_tally::{Clock, PutOff};
use shareholders_accounting::Block;
use sp_runtime::{traits::BlockNumberProvider, DispatchResult, Perbill, SaturatedConversion};

/// The polls of one instance of `pallet_referenda` whose tracks are numbered by [`TrackId`].
pub struct OverReferenda<T, I = ()>(PhantomData<(T, I)>);

/// A referendum that is ongoing.
type StatusOf<T, I> = ReferendumStatusOf<T, I>;
type QueueOf<T, I> = BoundedVec<(PollIndex, VotesOf<T, I>), <T as Config<I>>::MaxQueued>;

fn now<T: Config<I>, I: 'static>() -> BlockNumberFor<T, I> {
	T::BlockNumberProvider::current_block_number()
}

impl<T, I> OverReferenda<T, I>
where
	I: 'static,
	T: Config<I, Tally = Tally, Votes = u128>,
	T::Tracks: TracksInfo<BalanceOf<T, I>, BlockNumberFor<T, I>, Id = TrackId>,
{
	fn ongoing(poll: PollIndex) -> Option<StatusOf<T, I>> {
		Referenda::<T, I>::ensure_ongoing(poll).ok()
	}

	fn store(poll: PollIndex, status: StatusOf<T, I>) {
		ReferendumInfoFor::<T, I>::insert(poll, ReferendumInfo::Ongoing(status));
	}

	fn track(track: TrackId) -> Option<TrackInfoOf<T, I>> {
		T::Tracks::info(track).map(|info| info.into_owned())
	}

	/// Whether a track may decide one more poll than it does.
	fn has_place(track: TrackId) -> bool {
		Self::track(track).is_some_and(|info| DecidingCount::<T, I>::get(track) < info.max_deciding)
	}

	fn stage(status: &StatusOf<T, I>) -> PollStage {
		let track = Self::track(status.track);
		match (&status.deciding, track) {
			(Some(deciding), Some(track)) => PollStage::Deciding(Clock {
				since: deciding.since.saturated_into(),
				decision: track.decision_period.saturated_into(),
				confirming: deciding.confirming.map(|end| end.saturated_into()),
				confirm: track.confirm_period.saturated_into(),
			}),
			_ => PollStage::Preparing { deposit: status.decision_deposit.is_some() },
		}
	}

	/// Wakes a poll in the next block: `Polling` does that whenever a tally may have changed.
	fn wake(poll: PollIndex) {
		<Referenda<T, I> as Polling<Tally>>::access_poll(poll, |_| ());
	}
}

impl<T, I> PollTimeline for OverReferenda<T, I>
where
	I: 'static,
	T: Config<I, Tally = Tally, Votes = u128>,
	T::Tracks: TracksInfo<BalanceOf<T, I>, BlockNumberFor<T, I>, Id = TrackId>,
{
	fn poll(poll: PollIndex) -> Option<Poll> {
		match ReferendumInfoFor::<T, I>::get(poll)? {
			ReferendumInfo::Ongoing(status) => Some(Poll {
				track: status.track,
				inline: matches!(status.proposal, Bounded::Inline(_)),
				stage: Self::stage(&status),
			}),
			_ => Some(Poll { track: 0, inline: false, stage: PollStage::Ended }),
		}
	}

	fn is_passing(poll: PollIndex) -> bool {
		Referenda::<T, I>::is_referendum_passing(poll).unwrap_or(false)
	}

	fn put_off(poll: PollIndex, to: PutOff) {
		let Some(mut status) = Self::ongoing(poll) else { return };
		if let Some(deciding) = status.deciding.as_mut() {
			deciding.since = to.since.into();
			deciding.confirming = to.confirming.map(Into::into);
			Self::store(poll, status);
		}
	}

	fn unstick(poll: PollIndex) -> Result<(), NotUnstuck> {
		let mut status = Self::ongoing(poll).ok_or(NotUnstuck::NotStuck)?;
		if status.in_queue {
			let track = status.track;
			let mut queue: QueueOf<T, I> = TrackQueue::<T, I>::get(track);
			let place = Self::has_place(track);
			let entry = queue.iter().position(|(other, _)| *other == poll);
			match entry {
				// It will be called when its turn comes.
				Some(_) if !place => return Err(NotUnstuck::NotStuck),
				Some(at) => {
					queue.remove(at);
					TrackQueue::<T, I>::insert(track, queue);
				}
				// It would push somebody else out, or be refused again.
				None if !place && queue.is_full() => return Err(NotUnstuck::TrackFull),
				None => {}
			}
			status.in_queue = false;
			Self::store(poll, status);
		} else if status.alarm.is_some_and(|(when, _)| when >= now::<T, I>()) {
			return Err(NotUnstuck::NotStuck);
		}
		Self::wake(poll);
		Ok(())
	}

	fn unstick_track(track: TrackId) -> QueueRepair {
		let mut queue: QueueOf<T, I> = TrackQueue::<T, I>::get(track);
		let looked_at = count(queue.len());
		queue.retain(|(poll, _)| {
			Self::ongoing(*poll).is_some_and(|status| {
				status.in_queue && status.deciding.is_none() && status.track == track
			})
		});
		let dropped = looked_at.saturating_sub(count(queue.len()));
		if dropped > 0 {
			TrackQueue::<T, I>::insert(track, queue);
		}
		QueueRepair { looked_at, dropped }
	}

	fn max_queued() -> u32 {
		T::MaxQueued::get()
	}

	fn check_track(track: TrackId) -> Result<(), &'static str> {
		let info = Self::track(track).ok_or("no such track")?;
		let decision: Block = info.decision_period.saturated_into();
		let confirm: Block = info.confirm_period.saturated_into();
		if confirm == 0 || confirm > decision >> 2 {
			return Err("a confirm period is more than a quarter of the decision period");
		}
		let (half, end) = (Perbill::from_percent(50), Perbill::one());
		for curve in [&info.min_approval, &info.min_support] {
			if curve.threshold(half) != curve.threshold(end) {
				return Err("a threshold moves in the second half of the decision");
			}
		}
		Ok(())
	}
}

impl<T, I> DecisionDeposits<T::AccountId> for OverReferenda<T, I>
where
	I: 'static,
	T: Config<I, Tally = Tally, Votes = u128>,
	T::Tracks: TracksInfo<BalanceOf<T, I>, BlockNumberFor<T, I>, Id = TrackId>,
{
	fn place(payer: &T::AccountId, poll: PollIndex) -> DispatchResult {
		let origin = RawOrigin::Signed(payer.clone()).into();
		Referenda::<T, I>::place_decision_deposit(origin, poll)
			.map(|_| ())
			.map_err(|refused| refused.error)
	}

	fn refund(payer: &T::AccountId, poll: PollIndex) -> DispatchResult {
		let origin = RawOrigin::Signed(payer.clone()).into();
		Referenda::<T, I>::refund_decision_deposit(origin, poll)
	}
}

/// Queues are bounded by 32 bits.
fn count(len: usize) -> u32 {
	u32::try_from(len).unwrap_or(u32::MAX)
}
