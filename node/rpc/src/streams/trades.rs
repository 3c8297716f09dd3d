//! Trades: those of each block that has some, and on a reorganisation from where on they are void.

use crate::{
	answers::{streams::TradesMessage, Head},
	error::Error,
	streams::{
		chain::Chain,
		depth::ending,
		happening::Happening,
		outbox::{message, Outbox},
		route::Step,
	},
};
use order_book_runtime_api::MarketId;
use std::{collections::BTreeMap, sync::Arc};

/// Everybody who follows trades, by market; `None` is all markets.
#[derive(Default)]
pub(crate) struct TradeStreams {
	readers: BTreeMap<Option<MarketId>, Vec<Arc<Outbox>>>,
}

impl TradeStreams {
	pub(crate) fn is_empty(&self) -> bool {
		self.readers.is_empty()
	}

	/// Forgets who has gone.
	pub(crate) fn sweep(&mut self) {
		self.readers.retain(|_, readers| {
			readers.retain(|reader| reader.is_open());
			!readers.is_empty()
		});
	}

	/// Begins a stream at the head.
	pub(crate) fn subscribe<C: Chain>(
		&mut self,
		chain: &C,
		block: Head<C::Hash>,
		market: Option<MarketId>,
		reader: Arc<Outbox>,
	) -> Result<(), Error> {
		market.map(|id| chain.market(block.hash, id)).transpose()?;
		send([&reader], &TradesMessage::Start { block });
		self.readers.entry(market).or_default().push(reader);
		Ok(())
	}

	/// Tells the trades of a block.
	pub(crate) fn step<C: Chain>(
		&mut self,
		chain: &C,
		step: &Step<C::Hash>,
		happening: Result<&Happening, &Error>,
	) {
		let told = match happening {
			Ok(happening) => self.tell(chain, step, happening).map(|()| &happening.closed),
			Err(error) => Err(error.clone()),
		};
		match told {
			Ok(closed) => closed.iter().for_each(|market| self.end(*market)),
			// Trades would be missing, which nobody could see.
			Err(error) => self.close(&ending(&error)),
		}
	}

	/// Ends those of a market that has ended.
	fn end(&mut self, market: MarketId) {
		let reason = ending(&Error::UnknownMarket(market));
		let readers = self.readers.remove(&Some(market)).unwrap_or_default();
		readers.iter().for_each(|reader| reader.close(&reason));
	}

	fn tell<C: Chain>(
		&self,
		chain: &C,
		step: &Step<C::Hash>,
		happening: &Happening,
	) -> Result<(), Error> {
		if happening.trades.is_empty() {
			return Ok(());
		}
		let (block, parent) = (step.block, step.parent.hash);
		let time = chain.time_ms(block.hash)?;
		for (market, readers) in &self.readers {
			let wanted = |id| market.is_none_or(|market| market == id);
			let trades: Vec<_> = happening
				.trades
				.iter()
				.filter(|traded| wanted(traded.trade.market))
				.map(|traded| traded.answer())
				.collect();
			if !trades.is_empty() {
				send(readers, &TradesMessage::Trades { block, parent, time, trades });
			}
		}
		Ok(())
	}

	/// Says that the trades after a block are void.
	pub(crate) fn reset<Hash: Copy + serde::Serialize>(&self, common: Head<Hash>) {
		send(self.readers.values().flatten(), &TradesMessage::Reset { common });
	}

	/// Tells what has become final.
	pub(crate) fn finalize<C: Chain>(&self, chain: &C, block: Head<C::Hash>) {
		for (market, readers) in &self.readers {
			let seq = market.and_then(|id| chain.market(block.hash, id).ok());
			let seq = seq.map(|market| market.info.best.sequence);
			send(readers, &TradesMessage::Final { block, seq });
		}
	}

	/// Ends all of them.
	pub(crate) fn close(&mut self, reason: &str) {
		self.readers.values().flatten().for_each(|reader| reader.close(reason));
		self.readers.clear();
	}
}

/// One message for all of them, written once.
fn send<'a, Hash: serde::Serialize>(
	readers: impl IntoIterator<Item = &'a Arc<Outbox>>,
	what: &TradesMessage<Hash>,
) {
	let mut readers = readers.into_iter().peekable();
	if readers.peek().is_none() {
		return;
	}
	if let Some(message) = message(what) {
		readers.for_each(|reader| reader.push(&message));
	}
}
