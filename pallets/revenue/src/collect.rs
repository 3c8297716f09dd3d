//! Collecting: from the fee accounts of markets to listers and to the revenue account.

use crate::{
	transfer::TokensOf, Balance, Config, Ended, EndedMarket, Error, Event, NextMarket, Pallet,
	SplitOf, WeightInfo,
};
use frame_support::{
	ensure, storage::with_storage_layer, traits::fungibles::Inspect, traits::Get, weights::Weight,
};
use pallet_order_book::{MarketId, Markets, NextMarketId, Pallet as OrderBook};
use shareholders_accounting::TokenId;
use sp_runtime::DispatchResult;

/// The fees of one market that can be collected.
struct Fees<AccountId> {
	market: MarketId,
	account: AccountId,
	lister: AccountId,
	token: TokenId,
	amount: Balance,
	/// Whether the market has ended and its account is emptied for good.
	ended: bool,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_collect(market: MarketId) -> DispatchResult {
		let fees = Self::fees_of(market)?;
		Self::take(&fees)
	}

	/// Collects the fees of the next markets, at most `MarketsPerBlock` and as many as fit in `remaining`; returns the weight
	/// used.
	pub(crate) fn collect_in_turn(remaining: Weight) -> Weight {
		let collect = <T as Config>::WeightInfo::collect();
		let mut used = <T as Config>::WeightInfo::turn(0);
		let look = <T as Config>::WeightInfo::turn(1).saturating_sub(used); // a slope
		let most = collect.max(look);
		if used.saturating_add(most).any_gt(remaining) {
			return Weight::zero();
		}
		let count = NextMarketId::<T>::get();
		if count == 0 {
			return used;
		}
		let mut next = NextMarket::<T>::get();
		for _ in 0..T::MarketsPerBlock::get().min(count) {
			// Nothing here is near the range of a weight.
			if used.saturating_add(most).any_gt(remaining) {
				break;
			}
			let market = if next < count { next } else { 0 };
			next = market.saturating_add(1); // at most `count`
			used = used.saturating_add(match Self::fees_of(market) {
				Ok(fees) => {
					Self::try_take(&fees);
					collect
				}
				Err(_) => look,
			});
		}
		NextMarket::<T>::put(next);
		used
	}

	/// Collects fees, or leaves them where they are for the next turn.
	fn try_take(fees: &Fees<T::AccountId>) {
		if let Err(error) = Self::take(fees) {
			let market = fees.market;
			log::debug!(target: "runtime::revenue", "fees of market {market} stay: {error:?}");
		}
	}

	/// Takes everything out of the fee account of a market that has ended, now or, if the ledger refuses, later.
	pub(crate) fn take_last(market: MarketId, ended: EndedMarket<T::AccountId>) {
		Ended::<T>::insert(market, ended);
		if let Ok(fees) = Self::fees_of(market) {
			Self::try_take(&fees);
		}
	}

	fn fees_of(market: MarketId) -> Result<Fees<T::AccountId>, Error<T>> {
		let account = OrderBook::<T>::fee_account(market);
		let (lister, token, ended) = match Markets::<T>::get(market) {
			Some(found) => (found.lister, found.params.quote, false),
			None => {
				let found = Ended::<T>::get(market).ok_or(Error::<T>::UnknownMarket)?;
				(found.lister, found.quote, true)
			}
		};
		let amount = if ended {
			TokensOf::<T>::total_balance(token, &account)
		} else {
			Self::spare(token, &account)
		};
		ensure!(ended || amount > 0, Error::<T>::NothingToCollect);
		Ok(Fees { market, account, lister, token, amount, ended })
	}

	/// Moves fees on: all of them to the revenue account, then the lister's part out of it, so that an account that is emptied
	/// leaves no dust behind.
	fn take(fees: &Fees<T::AccountId>) -> DispatchResult {
		let Fees { market, account, lister, token, amount, ended } = fees;
		let (market, token, amount) = (*market, *token, *amount);
		let part = SplitOf::<T>::get().of_lister::<T>(amount)?;
		let rest = amount.checked_sub(part).ok_or(Error::<T>::Overflow)?;
		let revenue = T::RevenueAccount::get();
		// The revenue account must not need the lister's part to exist. What an ended market leaves is at least the minimum
		// balance, and there will be no more.
		let enough = *ended || rest == 0 || Self::can_receive(token, &revenue, rest);
		ensure!(enough, Error::<T>::CannotCollect);

		with_storage_layer(|| {
			if amount > 0 {
				Self::send(token, account, &revenue, amount)
					.map_err(|_| Error::<T>::CannotCollect)?;
			}
			let deliver = || Self::send(token, &revenue, lister, part);
			let paid = if part > 0 && with_storage_layer(deliver).is_ok() { part } else { 0 };
			if *ended {
				Self::forget(market);
			}
			let revenue = amount.checked_sub(paid).ok_or(Error::<T>::Overflow)?;
			let lister = lister.clone();
			Self::deposit_event(Event::Collected { market, token, lister, paid, revenue });
			Ok(())
		})
	}

	/// Lets go what was kept for a market that has ended.
	fn forget(market: MarketId) {
		Ended::<T>::remove(market);
		if let Err(error) = OrderBook::<T>::close_fee_account(market) {
			// Somebody has sent it another token.
			log::debug!(target: "runtime::revenue", "fee account {market} goes on: {error:?}");
		}
	}
}
