//! Name, symbol and decimals of a token.

use crate::{
	token::Token, Asset, AssetMetadata, AssetMetadataOf, Balance, Config, Error, Event, HoldReason,
	Metadata, Pallet, Role, TokenId,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{fungible::hold::Mutate as _, tokens::Precision::Exact, Get},
	BoundedVec,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

/// Length of an argument for a weight. Any length that does not fit is beyond `StringLimit`.
pub(crate) fn len_u32(bytes: &[u8]) -> u32 {
	u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_metadata(
		id: TokenId,
		owner: &T::AccountId,
		name: Vec<u8>,
		symbol: Vec<u8>,
		decimals: u8,
	) -> DispatchResult {
		let token = Token::<T>::load(id)?;
		token.ensure_role(Role::Owner, owner)?;
		token.ensure_live()?;
		let old = Metadata::<T>::get(id).deposit;
		let new = Self::metadata_deposit(&name, &symbol)?;

		Self::insert_metadata(id, &name, &symbol, decimals, new)?;
		Self::adjust_metadata_deposit(owner, old, new)?;
		Self::deposit_event(Event::MetadataSet {
			asset_id: id,
			name,
			symbol,
			decimals,
			is_frozen: false,
		});
		Ok(())
	}

	pub(crate) fn do_clear_metadata(id: TokenId, owner: &T::AccountId) -> DispatchResult {
		let token = Token::<T>::load(id)?;
		token.ensure_role(Role::Owner, owner)?;
		token.ensure_live()?;
		let metadata = Metadata::<T>::try_get(id).map_err(|()| Error::<T>::NoMetadata)?;
		Self::adjust_metadata_deposit(owner, metadata.deposit, 0)?;
		Metadata::<T>::remove(id);
		Self::deposit_event(Event::MetadataCleared { asset_id: id });
		Ok(())
	}

	/// Writes the entry; `deposit` is already, or about to be, on hold.
	pub(crate) fn insert_metadata(
		id: TokenId,
		name: &[u8],
		symbol: &[u8],
		decimals: u8,
		deposit: Balance,
	) -> DispatchResult {
		ensure!(Asset::<T>::contains_key(id), Error::<T>::Unknown);
		let metadata: AssetMetadataOf<T> = AssetMetadata {
			deposit,
			name: Self::bounded(name)?,
			symbol: Self::bounded(symbol)?,
			decimals,
			is_frozen: false,
		};
		Metadata::<T>::insert(id, metadata);
		Ok(())
	}

	fn bounded(bytes: &[u8]) -> Result<BoundedVec<u8, T::StringLimit>, Error<T>> {
		bytes.to_vec().try_into().map_err(|_| Error::<T>::BadMetadata)
	}

	/// Atoms of KSI to hold for this name and symbol.
	fn metadata_deposit(name: &[u8], symbol: &[u8]) -> Result<Balance, DispatchError> {
		let bytes = Balance::from(len_u32(name))
			.checked_add(Balance::from(len_u32(symbol)))
			.ok_or(ArithmeticError::Overflow)?;
		let deposit = T::MetadataDepositPerByte::get()
			.checked_mul(bytes)
			.and_then(|per_bytes| per_bytes.checked_add(T::MetadataDepositBase::get()))
			.ok_or(ArithmeticError::Overflow)?;
		Ok(deposit)
	}

	/// Holds what is missing at `owner`, or returns what is too much.
	pub(crate) fn adjust_metadata_deposit(
		owner: &T::AccountId,
		old: Balance,
		new: Balance,
	) -> DispatchResult {
		let reason = HoldReason::MetadataDeposit.into();
		if let Some(missing) = new.checked_sub(old) {
			T::Currency::hold(&reason, owner, missing)
		} else {
			let surplus = old.checked_sub(new).ok_or(ArithmeticError::Underflow)?;
			T::Currency::release(&reason, owner, surplus, Exact).map(|_| ())
		}
	}
}
