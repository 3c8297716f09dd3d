//! How money moves here: to the atom or not at all.

use crate::{Balance, Config, Owed, Pallet};
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{
			DepositConsequence, Fortitude::Polite, Preservation::Preserve, Provenance::Extant,
		},
		Get,
	},
};
use shareholders_accounting::TokenId;

impl<T: Config> Pallet<T> {
	/// What the source can pay, still keep the minimum balance, and does not owe. Nothing where the token is frozen.
	pub(crate) fn spare(token: TokenId) -> Balance {
		let source = T::Source::get();
		let all = T::Tokens::reducible_balance(token, &source, Preserve, Polite);
		// Nothing is spare when more is owed than can be paid now, as while a token is frozen.
		all.saturating_sub(Owed::<T>::get(token))
	}

	/// Pays somebody, if they can receive it. All or nothing.
	pub(crate) fn pay(token: TokenId, payee: &T::AccountId, amount: Balance) -> bool {
		if T::Tokens::can_deposit(token, payee, amount, Extant) != DepositConsequence::Success {
			return false;
		}
		let source = T::Source::get();
		with_storage_layer(|| T::Tokens::transfer(token, &source, payee, amount, Preserve)).is_ok()
	}
}
