//! Test runtime: System, Balances for KSI, the token ledger, KSI as a share class, real markets, and the revenue of both.

use crate::{self as pallet_revenue, Event, RevenueSplit};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::fungible::UnionOf,
		ConstU128, ConstU32, Contains, Hooks as _, Nothing,
	},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_order_book::{
	engine::{BaseAtoms, Lots, NewOrder, QuoteAtoms, SelfTrade, Side, Ticks, TimeInForce},
	FeeSchedule, LedgerSession, Listings, MarketId, MarketTerms,
};
use pallet_shareholders::{Calendar, KsiStore, Pinned, PlatformGenesis};
use shareholders_accounting::{Epoch, TokenId};
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, Either,
};

pub(crate) type AccountId = AccountId32;

/// The native token.
pub(crate) const KSI: TokenId = 0;
/// Sufficient, minimum balance [`CASH_MINIMUM`]. KSI pays in it.
pub(crate) const CASH: TokenId = 1;
/// Not sufficient, minimum balance 1.
pub(crate) const SHARE: TokenId = 2;
/// Not sufficient, minimum balance [`COIN_MINIMUM`]. KSI pays in it.
pub(crate) const COIN: TokenId = 3;
/// Not sufficient, minimum balance 1. KSI does not pay in it.
pub(crate) const LOCAL: TokenId = 4;

/// Every token.
pub(crate) const TOKENS: [TokenId; 5] = [KSI, CASH, SHARE, COIN, LOCAL];

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const CASH_MINIMUM: u128 = 50;
pub(crate) const COIN_MINIMUM: u128 = 100;
pub(crate) const EPOCH_BLOCKS: u32 = 10;

/// What each of [`PEOPLE`] starts with of every token but KSI.
pub(crate) const START: u128 = 1_000_000_000;

/// SHARE in CASH.
pub(crate) const SHARES: MarketId = 0;
/// SHARE in KSI.
pub(crate) const SHARE_KSI: MarketId = 1;
/// SHARE in COIN.
pub(crate) const SHARE_COIN: MarketId = 2;
/// SHARE in LOCAL.
pub(crate) const SHARE_LOCAL: MarketId = 3;

/// The markets of the builder with their quote tokens. All have the same founder.
pub(crate) const MARKETS: [(MarketId, TokenId); 4] =
	[(SHARES, CASH), (SHARE_KSI, KSI), (SHARE_COIN, COIN), (SHARE_LOCAL, LOCAL)];

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}

/// Owns half of KSI.
pub(crate) fn alice() -> AccountId {
	account(1)
}
/// Owns a quarter of KSI.
pub(crate) fn bob() -> AccountId {
	account(2)
}
/// Owns an eighth of KSI.
pub(crate) fn carol() -> AccountId {
	account(3)
}
/// Founded the markets, has all roles over the tokens and owns an eighth of KSI.
pub(crate) fn lister() -> AccountId {
	account(4)
}
/// Pays for what votes decide.
pub(crate) fn platform() -> AccountId {
	account(100)
}
pub(crate) fn revenue() -> AccountId {
	account(200)
}
pub(crate) fn validators() -> AccountId {
	account(201)
}
pub(crate) fn treasury() -> AccountId {
	account(202)
}
/// The account that the fees of a market are paid into.
pub(crate) fn fees(market: MarketId) -> AccountId {
	OrderBook::fee_account(market)
}
/// What the dividends of KSI are in until they are claimed.
pub(crate) fn pot() -> AccountId {
	Shareholders::pot_account(KSI)
}

/// KSI by person: 2^20 together, so that what a share earns is a whole number of 2^-64 atoms and tests can reckon by hand.
pub(crate) fn people() -> [(AccountId, u128); 4] {
	[(alice(), 524_288), (bob(), 262_144), (carol(), 131_072), (lister(), 131_072)]
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Shareholders: pallet_shareholders,
		Assets: pallet_tokens,
		OrderBook: pallet_order_book,
		Revenue: pallet_revenue,
	}
);

parameter_types! {
	pub const ShareholdersId: PalletId = PalletId(*b"kongsi/s");
	pub const OrderBookId: PalletId = PalletId(*b"kongsi/f");
	pub const Fees: FeeSchedule = FEES;
	pub PlatformAccount: AccountId = platform();
	pub RevenueAccount: AccountId = revenue();
	pub ValidatorsAccount: AccountId = validators();
	pub TreasuryAccount: AccountId = treasury();
}

/// Maker 0.1 %, taker 0.2 %.
const FEES: FeeSchedule =
	FeeSchedule { maker_fee_ppm: 1_000, taker_fee_ppm: 2_000, max_fee_ppm: 2_000 };

const TERMS: MarketTerms = MarketTerms {
	tick_size: QuoteAtoms::new(1),
	lot_size: BaseAtoms::new(1),
	min_notional: QuoteAtoms::new(1),
	max_open_orders: 8,
	price_band_ppm: 0,
};

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
	type MaxLocks = ConstU32<0>;
}

/// Tokens in a market, share classes and what they pay in cannot be destroyed.
pub struct InUse;

impl Contains<TokenId> for InUse {
	fn contains(token: &TokenId) -> bool {
		Listings::<Test>::contains_key(token) || Pinned::<Test>::contains(token)
	}
}

impl pallet_tokens::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnBalanceChange = Shareholders;
	type Pinned = InUse;
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

impl pallet_shareholders::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = Whole;
	type ShareTokens = Assets;
	type SplitMarkets = ();
	type SplitHolds = ();
	type Unsplittable = Nothing;
	type Native = Balances;
	type PalletId = ShareholdersId;
	type RuntimeCall = RuntimeCall;
	type FounderCalls = frame_support::traits::Everything;
	type PlatformOrigin = EnsureRoot<AccountId>;
	type PlatformAccount = PlatformAccount;
	type CompanyDeposit = ConstU128<1_000>;
	type ClassDeposit = ConstU128<2_000>;
	type MaxNameLength = ConstU32<20>;
	type MaxLinks = ConstU32<3>;
	type MaxClasses = ConstU32<2>;
	type WeightInfo = pallet_shareholders::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

impl pallet_order_book::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = Whole;
	type Session = LedgerSession<Test>;
	type Native = Balances;
	type NativeToken = ConstU32<KSI>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type PalletId = OrderBookId;
	type FeeSink = Revenue;
	type Splits = ();
	type MarketDeposit = ConstU128<1_000>;
	type DefaultFees = Fees;
	type MaxFills = ConstU32<20>;
	type MaxLevels = ConstU32<25>;
	type MaxRemovals = ConstU32<10>;
	type MaxOperations = ConstU32<100>;
	type MaxUnwound = ConstU32<5>;
	type MaxClosing = ConstU32<2>;
	type WeightInfo = pallet_order_book::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

impl pallet_revenue::Config for Test {
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type RevenueAccount = RevenueAccount;
	type ValidatorsAccount = ValidatorsAccount;
	type TreasuryAccount = TreasuryAccount;
	type MarketsPerBlock = ConstU32<2>;
	type WeightInfo = Round;
}

/// Weights with which a test can reckon by hand.
pub struct Round;

fn weight(time: u64) -> Weight {
	Weight::from_parts(time, 0)
}

impl crate::WeightInfo for Round {
	fn collect() -> Weight {
		weight(100)
	}
	fn set_split() -> Weight {
		weight(3)
	}
	fn turn(m: u32) -> Weight {
		weight(10 + 7 * u64::from(m))
	}
	fn distribute(p: u32) -> Weight {
		weight(1_000 + 500 * u64::from(p))
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_order_book::BenchmarkHelper for Creator {
	fn create_token(token: TokenId) {
		use frame_support::traits::fungibles::Create;
		assert_ok!(<Assets as Create<AccountId>>::create(token, lister(), false, 1));
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_shareholders::BenchmarkHelper<AccountId> for Creator {
	fn endow(who: &AccountId) {
		mint(KSI, who, 1_000_000);
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

/// Creates tokens out of nothing.
pub(crate) fn mint(token: TokenId, who: &AccountId, amount: u128) {
	assert_ok!(Whole::mint_into(token, who, amount));
}

/// Lets the freezer of a token stop all of it.
pub(crate) fn freeze(token: TokenId) {
	assert_ok!(Assets::freeze_asset(signed(&lister()), token));
}

pub(crate) fn thaw(token: TokenId) {
	assert_ok!(Assets::thaw_asset(signed(&lister()), token));
}

fn order(side: Side, price: u64, lots: u64) -> NewOrder {
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(lots),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

/// Bob sells to Alice so many lots for 1,000 each, so that 3 of fees are paid per lot: 1 by him, 2 by her.
pub(crate) fn trade(market: MarketId, lots: u64) {
	assert_ok!(OrderBook::place_order(signed(&bob()), market, order(Side::Ask, 1_000, lots)));
	assert_ok!(OrderBook::place_order(signed(&alice()), market, order(Side::Bid, 1_000, lots)));
}

/// Founds another market for SHARE.
pub(crate) fn found(who: &AccountId, quote: TokenId) -> MarketId {
	let market = pallet_order_book::NextMarketId::<Test>::get();
	assert_ok!(OrderBook::create_market(signed(who), SHARE, quote, TERMS));
	market
}

/// A vote closes a market without orders, and an idle block ends it.
pub(crate) fn end(market: MarketId) {
	assert_ok!(OrderBook::close_market(RuntimeOrigin::root(), market));
	OrderBook::on_idle(System::block_number(), Weight::MAX);
	assert!(!pallet_order_book::Markets::<Test>::contains_key(market));
}

pub(crate) fn collect(market: MarketId) -> frame_support::dispatch::DispatchResult {
	Revenue::collect(signed(&carol()), market)
}

/// An idle block with this much time left; returns how much was used.
pub(crate) fn idle(time: u64) -> u64 {
	Revenue::on_idle(System::block_number(), Weight::from_parts(time, u64::MAX)).ref_time()
}

/// Ends the block and begins the next; returns what `on_initialize` has accounted for.
pub(crate) fn next_block() -> Weight {
	Revenue::on_finalize(System::block_number());
	let next = System::block_number() + 1;
	System::set_block_number(next);
	Shareholders::on_initialize(next);
	Revenue::on_initialize(next)
}

/// Goes on to the first block of the next epoch.
pub(crate) fn next_epoch() {
	let epoch = Shareholders::epoch();
	while Shareholders::epoch() == epoch {
		next_block();
	}
}

/// What KSI owes an account in a token.
pub(crate) fn owed(token: TokenId, who: &AccountId) -> u128 {
	let all = Shareholders::claimable(KSI, who).expect("KSI is a class");
	all.into_iter().find(|due| due.token == token).expect("it pays in the token").owed
}

/// What has ever been paid in for the holders.
pub(crate) fn dividends(token: TokenId) -> u128 {
	let class = pallet_shareholders::Classes::<Test>::get(KSI).expect("KSI is a class");
	class.register.payout(token).expect("it pays in the token").1.lifetime
}

pub(crate) fn epoch() -> Epoch {
	Shareholders::epoch()
}

/// All events of this pallet, in order.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Revenue(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// Builds a chain with four markets and holders of KSI.
pub(crate) struct ExtBuilder {
	split: RevenueSplit,
	holders: bool,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { split: RevenueSplit::default(), holders: true }
	}
}

impl ExtBuilder {
	pub(crate) fn split(mut self, split: RevenueSplit) -> Self {
		self.split = split;
		self
	}

	/// None of the people's KSI earns.
	pub(crate) fn without_holders(mut self) -> Self {
		self.holders = false;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: people().into_iter().chain([(platform(), 1_000)]).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let rich = people().map(|(who, _)| who).into_iter().chain([platform()]);
		pallet_tokens::GenesisConfig::<Test> {
			assets: vec![
				(CASH, lister(), true, CASH_MINIMUM),
				(SHARE, lister(), false, 1),
				(COIN, lister(), false, COIN_MINIMUM),
				(LOCAL, lister(), false, 1),
			],
			metadata: vec![],
			maximums: vec![],
			accounts: rich
				.flat_map(|who| [CASH, SHARE, COIN, LOCAL].map(|token| (token, who.clone(), START)))
				.collect(),
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut excluded = vec![platform(), revenue(), validators(), treasury()];
		if !self.holders {
			excluded.extend(people().map(|(who, _)| who));
			excluded.extend(MARKETS.map(|(market, _)| fees(market)));
		}
		pallet_shareholders::GenesisConfig::<Test> {
			calendar: Calendar {
				epoch_blocks: EPOCH_BLOCKS,
				min_stream: 2,
				min_notice: 2,
				auction: 7,
			},
			platform: Some(PlatformGenesis { excluded, payouts: vec![KSI, CASH, COIN] }),
			companies: vec![],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_order_book::GenesisConfig::<Test> {
			markets: MARKETS.map(|(_, quote)| (lister(), SHARE, quote, TERMS)).to_vec(),
			orders: vec![],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_revenue::GenesisConfig::<Test> { split: self.split, ..Default::default() }
			.assimilate_storage(&mut storage)
			.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Runs the test, then checks the state of every pallet.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant of every pallet here.
pub(crate) fn check() {
	assert_eq!(Revenue::do_try_state(), Ok(()));
	assert_eq!(OrderBook::do_try_state(), Ok(()));
	assert_eq!(Shareholders::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::default().build()
}
