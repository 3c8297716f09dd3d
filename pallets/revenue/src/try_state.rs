//! The invariants of the revenue, and their checks in the same order.
//!
//! 1. The parts of the split add up, and the lister's is at most everything.
//! 2. The accounts of revenue, validators and treasury exist by themselves, so that they can receive any token.
//! 3. A market is remembered as ended only if it is gone, its number was given, and its fee account exists.
//! 4. The market that is looked at next has a number that was given, or it is the first one's turn.

use crate::{Config, Ended, NextMarket, Pallet, SplitOf};
use frame_support::ensure;
use frame_system::Pallet as System;
use pallet_order_book::{Markets, NextMarketId, Pallet as OrderBook};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		SplitOf::<T>::get().check::<T>().map_err(|_| "1: the split")?;
		for account in Self::accounts() {
			ensure!(System::<T>::providers(&account) > 0, "2: an account does not exist by itself");
		}
		for market in Ended::<T>::iter_keys() {
			ensure!(!Markets::<T>::contains_key(market), "3: a market has ended and is there");
			ensure!(market < NextMarketId::<T>::get(), "3: a market that never was has ended");
			let account = OrderBook::<T>::fee_account(market);
			ensure!(System::<T>::providers(&account) > 0, "3: no fee account");
		}
		ensure!(NextMarket::<T>::get() <= NextMarketId::<T>::get(), "4: the next market");
		Ok(())
	}
}
