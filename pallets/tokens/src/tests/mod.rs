//! One file per call, then what concerns several of them.

pub(crate) use crate::{
	mock::*, AccountStatus, AssetStatus, Balance, Error, Event, HoldReason, Role, TokenId,
};
pub(crate) use frame_support::{assert_noop, assert_ok};
pub(crate) use sp_runtime::TokenError;

mod approve_transfer;
mod burn;
mod cancel_approval;
mod clear_metadata;
mod create;
mod destroy_accounts;
mod destroy_approvals;
mod finish_destroy;
mod freeze;
mod freeze_asset;
mod mint;
mod refund;
mod renounce_role;
mod set_authorised_maximum;
mod set_metadata;
mod set_team;
mod start_destroy;
mod thaw;
mod thaw_asset;
mod touch;
mod transfer;
mod transfer_all;
mod transfer_approved;
mod transfer_keep_alive;
mod transfer_ownership;

mod conformance;
mod consequences;
mod genesis;
mod holds;
mod invariants;
mod role_matrix;
mod session;
mod splitting;
mod surface;
