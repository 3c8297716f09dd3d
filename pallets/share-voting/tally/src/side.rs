//! The answers to a referendum.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use shareholders_accounting::Answer;

/// What an account answers.
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
pub enum Side {
	/// For the proposal.
	Aye,
	/// Against it.
	Nay,
	/// Neither. Counts for nothing but the turnout that is shown.
	Abstain,
}

/// The choice that stands for aye in a stored vote.
const AYE: u8 = 0;
/// The choice that stands for nay.
const NAY: u8 = 1;

impl From<Side> for Answer {
	fn from(side: Side) -> Self {
		match side {
			Side::Aye => Self::Choice(AYE),
			Side::Nay => Self::Choice(NAY),
			Side::Abstain => Self::Abstain,
		}
	}
}

/// The side of a stored vote. No other choice than aye and nay is ever stored.
impl TryFrom<Answer> for Side {
	type Error = ();

	fn try_from(answer: Answer) -> Result<Self, ()> {
		match answer {
			Answer::Choice(AYE) => Ok(Self::Aye),
			Answer::Choice(NAY) => Ok(Self::Nay),
			Answer::Abstain => Ok(Self::Abstain),
			Answer::Choice(_) => Err(()),
		}
	}
}
