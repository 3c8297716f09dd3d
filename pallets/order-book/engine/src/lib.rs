//! The matching engine of Kongsi: units, orders, a paged book and price-time matching.
//!
//! # Goals
//!
//! 1. **Exact.** Prices are ticks, quantities are lots, both integers; a quote amount is ticks x lots x tick size.
//!    Nothing is ever rounded except a fee, once per fill, and the legs of a fill still sum to zero.
//! 2. **Bounded.** Every loop ends by a [`Budget`] or by the fixed size of a page or a bitmap word. The cost of an
//!    order does not depend on how many orders rest.
//! 3. **Pure.** No FRAME, no `std`, no clock, no randomness. Storage is lent through [`Store`], the ledger through
//!    [`Ledger`]; the same code runs over FRAME storage and over vectors in a test.
//! 4. **Never a partial failure.** An operation is planned over a book that is only read; it is written when nothing
//!    can refuse any more. An operation that returns an error has changed nothing.
//!
//! # Design
//!
//! A [`Session`] serves the operations of one call on one market. [`matching`] walks the opposite side and returns a
//! plan; [`Session`] checks it against the ledger, writes it through [`book`] and enters every movement of money in a
//! [`Sheet`]. The caller settles the sheet, one net change per account and token.
//!
//! The book is a two-level bitmap over ticks ([`bitmap`]), a level per tick and pages of up to 64 orders per level
//! ([`page`]). An [`OrderId`] says where its order lies, so nothing has to be searched; its sequence number guards
//! against an id whose place was taken by a later order.
//!
//! An account has a dead-man's switch: one block number in its record, which is compared where an order is met, as an
//! order's own expiry is ([`deadline`]). To renew it is one write; when it passes, nothing has to be done by anybody.
//!
//! # Limits
//!
//! Prices are below 2^24 ticks and quantities at most 2^40 lots; [`MarketParams::validate`] proves with them that no
//! product overflows.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::as_conversions,
		clippy::arithmetic_side_effects,
		missing_docs
	)
)]

extern crate alloc;

pub mod bitmap;
pub mod book;
pub mod deadline;
mod error;
mod market;
pub mod matching;
#[cfg(feature = "oracle")]
pub mod memory;
#[cfg(feature = "oracle")]
pub mod naive;
mod order;
pub mod page;
mod session;
mod settlement;
mod trader;
mod units;

pub use book::{Header, Level, LevelAt, PageAt, Store, WordAt};
pub use deadline::{lapsed, DEADLINE_KEPT, MAX_DEADLINE_AHEAD};
pub use error::BookError;
pub use market::{
	MarketParams, MarketStatus, TokenId, MAX_FEE_PPM, MAX_LOT_SIZE, MAX_TICK_SIZE, PPM,
};
pub use matching::{Budget, Fill, Removal, RemovalReason};
pub use order::{
	expired, Block, ClientId, Locator, NewOrder, Order, OrderId, Owner, SelfTrade, Side,
	TimeInForce,
};
pub use page::{Page, PAGE_ORDERS};
pub use session::{Amended, Ledger, Placed, Session, TakerEnd};
pub use settlement::{Asset, FillMoney, Flow, Leg, MakerSide, Sheet};
pub use trader::{Trader, MAX_OPEN_ORDERS};
pub use units::{BaseAtoms, Lots, QuoteAtoms, Ticks, MAX_LOTS, MAX_TICK};
