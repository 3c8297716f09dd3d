//! The chain itself: blocks, their limits, the clock, and KSI.

use crate::{
	constants::{money, time},
	AccountId, Babe, Balance, Block, Hash, Hashing, Mandates, Nonce, PalletInfo, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason, RuntimeOrigin, RuntimeTask,
	VERSION,
};
use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU16, ConstU32, ConstU64},
	weights::{
		constants::{BlockExecutionWeight, WEIGHT_REF_TIME_PER_MICROS, WEIGHT_REF_TIME_PER_MILLIS},
		RuntimeDbWeight, Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::{traits::AccountIdLookup, Perbill};
use sp_version::RuntimeVersion;

parameter_types! {
	/// What reading and changing one entry of the state costs besides the calls for it, which a benchmark measures: 1 µs
	/// for a way through a trie that lies in the cache, 10 µs for a new way through the trie and its place in the
	/// database.
	///
	/// `scripts/bench` measures 2 to 5 µs an entry for the root of the state alone, less the more entries of one block are
	/// neighbours. The SDK's own figures for RocksDB are 25 and 100 µs; by those, blocks would be full by weight while a
	/// validator has nothing to do.
	pub const DbWeight: RuntimeDbWeight = RuntimeDbWeight {
		read: WEIGHT_REF_TIME_PER_MICROS,
		write: 10 * WEIGHT_REF_TIME_PER_MICROS,
	};
}

/// What a transaction costs before its extensions and its call: it is decoded and its signature checked. The SDK's figure
/// for its reference hardware, 107 µs, counts the extensions as well, which declare their own part besides. `scripts/bench`
/// measures 96 to 130 µs for an empty transaction in all, depending on how busy the machine's neighbours are; with this
/// what is declared stays above what is measured also when they are.
const BASE_EXTRINSIC: Weight = Weight::from_parts(WEIGHT_REF_TIME_PER_MICROS.saturating_mul(85), 0);

/// The number by which addresses name this chain: the generic one, until one is registered.
pub const SS58_PREFIX: u16 = 42;

/// Room kept for the hooks at the start of a block: a single extrinsic may never need so much that it would fit an
/// empty block and yet no real one.
const INITIALIZATION_RATIO: Perbill = Perbill::from_percent(10);

/// The longest block: 0.88 s of execution. An author has half of a 2 s slot, of which the SDK uses 0.98 × 0.9 for
/// proposing; the next author must import the block, 0.8 s, before it can build on it.
const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_MILLIS.saturating_mul(880), u64::MAX);

/// The quarter of a block that users' transactions leave to operational calls, so that a full chain can still be
/// repaired. Inherents are mandatory and never wait for room.
const RESERVED_BLOCK_WEIGHT: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(4);

/// The largest block in bytes: 4 MiB, also the limit of the SDK's proposer. It holds about 29,000 single orders.
const MAXIMUM_BLOCK_LENGTH: u32 = 4 * 1024 * 1024;

/// Bytes that users' transactions may fill: three quarters, as with weight.
const NORMAL_BLOCK_LENGTH: u32 = 3 * 1024 * 1024;

parameter_types! {
	/// The version of the runtime.
	pub const Version: RuntimeVersion = VERSION;

	/// Limits of execution time by class.
	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BlockExecutionWeight::get())
		.for_class(DispatchClass::all(), |class| {
			class.base_extrinsic = BASE_EXTRINSIC;
		})
		.for_class(DispatchClass::Normal, |class| {
			class.max_total = Some(MAXIMUM_BLOCK_WEIGHT.saturating_sub(RESERVED_BLOCK_WEIGHT));
		})
		.for_class(DispatchClass::Operational, |class| {
			class.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			class.reserved = Some(RESERVED_BLOCK_WEIGHT);
		})
		.avg_block_initialization(INITIALIZATION_RATIO)
		// The numbers are constants and a test checks them.
		.build_or_panic();

	/// Limits of size by class.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_BLOCK_LENGTH;
		})
		.build();
}

impl frame_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type RuntimeCall = RuntimeCall;
	type RuntimeTask = RuntimeTask;
	type PalletInfo = PalletInfo;
	/// What a vote has paused is refused.
	type BaseCallFilter = pallet_mandates::Filter<Runtime>;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type DbWeight = DbWeight;
	type Nonce = Nonce;
	type Hash = Hash;
	type Hashing = Hashing;
	type AccountId = AccountId;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type Block = Block;
	/// The longest life of a mortal transaction: 2.3 hours, enough to pass it around for signatures. A power of
	/// two, as mortality counts in those.
	type BlockHashCount = ConstU32<4096>;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type OnNewAccount = ();
	type OnKilledAccount = ();
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
	type SS58Prefix = ConstU16<SS58_PREFIX>;
	/// Code waits until nodes have compiled it.
	type OnSetCode = Mandates;
	/// An account is kept alive once for each token it holds, and traders hold many.
	type MaxConsumers = ConstU32<128>;
	type SingleBlockMigrations = ();
	type MultiBlockMigrator = ();
	type PreInherents = ();
	type PostInherents = ();
	type PostTransactions = ();
}

/// Nothing to prepare.
#[cfg(feature = "runtime-benchmarks")]
impl frame_system_benchmarking::Config for Runtime {}

/// Nothing to prepare.
#[cfg(feature = "runtime-benchmarks")]
impl frame_benchmarking::baseline::Config for Runtime {}

/// The clocks are in the genesis.
impl pallet_tempo::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
	/// Milliseconds since 1970.
	type Moment = u64;
	type OnTimestampSet = Babe;
	/// BABE gives each block the time of its slot; half a slot keeps two blocks from sharing one.
	type MinimumPeriod = ConstU64<{ time::SLOT_DURATION_MS / 2 }>;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// See [`money::EXISTENTIAL_DEPOSIT`].
	pub const ExistentialDeposit: Balance = money::EXISTENTIAL_DEPOSIT;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = Balance;
	/// Dust is burned: less than the existential deposit per account, and the only KSI that disappears besides
	/// fees whose author has no account.
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	/// The system's accounts, with the register of shareholders listening: KSI is a share.
	type AccountStore = pallet_shareholders::KsiStore<Runtime>;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	/// None: a lock and a hold on the same KSI would make an open order unfillable or let a sold share vote.
	type MaxLocks = ConstU32<0>;
	/// Deposits of multisig and proxy are anonymous reserves and do not count here; this bounds named ones.
	type MaxReserves = ConstU32<50>;
	/// None, for the same reason as locks.
	type MaxFreezes = ConstU32<0>;
	type DoneSlashHandler = ();
}
