//! Repairs of what referenda lose by themselves. Anybody may.

use crate::{Config, Error, Event, NotUnstuck, Pallet, PollIndex, PollTimeline as _, TrackId};
use frame_support::ensure;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_unstick(poll: PollIndex) -> DispatchResult {
		ensure!(T::Timeline::poll(poll).is_some(), Error::<T>::UnknownPoll);
		T::Timeline::unstick(poll).map_err(|refused| match refused {
			NotUnstuck::NotStuck => Error::<T>::NotStuck,
			NotUnstuck::TrackFull => Error::<T>::TrackFull,
		})?;
		Self::deposit_event(Event::Unstuck { poll });
		Ok(())
	}

	/// How many entries were looked at.
	pub(crate) fn do_unstick_track(track: TrackId) -> Result<u32, DispatchError> {
		Self::ensure_track(track)?;
		let repair = T::Timeline::unstick_track(track);
		let dropped = repair.dropped;
		ensure!(dropped > 0, Error::<T>::NothingToDrop);
		Self::deposit_event(Event::TrackUnstuck { track, dropped });
		Ok(repair.looked_at)
	}
}
