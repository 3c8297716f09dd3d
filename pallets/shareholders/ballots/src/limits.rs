//! What a runtime's settings must satisfy.

use crate::{Config, Pallet, WeightInfo, MAX_CARRIED, ROUND_DATES};
use frame_support::{dispatch::DispatchClass, traits::Get};
use shareholders_accounting::{MAX_DATES, PPM, REQUISITION_PPM};

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		assert!(T::BallotDeposit::get() > 0, "a ballot has to be paid for");
		assert!(T::RequisitionDeposit::get() > 0, "a requisition has to be paid for");
		assert!(T::MaxBallots::get() > 0, "a company needs room for a ballot");
		let carried = u128::from(MAX_CARRIED).saturating_mul(u128::from(REQUISITION_PPM));
		assert!(carried >= PPM, "more could be carried than there are places for");
		assert!(T::MaxRequisitions::get() > 0, "holders need room for a requisition");
		assert!(T::MaxAttach::get() > 0, "nobody could be attached");
		assert!(T::MaxClear::get() > 0, "nothing could be cleared");
		assert!(T::MaxCallLength::get() > 0, "a motion needs room for its call");
		let dates = T::MaxBallots::get().saturating_add(ROUND_DATES);
		assert!(dates < MAX_DATES, "ballots could take every record date");
		let weights = T::BlockWeights::get();
		let quarter = weights.max_block.checked_div(4).unwrap_or_default();
		for most in [
			<T as Config>::WeightInfo::attach(T::MaxAttach::get()),
			<T as Config>::WeightInfo::clear(T::MaxClear::get()),
			<T as Config>::WeightInfo::requisition(),
			<T as Config>::WeightInfo::sign_and_carry(),
		] {
			assert!(!most.any_gt(quarter), "a call may take more than a quarter of a block");
		}
		let normal = weights.get(DispatchClass::Normal).max_extrinsic.unwrap_or(weights.max_block);
		let execution =
			<T as Config>::WeightInfo::execute().saturating_add(T::MaxCallWeight::get());
		// Of the time only: what a ballot runs may be bounded in proof size by nothing but the block.
		let fits = execution.ref_time() <= normal.ref_time();
		assert!(fits, "a call may be too heavy for any block");
	}
}
