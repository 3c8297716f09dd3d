//! Giving a grant, and taking it back.

use crate::{
	Config, Error, Event, Grant, GrantId, GrantTerms, Grants, HoldReason, NextGrantId, Pallet,
};
use frame_support::{
	ensure,
	traits::{
		fungibles::{hold::Mutate as _, Inspect as _},
		tokens::{
			Fortitude::{Force, Polite},
			Precision::Exact,
			Preservation::{Expendable, Preserve},
			Restriction::Free,
		},
	},
};
use frame_system::Pallet as System;
use pallet_shareholders::{Balance, Pallet as Shareholders};
use shareholders_accounting::TokenId;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(
		by: &T::AccountId,
		class: TokenId,
		who: T::AccountId,
		amount: Balance,
		terms: GrantTerms,
	) -> DispatchResult {
		let company = Self::company_of_class_run_by(by, class)?;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(terms.are_in_order(), Error::<T>::DatesReversed);
		ensure!(terms.end > Self::now(), Error::<T>::AlreadyVested);
		ensure!(who != company, Error::<T>::ToTheCompany);
		ensure!(System::<T>::account_exists(&who), Error::<T>::NoSuchAccount);
		let id = NextGrantId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let mut grants = Grants::<T>::get(class, &who);
		grants
			.try_push(Grant { id, amount, released: 0, terms })
			.map_err(|_| Error::<T>::TooManyGrants)?;

		// All that the company has, or so much that the minimum stays: what is left is never burned as dust.
		let all = T::Ledger::total_balance(class, &company) == amount;
		let keep = if all { Expendable } else { Preserve };
		let reason = HoldReason::Vesting.into();
		T::Ledger::transfer_and_hold(class, &reason, &company, &who, amount, Exact, keep, Polite)?;
		NextGrantId::<T>::put(next);
		Grants::<T>::insert(class, &who, grants);
		Self::deposit_event(Event::Granted { class, who, grant: id, amount, terms });
		Ok(())
	}

	pub(crate) fn do_revoke(
		by: &T::AccountId,
		class: TokenId,
		who: T::AccountId,
		id: GrantId,
	) -> DispatchResult {
		let company = Self::company_of_class_run_by(by, class)?;
		let (mut grants, at) = Self::find(class, &who, id)?;
		let grant = grants.get(at).copied().ok_or(Error::<T>::Corrupt)?;
		ensure!(grant.terms.revocable, Error::<T>::NotRevocable);
		ensure!(grant.terms.end > Self::now(), Error::<T>::FullyVested);
		let vested = grant.due(Self::now()).map_err(|_| Error::<T>::Corrupt)?;
		let held = grant.held().map_err(|_| Error::<T>::Corrupt)?;
		let returned = held.checked_sub(vested).ok_or(Error::<T>::Corrupt)?;
		ensure!(returned > 0, Error::<T>::FullyVested);

		Self::release(class, &who, vested)?;
		// By force, since the shares are not the holder's to keep, also where his account may not send.
		let reason = HoldReason::Vesting.into();
		T::Ledger::transfer_on_hold(class, &reason, &who, &company, returned, Exact, Free, Force)?;
		grants.remove(at);
		Self::store(class, &who, grants);
		Self::deposit_event(Event::Revoked { class, who, grant: id, vested, returned });
		Ok(())
	}

	/// The account of the company that issues a live class, if `by` acts for it.
	fn company_of_class_run_by(
		by: &T::AccountId,
		class: TokenId,
	) -> Result<T::AccountId, DispatchError> {
		let company = Shareholders::<T>::company_of(class)?;
		Shareholders::<T>::company_run_by(by, company)?;
		Ok(Shareholders::<T>::company_account(company))
	}
}
