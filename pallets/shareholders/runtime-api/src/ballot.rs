//! Ballots and requisitions.

use crate::CompanyId;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use shareholders_accounting::{Block, Epoch, Outcome, TokenId, Vote};

/// The number of a ballot or a requisition. A requisition that is carried becomes the ballot of the same number.
pub type BallotId = u32;

/// What is put to the vote.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct MotionInfo {
	/// The hash of its text.
	pub document: [u8; 32],
	/// How many choices there are, 2 to 16. Choice 0 is "for".
	pub choices: u8,
	/// The call that runs if choice 0 wins, SCALE-encoded.
	pub call: Option<Vec<u8>>,
}

/// A ballot and its count. Weights are atoms of the class at the record date.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct BallotInfo {
	/// Its number.
	pub id: BallotId,
	/// The class whose holders vote.
	pub class: TokenId,
	/// The company of the class.
	pub company: CompanyId,
	/// What is put to the vote.
	pub motion: MotionInfo,
	/// Which majority it needs.
	pub kind: BallotKind,
	/// Where it stands.
	pub status: BallotStatus,
	/// Whether holders have called it; otherwise the company has.
	pub requisitioned: bool,
	/// The epoch at whose beginning totals count.
	pub record_date: Epoch,
	/// The first block in which votes count.
	pub opens: Block,
	/// The first block in which they do not, late swings included.
	pub closes: Block,
	/// Eligible shares at the record date; `None` before it, and if it was closed without any.
	pub base: Option<u128>,
	/// Weight by choice.
	pub weights: Vec<u128>,
	/// Weight of those who abstain.
	pub abstain: u128,
	/// The least part of `base` that must answer, in parts per million.
	pub quorum_ppm: u32,
	/// The part of all choices, abstentions left out, that the winner needs, in parts per million.
	pub threshold_ppm: u32,
	/// Whether the winner needs more than the threshold.
	pub above: bool,
	/// How it stands, or ended.
	pub outcome: Outcome,
	/// The first block in which its call may run, once it has passed.
	pub executable_from: Option<Block>,
	/// The last block in which its call may run, once it has passed.
	pub executable_until: Option<Block>,
}

/// Which majority a ballot needs.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotKind {
	/// A text, or a call on the list of ordinary ones: more than half.
	Ordinary,
	/// Every other call: three quarters.
	Special,
}

/// Where a ballot stands.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotStatus {
	/// Votes do not count yet.
	Announced,
	/// Votes count.
	Open,
	/// Its time is over and anybody may close it.
	Ended,
	/// Closed, with nothing to run: a text, or the motion was lost.
	Closed,
	/// Its motion was carried and its call has to wait.
	TimeLocked,
	/// Its motion was carried and anybody may have its call run.
	Executable,
	/// Its call has run.
	Executed,
	/// Its call never ran and never will.
	Void,
}

/// A requisition: holders who call a ballot themselves.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct RequisitionInfo<AccountId> {
	/// Its number, and that of the ballot it may become.
	pub id: BallotId,
	/// The class whose holders sign.
	pub class: TokenId,
	/// The company of the class.
	pub company: CompanyId,
	/// What would be put to the vote.
	pub motion: MotionInfo,
	/// Which majority the ballot would need.
	pub kind: BallotKind,
	/// Who proposed it and pays its deposit.
	pub proposer: AccountId,
	/// The epoch at whose beginning totals count.
	pub record_date: Epoch,
	/// Eligible shares at the record date.
	pub base: u128,
	/// The weight of those who have signed.
	pub signed: u128,
	/// The weight at which the ballot is called.
	pub needed: u128,
	/// The first block in which it cannot be signed any more: the end of its round.
	pub closes: Block,
}

/// What an account can do, and has done, about a requisition.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
	/// Its weight at the record date.
	pub weight: u128,
	/// Whether it has signed.
	pub signed: bool,
}

/// What an account can do, and has done, in a ballot.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct VotingPower<AccountId> {
	/// Its weight, what it owned at the record date, free and held; `None` before that date, and once the ballot is closed if
	/// it has not voted.
	pub weight: Option<u128>,
	/// What it owns now. Only what counted at the record date votes.
	pub total: u128,
	/// How its weight counts, its own answer or with its delegate; `None` if it does not yet.
	pub vote: Option<Vote<AccountId>>,
	/// Who votes for it where it does not vote itself.
	pub delegate: Option<AccountId>,
}
