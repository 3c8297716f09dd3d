//! Who validates, and what happens to a validator that misbehaves.
//!
//! There is no staking yet. The validators are those of the genesis, for as long as they keep session keys. An
//! equivocation is proved, recorded and disables its author; there is no stake to take.

use crate::{
	constants::{money, time},
	AccountId, Babe, Balance, Balances, Historical, Runtime, RuntimeEvent, Session, SessionKeys,
};
use alloc::vec::Vec;
use frame_support::{parameter_types, weights::Weight};
use pallet_session::{
	disabling::UpToLimitWithReEnablingDisablingStrategy,
	historical::{self, IdentificationTuple, NoteHistoricalRoot},
};
use sp_runtime::{
	traits::{Convert, ConvertInto, OpaqueKeys},
	Perbill,
};
use sp_staking::{
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
	SessionIndex,
};

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
	type SessionManager = NoteHistoricalRoot<Runtime, GenesisValidators>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	/// Disables less than a third, so that finality survives: 1 of 4, 3 of 10. A graver offence takes the place
	/// of a lighter one.
	type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	/// Nothing is at stake beside the validator's own account.
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

/// Every validator is fully identified by its account.
pub struct NoIdentification;

impl Convert<AccountId, Option<()>> for NoIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

/// Keeps the validators of the genesis. One that purges its keys leaves at the session after the next; it cannot come
/// back before there is staking.
pub struct GenesisValidators;

impl historical::SessionManager<AccountId, ()> for GenesisValidators {
	/// Names the validators again when the keys of one have changed, or when no root of them is stored yet, and
	/// otherwise nothing: each naming starts a new GRANDPA set, and ends the disabling of an offender.
	fn new_session(session: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		let keys_changed = Session::queued_keys()
			.iter()
			.any(|(validator, keys)| Session::load_keys(validator).as_ref() != Some(keys));
		let root_missing = Historical::historical_root(session.saturating_sub(1)).is_none();
		(keys_changed || root_missing)
			.then(|| Session::validators().into_iter().map(|validator| (validator, ())).collect())
	}

	/// The genesis itself names its validators: those listed with keys.
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		None
	}

	fn start_session(_: SessionIndex) {}

	/// Drops the roots of sessions for which no report is accepted any more.
	fn end_session(session: SessionIndex) {
		// Saturates at session 0, where there is nothing to drop.
		let oldest = session.saturating_sub(time::REPORT_PERIOD_IN_SESSIONS);
		if oldest > 0 {
			Historical::prune_up_to(oldest);
		}
	}
}

impl pallet_session::SessionManager<AccountId> for GenesisValidators {
	fn new_session(session: SessionIndex) -> Option<Vec<AccountId>> {
		<Self as historical::SessionManager<_, _>>::new_session(session)
			.map(|validators| validators.into_iter().map(|(validator, ())| validator).collect())
	}

	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId>> {
		None
	}

	fn start_session(session: SessionIndex) {
		<Self as historical::SessionManager<_, _>>::start_session(session)
	}

	fn end_session(session: SessionIndex) {
		<Self as historical::SessionManager<_, _>>::end_session(session)
	}
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = IdentificationTuple<Runtime>;
	type OnOffenceHandler = DisableOffenders;
}

/// Disables validators for what they are proved to have done, until the validators are named anew. Takes nothing:
/// there is no stake yet.
pub struct DisableOffenders;

impl OnOffenceHandler<AccountId, IdentificationTuple<Runtime>, Weight> for DisableOffenders {
	fn on_offence(
		offenders: &[OffenceDetails<AccountId, IdentificationTuple<Runtime>>],
		slash_fraction: &[Perbill],
		_: SessionIndex,
	) -> Weight {
		for (details, fraction) in offenders.iter().zip(slash_fraction) {
			let (validator, ()) = &details.offender;
			Session::report_offence(validator.clone(), OffenceSeverity(*fraction));
		}
		// Contained in the weight of the report, see `weights::equivocation`.
		Weight::zero()
	}
}
