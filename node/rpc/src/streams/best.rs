//! Best prices: the last word on each market, however slowly somebody reads.

use crate::{
	answers::{Best, Head},
	error::Error,
	orderbook::best_answer,
	streams::{
		chain::Chain,
		depth::ending,
		outbox::{message, Message, Outbox},
	},
};
use order_book_runtime_api::MarketId;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};

/// Everybody who follows best prices.
#[derive(Default)]
pub(crate) struct BestStreams {
	markets: BTreeMap<MarketId, Followed>,
}

/// A market that is followed.
struct Followed {
	best: Best,
	written: Message,
	readers: Vec<Arc<Outbox>>,
}

impl BestStreams {
	pub(crate) fn is_empty(&self) -> bool {
		self.markets.is_empty()
	}

	/// Forgets who has gone.
	pub(crate) fn sweep(&mut self) {
		self.markets.retain(|_, followed| {
			followed.readers.retain(|reader| reader.is_open());
			!followed.readers.is_empty()
		});
	}

	/// Begins a stream at the head.
	pub(crate) fn subscribe<C: Chain>(
		&mut self,
		chain: &C,
		block: Head<C::Hash>,
		ids: &[MarketId],
		reader: &Arc<Outbox>,
	) -> Result<(), Error> {
		let mut all = Vec::new();
		for id in ids.iter().collect::<BTreeSet<_>>() {
			let best = match self.markets.get(id) {
				Some(followed) => followed.best.clone(),
				None => best_answer(&chain.market(block.hash, *id)?),
			};
			all.push((*id, best));
		}
		let at = written(&block)?;
		for (id, best) in all {
			let written = written(&best)?;
			reader.put(&at, id, &written);
			let new = Followed { best, written, readers: Vec::new() };
			self.markets.entry(id).or_insert(new).readers.push(reader.clone());
		}
		Ok(())
	}

	/// Tells what differs after a block, wherever it lies.
	pub(crate) fn go_to<C: Chain>(&mut self, chain: &C, block: Head<C::Hash>) {
		let Ok(at) = written(&block) else { return };
		self.markets.retain(|id, followed| match followed.go_to(chain, *id, &at, block) {
			Ok(()) => true,
			Err(error) => {
				let reason = ending(&error);
				followed.readers.iter().for_each(|reader| reader.close(&reason));
				false
			}
		});
	}
}

impl Followed {
	fn go_to<C: Chain>(
		&mut self,
		chain: &C,
		id: MarketId,
		at: &Message,
		block: Head<C::Hash>,
	) -> Result<(), Error> {
		let best = best_answer(&chain.market(block.hash, id)?);
		if best != self.best {
			self.written = written(&best)?;
			self.best = best;
			self.readers.iter().for_each(|reader| reader.put(at, id, &self.written));
		}
		Ok(())
	}
}

fn written(what: &impl serde::Serialize) -> Result<Message, Error> {
	message(what).ok_or_else(|| Error::Internal("an answer cannot be written as JSON".into()))
}
