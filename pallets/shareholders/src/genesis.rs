//! What a chain starts with: its calendar, KSI as a share class, companies that have paid dividends.

use crate::{
	actor::Actor, ClassGenesis, ClassStatus, Classes, CompanyGenesis, Config, Error, Event,
	NextCompanyId, Pallet, PlatformGenesis, ShareClass, KSI,
};
use frame_support::{
	traits::{fungibles::Inspect as _, Get},
	BoundedVec,
};
use frame_system::Pallet as System;
use shareholders_accounting::{Register, Schedule, Store as _};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn build_platform(genesis: &PlatformGenesis<T::AccountId>) -> DispatchResult {
		for who in [T::PlatformAccount::get(), Self::pot_account(KSI)] {
			System::<T>::inc_providers(&who);
		}
		let mut register = Self::new_register(None, KSI)?;
		for who in &genesis.excluded {
			let total = T::Tokens::total_balance(KSI, who);
			register.exclude(who.clone(), total).map_err(Error::<T>::from)?;
		}
		register.eligible_then = register.eligible().map_err(Error::<T>::from)?;
		let class = ShareClass { company: None, status: ClassStatus::Live, register };
		Classes::<T>::insert(KSI, class);
		for token in &genesis.payouts {
			Self::do_open_payout(&Actor::Platform, KSI, *token)?;
		}
		Ok(())
	}

	pub(crate) fn build_company(genesis: &CompanyGenesis<T::AccountId>) -> DispatchResult {
		let founder = &genesis.founder;
		let id = NextCompanyId::<T>::get();
		Self::do_found_company(founder.clone(), fitting(&genesis.name)?, fitting(&genesis.links)?)?;
		for class in &genesis.classes {
			Self::do_create_share_class(founder, id, class.token)?;
			for token in &class.payouts {
				Self::do_open_payout(&Actor::Signed(founder.clone()), class.token, *token)?;
			}
			Self::build_dividends(class)?;
		}
		Ok(())
	}

	/// Dividends that were paid in during epoch 0 and distributed at the boundary of epoch 1, where the chain starts.
	fn build_dividends(genesis: &ClassGenesis<T::AccountId>) -> DispatchResult {
		let class = genesis.token;
		let now = Self::epoch();
		let mut stored = Self::open(class)?;
		(&mut stored).class_mut().epoch = now.saturating_sub(1);
		for (_, token, amount) in &genesis.dividends {
			Register::new(&mut stored, now.saturating_sub(1))
				.fund(*token, *amount, Schedule::Next)
				.map_err(Error::<T>::from)?;
		}
		Register::new(&mut stored, now).roll().map_err(Error::<T>::from)?;
		stored.flush();
		for (payer, token, amount) in genesis.dividends.iter().cloned() {
			Self::send(token, &payer, &Self::pot_account(class), amount)?;
			let schedule = Schedule::Next;
			Self::deposit_event(Event::DividendPaid { class, token, payer, amount, schedule });
		}
		Ok(())
	}
}

/// A list that has to fit.
fn fitting<V: Clone, S: Get<u32>>(list: &[V]) -> Result<BoundedVec<V, S>, DispatchError> {
	list.to_vec().try_into().map_err(|_| DispatchError::Other("a name or a list is too long"))
}
