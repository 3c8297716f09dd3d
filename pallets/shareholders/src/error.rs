//! From the accounting's errors to the pallet's: one to one.

use crate::{Config, Error};
use shareholders_accounting::AccountingError;

impl<T: Config> From<AccountingError> for Error<T> {
	fn from(error: AccountingError) -> Self {
		match error {
			AccountingError::SupplyTooLarge => Self::MaximumTooLarge,
			AccountingError::NoEligibleShares => Self::NoEligibleShares,
			AccountingError::ZeroAmount => Self::ZeroAmount,
			AccountingError::TooManyPayouts => Self::TooManyPayouts,
			AccountingError::PayoutExists => Self::PayoutExists,
			AccountingError::UnknownPayout => Self::UnknownPayout,
			AccountingError::LifetimeExceeded => Self::LifetimeExceeded,
			AccountingError::TooManyLumps => Self::TooManyLumps,
			AccountingError::NothingOwed => Self::NothingOwed,
			AccountingError::TooManyExcluded => Self::TooManyExcluded,
			AccountingError::AlreadyExcluded => Self::AlreadyExcluded,
			AccountingError::NotExcluded => Self::NotExcluded,
			AccountingError::TooManyDates => Self::TooManyDates,
			AccountingError::UnknownDate => Self::UnknownDate,
			AccountingError::DateNotReached => Self::DateNotReached,
			AccountingError::DatePassed => Self::DatePassed,
			AccountingError::DateTooFar => Self::DateTooFar,
			AccountingError::DatesReversed => Self::DatesReversed,
			AccountingError::BadRatio => Self::BadRatio,
			AccountingError::SplitRunning => Self::SplitRunning,
			AccountingError::NoSplit => Self::NoSplit,
			AccountingError::NotOpen => Self::AuctionOver,
			AccountingError::BelowReserve => Self::BidTooLow,
			AccountingError::Overflow => Self::Overflow,
			// The rest are reasons to refuse a ballot or an offering. None is asked for here, so one that comes all
			// the same means a contradiction in the records.
			_ => Self::Corrupt,
		}
	}
}
