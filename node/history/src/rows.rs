//! What the tables hold. Prices are ticks, quantities lots, amounts atoms; each row carries the grid that gives its ticks and
//! lots their meaning, since a market may change it, and a split of a token does.

use crate::{error::Error, keys::Place};
use codec::{Decode, DecodeAll, Encode};
use kongsi_events::{Reason, TakerEnd};
use order_book_engine::{
	BaseAtoms, Block, ClientId, Lots, MarketParams, OrderId, QuoteAtoms, Side, Ticks, TokenId,
};
use order_book_runtime_api::MarketId;
use sp_runtime::AccountId32;

/// The steps of a market's prices and quantities.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
	/// Quote atoms per tick per lot.
	#[codec(compact)]
	pub tick_size: u128,
	/// Base atoms per lot.
	#[codec(compact)]
	pub lot_size: u128,
}

impl Grid {
	/// The grid of a market with these parameters.
	pub fn of(params: &MarketParams) -> Self {
		Self { tick_size: params.tick_size.get(), lot_size: params.lot_size.get() }
	}

	/// Lots as base atoms. At most 2^64 x 2^80, so that a product which does not fit is no quantity of a market; it counts as
	/// the largest.
	pub fn base(&self, lots: u64) -> u128 {
		u128::from(lots).saturating_mul(self.lot_size)
	}
}

/// A market.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct MarketRow {
	/// Its parameters as of now.
	pub params: MarketParams,
	/// The block in which it was closed.
	pub closed: Option<u32>,
}

/// A trade: one fill as the public tape shows it.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct TradeRow {
	/// The time of the block, in milliseconds of Unix time.
	#[codec(compact)]
	pub time_ms: u64,
	/// Its grid.
	pub grid: Grid,
	/// The price in ticks.
	#[codec(compact)]
	pub price: u64,
	/// The quantity in lots.
	#[codec(compact)]
	pub lots: u64,
	/// Price x quantity in quote atoms.
	#[codec(compact)]
	pub notional: u128,
	/// The side of the taker.
	pub side: Side,
	/// The order that rested.
	pub maker: OrderId,
	/// What rests of the order that came in, where anything does.
	pub taker: Option<OrderId>,
	/// The sequence number of the book after the call that made it, as the streams tell it.
	#[codec(compact)]
	pub book: u64,
	/// Its place among the fills of that call.
	#[codec(compact)]
	pub index: u32,
}

/// A candle: what happened in a market from one moment to another.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub struct CandleRow {
	/// The grid of its prices.
	pub grid: Grid,
	/// The first price, in ticks.
	#[codec(compact)]
	pub open: u64,
	/// The highest.
	#[codec(compact)]
	pub high: u64,
	/// The lowest.
	#[codec(compact)]
	pub low: u64,
	/// The last.
	#[codec(compact)]
	pub close: u64,
	/// What was traded, in base atoms.
	#[codec(compact)]
	pub base: u128,
	/// What was paid for it, in quote atoms.
	#[codec(compact)]
	pub quote: u128,
	/// How many trades there were.
	#[codec(compact)]
	pub trades: u32,
}

/// What somebody pays for a fill; below zero is a rebate.
#[derive(Encode, Decode, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fee {
	/// The amount, in quote atoms.
	#[codec(compact)]
	pub amount: u128,
	/// Whether it is received rather than paid.
	pub rebate: bool,
}

impl Fee {
	/// A fee, or a rebate. Nothing is never a rebate, so that equal fees are equal values.
	pub fn new(amount: QuoteAtoms, rebate: bool) -> Self {
		Self { amount: amount.get(), rebate: rebate && !amount.is_zero() }
	}

	/// The sum of two.
	pub fn plus(self, other: Self) -> Self {
		// Fees are at most one per cent of amounts that a token's supply bounds: the sums fit.
		let (amount, rebate) = match (self.rebate == other.rebate, self.amount >= other.amount) {
			(true, _) => (self.amount.saturating_add(other.amount), self.rebate),
			(false, true) => (self.amount.saturating_sub(other.amount), self.rebate),
			(false, false) => (other.amount.saturating_sub(self.amount), other.rebate),
		};
		Self { amount, rebate: rebate && amount > 0 }
	}
}

/// What a trader was in a fill.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
	/// The owner of the order that rested.
	Maker,
	/// The owner of the order that came in.
	Taker,
}

/// A fill as one of its two traders sees it.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct FillRow {
	/// The market. The trade has the key of the fill in it.
	pub market: MarketId,
	/// The time of the block, in milliseconds of Unix time.
	#[codec(compact)]
	pub time_ms: u64,
	/// Its grid.
	pub grid: Grid,
	/// Whether this trader bought or sold.
	pub side: Side,
	/// What this trader was.
	pub role: Role,
	/// The price in ticks.
	#[codec(compact)]
	pub price: u64,
	/// The quantity in lots.
	#[codec(compact)]
	pub lots: u64,
	/// Price x quantity in quote atoms.
	#[codec(compact)]
	pub notional: u128,
	/// This trader's fee.
	pub fee: Fee,
	/// Where this trader's order was placed. `None` if that was before this history.
	pub order: Option<Place>,
	/// This trader's order, if it ever rested.
	pub id: Option<OrderId>,
	/// This trader's own number for the order.
	pub client_id: Option<ClientId>,
}

/// The name of the reason for which orders go whose owner's deadline has passed.
const DEADLINE_PASSED: &str = "DeadlinePassed";

/// Why an order ended otherwise than by fills, or what of it was cancelled.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
	/// Its last block had passed.
	Expired,
	/// Its owner cancelled it.
	Cancelled,
	/// Its owner amended it so that it lost its place: a later order of his goes on.
	Replaced,
	/// It met an order of the same account.
	SelfTrade,
	/// Its owner could not be paid or could not pay.
	Unsettleable,
	/// What was left of it was below the minimum notional.
	Dust,
	/// It was not to rest.
	NotToRest,
	/// A bound of the call was reached.
	Bound,
	/// Its market was closing.
	MarketClosing,
	/// A token of its market was split.
	TokenSplit,
	/// Its owner's deadline had passed.
	Deadline,
	/// For a reason that is newer than this program.
	Other,
}

impl From<&Reason> for Ended {
	fn from(reason: &Reason) -> Self {
		match reason {
			Reason::Expired => Self::Expired,
			Reason::SelfTrade => Self::SelfTrade,
			Reason::Unsettleable => Self::Unsettleable,
			Reason::Dust => Self::Dust,
			Reason::Cancelled => Self::Cancelled,
			Reason::MarketClosing => Self::MarketClosing,
			Reason::TokenSplit => Self::TokenSplit,
			other if other.name() == DEADLINE_PASSED => Self::Deadline,
			Reason::Other(_) => Self::Other,
		}
	}
}

impl Ended {
	/// Why the part of an incoming order ended that neither filled nor rests.
	pub fn of_taker(end: &TakerEnd) -> Option<Self> {
		match end {
			TakerEnd::Complete => None,
			TakerEnd::NotToRest => Some(Self::NotToRest),
			TakerEnd::Dust => Some(Self::Dust),
			TakerEnd::Bound => Some(Self::Bound),
			TakerEnd::SelfTrade => Some(Self::SelfTrade),
			TakerEnd::Other(_) => Some(Self::Other),
		}
	}
}

/// Where an order stands.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
	/// Some of it rests. Past its last block it does not trade any more, though nobody has removed it.
	Open,
	/// All of it was filled.
	Filled,
	/// What was not filled is gone.
	Ended(Ended),
}

/// An order of an account.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
	/// The market.
	pub market: MarketId,
	/// Whether it was seen being placed. Of others, which rested before this history begins, only what happened since is
	/// known: their first quantity is what rested when they were first seen.
	pub seen: bool,
	/// When it was placed, or first seen, in milliseconds of Unix time.
	#[codec(compact)]
	pub placed_ms: u64,
	/// When it last changed.
	#[codec(compact)]
	pub changed_ms: u64,
	/// The block in which it last changed.
	#[codec(compact)]
	pub changed: u32,
	/// The grid at its last change.
	pub grid: Grid,
	/// Buy or sell.
	pub side: Side,
	/// Its limit in ticks, or the price it slid to.
	#[codec(compact)]
	pub price: u64,
	/// Its quantity in lots; an amendment that keeps its place lowers it.
	#[codec(compact)]
	pub lots: u64,
	/// What filled.
	#[codec(compact)]
	pub filled: u64,
	/// What rests.
	#[codec(compact)]
	pub rests: u64,
	/// What filled, in base atoms.
	#[codec(compact)]
	pub base: u128,
	/// What was paid or received for it, in quote atoms, without fees.
	#[codec(compact)]
	pub notional: u128,
	/// The fees of its fills.
	pub fee: Fee,
	/// Where it stands.
	pub status: Status,
	/// Why a part of it was cancelled while the rest stayed, if one was.
	pub shrunk: Option<Ended>,
	/// Its id, if it ever rested.
	pub id: Option<OrderId>,
	/// Its owner's own number for it.
	pub client_id: Option<ClientId>,
	/// The last block in which it may trade.
	pub expires_at: Option<Block>,
}

/// Whose an open order is, and where it was placed.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct OpenRow {
	/// Its owner.
	pub owner: AccountId32,
	/// Where it was placed.
	pub placed: Place,
}

/// What a payout was.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutKind {
	/// The account paid a dividend into the pot of a class.
	Paid,
	/// The account was paid its dividends.
	Claimed,
	/// The account was paid for its fraction of a share, which a split had left.
	Fraction,
}

/// A dividend paid in or paid out.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct PayoutRow {
	/// The time of the block, in milliseconds of Unix time.
	#[codec(compact)]
	pub time_ms: u64,
	/// What it was.
	pub kind: PayoutKind,
	/// The share class.
	pub class: TokenId,
	/// The token of the payment.
	pub token: TokenId,
	/// The amount, in atoms.
	#[codec(compact)]
	pub amount: u128,
}

/// What was voted on.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poll {
	/// A ballot of a company.
	Ballot,
	/// A referendum of the platform.
	Referendum,
}

/// What was said in it.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
	/// For a choice of a ballot.
	Choice(u8),
	/// For what a referendum proposes.
	Aye,
	/// Against it.
	Nay,
	/// Neither.
	Abstain,
	/// The account follows its delegate.
	Follows,
	/// The account does not follow its delegate any more.
	Leaves,
	/// The vote stays; its weight is another, since the account owns less or more than it did.
	Poked,
}

/// A vote of an account.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub struct VoteRow {
	/// The time of the block, in milliseconds of Unix time.
	#[codec(compact)]
	pub time_ms: u64,
	/// What was voted on.
	pub poll: Poll,
	/// The number of the ballot or of the referendum.
	pub number: u32,
	/// What was said.
	pub said: Said,
	/// Its weight then, in atoms of the class; `None` where the chain does not say.
	pub weight: Option<u128>,
}

/// Reads a row.
///
/// # Errors
///
/// `Corrupt` if it is not one of this version.
pub(crate) fn read<Row: Decode>(bytes: &[u8]) -> Result<Row, Error> {
	Row::decode_all(&mut &*bytes).map_err(|_| Error::Corrupt("a row cannot be read"))
}

/// Ticks as a price.
pub(crate) fn ticks(price: u64) -> Ticks {
	Ticks::new(price)
}

/// Lots as a quantity.
pub(crate) fn lots(lots: u64) -> Lots {
	Lots::new(lots)
}

/// An amount of the base token.
pub(crate) fn base(atoms: u128) -> BaseAtoms {
	BaseAtoms::new(atoms)
}

/// An amount of the quote token.
pub(crate) fn quote(atoms: u128) -> QuoteAtoms {
	QuoteAtoms::new(atoms)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fees_and_rebates_add_up() {
		let fee = |amount| Fee::new(QuoteAtoms::new(amount), false);
		let rebate = |amount| Fee::new(QuoteAtoms::new(amount), true);
		assert_eq!(fee(5).plus(fee(3)), fee(8));
		assert_eq!(fee(5).plus(rebate(3)), fee(2));
		assert_eq!(fee(3).plus(rebate(5)), rebate(2));
		assert_eq!(rebate(5).plus(rebate(1)), rebate(6));
		// Nothing is nothing, whichever way it came about.
		assert_eq!(rebate(5).plus(fee(5)), Fee::default());
		assert_eq!(rebate(0), Fee::default());
	}

	#[test]
	fn a_cut_row_is_corrupt() {
		let row =
			OpenRow { owner: AccountId32::new([1; 32]), placed: Place { block: 1, index: 2 } };
		let mut bytes = row.encode();
		assert_eq!(read::<OpenRow>(&bytes).ok(), Some(row));
		bytes.pop();
		assert!(matches!(read::<OpenRow>(&bytes), Err(Error::Corrupt(_))));
	}
}
