//! What happened in a market within the last 24 hours, out of candles.

use crate::{
	error::Error,
	interval::{Interval, DAY_MS},
	keys,
	keys::Table,
	rows::{self, CandleRow},
	store::Order,
	view::View,
};
use order_book_runtime_api::MarketId;

/// The last 24 hours of a market: the minute that runs, and the 1,439 before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
	/// When the first of these minutes began, in milliseconds of Unix time, or the history if that is later.
	pub from_ms: u64,
	/// All trades in them as one candle; `None` if there were none.
	pub candle: Option<CandleRow>,
	/// The last trade before or in them as a candle of some length: its close is the last price. `None` before the first trade.
	pub last: Option<CandleRow>,
}

/// Reads the last 24 hours before a moment: at most 4 candles of a minute, 289 of five, and one more.
///
/// # Errors
///
/// `Database`, `Corrupt`.
pub fn day(view: &View<'_>, market: MarketId, now_ms: u64) -> Result<Day, Error> {
	let minute = Interval::Minute;
	let from_ms = minute.open(now_ms).saturating_sub(DAY_MS - minute.ms());
	let five = Interval::FiveMinutes;
	// The first moment at which five minutes begin together.
	let whole_ms = five.open(from_ms.saturating_add(five.ms() - 1));
	let parts = [(minute, from_ms, whole_ms), (five, whole_ms, u64::MAX)];
	let mut candle: Option<CandleRow> = None;
	for (interval, from_ms, to_ms) in parts {
		let from = keys::candle(market, interval, from_ms);
		let to = keys::candle(market, interval, to_ms);
		for row in view.rows(Table::Candles, &from, &to, Order::Rising)? {
			let next: CandleRow = rows::read(&row?.1)?;
			candle = Some(candle.map_or(next, |sofar| sofar.then(next)));
		}
	}
	let last = match candle {
		Some(candle) => Some(candle),
		None => last_candle(view, market)?,
	};
	Ok(Day { from_ms: from_ms.max(view.meta().base.time_ms), candle, last })
}

/// The last candle of a market, of the longest interval, which stays for good.
fn last_candle(view: &View<'_>, market: MarketId) -> Result<Option<CandleRow>, Error> {
	let from = keys::candle(market, Interval::Week, 0);
	let to = keys::candle(market, Interval::Week, u64::MAX);
	let row = view.rows(Table::Candles, &from, &to, Order::Falling)?.next();
	row.map(|row| rows::read(&row?.1)).transpose()
}
