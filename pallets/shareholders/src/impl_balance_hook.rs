//! The ledger's hook: settles a holder when what he owns of a share class changes.

use crate::{
	storage_register::StorageRegister, ClassStatus, Classes, Config, Event, Pallet, WeightInfo as _,
};
use frame_support::{dispatch::DispatchClass, traits::fungibles::Inspect as _};
use frame_system::Pallet as System;
use pallet_tokens::OnBalanceChange;
use shareholders_accounting::{AccountingError, Register, TokenId};

impl<T: Config> OnBalanceChange<TokenId, T::AccountId, u128> for Pallet<T> {
	/// For a token that is no share class one read. For a class at most one line is written, and the class itself once per
	/// epoch and when its supply or the total of an excluded account changes.
	///
	/// What that takes is added to the weight of the block here, because the ledger's calls weigh what they take for a token
	/// that is no share class, and only the register knows how much a class has to settle. So a block admits fewer such
	/// transactions, and is too long by one of them at most.
	///
	/// The ledger has stored everything by now, so its supply is the one after the operation. It is compared at each report,
	/// since a transfer may burn dust besides.
	fn on_balance_change(token: TokenId, who: &T::AccountId, old_total: u128, new_total: u128) {
		let Some(mut stored) = StorageRegister::<T>::load(token) else { return };
		if !stored.is_live() {
			return;
		}
		let payouts = u32::try_from(stored.register().payouts.len()).unwrap_or(u32::MAX);
		let weight = T::WeightInfo::balance_change(payouts);
		System::<T>::register_extra_weight_unchecked(weight, DispatchClass::Normal);
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
	pub(crate) fn halt(token: TokenId, reason: AccountingError) {
		log::error!(target: "runtime::shareholders", "class {token} is halted: {reason:?}");
		Classes::<T>::mutate_extant(token, |class| class.status = ClassStatus::Halted(reason));
		Self::deposit_event(Event::ClassHalted { class: token, reason });
	}
}
