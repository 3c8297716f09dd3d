//! From the accounting's errors to the pallet's.

use crate::{Config, Error};
use shareholders_accounting::AccountingError;

impl<T: Config> From<AccountingError> for Error<T> {
	fn from(error: AccountingError) -> Self {
		match error {
			AccountingError::BadChoices => Self::BadChoices,
			AccountingError::UnknownChoice => Self::UnknownChoice,
			AccountingError::NoWeight => Self::NoWeight,
			AccountingError::SelfDelegation => Self::SelfDelegation,
			AccountingError::AlreadySigned => Self::AlreadySigned,
			AccountingError::NotSigned => Self::NotSigned,
			AccountingError::NoVote => Self::NotAttached,
			AccountingError::Overflow => Self::Overflow,
			// The rest is asked before the accounting is, or concerns dividends, splits and offerings. One that comes all the
			// same means a contradiction in the records.
			_ => Self::Corrupt,
		}
	}
}
