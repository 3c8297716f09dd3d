//! Test runtime: System, Balances for KSI, the token ledger and the order book over both.

use crate::{
	self as pallet_order_book, Event, FeeSchedule, HoldReason, Listings, MarketId, MarketTerms,
	Operation, Outcome,
};
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
	weights::{RuntimeDbWeight, Weight},
	PalletId,
};
use order_book_engine::{
	Amended, BaseAtoms, Fill, Leg, Lots, MarketStatus, NewOrder, OrderId, Placed, QuoteAtoms,
	Removal, SelfTrade, Side, Ticks, TimeInForce, TokenId,
};
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

/// Weights with which a test can reckon by hand: 10,000 a fill, 100 a level, 1 a removal, 1,000 an operation of a batch and
/// 300 a market in it, 7 a deadline. The bases of matching and of operations belong to nobody.
pub struct Round;

fn weight(time: u64) -> Weight {
	Weight::from_parts(time, 0)
}

impl crate::WeightInfo for Round {
	fn create_market() -> Weight {
		weight(3)
	}
	fn place_order() -> Weight {
		weight(1_000_000)
	}
	fn match_fills(f: u32) -> Weight {
		weight(77 + 10_000 * u64::from(f))
	}
	fn match_levels(l: u32) -> Weight {
		weight(78 + 10_100 * u64::from(l))
	}
	fn match_removals(r: u32) -> Weight {
		weight(79 + u64::from(r))
	}
	fn cancel_order() -> Weight {
		weight(300)
	}
	fn cancel_by_client_id() -> Weight {
		weight(310)
	}
	fn cancel_all(n: u32) -> Weight {
		weight(400 + 5 * u64::from(n))
	}
	fn amend_order() -> Weight {
		weight(2_000_000)
	}
	fn submit(m: u32) -> Weight {
		weight(5_000_000 + 1_300 * u64::from(m))
	}
	fn batch_places(o: u32) -> Weight {
		weight(80 + 1_000 * u64::from(o))
	}
	fn batch_cancels(o: u32) -> Weight {
		weight(81 + 1_000 * u64::from(o))
	}
	fn batch_amends(o: u32) -> Weight {
		weight(82 + 1_000 * u64::from(o))
	}
	fn cancel_after(m: u32) -> Weight {
		weight(20 + 7 * u64::from(m))
	}
	fn set_market_status() -> Weight {
		weight(4)
	}
	fn set_market_params() -> Weight {
		weight(5)
	}
	fn close_market() -> Weight {
		weight(6)
	}
	fn unwind(n: u32) -> Weight {
		weight(50 + 30 * u64::from(n))
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

thread_local! {
	static FAIL_IN: Cell<Option<u32>> = const { Cell::new(None) };
	static MUTATIONS: Cell<u32> = const { Cell::new(0) };
}

/// Lets the mutation of the ledger after `skip` more of them fail; `None` none. Returns how many there were since the
/// last call of this function.
pub(crate) fn fail_after(skip: Option<u32>) -> u32 {
	FAIL_IN.set(skip);
	MUTATIONS.replace(0)
}

fn mutate() -> DispatchResult {
	MUTATIONS.set(MUTATIONS.get() + 1);
	match FAIL_IN.get() {
		Some(0) => {
			FAIL_IN.set(None);
			Err(DispatchError::Other("injected"))
		}
		left => {
			FAIL_IN.set(left.map(|left| left - 1));
			Ok(())
		}
	}
}

/// The ledger, which fails when it is told to.
pub struct Fragile;

impl fungibles::Inspect<AccountId> for Fragile {
	type AssetId = TokenId;
	type Balance = u128;

	fn total_issuance(token: TokenId) -> u128 {
		Whole::total_issuance(token)
	}
	fn minimum_balance(token: TokenId) -> u128 {
		Whole::minimum_balance(token)
	}
	fn total_balance(token: TokenId, who: &AccountId) -> u128 {
		Whole::total_balance(token, who)
	}
	fn balance(token: TokenId, who: &AccountId) -> u128 {
		Whole::balance(token, who)
	}
	fn reducible_balance(
		token: TokenId,
		who: &AccountId,
		keep: Preservation,
		force: Fortitude,
	) -> u128 {
		Whole::reducible_balance(token, who, keep, force)
	}
	fn can_deposit(
		token: TokenId,
		who: &AccountId,
		amount: u128,
		from: Provenance,
	) -> DepositConsequence {
		Whole::can_deposit(token, who, amount, from)
	}
	fn can_withdraw(token: TokenId, who: &AccountId, amount: u128) -> WithdrawConsequence<u128> {
		Whole::can_withdraw(token, who, amount)
	}
	fn asset_exists(token: TokenId) -> bool {
		Whole::asset_exists(token)
	}
}

impl fungibles::Unbalanced<AccountId> for Fragile {
	fn handle_dust(dust: fungibles::Dust<AccountId, Self>) {
		<Whole as fungibles::Unbalanced<_>>::handle_dust(fungibles::Dust(dust.0, dust.1));
	}
	fn write_balance(
		token: TokenId,
		who: &AccountId,
		amount: u128,
	) -> Result<Option<u128>, DispatchError> {
		<Whole as fungibles::Unbalanced<_>>::write_balance(token, who, amount)
	}
	fn set_total_issuance(token: TokenId, amount: u128) {
		<Whole as fungibles::Unbalanced<_>>::set_total_issuance(token, amount);
	}
	fn decrease_balance(
		token: TokenId,
		who: &AccountId,
		amount: u128,
		precision: Precision,
		keep: Preservation,
		force: Fortitude,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::Unbalanced<_>>::decrease_balance(
			token, who, amount, precision, keep, force,
		)
	}
	fn increase_balance(
		token: TokenId,
		who: &AccountId,
		amount: u128,
		precision: Precision,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::Unbalanced<_>>::increase_balance(token, who, amount, precision)
	}
}

impl fungibles::Mutate<AccountId> for Fragile {
	fn mint_into(token: TokenId, who: &AccountId, amount: u128) -> Result<u128, DispatchError> {
		Whole::mint_into(token, who, amount)
	}
	fn transfer(
		token: TokenId,
		from: &AccountId,
		to: &AccountId,
		amount: u128,
		keep: Preservation,
	) -> Result<u128, DispatchError> {
		mutate()?;
		Whole::transfer(token, from, to, amount, keep)
	}
}

impl fungibles::hold::Inspect<AccountId> for Fragile {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(token: TokenId, who: &AccountId) -> u128 {
		Whole::total_balance_on_hold(token, who)
	}
	fn reducible_total_balance_on_hold(token: TokenId, who: &AccountId, force: Fortitude) -> u128 {
		Whole::reducible_total_balance_on_hold(token, who, force)
	}
	fn balance_on_hold(token: TokenId, reason: &RuntimeHoldReason, who: &AccountId) -> u128 {
		Whole::balance_on_hold(token, reason, who)
	}
	fn hold_available(token: TokenId, reason: &RuntimeHoldReason, who: &AccountId) -> bool {
		Whole::hold_available(token, reason, who)
	}
}

impl fungibles::hold::Unbalanced<AccountId> for Fragile {
	fn set_balance_on_hold(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
	) -> DispatchResult {
		<Whole as fungibles::hold::Unbalanced<_>>::set_balance_on_hold(token, reason, who, amount)
	}
	fn decrease_balance_on_hold(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
		precision: Precision,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::hold::Unbalanced<_>>::decrease_balance_on_hold(
			token, reason, who, amount, precision,
		)
	}
}

impl fungibles::hold::Mutate<AccountId> for Fragile {
	fn hold(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
	) -> DispatchResult {
		mutate()?;
		<Whole as fungibles::hold::Mutate<_>>::hold(token, reason, who, amount)
	}
	fn release(
		token: TokenId,
		reason: &RuntimeHoldReason,
		who: &AccountId,
		amount: u128,
		precision: Precision,
	) -> Result<u128, DispatchError> {
		mutate()?;
		<Whole as fungibles::hold::Mutate<_>>::release(token, reason, who, amount, precision)
	}
}

/// A session on that ledger. Changes of KSI are counted by its own traits, others here: each change, and the writing.
pub struct FragileSession {
	inner: crate::LedgerSession<Test>,
	changed: bool,
}

impl crate::TokenSession<Test> for FragileSession {
	fn open(token: TokenId) -> Self {
		Self { inner: crate::LedgerSession::open(token), changed: false }
	}
	fn spendable(&mut self, who: &AccountId) -> u128 {
		self.inner.spendable(who)
	}
	fn payable_from_holds(&mut self, who: &AccountId) -> u128 {
		self.inner.payable_from_holds(who)
	}
	fn can_receive(&mut self, who: &AccountId, amount: u128) -> bool {
		self.inner.can_receive(who, amount)
	}
	fn apply(&mut self, who: &AccountId, leg: &Leg) -> DispatchResult {
		if matches!(self.inner, crate::LedgerSession::Token(_)) && *leg != Leg::default() {
			mutate()?;
			self.changed = true;
		}
		self.inner.apply(who, leg)
	}
	fn write(&mut self) -> DispatchResult {
		if self.changed {
			mutate()?;
		}
		self.inner.write()
	}
	fn report(self) {
		self.inner.report();
	}
}

pub(crate) fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// The free balance.
pub(crate) fn free(token: TokenId, who: &AccountId) -> u128 {
	Fragile::balance(token, who)
}

/// What open orders hold.
pub(crate) fn held(token: TokenId, who: &AccountId) -> u128 {
	Fragile::balance_on_hold(token, &HoldReason::OpenOrder.into(), who)
}

/// Free and held.
pub(crate) fn total(token: TokenId, who: &AccountId) -> u128 {
	Fragile::total_balance(token, who)
}

pub(crate) fn supply(token: TokenId) -> u128 {
	Fragile::total_issuance(token)
}

/// KSI held from the founder of markets.
pub(crate) fn market_deposit(who: &AccountId) -> u128 {
	Fragile::balance_on_hold(KSI, &HoldReason::MarketDeposit.into(), who)
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

/// A bid that rests until cancelled.
pub(crate) fn bid(price: u64, lots: u64) -> NewOrder {
	order(Side::Bid, price, lots)
}

/// An ask that rests until cancelled.
pub(crate) fn ask(price: u64, lots: u64) -> NewOrder {
	order(Side::Ask, price, lots)
}

/// Ways to change an order, so that a test reads as a sentence.
pub(crate) trait With: Sized {
	fn tif(self, time_in_force: TimeInForce) -> Self;
	fn client(self, id: u64) -> Self;
	fn until(self, block: u32) -> Self;
	fn meeting_self(self, mode: SelfTrade) -> Self;
	fn now_or_never(self) -> Self {
		self.tif(TimeInForce::ImmediateOrCancel)
	}
}

impl With for NewOrder {
	fn tif(self, time_in_force: TimeInForce) -> Self {
		Self { time_in_force, ..self }
	}
	fn client(self, id: u64) -> Self {
		Self { client_id: Some(id), ..self }
	}
	fn until(self, block: u32) -> Self {
		Self { expires_at: Some(block), ..self }
	}
	fn meeting_self(self, self_trade: SelfTrade) -> Self {
		Self { self_trade, ..self }
	}
}

/// The content of an `Executed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Executed {
	pub market: MarketId,
	pub trader: AccountId,
	pub sequence: u64,
	pub outcomes: Vec<Outcome>,
	pub fills: Vec<Fill>,
	pub removals: Vec<Removal>,
}

/// All events of this pallet, in order.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::OrderBook(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// The newest event of this pallet, an `Executed`.
pub(crate) fn executed() -> Executed {
	match last_event() {
		Event::Executed { market, trader, sequence, outcomes, fills, removals } => {
			Executed { market, trader, sequence, outcomes, fills, removals }
		}
		other => panic!("{other:?}"),
	}
}

/// Places an order; without what it is charged.
pub(crate) fn try_place(who: &AccountId, market: MarketId, order: NewOrder) -> DispatchResult {
	OrderBook::place_order(signed(who), market, order).map(|_| ()).map_err(|refused| refused.error)
}

/// Amends an order; without what it is charged.
pub(crate) fn try_amend(
	who: &AccountId,
	market: MarketId,
	id: OrderId,
	price: Option<u64>,
	lots: Option<u64>,
) -> DispatchResult {
	OrderBook::amend_order(signed(who), market, id, price.map(Ticks::new), lots.map(Lots::new))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// Cancels an order; without what it is charged.
pub(crate) fn cancel(who: &AccountId, market: MarketId, id: OrderId) -> DispatchResult {
	OrderBook::cancel_order(signed(who), market, id).map(|_| ()).map_err(|refused| refused.error)
}

/// Cancels all orders of an account; without what it is charged.
pub(crate) fn cancel_all(who: &AccountId, market: MarketId, side: Option<Side>) -> DispatchResult {
	OrderBook::cancel_all(signed(who), market, side).map(|_| ()).map_err(|refused| refused.error)
}

/// Places an order that must be accepted.
pub(crate) fn place(who: &AccountId, market: MarketId, order: NewOrder) -> Placed {
	assert_ok!(OrderBook::place_order(signed(who), market, order));
	match executed().outcomes[..] {
		[Outcome::Placed(placed)] => placed,
		ref other => panic!("{other:?}"),
	}
}

/// Places an order that must rest; returns its id.
pub(crate) fn rest(who: &AccountId, market: MarketId, order: NewOrder) -> OrderId {
	place(who, market, order).order.expect("it rests")
}

/// Amends an order so that it gets a new place; returns what became of it.
pub(crate) fn replace(
	who: &AccountId,
	market: MarketId,
	id: OrderId,
	price: Option<u64>,
	lots: Option<u64>,
) -> Placed {
	assert_ok!(OrderBook::amend_order(
		signed(who),
		market,
		id,
		price.map(Ticks::new),
		lots.map(Lots::new)
	));
	match executed().outcomes[..] {
		[Outcome::Amended(Amended::Replaced(_, placed))] => placed,
		ref other => panic!("{other:?}"),
	}
}

/// Submits a batch that must be accepted; returns its only event.
pub(crate) fn submit(who: &AccountId, operations: Vec<Operation>) -> Executed {
	let before = events().len();
	assert_ok!(OrderBook::submit(signed(who), operations.try_into().unwrap()));
	assert_eq!(events().len(), before + 1, "one run, one event");
	executed()
}

pub(crate) fn set_status(market: MarketId, status: MarketStatus) {
	assert_ok!(OrderBook::set_market_status(signed(&vote()), market, status));
}

pub(crate) fn status(market: MarketId) -> Option<MarketStatus> {
	crate::Markets::<Test>::get(market).map(|found| found.status)
}

pub(crate) fn set_params(market: MarketId, terms: MarketTerms, fees: FeeSchedule) {
	assert_ok!(OrderBook::set_market_params(signed(&vote()), market, terms, fees));
}

/// Lots of an order that rests.
pub(crate) fn lots_of(market: MarketId, id: OrderId) -> Option<u64> {
	OrderBook::order(market, id).map(|order| order.lots.get())
}

/// Makes `who` an account without KSI and without any of the traders' tokens.
pub(crate) fn poor(number: u8) -> AccountId {
	assert!(number > TRADERS && number < 100);
	account(number)
}

/// Lets the freezer of a token stop an account.
pub(crate) fn freeze(token: TokenId, who: &AccountId) {
	assert_ok!(Assets::freeze(signed(&founder()), token, who.clone()));
}

pub(crate) fn thaw(token: TokenId, who: &AccountId) {
	assert_ok!(Assets::thaw(signed(&founder()), token, who.clone()));
}

/// Creates tokens out of nothing.
pub(crate) fn mint(token: TokenId, who: &AccountId, amount: u128) {
	assert_ok!(Fragile::mint_into(token, who, amount));
}

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
