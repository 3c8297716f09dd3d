//! One file per call, then what concerns several of them.

pub(crate) use crate::{
	mock::*, ClassStatus, Classes, Companies, Error, Event, ExclusionProposals, FractionPools,
	HoldReason, Lines, NextCompanyId, PayoutTokens,
};
pub(crate) use frame_support::{
	assert_noop, assert_ok,
	traits::{fungibles::Inspect as _, Contains as _},
};
pub(crate) use shareholders_accounting::{
	AccountingError, Epoch, Schedule, TokenId, MAX_DATES, MAX_EXCLUDED, MAX_LEAD, MAX_LIFETIME,
	MAX_PAYOUTS, MAX_STREAM, MAX_SUPPLY,
};
pub(crate) use sp_runtime::{DispatchError, DispatchResult, TokenError};

mod accept_exclusion;
mod act;
mod begin_split;
mod bid_for_fractions;
mod claim;
mod claim_fraction;
mod continue_split;
mod create_share_class;
mod found_company;
mod hand_over;
mod include;
mod open_payout;
mod pay_dividend;
mod propose_exclusion;
mod prune;
mod publish;
mod settle_fractions;

mod balance_hook;
mod genesis;
mod invariants;
mod origins;
mod platform;
mod record_dates;
mod split_histories;
mod working_shares;
