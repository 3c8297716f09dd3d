//! The keys of validators, and proofs against those that misbehave.
//!
//! Who validates is elected, see [`super::staking`]. An equivocation is proved here, recorded, and costs stake there.

use crate::{
	constants::money, AccountId, Babe, Balance, Balances, Runtime, RuntimeEvent, SessionKeys,
	Staking,
};
use frame_support::parameter_types;
use pallet_session::{
	disabling::UpToLimitWithReEnablingDisablingStrategy,
	historical::{self, IdentificationTuple, NoteHistoricalRoot},
};
use sp_runtime::traits::{ConvertInto, OpaqueKeys};

parameter_types! {
	/// Held while an account has session keys registered: registering must not be free.
	pub const KeyDeposit: Balance = money::KSI;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	/// Anyone may register keys against the deposit; keys alone make nobody a validator.
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = Babe;
	type NextSessionRotation = Babe;
	type SessionManager = NoteHistoricalRoot<Runtime, Managers>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	/// Disables less than a third, so that finality survives: 1 of 4, 3 of 10. A graver offence takes the place
	/// of a lighter one.
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

/// Staking elects; a rescue of finality takes lost validators out.
type Managers = pallet_mandates::Sessions<Runtime, Staking>;

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	/// What is at stake is found by era and validator, so a proof need not carry it.
	type FullIdentification = ();
	type FullIdentificationOf = pallet_staking::UnitIdentificationOf<Runtime>;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Runtime>;
	type OnOffenceHandler = Staking;
}
