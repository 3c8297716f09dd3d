//! What the benches of the composed runtime have in common: a chain in memory, who signs, states, measuring, the report.
//!
//! There is no node and no database: blocks of the Wasm runtime are built once and executed again and again over a state
//! in memory, which is read through a trie cache as a node reads its own. The root of the new state is computed each
//! time, nothing is kept. The empty block is deducted, the first round is dropped, the median counts. Time is that of the
//! processor, so that a busy machine disturbs less.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub(crate) mod accounts;
pub(crate) mod chain;
pub(crate) mod clock;
pub(crate) mod measure;
pub(crate) mod report;
pub(crate) mod setup;

/// A number from the environment, or that one.
pub(crate) fn setting(name: &str, otherwise: u64) -> u64 {
	std::env::var(name).map_or(otherwise, |value| value.parse().expect(name))
}
