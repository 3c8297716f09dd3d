//! Releasing what is due, and what all changes of grants have in common.

use crate::{Config, Error, Event, Grant, GrantId, Grants, HoldReason, Pallet, MAX_GRANTS};
use frame_support::{
	ensure,
	traits::{fungibles::hold::Mutate as _, tokens::Precision::Exact, ConstU32},
	BoundedVec,
};
use pallet_shareholders::Balance;
use shareholders_accounting::{Block, Ratio, TokenId};
use sp_runtime::{DispatchError, DispatchResult, SaturatedConversion};

/// The grants of one account of a class.
pub(crate) type GrantsOfOne = BoundedVec<Grant, ConstU32<MAX_GRANTS>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_vest(class: TokenId, who: T::AccountId, id: GrantId) -> DispatchResult {
		let (mut grants, at) = Self::find(class, &who, id)?;
		let grant = grants.get_mut(at).ok_or(Error::<T>::Corrupt)?;
		let amount = grant.due(Self::now()).map_err(|_| Error::<T>::Corrupt)?;
		ensure!(amount > 0, Error::<T>::NothingVested);
		grant.released = grant.released.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		if grant.released == grant.amount {
			grants.remove(at);
		}

		Self::release(class, &who, amount)?;
		Self::store(class, &who, grants);
		Self::deposit_event(Event::Released { class, who, grant: id, amount });
		Ok(())
	}

	/// Converts the grants of an account for a split, each rounded down, and returns what is on hold for all of them
	/// afterwards. The caller converts the hold itself and sees to it that this happens once.
	///
	/// # Errors
	///
	/// `Overflow` for more than a supply; `Corrupt`.
	pub fn rescale(
		class: TokenId,
		who: &T::AccountId,
		ratio: Ratio,
	) -> Result<Balance, DispatchError> {
		let mut total: Balance = 0;
		let mut grants = Grants::<T>::get(class, who);
		for grant in &mut grants {
			// At most `MAX_GRANTS`.
			let scale = |amount: Balance| ratio.apply(amount).map(|(whole, _)| whole);
			let held = grant.held().map_err(|_| Error::<T>::Corrupt)?;
			let held = scale(held).map_err(|_| Error::<T>::Overflow)?;
			let amount = scale(grant.amount).map_err(|_| Error::<T>::Overflow)?;
			grant.amount = amount;
			// Not below zero: what is held is part of the amount, and rounding down keeps the order.
			grant.released = amount.checked_sub(held).ok_or(Error::<T>::Corrupt)?;
			total = total.checked_add(held).ok_or(Error::<T>::Overflow)?;
		}
		grants.retain(|grant| grant.released < grant.amount);
		Self::store(class, who, grants);
		Ok(total)
	}

	/// The grants of an account, and where one of them is.
	pub(crate) fn find(
		class: TokenId,
		who: &T::AccountId,
		id: GrantId,
	) -> Result<(GrantsOfOne, usize), Error<T>> {
		let grants = Grants::<T>::get(class, who);
		let at = grants.iter().position(|grant| grant.id == id).ok_or(Error::<T>::UnknownGrant)?;
		Ok((grants, at))
	}

	pub(crate) fn store(class: TokenId, who: &T::AccountId, grants: GrantsOfOne) {
		if grants.is_empty() {
			Grants::<T>::remove(class, who);
		} else {
			Grants::<T>::insert(class, who, grants);
		}
	}

	/// Works in every status of class, account and token.
	pub(crate) fn release(class: TokenId, who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Ledger::release(class, &HoldReason::Vesting.into(), who, amount, Exact).map(|_| ())
	}

	/// The present block. Block numbers are 32 bits in every runtime here.
	pub(crate) fn now() -> Block {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}
}
