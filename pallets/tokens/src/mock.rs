//! Test runtime: System, Balances for KSI, the ledger, and a recorder behind the hook.

use crate::{self as pallet_tokens, Balance, Event, OnBalanceChange, Role, TokenId};
use frame_support::{
	derive_impl,
	traits::{ConstU128, ConstU32, Contains},
};
use sp_runtime::BuildStorage;
use std::{
	cell::{Cell, RefCell},
	collections::BTreeMap,
};

pub(crate) type AccountId = u64;

/// The account that owns tokens [`CASH`] and [`SHARE`].
pub(crate) const OWNER: AccountId = 1;
pub(crate) const ISSUER: AccountId = 2;
pub(crate) const ADMIN: AccountId = 3;
pub(crate) const FREEZER: AccountId = 4;
pub(crate) const ALICE: AccountId = 11;
pub(crate) const BOB: AccountId = 12;
pub(crate) const CAROL: AccountId = 13;
/// Owns no KSI and so does not exist.
pub(crate) const GHOST: AccountId = 99;

/// Sufficient.
pub(crate) const CASH: TokenId = 1;
/// Not sufficient.
pub(crate) const SHARE: TokenId = 2;
/// Never created by the builder.
pub(crate) const NONE: TokenId = 7;
/// Never destroyed: others refer to it.
pub(crate) const PINNED: TokenId = 5;

/// KSI of each account that exists.
pub(crate) const ENDOWMENT: Balance = 1_000_000;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system = 0,
		Balances: pallet_balances = 1,
		Assets: pallet_tokens = 2,
		Book: mock_book = 3,
	}
);

/// Reasons for holds that are not ours, as the order book has one.
#[allow(unreachable_pub, reason = "written by the pallet macro")]
#[frame_support::pallet]
pub mod mock_book {
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::composite_enum]
	pub enum HoldReason {
		OpenOrder,
		Bond,
		Third,
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<10>;
	type AccountStore = System;
}

impl mock_book::Config for Test {}

pub struct OnlyPinned;

impl Contains<TokenId> for OnlyPinned {
	fn contains(id: &TokenId) -> bool {
		*id == PINNED
	}
}

impl pallet_tokens::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type OnBalanceChange = Recorder;
	type Pinned = OnlyPinned;
	type AssetDeposit = ConstU128<100>;
	type AssetAccountDeposit = ConstU128<20>;
	type MetadataDepositBase = ConstU128<30>;
	type MetadataDepositPerByte = ConstU128<2>;
	type ApprovalDeposit = ConstU128<5>;
	type StringLimit = ConstU32<50>;
	type RemoveItemsLimit = ConstU32<5>;
	type MaxHolds = ConstU32<2>;
	type WeightInfo = pallet_tokens::weights::SubstrateWeight<Test>;
}

/// One call of the hook: token, account, total before, total after.
pub(crate) type Report = (TokenId, AccountId, Balance, Balance);

thread_local! {
	static MEDDLE: Cell<bool> = const { Cell::new(false) };
	static REPORTS: RefCell<Vec<Report>> = const { RefCell::new(Vec::new()) };
	static TOTALS: RefCell<BTreeMap<(TokenId, AccountId), Balance>> =
		const { RefCell::new(BTreeMap::new()) };
}

/// Notes every report and checks that it continues where the last one for the account ended.
///
/// Thread-local, so it does not roll back with storage: tests that let an operation fail after it
/// reported would see it. None should exist.
pub struct Recorder;

impl OnBalanceChange<TokenId, AccountId, Balance> for Recorder {
	fn on_balance_change(id: TokenId, who: &AccountId, old: Balance, new: Balance) {
		assert_ne!(old, new, "reported without a change");
		if MEDDLE.take() {
			Assets::transfer(signed(BOB), id, CAROL, 10).unwrap();
		}
		assert_eq!(total(id, *who), new, "reported before it was written, or wrongly");
		REPORTS.with(|reports| reports.borrow_mut().push((id, *who, old, new)));
		TOTALS.with(|totals| {
			let last = totals.borrow_mut().insert((id, *who), new).unwrap_or(0);
			assert_eq!(last, old, "a change of {who} in token {id} went unreported");
		});
	}
}

/// Makes the next call of the hook do what no hook may: move 10 atoms from [`BOB`] to [`CAROL`].
pub(crate) fn meddle() {
	MEDDLE.set(true);
}

/// The reports since the last call of this function.
pub(crate) fn reports() -> Vec<Report> {
	REPORTS.with(|reports| reports.borrow_mut().drain(..).collect())
}

fn forget_reports() {
	reports();
	TOTALS.with(|totals| totals.borrow_mut().clear());
}

/// Invariant 26: the reports, replayed, give the ledger.
pub(crate) fn assert_reports_match_ledger() {
	let mut replayed = TOTALS.with(|totals| totals.borrow().clone());
	replayed.retain(|_, total| *total > 0);
	let ledger: BTreeMap<_, _> = crate::Account::<Test>::iter()
		.map(|(id, who, record)| ((id, who), record.total()))
		.filter(|(_, total)| *total > 0)
		.collect();
	assert_eq!(replayed, ledger);
}

pub(crate) fn open_order() -> RuntimeHoldReason {
	mock_book::HoldReason::OpenOrder.into()
}

pub(crate) fn bond() -> RuntimeHoldReason {
	mock_book::HoldReason::Bond.into()
}

pub(crate) fn third() -> RuntimeHoldReason {
	mock_book::HoldReason::Third.into()
}

pub(crate) fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn free(id: TokenId, who: AccountId) -> Balance {
	crate::Account::<Test>::get(id, who).map_or(0, |record| record.balance)
}

pub(crate) fn held(id: TokenId, who: AccountId) -> Balance {
	crate::Account::<Test>::get(id, who).map_or(0, |record| record.held())
}

pub(crate) fn total(id: TokenId, who: AccountId) -> Balance {
	crate::Account::<Test>::get(id, who).map_or(0, |record| record.total())
}

pub(crate) fn supply(id: TokenId) -> Balance {
	crate::Asset::<Test>::get(id).map_or(0, |details| details.supply)
}

/// KSI of `who` on hold for one of our deposits.
pub(crate) fn deposit(reason: crate::HoldReason, who: AccountId) -> Balance {
	use frame_support::traits::fungible::hold::Inspect;
	Balances::balance_on_hold(&reason.into(), &who)
}

/// The newest event, which must be one of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	match System::events().pop().expect("an event").event {
		RuntimeEvent::Assets(event) => event,
		other => panic!("{other:?}"),
	}
}

pub(crate) fn account_of(role: Role) -> AccountId {
	match role {
		Role::Owner => OWNER,
		Role::Issuer => ISSUER,
		Role::Admin => ADMIN,
		Role::Freezer => FREEZER,
	}
}

pub(crate) const ROLES: [Role; 4] = [Role::Owner, Role::Issuer, Role::Admin, Role::Freezer];

/// Builds a chain with [`CASH`] and [`SHARE`], a team of four, and KSI for everyone but [`GHOST`].
pub(crate) struct ExtBuilder {
	min_balance: Balance,
	accounts: Vec<(TokenId, AccountId, Balance)>,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { min_balance: 10, accounts: Vec::new() }
	}
}

impl ExtBuilder {
	/// Minimum balance of both tokens; 10 by default.
	pub(crate) fn min_balance(mut self, min_balance: Balance) -> Self {
		self.min_balance = min_balance;
		self
	}

	/// Free tokens from the first block.
	pub(crate) fn with(mut self, id: TokenId, who: AccountId, amount: Balance) -> Self {
		self.accounts.push((id, who, amount));
		self
	}

	fn build(self) -> sp_io::TestExternalities {
		forget_reports();
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		let rich = [OWNER, ISSUER, ADMIN, FREEZER, ALICE, BOB, CAROL];
		pallet_balances::GenesisConfig::<Test> {
			balances: rich.into_iter().map(|who| (who, ENDOWMENT)).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_tokens::GenesisConfig::<Test> {
			assets: vec![
				(CASH, OWNER, true, self.min_balance),
				(SHARE, OWNER, false, self.min_balance),
			],
			metadata: vec![(CASH, b"Ringgit".to_vec(), b"MYR".to_vec(), 2)],
			accounts: self.accounts,
			maximums: vec![],
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			for id in [CASH, SHARE] {
				Assets::set_team(signed(OWNER), id, ISSUER, ADMIN, FREEZER).unwrap();
			}
			System::reset_events();
		});
		reports();
		ext
	}

	/// Runs the test, then checks the state and the reports of the hook.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Assets::do_try_state().unwrap();
			assert_reports_match_ledger();
		});
	}

	/// For functions whose very purpose is to change one side of `supply = Σ totals` only.
	pub(crate) fn build_and_execute_unbalanced(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			assert_reports_match_ledger();
		});
	}
}

/// Storage for benchmarks' tests.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::default().build()
}

/// What the recorder knows, for tests that roll storage back.
pub(crate) fn recorder_snapshot() -> BTreeMap<(TokenId, AccountId), Balance> {
	TOTALS.with(|totals| totals.borrow().clone())
}

/// Forgets what the recorder heard since `snapshot`.
pub(crate) fn recorder_restore(snapshot: BTreeMap<(TokenId, AccountId), Balance>) {
	reports();
	TOTALS.with(|totals| *totals.borrow_mut() = snapshot);
}
