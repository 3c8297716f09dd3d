//! The revenue of the exchange: the accounts it passes through, and who divides it.

use crate::{AccountId, Runtime};
use frame_support::{
	traits::{ConstU32, Get, TypedGet},
	PalletId,
};
use sp_runtime::traits::AccountIdConversion;

/// The name from which the revenue account's address is derived. Nobody has a key to it.
pub const REVENUE: PalletId = PalletId(*b"ks/reven");

/// The name from which the address of the account for validators' pay is derived. Nobody has a key to it.
pub const VALIDATORS: PalletId = PalletId(*b"ks/valid");

/// The name from which the treasury's address is derived. Nobody has a key to it.
pub const TREASURY: PalletId = PalletId(*b"ks/treas");

/// Where fees wait for the end of the epoch.
pub struct RevenueAccount;

impl Get<AccountId> for RevenueAccount {
	fn get() -> AccountId {
		REVENUE.into_account_truncating()
	}
}

/// What validators are paid from.
pub struct ValidatorsAccount;

impl Get<AccountId> for ValidatorsAccount {
	fn get() -> AccountId {
		VALIDATORS.into_account_truncating()
	}
}

/// The treasury of the platform, which also pays for what votes decide about KSI as a share.
pub struct TreasuryAccount;

impl Get<AccountId> for TreasuryAccount {
	fn get() -> AccountId {
		TREASURY.into_account_truncating()
	}
}

/// [`TreasuryAccount`] in the form that some of the SDK's types want.
pub struct TreasuryAsType;

impl TypedGet for TreasuryAsType {
	type Type = AccountId;

	fn get() -> AccountId {
		TreasuryAccount::get()
	}
}

impl pallet_revenue::Config for Runtime {
	/// A vote on the track for economics.
	type GovernanceOrigin = pallet_mandates::EnsureEconomics;
	type RevenueAccount = RevenueAccount;
	type ValidatorsAccount = ValidatorsAccount;
	type TreasuryAccount = TreasuryAccount;
	/// With a thousand markets each is looked at every 250 blocks, about 8 minutes; an epoch is an hour.
	type MarketsPerBlock = ConstU32<
		{
			if cfg!(feature = "rehearsal") {
				8
			} else {
				4
			}
		},
	>;
	type WeightInfo = pallet_revenue::weights::SubstrateWeight<Runtime>;
}
