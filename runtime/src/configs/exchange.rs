//! The order book: limits, deposits, fees.

use super::tokens::{AllTokens, KSI};
use crate::{
	constants::money, Balance, Balances, Revenue, Runtime, RuntimeHoldReason, Shareholders,
};
use frame_support::{parameter_types, traits::ConstU32, PalletId};
use pallet_order_book::FeeSchedule;

parameter_types! {
	/// What the accounts that fees are paid into are derived from, one per market. Nobody has a key to them.
	pub const OrderBookId: PalletId = PalletId(*b"ks/fees/");
	/// For a market: some hundred bytes, and enough that nobody fills the list of markets for fun.
	pub const MarketDeposit: Balance = 100 * money::KSI;
	/// What a new market charges: 0.01 % of a resting order, 0.05 % of an incoming one, never more than 0.1 %.
	pub const DefaultFees: FeeSchedule =
		FeeSchedule { maker_fee_ppm: 100, taker_fee_ppm: 500, max_fee_ppm: 1_000 };
}

impl pallet_order_book::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Tokens = AllTokens;
	type Session = pallet_order_book::LedgerSession<Runtime>;
	type Native = Balances;
	type NativeToken = ConstU32<KSI>;
	/// A vote on the track for markets.
	type GovernanceOrigin = pallet_mandates::EnsureMarkets;
	type PalletId = OrderBookId;
	type FeeSink = Revenue;
	type Splits = Shareholders;
	type MarketDeposit = MarketDeposit;
	type DefaultFees = DefaultFees;
	/// A call that does all it may stays far below a quarter of a block; `integrity_test` holds it there.
	type MaxFills = ConstU32<100>;
	type MaxLevels = ConstU32<100>;
	type MaxRemovals = ConstU32<100>;
	type MaxOperations = ConstU32<100>;
	/// A market with 10,000 orders is unwound in 200 blocks.
	type MaxUnwound = ConstU32<50>;
	type MaxClosing = ConstU32<16>;
	type WeightInfo = pallet_order_book::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = TokenFounder;
}

/// Makes tokens for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct TokenFounder;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_order_book::BenchmarkHelper for TokenFounder {
	fn create_token(token: order_book_engine::TokenId) {
		use frame_support::traits::{fungibles::Create, Get};
		let owner = super::revenue::RevenueAccount::get();
		let created = <crate::Assets as Create<crate::AccountId>>::create(token, owner, false, 1);
		debug_assert!(created.is_ok(), "a benchmark takes a number nobody has");
	}
}
