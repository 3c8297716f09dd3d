//! What a runtime's settings must satisfy.

use crate::{Config, Pallet, Stakers, WeightInfo, MAX_POSITIONS, MAX_SWEPT, MAX_TOKENS};
use frame_support::{dispatch::DispatchClass, traits::Get};

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		let tokens = T::MaxTokens::get();
		assert!(tokens > 0 && tokens <= MAX_TOKENS, "there is one bit for each of 8 tokens");
		assert!(T::Stakers::page_size() < MAX_POSITIONS, "a position is one byte");
		assert!(T::Stakers::history_depth() > 1, "eras would expire before they can be paid");
		let weights = T::BlockWeights::get();
		let most = <T as Config>::WeightInfo::payout(Self::most_payments());
		let limit = weights.get(DispatchClass::Normal).max_extrinsic.unwrap_or(weights.max_block);
		assert!(!most.any_gt(limit), "a full page does not fit into a block");
		let quarter = weights.max_block.checked_div(4).unwrap_or_default();
		let change = <T as Config>::WeightInfo::change_era(tokens);
		assert!(
			!change.any_gt(quarter),
			"the change of an era takes more than a quarter of a block"
		);
		let sweep = <T as Config>::WeightInfo::sweep(MAX_SWEPT);
		assert!(!sweep.any_gt(quarter), "sweeping takes more than a quarter of a block");
	}
}
