//! The ledger's hook: settles a holder when what he owns of a share class changes.

use crate::{storage_register::StorageRegister, ClassStatus, Classes, Config, Event, Pallet};
use frame_support::traits::fungibles::Inspect as _;
use pallet_tokens::OnBalanceChange;
use shareholders_accounting::{AccountingError, Register, TokenId};

impl<T: Config> OnBalanceChange<TokenId, T::AccountId, u128> for Pallet<T> {
	/// For a token that is no share class one read. For a class at most one line is written, and the class itself once per
	/// epoch and when its supply or the total of an excluded account changes.
	///
	/// The ledger has stored everything by now, so its supply is the one after the operation. It is compared at each report,
	/// since a transfer may burn dust besides.
	fn on_balance_change(token: TokenId, who: &T::AccountId, old_total: u128, new_total: u128) {
		let Some(mut stored) = StorageRegister::<T>::load(token) else { return };
		if !stored.is_live() {
			return;
		}
		let supply = T::Tokens::total_issuance(token);
		let mut register = Register::new(&mut stored, Self::epoch());
		let followed =
			register.changed(who, old_total, new_total).and_then(|()| register.set_supply(supply));
		match followed {
			Ok(()) => stored.flush(),
			Err(reason) => Self::halt(token, reason),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Marks a class whose register could not follow the ledger, which the bounds exclude. The records stay as they were
	/// before, for whoever repairs them; nothing can be paid into or out of the class meanwhile, and the ledger goes on.
	fn halt(token: TokenId, reason: AccountingError) {
		log::error!(target: "runtime::shareholders", "class {token} is halted: {reason:?}");
		Classes::<T>::mutate_extant(token, |class| class.status = ClassStatus::Halted(reason));
		Self::deposit_event(Event::ClassHalted { class: token, reason });
	}
}
