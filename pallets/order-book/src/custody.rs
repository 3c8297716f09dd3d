//! Places, releases and settles holds: the only file through which the exchange moves money.
//!
//! The engine asks before it plans ([`Custody`] as its ledger) and hands over one net change per account and token
//! ([`Custody::settle`]). An order's tokens stay in their owner's record under [`HoldReason::OpenOrder`]; nothing is ever
//! in an account of the exchange, fees in the revenue account excepted.

use crate::{Config, HaltReason, HoldReason};
use alloc::collections::BTreeMap;
use core::marker::PhantomData;
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
use order_book_engine::{Asset, Ledger, Leg, MarketParams, Owner, Sheet, TokenId};
use sp_runtime::{ArithmeticError, TokenError};

/// What an account is said to have where it has even more. No order needs as much (see [`MarketParams::validate`]), and
/// the engine can count in signed numbers: an issuer may mint beyond their range.
const MOST_AVAILABLE: u128 = 1 << 122;

/// The ledger as one call on one market sees it. Balances do not change while the engine plans, so answers are kept.
pub struct Custody<T> {
	base: TokenId,
	quote: TokenId,
	available: BTreeMap<(Owner, Asset), u128>,
	/// The least amount the ledger has said this account can receive.
	receivable: BTreeMap<(Owner, Asset), u128>,
	runtime: PhantomData<T>,
}

/// Why a sheet was not settled.
pub enum SettleError {
	/// A movement of the caller's own, or of fees, was refused: the call fails and nothing has changed.
	Caller(DispatchError),
	/// A movement was refused that the ledger had said it would accept: the market halts.
	Broken(HaltReason),
}

impl<T: Config> Custody<T> {
	/// The ledger for a market's two tokens.
	pub fn new(params: &MarketParams) -> Self {
		Self {
			base: params.base,
			quote: params.quote,
			available: BTreeMap::new(),
			receivable: BTreeMap::new(),
			runtime: PhantomData,
		}
	}

	fn token(&self, asset: Asset) -> TokenId {
		match asset {
			Asset::Base => self.base,
			Asset::Quote => self.quote,
		}
	}

	/// What an account can spend or hold: of KSI what keeps the account alive stays out, of a token everything counts,
	/// since the held part keeps the record.
	pub fn spendable(token: TokenId, who: &T::AccountId) -> u128 {
		let keep = if token == T::NativeToken::get() {
			Preservation::Preserve
		} else {
			Preservation::Expendable
		};
		T::Tokens::reducible_balance(token, who, keep, Fortitude::Polite)
	}

	/// Settles a sheet: the caller first, then everybody else, then the revenue account. To be called in a storage layer.
	///
	/// # Errors
	///
	/// See [`SettleError`].
	pub fn settle(caller: &Owner, params: &MarketParams, sheet: &Sheet) -> Result<(), SettleError> {
		let broken = |_| SettleError::Broken(HaltReason::Settlement);
		if !sheet.balanced() {
			return Err(SettleError::Broken(HaltReason::Unbalanced));
		}
		let own = sheet.flow(caller);
		for (token, leg) in [(params.base, own.base), (params.quote, own.quote)] {
			Self::may_pay(caller, token, &leg)
				.and_then(|()| Self::apply(caller, token, &leg))
				.map_err(SettleError::Caller)?;
		}
		for (owner, flow) in sheet.flows().iter().filter(|(owner, _)| owner != caller) {
			Self::apply(owner, params.base, &flow.base).map_err(broken)?;
			Self::apply(owner, params.quote, &flow.quote).map_err(broken)?;
		}
		Self::collect(params.quote, sheet.revenue().get())
	}

	/// That the caller may pay from his holds. A frozen account may cancel, but an amendment must not sell what its orders
	/// hold; makers have been asked about by the engine.
	fn may_pay(caller: &Owner, token: TokenId, leg: &Leg) -> DispatchResult {
		if leg.total < 0 && leg.held < 0 {
			let who = T::AccountId::from(caller.0);
			let (outgoing, _) = parts(leg.total);
			let (shrink, _) = parts(leg.held);
			let liquid = T::Tokens::reducible_total_balance_on_hold(token, &who, Fortitude::Polite);
			ensure!(liquid >= outgoing.min(shrink), TokenError::Frozen);
		}
		Ok(())
	}

	/// Pays fees into the revenue account. Whoever can empty that account of a token (the token's admin, a vote) may leave
	/// it unable to take less than a minimum balance: then this call fails, and the market goes on when someone has sent
	/// the account the minimum.
	fn collect(quote: TokenId, revenue: u128) -> Result<(), SettleError> {
		if revenue == 0 {
			return Ok(());
		}
		let account = T::RevenueAccount::get();
		let Err(_) = T::Tokens::increase_balance(quote, &account, revenue, Precision::Exact) else {
			return Ok(());
		};
		T::Tokens::can_deposit(quote, &account, revenue, Provenance::Extant)
			.into_result()
			.map_err(SettleError::Caller)?;
		Err(SettleError::Broken(HaltReason::Settlement))
	}

	/// Applies the net change of one account in one token. What a hold pays out leaves it directly; the rest of a shrinking
	/// hold is released; what comes in is there before anything is held again.
	///
	/// What is paid from the free part of a token goes through a hold as well: a debit of the free part would burn what
	/// it leaves below the token's minimum. KSI needs no such care, since [`Self::spendable`] leaves the minimum.
	fn apply(owner: &Owner, token: TokenId, leg: &Leg) -> DispatchResult {
		let who = T::AccountId::from(owner.0);
		let reason = T::RuntimeHoldReason::from(HoldReason::OpenOrder);
		let (outgoing, incoming) = parts(leg.total);
		let (shrink, grow) = parts(leg.held);
		let from_hold = shrink.min(outgoing);
		let from_free = outgoing.checked_sub(from_hold).ok_or(ArithmeticError::Underflow)?;
		let released = shrink.checked_sub(from_hold).ok_or(ArithmeticError::Underflow)?;
		let (direct, through) =
			if token == T::NativeToken::get() { (from_free, 0) } else { (0, from_free) };
		let held = grow.checked_add(through).ok_or(ArithmeticError::Overflow)?;
		let paid = from_hold.checked_add(through).ok_or(ArithmeticError::Overflow)?;
		if released > 0 {
			T::Tokens::release(token, &reason, &who, released, Precision::Exact)?;
		}
		if incoming > 0 {
			T::Tokens::increase_balance(token, &who, incoming, Precision::Exact)?;
		}
		if direct > 0 {
			let (exact, keep, polite) =
				(Precision::Exact, Preservation::Preserve, Fortitude::Polite);
			T::Tokens::decrease_balance(token, &who, direct, exact, keep, polite)?;
		}
		if held > 0 {
			T::Tokens::hold(token, &reason, &who, held)?;
		}
		if paid > 0 {
			T::Tokens::decrease_balance_on_hold(token, &reason, &who, paid, Precision::Exact)?;
		}
		Ok(())
	}
}

/// A signed change as what goes out and what comes in; one of them is zero.
fn parts(change: i128) -> (u128, u128) {
	let amount = change.unsigned_abs();
	if change < 0 {
		(amount, 0)
	} else {
		(0, amount)
	}
}

impl<T: Config> Ledger for Custody<T> {
	fn available(&mut self, who: &Owner, asset: Asset) -> u128 {
		let token = self.token(asset);
		*self.available.entry((*who, asset)).or_insert_with(|| {
			Self::spendable(token, &T::AccountId::from(who.0)).min(MOST_AVAILABLE)
		})
	}

	fn can_receive(&mut self, who: &Owner, asset: Asset, amount: u128) -> bool {
		// What an account can receive, it can receive more of; supply is bounded by the ledger.
		if self.receivable.get(&(*who, asset)).is_some_and(|least| *least <= amount) {
			return true;
		}
		let (token, account) = (self.token(asset), T::AccountId::from(who.0));
		let can = T::Tokens::can_deposit(token, &account, amount, Provenance::Extant)
			== DepositConsequence::Success;
		if can {
			self.receivable.insert((*who, asset), amount);
		}
		can
	}

	fn can_pay_held(&mut self, who: &Owner, asset: Asset, held: u128) -> bool {
		let account = T::AccountId::from(who.0);
		T::Tokens::reducible_total_balance_on_hold(self.token(asset), &account, Fortitude::Polite)
			>= held
	}
}
