//! What a block changes in the tables, and reading through such changes.

use crate::{error::Error, keys::Table};
use std::collections::BTreeMap;

/// Rows to be written, and rows to be removed, by table and key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<(Table, Vec<u8>), Option<Vec<u8>>>);

/// Tables that can be read row by row.
pub trait Rows {
	/// The row with a key.
	///
	/// # Errors
	///
	/// The database failed.
	fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Error>;
}

impl Changes {
	/// Writes a row.
	pub fn put(&mut self, table: Table, key: Vec<u8>, row: Vec<u8>) {
		self.0.insert((table, key), Some(row));
	}

	/// Removes a row.
	pub fn remove(&mut self, table: Table, key: Vec<u8>) {
		self.0.insert((table, key), None);
	}

	/// What becomes of a row: it is written, removed, or not mentioned.
	pub fn find(&self, table: Table, key: &[u8]) -> Option<Option<&[u8]>> {
		self.0.get(&(table, key.to_vec())).map(|row| row.as_deref())
	}

	/// What happens to the rows of a table from one key on and before another, in either direction.
	pub(crate) fn range<'a>(
		&'a self,
		table: Table,
		from: &[u8],
		to: &[u8],
	) -> impl DoubleEndedIterator<Item = (&'a [u8], Option<&'a [u8]>)> {
		let range = (table, from.to_vec())..(table, to.to_vec());
		self.0.range(range).map(|((_, key), row)| (key.as_slice(), row.as_deref()))
	}

	/// All changes, by table and key.
	pub fn iter(&self) -> impl Iterator<Item = (Table, &[u8], Option<&[u8]>)> {
		self.0.iter().map(|((table, key), row)| (*table, key.as_slice(), row.as_deref()))
	}

	/// Bytes of keys and rows, and what the map takes for each, about.
	pub fn bytes(&self) -> usize {
		const EACH: usize = 80;
		let row = |row: &Option<Vec<u8>>| row.as_ref().map_or(0, Vec::len);
		self.0.iter().map(|((_, key), change)| key.len() + row(change) + EACH).sum()
	}
}
