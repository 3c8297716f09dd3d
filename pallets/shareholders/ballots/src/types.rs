//! Stored records and their bounds, and what reads answer.

use crate::{Admission, Config, Kind, MAX_CARRIED};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::ConstU32, BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound,
	PartialEqNoBound,
};
use pallet_shareholders::{Balance, CompanyId};
use scale_info::TypeInfo;
use shareholders_accounting::{
	Ballot, BallotTerms, Block, Epoch, Outcome, Requisition, TokenId, Vote,
};

/// The number of a ballot or a requisition, given in rising order and never used again. A requisition that is carried
/// becomes the ballot of the same number.
pub type BallotId = u32;

/// The hash of the text that is voted on, which is published elsewhere.
pub type DocumentHash = [u8; 32];

/// The choice that carries a motion; its call runs if this one wins.
pub const FOR: u8 = 0;

/// What is put to the vote.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	CloneNoBound,
	DebugNoBound,
	EqNoBound,
	PartialEqNoBound,
)]
#[codec(mel_bound(T: Config))]
#[scale_info(skip_type_params(T))]
pub struct Motion<T: Config> {
	/// The hash of its text.
	pub document: DocumentHash,
	/// How many choices there are, 2 to 16. Choice 0 is "for".
	pub choices: u8,
	/// The call that the company's account makes if choice 0 wins, SCALE-encoded.
	pub call: Option<BoundedVec<u8, T::MaxCallLength>>,
}

/// KSI on hold for a record.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct Deposit<AccountId> {
	/// Who paid it and gets it back.
	pub payer: AccountId,
	/// Atoms.
	pub amount: Balance,
}

/// A ballot.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct BallotRecord<AccountId> {
	/// The share class whose holders vote.
	pub class: TokenId,
	/// The company that issues it.
	pub company: CompanyId,
	/// What was found when the motion was put.
	pub admission: Admission,
	/// Whether holders have called it; otherwise the company has.
	pub requisitioned: bool,
	/// The boundary whose totals are the weights. Reserved until the ballot is closed.
	pub record_date: Epoch,
	/// KSI on hold for it, at whoever called it for the company or proposed the requisition. `None` for a ballot of genesis,
	/// and after it was closed.
	pub deposit: Option<Deposit<AccountId>>,
	/// The count.
	pub count: Count,
	/// How far it is.
	pub stage: Stage,
}

/// The count of a ballot.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub enum Count {
	/// Nobody has voted. The eligible shares of the record date are asked for with the first vote.
	Awaited(BallotTerms),
	/// Somebody has voted, or it is closed.
	Begun(Ballot),
}

impl Count {
	/// The rules.
	pub fn terms(&self) -> &BallotTerms {
		match self {
			Self::Awaited(terms) => terms,
			Self::Begun(ballot) => &ballot.terms,
		}
	}

	/// The first block in which votes do not count, late swings included.
	pub fn closes(&self) -> Block {
		match self {
			Self::Awaited(terms) => terms.closes,
			Self::Begun(ballot) => ballot.closes,
		}
	}
}

/// How far a ballot is.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
	/// Announced, or open, or over and not closed.
	Open,
	/// Closed with this outcome; there is no call to run.
	Closed(Outcome),
	/// Choice 0 has won, and its call may run.
	Passed(Window),
	/// Its call is running. Only ever seen by that call.
	Executing(Window),
	/// Its call has run.
	Executed,
	/// Its call never ran and never will.
	Void,
}

impl Stage {
	/// Whether nothing can come of the ballot any more.
	pub fn is_finished(&self, now: Block) -> bool {
		match self {
			Self::Open | Self::Executing(_) => false,
			Self::Passed(window) => now > window.void_after,
			Self::Closed(_) | Self::Executed | Self::Void => true,
		}
	}
}

/// When a call may run.
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
)]
pub struct Window {
	/// The first block.
	pub executable_from: Block,
	/// The last block.
	pub void_after: Block,
}

/// A requisition that can be signed, or waits to be closed.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct RequisitionRecord<AccountId> {
	/// The share class whose holders sign, and vote if it is carried.
	pub class: TokenId,
	/// The company that issues it.
	pub company: CompanyId,
	/// What was found when the motion was put.
	pub admission: Admission,
	/// The round that it belongs to.
	pub round: BallotId,
	/// The boundary whose totals are the weights of signatures. Reserved by the round.
	pub record_date: Epoch,
	/// KSI on hold at the proposer.
	pub deposit: Deposit<AccountId>,
	/// The signatures.
	pub count: Requisition,
}

/// A round of requisitions of one class: the time in which holders sign with what they owned at one boundary.
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
)]
pub struct Round {
	/// The number of the requisition that it began with.
	pub number: BallotId,
	/// The boundary whose totals are the weights of signatures. Reserved until the round has ended.
	pub record_date: Epoch,
	/// The first block in which nothing of the round can be signed any more.
	pub closes: Block,
}

/// The signature of an account in a round.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
	/// What it has signed. It can sign another after that has ended, or the ballot that came of it was closed.
	pub requisition: BallotId,
	/// What it owned at the record date of the round, in shares.
	pub weight: u128,
}

/// How a requisition ended.
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
)]
pub enum RequisitionEnd {
	/// Its signatures suffice; it is a ballot now.
	Carried,
	/// Its period was over.
	Lapsed,
	/// All places were taken, and somebody with more shares than had signed it needed one.
	Replaced,
}

/// What is before the holders of one class.
#[derive(
	Encode,
	Decode,
	TypeInfo,
	MaxEncodedLen,
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	EqNoBound,
	PartialEqNoBound,
)]
#[codec(mel_bound(T: Config))]
#[scale_info(skip_type_params(T))]
pub struct Agenda<T: Config> {
	/// Ballots that the company has called and that are not closed.
	pub called: BoundedVec<BallotId, T::MaxBallots>,
	/// Ballots of the present round, or the last one, that are not closed.
	pub requisitioned: BoundedVec<BallotId, ConstU32<MAX_CARRIED>>,
	/// Ballots of the round before that are not closed.
	pub earlier: BoundedVec<BallotId, ConstU32<MAX_CARRIED>>,
	/// Requisitions that have not ended, those of a round that is over included.
	pub requisitions: BoundedVec<BallotId, T::MaxRequisitions>,
	/// The round that runs, or is over and has not been ended.
	pub round: Option<Round>,
}

impl<T: Config> Agenda<T> {
	/// Takes a number off whatever list it is on.
	pub(crate) fn remove(&mut self, id: BallotId) {
		// Each is bounded by its own limit.
		self.called.retain(|other| *other != id);
		self.requisitioned.retain(|other| *other != id);
		self.earlier.retain(|other| *other != id);
		self.requisitions.retain(|other| *other != id);
	}

	/// Whether a requisition of the present round can still be signed, or the ballot that came of it is not closed.
	pub(crate) fn is_backed(&self, id: BallotId) -> bool {
		self.requisitions.contains(&id) || self.requisitioned.contains(&id)
	}

	/// Whether nothing is before the holders.
	pub fn is_empty(&self) -> bool {
		self.called.is_empty()
			&& self.requisitioned.is_empty()
			&& self.earlier.is_empty()
			&& self.requisitions.is_empty()
			&& self.round.is_none()
	}
}

/// A ballot in a runtime.
pub type BallotRecordOf<T> = BallotRecord<<T as frame_system::Config>::AccountId>;
/// A requisition in a runtime.
pub type RequisitionRecordOf<T> = RequisitionRecord<<T as frame_system::Config>::AccountId>;
/// A vote in a runtime.
pub type VoteOf<T> = Vote<<T as frame_system::Config>::AccountId>;

/// A motion as reads answer it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct MotionInfo {
	/// The hash of its text.
	pub document: DocumentHash,
	/// How many choices there are; choice 0 is "for".
	pub choices: u8,
	/// The call that runs if choice 0 wins, SCALE-encoded.
	pub call: Option<Vec<u8>>,
}

/// How far a ballot is, as of the present block.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotStage {
	/// Not open yet.
	Announced,
	/// Votes count.
	Voting,
	/// Votes do not count any more; anybody may close it.
	AwaitingClose,
	/// Closed; there is no call to run.
	Closed,
	/// Passed; its call has to wait.
	TimeLocked,
	/// Passed; anybody may have its call run.
	Executable,
	/// Its call has run.
	Executed,
	/// Passed; its call never ran and never will.
	Void,
}

/// A ballot as reads answer it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct BallotInfo {
	/// Its number.
	pub id: BallotId,
	/// The share class whose holders vote.
	pub class: TokenId,
	/// The company.
	pub company: CompanyId,
	/// What is voted on.
	pub motion: MotionInfo,
	/// How much agreement it needs.
	pub kind: Kind,
	/// Whether holders have called it.
	pub requisitioned: bool,
	/// How far it is.
	pub stage: BallotStage,
	/// The boundary whose totals are the weights.
	pub record_date: Epoch,
	/// The first block in which votes count.
	pub opens: Block,
	/// The first block in which they do not, late swings included.
	pub closes: Block,
	/// Eligible shares at the record date. `None` before it, and if it was closed without any.
	pub base: Option<u128>,
	/// Weight by choice.
	pub weights: Vec<u128>,
	/// Weight of those who abstain.
	pub abstain: u128,
	/// How it stands or ended.
	pub outcome: Outcome,
	/// The first block in which its call can run, once it has passed.
	pub executable_from: Option<Block>,
	/// The last block in which its call can run, once it has passed.
	pub void_after: Option<Block>,
}

/// A requisition as reads answer it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct RequisitionInfo<AccountId> {
	/// Its number, and that of the ballot it may become.
	pub id: BallotId,
	/// The share class whose holders sign.
	pub class: TokenId,
	/// The company.
	pub company: CompanyId,
	/// What is to be voted on.
	pub motion: MotionInfo,
	/// How much agreement the ballot will need.
	pub kind: Kind,
	/// Who proposed it and has paid the deposit.
	pub proposer: AccountId,
	/// The boundary whose totals are the weights of signatures.
	pub record_date: Epoch,
	/// Eligible shares at that date.
	pub base: u128,
	/// The weight of all who have signed.
	pub signed: u128,
	/// The weight at which it is carried, in shares.
	pub needed: u128,
	/// The first block in which it cannot be signed any more.
	pub closes: Block,
}

/// What an account has to say in a ballot.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct VotingPower<AccountId> {
	/// What it owned at the record date. `None` before that date, and after the ballot was closed if it has not voted.
	pub weight: Option<u128>,
	/// Its vote, own or attached.
	pub vote: Option<Vote<AccountId>>,
	/// Its delegate in this company.
	pub delegate: Option<AccountId>,
}
