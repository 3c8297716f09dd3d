//! Authorised upgrades, which end, and code that waits until nodes have compiled it.

use crate::{Config, Error, Event, NextCode, NextCodeAt, Pallet, Upgrade, UpgradeTerm};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{dispatch::DispatchResult, ensure, traits::Get, weights::Weight};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System, SetCode, WeightInfo as _};
use sp_runtime::traits::{CheckedAdd, Hash as _};

impl<T: Config> Pallet<T> {
	/// Authorises code by its hash, with a check of name and version.
	pub(crate) fn do_authorize_upgrade(code_hash: T::Hash) -> DispatchResult {
		ensure!(code_hash != T::Hash::default(), Error::<T>::ZeroHash);
		let now = System::<T>::block_number();
		let expires_at = now.checked_add(&T::UpgradeLife::get()).ok_or(Error::<T>::Overflow)?;
		Upgrade::<T>::put(UpgradeTerm { code_hash, expires_at });
		System::<T>::do_authorize_upgrade(code_hash, true);
		Self::deposit_event(Event::UpgradeAuthorized { code_hash, expires_at });
		Ok(())
	}

	/// Takes an authorisation back, if it is still there.
	pub(crate) fn do_revoke_upgrade() -> DispatchResult {
		let code_hash = Upgrade::<T>::get().ok_or(Error::<T>::NothingAuthorized)?.code_hash;
		Self::forget_upgrade(code_hash, Event::UpgradeRevoked { code_hash });
		Ok(())
	}

	/// Removes an authorisation that has expired, or what is left of one that was used.
	pub(crate) fn do_lapse_upgrade() -> DispatchResult {
		let code_hash = Upgrade::<T>::get().ok_or(Error::<T>::NothingAuthorized)?.code_hash;
		let over = Self::upgrade_is_over() || !Self::is_authorized(code_hash);
		ensure!(over, Error::<T>::NotExpired);
		Self::forget_upgrade(code_hash, Event::UpgradeLapsed { code_hash });
		Ok(())
	}

	/// Whether an authorisation has expired, so that its code is no longer taken.
	pub(crate) fn upgrade_is_over() -> bool {
		Upgrade::<T>::get().is_some_and(|term| term.expires_at <= System::<T>::block_number())
	}

	/// Whether the system would take code with this hash. Its record keeps the hash to itself, so what is compared is how it
	/// is stored.
	fn is_authorized(code_hash: T::Hash) -> bool {
		let ours = (code_hash, true).encode();
		System::<T>::authorized_upgrade().is_some_and(|stored| stored.encode() == ours)
	}

	/// The system offers no way to remove an authorisation, but no code has a hash of zeros.
	fn forget_upgrade(code_hash: T::Hash, event: Event<T>) {
		Upgrade::<T>::kill();
		if Self::is_authorized(code_hash) {
			System::<T>::do_authorize_upgrade(T::Hash::default(), true);
			Self::deposit_event(event);
		} else {
			Self::deposit_event(Event::UpgradeSettled { code_hash });
		}
	}

	/// Puts code that has waited long enough in the place of the present one.
	pub(crate) fn put_next_code(now: BlockNumberFor<T>) -> Weight {
		let look = T::DbWeight::get().reads(1);
		if NextCodeAt::<T>::get().is_none_or(|at| now < at) {
			return look;
		}
		NextCodeAt::<T>::kill();
		if let Some(code) = NextCode::<T>::take() {
			System::<T>::update_code_in_storage(&code);
		}
		T::SystemWeightInfo::set_code()
			.saturating_add(look)
			.saturating_add(T::DbWeight::get().reads_writes(1, 2))
	}
}

/// For `frame_system::Config::OnSetCode`: the system has checked the code, which waits here. Later code takes the place of code that
/// still waits.
impl<T: Config> SetCode<T> for Pallet<T> {
	fn set_code(code: Vec<u8>) -> DispatchResult {
		let now = System::<T>::block_number();
		let at = now.checked_add(&T::UpgradeNotice::get()).ok_or(Error::<T>::Overflow)?;
		let code_hash = T::Hashing::hash(&code);
		NextCode::<T>::put(code);
		NextCodeAt::<T>::put(at);
		Self::deposit_event(Event::UpgradeScheduled { code_hash, at });
		Ok(())
	}
}
