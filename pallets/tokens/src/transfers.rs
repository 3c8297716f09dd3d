//! Sending free tokens.

use crate::{ledger::Entry, token::Token, Balance, Config, Error, Event, Pallet, TokenId};
use frame_support::{
	ensure,
	traits::tokens::{
		Fortitude::{Force, Polite},
		Preservation::{self, Expendable, Preserve},
		Provenance::Extant,
	},
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Returns what was sent: `amount` and the dust that went along.
	pub(crate) fn do_transfer(
		id: TokenId,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		keep_alive: bool,
	) -> Result<Balance, DispatchError> {
		let token = Token::<T>::load(id)?;
		token.ensure_live()?;
		if amount == 0 {
			return Ok(0);
		}
		let preservation = if keep_alive { Preserve } else { Expendable };
		let from = Entry::load_existing(id, source)?;
		Self::ensure_can_send(&token, &from, amount, preservation)?;

		let sent = if source == dest {
			from.deposit_consequence(&token, 0, Extant).into_result()?;
			amount
		} else {
			Self::move_free(token, from, dest, amount, preservation, true)?.total()?
		};
		Self::deposit_event(Event::Transferred {
			asset_id: id,
			from: source.clone(),
			to: dest.clone(),
			amount: sent,
		});
		Ok(sent)
	}

	pub(crate) fn do_transfer_all(
		id: TokenId,
		source: &T::AccountId,
		dest: &T::AccountId,
		keep_alive: bool,
	) -> DispatchResult {
		let token = Token::<T>::load(id)?;
		let preservation = if keep_alive { Preserve } else { Expendable };
		let amount = Entry::load(id, source).reducible(&token, preservation, Polite);
		Self::do_transfer(id, source, dest, amount, keep_alive).map(|_| ())
	}

	/// Says in this pallet's own errors why `amount` cannot leave the record.
	fn ensure_can_send(
		token: &Token<T>,
		from: &Entry<T>,
		amount: Balance,
		preservation: Preservation,
	) -> Result<(), Error<T>> {
		ensure!(!from.is_frozen(), Error::<T>::Frozen);
		ensure!(amount <= from.free(), Error::<T>::BalanceLow);
		ensure!(amount <= from.reducible(token, preservation, Force), Error::<T>::WouldDie);
		Ok(())
	}
}
