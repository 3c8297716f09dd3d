//! The events that are read, in the engine's units.

use crate::{Answer, PollEvent};
use order_book_engine::{
	Block, ClientId, Lots, MarketParams, OrderId, QuoteAtoms, Side, Ticks, TokenId,
};
use sp_runtime::AccountId32;

/// What happened in a block, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happened {
	/// The events that are read here; all others are left out.
	pub events: Vec<Event>,
	/// Events that should have been read and could not be: the runtime is newer than this program.
	pub unread: Vec<Unread>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
	/// Its place among all events of the block, counted from 0.
	pub index: u32,
	/// The number of the transaction in the block that caused it; `None` for what the chain does by itself.
	pub extrinsic: Option<u32>,
	/// What happened.
	pub what: What,
}

/// An event that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
	/// Its place among all events of the block.
	pub index: u32,
	/// Pallet and event.
	pub name: String,
	/// Why not.
	pub error: String,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
	/// A call on a market was carried out.
	Executed(Executed),
	/// Something happened to a market as a whole.
	Market(MarketEvent),
	/// Something happened to a class of shares.
	Shares(SharesEvent),
	/// Something happened to a ballot.
	Ballot(BallotEvent),
	/// Something happened to the votes of a referendum.
	Poll(PollEvent),
}

/// The operations of one call on one market, with everything they did to others' orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Executed {
	/// The market.
	pub market: u32,
	/// Who called: the taker of every fill.
	pub trader: AccountId32,
	/// The sequence number of the book after the call; 0 where a batch names a market that is not there.
	pub sequence: u64,
	/// What became of each operation.
	pub outcomes: Vec<Outcome>,
	/// The fills, in order.
	pub fills: Vec<Fill>,
	/// Other orders that left the book, or shrank, without a fill.
	pub removals: Vec<Removal>,
}

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// An order was placed.
	Placed(Placed),
	/// An order was cancelled; its owner is not the caller if it had expired.
	Cancelled(Removal),
	/// An order shrank in its place.
	Reduced(Removal),
	/// An order left its place and was placed again, with a new id.
	Replaced(Removal, Placed),
	/// So many of the caller's orders were cancelled; each stands among the removals.
	CancelledAll(u32),
	/// Nothing changed: the name of the error of pallet `OrderBook`.
	Refused(String),
	/// The last block in which the caller trades in this market was set, or taken away.
	DeadlineSet(Option<Block>),
	/// So many orders of an account that no longer trade were removed; each stands among the removals.
	LapsedRemoved(u32),
	/// An outcome that is newer than this program, by its name. Whatever it did to orders without a fill stands among the
	/// removals, as far as it follows the rules of those above.
	Other(String),
}

/// What became of an order that was placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
	/// The id of what rests.
	pub order: Option<OrderId>,
	/// Buy or sell.
	pub side: Side,
	/// Its limit, or the price it slid to.
	pub price: Ticks,
	/// What rests.
	pub rests: Lots,
	/// What filled.
	pub filled: Lots,
	/// What was cancelled.
	pub cancelled: Lots,
	/// Why something was cancelled.
	pub end: TakerEnd,
	/// The quote amount of all fills.
	pub notional: QuoteAtoms,
	/// The fee paid on them.
	pub fee: QuoteAtoms,
	/// The trader's own number for it.
	pub client_id: Option<ClientId>,
	/// The last block in which it may trade.
	pub expires_at: Option<Block>,
}

/// One execution of one maker against the taker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
	/// The maker's account.
	pub maker: AccountId32,
	/// The maker's order.
	pub order: OrderId,
	/// The price: the maker's.
	pub price: Ticks,
	/// The quantity.
	pub lots: Lots,
	/// What still rests of the maker's order.
	pub maker_rests: Lots,
	/// Price x quantity in quote atoms.
	pub notional: QuoteAtoms,
	/// The taker's fee.
	pub taker_fee: QuoteAtoms,
	/// The maker's fee; his rebate where the market's maker fee is negative.
	pub maker_fee: QuoteAtoms,
}

/// An order, or a part of one, that left the book without a fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
	/// Whose order.
	pub owner: AccountId32,
	/// Which order.
	pub order: OrderId,
	/// How many lots left the book.
	pub lots: Lots,
	/// How many still rest.
	pub rests: Lots,
	/// Why.
	pub reason: Reason,
}

/// Why an order, or a part of it, left the book without a fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
	/// Its last block has passed.
	Expired,
	/// It met an order of the same account.
	SelfTrade,
	/// Its owner could not be paid or could not pay.
	Unsettleable,
	/// What was left of it was below the minimum notional.
	Dust,
	/// Its owner cancelled it.
	Cancelled,
	/// Its market is closing.
	MarketClosing,
	/// A token of its market is split, and it could not be carried along.
	TokenSplit,
	/// A reason that is newer than this program, by its name.
	Other(String),
}

/// What became of the part of an order that neither filled nor rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakerEnd {
	/// All of it filled or rests.
	Complete,
	/// The rest was not to stay: immediate or cancel.
	NotToRest,
	/// The rest was below the minimum notional.
	Dust,
	/// A bound of the call was reached.
	Bound,
	/// It met an order of the same account.
	SelfTrade,
	/// An end that is newer than this program, by its name.
	Other(String),
}

/// Something that happened to a market as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarketEvent {
	/// It was founded.
	Created {
		/// Its number.
		market: u32,
		/// Its parameters.
		params: MarketParams,
	},
	/// What it allows was set: the name of the status.
	StatusSet {
		/// The market.
		market: u32,
		/// `Active`, `PostOnly`, `CancelOnly`, `Halted`, `Closing` or `Suspended`.
		status: String,
	},
	/// Its parameters were set. Ticks and lots mean what they say from here on.
	ParamsSet {
		/// The market.
		market: u32,
		/// Its parameters now.
		params: MarketParams,
	},
	/// The exchange itself halted it.
	Halted {
		/// The market.
		market: u32,
	},
	/// Orders were returned because it is closing or a token of it is split.
	Unwound {
		/// The market.
		market: u32,
		/// The orders.
		removals: Vec<Removal>,
	},
	/// It has ended.
	Closed {
		/// The market.
		market: u32,
	},
}

/// Something that happened to a class of shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharesEvent {
	/// A dividend was paid into the pot of a class.
	DividendPaid {
		/// The class.
		class: TokenId,
		/// The token it is paid in.
		token: TokenId,
		/// Who paid.
		payer: AccountId32,
		/// How much, in atoms.
		amount: u128,
	},
	/// A holder was paid what it was owed.
	Claimed {
		/// The class.
		class: TokenId,
		/// The holder.
		who: AccountId32,
		/// Token and atoms.
		payments: Vec<(TokenId, u128)>,
	},
	/// A holder was paid for its fraction of a share, in KSI.
	FractionClaimed {
		/// The class.
		class: TokenId,
		/// The number of the split.
		split: u32,
		/// The holder.
		who: AccountId32,
		/// Atoms of KSI.
		amount: u128,
	},
	/// A split has begun: `new` shares for `old`.
	SplitBegun {
		/// The class.
		class: TokenId,
		/// Its number.
		split: u32,
		/// So many shares
		new: u64,
		/// for so many.
		old: u64,
	},
	/// A split has ended; all markets of the class go on.
	SplitEnded {
		/// The class.
		class: TokenId,
		/// Its number.
		split: u32,
	},
}

/// Something that happened to a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BallotEvent {
	/// It was called.
	Called {
		/// Its number.
		ballot: u32,
		/// Whose holders vote.
		class: TokenId,
		/// Of which company.
		company: u32,
	},
	/// An account has voted.
	Voted {
		/// The ballot.
		ballot: u32,
		/// The account.
		who: AccountId32,
		/// For what.
		answer: Answer,
		/// With how much.
		weight: u128,
	},
	/// These accounts follow their delegates.
	Attached {
		/// The ballot.
		ballot: u32,
		/// The accounts.
		accounts: Vec<AccountId32>,
	},
	/// An account does not follow its delegate any more.
	Detached {
		/// The ballot.
		ballot: u32,
		/// The account.
		who: AccountId32,
	},
	/// It was closed.
	Closed {
		/// The ballot.
		ballot: u32,
		/// The weight of each choice.
		weights: Vec<u128>,
		/// The weight of those who abstained.
		abstain: u128,
	},
}

impl Happened {
	/// Calls on markets, in order.
	pub fn executed(&self) -> impl Iterator<Item = (&Event, &Executed)> {
		self.events.iter().filter_map(|event| match &event.what {
			What::Executed(executed) => Some((event, executed)),
			_ => None,
		})
	}

	/// Events about markets as a whole, in order.
	pub fn markets(&self) -> impl Iterator<Item = (&Event, &MarketEvent)> {
		self.events.iter().filter_map(|event| match &event.what {
			What::Market(market) => Some((event, market)),
			_ => None,
		})
	}
}

impl MarketEvent {
	/// The market that it is about.
	pub fn market(&self) -> u32 {
		match self {
			Self::Created { market, .. }
			| Self::StatusSet { market, .. }
			| Self::ParamsSet { market, .. }
			| Self::Halted { market }
			| Self::Unwound { market, .. }
			| Self::Closed { market } => *market,
		}
	}
}

impl Reason {
	/// As pallet `OrderBook` calls it.
	pub fn name(&self) -> &str {
		match self {
			Self::Expired => "Expired",
			Self::SelfTrade => "SelfTrade",
			Self::Unsettleable => "Unsettleable",
			Self::Dust => "Dust",
			Self::Cancelled => "Cancelled",
			Self::MarketClosing => "MarketClosing",
			Self::TokenSplit => "TokenSplit",
			Self::Other(name) => name,
		}
	}
}

impl From<String> for Reason {
	fn from(name: String) -> Self {
		match name.as_str() {
			"Expired" => Self::Expired,
			"SelfTrade" => Self::SelfTrade,
			"Unsettleable" => Self::Unsettleable,
			"Dust" => Self::Dust,
			"Cancelled" => Self::Cancelled,
			"MarketClosing" => Self::MarketClosing,
			"TokenSplit" => Self::TokenSplit,
			_ => Self::Other(name),
		}
	}
}

impl TakerEnd {
	/// As pallet `OrderBook` calls it.
	pub fn name(&self) -> &str {
		match self {
			Self::Complete => "Complete",
			Self::NotToRest => "NotToRest",
			Self::Dust => "Dust",
			Self::Bound => "Bound",
			Self::SelfTrade => "SelfTrade",
			Self::Other(name) => name,
		}
	}
}

impl From<String> for TakerEnd {
	fn from(name: String) -> Self {
		match name.as_str() {
			"Complete" => Self::Complete,
			"NotToRest" => Self::NotToRest,
			"Dust" => Self::Dust,
			"Bound" => Self::Bound,
			"SelfTrade" => Self::SelfTrade,
			_ => Self::Other(name),
		}
	}
}
