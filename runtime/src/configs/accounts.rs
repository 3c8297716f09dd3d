//! What several people or several keys do with one account: batches and multisigs.

use crate::{
	constants::money, Balance, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System,
};
use frame_support::{parameter_types, traits::ConstU32};

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// For one entry of 88 bytes: key and fixed part of a pending multisig call.
	pub const MultisigDepositBase: Balance = money::deposit(1, 88);
	/// For the account of each signatory, 32 bytes.
	pub const MultisigDepositFactor: Balance = money::deposit(0, 32);
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	/// Enough for the board of any company; each approval carries them all.
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}
