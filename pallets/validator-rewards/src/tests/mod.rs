//! Tests, one file per subject.

mod division;
mod era;
mod expiry;
mod history;
mod payout;
mod staking;
mod undelivered;
