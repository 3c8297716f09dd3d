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

/// Most requisitions of one round that are ballots and not closed: each takes 5 % of the shares, and a share is in one only.
pub const MAX_CARRIED: u32 = 20;
/// Parts of a round. Requisitions carried in the same part have the same record date for their ballots, so that few record
/// dates serve many ballots.
pub const SITTINGS: u32 = 5;
/// Most record dates that requisitions of a class take at once: that of the round, and those of the ballots of two rounds.
pub const ROUND_DATES: u32 = 2 * SITTINGS + 1;

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
	/// How long a round lasts, in which requisitions are proposed and signed. If a ballot that holders call ends within such a
	/// time, see [`Self::longest_ballot`], the next round never has to wait.
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
	pub(crate) fn check(&self, epoch_blocks: Block) {
		let lead = self.notice.saturating_add(self.sitting(epoch_blocks));
		assert!(lead <= MAX_LEAD, "no ballot could be called");
		assert!(self.period >= MIN_PERIOD, "a ballot has to last");
		assert!(self.requisition_period > 0, "a requisition has to last");
		assert!(self.execution_window > 0, "a call needs time to run");
	}

	/// The length of a part of a round, in epochs. [`SITTINGS`] of them are longer than the round, so that a round that
	/// begins within an epoch has no more of them either.
	pub fn sitting(&self, epoch_blocks: Block) -> Epoch {
		let round = self.requisition_period.div_ceil(epoch_blocks.max(1)); // never zero
		(round / SITTINGS).saturating_add(1) // below 2^32 / 5 + 2
	}

	/// The record date of a ballot that is called in epoch `now` by a requisition of a round with record date `first`: the
	/// notice after the last epoch of the part of the round. `None` out of range, or before the round.
	pub(crate) fn sitting_date(
		&self,
		first: Epoch,
		now: Epoch,
		epoch_blocks: Block,
	) -> Option<Epoch> {
		let sitting = self.sitting(epoch_blocks);
		let passed = now.checked_sub(first)?.checked_rem(sitting)?;
		let left = sitting.checked_sub(passed)?.checked_sub(1)?;
		now.checked_add(left)?.checked_add(self.notice)
	}

	/// The longest time from the call of a ballot by holders until votes do not count any more, late swings included.
	pub fn longest_ballot(&self, epoch_blocks: Block) -> Block {
		let lead = self.notice.saturating_add(self.sitting(epoch_blocks));
		let swings = (self.period / 4).saturating_mul(2);
		// A bound: out of range it is longer than any round.
		lead.saturating_mul(epoch_blocks).saturating_add(self.period).saturating_add(swings)
	}

	/// The time lock of a kind.
	pub fn delay(&self, kind: Kind) -> Block {
		match kind {
			Kind::Ordinary => self.ordinary_delay,
			Kind::Special => self.special_delay,
		}
	}
}
