//! Depth: a snapshot, then what each block changes.
//!
//! A market's depth is read once per block in which its book has changed, with as many levels as the most demanding of its
//! subscribers wants; the first levels of it are what the others want. So the state is one depth per market, and a diff is
//! made once for all who want the same number of levels.

use crate::{
	answers::{streams::DepthMessage, Head, Level},
	chain::MarketView,
	error::Error,
	streams::{
		chain::Chain,
		outbox::{message, Outbox},
		route::Step,
	},
};
use order_book_engine::{Lots, Side, Ticks};
use order_book_runtime_api::{Depth, DepthLevel, MarketId};
use std::{
	collections::{BTreeMap, HashMap},
	sync::Arc,
};

/// Everybody who follows a book.
pub(crate) struct DepthStreams<Hash> {
	books: BTreeMap<MarketId, Book<Hash>>,
}

/// A book that is followed, as it is after the head.
struct Book<Hash> {
	market: MarketView,
	depth: Depth,
	/// What the depth was read with.
	levels: u32,
	/// The block, and the one before it.
	at: (Head<Hash>, Hash),
	/// By the number of levels they want.
	readers: BTreeMap<u32, Vec<Arc<Outbox>>>,
}

impl<Hash> Default for DepthStreams<Hash> {
	fn default() -> Self {
		Self { books: BTreeMap::new() }
	}
}

impl<Hash: Copy + Eq + serde::Serialize> DepthStreams<Hash> {
	pub(crate) fn is_empty(&self) -> bool {
		self.books.is_empty()
	}

	/// Forgets who has gone.
	pub(crate) fn sweep(&mut self) {
		self.books.retain(|_, book| {
			book.readers.retain(|_, readers| {
				readers.retain(|reader| reader.is_open());
				!readers.is_empty()
			});
			!book.readers.is_empty()
		});
	}

	/// Begins a stream at the head.
	pub(crate) fn subscribe<C: Chain<Hash = Hash>>(
		&mut self,
		chain: &C,
		at: (Head<Hash>, Hash),
		id: MarketId,
		levels: u32,
		reader: Arc<Outbox>,
	) -> Result<(), Error> {
		let deep_enough = self.books.get(&id).is_some_and(|book| book.levels >= levels);
		if !deep_enough {
			let market = chain.market(at.0.hash, id)?;
			let depth = chain.depth(at.0.hash, id, levels)?;
			let readers = self.books.remove(&id).map(|book| book.readers).unwrap_or_default();
			self.books.insert(id, Book { market, depth, levels, at, readers });
		}
		if let Some(book) = self.books.get_mut(&id) {
			send([&reader], &book.snapshot(levels));
			book.readers.entry(levels).or_default().push(reader);
		}
		Ok(())
	}

	/// Tells what a block has changed.
	pub(crate) fn step<C: Chain<Hash = Hash>>(&mut self, chain: &C, step: &Step<Hash>) {
		self.each(|id, book| book.step(chain, id, step));
	}

	/// Goes over to another branch, or far ahead.
	pub(crate) fn reset<C: Chain<Hash = Hash>>(
		&mut self,
		chain: &C,
		common: Option<Head<Hash>>,
		at: (Head<Hash>, Hash),
	) {
		self.each(|id, book| book.reset(chain, id, common, at));
	}

	/// Tells what has become final.
	pub(crate) fn finalize<C: Chain<Hash = Hash>>(&mut self, chain: &C, block: Head<Hash>) {
		for (id, book) in &self.books {
			let seq = chain.market(block.hash, *id).ok().map(|market| market.info.best.sequence);
			send(book.readers.values().flatten(), &DepthMessage::Final { block, seq });
		}
	}

	/// Ends all of them.
	pub(crate) fn close(&mut self, error: &Error) {
		self.each(|_, _| Err(error.clone()));
	}

	/// A book that cannot be followed any more is given up with a word.
	fn each(&mut self, mut go: impl FnMut(MarketId, &mut Book<Hash>) -> Result<(), Error>) {
		self.books.retain(|id, book| match go(*id, book) {
			Ok(()) => true,
			Err(error) => {
				let reason = ending(&error);
				book.readers.values().flatten().for_each(|reader| reader.close(&reason));
				false
			}
		});
	}
}

/// Why a stream ends, in the words of its last message.
pub(crate) fn ending(error: &Error) -> String {
	match error {
		Error::UnknownMarket(id) => format!("Market {id} has ended."),
		Error::Internal(details) => format!("The node cannot follow this any more: {details}"),
		other => other.message(),
	}
}

impl<Hash: Copy + Eq + serde::Serialize> Book<Hash> {
	fn step<C: Chain<Hash = Hash>>(
		&mut self,
		chain: &C,
		id: MarketId,
		step: &Step<Hash>,
	) -> Result<(), Error> {
		let at = (step.block, step.parent.hash);
		let market = chain.market(step.block.hash, id)?;
		if !same_units(&market, &self.market) {
			// A split has changed what ticks and lots mean: every level reads otherwise.
			return self.begin_anew(chain, id, market, Some(step.parent), at);
		}
		let (previous, last) = (self.depth.sequence, market.info.best.sequence);
		(self.market, self.at) = (market, at);
		// Every change of a book raises its sequence number: where it has not risen, nothing is read.
		let old = match last == previous {
			true => self.depth.clone(),
			false => {
				self.levels = self.wanted();
				let depth = chain.depth(step.block.hash, id, self.levels)?;
				std::mem::replace(&mut self.depth, depth)
			}
		};
		let first = last.min(previous.saturating_add(1)); // the same where nothing has changed
		let mut texts = Texts::new(&self.market);
		for (levels, readers) in &self.readers {
			let (bids, asks) = (
				changed(Side::Bid, top(&old.bids, *levels), top(&self.depth.bids, *levels)),
				changed(Side::Ask, top(&old.asks, *levels), top(&self.depth.asks, *levels)),
			);
			let (bids, asks) = (texts.levels(bids), texts.levels(asks));
			let diff =
				DepthMessage::Diff { block: at.0, parent: at.1, first, last, previous, bids, asks };
			send(readers, &diff);
		}
		Ok(())
	}

	fn reset<C: Chain<Hash = Hash>>(
		&mut self,
		chain: &C,
		id: MarketId,
		common: Option<Head<Hash>>,
		at: (Head<Hash>, Hash),
	) -> Result<(), Error> {
		let market = chain.market(at.0.hash, id)?;
		self.begin_anew(chain, id, market, common, at)
	}

	fn begin_anew<C: Chain<Hash = Hash>>(
		&mut self,
		chain: &C,
		id: MarketId,
		market: MarketView,
		common: Option<Head<Hash>>,
		at: (Head<Hash>, Hash),
	) -> Result<(), Error> {
		self.levels = self.wanted();
		self.depth = chain.depth(at.0.hash, id, self.levels)?;
		(self.market, self.at) = (market, at);
		for (levels, readers) in &self.readers {
			send(readers, &DepthMessage::Reset { common });
			send(readers, &self.snapshot(*levels));
		}
		Ok(())
	}

	/// The most levels that a reader wants.
	fn wanted(&self) -> u32 {
		self.readers.last_key_value().map_or(self.levels, |(levels, _)| *levels)
	}

	fn snapshot(&self, levels: u32) -> DepthMessage<Hash> {
		let mut texts = Texts::new(&self.market);
		let (block, parent) = self.at;
		DepthMessage::Snapshot {
			block,
			parent,
			market: self.market.info.id,
			symbol: self.market.symbol(),
			seq: self.depth.sequence,
			bids: texts.levels(top(&self.depth.bids, levels).iter().copied()),
			asks: texts.levels(top(&self.depth.asks, levels).iter().copied()),
		}
	}
}

fn same_units(a: &MarketView, b: &MarketView) -> bool {
	a.grid == b.grid && a.symbol() == b.symbol()
}

/// One message for all of them, written once.
fn send<'a, Hash: serde::Serialize>(
	readers: impl IntoIterator<Item = &'a Arc<Outbox>>,
	what: &DepthMessage<Hash>,
) {
	let mut readers = readers.into_iter().peekable();
	if readers.peek().is_none() {
		return;
	}
	if let Some(message) = message(what) {
		readers.for_each(|reader| reader.push(&message));
	}
}

/// The best levels of a side.
fn top(levels: &[DepthLevel], count: u32) -> &[DepthLevel] {
	usize::try_from(count).ok().and_then(|count| levels.get(..count)).unwrap_or(levels)
}

/// What turns the best levels `old` of a side into `new`, best first; a level without lots is gone.
fn changed<'a>(
	side: Side,
	old: &'a [DepthLevel],
	new: &'a [DepthLevel],
) -> impl Iterator<Item = DepthLevel> + 'a {
	let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
	let gone = |level: &DepthLevel| DepthLevel { lots: Lots::ZERO, orders: 0, ..*level };
	std::iter::from_fn(move || loop {
		match (old.peek(), new.peek()) {
			(None, None) => return None,
			(Some(before), None) => {
				let gone = gone(before);
				old.next();
				return Some(gone);
			}
			(Some(before), Some(after)) if side.better(before.price, after.price) => {
				let gone = gone(before);
				old.next();
				return Some(gone);
			}
			(Some(before), Some(after)) if before.price == after.price => {
				let same = before == after;
				old.next();
				match new.next() {
					Some(level) if !same => return Some(*level),
					_ => {}
				}
			}
			(_, Some(_)) => return new.next().copied(),
		}
	})
}

/// Prices and sizes in human units, each written once per block.
struct Texts<'a> {
	market: &'a MarketView,
	prices: HashMap<Ticks, String>,
	sizes: HashMap<Lots, String>,
}

impl<'a> Texts<'a> {
	fn new(market: &'a MarketView) -> Self {
		Self { market, prices: HashMap::new(), sizes: HashMap::new() }
	}

	fn levels(&mut self, levels: impl Iterator<Item = DepthLevel>) -> Vec<Level> {
		let grid = &self.market.grid;
		levels
			.map(|level| {
				let price = self.prices.entry(level.price);
				let price = price.or_insert_with(|| grid.price(level.price).to_string()).clone();
				let size = self.sizes.entry(level.lots);
				let size = size.or_insert_with(|| grid.size(level.lots).to_string()).clone();
				(price, size, level.orders)
			})
			.collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn level(price: u64, lots: u64) -> DepthLevel {
		DepthLevel { price: Ticks::new(price), lots: Lots::new(lots), orders: 1 }
	}

	fn of(side: Side, old: &[(u64, u64)], new: &[(u64, u64)]) -> Vec<(u64, u64, u32)> {
		let levels = |list: &[(u64, u64)]| -> Vec<_> {
			list.iter().map(|(price, lots)| level(*price, *lots)).collect()
		};
		changed(side, &levels(old), &levels(new))
			.map(|level| (level.price.get(), level.lots.get(), level.orders))
			.collect()
	}

	#[test]
	fn a_diff_names_levels_that_came_went_or_changed_best_first() {
		let (old, new) = ([(10, 1), (9, 2), (7, 3)], [(11, 4), (9, 2), (8, 5), (7, 6)]);
		let diff = of(Side::Bid, &old, &new);
		assert_eq!(diff, [(11, 4, 1), (10, 0, 0), (8, 5, 1), (7, 6, 1)]);
		let (old, new) = ([(10, 1), (12, 2)], [(9, 1), (12, 2), (13, 1)]);
		assert_eq!(of(Side::Ask, &old, &new), [(9, 1, 1), (10, 0, 0), (13, 1, 1)]);
	}

	#[test]
	fn a_diff_of_equal_or_empty_sides_is_empty_or_all() {
		assert_eq!(of(Side::Bid, &[(10, 1)], &[(10, 1)]), []);
		assert_eq!(of(Side::Bid, &[], &[]), []);
		assert_eq!(of(Side::Bid, &[], &[(10, 1)]), [(10, 1, 1)]);
		assert_eq!(of(Side::Bid, &[(10, 1), (9, 1)], &[]), [(10, 0, 0), (9, 0, 0)]);
	}
}
