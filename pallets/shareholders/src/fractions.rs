//! What a split left over: fractions of shares, and the whole shares that they make up, which are sold for their owners.
//!
//! The shares lie in the fraction pot of the class, which neither earns nor votes, until an auction has sold them
//! (`fraction_auction.rs`). Then each owner of a fraction claims his part of the KSI, or anybody for him.

use crate::{Balance, Config, Error, Event, FractionPools, Fractions, Pallet, KSI};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{fungibles::Mutate as _, tokens::Preservation::Preserve},
};
use shareholders_accounting::{Claimable, TokenId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Atoms of the class in its fraction pot that a split's fractions make up and that have not been sold.
	pub fn fraction_shares(class: TokenId, split: u32) -> Balance {
		FractionPools::<T>::get(class, split).map_or(0, |left| left.shares)
	}

	/// Pays an account its part of what a split's fractions were sold for. With the last claim nothing is left of the split.
	pub(crate) fn do_claim_fraction(
		class: TokenId,
		split: u32,
		who: T::AccountId,
	) -> DispatchResult {
		let mut left = FractionPools::<T>::get(class, split).ok_or(Error::<T>::UnknownSplit)?;
		let fraction = Fractions::<T>::get((class, split, &who)).ok_or(Error::<T>::NothingOwed)?;
		let amount = left.pool.claim(fraction).map_err(Error::<T>::from)?;
		let pot = Self::fraction_pot(class);
		let due = Claimable { token: KSI, owed: amount, waiting: 0 };
		ensure!(amount == 0 || Self::can_be_paid(&pot, &who, &due), Error::<T>::CannotBePaid);

		with_storage_layer(|| {
			Fractions::<T>::remove((class, split, &who));
			if left.pool.unclaimed == 0 {
				FractionPools::<T>::remove(class, split);
			} else {
				FractionPools::<T>::insert(class, split, left);
			}
			match amount {
				0 => Ok(()), // less than an atom
				_ => T::Tokens::transfer(KSI, &pot, &who, amount, Preserve).map(|_| ()),
			}
		})?;
		Self::deposit_event(Event::FractionClaimed { class, split, who, amount });
		Ok(())
	}

	/// Atoms of KSI that an account can claim for its fraction of a split. `None` if it has none or it has not been sold.
	///
	/// # Errors
	///
	/// `Overflow`, which the bounds exclude.
	pub fn claimable_fraction(
		class: TokenId,
		split: u32,
		who: &T::AccountId,
	) -> Result<Option<Balance>, DispatchError> {
		let Some(left) = FractionPools::<T>::get(class, split) else { return Ok(None) };
		let Some(fraction) = Fractions::<T>::get((class, split, who)) else { return Ok(None) };
		let amount = left.pool.claimable(&fraction).map_err(Error::<T>::from)?;
		Ok(Some(amount).filter(|_| left.pool.proceeds > 0))
	}
}
