//! A real chain without a network that grows, forks and finalizes where a test tells it to.
//!
//! # Goals
//!
//! 1. Everything that follows a chain (streams, the market history) is tested on the SDK's own client, so that notifications of
//!    imports and of finality come in the order and with the contents that a node's have.
//! 2. A test says which block grows on which, which one is the best and which are final; nothing happens by itself.
//! 3. It is quick: a block costs its execution by the Wasm runtime, once, and nothing waits for the clock.
//!
//! # Design
//!
//! [`Chain`] is a client as `node/src/service.rs` makes it, over a database in memory that keeps all states, with the
//! development preset as genesis. [`Chain::build`] makes a block as an author does, with the digest of BABE and the
//! inherent, but claims slots without their proof and does not seal. [`Chain::import`] hands it to the client directly, so no
//! consensus checks it: that is what lets a test decide. A transaction that cannot be included ends the test.
//!
//! # Invariants
//!
//! * The n-th block that is built on a parent has the slot of the parent plus n: blocks with the same parent and the same
//!   transactions still have different hashes and times.
//! * Slots are claimed by the first validator, who is the only one of the development preset.
//!
//! # Limits
//!
//! * One chain in memory: there is no restart. All states stay, about 100 kB a block of 100 orders.
//! * A session has 20 slots; forks that are built late on a parent skip slots, which the runtime bears as it does on a chain.

#![forbid(unsafe_code)]

mod chain;
mod sign;

pub use chain::{Backend, Built, Chain, Client};
pub use kongsi_runtime::{opaque::Block, Hash, Header};
pub use sign::sign;
