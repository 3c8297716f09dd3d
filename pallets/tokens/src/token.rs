//! The details of a token on their way through an operation.

use crate::{
	key::Key, Asset, AssetDetailsOf, AssetStatus, Balance, Config, Error, ExistenceReason,
	ReasonOf, Role, TokenId,
};
use frame_support::{ensure, storage::generator::StorageMap};
use frame_system::Pallet as System;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TokenError};

/// Details of a token, read once and written back at the end, only if something in them changed.
pub(crate) struct Token<T: Config> {
	pub(crate) id: TokenId,
	key: Key,
	details: AssetDetailsOf<T>,
	changed: bool,
}

impl<T: Config> Token<T> {
	/// For calls: `Error::Unknown` if no token has this id. Id 0 never has one.
	pub(crate) fn load(id: TokenId) -> Result<Self, Error<T>> {
		let key = Key::new(&<Asset<T> as StorageMap<_, _>>::prefix_hash()).hashed(&id);
		let details = key.get().ok_or(Error::<T>::Unknown)?;
		Ok(Self { id, key, details, changed: false })
	}

	/// For the SDK's traits: `TokenError::UnknownAsset` if no token has this id.
	pub(crate) fn known(id: TokenId) -> Result<Self, DispatchError> {
		Self::load(id).map_err(|_| TokenError::UnknownAsset.into())
	}

	pub(crate) fn details(&self) -> &AssetDetailsOf<T> {
		&self.details
	}

	/// Marks the details as changed, so that they are written back.
	pub(crate) fn details_mut(&mut self) -> &mut AssetDetailsOf<T> {
		self.changed = true;
		&mut self.details
	}

	/// Writes the details back if they changed.
	pub(crate) fn save(&mut self) {
		if self.changed {
			self.key.put(&self.details);
			self.changed = false;
		}
	}

	pub(crate) fn is_live(&self) -> bool {
		self.details.status == AssetStatus::Live
	}

	pub(crate) fn is_destroying(&self) -> bool {
		self.details.status == AssetStatus::Destroying
	}

	pub(crate) fn is_splitting(&self) -> bool {
		self.details.status == AssetStatus::Splitting
	}

	pub(crate) fn ensure_live(&self) -> Result<(), Error<T>> {
		self.ensure_not_splitting()?;
		ensure!(self.is_live(), Error::<T>::AssetNotLive);
		Ok(())
	}

	/// For what changes a total, the supply or its limit: each account is converted once, as it was when the split began.
	pub(crate) fn ensure_not_splitting(&self) -> Result<(), Error<T>> {
		ensure!(!self.is_splitting(), Error::<T>::BeingSplit);
		Ok(())
	}

	pub(crate) fn ensure_not_destroying(&self) -> Result<(), Error<T>> {
		ensure!(!self.is_destroying(), Error::<T>::IncorrectStatus);
		Ok(())
	}

	/// `NoPermission` unless `who` stands in the field of `role`; `RoleRenounced` if it was given up.
	pub(crate) fn ensure_role(&self, role: Role, who: &T::AccountId) -> Result<(), Error<T>> {
		ensure!(self.details.holder_of(role) == who, Error::<T>::NoPermission);
		ensure!(!self.details.renounced.contains(role), Error::<T>::RoleRenounced);
		Ok(())
	}

	/// Adds to the supply, within the authorised maximum.
	pub(crate) fn mint_supply(&mut self, amount: Balance) -> DispatchResult {
		let supply = self.details.supply.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		ensure!(supply <= self.details.maximum(), Error::<T>::AboveAuthorisedMaximum);
		if amount > 0 {
			self.details_mut().supply = supply;
		}
		Ok(())
	}

	/// Takes from the supply.
	pub(crate) fn burn_supply(&mut self, amount: Balance) -> DispatchResult {
		let supply = self.details.supply.checked_sub(amount).ok_or(ArithmeticError::Underflow)?;
		if amount > 0 {
			self.details_mut().supply = supply;
		}
		Ok(())
	}

	/// What a record rests on that comes into being by receiving tokens.
	pub(crate) fn reason_by_receiving(&self) -> ReasonOf<T> {
		if self.details.is_sufficient {
			ExistenceReason::Sufficient
		} else {
			ExistenceReason::Consumer
		}
	}

	/// Counts a new record and takes the reference that it rests on.
	pub(crate) fn open_account(
		&mut self,
		who: &T::AccountId,
		reason: &ReasonOf<T>,
	) -> DispatchResult {
		let accounts = self.details.accounts.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		match reason {
			ExistenceReason::Consumer => {
				System::<T>::inc_consumers(who).map_err(|_| TokenError::CannotCreate)?;
			}
			ExistenceReason::Sufficient => {
				let sufficients =
					self.details.sufficients.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				System::<T>::inc_sufficients(who);
				self.details_mut().sufficients = sufficients;
			}
			ExistenceReason::DepositHeld(_)
			| ExistenceReason::DepositFrom(..)
			| ExistenceReason::DepositRefunded => {}
		}
		self.details_mut().accounts = accounts;
		Ok(())
	}

	/// Counts a new record that rests on a consumer reference, beyond the number of these that the runtime allows.
	pub(crate) fn open_account_unlimited(&mut self, who: &T::AccountId) -> DispatchResult {
		let accounts = self.details.accounts.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		System::<T>::inc_consumers_without_limit(who).map_err(|_| TokenError::CannotCreate)?;
		self.details_mut().accounts = accounts;
		Ok(())
	}

	/// Uncounts a record that goes and returns the reference it rested on. Deposits are the caller's.
	pub(crate) fn close_account(
		&mut self,
		who: &T::AccountId,
		reason: &ReasonOf<T>,
	) -> DispatchResult {
		let accounts = self.details.accounts.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
		match reason {
			ExistenceReason::Consumer => System::<T>::dec_consumers(who),
			ExistenceReason::Sufficient => {
				let sufficients =
					self.details.sufficients.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
				System::<T>::dec_sufficients(who);
				self.details_mut().sufficients = sufficients;
			}
			ExistenceReason::DepositHeld(_)
			| ExistenceReason::DepositFrom(..)
			| ExistenceReason::DepositRefunded => {}
		}
		self.details_mut().accounts = accounts;
		Ok(())
	}
}
