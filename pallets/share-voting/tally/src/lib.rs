//! The count of a platform referendum and its late swings.
//!
//! # Goals
//!
//! 1. No share counts twice, and never more shares than were eligible at the record date (G1).
//! 2. A delegate who changes his mind moves all that follows him in one step (G2).
//! 3. Whoever turns a vote at the last minute gives the others time to answer, but not for ever (G3).
//! 4. No FRAME, no `std`, no clock of its own: millions of random commands run in seconds (G4).
//!
//! # Design
//!
//! [`Count`] is what a referendum keeps of its votes. Who counts where, and what follows whom, is the same question as in the
//! ballot of a company and answered by the same code: each operation lends the numbers to a [`Ballot`] of two choices without
//! an end, and takes them back. Choice 0 is aye, choice 1 is nay.
//!
//! What differs is time. A ballot ends by a threshold at a block; a referendum is decided by curves, confirms, and can be
//! rejected in between. So [`Swing`] is its own: it compares each change in a last quarter with how the referendum stood when
//! that quarter began, not with the vote before, and so many small votes count like a large one.
//!
//! # Invariants
//!
//! 1. Ayes, nays and abstentions are the sums of the votes, own and attached; together they are at most the base.
//! 2. What is attached to a delegate is the sum of the votes attached to him.
//! 3. A decision is put off at most [`MAX_EXTENSIONS`] times, each time by one confirm period.
//!
//! [`Ballot`]: shareholders_accounting::Ballot
//! [`MAX_EXTENSIONS`]: shareholders_accounting::MAX_EXTENSIONS

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

mod count;
mod side;
mod swing;

pub use count::{Count, PPB};
pub use side::Side;
pub use swing::{Clock, PutOff, Standing, Swing, SWING_PPB};
