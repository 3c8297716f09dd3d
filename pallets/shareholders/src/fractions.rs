//! What a split left over: fractions of shares, and the whole shares that they make up, which are sold for their owners.
//!
//! The shares lie in the fraction pot of the class, which neither earns nor votes. The company asks a price for all of them,
//! anybody buys them at it, and each owner of a fraction claims his part of the money, or anybody for him.

use crate::{
	Balance, Config, Error, Event, FractionPools, Fractions, Pallet, PayoutTokens, SplitFractions,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::Preservation::{Expendable, Preserve},
	},
};
use shareholders_accounting::{Claimable, TokenId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Atoms of the class in its fraction pot that a split's fractions make up and nobody has bought yet.
	pub fn fraction_shares(class: TokenId, split: u32) -> Balance {
		FractionPools::<T>::get(class, split).map_or(0, |left| left.shares)
	}

	/// Takes in proceeds that have been moved into the fraction pot of the class. The first payment decides in which token a
	/// split's fractions are paid. The pot keeps the minimum balance of the token besides.
	///
	/// # Errors
	///
	/// `UnknownSplit`; `FractionsSold` when the shares are gone, so payments come before [`Self::take_fractions`];
	/// `PaidInShares`, `OtherPaymentToken`, `ZeroAmount`, `LifetimeExceeded`. Nothing has changed then.
	pub fn pay_in_fractions(
		class: TokenId,
		split: u32,
		token: TokenId,
		amount: Balance,
	) -> DispatchResult {
		let mut left = Self::payable_in(class, split, token)?;
		left.pool.pay_in(amount).map_err(Error::<T>::from)?;
		if left.token.is_none() {
			let uses = PayoutTokens::<T>::get(token).checked_add(1).ok_or(Error::<T>::Overflow)?;
			PayoutTokens::<T>::insert(token, uses);
			left.token = Some(token);
		}
		FractionPools::<T>::insert(class, split, left);
		Self::deposit_event(Event::FractionsPaid { class, split, token, amount });
		Ok(())
	}

	/// Moves all shares that a split's fractions make up from the fraction pot to an account, with whatever else somebody has
	/// put there. To be called after the payment.
	///
	/// # Errors
	///
	/// `UnknownSplit`, `FractionsSold`, and what the ledger says of the transfer.
	pub fn take_fractions(class: TokenId, split: u32, to: &T::AccountId) -> DispatchResult {
		let left = FractionPools::<T>::get(class, split).ok_or(Error::<T>::UnknownSplit)?;
		ensure!(left.shares > 0, Error::<T>::FractionsSold);
		let pot = Self::fraction_pot(class);
		let all = T::Tokens::balance(class, &pot);
		with_storage_layer(|| {
			let sold = SplitFractions { shares: 0, offer: None, ..left };
			FractionPools::<T>::insert(class, split, sold);
			T::Tokens::transfer(class, &pot, to, all, Expendable).map(|_| ())
		})
	}

	pub(crate) fn do_offer_fractions(
		who: &T::AccountId,
		class: TokenId,
		split: u32,
		token: TokenId,
		amount: Balance,
	) -> DispatchResult {
		Self::company_run_by(who, Self::company_of(class)?)?;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(T::Tokens::asset_exists(token), Error::<T>::UnknownToken);
		let mut left = Self::payable_in(class, split, token)?;

		left.offer = Some((token, amount));
		FractionPools::<T>::insert(class, split, left);
		Self::deposit_event(Event::FractionsOffered { class, split, token, amount });
		Ok(())
	}

	pub(crate) fn do_buy_fractions(
		buyer: T::AccountId,
		class: TokenId,
		split: u32,
		token: TokenId,
		amount: Balance,
	) -> DispatchResult {
		let left = Self::payable_in(class, split, token)?;
		ensure!(left.offer == Some((token, amount)), Error::<T>::NotOffered);
		let pot = Self::fraction_pot(class);
		let shares = left.shares;
		with_storage_layer(|| {
			Self::open_pot(&buyer, &pot, token)?;
			Self::send(token, &buyer, &pot, amount)?;
			Self::pay_in_fractions(class, split, token, amount)?;
			Self::take_fractions(class, split, &buyer)
		})?;
		Self::deposit_event(Event::FractionsSold { class, split, buyer, shares });
		Ok(())
	}

	/// The fractions of a split that can still be paid for, in this token. Not in shares: what is owed could not follow a
	/// split of them.
	fn payable_in(class: TokenId, split: u32, token: TokenId) -> Result<SplitFractions, Error<T>> {
		let left = FractionPools::<T>::get(class, split).ok_or(Error::<T>::UnknownSplit)?;
		ensure!(left.shares > 0, Error::<T>::FractionsSold);
		ensure!(token == crate::KSI || !Self::is_class(token), Error::<T>::PaidInShares);
		ensure!(left.token.is_none_or(|first| first == token), Error::<T>::OtherPaymentToken);
		Ok(left)
	}

	/// Pays an account its part of what a split's fractions have brought so far.
	pub(crate) fn do_claim_fraction(
		class: TokenId,
		split: u32,
		who: T::AccountId,
	) -> DispatchResult {
		let mut left = FractionPools::<T>::get(class, split).ok_or(Error::<T>::UnknownSplit)?;
		let mut fraction =
			Fractions::<T>::get((class, split, &who)).ok_or(Error::<T>::NothingOwed)?;
		let token = left.token.ok_or(Error::<T>::NothingOwed)?;
		let amount = left.pool.claim(&mut fraction).map_err(Error::<T>::from)?;
		let pot = Self::fraction_pot(class);
		let due = Claimable { token, owed: amount, waiting: 0 };
		ensure!(Self::can_be_paid(&pot, &who, &due), Error::<T>::CannotBePaid);

		with_storage_layer(|| {
			if left.shares == 0 {
				// Nothing comes in any more, so this was the last claim.
				Fractions::<T>::remove((class, split, &who));
			} else {
				Fractions::<T>::insert((class, split, &who), fraction);
			}
			FractionPools::<T>::insert(class, split, left);
			T::Tokens::transfer(token, &pot, &who, amount, Preserve).map(|_| ())
		})?;
		Self::deposit_event(Event::FractionClaimed { class, split, who, token, amount });
		Ok(())
	}

	/// Atoms that an account can claim for its fraction of a split, and the token. `None` if there is nothing.
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude.
	pub fn claimable_fraction(
		class: TokenId,
		split: u32,
		who: &T::AccountId,
	) -> Result<Option<(TokenId, Balance)>, DispatchError> {
		let Some(left) = FractionPools::<T>::get(class, split) else { return Ok(None) };
		let Some(fraction) = Fractions::<T>::get((class, split, who)) else { return Ok(None) };
		let Some(token) = left.token else { return Ok(None) };
		let amount = left.pool.claimable(&fraction).map_err(Error::<T>::from)?;
		Ok(Some((token, amount)).filter(|_| amount > 0))
	}
}
