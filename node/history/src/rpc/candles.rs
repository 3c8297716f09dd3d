//! Reads of candles.

use crate::{
	error::Error,
	interval::Interval,
	keys::{self, Table},
	rows::{self, CandleRow},
	store::Order,
	view::View,
};
use order_book_runtime_api::MarketId;

/// Candles with their opening times.
pub(crate) type Opened = Vec<(u64, CandleRow)>;

/// The first `limit` candles of a market that open in a span of time.
pub(crate) fn first(
	view: &View<'_>,
	market: MarketId,
	interval: Interval,
	(from_ms, to_ms): (u64, u64),
	limit: usize,
) -> Result<Opened, Error> {
	read(view, market, interval, (from_ms, to_ms), limit, Order::Rising)
}

/// The last `limit` candles of a market that open in a span of time, by rising time.
pub(crate) fn last(
	view: &View<'_>,
	market: MarketId,
	interval: Interval,
	(from_ms, to_ms): (u64, u64),
	limit: usize,
) -> Result<Opened, Error> {
	let mut candles = read(view, market, interval, (from_ms, to_ms), limit, Order::Falling)?;
	candles.reverse();
	Ok(candles)
}

fn read(
	view: &View<'_>,
	market: MarketId,
	interval: Interval,
	(from_ms, to_ms): (u64, u64),
	limit: usize,
	order: Order,
) -> Result<Opened, Error> {
	let from = keys::candle(market, interval, from_ms);
	let to = keys::candle(market, interval, to_ms);
	let found = view.rows(Table::Candles, &from, &to, order)?;
	found
		.take(limit)
		.map(|row| {
			let (key, row) = row?;
			let (_, open_ms) =
				keys::candle_of(&key).ok_or(Error::Corrupt("a candle has no time"))?;
			Ok((open_ms, rows::read(&row)?))
		})
		.collect()
}
