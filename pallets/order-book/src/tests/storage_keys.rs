//! The book makes its own keys of storage. They are those of the maps.

use crate::{
	mock::*,
	storage_book::{level_key, market_key, word_key, StorageBook},
	Books, Levels, Markets, Pages, Traders, Words,
};
use order_book_engine::{
	bitmap::Word, Header, Level, LevelAt, Lots, Order, Owner, Page, PageAt, SelfTrade, Side, Store,
	Ticks, TimeInForce, Trader, WordAt,
};

#[test]
fn the_book_lies_where_the_maps_look() {
	ExtBuilder::default().build_and_execute_unchecked(|| {
		let market = 0x0102_0304;
		assert_eq!(market_key::<Test>(market).as_bytes(), Markets::<Test>::hashed_key_for(market));

		let order = Order {
			owner: Owner(alice().into()),
			lots: Lots::new(7),
			sequence: 9,
			expires_at: None,
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::CancelTaker,
		};
		let at = LevelAt { side: Side::Ask, tick: Ticks::new(0x0005_0607) };
		let further = PageAt { side: at.side, tick: at.tick, page: 0x0809_0a0b };
		let header = Header { orders: 11, ..Header::default() };
		let mut word = Word::default();
		word.insert(12);
		let mut page = Page::default();
		page.push(&order).unwrap();
		let level = Level { orders: 13, ..Level::default() };
		let place = order_book_engine::Locator::new(at.side, at.tick, 14, 15);
		let trader = Trader {
			orders: vec![place],
			client_ids: vec![(16, place)],
			deadline: Some(17),
			void: 18,
		};

		let mut book = StorageBook::<Test>::load(market);
		*book.header_mut() = header;
		for at in [WordAt::Leaf(Side::Ask, 0x50), WordAt::Summary(Side::Bid)] {
			*book.word_mut(at) = word;
		}
		*book.level_mut(at) = level.clone();
		*book.page_mut(further) = page.clone();
		*book.trader_mut(&order.owner) = trader.clone();
		book.flush();

		assert_eq!(Books::<Test>::get(market), Some(header));
		for at in [WordAt::Leaf(Side::Ask, 0x50), WordAt::Summary(Side::Bid)] {
			assert_eq!(Words::<Test>::get(market, word_key(at)), Some(word));
		}
		assert_eq!(Levels::<Test>::get(market, level_key(at)), Some(level));
		assert_eq!(Pages::<Test>::get((market, level_key(at), further.page)), Some(page));
		assert_eq!(Traders::<Test>::get(alice(), market), Some(trader));

		// What has become empty is gone from there.
		let mut book = StorageBook::<Test>::load(market);
		*book.level_mut(at) = Level::default();
		*book.page_mut(further) = Page::default();
		*book.trader_mut(&order.owner) = Trader::default();
		book.flush();
		assert!(!Levels::<Test>::contains_key(market, level_key(at)));
		assert!(!Pages::<Test>::contains_key((market, level_key(at), further.page)));
		assert!(!Traders::<Test>::contains_key(alice(), market));
	});
}
