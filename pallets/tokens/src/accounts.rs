//! Records that rest on a deposit.

use crate::{
	ledger::Entry, token::Token, Account, Balance, Config, Error, Event, ExistenceReason,
	HoldReason, Pallet, ReasonOf, TokenId,
};
use frame_support::{
	ensure,
	traits::{
		fungible::hold::Mutate as _, tokens::Precision::Exact, AccountTouch, ContainsPair, Get,
	},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_touch(
		id: TokenId,
		who: &T::AccountId,
		depositor: &T::AccountId,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_live()?;
		let deposit = T::AssetAccountDeposit::get();
		let mut entry = Entry::load(id, who);
		entry.open(if who == depositor {
			ExistenceReason::DepositHeld(deposit)
		} else {
			ExistenceReason::DepositFrom(depositor.clone(), deposit)
		})?;
		T::Currency::hold(&HoldReason::AccountDeposit.into(), depositor, deposit)?;
		let change = entry.write(&mut token)?;
		token.finish([change]);
		Self::deposit_event(Event::Touched {
			asset_id: id,
			who: who.clone(),
			depositor: depositor.clone(),
		});
		Ok(())
	}

	pub(crate) fn do_refund(id: TokenId, who: &T::AccountId, allow_burn: bool) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_not_destroying()?;
		token.ensure_not_splitting()?;
		let entry = Entry::load_existing(id, who)?;
		let record = entry.record().ok_or(Error::<T>::NoAccount)?;
		let reason = record.reason.clone();
		let burned = record.balance;
		ensure!(reason != ExistenceReason::Sufficient, Error::<T>::NoDeposit);
		// Else a frozen holder would be free of the freeze by opening the record anew.
		ensure!(!entry.is_frozen(), Error::<T>::Frozen);
		ensure!(entry.held() == 0, Error::<T>::ContainsHolds);
		ensure!(burned == 0 || allow_burn, Error::<T>::WouldBurn);

		Self::release_account_deposit(who, &reason)?;
		token.burn_supply(burned)?;
		let change = entry.remove(&mut token)?;
		token.finish([change]);
		if burned > 0 {
			Self::deposit_event(Event::Burned {
				asset_id: id,
				owner: who.clone(),
				balance: burned,
			});
		}
		Ok(())
	}

	/// Returns the deposit of a record of `who`, if it rests on one, to whoever paid it.
	pub(crate) fn release_account_deposit(
		who: &T::AccountId,
		reason: &ReasonOf<T>,
	) -> DispatchResult {
		let (depositor, deposit) = match reason {
			ExistenceReason::DepositHeld(deposit) => (who, *deposit),
			ExistenceReason::DepositFrom(depositor, deposit) => (depositor, *deposit),
			ExistenceReason::Consumer
			| ExistenceReason::Sufficient
			| ExistenceReason::DepositRefunded => return Ok(()),
		};
		T::Currency::release(&HoldReason::AccountDeposit.into(), depositor, deposit, Exact)?;
		Ok(())
	}
}

impl<T: Config> AccountTouch<TokenId, T::AccountId> for Pallet<T> {
	type Balance = Balance;

	fn deposit_required(_: TokenId) -> Balance {
		T::AssetAccountDeposit::get()
	}

	fn should_touch(id: TokenId, who: &T::AccountId) -> bool {
		let Ok(token) = Token::<T>::load(id) else { return true };
		let can_rest_on_reference = token.details().is_sufficient
			|| frame_system::Pallet::<T>::can_accrue_consumers(who, 2);
		!can_rest_on_reference && !Account::<T>::contains_key(id, who)
	}

	fn touch(id: TokenId, who: &T::AccountId, depositor: &T::AccountId) -> DispatchResult {
		Self::do_touch(id, who, depositor)
	}
}

impl<T: Config> ContainsPair<TokenId, T::AccountId> for Pallet<T> {
	fn contains(id: &TokenId, who: &T::AccountId) -> bool {
		Account::<T>::contains_key(id, who)
	}
}
