//! Why an operation was refused: one variant per reason. Nothing has changed when one of these is returned.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The reason an operation was refused.
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
pub enum AccountingError {
	/// The supply is or would be above [`crate::MAX_SUPPLY`].
	SupplyTooLarge,
	/// No share earns or votes: everything is excluded, or nothing is issued.
	NoEligibleShares,
	/// The amount is zero.
	ZeroAmount,
	/// The class has as many payout tokens as [`crate::MAX_PAYOUTS`] allows.
	TooManyPayouts,
	/// The class pays in this token already.
	PayoutExists,
	/// The class does not pay in this token.
	UnknownPayout,
	/// More than [`crate::MAX_LIFETIME`] would have been paid in over the life of the class.
	LifetimeExceeded,
	/// As many dated dividends wait as [`crate::MAX_LUMPS`] allows.
	TooManyLumps,
	/// Nothing is claimable.
	NothingOwed,
	/// As many accounts are excluded as [`crate::MAX_EXCLUDED`] allows.
	TooManyExcluded,
	/// The account is excluded already.
	AlreadyExcluded,
	/// The account is not excluded.
	NotExcluded,
	/// The class has as many live record dates as [`crate::MAX_DATES`] allows.
	TooManyDates,
	/// No such record date is live.
	UnknownDate,
	/// The record date is still to come.
	DateNotReached,
	/// The date lies in the past, where totals are no longer known.
	DatePassed,
	/// The date lies too far ahead, or the stream is too long.
	DateTooFar,
	/// A date comes before one it has to follow.
	DatesReversed,
	/// A side of the ratio is zero or above [`crate::MAX_RATIO`], or nothing would change.
	BadRatio,
	/// A split is being carried out: rights rest until it is finished.
	SplitRunning,
	/// No split is being carried out.
	NoSplit,
	/// Some holders have not been converted yet, or the fractions do not add up.
	SplitUnfinished,
	/// The split left no fractions, or they have been paid for.
	NoFractions,
	/// A ballot has 2 to [`crate::MAX_CHOICES`] choices.
	BadChoices,
	/// A quorum or threshold is above the whole.
	BadThreshold,
	/// The period is shorter than [`crate::MIN_PERIOD`], or ends before it begins.
	BadPeriod,
	/// It is too early or too late for this.
	NotOpen,
	/// The period is not over.
	StillOpen,
	/// The ballot has no such choice.
	UnknownChoice,
	/// The account had no eligible share at the record date.
	NoWeight,
	/// More would be counted than there were eligible shares at the record date.
	AboveEligible,
	/// The account has cast no vote and has none attached.
	NoVote,
	/// The account's vote is counted already, its own or through a delegate.
	AlreadyCounted,
	/// The delegate has not voted.
	DelegateHasNotVoted,
	/// An account cannot be its own delegate.
	SelfDelegation,
	/// The account has signed already.
	AlreadySigned,
	/// The account has not signed.
	NotSigned,
	/// Nothing is offered.
	NothingOffered,
	/// The price is zero.
	ZeroPrice,
	/// The bid is below the lowest price accepted, or not far enough above the highest one.
	BelowReserve,
	/// More is asked for than is offered, or more rights are used than there are.
	AboveOffer,
	/// Price levels must come from the highest to the lowest, each once.
	LevelsUnsorted,
	/// The offering has as many price levels as [`crate::MAX_LEVELS`] allows.
	TooManyLevels,
	/// A number left its range. The bounds named in the crate make this impossible.
	Overflow,
	/// The records contradict each other.
	Corrupt,
}

/// `Ok` if the condition holds.
pub(crate) fn ensure(holds: bool, otherwise: AccountingError) -> Result<(), AccountingError> {
	if holds {
		Ok(())
	} else {
		Err(otherwise)
	}
}
