//! The market history: candles, trades, own fills and orders, payouts and votes.
//!
//! # Goals
//!
//! 1. What a trader asks of an exchange's past, a node answers by itself: no other service, no other process.
//! 2. It is never wrong: equal, row for row, to what reading the chain from the start would give, whatever reorganisations,
//!    restarts and crashes came between.
//! 3. No question costs more than its answer is long, and nobody's slowness makes the node's memory grow.
//!
//! # Design
//!
//! [`apply`] turns a block, as `kongsi-events` reads it, into changes of rows; it is the only place that decides what the
//! history says. Finalized blocks go into a RocksDB of their own ([`store`]), one write batch each. Blocks that can still be
//! undone are an overlay in memory ([`view`]): changes per block, put on top of the database along the best chain. A
//! reorganisation takes another path; nothing is ever patched. [`Indexer`] is the one writer and takes notifications only as
//! a sign to look at the chain; [`History`] is what it shares with readers, who read as of one moment and always with a bound.
//! [`rpc`] answers `market_v1`. `docs/history.md` tells operators, `docs/rpc.md` callers.
//!
//! # Invariants
//!
//! * On disk is a whole number of blocks, all of them final, without a gap from the block after `base` to `indexed`.
//! * The first layer's parent is the last block on disk, each other layer's parent the layer before.
//! * The changes of a block depend on nothing but the block and the rows before it.
//!
//! # Limits
//!
//! * A block can be read only while its state is kept. A history that is to be complete, or to be rebuilt, needs a node that keeps
//!   all of them; others begin where they can and say where that is.
//! * The overlay holds at most [`MAX_OVERLAY`] blocks and [`MAX_OVERLAY_BYTES`] bytes. Beyond, finalized blocks are shown only.
//! * Orders that rested before the history begins are known from their first change on.
//! * Events that a newer runtime reports in a way that this program does not know are left out and counted.

#![forbid(unsafe_code)]

pub mod apply;
pub mod block;
pub mod candles;
pub mod chain;
mod changes;
pub mod dump;
mod error;
mod history;
mod indexer;
pub mod interval;
pub mod keys;
pub mod metrics;
pub mod progress;
pub mod rows;
pub mod rpc;
pub mod store;
mod task;
pub mod ticker;
pub mod verify;
pub mod view;

pub use changes::{Changes, Rows};
pub use error::Error;
pub use history::{Heads, History, Phase, Standing};
pub use indexer::{Indexer, Options, Step, MAX_OVERLAY, MAX_OVERLAY_BYTES};
pub use task::follow;

/// Where the lines of the log are from.
pub(crate) const LOG_TARGET: &str = "market-history";
/// The directory of the history within that of the chain.
pub const DIRECTORY: &str = "history";

#[cfg(test)]
mod tests;
