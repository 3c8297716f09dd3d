//! What the writer shares with readers: the database, and the best chain on top of it.

use crate::{
	block::Head,
	error::Error,
	store::{Meta, Range, Store},
	view::{Layer, View},
	Changes,
};
use parking_lot::RwLock;
use sp_core::H256;
use std::{path::Path, sync::Arc};
use tokio::sync::watch;

/// What the writer is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
	/// It has not begun.
	Starting,
	/// It reads blocks that were finalized before.
	Filling,
	/// It follows the chain.
	Following,
	/// The history is ahead of the chain, which has lost its last blocks and will get them again.
	Waiting,
	/// It cannot go on: why.
	Stopped(String),
}

/// Where history and chain are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
	/// What is known about the database.
	pub meta: Meta,
	/// The block that the best view shows.
	pub best: Head,
	/// What the writer is doing.
	pub phase: Phase,
	/// The last finalized block of the chain.
	pub chain_finalized: u32,
	/// Blocks on top of the database.
	pub overlay: usize,
	/// The best chain is too long or too large for memory: only finalized blocks are shown.
	pub overlay_off: bool,
}

impl Standing {
	/// Finalized blocks that are not in the history yet.
	pub fn lag(&self) -> u32 {
		self.chain_finalized.saturating_sub(self.meta.indexed.number)
	}
}

/// The blocks that readers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heads {
	/// The last one on disk.
	pub finalized: Head,
	/// The last one of all.
	pub best: Head,
}

/// A market history: one writer, any number of readers.
pub struct History {
	store: Store,
	published: RwLock<Published>,
	heads: watch::Sender<Heads>,
}

struct Published {
	/// As on disk.
	meta: Meta,
	/// From the oldest; the parent of the first is the last block on disk.
	layers: Vec<Arc<Layer>>,
	phase: Phase,
	chain_finalized: u32,
	overlay_off: bool,
}

impl History {
	/// Opens the history in a directory. One that is new, or of another chain, holds nothing and belongs to no block until the
	/// writer begins it.
	///
	/// # Errors
	///
	/// `Database`, `Corrupt`.
	pub fn open(path: &Path, genesis: H256) -> Result<Self, Error> {
		let store = Store::open(path)?;
		let meta = store.meta()?;
		if meta.as_ref().is_some_and(|meta| meta.genesis != genesis) {
			log::warn!(
				target: crate::LOG_TARGET,
				"📊 The market history in {} is of another chain and is begun anew.",
				path.display()
			);
		}
		let meta = match meta.filter(|meta| meta.genesis == genesis) {
			Some(meta) => meta,
			None => {
				let meta = Meta::nothing(genesis);
				store.reset(&Changes::default(), &meta)?;
				meta
			}
		};
		let heads = Heads { finalized: meta.indexed, best: meta.indexed };
		Ok(Self {
			store,
			published: RwLock::new(Published {
				meta,
				layers: Vec::new(),
				phase: Phase::Starting,
				chain_finalized: 0,
				overlay_off: false,
			}),
			heads: watch::channel(heads).0,
		})
	}

	/// The tables as of the last block of the best chain.
	pub fn best(&self) -> View<'_> {
		// The writer commits and publishes under the write lock, so that disk and layers belong together.
		let published = self.published.read();
		View::new(self.store.disk(), published.layers.clone(), published.meta.clone())
	}

	/// The tables as of the last finalized block.
	pub fn finalized(&self) -> View<'_> {
		let published = self.published.read();
		View::new(self.store.disk(), Vec::new(), published.meta.clone())
	}

	/// Where history and chain are.
	pub fn standing(&self) -> Standing {
		let published = self.published.read();
		let head = published.layers.last().map_or(published.meta.indexed, |layer| layer.head);
		Standing {
			meta: published.meta.clone(),
			best: head,
			phase: published.phase.clone(),
			chain_finalized: published.chain_finalized,
			overlay: published.layers.len(),
			overlay_off: published.overlay_off,
		}
	}

	/// Tells of each change of the blocks that readers see; whoever is slow sees the last.
	pub fn watch(&self) -> watch::Receiver<Heads> {
		self.heads.subscribe()
	}

	/// About how many bytes it takes on disk.
	pub fn bytes(&self) -> u64 {
		self.store.bytes()
	}

	/// The database.
	pub(crate) fn store(&self) -> &Store {
		&self.store
	}

	pub(crate) fn meta(&self) -> Meta {
		self.published.read().meta.clone()
	}

	/// Says what the writer is doing, and how far the chain is.
	pub(crate) fn set_phase(&self, phase: Phase, chain_finalized: u32) {
		let mut published = self.published.write();
		published.phase = phase;
		published.chain_finalized = chain_finalized;
	}

	/// Begins anew with these rows.
	pub(crate) fn reset(&self, changes: &Changes, meta: Meta) -> Result<(), Error> {
		let mut published = self.published.write();
		self.store.reset(changes, &meta)?;
		published.layers.clear();
		published.meta = meta;
		drop(published);
		self.tell();
		Ok(())
	}

	/// Writes a finalized block.
	pub(crate) fn commit(
		&self,
		changes: &Changes,
		removed: &[Range],
		meta: Meta,
	) -> Result<(), Error> {
		let mut published = self.published.write();
		self.store.write(changes, removed, &meta)?;
		let first = published.layers.first().map(|layer| layer.head.hash);
		if first == Some(meta.indexed.hash) {
			published.layers.remove(0);
		} else {
			// Another block than the first of the best chain has become final, so that none of its blocks is one any more.
			published.layers.clear();
		}
		published.meta = meta;
		Ok(())
	}

	/// Shows another best chain.
	pub(crate) fn publish(&self, layers: Vec<Arc<Layer>>, overlay_off: bool) {
		let mut published = self.published.write();
		published.layers = layers;
		published.overlay_off = overlay_off;
		drop(published);
		self.tell();
	}

	fn tell(&self) {
		let standing = self.standing();
		let heads = Heads { finalized: standing.meta.indexed, best: standing.best };
		self.heads.send_if_modified(|last| std::mem::replace(last, heads) != heads);
	}
}
