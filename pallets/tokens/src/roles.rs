//! Who holds which power over a token, and giving one up.

use crate::{
	token::Token, Balance, Config, Error, Event, HoldReason, Metadata, Pallet, Role, TokenId,
};
use frame_support::{
	ensure,
	traits::{
		fungible::hold::Mutate as _,
		tokens::{Fortitude::Polite, Precision::Exact, Restriction::OnHold},
	},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_transfer_ownership(
		id: TokenId,
		old_owner: &T::AccountId,
		owner: &T::AccountId,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_role(Role::Owner, old_owner)?;
		token.ensure_live()?;
		if old_owner == owner {
			return Ok(());
		}
		let metadata_deposit = Metadata::<T>::get(id).deposit;
		Self::move_deposit(HoldReason::TokenDeposit, old_owner, owner, token.details().deposit)?;
		Self::move_deposit(HoldReason::MetadataDeposit, old_owner, owner, metadata_deposit)?;
		token.details_mut().owner = owner.clone();
		token.save();
		Self::deposit_event(Event::OwnerChanged { asset_id: id, owner: owner.clone() });
		Ok(())
	}

	pub(crate) fn do_set_team(
		id: TokenId,
		owner: &T::AccountId,
		issuer: T::AccountId,
		admin: T::AccountId,
		freezer: T::AccountId,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_role(Role::Owner, owner)?;
		token.ensure_live()?;
		for (role, who) in
			[(Role::Issuer, &issuer), (Role::Admin, &admin), (Role::Freezer, &freezer)]
		{
			let kept = token.details().holder_of(role) == who;
			ensure!(kept || !token.details().renounced.contains(role), Error::<T>::RoleRenounced);
		}
		let details = token.details_mut();
		details.issuer = issuer.clone();
		details.admin = admin.clone();
		details.freezer = freezer.clone();
		token.save();
		Self::deposit_event(Event::TeamChanged { asset_id: id, issuer, admin, freezer });
		Ok(())
	}

	pub(crate) fn do_renounce_role(id: TokenId, who: &T::AccountId, role: Role) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_role(role, who)?;
		token.ensure_live()?;
		token.details_mut().renounced.insert(role);
		token.save();
		Self::deposit_event(Event::RoleRenounced { asset_id: id, role, who: who.clone() });
		Ok(())
	}

	pub(crate) fn do_set_authorised_maximum(
		id: TokenId,
		owner: &T::AccountId,
		maximum: Balance,
	) -> DispatchResult {
		let mut token = Token::<T>::load(id)?;
		token.ensure_role(Role::Owner, owner)?;
		token.ensure_live()?;
		let details = token.details();
		ensure!(
			details.authorised_maximum.is_none_or(|old| maximum < old),
			Error::<T>::MaximumNotLowered
		);
		ensure!(maximum >= details.supply, Error::<T>::MaximumBelowSupply);
		token.details_mut().authorised_maximum = Some(maximum);
		token.save();
		Self::deposit_event(Event::AuthorisedMaximumSet { asset_id: id, maximum });
		Ok(())
	}

	/// Moves a deposit from one account to another, where it stays on hold.
	fn move_deposit(
		reason: HoldReason,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		if amount > 0 {
			T::Currency::transfer_on_hold(&reason.into(), from, to, amount, Exact, OnHold, Polite)?;
		}
		Ok(())
	}
}
