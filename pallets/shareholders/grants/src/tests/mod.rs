//! One file per call, then what concerns several of them.

pub(crate) use crate::{
	mock::*, Error, Event, Grant, GrantInfo, GrantTerms, Grants, NextGrantId, MAX_GRANTS,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use pallet_shareholders::{Error as RegisterError, KSI};
pub(crate) use shareholders_accounting::{Ratio, MAX_SUPPLY};
pub(crate) use sp_runtime::{DispatchError, DispatchResult, TokenError};

mod grant;
mod revoke;
mod vest;

mod damaged;
mod invariants;
mod splits;
