//! What an account may vote with: the part of the register of shareholders that is asked here.

use shareholders_accounting::Epoch;
use sp_runtime::{DispatchError, DispatchResult};

/// The register of KSI holders. [`crate::KsiRegister`] is `pallet_shareholders`.
pub trait ShareRegister<AccountId> {
	/// The present epoch. The boundary at which it has begun is the record date of the same number.
	fn epoch() -> Epoch;

	/// Adds a reference to a record date: the boundary of the present epoch, or one that is referred to already.
	///
	/// # Errors
	///
	/// The register's own, for instance that it is halted or has as many dates as it can.
	fn reserve(date: Epoch) -> DispatchResult;

	/// Gives a reference back.
	///
	/// # Errors
	///
	/// The register's own.
	fn release(date: Epoch) -> DispatchResult;

	/// The smaller of what an account owned at a live record date and what it owns now, free and held.
	///
	/// # Errors
	///
	/// The register's own.
	fn power(who: &AccountId, date: Epoch) -> Result<u128, DispatchError>;

	/// What an account owned at a live record date, free and held.
	///
	/// # Errors
	///
	/// The register's own.
	fn total_at(who: &AccountId, date: Epoch) -> Result<u128, DispatchError>;

	/// The sum of [`Self::total_at`] over all accounts.
	///
	/// # Errors
	///
	/// The register's own.
	fn eligible_at(date: Epoch) -> Result<u128, DispatchError>;

	/// How many references to a date there are, of this pallet and of others. For checking the state.
	fn references(date: Epoch) -> u32;
}
