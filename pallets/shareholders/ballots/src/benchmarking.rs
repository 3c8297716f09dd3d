//! Worst cases that produce the weights.
//!
//! Worst means: the class has all the payout tokens, dated dividends and excluded accounts that fit, and almost all record
//! dates; it is behind; the lines of those who vote have an entry for each date; ballots have 16 choices, motions the longest
//! call that a ballot may run, and the places of the class are taken but for the one that is needed.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	Agendas, BallotId, Ballots, Call, Config, Delegates, Ended, Motion, NextBallotId, Pallet,
	Requisitions, Rules, Signatures, Stage, VoteOf, Votes,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungibles::Mutate as _, tokens::Preservation::Expendable, Get},
	weights::Weight,
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System, RawOrigin};
use pallet_shareholders::{
	BenchmarkHelper as _, CalendarOf, Classes, CompanyId, Lines, NextCompanyId,
	Pallet as Shareholders,
};
use shareholders_accounting::{
	Answer, Block, Epoch, Schedule, TokenId, Vote, MAX_CHOICES, MAX_DATES, MAX_EXCLUDED, MAX_LUMPS,
	MAX_PAYOUTS, MAX_SUPPLY,
};
use sp_runtime::traits::StaticLookup;

/// What benchmarks need of a runtime, beside what those of `pallet_shareholders` do.
pub trait BenchmarkHelper<Call> {
	/// A call that companies may make by a ballot, of about so many bytes.
	fn call(length: u32) -> Call;
}

const CLASS: TokenId = 1_000_000;
const PAYOUT: TokenId = 2_000_000;
const AMPLE: u128 = 1 << 80;
/// What the large holder owns; the small one has a hundredth.
const SHARES: u128 = 1 << 60;
/// When a full class stands still and is put to use.
const LATER: Epoch = 1_000;
/// Record dates that are left.
const ROOM: u32 = 4;
const YES: Answer = Answer::Choice(0);

fn signed<T: Config>(who: &T::AccountId) -> <T as frame_system::Config>::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

/// An account with KSI.
fn endowed<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	<T as pallet_shareholders::Config>::BenchmarkHelper::endow(&who);
	who
}

fn go_to<T: Config>(block: Block) {
	System::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

/// Lets an epoch begin.
fn begin<T: Config>(epoch: Epoch) {
	go_to::<T>(Shareholders::<T>::first_block_of(epoch) + 1);
}

/// A full class that is behind.
struct World<T: Config> {
	company: CompanyId,
	founder: T::AccountId,
	/// Owns almost everything. His line is full.
	large: T::AccountId,
	/// Owns less than 5 %. His line is full.
	small: T::AccountId,
}

/// The payout tokens of the class, with as many dated dividends as fit.
fn pay_dividends<T: Config>(founder: &T::AccountId) {
	for number in 0..MAX_PAYOUTS {
		let token = PAYOUT + number;
		<T as pallet_shareholders::Config>::BenchmarkHelper::create_token(
			token,
			founder,
			u128::MAX,
		);
		T::Tokens::mint_into(token, founder, AMPLE).expect("endowed");
		Shareholders::<T>::open_payout(signed::<T>(founder), CLASS, token).expect("there is room");
		let stream = Schedule::Stream(CalendarOf::<T>::get().min_stream.max(10 * LATER));
		Shareholders::<T>::pay_dividend(signed::<T>(founder), CLASS, token, SHARES, stream)
			.expect("somebody owns shares");
		for lump in 0..MAX_LUMPS {
			let record = 1 + CalendarOf::<T>::get().min_notice + lump;
			let dated = Schedule::Dated { record, payment: 2 * LATER + lump };
			Shareholders::<T>::pay_dividend(signed::<T>(founder), CLASS, token, SHARES, dated)
				.expect("there is room");
		}
	}
}

/// Lines with an entry for each date.
fn fill_lines<T: Config>(large: &T::AccountId, small: &T::AccountId) {
	let first = LATER - 2 * MAX_DATES;
	let last = first + MAX_DATES - ROOM;
	begin::<T>(first);
	for date in first..last {
		Shareholders::<T>::reserve_date(CLASS, date).expect("there is room");
	}
	for date in first..=last {
		begin::<T>(date);
		T::Tokens::transfer(CLASS, small, large, 1, Expendable).expect("he has plenty");
	}
}

/// The class in epoch [`LATER`], with `holders` of one share and a full line each besides.
fn full<T: Config>(holders: u32) -> World<T> {
	begin::<T>(1);
	let founder = endowed::<T>("founder", 0);
	let company = NextCompanyId::<T>::get();
	let name = vec![b'n'].try_into().expect("there is room for a name");
	Shareholders::<T>::found_company(signed::<T>(&founder), name, BoundedVec::new())
		.expect("endowed");
	<T as pallet_shareholders::Config>::BenchmarkHelper::create_token(CLASS, &founder, MAX_SUPPLY);
	Shareholders::<T>::create_share_class(signed::<T>(&founder), company, CLASS)
		.expect("his token");
	let (large, small) = (endowed::<T>("large", 0), endowed::<T>("small", 0));
	for (who, shares) in [(&large, SHARES), (&small, SHARES / 100)] {
		T::Tokens::mint_into(CLASS, who, shares).expect("endowed");
	}
	pay_dividends::<T>(&founder);
	Classes::<T>::mutate_extant(CLASS, |class| {
		let excluded = &mut class.register.excluded;
		for index in (0..MAX_EXCLUDED).skip(excluded.len()) {
			excluded.push(account("excluded", index, 0));
		}
	});
	fill_lines::<T>(&large, &small);
	let line = Lines::<T>::get(CLASS, &small).expect("a line");
	for index in 0..holders {
		let who = endowed::<T>("holder", index);
		T::Tokens::mint_into(CLASS, &who, 1).expect("endowed");
		Lines::<T>::insert(CLASS, &who, line.clone());
	}
	begin::<T>(LATER);
	World { company, founder, large, small }
}

fn holder<T: Config>(index: u32) -> T::AccountId {
	account("holder", index, 0)
}

/// The most choices, and the longest call.
fn motion<T: Config>() -> Motion<T> {
	// Less what the call has besides its contents.
	let length = T::MaxCallLength::get().saturating_sub(64);
	let call = <T as Config>::BenchmarkHelper::call(length).encode();
	let call = Some(call.try_into().expect("it fits"));
	Motion { document: [7; 32], choices: MAX_CHOICES, call }
}

/// Calls a ballot, of which the number is returned, in the block in which it opens.
fn open<T: Config>(world: &World<T>) -> BallotId {
	let id = NextBallotId::<T>::get();
	Pallet::<T>::open_ballot(signed::<T>(&world.founder), CLASS, motion()).expect("there is room");
	let record = Ballots::<T>::get(id).expect("it was called");
	go_to::<T>(record.count.terms().opens);
	id
}

/// Proposes a requisition.
fn propose<T: Config>(who: &T::AccountId) -> BallotId {
	let id = NextBallotId::<T>::get();
	Pallet::<T>::requisition(signed::<T>(who), CLASS, motion()).expect("there is room");
	id
}

fn closes<T: Config>(id: BallotId) -> Block {
	Ballots::<T>::get(id).expect("a ballot").count.closes()
}

/// A ballot that has passed, in the block in which it was closed.
fn passed<T: Config>(world: &World<T>) -> BallotId {
	let id = open(world);
	Pallet::<T>::vote(signed::<T>(&world.large), id, YES).expect("it is open");
	go_to::<T>(closes::<T>(id));
	Pallet::<T>::close_ballot(signed::<T>(&world.founder), id).expect("it is over");
	id
}

/// A ballot in which the small holder follows the large one.
fn followed<T: Config>(world: &World<T>) -> BallotId {
	let to = T::Lookup::unlookup(world.large.clone());
	Pallet::<T>::delegate(signed::<T>(&world.small), world.company, Some(to)).expect("another");
	let id = open(world);
	Pallet::<T>::vote(signed::<T>(&world.large), id, YES).expect("it is open");
	let follower = vec![world.small.clone()].try_into().expect("one fits");
	Pallet::<T>::attach(signed::<T>(&world.founder), id, follower).expect("he has voted");
	// The last quarter begins.
	go_to::<T>(closes::<T>(id) - Rules::<T>::get().period / 4);
	id
}

#[benchmarks]
mod benches {
	use super::*;

	/// The last for which there is room.
	#[benchmark]
	fn open_ballot() {
		let world = full::<T>(0);
		for _ in 1..T::MaxBallots::get() {
			Pallet::<T>::open_ballot(signed::<T>(&world.founder), CLASS, motion())
				.expect("there is room");
		}
		let id = NextBallotId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), CLASS, motion());

		assert!(Ballots::<T>::contains_key(id));
	}

	/// All places are taken by requisitions of a round that is over. The oldest gives way.
	#[benchmark]
	fn requisition() {
		let most = T::MaxRequisitions::get();
		let world = full::<T>(most);
		let oldest = NextBallotId::<T>::get();
		for index in 0..most {
			propose::<T>(&holder::<T>(index));
		}
		go_to::<T>(Pallet::<T>::round_of(CLASS).expect("it runs").closes);
		let id = NextBallotId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.small), CLASS, motion());

		assert_eq!(Agendas::<T>::get(CLASS).requisitions.last(), Some(&id));
		assert!(Ended::<T>::contains_key(oldest));
	}

	#[benchmark]
	fn sign() {
		let world = full::<T>(1);
		let id = propose::<T>(&holder::<T>(0));

		#[extrinsic_call]
		_(RawOrigin::Signed(world.small.clone()), id);

		let signature = Pallet::<T>::signature_of(CLASS, &world.small);
		assert_eq!(signature.map(|signature| signature.requisition), Some(id));
	}

	/// By the large holder.
	#[benchmark]
	fn sign_and_carry() {
		let world = full::<T>(1);
		let id = propose::<T>(&holder::<T>(0));

		#[extrinsic_call]
		sign(RawOrigin::Signed(world.large), id);

		assert!(Ballots::<T>::contains_key(id));
	}

	#[benchmark]
	fn withdraw_signature() {
		let world = full::<T>(0);
		let id = propose::<T>(&world.small);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.small.clone()), id);

		assert!(!Signatures::<T>::contains_key(id, world.small));
	}

	#[benchmark]
	fn close_requisition() {
		let world = full::<T>(0);
		let id = propose::<T>(&world.small);
		go_to::<T>(Requisitions::<T>::get(id).expect("it is open").count.closes);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), id);

		assert!(!Requisitions::<T>::contains_key(id));
	}

	/// By a follower, who leaves his delegate, in the last quarter.
	#[benchmark]
	fn vote() {
		let world = full::<T>(0);
		let id = followed(&world);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.small.clone()), id, Answer::Choice(MAX_CHOICES - 1));

		assert!(matches!(Votes::<T>::get(id, world.small), Some(Vote::Own { .. })));
	}

	#[benchmark]
	fn delegate() {
		let world = full::<T>(0);
		let to = T::Lookup::unlookup(world.large);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.small.clone()), world.company, Some(to));

		assert!(Delegates::<T>::contains_key(world.company, world.small));
	}

	/// Each to another delegate, in the last quarter.
	#[benchmark]
	fn attach(n: Linear<1, { T::MaxAttach::get() }>) {
		let world = full::<T>(2 * n);
		for index in 0..n {
			let to = T::Lookup::unlookup(holder::<T>(n + index));
			Pallet::<T>::delegate(signed::<T>(&holder::<T>(index)), world.company, Some(to))
				.expect("another");
		}
		let id = open(&world);
		for index in n..2 * n {
			Pallet::<T>::vote(signed::<T>(&holder::<T>(index)), id, YES).expect("it is open");
		}
		go_to::<T>(closes::<T>(id) - Rules::<T>::get().period / 4);
		let followers: Vec<_> = (0..n).map(holder::<T>).collect();
		let followers: BoundedVec<_, T::MaxAttach> = followers.try_into().expect("they fit");

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), id, followers);

		for index in 0..n {
			assert!(Votes::<T>::contains_key(id, holder::<T>(index)));
		}
	}

	#[benchmark]
	fn detach() {
		let world = full::<T>(0);
		let id = followed(&world);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.small.clone()), id);

		assert!(!Votes::<T>::contains_key(id, world.small));
	}

	#[benchmark]
	fn close_ballot() {
		let world = full::<T>(0);
		let id = open(&world);
		Pallet::<T>::vote(signed::<T>(&world.large), id, YES).expect("it is open");
		go_to::<T>(closes::<T>(id));

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), id);

		let stage = Ballots::<T>::get(id).map(|record| record.stage);
		assert!(matches!(stage, Some(Stage::Passed(_))));
	}

	/// The call that the runtime gives should weigh little: its weight is added to this one.
	#[benchmark]
	fn execute() {
		let world = full::<T>(0);
		let id = passed(&world);
		let Some(Stage::Passed(window)) = Ballots::<T>::get(id).map(|record| record.stage) else {
			unreachable!("it has passed")
		};
		go_to::<T>(window.executable_from);
		let most: Weight = T::MaxCallWeight::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), id, most);

		let stage = Ballots::<T>::get(id).map(|record| record.stage);
		assert_eq!(stage, Some(Stage::Executed));
	}

	/// All that is left of a requisition that was carried and of its ballot: two signatures and votes.
	#[benchmark]
	fn clear(n: Linear<2, { T::MaxClear::get() }>) {
		let world = full::<T>(1);
		let id = propose::<T>(&holder::<T>(0));
		Pallet::<T>::sign(signed::<T>(&world.large), id).expect("it is open");
		let round = Pallet::<T>::round_of(CLASS).expect("it runs");
		go_to::<T>(closes::<T>(id).max(round.closes));
		Pallet::<T>::close_ballot(signed::<T>(&world.founder), id).expect("it is over");
		Pallet::<T>::end_round(signed::<T>(&world.founder), CLASS).expect("it is over");
		let cast: VoteOf<T> = Vote::Own { answer: YES, weight: SHARES, attached: SHARES };
		for index in 2..n {
			Votes::<T>::insert(id, holder::<T>(index), cast.clone());
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), id, n);

		assert!(!Ballots::<T>::contains_key(id) && !Ended::<T>::contains_key(id));
	}

	#[benchmark]
	fn end_round() {
		let world = full::<T>(0);
		let id = propose::<T>(&world.small);
		go_to::<T>(Pallet::<T>::round_of(CLASS).expect("it runs").closes);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.founder), CLASS);

		assert!(Ended::<T>::contains_key(id));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
