//! The dead-man's switch of traders: setting it, and clearing up what it has ended. What it means is in
//! [`order_book_engine::deadline`].

use crate::{
	storage_book::StorageBook, Config, Error, Event, MarketId, Markets, Outcome, Pallet, Refused,
	Traders, Work,
};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use order_book_engine::{deadline, Block, Owner, Store};

impl<T: Config> Pallet<T> {
	/// Sets a trader's deadline in several markets, in all of them or in none. Where a market has ended there is nothing to
	/// protect, so a deadline is refused there, and taking one away clears what was stored.
	pub(crate) fn do_cancel_after(
		trader: &T::AccountId,
		markets: &[MarketId],
		deadline: Option<Block>,
	) -> DispatchResult {
		ensure!(!markets.is_empty(), Error::<T>::EmptyBatch);
		let now = Self::now();
		deadline::in_range(deadline, now).map_err(Error::<T>::from)?;
		let known = markets.iter().all(Markets::<T>::contains_key);
		ensure!(deadline.is_none() || known, Error::<T>::UnknownMarket);

		let owner = Owner(trader.clone().into());
		for market in markets.iter().copied() {
			if !known && !Markets::<T>::contains_key(market) {
				Traders::<T>::remove(trader, market); // no order outlives its market
				continue;
			}
			let mut store = StorageBook::<T>::load(market);
			deadline::set(&mut store, &owner, deadline, now).map_err(Error::<T>::from)?;
			let sequence = store.header().sequence;
			store.flush();
			Self::deposit_event(Event::Executed {
				market,
				trader: trader.clone(),
				sequence,
				outcomes: alloc::vec![Outcome::DeadlineSet(deadline)],
				fills: Vec::new(),
				removals: Vec::new(),
			});
		}
		Ok(())
	}

	/// Removes what no longer trades of an account's orders in a market, and its record where only a deadline is left that
	/// passed long ago, or whose market has ended.
	pub(crate) fn do_remove_lapsed(
		caller: &T::AccountId,
		market: MarketId,
		account: &T::AccountId,
	) -> Result<Work, Refused> {
		if !Markets::<T>::contains_key(market) {
			ensure!(Traders::<T>::contains_key(account, market), Error::<T>::UnknownMarket);
			Traders::<T>::remove(account, market); // as above
			return Ok(Work::default());
		}
		let owner = Owner(account.clone().into());
		let mut looked_at = 0;
		let work = Self::do_single(caller, market, |session, _| {
			looked_at = session.remove_lapsed(&owner)?;
			let removed = u32::try_from(session.removals.len()).unwrap_or(looked_at); // at most as many
			Ok(Outcome::LapsedRemoved(removed))
		})?;
		Ok(Work { cancelled: looked_at, ..work })
	}

	/// See `OrderBookApi::deadline`.
	pub fn deadline(account: T::AccountId, market: MarketId) -> Option<Block> {
		Traders::<T>::get(account, market).and_then(|trader| trader.deadline)
	}
}
