//! The tables and their keys. Integers are big-endian, so that keys sort as numbers do.

use crate::interval::Interval;
use codec::{Decode, Encode};
use order_book_engine::OrderId;
use order_book_runtime_api::MarketId;
use sp_runtime::AccountId32;

/// A table: a column family of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
	/// Markets by number: [`crate::rows::MarketRow`].
	Markets,
	/// Trades by market and place: [`crate::rows::TradeRow`].
	Trades,
	/// Candles by market, interval and opening time: [`crate::rows::CandleRow`].
	Candles,
	/// Own fills by account and place: [`crate::rows::FillRow`].
	Fills,
	/// Where the fills of an account in one market are, by account, market and place. Empty rows.
	FillsByMarket,
	/// Own orders by account and the place at which they were placed: [`crate::rows::OrderRow`].
	Orders,
	/// Where the orders of an account in one market are, by account, market and place. Empty rows.
	OrdersByMarket,
	/// Whose an open order is, by market and id: [`crate::rows::OpenRow`].
	OpenOrders,
	/// Dividends paid in and paid out by account and place: [`crate::rows::PayoutRow`].
	Payouts,
	/// Votes in ballots and referenda by account and place: [`crate::rows::VoteRow`].
	Votes,
	/// The first block of each day on which there was one, by day.
	Days,
}

impl Table {
	/// All of them, in the order of their numbers.
	pub const ALL: [Self; 11] = [
		Self::Markets,
		Self::Trades,
		Self::Candles,
		Self::Fills,
		Self::FillsByMarket,
		Self::Orders,
		Self::OrdersByMarket,
		Self::OpenOrders,
		Self::Payouts,
		Self::Votes,
		Self::Days,
	];

	/// The name of the column family, and of the table on the command line.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Markets => "markets",
			Self::Trades => "trades",
			Self::Candles => "candles",
			Self::Fills => "fills",
			Self::FillsByMarket => "fills_by_market",
			Self::Orders => "orders",
			Self::OrdersByMarket => "orders_by_market",
			Self::OpenOrders => "open_orders",
			Self::Payouts => "payouts",
			Self::Votes => "votes",
			Self::Days => "days",
		}
	}
}

/// Where something happened: the block, and a number that rises within the block.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
	/// The block.
	pub block: u32,
	/// The number within the block.
	pub index: u32,
}

/// Bits of the number within the block in a [`Place::sequence`]: no block holds a million of anything.
const INDEX_BITS: u32 = 20;
/// Numbers within a block are below this.
pub const MAX_INDEX: u32 = 1 << INDEX_BITS;

impl Place {
	/// Both in one number below 2^52, which a JSON number holds exactly.
	pub fn sequence(self) -> u64 {
		u64::from(self.block) << INDEX_BITS | u64::from(self.index & (MAX_INDEX - 1))
	}

	/// The place of a sequence number; `None` if no block has such a number.
	pub fn from_sequence(sequence: u64) -> Option<Self> {
		let block = u32::try_from(sequence >> INDEX_BITS).ok()?;
		let index = u32::try_from(sequence & u64::from(MAX_INDEX - 1)).ok()?;
		Some(Self { block, index })
	}

	fn bytes(self) -> [u8; 8] {
		self.sequence().to_be_bytes()
	}
}

/// A key under construction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key(Vec<u8>);

impl Key {
	pub(crate) fn number(mut self, number: u32) -> Self {
		self.0.extend_from_slice(&number.to_be_bytes());
		self
	}

	pub(crate) fn account(mut self, account: &AccountId32) -> Self {
		self.0.extend_from_slice(account.as_ref());
		self
	}

	pub(crate) fn place(mut self, place: Place) -> Self {
		self.0.extend_from_slice(&place.bytes());
		self
	}

	pub(crate) fn interval(mut self, interval: Interval) -> Self {
		self.0.push(interval.number());
		self
	}

	pub(crate) fn time(mut self, ms: u64) -> Self {
		self.0.extend_from_slice(&ms.to_be_bytes());
		self
	}

	pub(crate) fn order(mut self, order: OrderId) -> Self {
		self.0.extend_from_slice(&order.bits().to_be_bytes());
		self
	}

	pub(crate) fn done(self) -> Vec<u8> {
		self.0
	}
}

/// A trade's key.
pub(crate) fn trade(market: MarketId, place: Place) -> Vec<u8> {
	Key::default().number(market).place(place).done()
}

/// A candle's key.
pub(crate) fn candle(market: MarketId, interval: Interval, open_ms: u64) -> Vec<u8> {
	Key::default().number(market).interval(interval).time(open_ms).done()
}

/// The key of an account's own row.
pub(crate) fn own(account: &AccountId32, place: Place) -> Vec<u8> {
	Key::default().account(account).place(place).done()
}

/// The key of an account's own row in the index by market.
pub(crate) fn own_in(account: &AccountId32, market: MarketId, place: Place) -> Vec<u8> {
	Key::default().account(account).number(market).place(place).done()
}

/// The key of an open order.
pub(crate) fn open_order(market: MarketId, order: OrderId) -> Vec<u8> {
	Key::default().number(market).order(order).done()
}

/// The key of a market or a day.
pub(crate) fn numbered(number: u32) -> Vec<u8> {
	number.to_be_bytes().to_vec()
}

/// The number that such a key is.
pub(crate) fn number_of(key: &[u8]) -> Option<u32> {
	key.try_into().ok().map(u32::from_be_bytes)
}

/// The place at the end of a key.
pub(crate) fn place_of(key: &[u8]) -> Option<Place> {
	key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes)).and_then(Place::from_sequence)
}

/// The account at the beginning of a key.
pub(crate) fn account_of(key: &[u8]) -> Option<AccountId32> {
	key.first_chunk::<32>().map(|bytes| AccountId32::new(*bytes))
}

/// The market at the beginning of a key.
pub(crate) fn market_of(key: &[u8]) -> Option<MarketId> {
	key.first_chunk::<4>().map(|bytes| MarketId::from_be_bytes(*bytes))
}

/// The interval and the opening time of a candle's key.
pub(crate) fn candle_of(key: &[u8]) -> Option<(Interval, u64)> {
	let interval = Interval::from_number(*key.get(4)?)?;
	key.last_chunk().map(|bytes| (interval, u64::from_be_bytes(*bytes)))
}

/// The smallest key above all keys that begin like this; `None` where there is none.
pub(crate) fn after_prefix(prefix: &[u8]) -> Option<Vec<u8>> {
	let mut end = prefix.to_vec();
	while let Some(last) = end.last_mut() {
		if let Some(next) = last.checked_add(1) {
			*last = next;
			return Some(end);
		}
		end.pop();
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_sequence_holds_block_and_index_and_reads_back() {
		let place = Place { block: 3, index: 5 };
		// 3 x 2^20 + 5.
		assert_eq!(place.sequence(), 3_145_733);
		assert_eq!(Place::from_sequence(3_145_733), Some(place));
		let last = Place { block: u32::MAX, index: MAX_INDEX - 1 };
		assert_eq!(last.sequence(), (1 << 52) - 1);
		assert_eq!(Place::from_sequence((1 << 52) - 1), Some(last));
		assert_eq!(Place::from_sequence(1 << 52), None);
	}

	#[test]
	fn keys_sort_as_their_numbers_do() {
		let at = |block, index| trade(7, Place { block, index });
		assert!(at(1, 9) < at(2, 0));
		assert!(at(255, 0) < at(256, 0));
		assert!(
			trade(7, Place { block: u32::MAX, index: 0 }) < trade(8, Place { block: 0, index: 0 })
		);
		assert!(candle(7, Interval::Minute, u64::MAX) < candle(7, Interval::FiveMinutes, 0));
		assert_eq!(at(1, 9), [0, 0, 0, 7, 0, 0, 0, 0, 0, 16, 0, 9]);
	}

	#[test]
	fn the_end_of_a_prefix_carries() {
		assert_eq!(after_prefix(&[1, 2]), Some(vec![1, 3]));
		assert_eq!(after_prefix(&[1, 255]), Some(vec![2]));
		assert_eq!(after_prefix(&[255, 255]), None);
		assert_eq!(after_prefix(&[]), None);
	}

	#[test]
	fn what_went_into_a_key_comes_out() {
		let account = AccountId32::new([9; 32]);
		let place = Place { block: 70_000, index: 12 };
		let key = own_in(&account, 3, place);
		assert_eq!(account_of(&key), Some(account));
		assert_eq!(place_of(&key), Some(place));
		assert_eq!(market_of(&trade(3, place)), Some(3));
		assert_eq!(candle_of(&candle(3, Interval::Week, 99)), Some((Interval::Week, 99)));
		assert_eq!(number_of(&numbered(77)), Some(77));
		assert_eq!(number_of(&[1]), None);
	}
}
