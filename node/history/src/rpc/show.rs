//! Rows in human units.

use super::answers::{Candle, Fill, Order, Payout, Ticker, Trade, Vote};
use crate::{
	interval::Interval,
	keys::Place,
	rows::{
		self, CandleRow, Ended, Fee, FillRow, MarketRow, OrderRow, PayoutKind, PayoutRow, Poll,
		Role, Said, Status, TradeRow, VoteRow,
	},
	ticker::Day,
};
use kongsi_rpc::{
	answers::Token,
	units::{Decimal, Grid},
};
use order_book_engine::{BaseAtoms, MarketParams, OrderId, QuoteAtoms, Side, TokenId};
use order_book_runtime_api::MarketId;
use std::collections::BTreeMap;

/// Names and decimals of tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(BTreeMap<TokenId, Token>);

impl Names {
	pub(crate) fn new(tokens: BTreeMap<TokenId, Token>) -> Self {
		Self(tokens)
	}

	/// A token. One that does not exist any more is shown by its number, its amounts in atoms.
	pub(crate) fn token(&self, id: TokenId) -> Token {
		let gone = || Token { id, symbol: format!("#{id}"), decimals: 0 };
		self.0.get(&id).cloned().unwrap_or_else(gone)
	}

	pub(crate) fn amount(&self, token: TokenId, atoms: u128) -> String {
		Decimal::of_atoms(atoms, self.token(token).decimals).to_string()
	}
}

/// A market with what it takes to show its rows.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
	pub(crate) id: MarketId,
	base: Token,
	quote: Token,
	params: MarketParams,
}

impl Shown {
	pub(crate) fn new(id: MarketId, row: &MarketRow, names: &Names) -> Self {
		let params = row.params;
		Self { id, base: names.token(params.base), quote: names.token(params.quote), params }
	}

	/// Base and quote, with `/` between them.
	pub(crate) fn symbol(&self) -> String {
		format!("{}/{}", self.base.symbol, self.quote.symbol)
	}

	fn grid(&self, grid: rows::Grid) -> Grid {
		let params = MarketParams {
			tick_size: QuoteAtoms::new(grid.tick_size),
			lot_size: BaseAtoms::new(grid.lot_size),
			..self.params
		};
		Grid::new(&params, self.base.decimals, self.quote.decimals)
	}

	fn price(&self, grid: rows::Grid, ticks: u64) -> String {
		self.grid(grid).price(rows::ticks(ticks)).to_string()
	}

	fn base(&self, atoms: u128) -> String {
		Decimal::of_atoms(atoms, self.base.decimals).to_string()
	}

	fn quote(&self, atoms: u128) -> String {
		Decimal::of_atoms(atoms, self.quote.decimals).to_string()
	}

	fn fee(&self, fee: Fee) -> String {
		signed(fee.rebate, self.quote(fee.amount))
	}

	pub(crate) fn candle(&self, open_ms: u64, row: &CandleRow) -> Candle {
		let price = |ticks| self.price(row.grid, ticks);
		(
			open_ms,
			price(row.open),
			price(row.high),
			price(row.low),
			price(row.close),
			self.base(row.base),
			self.quote(row.quote),
			row.trades,
		)
	}

	pub(crate) fn trade(&self, place: Place, row: &TradeRow, finalized: bool) -> Trade {
		let grid = self.grid(row.grid);
		Trade {
			seq: place.sequence(),
			time: row.time_ms,
			block: place.block,
			finalized,
			side: side(row.side),
			price: grid.price(rows::ticks(row.price)).to_string(),
			size: grid.size(rows::lots(row.lots)).to_string(),
			notional: self.quote(row.notional),
			ticks: row.price,
			lots: row.lots,
			maker_order: order(row.maker),
			taker_order: row.taker.map(order),
			book_seq: row.book,
			index: row.index,
		}
	}

	pub(crate) fn fill(&self, place: Place, row: &FillRow, finalized: bool) -> Fill {
		let grid = self.grid(row.grid);
		Fill {
			seq: place.sequence(),
			market: row.market,
			symbol: self.symbol(),
			time: row.time_ms,
			block: place.block,
			finalized,
			side: side(row.side),
			role: match row.role {
				Role::Maker => "maker".into(),
				Role::Taker => "taker".into(),
			},
			price: grid.price(rows::ticks(row.price)).to_string(),
			size: grid.size(rows::lots(row.lots)).to_string(),
			notional: self.quote(row.notional),
			fee: self.fee(row.fee),
			fee_token: self.quote.symbol.clone(),
			ticks: row.price,
			lots: row.lots,
			order: row.id.map(order),
			order_seq: row.order.map(Place::sequence),
			client_id: row.client_id.map(|id| id.to_string()),
		}
	}

	/// An order as of block `now`, up to which `finalized` blocks can no longer be undone.
	pub(crate) fn order(&self, place: Place, row: &OrderRow, now: u32, finalized: u32) -> Order {
		// Lots of an order that rests mean what the market says now; of another one, what it said then.
		let steps = if row.rests > 0 { rows::Grid::of(&self.params) } else { row.grid };
		let grid = self.grid(steps);
		let standing = Standing::of(row, now);
		let average = grid.average(rows::quote(row.notional), rows::base(row.base));
		let size = |lots| grid.size(rows::lots(lots)).to_string();
		Order {
			seq: place.sequence(),
			market: row.market,
			symbol: self.symbol(),
			id: row.id.map(order),
			client_id: row.client_id.map(|id| id.to_string()),
			side: side(row.side),
			price: grid.price(rows::ticks(row.price)).to_string(),
			size: size(row.lots),
			filled: self.base(row.base),
			remaining: size(row.rests),
			average_price: average.map(|price| price.to_string()),
			notional: self.quote(row.notional),
			fee: self.fee(row.fee),
			status: standing.name().into(),
			reason: reason(row.status).map(Into::into),
			ticks: row.price,
			lots: row.lots,
			expires_at: row.expires_at,
			placed: row.placed_ms,
			placed_block: place.block,
			changed: row.changed_ms,
			changed_block: row.changed,
			finalized: row.changed <= finalized,
			complete: row.seen,
		}
	}

	pub(crate) fn ticker(&self, day: &Day) -> Ticker {
		let price = |row: &CandleRow, ticks| self.price(row.grid, ticks);
		let candle = day.candle.as_ref();
		let change = candle.map(|row| change(self, row));
		Ticker {
			market: self.id,
			symbol: self.symbol(),
			from: day.from_ms,
			open: candle.map(|row| price(row, row.open)),
			high: candle.map(|row| price(row, row.high)),
			low: candle.map(|row| price(row, row.low)),
			last: day.last.as_ref().map(|row| price(row, row.close)),
			change: change.clone().map(|(change, _)| change),
			change_percent: change.map(|(_, percent)| percent),
			base_volume: self.base(candle.map_or(0, |row| row.base)),
			quote_volume: self.quote(candle.map_or(0, |row| row.quote)),
			trades: candle.map_or(0, |row| row.trades),
		}
	}
}

/// How the price has changed within a candle: in the quote token, and in per cent.
fn change(market: &Shown, row: &CandleRow) -> (String, String) {
	let fell = row.close < row.open;
	let by = row.close.abs_diff(row.open);
	// A price is linear in its ticks, so the difference of two is the price of the difference.
	let percent = Decimal::part_of(u128::from(by) * 100, row.open.into(), 2);
	let zero = percent.to_string() == "0";
	(signed(fell, market.price(row.grid, by)), signed(fell && !zero, percent.to_string()))
}

fn signed(minus: bool, amount: String) -> String {
	if minus {
		format!("-{amount}")
	} else {
		amount
	}
}

/// Where an order stands, in the words of traders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
	Open,
	Filled,
	Cancelled,
	Expired,
}

impl Standing {
	pub(crate) const WORDS: [(&'static str, Self); 4] = [
		("open", Self::Open),
		("filled", Self::Filled),
		("cancelled", Self::Cancelled),
		("expired", Self::Expired),
	];

	/// As of a block.
	pub(crate) fn of(row: &OrderRow, now: u32) -> Self {
		match row.status {
			Status::Open if row.expires_at.is_some_and(|last| last < now) => Self::Expired,
			Status::Open => Self::Open,
			Status::Filled => Self::Filled,
			Status::Ended(Ended::Expired | Ended::Deadline) => Self::Expired,
			Status::Ended(_) => Self::Cancelled,
		}
	}

	pub(crate) fn name(self) -> &'static str {
		match self {
			Self::Open => "open",
			Self::Filled => "filled",
			Self::Cancelled => "cancelled",
			Self::Expired => "expired",
		}
	}

	/// Its number in cursors.
	pub(crate) fn number(self) -> u8 {
		match self {
			Self::Open => 0,
			Self::Filled => 1,
			Self::Cancelled => 2,
			Self::Expired => 3,
		}
	}
}

/// Why an order was cancelled.
fn reason(status: Status) -> Option<&'static str> {
	let Status::Ended(ended) = status else { return None };
	match ended {
		Ended::Expired => None,
		Ended::Deadline => Some("deadline"),
		Ended::Cancelled => Some("owner"),
		Ended::Replaced => Some("replaced"),
		Ended::SelfTrade => Some("selfTrade"),
		Ended::Unsettleable => Some("unsettleable"),
		Ended::Dust => Some("dust"),
		Ended::NotToRest => Some("notToRest"),
		Ended::Bound => Some("bound"),
		Ended::MarketClosing => Some("marketClosing"),
		Ended::TokenSplit => Some("tokenSplit"),
		Ended::Other => Some("other"),
	}
}

pub(crate) fn payout(place: Place, row: &PayoutRow, names: &Names, finalized: bool) -> Payout {
	Payout {
		seq: place.sequence(),
		time: row.time_ms,
		block: place.block,
		finalized,
		kind: match row.kind {
			PayoutKind::Paid => "paid".into(),
			PayoutKind::Claimed => "claimed".into(),
			PayoutKind::Fraction => "fraction".into(),
		},
		class: row.class,
		class_symbol: names.token(row.class).symbol,
		token: row.token,
		symbol: names.token(row.token).symbol,
		amount: names.amount(row.token, row.amount),
	}
}

pub(crate) fn vote(place: Place, row: &VoteRow, finalized: bool) -> Vote {
	let (said, choice) = match row.said {
		Said::Choice(choice) => ("choice", Some(choice)),
		Said::Aye => ("aye", None),
		Said::Nay => ("nay", None),
		Said::Abstain => ("abstain", None),
		Said::Follows => ("follows", None),
		Said::Leaves => ("leaves", None),
		Said::Poked => ("poked", None),
	};
	Vote {
		seq: place.sequence(),
		time: row.time_ms,
		block: place.block,
		finalized,
		poll: match row.poll {
			Poll::Ballot => "ballot".into(),
			Poll::Referendum => "referendum".into(),
		},
		number: row.number,
		said: said.into(),
		choice,
		weight_atoms: row.weight.map(|weight| weight.to_string()),
	}
}

pub(crate) fn side(side: Side) -> String {
	match side {
		Side::Bid => "buy".into(),
		Side::Ask => "sell".into(),
	}
}

pub(crate) fn order(id: OrderId) -> String {
	id.bits().to_string()
}

/// Whether a candle that opens then goes on at a moment.
pub(crate) fn goes_on(interval: Interval, open_ms: u64, now_ms: u64) -> bool {
	now_ms.saturating_sub(open_ms) < interval.ms()
}
