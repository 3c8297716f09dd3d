//! Who acts for the issuer of a class: somebody who signs, or the platform by its vote. And acting as a company while its
//! founder may.

use crate::{
	storage_register::StorageRegister, Classes, Companies, CompanyId, Config, Error, Event, Pallet,
	WeightInfo as _,
};
use frame_support::{
	dispatch::{DispatchErrorWithPostInfo, DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::{Contains as _, EnsureOrigin, Get},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor, RawOrigin};
use shareholders_accounting::TokenId;
use sp_runtime::traits::{BadOrigin, Dispatchable};

/// Who makes a call about a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Actor<AccountId> {
	/// An account.
	Signed(AccountId),
	/// A vote of the platform.
	Platform,
}

impl<T: Config> Pallet<T> {
	/// Who makes a call that concerns a class.
	pub(crate) fn ensure_actor(origin: OriginFor<T>) -> Result<Actor<T::AccountId>, BadOrigin> {
		match T::PlatformOrigin::try_origin(origin) {
			Ok(_) => Ok(Actor::Platform),
			Err(origin) => ensure_signed(origin).map(Actor::Signed),
		}
	}

	/// The register of a class whose issuer `by` acts for.
	pub(crate) fn open_for(
		by: &Actor<T::AccountId>,
		class: TokenId,
	) -> Result<StorageRegister<T>, Error<T>> {
		let stored = Self::open(class)?;
		match (by, stored.company()) {
			(Actor::Platform, None) => {}
			(Actor::Signed(who), Some(id)) => {
				Self::company_run_by(who, id)?;
			}
			_ => return Err(Error::<T>::NotForCompany),
		}
		Ok(stored)
	}

	/// That an account may agree on amounts of a token for longer: dividends in it, payments in it. As long as such amounts
	/// stand, a share cannot be split, so of shares only their own company may do that.
	///
	/// # Errors
	///
	/// `ForeignShares`.
	pub fn ensure_may_agree_on(who: &T::AccountId, token: TokenId) -> Result<(), Error<T>> {
		let class = Classes::<T>::get(token);
		let foreign = class
			.is_some_and(|class| class.company.is_some() && !Self::acts_for(who, class.company));
		ensure!(!foreign, Error::<T>::ForeignShares);
		Ok(())
	}

	/// Whether an account acts for the issuer of a class. Nobody alone acts for the platform.
	pub(crate) fn acts_for(who: &T::AccountId, company: Option<CompanyId>) -> bool {
		company.is_some_and(|id| Self::company_run_by(who, id).is_ok())
	}

	/// Whose tokens an act costs.
	pub(crate) fn payer_of(by: &Actor<T::AccountId>) -> T::AccountId {
		match by {
			Actor::Signed(who) => who.clone(),
			Actor::Platform => T::PlatformAccount::get(),
		}
	}

	/// Makes a call as the account of a company, for the founder who has not handed it over.
	pub(crate) fn do_act(
		who: &T::AccountId,
		id: CompanyId,
		call: <T as Config>::RuntimeCall,
	) -> DispatchResultWithPostInfo {
		let company = Companies::<T>::get(id).ok_or(Error::<T>::UnknownCompany)?;
		ensure!(*who == company.founder, Error::<T>::NotForCompany);
		ensure!(!company.handed_over, Error::<T>::AlreadyHandedOver);
		// A key named now would act for the company for ever.
		ensure!(T::FounderCalls::contains(&call), Error::<T>::CallNotAllowed);

		let origin = RawOrigin::Signed(Self::company_account(id)).into();
		let done = call.dispatch(origin);
		let result = done.map(|_| ()).map_err(|refused| refused.error);
		let post_info: PostDispatchInfo = match done {
			Ok(info) | Err(DispatchErrorWithPostInfo { post_info: info, .. }) => info,
		};
		let actual_weight = post_info
			.actual_weight
			.map(|weight| weight.saturating_add(<T as Config>::WeightInfo::act()));
		let post_info = PostDispatchInfo { actual_weight, ..post_info };
		result.map_err(|error| DispatchErrorWithPostInfo { post_info, error })?;
		Self::deposit_event(Event::Acted { company: id });
		Ok(post_info)
	}
}
