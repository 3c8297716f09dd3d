//! Accounts that neither earn nor vote: the company proposes, the account itself accepts.
//!
//! A company that could exclude an account alone could take a holder's dividends and votes away.

use crate::{actor::Actor, Config, Error, Event, ExclusionProposals, Pallet};
use frame_support::ensure;
use shareholders_accounting::{Register, TokenId, MAX_EXCLUDED};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_exclusion(
		by: &Actor<T::AccountId>,
		class: TokenId,
		who: T::AccountId,
	) -> DispatchResult {
		let stored = Self::open_for(by, class)?;
		let register = stored.register();
		ensure!(!register.is_excluded(&who), Error::<T>::AlreadyExcluded);
		let count = u32::try_from(register.excluded.len()).unwrap_or(u32::MAX);
		ensure!(count < MAX_EXCLUDED, Error::<T>::TooManyExcluded);

		ExclusionProposals::<T>::insert(class, who.clone());
		Self::deposit_event(Event::ExclusionProposed { class, who });
		Ok(())
	}

	pub(crate) fn do_accept_exclusion(who: T::AccountId, class: TokenId) -> DispatchResult {
		let proposed = ExclusionProposals::<T>::get(class);
		ensure!(proposed.as_ref() == Some(&who), Error::<T>::NotProposed);
		Self::with_register(class, |register| register.exclude(&who))?;
		ExclusionProposals::<T>::remove(class);
		Self::deposit_event(Event::AccountExcluded { class, who });
		Ok(())
	}

	pub(crate) fn do_include(
		by: &Actor<T::AccountId>,
		class: TokenId,
		who: T::AccountId,
	) -> DispatchResult {
		let mut stored = Self::open_for(by, class)?;
		let mut always = Self::always_excluded(stored.company(), class);
		ensure!(always.all(|other| other != who), Error::<T>::AlwaysExcluded);
		Register::new(&mut stored, Self::epoch()).include(&who).map_err(Error::<T>::from)?;
		stored.flush();
		Self::deposit_event(Event::AccountIncluded { class, who });
		Ok(())
	}
}
