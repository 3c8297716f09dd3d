//! One file per call, then what concerns several of them.

pub(crate) use crate::{
	mock::*, Daily, DailyDate, Delegates, Error, Event, PollIndex, RecordStage, Records, Scope,
	Sponsors, StageInfo, VoteInfo, Votes,
};
pub(crate) use frame_support::{assert_noop, assert_ok, dispatch::Pays};
pub(crate) use share_voting_tally::{Count, Side};
pub(crate) use shareholders_accounting::{Vote, MAX_DATES};
pub(crate) use sp_runtime::{DispatchError, DispatchResult};

mod attach;
mod clear;
mod close;
mod delegate;
mod detach;
mod poke;
mod register;
mod sponsor;
mod undelegate;
mod unsponsor;
mod unstick;
mod unstick_track;
mod vote;

mod dates;
mod invariants;
mod late_swing;
mod lessons;
mod origins;
mod reads;
mod referenda;
mod try_state;
