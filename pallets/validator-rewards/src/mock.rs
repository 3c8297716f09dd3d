//! Test runtime: System, Balances for KSI, the token ledger, staking (its records are written by the tests), and the pay.

use crate::{self as pallet_validator_rewards, Error, Event, Unpaid};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::fungible::UnionOf,
		ConstU128, ConstU32, Hooks as _, Nothing, UnixTime,
	},
	weights::{RuntimeDbWeight, Weight},
	BoundedVec,
};
use frame_system::EnsureRoot;
use pallet_staking::{
	ActiveEra, ActiveEraInfo, CurrentEra, EraInfo, EraRewardPoints, ErasRewardPoints,
	ErasStakersOverview, ErasStakersPaged, ErasValidatorPrefs, Exposure, IndividualExposure,
	RewardDestination, UseNominatorsAndValidatorsMap, UseValidatorsMap, ValidatorPrefs,
};
use shareholders_accounting::TokenId;
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchError, Either, Perbill,
};
use sp_staking::{EraIndex, Page};
use std::collections::BTreeMap;

pub(crate) type AccountId = AccountId32;

/// The native token.
pub(crate) const KSI: TokenId = 0;
/// Sufficient, minimum balance [`CASH_MINIMUM`].
pub(crate) const CASH: TokenId = 1;
/// Not sufficient, minimum balance 1.
pub(crate) const COIN: TokenId = 2;
/// What pots are frozen in, unless a test says otherwise.
pub(crate) const TOKENS: [TokenId; 3] = [KSI, CASH, COIN];

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const CASH_MINIMUM: u128 = 50;
/// What everybody has of KSI.
pub(crate) const START: u128 = 1_000;
/// Eras can be paid for so long.
pub(crate) const DEPTH: u32 = 10;
/// Nominators per page.
pub(crate) const PAGE: u32 = 3;

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}

/// Validators.
pub(crate) fn ann() -> AccountId {
	account(1)
}
pub(crate) fn ben() -> AccountId {
	account(2)
}
pub(crate) fn cem() -> AccountId {
	account(3)
}

/// Nominators.
pub(crate) fn nom(number: u8) -> AccountId {
	account(100 + number)
}

/// Has all roles over tokens.
pub(crate) fn issuer() -> AccountId {
	account(50)
}

/// Where pay comes from.
pub(crate) fn source() -> AccountId {
	account(200)
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		Staking: pallet_staking,
		ValidatorRewards: pallet_validator_rewards,
	}
);

parameter_types! {
	pub const Db: RuntimeDbWeight = RuntimeDbWeight { read: 1, write: 5 };
	pub Source: AccountId = source();
	pub static PayTokens: BoundedVec<TokenId, ConstU32<4>> = BoundedVec::truncate_from(TOKENS.to_vec());
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type DbWeight = Db;
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
	type MaxConsumers = ConstU32<128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
}

impl pallet_tokens::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnBalanceChange = ();
	type Pinned = Nothing;
	type AssetDeposit = ConstU128<100>;
	type AssetAccountDeposit = ConstU128<20>;
	type MetadataDepositBase = ConstU128<10>;
	type MetadataDepositPerByte = ConstU128<1>;
	type ApprovalDeposit = ConstU128<5>;
	type StringLimit = ConstU32<50>;
	type RemoveItemsLimit = ConstU32<5>;
	type MaxHolds = ConstU32<5>;
	type WeightInfo = pallet_tokens::weights::SubstrateWeight<Test>;
}

/// Token 0 is KSI, every other number one of the ledger.
pub struct ZeroIsKsi;

impl Convert<TokenId, Either<(), TokenId>> for ZeroIsKsi {
	fn convert(token: TokenId) -> Either<(), TokenId> {
		match token {
			KSI => Either::Left(()),
			other => Either::Right(other),
		}
	}
}

/// Every token as one ledger.
pub(crate) type Whole = UnionOf<Balances, Assets, ZeroIsKsi, TokenId, AccountId>;

/// It is always midnight.
pub struct Midnight;

impl UnixTime for Midnight {
	fn now() -> core::time::Duration {
		core::time::Duration::ZERO
	}
}

type NoElection = frame_election_provider_support::NoElection<(
	AccountId,
	u32,
	Staking,
	ConstU32<100>,
	ConstU32<100>,
)>;

#[derive_impl(pallet_staking::config_preludes::TestDefaultConfig)]
impl pallet_staking::Config for Test {
	type OldCurrency = Balances;
	type Currency = Balances;
	type UnixTime = Midnight;
	type AdminOrigin = EnsureRoot<AccountId>;
	type EraPayout = ();
	type ElectionProvider = NoElection;
	type GenesisElectionProvider = NoElection;
	type VoterList = UseNominatorsAndValidatorsMap<Self>;
	type TargetList = UseValidatorsMap<Self>;
	type HistoryDepth = ConstU32<DEPTH>;
	type MaxExposurePageSize = ConstU32<PAGE>;
}

impl pallet_validator_rewards::Config for Test {
	type Tokens = Whole;
	type Stakers = Staking;
	type Source = Source;
	type PayTokens = PayTokens;
	type MaxTokens = ConstU32<4>;
	type WeightInfo = Round;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

/// Weights with which a test can reckon by hand.
pub struct Round;

impl crate::WeightInfo for Round {
	fn payout(n: u32) -> Weight {
		Weight::from_parts(1_000 + 10 * u64::from(n), 0)
	}
	fn change_era(t: u32) -> Weight {
		Weight::from_parts(500 + 7 * u64::from(t), 0)
	}
	fn sweep(n: u32) -> Weight {
		Weight::from_parts(100 + 3 * u64::from(n), 0)
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper for Creator {
	fn create_token(token: TokenId) {
		use frame_support::traits::fungibles::Create;
		assert_ok!(<Assets as Create<AccountId>>::create(token, issuer(), false, 1));
	}
}

pub(crate) fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// Free and held.
pub(crate) fn total(token: TokenId, who: &AccountId) -> u128 {
	Whole::total_balance(token, who)
}

/// Somebody has so much more.
pub(crate) fn mint(token: TokenId, who: &AccountId, amount: u128) {
	assert_ok!(Whole::mint_into(token, who, amount));
}

/// The validators' part of fees comes in.
pub(crate) fn earn(token: TokenId, amount: u128) {
	mint(token, &source(), amount);
}

/// Puts a validator before an era, with nominators by page size.
pub(crate) fn expose(
	era: EraIndex,
	validator: &AccountId,
	commission_percent: u32,
	own: u128,
	nominators: &[(AccountId, u128)],
) {
	let others = nominators
		.iter()
		.map(|(who, value)| IndividualExposure { who: who.clone(), value: *value })
		.collect();
	let total = own + nominators.iter().map(|(_, value)| value).sum::<u128>();
	EraInfo::<Test>::set_exposure(era, validator, Exposure { total, own, others });
	let commission = Perbill::from_percent(commission_percent);
	let prefs = ValidatorPrefs { commission, blocked: false };
	ErasValidatorPrefs::<Test>::insert(era, validator, prefs);
}

pub(crate) fn set_payee(stash: &AccountId, payee: RewardDestination<AccountId>) {
	pallet_staking::Payee::<Test>::insert(stash, payee);
}

pub(crate) fn active_era() -> EraIndex {
	ActiveEra::<Test>::get().expect("there is one").index
}

pub(crate) fn set_active_era(index: EraIndex) {
	ActiveEra::<Test>::put(ActiveEraInfo { index, start: None });
	CurrentEra::<Test>::put(index);
}

/// Begins a block.
pub(crate) fn next_block() -> Weight {
	System::set_block_number(System::block_number() + 1);
	ValidatorRewards::on_initialize(System::block_number())
}

/// Ends the era in which these points were earned and begins the next one; staking forgets what it need not know any more.
pub(crate) fn end_era(points: &[(AccountId, u32)]) -> Weight {
	let era = active_era();
	let individual: BTreeMap<_, _> = points.iter().cloned().collect();
	let total = individual.values().sum();
	ErasRewardPoints::<Test>::insert(era, EraRewardPoints { total, individual });
	set_active_era(era + 1);
	let weight = next_block();
	// So early as it may: when the era after the next is planned.
	if let Some(old) = (era + 1).checked_sub(DEPTH) {
		ErasRewardPoints::<Test>::remove(old);
		let _ = ErasStakersOverview::<Test>::clear_prefix(old, u32::MAX, None);
		let _ = ErasStakersPaged::<Test>::clear_prefix((old,), u32::MAX, None);
		let _ = ErasValidatorPrefs::<Test>::clear_prefix(old, u32::MAX, None);
	}
	weight
}

/// Has a page paid; returns the weight.
pub(crate) fn pay(
	era: EraIndex,
	validator: &AccountId,
	page: Page,
) -> Result<Weight, DispatchError> {
	ValidatorRewards::payout(signed(&account(99)), era, validator.clone(), page)
		.map(|info| info.actual_weight.expect("it is returned"))
		.map_err(|failed| failed.error)
}

/// An idle block with so much time; returns what was used.
pub(crate) fn idle(time: u64) -> u64 {
	ValidatorRewards::on_idle(System::block_number(), Weight::from_parts(time, u64::MAX)).ref_time()
}

/// What is left of the pot of an era.
pub(crate) fn left(era: EraIndex, token: TokenId) -> Option<u128> {
	let record = crate::Eras::<Test>::get(era)?;
	record.pots.into_iter().find(|pot| pot.token == token).map(|pot| pot.left)
}

pub(crate) fn owed(token: TokenId) -> u128 {
	crate::Owed::<Test>::get(token)
}

/// Who of a page was not paid: position and bits of tokens. `None` if it was never paid.
pub(crate) fn unpaid(era: EraIndex, validator: &AccountId, page: Page) -> Option<Vec<(u8, u8)>> {
	let list = crate::Pages::<Test>::get((era, validator, page))?;
	Some(list.into_iter().map(|Unpaid { position, tokens }| (position, tokens)).collect())
}

pub(crate) fn freeze(token: TokenId) {
	assert_ok!(Assets::freeze_asset(signed(&issuer()), token));
}

pub(crate) fn thaw(token: TokenId) {
	assert_ok!(Assets::thaw_asset(signed(&issuer()), token));
}

pub(crate) fn error(error: Error<Test>) -> DispatchError {
	error.into()
}

/// All events of this pallet since the start or the last call of this.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::ValidatorRewards(event) => Some(event),
		_ => None,
	};
	let all = System::events().into_iter().filter_map(ours).collect();
	System::reset_events();
	all
}

/// A chain in era 0. Everybody has KSI; of other tokens only the source has the minimum.
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let people = [ann(), ben(), cem(), issuer(), account(99)];
	let balances = people
		.into_iter()
		.chain((0..20).map(nom))
		.map(|who| (who, START))
		.chain([(source(), EXISTENTIAL_DEPOSIT)])
		.collect();
	pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
		.assimilate_storage(&mut storage)
		.unwrap();
	pallet_tokens::GenesisConfig::<Test> {
		assets: vec![(CASH, issuer(), true, CASH_MINIMUM), (COIN, issuer(), false, 1)],
		metadata: vec![],
		maximums: vec![],
		accounts: vec![(CASH, source(), CASH_MINIMUM), (COIN, source(), 1)],
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		set_active_era(0);
		next_block();
	});
	ext
}

/// Every invariant.
pub(crate) fn check() {
	assert_eq!(ValidatorRewards::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
}

/// Runs the test, then checks the state.
pub(crate) fn execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check();
	});
}
