//! What happens to a network only now and then, each on four validators of its own: a stranger joins, somebody signs twice, holders
//! upgrade the runtime, half of the validators are lost.
//!
//! They take many minutes, mostly to wait for sessions and eras, so `cargo test` leaves them out: `scripts/drills` runs them.

mod equivocation;
mod rescue;
mod stranger;
mod upgrade;
