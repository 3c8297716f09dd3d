//! The engine's book over FRAME storage: every record is read at most once and written at most once per call.

use crate::{Books, Config, Levels, MarketId, Markets, Pages, Traders, Words};
use alloc::collections::BTreeMap;
use codec::{Decode, Encode};
use core::marker::PhantomData;
use frame_support::storage::generator::{StorageDoubleMap, StorageMap, StorageNMap};
use order_book_engine::{
	bitmap::Word, Header, Level, LevelAt, Owner, Page, PageAt, Side, Store, Trader, WordAt,
};
use pallet_tokens::key::Key;

/// A record as it was read or has become.
struct Cached<V> {
	key: Key,
	value: V,
	stored: bool,
	dirty: bool,
}

impl<V: Default + Decode> Cached<V> {
	fn read(key: Key) -> Self {
		let stored: Option<V> = key.get();
		Self { key, stored: stored.is_some(), value: stored.unwrap_or_default(), dirty: false }
	}
}

impl<V: Encode> Cached<V> {
	fn dirty(&mut self) -> &mut V {
		self.dirty = true;
		&mut self.value
	}

	/// Writes the record if it has changed, or removes it if nothing is left of it. Whether either was necessary.
	fn flush(self, empty: impl FnOnce(&V) -> bool) -> bool {
		match (self.dirty, empty(&self.value)) {
			(true, false) => self.key.put(&self.value),
			(true, true) if self.stored => self.key.kill(),
			_ => return false,
		}
		true
	}
}

/// One market's book during one call.
pub struct StorageBook<T> {
	market: MarketId,
	header: Cached<Header>,
	words: BTreeMap<WordAt, Cached<Word>>,
	levels: BTreeMap<LevelAt, Cached<Level>>,
	pages: BTreeMap<PageAt, Cached<Page>>,
	traders: BTreeMap<Owner, Cached<Trader>>,
	runtime: PhantomData<T>,
}

/// Where the market itself is stored.
pub(crate) fn market_key<T: Config>(market: MarketId) -> Key {
	Key::new(&<Markets<T> as StorageMap<_, _>>::prefix_hash()).plain(&market)
}

/// The storage key of a bitmap word within its market: the side, then the leaf's number or 4,096 for the summary.
pub fn word_key(at: WordAt) -> u32 {
	match at {
		WordAt::Leaf(side, leaf) => side_bit(side) << 13 | u32::from(leaf),
		WordAt::Summary(side) => side_bit(side) << 13 | 4_096,
	}
}

/// The storage key of a level within its market: the side, then the tick, which has 24 bits.
pub fn level_key(at: LevelAt) -> u32 {
	side_bit(at.side) << 24 | u32::try_from(at.tick.get() & 0xff_ffff).unwrap_or_default()
}

fn side_bit(side: Side) -> u32 {
	match side {
		Side::Bid => 0,
		Side::Ask => 1,
	}
}

impl<T: Config> StorageBook<T> {
	/// Opens the book of a market.
	pub fn load(market: MarketId) -> Self {
		Self {
			market,
			header: Cached::read(
				Key::new(&<Books<T> as StorageMap<_, _>>::prefix_hash()).plain(&market),
			),
			words: BTreeMap::new(),
			levels: BTreeMap::new(),
			pages: BTreeMap::new(),
			traders: BTreeMap::new(),
			runtime: PhantomData,
		}
	}

	/// Writes what has changed; a record that has become its default is removed. Returns how many words, levels and pages it
	/// wrote.
	pub fn flush(self) -> u32 {
		self.header.flush(|_| false);
		let words = self.words.into_values().map(|word| word.flush(Word::is_empty));
		let levels = self.levels.into_values().map(|level| level.flush(|level| level.orders == 0));
		let pages = self.pages.into_values().map(|page| page.flush(Page::is_empty));
		let written = words.chain(levels).chain(pages).filter(|written| *written).count();
		self.traders.into_values().for_each(|trader| {
			trader.flush(Trader::is_empty);
		});
		u32::try_from(written).unwrap_or(u32::MAX) // as many as the operations of a call reach
	}

	fn cached_word(&mut self, at: WordAt) -> &mut Cached<Word> {
		let market = self.market;
		self.words.entry(at).or_insert_with(|| {
			let names = <Words<T> as StorageDoubleMap<_, _, _>>::prefix_hash();
			Cached::read(Key::new(&names).plain(&market).plain(&word_key(at)))
		})
	}

	fn cached_level(&mut self, at: LevelAt) -> &mut Cached<Level> {
		let market = self.market;
		self.levels.entry(at).or_insert_with(|| {
			let names = <Levels<T> as StorageDoubleMap<_, _, _>>::prefix_hash();
			Cached::read(Key::new(&names).plain(&market).plain(&level_key(at)))
		})
	}

	fn cached_page(&mut self, at: PageAt) -> &mut Cached<Page> {
		let market = self.market;
		self.pages.entry(at).or_insert_with(|| {
			let names = <Pages<T> as StorageNMap<_, _>>::prefix_hash();
			let level = level_key(LevelAt { side: at.side, tick: at.tick });
			Cached::read(Key::new(&names).plain(&market).plain(&level).plain(&at.page))
		})
	}

	fn cached_trader(&mut self, owner: &Owner) -> &mut Cached<Trader> {
		let market = self.market;
		self.traders.entry(*owner).or_insert_with(|| {
			let names = <Traders<T> as StorageDoubleMap<_, _, _>>::prefix_hash();
			let who = T::AccountId::from(owner.0);
			Cached::read(Key::new(&names).hashed(&who).plain(&market))
		})
	}
}

impl<T: Config> Store for StorageBook<T> {
	fn header(&self) -> &Header {
		&self.header.value
	}
	fn header_mut(&mut self) -> &mut Header {
		self.header.dirty()
	}
	fn word(&mut self, at: WordAt) -> &Word {
		&self.cached_word(at).value
	}
	fn word_mut(&mut self, at: WordAt) -> &mut Word {
		self.cached_word(at).dirty()
	}
	fn level(&mut self, at: LevelAt) -> &Level {
		&self.cached_level(at).value
	}
	fn level_mut(&mut self, at: LevelAt) -> &mut Level {
		self.cached_level(at).dirty()
	}
	fn page(&mut self, at: PageAt) -> &Page {
		&self.cached_page(at).value
	}
	fn page_mut(&mut self, at: PageAt) -> &mut Page {
		self.cached_page(at).dirty()
	}
	fn trader(&mut self, owner: &Owner) -> &Trader {
		&self.cached_trader(owner).value
	}
	fn trader_mut(&mut self, owner: &Owner) -> &mut Trader {
		self.cached_trader(owner).dirty()
	}
}
