//! What a runtime's settings must satisfy.

use crate::{
	Bounds, Config, Pallet, WeightInfo, MAX_DEAD, MAX_OFFENDERS, MAX_PAUSED_CALLS, MAX_PROPOSAL,
};
use frame_support::traits::{Get, GetCallMetadata};
use sp_runtime::traits::{One, Zero};

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		assert!(T::MaxPause::get() >= One::one(), "nothing could be paused");
		assert!(T::UpgradeLife::get() >= One::one(), "no upgrade could be applied");
		assert!(T::UpgradeNotice::get() >= One::one(), "nobody could compile an upgrade ahead");
		let (small, medium) = (T::SmallSpend::get(), T::MediumSpend::get());
		let ascend = 0 < small && small < medium && medium < T::LargeSpend::get();
		assert!(ascend, "the caps of the treasury's tracks do not ascend");
		check_bounds(T::ValidatorCounts::get(), "validators");
		check_bounds(T::NominatorBonds::get(), "a nominator's bond");
		check_bounds(T::ValidatorBonds::get(), "a validator's bond");
		check_bounds(T::RescueDelays::get(), "the delay of a rescue");
		let counts = T::ValidatorCounts::get();
		assert!(counts.least > 0, "a vote could leave the chain without validators");
		assert!(counts.most <= T::MaxValidators::get(), "more validators than there is room for");
		assert!(!T::RescueDelays::get().least.is_zero(), "a signal could be reorganised away");
		assert!(!T::StallAfter::get().is_zero(), "finality would always stand still");
		assert!(T::SignalLife::get() > T::StallAfter::get(), "a signal would not outlive a vote");
		// Two bytes of pallet and call, one of the list, five of blocks at most, and two names with their lengths.
		let longest = T::MaxNameLen::get().saturating_add(1).saturating_mul(2).saturating_add(8);
		let fits = usize::try_from(longest).is_ok_and(|longest| longest <= MAX_PROPOSAL);
		assert!(fits, "a pause of one call would not fit into its referendum");
		for pallet in T::RuntimeCall::get_module_names() {
			for name in T::RuntimeCall::get_call_names(pallet).iter().chain([pallet]) {
				let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
				assert!(length <= T::MaxNameLen::get(), "{pallet}.{name} could not be named");
			}
		}
		// A scheduled call that does not fit into a block is dropped for good.
		let tenth = T::BlockWeights::get().max_block.checked_div(10).unwrap_or_default();
		let validators = T::MaxValidators::get();
		for most in [
			<T as Config>::WeightInfo::authorize_upgrade(),
			<T as Config>::WeightInfo::revoke_upgrade(),
			<T as Config>::WeightInfo::pause(MAX_PAUSED_CALLS),
			<T as Config>::WeightInfo::resume(),
			<T as Config>::WeightInfo::spend(),
			<T as Config>::WeightInfo::set_validator_count(),
			<T as Config>::WeightInfo::set_minimum_bonds(),
			<T as Config>::WeightInfo::cancel_slash(MAX_OFFENDERS),
			<T as Config>::WeightInfo::signal_stall(validators),
			<T as Config>::WeightInfo::rescue(validators, MAX_DEAD),
		] {
			assert!(!most.any_gt(tenth), "a call takes more than a tenth of a block");
		}
	}
}

fn check_bounds<N: PartialOrd>(bounds: Bounds<N>, what: &str) {
	assert!(bounds.least <= bounds.most, "nothing is within the bounds of {what}");
}
