//! Test runtime: System, Balances for KSI, the token ledger, holds as the order book has them, the register behind the
//! ledger's hook, and ballots.

use crate::{
	self as pallet_ballots, Agendas, BallotId, BallotInfo, BallotRules, Ballots as Stored, Error,
	Event, HoldReason, Motion, Requisitions, VoteOf, Votes,
};
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::hold::Inspect as _,
		fungibles::{hold::Mutate as _, Inspect as _},
		tokens::{fungible::UnionOf, Fortitude::Polite, Precision::Exact, Restriction::Free},
		ConstU128, ConstU32, Contains, ContainsPair, Get, Nothing,
	},
	weights::Weight,
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_shareholders::{
	Calendar, ClassGenesis, ClassStatus, Classes, CompanyGenesis, CompanyId, Pinned,
};
use shareholders_accounting::{AccountingError, Answer, Block, Epoch, TokenId};
use sp_runtime::{
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchError, DispatchResult, Either,
};
use sp_version::RuntimeVersion;

pub(crate) type AccountId = AccountId32;

/// The native token.
pub(crate) const KSI: TokenId = 0;
/// Sufficient, minimum balance 50. SHARE pays dividends in it.
pub(crate) const CASH: TokenId = 1;
/// The first class of the company.
pub(crate) const SHARE: TokenId = 2;
/// Its second, where the test makes it one.
pub(crate) const SECOND: TokenId = 3;

pub(crate) const EPOCH_BLOCKS: u32 = 10;
pub(crate) const BALLOT_DEPOSIT: u128 = 700;
pub(crate) const REQUISITION_DEPOSIT: u128 = 300;
pub(crate) const MAX_BALLOTS: u32 = 4;
pub(crate) const MAX_REQUISITIONS: u32 = 3;
/// The heaviest call of a ballot.
const CALL_WEIGHT: Weight = Weight::from_parts(50_000_000_000, 1_000_000);
pub(crate) const MAX_CALL_LENGTH: u32 = 2_048;

/// What accounts start with of KSI and CASH.
pub(crate) const START: u128 = 1_000_000;
/// The authorised maximum of SHARE.
pub(crate) const MAXIMUM: u128 = 1_000_000_000_000;

/// The company of the builder.
pub(crate) const COMPANY: CompanyId = 0;

pub(crate) const RULES: BallotRules = BallotRules {
	notice: 2,
	period: 40,
	requisition_period: 30,
	ordinary_delay: 5,
	special_delay: 15,
	execution_window: 20,
};

/// The hash of the text that is voted on.
pub(crate) const TEXT: [u8; 32] = [7; 32];

/// The answer "for", and the other one of two.
pub(crate) const YES: Answer = Answer::Choice(0);
pub(crate) const NO: Answer = Answer::Choice(1);

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}

/// Owns 500 of 1,000 shares.
pub(crate) fn alice() -> AccountId {
	account(1)
}
/// Owns 300.
pub(crate) fn bob() -> AccountId {
	account(2)
}
/// Owns 120.
pub(crate) fn carol() -> AccountId {
	account(3)
}
/// Owns 40.
pub(crate) fn dave() -> AccountId {
	account(4)
}
/// Owns 30.
pub(crate) fn eve() -> AccountId {
	account(5)
}
/// Owns 10.
pub(crate) fn frank() -> AccountId {
	account(6)
}
/// Owns KSI and CASH, but no shares.
pub(crate) fn grace() -> AccountId {
	account(7)
}
/// Founded the company and has all roles over the tokens.
pub(crate) fn founder() -> AccountId {
	account(100)
}
/// The account of the platform.
fn treasury() -> AccountId {
	account(101)
}
/// The account of the company.
pub(crate) fn company() -> AccountId {
	Shareholders::company_account(COMPANY)
}

/// Who owns the 1,000 shares that the builder issues.
pub(crate) fn holders() -> [(AccountId, u128); 6] {
	[(alice(), 500), (bob(), 300), (carol(), 120), (dave(), 40), (eve(), 30), (frank(), 10)]
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		Orders: mock_orders,
		Shareholders: pallet_shareholders,
		Ballots: pallet_ballots,
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

parameter_types! {
	pub const ShareholdersId: PalletId = PalletId(*b"kongsi/s");
	pub Treasury: AccountId = treasury();
	/// What an upgrade of the runtime changes.
	pub static TransactionVersion: u32 = 1;
	pub static NothingAllowed: bool = false;
	pub static NothingOrdinary: bool = false;
	pub static MaxCallWeight: Weight = CALL_WEIGHT;
}

pub struct Version;

impl Get<RuntimeVersion> for Version {
	fn get() -> RuntimeVersion {
		RuntimeVersion { transaction_version: TransactionVersion::get(), ..Default::default() }
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
	type MaxConsumers = ConstU32<128>;
	type Version = Version;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<10>;
	type AccountStore = System;
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
	type PlatformAccount = Treasury;
	type CompanyDeposit = ConstU128<1_000>;
	type ClassDeposit = ConstU128<2_000>;
	type MaxNameLength = ConstU32<20>;
	type MaxLinks = ConstU32<3>;
	type MaxClasses = ConstU32<2>;
	type WeightInfo = pallet_shareholders::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

/// What a company may do: about what a runtime allows, and calls of this pallet to try whether it is safe by itself.
pub struct CompanyCalls;

impl Contains<RuntimeCall> for CompanyCalls {
	fn contains(call: &RuntimeCall) -> bool {
		let listed = matches!(
			call,
			RuntimeCall::System(frame_system::Call::remark { .. })
				| RuntimeCall::Assets(_)
				| RuntimeCall::Shareholders(pallet_shareholders::Call::pay_dividend { .. })
				| RuntimeCall::Ballots(_)
		);
		listed && !NothingAllowed::get()
	}
}

/// What more than half of the choices may decide.
pub struct OrdinaryCalls;

impl ContainsPair<CompanyId, RuntimeCall> for OrdinaryCalls {
	fn contains(_: &CompanyId, call: &RuntimeCall) -> bool {
		let mints = matches!(call, RuntimeCall::Assets(pallet_tokens::Call::mint { .. }));
		!mints && !NothingOrdinary::get()
	}
}

impl pallet_ballots::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Native = Balances;
	type RuntimeCall = RuntimeCall;
	type CompanyCalls = CompanyCalls;
	type OrdinaryCalls = OrdinaryCalls;
	type MaxCallWeight = MaxCallWeight;
	type MaxCallLength = ConstU32<MAX_CALL_LENGTH>;
	type BallotDeposit = ConstU128<BALLOT_DEPOSIT>;
	type RequisitionDeposit = ConstU128<REQUISITION_DEPOSIT>;
	type MaxBallots = ConstU32<MAX_BALLOTS>;
	type MaxRequisitions = ConstU32<MAX_REQUISITIONS>;
	type MaxAttach = ConstU32<50>;
	type MaxClear = ConstU32<100>;
	type WeightInfo = pallet_ballots::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Creator;
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_shareholders::BenchmarkHelper<AccountId> for Creator {
	fn endow(who: &AccountId) {
		use frame_support::traits::fungible::Mutate as _;
		assert_ok!(Balances::mint_into(who, START));
	}

	fn create_token(token: TokenId, owner: &AccountId, maximum: u128) {
		assert_ok!(Assets::create(signed(owner), token, owner.clone(), 1));
		assert_ok!(Assets::set_authorised_maximum(signed(owner), token, maximum));
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<RuntimeCall> for Creator {
	fn call(length: u32) -> RuntimeCall {
		remark(usize::try_from(length).unwrap())
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

fn open_order() -> RuntimeHoldReason {
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

/// Gives a holder new shares of a class.
pub(crate) fn issue(class: TokenId, who: &AccountId, amount: u128) {
	assert_ok!(Assets::mint(signed(&founder()), class, who.clone(), amount));
}

/// Goes to a block.
pub(crate) fn at(block: Block) {
	System::set_block_number(block);
}

/// Goes to the first block of an epoch.
pub(crate) fn go_to(epoch: Epoch) {
	at(Shareholders::first_block_of(epoch).max(1));
	assert_eq!(Shareholders::epoch(), epoch);
}

/// A text with two choices.
pub(crate) fn text() -> Motion<Test> {
	Motion { document: TEXT, choices: 2, call: None }
}

/// A motion that runs a call.
pub(crate) fn motion(call: impl Into<RuntimeCall>) -> Motion<Test> {
	raw_motion(call.into().encode())
}

/// A motion whose call is these bytes.
pub(crate) fn raw_motion(bytes: Vec<u8>) -> Motion<Test> {
	Motion { call: Some(bytes.try_into().expect("they fit")), ..text() }
}

/// A call that changes nothing.
pub(crate) fn remark(length: usize) -> RuntimeCall {
	frame_system::Call::remark { remark: vec![0; length] }.into()
}

/// Issues shares: a special call.
pub(crate) fn mint(amount: u128) -> RuntimeCall {
	pallet_tokens::Call::mint { id: SHARE, beneficiary: grace(), amount }.into()
}

/// Sends cash of the company: an ordinary call, which fails if there is not enough.
pub(crate) fn spend(amount: u128) -> RuntimeCall {
	pallet_tokens::Call::transfer { id: CASH, target: grace(), amount }.into()
}

/// Calls a ballot of SHARE for the company.
pub(crate) fn open(motion: Motion<Test>) -> DispatchResult {
	Ballots::open_ballot(signed(&founder()), SHARE, motion)
}

/// The same, and goes to the block in which it opens. Returns its number.
pub(crate) fn opened(motion: Motion<Test>) -> BallotId {
	assert_ok!(open(motion));
	let id = crate::NextBallotId::<Test>::get() - 1;
	at(info(id).opens);
	id
}

pub(crate) fn requisition(who: &AccountId) -> DispatchResult {
	Ballots::requisition(signed(who), SHARE, text())
}

pub(crate) fn sign(who: &AccountId, id: BallotId) -> DispatchResult {
	Ballots::sign(signed(who), id).map(|_| ()).map_err(|refused| refused.error)
}

/// Takes a signature back.
pub(crate) fn withdraw(who: &AccountId, id: BallotId) -> DispatchResult {
	Ballots::withdraw_signature(signed(who), id)
}

pub(crate) fn close_requisition(id: BallotId) -> DispatchResult {
	Ballots::close_requisition(signed(&grace()), id)
}

pub(crate) fn end_round() -> DispatchResult {
	Ballots::end_round(signed(&grace()), SHARE)
}

/// Ends the round, which is over, and removes its signatures.
pub(crate) fn clear_round() {
	let round = Ballots::round_of(SHARE).expect("a round");
	assert_ok!(end_round());
	if crate::Ended::<Test>::contains_key(round.number) {
		assert_ok!(clear(round.number, 100));
	}
}

pub(crate) fn vote(who: &AccountId, id: BallotId, answer: Answer) -> DispatchResult {
	Ballots::vote(signed(who), id, answer)
}

pub(crate) fn delegate(who: &AccountId, delegate: &AccountId) -> DispatchResult {
	Ballots::delegate(signed(who), COMPANY, Some(delegate.clone()))
}

pub(crate) fn attach(id: BallotId, accounts: &[AccountId]) -> DispatchResult {
	let accounts = accounts.to_vec().try_into().expect("they fit");
	Ballots::attach(signed(&grace()), id, accounts)
}

pub(crate) fn detach(who: &AccountId, id: BallotId) -> DispatchResult {
	Ballots::detach(signed(who), id)
}

pub(crate) fn close(id: BallotId) -> DispatchResult {
	Ballots::close_ballot(signed(&grace()), id)
}

/// Runs the call of a ballot, however heavy.
pub(crate) fn execute(id: BallotId) -> DispatchResult {
	Ballots::execute(signed(&grace()), id, MaxCallWeight::get())
		.map(|_| ())
		.map_err(|refused| refused.error)
}

pub(crate) fn clear(id: BallotId, limit: u32) -> DispatchResult {
	Ballots::clear(signed(&grace()), id, limit).map(|_| ()).map_err(|refused| refused.error)
}

/// Calls a ballot, everybody is for it, and it is closed.
pub(crate) fn passed(motion: Motion<Test>) -> BallotId {
	let id = opened(motion);
	assert_ok!(vote(&alice(), id, YES));
	assert_ok!(vote(&bob(), id, YES));
	at(info(id).closes);
	assert_ok!(close(id));
	id
}

pub(crate) fn info(id: BallotId) -> BallotInfo {
	Ballots::ballot_info(id).expect("a ballot")
}

/// For, against, abstentions.
pub(crate) fn tally(id: BallotId) -> (u128, u128, u128) {
	let info = info(id);
	(info.weights[0], info.weights[1], info.abstain)
}

pub(crate) fn vote_of(id: BallotId, who: &AccountId) -> Option<VoteOf<Test>> {
	Votes::<Test>::get(id, who)
}

/// How often the register refers to a date of SHARE.
pub(crate) fn references(date: Epoch) -> u32 {
	let class = Classes::<Test>::get(SHARE).expect("a class");
	class.register.dates.get(date).map_or(0, |date| date.references)
}

/// The register of SHARE stops.
pub(crate) fn halt() {
	set_status(ClassStatus::Halted(AccountingError::Corrupt));
}

/// It goes on, as after a repair.
pub(crate) fn repair() {
	set_status(ClassStatus::Live);
}

fn set_status(status: ClassStatus) {
	Classes::<Test>::mutate_extant(SHARE, |class| class.status = status);
}

/// Nothing of a class is stored any more.
pub(crate) fn is_blank() -> bool {
	Stored::<Test>::iter_keys().next().is_none()
		&& Requisitions::<Test>::iter_keys().next().is_none()
		&& crate::Motions::<Test>::iter_keys().next().is_none()
		&& crate::Signatures::<Test>::iter_keys().next().is_none()
		&& crate::Ended::<Test>::iter_keys().next().is_none()
		&& Votes::<Test>::iter_keys().next().is_none()
		&& Agendas::<Test>::iter_keys().next().is_none()
}

/// The events of this pallet since the last block or reset.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Ballots(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest one.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// An error of this pallet as the chain reports it.
pub(crate) fn refused(error: Error<Test>) -> DispatchError {
	error.into()
}

/// An error of the register.
pub(crate) type Register = pallet_shareholders::Error<Test>;

/// Makes SECOND the second class of the company, all of it grace's.
pub(crate) fn second_class() {
	assert_ok!(Assets::set_authorised_maximum(signed(&founder()), SECOND, MAXIMUM));
	assert_ok!(Shareholders::create_share_class(signed(&founder()), COMPANY, SECOND));
	issue(SECOND, &grace(), 50);
}

/// Hands the company over.
pub(crate) fn hand_over() {
	assert_ok!(Assets::set_team(signed(&founder()), SHARE, company(), company(), company()));
	assert_ok!(Assets::transfer_ownership(signed(&founder()), SHARE, company()));
	assert_ok!(Shareholders::hand_over(signed(&founder()), COMPANY));
}

/// Builds a chain with a company and its class SHARE, whose 1,000 shares have their owners since before epoch 2, which
/// begins now: block 10.
pub(crate) struct ExtBuilder {
	issued: bool,
	rules: BallotRules,
	ballots: Vec<(TokenId, [u8; 32], u8, u32)>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { issued: true, rules: RULES, ballots: vec![] }
	}
}

impl ExtBuilder {
	/// Without shares.
	pub(crate) fn without_shares() -> Self {
		Self { issued: false, ..Default::default() }
	}

	pub(crate) fn with_rules(mut self, rules: BallotRules) -> Self {
		self.rules = rules;
		self
	}

	/// With ballots from genesis.
	pub(crate) fn with_ballots(mut self, ballots: Vec<(TokenId, [u8; 32], u8, u32)>) -> Self {
		self.ballots = ballots;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let people =
			|| [alice(), bob(), carol(), dave(), eve(), frank(), grace(), founder(), treasury()];
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: people().map(|who| (who, START)).to_vec(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let shares = holders().map(|(who, amount)| (SHARE, who, amount)).to_vec();
		pallet_tokens::GenesisConfig::<Test> {
			assets: vec![
				(CASH, founder(), true, 50),
				(SHARE, founder(), false, 1),
				(SECOND, founder(), false, 1),
			],
			metadata: vec![],
			accounts: people()
				.into_iter()
				.map(|who| (CASH, who, START))
				.chain(if self.issued { shares } else { vec![] })
				.collect(),
			maximums: vec![(SHARE, MAXIMUM)],
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
			platform: None,
			companies: vec![CompanyGenesis {
				founder: founder(),
				name: b"Kongsi Bhd".to_vec(),
				links: vec![],
				classes: vec![ClassGenesis {
					token: SHARE,
					payouts: vec![CASH],
					dividends: vec![],
				}],
			}],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_ballots::GenesisConfig::<Test> {
			rules: self.rules,
			ballots: self.ballots,
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		// What another test may have left in this thread.
		TransactionVersion::set(1);
		NothingAllowed::set(false);
		NothingOrdinary::set(false);
		MaxCallWeight::set(CALL_WEIGHT);
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			go_to(2);
			System::reset_events();
		});
		ext
	}

	/// Runs the test, then checks the state of ballots, register and ledger.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant of every pallet here.
pub(crate) fn check() {
	assert_eq!(Ballots::do_try_state(), Ok(()));
	assert_eq!(Shareholders::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::without_shares().build()
}
