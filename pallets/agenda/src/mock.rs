//! Test runtime: the real scheduler behind a switch that makes it fail, and real referenda in front.

use crate::{self as pallet_agenda, AddressOf, BoundedCallOf, Event, PalletsOriginOf};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		schedule::{
			v3::{Anon, Named, TaskName},
			DispatchTime, Period, Priority,
		},
		ConstU128, ConstU32, EqualPrivilegeOnly, Hooks as _, NeverEnsureOrigin, OriginTrait,
		StorePreimage, VoteTally,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo};
use scale_info::TypeInfo;
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{str_array, traits::IdentityLookup, BuildStorage, DispatchError, Perbill};
use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

pub(crate) type AccountId = u64;
pub(crate) type Address = AddressOf<Test>;

/// Tasks per block.
pub(crate) const PLACES: u32 = 4;
pub(crate) const INTERVAL: u32 = 5;
pub(crate) const STEPS: u32 = 16;
pub(crate) const DRAINED: u32 = 3;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Balances: pallet_balances,
		Preimage: pallet_preimage,
		Scheduler: pallet_scheduler,
		Agenda: pallet_agenda,
		Referenda: pallet_referenda,
	}
);

parameter_types! {
	pub MaximumWeight: Weight = Weight::from_parts(2_000_000_000_000, u64::MAX);
	pub const AlarmInterval: u32 = INTERVAL;
	/// What the scheduler says to every new task, if it is out of order.
	pub static OutOfOrder: Option<DispatchError> = None;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlockU32<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
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
	type ScheduleOrigin = NeverEnsureOrigin<()>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<PLACES>;
	type WeightInfo = ();
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_agenda::Config for Test {
	type Scheduler = Switched;
	type Preimages = Preimage;
	type AlarmInterval = AlarmInterval;
	type MaxSteps = ConstU32<STEPS>;
	type MaxDrained = ConstU32<DRAINED>;
	type WeightInfo = Round;
}

/// Weights with which a test can reckon by hand.
pub struct Round;

impl crate::WeightInfo for Round {
	fn step() -> Weight {
		Weight::from_parts(100, 0)
	}
	fn park() -> Weight {
		Weight::from_parts(10_000, 0)
	}
	fn drain(n: u32) -> Weight {
		Weight::from_parts(1 + 1_000 * u64::from(n), 0)
	}
}

/// The scheduler, which takes nothing while it is [`OutOfOrder`].
pub struct Switched;

fn in_order() -> Result<(), DispatchError> {
	OutOfOrder::get().map_or(Ok(()), Err)
}

impl Anon<u32, RuntimeCall, OriginCaller> for Switched {
	type Address = Address;
	type Hasher = <Test as frame_system::Config>::Hashing;

	fn schedule(
		when: DispatchTime<u32>,
		periodic: Option<Period<u32>>,
		priority: Priority,
		origin: OriginCaller,
		call: BoundedCallOf<Test>,
	) -> Result<Address, DispatchError> {
		in_order()?;
		<Scheduler as Anon<_, _, _>>::schedule(when, periodic, priority, origin, call)
	}

	fn cancel(address: Address) -> Result<(), DispatchError> {
		<Scheduler as Anon<_, _, _>>::cancel(address)
	}

	fn reschedule(address: Address, when: DispatchTime<u32>) -> Result<Address, DispatchError> {
		in_order()?;
		<Scheduler as Anon<_, _, _>>::reschedule(address, when)
	}

	fn next_dispatch_time(address: Address) -> Result<u32, DispatchError> {
		<Scheduler as Anon<_, _, _>>::next_dispatch_time(address)
	}
}

impl Named<u32, RuntimeCall, OriginCaller> for Switched {
	type Address = Address;
	type Hasher = <Test as frame_system::Config>::Hashing;

	fn schedule_named(
		name: TaskName,
		when: DispatchTime<u32>,
		periodic: Option<Period<u32>>,
		priority: Priority,
		origin: OriginCaller,
		call: BoundedCallOf<Test>,
	) -> Result<Address, DispatchError> {
		in_order()?;
		<Scheduler as Named<_, _, _>>::schedule_named(name, when, periodic, priority, origin, call)
	}

	fn cancel_named(name: TaskName) -> Result<(), DispatchError> {
		<Scheduler as Named<_, _, _>>::cancel_named(name)
	}

	fn reschedule_named(name: TaskName, when: DispatchTime<u32>) -> Result<Address, DispatchError> {
		in_order()?;
		<Scheduler as Named<_, _, _>>::reschedule_named(name, when)
	}

	fn next_dispatch_time(name: TaskName) -> Result<u32, DispatchError> {
		<Scheduler as Named<_, _, _>>::next_dispatch_time(name)
	}
}

/// Everybody for, or nobody.
#[derive(
	Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq,
)]
pub struct AllOrNone {
	pub all: bool,
}

impl VoteTally<u32, u8> for AllOrNone {
	fn new(_: u8) -> Self {
		Self { all: false }
	}

	fn ayes(&self, _: u8) -> u32 {
		u32::from(self.all)
	}

	fn support(&self, _: u8) -> Perbill {
		Perbill::from_percent(if self.all { 100 } else { 0 })
	}

	fn approval(&self, class: u8) -> Perbill {
		self.support(class)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn unanimity(_: u8) -> Self {
		Self { all: true }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn rejection(_: u8) -> Self {
		Self { all: false }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn from_requirements(support: Perbill, _: Perbill, _: u8) -> Self {
		Self { all: !support.is_zero() }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn setup(_: u8, _: Perbill) {}
}

/// One track, for Root: 10 blocks to decide, 5 to confirm, 6 to enact, two at a time.
pub struct OneTrack;

const HALF: Curve = Curve::LinearDecreasing {
	length: Perbill::from_percent(100),
	floor: Perbill::from_percent(50),
	ceil: Perbill::from_percent(50),
};

impl TracksInfo<u128, u32> for OneTrack {
	type Id = u8;
	type RuntimeOrigin = <RuntimeOrigin as OriginTrait>::PalletsOrigin;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<u8, u128, u32>>> {
		let info = TrackInfo {
			name: str_array("root"),
			max_deciding: 2,
			decision_deposit: 10,
			prepare_period: 1,
			decision_period: 10,
			confirm_period: 5,
			min_enactment_period: 6,
			min_approval: HALF,
			min_support: HALF,
		};
		[Cow::Owned(Track { id: 0, info })].into_iter()
	}

	fn track_for(_: &Self::RuntimeOrigin) -> Result<u8, ()> {
		Ok(0)
	}
}

impl pallet_referenda::Config for Test {
	type WeightInfo = ();
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type Scheduler = Agenda;
	type Currency = Balances;
	type SubmitOrigin = EnsureSigned<AccountId>;
	type CancelOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Slash = ();
	type Votes = u32;
	type Tally = AllOrNone;
	type SubmissionDeposit = ConstU128<2>;
	type MaxQueued = ConstU32<8>;
	type UndecidingTimeout = frame_support::traits::ConstU32<100>;
	type AlarmInterval = AlarmInterval;
	type Tracks = OneTrack;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

/// Who makes the calls of these tests.
pub(crate) const CALLER: AccountId = 1;

pub(crate) fn caller() -> PalletsOriginOf<Test> {
	RawOrigin::Signed(CALLER).into()
}

/// What a task with this number does: an event that says so.
pub(crate) fn remark(number: u32) -> Vec<u8> {
	number.to_le_bytes().to_vec()
}

pub(crate) fn call(number: u32) -> BoundedCallOf<Test> {
	let call = frame_system::Call::remark_with_event { remark: remark(number) };
	Preimage::bound(RuntimeCall::System(call)).expect("it is short")
}

/// Schedules a task without a name.
pub(crate) fn schedule(number: u32, block: u32) -> Result<Address, DispatchError> {
	let time = DispatchTime::At(block);
	<Agenda as Anon<_, _, _>>::schedule(time, None, 128, caller(), call(number))
}

pub(crate) fn cancel(address: Address) -> Result<(), DispatchError> {
	<Agenda as Anon<_, _, _>>::cancel(address)
}

pub(crate) fn reschedule(address: Address, block: u32) -> Result<Address, DispatchError> {
	<Agenda as Anon<_, _, _>>::reschedule(address, DispatchTime::At(block))
}

pub(crate) fn time_of(address: Address) -> Result<u32, DispatchError> {
	<Agenda as Anon<_, _, _>>::next_dispatch_time(address)
}

pub(crate) fn name(number: u32) -> TaskName {
	let mut name = [7; 32];
	name[..4].copy_from_slice(&number.to_le_bytes());
	name
}

/// Schedules a task that is named after its number.
pub(crate) fn schedule_named(number: u32, block: u32) -> Result<Address, DispatchError> {
	let time = DispatchTime::At(block);
	let call = call(number);
	<Agenda as Named<_, _, _>>::schedule_named(name(number), time, None, 63, caller(), call)
}

pub(crate) fn cancel_named(number: u32) -> Result<(), DispatchError> {
	<Agenda as Named<_, _, _>>::cancel_named(name(number))
}

pub(crate) fn reschedule_named(number: u32, block: u32) -> Result<Address, DispatchError> {
	<Agenda as Named<_, _, _>>::reschedule_named(name(number), DispatchTime::At(block))
}

pub(crate) fn time_of_named(number: u32) -> Result<u32, DispatchError> {
	<Agenda as Named<_, _, _>>::next_dispatch_time(name(number))
}

/// Fills a block in the scheduler itself, as if others had been there before. The tasks have numbers from 1,000,000 on.
pub(crate) fn fill(block: u32) {
	let time = DispatchTime::At(block);
	let one = || <Scheduler as Anon<_, _, _>>::schedule(time, None, 128, caller(), call(1_000_000));
	while one().is_ok() {}
}

/// Fills a block and all later ones that a task for it is offered for.
pub(crate) fn fill_all(block: u32) {
	for step in 0..=STEPS {
		fill(block + INTERVAL * step);
	}
}

/// Goes on to a block, and returns the tasks that ran on the way: block and number.
pub(crate) fn run_to(block: u32) -> Vec<(u32, u32)> {
	let mut ran = vec![];
	while System::block_number() < block {
		let now = System::block_number() + 1;
		System::set_block_number(now);
		System::reset_events();
		frame_system::BlockWeight::<Test>::kill();
		Scheduler::on_initialize(now);
		Agenda::on_initialize(now);
		ran.extend(done().into_iter().map(|number| (now, number)));
	}
	ran
}

/// What the events of these tests' calls show, and the number that stands behind it.
static SHOWN: LazyLock<BTreeMap<H256, u32>> = LazyLock::new(|| {
	let shown = |number: u32| (blake2_256(&remark(number)).into(), number);
	(0..200_000).map(shown).collect()
});

/// The numbers of the tasks that ran in this block.
fn done() -> Vec<u32> {
	let number = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::System(frame_system::Event::Remarked { hash, .. }) => {
			SHOWN.get(&hash).copied()
		}
		_ => None,
	};
	System::events().into_iter().filter_map(number).collect()
}

/// All events of this pallet in this block.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::Agenda(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

pub(crate) fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let balances = (1..=4).map(|who| (who, 10_000)).collect();
	pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
		.assimilate_storage(&mut storage)
		.unwrap();
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs the test, then checks the state.
pub(crate) fn execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		OutOfOrder::set(None);
		assert_eq!(Agenda::do_try_state(), Ok(()));
	});
}
