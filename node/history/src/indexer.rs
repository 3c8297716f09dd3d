//! The writer: brings the database to the last finalized block, and the overlay to the best one.
//!
//! Each step looks at the chain as it is and does what is missing. It does not matter how many blocks were imported or finalized
//! since, in which order it was told, or whether it was told at all.

use crate::{
	apply,
	block::{Base, Head},
	chain::Chain,
	error::Error,
	history::{History, Phase},
	interval::day_of,
	keys::{number_of, numbered, Table},
	metrics::Metrics,
	store::{Meta, Order, Range, Trim},
	view::Layer,
	Changes, LOG_TARGET,
};
use sp_core::H256;
use std::{collections::HashMap, sync::Arc};

/// Blocks of the best chain that are held in memory. While finality stands still a node that keeps few states has no other record
/// of them, and all of these are written when it goes on.
pub const MAX_OVERLAY: u32 = 2_048;
/// Bytes of their changes, about.
pub const MAX_OVERLAY_BYTES: usize = 256 << 20;
/// Blocks of other chains that are kept for the case that they become the best, all heights together.
const MAX_KNOWN: usize = 4_096;
/// Why a history cannot go on that does not belong to the chain.
const OTHER_CHAIN: &str = "it belongs to another chain";
/// How far a history that cannot begin at the genesis looks back for where it can.
const MAX_LOOK_BACK: u32 = 8_192;

/// How a history is kept.
#[derive(Clone, Debug, Default)]
pub struct Options {
	/// Trades and candles of at most 15 minutes go after so many days; `None` keeps them.
	pub retention_days: Option<u32>,
	/// What is counted for monitoring.
	pub metrics: Option<Metrics>,
	/// Whether the chain keeps the states of all blocks. One that cannot be read is then no reason to throw a history away.
	pub keeps_states: bool,
}

/// The one writer of a history.
pub struct Indexer<C> {
	history: Arc<History>,
	chain: C,
	options: Options,
	/// Blocks above the database whose changes were worked out, on whatever chain.
	known: HashMap<H256, Arc<Layer>>,
}

/// Whether there is more to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
	/// Finalized blocks are left to be written.
	More,
	/// The database is at the last finalized block.
	Done,
}

impl<C: Chain> Indexer<C> {
	/// The writer of a history of this chain. Nobody else may write.
	pub fn new(history: Arc<History>, chain: C, options: Options) -> Self {
		Self { history, chain, options, known: HashMap::new() }
	}

	/// What it writes.
	pub fn history(&self) -> &Arc<History> {
		&self.history
	}

	/// The chain that it reads.
	pub fn chain(&self) -> &C {
		&self.chain
	}

	/// Writes up to `most` finalized blocks.
	///
	/// # Errors
	///
	/// `Database` and `Corrupt`: nothing more can be written. `Chain`, `Pruned` and `Unreadable`: the next block cannot be read
	/// now; what was written stays.
	pub fn advance(&mut self, most: u32) -> Result<Step, Error> {
		for _ in 0..most {
			let meta = self.history.meta();
			if !meta.begun {
				self.begin(0)?;
				continue;
			}
			let (number, hash) = self.chain.finalized();
			if meta.indexed.number >= number {
				return self.at_the_end(&meta, number, hash);
			}
			self.history.set_phase(Phase::Filling, number);
			self.next_block(meta)?;
		}
		self.count();
		Ok(Step::More)
	}

	/// The next block cannot be read now: says so to readers and to monitoring.
	pub(crate) fn stand_still(&self, error: &Error) {
		let (finalized, _) = self.chain.finalized();
		self.history.set_phase(Phase::Stopped(error.to_string()), finalized);
		self.count();
	}

	/// Nothing is left to be written: looks whether the history is one of this chain.
	fn at_the_end(&mut self, meta: &Meta, number: u32, hash: H256) -> Result<Step, Error> {
		// A chain that lost blocks in a crash gets the same ones again. Whether it is another one shows when it is as far: until
		// then its best chain may be one that will not become final.
		let ahead = meta.indexed.number > number;
		if !ahead && meta.indexed.hash != hash {
			self.begin_anew(OTHER_CHAIN, 0)?;
			return Ok(Step::More);
		}
		let phase = if ahead { Phase::Waiting } else { Phase::Following };
		self.history.set_phase(phase, number);
		self.count();
		Ok(Step::Done)
	}

	fn next_block(&mut self, meta: Meta) -> Result<(), Error> {
		let number = meta.indexed.number.saturating_add(1); // the chain has a higher one
		let Some(hash) = self.chain.canonical(number)? else {
			// Warp sync has passed it over. It comes later perhaps, but without its state.
			return self.begin_anew("the chain has a gap", number);
		};
		let layer = match self.layer(number, hash, &[]) {
			Ok(layer) => layer,
			Err(Error::Pruned { .. }) if !self.options.keeps_states => {
				return self.begin_anew("states of blocks in between are not kept", number);
			}
			Err(error) => return Err(error),
		};
		if layer.parent != meta.indexed.hash {
			return self.begin_anew(OTHER_CHAIN, 0);
		}
		self.write(meta, &layer)
	}

	fn write(&mut self, mut meta: Meta, layer: &Layer) -> Result<(), Error> {
		let mut removed: Vec<Range> = Vec::new();
		if day_of(layer.head.time_ms) != day_of(meta.indexed.time_ms) {
			if let Some(trim) = self.due(&meta, layer.head)? {
				removed = self.history.store().before(trim)?;
				meta.trimmed = Some(trim);
			}
		}
		meta.indexed = layer.head;
		meta.unread = meta.unread.saturating_add(layer.unread);
		self.history.commit(&layer.changes, &removed, meta)?;
		if let Some(metrics) = &self.options.metrics {
			metrics.block(&layer.changes);
		}
		self.known.remove(&layer.head.hash);
		let height = layer.head.number;
		self.known.retain(|_, known| known.head.number > height);
		Ok(())
	}

	/// What of the short rows is too old when a block begins a new day.
	fn due(&self, meta: &Meta, head: Head) -> Result<Option<Trim>, Error> {
		let Some(days) = self.options.retention_days else { return Ok(None) };
		let Some(day) = day_of(head.time_ms).checked_sub(days) else { return Ok(None) };
		let disk = self.history.store().disk();
		let (from, to) = (numbered(day), numbered(u32::MAX));
		let Some(first) = disk.rows(Table::Days, &from, &to, Order::Rising)?.next() else {
			return Ok(None);
		};
		let (_, block) = first?;
		let block = number_of(&block).ok_or(Error::Corrupt("a day has no first block"))?;
		let trim = Trim { day, block };
		let since = meta.trimmed.unwrap_or(Trim { day: 0, block: meta.base.number });
		Ok((trim.block > since.block).then_some(trim))
	}

	fn begin_anew(&mut self, why: &str, lowest: u32) -> Result<(), Error> {
		log::warn!(target: LOG_TARGET, "📊 The market history is begun anew: {why}.");
		self.begin(lowest)
	}

	/// Removes everything and begins where the chain can be read, with the state of block `lowest` at the earliest.
	///
	/// # Errors
	///
	/// `Pruned` if not even the state of the last finalized block is there.
	pub fn begin(&mut self, lowest: u32) -> Result<(), Error> {
		let base = self.find_base(lowest)?;
		self.known.clear();
		self.history.reset(&apply::begin(&base), Meta::begin(self.chain.genesis(), base.head))?;
		self.tell_beginning(base.head.number);
		Ok(())
	}

	fn tell_beginning(&self, base: u32) {
		let first = base.saturating_add(1);
		if base == 0 {
			log::info!(target: LOG_TARGET, "📊 The market history begins with the chain.");
		} else {
			log::warn!(
				target: LOG_TARGET,
				"📊 The market history begins with block {first}: the states of earlier blocks are not kept here. A new \
				 database with --state-pruning archive-canonical has all of it."
			);
		}
	}

	/// The earliest state from which all blocks up to the last finalized one can be read.
	fn find_base(&self, lowest: u32) -> Result<Base, Error> {
		let (finalized, hash) = self.chain.finalized();
		let readable = |number: u32| -> Result<bool, Error> {
			Ok(self.chain.canonical(number)?.is_some_and(|hash| self.chain.has_state(hash)))
		};
		// A node that keeps all states has them from the first on; one that does not may still have that of the genesis.
		if lowest == 0 && readable(finalized.min(1))? && readable(finalized / 2)? && readable(0)? {
			return self.chain.base(0, self.chain.genesis());
		}
		let lowest = lowest.max(finalized.saturating_sub(MAX_LOOK_BACK));
		let mut base = finalized;
		while base > lowest && readable(base.saturating_sub(1))? {
			base = base.saturating_sub(1); // it is above `lowest`
		}
		if base == finalized {
			return self.chain.base(base, hash);
		}
		let hash = self.chain.canonical(base)?.ok_or(Error::Pruned { number: base })?;
		self.chain.base(base, hash)
	}

	/// Brings the overlay to the best chain.
	///
	/// # Errors
	///
	/// `Database`, `Corrupt`, `Chain`. A block that cannot be read ends the overlay before it.
	pub fn follow_best(&mut self) -> Result<(), Error> {
		let indexed = self.history.meta().indexed;
		let Some(path) = self.path(indexed)? else {
			self.history.publish(Vec::new(), true);
			return Ok(());
		};
		let mut layers: Vec<Arc<Layer>> = Vec::new();
		let mut bytes = 0usize;
		for (number, hash) in path {
			let layer = match self.layer(number, hash, &layers) {
				Ok(layer) => layer,
				Err(Error::Pruned { .. } | Error::Unreadable { .. }) => break,
				Err(error) => return Err(error),
			};
			let parent = layers.last().map_or(indexed.hash, |layer| layer.head.hash);
			if layer.parent != parent {
				break;
			}
			bytes = bytes.saturating_add(layer.bytes);
			if bytes > MAX_OVERLAY_BYTES {
				// What was worked out stays for when finality goes on; the next look has nothing of it to do again.
				self.known = layers.iter().map(|layer| (layer.head.hash, layer.clone())).collect();
				self.history.publish(Vec::new(), true);
				return Ok(());
			}
			layers.push(layer);
		}
		let all = self.known.values().map(|layer| layer.bytes).fold(0, usize::saturating_add);
		if self.known.len() > MAX_KNOWN || all > 2 * MAX_OVERLAY_BYTES {
			// Forks that never became final; those of the best chain are worked out above.
			self.known = layers.iter().map(|layer| (layer.head.hash, layer.clone())).collect();
		}
		self.history.publish(layers, false);
		Ok(())
	}

	/// The blocks from the database to the head of the best chain, lowest first; `None` if they are too many.
	fn path(&self, indexed: Head) -> Result<Option<Vec<(u32, H256)>>, Error> {
		let (best, mut hash) = self.chain.best();
		if best.saturating_sub(indexed.number) > MAX_OVERLAY {
			return Ok(None);
		}
		let mut path = Vec::new();
		// At most MAX_OVERLAY blocks down.
		while let Some((number, parent)) = self.chain.parent(hash)? {
			if number <= indexed.number {
				break;
			}
			path.push((number, hash));
			hash = parent;
		}
		if hash != indexed.hash {
			// A chain that has been left, but the client has not changed over yet.
			path.clear();
		}
		path.reverse();
		Ok(Some(path))
	}

	/// The changes of a block on top of some others.
	fn layer(
		&mut self,
		number: u32,
		hash: H256,
		below: &[Arc<Layer>],
	) -> Result<Arc<Layer>, Error> {
		if let Some(known) = self.known.get(&hash) {
			return Ok(known.clone());
		}
		let record = self.chain.record(number, hash)?;
		for unread in &record.happened.unread {
			log::warn!(
				target: LOG_TARGET,
				"📊 {} in block {number} is new to this version and is missing in the market history: update the node, \
				 then run `kongsi-node history rebuild`. {}",
				unread.name,
				unread.error
			);
		}
		let mut view = self.history.finalized();
		for layer in below {
			view.push(layer.clone());
		}
		let changes: Changes = apply::apply(&record, &view.head(), &view)?;
		let unread = u64::try_from(record.happened.unread.len()).unwrap_or(u64::MAX);
		let (head, parent, bytes) = (record.head, record.parent, changes.bytes());
		let layer = Arc::new(Layer { head, parent, changes, unread, bytes });
		self.known.insert(hash, layer.clone());
		Ok(layer)
	}

	fn count(&self) {
		if let Some(metrics) = &self.options.metrics {
			metrics.standing(&self.history.standing(), || self.history.bytes());
		}
	}
}
