//! Test runtime: System, Balances for KSI behind the register's store, the token ledger, holds as the order book has them, the
//! register, and the real preimages, scheduler and referenda over which share voting runs.

use crate::{
	self as pallet_share_voting, Event, KsiRegister, OverReferenda, PollIndex, PollInfo,
	PollRecord, RecordStage, Records, Scope, Tally, TrackId, VoteOf, Votes,
};
use codec::Encode as _;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::hold::{Inspect as _, Mutate as _},
		schedule::DispatchTime,
		tokens::{fungible::UnionOf, Fortitude::Polite, Precision::Exact, Restriction::Free},
		ConstU128, ConstU32, Contains, EqualPrivilegeOnly, Hooks as _, Nothing, OriginTrait,
		StorePreimage as _,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use pallet_referenda::{
	Curve, ReferendumInfo, ReferendumInfoFor, ReferendumStatusOf, Track, TrackInfo, TrackQueue,
	TracksInfo,
};
use pallet_shareholders::{Calendar, ClassStatus, Classes, KsiStore, Pinned, PlatformGenesis, KSI};
use share_voting_tally::{Count, Side};
use shareholders_accounting::{AccountingError, Block, Epoch, TokenId};
use sp_runtime::{
	str_array,
	traits::{Convert, IdentityLookup},
	AccountId32, BuildStorage, DispatchResult, Either, Perbill,
};
use std::borrow::Cow;

pub(crate) type AccountId = AccountId32;

pub(crate) const EXISTENTIAL_DEPOSIT: u128 = 10;
pub(crate) const EPOCH_BLOCKS: u32 = 10;
/// Daily boundaries are at blocks 20, 40, 60, ...
pub(crate) const DAY_EPOCHS: u32 = 2;
pub(crate) const FREE_VOTE: u128 = 1_000;
pub(crate) const SUBMISSION_DEPOSIT: u128 = 100;
pub(crate) const DECISION_DEPOSIT: u128 = 500;
pub(crate) const MAX_QUEUED: u32 = 4;
pub(crate) const UNDECIDING_TIMEOUT: u32 = 200;
/// What all holders own together.
pub(crate) const BASE: u128 = 1_000_000;
/// What the platform's accounts and proposers have, who do not vote.
pub(crate) const AMPLE: u128 = 10_000_000;

/// Decision 40, confirmation 8; at most 2 at a time; 60 % of the votes and 10 % of all KSI from block 20 of it on.
pub(crate) const SLOW: TrackId = 0;
/// Decision 24, confirmation 6; at most 3 at a time; 50 % and 5 %.
pub(crate) const QUICK: TrackId = 1;
/// Decision 12, confirmation 3; at most 2 at a time; 80 % and 15 %. Urgent.
pub(crate) const URGENT: TrackId = 2;

pub(crate) fn account(number: u8) -> AccountId {
	AccountId32::new([number; 32])
}

/// Owns half.
pub(crate) fn alice() -> AccountId {
	account(1)
}
/// Owns 30 %.
pub(crate) fn bob() -> AccountId {
	account(2)
}
/// Owns 12 %.
pub(crate) fn carol() -> AccountId {
	account(3)
}
/// Owns 4 %.
pub(crate) fn dave() -> AccountId {
	account(4)
}
/// Owns 3.95 %.
pub(crate) fn eve() -> AccountId {
	account(5)
}
/// Owns 500 atoms.
pub(crate) fn frank() -> AccountId {
	account(6)
}
/// Owns nothing at first.
pub(crate) fn ghost() -> AccountId {
	account(9)
}
/// Has KSI for deposits and does not vote.
pub(crate) fn proposer() -> AccountId {
	account(100)
}
/// The account of the platform.
fn treasury() -> AccountId {
	account(101)
}
/// Places decision deposits.
pub(crate) fn fund() -> AccountId {
	ShareVoting::fund_account()
}

pub(crate) fn holders() -> [(AccountId, u128); 6] {
	[
		(alice(), 500_000),
		(bob(), 300_000),
		(carol(), 120_000),
		(dave(), 40_000),
		(eve(), 39_500),
		(frank(), 500),
	]
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Assets: pallet_tokens,
		Orders: mock_orders,
		Shareholders: pallet_shareholders,
		Preimage: pallet_preimage,
		Scheduler: pallet_scheduler,
		Referenda: pallet_referenda,
		ShareVoting: pallet_share_voting,
	}
);

/// A reason for holds, as the order book has one, and something for a referendum to do.
#[allow(unreachable_pub, reason = "written by the pallet macro")]
#[frame_support::pallet]
pub mod mock_orders {
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::composite_enum]
	pub enum HoldReason {
		OpenOrder,
	}

	/// What referenda have done.
	#[pallet::storage]
	pub type Enacted<T> = StorageValue<_, BoundedVec<u32, ConstU32<10_000>>, ValueQuery>;

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Notes a number, for whoever a referendum speaks as.
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::from_parts(1_000_000, 0))]
		pub fn enact(origin: OriginFor<T>, number: u32, text: Vec<u8>) -> DispatchResult {
			let _ = (origin, text);
			Enacted::<T>::try_append(number).map_err(|()| DispatchError::Exhausted)
		}
	}
}

parameter_types! {
	pub const ShareholdersId: PalletId = PalletId(*b"kongsi/s");
	pub const FundId: PalletId = PalletId(*b"kongsi/v");
	pub Treasury: AccountId = treasury();
	pub MaximumWeight: Weight = Weight::from_parts(2_000_000_000_000, u64::MAX);
	pub static AlarmInterval: u32 = 1;
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

impl pallet_shareholders::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = UnionOf<Balances, Assets, ZeroIsKsi, TokenId, AccountId>;
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

#[cfg(feature = "runtime-benchmarks")]
pub struct Creator;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_shareholders::BenchmarkHelper<AccountId> for Creator {
	fn endow(who: &AccountId) {
		use frame_support::traits::fungible::Mutate as _;
		assert_ok!(Balances::mint_into(who, AMPLE));
	}

	fn create_token(token: TokenId, owner: &AccountId, maximum: u128) {
		assert_ok!(Assets::create(signed(owner), token, owner.clone(), 1));
		assert_ok!(Assets::set_authorised_maximum(signed(owner), token, maximum));
	}
}

impl pallet_preimage::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = ();
}

impl pallet_scheduler::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	// More than any test needs, because the stock scheduler refuses what does not fit.
	type MaxScheduledPerBlock = ConstU32<512>;
	type WeightInfo = ();
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

/// The tracks above. Root speaks on the slow one, nobody on the quick one, an account on the urgent one.
pub struct Tracks;

const fn falling(floor: u32) -> Curve {
	Curve::LinearDecreasing {
		length: Perbill::from_percent(50),
		floor: Perbill::from_percent(floor),
		ceil: Perbill::from_percent(100),
	}
}

const fn track(
	id: TrackId,
	max_deciding: u32,
	decision_period: u32,
	confirm_period: u32,
	floors: (u32, u32),
) -> Track<TrackId, u128, u32> {
	Track {
		id,
		info: TrackInfo {
			name: str_array("track"),
			max_deciding,
			decision_deposit: DECISION_DEPOSIT,
			prepare_period: 4,
			decision_period,
			confirm_period,
			min_enactment_period: 5,
			min_approval: falling(floors.0),
			min_support: Curve::LinearDecreasing {
				length: Perbill::from_percent(50),
				floor: Perbill::from_percent(floors.1),
				ceil: Perbill::from_percent(50),
			},
		},
	}
}

impl TracksInfo<u128, u32> for Tracks {
	type Id = TrackId;
	type RuntimeOrigin = <RuntimeOrigin as OriginTrait>::PalletsOrigin;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<TrackId, u128, u32>>> {
		static DATA: [Track<TrackId, u128, u32>; 3] = [
			track(SLOW, 2, 40, 8, (60, 10)),
			track(QUICK, 3, 24, 6, (50, 5)),
			track(URGENT, 2, 12, 3, (80, 15)),
		];
		DATA.iter().map(Cow::Borrowed)
	}

	fn track_for(origin: &Self::RuntimeOrigin) -> Result<TrackId, ()> {
		match RawOrigin::try_from(origin.clone()) {
			Ok(RawOrigin::Root) => Ok(SLOW),
			Ok(RawOrigin::None) => Ok(QUICK),
			Ok(RawOrigin::Signed(_)) => Ok(URGENT),
			_ => Err(()),
		}
	}
}

impl pallet_referenda::Config for Test {
	type WeightInfo = ();
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type Scheduler = Scheduler;
	type Currency = Balances;
	type SubmitOrigin = EnsureSigned<AccountId>;
	type CancelOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Slash = ();
	type Votes = u128;
	type Tally = Tally;
	type SubmissionDeposit = ConstU128<SUBMISSION_DEPOSIT>;
	type MaxQueued = ConstU32<MAX_QUEUED>;
	type UndecidingTimeout = ConstU32<UNDECIDING_TIMEOUT>;
	type AlarmInterval = AlarmInterval;
	type Tracks = Tracks;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

pub struct UrgentTracks;

impl Contains<TrackId> for UrgentTracks {
	fn contains(track: &TrackId) -> bool {
		*track == URGENT
	}
}

impl pallet_share_voting::Config for Test {
	type Polls = Referenda;
	type Timeline = OverReferenda<Test>;
	type DecisionDeposits = OverReferenda<Test>;
	type Register = KsiRegister<Test>;
	type UrgentTracks = UrgentTracks;
	type PalletId = FundId;
	type SponsorPpm = ConstU32<10_000>;
	type FreeVoteWeight = ConstU128<FREE_VOTE>;
	type MaxAccounts = ConstU32<50>;
	type MaxClear = ConstU32<100>;
	type WeightInfo = pallet_share_voting::weights::SubstrateWeight<Test>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarking::WithReferenda<Test>;
}

pub(crate) fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// Free and held.
pub(crate) fn total(who: &AccountId) -> u128 {
	use frame_support::traits::fungible::Inspect as _;
	Balances::total_balance(who)
}

fn open_order() -> RuntimeHoldReason {
	mock_orders::HoldReason::OpenOrder.into()
}

/// Puts KSI into an open order.
pub(crate) fn hold(who: &AccountId, amount: u128) -> DispatchResult {
	Balances::hold(&open_order(), who, amount)
}

/// Takes KSI out of an open order.
pub(crate) fn release(who: &AccountId, amount: u128) -> DispatchResult {
	Balances::release(&open_order(), who, amount, Exact).map(|_| ())
}

/// What somebody has in open orders.
pub(crate) fn in_orders(who: &AccountId) -> u128 {
	Balances::balance_on_hold(&open_order(), who)
}

/// An open order is filled: its KSI goes to the buyer.
pub(crate) fn fill(seller: &AccountId, buyer: &AccountId, amount: u128) -> DispatchResult {
	Balances::transfer_on_hold(&open_order(), seller, buyer, amount, Exact, Free, Polite)
		.map(|_| ())
}

/// Sells KSI that is free.
pub(crate) fn sell(from: &AccountId, to: &AccountId, amount: u128) -> DispatchResult {
	Balances::transfer_allow_death(signed(from), to.clone(), amount)
}

/// One block with all its hooks.
pub(crate) fn next_block() {
	let block = System::block_number() + 1;
	System::set_block_number(block);
	Shareholders::on_initialize(block);
	Scheduler::on_initialize(block);
	ShareVoting::on_initialize(block);
}

/// Lets blocks pass up to this one.
pub(crate) fn run_to(block: Block) {
	while System::block_number() < block {
		next_block();
	}
}

pub(crate) fn pass(blocks: Block) {
	run_to(System::block_number() + blocks);
}

/// Whom the referenda of a track speak as.
pub(crate) fn voice(track: TrackId) -> OriginCaller {
	OriginCaller::system(match track {
		SLOW => RawOrigin::Root,
		QUICK => RawOrigin::None,
		_ => RawOrigin::Signed(proposer()),
	})
}

/// A call that notes a number, with a text of so many bytes.
fn enact(number: u32, length: usize) -> RuntimeCall {
	mock_orders::Call::enact { number, text: vec![0; length] }.into()
}

fn submitted(track: TrackId, call: RuntimeCall) -> PollIndex {
	let index = pallet_referenda::ReferendumCount::<Test>::get();
	let proposal = Preimage::bound(call).expect("it is short");
	let origin = Box::new(voice(track));
	let now = DispatchTime::After(0);
	assert_ok!(Referenda::submit(signed(&proposer()), origin, proposal, now));
	index
}

/// Submits a referendum that notes its own number.
pub(crate) fn submit(track: TrackId) -> PollIndex {
	let index = pallet_referenda::ReferendumCount::<Test>::get();
	submitted(track, enact(index, 0))
}

/// One that is too long to be kept in its record.
pub(crate) fn submit_long(track: TrackId) -> PollIndex {
	let call = enact(0, 300);
	assert!(call.encode().len() > 128);
	submitted(track, call)
}

/// Places the decision deposit out of the proposer's pocket.
pub(crate) fn deposit(poll: PollIndex) -> DispatchResult {
	Referenda::place_decision_deposit(signed(&proposer()), poll)
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// A referendum with a deposit whose preparation is over: it is being decided if there is a place.
pub(crate) fn prepared(track: TrackId) -> PollIndex {
	let poll = submit(track);
	assert_ok!(deposit(poll));
	pass(4);
	poll
}

/// One that is being decided.
pub(crate) fn deciding(track: TrackId) -> PollIndex {
	let poll = prepared(track);
	assert!(status(poll).deciding.is_some(), "the track is full");
	poll
}

/// The record of an ongoing referendum.
pub(crate) fn status(poll: PollIndex) -> ReferendumStatusOf<Test, ()> {
	Referenda::ensure_ongoing(poll).expect("it is ongoing")
}

/// Changes it, as what has gone wrong would.
pub(crate) fn tamper(poll: PollIndex, change: impl FnOnce(&mut ReferendumStatusOf<Test, ()>)) {
	let mut found = status(poll);
	change(&mut found);
	ReferendumInfoFor::<Test>::insert(poll, ReferendumInfo::Ongoing(found));
}

pub(crate) fn queue(track: TrackId) -> Vec<PollIndex> {
	TrackQueue::<Test>::get(track).into_iter().map(|(poll, _)| poll).collect()
}

pub(crate) fn is_approved(poll: PollIndex) -> bool {
	matches!(ReferendumInfoFor::<Test>::get(poll), Some(ReferendumInfo::Approved(..)))
}

pub(crate) fn is_rejected(poll: PollIndex) -> bool {
	matches!(ReferendumInfoFor::<Test>::get(poll), Some(ReferendumInfo::Rejected(..)))
}

/// The numbers of referenda that have run.
pub(crate) fn enacted() -> Vec<u32> {
	mock_orders::Enacted::<Test>::get().into_inner()
}

pub(crate) fn cancel(poll: PollIndex) -> DispatchResult {
	Referenda::cancel(RuntimeOrigin::root(), poll)
}

pub(crate) fn vote(who: &AccountId, poll: PollIndex, side: Side) -> DispatchResult {
	ShareVoting::vote(signed(who), poll, side).map(|_| ()).map_err(|refused| refused.error)
}

pub(crate) fn poke(poll: PollIndex, accounts: &[AccountId]) -> DispatchResult {
	let accounts = accounts.to_vec().try_into().expect("they fit");
	ShareVoting::poke(signed(&ghost()), poll, accounts).map(|_| ()).map_err(|refused| refused.error)
}

pub(crate) fn delegate(who: &AccountId, scope: Scope, delegate: &AccountId) -> DispatchResult {
	ShareVoting::delegate(signed(who), scope, delegate.clone())
}

pub(crate) fn attach(poll: PollIndex, accounts: &[AccountId]) -> DispatchResult {
	let accounts = accounts.to_vec().try_into().expect("they fit");
	ShareVoting::attach(signed(&ghost()), poll, accounts)
}

pub(crate) fn sponsor(who: &AccountId, poll: PollIndex) -> DispatchResult {
	ShareVoting::sponsor(signed(who), poll).map(|_| ()).map_err(|refused| refused.error)
}

pub(crate) fn close(poll: PollIndex) -> DispatchResult {
	ShareVoting::close(signed(&ghost()), poll).map(|_| ()).map_err(|refused| refused.error)
}

pub(crate) fn clear(poll: PollIndex, limit: u32) -> DispatchResult {
	ShareVoting::clear(signed(&ghost()), poll, limit).map(|_| ()).map_err(|refused| refused.error)
}

pub(crate) fn info(poll: PollIndex) -> PollInfo {
	ShareVoting::poll(poll).expect("a poll")
}

/// Ayes, nays, abstentions.
pub(crate) fn tally(poll: PollIndex) -> (u128, u128, u128) {
	let Count { ayes, nays, abstain, .. } = status(poll).tally.0;
	(ayes, nays, abstain)
}

pub(crate) fn vote_of(poll: PollIndex, who: &AccountId) -> Option<VoteOf<Test>> {
	Votes::<Test>::get(poll, who)
}

pub(crate) fn record(poll: PollIndex) -> PollRecord {
	Records::<Test>::get(poll).expect("a record")
}

pub(crate) fn extensions(poll: PollIndex) -> u8 {
	match record(poll).stage {
		RecordStage::Voting(swing) => swing.extensions,
		_ => 0,
	}
}

/// How often the register refers to a date.
pub(crate) fn references(date: Epoch) -> u32 {
	let class = Classes::<Test>::get(KSI).expect("a class");
	class.register.dates.get(date).map_or(0, |date| date.references)
}

/// The dates of the register that something refers to.
pub(crate) fn live_dates() -> Vec<Epoch> {
	let class = Classes::<Test>::get(KSI).expect("a class");
	class.register.dates.as_slice().iter().map(|date| date.epoch).collect()
}

/// The register of KSI stops.
pub(crate) fn halt() {
	set_status(ClassStatus::Halted(AccountingError::Corrupt));
}

/// It goes on, as after a repair.
pub(crate) fn repair() {
	set_status(ClassStatus::Live);
}

fn set_status(status: ClassStatus) {
	Classes::<Test>::mutate_extant(KSI, |class| class.status = status);
}

/// The events of this pallet since the last reset.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::ShareVoting(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest one.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// An error of the register.
pub(crate) type Register = pallet_shareholders::Error<Test>;

/// Builds a chain in block 1, where the holders own KSI and referenda can be submitted.
pub(crate) struct ExtBuilder {
	platform: bool,
	date_every: u32,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { platform: true, date_every: DAY_EPOCHS }
	}
}

impl ExtBuilder {
	/// KSI is no share class.
	pub(crate) fn without_register() -> Self {
		Self { platform: false, ..Self::default() }
	}

	/// A day has so many epochs.
	pub(crate) fn with_day(mut self, epochs: u32) -> Self {
		self.date_every = epochs;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		let platform = || [proposer(), treasury(), fund()];
		pallet_balances::GenesisConfig::<Test> {
			balances: holders().into_iter().chain(platform().map(|who| (who, AMPLE))).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let excluded = platform().to_vec();
		pallet_shareholders::GenesisConfig::<Test> {
			calendar: Calendar {
				epoch_blocks: EPOCH_BLOCKS,
				min_stream: 2,
				min_notice: 2,
				auction: 2,
			},
			platform: self.platform.then(|| PlatformGenesis { excluded, payouts: vec![] }),
			companies: vec![],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_share_voting::GenesisConfig::<Test> {
			date_every: self.date_every,
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		// What another test may have left in this thread.
		AlarmInterval::set(1);
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			next_block();
			System::reset_events();
		});
		ext
	}

	/// Runs the test, then checks the state of votes, register and ledger.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

/// Every invariant of every pallet here that says what it is.
pub(crate) fn check() {
	assert_eq!(ShareVoting::do_try_state(), Ok(()));
	assert_eq!(Shareholders::do_try_state(), Ok(()));
	assert_eq!(Assets::do_try_state(), Ok(()));
}

/// Storage for the tests of benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::default().build()
}
