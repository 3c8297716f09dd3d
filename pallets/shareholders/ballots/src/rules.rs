//! The rules of ballots: how much agreement each kind needs, and the times, fixed at genesis.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use shareholders_accounting::{BallotTerms, Block, Epoch, MAX_LEAD, MIN_PERIOD};

/// The least part of the eligible shares that must answer an ordinary ballot: 10 %.
pub const ORDINARY_QUORUM_PPM: u32 = 100_000;
/// An ordinary ballot is won with more than this part of all choices: 50 %.
pub const ORDINARY_THRESHOLD_PPM: u32 = 500_000;
/// The least part of the eligible shares that must answer a special ballot: 25 %.
pub const SPECIAL_QUORUM_PPM: u32 = 250_000;
/// A special ballot is won with at least this part of all choices: 75 %.
pub const SPECIAL_THRESHOLD_PPM: u32 = 750_000;

/// How much agreement a motion needs.
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
pub enum Kind {
	/// A text, or a call on the ordinary list: 10 % answer, more than 50 % of the choices.
	Ordinary,
	/// Every other call: 25 % answer, at least 75 % of the choices.
	Special,
}

impl Kind {
	/// The rules of a ballot of this kind.
	pub fn terms(self, choices: u8, opens: Block, closes: Block) -> BallotTerms {
		let (quorum_ppm, threshold_ppm, above) = match self {
			Self::Ordinary => (ORDINARY_QUORUM_PPM, ORDINARY_THRESHOLD_PPM, true),
			Self::Special => (SPECIAL_QUORUM_PPM, SPECIAL_THRESHOLD_PPM, false),
		};
		BallotTerms { choices, quorum_ppm, threshold_ppm, above, opens, closes }
	}
}

/// What was found of a motion when it was put.
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
pub struct Admission {
	/// How much agreement it needs.
	pub kind: Kind,
	/// The version of the encoding of calls that its call is written in; `None` if it has no call. Under another version
	/// the same bytes may mean another call, which nobody has voted for.
	pub call_version: Option<u32>,
}

/// The times of ballots, in blocks if nothing else is said. Fixed at genesis.
#[derive(
	Encode,
	Decode,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Serialize,
	Deserialize,
)]
pub struct BallotRules {
	/// Epochs from the call of a ballot to its record date, at which it opens.
	pub notice: Epoch,
	/// How long votes count, at least [`MIN_PERIOD`]. A late swing adds up to two quarters.
	pub period: Block,
	/// How long a requisition can be signed.
	pub requisition_period: Block,
	/// From the close of an ordinary ballot until its call may run.
	pub ordinary_delay: Block,
	/// From the close of a special ballot until its call may run.
	pub special_delay: Block,
	/// How long the call may then run.
	pub execution_window: Block,
}

/// Blocks of a day, at 2 s a block.
const DAY: Block = 43_200;

/// 3 days of notice in epochs of an hour, 5 days to vote, 14 days to sign, 1 day and 7 days of delay, 7 days to run.
impl Default for BallotRules {
	fn default() -> Self {
		let days = |number: Block| number.saturating_mul(DAY);
		Self {
			notice: 72,
			period: days(5),
			requisition_period: days(14),
			ordinary_delay: days(1),
			special_delay: days(7),
			execution_window: days(7),
		}
	}
}

impl BallotRules {
	/// Impossible times end the building of a genesis.
	pub(crate) fn check(&self) {
		assert!(self.notice <= MAX_LEAD, "no ballot could be called");
		assert!(self.period >= MIN_PERIOD, "a ballot has to last");
		assert!(self.requisition_period > 0, "a requisition has to last");
		assert!(self.execution_window > 0, "a call needs time to run");
	}

	/// The time lock of a kind.
	pub fn delay(&self, kind: Kind) -> Block {
		match kind {
			Kind::Ordinary => self.ordinary_delay,
			Kind::Special => self.special_delay,
		}
	}
}
