//! What is stored of a market, what a caller may ask for, and what a call reports.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use order_book_engine::{
	Amended, Asset, BaseAtoms, Block, BookError, ClientId, Lots, MarketParams, MarketStatus,
	NewOrder, OrderId, Placed, QuoteAtoms, Removal, Side, Ticks, TokenId,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The number of a market, given in rising order and never used again.
pub type MarketId = u32;

/// What the founder of a market decides. Fees are the platform's and start at its defaults.
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
	Serialize,
	Deserialize,
)]
pub struct MarketTerms {
	/// Quote atoms per tick per lot.
	pub tick_size: QuoteAtoms,
	/// Base atoms per lot.
	pub lot_size: BaseAtoms,
	/// The least quote an order is worth.
	pub min_notional: QuoteAtoms,
	/// Open orders of one account.
	pub max_open_orders: u32,
	/// How far a limit may lie from the last trade, in parts per million; 0 is no band.
	pub price_band_ppm: u32,
}

/// The fees of a market, in parts per million of notional.
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
	Serialize,
	Deserialize,
)]
pub struct FeeSchedule {
	/// Of a resting order; negative is a rebate.
	pub maker_fee_ppm: i32,
	/// Of an incoming order.
	pub taker_fee_ppm: u32,
	/// The highest fee while orders rest: what a bid holds on top.
	pub max_fee_ppm: u32,
}

/// Puts tokens, terms and fees together.
pub fn params(
	base: TokenId,
	quote: TokenId,
	terms: MarketTerms,
	fees: FeeSchedule,
) -> MarketParams {
	MarketParams {
		base,
		quote,
		tick_size: terms.tick_size,
		lot_size: terms.lot_size,
		min_notional: terms.min_notional,
		max_open_orders: terms.max_open_orders,
		price_band_ppm: terms.price_band_ppm,
		maker_fee_ppm: fees.maker_fee_ppm,
		taker_fee_ppm: fees.taker_fee_ppm,
		max_fee_ppm: fees.max_fee_ppm,
	}
}

/// A market.
#[derive(
	Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq,
)]
pub struct Market<AccountId> {
	/// Its parameters.
	pub params: MarketParams,
	/// What it allows.
	pub status: MarketStatus,
	/// Who founded it; his deposit is held until it ends.
	pub lister: AccountId,
	/// The deposit, in KSI atoms.
	pub deposit: u128,
}

/// What a suspended market goes on with when the splits of its tokens are done.
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
)]
pub struct Suspension {
	/// The status it goes on with. A vote may change it meanwhile.
	pub resumes_as: MarketStatus,
	/// What becomes of its grid, if its base token is being split.
	pub base: Option<Carry>,
	/// The same of its quote token.
	pub quote: Option<Carry>,
}

impl Suspension {
	/// What becomes of the grid on the side of one of the two tokens.
	pub fn carry(&self, asset: Asset) -> Option<Carry> {
		match asset {
			Asset::Base => self.base,
			Asset::Quote => self.quote,
		}
	}

	/// The same, to be changed.
	pub(crate) fn carry_mut(&mut self, asset: Asset) -> &mut Option<Carry> {
		match asset {
			Asset::Base => &mut self.base,
			Asset::Quote => &mut self.quote,
		}
	}
}

/// How a market is carried through the split of one of its tokens.
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
)]
pub enum Carry {
	/// Its orders stay and mean the same under a new grid, which is set with the first conversion that it sees.
	Exactly,
	/// Its grid does not divide and stays; its orders have been returned, or are being.
	Emptied,
	/// The grid is in new units.
	Done,
}

/// One operation of a batch.
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
)]
pub enum Operation {
	/// As `place_order`.
	Place {
		/// The market.
		market: MarketId,
		/// The order.
		order: NewOrder,
	},
	/// As `cancel_order`.
	Cancel {
		/// The market.
		market: MarketId,
		/// The order.
		order_id: OrderId,
	},
	/// As `cancel_by_client_id`.
	CancelByClientId {
		/// The market.
		market: MarketId,
		/// The caller's own number for the order.
		client_id: ClientId,
	},
	/// As `amend_order`.
	Amend {
		/// The market.
		market: MarketId,
		/// The order.
		order_id: OrderId,
		/// The new limit, if it changes.
		price: Option<Ticks>,
		/// What shall rest, if it changes.
		quantity: Option<Lots>,
	},
	/// As `cancel_all`.
	CancelAll {
		/// The market.
		market: MarketId,
		/// One side only.
		side: Option<Side>,
	},
	/// As `cancel_after`, for one market. Costs no more whatever rests, and in a batch that quotes next to nothing. It
	/// belongs before the orders: after a deadline that has passed they are refused.
	CancelAfter {
		/// The market.
		market: MarketId,
		/// The last block in which the caller trades there, or for ever.
		deadline: Option<Block>,
	},
}

impl Operation {
	/// The market it is meant for.
	pub fn market(&self) -> MarketId {
		match self {
			Self::Place { market, .. }
			| Self::Cancel { market, .. }
			| Self::CancelByClientId { market, .. }
			| Self::Amend { market, .. }
			| Self::CancelAll { market, .. }
			| Self::CancelAfter { market, .. } => *market,
		}
	}
}

/// What became of one operation.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// An order was placed.
	Placed(Placed),
	/// An order was cancelled.
	Cancelled(Removal),
	/// An order was amended.
	Amended(Amended),
	/// So many of the caller's orders were cancelled; each stands among the removals.
	CancelledAll(u32),
	/// Nothing changed, and why.
	Refused(BookError),
	/// The caller's deadline in this market was set, or taken away.
	DeadlineSet(Option<Block>),
	/// So many orders of an account that no longer trade were removed; each stands among the removals.
	LapsedRemoved(u32),
}

/// Why a market was halted by the exchange itself.
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
)]
pub enum HaltReason {
	/// The book contradicts itself.
	Book(BookError),
	/// The movements of a call did not sum to zero.
	Unbalanced,
	/// The ledger refused a movement that it had said it would accept.
	Settlement,
}
