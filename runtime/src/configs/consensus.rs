//! Block production, finality and the proofs against those who cheat at either.

use crate::{
	constants::time, weights, Babe, Historical, Offences, Runtime, RuntimeCall, RuntimeEvent,
	Session, UncheckedExtrinsic,
};
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::offchain::{CreateBare, CreateTransactionBase};
use sp_session::MembershipProof;

/// Most validators the chain can have. Equivocation proofs and the set itself are bounded by it; 100 votes a round
/// also keep GRANDPA's traffic small.
pub type MaxAuthorities = ConstU32<100>;

/// Nobody nominates while there is no staking.
type MaxNominators = ConstU32<0>;

parameter_types! {
	/// See [`time::EPOCH_DURATION_IN_SLOTS`].
	pub const EpochDuration: u64 = time::EPOCH_DURATION_IN_SLOTS;
	/// See [`time::SLOT_DURATION_MS`]. Secondary slots make the block time the slot time.
	pub const ExpectedBlockTime: u64 = time::SLOT_DURATION_MS;
	/// How long a report stays valid in the pool, in blocks.
	pub ReportLongevity: u64 = u64::from(time::REPORT_PERIOD_IN_BLOCKS);
	/// GRANDPA sets whose session can still be found. There is at most one new set a session.
	pub MaxSetIdSessionEntries: u64 = u64::from(time::REPORT_PERIOD_IN_SESSIONS);
}

impl pallet_babe::Config for Runtime {
	type EpochDuration = EpochDuration;
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
	type MaxSetIdSessionEntries = MaxSetIdSessionEntries;
	type KeyOwnerProof = MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Runtime, Offences, Historical, ReportLongevity>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Babe>;
	/// Nobody counts blocks while there is no staking.
	type EventHandler = ();
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
