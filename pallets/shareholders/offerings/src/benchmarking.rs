//! Worst cases that produce the weights.
//!
//! Worst means: the class has all the record dates and payout tokens that fit, and the line of the holder concerned an entry
//! for each date; accounts come into being with what they receive; an offering gives rights.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	BidId, Bids, Call, Claims, Config, NextOfferingId, NextRightToken, OfferingId, Offerings,
	Pallet, RightTokens as _, Rights, Stage, MAX_OFFERINGS, MAX_SKIPPED, MAX_STEPS,
};
use alloc::vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		Get,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_shareholders::{BenchmarkHelper as _, CompanyId, NextCompanyId, Pallet as Shareholders};
use shareholders_accounting::{
	Block, Epoch, OfferingTerms, Pricing, Schedule, TokenId, MAX_DATES, MAX_LEVELS, MAX_PAYOUTS,
	MAX_SUPPLY,
};

const CLASS: TokenId = 1_000_000;
const PAYMENT: TokenId = 1_000_001;
const PAYOUT: TokenId = 2_000_000;
const AMPLE: u128 = 1 << 80;
const SHARES: u128 = 1 << 60;
const LOTS: u128 = 1 << 40;
/// The epoch in which a full class is put to use.
const LATER: Epoch = 1_000;

fn signed<T: Config>(who: &T::AccountId) -> T::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

/// An account with KSI.
fn endowed<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	<T as pallet_shareholders::Config>::BenchmarkHelper::endow(&who);
	who
}

/// An account with KSI and the payment token.
fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who = endowed::<T>(name, index);
	T::Ledger::mint_into(PAYMENT, &who, AMPLE).expect("endowed");
	who
}

fn go_to<T: Config>(block: Block) {
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

fn begin<T: Config>(epoch: Epoch) {
	go_to::<T>(Shareholders::<T>::first_block_of(epoch).max(1));
}

fn create_token<T: Config>(token: TokenId, owner: &T::AccountId, maximum: u128) {
	<T as pallet_shareholders::Config>::BenchmarkHelper::create_token(token, owner, maximum);
}

/// A class with all that fits but one record date, behind by many epochs. Returns the founder and a holder of half of it,
/// whose line is full.
fn class<T: Config>() -> (T::AccountId, T::AccountId) {
	begin::<T>(1);
	let (founder, holder) = (endowed::<T>("founder", 0), endowed::<T>("holder", 0));
	let id: CompanyId = NextCompanyId::<T>::get();
	let name = vec![b'n'].try_into().expect("there is room for a name");
	Shareholders::<T>::found_company(signed::<T>(&founder), name, BoundedVec::new())
		.expect("endowed");
	create_token::<T>(CLASS, &founder, MAX_SUPPLY);
	create_token::<T>(PAYMENT, &founder, u128::MAX);
	Shareholders::<T>::create_share_class(signed::<T>(&founder), id, CLASS).expect("his token");
	for who in [&founder, &holder] {
		T::Ledger::mint_into(CLASS, who, SHARES).expect("endowed");
		T::Ledger::mint_into(PAYMENT, who, AMPLE).expect("endowed");
	}
	for number in 0..MAX_PAYOUTS {
		let token = PAYOUT + number;
		create_token::<T>(token, &founder, u128::MAX);
		T::Ledger::mint_into(token, &founder, AMPLE).expect("endowed");
		let by = || signed::<T>(&founder);
		Shareholders::<T>::open_payout(by(), CLASS, token).expect("there is room");
		Shareholders::<T>::pay_dividend(by(), CLASS, token, SHARES, Schedule::Stream(10 * LATER))
			.expect("somebody owns shares");
	}
	for date in LATER - 2 * MAX_DATES..LATER - MAX_DATES - 1 {
		begin::<T>(date);
		Shareholders::<T>::reserve_date(CLASS, date).expect("there is room");
		T::Ledger::mint_into(CLASS, &holder, 1).expect("he has some");
	}
	begin::<T>(LATER);
	(founder, holder)
}

/// An auction with rights that opens after the shortest time.
fn terms<T: Config>() -> OfferingTerms {
	let now = Pallet::<T>::now();
	let window = T::MinWindow::get();
	OfferingTerms {
		lots: LOTS,
		lot_size: 10,
		pricing: Pricing::Auction(1_000),
		rights_price: Some(900),
		opens: now + 1,
		public: now + 1 + window,
		closes: now + 1 + 2 * window,
	}
}

fn open<T: Config>(founder: &T::AccountId) -> OfferingId {
	let id = NextOfferingId::<T>::get();
	let terms = terms::<T>();
	Pallet::<T>::open_offering(signed::<T>(founder), CLASS, PAYMENT, terms)
		.expect("the terms are in order");
	id
}

/// A class with a running offering: founder, holder, offering.
fn offering<T: Config>() -> (T::AccountId, T::AccountId, OfferingId) {
	let (founder, holder) = class::<T>();
	let id = open::<T>(&founder);
	(founder, holder, id)
}

fn right<T: Config>(id: OfferingId) -> TokenId {
	let rights = Offerings::<T>::get(id).and_then(|offering| offering.rights);
	rights.expect("it has rights").token
}

fn dates<T: Config>(id: OfferingId) -> OfferingTerms {
	Offerings::<T>::get(id).expect("it is running").book.terms
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The last that fits, and the last number that is looked at.
	#[benchmark]
	fn open_offering() {
		let (founder, holder) = class::<T>();
		for _ in 1..MAX_OFFERINGS {
			let id = open::<T>(&founder);
			Pallet::<T>::claim_rights(signed::<T>(&holder), id, None).expect("he owns half");
			Pallet::<T>::cancel_offering(signed::<T>(&founder), id).expect("not open");
		}
		for number in 0..MAX_SKIPPED {
			let token = NextRightToken::<T>::get() + number;
			T::RightTokens::create(token, &founder, 1).expect("nobody has it");
		}
		let (id, terms) = (NextOfferingId::<T>::get(), terms::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, PAYMENT, terms);

		assert!(Offerings::<T>::contains_key(id));
	}

	#[benchmark]
	fn cancel_offering() {
		let (founder, _, id) = offering::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), id);

		assert!(!Offerings::<T>::contains_key(id));
	}

	#[benchmark]
	fn claim_rights() {
		let (_, holder, id) = offering::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), id, None);

		assert!(Claims::<T>::contains_key(id, holder));
	}

	#[benchmark]
	fn exercise() {
		let (_, holder, id) = offering::<T>();
		Pallet::<T>::claim_rights(signed::<T>(&holder), id, None).expect("he owns half");
		go_to::<T>(dates::<T>(id).opens);
		let token = right::<T>(id);
		let lots = T::Ledger::balance(token, &holder);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), id, lots);

		assert_eq!(T::Ledger::balance(token, &holder), 0);
	}

	#[benchmark]
	fn retire_rights() {
		let (_, holder, id) = offering::<T>();
		go_to::<T>(dates::<T>(id).public);
		let token = right::<T>(id);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), token);

		assert!(!Rights::<T>::contains_key(token));
	}

	#[benchmark]
	fn bid() {
		let (_, _, id) = offering::<T>();
		let bidder = rich::<T>("bidder", 0);
		go_to::<T>(dates::<T>(id).public);

		#[extrinsic_call]
		_(RawOrigin::Signed(bidder), id, 10, 1_000);

		assert_eq!(Bids::<T>::iter_prefix(id).count(), 1);
	}

	#[benchmark]
	fn cancel_bid() {
		let (_, _, id) = offering::<T>();
		let bidder = rich::<T>("bidder", 0);
		go_to::<T>(dates::<T>(id).public);
		Pallet::<T>::bid(signed::<T>(&bidder), id, 10, 1_000).expect("he can");

		#[extrinsic_call]
		_(RawOrigin::Signed(bidder), id, BidId::default());

		assert_eq!(Bids::<T>::iter_prefix(id).count(), 0);
	}

	#[benchmark]
	fn price_offering(l: Linear<0, MAX_LEVELS>) {
		let (_, holder, id) = offering::<T>();
		go_to::<T>(dates::<T>(id).public);
		for level in 0..l.min(T::MaxBids::get()) {
			// Each by another, since bids need deposits.
			let bidder = rich::<T>("bidder", level);
			let price = 1_000 + u128::from(level);
			Pallet::<T>::bid(signed::<T>(&bidder), id, 1, price).expect("he can");
		}
		go_to::<T>(dates::<T>(id).closes);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id);

		let stored = Offerings::<T>::get(id).expect("it is being settled");
		assert!(matches!(stored.stage, Stage::Settling(_)));
	}

	#[benchmark]
	fn settle(n: Linear<1, MAX_STEPS>) {
		let (_, holder, id) = offering::<T>();
		let terms = dates::<T>(id);
		go_to::<T>(terms.public);
		for number in 0..n {
			// Everybody bids for all, and so gets a part.
			let bidder = rich::<T>("bidder", number);
			Pallet::<T>::bid(signed::<T>(&bidder), id, LOTS, 1_000).expect("he can");
		}
		go_to::<T>(terms.closes);
		Pallet::<T>::price_offering(signed::<T>(&holder), id).expect("it is closed");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id, n);

		assert!(!Offerings::<T>::contains_key(id));
	}

	#[benchmark]
	fn clear(n: Linear<1, MAX_STEPS>) {
		let (founder, holder, id) = offering::<T>();
		for number in 0..n {
			Claims::<T>::insert(id, account::<T::AccountId>("claimant", number, 0), 1);
		}
		Offerings::<T>::mutate_extant(id, |stored| {
			stored.rights.as_mut().expect("it gives rights").marks = n;
		});
		Pallet::<T>::cancel_offering(signed::<T>(&founder), id).expect("not open");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id, n);

		assert!(!Offerings::<T>::contains_key(id));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
