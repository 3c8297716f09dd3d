//! Comparing a history with what reading the chain anew gives.

use crate::{
	apply,
	block::{Base, BlockRecord},
	chain::Chain,
	error::Error,
	history::History,
	indexer::{Indexer, Options, Step},
	keys::Table,
	store::{KeyedRow, Meta},
	Changes,
};
use sp_core::{bytes, H256};
use std::{path::Path, sync::Arc};

/// Differences that are told one by one.
const MAX_TOLD: usize = 20;
/// Blocks between two calls of whoever wants to know how far it is.
const REPORT_EVERY: u32 = 256;

/// Rows between two moments at which a stop of the program is heard.
const YIELD_EVERY: u64 = 4_096;

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
	/// The last block compared.
	pub block: u32,
	/// Rows of each table that are equal.
	pub rows: Vec<(&'static str, u64)>,
	/// Rows that are missing, too many or different.
	pub differences: u64,
	/// Some of them.
	pub examples: Vec<String>,
}

/// Whether the chain still has the states with which a history begins, so that it can be read anew.
///
/// # Errors
///
/// `Chain`.
pub fn is_repeatable<C: Chain>(history: &History, chain: &C) -> Result<bool, Error> {
	let meta = history.meta();
	if !meta.begun {
		return Ok(true);
	}
	let first = chain.canonical(meta.base.number.saturating_add(1))?; // it may end with the base
	Ok(chain.has_state(meta.base.hash) && first.is_none_or(|first| chain.has_state(first)))
}

/// Reads the chain from where the history begins to where it ends into a second one in `scratch`, and compares them row for
/// row. `report` is told the block it is at and the last.
///
/// # Errors
///
/// `Corrupt` and `Chain` if the last block of the history is not on this chain, `Pruned` if the blocks cannot be read any more,
/// and all that writing can fail with.
pub async fn verify<C: Chain>(
	history: &History,
	chain: C,
	scratch: &Path,
	mut report: impl FnMut(u32, u32),
) -> Result<Verdict, Error> {
	let meta = history.meta();
	if !meta.begun {
		return Ok(Verdict::default());
	}
	match chain.canonical(meta.indexed.number)? {
		Some(hash) if hash == meta.indexed.hash => {}
		Some(_) => return Err(Error::Corrupt("its last block is not one of this chain")),
		None => {
			let number = meta.indexed.number;
			return Err(Error::Chain(format!(
				"block {number}, the last of the history, is missing"
			)));
		}
	}
	let base = chain.base(meta.base.number, meta.base.hash)?;
	let until = Until { chain, number: meta.indexed.number, hash: meta.indexed.hash };
	let second = Arc::new(History::open(scratch, meta.genesis)?);
	second.reset(&apply::begin(&base), Meta::begin(meta.genesis, base.head))?;
	let mut indexer = Indexer::new(second.clone(), until, Options::default());
	while indexer.advance(REPORT_EVERY)? == Step::More {
		let at = second.meta();
		if at.base != base.head {
			// It had to begin elsewhere.
			return Err(Error::Pruned { number: at.base.number });
		}
		report(at.indexed.number, meta.indexed.number);
		// A stop of the program is heard here.
		tokio::task::yield_now().await;
	}
	if let Some(trim) = meta.trimmed {
		let ranges = second.store().before(trim)?;
		second.store().write(&Changes::default(), &ranges, &second.meta())?;
	}
	let mut verdict = Verdict { block: meta.indexed.number, ..Verdict::default() };
	for table in Table::ALL {
		compare(history, &second, table, &mut verdict).await?;
	}
	Ok(verdict)
}

/// Compares a table of two histories.
async fn compare(
	history: &History,
	anew: &History,
	table: Table,
	verdict: &mut Verdict,
) -> Result<(), Error> {
	let (disk, other) = (history.store().disk(), anew.store().disk());
	let mut rows = disk.all(table)?.peekable();
	let mut others = other.all(table)?.peekable();
	let mut equal = 0u64;
	// Each turn takes a row of at least one of them.
	loop {
		let (key, other) = match (rows.peek(), others.peek()) {
			(None, None) => break,
			(Some(Err(error)), _) | (_, Some(Err(error))) => return Err(error.clone()),
			(row, other) => (key_of(row), key_of(other)),
		};
		let here = key.is_some() && (other.is_none() || key <= other);
		let there = other.is_some() && (key.is_none() || other <= key);
		let row = if here { rows.next().transpose()? } else { None };
		let wanted = if there { others.next().transpose()? } else { None };
		if row == wanted {
			equal = equal.saturating_add(1);
			if equal.is_multiple_of(YIELD_EVERY) {
				tokio::task::yield_now().await;
			}
		} else {
			verdict.differ(table, row, wanted);
		}
	}
	verdict.rows.push((table.name(), equal));
	Ok(())
}

fn key_of(row: Option<&Result<KeyedRow, Error>>) -> Option<Box<[u8]>> {
	row.and_then(|row| row.as_ref().ok()).map(|(key, _)| key.clone())
}

impl Verdict {
	/// Whether all rows are equal.
	pub fn is_equal(&self) -> bool {
		self.differences == 0
	}

	fn differ(&mut self, table: Table, row: Option<KeyedRow>, wanted: Option<KeyedRow>) {
		self.differences = self.differences.saturating_add(1);
		if self.examples.len() >= MAX_TOLD {
			return;
		}
		let shown = |row: &Option<KeyedRow>| {
			row.as_ref().map_or("nothing".into(), |(_, row)| bytes::to_hex(row, false))
		};
		let key = row.as_ref().or(wanted.as_ref()).map(|(key, _)| bytes::to_hex(key, false));
		self.examples.push(format!(
			"{} {}: there is {}, the chain says {}",
			table.name(),
			key.unwrap_or_default(),
			shown(&row),
			shown(&wanted)
		));
	}
}

/// A chain as if it ended with a block that is final.
struct Until<C> {
	chain: C,
	number: u32,
	hash: H256,
}

impl<C: Chain> Chain for Until<C> {
	fn genesis(&self) -> H256 {
		self.chain.genesis()
	}

	fn finalized(&self) -> (u32, H256) {
		(self.number, self.hash)
	}

	fn best(&self) -> (u32, H256) {
		(self.number, self.hash)
	}

	fn canonical(&self, number: u32) -> Result<Option<H256>, Error> {
		self.chain.canonical(number)
	}

	fn parent(&self, hash: H256) -> Result<Option<(u32, H256)>, Error> {
		self.chain.parent(hash)
	}

	fn has_state(&self, hash: H256) -> bool {
		self.chain.has_state(hash)
	}

	fn base(&self, number: u32, hash: H256) -> Result<Base, Error> {
		self.chain.base(number, hash)
	}

	fn record(&self, number: u32, hash: H256) -> Result<BlockRecord, Error> {
		self.chain.record(number, hash)
	}
}
