//! Orders, the ids that locate them, and what a trader can ask of one.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::units::{Lots, Ticks, MAX_TICK};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A block number: expiry is counted in blocks.
pub type Block = u32;

/// A number by which a trader knows his own order; unique among his open orders in a market.
pub type ClientId = u64;

/// An account, as 32 bytes.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
pub struct Owner(pub [u8; 32]);

/// Which way an order trades.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Side {
	/// Interest to buy the base token.
	Bid,
	/// Interest to sell the base token.
	Ask,
}

impl Side {
	/// The side this one trades against.
	pub const fn opposite(self) -> Self {
		match self {
			Self::Bid => Self::Ask,
			Self::Ask => Self::Bid,
		}
	}

	/// Whether an order of this side with limit `limit` may trade at `price`.
	pub fn accepts(self, limit: Ticks, price: Ticks) -> bool {
		match self {
			Self::Bid => price <= limit,
			Self::Ask => price >= limit,
		}
	}

	/// Whether price `a` ranks strictly before `b` on this side of the book.
	pub fn better(self, a: Ticks, b: Ticks) -> bool {
		match self {
			Self::Bid => a > b,
			Self::Ask => a < b,
		}
	}
}

/// What happens to the part of an order that does not fill at once.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Hash,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TimeInForce {
	/// It rests until it is filled, cancelled or expires.
	#[default]
	GoodTilCancelled,
	/// It is cancelled. With a limit as the worst price this is a market order.
	ImmediateOrCancel,
	/// The order fills whole or is refused.
	FillOrKill,
	/// The order is refused if any of it would fill.
	PostOnly,
	/// The order moves to the best price at which nothing of it fills.
	PostOnlySlide,
}

impl TimeInForce {
	/// Whether a rest may stay in the book.
	pub const fn may_rest(self) -> bool {
		!matches!(self, Self::ImmediateOrCancel | Self::FillOrKill)
	}

	/// Whether the order must not take.
	pub const fn post_only(self) -> bool {
		matches!(self, Self::PostOnly | Self::PostOnlySlide)
	}
}

/// What happens when an order meets an order of the same account. Checked after expiry.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Hash,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SelfTrade {
	/// The rest of the incoming order is cancelled.
	#[default]
	CancelTaker,
	/// The resting order is cancelled and matching goes on.
	CancelMaker,
	/// Both are cancelled.
	CancelBoth,
	/// Both shrink by the smaller of the two and matching goes on; nothing is traded.
	Decrement,
	/// The incoming order is refused whole.
	Reject,
}

/// An order as its trader signs it.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Hash,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NewOrder {
	/// Buy or sell the base token.
	pub side: Side,
	/// The worst price the trader accepts, in ticks.
	pub price: Ticks,
	/// How much, in lots.
	pub quantity: Lots,
	/// What happens to what does not fill at once.
	pub time_in_force: TimeInForce,
	/// What happens when it meets an order of the same account.
	pub self_trade: SelfTrade,
	/// The trader's own number for the order.
	pub client_id: Option<ClientId>,
	/// The last block in which it may trade; `None` is for ever.
	pub expires_at: Option<Block>,
}

/// Whether an order with this last block can no longer trade at block `now`.
pub fn expired(expires_at: Option<Block>, now: Block) -> bool {
	expires_at.is_some_and(|last| last < now)
}

/// Where an order lies: side, tick, page and slot in 63 bits.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
pub struct Locator(u64);

impl Locator {
	/// Packs a place. A tick is below 2^24 and a slot below 64 wherever the book makes one.
	pub fn new(side: Side, tick: Ticks, page: u32, slot: u8) -> Self {
		let side = match side {
			Side::Bid => 0u64,
			Side::Ask => 1u64,
		};
		Self(
			side << 62
				| (tick.get() & MAX_TICK) << 38
				| u64::from(page) << 6
				| u64::from(slot & 63),
		)
	}

	/// A locator from its number, as a client gives it back.
	pub const fn from_bits(bits: u64) -> Self {
		Self(bits)
	}

	/// Its number.
	pub const fn bits(self) -> u64 {
		self.0
	}

	/// Whether it is a number that [`Self::new`] makes: all of its 63 bits mean something, the highest bit does not.
	pub const fn is_valid(self) -> bool {
		self.0 >> 63 == 0
	}

	/// The side of the book.
	pub const fn side(self) -> Side {
		if self.0 >> 62 & 1 == 0 {
			Side::Bid
		} else {
			Side::Ask
		}
	}

	/// The level's price.
	pub const fn tick(self) -> Ticks {
		Ticks::new(self.0 >> 38 & MAX_TICK)
	}

	/// The page of the level.
	pub fn page(self) -> u32 {
		u32::try_from(self.0 >> 6 & 0xffff_ffff).unwrap_or_default()
	}

	/// The slot of the page.
	pub fn slot(self) -> u8 {
		u8::try_from(self.0 & 63).unwrap_or_default()
	}
}

/// The id of an order: its place in the high 64 bits, its sequence number in the low 64. Never used twice in a market.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OrderId(u128);

impl OrderId {
	/// The id of the order that lies at `locator` and was given `sequence`.
	pub fn new(locator: Locator, sequence: u64) -> Self {
		Self(u128::from(locator.bits()) << 64 | u128::from(sequence))
	}

	/// An id from its number, as a client gives it back.
	pub const fn from_bits(bits: u128) -> Self {
		Self(bits)
	}

	/// Its number.
	pub const fn bits(self) -> u128 {
		self.0
	}

	/// Where the order lies.
	pub fn locator(self) -> Locator {
		Locator::from_bits(u64::try_from(self.0 >> 64).unwrap_or_default())
	}

	/// The sequence number it was given when it came to rest: its priority within the level.
	pub fn sequence(self) -> u64 {
		u64::try_from(self.0 & u128::from(u64::MAX)).unwrap_or_default()
	}
}

/// A resting order, without its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Order {
	/// Whose it is.
	pub owner: Owner,
	/// What is left of it, in lots; never zero while stored.
	pub lots: Lots,
	/// The sequence number it was given when it came to rest.
	pub sequence: u64,
	/// The last block in which it may trade.
	pub expires_at: Option<Block>,
	/// One of the resting kinds; an amendment obeys it again.
	pub time_in_force: TimeInForce,
	/// Its self-trade mode; an amendment obeys it again.
	pub self_trade: SelfTrade,
}
