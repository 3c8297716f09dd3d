//! From the accounting's errors to the pallet's: one to one.

use crate::{Config, Error};
use shareholders_accounting::AccountingError;

impl<T: Config> From<AccountingError> for Error<T> {
	fn from(error: AccountingError) -> Self {
		match error {
			AccountingError::NothingOffered => Self::NothingOffered,
			AccountingError::ZeroPrice => Self::ZeroPrice,
			AccountingError::DatesReversed => Self::DatesReversed,
			AccountingError::SupplyTooLarge => Self::SupplyTooLarge,
			AccountingError::NotOpen => Self::NotOpen,
			AccountingError::ZeroAmount => Self::ZeroAmount,
			AccountingError::AboveOffer => Self::AboveOffer,
			AccountingError::BelowReserve => Self::PriceRefused,
			AccountingError::StillOpen => Self::StillOpen,
			AccountingError::Overflow => Self::Overflow,
			// The rest are reasons to refuse dividends, ballots or splits, or impossible here: prices are sorted and counted
			// before they are given to the accounting, and nobody owned more than was eligible.
			_ => Self::Corrupt,
		}
	}
}
