//! What a runtime's settings must satisfy.

use crate::{Config, Pallet, WeightInfo, MAX_STEPS};
use frame_support::traits::Get;
use shareholders_accounting::MAX_LEVELS;

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		assert!(T::MinWindow::get() > 0, "a window has to last");
		assert!(T::MaxBids::get() > 0, "an offering needs room for a bid");
		assert!(T::OfferingDeposit::get() > 0, "an offering has to be paid for");
		let quarter = T::BlockWeights::get().max_block.checked_div(4).unwrap_or_default();
		let dearest = [
			<T as Config>::WeightInfo::price_offering(MAX_LEVELS),
			<T as Config>::WeightInfo::settle(MAX_STEPS),
			<T as Config>::WeightInfo::clear(MAX_STEPS),
		];
		for most in dearest {
			assert!(!most.any_gt(quarter), "a call may take more than a quarter of a block");
		}
	}
}
