//! Test runtime: System, Balances for KSI, the token ledger and the order book over both.

mod actions;
mod fragile;
mod round;

use crate::{
	self as pallet_order_book, Event, FeeSchedule, HoldReason, Listings, MarketId, MarketTerms,
	Operation, Outcome,
};
pub(crate) use actions::*;
use fragile::FragileSession;
pub(crate) use fragile::{fail_after, Fragile};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungibles::{self, hold::Inspect as _, Inspect as _, Mutate as _},
		tokens::{
			fungible::UnionOf, DepositConsequence, Fortitude, Precision, Preservation, Provenance,
			WithdrawConsequence,
		},
		ConstU128, ConstU32, Contains, EnsureOrigin,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use order_book_engine::{
	Amended, BaseAtoms, Fill, Leg, Lots, MarketStatus, NewOrder, OrderId, Placed, QuoteAtoms,
	Removal, SelfTrade, Side, Ticks, TimeInForce, TokenId,
};
use round::Round;
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchError, DispatchResult, Either,
};
use std::cell::Cell;

pub(crate) type AccountId = AccountId32;

/// The native token.
pub(crate) const KSI: TokenId = 0;
/// Sufficient, minimum balance [`CASH_MINIMUM`].
pub(crate) const CASH: TokenId = 1;
/// Not sufficient, minimum balance 1.
pub(crate) const SHARE: TokenId = 2;
/// Not sufficient, minimum balance 1; in no market of the builder.
pub(crate) const BOND: TokenId = 3;

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const CASH_MINIMUM: u128 = 50;
pub(crate) const DEPOSIT: u128 = 1_000;

/// Each of [`TRADERS`] starts with this much of each token.
pub(crate) const START: u128 = 1_000_000_000;

/// SHARE in CASH. Tick 10, lot 100, minimum 1,000.
pub(crate) const SHARES: MarketId = 0;
/// KSI in CASH: the native token as base.
pub(crate) const KSI_CASH: MarketId = 1;
/// SHARE in KSI: the native token as quote.
pub(crate) const SHARE_KSI: MarketId = 2;

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
/// Founded the markets and has all roles over the tokens.
pub(crate) fn founder() -> AccountId {
	account(100)
}
/// Gets what is left of the fees of a market that ends.
pub(crate) fn revenue() -> AccountId {
	account(200)
}
/// The account that the fees of a market are paid into.
pub(crate) fn fees(market: MarketId) -> AccountId {
	OrderBook::fee_account(market)
}
/// The account that stands for a vote.
pub(crate) fn vote() -> AccountId {
	account(201)
}

/// Accounts with a start balance of every token.
pub(crate) const TRADERS: u8 = 8;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		OrderBook: pallet_order_book,
	}
);

parameter_types! {
	pub const DbWeight: RuntimeDbWeight = RuntimeDbWeight { read: 1, write: 1 };
	pub const Fees: FeeSchedule = FEES;
	pub const OrderBookId: PalletId = PalletId(*b"kongsi/f");
}

/// Maker 0.1 %, taker 0.2 %, highest 0.5 %.
pub(crate) const FEES: FeeSchedule =
	FeeSchedule { maker_fee_ppm: 1_000, taker_fee_ppm: 2_000, max_fee_ppm: 5_000 };

pub(crate) const TERMS: MarketTerms = MarketTerms {
	tick_size: QuoteAtoms::new(10),
	lot_size: BaseAtoms::new(100),
	min_notional: QuoteAtoms::new(1_000),
	max_open_orders: 8,
	price_band_ppm: 0,
};

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
	type DbWeight = DbWeight;
	type MaxConsumers = ConstU32<128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
	type MaxLocks = ConstU32<0>;
}

/// Tokens in a market cannot be destroyed.
pub struct Listed;

impl Contains<TokenId> for Listed {
	fn contains(token: &TokenId) -> bool {
		Listings::<Test>::contains_key(token)
	}
}

impl pallet_tokens::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnBalanceChange = ();
	type Pinned = Listed;
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

/// Only [`vote`] may do what a vote does.
pub struct ByVote;

impl EnsureOrigin<RuntimeOrigin> for ByVote {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin) -> Result<(), RuntimeOrigin> {
		match origin.clone().into() {
			Ok(frame_system::RawOrigin::Signed(who)) if who == vote() => Ok(()),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(signed(&vote()))
	}
}

impl pallet_order_book::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = Fragile;
	type Session = FragileSession;
	type Native = Balances;
	type NativeToken = ConstU32<KSI>;
	type GovernanceOrigin = ByVote;
	type PalletId = OrderBookId;
	type FeeSink = ToRevenue;
	type Splits = crate::tests::splitting::Fake;
	type MarketDeposit = ConstU128<DEPOSIT>;
	type DefaultFees = Fees;
	type MaxFills = ConstU32<20>;
	type MaxLevels = ConstU32<25>;
	type MaxRemovals = ConstU32<10>;
	type MaxOperations = ConstU32<100>;
	type MaxUnwound = ConstU32<5>;
	type MaxClosing = ConstU32<2>;
	type WeightInfo = Round;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

/// Takes everything that the ledger lets it take.
pub struct ToRevenue;

impl crate::FeeSink<AccountId> for ToRevenue {
	fn market_ended(market: MarketId, ended: &crate::Market<AccountId>) {
		let (account, quote) = (fees(market), ended.params.quote);
		let left = Whole::total_balance(quote, &account);
		if Whole::transfer(quote, &account, &revenue(), left, Preservation::Expendable).is_ok() {
			assert_ok!(OrderBook::close_fee_account(market));
		}
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper for Creator {
	fn create_token(token: TokenId) {
		<Assets as fungibles::Create<AccountId>>::create(token, founder(), false, 1)
			.expect("a free number");
	}
}

/// Token 0 is KSI, every other number one of the ledger.
pub(crate) struct ZeroIsKsi;

impl Convert<TokenId, Either<(), TokenId>> for ZeroIsKsi {
	fn convert(token: TokenId) -> Either<(), TokenId> {
		match token {
			KSI => Either::Left(()),
			other => Either::Right(other),
		}
	}
}

type Whole = UnionOf<Balances, Assets, ZeroIsKsi, TokenId, AccountId>;

/// Builds a chain with three markets and [`TRADERS`] rich accounts.
pub(crate) struct ExtBuilder {
	terms: MarketTerms,
	orders: Vec<(AccountId, MarketId, NewOrder)>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { terms: TERMS, orders: Vec::new() }
	}
}

impl ExtBuilder {
	/// The terms of all markets.
	pub(crate) fn terms(mut self, terms: MarketTerms) -> Self {
		self.terms = terms;
		self
	}

	/// An order that rests from the start.
	pub(crate) fn order(mut self, who: AccountId, market: MarketId, order: NewOrder) -> Self {
		self.orders.push((who, market, order));
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		fail_after(None);
		let traders = || (1..=TRADERS).map(account).chain([founder()]);
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: traders()
				.map(|who| (who, START))
				.chain([(revenue(), EXISTENTIAL_DEPOSIT), (vote(), EXISTENTIAL_DEPOSIT)])
				.collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_tokens::GenesisConfig::<Test> {
			assets: vec![
				(CASH, founder(), true, CASH_MINIMUM),
				(SHARE, founder(), false, 1),
				(BOND, founder(), false, 1),
			],
			metadata: vec![],
			accounts: traders()
				.flat_map(|who| [CASH, SHARE, BOND].map(|token| (token, who.clone(), START)))
				.collect(),
			maximums: vec![],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let terms = self.terms;
		pallet_order_book::GenesisConfig::<Test> {
			markets: vec![
				(founder(), SHARE, CASH, terms),
				(founder(), KSI, CASH, terms),
				(founder(), SHARE, KSI, terms),
			],
			orders: self.orders,
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// Runs the test, then checks the state of both ledgers and of the book.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}

	/// For tests that damage storage by hand.
	pub(crate) fn build_and_execute_unchecked(self, test: impl FnOnce()) {
		self.build().execute_with(test);
	}
}

/// Every invariant of every pallet here.
pub(crate) fn check() {
	assert_eq!(OrderBook::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
	// Invariant 20: the exchange has no account, and those of the fees have no orders.
	for market in crate::Markets::<Test>::iter_keys() {
		for token in [KSI, CASH, SHARE, BOND] {
			assert_eq!(held(token, &fees(market)), 0);
		}
	}
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::default().build()
}
