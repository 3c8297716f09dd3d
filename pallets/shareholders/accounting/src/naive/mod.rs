//! The obviously right register, ballot, offering and auction: everything that ever was is kept, and every answer is worked out
//! from it.
//!
//! It is what the crate is compared with, so it shares the terms and errors with it but no arithmetic and no records. At
//! every boundary it walks over all accounts, copies every total and pays every holder on the spot, in 2^64ths of an
//! atom with integers of 384 bits. There is no rate, no line, no lazy copy, and a ballot is counted by reading all votes.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::indexing_slicing,
	clippy::panic,
	reason = "an oracle reads like the rules; a number that leaves its range here is a failed test"
)]

mod auction;
mod ballot;
mod big;
mod offering;
mod register;

pub use auction::NaiveAuction;
pub use ballot::{NaiveBallot, NaiveVote};
pub use big::Big;
pub use offering::clear;
pub use register::{NaiveDate, NaiveDue, NaiveLump, NaivePayout, NaiveRegister};

/// Accounts of the oracle.
pub type Account = u32;
