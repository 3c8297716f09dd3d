//! The database: finalized blocks, one write batch each.
//!
//! A batch holds the rows of a block and, in `meta`, its height and hash, so that whatever ends the process, the rows are those
//! of a whole number of blocks. Batches are not synced to the disk one by one: after a loss of power the database is at an
//! earlier block, and goes on from there.

use crate::{
	block::Head,
	changes::{Changes, Rows},
	error::Error,
	keys::{self, Table},
	rows,
};
use codec::{Decode, Encode};
use rocksdb::{
	BlockBasedOptions, Cache, ColumnFamily, DBCompressionType, IteratorMode, Options, ReadOptions,
	Snapshot, WriteBatch, DB,
};
use sp_core::H256;
use std::path::Path;

/// The shape of keys and rows. A database of another shape is not read.
const SCHEMA: u32 = 1;
/// The column family of what is known about the database itself, and the one key in it.
const META: &str = "meta";
/// Memory for blocks that were read.
const CACHE_BYTES: usize = 64 << 20;
/// Memory for rows that wait to be written into files, in all tables together.
const WRITE_BUFFER_BYTES: usize = 32 << 20;
/// The log of batches that are not in files yet is at most about this long.
const LOG_BYTES: u64 = 128 << 20;
/// Files that are open at a time.
const OPEN_FILES: i32 = 512;
/// Bits of the filters that tell which files a key is not in; ten give one wrong answer in a hundred.
const FILTER_BITS: f64 = 10.0;
/// Above every key: the longest are 44 bytes, and none begins with so many of these.
const ABOVE_ALL: [u8; 64] = [0xff; 64];

/// What is known about the database itself.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct Meta {
	schema: u32,
	/// The genesis block of the chain.
	pub genesis: H256,
	/// Whether the history has begun: if not, there are no rows yet and `base` means nothing.
	pub(crate) begun: bool,
	/// The block in whose state the history begins: its first block is the next.
	pub base: Head,
	/// The last block whose rows are here.
	pub indexed: Head,
	/// Where trades and short candles begin, if earlier ones were removed.
	pub trimmed: Option<Trim>,
	/// Events of these blocks that could not be read, since the runtime was newer than the program.
	pub unread: u64,
}

impl Meta {
	/// Of a history that has not begun.
	pub(crate) fn nothing(genesis: H256) -> Self {
		let head = Head { hash: genesis, ..Head::default() };
		Self { begun: false, ..Self::begin(genesis, head) }
	}

	/// Of a history that begins with the state of a block.
	pub(crate) fn begin(genesis: H256, base: Head) -> Self {
		Self { schema: SCHEMA, genesis, begun: true, base, indexed: base, trimmed: None, unread: 0 }
	}
}

/// Up to where trades and candles of at most 15 minutes were removed.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trim {
	/// The first day that is kept, counted from 1970-01-01 UTC.
	pub day: u32,
	/// The first block of which trades are kept.
	pub block: u32,
}

/// Rows of a table from one key on and before another.
pub(crate) type Range = (Table, Vec<u8>, Vec<u8>);

/// The database.
pub struct Store {
	db: DB,
}

impl Store {
	/// Opens the database in a directory, and makes it where there is none.
	///
	/// # Errors
	///
	/// `Database`: it cannot be opened, such as while another process has it.
	pub fn open(path: &Path) -> Result<Self, Error> {
		let mut blocks = BlockBasedOptions::default();
		blocks.set_block_cache(&Cache::new_lru_cache(CACHE_BYTES));
		blocks.set_bloom_filter(FILTER_BITS, false);
		// Else indices and filters of all open files lie beside the cache, without a bound.
		blocks.set_cache_index_and_filter_blocks(true);
		blocks.set_pin_l0_filter_and_index_blocks_in_cache(true);
		let mut options = Options::default();
		options.create_if_missing(true);
		options.create_missing_column_families(true);
		options.set_db_write_buffer_size(WRITE_BUFFER_BYTES);
		options.set_max_total_wal_size(LOG_BYTES);
		options.set_max_open_files(OPEN_FILES);
		options.set_keep_log_file_num(2);
		let mut table = Options::default();
		table.set_block_based_table_factory(&blocks);
		table.set_compression_type(DBCompressionType::Snappy);
		table.set_level_compaction_dynamic_level_bytes(true);
		let names = Table::ALL.into_iter().map(Table::name).chain([META]);
		let families = names.map(|name| (name, table.clone()));
		Ok(Self { db: DB::open_cf_with_opts(&options, path, families)? })
	}

	fn family(&self, name: &str) -> Result<&ColumnFamily, Error> {
		self.db.cf_handle(name).ok_or(Error::Corrupt("a table is missing"))
	}

	/// What is known about the database; `None` if nothing was written yet.
	///
	/// # Errors
	///
	/// `Database`; `Corrupt` if another version has written it.
	pub fn meta(&self) -> Result<Option<Meta>, Error> {
		let Some(bytes) = self.db.get_cf(self.family(META)?, META)? else { return Ok(None) };
		let another = Error::Corrupt("another version of the node has written it");
		let schema = u32::decode(&mut &*bytes).map_err(|_| another.clone())?;
		if schema != SCHEMA {
			return Err(another);
		}
		rows::read(&bytes).map(Some)
	}

	/// Writes changes, removes ranges, and says where that leaves the database: all or nothing.
	///
	/// # Errors
	///
	/// `Database`.
	pub(crate) fn write(
		&self,
		changes: &Changes,
		removed: &[Range],
		meta: &Meta,
	) -> Result<(), Error> {
		let mut batch = WriteBatch::default();
		for (table, from, to) in removed {
			batch.delete_range_cf(self.family(table.name())?, from, to);
		}
		for (table, key, row) in changes.iter() {
			let family = self.family(table.name())?;
			match row {
				Some(row) => batch.put_cf(family, key, row),
				None => batch.delete_cf(family, key),
			}
		}
		batch.put_cf(self.family(META)?, META, meta.encode());
		Ok(self.db.write(batch)?)
	}

	/// Removes all rows and begins anew.
	///
	/// # Errors
	///
	/// `Database`.
	pub(crate) fn reset(&self, changes: &Changes, meta: &Meta) -> Result<(), Error> {
		let all = Table::ALL.map(|table| (table, Vec::new(), ABOVE_ALL.to_vec()));
		self.write(changes, &all, meta)
	}

	/// Everything as of now.
	pub(crate) fn disk(&self) -> Disk<'_> {
		Disk { store: self, snapshot: self.db.snapshot() }
	}

	/// About how many bytes it takes: files, and what waits to be written.
	pub fn bytes(&self) -> u64 {
		let of = |name: &str, property: &str| {
			let family = self.family(name).ok()?;
			self.db.property_int_value_cf(family, property).ok()?
		};
		let names = Table::ALL.into_iter().map(Table::name).chain([META]);
		names
			.flat_map(|name| {
				[of(name, "rocksdb.total-sst-files-size"), of(name, "rocksdb.size-all-mem-tables")]
			})
			.flatten()
			.sum()
	}

	/// What has to go so that trades and short candles begin at a trim.
	///
	/// # Errors
	///
	/// `Database`.
	pub(crate) fn before(&self, trim: Trim) -> Result<Vec<Range>, Error> {
		use crate::interval::{Interval, DAY_MS};
		let mut ranges = Vec::new();
		let first = keys::Place { block: trim.block, index: 0 };
		let first_ms = u64::from(trim.day) * DAY_MS;
		for row in self.disk().rows(Table::Markets, &[], &ABOVE_ALL, Order::Rising)? {
			let (key, _) = row?;
			let market = keys::number_of(&key).ok_or(Error::Corrupt("a market has no number"))?;
			ranges.push((Table::Trades, keys::numbered(market), keys::trade(market, first)));
			for interval in Interval::ALL.into_iter().filter(|interval| interval.is_short()) {
				let from = keys::candle(market, interval, 0);
				ranges.push((Table::Candles, from, keys::candle(market, interval, first_ms)));
			}
		}
		Ok(ranges)
	}
}

/// A direction in which rows are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
	/// By rising key.
	Rising,
	/// By falling key.
	Falling,
}

/// A row with its key.
pub type KeyedRow = (Box<[u8]>, Box<[u8]>);

/// The database as of one moment.
pub struct Disk<'a> {
	store: &'a Store,
	snapshot: Snapshot<'a>,
}

impl<'a> Disk<'a> {
	/// The rows of a table from one key on and before another.
	///
	/// # Errors
	///
	/// `Corrupt` if the table is missing.
	pub fn rows(
		&self,
		table: Table,
		from: &[u8],
		to: &[u8],
		order: Order,
	) -> Result<impl Iterator<Item = Result<KeyedRow, Error>> + use<'_>, Error> {
		let mut options = ReadOptions::default();
		options.set_iterate_lower_bound(from);
		options.set_iterate_upper_bound(to);
		let mode = match order {
			Order::Rising => IteratorMode::Start,
			Order::Falling => IteratorMode::End,
		};
		let family = self.store.family(table.name())?;
		let rows = self.snapshot.iterator_cf_opt(family, options, mode);
		Ok(rows.map(|row| row.map_err(Error::from)))
	}

	/// All rows of a table.
	///
	/// # Errors
	///
	/// `Corrupt` if the table is missing.
	pub fn all(
		&self,
		table: Table,
	) -> Result<impl Iterator<Item = Result<KeyedRow, Error>> + use<'_>, Error> {
		self.rows(table, &[], &ABOVE_ALL, Order::Rising)
	}
}

impl Rows for Disk<'_> {
	fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
		Ok(self.snapshot.get_cf(self.store.family(table.name())?, key)?)
	}
}
