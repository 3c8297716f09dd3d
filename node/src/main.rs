//! The Kongsi node: parses its command line, builds the service and starts it. No business logic.
//!
//! # Design
//! [`cli`] says what can be asked and [`command`] does it; [`chain_spec`] makes the chains that are built in;
//! [`service`] connects the parts of a node, [`consensus`] those that make and finalize blocks with their tuning,
//! and [`rpc`] what is served. With the feature `benchmark`, `benchmark` measures and `benchmarking` makes the transactions
//! for it.

#![allow(clippy::result_large_err, reason = "the SDK decides how large its errors are")]

#[cfg(feature = "benchmark")]
mod benchmark;
#[cfg(feature = "benchmark")]
mod benchmarking;
mod chain_spec;
#[cfg(feature = "chaos")]
mod chaos;
mod cli;
mod command;
mod consensus;
mod epochs;
mod executor;
mod history;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
	command::run()
}
