//! The only writer of records: free and held together, then the balance-change hook.
//!
//! An operation goes through three steps. It loads an [`Entry`] per record and the [`Token`] if it
//! needs it; it computes on them in memory, where every refusal happens; it writes each entry once and
//! hands the resulting [`Change`]s to [`Token::finish`], which reports them. So a refused operation has
//! written nothing, and the hook sees the ledger as it is after the whole operation.

use crate::{
	key::Key, token::Token, Account, AccountRecord, AccountRecordOf, AccountStatus, AssetStatus,
	Balance, Config, Error, ExistenceReason, OnBalanceChange, Pallet, ReasonOf, TokenId,
};
use frame_support::{
	ensure,
	storage::generator::StorageDoubleMap,
	traits::tokens::{
		DepositConsequence,
		Fortitude::{self, Polite},
		Precision::{self, BestEffort, Exact},
		Preservation::{self, Expendable},
		Provenance::{self, Minted},
		WithdrawConsequence,
	},
};
use frame_system::Pallet as System;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, TokenError};

/// The total of one account before and after an operation, to be handed to [`Token::finish`].
#[must_use = "an unreported change breaks dividends and voting"]
pub(crate) struct Change<T: Config> {
	token: TokenId,
	who: T::AccountId,
	old_total: Balance,
	new_total: Balance,
}

impl<T: Config> Change<T> {
	pub(crate) fn report(self) {
		if self.old_total != self.new_total {
			T::OnBalanceChange::on_balance_change(
				self.token,
				&self.who,
				self.old_total,
				self.new_total,
			);
		}
	}
}

impl<T: Config> Token<T> {
	/// Ends an operation: writes the details if they changed, then reports what changed.
	pub(crate) fn finish(mut self, changes: impl IntoIterator<Item = Change<T>>) {
		self.save();
		for change in changes {
			change.report();
		}
	}
}

/// Free tokens taken out of a record, in atoms.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Debit {
	/// What was asked for, or as much of it as there was.
	pub(crate) taken: Balance,
	/// What went besides because it is less than a record may keep. It has left the record, and the
	/// caller passes it on or burns it.
	pub(crate) dust: Balance,
}

impl Debit {
	/// Everything that left the record.
	pub(crate) fn total(&self) -> Result<Balance, DispatchError> {
		Ok(self.taken.checked_add(self.dust).ok_or(ArithmeticError::Overflow)?)
	}
}

/// One record on its way through an operation: loaded once, changed in memory, written once.
pub(crate) struct Entry<T: Config> {
	id: TokenId,
	who: T::AccountId,
	key: Key,
	record: Option<AccountRecordOf<T>>,
	is_new: bool,
	old_total: Balance,
}

/// Where the records of a token lie.
pub(crate) fn records<T: Config>(id: TokenId) -> Key {
	Key::new(&<Account<T> as StorageDoubleMap<_, _, _>>::prefix_hash()).hashed(&id)
}

impl<T: Config> Entry<T> {
	pub(crate) fn load(id: TokenId, who: &T::AccountId) -> Self {
		Self::load_at(id, records::<T>(id), who)
	}

	/// Loads a record of a token whose [`records`] are known.
	pub(crate) fn load_at(id: TokenId, records: Key, who: &T::AccountId) -> Self {
		let key = records.hashed(who);
		let record: Option<AccountRecordOf<T>> = key.get();
		let is_new = record.is_none();
		let old_total = record.as_ref().map_or(0, AccountRecord::total);
		Self { id, who: who.clone(), key, record, is_new, old_total }
	}

	/// For calls about an account that must have a record: `NoAccount` otherwise.
	pub(crate) fn load_existing(id: TokenId, who: &T::AccountId) -> Result<Self, Error<T>> {
		let entry = Self::load(id, who);
		ensure!(!entry.is_new, Error::<T>::NoAccount);
		Ok(entry)
	}

	pub(crate) fn record(&self) -> Option<&AccountRecordOf<T>> {
		self.record.as_ref()
	}

	pub(crate) fn free(&self) -> Balance {
		self.record.as_ref().map_or(0, |record| record.balance)
	}

	pub(crate) fn held(&self) -> Balance {
		self.record.as_ref().map_or(0, AccountRecord::held)
	}

	pub(crate) fn held_for(&self, reason: &T::RuntimeHoldReason) -> Balance {
		self.record.as_ref().map_or(0, |record| record.held_for(reason))
	}

	pub(crate) fn total(&self) -> Balance {
		self.record.as_ref().map_or(0, AccountRecord::total)
	}

	pub(crate) fn is_frozen(&self) -> bool {
		self.record.as_ref().is_some_and(|record| record.status.is_frozen())
	}

	pub(crate) fn has_room_for(&self, reason: &T::RuntimeHoldReason) -> bool {
		self.record.as_ref().is_none_or(|record| record.has_room_for(reason))
	}

	/// Whether the holder may send: neither the account nor the token is stopped.
	pub(crate) fn may_send(&self, token: &Token<T>) -> bool {
		token.is_live() && !self.is_frozen()
	}

	/// How much of the free part may leave.
	///
	/// All of it if nothing is on hold and the record may go, otherwise what the total has above the
	/// minimum. 0 for a token that is being destroyed or split, and, unless forced, for a stopped account
	/// or token.
	pub(crate) fn reducible(
		&self,
		token: &Token<T>,
		preservation: Preservation,
		force: Fortitude,
	) -> Balance {
		let stands_still = token.is_destroying() || token.is_splitting();
		if stands_still || (force == Polite && !self.may_send(token)) {
			return 0;
		}
		if preservation == Expendable && self.held() == 0 {
			return self.free();
		}
		// At 0, a total below the minimum has nothing to spare: the right answer.
		self.free().min(self.total().saturating_sub(token.details().min_balance))
	}

	/// What would happen if the holder sent `amount` of the free part.
	///
	/// Agrees with [`Self::take`]: `Exact`, `Expendable`, `Polite` succeeds for `Success` and
	/// `ReducedToZero` and for nothing else.
	pub(crate) fn withdraw_consequence(
		&self,
		token: &Token<T>,
		amount: Balance,
	) -> WithdrawConsequence<Balance> {
		use WithdrawConsequence::*;
		if token.is_destroying() {
			return UnknownAsset;
		}
		if amount == 0 {
			return Success;
		}
		if !self.may_send(token) {
			return Frozen;
		}
		if amount > self.free() {
			return BalanceLow;
		}
		match self.total().checked_sub(amount) {
			None => BalanceLow,
			Some(rest) if rest >= token.details().min_balance => Success,
			Some(_) if self.held() > 0 => WouldDie,
			Some(rest) => ReducedToZero(rest),
		}
	}

	/// Whether the record can take `amount` more, free or held.
	///
	/// On `Success` the same amount can be put in, unless something changes in between.
	pub(crate) fn deposit_consequence(
		&self,
		token: &Token<T>,
		amount: Balance,
		provenance: Provenance,
	) -> DepositConsequence {
		use DepositConsequence::*;
		let details = token.details();
		match details.status {
			AssetStatus::Live => {}
			AssetStatus::Frozen | AssetStatus::Splitting => return Blocked,
			AssetStatus::Destroying => return UnknownAsset,
		}
		if provenance == Minted {
			match details.supply.checked_add(amount) {
				Some(supply) if supply <= details.maximum() => {}
				_ => return Overflow,
			}
		}
		let Some(record) = &self.record else {
			return self.creation_consequence(token, amount);
		};
		if record.status == AccountStatus::Blocked {
			return Blocked;
		}
		match record.total().checked_add(amount) {
			Some(_) => Success,
			None => Overflow,
		}
	}

	/// Whether a record can come into being with `amount`.
	fn creation_consequence(&self, token: &Token<T>, amount: Balance) -> DepositConsequence {
		use DepositConsequence::*;
		let details = token.details();
		if amount < details.min_balance {
			return BelowMinimum;
		}
		if details.accounts == u32::MAX {
			return Overflow;
		}
		// Two, so that one reference is left for whatever else the account needs.
		if !details.is_sufficient && !System::<T>::can_accrue_consumers(&self.who, 2) {
			return CannotCreate;
		}
		Success
	}

	/// Largest part of `amount` that fits into the record without overflow.
	pub(crate) fn fitting(&self, amount: Balance) -> Balance {
		// No underflow: a total is a `Balance`.
		amount.min(Balance::MAX.saturating_sub(self.total()))
	}

	/// Puts `amount` into the free part, in a new record if there is none.
	pub(crate) fn put(
		&mut self,
		token: &Token<T>,
		amount: Balance,
		provenance: Provenance,
	) -> DispatchResult {
		self.deposit_consequence(token, amount, provenance).into_result()?;
		let record = self.record_or_new(token);
		record.balance = record.balance.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		Ok(())
	}

	/// Puts `amount` on hold that was not in the record before, in a new one if there is none.
	pub(crate) fn put_held(
		&mut self,
		token: &Token<T>,
		reason: &T::RuntimeHoldReason,
		amount: Balance,
	) -> DispatchResult {
		self.deposit_consequence(token, amount, Provenance::Extant).into_result()?;
		let record = self.record_or_new(token);
		let held = record.held_for(reason).checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		record.set_held(reason, held).map_err(|()| TokenError::CannotCreateHold.into())
	}

	/// Takes `amount` out of the free part, with the dust it leaves.
	///
	/// `Exact`: all of it, or `TokenError::{Frozen, FundsUnavailable}`. `BestEffort`: as much as is
	/// [`Self::reducible`].
	pub(crate) fn take(
		&mut self,
		token: &Token<T>,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Debit, DispatchError> {
		let reducible = self.reducible(token, preservation, force);
		if precision == Exact && amount > reducible {
			let stopped = force == Polite && !self.may_send(token);
			return Err(
				if stopped { TokenError::Frozen } else { TokenError::FundsUnavailable }.into()
			);
		}
		let taken = amount.min(reducible);
		let held = self.held();
		let Some(record) = self.record.as_mut().filter(|_| taken > 0) else {
			return Ok(Debit { taken: 0, dust: 0 });
		};
		let rest = record.balance.checked_sub(taken).ok_or(TokenError::FundsUnavailable)?;
		let dust = if held == 0 && rest < token.details().min_balance { rest } else { 0 };
		record.balance = rest.checked_sub(dust).ok_or(ArithmeticError::Underflow)?;
		Ok(Debit { taken, dust })
	}

	/// Takes `amount` out of what is on hold for `reason`, in any status, and leaves no dust.
	///
	/// `Exact`: all of it, or `TokenError::FundsUnavailable`. `BestEffort`: as much as is held.
	pub(crate) fn take_held(
		&mut self,
		reason: &T::RuntimeHoldReason,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let held = self.held_for(reason);
		ensure!(precision == BestEffort || amount <= held, TokenError::FundsUnavailable);
		let taken = amount.min(held);
		if let Some(record) = self.record.as_mut() {
			let rest = held.checked_sub(taken).ok_or(ArithmeticError::Underflow)?;
			record.set_held(reason, rest).map_err(|()| TokenError::CannotCreateHold)?;
		}
		Ok(taken)
	}

	/// Moves `amount` from the free part on hold. The total stays.
	pub(crate) fn hold(
		&mut self,
		reason: &T::RuntimeHoldReason,
		amount: Balance,
	) -> DispatchResult {
		let held = self.held_for(reason).checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		let Some(record) = self.record.as_mut().filter(|_| amount > 0) else {
			ensure!(amount == 0, TokenError::FundsUnavailable);
			return Ok(());
		};
		let free = record.balance.checked_sub(amount).ok_or(TokenError::FundsUnavailable)?;
		record.set_held(reason, held).map_err(|()| TokenError::CannotCreateHold)?;
		record.balance = free;
		Ok(())
	}

	/// Takes `amount` out of the free part and leaves no dust, whatever is left; `FundsUnavailable` beyond it.
	pub(crate) fn spend(&mut self, amount: Balance) -> DispatchResult {
		if let Some(record) = self.record.as_mut() {
			record.balance =
				record.balance.checked_sub(amount).ok_or(TokenError::FundsUnavailable)?;
			return Ok(());
		}
		ensure!(amount == 0, TokenError::FundsUnavailable);
		Ok(())
	}

	/// Moves `amount` from what is on hold for `reason` to the free part. The total stays.
	pub(crate) fn release(
		&mut self,
		reason: &T::RuntimeHoldReason,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let released = self.take_held(reason, amount, precision)?;
		if let Some(record) = self.record.as_mut() {
			record.balance =
				record.balance.checked_add(released).ok_or(ArithmeticError::Overflow)?;
		}
		Ok(released)
	}

	/// Puts `amount` into the free part, be it less than the minimum, in a new record if there is none.
	pub(crate) fn put_any(&mut self, token: &Token<T>, amount: Balance) -> DispatchResult {
		let record = self.record_or_new(token);
		record.balance = record.balance.checked_add(amount).ok_or(ArithmeticError::Overflow)?;
		Ok(())
	}

	/// Makes the total `total` and each hold what `held` says of its reason and amount; the rest is free.
	pub(crate) fn convert(
		&mut self,
		total: Balance,
		mut held: impl FnMut(&T::RuntimeHoldReason, Balance) -> Result<Balance, DispatchError>,
	) -> DispatchResult {
		let Some(record) = self.record.as_mut() else { return Ok(()) };
		let mut free = total;
		for hold in record.holds.iter_mut() {
			// At most `MaxHolds`.
			hold.amount = held(&hold.id, hold.amount)?;
			free = free.checked_sub(hold.amount).ok_or(Error::<T>::HoldsExceedTotal)?;
		}
		record.holds.retain(|hold| hold.amount > 0);
		record.balance = free;
		Ok(())
	}

	/// Sets whether the holder may send.
	pub(crate) fn set_status(&mut self, status: AccountStatus) {
		if let Some(record) = self.record.as_mut() {
			record.status = status;
		}
	}

	/// Opens an empty record that rests on a deposit, which the caller holds.
	pub(crate) fn open(&mut self, reason: ReasonOf<T>) -> Result<(), Error<T>> {
		ensure!(self.record.is_none(), Error::<T>::AlreadyExists);
		self.record = Some(AccountRecord::empty(reason));
		Ok(())
	}

	/// Writes the record, or removes it if nothing is left in it and no deposit keeps it.
	pub(crate) fn write(self, token: &mut Token<T>) -> Result<Change<T>, DispatchError> {
		if self.goes() {
			return self.remove(token);
		}
		if let Some(record) = self.record.as_ref().filter(|_| self.is_new) {
			token.open_account(&self.who, &record.reason)?;
		}
		Ok(self.insert())
	}

	/// The same for an account that gets the record even if it has no reference left.
	pub(crate) fn write_unlimited(self, token: &mut Token<T>) -> Result<Change<T>, DispatchError> {
		let rests_on_reference = self
			.record
			.as_ref()
			.is_some_and(|record| matches!(record.reason, ExistenceReason::Consumer));
		if !self.is_new || !rests_on_reference || System::<T>::can_inc_consumer(&self.who) {
			return self.write(token);
		}
		token.open_account_unlimited(&self.who)?;
		Ok(self.insert())
	}

	/// Writes the record on its own, where the details are needed only if it goes.
	///
	/// For operations on records that exist and that leave the supply as it is.
	pub(crate) fn commit(self) -> DispatchResult {
		if self.goes() {
			let mut token = Token::known(self.id)?;
			let change = self.write(&mut token)?;
			token.finish([change]);
		} else {
			self.insert().report();
		}
		Ok(())
	}

	/// Removes the record whatever is in it. Supply and deposit are the caller's.
	pub(crate) fn remove(self, token: &mut Token<T>) -> Result<Change<T>, DispatchError> {
		if let Some(record) = self.record.as_ref().filter(|_| !self.is_new) {
			token.close_account(&self.who, &record.reason)?;
			self.key.kill();
		}
		Ok(Change { token: self.id, who: self.who, old_total: self.old_total, new_total: 0 })
	}

	/// Whether there is a record that has nothing to stay for.
	fn goes(&self) -> bool {
		self.record
			.as_ref()
			.is_some_and(|record| record.total() == 0 && !record.reason.is_deposit())
	}

	fn insert(self) -> Change<T> {
		let new_total = self.total();
		if let Some(record) = self.record {
			self.key.put(&record);
		}
		Change { token: self.id, who: self.who, old_total: self.old_total, new_total }
	}

	fn record_or_new(&mut self, token: &Token<T>) -> &mut AccountRecordOf<T> {
		self.record.get_or_insert_with(|| AccountRecord::empty(token.reason_by_receiving()))
	}
}

impl<T: Config> Pallet<T> {
	/// Moves free tokens between two accounts that differ; the caller has refused all it wants to.
	///
	/// The dust of the sender goes to the receiver if `dust_goes_along`, else it is burned.
	pub(crate) fn move_free(
		mut token: Token<T>,
		mut from: Entry<T>,
		to: &T::AccountId,
		amount: Balance,
		preservation: Preservation,
		dust_goes_along: bool,
	) -> Result<Debit, DispatchError> {
		let debit = from.take(&token, amount, Exact, preservation, Polite)?;
		let mut dest = Entry::load(token.id, to);
		if dust_goes_along {
			dest.put(&token, debit.total()?, Provenance::Extant)?;
		} else {
			dest.put(&token, debit.taken, Provenance::Extant)?;
			token.burn_supply(debit.dust)?;
		}
		let sent = from.write(&mut token)?;
		let received = dest.write(&mut token)?;
		token.finish([sent, received]);
		Ok(debit)
	}
}
