//! End-to-end tests: real nodes, driven the way users drive them.
//!
//! # Goals
//!
//! 1. Nothing of the chain is linked in to judge it: calls and answers go through the metadata and the RPC of a running
//!    node, and the types in [`types`] and [`shares`] are a client's own.
//! 2. Every expected number is worked out by hand in the test that expects it.
//! 3. A test waits for a condition, never for a time, and says what it waited for when it gives up.
//! 4. No node outlives its test, and none is ever reached from outside the machine.
//!
//! # Design
//!
//! [`Node`] is a process with a directory of its own; [`Localnet`] several of them; [`Chain`] a client of one. The binary
//! is `kongsi-node` beside the tests in the target directory, or what `KONGSI_NODE` names.
//!
//! # Limits
//!
//! A test that is killed from outside, rather than failing, leaves its nodes running.

mod chain;
pub mod command_line;
pub mod governance;
mod localnet;
mod node;
mod person;
pub mod shares;
pub mod staking;
pub mod types;
mod wait;

pub use chain::{account_of, hex, Address, At, Chain, Receipt, Until};
pub use localnet::Localnet;
pub use node::{client_tests_directory, free_port, program, run_program, Node, NodeOptions};
pub use person::{endow, Person, KSI, NATIVE, START};
pub use wait::{eventually, within};
