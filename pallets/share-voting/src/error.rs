//! From the errors of counting to the pallet's.

use crate::{Config, Error};
use shareholders_accounting::AccountingError;

impl<T: Config> From<AccountingError> for Error<T> {
	fn from(error: AccountingError) -> Self {
		match error {
			AccountingError::NoEligibleShares => Self::NoEligibleShares,
			AccountingError::NoWeight => Self::NoWeight,
			AccountingError::NoVote => Self::NotAttached,
			AccountingError::SelfDelegation => Self::SelfDelegation,
			AccountingError::Overflow => Self::Overflow,
			// The rest is asked before, or concerns dividends, splits and offerings. One that comes all the same means a
			// contradiction in the records.
			_ => Self::Corrupt,
		}
	}
}
