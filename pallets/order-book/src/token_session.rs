//! One token as one call on one market sees it: KSI through the SDK's traits, any other token in the ledger's own session.

use crate::Config;
use alloc::collections::BTreeMap;
use frame_support::{
	pallet_prelude::*,
	traits::{
		fungibles::{
			hold::{Inspect as InspectHold, Mutate as MutateHold, Unbalanced as UnbalancedHold},
			Inspect, Unbalanced,
		},
		tokens::{DepositConsequence, Fortitude, Precision, Preservation, Provenance},
	},
};
use order_book_engine::{Leg, TokenId};
use sp_runtime::ArithmeticError;

/// The ledger of one token during one call. It is read as of the start of the call, then changed, then closed.
pub trait TokenSession<T: Config> {
	/// Opens the token.
	fn open(token: TokenId) -> Self;

	/// What an account can spend or hold.
	fn spendable(&mut self, who: &T::AccountId) -> u128;

	/// What an account can pay from its holds: nothing where it, or the token, is stopped.
	fn payable_from_holds(&mut self, who: &T::AccountId) -> u128;

	/// Whether an account can be credited with this much.
	fn can_receive(&mut self, who: &T::AccountId, amount: u128) -> bool;

	/// Applies the net change of one account, whose hold is that for open orders. What a hold pays out leaves it directly;
	/// the rest of a shrinking hold is released; what comes in is there before anything is held again.
	fn apply(&mut self, who: &T::AccountId, leg: &Leg) -> DispatchResult;

	/// Writes what has changed. After an error nothing of the session may stay in storage: the caller rolls back.
	fn write(&mut self) -> DispatchResult;

	/// Tells who wants to know of it, when all sessions of the call have written.
	fn report(self);
}

/// KSI or a token of the ledger.
pub enum LedgerSession<T: Config + pallet_tokens::Config> {
	/// KSI.
	Ksi(ByTraits<T>),
	/// Any other token.
	Token(pallet_tokens::session::Session<T>),
}

impl<T> TokenSession<T> for LedgerSession<T>
where
	T: Config + pallet_tokens::Config<RuntimeHoldReason = <T as Config>::RuntimeHoldReason>,
{
	fn open(token: TokenId) -> Self {
		if token == T::NativeToken::get() {
			Self::Ksi(ByTraits::open(token))
		} else {
			Self::Token(pallet_tokens::session::Session::open(token))
		}
	}

	fn spendable(&mut self, who: &T::AccountId) -> u128 {
		match self {
			Self::Ksi(session) => session.spendable(who),
			// Everything counts, since the held part keeps the record.
			Self::Token(session) => session.reducible(who),
		}
	}

	fn payable_from_holds(&mut self, who: &T::AccountId) -> u128 {
		match self {
			Self::Ksi(session) => session.payable_from_holds(who),
			Self::Token(session) => session.reducible_held(who),
		}
	}

	fn can_receive(&mut self, who: &T::AccountId, amount: u128) -> bool {
		match self {
			Self::Ksi(session) => session.can_receive(who, amount),
			Self::Token(session) => session.can_receive(who, amount),
		}
	}

	fn apply(&mut self, who: &T::AccountId, leg: &Leg) -> DispatchResult {
		match self {
			Self::Ksi(session) => session.apply(who, leg),
			Self::Token(session) => {
				session.change(who, &crate::HoldReason::OpenOrder.into(), leg.total, leg.held)
			}
		}
	}

	fn write(&mut self) -> DispatchResult {
		match self {
			Self::Ksi(session) => session.write(),
			Self::Token(session) => session.write(),
		}
	}

	fn report(self) {
		match self {
			Self::Ksi(session) => session.report(),
			Self::Token(session) => session.report(),
		}
	}
}

/// A token by the SDK's traits alone, which write at every step.
pub struct ByTraits<T: Config> {
	token: TokenId,
	/// What was answered: balances do not change while the engine plans.
	spendable: BTreeMap<T::AccountId, u128>,
	/// The least amount the account is known to be able to receive. It can receive more of it; supply is bounded by the
	/// ledger.
	receivable: BTreeMap<T::AccountId, u128>,
}

impl<T: Config> TokenSession<T> for ByTraits<T> {
	fn open(token: TokenId) -> Self {
		Self { token, spendable: BTreeMap::new(), receivable: BTreeMap::new() }
	}

	/// What keeps the account alive stays out.
	fn spendable(&mut self, who: &T::AccountId) -> u128 {
		let token = self.token;
		*self.spendable.entry(who.clone()).or_insert_with(|| {
			T::Tokens::reducible_balance(token, who, Preservation::Preserve, Fortitude::Polite)
		})
	}

	fn payable_from_holds(&mut self, who: &T::AccountId) -> u128 {
		T::Tokens::reducible_total_balance_on_hold(self.token, who, Fortitude::Polite)
	}

	fn can_receive(&mut self, who: &T::AccountId, amount: u128) -> bool {
		if self.receivable.get(who).is_some_and(|least| *least <= amount) {
			return true;
		}
		let can = T::Tokens::can_deposit(self.token, who, amount, Provenance::Extant)
			== DepositConsequence::Success;
		if can {
			self.receivable.insert(who.clone(), amount);
		}
		can
	}

	fn apply(&mut self, who: &T::AccountId, leg: &Leg) -> DispatchResult {
		let token = self.token;
		let reason = T::RuntimeHoldReason::from(crate::HoldReason::OpenOrder);
		let (outgoing, incoming) = parts(leg.total);
		let (shrink, grow) = parts(leg.held);
		let from_hold = shrink.min(outgoing);
		let from_free = outgoing.checked_sub(from_hold).ok_or(ArithmeticError::Underflow)?;
		let released = shrink.checked_sub(from_hold).ok_or(ArithmeticError::Underflow)?;
		if released > 0 {
			T::Tokens::release(token, &reason, who, released, Precision::Exact)?;
		}
		if incoming > 0 {
			T::Tokens::increase_balance(token, who, incoming, Precision::Exact)?;
		}
		if from_free > 0 {
			let (exact, keep, polite) =
				(Precision::Exact, Preservation::Preserve, Fortitude::Polite);
			T::Tokens::decrease_balance(token, who, from_free, exact, keep, polite)?;
		}
		if grow > 0 {
			T::Tokens::hold(token, &reason, who, grow)?;
		}
		if from_hold > 0 {
			T::Tokens::decrease_balance_on_hold(token, &reason, who, from_hold, Precision::Exact)?;
		}
		Ok(())
	}

	fn write(&mut self) -> DispatchResult {
		Ok(())
	}

	fn report(self) {}
}

/// A signed change as what goes out and what comes in; one of them is zero.
pub(crate) fn parts(change: i128) -> (u128, u128) {
	let amount = change.unsigned_abs();
	if change < 0 {
		(amount, 0)
	} else {
		(0, amount)
	}
}
