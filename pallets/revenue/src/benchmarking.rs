//! Worst cases that produce the weights.
//!
//! Worst means: tokens are not sufficient, so that a record takes and gives back a consumer reference, and nobody but who pays
//! has a record of them yet.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	transfer::TokensOf, Call, Config, Ended, EndedMarket, NextMarket, Pallet, RevenueSplit, SplitOf,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		EnsureOrigin, Get,
	},
	weights::Weight,
};
use frame_system::{Pallet as System, RawOrigin};
use pallet_order_book::{
	engine::{BaseAtoms, QuoteAtoms},
	BenchmarkHelper as _, MarketId, MarketTerms, Markets, NextMarketId, Pallet as OrderBook,
};
use pallet_shareholders::{ClassStatus, Classes, Pallet as Shareholders, ShareClass, KSI};
use shareholders_accounting::{Class, TokenId, MAX_PAYOUTS};

const FIRST_TOKEN: TokenId = 1_000_000;
const AMPLE: u128 = 1 << 80;

const TERMS: MarketTerms = MarketTerms {
	tick_size: QuoteAtoms::new(1_000),
	lot_size: BaseAtoms::new(1_000),
	min_notional: QuoteAtoms::new(1_000),
	max_open_orders: 1,
	price_band_ppm: 0,
};

fn create<T: Config>(token: TokenId) {
	<T as pallet_order_book::Config>::BenchmarkHelper::create_token(token);
}

fn fund<T: Config>(token: TokenId, who: &T::AccountId, amount: u128) {
	TokensOf::<T>::mint_into(token, who, amount).expect("it can be minted");
}

/// A market of two new tokens, whose founder has given all he had of the quote token.
fn market<T: Config>() -> MarketId {
	let founder: T::AccountId = account("founder", 0, 0);
	for token in [FIRST_TOKEN, FIRST_TOKEN + 1] {
		create::<T>(token);
	}
	fund::<T>(KSI, &founder, <T as pallet_order_book::Config>::MarketDeposit::get() * 1_000);
	fund::<T>(FIRST_TOKEN + 1, &founder, TokensOf::<T>::minimum_balance(FIRST_TOKEN + 1));
	let market = NextMarketId::<T>::get();
	OrderBook::<T>::create_market(
		RawOrigin::Signed(founder).into(),
		FIRST_TOKEN,
		FIRST_TOKEN + 1,
		TERMS,
	)
	.expect("a market");
	market
}

#[benchmarks]
mod benches {
	use super::*;

	/// Of a market that has ended, so that its fee account goes.
	#[benchmark]
	fn collect() {
		let market = market::<T>();
		let token = FIRST_TOKEN + 1;
		fund::<T>(token, &OrderBook::<T>::fee_account(market), AMPLE);
		let lister = Markets::<T>::take(market).expect("it is there").lister;
		Ended::<T>::insert(market, EndedMarket { lister: lister.clone(), quote: token });

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), market);

		assert!(!Ended::<T>::contains_key(market));
		assert!(TokensOf::<T>::total_balance(token, &T::RevenueAccount::get()) > 0);
		assert!(TokensOf::<T>::total_balance(token, &lister) > 0);
	}

	#[benchmark]
	fn set_split() -> Result<(), BenchmarkError> {
		let origin = <T as Config>::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Weightless)?;
		let split = RevenueSplit { lister_ppm: 1, ..RevenueSplit::default() };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, split);

		assert_eq!(SplitOf::<T>::get(), split);
		Ok(())
	}

	/// Markets with nothing but the minimum balance in their fee accounts.
	#[benchmark]
	fn turn(m: Linear<1, { T::MarketsPerBlock::get() }>) {
		let found = Markets::<T>::get(market::<T>()).expect("it is there");
		for number in 0..m {
			let account = OrderBook::<T>::fee_account(number);
			System::<T>::inc_providers(&account);
			fund::<T>(
				found.params.quote,
				&account,
				TokensOf::<T>::minimum_balance(found.params.quote),
			);
			Markets::<T>::insert(number, found.clone());
		}
		NextMarketId::<T>::put(m);

		#[block]
		{
			Pallet::<T>::collect_in_turn(Weight::MAX);
		}

		assert_eq!(NextMarket::<T>::get(), m);
	}

	/// The first revenue in each token.
	#[benchmark]
	fn distribute(p: Linear<0, MAX_PAYOUTS>) {
		let holder: T::AccountId = account("holder", 0, 0);
		fund::<T>(KSI, &holder, <T as pallet_order_book::Config>::MarketDeposit::get() * 1_000);
		let pot = Shareholders::<T>::pot_account(KSI);
		System::<T>::inc_providers(&pot);
		let supply = TokensOf::<T>::total_issuance(KSI);
		let mut register = Class::new(supply, Shareholders::<T>::epoch()).expect("it is in range");
		for number in 0..p {
			let token = FIRST_TOKEN + number;
			create::<T>(token);
			register.open_payout(token).expect("there is room");
			fund::<T>(token, &pot, TokensOf::<T>::minimum_balance(token));
			fund::<T>(token, &T::RevenueAccount::get(), AMPLE);
		}
		let class = ShareClass { company: None, status: ClassStatus::Live, register };
		Classes::<T>::insert(KSI, class);

		#[block]
		{
			let _ = Pallet::<T>::is_last_of_epoch();
			Pallet::<T>::distribute_all();
		}

		for number in 0..p {
			let paid =
				TokensOf::<T>::total_balance(FIRST_TOKEN + number, &T::TreasuryAccount::get());
			assert!(paid > 0);
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
