//! Ballots, requisitions, and an account's part in them.

use serde::{Deserialize, Serialize};

/// A ballot and what an account can do in it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct OwnBallot {
	/// The ballot.
	#[serde(flatten)]
	pub ballot: Ballot,
	/// The account's part.
	pub own: Power,
}

/// A requisition and what an account can do about it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct OwnRequisition {
	/// The requisition.
	#[serde(flatten)]
	pub requisition: Requisition,
	/// The account's part.
	pub own: Signature,
}

/// A signature under a requisition, or the place for it.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Signature {
	/// The account's weight.
	pub weight: String,
	/// Whether it has signed.
	pub signed: bool,
}

/// What an account can do, and has done, in a ballot.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Power {
	/// What it owned at the record date, which is what votes; `null` before that date, and once the ballot is closed if it has
	/// not voted.
	pub weight: Option<String>,
	/// What it owns now.
	pub total: String,
	/// How its weight counts; `null` if it does not yet.
	pub vote: Option<Vote>,
	/// Who votes for it where it does not vote itself.
	pub delegate: Option<String>,
}

/// How an account's weight counts in a ballot.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Vote {
	/// `own`, or `delegate` where the weight follows somebody else's answer.
	pub by: String,
	/// Its own answer; `null` where a delegate answers.
	pub answer: Option<Answer>,
	/// The delegate; `null` where it answers itself.
	pub delegate: Option<String>,
	/// Its own weight.
	pub weight: String,
	/// The weight of those who follow it; `null` where it follows.
	pub attached: Option<String>,
}

/// An answer: the number of a choice, or `abstain`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(untagged)]
pub enum Answer {
	/// A choice.
	Choice(u8),
	/// `abstain`.
	Word(String),
}

/// The part of an account in one ballot.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct VotingPower {
	/// The account's address.
	pub account: String,
	/// The ballot.
	pub ballot: u32,
	/// The class whose holders vote.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// Where the ballot stands.
	pub status: String,
	/// The epoch at whose beginning totals count.
	pub record_date: u32,
	/// The block at which it starts.
	pub record_block: u32,
	/// The account's part.
	#[serde(flatten)]
	pub own: Power,
}

/// A ballot and its count.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Ballot {
	/// Its number.
	pub id: u32,
	/// The class whose holders vote.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The company of the class.
	pub company: u32,
	/// The hash of the text that is put to the vote.
	pub document: String,
	/// How many choices there are; 0 is "for".
	pub choices: u8,
	/// The call that runs if choice 0 wins, SCALE-encoded; `null` for a text.
	pub call: Option<String>,
	/// `ordinary` or `special`.
	pub kind: String,
	/// Whether holders have called it; otherwise the company has.
	pub requisitioned: bool,
	/// `announced`, `open`, `ended`, `closed`, `timeLocked`, `executable`, `executed` or `void`.
	pub status: String,
	/// The epoch at whose beginning totals count.
	pub record_date: u32,
	/// The block at which it starts.
	pub record_block: u32,
	/// The first block in which votes count.
	pub opens: u32,
	/// The first block in which they do not.
	pub closes: u32,
	/// Shares that may vote; `null` before the record date, and if it was closed without any.
	pub eligible: Option<String>,
	/// Weight by choice.
	pub weights: Vec<String>,
	/// Weight of those who abstain.
	pub abstain: String,
	/// The part of `eligible` that has answered, 0 to 1, rounded down to six digits; `null` where
	/// `eligible` is.
	pub turnout: Option<String>,
	/// The least part of `eligible` that must answer, in parts per million.
	pub quorum_ppm: u32,
	/// The part of all choices that the winner needs, in parts per million.
	pub threshold_ppm: u32,
	/// Whether it needs more than that.
	pub above: bool,
	/// How it stands or ended: `won`, `noQuorum` or `noMajority`.
	pub outcome: String,
	/// The choice that wins; `null` if none does.
	pub winner: Option<u8>,
	/// The first block in which its call may run; `null` unless it has passed.
	pub executable_from: Option<u32>,
	/// The last block in which its call may run; `null` unless it has passed.
	pub executable_until: Option<u32>,
}

/// Ballots.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Ballots {
	/// By rising number.
	pub ballots: Vec<Ballot>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// A requisition.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Requisition {
	/// Its number.
	pub id: u32,
	/// The class whose holders sign.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The company of the class.
	pub company: u32,
	/// The hash of the text that would be put to the vote.
	pub document: String,
	/// How many choices there would be.
	pub choices: u8,
	/// The call that would run, SCALE-encoded; `null` for a text.
	pub call: Option<String>,
	/// `ordinary` or `special`.
	pub kind: String,
	/// The address of who proposed it.
	pub proposer: String,
	/// The epoch at whose beginning totals count.
	pub record_date: u32,
	/// The block at which it starts.
	pub record_block: u32,
	/// Shares that may sign.
	pub eligible: String,
	/// Weight of those who have signed.
	pub signed: String,
	/// Weight at which the ballot is called.
	pub needed: String,
	/// The first block in which it cannot be signed any more.
	pub closes: u32,
}
