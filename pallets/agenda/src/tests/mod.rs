//! Tests, one file per subject.

mod cancel;
mod drain;
mod failing;
mod preimages;
mod referenda;
mod reschedule;
mod schedule;
mod try_state;
mod whole;
