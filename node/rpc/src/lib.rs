//! The JSON-RPC groups of the exchange over its runtime APIs.
//!
//! # Goals
//!
//! 1. A trader's program reads human units and gets exact ones back: decimals are strings, nothing is a float.
//! 2. Every answer names the block it shows, and every question may name the block it asks about.
//! 3. Nothing grows with the book or with the holders: every list has pages, and a page has a bound.
//! 4. An error is a sentence that says what to do, with data for machines and a code from one table ([`error`]).
//!
//! # Design
//!
//! [`OrderBook`] answers `orderbook_v1`: it reads parameters, asks the runtime at one block and turns integers into
//! decimals ([`units`]). [`Shares`] answers `shares_v1` in the same way, and proves lists of holders from the state. Neither
//! keeps state: a cursor carries all that the next page of a list needs. Methods run in the blocking pool, since the
//! runtime reads from disk. [`Streams`] serves the subscriptions of `orderbook_v1` ([`streams`]): one task follows the chain
//! for all subscribers. `docs/rpc.md` describes them for callers.
//!
//! # Limits
//!
//! * `openOrders` without a market refuses an account with open orders in 500 markets or more.
//! * `info` takes the end of 2,000 consecutive numbers without enough markets for the end of all markets.
//! * A proof of holders shows that each of them has what the list says. That nobody is left out follows from the sum over
//!   all pages, which is the supply or what was eligible.

#![forbid(unsafe_code)]

pub mod answers;
pub mod chain;
pub mod cursor;
pub mod error;
#[cfg(test)]
mod mock;
mod orderbook;
pub mod params;
mod shares;
pub mod streams;
#[cfg(test)]
mod tests;
pub mod units;

pub use chain::TIMESTAMP_NOW;
pub use error::Error;
pub use orderbook::{OrderBook, OrderBookApiClient, OrderBookApiServer};
pub use shares::{Shares, SharesApiClient, SharesApiServer};
pub use streams::{Streams, StreamsApiClient, StreamsApiServer};
