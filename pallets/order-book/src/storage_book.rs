//! The engine's book over FRAME storage: every record is read at most once and written at most once per call.

use crate::{Books, Config, Levels, MarketId, Pages, Traders, Words};
use alloc::collections::BTreeMap;
use core::marker::PhantomData;
use order_book_engine::{
	bitmap::Word, Header, Level, LevelAt, Owner, Page, PageAt, Side, Store, Trader, WordAt,
};

/// A record as it was read or has become.
struct Cached<V> {
	value: V,
	stored: bool,
	dirty: bool,
}

impl<V: Default> Cached<V> {
	fn new(stored: Option<V>) -> Self {
		Self { stored: stored.is_some(), value: stored.unwrap_or_default(), dirty: false }
	}

	fn dirty(&mut self) -> &mut V {
		self.dirty = true;
		&mut self.value
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
			header: Cached::new(Books::<T>::get(market)),
			words: BTreeMap::new(),
			levels: BTreeMap::new(),
			pages: BTreeMap::new(),
			traders: BTreeMap::new(),
			runtime: PhantomData,
		}
	}

	/// Writes what has changed; a record that has become its default is removed.
	pub fn flush(self) {
		let market = self.market;
		if self.header.dirty {
			Books::<T>::insert(market, self.header.value);
		}
		for (at, word) in self.words.into_iter().filter(|(_, word)| word.dirty) {
			match (word.value.is_empty(), word.stored) {
				(false, _) => Words::<T>::insert(market, word_key(at), word.value),
				(true, true) => Words::<T>::remove(market, word_key(at)),
				(true, false) => {}
			}
		}
		for (at, level) in self.levels.into_iter().filter(|(_, level)| level.dirty) {
			match (level.value.orders == 0, level.stored) {
				(false, _) => Levels::<T>::insert(market, level_key(at), level.value),
				(true, true) => Levels::<T>::remove(market, level_key(at)),
				(true, false) => {}
			}
		}
		for (at, page) in self.pages.into_iter().filter(|(_, page)| page.dirty) {
			let key = (market, level_key(LevelAt { side: at.side, tick: at.tick }), at.page);
			match (page.value.is_empty(), page.stored) {
				(false, _) => Pages::<T>::insert(key, page.value),
				(true, true) => Pages::<T>::remove(key),
				(true, false) => {}
			}
		}
		for (owner, trader) in self.traders.into_iter().filter(|(_, trader)| trader.dirty) {
			let account = T::AccountId::from(owner.0);
			match (trader.value.is_empty(), trader.stored) {
				(false, _) => Traders::<T>::insert(account, market, trader.value),
				(true, true) => Traders::<T>::remove(account, market),
				(true, false) => {}
			}
		}
	}

	fn cached_word(&mut self, at: WordAt) -> &mut Cached<Word> {
		let market = self.market;
		self.words.entry(at).or_insert_with(|| Cached::new(Words::<T>::get(market, word_key(at))))
	}

	fn cached_level(&mut self, at: LevelAt) -> &mut Cached<Level> {
		let market = self.market;
		self.levels
			.entry(at)
			.or_insert_with(|| Cached::new(Levels::<T>::get(market, level_key(at))))
	}

	fn cached_page(&mut self, at: PageAt) -> &mut Cached<Page> {
		let market = self.market;
		self.pages.entry(at).or_insert_with(|| {
			let level = level_key(LevelAt { side: at.side, tick: at.tick });
			Cached::new(Pages::<T>::get((market, level, at.page)))
		})
	}

	fn cached_trader(&mut self, owner: &Owner) -> &mut Cached<Trader> {
		let market = self.market;
		self.traders
			.entry(*owner)
			.or_insert_with(|| Cached::new(Traders::<T>::get(T::AccountId::from(owner.0), market)))
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
