//! `market_v1`: what a node answers about the past of its markets.
//!
//! Every read is of one moment, runs in the blocking pool and scans a bounded part of one table. `docs/rpc.md` describes the
//! methods for callers.

pub mod answers;
mod api;
mod candles;
mod context;
mod cursor;
mod group;
mod lists;
mod serve;
pub(crate) mod show;
mod stream;

pub use api::{MarketApiClient, MarketApiServer};
pub use group::Market;
pub(crate) use lists::market as market_row;
