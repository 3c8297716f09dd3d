//! Test runtime: the SDK's staking, sessions, finality, treasury and pauses, as a chain has them, behind the mandates.
//!
//! Sessions of [`SESSION`] blocks, eras of three sessions. Four validators, accounts 1 to 4, one of whom authors each block in
//! turn; a test says who of them is gone.

use crate::{
	self as pallet_mandates, Bounds, CallName, DeadName, Event, OffenderName, Origin, OverGrandpa,
	OverStaking, OverTreasury, Sessions,
};
use codec::Decode as _;
use frame_election_provider_support::{
	bounds::{ElectionBounds, ElectionBoundsBuilder},
	onchain, SequentialPhragmen,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		tokens::{Pay, PaymentStatus, UnityAssetBalanceConversion},
		ConstBool, ConstU128, ConstU32, ConstU64, Contains, Hooks as _, NeverEnsureOrigin,
		RewardsReporter as _, UnixTime,
	},
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use pallet_session::historical as pallet_session_historical;
use pallet_staking::StakerStatus;
use shareholders_accounting::TokenId;
use sp_consensus_grandpa::{AuthorityId, AuthorityList, ConsensusLog, GRANDPA_ENGINE_ID};
use sp_core::{
	crypto::UncheckedFrom,
	traits::{ReadRuntimeVersion, ReadRuntimeVersionExt},
	ByteArray as _, H256,
};
use sp_runtime::{
	impl_opaque_keys,
	traits::{IdentityLookup, OpaqueKeys},
	AccountId32, BuildStorage, DigestItem, Perbill, Permill,
};
use std::{cell::RefCell, time::Duration};

pub(crate) type AccountId = AccountId32;

pub(crate) const KSI: TokenId = 0;
pub(crate) const CASH: TokenId = 1;

/// Blocks of a session: session `n` starts with block `n * SESSION`.
pub(crate) const SESSION: u32 = 10;
pub(crate) const BOND: u128 = 1_000;
pub(crate) const SMALL: u128 = 100;
pub(crate) const MEDIUM: u128 = 1_000;
pub(crate) const LARGE: u128 = 10_000;
pub(crate) const UPGRADE_LIFE: u32 = 30;
pub(crate) const UPGRADE_NOTICE: u32 = 3;
pub(crate) const MAX_PAUSE: u32 = 72;
pub(crate) const STALL_AFTER: u32 = 5;
pub(crate) const SIGNAL_LIFE: u32 = 20;
/// The shortest delay of a rescue.
pub(crate) const DELAY: u32 = 3;
pub(crate) const MAX_VALIDATORS: u32 = 8;

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}

/// Somebody without any power.
pub(crate) fn stranger() -> AccountId {
	account(99)
}

pub(crate) fn dead_name(number: u8) -> DeadName {
	[number; 4]
}

pub(crate) fn offender_name(number: u8) -> OffenderName {
	[number; 8]
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Staking: pallet_staking,
		Session: pallet_session,
		Grandpa: pallet_grandpa,
		Historical: pallet_session_historical,
		Treasury: pallet_treasury,
		TxPause: pallet_tx_pause,
		Utility: pallet_utility,
		Mandates: pallet_mandates,
	}
);

impl_opaque_keys! {
	pub struct SessionKeys {
		pub grandpa: Grandpa,
	}
}

parameter_types! {
	pub const TreasuryId: PalletId = PalletId(*b"kongsi/t");
	pub ElectionsBounds: ElectionBounds = ElectionBoundsBuilder::default().build();
	pub const ValidatorCounts: Bounds<u32> = Bounds { least: 2, most: MAX_VALIDATORS };
	pub const NominatorBonds: Bounds<u128> = Bounds { least: 10, most: 100 };
	pub const ValidatorBonds: Bounds<u128> = Bounds { least: 50, most: 500 };
	pub const RescueDelays: Bounds<u32> = Bounds { least: DELAY, most: SESSION - 1 };
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
	type BaseCallFilter = crate::Filter<Test>;
	type OnSetCode = Mandates;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = sp_runtime::traits::ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<ConstU32<SESSION>, ConstU32<0>>;
	type NextSessionRotation = pallet_session::PeriodicSessions<ConstU32<SESSION>, ConstU32<0>>;
	type SessionManager =
		pallet_session_historical::NoteHistoricalRoot<Test, Sessions<Test, Staking>>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ();
}

impl pallet_session_historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = pallet_staking::UnitIdentificationOf<Self>;
}

/// Two seconds for each block.
pub struct Clock;

impl UnixTime for Clock {
	fn now() -> Duration {
		Duration::from_secs(2 * u64::from(System::block_number()))
	}
}

pub struct OnChain;

impl onchain::Config for OnChain {
	type System = Test;
	type Solver = SequentialPhragmen<AccountId, Perbill>;
	type DataProvider = Staking;
	type WeightInfo = ();
	type MaxWinnersPerPage = ConstU32<100>;
	type MaxBackersPerWinner = ConstU32<100>;
	type Sort = ConstBool<true>;
	type Bounds = ElectionsBounds;
}

#[derive_impl(pallet_staking::config_preludes::TestDefaultConfig)]
impl pallet_staking::Config for Test {
	type OldCurrency = Balances;
	type Currency = Balances;
	type CurrencyBalance = u128;
	type SessionsPerEra = ConstU32<3>;
	type SlashDeferDuration = ConstU32<2>;
	type AdminOrigin = EnsureRoot<AccountId>;
	type SessionInterface = Self;
	type UnixTime = Clock;
	type EraPayout = ();
	type NextNewSession = Session;
	type ElectionProvider = onchain::OnChainExecution<OnChain>;
	type GenesisElectionProvider = Self::ElectionProvider;
	type VoterList = pallet_staking::UseNominatorsAndValidatorsMap<Self>;
	type TargetList = pallet_staking::UseValidatorsMap<Self>;
}

impl pallet_grandpa::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = ConstU32<100>;
	type MaxNominators = ConstU32<100>;
	type MaxSetIdSessionEntries = ConstU64<100>;
	type KeyOwnerProof = sp_core::Void;
	type EquivocationReportSystem = ();
}

/// Pays nothing: what counts here is what the treasury is asked for.
pub struct NoPay;

impl Pay for NoPay {
	type Balance = u128;
	type Beneficiary = AccountId;
	type AssetKind = TokenId;
	type Id = ();
	type Error = ();

	fn pay(_: &AccountId, _: TokenId, _: u128) -> Result<(), ()> {
		Ok(())
	}

	fn check_payment((): ()) -> PaymentStatus {
		PaymentStatus::Success
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_successful(_: &AccountId, _: TokenId, _: u128) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_concluded((): ()) {}
}

impl pallet_treasury::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RejectOrigin = NeverEnsureOrigin<()>;
	type SpendPeriod = ConstU32<1_000_000>;
	type Burn = NoBurn;
	type PalletId = TreasuryId;
	type BurnDestination = ();
	type WeightInfo = ();
	type SpendFunds = ();
	type MaxApprovals = ConstU32<0>;
	type SpendOrigin = EnsureRootWithSuccess<AccountId, ConstU128<{ u128::MAX }>>;
	type AssetKind = TokenId;
	type Beneficiary = AccountId;
	type BeneficiaryLookup = IdentityLookup<AccountId>;
	type Paymaster = NoPay;
	type BalanceConverter = UnityAssetBalanceConversion;
	type PayoutPeriod = ConstU32<50>;
	type BlockNumberProvider = System;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::mock::bench::Helper;
}

parameter_types! {
	pub const NoBurn: Permill = Permill::zero();
}

impl pallet_tx_pause::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = NeverEnsureOrigin<()>;
	type UnpauseOrigin = NeverEnsureOrigin<()>;
	type WhitelistedCalls = crate::Unpausable<Test>;
	type MaxNameLen = ConstU32<40>;
	type WeightInfo = ();
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

/// Leaving staking cannot be paused here.
pub struct Exits;

impl Contains<CallName<Test>> for Exits {
	fn contains(call: &CallName<Test>) -> bool {
		*call == name("Staking", "withdraw_unbonded")
	}
}

impl pallet_mandates::Config for Test {
	type Staking = OverStaking<Test>;
	type Finality = OverGrandpa<Test>;
	type Treasury = OverTreasury<Test>;
	type ValidatorSet = Session;
	type TxPause = TxPause;
	type NeverPaused = Exits;
	type MaxNameLen = ConstU32<40>;
	type MaxPause = ConstU32<MAX_PAUSE>;
	type UpgradeLife = ConstU32<UPGRADE_LIFE>;
	type UpgradeNotice = ConstU32<UPGRADE_NOTICE>;
	type NativeToken = ConstU32<KSI>;
	type SmallSpend = ConstU128<SMALL>;
	type MediumSpend = ConstU128<MEDIUM>;
	type LargeSpend = ConstU128<LARGE>;
	type ValidatorCounts = ValidatorCounts;
	type NominatorBonds = NominatorBonds;
	type ValidatorBonds = ValidatorBonds;
	type MaxValidators = ConstU32<MAX_VALIDATORS>;
	type StallAfter = ConstU32<STALL_AFTER>;
	type SignalLife = ConstU32<SIGNAL_LIFE>;
	type RescueDelays = RescueDelays;
	type WeightInfo = crate::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::mock::bench::Helper;
}

#[cfg(feature = "runtime-benchmarks")]
pub(crate) mod bench {
	use super::*;
	use sp_staking::EraIndex;

	pub struct Helper;

	impl pallet_treasury::ArgumentsFactory<TokenId, AccountId> for Helper {
		fn create_asset_kind(seed: u32) -> TokenId {
			seed
		}

		fn create_beneficiary(seed: [u8; 32]) -> AccountId {
			AccountId32::new(seed)
		}
	}

	impl crate::BenchmarkHelper<AccountId> for Helper {
		fn make_validators(all: &[AccountId]) {
			pallet_session::Validators::<Test>::put(all.to_vec());
		}

		fn defer_slashes(era: EraIndex, offenders: &[AccountId]) {
			defer_slashes(era, offenders);
		}

		fn pausable_calls(count: u32) -> Vec<(Vec<u8>, Vec<u8>)> {
			let calls = [
				"transfer_allow_death",
				"transfer_keep_alive",
				"transfer_all",
				"burn",
				"upgrade_accounts",
				"force_unreserve",
				"force_transfer",
				"force_set_balance",
			];
			let names = calls.map(|call| (b"Balances".to_vec(), call.as_bytes().to_vec()));
			names.into_iter().take(count as usize).collect()
		}
	}
}

/// Finds no version in any code.
struct NoVersion;

impl ReadRuntimeVersion for NoVersion {
	fn read_runtime_version(
		&self,
		_code: &[u8],
		_ext: &mut dyn sp_core::traits::Externalities,
	) -> Result<Vec<u8>, String> {
		Err("no runtime".into())
	}
}

thread_local! {
	/// Whose machines are gone.
	static GONE: RefCell<Vec<AccountId>> = const { RefCell::new(Vec::new()) };
}

/// From now on these author nothing.
pub(crate) fn lose(numbers: &[u8]) {
	GONE.with(|gone| *gone.borrow_mut() = numbers.iter().copied().map(account).collect());
}

pub(crate) fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

pub(crate) fn by(origin: Origin) -> RuntimeOrigin {
	origin.into()
}

pub(crate) fn name(pallet: &str, call: &str) -> CallName<Test> {
	let bytes = |text: &str| text.as_bytes().to_vec().try_into().expect("a short name");
	(bytes(pallet), bytes(call))
}

pub(crate) fn defer_slashes(era: u32, offenders: &[AccountId]) {
	let slashes = offenders.iter().cloned().map(pallet_staking::UnappliedSlash::default_from);
	pallet_staking::UnappliedSlashes::<Test>::insert(era, slashes.collect::<Vec<_>>());
}

fn grandpa_key(who: &AccountId) -> AuthorityId {
	let raw: [u8; 32] = *who.as_ref();
	sp_core::ed25519::Public::unchecked_from(raw).into()
}

/// Ends the block and begins the next, which one of the validators who are not gone has authored.
pub(crate) fn next_block() {
	Staking::on_finalize(System::block_number());
	Grandpa::on_finalize(System::block_number());
	let next = System::block_number() + 1;
	System::initialize(&next, &H256::repeat_byte(next as u8), &Default::default());
	Mandates::on_initialize(next);
	Session::on_initialize(next);
	let alive: Vec<_> = Session::validators()
		.into_iter()
		.filter(|who| GONE.with(|gone| !gone.borrow().contains(who)))
		.collect();
	if let Some(author) = alive.get(next as usize % alive.len().max(1)) {
		Staking::reward_by_ids([(author.clone(), 20)]);
	}
}

pub(crate) fn run_to(block: u32) {
	while System::block_number() < block {
		next_block();
	}
}

/// Goes on to the first block of a session.
pub(crate) fn run_to_session(session: u32) {
	run_to(session * SESSION);
}

/// What GRANDPA signals at the end of this block.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Signal {
	/// New voters, at once, when this block is final.
	Scheduled(Vec<u8>),
	/// New voters by force: who, after how many blocks, on top of which block.
	Forced { voters: Vec<u8>, delay: u32, best_finalized: u32 },
}

pub(crate) fn signalled() -> Option<Signal> {
	Grandpa::on_finalize(System::block_number());
	let log = System::digest().logs.iter().find_map(|log| match log {
		DigestItem::Consensus(GRANDPA_ENGINE_ID, data) => {
			ConsensusLog::<u32>::decode(&mut &data[..]).ok()
		}
		_ => None,
	})?;
	match log {
		ConsensusLog::ScheduledChange(change) => {
			Some(Signal::Scheduled(numbers(change.next_authorities)))
		}
		ConsensusLog::ForcedChange(best_finalized, change) => Some(Signal::Forced {
			voters: numbers(change.next_authorities),
			delay: change.delay,
			best_finalized,
		}),
		_ => None,
	}
}

/// The numbers of those who finalize by the state of the chain, in order.
pub(crate) fn finalizing() -> Vec<u8> {
	numbers(Grandpa::grandpa_authorities())
}

fn numbers(voters: AuthorityList) -> Vec<u8> {
	let mut numbers: Vec<u8> = voters.iter().map(|(key, _)| key.as_slice()[0]).collect();
	numbers.sort();
	numbers
}

/// The numbers of those who validate in this session, in order.
pub(crate) fn validating() -> Vec<u8> {
	sorted(Session::validators())
}

pub(crate) fn sorted(accounts: Vec<AccountId>) -> Vec<u8> {
	let mut numbers: Vec<u8> = accounts.into_iter().map(|who| first_byte(&who)).collect();
	numbers.sort();
	numbers
}

fn first_byte(who: &AccountId) -> u8 {
	let raw: &[u8] = who.as_ref();
	raw[0]
}

/// All events of this pallet, in order.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Mandates(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// Builds a chain with validators in session, at block 1.
pub(crate) struct ExtBuilder {
	validators: u8,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { validators: 4 }
	}
}

impl ExtBuilder {
	pub(crate) fn validators(mut self, validators: u8) -> Self {
		self.validators = validators;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		lose(&[]);
		let all: Vec<AccountId> = (1..=self.validators).map(account).collect();
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: all
				.iter()
				.cloned()
				.chain([stranger()])
				.map(|who| (who, 100 * BOND))
				.collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_staking::GenesisConfig::<Test> {
			validator_count: u32::from(self.validators),
			minimum_validator_count: 1,
			stakers: all
				.iter()
				.map(|who| (who.clone(), who.clone(), BOND, StakerStatus::Validator))
				.collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let keys = |who: &AccountId| SessionKeys { grandpa: grandpa_key(who) };
		pallet_session::GenesisConfig::<Test> {
			keys: all.iter().map(|who| (who.clone(), who.clone(), keys(who))).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.register_extension(ReadRuntimeVersionExt::new(NoVersion));
		ext.execute_with(next_block);
		ext
	}

	/// Runs the test, then checks the state.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant of this pallet.
pub(crate) fn check() {
	assert_eq!(Mandates::do_try_state(), Ok(()));
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::default().build()
}
