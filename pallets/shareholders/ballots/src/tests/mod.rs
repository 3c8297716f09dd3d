//! One file per call, then what concerns several of them.

pub(crate) use crate::{
	mock::*, Agendas, BallotStage, Ballots as Stored, Count, Delegates, Ended, Error, Event,
	HoldReason, Kind, Motion, Motions, NextBallotId, RequisitionEnd, Requisitions, Round,
	Signature, Signatures, Stage, WeightInfo, Window,
};
pub(crate) use frame_support::{assert_noop, assert_ok, weights::Weight};
pub(crate) use shareholders_accounting::{Answer, Outcome, Vote, MAX_DATES};
pub(crate) use sp_runtime::{DispatchError, DispatchResult, TokenError};

mod attach;
mod clear;
mod close_ballot;
mod close_requisition;
mod delegate;
mod detach;
mod end_round;
mod execute;
mod open_ballot;
mod requisition;
mod sign;
mod vote;
mod withdraw_signature;

mod damaged;
mod genesis;
mod invariants;
mod origins;
mod reads;
mod rounds;
mod self_government;
mod try_state;
mod working_shares;
