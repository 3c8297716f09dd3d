//! The shapes of the answers. Amounts, sizes and prices are decimal strings in units of their token.

use kongsi_rpc::answers::{BlockRef, Head};
use serde::{Deserialize, Serialize};

/// Where history and chain are.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Status<Hash> {
	/// The first block of the history.
	pub history_start: u32,
	/// The first block whose trades and short candles are kept; later than the start where old ones are removed.
	pub trades_start: u32,
	/// The last finalized block of the history.
	pub indexed_finalized: Head<Hash>,
	/// The last block that answers show.
	pub best: Head<Hash>,
	/// Finalized blocks that are missing yet.
	pub lag: u32,
	/// `starting`, `filling`, `following`, `waiting` or `stopped`.
	pub phase: String,
	/// Why it is stopped.
	pub problem: Option<String>,
	/// Whether blocks that are not final are shown as well.
	pub shows_best: bool,
	/// Events that this version of the node could not read.
	pub unread_events: u64,
	/// Bytes on disk, about.
	pub bytes: u64,
}

/// A candle: opening time in milliseconds; open, high, low and close price; base volume, quote volume; number of trades.
pub type Candle = (u64, String, String, String, String, String, String, u32);

/// Candles of a market, by rising time; those without a trade are left out.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Candles {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// `1m`, `5m`, `15m`, `1h`, `4h`, `1d` or `1w`.
	pub interval: String,
	/// The candles.
	pub candles: Vec<Candle>,
	/// Whether the last one goes on.
	pub open: bool,
}

/// What a subscription to candles tells.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct CandlesUpdate<Hash> {
	/// The block whose view this is.
	pub block: BlockRef<Hash>,
	/// The market.
	pub market: u32,
	/// The interval.
	pub interval: String,
	/// Whether these candles are those of finalized blocks.
	pub r#final: bool,
	/// Candles that have changed, by rising time.
	pub candles: Vec<Candle>,
	/// Opening times of candles whose trades are all undone.
	pub removed: Vec<u64>,
	/// Whether the last one goes on.
	pub open: bool,
}

/// A trade.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Trade {
	/// Its number, which rises within the market.
	pub seq: u64,
	/// The time of its block, in milliseconds.
	pub time: u64,
	/// The block.
	pub block: u32,
	/// Whether that block can no longer be undone.
	pub finalized: bool,
	/// `buy` or `sell`: what the taker did.
	pub side: String,
	/// The price.
	pub price: String,
	/// The size.
	pub size: String,
	/// Price x size in the quote token.
	pub notional: String,
	/// The price in ticks of its time.
	pub ticks: u64,
	/// The size in lots of its time.
	pub lots: u64,
	/// The order that rested.
	pub maker_order: String,
	/// What rests of the order that came in.
	pub taker_order: Option<String>,
	/// The sequence number of the book after the call, and the place among its fills: how streams name the trade.
	pub book_seq: u64,
	/// See `book_seq`.
	pub index: u32,
}

/// Trades of a market.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Trades {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The trades, the last first; the first first if `after` was given.
	pub trades: Vec<Trade>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// The last 24 hours of a market.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Ticker {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// When the 24 hours begin, in milliseconds: 1,439 minutes before the one that runs.
	pub from: u64,
	/// The first price in them; `null` if nothing was traded.
	pub open: Option<String>,
	/// The highest.
	pub high: Option<String>,
	/// The lowest.
	pub low: Option<String>,
	/// The last price ever; `null` before the first trade.
	pub last: Option<String>,
	/// `last - open`, with a sign where it fell.
	pub change: Option<String>,
	/// The same in parts per hundred of `open`, rounded down to two digits.
	pub change_percent: Option<String>,
	/// What was traded.
	pub base_volume: String,
	/// What was paid for it.
	pub quote_volume: String,
	/// How many trades there were.
	pub trades: u32,
}

/// The last 24 hours of some markets.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Tickers {
	/// The markets by rising number.
	pub tickers: Vec<Ticker>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// A fill of an account.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Fill {
	/// The number of the trade.
	pub seq: u64,
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The time of its block, in milliseconds.
	pub time: u64,
	/// The block.
	pub block: u32,
	/// Whether that block can no longer be undone.
	pub finalized: bool,
	/// `buy` or `sell`: what the account did.
	pub side: String,
	/// `maker` or `taker`.
	pub role: String,
	/// The price.
	pub price: String,
	/// The size.
	pub size: String,
	/// Price x size in the quote token.
	pub notional: String,
	/// What the account paid in the quote token; a rebate has a sign.
	pub fee: String,
	/// The symbol of the quote token.
	pub fee_token: String,
	/// The price in ticks of its time.
	pub ticks: u64,
	/// The size in lots of its time.
	pub lots: u64,
	/// The account's order, if it ever rested.
	pub order: Option<String>,
	/// The `seq` of the order in `orders`.
	pub order_seq: Option<u64>,
	/// The account's own number for the order.
	pub client_id: Option<String>,
}

/// Fills of an account, the last first.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Fills {
	/// The account's address.
	pub account: String,
	/// The fills.
	pub fills: Vec<Fill>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// An order of an account, past or present.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Order {
	/// Its number among the orders of the account.
	pub seq: u64,
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// Its id, if it ever rested.
	pub id: Option<String>,
	/// Its owner's own number for it.
	pub client_id: Option<String>,
	/// `buy` or `sell`.
	pub side: String,
	/// Its limit.
	pub price: String,
	/// Its size.
	pub size: String,
	/// What filled.
	pub filled: String,
	/// What rests.
	pub remaining: String,
	/// `notional / filled`; `null` if nothing filled.
	pub average_price: Option<String>,
	/// What its fills were worth in the quote token.
	pub notional: String,
	/// What its owner paid for them in the quote token; a rebate has a sign.
	pub fee: String,
	/// `open`, `filled`, `cancelled` or `expired`.
	pub status: String,
	/// Why it was cancelled.
	pub reason: Option<String>,
	/// The limit in ticks.
	pub ticks: u64,
	/// The size in lots.
	pub lots: u64,
	/// The last block in which it may trade.
	pub expires_at: Option<u32>,
	/// When it was placed, in milliseconds.
	pub placed: u64,
	/// The block in which it was placed.
	pub placed_block: u32,
	/// When it last changed, in milliseconds.
	pub changed: u64,
	/// The block in which it last changed.
	pub changed_block: u32,
	/// Whether that block can no longer be undone.
	pub finalized: bool,
	/// `false` if it rested before the history began, so that only what happened since is known.
	pub complete: bool,
}

/// Orders of an account, the last placed first.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Orders {
	/// The account's address.
	pub account: String,
	/// The orders.
	pub orders: Vec<Order>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// A dividend paid in or paid out.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Payout {
	/// Its number.
	pub seq: u64,
	/// The time of its block, in milliseconds.
	pub time: u64,
	/// The block.
	pub block: u32,
	/// Whether that block can no longer be undone.
	pub finalized: bool,
	/// `paid`, `claimed` or `fraction`.
	pub kind: String,
	/// The share class.
	pub class: u32,
	/// Its symbol.
	pub class_symbol: String,
	/// The token of the payment.
	pub token: u32,
	/// Its symbol.
	pub symbol: String,
	/// The amount.
	pub amount: String,
}

/// Payouts of an account, the last first.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Payouts {
	/// The account's address.
	pub account: String,
	/// The payouts.
	pub payouts: Vec<Payout>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// A vote.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Vote {
	/// Its number.
	pub seq: u64,
	/// The time of its block, in milliseconds.
	pub time: u64,
	/// The block.
	pub block: u32,
	/// Whether that block can no longer be undone.
	pub finalized: bool,
	/// `ballot` or `referendum`.
	pub poll: String,
	/// The number of the ballot or referendum.
	pub number: u32,
	/// `choice`, `aye`, `nay`, `abstain`, `follows`, `leaves` or `poked`.
	pub said: String,
	/// The number of the choice.
	pub choice: Option<u8>,
	/// Its weight in atoms of the class; `null` where the chain does not say.
	pub weight_atoms: Option<String>,
}

/// Votes of an account, the last first.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Votes {
	/// The account's address.
	pub account: String,
	/// The votes.
	pub votes: Vec<Vote>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}
