//! A [`Store`] in memory, for tests and for measuring the engine alone.

use crate::{
	bitmap::Word,
	book::{Header, Level, LevelAt, PageAt, Store, WordAt},
	order::Owner,
	page::Page,
	trader::Trader,
};
use alloc::collections::BTreeMap;

/// The book of one market in ordered maps.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
	/// The header.
	pub header: Header,
	/// The bitmap words.
	pub words: BTreeMap<WordAt, Word>,
	/// The levels.
	pub levels: BTreeMap<LevelAt, Level>,
	/// The pages other than page 0.
	pub pages: BTreeMap<PageAt, Page>,
	/// The open orders of every account.
	pub traders: BTreeMap<Owner, Trader>,
}

impl Store for MemoryStore {
	fn header(&self) -> &Header {
		&self.header
	}
	fn header_mut(&mut self) -> &mut Header {
		&mut self.header
	}
	fn word(&mut self, at: WordAt) -> &Word {
		self.words.entry(at).or_default()
	}
	fn word_mut(&mut self, at: WordAt) -> &mut Word {
		self.words.entry(at).or_default()
	}
	fn level(&mut self, at: LevelAt) -> &Level {
		self.levels.entry(at).or_default()
	}
	fn level_mut(&mut self, at: LevelAt) -> &mut Level {
		self.levels.entry(at).or_default()
	}
	fn page(&mut self, at: PageAt) -> &Page {
		self.pages.entry(at).or_default()
	}
	fn page_mut(&mut self, at: PageAt) -> &mut Page {
		self.pages.entry(at).or_default()
	}
	fn trader(&mut self, owner: &Owner) -> &Trader {
		self.traders.entry(*owner).or_default()
	}
	fn trader_mut(&mut self, owner: &Owner) -> &mut Trader {
		self.traders.entry(*owner).or_default()
	}
}

impl<S: Store> Store for &mut S {
	fn header(&self) -> &Header {
		(**self).header()
	}
	fn header_mut(&mut self) -> &mut Header {
		(**self).header_mut()
	}
	fn word(&mut self, at: WordAt) -> &Word {
		(**self).word(at)
	}
	fn word_mut(&mut self, at: WordAt) -> &mut Word {
		(**self).word_mut(at)
	}
	fn level(&mut self, at: LevelAt) -> &Level {
		(**self).level(at)
	}
	fn level_mut(&mut self, at: LevelAt) -> &mut Level {
		(**self).level_mut(at)
	}
	fn page(&mut self, at: PageAt) -> &Page {
		(**self).page(at)
	}
	fn page_mut(&mut self, at: PageAt) -> &mut Page {
		(**self).page_mut(at)
	}
	fn trader(&mut self, owner: &Owner) -> &Trader {
		(**self).trader(owner)
	}
	fn trader_mut(&mut self, owner: &Owner) -> &mut Trader {
		(**self).trader_mut(owner)
	}
}
