//! Why an operation was refused: one variant per reason. Nothing has changed when one of these is returned.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The reason an operation on the book was refused.
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
pub enum BookError {
	/// Base and quote are the same token.
	SameToken,
	/// The tick size is zero or above [`crate::MAX_TICK_SIZE`].
	BadTickSize,
	/// The lot size is zero or above [`crate::MAX_LOT_SIZE`].
	BadLotSize,
	/// The cap of open orders per account is zero or above [`crate::MAX_OPEN_ORDERS`].
	BadOrderCap,
	/// A fee is above the market's highest fee, that is above the limit, or a rebate exceeds the taker fee.
	BadFee,
	/// The minimum notional is zero or cannot be reached by the largest order.
	BadMinNotional,
	/// The price is zero or above [`crate::MAX_TICK`].
	PriceOutOfRange,
	/// The price lies outside the band around the last trade.
	OutsidePriceBand,
	/// The quantity is zero or above [`crate::MAX_LOTS`].
	QuantityOutOfRange,
	/// Price x quantity is less than the market's minimum notional.
	BelowMinNotional,
	/// The order would expire before it could rest; or the deadline lies before this block.
	AlreadyExpired,
	/// The account has as many open orders here as the market allows.
	TooManyOpenOrders,
	/// The account has an open order with this client id here.
	DuplicateClientId,
	/// The free balance does not cover the order at its limit price, highest fee included.
	InsufficientFree,
	/// The account cannot be credited with what the order buys.
	CannotReceive,
	/// A post-only order would have taken.
	WouldTake,
	/// A fill-or-kill order cannot be filled whole.
	NotFillable,
	/// The order would trade with an order of the same account, which it asked to refuse.
	WouldSelfTrade,
	/// There is no such order (any more).
	OrderNotFound,
	/// The order belongs to another account and still trades.
	NotOrderOwner,
	/// The amendment changes nothing.
	NothingToAmend,
	/// The market's status does not allow this.
	MarketNotOpen,
	/// The level has had more pages than can be numbered.
	LevelFull,
	/// A number left its range. The bounds of a market make this impossible.
	Overflow,
	/// The book contradicts itself. The caller halts the market.
	Corrupt,
	/// A token of the market is being split, and no order is taken until that is done.
	MarketSuspended,
	/// The account's deadline passed, which ended the orders it had and refuses new ones until it sets another deadline.
	DeadlinePassed,
	/// The deadline lies more than [`crate::MAX_DEADLINE_AHEAD`] blocks ahead.
	DeadlineTooFar,
}
