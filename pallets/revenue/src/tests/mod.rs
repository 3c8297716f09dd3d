//! One file per call, then what happens by itself.

pub(crate) use crate::{mock::*, Ended, Error, Event, NextMarket, RevenueSplit, SplitOf};
pub(crate) use frame_support::{assert_noop, assert_ok, traits::Hooks as _};
pub(crate) use sp_runtime::DispatchError;

mod collect;
mod set_split;

mod damaged;
mod distribution;
mod ended_markets;
mod genesis;
mod in_turn;
mod invariants;
