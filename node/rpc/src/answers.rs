//! The shapes of the answers. Amounts, sizes and prices are decimal strings in units of their token; numbers that may
//! exceed 2^53 are strings of decimal digits.

pub mod shares;
pub mod streams;

use serde::{Deserialize, Serialize};

/// An answer and the block whose state it shows.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct At<Hash, Answer> {
	/// The block.
	pub block: BlockRef<Hash>,
	/// The answer, whose fields stand beside `block`.
	#[serde(flatten)]
	pub answer: Answer,
}

/// A block and how sure it is.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockRef<Hash> {
	/// Its hash.
	pub hash: Hash,
	/// Its height.
	pub number: u64,
	/// Whether it can no longer be undone. `false` for good for a block that another one has replaced.
	pub finalized: bool,
}

/// A block by hash and height.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head<Hash> {
	/// Its hash.
	pub hash: Hash,
	/// Its height.
	pub number: u64,
}

/// What the chain is and trades.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Info<Hash> {
	/// The head of the best chain now.
	pub best: Head<Hash>,
	/// The last block that cannot be undone, now.
	pub finalized: Head<Hash>,
	/// The clocks.
	pub time: Time,
	/// Milliseconds from slot to slot.
	pub slot_ms: u64,
	/// The name of the runtime.
	pub spec_name: String,
	/// The version of the runtime.
	pub spec_version: u32,
	/// The bounds of one call and of one answer.
	pub limits: Limits,
	/// The tokens of these markets.
	pub tokens: Vec<Token>,
	/// Markets by rising number.
	pub markets: Vec<Market>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// Bounds.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
	/// Fills of one call.
	pub max_fills: u32,
	/// Levels entered by one call.
	pub max_levels: u32,
	/// Makers removed without a fill by one call.
	pub max_removals: u32,
	/// Operations of one batch.
	pub max_operations: u32,
	/// Entries of one page of a list.
	pub max_list: u32,
	/// Levels of a side in `depth`.
	pub max_depth: u32,
}

/// A token.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Token {
	/// Its number; 0 is KSI. Only the number tells tokens apart: anyone may use any symbol.
	pub id: u32,
	/// Its symbol; `#` and the number where it has none.
	pub symbol: String,
	/// Decimals of its amounts.
	pub decimals: u8,
}

/// A market.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Market {
	/// Its number, which never changes and is never used again.
	pub id: u32,
	/// The symbols of base and quote with `/` between them.
	pub symbol: String,
	/// The token that is traded.
	pub base: Token,
	/// The token it is paid in.
	pub quote: Token,
	/// The smallest step of a price.
	pub tick: String,
	/// The smallest step of a size.
	pub lot: String,
	/// Quote atoms per tick per lot, the `tick_size` on chain.
	pub tick_size: String,
	/// Base atoms per lot, the `lot_size` on chain.
	pub lot_size: String,
	/// Whether every price is exact as a decimal; otherwise prices are rounded, and ticks tell them exactly.
	pub exact_prices: bool,
	/// Price x size of an order must be worth at least this.
	pub min_notional: String,
	/// What fills cost.
	pub fees: Fees,
	/// How far a limit may lie from the last price, in parts per million of it; 0 is no band.
	pub price_band_ppm: u32,
	/// Open orders an account may have here.
	pub max_open_orders: u32,
	/// Orders that are open here.
	pub orders: u32,
	/// `active`, `postOnly`, `cancelOnly`, `halted`, `closing` or `suspended`.
	pub status: String,
}

/// Fees in parts per million of notional, paid in the quote token.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Fees {
	/// Of a resting order; negative is a rebate.
	pub maker_ppm: i32,
	/// Of an incoming order.
	pub taker_ppm: u32,
	/// The most this market may charge while orders rest; a bid holds it on top of its notional.
	pub max_ppm: u32,
}

/// Clocks, in milliseconds of Unix time.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Time {
	/// What the block says; `null` in the genesis block, which has no time.
	pub block_ms: Option<u64>,
	/// What the node's clock says.
	pub node_ms: u64,
}

/// A level: price, size, number of orders.
pub type Level = (String, String, u32);

/// The best levels of both sides.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Depth {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The sequence number of the last change of the book.
	pub seq: u64,
	/// Bids, highest first.
	pub bids: Vec<Level>,
	/// Asks, lowest first.
	pub asks: Vec<Level>,
}

/// The best prices of several markets.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct BestPrices {
	/// One entry per market asked for, in that order.
	pub markets: Vec<Best>,
}

/// The best prices of a market.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Best {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The sequence number of the last change of the book.
	pub seq: u64,
	/// The highest bid: price and size; `null` where there is none.
	pub bid: Option<(String, String)>,
	/// The lowest ask: price and size; `null` where there is none.
	pub ask: Option<(String, String)>,
	/// The price of the last fill; `null` before the first.
	pub last: Option<String>,
}

/// An open order.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Order {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The order's id, in decimal digits.
	pub id: String,
	/// Its owner's address.
	pub owner: String,
	/// `buy` or `sell`.
	pub side: String,
	/// Its limit price.
	pub price: String,
	/// What is left of it.
	pub remaining: String,
	/// Its limit price in ticks.
	pub ticks: u64,
	/// What is left of it in lots.
	pub lots: u64,
	/// Its owner's own number for it, in decimal digits.
	pub client_id: Option<String>,
	/// The last block in which it may trade; `null` is for ever.
	pub expires_at: Option<u32>,
	/// Whether that block has passed: it no longer trades, and anyone may remove it.
	pub expired: bool,
	/// `open` or `expired`.
	pub status: String,
}

/// Open orders of one side of a book, as they would be filled.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct BookOrders {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// `buy` or `sell`.
	pub side: String,
	/// The orders.
	pub orders: Vec<Order>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// Open orders of an account.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct OpenOrders {
	/// The account's address.
	pub account: String,
	/// The orders, by market and id.
	pub orders: Vec<Order>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// What an account has.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Balances {
	/// The account's address.
	pub account: String,
	/// Transactions it has sent, up to this block; those that still wait in the pool are not counted.
	pub nonce: u32,
	/// Its tokens; those of which it has nothing are left out.
	pub balances: Vec<Balance>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// What an account has of a token.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Balance {
	/// The token's number.
	pub token: u32,
	/// Its symbol.
	pub symbol: String,
	/// Its decimals.
	pub decimals: u8,
	/// What the owner can send, sell or pay with.
	pub free: String,
	/// What his open orders hold; still his.
	pub in_orders: String,
	/// What is held for other reasons; still his.
	pub held: String,
	/// All of it.
	pub total: String,
}

/// What a market order would get.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// `buy` or `sell`.
	pub side: String,
	/// What was asked for.
	pub size: String,
	/// What would fill.
	pub filled: String,
	/// What would not: the book is too thin, or one call may not fill more.
	pub unfilled: String,
	/// What the fills are worth in the quote token, without the fee.
	pub notional: String,
	/// The taker's fee in the quote token.
	pub fee: String,
	/// `notional / filled`, rounded half up to at least ten significant digits; `null` if nothing would fill.
	pub average_price: Option<String>,
	/// The worst price among the fills: the limit with which an order would get all of them; `null` if there is none.
	pub worst_price: Option<String>,
	/// The same in ticks.
	pub worst_ticks: Option<u64>,
	/// Whether a bound of one call was met: what would not fill is then cancelled, even of an order that may rest.
	pub bounded: bool,
}

/// An order that would be accepted.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Checked {
	/// Always `true`: a refusal is error 12007.
	pub ok: bool,
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// `buy` or `sell`.
	pub side: String,
	/// Its limit price.
	pub price: String,
	/// Its size.
	pub size: String,
	/// Its limit price in ticks, as it is to be signed.
	pub ticks: u64,
	/// Its size in lots, as it is to be signed.
	pub lots: u64,
	/// Price x size in the quote token.
	pub notional: String,
}
