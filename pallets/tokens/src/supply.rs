//! Minting and burning, the only ways in which a supply changes.

use crate::{
	ledger::{Debit, Entry},
	token::Token,
	Balance, Config, Error, Event, Pallet, Role, TokenId,
};
use frame_support::{
	ensure,
	traits::tokens::{
		Fortitude::{self, Polite},
		Precision::{self, BestEffort},
		Preservation::{self, Expendable},
		Provenance::Extant,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_mint(
		id: TokenId,
		issuer: &T::AccountId,
		beneficiary: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let token = Token::<T>::load(id)?;
		token.ensure_role(Role::Issuer, issuer)?;
		token.ensure_live()?;
		if amount == 0 {
			return Ok(());
		}
		Self::mint_entry(token, beneficiary, amount)
	}

	/// Mints at the word of the caller: the runtime itself, at genesis or through a trait.
	pub(crate) fn mint_unchecked_by_role(
		id: TokenId,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		Self::mint_entry(Token::known(id)?, who, amount)
	}

	fn mint_entry(mut token: Token<T>, who: &T::AccountId, amount: Balance) -> DispatchResult {
		let id = token.id;
		let mut entry = Entry::load(id, who);
		// Counted first, so that a mint above the maximum is refused as such.
		token.mint_supply(amount)?;
		entry.put(&token, amount, Extant)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Self::deposit_event(Event::Issued { asset_id: id, owner: who.clone(), amount });
		Ok(())
	}

	pub(crate) fn do_burn(
		id: TokenId,
		admin: &T::AccountId,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let token = Token::<T>::load(id)?;
		token.ensure_role(Role::Admin, admin)?;
		token.ensure_live()?;
		let entry = Entry::load_existing(id, who)?;
		ensure!(!entry.is_frozen(), Error::<T>::Frozen);
		Self::burn_entry(token, entry, who, amount, BestEffort, Expendable, Polite).map(|_| ())
	}

	/// Burns free tokens and the dust they leave; returns both together.
	pub(crate) fn burn_entry(
		mut token: Token<T>,
		mut entry: Entry<T>,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
		force: Fortitude,
	) -> Result<Balance, DispatchError> {
		let id = token.id;
		let debit: Debit = entry.take(&token, amount, precision, preservation, force)?;
		let burned = debit.total()?;
		token.burn_supply(burned)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Self::deposit_event(Event::Burned { asset_id: id, owner: who.clone(), balance: burned });
		Ok(burned)
	}
}
