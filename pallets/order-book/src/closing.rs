//! Closing a market: its orders go back to their owners, so many a block, then the market ends.

use crate::{
	storage_book::StorageBook, Books, Closing, Config, Event, FeeSink as _, HoldReason, Listings,
	Market, MarketId, Markets, Pallet, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::*,
	storage::with_storage_layer,
	traits::{fungible::hold::Mutate as _, tokens::Precision},
};
use order_book_engine::{book, Budget, LevelAt, Owner, Removal, RemovalReason, Side, Store};

impl<T: Config> Pallet<T> {
	/// Returns orders of the first closing market, at most `MaxUnwound` and as many as fit in `remaining`; ends the market
	/// when none is left. Returns the weight used.
	pub(crate) fn unwind(remaining: Weight) -> Weight {
		let look = T::DbWeight::get().reads(1);
		if remaining.any_lt(look) {
			return Weight::zero();
		}
		let Some(market) = Closing::<T>::get().first().copied() else { return look };
		let one = T::WeightInfo::unwind(1).saturating_sub(T::WeightInfo::unwind(0)); // a slope
		let Some(fit) = remaining
			.checked_sub(&T::WeightInfo::unwind(0))
			.and_then(|spare| spare.checked_div_per_component(&one))
		else {
			return look;
		};
		let most = T::MaxUnwound::get().min(u32::try_from(fit).unwrap_or(u32::MAX));
		let returned = with_storage_layer(|| Self::return_orders(market, most));
		let count = match returned {
			Ok(count) => count,
			Err(error) => {
				// A market that cannot be unwound must not keep others from it: it goes to the end of the line.
				log::error!(target: "runtime::order-book", "market {market} cannot be unwound: {error:?}");
				Self::rotate_closing();
				most
			}
		};
		T::WeightInfo::unwind(count)
	}

	/// Returns up to `most` orders of a market; with fewer than that left, ends it.
	fn return_orders(market: MarketId, most: u32) -> Result<u32, DispatchError> {
		let Some(found) = Markets::<T>::get(market) else {
			Self::forget_closing(market);
			return Ok(0);
		};
		let (count, empty) =
			Self::take_out_orders(market, &found, most, RemovalReason::MarketClosing)?;
		if empty {
			T::Native::release(
				&HoldReason::MarketDeposit.into(),
				&found.lister,
				found.deposit,
				Precision::BestEffort,
			)?;
			for token in [found.params.base, found.params.quote] {
				Listings::<T>::mutate_exists(token, |count| {
					*count =
						count.and_then(|count| count.checked_sub(1)).filter(|count| *count > 0);
				});
			}
			Books::<T>::remove(market);
			Markets::<T>::remove(market);
			Self::forget_closing(market);
			T::FeeSink::market_ended(market, &found);
			Self::deposit_event(Event::MarketClosed { market });
		}
		Ok(count)
	}

	/// Returns up to `most` orders of a market to their owners: how many these were, and whether the book is empty now. To
	/// be called in a storage layer.
	pub(crate) fn take_out_orders(
		market: MarketId,
		found: &Market<T::AccountId>,
		most: u32,
		reason: RemovalReason,
	) -> Result<(u32, bool), DispatchError> {
		let mut session = Self::session(market, found, Budget::default());
		let mut removals: Vec<Removal> = Vec::new();
		for _ in 0..most {
			let Some(place) = first_order(&mut session.store) else { break };
			removals.push(session.evict(place, reason).map_err(crate::Error::<T>::from)?);
		}
		if reason == RemovalReason::MarketClosing {
			forget_deadlines(&mut session.store, &removals);
		}
		let count = u32::try_from(removals.len()).unwrap_or(most); // never more than `most`
		let empty = session.store.header().orders == 0;
		// Nobody's order: the call is nobody's either.
		let caller = Owner(Self::fee_account(market).into());
		session.store.flush();
		Self::convert_owners(found, &session.sheet)?;
		session.ledger.settle(&caller, &session.sheet).map_err(|_| crate::Error::<T>::Corrupt)?;
		if count > 0 {
			Self::deposit_event(Event::MarketUnwound { market, removals });
		}
		Ok((count, empty))
	}

	fn forget_closing(market: MarketId) {
		Closing::<T>::mutate(|closing| closing.retain(|other| *other != market));
	}

	fn rotate_closing() {
		Closing::<T>::mutate(|closing| {
			if let Some(first) = closing.first().copied() {
				closing.retain(|other| *other != first);
				// There is room: it has just been taken out.
				let _ = closing.try_push(first);
			}
		});
	}
}

/// Takes the deadlines of owners whose last order has gone: nothing will rest in this market any more.
fn forget_deadlines<T: Config>(store: &mut StorageBook<T>, removals: &[Removal]) {
	for gone in removals {
		let trader = store.trader(&gone.owner);
		if trader.orders.is_empty() && trader.deadline.is_some() {
			store.trader_mut(&gone.owner).deadline = None;
		}
	}
}

/// The first order of the best level of either side.
fn first_order<T: Config>(store: &mut StorageBook<T>) -> Option<order_book_engine::Locator> {
	let (side, tick) = match (store.header().best(Side::Bid), store.header().best(Side::Ask)) {
		(Some(tick), _) => (Side::Bid, tick),
		(None, Some(tick)) => (Side::Ask, tick),
		(None, None) => return None,
	};
	book::first_order(store, LevelAt { side, tick }).map(|(place, _)| place)
}
