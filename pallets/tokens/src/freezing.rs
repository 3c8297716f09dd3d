//! Stopping and restarting accounts and tokens.

use crate::{
	ledger::Entry, token::Token, AccountStatus, AssetStatus, Config, Error, Event, Pallet, Role,
	TokenId,
};
use frame_support::ensure;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_freeze(
		id: TokenId,
		freezer: &T::AccountId,
		who: &T::AccountId,
	) -> DispatchResult {
		Self::set_account_status(id, Role::Freezer, freezer, who, AccountStatus::Frozen)?;
		Self::deposit_event(Event::Frozen { asset_id: id, who: who.clone() });
		Ok(())
	}

	pub(crate) fn do_thaw(id: TokenId, admin: &T::AccountId, who: &T::AccountId) -> DispatchResult {
		Self::set_account_status(id, Role::Admin, admin, who, AccountStatus::Liquid)?;
		Self::deposit_event(Event::Thawed { asset_id: id, who: who.clone() });
		Ok(())
	}

	pub(crate) fn do_freeze_asset(id: TokenId, freezer: &T::AccountId) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_role(Role::Freezer, freezer)?;
		token.ensure_live()?;
		token.details_mut().status = AssetStatus::Frozen;
		token.save();
		Self::deposit_event(Event::AssetFrozen { asset_id: id });
		Ok(())
	}

	pub(crate) fn do_thaw_asset(id: TokenId, admin: &T::AccountId) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_role(Role::Admin, admin)?;
		ensure!(token.details().status == AssetStatus::Frozen, Error::<T>::NotFrozen);
		token.details_mut().status = AssetStatus::Live;
		token.save();
		Self::deposit_event(Event::AssetThawed { asset_id: id });
		Ok(())
	}

	fn set_account_status(
		id: TokenId,
		role: Role,
		by: &T::AccountId,
		who: &T::AccountId,
		status: AccountStatus,
	) -> DispatchResult {
		let token = Token::<T>::load(id)?;
		token.ensure_role(role, by)?;
		token.ensure_not_destroying()?;
		let mut entry = Entry::<T>::load_existing(id, who)?;
		entry.set_status(status);
		entry.commit()
	}
}
