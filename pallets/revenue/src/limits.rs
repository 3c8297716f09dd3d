//! What a runtime's settings must satisfy.

use crate::{Config, Pallet, WeightInfo};
use frame_support::traits::Get;
use shareholders_accounting::MAX_PAYOUTS;

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		let [revenue, validators, treasury] = Self::accounts();
		let distinct = revenue != validators && revenue != treasury && validators != treasury;
		assert!(distinct, "each part needs an account of its own");
		assert!(T::MarketsPerBlock::get() > 0, "no market would be collected by itself");
		let native = <T as pallet_order_book::Config>::NativeToken::get();
		assert!(native == pallet_shareholders::KSI, "KSI has two numbers");
		let quarter = T::BlockWeights::get().max_block.checked_div(4).unwrap_or_default();
		let most = <T as Config>::WeightInfo::distribute(MAX_PAYOUTS);
		assert!(!most.any_gt(quarter), "the end of an epoch takes more than a quarter of a block");
	}
}
