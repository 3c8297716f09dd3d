//! The invariants of grants, and their checks in the same order.
//!
//! 1. No empty list is stored; each grant has a number below the next, which no other grant has; its terms are in order, and
//!    less is released of it than was granted.
//! 2. For each class and account, what is on hold for vesting is the sum over his grants of what has not been released.

use crate::{Config, GrantId, Grants, HoldReason, NextGrantId, Pallet};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::fungibles::hold::Inspect as _};
use pallet_shareholders::Balance;
use shareholders_accounting::TokenId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut numbers = BTreeSet::<GrantId>::new();
		let mut on_hold = BTreeMap::<(TokenId, T::AccountId), Balance>::new();
		for (class, who, grants) in Grants::<T>::iter() {
			ensure!(!grants.is_empty(), "1: an empty list is stored");
			let sum = on_hold.entry((class, who)).or_default();
			for grant in grants {
				ensure!(grant.id < NextGrantId::<T>::get(), "1: a grant with a number to come");
				ensure!(numbers.insert(grant.id), "1: two grants with one number");
				ensure!(grant.terms.are_in_order(), "1: terms out of order");
				ensure!(grant.released < grant.amount, "1: a grant that has ended is stored");
				let held = grant.held().map_err(|_| "1: more is released than granted")?;
				*sum = sum.checked_add(held).ok_or("2: grants out of range")?;
			}
		}
		Self::check_holds(&on_hold)
	}

	/// Invariant 2. Accounts are those of the system: a hold needs one.
	fn check_holds(
		on_hold: &BTreeMap<(TokenId, T::AccountId), Balance>,
	) -> Result<(), TryRuntimeError> {
		let reason = HoldReason::Vesting.into();
		for class in pallet_shareholders::Classes::<T>::iter_keys() {
			for who in frame_system::Account::<T>::iter_keys() {
				let held = T::Ledger::balance_on_hold(class, &reason, &who);
				let expected = on_hold.get(&(class, who)).copied().unwrap_or(0);
				ensure!(held == expected, "2: what is on hold differs from the grants");
			}
		}
		let known = |class| pallet_shareholders::Classes::<T>::contains_key(class);
		ensure!(on_hold.keys().all(|(class, _)| known(class)), "2: a grant of no class");
		Ok(())
	}
}
