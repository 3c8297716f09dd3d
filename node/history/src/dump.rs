//! The tables as text, one row after the other, in the words and units of `market_v1`.

mod line;

use crate::{
	error::Error,
	history::History,
	interval::Interval,
	keys::{self, account_of, candle_of, market_of, place_of, Place, Table},
	rows::{self, CandleRow, FillRow, MarketRow, OrderRow, PayoutRow, TradeRow, VoteRow},
	rpc::show::{self, Names, Shown},
};
use codec::Decode;
use kongsi_rpc::answers::Token;
pub use line::Format;
use line::Lines;
use order_book_engine::TokenId;
use order_book_runtime_api::MarketId;
use serde::Serialize;
use sp_core::crypto::Ss58Codec;
use sp_runtime::AccountId32;
use std::{
	collections::{BTreeMap, BTreeSet},
	io::Write,
};

/// Tables that can be told in words.
pub const TABLES: [Table; 7] = [
	Table::Markets,
	Table::Trades,
	Table::Candles,
	Table::Fills,
	Table::Orders,
	Table::Payouts,
	Table::Votes,
];

/// Rows between two moments at which a stop of the program is heard.
const YIELD_EVERY: u32 = 4_096;

/// What to tell.
#[derive(Clone, Debug)]
pub struct Selection {
	/// Which table, one of [`TABLES`].
	pub table: Table,
	/// Rows of this market only, where rows are of markets.
	pub market: Option<MarketId>,
	/// Rows of this account only, where rows are of accounts.
	pub account: Option<AccountId32>,
	/// Candles of this interval only.
	pub interval: Option<Interval>,
}

/// What is known of a token; `None` if there is none of this number.
///
/// # Errors
///
/// `Chain`.
pub type TokenOf<'a> = dyn Fn(TokenId) -> Result<Option<Token>, Error> + 'a;

/// Writes rows of finalized blocks, in the order of their keys. Returns how many.
///
/// # Errors
///
/// `Database`, `Corrupt`, `Chain`, `Output`.
pub async fn dump(
	history: &History,
	token_of: &TokenOf<'_>,
	selection: &Selection,
	format: Format,
	out: &mut dyn Write,
) -> Result<u64, Error> {
	let mut teller = Teller {
		history,
		token_of,
		selection,
		lines: Lines::new(format, out),
		tokens: BTreeMap::new(),
		markets: BTreeMap::new(),
	};
	teller.tell().await?;
	teller.lines.end()
}

struct Teller<'a> {
	history: &'a History,
	token_of: &'a TokenOf<'a>,
	selection: &'a Selection,
	lines: Lines<'a>,
	/// Those that were asked for: at most one per token there is.
	tokens: BTreeMap<TokenId, Token>,
	markets: BTreeMap<MarketId, Shown>,
}

#[derive(Serialize)]
struct OfMarket<Row> {
	market: MarketId,
	symbol: String,
	#[serde(flatten)]
	row: Row,
}

#[derive(Serialize)]
struct OfAccount<Row> {
	account: String,
	#[serde(flatten)]
	row: Row,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Market {
	base: TokenId,
	quote: TokenId,
	tick_size: String,
	lot_size: String,
	maker_fee_ppm: i32,
	taker_fee_ppm: u32,
	closed_in_block: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Candle {
	interval: &'static str,
	time: u64,
	open: String,
	high: String,
	low: String,
	close: String,
	base_volume: String,
	quote_volume: String,
	trades: u32,
}

impl Teller<'_> {
	async fn tell(&mut self) -> Result<(), Error> {
		let (from, to) = self.range();
		let view = self.history.finalized();
		let mut seen: u32 = 0;
		for row in view.rows(self.selection.table, &from, &to, crate::store::Order::Rising)? {
			let (key, row) = row?;
			if self.lines.is_cut() {
				break;
			}
			self.row(&key, &row)?;
			seen = u32::wrapping_add(seen, 1);
			if seen.is_multiple_of(YIELD_EVERY) {
				// A stop of the program is heard here.
				tokio::task::yield_now().await;
			}
		}
		Ok(())
	}

	/// The keys that the selection allows.
	fn range(&self) -> (Vec<u8>, Vec<u8>) {
		let Selection { table, market, account, .. } = self.selection;
		let prefix = match table {
			Table::Markets | Table::Trades | Table::Candles => market.map(keys::numbered),
			_ => account.as_ref().map(|account| AsRef::<[u8]>::as_ref(account).to_vec()),
		};
		let from = prefix.unwrap_or_default();
		let to = keys::after_prefix(&from).unwrap_or_else(|| vec![0xff; 64]);
		(from, to)
	}

	fn row(&mut self, key: &[u8], row: &[u8]) -> Result<(), Error> {
		match self.selection.table {
			Table::Markets => self.market_row(key, row),
			Table::Trades => {
				let (place, row) = placed::<TradeRow>(key, row)?;
				let market = self.market(market_of(key))?;
				let shown = market.trade(place, &row, true);
				self.of_market(&market, shown)
			}
			Table::Candles => self.candle(key, row),
			Table::Fills => {
				let (place, row) = placed::<FillRow>(key, row)?;
				let shown = self.market(Some(row.market))?.fill(place, &row, true);
				self.in_market(key, row.market, shown)
			}
			Table::Orders => {
				let (place, row) = placed::<OrderRow>(key, row)?;
				let now = self.history.meta().indexed.number;
				let shown = self.market(Some(row.market))?.order(place, &row, now, now);
				self.in_market(key, row.market, shown)
			}
			Table::Payouts => {
				let (place, row) = placed::<PayoutRow>(key, row)?;
				self.learn([row.class, row.token])?;
				let names = Names::new(self.tokens.clone());
				self.of_account(key, show::payout(place, &row, &names, true))
			}
			Table::Votes => {
				let (place, row) = placed::<VoteRow>(key, row)?;
				self.of_account(key, show::vote(place, &row, true))
			}
			Table::FillsByMarket | Table::OrdersByMarket | Table::OpenOrders | Table::Days => {
				Err(Error::Corrupt("this table is an index and has no words"))
			}
		}
	}

	fn market_row(&mut self, key: &[u8], row: &[u8]) -> Result<(), Error> {
		let row: MarketRow = rows::read(row)?;
		let market = self.market(market_of(key))?;
		let shown = Market {
			base: row.params.base,
			quote: row.params.quote,
			tick_size: row.params.tick_size.get().to_string(),
			lot_size: row.params.lot_size.get().to_string(),
			maker_fee_ppm: row.params.maker_fee_ppm,
			taker_fee_ppm: row.params.taker_fee_ppm,
			closed_in_block: row.closed,
		};
		self.of_market(&market, shown)
	}

	fn candle(&mut self, key: &[u8], row: &[u8]) -> Result<(), Error> {
		let (interval, time) = candle_of(key).ok_or(Error::Corrupt("a candle has no time"))?;
		if self.selection.interval.is_some_and(|only| only != interval) {
			return Ok(());
		}
		let row: CandleRow = rows::read(row)?;
		let market = self.market(market_of(key))?;
		let (time, open, high, low, close, base_volume, quote_volume, trades) =
			market.candle(time, &row);
		let interval = interval.name();
		let shown =
			Candle { interval, time, open, high, low, close, base_volume, quote_volume, trades };
		self.of_market(&market, shown)
	}

	fn of_market(&mut self, market: &Shown, row: impl Serialize) -> Result<(), Error> {
		self.lines.write(&OfMarket { market: market.id, symbol: market.symbol(), row })
	}

	/// A row of an account that names its market.
	fn in_market(
		&mut self,
		key: &[u8],
		market: MarketId,
		row: impl Serialize,
	) -> Result<(), Error> {
		if self.selection.market.is_some_and(|only| only != market) {
			return Ok(());
		}
		self.of_account(key, row)
	}

	fn of_account(&mut self, key: &[u8], row: impl Serialize) -> Result<(), Error> {
		let account = account_of(key).ok_or(Error::Corrupt("a row has no account"))?;
		self.lines.write(&OfAccount { account: account.to_ss58check(), row })
	}

	fn market(&mut self, id: Option<MarketId>) -> Result<Shown, Error> {
		let id = id.ok_or(Error::Corrupt("a row has no market"))?;
		if let Some(known) = self.markets.get(&id) {
			return Ok(known.clone());
		}
		let row = crate::rpc::market_row(&self.history.finalized(), id)?
			.ok_or(Error::Corrupt("a row is of a market that is not there"))?;
		self.learn([row.params.base, row.params.quote])?;
		let shown = Shown::new(id, &row, &Names::new(self.tokens.clone()));
		self.markets.insert(id, shown.clone());
		Ok(shown)
	}

	fn learn(&mut self, tokens: [TokenId; 2]) -> Result<(), Error> {
		for token in BTreeSet::from(tokens) {
			if !self.tokens.contains_key(&token) {
				if let Some(found) = (self.token_of)(token)? {
					self.tokens.insert(token, found);
				}
			}
		}
		Ok(())
	}
}

fn placed<Row: Decode>(key: &[u8], row: &[u8]) -> Result<(Place, Row), Error> {
	let place = place_of(key).ok_or(Error::Corrupt("a row has no place"))?;
	Ok((place, rows::read(row)?))
}
