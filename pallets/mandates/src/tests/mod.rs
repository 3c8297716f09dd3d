//! One file per subject; then what holds for all calls, and random histories.

pub(crate) use crate::{
	mock::*, Call, CallNames, Error, Event, NextCode, NextCodeAt, Origin, PausedUntil, QuietFrom,
	Rescue, RescuePhase, SessionStart, SetStart, SetStarts, Signals, Upgrade, UpgradeTerm,
};
pub(crate) use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
pub(crate) use sp_runtime::DispatchError;

mod cancel_slash;
mod pause;
mod rescue;
mod resume;
mod set_minimum_bonds;
mod set_validator_count;
mod signal_stall;
mod spend;
mod upgrade;

mod invariants;
mod origins;
mod proposals;
mod sets;
mod settings;
mod tracks;

/// An origin of referenda of these, as a table of tests has it.
pub(crate) fn others(than: Origin) -> impl Iterator<Item = Origin> {
	Origin::ALL.into_iter().filter(move |origin| *origin != than)
}
