//! A subscription to candles: what has changed since the last message, once as the best chain has it and once as it is final.
//!
//! A subscription remembers the candles it has told that may still change: those that open in or after the period of the last
//! finalized block. A slow reader gets fewer messages, each of them about the present: nothing is queued for him.

use super::candles::{first, Opened};
use crate::{
	block::Head,
	error::Error,
	history::{Heads, History},
	interval::Interval,
	rows::CandleRow,
	view::View,
};
use order_book_runtime_api::MarketId;
use std::collections::BTreeMap;

/// Candles of one message. A subscription that is further behind gets the rest with the next one.
const MAX_CANDLES: usize = 500;

/// What a subscription has told.
pub(crate) struct Told {
	market: MarketId,
	interval: Interval,
	/// The period from which on candles may still change.
	from_ms: u64,
	best: BTreeMap<u64, CandleRow>,
	finalized: BTreeMap<u64, CandleRow>,
	finalized_head: Option<Head>,
	best_head: Option<Head>,
}

/// What there is to tell as of a block.
pub(crate) struct Update {
	pub(crate) head: Head,
	pub(crate) finalized: bool,
	pub(crate) candles: Opened,
	pub(crate) removed: Vec<u64>,
}

impl Told {
	/// A subscription that begins: with the last candle there is.
	pub(crate) fn new(
		history: &History,
		market: MarketId,
		interval: Interval,
	) -> Result<Self, Error> {
		let view = history.finalized();
		let last = super::candles::last(&view, market, interval, (0, u64::MAX), 1)?;
		let now = interval.open(view.head().time_ms);
		let from_ms = last.first().map_or(now, |(open_ms, _)| *open_ms);
		Ok(Self {
			market,
			interval,
			from_ms,
			best: BTreeMap::new(),
			finalized: BTreeMap::new(),
			finalized_head: None,
			best_head: None,
		})
	}

	/// What has changed: as the best chain has it, then as it is final.
	pub(crate) fn updates(
		&mut self,
		history: &History,
		heads: Heads,
	) -> Result<Vec<Update>, Error> {
		let mut updates = Vec::new();
		if self.best_head != Some(heads.best) {
			let view = history.best();
			self.best_head = Some(view.head());
			let (update, _) = self.update(&view, false)?;
			updates.extend(update);
		}
		if self.finalized_head != Some(heads.finalized) {
			let view = history.finalized();
			self.finalized_head = Some(view.head());
			let (update, cut) = self.update(&view, true)?;
			updates.extend(update);
			let now = self.interval.open(view.head().time_ms);
			self.settle(cut.unwrap_or(now));
		}
		Ok(updates)
	}

	/// Candles before a moment are final and told.
	fn settle(&mut self, from_ms: u64) {
		self.from_ms = self.from_ms.max(from_ms);
		self.best = self.best.split_off(&self.from_ms);
		self.finalized = self.finalized.split_off(&self.from_ms);
	}

	/// What has changed. If there may be more candles than were read, the last of those too.
	fn update(
		&mut self,
		view: &View<'_>,
		finalized: bool,
	) -> Result<(Option<Update>, Option<u64>), Error> {
		let now = first(view, self.market, self.interval, (self.from_ms, u64::MAX), MAX_CANDLES)?;
		let told = if finalized { &mut self.finalized } else { &mut self.best };
		let cut = now.last().filter(|_| now.len() >= MAX_CANDLES).map(|(open_ms, _)| *open_ms);
		let end = cut.unwrap_or(u64::MAX);
		let now: BTreeMap<u64, CandleRow> = now.into_iter().collect();
		let gone = told.keys().filter(|open| **open <= end && !now.contains_key(*open));
		let removed = gone.copied().collect();
		let changed = now.iter().filter(|(open, row)| told.get(*open) != Some(*row));
		let candles: Opened = changed.map(|(open, row)| (*open, *row)).collect();
		*told = now;
		let update = Update { head: view.head(), finalized, candles, removed };
		let silent = update.candles.is_empty() && update.removed.is_empty();
		Ok(((!silent).then_some(update), cut))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		keys::{self, Table},
		rows::Grid,
		store::Meta,
		Changes,
	};
	use codec::Encode;
	use sp_core::H256;
	use std::collections::BTreeSet;

	const MARKET: MarketId = 7;
	const MINUTE_MS: u64 = 60_000;

	/// A block a minute.
	fn head(number: u32) -> Head {
		let hash = H256::from_low_u64_be(number.into());
		Head { number, hash, time_ms: u64::from(number) * MINUTE_MS }
	}

	#[test]
	fn whoever_is_far_behind_is_told_every_candle_once() {
		let directory = tempfile::tempdir().unwrap();
		let history = History::open(directory.path(), H256::zero()).unwrap();
		let mut meta = Meta::begin(H256::zero(), head(0));
		history.reset(&Changes::default(), meta.clone()).unwrap();
		let mut told = Told::new(&history, MARKET, Interval::Minute).unwrap();
		// A trade a minute, more of them than two messages hold, while the subscriber took no message.
		let row = CandleRow::of_trade(Grid { tick_size: 1, lot_size: 1 }, 5, 1, 5);
		let times: BTreeSet<u64> = (1..=1_200).map(|minute| minute * MINUTE_MS).collect();
		let mut changes = Changes::default();
		for time in &times {
			let key = keys::candle(MARKET, Interval::Minute, *time);
			changes.put(Table::Candles, key, row.encode());
		}
		let mut seen = Vec::new();
		for number in 1_200..1_205 {
			meta.indexed = head(number);
			history.commit(&changes, &[], meta.clone()).unwrap();
			let heads = Heads { finalized: meta.indexed, best: meta.indexed };
			for update in told.updates(&history, heads).unwrap() {
				assert!(update.candles.len() <= MAX_CANDLES);
				assert!(update.removed.is_empty());
				if update.finalized {
					seen.extend(update.candles.iter().map(|(open_ms, _)| *open_ms));
				}
			}
		}
		assert_eq!(seen, Vec::from_iter(times));
	}
}
