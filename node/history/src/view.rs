//! The tables as of a block: the database, and the blocks on top of it that can still be undone.

use crate::{
	block::Head,
	changes::{Changes, Rows},
	error::Error,
	keys::Table,
	store::{Disk, KeyedRow, Meta, Order},
};
use sp_core::H256;
use std::{iter::Peekable, sync::Arc};

/// A block that can still be undone, with its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
	/// The block.
	pub head: Head,
	/// The one before.
	pub parent: H256,
	/// What it changes in the tables as its parent leaves them.
	pub changes: Changes,
	/// Events of it that could not be read.
	pub unread: u64,
	/// Bytes that the changes take, about.
	pub bytes: usize,
}

/// The tables as of a block.
pub struct View<'a> {
	disk: Disk<'a>,
	/// From the oldest.
	layers: Vec<Arc<Layer>>,
	meta: Meta,
}

impl<'a> View<'a> {
	/// The database with these blocks on top of it.
	pub(crate) fn new(disk: Disk<'a>, layers: Vec<Arc<Layer>>, meta: Meta) -> Self {
		Self { disk, layers, meta }
	}

	/// The block it shows.
	pub fn head(&self) -> Head {
		self.layers.last().map_or(self.meta.indexed, |layer| layer.head)
	}

	/// Whether that block can no longer be undone.
	pub fn finalized(&self) -> bool {
		self.layers.is_empty()
	}

	/// The hash of a block that can still be undone, if it is one of those shown here.
	pub(crate) fn open_block(&self, number: u32) -> Option<H256> {
		let layer = self.layers.iter().find(|layer| layer.head.number == number);
		layer.map(|layer| layer.head.hash)
	}

	/// What is known about the database.
	pub fn meta(&self) -> &Meta {
		&self.meta
	}

	/// One more block on top.
	pub(crate) fn push(&mut self, layer: Arc<Layer>) {
		self.layers.push(layer);
	}

	/// The rows of a table from one key on and before another. The caller takes as many as he needs.
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
	) -> Result<impl Iterator<Item = Result<KeyedRow, Error>> + '_, Error> {
		// An empty range may be given with its ends the wrong way round.
		let to = to.max(from);
		let disk = self.disk.rows(table, from, to, order)?;
		let layers = self.layers.iter().rev().map(|layer| {
			let changes = layer.changes.range(table, from, to);
			let changes: Box<dyn Iterator<Item = Change<'_>> + '_> = match order {
				Order::Rising => Box::new(changes),
				Order::Falling => Box::new(changes.rev()),
			};
			changes.peekable()
		});
		Ok(Merged { disk: disk.peekable(), layers: layers.collect(), order })
	}
}

impl Rows for View<'_> {
	fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
		let newest = self.layers.iter().rev().find_map(|layer| layer.changes.find(table, key));
		match newest {
			Some(row) => Ok(row.map(<[u8]>::to_vec)),
			None => self.disk.get(table, key),
		}
	}
}

type Change<'a> = (&'a [u8], Option<&'a [u8]>);

/// Rows of the database and of all layers in one order; of several with one key the newest.
struct Merged<'a, D: Iterator> {
	disk: Peekable<D>,
	/// From the newest.
	layers: Vec<Peekable<Box<dyn Iterator<Item = Change<'a>> + 'a>>>,
	order: Order,
}

impl<D: Iterator<Item = Result<KeyedRow, Error>>> Merged<'_, D> {
	/// The next key of all.
	fn key(&mut self) -> Option<Box<[u8]>> {
		let order = self.order;
		let disk = self.disk.peek().and_then(|row| row.as_ref().ok()).map(|(key, _)| key.clone());
		let layers = self.layers.iter_mut();
		let changed =
			layers.filter_map(|layer| layer.peek().map(|(key, _)| Box::<[u8]>::from(*key)));
		changed.chain(disk).min_by(|a, b| match order {
			Order::Rising => a.cmp(b),
			Order::Falling => b.cmp(a),
		})
	}
}

impl<D: Iterator<Item = Result<KeyedRow, Error>>> Iterator for Merged<'_, D> {
	type Item = Result<KeyedRow, Error>;

	fn next(&mut self) -> Option<Self::Item> {
		// Each turn takes at least one row; those that a layer removes are passed over.
		loop {
			if let Some(Err(_)) = self.disk.peek() {
				return self.disk.next();
			}
			let key = self.key()?;
			let mut newest: Option<Option<Box<[u8]>>> = None;
			for layer in &mut self.layers {
				if let Some((_, row)) = layer.next_if(|(other, _)| **other == *key) {
					newest.get_or_insert_with(|| row.map(Box::from));
				}
			}
			let same = |row: &D::Item| row.as_ref().is_ok_and(|(other, _)| *other == key);
			if let Some(Ok((_, row))) = self.disk.next_if(same) {
				newest.get_or_insert(Some(row));
			}
			if let Some(row) = newest.flatten() {
				return Some(Ok((key, row)));
			}
		}
	}
}
