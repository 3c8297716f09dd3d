//! The invariants of the pay, and their checks in the same order.
//!
//! 1. What has been swept has expired, and what has expired is over.
//! 2. An era with pots has ended and not expired. It has points, and for each of its tokens, which differ, one pot that was not empty;
//!    no more is left of it than there was.
//! 3. Of each token there is owed what is left of all pots.
//! 4. The source has what is owed.
//! 5. A page was paid only of an era that has ended and is not swept. Those who were not paid are in order, each with tokens of the
//!    era.

use crate::{Balance, ClockOf, Config, Eras, Owed, Pages, Pallet};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungibles::Inspect, Get},
};
use shareholders_accounting::TokenId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let Some(clock) = ClockOf::<T>::get() else {
			ensure!(Eras::<T>::iter_keys().next().is_none(), "1: an era before the first");
			ensure!(Owed::<T>::iter_keys().next().is_none(), "1: owed before the first era");
			return Ok(());
		};
		ensure!(clock.swept <= clock.oldest && clock.oldest <= clock.era, "1: the clock");
		let mut left = BTreeMap::<TokenId, Balance>::new();
		for (era, record) in Eras::<T>::iter() {
			ensure!(era >= clock.oldest && era < clock.era, "2: an era at the wrong time");
			ensure!(record.points > 0, "2: an era without points");
			ensure!(!record.pots.is_empty(), "2: an era without pots");
			for (number, pot) in record.pots.iter().enumerate() {
				ensure!(pot.amount > 0 && pot.left <= pot.amount, "2: a pot");
				let same = record.pots.iter().take(number).any(|other| other.token == pot.token);
				ensure!(!same, "2: two pots of a token");
				let sum = left.entry(pot.token).or_default();
				*sum = sum.checked_add(pot.left).ok_or("2: too much is left")?;
			}
		}
		left.retain(|_, sum| *sum > 0);
		ensure!(left == Owed::<T>::iter().collect(), "3: owed is not what is left");
		let source = T::Source::get();
		for (token, owed) in left {
			let has = T::Tokens::total_balance(token, &source);
			ensure!(has >= owed, "4: more is owed than there is");
		}
		for ((era, _, _), unpaid) in Pages::<T>::iter() {
			ensure!(era >= clock.swept && era < clock.era, "5: a page at the wrong time");
			let mut after: Option<u8> = None;
			// Of an expired era it is not known any more.
			let pots = Eras::<T>::get(era).map_or(8, |record| record.pots.len());
			for one in unpaid {
				ensure!(after.is_none_or(|after| one.position > after), "5: not in order");
				after = Some(one.position);
				let beyond = Self::bit(pots).is_some_and(|bit| one.tokens >= bit);
				ensure!(one.tokens > 0 && !beyond, "5: unpaid in no token of the era");
			}
		}
		Ok(())
	}
}
