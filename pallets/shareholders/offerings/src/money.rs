//! Moving money: the only place in this pallet that calls the ledger for payments, deposits and shares.

use crate::{Config, Error, HoldReason, Pallet, StoredOffering};
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungibles::{hold::Mutate as _, Inspect as _, Mutate as _},
		tokens::{
			Fortitude::Polite,
			Precision::Exact,
			Preservation::{Expendable, Preserve},
			Restriction::Free,
		},
	},
};
use pallet_shareholders::{Balance, Pallet as Shareholders, KSI};
use shareholders_accounting::{Settled, TokenId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Sends all an account has free, or so much that the minimum stays: what is left is never burned as dust.
	pub(crate) fn send(
		token: TokenId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let all = T::Ledger::total_balance(token, from) == amount;
		let keep = if all { Expendable } else { Preserve };
		T::Ledger::transfer(token, from, to, amount, keep).map(|_| ())
	}

	pub(crate) fn hold_bid(token: TokenId, who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Ledger::hold(token, &HoldReason::Bid.into(), who, amount)
	}

	/// Works in every status of account and token.
	pub(crate) fn release_bid(
		token: TokenId,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		T::Ledger::release(token, &HoldReason::Bid.into(), who, amount, Exact).map(|_| ())
	}

	pub(crate) fn hold_deposit(who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Ledger::hold(KSI, &HoldReason::OfferingDeposit.into(), who, amount)
	}

	pub(crate) fn release_deposit(who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Ledger::release(KSI, &HoldReason::OfferingDeposit.into(), who, amount, Exact).map(|_| ())
	}

	/// Issues the shares of so many lots.
	pub(crate) fn issue(
		offering: &StoredOffering<T::AccountId>,
		who: &T::AccountId,
		lots: u128,
	) -> DispatchResult {
		let shares = lots.checked_mul(offering.book.terms.lot_size).ok_or(Error::<T>::Overflow)?;
		T::Ledger::mint_into(offering.class, who, shares).map(|_| ())
	}

	/// Pays the company out of what a bid holds and issues the shares: both or neither.
	pub(crate) fn deliver(
		offering: &StoredOffering<T::AccountId>,
		who: &T::AccountId,
		settled: &Settled,
	) -> DispatchResult {
		let company = Shareholders::<T>::company_account(offering.company);
		let reason = HoldReason::Bid.into();
		with_storage_layer(|| {
			T::Ledger::transfer_on_hold(
				offering.payment,
				&reason,
				who,
				&company,
				settled.pays,
				Exact,
				Free,
				Polite,
			)?;
			Self::issue(offering, who, settled.lots)
		})
	}

	/// Burns used rights.
	pub(crate) fn burn_rights(token: TokenId, who: &T::AccountId, lots: u128) -> DispatchResult {
		T::Ledger::burn_from(token, who, lots, Expendable, Exact, Polite).map(|_| ())
	}
}
