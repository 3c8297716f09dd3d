//! The checks of invariants 9 and 10 of `try_state.rs`.

use crate::{
	Classes, Config, ConvertedEarly, FractionPools, Fractions, Pallet, PayoutTokens,
	SplitLedger as _, SplitPhase, Splits, KSI,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungibles::Inspect as _};
use shareholders_accounting::TokenId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Invariants 9 and 10.
	pub(crate) fn check_splits() -> Result<(), TryRuntimeError> {
		for (token, class) in Classes::<T>::iter() {
			let running = Splits::<T>::get(token);
			let converting = running.is_some_and(|split| {
				matches!(split.phase, SplitPhase::Converting { .. } | SplitPhase::Approving { .. })
			});
			ensure!(class.register.split.is_some() == converting, "9: the register stands still");
			ensure!(
				T::ShareTokens::is_splitting(token) == converting,
				"9: the ledger stands still"
			);
			let paid_in = converting && PayoutTokens::<T>::contains_key(token);
			ensure!(!paid_in, "9: a token that a class pays in is converted");
		}
		for class in Splits::<T>::iter_keys() {
			ensure!(Classes::<T>::contains_key(class), "9: a split of no class");
		}
		for (class, who, ()) in ConvertedEarly::<T>::iter() {
			let split = Splits::<T>::get(class).ok_or("9: a mark without a split")?;
			let SplitPhase::Converting { last } = split.phase else {
				return Err("9: a mark outside the conversion".into());
			};
			let walked = last.is_some_and(|last| T::ShareTokens::is_walked(class, &who, &last));
			ensure!(!walked, "9: a mark that should have been removed");
		}
		Self::check_fractions()
	}

	/// Invariant 10.
	fn check_fractions() -> Result<(), TryRuntimeError> {
		let mut sums: BTreeMap<(TokenId, u32), u128> = BTreeMap::new();
		for ((class, split, _), fraction) in Fractions::<T>::iter() {
			let sum = sums.entry((class, split)).or_default();
			*sum = sum.checked_add(fraction.parts).ok_or("10: fractions out of range")?;
		}
		for (token, class) in Classes::<T>::iter() {
			let (Some(split), Some(running)) = (class.register.split, Splits::<T>::get(token))
			else {
				continue;
			};
			let sum = sums.remove(&(token, running.number)).unwrap_or(0);
			ensure!(sum == split.fractions, "10: fractions of a split that is running");
		}
		let mut owed: BTreeMap<TokenId, (u128, u128)> = BTreeMap::new();
		for (class, number, left) in FractionPools::<T>::iter() {
			let sum = sums.remove(&(class, number)).unwrap_or(0);
			let pool = left.pool;
			ensure!(sum == pool.unclaimed, "10: fractions that have not been claimed for");
			ensure!(pool.proceeds > 0 || sum == pool.parts, "10: claimed before the sale");
			ensure!(
				(left.shares > 0) == (pool.proceeds == 0),
				"10: sold and not paid, or paid twice"
			);
			ensure!(left.auction.is_none() || left.shares > 0, "10: an auction of nothing");
			let (shares, booked) = owed.entry(class).or_default();
			ensure!(left.shares == 0 || *shares == 0, "10: two splits have shares to sell");
			*shares = (*shares).max(left.shares);
			*booked = booked.checked_add(pool.booked).ok_or("10: proceeds out of range")?;
		}
		ensure!(sums.is_empty(), "10: fractions of no split");
		for (class, (shares, booked)) in owed {
			let pot = Self::fraction_pot(class);
			let balance = T::Tokens::total_balance(class, &pot);
			ensure!(balance >= shares, "10: the fraction pot has less than it has to sell");
			let least = T::Tokens::minimum_balance(KSI);
			let needed = booked.checked_add(least).ok_or("10: proceeds out of range")?;
			let enough = booked == 0 || T::Tokens::total_balance(KSI, &pot) >= needed;
			ensure!(enough, "10: a fraction pot has less than can be claimed");
		}
		Ok(())
	}
}
