//! The one table of error codes: each error with its code, its sentence and its data for machines.

use jsonrpsee::types::{
	error::{INTERNAL_ERROR_CODE, INVALID_PARAMS_CODE},
	ErrorObjectOwned,
};
use order_book_engine::{BookError, TokenId};
use order_book_runtime_api::MarketId;
use serde_json::{json, Value};
use shareholders_accounting::Epoch;
use shareholders_runtime_api::{BallotId, CompanyId, OfferingId};

/// There is no such market, or no such token.
pub const UNKNOWN_MARKET_OR_TOKEN: i32 = 12_001;
/// There is no such order (any more).
pub const UNKNOWN_ORDER: i32 = 12_002;
/// The block is not known here, or its state has been pruned.
pub const UNKNOWN_BLOCK: i32 = 12_003;
/// All of what was asked for lies before the beginning of the market history here.
pub const BEFORE_HISTORY: i32 = 12_004;
/// The market history is not at the chain's last blocks yet.
pub const HISTORY_BEHIND: i32 = 12_005;
/// The cursor's block has left the chain or its state has been pruned, or the cursor is not of this list.
pub const CURSOR_EXPIRED: i32 = 12_006;
/// The order book would refuse the order.
pub const ORDER_WOULD_FAIL: i32 = 12_007;
/// As many subscriptions of a kind are served as the node serves.
pub const TOO_MANY_SUBSCRIPTIONS: i32 = 12_008;
/// There is no such company, ballot, offering or live record date.
pub const UNKNOWN_RIGHT: i32 = 12_009;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
	/// A parameter cannot be used. -32602, data `{parameter}`.
	Parameter {
		/// Its name.
		name: &'static str,
		/// What is wrong with it and what would be right, as the rest of a sentence that begins with its name.
		problem: String,
	},
	/// 12001, data `{market}`.
	UnknownMarket(MarketId),
	/// A market's token has no record. 12001, data `{token}`.
	UnknownToken(TokenId),
	/// The token is no share class. 12001, data `{token}`.
	NotAShareClass(TokenId),
	/// 12002, data: what was asked for.
	UnknownOrder(Value),
	/// 12003, data `{block}`.
	UnknownBlock(String),
	/// 12004, data `{historyStart}`: the first block whose trades are kept.
	BeforeHistory {
		/// The first block whose trades are kept.
		start: u32,
	},
	/// 12005, data `{lag, indexed, finalized, reason}`.
	HistoryBehind {
		/// The last block of the history.
		indexed: u32,
		/// The last finalized block of the chain.
		finalized: u32,
		/// Why, as the rest of a sentence.
		reason: String,
	},
	/// 12006, data `{reason}`: `malformed`, `foreign`, `reorganised` or `pruned`.
	Cursor(CursorProblem),
	/// 12007, data `{error, docs}`: the name of the error of pallet `OrderBook` and its sentence.
	OrderWouldFail(BookError),
	/// 12008, data `{kind, most}`.
	TooManySubscriptions {
		/// `depth`, `trades`, `bbo`, `account` or `candles`.
		kind: &'static str,
		/// How many of them the node serves.
		most: usize,
	},
	/// 12008, data `{kind, most}`.
	TooManyOnConnection {
		/// As above.
		kind: &'static str,
		/// How many of them one connection may have.
		most: usize,
	},
	/// 12009, data `{company}`.
	UnknownCompany(CompanyId),
	/// 12009, data `{ballot}`.
	UnknownBallot(BallotId),
	/// 12009, data `{offering}`.
	UnknownOffering(OfferingId),
	/// 12009, data `{token, recordDate, reason}`: `unknown`, `notReached` or `halted`.
	RecordDate {
		/// The class.
		class: TokenId,
		/// The epoch asked for.
		date: Epoch,
		/// Why its totals cannot be told.
		problem: DateProblem,
	},
	/// The node could not do it: -32603. The details are in its log and in the data.
	Internal(String),
}

/// Why totals at a record date cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
	/// Nothing refers to this date, so nobody keeps its totals.
	Unknown,
	/// It is still to come.
	NotReached,
	/// The register of the class has stopped.
	Halted,
}

/// What is wrong with a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorProblem {
	/// It is none of ours, or of another version.
	Malformed,
	/// It continues another list than the one asked for.
	Foreign,
	/// The block it reads is not part of the best chain any more, or never was known here.
	Reorganised,
	/// The state of the block it reads has been pruned.
	Pruned,
}

impl Error {
	/// A parameter cannot be used because of this: the rest of a sentence that begins with its name.
	pub fn parameter(name: &'static str, problem: impl Into<String>) -> Self {
		Self::Parameter { name, problem: problem.into() }
	}

	/// Its code.
	pub fn code(&self) -> i32 {
		match self {
			Self::Parameter { .. } => INVALID_PARAMS_CODE,
			Self::UnknownMarket(_) | Self::UnknownToken(_) | Self::NotAShareClass(_) => {
				UNKNOWN_MARKET_OR_TOKEN
			}
			Self::UnknownOrder(_) => UNKNOWN_ORDER,
			Self::UnknownBlock(_) => UNKNOWN_BLOCK,
			Self::BeforeHistory { .. } => BEFORE_HISTORY,
			Self::HistoryBehind { .. } => HISTORY_BEHIND,
			Self::Cursor(_) => CURSOR_EXPIRED,
			Self::OrderWouldFail(_) => ORDER_WOULD_FAIL,
			Self::TooManySubscriptions { .. } | Self::TooManyOnConnection { .. } => {
				TOO_MANY_SUBSCRIPTIONS
			}
			Self::UnknownCompany(_)
			| Self::UnknownBallot(_)
			| Self::UnknownOffering(_)
			| Self::RecordDate { .. } => UNKNOWN_RIGHT,
			Self::Internal(_) => INTERNAL_ERROR_CODE,
		}
	}

	/// A sentence that says what is wrong and what to do.
	pub fn message(&self) -> String {
		match self {
			Self::Parameter { name, problem } => format!("{name} {problem}"),
			Self::UnknownMarket(market) => {
				format!("There is no market {market}: orderbook_v1_info lists those there are.")
			},
			Self::UnknownToken(token) => {
				format!("There is no token {token}, so what is asked for cannot be shown in human units.")
			},
			Self::NotAShareClass(token) => {
				format!("Token {token} is no share class: shares_v1_companies lists those there are.")
			},
			Self::UnknownOrder(_) => {
				"There is no such open order: it was filled, cancelled or never existed in this block.".into()
			},
			Self::UnknownBlock(_) => {
				"This block is unknown here or its state has been pruned: choose a later block, leave `at` out, or ask a \
				 node that keeps all states (--state-pruning archive)."
					.into()
			},
			Self::BeforeHistory { start } => format!(
				"All of this lies before block {start}, with which the market history of this node begins: ask a node that \
				 keeps more (market_v1_status tells)."
			),
			Self::HistoryBehind { indexed, finalized, reason } => format!(
				"The market history is at block {indexed} of {finalized}, since {reason}: try again later, or ask another node."
			),
			Self::Cursor(problem) => format!("{} Begin again without a cursor.", problem.sentence()),
			Self::OrderWouldFail(error) => docs(*error).into(),
			Self::TooManySubscriptions { kind, most } => format!(
				"This node serves {most} subscriptions of the kind {kind} and all of them are taken: end one, try again later, or \
				 ask another node."
			),
			Self::TooManyOnConnection { kind, most } => format!(
				"One connection has at most {most} subscriptions of the kind {kind}: end one, or open another connection."
			),
			Self::UnknownCompany(company) => {
				format!("There is no company {company}: shares_v1_companies lists those there are.")
			},
			Self::UnknownBallot(ballot) => format!(
				"There is no ballot {ballot}: it was cleared or never called. shares_v1_ballots lists those there are."
			),
			Self::UnknownOffering(offering) => format!(
				"There is no offering {offering}: it was cleaned up or never opened. shares_v1_offerings lists those of a class."
			),
			Self::RecordDate { class, date, problem } => problem.sentence(*class, *date),
			Self::Internal(_) => {
				"The node could not answer this: try again, and look into its log if that does not help.".into()
			},
		}
	}

	/// What a program may want to know beyond the code.
	pub fn data(&self) -> Value {
		match self {
			Self::Parameter { name, .. } => json!({ "parameter": name }),
			Self::UnknownMarket(market) => json!({ "market": market }),
			Self::UnknownToken(token) | Self::NotAShareClass(token) => json!({ "token": token }),
			Self::UnknownOrder(asked) => asked.clone(),
			Self::UnknownBlock(block) => json!({ "block": block }),
			Self::BeforeHistory { start } => json!({ "historyStart": start }),
			Self::HistoryBehind { indexed, finalized, reason } => json!({
				"lag": finalized.saturating_sub(*indexed),
				"indexed": indexed,
				"finalized": finalized,
				"reason": reason,
			}),
			Self::Cursor(problem) => json!({ "reason": problem.name() }),
			Self::OrderWouldFail(error) => json!({ "error": name(*error), "docs": docs(*error) }),
			Self::TooManySubscriptions { kind, most }
			| Self::TooManyOnConnection { kind, most } => json!({ "kind": kind, "most": most }),
			Self::UnknownCompany(company) => json!({ "company": company }),
			Self::UnknownBallot(ballot) => json!({ "ballot": ballot }),
			Self::UnknownOffering(offering) => json!({ "offering": offering }),
			Self::RecordDate { class, date, problem } => {
				json!({ "token": class, "recordDate": date, "reason": problem.name() })
			}
			Self::Internal(details) => json!({ "details": details }),
		}
	}
}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		Self::owned(error.code(), error.message(), Some(error.data()))
	}
}

impl DateProblem {
	fn name(self) -> &'static str {
		match self {
			Self::Unknown => "unknown",
			Self::NotReached => "notReached",
			Self::Halted => "halted",
		}
	}

	fn sentence(self, class: TokenId, date: Epoch) -> String {
		match self {
			Self::Unknown => format!(
				"Epoch {date} is no live record date of class {class}: shares_v1_recordDates lists them."
			),
			Self::NotReached => format!(
				"The record date {date} of class {class} is still to come: shares_v1_recordDates names its block."
			),
			Self::Halted => format!(
				"The register of class {class} has stopped, so totals at a record date are unknown until it is repaired."
			),
		}
	}
}

impl CursorProblem {
	fn name(self) -> &'static str {
		match self {
			Self::Malformed => "malformed",
			Self::Foreign => "foreign",
			Self::Reorganised => "reorganised",
			Self::Pruned => "pruned",
		}
	}

	fn sentence(self) -> &'static str {
		match self {
			Self::Malformed => "This is not a cursor of this node's version.",
			Self::Foreign => "This cursor belongs to another method or to other parameters.",
			Self::Reorganised => "The block this cursor reads is not part of the best chain.",
			Self::Pruned => "The state of the block this cursor reads has been pruned.",
		}
	}
}

/// The name of the same error in pallet `OrderBook`, whose errors are the engine's one to one.
pub fn name(error: BookError) -> String {
	format!("{error:?}")
}

/// What is true and what the caller can do, as pallet `OrderBook` says it.
pub fn docs(error: BookError) -> &'static str {
	match error {
		BookError::SameToken => "Base and quote are the same token: name two different ones.",
		BookError::BadTickSize => "The tick size is zero or above 2^56 quote atoms.",
		BookError::BadLotSize => "The lot size is zero or above 2^80 base atoms.",
		BookError::BadOrderCap => "The cap of open orders per account must be 1 to 256.",
		BookError::BadFee => {
			"Fees must not exceed the market's highest fee, that not one per cent, and a rebate not the taker fee."
		},
		BookError::BadMinNotional => "The minimum notional is zero, or no order could reach it.",
		BookError::PriceOutOfRange => "The price must be 1 to 2^24 - 1 ticks.",
		BookError::OutsidePriceBand => {
			"The price lies outside the band around the last trade: move it closer."
		},
		BookError::QuantityOutOfRange => "The quantity must be 1 to 2^40 lots.",
		BookError::BelowMinNotional => {
			"Price x quantity is below the market's minimum notional: enlarge the order."
		},
		BookError::AlreadyExpired => {
			"The expiry or the deadline lies before the block that executes this: choose a later one."
		},
		BookError::TooManyOpenOrders => {
			"This account has as many open orders here as the market allows: cancel one first."
		},
		BookError::DuplicateClientId => {
			"An open order of this account has this client id here: choose another or cancel that one."
		},
		BookError::InsufficientFree => {
			"The free balance does not cover the order at its limit price, highest fee included."
		},
		BookError::CannotReceive => {
			"This account cannot be credited with what the order buys: it is frozen or needs KSI to exist."
		},
		BookError::WouldTake => {
			"A post-only order would have taken: lower a bid, raise an ask, or let it slide."
		},
		BookError::NotFillable => "A fill-or-kill order cannot be filled whole at its limit.",
		BookError::WouldSelfTrade => {
			"The order would trade with another order of this account, and it asked to be refused then."
		},
		BookError::OrderNotFound => {
			"There is no such order: it was filled, cancelled or never existed."
		},
		BookError::NotOrderOwner => "The order belongs to another account and still trades.",
		BookError::NothingToAmend => "The amendment changes neither price nor quantity.",
		BookError::MarketNotOpen => "The market's status does not allow this. Cancels always work.",
		BookError::MarketSuspended => {
			"A token of the market is being split. Cancels work; everything else when that is done, which anybody can speed up."
		}
		BookError::LevelFull => {
			"The level has had more pages than can be numbered. It works again when it has emptied."
		},
		BookError::Overflow => "A number left its range.",
		BookError::Corrupt => "The book contradicts itself.",
		BookError::DeadlinePassed => {
			"This account's deadline here passed and ended the orders it had: set a new one or none with `cancel_after`, then place."
		}
		BookError::DeadlineTooFar => {
			"The deadline lies more than 302,400 blocks ahead: choose an earlier one."
		}
	}
}
