//! Rights of the holders: claiming them, using them, and the end of their token.

use crate::{
	right_tokens::RightTokens as _, Claims, Config, Error, Event, OfferingId, OfferingOf,
	Offerings, Pallet, Rights, RightsIssue,
};
use frame_support::{ensure, traits::fungibles::Mutate as _};
use pallet_shareholders::Pallet as Shareholders;
use shareholders_accounting::TokenId;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim_rights(id: OfferingId, who: T::AccountId) -> DispatchResult {
		let mut offering = Self::running(id)?;
		let rights = offering.rights.ok_or(Error::<T>::NoRights)?;
		ensure!(Self::now() < offering.book.terms.public, Error::<T>::RightsExpired);
		ensure!(!Claims::<T>::contains_key(id, &who), Error::<T>::AlreadyClaimed);
		let lots = Self::rights_at_date(&offering, &rights, &who)?;
		ensure!(lots > 0, Error::<T>::NothingToClaim);
		let claimed = rights.claimed.checked_add(lots).ok_or(Error::<T>::Overflow)?;
		let marks = rights.marks.checked_add(1).ok_or(Error::<T>::Overflow)?;

		T::Ledger::mint_into(rights.token, &who, lots)?;
		Claims::<T>::insert(id, &who, lots);
		offering.rights = Some(RightsIssue { claimed, marks, ..rights });
		Offerings::<T>::insert(id, offering);
		Self::deposit_event(Event::RightsClaimed { offering: id, who, lots });
		Ok(())
	}

	/// Lots that an account has a right to by what it owned at the record date.
	pub(crate) fn rights_at_date(
		offering: &OfferingOf<T>,
		rights: &RightsIssue,
		who: &T::AccountId,
	) -> Result<u128, DispatchError> {
		let total = Shareholders::<T>::total_at(offering.class, who, rights.date)?;
		let eligible = Shareholders::<T>::eligible_at(offering.class, rights.date)?;
		let lots = offering.book.terms.rights(total, eligible).map_err(Error::<T>::from)?;
		Ok(lots)
	}

	pub(crate) fn do_exercise(who: T::AccountId, id: OfferingId, lots: u128) -> DispatchResult {
		let mut offering = Self::running(id)?;
		let rights = offering.rights.ok_or(Error::<T>::NoRights)?;
		Shareholders::<T>::company_of(offering.class)?; // halted: no new shares
		let pays = offering.book.exercise(lots, Self::now()).map_err(Error::<T>::from)?;

		let company = Shareholders::<T>::company_account(offering.company);
		Self::burn_rights(rights.token, &who, lots)?;
		Self::send(offering.payment, &who, &company, pays)?;
		Self::issue(&offering, &who, lots)?;
		Offerings::<T>::insert(id, offering);
		Self::deposit_event(Event::RightsExercised { offering: id, who, lots, pays });
		Ok(())
	}

	pub(crate) fn do_retire_rights(token: TokenId) -> DispatchResult {
		let right = Rights::<T>::get(token).ok_or(Error::<T>::UnknownToken)?;
		ensure!(Self::now() >= right.expires, Error::<T>::RightsStillValid);

		// First, because the ledger does not destroy what an offering still refers to. A refusal takes it back.
		Rights::<T>::remove(token);
		T::RightTokens::retire(token)?;
		Self::deposit_event(Event::RightsRetired { token, offering: right.offering });
		Ok(())
	}
}
