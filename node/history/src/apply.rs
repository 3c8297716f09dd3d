//! From a block to changes of rows: the only place that decides what the history says.
//!
//! # Invariants
//!
//! * The changes of a block depend on the block and on the rows before it, and on nothing else: not on when, how often or in which
//!   node it is read. That is what makes a rebuild equal.
//! * Volumes of candles are sums over trades, and each trade is a fill of exactly two accounts.
//! * An open order has exactly one row in `OpenOrders`, which leads to its row in `Orders`.

mod orders;

use crate::{
	block::{Base, BlockRecord, Head},
	changes::{Changes, Rows},
	error::Error,
	interval::{day_of, Interval},
	keys::{self, Place, Table, MAX_INDEX},
	rows::{
		self, CandleRow, Fee, FillRow, Grid, MarketRow, OpenRow, OrderRow, PayoutKind, PayoutRow,
		Poll, Role, Said, TradeRow, VoteRow,
	},
};
use codec::{Decode, Encode};
use kongsi_events::{
	Answer, BallotEvent, Executed, MarketEvent, PollEvent, SharesEvent, Trade, What,
};
use order_book_engine::{OrderId, TokenId};
use order_book_runtime_api::MarketId;
use sp_runtime::AccountId32;
use std::collections::BTreeMap;

/// The token in which fractions of shares are paid.
const KSI: TokenId = 0;

/// The rows with which a history begins.
pub fn begin(base: &Base) -> Changes {
	let mut changes = Changes::default();
	for (market, params) in &base.markets {
		let row = MarketRow { params: *params, closed: None };
		changes.put(Table::Markets, keys::numbered(*market), row.encode());
	}
	changes
}

/// What a block changes. `previous` is the block before it, `rows` the tables as of then.
///
/// # Errors
///
/// `Database` and `Corrupt` of the rows; `Unreadable` if the block holds more than a block can.
pub fn apply<R: Rows>(block: &BlockRecord, previous: &Head, rows: &R) -> Result<Changes, Error> {
	let mut writer = Writer {
		rows,
		block,
		changes: Changes::default(),
		next: 0,
		candles: BTreeMap::new(),
		open: BTreeMap::new(),
		orders: BTreeMap::new(),
	};
	let day = day_of(block.head.time_ms);
	if day != day_of(previous.time_ms) {
		writer.changes.put(Table::Days, keys::numbered(day), keys::numbered(block.head.number));
	}
	for event in &block.happened.events {
		match &event.what {
			What::Executed(executed) => writer.executed(executed)?,
			What::Market(event) => writer.market_event(event)?,
			What::Shares(event) => writer.shares_event(event)?,
			What::Ballot(event) => writer.ballot_event(event)?,
			What::Poll(event) => writer.poll_event(event)?,
		}
	}
	writer.finish()
}

/// The rows of a block under construction.
struct Writer<'a, R> {
	rows: &'a R,
	block: &'a BlockRecord,
	changes: Changes,
	/// The number of the next thing that happens in the block.
	next: u32,
	/// Trades of the block that are not in candles yet. All have the time of the block, so they fall into the same ones.
	candles: BTreeMap<MarketId, CandleRow>,
	/// Open orders that the block has touched.
	open: BTreeMap<(MarketId, OrderId), OpenRow>,
	/// The orders that the block has touched.
	orders: BTreeMap<(AccountId32, Place), OrderRow>,
}

impl<R: Rows> Writer<'_, R> {
	fn time_ms(&self) -> u64 {
		self.block.head.time_ms
	}

	fn place(&mut self) -> Result<Place, Error> {
		let number = self.block.head.number;
		let index = self.next;
		if index >= MAX_INDEX {
			let reason = "more happened in it than a block can hold".into();
			return Err(Error::Unreadable { number, reason });
		}
		self.next += 1; // below MAX_INDEX
		Ok(Place { block: number, index })
	}

	/// A row as the block has left it so far.
	fn get<Row: Decode>(&self, table: Table, key: &[u8]) -> Result<Option<Row>, Error> {
		match self.changes.find(table, key) {
			Some(row) => row.map(rows::read).transpose(),
			None => self.rows.get(table, key)?.as_deref().map(rows::read).transpose(),
		}
	}

	fn market(&self, market: MarketId) -> Result<Option<MarketRow>, Error> {
		self.get(Table::Markets, &keys::numbered(market))
	}

	fn executed(&mut self, call: &Executed) -> Result<(), Error> {
		// A batch may name a market that is not there: nothing has happened then.
		let Some(market) = self.market(call.market)? else { return Ok(()) };
		let mut trades = call.trades().peekable();
		for outcome in &call.outcomes {
			self.outcome(&market, call, outcome, &mut trades)?;
		}
		// There are none left: each belongs to an order that was placed.
		for trade in trades {
			self.trade(&market, &trade, None)?;
		}
		for removal in &call.removals {
			self.removed(call.market, &market, removal, None)?;
		}
		Ok(())
	}

	/// Enters a trade: the tape, the candle, the fills of both and the maker's order. `taker` is where the taker's order was
	/// placed.
	fn trade(
		&mut self,
		market: &MarketRow,
		trade: &Trade,
		taker: Option<Place>,
	) -> Result<(), Error> {
		let grid = Grid::of(&market.params);
		let (price, lots, notional) = (trade.price.get(), trade.lots.get(), trade.notional.get());
		let place = self.place()?;
		let row = TradeRow {
			time_ms: self.time_ms(),
			grid,
			price,
			lots,
			notional,
			side: trade.taker_side,
			maker: trade.maker_order,
			taker: trade.taker_order,
			book: trade.sequence,
			index: trade.index,
		};
		self.changes.put(Table::Trades, keys::trade(trade.market, place), row.encode());

		let candle = CandleRow::of_trade(grid, price, lots, notional);
		let joined = self.candles.get(&trade.market).map_or(candle, |sofar| sofar.then(candle));
		self.candles.insert(trade.market, joined);

		let maker_fee = Fee::new(trade.maker_fee, market.params.maker_fee_ppm < 0);
		let (maker_placed, client_id) = self.maker_filled(market, trade, maker_fee)?;
		let own = |role| match role {
			Role::Maker => FillRow {
				market: trade.market,
				time_ms: row.time_ms,
				grid,
				side: trade.taker_side.opposite(),
				role,
				price,
				lots,
				notional,
				fee: maker_fee,
				order: maker_placed,
				id: Some(trade.maker_order),
				client_id,
			},
			Role::Taker => FillRow {
				market: trade.market,
				time_ms: row.time_ms,
				grid,
				side: trade.taker_side,
				role,
				price,
				lots,
				notional,
				fee: Fee::new(trade.taker_fee, false),
				order: taker,
				id: trade.taker_order,
				client_id: trade.taker_client_id,
			},
		};
		self.fill(&trade.maker, place, &own(Role::Maker));
		self.fill(&trade.taker, place, &own(Role::Taker));
		Ok(())
	}

	/// The two accounts of a trade differ, so that one place names the fills of both.
	fn fill(&mut self, who: &AccountId32, place: Place, row: &FillRow) {
		self.changes.put(Table::Fills, keys::own(who, place), row.encode());
		let index = keys::own_in(who, row.market, place);
		self.changes.put(Table::FillsByMarket, index, Vec::new());
	}

	fn market_event(&mut self, event: &MarketEvent) -> Result<(), Error> {
		let key = keys::numbered(event.market());
		match event {
			MarketEvent::Created { params, .. } => {
				let row = MarketRow { params: *params, closed: None };
				self.changes.put(Table::Markets, key, row.encode());
			}
			MarketEvent::ParamsSet { market, params } => {
				// What was traded before has the grid of before.
				self.enter_candle(*market)?;
				let row = MarketRow { params: *params, closed: None };
				self.changes.put(Table::Markets, key, row.encode());
			}
			MarketEvent::Unwound { market, removals } => {
				let Some(row) = self.market(*market)? else { return Ok(()) };
				for removal in removals {
					self.removed(*market, &row, removal, None)?;
				}
			}
			MarketEvent::Closed { market } => {
				if let Some(mut row) = self.market(*market)? {
					row.closed = Some(self.block.head.number);
					self.changes.put(Table::Markets, key, row.encode());
				}
			}
			MarketEvent::StatusSet { .. } | MarketEvent::Halted { .. } => {}
		}
		Ok(())
	}

	/// Moves what was traded in a market in this block into its candles.
	fn enter_candle(&mut self, market: MarketId) -> Result<(), Error> {
		let Some(new) = self.candles.remove(&market) else { return Ok(()) };
		for interval in Interval::ALL {
			let key = keys::candle(market, interval, interval.open(self.time_ms()));
			let before: Option<CandleRow> = self.get(Table::Candles, &key)?;
			let row = before.map_or(new, |before| before.then(new));
			self.changes.put(Table::Candles, key, row.encode());
		}
		Ok(())
	}

	fn shares_event(&mut self, event: &SharesEvent) -> Result<(), Error> {
		match event {
			SharesEvent::DividendPaid { class, token, payer, amount, .. } => {
				self.payout(payer, PayoutKind::Paid, *class, *token, *amount)
			}
			SharesEvent::Claimed { class, who, payments, .. } => {
				payments.iter().try_for_each(|(token, amount)| {
					self.payout(who, PayoutKind::Claimed, *class, *token, *amount)
				})
			}
			SharesEvent::FractionClaimed { class, who, amount, .. } => {
				self.payout(who, PayoutKind::Fraction, *class, KSI, *amount)
			}
			SharesEvent::SplitBegun { .. } | SharesEvent::SplitEnded { .. } => Ok(()),
		}
	}

	fn payout(
		&mut self,
		who: &AccountId32,
		kind: PayoutKind,
		class: TokenId,
		token: TokenId,
		amount: u128,
	) -> Result<(), Error> {
		let row = PayoutRow { time_ms: self.time_ms(), kind, class, token, amount };
		let key = keys::own(who, self.place()?);
		self.changes.put(Table::Payouts, key, row.encode());
		Ok(())
	}

	fn ballot_event(&mut self, event: &BallotEvent) -> Result<(), Error> {
		match event {
			BallotEvent::Voted { ballot, who, answer, weight } => {
				self.vote(who, Poll::Ballot, *ballot, said(*answer), Some(*weight))
			}
			BallotEvent::Attached { ballot, accounts } => accounts
				.iter()
				.try_for_each(|who| self.vote(who, Poll::Ballot, *ballot, Said::Follows, None)),
			BallotEvent::Detached { ballot, who } => {
				self.vote(who, Poll::Ballot, *ballot, Said::Leaves, None)
			}
			BallotEvent::Called { .. } | BallotEvent::Closed { .. } => Ok(()),
		}
	}

	fn poll_event(&mut self, event: &PollEvent) -> Result<(), Error> {
		match event {
			PollEvent::Voted { poll, who, answer, weight } => {
				self.vote(who, Poll::Referendum, *poll, said(*answer), Some(*weight))
			}
			PollEvent::Poked { poll, weights } => weights.iter().try_for_each(|(who, weight)| {
				self.vote(who, Poll::Referendum, *poll, Said::Poked, Some(*weight))
			}),
			PollEvent::Attached { poll, accounts } => accounts
				.iter()
				.try_for_each(|who| self.vote(who, Poll::Referendum, *poll, Said::Follows, None)),
			PollEvent::Detached { poll, who } => {
				self.vote(who, Poll::Referendum, *poll, Said::Leaves, None)
			}
		}
	}

	fn vote(
		&mut self,
		who: &AccountId32,
		poll: Poll,
		number: u32,
		said: Said,
		weight: Option<u128>,
	) -> Result<(), Error> {
		let row = VoteRow { time_ms: self.time_ms(), poll, number, said, weight };
		let key = keys::own(who, self.place()?);
		self.changes.put(Table::Votes, key, row.encode());
		Ok(())
	}

	fn finish(mut self) -> Result<Changes, Error> {
		while let Some(market) = self.candles.keys().next().copied() {
			self.enter_candle(market)?;
		}
		self.finish_orders();
		Ok(self.changes)
	}
}

fn said(answer: Answer) -> Said {
	match answer {
		Answer::Choice(choice) => Said::Choice(choice),
		Answer::Aye => Said::Aye,
		Answer::Nay => Said::Nay,
		Answer::Abstain => Said::Abstain,
	}
}
