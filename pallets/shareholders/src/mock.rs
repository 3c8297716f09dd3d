//! Test runtime: System, Balances for KSI, the token ledger, holds as the order book has them, and the register behind the
//! ledger's hook.

use crate::{
	self as pallet_shareholders, Calendar, Classes, CompanyGenesis, CompanyId, Error, Event,
	HoldReason, KsiStore, Pinned, PlatformGenesis, ShareClassOf,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::hold::Inspect as _,
		fungibles::{hold::Mutate as _, Inspect as _},
		tokens::{fungible::UnionOf, Fortitude::Polite, Precision::Exact, Restriction::Free},
		ConstU128, ConstU32, Hooks as _,
	},
	PalletId,
};
use frame_system::EnsureRoot;
use shareholders_accounting::{Epoch, Schedule, TokenId};
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchError, DispatchResult, Either,
};

pub(crate) type AccountId = AccountId32;

/// The native token.
pub(crate) const KSI: TokenId = 0;
/// Sufficient, minimum balance [`CASH_MINIMUM`].
pub(crate) const CASH: TokenId = 1;
/// Not sufficient, minimum balance 1. A share class where the builder makes one.
pub(crate) const SHARE: TokenId = 2;
/// Not sufficient, minimum balance 10.
pub(crate) const BOND: TokenId = 3;
/// Not sufficient, minimum balance 1, and no authorised maximum.
pub(crate) const OPEN: TokenId = 4;

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const CASH_MINIMUM: u128 = 50;
pub(crate) const COMPANY_DEPOSIT: u128 = 1_000;
pub(crate) const CLASS_DEPOSIT: u128 = 2_000;
pub(crate) const EPOCH_BLOCKS: u32 = 10;
pub(crate) const CALENDAR: Calendar =
	Calendar { epoch_blocks: EPOCH_BLOCKS, min_stream: 2, min_notice: 2, auction: 14 };

/// What accounts start with of KSI, and some of CASH and BOND.
pub(crate) const START: u128 = 1_000_000;
/// The authorised maximum of SHARE and BOND.
pub(crate) const MAXIMUM: u128 = 1_000_000_000_000;

/// The company of the builder.
pub(crate) const COMPANY: CompanyId = 0;

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}

pub(crate) fn alice() -> AccountId {
	account(1)
}
pub(crate) fn bob() -> AccountId {
	account(2)
}
pub(crate) fn carol() -> AccountId {
	account(3)
}
pub(crate) fn dave() -> AccountId {
	account(4)
}
/// Owns KSI and nothing else.
pub(crate) fn eve() -> AccountId {
	account(5)
}
/// Owns nothing and so does not exist.
pub(crate) fn ghost() -> AccountId {
	account(9)
}
/// Founded the company and has all roles over the tokens.
pub(crate) fn founder() -> AccountId {
	account(100)
}
/// The account of the platform.
pub(crate) fn treasury() -> AccountId {
	account(101)
}
/// The account of the company.
pub(crate) fn company() -> AccountId {
	Shareholders::company_account(COMPANY)
}
/// The pot of SHARE.
pub(crate) fn pot() -> AccountId {
	Shareholders::pot_account(SHARE)
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		Orders: mock_orders,
		Shareholders: pallet_shareholders,
	}
);

/// A reason for holds, as the order book has one.
#[allow(unreachable_pub, reason = "written by the pallet macro")]
#[frame_support::pallet]
pub mod mock_orders {
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::composite_enum]
	pub enum HoldReason {
		OpenOrder,
	}
}

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
	type AccountStore = KsiStore<Test>;
}

impl mock_orders::Config for Test {}

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

/// Amounts of BOND have been agreed on.
pub struct Agreed;

impl frame_support::traits::Contains<TokenId> for Agreed {
	fn contains(token: &TokenId) -> bool {
		*token == BOND
	}
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
	pub Treasury: AccountId = treasury();
}

/// What a founder does as the company: everything but approvals.
pub struct NoApprovals;

impl frame_support::traits::Contains<RuntimeCall> for NoApprovals {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Assets(pallet_tokens::Call::approve_transfer { .. }))
	}
}

impl pallet_shareholders::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = Whole;
	type ShareTokens = Assets;
	type SplitMarkets = ();
	type SplitHolds = ();
	type Unsplittable = Agreed;
	type Native = Balances;
	type PalletId = ShareholdersId;
	type RuntimeCall = RuntimeCall;
	type FounderCalls = NoApprovals;
	type PlatformOrigin = EnsureRoot<AccountId>;
	type PlatformAccount = Treasury;
	type CompanyDeposit = ConstU128<COMPANY_DEPOSIT>;
	type ClassDeposit = ConstU128<CLASS_DEPOSIT>;
	type MaxNameLength = ConstU32<20>;
	type MaxLinks = ConstU32<3>;
	type MaxClasses = ConstU32<2>;
	type WeightInfo = pallet_shareholders::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<AccountId> for Creator {
	fn endow(who: &AccountId) {
		use frame_support::traits::fungible::Mutate as _;
		assert_ok!(Balances::mint_into(who, START));
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

/// KSI that this pallet holds.
pub(crate) fn deposit(reason: HoldReason, who: &AccountId) -> u128 {
	Balances::balance_on_hold(&reason.into(), who)
}

pub(crate) fn open_order() -> RuntimeHoldReason {
	mock_orders::HoldReason::OpenOrder.into()
}

/// Puts shares into an open order.
pub(crate) fn hold(who: &AccountId, amount: u128) -> DispatchResult {
	Assets::hold(SHARE, &open_order(), who, amount)
}

/// Takes shares out of an open order.
pub(crate) fn release(who: &AccountId, amount: u128) -> DispatchResult {
	Assets::release(SHARE, &open_order(), who, amount, Exact).map(|_| ())
}

/// An open order is filled: its shares go to the buyer.
pub(crate) fn fill(seller: &AccountId, buyer: &AccountId, amount: u128) -> DispatchResult {
	Assets::transfer_on_hold(SHARE, &open_order(), seller, buyer, amount, Exact, Free, Polite)
		.map(|_| ())
}

/// Sells shares that are free.
pub(crate) fn transfer(from: &AccountId, to: &AccountId, amount: u128) -> DispatchResult {
	Assets::transfer(signed(from), SHARE, to.clone(), amount)
}

/// Gives holders new shares.
pub(crate) fn issue(holders: &[(AccountId, u128)]) {
	for (who, amount) in holders {
		assert_ok!(Assets::mint(signed(&founder()), SHARE, who.clone(), *amount));
	}
}

/// Goes to the first block of an epoch.
pub(crate) fn go_to(epoch: Epoch) {
	System::set_block_number(((epoch - 1) * EPOCH_BLOCKS).max(1));
	assert_eq!(Shareholders::epoch(), epoch);
	Shareholders::on_initialize(System::block_number());
}

/// Lets so many boundaries pass.
pub(crate) fn pass(epochs: Epoch) {
	go_to(Shareholders::epoch() + epochs);
}

pub(crate) fn dated(record: Epoch, payment: Epoch) -> Schedule {
	Schedule::Dated { record, payment }
}

/// Pays a dividend on SHARE in CASH.
pub(crate) fn pay(who: &AccountId, amount: u128, schedule: Schedule) -> DispatchResult {
	Shareholders::pay_dividend(signed(who), SHARE, CASH, amount, schedule)
}

/// Claims for oneself; without what it is charged.
pub(crate) fn claim(who: &AccountId) -> DispatchResult {
	Shareholders::claim(signed(who), SHARE, None).map(|_| ()).map_err(|refused| refused.error)
}

/// What SHARE owes an account in a token: now, and later.
pub(crate) fn due(who: &AccountId, token: TokenId) -> (u128, u128) {
	let all = Shareholders::claimable(SHARE, who).expect("SHARE is a class");
	let found = all.into_iter().find(|due| due.token == token).expect("it pays in the token");
	(found.owed, found.waiting)
}

/// The same now, in CASH.
pub(crate) fn owed(who: &AccountId) -> u128 {
	due(who, CASH).0
}

pub(crate) fn class(token: TokenId) -> ShareClassOf<Test> {
	Classes::<Test>::get(token).expect("a class")
}

/// A name that fits.
pub(crate) fn name() -> frame_support::BoundedVec<u8, ConstU32<20>> {
	b"Kongsi Bhd".to_vec().try_into().expect("it fits")
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Shareholders(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().rev().find_map(ours).expect("an event")
}

/// An error of this pallet as the chain reports it.
pub(crate) fn refused(error: Error<Test>) -> DispatchError {
	error.into()
}

/// Gives the company's account all roles over SHARE.
pub(crate) fn give_roles() {
	assert_ok!(Assets::set_team(signed(&founder()), SHARE, company(), company(), company()));
	assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, company()));
}

/// Hands the company over. Somebody must own shares.
pub(crate) fn hand_over() {
	give_roles();
	assert_ok!(Shareholders::hand_over(signed(&founder()), COMPANY));
}

/// Gives an account KSI.
pub(crate) fn endow(who: &AccountId) {
	use frame_support::traits::fungible::Mutate as _;
	assert_ok!(Balances::mint_into(who, START));
}

/// How far the builder goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
	Tokens,
	Company,
	Class,
	Paying,
}

/// Builds a chain with tokens; by default also a company with the class SHARE, without shares, that pays in CASH.
pub(crate) struct ExtBuilder {
	stage: Stage,
	platform: Option<PlatformGenesis<AccountId>>,
	companies: Vec<CompanyGenesis<AccountId>>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self::until(Stage::Paying)
	}
}

impl ExtBuilder {
	fn until(stage: Stage) -> Self {
		Self { stage, platform: None, companies: Vec::new() }
	}

	/// KSI is a share class that pays in KSI and CASH; the treasury, which has some of both, is excluded.
	pub(crate) fn with_platform(mut self) -> Self {
		let genesis = PlatformGenesis { excluded: vec![treasury()], payouts: vec![KSI, CASH] };
		self.platform = Some(genesis);
		self
	}

	/// A company from genesis.
	pub(crate) fn with_company(mut self, company: CompanyGenesis<AccountId>) -> Self {
		self.companies.push(company);
		self
	}

	/// Tokens and no company.
	pub(crate) fn without_company() -> Self {
		Self::until(Stage::Tokens)
	}

	/// A company without a class.
	pub(crate) fn without_class() -> Self {
		Self::until(Stage::Company)
	}

	/// A class that pays in nothing.
	pub(crate) fn without_payout() -> Self {
		Self::until(Stage::Class)
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let people = || [alice(), bob(), carol(), dave(), eve(), founder(), treasury()].into_iter();
		let rich = || people().filter(|who| *who != eve());
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: people().map(|who| (who, START)).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_tokens::GenesisConfig::<Test> {
			assets: vec![
				(CASH, founder(), true, CASH_MINIMUM),
				(SHARE, founder(), false, 1),
				(BOND, founder(), false, 10),
				(OPEN, founder(), false, 1),
			],
			metadata: vec![],
			accounts: rich()
				.map(|who| (CASH, who, START))
				.chain([(BOND, founder(), START), (BOND, dave(), START)])
				.collect(),
			maximums: vec![(SHARE, MAXIMUM), (BOND, MAXIMUM)],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_shareholders::GenesisConfig::<Test> {
			calendar: CALENDAR,
			platform: self.platform.clone(),
			companies: self.companies.clone(),
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			self.prepare();
			System::reset_events();
		});
		ext
	}

	fn prepare(&self) {
		let founder = signed(&founder());
		if self.stage >= Stage::Company {
			let documents = Default::default();
			assert_ok!(Shareholders::found_company(founder.clone(), name(), documents));
		}
		if self.stage >= Stage::Class {
			assert_ok!(Shareholders::create_share_class(founder.clone(), COMPANY, SHARE));
		}
		if self.stage >= Stage::Paying {
			assert_ok!(Shareholders::open_payout(founder, SHARE, CASH));
		}
	}

	/// Runs the test, then checks the state of the register and of the ledger.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant of every pallet here.
pub(crate) fn check() {
	assert_eq!(Shareholders::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
	assert_eq!(Balances::total_issuance(), issuance_of_ksi());
}

/// KSI of all accounts.
fn issuance_of_ksi() -> u128 {
	frame_system::Account::<Test>::iter_values()
		.map(|account| account.data.free + account.data.reserved)
		.sum()
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::without_company().build()
}
