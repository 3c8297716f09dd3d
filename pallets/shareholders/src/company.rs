//! Founding a company, giving it share classes, handing it to its holders.

use crate::{
	share_tokens::ShareTokens as _, ClassStatus, Classes, Companies, Company, CompanyId, Config,
	Error, Event, HoldReason, IssuedClass, LinkHash, NextCompanyId, Pallet, ShareClass,
};
use frame_support::{
	ensure,
	traits::{fungible::hold::Mutate as _, fungibles::Inspect as _, Get},
	BoundedVec,
};
use frame_system::Pallet as System;
use shareholders_accounting::{Class, TokenId, MAX_SUPPLY};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_found_company(
		founder: T::AccountId,
		name: BoundedVec<u8, T::MaxNameLength>,
		links: BoundedVec<LinkHash, T::MaxLinks>,
	) -> DispatchResult {
		ensure!(!name.is_empty(), Error::<T>::NameEmpty);
		let id = NextCompanyId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let deposit = T::CompanyDeposit::get();
		let account = Self::company_account(id);

		T::Native::hold(&HoldReason::CompanyDeposit.into(), &founder, deposit)?;
		// So that it can receive any token, also one that does not let an account exist by itself.
		System::<T>::inc_providers(&account);
		NextCompanyId::<T>::put(next);
		Companies::<T>::insert(
			id,
			Company {
				founder: founder.clone(),
				deposit,
				handed_over: false,
				name,
				links,
				classes: BoundedVec::new(),
			},
		);
		Self::deposit_event(Event::CompanyFounded { company: id, account, founder });
		Ok(())
	}

	pub(crate) fn do_create_share_class(
		who: &T::AccountId,
		id: CompanyId,
		token: TokenId,
	) -> DispatchResult {
		let mut company = Self::company_run_by(who, id)?;
		ensure!(!Classes::<T>::contains_key(token), Error::<T>::AlreadyAShareClass);
		ensure!(T::ShareTokens::owner(token).as_ref() == Some(who), Error::<T>::NotTokenOwner);
		let maximum =
			T::ShareTokens::authorised_maximum(token).ok_or(Error::<T>::NoAuthorisedMaximum)?;
		ensure!(maximum <= MAX_SUPPLY, Error::<T>::MaximumTooLarge);
		let register = Self::new_register(Some(id), token)?;
		let deposit = T::ClassDeposit::get();
		company
			.classes
			.try_push(IssuedClass { token, depositor: who.clone(), deposit })
			.map_err(|_| Error::<T>::TooManyClasses)?;

		T::Native::hold(&HoldReason::ClassDeposit.into(), who, deposit)?;
		let pot = Self::pot_account(token);
		System::<T>::inc_providers(&pot); // as above
		System::<T>::inc_providers(&Self::fraction_pot(token)); // as above
		Companies::<T>::insert(id, company);
		Classes::<T>::insert(
			token,
			ShareClass { company: Some(id), status: ClassStatus::Live, register },
		);
		Self::deposit_event(Event::ShareClassCreated { class: token, company: id, pot });
		Ok(())
	}

	/// A register in which the company's own shares and the pot neither earn nor vote, from the present boundary on.
	pub(crate) fn new_register(
		id: Option<CompanyId>,
		token: TokenId,
	) -> Result<Class<T::AccountId>, Error<T>> {
		let mut register = Class::new(T::Tokens::total_issuance(token), Self::epoch())?;
		for who in Self::always_excluded(id, token) {
			let total = T::Tokens::total_balance(token, &who);
			register.exclude(who, total)?;
		}
		// There is no line yet, so at the present boundary they count as excluded too.
		register.eligible_then = register.eligible()?;
		Ok(register)
	}

	pub(crate) fn do_hand_over(who: &T::AccountId, id: CompanyId) -> DispatchResult {
		let mut company = Self::company_run_by(who, id)?;
		ensure!(!company.handed_over, Error::<T>::AlreadyHandedOver);
		let account = Self::company_account(id);
		for class in &company.classes {
			// At most `MaxClasses`.
			let controlled = T::ShareTokens::is_controlled_by(class.token, &account);
			ensure!(controlled, Error::<T>::RolesNotHandedOver);
			Self::open(class.token)?;
		}
		// Ballots of the first class act for the company, so somebody must have a vote there.
		let voting = company.classes.first().ok_or(Error::<T>::NoEligibleShares)?;
		let eligible = Self::open(voting.token)?.register().eligible();
		ensure!(eligible.map_err(Error::<T>::from)? > 0, Error::<T>::NoEligibleShares);

		company.handed_over = true;
		Companies::<T>::insert(id, company);
		Self::deposit_event(Event::HandedOver { company: id });
		Ok(())
	}

	/// The accounts of a class that can never earn or vote: what lies there is the holders' already, or nobody's.
	pub(crate) fn always_excluded(
		company: Option<CompanyId>,
		class: TokenId,
	) -> impl Iterator<Item = T::AccountId> + Clone {
		// KSI is never split.
		let of_company = company.map(|id| [Self::company_account(id), Self::fraction_pot(class)]);
		of_company.into_iter().flatten().chain([Self::pot_account(class)])
	}

	/// A company that `who` acts for: the founder until it is handed over, its own account always.
	///
	/// # Errors
	///
	/// `UnknownCompany`, `NotForCompany`.
	pub fn company_run_by(who: &T::AccountId, id: CompanyId) -> Result<Company<T>, Error<T>> {
		let company = Companies::<T>::get(id).ok_or(Error::<T>::UnknownCompany)?;
		let by_founder = !company.handed_over && *who == company.founder;
		ensure!(by_founder || *who == Self::company_account(id), Error::<T>::NotForCompany);
		Ok(company)
	}

	pub(crate) fn do_publish(
		who: &T::AccountId,
		id: CompanyId,
		links: BoundedVec<LinkHash, T::MaxLinks>,
	) -> DispatchResult {
		let company = Self::company_run_by(who, id)?;
		Companies::<T>::insert(id, Company { links, ..company });
		Self::deposit_event(Event::Published { company: id });
		Ok(())
	}
}
