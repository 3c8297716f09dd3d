//! Test runtime: System, Balances for KSI, the token ledger, the register behind the ledger's hook, and grants.

use crate::{self as pallet_grants, Event, GrantTerms, GrantsAnd, HoldReason};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungibles::{hold::Inspect as _, Inspect as _},
		tokens::fungible::UnionOf,
		ConstU128, ConstU32, Nothing,
	},
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_shareholders::{Calendar, Pinned, KSI};
use shareholders_accounting::TokenId;
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchResult, Either,
};

pub(crate) type AccountId = AccountId32;

/// The share class: not sufficient, minimum balance 1.
pub(crate) const SHARE: TokenId = 2;
/// Not sufficient, minimum balance 10; no class.
pub(crate) const BOND: TokenId = 3;

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const EPOCH_BLOCKS: u32 = 10;

/// What accounts start with of KSI.
pub(crate) const START: u128 = 1_000_000;
/// The authorised maximum of SHARE.
pub(crate) const MAXIMUM: u128 = 1_000_000_000_000;
/// Shares of the company's own.
pub(crate) const TREASURY: u128 = 10_000;
/// When the builder stops: the first block of epoch 2.
pub(crate) const BEGIN: u32 = 10;

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}
/// Owns 1000 shares.
pub(crate) fn alice() -> AccountId {
	account(1)
}
pub(crate) fn bob() -> AccountId {
	account(2)
}
pub(crate) fn carol() -> AccountId {
	account(3)
}
/// Owns nothing and so does not exist.
pub(crate) fn ghost() -> AccountId {
	account(9)
}
/// Founded the company and has all roles over the tokens.
pub(crate) fn founder() -> AccountId {
	account(100)
}
/// The account of the company.
pub(crate) fn company() -> AccountId {
	Shareholders::company_account(0)
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		Shareholders: pallet_shareholders,
		VestingGrants: pallet_grants,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
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
	type OnBalanceChange = Shareholders;
	type Pinned = Pinned<Test>;
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

parameter_types! {
	pub const ShareholdersId: PalletId = PalletId(*b"kongsi/s");
	pub Platform: AccountId = account(101);
}

impl pallet_shareholders::Config for Test {
	type RuntimeCall = RuntimeCall;
	type FounderCalls = frame_support::traits::Everything;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = Whole;
	type ShareTokens = Assets;
	type SplitMarkets = ();
	type SplitHolds = GrantsAnd<Test, ()>;
	type Unsplittable = Nothing;
	type Native = Balances;
	type PalletId = ShareholdersId;
	type PlatformOrigin = EnsureRoot<AccountId>;
	type PlatformAccount = Platform;
	type CompanyDeposit = ConstU128<1_000>;
	type ClassDeposit = ConstU128<2_000>;
	type MaxNameLength = ConstU32<20>;
	type MaxLinks = ConstU32<3>;
	type MaxClasses = ConstU32<2>;
	type WeightInfo = pallet_shareholders::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

impl crate::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ledger = Whole;
	type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_shareholders::BenchmarkHelper<AccountId> for Creator {
	fn endow(who: &AccountId) {
		use frame_support::traits::fungibles::Mutate as _;
		assert_ok!(Whole::mint_into(KSI, who, START));
	}

	fn create_token(token: TokenId, owner: &AccountId, maximum: u128) {
		assert_ok!(Assets::create(signed(owner), token, owner.clone(), 1));
		assert_ok!(Assets::set_authorised_maximum(signed(owner), token, maximum));
	}
}

pub(crate) fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// Free and held.
pub(crate) fn total(token: TokenId, who: &AccountId) -> u128 {
	Whole::total_balance(token, who)
}

/// Free.
pub(crate) fn free(token: TokenId, who: &AccountId) -> u128 {
	Whole::balance(token, who)
}

/// What is on hold for vesting.
pub(crate) fn held(who: &AccountId) -> u128 {
	Whole::balance_on_hold(SHARE, &HoldReason::Vesting.into(), who)
}

/// Sets the block, forwards only.
pub(crate) fn go_to(block: u32) {
	assert!(block >= System::block_number());
	System::set_block_number(block);
}

/// From block 100 to 200, nothing before 150, revocable.
pub(crate) fn terms() -> GrantTerms {
	GrantTerms { start: 100, cliff: 150, end: 200, revocable: true }
}

/// Grants shares of the company as its founder.
pub(crate) fn grant(who: &AccountId, amount: u128, terms: GrantTerms) -> DispatchResult {
	VestingGrants::grant(signed(&founder()), SHARE, who.clone(), amount, terms)
}

pub(crate) fn vest(who: &AccountId, id: u32) -> DispatchResult {
	VestingGrants::vest(signed(&ghost()), SHARE, who.clone(), id)
}

pub(crate) fn revoke(who: &AccountId, id: u32) -> DispatchResult {
	VestingGrants::revoke(signed(&founder()), SHARE, who.clone(), id)
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::VestingGrants(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().rev().find_map(ours).expect("an event")
}

/// Stops the register of SHARE.
pub(crate) fn halt() {
	use pallet_shareholders::{ClassStatus, Classes};
	let reason = shareholders_accounting::AccountingError::Corrupt;
	Classes::<Test>::mutate_extant(SHARE, |class| class.status = ClassStatus::Halted(reason));
}

/// Builds a chain with a company whose class SHARE has a holder and shares of its own, at the beginning of epoch 2.
#[derive(Default)]
pub(crate) struct ExtBuilder;

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let people = || [alice(), bob(), carol(), founder()].into_iter();
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: people().map(|who| (who, START)).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_tokens::GenesisConfig::<Test> {
			assets: vec![(SHARE, founder(), false, 1), (BOND, founder(), false, 10)],
			metadata: vec![],
			maximums: vec![],
			accounts: vec![],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_shareholders::GenesisConfig::<Test> {
			calendar: Calendar {
				epoch_blocks: EPOCH_BLOCKS,
				min_stream: 2,
				min_notice: 2,
				auction: 7,
			},
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			Self::prepare();
			System::reset_events();
		});
		ext
	}

	fn prepare() {
		let by = || signed(&founder());
		let name = b"Kongsi Bhd".to_vec().try_into().expect("it fits");
		assert_ok!(Assets::set_authorised_maximum(by(), SHARE, MAXIMUM));
		assert_ok!(Shareholders::found_company(by(), name, Default::default()));
		assert_ok!(Shareholders::create_share_class(by(), 0, SHARE));
		for (who, amount) in [(alice(), 1_000), (company(), TREASURY)] {
			assert_ok!(Assets::mint(by(), SHARE, who, amount));
		}
		go_to(BEGIN);
	}

	/// Runs the test, then checks the state of every pallet here.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant of every pallet here.
pub(crate) fn check() {
	assert_eq!(VestingGrants::do_try_state(), Ok(()));
	assert_eq!(Shareholders::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder.build()
}
