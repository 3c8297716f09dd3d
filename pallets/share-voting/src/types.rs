//! Stored records and what reads answer.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use share_voting_tally::{Side, Swing};
use shareholders_accounting::{Block, Epoch, Vote};
use sp_runtime::Perbill;

/// The number of a poll: that of its referendum.
pub type PollIndex = u32;
/// The number of a track.
pub type TrackId = u16;

/// What is known here of a poll.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollRecord {
	/// Its track.
	pub track: TrackId,
	/// The boundary whose totals are the weights. Referred to in the register until the poll is closed. Taken anew when the
	/// first vote follows on signatures.
	pub record_date: Epoch,
	/// Eligible at that date.
	#[codec(compact)]
	pub base: u128,
	/// The weight of those who want the decision deposit placed for the poll, at the date at which they have signed.
	#[codec(compact)]
	pub signed: u128,
	/// Whether the fund has placed the decision deposit.
	pub funded: bool,
	/// How far it is.
	pub stage: RecordStage,
}

/// How far a poll is here.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordStage {
	/// It has signatures and no votes.
	Signing,
	/// Its record date is fixed and votes count, as long as it is being decided.
	Voting(Swing),
	/// It has ended and its record date is released; what is left of it can be cleared.
	Closed,
}

/// Where a delegate votes for somebody.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum Scope {
	/// On every track for which nobody else is named.
	All,
	/// On this track.
	Track(TrackId),
}

/// The daily record date.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DailyDate {
	/// The latest daily boundary, to which this pallet has a reference. `None` before the first.
	pub date: Option<Epoch>,
	/// The epoch in which the next is taken.
	pub next: Epoch,
}

/// A vote in a runtime. Choice 0 is aye and choice 1 nay.
pub type VoteOf<T> = Vote<<T as frame_system::Config>::AccountId>;

/// A vote as reads answer it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum VoteInfo<AccountId> {
	/// The account has voted itself.
	Own {
		/// Its answer.
		side: Side,
		/// Its own weight.
		weight: u128,
		/// The weight of those who follow it.
		attached: u128,
	},
	/// It follows a delegate.
	Attached {
		/// Who that is.
		delegate: AccountId,
		/// Its weight.
		weight: u128,
	},
}

/// What an account has to say in a poll.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Power<AccountId> {
	/// The record date that counts, or would if it were fixed now. `None` if there is none yet, or not any more.
	pub record_date: Option<Epoch>,
	/// What a vote or a poke now would weigh.
	pub weight: Option<u128>,
	/// Its vote.
	pub vote: Option<VoteInfo<AccountId>>,
	/// What it has signed with for the decision deposit.
	pub signed: Option<u128>,
	/// Who votes for it on the track of the poll, if it does not itself.
	pub delegate: Option<AccountId>,
}

/// How far a poll is, as reads answer it.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageInfo {
	/// Not being decided yet.
	Preparing {
		/// Whether the decision deposit was placed.
		deposit: bool,
	},
	/// Being decided.
	Deciding {
		/// When the decision began, extensions included.
		since: Block,
		/// When it ends if the poll does not pass then.
		ends: Block,
		/// When the poll is approved if it goes on passing.
		confirming: Option<Block>,
		/// Whether it passes now.
		passing: bool,
	},
	/// Ended.
	Ended,
}

/// A poll as reads answer it. Weights are in atoms of KSI.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollInfo {
	/// Its number.
	pub poll: PollIndex,
	/// Its track.
	pub track: TrackId,
	/// Whether votes on it are taken at all: what it would do lies in its record.
	pub votable: bool,
	/// How far it is.
	pub stage: StageInfo,
	/// Its record date, once fixed.
	pub record_date: Option<Epoch>,
	/// Eligible at that date.
	pub base: u128,
	/// For it. 0 after it has ended, when its record is gone.
	pub ayes: u128,
	/// Against it.
	pub nays: u128,
	/// Neither.
	pub abstain: u128,
	/// Ayes among ayes and nays.
	pub approval: Perbill,
	/// Ayes among the base.
	pub support: Perbill,
	/// How often a late swing has put it off.
	pub extensions: u8,
	/// The weight of signatures for the decision deposit.
	pub signed: u128,
	/// The weight at which the fund places it, if somebody has signed.
	pub signatures_needed: Option<u128>,
	/// Whether the fund has placed it.
	pub funded: bool,
}
