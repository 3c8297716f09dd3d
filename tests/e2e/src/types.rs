//! What a client sends and reads, matched to the chain by the names in its metadata.

use subxt::{
	dynamic::Value,
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType, scale_value::ValueDef},
};

/// The number of a token; 0 is KSI.
pub type TokenId = u32;
/// The number of a market.
pub type MarketId = u32;
/// The id of an order.
pub type OrderId = u128;

/// Which way an order trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType, DecodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Side {
	/// Interest to buy.
	Bid,
	/// Interest to sell.
	Ask,
}

/// What happens to what does not fill at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum TimeInForce {
	/// It rests.
	GoodTilCancelled,
	/// It is cancelled.
	ImmediateOrCancel,
	/// The order fills whole or is refused.
	FillOrKill,
	/// The order is refused if any of it would fill.
	PostOnly,
	/// The order moves to a price at which it does not fill.
	PostOnlySlide,
}

/// What happens when an order meets an order of the same account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum SelfTrade {
	/// The incoming one is cancelled.
	CancelTaker,
}

/// An order as it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct NewOrder {
	/// Buy or sell.
	pub side: Side,
	/// The limit, in ticks.
	pub price: u64,
	/// How much, in lots.
	pub quantity: u64,
	/// What happens to what does not fill at once.
	pub time_in_force: TimeInForce,
	/// What happens when it meets an order of the same account.
	pub self_trade: SelfTrade,
	/// The trader's own number.
	pub client_id: Option<u64>,
	/// The last block in which it may trade.
	pub expires_at: Option<u32>,
}

impl NewOrder {
	/// An order that rests.
	pub fn new(side: Side, price: u64, quantity: u64) -> Self {
		Self {
			side,
			price,
			quantity,
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::CancelTaker,
			client_id: None,
			expires_at: None,
		}
	}

	/// The same with a number of the trader's own.
	pub fn client_id(self, id: u64) -> Self {
		Self { client_id: Some(id), ..self }
	}

	/// The same with a last block.
	pub fn expires_at(self, block: u32) -> Self {
		Self { expires_at: Some(block), ..self }
	}

	/// The same with another time in force.
	pub fn time_in_force(self, time_in_force: TimeInForce) -> Self {
		Self { time_in_force, ..self }
	}
}

/// One operation of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[expect(missing_docs, reason = "as the calls of the same names")]
pub enum Operation {
	/// Place an order.
	Place { market: MarketId, order: NewOrder },
	/// Cancel an order.
	Cancel { market: MarketId, order_id: OrderId },
	/// Cancel an order by its client id.
	CancelByClientId { market: MarketId, client_id: u64 },
}

/// What the founder of a market decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct MarketTerms {
	/// Quote atoms per tick per lot.
	pub tick_size: u128,
	/// Base atoms per lot.
	pub lot_size: u128,
	/// The least quote an order is worth.
	pub min_notional: u128,
	/// Open orders of one account.
	pub max_open_orders: u32,
	/// How far a limit may lie from the last trade, in ppm.
	pub price_band_ppm: u32,
}

impl MarketTerms {
	/// KSI by the hundredth for a token whose atoms are few: a lot of 0.01 KSI, a tick of 100 quote atoms a lot, 10 % of
	/// band.
	pub const ORDINARY: Self = Self {
		tick_size: 100,
		lot_size: 10_000_000_000,
		min_notional: 10_000,
		max_open_orders: 4,
		price_band_ppm: 100_000,
	};
}

/// The parameters of a market.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct MarketParams {
	/// What is traded.
	pub base: TokenId,
	/// What it is paid in.
	pub quote: TokenId,
	/// Quote atoms per tick per lot.
	pub tick_size: u128,
	/// Base atoms per lot.
	pub lot_size: u128,
	/// The least quote an order is worth.
	pub min_notional: u128,
	/// The fee of a resting order, in ppm; negative is a rebate.
	pub maker_fee_ppm: i32,
	/// The fee of an incoming order, in ppm.
	pub taker_fee_ppm: u32,
	/// The highest fee, in ppm.
	pub max_fee_ppm: u32,
}

impl MarketParams {
	/// Quote atoms of lots at a price.
	pub fn notional(&self, price: u64, lots: u64) -> u128 {
		u128::from(price) * u128::from(lots) * self.tick_size
	}

	/// The taker's fee on a notional: rounded down.
	pub fn taker_fee(&self, notional: u128) -> u128 {
		notional * u128::from(self.taker_fee_ppm) / 1_000_000
	}

	/// What a maker gets from a notional he sells for: less his fee, rounded down, or more by his rebate.
	pub fn maker_receives(&self, notional: u128) -> u128 {
		let fee = notional * u128::from(self.maker_fee_ppm.unsigned_abs()) / 1_000_000;
		if self.maker_fee_ppm < 0 {
			notional + fee
		} else {
			notional - fee
		}
	}

	/// What a maker pays for a notional he buys.
	pub fn maker_pays(&self, notional: u128) -> u128 {
		2 * notional - self.maker_receives(notional)
	}

	/// What a resting bid holds: its notional and the highest fee on it, rounded up.
	pub fn bid_hold(&self, price: u64, lots: u64) -> u128 {
		let notional = self.notional(price, lots);
		notional + (notional * u128::from(self.max_fee_ppm)).div_ceil(1_000_000)
	}
}

/// The event of a new market.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct MarketCreated {
	/// Its number.
	pub market: MarketId,
	/// Its parameters.
	pub params: MarketParams,
}

/// The event of a call on a market.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Executed {
	/// The market.
	pub market: MarketId,
	/// The sequence number of the book after the call.
	pub sequence: u64,
	/// What became of each operation.
	pub outcomes: Vec<Outcome>,
	/// The fills, in order.
	pub fills: Vec<Fill>,
	/// Other orders that left the book.
	pub removals: Vec<Removal>,
}

/// What became of one operation.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Outcome {
	/// An order was placed.
	Placed(Placed),
	/// An order was cancelled.
	Cancelled(Removal),
	/// An order was amended.
	Amended(Amended),
	/// So many orders were cancelled.
	CancelledAll(u32),
	/// Nothing changed, and why.
	Refused(Value),
}

impl Outcome {
	/// The order that was placed.
	pub fn placed(&self) -> &Placed {
		match self {
			Self::Placed(placed) => placed,
			other => panic!("not placed: {other:?}"),
		}
	}

	/// The name of the reason of a refusal.
	pub fn refusal(&self) -> &str {
		match self {
			Self::Refused(Value { value: ValueDef::Variant(reason), .. }) => &reason.name,
			other => panic!("not refused: {other:?}"),
		}
	}
}

/// What became of an amendment.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Amended {
	/// The order shrank in its place.
	Reduced(Removal),
	/// The order left its place and was placed again.
	Replaced(Removal, Placed),
}

/// What became of an order that was placed.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Placed {
	/// The id of what rests.
	pub order: Option<OrderId>,
	/// Lots that rest.
	pub rests: u64,
	/// Lots that filled.
	pub filled: u64,
	/// Lots that were cancelled.
	pub cancelled: u64,
	/// The quote amount of all fills.
	pub notional: u128,
	/// The fee on them.
	pub fee: u128,
}

/// An order, or a part of it, that left the book.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Removal {
	/// Which order.
	pub order: OrderId,
	/// Lots that left.
	pub lots: u64,
	/// Lots that still rest.
	pub rests: u64,
}

/// One execution.
#[derive(Clone, Debug, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Fill {
	/// The maker's order.
	pub order: OrderId,
	/// The price, in ticks.
	pub price: u64,
	/// The lots.
	pub lots: u64,
}

/// The best levels of both sides.
#[derive(Clone, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Depth {
	/// The sequence number of the book.
	pub sequence: u64,
	/// Bids, highest first.
	pub bids: Vec<Level>,
	/// Asks, lowest first.
	pub asks: Vec<Level>,
}

/// The orders at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Level {
	/// The price, in ticks.
	pub price: u64,
	/// The lots.
	pub lots: u64,
	/// How many orders.
	pub orders: u32,
}

impl Level {
	/// A level.
	pub fn new(price: u64, lots: u64, orders: u32) -> Self {
		Self { price, lots, orders }
	}
}

/// What an account owns of a token, in atoms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
	/// What it can send, sell or pay with.
	pub free: u128,
	/// What is on hold.
	pub held: u128,
}

impl Balance {
	/// A balance.
	pub fn new(free: u128, held: u128) -> Self {
		Self { free, held }
	}

	/// Free and held: what counts for dividends and votes.
	pub fn total(&self) -> u128 {
		self.free + self.held
	}
}
