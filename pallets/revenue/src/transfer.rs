//! How money moves here: to the atom or not at all, and never so that dust is burned.

use crate::{Balance, Config, Pallet};
use frame_support::traits::{
	fungibles::{Inspect, Mutate},
	tokens::{
		DepositConsequence,
		Fortitude::Polite,
		Preservation::{Expendable, Preserve},
		Provenance::Extant,
	},
	Get,
};
use shareholders_accounting::TokenId;
use sp_runtime::DispatchResult;

/// Every token, KSI included, as one ledger.
pub(crate) type TokensOf<T> = <T as pallet_order_book::Config>::Tokens;

impl<T: Config> Pallet<T> {
	/// The accounts that this pallet needs to exist by themselves.
	pub(crate) fn accounts() -> [T::AccountId; 3] {
		[T::RevenueAccount::get(), T::ValidatorsAccount::get(), T::TreasuryAccount::get()]
	}

	/// What an account can pay and still keep the token's minimum balance. Nothing where it, or the token, is frozen.
	pub(crate) fn spare(token: TokenId, who: &T::AccountId) -> Balance {
		TokensOf::<T>::reducible_balance(token, who, Preserve, Polite)
	}

	/// Whether the ledger would credit an account with this much.
	pub(crate) fn can_receive(token: TokenId, who: &T::AccountId, amount: Balance) -> bool {
		TokensOf::<T>::can_deposit(token, who, amount, Extant) == DepositConsequence::Success
	}

	/// Moves all that an account has, or so much that the minimum balance stays.
	pub(crate) fn send(
		token: TokenId,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let all = TokensOf::<T>::total_balance(token, from) == amount;
		let keep = if all { Expendable } else { Preserve };
		TokensOf::<T>::transfer(token, from, to, amount, keep).map(|_| ())
	}
}
