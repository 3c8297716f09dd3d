//! Worst cases that produce the weights.
//!
//! Worst means: the class has all the payout tokens, dated dividends, record dates and excluded accounts that fit, is behind,
//! and streams in every token; the line has an entry for each date and a part that waits for each dated dividend; payout
//! tokens are not sufficient and the payee has none of them yet.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	accounting::{
		Epoch, Schedule, TokenId, MAX_DATES, MAX_EXCLUDED, MAX_LUMPS, MAX_PAYOUTS, MAX_SUPPLY,
	},
	CalendarOf, Call, Classes, Companies, CompanyId, Config, ExclusionProposals, FractionPools,
	Lines, NextCompanyId, Pallet, PayoutTokens, ShareClass, SplitLedger as _, Splits, KSI,
	MAX_SPLIT_STEPS,
};
use alloc::{boxed::Box, vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::Preservation::Expendable,
		Get,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_tokens::{splitting::SplitHolders, OnBalanceChange};
use sp_runtime::traits::StaticLookup;

/// What benchmarks need of a runtime. Other balances come from [`Config::Tokens`] itself.
pub trait BenchmarkHelper<AccountId> {
	/// Gives an account KSI for many deposits.
	fn endow(who: &AccountId);
	/// Creates a token, not sufficient, with a minimum balance of one atom and this authorised maximum; `owner`, who has
	/// KSI, gets all roles.
	fn create_token(token: TokenId, owner: &AccountId, maximum: u128);
}

const CLASS: TokenId = 1_000_000;
const PAYOUT: TokenId = 2_000_000;
const AMPLE: u128 = 1 << 80;
const SHARES: u128 = 1 << 60;
/// When a full class stands still and is put to use.
const LATER: Epoch = 1_000;

type Source<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

fn lookup<T: Config>(who: &T::AccountId) -> Source<T> {
	T::Lookup::unlookup(who.clone())
}

fn signed<T: Config>(who: &T::AccountId) -> <T as frame_system::Config>::RuntimeOrigin {
	RawOrigin::Signed(who.clone()).into()
}

/// An account with KSI.
fn endowed<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	T::BenchmarkHelper::endow(&who);
	who
}

/// Lets a dividend epoch begin.
fn begin<T: Config>(epoch: Epoch) {
	let block = BlockNumberFor::<T>::from(Pallet::<T>::first_block_of(epoch) + 1);
	frame_system::Pallet::<T>::set_block_number(block);
}

/// A company in epoch 1, and its founder.
fn company<T: Config>() -> (T::AccountId, CompanyId) {
	begin::<T>(1);
	let founder = endowed::<T>("founder", 0);
	let id = NextCompanyId::<T>::get();
	let name = vec![b'n'].try_into().expect("there is room for a name");
	Pallet::<T>::found_company(signed::<T>(&founder), name, BoundedVec::new()).expect("endowed");
	(founder, id)
}

/// A share class of it without shares.
fn class<T: Config>() -> (T::AccountId, CompanyId) {
	let (founder, id) = company::<T>();
	T::BenchmarkHelper::create_token(CLASS, &founder, MAX_SUPPLY);
	Pallet::<T>::create_share_class(signed::<T>(&founder), id, CLASS).expect("his token");
	(founder, id)
}

/// A payout token, of which the founder has plenty.
fn payout_token<T: Config>(founder: &T::AccountId, number: u32) -> TokenId {
	let token = PAYOUT + number;
	T::BenchmarkHelper::create_token(token, founder, u128::MAX);
	T::Tokens::mint_into(token, founder, AMPLE).expect("endowed");
	token
}

/// Excludes accounts that own nothing, until so many can follow.
fn fill_excluded<T: Config>(room: u32) {
	Classes::<T>::mutate_extant(CLASS, |class| {
		let excluded = &mut class.register.excluded;
		let mut index = 0;
		while u32::try_from(excluded.len()).expect("few") < MAX_EXCLUDED - room {
			excluded.push(account("excluded", index, 0));
			index += 1;
		}
	});
}

/// A class with `payouts` payout tokens, `lumps` dated dividends in each, and all else that fits except for one excluded
/// account; behind by many epochs. Returns the founder and a holder whose line is full.
fn full<T: Config>(payouts: u32, lumps: u32) -> (T::AccountId, T::AccountId) {
	let (founder, _) = class::<T>();
	let holder = endowed::<T>("holder", 0);
	let other = endowed::<T>("other", 0);
	for who in [&holder, &other] {
		T::Tokens::mint_into(CLASS, who, SHARES).expect("endowed");
	}
	let tokens: Vec<TokenId> =
		(0..payouts).map(|number| payout_token::<T>(&founder, number)).collect();
	for token in &tokens {
		Pallet::<T>::open_payout(signed::<T>(&founder), CLASS, *token).expect("there is room");
		let stream = Schedule::Stream(CalendarOf::<T>::get().min_stream.max(10 * LATER));
		Pallet::<T>::pay_dividend(signed::<T>(&founder), CLASS, *token, SHARES, stream)
			.expect("somebody owns shares");
		for lump in 0..lumps {
			let record = 1 + CalendarOf::<T>::get().min_notice + lump;
			let dated = Schedule::Dated { record, payment: 2 * LATER + lump };
			Pallet::<T>::pay_dividend(signed::<T>(&founder), CLASS, *token, SHARES, dated)
				.expect("there is room");
		}
	}
	fill_excluded::<T>(1);
	let first = LATER - 2 * MAX_DATES;
	begin::<T>(first);
	for date in first..first + MAX_DATES {
		Pallet::<T>::reserve_date(CLASS, date).expect("there is room");
	}
	for date in first..=first + MAX_DATES {
		begin::<T>(date);
		T::Tokens::transfer(CLASS, &holder, &other, 1, Expendable).expect("he has plenty");
	}
	begin::<T>(LATER);
	(founder, holder)
}

/// A class that is full and stands still in a split of one for two, with `holders` accounts of a full line besides the two
/// of [`full`], each of which leaves a fraction. Returns the founder and one of them.
fn standing_still<T: Config>(holders: u32) -> (T::AccountId, T::AccountId) {
	let (founder, holder) = full::<T>(MAX_PAYOUTS, MAX_LUMPS);
	let line = Lines::<T>::get(CLASS, &holder).expect("a line");
	for index in 0..holders {
		let who = endowed::<T>("splitting", index);
		T::Tokens::mint_into(CLASS, &who, 2_001).expect("endowed");
		Lines::<T>::insert(CLASS, &who, line.clone());
	}
	T::Tokens::mint_into(CLASS, &founder, 2_000 + u128::from(holders % 2)).expect("endowed");
	Pallet::<T>::begin_split(signed::<T>(&founder), CLASS, 1, 2).expect("the supply is even");
	// One step at a time, so that nobody is converted yet. There are few markets on a chain for benchmarks.
	while !T::ShareTokens::is_splitting(CLASS) {
		Pallet::<T>::do_continue_split(CLASS, 1).expect("nothing is in the way");
	}
	(founder, account("splitting", 0, 0))
}

/// The same when the split has ended, with shares to be sold for fractions.
fn split<T: Config>() -> (T::AccountId, T::AccountId) {
	let (founder, holder) = standing_still::<T>(2);
	while Splits::<T>::contains_key(CLASS) {
		Pallet::<T>::do_continue_split(CLASS, MAX_SPLIT_STEPS).expect("nothing is in the way");
	}
	assert!(Pallet::<T>::fraction_shares(CLASS, 0) > 0);
	(founder, holder)
}

/// A bid for them, large enough that each fraction is worth an atom, and who made it.
fn bid<T: Config>() -> (T::AccountId, u128) {
	let bidder = endowed::<T>("bidder", 0);
	let amount = T::Tokens::minimum_balance(KSI).max(1_000);
	Pallet::<T>::bid_for_fractions(signed::<T>(&bidder), CLASS, 0, amount).expect("the first");
	(bidder, amount)
}

/// Lets the auction end.
fn let_it_end<T: Config>() {
	let left = FractionPools::<T>::get(CLASS, 0).expect("a split");
	begin::<T>(left.auction.expect("a bid").state.closes);
}

#[benchmarks]
mod benches {
	use super::*;

	/// The longest name, as many documents as fit.
	#[benchmark]
	fn found_company() {
		let founder = endowed::<T>("founder", 0);
		let bytes = usize::try_from(T::MaxNameLength::get()).expect("small");
		let documents = usize::try_from(T::MaxLinks::get()).expect("small");
		let name: BoundedVec<u8, T::MaxNameLength> = vec![b'n'; bytes].try_into().expect("fits");
		let links: BoundedVec<[u8; 32], T::MaxLinks> =
			vec![[7; 32]; documents].try_into().expect("fits");
		let id = NextCompanyId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), name, links);

		assert!(Companies::<T>::contains_key(id));
	}

	/// The last that fits into the company.
	#[benchmark]
	fn create_share_class() {
		let (founder, id) = company::<T>();
		for number in 0..T::MaxClasses::get() {
			T::BenchmarkHelper::create_token(CLASS + number, &founder, MAX_SUPPLY);
		}
		for number in 1..T::MaxClasses::get() {
			Pallet::<T>::create_share_class(signed::<T>(&founder), id, CLASS + number)
				.expect("his token");
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), id, CLASS);

		assert!(Classes::<T>::contains_key(CLASS));
	}

	/// As many classes as fit, all of whose roles are the company's, each full.
	#[benchmark]
	fn hand_over() {
		let (founder, id) = company::<T>();
		let own = Pallet::<T>::company_account(id);
		T::BenchmarkHelper::endow(&own);
		for number in 0..T::MaxClasses::get() {
			let token = CLASS + number;
			T::BenchmarkHelper::create_token(token, &own, MAX_SUPPLY);
			Pallet::<T>::create_share_class(signed::<T>(&own), id, token).expect("its token");
			T::Tokens::mint_into(token, &founder, SHARES).expect("endowed");
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), id);

		assert!(Companies::<T>::get(id).is_some_and(|company| company.handed_over));
	}

	#[benchmark]
	fn propose_exclusion() {
		let (founder, holder) = full::<T>(MAX_PAYOUTS, MAX_LUMPS);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, lookup::<T>(&holder));

		assert_eq!(ExclusionProposals::<T>::get(CLASS), Some(holder));
	}

	#[benchmark]
	fn accept_exclusion() {
		let (founder, holder) = full::<T>(MAX_PAYOUTS, MAX_LUMPS);
		Pallet::<T>::propose_exclusion(signed::<T>(&founder), CLASS, lookup::<T>(&holder))
			.expect("there is room");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), CLASS);

		let class = Classes::<T>::get(CLASS).expect("a class");
		assert!(class.register.is_excluded(&holder));
	}

	#[benchmark]
	fn include() {
		let (founder, holder) = full::<T>(MAX_PAYOUTS, MAX_LUMPS);
		Pallet::<T>::propose_exclusion(signed::<T>(&founder), CLASS, lookup::<T>(&holder))
			.expect("there is room");
		Pallet::<T>::accept_exclusion(signed::<T>(&holder), CLASS).expect("proposed");
		begin::<T>(LATER + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, lookup::<T>(&holder));

		let class = Classes::<T>::get(CLASS).expect("a class");
		assert!(!class.register.is_excluded(&holder));
	}

	/// The last that fits.
	#[benchmark]
	fn open_payout() {
		let (founder, _) = full::<T>(MAX_PAYOUTS - 1, MAX_LUMPS);
		let token = payout_token::<T>(&founder, MAX_PAYOUTS);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, token);

		assert_eq!(PayoutTokens::<T>::get(token), 1);
	}

	/// The last dated dividend that fits into the last payout token.
	#[benchmark]
	fn pay_dividend() {
		let (founder, _) = full::<T>(MAX_PAYOUTS, MAX_LUMPS - 1);
		let token = PAYOUT + MAX_PAYOUTS - 1;
		let record = LATER + CalendarOf::<T>::get().min_notice;
		let dated = Schedule::Dated { record, payment: record };

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, token, SHARES, dated);

		let class = Classes::<T>::get(CLASS).expect("a class");
		let (_, payout) = class.register.payout(token).expect("it is open");
		assert!(payout.lumps.iter().any(|lump| lump.record == record));
	}

	#[benchmark]
	fn claim(p: Linear<1, { MAX_PAYOUTS }>) {
		let (_, holder) = full::<T>(p, MAX_LUMPS);
		let caller = endowed::<T>("caller", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), CLASS, Some(lookup::<T>(&holder)));

		for number in 0..p {
			assert!(T::Tokens::total_balance(PAYOUT + number, &holder) > 0);
		}
	}

	/// No date needs any of its entries any more.
	#[benchmark]
	fn prune() {
		let (founder, holder) = full::<T>(MAX_PAYOUTS, MAX_LUMPS);
		let first = LATER - 2 * MAX_DATES;
		for date in first..first + MAX_DATES - 1 {
			Pallet::<T>::release_date(CLASS, date).expect("it is live");
		}
		begin::<T>(LATER + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, lookup::<T>(&holder));

		assert!(Lines::<T>::get(CLASS, &holder).is_some_and(|line| line.past.snaps.len() <= 1));
	}

	/// The hook alone, without what the ledger does before.
	#[benchmark]
	fn balance_change(p: Linear<0, MAX_PAYOUTS>) {
		let (_, holder) = full::<T>(p, MAX_LUMPS);
		let total = T::Tokens::total_balance(CLASS, &holder);

		#[block]
		{
			<Pallet<T> as OnBalanceChange<_, _, _>>::on_balance_change(
				CLASS,
				&holder,
				total,
				total - 1,
			);
		}

		let line = Lines::<T>::get(CLASS, &holder).expect("a line");
		assert_eq!(line.past.epoch, LATER);
	}

	/// A full class.
	#[benchmark]
	fn begin_split() {
		let (founder, _) = full::<T>(MAX_PAYOUTS, MAX_LUMPS);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, 1, 2);

		assert!(Splits::<T>::contains_key(CLASS));
	}

	#[benchmark]
	fn continue_split(n: Linear<1, MAX_SPLIT_STEPS>) {
		let (founder, _) = standing_still::<T>(n);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, n);

		assert!(Splits::<T>::contains_key(CLASS));
	}

	#[benchmark]
	fn convert_holder() {
		let (_, holder) = standing_still::<T>(1);

		#[block]
		{
			let converted = <Pallet<T> as SplitHolders<_, _>>::convert(CLASS, &holder);
			assert_eq!(converted, Ok(true));
		}

		assert_eq!(T::Tokens::total_balance(CLASS, &holder), 1_000);
	}

	#[benchmark]
	fn claim_fraction() {
		let (founder, holder) = split::<T>();
		bid::<T>();
		let_it_end::<T>();
		Pallet::<T>::settle_fractions(signed::<T>(&founder), CLASS, 0).expect("it is over");
		let before = T::Tokens::total_balance(KSI, &holder);

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, 0, Some(lookup::<T>(&holder)));

		assert!(T::Tokens::total_balance(KSI, &holder) > before);
	}

	/// Somebody else is outbid.
	#[benchmark]
	fn bid_for_fractions() {
		split::<T>();
		let (_, amount) = bid::<T>();
		let bidder = endowed::<T>("bidder", 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(bidder.clone()), CLASS, 0, 2 * amount);

		let auction = FractionPools::<T>::get(CLASS, 0).and_then(|left| left.auction);
		assert_eq!(auction.map(|auction| auction.bidder), Some(bidder));
	}

	/// The winner has no share yet.
	#[benchmark]
	fn settle_fractions() {
		let (founder, _) = split::<T>();
		let (bidder, _) = bid::<T>();
		let_it_end::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), CLASS, 0);

		assert!(T::Tokens::total_balance(CLASS, &bidder) > 0);
	}

	#[benchmark]
	fn act() {
		let (founder, id) = company::<T>();
		let call = frame_system::Call::<T>::remark { remark: Vec::new() };
		let call = Box::new(<T as Config>::RuntimeCall::from(call));

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), id, call);
	}

	#[benchmark]
	fn publish() {
		let (founder, id) = company::<T>();
		let count = usize::try_from(T::MaxLinks::get()).expect("a small number");
		let links: BoundedVec<_, _> = vec![[1; 32]; count].try_into().expect("as many as fit");

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), id, links);

		let stored = Companies::<T>::get(id).expect("the company");
		assert_eq!(stored.links.len(), count);
	}

	/// KSI is a class in the genesis; here it takes the state of a full one.
	#[benchmark]
	fn take_boundary() {
		full::<T>(MAX_PAYOUTS, MAX_LUMPS);
		let class = Classes::<T>::get(CLASS).expect("a class");
		let supply = T::Tokens::total_issuance(KSI);
		Classes::<T>::insert(KSI, ShareClass { company: None, ..class });
		let block = Pallet::<T>::first_block_of(LATER + 1);
		frame_system::Pallet::<T>::set_block_number(block.into());

		#[block]
		{
			Pallet::<T>::take_boundary(block);
		}

		let after = Classes::<T>::get(KSI).expect("a class").register;
		assert_eq!((after.supply, after.epoch), (supply, LATER + 1));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
