//! One file per call, then what concerns several of them.

pub(crate) use crate::{
	mock::*, Bids, Claims, ClassOfferings, Error, Event, Levels, NextOfferingId, NextRightToken,
	Offerings as StoredOfferings, PaymentUses, Phase, RightToken, Rights, Settlement, Stage,
	WeightInfo as _, MAX_OFFERINGS, MAX_SKIPPED, MAX_STEPS,
};
pub(crate) use frame_support::{
	assert_noop, assert_ok,
	traits::fungibles::{Inspect as _, Mutate as _},
};
pub(crate) use pallet_shareholders::{Error as RegisterError, KSI};
pub(crate) use pallet_tokens::Error as LedgerError;
pub(crate) use shareholders_accounting::{
	OfferingTerms, Pricing, TokenId, MAX_DATES, MAX_LEVELS, MAX_SUPPLY,
};
pub(crate) use sp_runtime::{DispatchError, DispatchResult, TokenError};

mod bid;
mod cancel_bid;
mod cancel_offering;
mod claim_rights;
mod clear;
mod exercise;
mod open_offering;
mod price_offering;
mod retire_rights;
mod settle;

mod damaged;
mod invariants;
mod reads;
mod scenarios;
