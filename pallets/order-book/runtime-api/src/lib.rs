//! Bounded reads of the order book as a runtime API: the base of `orderbook_v1`.
//!
//! Every list has a limit of its own, [`MAX_LIST`], and a cursor; prices are ticks, quantities lots and amounts atoms.
//! Clients that want human units find sizes and decimals in [`MarketInfo`] and [`TokenInfo`].

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use order_book_engine::{
	BaseAtoms, Block, BookError, ClientId, Lots, MarketParams, MarketStatus, NewOrder, OrderId,
	QuoteAtoms, Side, Ticks, TokenId,
};
use scale_info::TypeInfo;

/// The number of a market.
pub type MarketId = u32;

/// No list holds more entries than this, whatever is asked for.
pub const MAX_LIST: u32 = 500;
/// No depth holds more levels of a side than this.
pub const MAX_DEPTH: u32 = 1_000;

/// A market with the state of its book.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct MarketInfo {
	/// Its number.
	pub id: MarketId,
	/// Its parameters.
	pub params: MarketParams,
	/// What it allows.
	pub status: MarketStatus,
	/// Its best prices.
	pub best: Bbo,
	/// Stored orders.
	pub orders: u32,
}

/// A token's name and precision.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct TokenInfo {
	/// Its number; 0 is KSI.
	pub id: TokenId,
	/// Its symbol, UTF-8.
	pub symbol: Vec<u8>,
	/// Digits after the decimal point in human amounts.
	pub decimals: u8,
}

/// The best prices of a book.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bbo {
	/// The highest bid and the lots there.
	pub bid: Option<(Ticks, Lots)>,
	/// The lowest ask and the lots there.
	pub ask: Option<(Ticks, Lots)>,
	/// The price of the last fill.
	pub last: Option<Ticks>,
	/// The sequence number of the last change of the book.
	pub sequence: u64,
}

/// The orders at one price.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct DepthLevel {
	/// The price.
	pub price: Ticks,
	/// The sum of their lots.
	pub lots: Lots,
	/// How many they are.
	pub orders: u32,
}

/// The best levels of both sides, best first. Orders that expired or that a deadline has ended are part of it until somebody
/// removes them.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Depth {
	/// The sequence number of the last change of the book.
	pub sequence: u64,
	/// Bids, highest first.
	pub bids: Vec<DepthLevel>,
	/// Asks, lowest first.
	pub asks: Vec<DepthLevel>,
}

/// A resting order.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OrderInfo<AccountId> {
	/// Its market.
	pub market: MarketId,
	/// Its id.
	pub id: OrderId,
	/// Its owner.
	pub owner: AccountId,
	/// Buy or sell.
	pub side: Side,
	/// Its limit.
	pub price: Ticks,
	/// What rests.
	pub lots: Lots,
	/// The owner's own number for it.
	pub client_id: Option<ClientId>,
	/// The last block in which it may trade.
	pub expires_at: Option<Block>,
	/// Whether it no longer trades, because that block or its owner's deadline has passed: anyone may remove it.
	pub expired: bool,
}

/// An account's balance of one token.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBalance {
	/// The token.
	pub token: TokenId,
	/// What the owner can send, sell or pay with.
	pub free: u128,
	/// What his open orders hold; still his.
	pub in_orders: u128,
	/// What is held for other reasons.
	pub held: u128,
}

/// What an order would get right now.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quote {
	/// What would fill.
	pub filled: Lots,
	/// What would not: the book is too thin, or one call may not fill more.
	pub unfilled: Lots,
	/// The quote amount of the fills, without the fee. Divided by the base amount it is the average price.
	pub notional: QuoteAtoms,
	/// The base amount of the fills.
	pub base: BaseAtoms,
	/// The taker's fee in quote atoms.
	pub fee: QuoteAtoms,
	/// The worst price among the fills.
	pub worst: Option<Ticks>,
	/// Whether a bound of one call was met: what would not fill is then cancelled, even of an order that may rest.
	pub bounded: bool,
}

/// Why [`OrderBookApi::check_order`] says no.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// There is no such market.
	UnknownMarket,
	/// The order book would refuse it.
	Book(BookError),
}

sp_api::decl_runtime_apis! {
	/// Reads of the order book.
	pub trait OrderBookApi<AccountId> where AccountId: Codec {
		/// Markets with a number above `after`, in rising order, at most `limit` of them.
		fn markets(after: Option<MarketId>, limit: u32) -> Vec<MarketInfo>;
		/// One market.
		fn market(market: MarketId) -> Option<MarketInfo>;
		/// Names and precision of tokens; unknown ones are left out.
		fn tokens(ids: Vec<TokenId>) -> Vec<TokenInfo>;
		/// The best `levels` levels of both sides.
		fn depth(market: MarketId, levels: u32) -> Option<Depth>;
		/// The best prices.
		fn bbo(market: MarketId) -> Option<Bbo>;
		/// Single orders of a side in the order in which they would be filled, behind `after`.
		fn book_orders(market: MarketId, side: Side, after: Option<OrderId>, limit: u32) -> Option<Vec<OrderInfo<AccountId>>>;
		/// One order.
		fn order(market: MarketId, id: OrderId) -> Option<OrderInfo<AccountId>>;
		/// One order by its owner's own number.
		fn order_by_client_id(market: MarketId, account: AccountId, client_id: ClientId) -> Option<OrderInfo<AccountId>>;
		/// An account's open orders in one market, by rising id above `after`.
		fn open_orders(account: AccountId, market: MarketId, after: Option<OrderId>, limit: u32) -> Vec<OrderInfo<AccountId>>;
		/// The markets in which an account has open orders; at most [`MAX_LIST`] of them. If there are as many, there may be more,
		/// and those in which it has a deadline alone count as well.
		fn markets_of(account: AccountId) -> Vec<MarketId>;
		/// The last block in which an account trades in a market, if it has set one; whether that has passed or not.
		fn deadline(account: AccountId, market: MarketId) -> Option<u32>;
		/// An account's balances of KSI and of every token that has a market, behind `after`, and the cursor to go on with.
		fn balances(account: AccountId, after: Option<TokenId>, limit: u32) -> (Vec<TokenBalance>, Option<TokenId>);
		/// What a market order of this size would get.
		fn quote(market: MarketId, side: Side, lots: Lots) -> Option<Quote>;
		/// Whether this order would be accepted, as the book stands.
		fn check_order(account: AccountId, market: MarketId, order: NewOrder) -> Result<(), Refusal>;
		/// The block a call would execute in, and the most fills, levels and removals one call may make.
		fn limits() -> (u32, u32, u32, u32, u32);
	}
}
