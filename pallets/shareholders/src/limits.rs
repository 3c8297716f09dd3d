//! What a runtime's settings must satisfy.

use crate::{Calendar, Config, Pallet, WeightInfo, COMMON_LUMPS};
use frame_support::traits::Get;
use shareholders_accounting::{MAX_AUCTION, MAX_LEAD, MAX_LUMPS, MAX_PAYOUTS, MAX_STREAM};

// The company has places of its own for dated dividends.
const _: () = assert!(COMMON_LUMPS < MAX_LUMPS);

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		assert!(Self::accounts_are_distinct(), "accounts are too short to derive others");
		assert!(T::CompanyDeposit::get() > 0, "a company has to be paid for");
		assert!(T::ClassDeposit::get() > 0, "a share class has to be paid for");
		assert!(T::MaxNameLength::get() > 0, "a company needs room for its name");
		assert!(T::MaxClasses::get() > 0, "a company needs room for a class");
		let quarter = T::BlockWeights::get().max_block.checked_div(4).unwrap_or_default();
		let most = T::WeightInfo::claim(MAX_PAYOUTS);
		assert!(!most.any_gt(quarter), "a claim may take more than a quarter of a block");
	}
}

impl Calendar {
	/// Impossible times end the building of a genesis.
	pub(crate) fn check(&self) {
		assert!(self.epoch_blocks > 0, "an epoch has to last");
		assert!((1..=MAX_STREAM).contains(&self.min_stream), "no stream would be accepted");
		assert!((1..=MAX_LEAD).contains(&self.min_notice), "no date would be accepted");
		assert!((1..=MAX_AUCTION).contains(&self.auction), "an auction has to last, and to end");
	}
}
