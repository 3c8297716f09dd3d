//! What becomes of the fees of a market that ends.

use crate::{Config, EndedMarket, Pallet};
use pallet_order_book::{FeeSink, Market, MarketId};

impl<T: Config> FeeSink<T::AccountId> for Pallet<T> {
	fn market_ended(market: MarketId, ended: &Market<T::AccountId>) {
		let (lister, quote) = (ended.lister.clone(), ended.params.quote);
		Self::take_last(market, EndedMarket { lister, quote });
	}
}
