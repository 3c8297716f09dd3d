//! Worst cases that produce the weights.
//!
//! Worst means: nobody who is paid has a record of the token yet, and none lets an account exist by itself.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	BenchmarkHelper as _, Call, Clock, ClockOf, Config, EraPots, Eras, Owed, Pages, Pallet, Pot,
	Stakers as _, UnpaidOf, MAX_EXPIRIES, MAX_SWEPT,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		Get,
	},
	weights::Weight,
	BoundedVec,
};
use frame_system::{Pallet as System, RawOrigin};
use shareholders_accounting::TokenId;

const FIRST_TOKEN: TokenId = 1_000_000;
const AMPLE: u128 = 1 << 80;

/// Creates tokens that the source has plenty of.
fn tokens<T: Config>(count: u32) -> Vec<TokenId> {
	let source = T::Source::get();
	System::<T>::inc_providers(&source);
	let tokens = (0..count).map(|number| FIRST_TOKEN + number);
	tokens
		.inspect(|token| {
			T::BenchmarkHelper::create_token(*token);
			T::Tokens::mint_into(*token, &source, AMPLE).expect("it can be minted");
		})
		.collect()
}

/// Freezes half of what there is for an era.
fn freeze<T: Config>(era: u32, tokens: &[TokenId], amount: u128) {
	let pot = |token: &TokenId| Pot { token: *token, amount, left: amount };
	let pots: Vec<Pot> = tokens.iter().map(pot).collect();
	for token in tokens {
		Owed::<T>::mutate(token, |owed| *owed += amount);
	}
	Eras::<T>::insert(era, EraPots { points: 20, pots: BoundedVec::truncate_from(pots) });
}

#[benchmarks]
mod benches {
	use super::*;

	/// A full page in one token. That the next token costs as much is more than it does, since stakers are read once.
	#[benchmark]
	fn payout(n: Linear<1, { T::Stakers::page_size() + 1 }>) {
		let tokens = tokens::<T>(1);
		let validator: T::AccountId = account("validator", 0, 0);
		let nominators: Vec<T::AccountId> =
			(1..n).map(|number| account("nominator", number, 0)).collect();
		for who in nominators.iter().chain([&validator]) {
			System::<T>::inc_providers(who);
		}
		T::Stakers::expose(0, &validator, nominators.clone());
		ClockOf::<T>::put(Clock { era: 1, oldest: 0, swept: 0 });
		freeze::<T>(0, &tokens, AMPLE / 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), 0, validator.clone(), 0);

		assert!(Pages::<T>::get((0, &validator, 0)).expect("it is paid").is_empty());
		for who in nominators.iter().chain([&validator]) {
			assert!(T::Tokens::total_balance(FIRST_TOKEN, who) > 0);
		}
	}

	/// Each expired era had a pot in every token; the tokens that pots are frozen in are those of the runtime.
	#[benchmark]
	fn change_era(t: Linear<0, { T::MaxTokens::get() }>) {
		let tokens = tokens::<T>(t);
		for token in T::PayTokens::get() {
			// Some may not be there in a benchmark.
			let _ = T::Tokens::mint_into(token, &T::Source::get(), AMPLE);
		}
		let depth = T::Stakers::history_depth();
		for era in 0..MAX_EXPIRIES {
			freeze::<T>(era, &tokens, AMPLE / 8);
		}
		let ended = depth + MAX_EXPIRIES - 1;
		T::Stakers::expose(ended, &account("validator", 0, 0), vec![]);
		T::Stakers::set_active_era(ended + 1);
		ClockOf::<T>::put(Clock { era: ended, oldest: 0, swept: 0 });

		#[block]
		{
			Pallet::<T>::look_at_era();
		}

		let clock = ClockOf::<T>::get().expect("it is there");
		assert_eq!((clock.era, clock.oldest), (ended + 1, MAX_EXPIRIES));
	}

	#[benchmark]
	fn sweep(n: Linear<0, MAX_SWEPT>) {
		for page in 0..n {
			let validator: T::AccountId = account("validator", page, 0);
			Pages::<T>::insert((0, validator, 0), UnpaidOf::new());
		}
		ClockOf::<T>::put(Clock { era: 2, oldest: 1, swept: 0 });

		#[block]
		{
			Pallet::<T>::sweep(Weight::MAX);
		}

		assert_eq!(Pages::<T>::iter().count(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
