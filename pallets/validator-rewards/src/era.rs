//! What happens when an era has ended: its pots are frozen, and an old one expires.

use crate::{
	Clock, ClockOf, Config, EraPots, Eras, Event, Owed, Pages, Pallet, Pot, Stakers, WeightInfo,
	MAX_EXPIRIES, MAX_SWEPT,
};
use frame_support::{defensive, traits::Get, weights::Weight, BoundedVec};
use shareholders_accounting::TokenId;
use sp_staking::EraIndex;

impl<T: Config> Pallet<T> {
	/// Notices that an era has ended. Returns the weight of it.
	pub(crate) fn look_at_era() -> Weight {
		let idle = T::DbWeight::get().reads(2);
		let Some(era) = T::Stakers::active_era() else { return idle };
		let Some(clock) = ClockOf::<T>::get() else {
			// What was earned before is paid for the first era.
			ClockOf::<T>::put(Clock { era, oldest: era, swept: era });
			return idle.saturating_add(T::DbWeight::get().writes(1));
		};
		if era <= clock.era {
			return idle;
		}
		let oldest = Self::expire_before(era, clock.oldest);
		if let Some(ended) = era.checked_sub(1) {
			Self::freeze(ended);
		}
		ClockOf::<T>::put(Clock { era, oldest, ..clock });
		T::WeightInfo::change_era(T::MaxTokens::get())
	}

	/// Freezes all that is spare for an era.
	fn freeze(era: EraIndex) {
		let points = T::Stakers::all_points(era);
		if points == 0 {
			return;
		}
		let mut pots = BoundedVec::new();
		// At most `MaxTokens`.
		for token in T::PayTokens::get() {
			let amount = Self::spare(token);
			let owed = Owed::<T>::get(token).checked_add(amount);
			let Some(owed) = owed.filter(|_| amount > 0) else { continue };
			if pots.try_push(Pot { token, amount, left: amount }).is_ok() {
				Owed::<T>::insert(token, owed);
				Self::deposit_event(Event::PotFrozen { era, token, amount });
			}
		}
		if !pots.is_empty() {
			Eras::<T>::insert(era, EraPots { points, pots });
		}
	}

	/// Lets eras expire that are as old as may be when `active` is; returns the oldest one that stays.
	fn expire_before(active: EraIndex, mut oldest: EraIndex) -> EraIndex {
		let depth = T::Stakers::history_depth();
		for _ in 0..MAX_EXPIRIES {
			if active.saturating_sub(oldest) < depth {
				break;
			}
			if let Some(era) = Eras::<T>::take(oldest) {
				// At most `MaxTokens`.
				for Pot { token, left, .. } in era.pots {
					Self::release(token, left);
					Self::deposit_event(Event::PotExpired { era: oldest, token, left });
				}
			}
			oldest = oldest.saturating_add(1);
		}
		oldest
	}

	/// Owes less of a token.
	pub(crate) fn release(token: TokenId, amount: u128) {
		Owed::<T>::mutate_exists(token, |owed| {
			let left = owed.unwrap_or_default().checked_sub(amount).unwrap_or_else(|| {
				defensive!("more is paid than owed");
				0
			});
			*owed = Some(left).filter(|left| *left > 0);
		});
	}

	/// Removes pages of expired eras, if there is time.
	pub(crate) fn sweep(remaining: Weight) -> Weight {
		let look = T::DbWeight::get().reads(1);
		let all = look.saturating_add(T::WeightInfo::sweep(MAX_SWEPT));
		if !remaining.all_gte(all) {
			return Weight::zero();
		}
		let Some(clock) = ClockOf::<T>::get().filter(|clock| clock.swept < clock.oldest) else {
			return look;
		};
		let result = Pages::<T>::clear_prefix((clock.swept,), MAX_SWEPT, None);
		if result.maybe_cursor.is_none() {
			ClockOf::<T>::put(Clock { swept: clock.swept.saturating_add(1), ..clock });
		}
		all
	}
}
