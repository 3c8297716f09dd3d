//! The maths of shareholders' rights: dividends, record dates, ballots, splits and offerings.
//!
//! # Goals
//!
//! 1. **Exact.** Whatever is paid in is owed, carried, waiting or paid out, to the last 2^64th of an atom, after every
//!    operation (G1).
//! 2. **Flat.** A distribution costs the same for ten holders and for a million; a holder's line is written at most once
//!    per epoch by changes of his total, whatever is paid and however often he trades (G2).
//! 3. **Plain ownership.** What counts is free + held. Shares in an open order, at stake or on deposit earn and vote
//!    (G3).
//! 4. **Never forfeited.** A claim has no term, a closed account keeps what it is owed, anybody may claim for anybody,
//!    and the holder is paid (G4).
//! 5. **Counted once.** No share votes twice, whoever holds it later and whoever votes for it (G5).
//! 6. **Pure.** No FRAME, no `std`, no clock, no randomness. Storage is lent through [`Store`] and [`Votes`]; every loop
//!    ends by a named bound; nothing panics (G6).
//!
//! # Design
//!
//! **Dividends.** [`PerShare`] holds what one share has earned since the beginning and what did not divide. A [`Line`]
//! notes up to where its account is settled; the difference times the shares is what it earned meanwhile (G1, G2). Rates
//! rise only at the boundary between two epochs, so the first change in an epoch settles a line and the others find
//! nothing to do. [`Class::roll`] takes any number of boundaries at once: as long as nobody's total changes they
//! distribute as one, and the first change rolls before it counts. An account that is excluded (the treasury, pots,
//! the company's own shares) counts as owning nothing; what it earned before stays its own.
//!
//! A dividend is for the next boundary, a stream over many, or dated. A dated one is distributed at its record date like
//! any other; the part of a holder's earnings that came from it waits in his line for the payment date. So a right is
//! fixed at the record date at no cost, and no list of holders is ever made.
//!
//! **Record dates.** A live date is counted by reference. The first change after it keeps the old total in the line, one
//! entry for all dates that have it in common; [`Register::prune`] drops entries whose dates are gone ([`Past`]).
//!
//! **Ballots.** [`Ballot`] counts weights. A delegator is attached when his delegate has voted and leaves when he votes
//! himself; the delegate's record keeps the sum, so a changed mind moves all of it in one step. In the last quarter the
//! count is compared with that at its beginning, not with the vote before, so creeping in small votes does not evade
//! the extension.
//!
//! **Splits.** Holders are converted one by one while the class stands still; fractions make up whole shares, which are
//! sold for them in an auction that anybody may begin, each owner getting his part of the sum ([`Split`], [`Auction`],
//! [`FractionPool`]). Open orders go on unchanged under a new lot size ([`rescale_lot_size`]).
//!
//! **Offerings.** Rights first, then bids; one price; at the margin each bid gets the difference of two rounded running
//! sums, which needs no sorting, adds up exactly and gives nothing for splitting a bid ([`Offering`], [`Clearing`]).
//!
//! # How it differs from the first plan
//!
//! * The rate is 128 bits of whole atoms and 64 of fraction instead of one number of 256. With supplies below 2^94 all
//!   products and quotients are exact in 128 bits, a line is shorter, and the sum ever paid in may be 2^120 and not 2^96.
//! * The class keeps the supply and the total of excluded accounts as of the last change, instead of reading them when it
//!   rolls. The hook then works before and after the ledger stores a change, and a roll reads no account at all. The
//!   price is one write of the class when an excluded account or the supply changes.
//! * Streams add up in pace. One pace for what is left, set anew by each payment, would let a small and long stream slow
//!   down a large one.
//! * A line stays if its account owned something at the present boundary, because that may still become a record date.
//!   Anybody may remove it later.
//!
//! # Invariants
//!
//! 1. Per payout token: booked x 2^64 = sum over accounts of (owed + waiting) x 2^64 + fraction + counted total x
//!    (rate - seen), + carry + (pending + left + lumps that wait for their record date) x 2^64. [`Register::audit`].
//! 2. Eligible = supply - totals of excluded accounts = sum of counted totals; right after a distribution carry <
//!    eligible; fractions < 2^64; seen <= rate; rates never fall.
//! 3. Funded = claimed + booked, for each payout token over its life; nothing lapses.
//! 4. For each live record date that has been reached, the totals looked up for it sum to its eligible shares.
//! 5. A line has at most one entry per live date, in rising order; a date without references keeps none after pruning.
//! 6. A line is written by changes of its total at most once per epoch, except when its account ends.
//! 7. A ballot's count = sum of its votes, own and attached, and is at most the eligible shares of its record date. A
//!    delegate's attached weight = sum of the votes attached to him.
//! 8. While a split runs: new whole shares x old + fractions = converted shares x new. At its end: whole shares + shares
//!    made up by fractions = old supply x new / old, rounded up; and the fractions with the company's are that many shares.
//! 9. Of an offering: lots exercised + lots given <= lots offered, with equality if enough is bid; deposits = payments +
//!    refunds; payments = lots given x one price.
//! 10. Of the fractions of a split: proceeds = claimed + booked, and what is booked suffices for all that is unclaimed. A
//!     bid is at least a twentieth and an atom above the one before.
//! 11. Nothing an account does with itself raises what it is owed or the weight it votes with.
//!
//! # How a pallet stores it
//!
//! Numbers are compact; the bytes are what the largest record takes, accounts of 32 bytes included.
//!
//! | record | key | written | bytes, usual and most |
//! |---|---|---|---|
//! | [`Class`] | class | once per epoch, and when dates, payouts, exclusions, supply, or an excluded total change | 60, 5,696 |
//! | [`Line`] | class, account (for tokens of the ledger: in the record's `extra` field, no key of its own) | first change or claim in an epoch | 32, 2,174 |
//! | [`Ballot`] | company, ballot | every vote | 100, 320 |
//! | [`Vote`] | ballot, account | by that account; a delegate's also when a follower comes or goes | 20, 49 |
//! | delegate | company, account | by that account | 32 |
//! | [`Requisition`]; signed weight | requisition; and account | every signature; once | 40; 16 |
//! | [`FractionPool`]; [`Fraction`] | class, number of the split; and account | proceeds and claims; conversion and claim | 68; 17 |
//! | [`Offering`], then [`Clearing`] | class | every bid; every settled bid | 126; 64 |
//! | [`Level`] | offering, price | every bid at that price | 16 |
//!
//! The ledger reports every change of a total through [`Register::changed`] and afterwards the supply, if that changed,
//! through [`Register::set_supply`]. For KSI the supply is told at the end of an epoch instead, before any transaction of
//! the next: `Register::new(store, now - 1).set_supply(issuance)`, then `Register::new(store, now).roll()`, because
//! inside a block issuance and totals may differ while an imbalance is in flight. The pallet keeps one pot per class and
//! payout token whose balance is at least `booked`, and excludes it from the class.
//!
//! # Limits
//!
//! * Supplies below 2^94 atoms; at most 2^120 atoms paid in per class and token ([`MAX_SUPPLY`], [`MAX_LIFETIME`]).
//! * A payout token, once opened, keeps its place, because fractions of it may be owed for ever: at most [`MAX_PAYOUTS`].
//!   Opening one is for the company; anybody may then pay in it.
//! * Streams of one token share a pace: money paid in over a short time lets the rest of an older stream flow faster
//!   until both are out.
//! * During a split the class stands still, so a boundary that passes meanwhile is taken when it ends.
//! * A fraction left by a split neither earns nor votes; it is paid when the shares it is part of are sold.
//! * How large a dividend may be without a date, who may open a ballot and when, what a motion may execute: the pallet's.
//!
//! # Terms
//!
//! *Class*: a token whose holders own something. *Total*: free + held. *Counted*: the total, or nothing if excluded.
//! *Eligible*: all counted totals. *Boundary*: the moment an epoch starts. *Part*: 2^-64 of an atom. *Lump*: a dated
//! dividend. *Line*: what the register keeps of one account.

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

mod auction;
mod audit;
mod ballot;
mod class;
mod delegation;
mod error;
mod fraction;
mod line;
mod offering;
mod payout;
mod per_share;
mod record;
mod register;
mod requisition;
mod split;
mod units;

#[cfg(feature = "oracle")]
pub mod memory;
#[cfg(feature = "oracle")]
pub mod naive;

pub use auction::{Auction, LATE_PART, MAX_AUCTION, MAX_AUCTION_EXTENSIONS, RAISE_PPM};
pub use audit::Audit;
pub use ballot::{
	Answer, Ballot, BallotTerms, Mark, Outcome, Vote, Votes, MAX_CHOICES, MAX_EXTENSIONS,
	MIN_PERIOD, SWING_PPM,
};
pub use class::{Class, MAX_EXCLUDED, MAX_PAYOUTS};
pub use delegation::may_delegate;
pub use error::AccountingError;
pub use fraction::{Fraction, FractionPool};
pub use line::{Due, Line};
pub use offering::{Clearing, Level, Offering, OfferingTerms, Pricing, Settled, MAX_LEVELS};
pub use payout::{Lump, Payout, Schedule, MAX_LEAD, MAX_LUMPS, MAX_STREAM};
pub use per_share::{Exact, PerShare, Rate};
pub use record::{Past, RecordDate, RecordDates, Snap, MAX_DATES};
pub use register::{Claimable, Payment, Register, Store};
pub use requisition::{Requisition, REQUISITION_PPM};
pub use split::{rescale_lot_size, rescale_order, BookSide, Ratio, Split, MAX_RATIO};
pub use units::{mul_div, Block, Epoch, TokenId, MAX_LIFETIME, MAX_SUPPLY, PPM};
