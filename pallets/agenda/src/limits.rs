//! What a runtime's settings must satisfy.

use crate::{Config, Pallet, WeightInfo};
use frame_support::traits::Get;
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		assert!(!T::AlarmInterval::get().is_zero(), "a refused task would be offered in vain");
		// One step a block finds that it has no more; another one has to be left.
		assert!(T::MaxDrained::get() > 1, "parked tasks would never be handed over");
		let weights = T::BlockWeights::get();
		let quarter = weights.max_block.checked_div(4).unwrap_or_default();
		let drain = T::WeightInfo::drain(T::MaxDrained::get());
		assert!(!drain.any_gt(quarter), "handing over takes more than a quarter of a block");
		let steps = T::WeightInfo::step().saturating_mul(T::MaxSteps::get().into());
		let most = steps.saturating_add(T::WeightInfo::park());
		let tenth = weights.max_block.checked_div(10).unwrap_or_default();
		assert!(!most.any_gt(tenth), "one refused task takes more than a tenth of a block");
	}
}
