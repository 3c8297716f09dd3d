//! Worst cases that produce the weights.
//!
//! Worst means: the class has all the record dates and payout tokens that fit and is behind, and the line of the holder an
//! entry for each date.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{Call, Config, GrantId, GrantTerms, Grants, NextGrantId, Pallet, MAX_GRANTS};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::BoundedVec;
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_shareholders::{BenchmarkHelper as _, CompanyId, NextCompanyId, Pallet as Shareholders};
use shareholders_accounting::{Epoch, Schedule, TokenId, MAX_DATES, MAX_PAYOUTS, MAX_SUPPLY};
use sp_runtime::traits::StaticLookup;

const CLASS: TokenId = 1_000_000;
const PAYOUT: TokenId = 2_000_000;
const AMPLE: u128 = 1 << 80;
const SHARES: u128 = 1 << 60;
/// The epoch in which a full class is put to use.
const LATER: Epoch = 1_000;

fn signed<T: Config>(who: &T::AccountId) -> T::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

fn lookup<T: Config>(who: &T::AccountId) -> <T::Lookup as StaticLookup>::Source {
	T::Lookup::unlookup(who.clone())
}

/// An account with KSI.
fn endowed<T: Config>(name: &'static str) -> T::AccountId {
	let who: T::AccountId = account(name, 0, 0);
	<T as pallet_shareholders::Config>::BenchmarkHelper::endow(&who);
	who
}

fn begin<T: Config>(epoch: Epoch) {
	let block = Shareholders::<T>::first_block_of(epoch).max(1);
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

/// Issues shares or other tokens.
fn mint<T: Config>(token: TokenId, who: &T::AccountId, amount: u128) {
	use frame_support::traits::fungibles::Mutate as _;
	<T as pallet_shareholders::Config>::Tokens::mint_into(token, who, amount).expect("endowed");
}

/// A class with all that fits, behind by many epochs, of which the company has shares. Returns the founder and a holder whose
/// line is full.
fn class<T: Config>() -> (T::AccountId, T::AccountId) {
	begin::<T>(1);
	let (founder, holder) = (endowed::<T>("founder"), endowed::<T>("holder"));
	let id: CompanyId = NextCompanyId::<T>::get();
	let name = vec![b'n'].try_into().expect("there is room for a name");
	Shareholders::<T>::found_company(signed::<T>(&founder), name, BoundedVec::new())
		.expect("endowed");
	let create = <T as pallet_shareholders::Config>::BenchmarkHelper::create_token;
	create(CLASS, &founder, MAX_SUPPLY);
	Shareholders::<T>::create_share_class(signed::<T>(&founder), id, CLASS).expect("his token");
	for who in [&founder, &holder, &Shareholders::<T>::company_account(id)] {
		mint::<T>(CLASS, who, SHARES);
	}
	for number in 0..MAX_PAYOUTS {
		let token = PAYOUT + number;
		create(token, &founder, u128::MAX);
		mint::<T>(token, &founder, AMPLE);
		let by = || signed::<T>(&founder);
		Shareholders::<T>::open_payout(by(), CLASS, token).expect("there is room");
		Shareholders::<T>::pay_dividend(by(), CLASS, token, SHARES, Schedule::Stream(10 * LATER))
			.expect("somebody owns shares");
	}
	for date in LATER - 2 * MAX_DATES..LATER - MAX_DATES {
		begin::<T>(date);
		Shareholders::<T>::reserve_date(CLASS, date).expect("there is room");
		mint::<T>(CLASS, &holder, 1);
	}
	begin::<T>(LATER);
	(founder, holder)
}

/// Half of it is due when [`class`] is ready.
fn terms<T: Config>() -> GrantTerms {
	let now = Shareholders::<T>::first_block_of(LATER);
	GrantTerms { start: 0, cliff: now, end: 2 * now, revocable: true }
}

/// A class and so many grants; the number of the last.
fn granted<T: Config>(count: u32) -> (T::AccountId, T::AccountId, GrantId) {
	let (founder, holder) = class::<T>();
	for _ in 0..count {
		let by = signed::<T>(&founder);
		Pallet::<T>::grant(by, CLASS, lookup::<T>(&holder), 1_000, terms::<T>()).expect("it can");
	}
	// The lines are behind again.
	begin::<T>(LATER + 1);
	(founder, holder, NextGrantId::<T>::get().saturating_sub(1))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn grant() {
		let (founder, holder, _) = granted::<T>(MAX_GRANTS - 1);
		let to = lookup::<T>(&holder);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, to, 1_000, terms::<T>());

		assert_eq!(Grants::<T>::get(CLASS, holder).len(), MAX_GRANTS as usize);
	}

	#[benchmark]
	fn vest() {
		let (founder, holder, id) = granted::<T>(MAX_GRANTS);
		let whose = lookup::<T>(&holder);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, whose, id);

		assert!(Grants::<T>::get(CLASS, holder).iter().any(|one| one.released > 0));
	}

	#[benchmark]
	fn revoke() {
		let (founder, holder, id) = granted::<T>(MAX_GRANTS);
		let (whose, first) = (lookup::<T>(&holder), id + 1 - MAX_GRANTS);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, whose, first);

		assert_eq!(Grants::<T>::get(CLASS, holder).len(), MAX_GRANTS as usize - 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
