//! Block production, finality and the proofs against those who cheat at either.

use crate::{
	constants::time, weights, Babe, Historical, Offences, Runtime, RuntimeCall, RuntimeEvent,
	Session, Staking, UncheckedExtrinsic,
};
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::offchain::{CreateBare, CreateTransactionBase};
use sp_session::MembershipProof;

/// Most validators the chain can have, see [`super::staking::MAX_VALIDATORS`].
pub type MaxAuthorities = ConstU32<{ super::staking::MAX_VALIDATORS }>;

/// Nominators of one validator that a report of its equivocation can concern: all that an election knows.
type MaxNominators = ConstU32<{ super::staking::MAX_VOTERS }>;

parameter_types! {
	/// See [`time::SLOT_DURATION_MS`]. Secondary slots make the block time the slot time.
	pub const ExpectedBlockTime: u64 = time::SLOT_DURATION_MS;
}

/// How long a report stays valid in the pool, in blocks: while the stake is there.
type ReportLongevity = pallet_tempo::BondingSlots<Runtime>;

impl pallet_babe::Config for Runtime {
	/// A session. Never changes after genesis.
	type EpochDuration = pallet_tempo::SessionSlots<Runtime>;
	type ExpectedBlockTime = ExpectedBlockTime;
	/// Sessions end epochs, so that keys change together.
	type EpochChangeTrigger = pallet_babe::ExternalTrigger;
	type DisabledValidators = Session;
	type WeightInfo = weights::pallet_babe::WeightInfo<Runtime>;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = MaxNominators;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_babe::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_grandpa::WeightInfo<Runtime>;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = MaxNominators;
	/// There is at most one new set a session.
	type MaxSetIdSessionEntries = pallet_tempo::BondingSessions<Runtime>;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Babe>;
	/// Points by which an era is paid.
	type EventHandler = Staking;
}

impl pallet_authority_discovery::Config for Runtime {
	type MaxAuthorities = MaxAuthorities;
}

/// Reports of equivocations are unsigned: a validator's node makes them by itself.
impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = UncheckedExtrinsic;
}

impl<LocalCall> CreateBare<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
