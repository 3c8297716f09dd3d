//! Test runtime: System, Balances for KSI, the token ledger, the register behind the ledger's hook, and offerings.

use crate::{
	self as pallet_offerings, BidId, Event, HoldReason, InOffering, OfferingId, OfferingOf,
	Offerings as StoredOfferings,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungibles::{hold::Inspect as _, Inspect as _},
		tokens::fungible::UnionOf,
		ConstU128, ConstU32, Contains,
	},
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_shareholders::{Calendar, Pinned, KSI};
use shareholders_accounting::{OfferingTerms, Pricing, TokenId};
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchResult, Either,
};

pub(crate) type AccountId = AccountId32;

/// Sufficient, minimum balance [`CASH_MINIMUM`].
pub(crate) const CASH: TokenId = 1;
/// The share class: not sufficient, minimum balance 1.
pub(crate) const SHARE: TokenId = 2;
/// Not sufficient, minimum balance 10.
pub(crate) const BOND: TokenId = 3;
/// The first right token.
pub(crate) const RIGHT: TokenId = pallet_tokens::RESERVED_FROM;

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const CASH_MINIMUM: u128 = 50;
pub(crate) const DEPOSIT: u128 = 5_000;
pub(crate) const MAX_BIDS: u32 = 600;
pub(crate) const MIN_WINDOW: u32 = 10;
pub(crate) const EPOCH_BLOCKS: u32 = 10;

/// What accounts start with of KSI and CASH.
pub(crate) const START: u128 = 1_000_000;
/// The authorised maximum of SHARE.
pub(crate) const MAXIMUM: u128 = 1_000_000_000_000;
/// Shares there are before the offering: 600 of alice, 300 of bob, 100 of carol.
pub(crate) const SUPPLY: u128 = 1_000;

/// When the builder stops: the first block of epoch 2.
pub(crate) const BEGIN: u32 = 10;
/// Dates of the offerings of these tests.
pub(crate) const OPENS: u32 = 20;
pub(crate) const PUBLIC: u32 = 30;
pub(crate) const CLOSES: u32 = 40;

/// The first offering.
pub(crate) const FIRST: OfferingId = 0;

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}
/// Owns 600 shares.
pub(crate) fn alice() -> AccountId {
	account(1)
}
/// Owns 300 shares.
pub(crate) fn bob() -> AccountId {
	account(2)
}
/// Owns 100 shares.
pub(crate) fn carol() -> AccountId {
	account(3)
}
/// Owns KSI and CASH.
pub(crate) fn dave() -> AccountId {
	account(4)
}
/// Owns KSI and CASH.
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
/// The account of the company, which owns CASH and no KSI.
pub(crate) fn company() -> AccountId {
	Shareholders::company_account(0)
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		Shareholders: pallet_shareholders,
		Offerings: pallet_offerings,
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
	type Pinned = (Pinned<Test>, InOffering<Test>, Listed);
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
	/// The token that a market lists, if any.
	pub storage ListedToken: TokenId = TokenId::MAX;
}

/// What a market lists.
pub struct Listed;

impl Contains<TokenId> for Listed {
	fn contains(token: &TokenId) -> bool {
		*token == ListedToken::get()
	}
}

impl pallet_shareholders::Config for Test {
	type RuntimeCall = RuntimeCall;
	type FounderCalls = frame_support::traits::Everything;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = Whole;
	type ShareTokens = Assets;
	type SplitMarkets = ();
	type SplitHolds = ();
	type Unsplittable = InOffering<Test>;
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
	type RightTokens = Assets;
	type MinWindow = ConstU32<MIN_WINDOW>;
	type MaxBids = ConstU32<MAX_BIDS>;
	type OfferingDeposit = ConstU128<DEPOSIT>;
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

/// What is on hold for bids.
pub(crate) fn held(token: TokenId, who: &AccountId) -> u128 {
	Whole::balance_on_hold(token, &HoldReason::Bid.into(), who)
}

/// KSI on hold for offerings.
pub(crate) fn deposit(who: &AccountId) -> u128 {
	Whole::balance_on_hold(KSI, &HoldReason::OfferingDeposit.into(), who)
}

/// Sets the block, forwards only.
pub(crate) fn go_to(block: u32) {
	assert!(block >= System::block_number());
	System::set_block_number(block);
}

/// 100 lots of 10 shares at 100 each, without rights.
pub(crate) fn fixed() -> OfferingTerms {
	OfferingTerms {
		lots: 100,
		lot_size: 10,
		pricing: Pricing::Fixed(100),
		rights_price: None,
		opens: OPENS,
		public: OPENS,
		closes: CLOSES,
	}
}

/// The same as an auction with a reserve of 80.
pub(crate) fn auction() -> OfferingTerms {
	OfferingTerms { pricing: Pricing::Auction(80), ..fixed() }
}

/// The auction with rights at 60 a lot first.
pub(crate) fn with_rights() -> OfferingTerms {
	OfferingTerms { rights_price: Some(60), public: PUBLIC, ..auction() }
}

/// Opens an offering of SHARE for CASH as the founder.
pub(crate) fn open(terms: OfferingTerms) -> DispatchResult {
	Offerings::open_offering(signed(&founder()), SHARE, CASH, terms)
}

pub(crate) fn claim(who: &AccountId) -> DispatchResult {
	Offerings::claim_rights(signed(who), FIRST, None)
}

pub(crate) fn exercise(who: &AccountId, lots: u128) -> DispatchResult {
	Offerings::exercise(signed(who), FIRST, lots)
}

pub(crate) fn bid(who: &AccountId, lots: u128, price: u128) -> DispatchResult {
	Offerings::bid(signed(who), FIRST, lots, price)
}

pub(crate) fn cancel_bid(who: &AccountId, number: BidId) -> DispatchResult {
	Offerings::cancel_bid(signed(who), FIRST, number)
}

/// Without what it is charged.
pub(crate) fn price() -> DispatchResult {
	Offerings::price_offering(signed(&ghost()), FIRST).map(|_| ()).map_err(|error| error.error)
}

pub(crate) fn settle(limit: u32) -> DispatchResult {
	Offerings::settle(signed(&ghost()), FIRST, limit).map(|_| ()).map_err(|error| error.error)
}

pub(crate) fn clear(limit: u32) -> DispatchResult {
	Offerings::clear(signed(&ghost()), FIRST, limit).map(|_| ()).map_err(|error| error.error)
}

/// Closes, prices and settles the first offering.
pub(crate) fn finish() {
	go_to(CLOSES.max(System::block_number()));
	assert_ok!(price());
	while offering(FIRST).is_some_and(|offering| offering.is_selling()) {
		assert_ok!(settle(crate::MAX_STEPS));
	}
}

pub(crate) fn offering(id: OfferingId) -> Option<OfferingOf<Test>> {
	StoredOfferings::<Test>::get(id)
}

/// All events of this pallet.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Offerings(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// Stops the register of SHARE.
pub(crate) fn halt() {
	use pallet_shareholders::{ClassStatus, Classes};
	let reason = shareholders_accounting::AccountingError::Corrupt;
	Classes::<Test>::mutate_extant(SHARE, |class| class.status = ClassStatus::Halted(reason));
}

/// Builds a chain with a company whose class SHARE has three holders, at the beginning of epoch 2.
#[derive(Default)]
pub(crate) struct ExtBuilder;

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let people = || [alice(), bob(), carol(), dave(), eve(), founder()].into_iter();
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
			],
			metadata: vec![],
			maximums: vec![],
			accounts: people().map(|who| (CASH, who, START)).collect(),
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
		for (who, amount) in [(alice(), 600), (bob(), 300), (carol(), 100)] {
			assert_ok!(Assets::mint(by(), SHARE, who, amount));
		}
		assert_ok!(Assets::mint(by(), CASH, company(), START));
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
	assert_eq!(Offerings::do_try_state(), Ok(()));
	assert_eq!(Shareholders::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder.build()
}
