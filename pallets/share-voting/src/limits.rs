//! What a runtime's settings must satisfy.

use crate::{branch::Signing, Config, Pallet, PollTimeline as _, WeightInfo};
use frame_support::traits::{Contains, Get, Polling};
use shareholders_accounting::PPM;

impl<T: Config> Pallet<T> {
	/// Impossible settings end the tests of the runtime, never the chain.
	pub(crate) fn check_limits() {
		assert!(T::MaxAccounts::get() > 0, "nobody could be poked or attached");
		assert!(T::MaxClear::get() > 0, "nothing could be cleared");
		let ppm = u128::from(T::SponsorPpm::get());
		assert!(ppm > 0 && ppm <= PPM, "signatures that no number of holders could give");
		assert!(T::FreeVoteWeight::get() > 0, "votes without weight would be free");
		let quarter = T::BlockWeights::get().max_block.checked_div(4).unwrap_or_default();
		for most in [
			T::WeightInfo::poke(T::MaxAccounts::get()),
			T::WeightInfo::attach(T::MaxAccounts::get()),
			T::WeightInfo::clear(T::MaxClear::get()),
			T::WeightInfo::unstick_track(T::Timeline::max_queued()),
			Signing::Asked.weight::<T>(),
		] {
			assert!(!most.any_gt(quarter), "a call may take more than a quarter of a block");
		}
		let watched = |track: &crate::TrackId| !T::UrgentTracks::contains(track);
		for track in T::Polls::classes().into_iter().filter(watched) {
			let checked = T::Timeline::check_track(track);
			assert!(checked.is_ok(), "track {track}: {checked:?}");
		}
	}
}
