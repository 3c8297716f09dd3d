//! One token during one operation of another pallet: records are read once, changed in memory, written at the end, and then
//! reported.
//!
//! This is what the order book settles with. The `fungibles` traits would read and write a record again for every step
//! of a fill: release, credit, hold, debit.

use crate::{
	key::Key,
	ledger::{records, Change, Entry},
	token::Token,
	Balance, Config, TokenId,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::tokens::{
		DepositConsequence, Fortitude::Polite, Precision::Exact, Preservation::Expendable,
		Provenance::Extant,
	},
};
use sp_runtime::{ArithmeticError, DispatchResult, TokenError};

/// A token and the records of it that were looked at. Nothing is written before [`Session::write`].
///
/// While a session is open, nothing else may move the token: the session would overwrite it.
pub struct Session<T: Config> {
	details: Details<T>,
	records: Records<T>,
	written: Vec<Change<T>>,
}

/// The details of a token, read when they are needed first.
enum Details<T: Config> {
	Unread(TokenId),
	/// `None` for a token that does not exist: it reads as empty and refuses every change.
	Read(Option<Token<T>>),
}

impl<T: Config> Details<T> {
	fn get(&mut self) -> Option<&Token<T>> {
		if let Self::Unread(id) = *self {
			*self = Self::Read(Token::load(id).ok());
		}
		match self {
			Self::Read(token) => token.as_ref(),
			Self::Unread(_) => None,
		}
	}
}

/// The records of one token that were looked at, and whether they have changed.
struct Records<T: Config> {
	id: TokenId,
	/// Where they lie.
	key: Key,
	entries: BTreeMap<T::AccountId, (Entry<T>, bool)>,
}

impl<T: Config> Records<T> {
	fn at(&mut self, who: &T::AccountId) -> &mut (Entry<T>, bool) {
		let (id, key) = (self.id, &self.key);
		self.entries
			.entry(who.clone())
			.or_insert_with(|| (Entry::load_at(id, key.branch(), who), false))
	}
}

impl<T: Config> Session<T> {
	/// Opens a session on a token.
	pub fn open(id: TokenId) -> Self {
		let records = Records { id, key: records::<T>(id), entries: BTreeMap::new() };
		Self { details: Details::Unread(id), records, written: Vec::new() }
	}

	/// How much of the free part may leave or go on hold, in atoms: 0 for a stopped account or token.
	pub fn reducible(&mut self, who: &T::AccountId) -> Balance {
		let Some(token) = self.details.get() else { return 0 };
		self.records.at(who).0.reducible(token, Expendable, Polite)
	}

	/// What is on hold, for whatever reason, and may leave, in atoms: 0 for a stopped account or token.
	pub fn reducible_held(&mut self, who: &T::AccountId) -> Balance {
		let Some(token) = self.details.get() else { return 0 };
		self.records.at(who).0.reducible_held(token, Polite)
	}

	/// Whether the account can be given `amount` atoms that others lose.
	pub fn can_receive(&mut self, who: &T::AccountId, amount: Balance) -> bool {
		let Some(token) = self.details.get() else { return false };
		let entry = &self.records.at(who).0;
		entry.deposit_consequence(token, amount, Extant) == DepositConsequence::Success
	}

	/// Changes what an account owns by `total`, and what it has on hold for `reason` by `held`, in atoms.
	///
	/// What a shrinking hold sets free can be spent at once, in every status of account and token; anything else that is
	/// spent or put on hold has to be free and allowed to leave. What is left may be less than the minimum balance; see the
	/// crate doc. The caller keeps the sum of all `total` at 0.
	///
	/// # Errors
	///
	/// `TokenError::{UnknownAsset, FundsUnavailable, Frozen, CannotCreateHold}`, those of a deposit, or `ArithmeticError`.
	/// The session must not be written then.
	pub fn change(
		&mut self,
		who: &T::AccountId,
		reason: &T::RuntimeHoldReason,
		total: i128,
		held: i128,
	) -> DispatchResult {
		if total == 0 && held == 0 {
			return Ok(());
		}
		let (spent, received) = parts(total);
		let (shrink, grown) = parts(held);
		let (entry, changed) = self.records.at(who);
		*changed = true;
		let released = entry.release(reason, shrink, Exact)?;
		if spent > 0 {
			// Also what a hold pays: the account has been converted for what it owned, or will be.
			let token = self.details.get().ok_or(TokenError::UnknownAsset)?;
			token.ensure_not_splitting()?;
		}
		if received > 0 {
			let token = self.details.get().ok_or(TokenError::UnknownAsset)?;
			entry.put(token, received, Extant)?;
		}
		if spent.checked_add(grown).ok_or(ArithmeticError::Overflow)? > released {
			let token = self.details.get().ok_or(TokenError::UnknownAsset)?;
			ensure!(!token.is_destroying(), TokenError::UnknownAsset);
			ensure!(entry.may_send(token), TokenError::Frozen);
		}
		entry.spend(spent)?;
		entry.hold(reason, grown)
	}

	/// Writes the records that have changed, in the order of the accounts. Nothing may be changed afterwards.
	///
	/// # Errors
	///
	/// `TokenError::CannotCreate` or `ArithmeticError`, neither of which can happen to a record that
	/// [`Self::change`] has accepted; the caller rolls back.
	pub fn write(&mut self) -> DispatchResult {
		let records = core::mem::take(&mut self.records.entries).into_values();
		let changed = records.filter(|(_, changed)| *changed).map(|(entry, _)| entry);
		let Details::Read(Some(token)) = &mut self.details else {
			// Nothing but releases, which leave every record in place and change no total.
			return changed.into_iter().try_for_each(Entry::commit);
		};
		for entry in changed {
			self.written.push(entry.write(token)?);
		}
		token.save();
		Ok(())
	}

	/// Reports what was written to [`Config::OnBalanceChange`]. If several tokens change in one operation, all of them
	/// are written before.
	pub fn report(self) {
		self.written.into_iter().for_each(Change::report);
	}
}

/// A signed change as what goes and what comes; one of them is zero.
fn parts(change: i128) -> (Balance, Balance) {
	let amount = change.unsigned_abs();
	if change < 0 {
		(amount, 0)
	} else {
		(0, amount)
	}
}
