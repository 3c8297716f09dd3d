//! What `Polling` does not tell of a poll: whether it is being decided, what it would do, and how to repair it.

use crate::{PollIndex, TrackId};
use share_voting_tally::{Clock, PutOff};
use sp_runtime::DispatchResult;

/// How far a poll is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollStage {
	/// Not being decided yet: it waits for its decision deposit, for its preparation to end, or for a place.
	Preparing {
		/// Whether somebody has placed the decision deposit.
		deposit: bool,
	},
	/// Being decided.
	Deciding(Clock),
	/// Approved, rejected, cancelled, killed, or timed out.
	Ended,
}

/// A poll, without its tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poll {
	/// Its track. 0 for one that has ended, whose track nobody keeps.
	pub track: TrackId,
	/// Whether what it would do lies in its record, where nobody can take it away. Otherwise it may be a preimage, whose author
	/// may remove it until the poll is approved.
	pub inline: bool,
	/// How far it is.
	pub stage: PollStage,
}

/// Why a poll was not repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotUnstuck {
	/// It goes on by itself, or has ended.
	NotStuck,
	/// Nothing can be decided on its track now, and the queue has no room. Try again later.
	TrackFull,
}

/// What was found in the queue of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueRepair {
	/// Entries that were looked at.
	pub looked_at: u32,
	/// Entries that were dropped, because their polls do not wait in it any more.
	pub dropped: u32,
}

/// The life of polls beside their tallies. [`crate::OverReferenda`] is `pallet_referenda`.
pub trait PollTimeline {
	/// A poll. `None` if there has never been one of this number.
	fn poll(poll: PollIndex) -> Option<Poll>;

	/// Whether a poll that is being decided passes now, by the curves of its track.
	fn is_passing(poll: PollIndex) -> bool;

	/// Puts the times of a poll that is being decided off. To be called after the tally was changed through `Polling`, which
	/// stores the poll and wakes it in the next block, where its alarm is set anew.
	fn put_off(poll: PollIndex, to: PutOff);

	/// Wakes a poll that nothing would wake any more: one that believes to be queued and is not, waits in a queue although its
	/// track has a place, or has lost its alarm.
	///
	/// # Errors
	///
	/// [`NotUnstuck`].
	fn unstick(poll: PollIndex) -> Result<(), NotUnstuck>;

	/// Drops entries from the queue of a track whose polls do not wait any more. Ends after [`Self::max_queued`] entries.
	fn unstick_track(track: TrackId) -> QueueRepair;

	/// Most entries of a queue.
	fn max_queued() -> u32;

	/// Whether late swings work on a track: a confirm period is at most a quarter of the decision period, and the thresholds do
	/// not move in the second half of it. For tests of the runtime.
	///
	/// # Errors
	///
	/// What is wrong.
	fn check_track(track: TrackId) -> Result<(), &'static str>;
}

/// Decision deposits of polls. [`crate::OverReferenda`] is `pallet_referenda`.
pub trait DecisionDeposits<AccountId> {
	/// Places the decision deposit of a poll out of `payer`'s account.
	///
	/// # Errors
	///
	/// Those of the polls and of the ledger.
	fn place(payer: &AccountId, poll: PollIndex) -> DispatchResult;

	/// Gives the decision deposit of a poll that has ended back to whoever placed it.
	///
	/// # Errors
	///
	/// Those of the polls: it was given back already, or slashed.
	fn refund(payer: &AccountId, poll: PollIndex) -> DispatchResult;
}
