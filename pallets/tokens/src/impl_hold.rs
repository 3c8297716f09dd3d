//! The SDK's `fungibles::hold` traits over the ledger.
//!
//! These are the inner loop of the order book. Each method reads and writes a record once and reads the
//! details of the token at most once; it writes them only if the supply or a count changes. None
//! deposits an event, except that burning does: whoever moves holds reports in terms of its own.

use crate::{ledger::Entry, token::Token, Balance, Config, Event, Pallet, TokenId};
use frame_support::{
	ensure,
	traits::{
		fungibles::hold,
		tokens::{
			Fortitude::{self, Polite},
			Precision::{self, BestEffort, Exact},
			Preservation,
			Provenance::Extant,
			Restriction::{self, Free, OnHold},
		},
	},
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TokenError};

impl<T: Config> hold::Inspect<T::AccountId> for Pallet<T> {
	type Reason = T::RuntimeHoldReason;

	fn total_balance_on_hold(id: TokenId, who: &T::AccountId) -> Balance {
		Entry::<T>::load(id, who).held()
	}

	/// 0 for a stopped account or token, unless forced.
	fn reducible_total_balance_on_hold(
		id: TokenId,
		who: &T::AccountId,
		force: Fortitude,
	) -> Balance {
		Token::<T>::load(id).map_or(0, |token| Entry::load(id, who).reducible_held(&token, force))
	}

	fn balance_on_hold(id: TokenId, reason: &Self::Reason, who: &T::AccountId) -> Balance {
		Entry::<T>::load(id, who).held_for(reason)
	}

	fn hold_available(id: TokenId, reason: &Self::Reason, who: &T::AccountId) -> bool {
		Entry::<T>::load(id, who).has_room_for(reason)
	}

	/// All that is free may go on hold, since the total keeps the record alive.
	fn ensure_can_hold(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Self::held_entry(id, reason, who, amount).map(|_| ())
	}
}

impl<T: Config> hold::Unbalanced<T::AccountId> for Pallet<T> {
	fn set_balance_on_hold(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let held = Entry::<T>::load(id, who).held_for(reason);
		if let Some(increase) = amount.checked_sub(held) {
			Self::increase_balance_on_hold(id, reason, who, increase, Exact).map(|_| ())
		} else {
			let decrease = held.checked_sub(amount).ok_or(ArithmeticError::Underflow)?;
			Self::decrease_balance_on_hold(id, reason, who, decrease, Exact).map(|_| ())
		}
	}

	/// Works in every status but that of a split. What is left may be less than the minimum balance; see the crate doc.
	fn decrease_balance_on_hold(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		Token::<T>::known(id)?.ensure_not_splitting()?;
		let mut entry = Entry::<T>::load(id, who);
		let taken = entry.take_held(reason, amount, precision)?;
		if taken > 0 {
			entry.commit()?;
		}
		Ok(taken)
	}

	fn increase_balance_on_hold(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut entry = Entry::load(id, who);
		let amount = if precision == BestEffort { entry.fitting(amount) } else { amount };
		if amount == 0 {
			return Ok(0);
		}
		entry.put_held(&token, reason, amount)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Ok(amount)
	}
}

impl<T: Config> hold::DoneSlash<TokenId, T::RuntimeHoldReason, T::AccountId, Balance>
	for Pallet<T>
{
}

impl<T: Config> hold::Balanced<T::AccountId> for Pallet<T> {}

impl<T: Config> hold::Mutate<T::AccountId> for Pallet<T> {
	/// `TokenError::Frozen` for a stopped account or token, since to hold is the first step of
	/// sending; `FundsUnavailable` beyond the free part; `CannotCreateHold` beyond `MaxHolds`.
	fn hold(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let entry = Self::held_entry(id, reason, who, amount)?;
		if amount > 0 {
			entry.commit()?;
		}
		Ok(())
	}

	/// Works in every status of account and token, and reads no details.
	fn release(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let mut entry = Entry::<T>::load(id, who);
		let released = entry.release(reason, amount, precision)?;
		if released > 0 {
			entry.commit()?;
		}
		Ok(released)
	}

	fn burn_held(
		id: TokenId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut entry = Entry::load(id, who);
		let burned = entry.take_held_if_allowed(&token, reason, amount, precision, force)?;
		if burned == 0 {
			return Ok(0);
		}
		token.burn_supply(burned)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Self::deposit_event(Event::Burned { asset_id: id, owner: who.clone(), balance: burned });
		Ok(burned)
	}

	/// To oneself: nothing happens if the amount stays on hold, otherwise it is released.
	fn transfer_on_hold(
		id: TokenId,
		reason: &Self::Reason,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		precision: Precision,
		mode: Restriction,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut from = Entry::load(id, source);
		let amount = from.take_held_if_allowed(&token, reason, amount, precision, force)?;
		if amount == 0 {
			return Ok(0);
		}
		if source == dest {
			return match mode {
				OnHold => Ok(amount),
				Free => Self::release(id, reason, source, amount, Exact),
			};
		}
		let mut to = Entry::load(id, dest);
		match mode {
			OnHold => to.put_held(&token, reason, amount)?,
			Free => to.put(&token, amount, Extant)?,
		}
		let sent = from.write(&mut token)?;
		let received = to.write(&mut token)?;
		token.finish([sent, received]);
		Ok(amount)
	}

	/// The dust that the debit leaves at `source` is burned. To oneself it is a `hold`.
	fn transfer_and_hold(
		id: TokenId,
		reason: &Self::Reason,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		precision: Precision,
		expendability: Preservation,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let mut token = Token::<T>::known(id)?;
		let mut from = Entry::load(id, source);
		let debit = from.take(&token, amount, precision, expendability, force)?;
		if debit.taken == 0 {
			return Ok(0);
		}
		if source == dest {
			let mut entry = Entry::<T>::load(id, source);
			entry.hold(reason, debit.taken)?;
			entry.commit()?;
			return Ok(debit.taken);
		}
		let mut to = Entry::load(id, dest);
		to.put_held(&token, reason, debit.taken)?;
		token.burn_supply(debit.dust)?;
		let sent = from.write(&mut token)?;
		let received = to.write(&mut token)?;
		token.finish([sent, received]);
		Self::deposit_dust_event(id, source, debit.dust);
		Ok(debit.taken)
	}
}

impl<T: Config> Entry<T> {
	/// What is on hold and may leave: all of it, or nothing for a stopped account or token, nor during a split.
	pub(crate) fn reducible_held(&self, token: &Token<T>, force: Fortitude) -> Balance {
		if token.is_splitting() || (force == Polite && !self.may_send(token)) {
			0
		} else {
			self.held()
		}
	}

	/// Takes what is on hold for `reason`, or refuses with `TokenError::Frozen` as
	/// [`Self::reducible_held`] says.
	fn take_held_if_allowed(
		&mut self,
		token: &Token<T>,
		reason: &T::RuntimeHoldReason,
		amount: Balance,
		precision: Precision,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let liquid = self.reducible_held(token, force);
		let stopped = liquid == 0 && self.held() > 0;
		if stopped && amount > 0 {
			return if precision == BestEffort { Ok(0) } else { Err(TokenError::Frozen.into()) };
		}
		self.take_held(reason, amount, precision)
	}
}

impl<T: Config> Pallet<T> {
	/// The record as it would be with `amount` on hold, not written.
	fn held_entry(
		id: TokenId,
		reason: &T::RuntimeHoldReason,
		who: &T::AccountId,
		amount: Balance,
	) -> Result<Entry<T>, DispatchError> {
		let token = Token::<T>::known(id)?;
		let mut entry = Entry::load(id, who);
		ensure!(!token.is_destroying(), TokenError::UnknownAsset);
		ensure!(entry.may_send(&token), TokenError::Frozen);
		entry.hold(reason, amount)?;
		Ok(entry)
	}
}
