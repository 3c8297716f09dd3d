//! The shapes of what the streams send.

use crate::answers::{Best, Head, Level, Order};
use serde::{Deserialize, Serialize};

/// A message of `subscribeDepth`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum DepthMessage<Hash> {
	/// The best levels as they are after a block. It replaces all that the client has.
	Snapshot {
		/// The block.
		block: Head<Hash>,
		/// The block before it.
		parent: Hash,
		/// The market.
		market: u32,
		/// Its symbol.
		symbol: String,
		/// The sequence number of the last change of the book.
		seq: u64,
		/// Bids, highest first.
		bids: Vec<Level>,
		/// Asks, lowest first.
		asks: Vec<Level>,
	},
	/// What a block has changed. Sizes are absolute; `"0"` removes a level.
	Diff {
		/// The block.
		block: Head<Hash>,
		/// The block before it, to which the last message belongs.
		parent: Hash,
		/// The first sequence number of the block; that of the last message if nothing has changed.
		#[serde(rename = "U")]
		first: u64,
		/// The last one.
		#[serde(rename = "u")]
		last: u64,
		/// The last one of the message before.
		#[serde(rename = "pu")]
		previous: u64,
		/// Changed levels, highest first.
		bids: Vec<Level>,
		/// Changed levels, lowest first.
		asks: Vec<Level>,
	},
	/// The blocks after this one are not on the best chain any more, or prices and sizes are in other units. A snapshot follows.
	Reset {
		/// The last block that still counts; `null` if it is too far back to tell.
		common: Option<Head<Hash>>,
	},
	/// All up to this block cannot change any more.
	Final {
		/// The block.
		block: Head<Hash>,
		/// The sequence number of the book after it; `null` if its state is not there any more.
		seq: Option<u64>,
	},
	/// The last message.
	Closed {
		/// Why the node has closed the stream.
		reason: String,
	},
}

/// A message of `subscribeTrades`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum TradesMessage<Hash> {
	/// The trades of all blocks after this one follow.
	Start {
		/// The block.
		block: Head<Hash>,
	},
	/// The trades of a block that has some.
	Trades {
		/// The block.
		block: Head<Hash>,
		/// The block before it.
		parent: Hash,
		/// Its time in milliseconds of Unix time.
		time: Option<u64>,
		/// The trades in their order.
		trades: Vec<Trade>,
	},
	/// The trades of the blocks after this one are void. Those of the blocks that have taken their places follow.
	Reset {
		/// The last block that still counts. It may lie before the beginning of the stream.
		common: Head<Hash>,
	},
	/// All up to this block cannot change any more.
	Final {
		/// The block.
		block: Head<Hash>,
		/// The sequence number of the book after it; `null` in a stream of all markets, or if its state is not there any more.
		seq: Option<u64>,
	},
	/// The last message.
	Closed {
		/// Why the node has closed the stream.
		reason: String,
	},
}

/// A trade: one maker's order against the taker's.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Trade {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The sequence number of the book after the call that traded.
	pub seq: u64,
	/// Its place among the trades of the block, of all markets.
	pub index: u32,
	/// What the taker did: `buy` or `sell`.
	pub side: String,
	/// The price, the maker's.
	pub price: String,
	/// How much.
	pub size: String,
	/// Price x size in the quote token.
	pub notional: String,
	/// The taker's address.
	pub taker: String,
	/// The taker's order if something of it rests after the call.
	pub taker_order: Option<String>,
	/// In the quote token.
	pub taker_fee: String,
	/// The maker's address.
	pub maker: String,
	/// The maker's order.
	pub maker_order: String,
	/// In the quote token; a rebate has a minus sign.
	pub maker_fee: String,
}

/// A message of `subscribeBbo`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum BboMessage<Hash> {
	/// Best prices that have changed; in the first message those of all markets.
	Update {
		/// The block after which they are so.
		block: Head<Hash>,
		/// The markets that have changed, by number.
		markets: Vec<Best>,
	},
	/// The last message.
	Closed {
		/// Why the node has closed the stream.
		reason: String,
	},
}

/// A message of `subscribeAccount`.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum AccountMessage<Hash> {
	/// What the account has after a block. It replaces all that the client has.
	Snapshot {
		/// The block.
		block: Head<Hash>,
		/// The account's address.
		account: String,
		/// Transactions it has sent.
		nonce: u32,
		/// Its open orders, by market and id.
		orders: Vec<Order>,
		/// Its tokens; those of which it has nothing are left out.
		balances: Vec<crate::answers::Balance>,
	},
	/// What a block has changed.
	Update {
		/// The block.
		block: Head<Hash>,
		/// The block before it, to which the last message belongs.
		parent: Hash,
		/// Transactions it has sent.
		nonce: u32,
		/// Orders that were placed, have changed or are gone.
		orders: Vec<OrderUpdate>,
		/// Its fills, in their order.
		fills: Vec<AccountFill>,
		/// Operations of its batches that were refused.
		refused: Vec<Refused>,
		/// Balances that have changed, for whatever reason; a token of which nothing is left has `"0"` everywhere, and so has
		/// one whose last market has ended.
		balances: Vec<crate::answers::Balance>,
	},
	/// The blocks after this one are void. A snapshot follows: of this block, and then what the blocks that have taken their
	/// places have changed; or of a later one, whose fills are not told.
	Reset {
		/// The last block that still counts; `null` if it is too far back to tell.
		common: Option<Head<Hash>>,
	},
	/// All up to this block cannot change any more.
	Final {
		/// The block.
		block: Head<Hash>,
	},
	/// The last message.
	Closed {
		/// Why the node has closed the stream.
		reason: String,
	},
}

/// What became of an order in a block.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct OrderUpdate {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The order's id; `null` for one that did not come to rest.
	pub id: Option<String>,
	/// `buy` or `sell`.
	pub side: String,
	/// Its limit price.
	pub price: String,
	/// What filled of it in this block.
	pub filled: String,
	/// What is left of it; `"0"` when it is gone.
	pub remaining: String,
	/// Its limit price in ticks.
	pub ticks: u64,
	/// What is left of it in lots.
	pub lots: u64,
	/// Its owner's own number for it.
	pub client_id: Option<String>,
	/// The last block in which it may trade; `null` is for ever.
	pub expires_at: Option<u32>,
	/// `open`, `filled`, `cancelled`, or `expired`: its last block has passed, and it is gone if nothing remains.
	pub status: String,
	/// Why something of it was cancelled.
	pub reason: Option<String>,
}

/// A fill of an account's.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct AccountFill {
	/// The market.
	pub market: u32,
	/// Its symbol.
	pub symbol: String,
	/// The sequence number of the book after the call that traded.
	pub seq: u64,
	/// Its place among the trades of the block, of all markets.
	pub index: u32,
	/// `maker` or `taker`.
	pub role: String,
	/// What the account did: `buy` or `sell`.
	pub side: String,
	/// The price.
	pub price: String,
	/// How much.
	pub size: String,
	/// Price x size in the quote token.
	pub notional: String,
	/// What it paid, in the quote token; a rebate has a minus sign.
	pub fee: String,
	/// Its order; `null` for a taker's that did not come to rest.
	pub order: Option<String>,
	/// Its own number for the order, where it is known.
	pub client_id: Option<String>,
}

/// An operation that was refused.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Refused {
	/// The market.
	pub market: u32,
	/// The name of the error of pallet `OrderBook`.
	pub error: String,
}
