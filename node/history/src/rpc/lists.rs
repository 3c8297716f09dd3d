//! Pages of rows, each a bounded scan.

use crate::{
	changes::Rows,
	error::Error,
	keys::{self, after_prefix, Place, Table},
	rows::{self, TradeRow},
	store::Order,
	view::View,
};
use codec::Decode;
use order_book_runtime_api::MarketId;
use sp_runtime::AccountId32;

/// Rows that are looked at for one page of a list that is filtered. A page may be short then, and its cursor goes on.
const MAX_LOOKED_AT: u32 = 5_000;

/// A page: rows with their places, and the last place looked at if there may be more behind it.
pub(crate) struct Page<Row> {
	pub(crate) rows: Vec<(Place, Row)>,
	pub(crate) more_after: Option<Place>,
}

/// A page of an account's own rows, the last first, behind a place. With a market, `by_market` is the table's index.
pub(crate) fn own<Row: Decode>(
	view: &View<'_>,
	table: Table,
	by_market: Option<(Table, MarketId)>,
	account: &AccountId32,
	behind: Option<Place>,
	limit: u32,
	wanted: impl Fn(&Row) -> bool,
) -> Result<Page<Row>, Error> {
	let mut prefix = keys::Key::default().account(account);
	if let Some((_, market)) = by_market {
		prefix = prefix.number(market);
	}
	let from = prefix.clone().done();
	let to = match behind {
		Some(place) => prefix.place(place).done(),
		None => after_prefix(&from).unwrap_or_else(|| vec![0xff; from.len().saturating_add(9)]),
	};
	let scanned = by_market.map_or(table, |(index, _)| index);
	let mut page = Page { rows: Vec::new(), more_after: None };
	let (mut found, mut looked_at) = (0, 0);
	let mut last = None;
	for row in view.rows(scanned, &from, &to, Order::Falling)? {
		let (key, row) = row?;
		if found >= limit || looked_at >= MAX_LOOKED_AT {
			page.more_after = last;
			break;
		}
		let place = keys::place_of(&key).ok_or(Error::Corrupt("a row has no place"))?;
		let row: Row = match by_market {
			None => rows::read(&row)?,
			Some(_) => {
				let stored = view.get(table, &keys::own(account, place))?;
				rows::read(&stored.ok_or(Error::Corrupt("an index leads nowhere"))?)?
			}
		};
		looked_at += 1; // at most MAX_LOOKED_AT
		last = Some(place);
		if wanted(&row) {
			found += 1; // at most `limit`
			page.rows.push((place, row));
		}
	}
	Ok(page)
}

/// A page of a market's trades strictly between two places, the last first or the first first.
pub(crate) fn trades(
	view: &View<'_>,
	market: MarketId,
	(after, before): (Option<Place>, Option<Place>),
	order: Order,
	limit: u32,
) -> Result<Page<TradeRow>, Error> {
	let lowest = Place { block: 0, index: 0 };
	let mut from = keys::trade(market, after.unwrap_or(lowest));
	if after.is_some() {
		from.push(0); // the next key there can be
	}
	let to = match before {
		Some(before) => keys::trade(market, before),
		None => after_prefix(&keys::numbered(market)).unwrap_or_else(|| vec![0xff; 13]),
	};
	let mut page = Page { rows: Vec::new(), more_after: None };
	for (found, row) in (0..).zip(view.rows(Table::Trades, &from, &to, order)?) {
		let (key, row) = row?;
		if found >= limit {
			page.more_after = page.rows.last().map(|(place, _)| *place);
			break;
		}
		let place = keys::place_of(&key).ok_or(Error::Corrupt("a trade has no place"))?;
		page.rows.push((place, rows::read(&row)?));
	}
	Ok(page)
}

/// A page of markets by rising number behind one, each with its row; and whether there are more.
pub(crate) fn markets(
	view: &View<'_>,
	behind: Option<MarketId>,
	limit: u32,
) -> Result<(Vec<(MarketId, rows::MarketRow)>, bool), Error> {
	let mut from = behind.map(keys::numbered).unwrap_or_default();
	if behind.is_some() {
		from.push(0); // the next key there can be
	}
	let mut markets = Vec::new();
	for (found, row) in (0..).zip(view.rows(Table::Markets, &from, &[0xff; 5], Order::Rising)?) {
		if found >= limit {
			return Ok((markets, true));
		}
		let (key, row) = row?;
		let id = keys::number_of(&key).ok_or(Error::Corrupt("a market has no number"))?;
		markets.push((id, rows::read(&row)?));
	}
	Ok((markets, false))
}

/// A market.
pub(crate) fn market(view: &View<'_>, id: MarketId) -> Result<Option<rows::MarketRow>, Error> {
	view.get(Table::Markets, &keys::numbered(id))?.as_deref().map(rows::read).transpose()
}
