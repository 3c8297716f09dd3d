//! What happened in a block, with what it takes to show it: read once for all streams.

use crate::{
	answers::streams::Trade,
	chain::MarketView,
	error::Error,
	orderbook::side_name,
	streams::{chain::Chain, route::Step},
	units::Grid,
};
use kongsi_events::{Change, Happened, MarketEvent, What};
use order_book_engine::QuoteAtoms;
use order_book_runtime_api::MarketId;
use sp_core::crypto::Ss58Codec;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};

/// What happened in a block.
pub(crate) struct Happening {
	/// Trades of all markets, in order.
	pub(crate) trades: Vec<Traded>,
	/// What became of orders, in order.
	pub(crate) changes: Vec<Change>,
	/// Markets whose ticks or lots mean something else now.
	pub(crate) regridded: BTreeSet<MarketId>,
	/// Markets that have ended.
	pub(crate) closed: BTreeSet<MarketId>,
	/// Every market that is mentioned.
	views: BTreeMap<MarketId, Arc<MarketView>>,
}

/// A trade and its place.
pub(crate) struct Traded {
	/// The trade.
	pub(crate) trade: kongsi_events::Trade,
	/// Its place among the trades of the block.
	pub(crate) index: u32,
	/// Its market, with the units that the trade was made in.
	pub(crate) view: Arc<MarketView>,
}

impl Happening {
	/// Reads a block.
	///
	/// # Errors
	///
	/// Its state is gone, or its events cannot be read, or not all of those about orders.
	pub(crate) fn read<C: Chain>(chain: &C, step: &Step<C::Hash>) -> Result<Self, Error> {
		let happened = chain.happened(step.block.hash)?;
		if let Some(unread) =
			happened.unread.iter().find(|unread| unread.name.starts_with("OrderBook."))
		{
			return Err(Error::Internal(format!(
				"{} of block {} cannot be read, the runtime is newer than this node: {}",
				unread.name, step.block.number, unread.error
			)));
		}
		let set = last_settings(&happened);
		let mut views = Views { chain, step, known: BTreeMap::new() };
		let mut trades = Vec::new();
		for (event, executed) in happened.executed() {
			for trade in executed.trades() {
				let before = set.get(&trade.market).is_some_and(|set| event.index < *set);
				let view = match before {
					true => views.before(trade.market)?,
					false => views.get(trade.market)?,
				};
				let index = u32::try_from(trades.len()).unwrap_or(u32::MAX); // a block has room for far fewer
				trades.push(Traded { trade, index, view });
			}
		}
		let changes: Vec<Change> = happened
			.events
			.iter()
			.flat_map(|event| match &event.what {
				What::Executed(executed) => executed.changes().collect::<Vec<_>>(),
				What::Market(market) => market.changes().collect(),
				_ => Vec::new(),
			})
			.collect();
		let mut regridded = BTreeSet::new();
		for id in set.into_keys() {
			// Fees are set in the same way, and change no order.
			if views.before(id)?.grid != views.get(id)?.grid {
				regridded.insert(id);
			}
		}
		let closed = happened
			.markets()
			.filter(|(_, market)| matches!(market, MarketEvent::Closed { .. }))
			.map(|(_, market)| market.market())
			.collect();
		Ok(Self { trades, changes, regridded, closed, views: views.known })
	}

	/// A market that an account's orders are in.
	pub(crate) fn view<C: Chain>(
		&mut self,
		chain: &C,
		step: &Step<C::Hash>,
		id: MarketId,
	) -> Result<Arc<MarketView>, Error> {
		let mut views = Views { chain, step, known: std::mem::take(&mut self.views) };
		let view = views.get(id);
		self.views = views.known;
		view
	}
}

/// Where among the events a market's parameters were last set.
fn last_settings(happened: &Happened) -> BTreeMap<MarketId, u32> {
	happened
		.markets()
		.filter(|(_, market)| matches!(market, MarketEvent::ParamsSet { .. }))
		.map(|(event, market)| (market.market(), event.index))
		.collect()
}

/// Markets around a block.
struct Views<'a, C: Chain> {
	chain: &'a C,
	step: &'a Step<C::Hash>,
	known: BTreeMap<MarketId, Arc<MarketView>>,
}

impl<C: Chain> Views<'_, C> {
	/// After the block; before it if it has ended there.
	fn get(&mut self, id: MarketId) -> Result<Arc<MarketView>, Error> {
		if let Some(known) = self.known.get(&id) {
			return Ok(known.clone());
		}
		let view = match self.chain.market(self.step.block.hash, id) {
			Err(Error::UnknownMarket(_)) => self.chain.market(self.step.parent.hash, id)?,
			view => view?,
		};
		let view = Arc::new(view);
		self.known.insert(id, view.clone());
		Ok(view)
	}

	/// Before the block; after it if it was founded there.
	fn before(&mut self, id: MarketId) -> Result<Arc<MarketView>, Error> {
		match self.chain.market(self.step.parent.hash, id) {
			Err(Error::UnknownMarket(_)) => self.get(id),
			view => view.map(Arc::new),
		}
	}
}

impl Traded {
	/// In human units.
	pub(crate) fn answer(&self) -> Trade {
		let (trade, grid) = (&self.trade, &self.view.grid);
		Trade {
			market: trade.market,
			symbol: self.view.symbol(),
			seq: trade.sequence,
			index: self.index,
			side: side_name(trade.taker_side),
			price: grid.price(trade.price).to_string(),
			size: grid.size(trade.lots).to_string(),
			notional: grid.quote(trade.notional).to_string(),
			taker: trade.taker.to_ss58check(),
			taker_order: trade.taker_order.map(|id| id.bits().to_string()),
			taker_fee: grid.quote(trade.taker_fee).to_string(),
			maker: trade.maker.to_ss58check(),
			maker_order: trade.maker_order.bits().to_string(),
			maker_fee: self.maker_fee(),
		}
	}

	/// The maker's fee in human units; a rebate has a minus sign.
	pub(crate) fn maker_fee(&self) -> String {
		let rebate = self.view.info.params.maker_fee_ppm < 0;
		signed(&self.view.grid, self.trade.maker_fee, rebate)
	}
}

fn signed(grid: &Grid, amount: QuoteAtoms, negative: bool) -> String {
	let sign = if negative && !amount.is_zero() { "-" } else { "" };
	format!("{sign}{}", grid.quote(amount))
}
