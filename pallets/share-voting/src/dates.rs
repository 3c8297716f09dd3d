//! Record dates: the latest daily boundary is kept live at all times, so that a poll can take it whenever it is decided.
//!
//! A date is known exactly only if it was referred to since its boundary. Keeping one of every day costs the register a place and
//! this pallet one step a day; in return no vote has to wait, and nobody can choose a boundary that suits him: it is past when the
//! decision begins, so nothing borrowed for a moment counts.

use crate::{
	Config, Daily, DailyDate, DateEvery, Error, Event, Pallet, ShareRegister as _, TrackId,
	WeightInfo,
};
use frame_support::{
	storage::with_storage_layer,
	traits::{Contains, Get},
	weights::Weight,
};
use shareholders_accounting::Epoch;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Takes the daily boundary if this is the first block after it: one record of the register, whatever happened that day. What
	/// cannot be taken now (the register is halted, or has no place for another date) is tried again in the next epoch, and the
	/// date of before goes on.
	pub(crate) fn take_daily_date() -> Weight {
		let now = T::Register::epoch();
		let daily = Daily::<T>::get();
		if now < daily.next {
			return T::DbWeight::get().reads(2);
		}
		let taken = with_storage_layer(|| {
			// First, so that its place can be taken.
			if let Some(date) = daily.date {
				if let Err(reason) = T::Register::release(date) {
					Self::deposit_event(Event::DateNotReleased { date, reason });
				}
			}
			T::Register::reserve(now)
		});
		match taken {
			Ok(()) => {
				let next = Self::day_after(now);
				Daily::<T>::put(DailyDate { date: Some(now), next });
				Self::deposit_event(Event::DailyDateTaken { date: now });
			}
			Err(reason) => {
				// Epochs end with block numbers, long before their own numbers do.
				Daily::<T>::put(DailyDate { next: now.saturating_add(1), ..daily });
				Self::deposit_event(Event::DailyDateNotTaken { date: now, reason });
			}
		}
		T::WeightInfo::take_daily_date()
	}

	/// The epoch at which the day after that of `now` begins. Days begin in epoch 1 and every [`DateEvery`] epochs after it.
	fn day_after(now: Epoch) -> Epoch {
		let every = DateEvery::<T>::get().max(1);
		let into = now.saturating_sub(1).checked_rem(every).unwrap_or(0);
		now.saturating_sub(into).saturating_add(every) // as above
	}

	/// The record date that a poll gets which is fixed now.
	pub(crate) fn date_for(track: TrackId) -> Option<Epoch> {
		if T::UrgentTracks::contains(&track) {
			return Some(T::Register::epoch());
		}
		Daily::<T>::get().date
	}

	/// Takes a reference on the record date of a poll. An urgent one gets the boundary of the present epoch, or the daily one if
	/// the register has no place for another.
	pub(crate) fn reserve_for(track: TrackId) -> Result<Epoch, DispatchError> {
		let daily = Daily::<T>::get().date;
		if T::UrgentTracks::contains(&track) {
			let present = T::Register::epoch();
			match (T::Register::reserve(present), daily) {
				(Ok(()), _) => return Ok(present),
				(Err(refused), None) => return Err(refused),
				(Err(_), Some(_)) => {}
			}
		}
		let date = daily.ok_or(Error::<T>::NoRecordDate)?;
		T::Register::reserve(date)?;
		Ok(date)
	}
}
