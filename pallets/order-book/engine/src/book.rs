//! The stored book: what matching may ask of storage, and the four ways the book changes.
//!
//! [`Store`] lends records by reference; an absent record reads as its default, and a record that has become its default
//! need not be kept. Everything that keeps the records consistent with each other is here.

use crate::{
	bitmap::{join, split, Word},
	error::BookError,
	order::{ClientId, Locator, Order, OrderId, Owner, Side},
	page::{Page, NO_PAGE},
	trader::Trader,
	units::{Lots, Ticks},
};
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The part of a market that changes with its book.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
	/// Raised by one at each change of the book; an order's sequence number is its value at that change.
	pub sequence: u64,
	/// The highest price of a stored bid.
	pub best_bid: Option<Ticks>,
	/// The lowest price of a stored ask.
	pub best_ask: Option<Ticks>,
	/// The price of the last fill.
	pub last_price: Option<Ticks>,
	/// Stored orders.
	pub orders: u32,
}

impl Header {
	/// The best stored price of a side.
	pub fn best(&self, side: Side) -> Option<Ticks> {
		match side {
			Side::Bid => self.best_bid,
			Side::Ask => self.best_ask,
		}
	}

	fn set_best(&mut self, side: Side, price: Option<Ticks>) {
		match side {
			Side::Bid => self.best_bid = price,
			Side::Ask => self.best_ask = price,
		}
	}

	/// Counts one change of the book.
	fn step(&mut self) -> Result<u64, BookError> {
		self.sequence = self.sequence.checked_add(1).ok_or(BookError::Overflow)?;
		Ok(self.sequence)
	}
}

/// The orders at one price on one side: totals, the chain of pages, and page 0 itself, so that a level of few orders is
/// one record.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct Level {
	/// Stored orders.
	pub orders: u32,
	/// The sum of their lots.
	pub lots: Lots,
	/// The page whose orders come first.
	pub head: u32,
	/// The page to which orders are added.
	pub tail: u32,
	/// The number of the next page to be made: above all others of the chain.
	pub next_page: u32,
	/// Page 0.
	pub page: Page,
}

impl Default for Level {
	fn default() -> Self {
		Self { orders: 0, lots: Lots::ZERO, head: 0, tail: 0, next_page: 1, page: Page::default() }
	}
}

impl Level {
	/// Makes it a level that was never opened, and keeps its memory for the next time.
	fn clear(&mut self) {
		(self.orders, self.lots, self.head, self.tail, self.next_page) = (0, Lots::ZERO, 0, 0, 1);
		self.page.clear();
	}
}

/// The key of a bitmap word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordAt {
	/// Which leaf words of a side are not empty.
	Summary(Side),
	/// Which of 4,096 ticks of a side have a level.
	Leaf(Side, u16),
}

/// The key of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LevelAt {
	/// The side of the book.
	pub side: Side,
	/// The price.
	pub tick: Ticks,
}

/// The key of a page other than page 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageAt {
	/// The side of the book.
	pub side: Side,
	/// The price.
	pub tick: Ticks,
	/// The number of the page, from 1.
	pub page: u32,
}

impl PageAt {
	fn level(self) -> LevelAt {
		LevelAt { side: self.side, tick: self.tick }
	}
}

/// The storage of one market's book. A record that was never written reads as its default.
pub trait Store {
	/// The market's header.
	fn header(&self) -> &Header;
	/// The market's header, to be changed.
	fn header_mut(&mut self) -> &mut Header;
	/// A bitmap word.
	fn word(&mut self, at: WordAt) -> &Word;
	/// A bitmap word, to be changed.
	fn word_mut(&mut self, at: WordAt) -> &mut Word;
	/// A level.
	fn level(&mut self, at: LevelAt) -> &Level;
	/// A level, to be changed.
	fn level_mut(&mut self, at: LevelAt) -> &mut Level;
	/// A page other than page 0.
	fn page(&mut self, at: PageAt) -> &Page;
	/// A page other than page 0, to be changed.
	fn page_mut(&mut self, at: PageAt) -> &mut Page;
	/// The open orders of an account.
	fn trader(&mut self, owner: &Owner) -> &Trader;
	/// The open orders of an account, to be changed.
	fn trader_mut(&mut self, owner: &Owner) -> &mut Trader;
}

/// A page of a level, page 0 included.
pub fn page_of<S: Store>(store: &mut S, at: PageAt) -> &Page {
	if at.page == 0 {
		&store.level(at.level()).page
	} else {
		store.page(at)
	}
}

fn page_of_mut<S: Store>(store: &mut S, at: PageAt) -> &mut Page {
	if at.page == 0 {
		&mut store.level_mut(at.level()).page
	} else {
		store.page_mut(at)
	}
}

/// The next level of a side at `from` or behind it in priority.
pub fn next_level<S: Store>(store: &mut S, side: Side, from: Ticks) -> Option<Ticks> {
	let (word, bit) = split(from);
	let within = |word: &Word, bit: u16| match side {
		Side::Ask => word.next_up(bit),
		Side::Bid => word.next_down(bit),
	};
	if let Some(found) = within(store.word(WordAt::Leaf(side, word)), bit) {
		return Some(join(word, found));
	}
	let (next, start) = match side {
		Side::Ask => (word.checked_add(1).filter(|next| *next < 4_096)?, 0),
		Side::Bid => (word.checked_sub(1)?, 4_095),
	};
	let leaf = within(store.word(WordAt::Summary(side)), next)?;
	within(store.word(WordAt::Leaf(side, leaf)), start).map(|found| join(leaf, found))
}

/// The price one tick behind `price` in priority, if there is one.
pub fn behind(side: Side, price: Ticks) -> Option<Ticks> {
	let tick = match side {
		Side::Ask => price.get().checked_add(1).filter(|tick| *tick <= crate::units::MAX_TICK)?,
		Side::Bid => price.get().checked_sub(1).filter(|tick| *tick > 0)?,
	};
	Some(Ticks::new(tick))
}

/// The first order of a level and where it lies; then, from a place, the next one behind it.
pub fn first_order<S: Store>(store: &mut S, at: LevelAt) -> Option<(Locator, Order)> {
	let head = store.level(at).head;
	order_from(store, at, head, 0)
}

/// The order behind a place in its level.
pub fn next_order<S: Store>(store: &mut S, after: Locator) -> Option<(Locator, Order)> {
	let at = LevelAt { side: after.side(), tick: after.tick() };
	order_from(store, at, after.page(), after.slot().checked_add(1)?)
}

/// The first order at a page and slot or behind them. No page of a chain is empty, so at most two pages are looked at.
fn order_from<S: Store>(
	store: &mut S,
	level: LevelAt,
	page: u32,
	slot: u8,
) -> Option<(Locator, Order)> {
	let (mut number, mut from) = (page, slot);
	for _ in 0..2u8 {
		let page = page_of(store, PageAt { side: level.side, tick: level.tick, page: number });
		if let Some(slot) = page.next_live(from) {
			return page
				.get(slot)
				.map(|order| (Locator::new(level.side, level.tick, number, slot), order));
		}
		number = page.next;
		from = 0;
		if number == NO_PAGE {
			return None;
		}
	}
	None
}

/// The order with this id, if it is stored.
pub fn find<S: Store>(store: &mut S, id: OrderId) -> Option<Order> {
	at(store, id.locator()).filter(|order| order.sequence == id.sequence())
}

/// The order at a place, if one is stored there.
pub fn at<S: Store>(store: &mut S, place: Locator) -> Option<Order> {
	// A client's number may name no place at all; it must not be taken for the place it resembles.
	if !place.is_valid() {
		return None;
	}
	let (side, tick, page) = (place.side(), place.tick(), place.page());
	page_of(store, PageAt { side, tick, page }).get(place.slot())
}

/// That one more order of so many lots fits into a level, whatever may leave the level before.
///
/// # Errors
///
/// `LevelFull`, `Overflow`.
pub fn ensure_room<S: Store>(store: &mut S, at: LevelAt, lots: Lots) -> Result<(), BookError> {
	store.header().orders.checked_add(1).ok_or(BookError::Overflow)?;
	let level = store.level(at);
	level.lots.checked_add(lots).ok_or(BookError::Overflow)?;
	let after = level.next_page.checked_add(1).filter(|next| *next < NO_PAGE);
	after.map(|_| ()).ok_or(BookError::LevelFull)
}

/// Puts an order behind all others of its level and gives it its sequence number.
///
/// # Errors
///
/// `LevelFull`, `Overflow`; checked before anything is written.
pub fn insert<S: Store>(
	store: &mut S,
	at: LevelAt,
	order: &Order,
	client_id: Option<ClientId>,
) -> Result<OrderId, BookError> {
	let level = store.level(at);
	let lots = level.lots.checked_add(order.lots).ok_or(BookError::Overflow)?;
	let orders = level.orders.checked_add(1).ok_or(BookError::Overflow)?;
	let (was_empty, old_tail, fresh) = (level.orders == 0, level.tail, level.next_page);
	let tail = PageAt { side: at.side, tick: at.tick, page: old_tail };
	let grow = page_of(store, tail).is_full();
	let after = fresh
		.checked_add(u32::from(grow))
		.filter(|next| *next < NO_PAGE)
		.ok_or(BookError::LevelFull)?;

	let header = store.header_mut();
	let sequence = header.step()?;
	header.orders = header.orders.checked_add(1).ok_or(BookError::Overflow)?;
	if header.best(at.side).is_none_or(|best| at.side.better(at.tick, best)) {
		header.set_best(at.side, Some(at.tick));
	}
	let number = if grow { fresh } else { old_tail };
	if grow {
		page_of_mut(store, tail).next = fresh;
	}
	let level = store.level_mut(at);
	level.lots = lots;
	level.orders = orders;
	level.tail = number;
	level.next_page = after;
	let page = page_of_mut(store, PageAt { page: number, ..tail });
	if grow {
		page.prev = old_tail;
	}
	let slot = page.push(&Order { sequence, ..*order }).ok_or(BookError::Corrupt)?;
	if was_empty {
		open_level(store, at);
	}
	let locator = Locator::new(at.side, at.tick, number, slot);
	store.trader_mut(&order.owner).add(locator, client_id);
	Ok(OrderId::new(locator, sequence))
}

/// Takes an order, as it was read, out of its place.
///
/// # Errors
///
/// `Corrupt` where the book contradicts itself.
pub fn remove<S: Store>(store: &mut S, place: Locator, order: &Order) -> Result<(), BookError> {
	let level_at = LevelAt { side: place.side(), tick: place.tick() };
	let page_at = PageAt { side: level_at.side, tick: level_at.tick, page: place.page() };
	let page = page_of(store, page_at);
	let last_of_page = page.len() == 1;
	let (prev, next) = (page.prev, page.next);

	let header = store.header_mut();
	header.step()?;
	header.orders = header.orders.checked_sub(1).ok_or(BookError::Corrupt)?;
	page_of_mut(store, page_at).remove(place.slot()).ok_or(BookError::Corrupt)?;
	store.trader_mut(&order.owner).remove(place)?;
	let level = store.level_mut(level_at);
	level.orders = level.orders.checked_sub(1).ok_or(BookError::Corrupt)?;
	level.lots = level.lots.checked_sub(order.lots).ok_or(BookError::Corrupt)?;
	if level.orders == 0 {
		level.clear();
		if page_at.page != 0 {
			store.page_mut(page_at).clear();
		}
		close_level(store, level_at);
	} else if last_of_page {
		unlink(store, page_at, prev, next);
	}
	Ok(())
}

/// Leaves an order, as it was read, its place and less lots.
///
/// # Errors
///
/// `Corrupt` where the book contradicts itself or the new quantity is not smaller and above zero.
pub fn reduce<S: Store>(
	store: &mut S,
	place: Locator,
	order: &Order,
	lots: Lots,
) -> Result<(), BookError> {
	let level_at = LevelAt { side: place.side(), tick: place.tick() };
	let page_at = PageAt { side: level_at.side, tick: level_at.tick, page: place.page() };
	let less =
		order.lots.checked_sub(lots).filter(|less| !less.is_zero()).ok_or(BookError::Corrupt)?;
	if lots.is_zero() {
		return Err(BookError::Corrupt);
	}
	store.header_mut().step()?;
	let level = store.level_mut(level_at);
	level.lots = level.lots.checked_sub(less).ok_or(BookError::Corrupt)?;
	page_of_mut(store, page_at).set_lots(place.slot(), lots).ok_or(BookError::Corrupt)
}

/// Takes an emptied page out of its level's chain, which has others. Page 0 is never used again while the level lives. If
/// the tail empties, the page before it becomes the tail and the number is free again: else a place and a cancel at a
/// full page would use up a number each time.
fn unlink<S: Store>(store: &mut S, at: PageAt, prev: u32, next: u32) {
	if prev != NO_PAGE {
		page_of_mut(store, PageAt { page: prev, ..at }).next = next;
	}
	if next != NO_PAGE {
		page_of_mut(store, PageAt { page: next, ..at }).prev = prev;
	}
	let level = store.level_mut(at.level());
	if level.head == at.page {
		level.head = next;
	}
	if level.tail == at.page {
		level.tail = prev;
		level.next_page = at.page;
	}
	page_of_mut(store, at).clear();
}

/// Marks a tick that has its first order.
fn open_level<S: Store>(store: &mut S, at: LevelAt) {
	let (word, bit) = split(at.tick);
	let leaf = store.word_mut(WordAt::Leaf(at.side, word));
	let first = leaf.is_empty();
	leaf.insert(bit);
	if first {
		store.word_mut(WordAt::Summary(at.side)).insert(word);
	}
}

/// Unmarks a tick whose last order is gone, and finds the new best price if it was the best.
fn close_level<S: Store>(store: &mut S, at: LevelAt) {
	let (word, bit) = split(at.tick);
	let leaf = store.word_mut(WordAt::Leaf(at.side, word));
	leaf.remove(bit);
	if leaf.is_empty() {
		store.word_mut(WordAt::Summary(at.side)).remove(word);
	}
	if store.header().best(at.side) == Some(at.tick) {
		let best = next_level(store, at.side, at.tick);
		store.header_mut().set_best(at.side, best);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_cleared_level_is_a_new_one() {
		let mut page = Page::default();
		(page.prev, page.next) = (3, 4);
		let mut level =
			Level { orders: 1, lots: Lots::new(2), head: 5, tail: 6, next_page: 7, page };
		level.clear();
		assert_eq!(level, Level::default());
	}
}
