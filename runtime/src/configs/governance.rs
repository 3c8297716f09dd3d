//! Votes of KSI holders, and nothing else, govern: referenda, what they may do, the treasury.
//!
//! A proposal belongs to a track, and each track has an origin of its own with which its call runs
//! ([`pallet_mandates::Origin`]). None of them is root, and nobody else gets one of them. The calls that an origin opens are
//! in `docs/origins.md`, which a test writes.

use super::{
	revenue::{TreasuryAsType, TREASURY},
	tokens::AllTokens,
};
use crate::{
	constants::{
		money::{self, KSI},
		time::{DAYS, HOURS, MINUTES},
	},
	AccountId, Agenda, Balance, Balances, BlockNumber, OriginCaller, Preimage, Referenda, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, Scheduler, Session, System,
	Treasury, TxPause,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration,
		tokens::{pay::PayAssetFromAccount, UnityAssetBalanceConversion},
		AsEnsureOriginWithArg, ConstU32, Contains, EqualPrivilegeOnly, Get, LinearStoragePrice,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureNever, EnsureRootWithSuccess, EnsureSigned};
use order_book_engine::TokenId;
use pallet_mandates::{
	tracks, Bounds, EnsureCancel, EnsureConstitution, EnsureTreasuryLarge, Origin as Mandate,
};
use sp_runtime::{traits::IdentityLookup, Perbill, Permill};

parameter_types! {
	/// For a preimage: two entries.
	pub const PreimageBaseDeposit: Balance = money::deposit(2, 64);
	/// For a byte of it.
	pub const PreimageByteDeposit: Balance = money::deposit(0, 1);
	/// Why it is held.
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

/// A proposal is written in its referendum, so a preimage is needed only for what is larger and for texts.
impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureNever<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
}

parameter_types! {
	/// What calls of one block may weigh together: four fifths of the block.
	pub MaximumSchedulerWeight: Weight =
		super::system::RuntimeBlockWeights::get().max_block.saturating_div(5).saturating_mul(4);
}

/// Runs what votes have decided, and the alarms of referenda. Nobody else schedules anything.
impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureNever<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<512>;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

/// The quantum of the alarms of referenda. Enactments are placed beside them, see [`tracks`].
type AlarmInterval = ConstU32<{ tracks::ALARM_INTERVAL }>;

impl pallet_agenda::Config for Runtime {
	type Scheduler = Scheduler;
	type Preimages = Preimage;
	type AlarmInterval = AlarmInterval;
	type MaxSteps = ConstU32<16>;
	type MaxDrained = ConstU32<8>;
	type WeightInfo = pallet_agenda::weights::SubstrateWeight<Runtime>;
}

/// A time of the real chain in blocks, which passes faster on chains for development, but never in less than `LEAST`.
pub struct Paced<const BLOCKS: BlockNumber, const LEAST: BlockNumber>;

impl<const BLOCKS: BlockNumber, const LEAST: BlockNumber> Get<BlockNumber>
	for Paced<BLOCKS, LEAST>
{
	fn get() -> BlockNumber {
		// The pace is at least 1.
		BLOCKS.checked_div(pallet_tempo::Pace::<Runtime>::get()).unwrap_or(BLOCKS).max(LEAST)
	}
}

parameter_types! {
	/// For a proposal: comes back if it is approved or cancelled.
	pub const SubmissionDeposit: Balance = 100 * KSI;
}

impl pallet_referenda::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_referenda::weights::SubstrateWeight<Runtime>;
	/// Puts off what finds no room and loses nothing.
	type Scheduler = Agenda;
	type Currency = Balances;
	/// Anyone proposes, on any track.
	type SubmitOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type CancelOrigin = EnsureCancel;
	type KillOrigin = EnsureConstitution;
	/// The deposits of a referendum that was killed.
	type Slash = Treasury;
	type Votes = Balance;
	type Tally = pallet_share_voting::Tally;
	type SubmissionDeposit = SubmissionDeposit;
	type MaxQueued = ConstU32<256>;
	type UndecidingTimeout = Paced<{ 14 * DAYS }, 100>;
	type AlarmInterval = AlarmInterval;
	type Tracks = tracks::Tracks<OriginCaller, pallet_tempo::Pace<Runtime>>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

parameter_types! {
	/// What the account is derived from that pays decision deposits for sponsored proposals.
	pub const ShareVotingId: PalletId = PalletId(*b"ks/votes");
	/// From this weight on a first vote costs no fee.
	pub const FreeVoteWeight: Balance = KSI;
}

/// Tracks on which nobody can wait for a daily boundary: rescue and halt.
pub struct UrgentTracks;

impl Contains<tracks::TrackId> for UrgentTracks {
	fn contains(track: &tracks::TrackId) -> bool {
		[Mandate::Rescue, Mandate::Halt].iter().any(|urgent| urgent.track() == *track)
	}
}

impl pallet_share_voting::Config for Runtime {
	type Polls = Referenda;
	type Timeline = pallet_share_voting::OverReferenda<Runtime>;
	type DecisionDeposits = pallet_share_voting::OverReferenda<Runtime>;
	type Register = pallet_share_voting::KsiRegister<Runtime>;
	type UrgentTracks = UrgentTracks;
	type PalletId = ShareVotingId;
	/// One per cent.
	type SponsorPpm = ConstU32<10_000>;
	type FreeVoteWeight = FreeVoteWeight;
	type MaxAccounts = ConstU32<50>;
	type MaxClear = ConstU32<100>;
	type WeightInfo = pallet_share_voting::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_share_voting::WithReferenda<Runtime>;
}

parameter_types! {
	/// The treasury's name, from which its address is derived.
	pub const TreasuryPalletId: PalletId = TREASURY;
	/// Nothing is burned.
	pub const NothingBurned: Permill = Permill::zero();
	/// Amounts are limited before, see [`pallet_mandates::EnsureSpend`].
	pub const AnyAmount: Balance = Balance::MAX;
}

/// What votes have granted waits here until the beneficiary fetches it, in any token.
impl pallet_treasury::Config for Runtime {
	type Currency = Balances;
	/// Takes back what has been granted and not been fetched.
	type RejectOrigin = EnsureTreasuryLarge;
	type RuntimeEvent = RuntimeEvent;
	type SpendPeriod = ConstU32<DAYS>;
	type Burn = NothingBurned;
	type PalletId = TreasuryPalletId;
	type BurnDestination = ();
	type WeightInfo = pallet_treasury::weights::SubstrateWeight<Runtime>;
	type SpendFunds = ();
	/// For payments of the old kind, which nothing here makes.
	type MaxApprovals = ConstU32<0>;
	/// Only from inside, by [`pallet_mandates`], which sees the token and checks the track's limit.
	type SpendOrigin = EnsureRootWithSuccess<AccountId, AnyAmount>;
	type AssetKind = TokenId;
	type Beneficiary = AccountId;
	type BeneficiaryLookup = IdentityLookup<AccountId>;
	type Paymaster = PayAssetFromAccount<AllTokens, TreasuryAsType>;
	/// There is no trusted price of one token in another.
	type BalanceConverter = UnityAssetBalanceConversion;
	/// Long enough to fetch it in person.
	type PayoutPeriod = Paced<{ 30 * DAYS }, 100>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = SpendInBenchmarks;
	type BlockNumberProvider = System;
}

/// Arguments for the benchmarks of the treasury.
#[cfg(feature = "runtime-benchmarks")]
pub struct SpendInBenchmarks;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_treasury::ArgumentsFactory<TokenId, AccountId> for SpendInBenchmarks {
	fn create_asset_kind(_: u32) -> TokenId {
		super::tokens::KSI
	}

	fn create_beneficiary(seed: [u8; 32]) -> AccountId {
		seed.into()
	}
}

/// The longest name of a pallet or a call.
type MaxNameLen = ConstU32<32>;

/// Refuses calls while a vote pauses them.
impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	/// Nobody: [`pallet_mandates`] pauses and resumes from inside, with an end.
	type PauseOrigin = EnsureNever<AccountId>;
	type UnpauseOrigin = EnsureNever<AccountId>;
	type WhitelistedCalls = pallet_mandates::Unpausable<Runtime>;
	type MaxNameLen = MaxNameLen;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// Caps of the three tracks that spend, in atoms of KSI.
	pub const SmallSpend: Balance = 1_000 * KSI;
	/// See [`SmallSpend`].
	pub const MediumSpend: Balance = 10_000 * KSI;
	/// See [`SmallSpend`].
	pub const LargeSpend: Balance = 1_000_000 * KSI;
	/// Four are the fewest of whom one may fail.
	pub const ValidatorCounts: Bounds<u32> =
		Bounds { least: 4, most: super::staking::MAX_VALIDATORS };
	/// High enough against nominations in bulk, low enough for anybody.
	pub const NominatorBonds: Bounds<Balance> = Bounds { least: KSI, most: 1_000 * KSI };
	/// Never so high that only the rich validate.
	pub const ValidatorBonds: Bounds<Balance> = Bounds { least: 100 * KSI, most: 100_000 * KSI };
}

/// Blocks from the signal of a forced change of voters to the change: more than half of a session, so that nobody loses it by a
/// reorganisation, and less than a whole one.
pub struct RescueDelays;

impl Get<Bounds<BlockNumber>> for RescueDelays {
	fn get() -> Bounds<BlockNumber> {
		let session = pallet_tempo::SessionSlots::<Runtime>::get();
		let session = BlockNumber::try_from(session).unwrap_or(BlockNumber::MAX);
		let part = |of: Perbill| of.mul_floor(session);
		Bounds { least: part(Perbill::from_percent(55)), most: part(Perbill::from_percent(85)) }
	}
}

impl pallet_mandates::Config for Runtime {
	type Staking = pallet_mandates::OverStaking<Runtime>;
	type Finality = pallet_mandates::OverGrandpa<Runtime>;
	type Treasury = pallet_mandates::OverTreasury<Runtime>;
	type ValidatorSet = Session;
	type TxPause = TxPause;
	type NeverPaused = NeverPaused;
	type MaxNameLen = MaxNameLen;
	type MaxPause = Paced<{ 3 * DAYS }, 30>;
	type UpgradeLife = Paced<{ 30 * DAYS }, 200>;
	/// 40 s. Two cores take three to compile the code, and four nodes on two cores take twelve.
	type UpgradeNotice = ConstU32<20>;
	type NativeToken = ConstU32<{ super::tokens::KSI }>;
	type SmallSpend = SmallSpend;
	type MediumSpend = MediumSpend;
	type LargeSpend = LargeSpend;
	type ValidatorCounts = ValidatorCounts;
	type NominatorBonds = NominatorBonds;
	type ValidatorBonds = ValidatorBonds;
	type MaxValidators = super::consensus::MaxAuthorities;
	type StallAfter = Paced<{ 10 * MINUTES }, 10>;
	type SignalLife = Paced<{ 6 * HOURS }, 150>;
	type RescueDelays = RescueDelays;
	type WeightInfo = pallet_mandates::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = MandateStates;
}

/// What no vote can pause, because people leave by it, are paid by it, or govern by it; and what the chain itself needs.
pub struct NeverPaused;

impl Contains<pallet_mandates::CallName<Runtime>> for NeverPaused {
	fn contains((pallet, call): &pallet_mandates::CallName<Runtime>) -> bool {
		let one_of = |names: &[&str]| names.iter().any(|name| name.as_bytes() == call.as_slice());
		match pallet.as_slice() {
			b"System" | b"Timestamp" | b"Babe" | b"Grandpa" | b"Session" | b"Preimage"
			| b"Referenda" | b"ShareVoting" | b"Mandates" | b"Ballots" | b"ValidatorRewards"
			| b"Scheduler" | b"TxPause" => true,
			b"OrderBook" => one_of(&[
				"cancel_order",
				"cancel_by_client_id",
				"cancel_all",
				"cancel_after",
				"remove_lapsed",
				"close_market",
			]),
			b"Balances" => one_of(&["transfer_allow_death", "transfer_keep_alive", "transfer_all"]),
			b"Assets" => one_of(&["transfer", "transfer_keep_alive", "transfer_all", "refund"]),
			b"Shareholders" => one_of(&["claim", "claim_fraction", "prune", "continue_split"]),
			b"Offerings" => one_of(&["cancel_bid", "claim_rights", "exercise", "settle", "clear"]),
			b"Grants" => one_of(&["vest"]),
			b"Staking" => one_of(&["chill", "unbond", "withdraw_unbonded"]),
			b"Treasury" => one_of(&["payout", "check_status"]),
			// By these the others are reached with several keys, or several at once.
			b"Utility" | b"Multisig" | b"Proxy" => true,
			_ => false,
		}
	}
}

/// States of validators for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct MandateStates;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_mandates::BenchmarkHelper<AccountId> for MandateStates {
	fn make_validators(validators: &[AccountId]) {
		let era = pallet_staking::ActiveEraInfo { index: 0, start: None };
		pallet_staking::ActiveEra::<Runtime>::put(era);
		pallet_session::Validators::<Runtime>::put(validators.to_vec());
	}

	fn defer_slashes(era: sp_staking::EraIndex, offenders: &[AccountId]) {
		let slashes = offenders.iter().cloned().map(pallet_staking::UnappliedSlash::default_from);
		pallet_staking::UnappliedSlashes::<Runtime>::insert(
			era,
			slashes.collect::<alloc::vec::Vec<_>>(),
		);
	}

	fn pausable_calls(count: u32) -> alloc::vec::Vec<(alloc::vec::Vec<u8>, alloc::vec::Vec<u8>)> {
		// The shortest names of calls that votes can pause: all of them have to fit into a referendum.
		let calls = ["mint", "burn", "touch", "create", "freeze", "thaw", "set_team", "thaw_asset"];
		let names = calls.map(|call| (b"Assets".to_vec(), call.as_bytes().to_vec()));
		let count = usize::try_from(count).unwrap_or(usize::MAX);
		names.into_iter().take(count).collect()
	}
}
