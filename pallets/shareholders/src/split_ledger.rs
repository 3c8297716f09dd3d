//! What a split needs of the ledger and of whoever has tokens on hold.

use frame_support::dispatch::DispatchResult;
use pallet_tokens::{Asset, AssetStatus};
use shareholders_accounting::{Ratio, TokenId};
use sp_runtime::DispatchError;

/// A ledger that can stand still and convert its accounts: `pallet_tokens`.
pub trait SplitLedger<AccountId> {
	/// Why tokens are on hold.
	type Reason;

	/// Whether the token is in normal use.
	fn is_live(token: TokenId) -> bool;

	/// Whether the token stands still while its accounts are converted.
	fn is_splitting(token: TokenId) -> bool;

	/// See [`pallet_tokens::Pallet::begin_conversion`].
	///
	/// # Errors
	///
	/// If the token cannot stand still now, or `maximum` is below its supply.
	fn begin_conversion(token: TokenId, maximum: u128) -> DispatchResult;

	/// The account whose record follows that of `last`; the first for `None`.
	fn account_after(token: TokenId, last: Option<&AccountId>) -> Option<AccountId>;

	/// Whether a walk that has come to `last` is past `who`.
	fn is_walked(token: TokenId, who: &AccountId, last: &AccountId) -> bool;

	/// See [`pallet_tokens::Pallet::convert_account`].
	///
	/// # Errors
	///
	/// If the token does not stand still, the account is not there, or its holds exceed `total`.
	fn convert_account(
		token: TokenId,
		who: &AccountId,
		total: u128,
		held: impl FnMut(&Self::Reason, u128) -> Result<u128, DispatchError>,
	) -> DispatchResult;

	/// See [`pallet_tokens::Pallet::convert_next_approval`].
	///
	/// # Errors
	///
	/// If the token does not stand still.
	fn convert_next_approval(
		token: TokenId,
		last: Option<&(AccountId, AccountId)>,
		scale: impl FnOnce(u128) -> u128,
	) -> Result<Option<(AccountId, AccountId)>, DispatchError>;

	/// See [`pallet_tokens::Pallet::end_conversion`].
	///
	/// # Errors
	///
	/// If the token does not stand still, or the supply would be above `maximum`.
	fn end_conversion(
		token: TokenId,
		pot: &AccountId,
		amount: u128,
		min_balance: u128,
		maximum: u128,
	) -> DispatchResult;

	/// See [`pallet_tokens::Pallet::hand_out`].
	///
	/// # Errors
	///
	/// If the token is being split or destroyed, or `to` does not exist.
	fn hand_out(token: TokenId, pot: &AccountId, to: &AccountId) -> Result<u128, DispatchError>;
}

impl<T: pallet_tokens::Config> SplitLedger<T::AccountId> for pallet_tokens::Pallet<T> {
	type Reason = T::RuntimeHoldReason;

	fn is_live(token: TokenId) -> bool {
		Asset::<T>::get(token).is_some_and(|details| details.status == AssetStatus::Live)
	}

	fn is_splitting(token: TokenId) -> bool {
		Asset::<T>::get(token).is_some_and(|details| details.status == AssetStatus::Splitting)
	}

	fn begin_conversion(token: TokenId, maximum: u128) -> DispatchResult {
		Self::begin_conversion(token, maximum)
	}

	fn account_after(token: TokenId, last: Option<&T::AccountId>) -> Option<T::AccountId> {
		Self::account_after(token, last)
	}

	fn is_walked(token: TokenId, who: &T::AccountId, last: &T::AccountId) -> bool {
		Self::is_walked(token, who, last)
	}

	fn convert_account(
		token: TokenId,
		who: &T::AccountId,
		total: u128,
		held: impl FnMut(&Self::Reason, u128) -> Result<u128, DispatchError>,
	) -> DispatchResult {
		Self::convert_account(token, who, total, held)
	}

	fn convert_next_approval(
		token: TokenId,
		last: Option<&(T::AccountId, T::AccountId)>,
		scale: impl FnOnce(u128) -> u128,
	) -> Result<Option<(T::AccountId, T::AccountId)>, DispatchError> {
		Self::convert_next_approval(token, last, scale)
	}

	fn end_conversion(
		token: TokenId,
		pot: &T::AccountId,
		amount: u128,
		min_balance: u128,
		maximum: u128,
	) -> DispatchResult {
		Self::end_conversion(token, pot, amount, min_balance, maximum)
	}

	fn hand_out(
		token: TokenId,
		pot: &T::AccountId,
		to: &T::AccountId,
	) -> Result<u128, DispatchError> {
		Self::hand_out(token, pot, to)
	}
}

/// What becomes of tokens on hold when their owner is converted.
pub trait SplitHolds<AccountId, Reason> {
	/// Atoms that stay on hold for `reason` instead of `held`; all holds together must not exceed the new total. Whoever
	/// keeps records of what is on hold converts those of this account here, once.
	///
	/// For open orders this is exact: lots and ticks that would not divide have been taken out before.
	///
	/// # Errors
	///
	/// None that a consistent state can give: the split would stop at this account.
	fn convert(
		token: TokenId,
		who: &AccountId,
		ratio: Ratio,
		reason: &Reason,
		held: u128,
	) -> Result<u128, DispatchError>;
}

/// In proportion, rounded down.
impl<AccountId, Reason> SplitHolds<AccountId, Reason> for () {
	fn convert(
		_: TokenId,
		_: &AccountId,
		ratio: Ratio,
		_: &Reason,
		held: u128,
	) -> Result<u128, DispatchError> {
		let (whole, _) = ratio.apply(held).map_err(|_| DispatchError::Corruption)?;
		Ok(whole)
	}
}
