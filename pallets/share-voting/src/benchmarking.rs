//! Worst cases that produce the weights.
//!
//! Worst means: the lines of those who vote have an entry for each record date for which there is room; the vote is the first in
//! a poll that has had signatures, or comes in its last quarter from somebody who follows a delegate; the agendas in which the
//! alarms of the poll are set have many tasks.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	Call, Config, Daily, DecisionDeposits as _, Delegates, Pallet, PollIndex, PollTimeline as _,
	RecordStage, Records, Scope, ShareRegister as _, Sponsors, Tally, TrackId, Votes,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::Mutate as _,
		schedule::{v3::Anon, DispatchTime},
		Bounded, Contains, Get, Hooks as _, StorePreimage as _,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System, RawOrigin};
use pallet_referenda::{
	BalanceOf, BlockNumberFor as MomentOf, CallOf, DecidingCount, DecidingStatus, Deposit,
	ReferendumCount, ReferendumInfo, ReferendumInfoFor, ReferendumStatusOf, TrackQueue, TracksInfo,
};
use pallet_shareholders::{Pallet as Shareholders, KSI};
use share_voting_tally::Side;
use shareholders_accounting::{Epoch, Vote, MAX_DATES};
use sp_runtime::traits::{BlockNumberProvider, Saturating as _, StaticLookup};

/// What benchmarks need of a runtime. [`WithReferenda`] provides it.
pub trait BenchmarkHelper<AccountId> {
	/// Gives an account so much KSI.
	fn endow(who: &AccountId, amount: u128);
	/// Goes to the first block of an epoch, with the register's boundary taken.
	fn go_to(epoch: Epoch);
	/// A poll on a track that is not urgent, with what it would do in its record, that lacks nothing but its decision deposit.
	fn preparing_poll() -> PollIndex;
	/// One that has long been decided: it is in its last quarter and does not pass.
	fn deciding_poll() -> PollIndex;
	/// One that believes to be queued and is not; its track is full, and its queue has one place.
	fn stuck_poll() -> PollIndex;
	/// A track in whose queue are so many polls that have ended.
	fn dead_queue(length: u32) -> TrackId;
	/// Ends a poll.
	fn end(poll: PollIndex);
}

/// Polls of `pallet_referenda` and KSI of `pallet_shareholders`, for benchmarks.
pub struct WithReferenda<T>(PhantomData<T>);

/// Tasks in the agendas where alarms are set.
const TASKS: u32 = 200;

impl<T> WithReferenda<T>
where
	T: Config + pallet_referenda::Config<Tally = Tally, Votes = u128>,
	T::Tracks: TracksInfo<BalanceOf<T, ()>, MomentOf<T, ()>, Id = TrackId>,
{
	fn track() -> TrackId {
		let mut tracks = T::Tracks::tracks().map(|track| track.id);
		tracks.find(|track| !T::UrgentTracks::contains(track)).expect("not all are urgent")
	}

	fn now() -> MomentOf<T, ()> {
		<T as pallet_referenda::Config>::BlockNumberProvider::current_block_number()
	}

	/// A poll without an alarm, submitted long ago.
	fn create() -> PollIndex {
		let poll = ReferendumCount::<T>::mutate(|count| {
			*count += 1;
			*count - 1
		});
		let call: CallOf<T, ()> = frame_system::Call::remark { remark: Vec::new() }.into();
		let status = ReferendumStatusOf::<T, ()> {
			track: Self::track(),
			origin: RawOrigin::Root.into(),
			proposal: <T as pallet_referenda::Config>::Preimages::bound(call).expect("short"),
			enactment: DispatchTime::After(0u32.into()),
			submitted: 0u32.into(),
			submission_deposit: Deposit { who: account("submitter", 0, 0), amount: 0u32.into() },
			decision_deposit: None,
			deciding: None,
			tally: Tally::default(),
			in_queue: false,
			alarm: None,
		};
		ReferendumInfoFor::<T>::insert(poll, ReferendumInfo::Ongoing(status));
		poll
	}

	fn change(poll: PollIndex, with: impl FnOnce(&mut ReferendumStatusOf<T, ()>)) {
		let mut status = pallet_referenda::Pallet::<T>::ensure_ongoing(poll).expect("ongoing");
		with(&mut status);
		ReferendumInfoFor::<T>::insert(poll, ReferendumInfo::Ongoing(status));
	}

	/// Fills the agendas of the next alarms. What a scheduler does not take is not needed.
	fn fill_agendas() {
		let interval = T::AlarmInterval::get().max(1u32.into());
		let next = (Self::now() / interval + 1u32.into()) * interval;
		for when in [next, next + interval] {
			for _ in 0..TASKS {
				let call: CallOf<T, ()> = frame_system::Call::remark { remark: Vec::new() }.into();
				let call: Bounded<_, T::Hashing> =
					<T as pallet_referenda::Config>::Preimages::bound(call).expect("short");
				let _taken = <T as pallet_referenda::Config>::Scheduler::schedule(
					DispatchTime::At(when),
					None,
					255,
					RawOrigin::Root.into(),
					call,
				);
			}
		}
	}
}

impl<T> BenchmarkHelper<T::AccountId> for WithReferenda<T>
where
	T: Config + pallet_shareholders::Config + pallet_referenda::Config<Tally = Tally, Votes = u128>,
	T::Tracks: TracksInfo<BalanceOf<T, ()>, MomentOf<T, ()>, Id = TrackId>,
{
	fn endow(who: &T::AccountId, amount: u128) {
		T::Tokens::mint_into(KSI, who, amount).expect("it can be counted");
	}

	fn go_to(epoch: Epoch) {
		let block: BlockNumberFor<T> = Shareholders::<T>::first_block_of(epoch).into();
		System::<T>::set_block_number(block);
		Shareholders::<T>::on_initialize(block);
		Pallet::<T>::on_initialize(block);
	}

	fn preparing_poll() -> PollIndex {
		Self::create()
	}

	fn deciding_poll() -> PollIndex {
		let poll = Self::create();
		let track = T::Tracks::info(Self::track()).expect("it exists").into_owned();
		let part = track.decision_period - track.decision_period / 8u32.into();
		let late = Self::now().saturating_sub(part);
		Self::change(poll, |status| {
			status.deciding = Some(DecidingStatus { since: late, confirming: None });
		});
		DecidingCount::<T>::insert(Self::track(), 1);
		Self::fill_agendas();
		poll
	}

	fn stuck_poll() -> PollIndex {
		let poll = Self::create();
		let track = T::Tracks::info(Self::track()).expect("it exists").into_owned();
		DecidingCount::<T>::insert(Self::track(), track.max_deciding);
		let others: Vec<_> =
			(1..T::MaxQueued::get()).map(|other| (1_000_000 + other, 0u128)).collect();
		TrackQueue::<T>::insert(Self::track(), BoundedVec::truncate_from(others));
		Self::change(poll, |status| status.in_queue = true);
		Self::fill_agendas();
		poll
	}

	fn dead_queue(length: u32) -> TrackId {
		let mut polls = Vec::new();
		for _ in 0..length {
			let poll = Self::create();
			Self::end(poll);
			polls.push((poll, 0u128));
		}
		TrackQueue::<T>::insert(Self::track(), BoundedVec::truncate_from(polls));
		Self::track()
	}

	fn end(poll: PollIndex) {
		let status = pallet_referenda::Pallet::<T>::ensure_ongoing(poll).expect("ongoing");
		let (submission, decision) = (status.submission_deposit, status.decision_deposit);
		let info = ReferendumInfo::Approved(Self::now(), Some(submission), decision);
		ReferendumInfoFor::<T>::insert(poll, info);
	}
}

const AMPLE: u128 = 1 << 64;
/// What the fund gets, after a boundary: it may be excluded, and the register knows the supply of the last boundary only.
const FUND: u128 = AMPLE >> 1;
/// When everything happens: late enough for a decision to have been begun long ago.
const LATER: Epoch = 20_000;
/// Record dates that are left: the daily one, that of signatures, that of the poll.
const ROOM: u32 = 4;

type Helper<T> = <T as Config>::BenchmarkHelper;

fn voter<T: Config>(index: u32) -> T::AccountId {
	account("voter", index, 0)
}

fn leader<T: Config>(index: u32) -> T::AccountId {
	account("leader", index, 0)
}

/// Accounts with KSI and full lines, at a boundary.
fn world<T: Config>(accounts: &[T::AccountId]) {
	for who in accounts {
		Helper::<T>::endow(who, AMPLE);
	}
	for date in LATER..LATER + MAX_DATES - ROOM {
		Helper::<T>::go_to(date);
		T::Register::reserve(date).expect("there is room");
		for who in accounts {
			Helper::<T>::endow(who, 1);
		}
	}
	// The daily date is one of those.
	Helper::<T>::go_to(LATER + MAX_DATES);
}

/// Each of `n` accounts has a delegate of its own, who has voted in a poll in its last quarter.
fn delegated<T: Config>(n: u32) -> PollIndex {
	let all: Vec<_> = (0..n).flat_map(|index| [voter::<T>(index), leader::<T>(index)]).collect();
	world::<T>(&all);
	let poll = Helper::<T>::deciding_poll();
	for index in 0..n {
		Pallet::<T>::do_delegate(voter::<T>(index), Scope::All, leader::<T>(index)).unwrap();
		Pallet::<T>::do_vote(leader::<T>(index), poll, Side::Abstain).unwrap();
	}
	poll
}

/// The same, attached.
fn attached<T: Config>(n: u32) -> PollIndex {
	let poll = delegated::<T>(n);
	Pallet::<T>::do_attach(poll, voters::<T>(n)).unwrap();
	poll
}

fn voters<T: Config>(n: u32) -> Vec<T::AccountId> {
	(0..n).map(voter::<T>).collect()
}

/// A poll that somebody has signed for and that is being decided by now.
fn signed_for<T: Config>(who: &T::AccountId) -> PollIndex {
	let poll = Helper::<T>::deciding_poll();
	let track = T::Timeline::poll(poll).expect("it exists").track;
	let record_date = Pallet::<T>::reserve_for(track).expect("there is a date");
	let base = T::Register::eligible_at(record_date).unwrap();
	let stage = RecordStage::Signing;
	Sponsors::<T>::insert(poll, who, 1);
	let record = crate::PollRecord { track, record_date, base, signed: 1, funded: false, stage };
	Records::<T>::insert(poll, record);
	poll
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn take_daily_date() {
		world::<T>(&[voter::<T>(0)]);
		Daily::<T>::mutate(|daily| daily.next = 0);
		let before = Daily::<T>::get();

		#[block]
		{
			Pallet::<T>::take_daily_date();
		}

		assert_ne!(Daily::<T>::get(), before);
	}

	#[benchmark]
	fn register() {
		let who = voter::<T>(0);
		world::<T>(&[who.clone()]);
		let poll = signed_for::<T>(&who);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), poll);

		assert!(matches!(Records::<T>::get(poll).unwrap().stage, RecordStage::Voting(_)));
	}

	/// It turns the poll in its last quarter.
	#[benchmark]
	fn vote() {
		let poll = attached::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(voter::<T>(0)), poll, Side::Aye);

		assert!(matches!(Votes::<T>::get(poll, voter::<T>(0)), Some(Vote::Own { .. })));
	}

	#[benchmark]
	fn poke(n: Linear<1, { T::MaxAccounts::get() }>) {
		let poll = attached::<T>(n);
		for index in 0..n {
			Votes::<T>::mutate(poll, voter::<T>(index), |found| {
				if let Some(Vote::Attached { weight, .. }) = found {
					*weight -= 1;
				}
			});
			Votes::<T>::mutate(poll, leader::<T>(index), |found| {
				if let Some(Vote::Own { attached, .. }) = found {
					*attached -= 1;
				}
			});
		}
		let accounts = BoundedVec::truncate_from(voters::<T>(n));

		#[extrinsic_call]
		_(RawOrigin::Signed(leader::<T>(0)), poll, accounts);
	}

	#[benchmark]
	fn delegate() {
		let who = voter::<T>(0);
		let to = T::Lookup::unlookup(leader::<T>(0));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), Scope::All, to);

		assert!(Delegates::<T>::contains_key(who, Scope::All));
	}

	#[benchmark]
	fn undelegate() {
		let who = voter::<T>(0);
		Pallet::<T>::do_delegate(who.clone(), Scope::All, leader::<T>(0)).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), Scope::All);

		assert!(!Delegates::<T>::contains_key(who, Scope::All));
	}

	#[benchmark]
	fn attach(n: Linear<1, { T::MaxAccounts::get() }>) {
		let poll = delegated::<T>(n);
		let accounts = BoundedVec::truncate_from(voters::<T>(n));

		#[extrinsic_call]
		_(RawOrigin::Signed(leader::<T>(0)), poll, accounts);

		assert!(Votes::<T>::contains_key(poll, voter::<T>(n - 1)));
	}

	#[benchmark]
	fn detach() {
		let poll = attached::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(voter::<T>(0)), poll);

		assert!(!Votes::<T>::contains_key(poll, voter::<T>(0)));
	}

	/// By a holder of one atom.
	#[benchmark]
	fn sponsor() {
		let (large, who) = (leader::<T>(0), voter::<T>(0));
		Helper::<T>::endow(&large, AMPLE << 8);
		world::<T>(&[who.clone()]);
		let poll = Helper::<T>::preparing_poll();

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), poll);

		assert!(Sponsors::<T>::contains_key(poll, who));
		assert!(!Records::<T>::get(poll).unwrap().funded);
	}

	#[benchmark]
	fn sponsor_and_place() {
		let who = voter::<T>(0);
		Helper::<T>::endow(&who, AMPLE << 8);
		world::<T>(&[who.clone()]);
		Helper::<T>::endow(&Pallet::<T>::fund_account(), FUND);
		let poll = Helper::<T>::preparing_poll();

		#[extrinsic_call]
		sponsor(RawOrigin::Signed(who), poll);

		assert!(Records::<T>::get(poll).unwrap().funded);
	}

	#[benchmark]
	fn unsponsor() {
		let who = voter::<T>(0);
		world::<T>(&[who.clone()]);
		let poll = signed_for::<T>(&who);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), poll);

		assert!(!Sponsors::<T>::contains_key(poll, who));
	}

	#[benchmark]
	fn unstick() {
		world::<T>(&[]);
		let poll = Helper::<T>::stuck_poll();

		#[extrinsic_call]
		_(RawOrigin::Signed(voter::<T>(0)), poll);
	}

	#[benchmark]
	fn unstick_track(n: Linear<1, { T::Timeline::max_queued() }>) {
		let track = Helper::<T>::dead_queue(n);

		#[extrinsic_call]
		_(RawOrigin::Signed(voter::<T>(0)), track);
	}

	#[benchmark]
	fn close() {
		let who = voter::<T>(0);
		let fund = Pallet::<T>::fund_account();
		world::<T>(&[who.clone()]);
		Helper::<T>::endow(&fund, FUND);
		let poll = Helper::<T>::preparing_poll();
		T::DecisionDeposits::place(&fund, poll).expect("the fund is rich");
		let track = T::Timeline::poll(poll).expect("it exists").track;
		let record_date = Pallet::<T>::reserve_for(track).expect("there is a date");
		let base = T::Register::eligible_at(record_date).unwrap();
		Sponsors::<T>::insert(poll, &who, 1);
		Records::<T>::insert(
			poll,
			crate::PollRecord {
				track,
				record_date,
				base,
				signed: 1,
				funded: true,
				stage: RecordStage::Signing,
			},
		);
		Helper::<T>::end(poll);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), poll);

		assert_eq!(Records::<T>::get(poll).unwrap().stage, RecordStage::Closed);
	}

	#[benchmark]
	fn clear(n: Linear<1, { T::MaxClear::get() }>) {
		let poll = 7;
		let record = crate::PollRecord {
			track: 0,
			record_date: 1,
			base: 1,
			signed: 0,
			funded: false,
			stage: RecordStage::Closed,
		};
		Records::<T>::insert(poll, record);
		for index in 0..n {
			let own = Vote::Own { answer: Side::Aye.into(), weight: 1, attached: 0 };
			Votes::<T>::insert(poll, voter::<T>(index), own);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(voter::<T>(0)), poll, n);

		assert!(!Records::<T>::contains_key(poll));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
