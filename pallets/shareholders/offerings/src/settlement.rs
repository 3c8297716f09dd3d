//! From the last bid to the end: finding the price, settling bid after bid, removing what is left.

use crate::{
	Bid, BidId, Bids, Claims, Config, Error, Event, Levels, OfferingId, OfferingOf, Offerings,
	Pallet, RightsIssue, Settlement, Stage, MAX_STEPS,
};
use alloc::vec::Vec;
use core::cmp::Reverse;
use frame_support::ensure;
use frame_system::Pallet as System;
use pallet_shareholders::Pallet as Shareholders;
use shareholders_accounting::{Clearing, Level, Settled, MAX_LEVELS};
use sp_runtime::{DispatchError, DispatchResult, SaturatedConversion};

impl<T: Config> Pallet<T> {
	/// Returns how many price levels were looked at.
	pub(crate) fn do_price_offering(id: OfferingId) -> Result<u32, DispatchError> {
		let mut offering = Self::running(id)?;
		let levels = Self::sorted_levels(id);
		let count: u32 = levels.len().saturated_into();
		let available = offering.book.available().map_err(Error::<T>::from)?;
		let clearing = offering.book.clear(levels, Self::now()).map_err(Error::<T>::from)?;
		let sold = available.min(offering.book.demand);
		let can_be_issued = Self::can_issue(&offering, sold)?;

		// Nothing is bid at any price from now on, so the levels have done their work. At most `MAX_LEVELS`.
		let removal = Levels::<T>::clear_prefix(id, MAX_LEVELS, None);
		ensure!(removal.maybe_cursor.is_none(), Error::<T>::Corrupt);
		offering.levels = 0;
		let clearing = can_be_issued.then_some(clearing);
		let next = BidId::default();
		offering.stage = Stage::Settling(Settlement { clearing, next, lots_sold: 0, proceeds: 0 });
		Self::deposit_event(match clearing {
			Some(Clearing { price, .. }) => {
				let demand = offering.book.demand;
				Event::OfferingPriced { offering: id, price, available, demand }
			}
			None => Event::OfferingCalledOff { offering: id },
		});
		Offerings::<T>::insert(id, offering);
		Ok(count)
	}

	/// The lots bid for at each price, from the highest price down.
	fn sorted_levels(id: OfferingId) -> Vec<Level> {
		let most = usize::try_from(MAX_LEVELS).unwrap_or(usize::MAX);
		let mut levels: Vec<Level> = Levels::<T>::iter_prefix(id)
			.take(most)
			.map(|(price, lots)| Level { price, lots })
			.collect();
		levels.sort_unstable_by_key(|level| Reverse(level.price));
		levels
	}

	/// Whether the shares of so many lots can be issued: the class follows the ledger and its authorised maximum has room.
	fn can_issue(offering: &OfferingOf<T>, lots: u128) -> Result<bool, Error<T>> {
		let shares = lots.checked_mul(offering.book.terms.lot_size).ok_or(Error::<T>::Overflow)?;
		let live = Shareholders::<T>::company_of(offering.class).is_ok();
		Ok(live && Self::has_room(offering.class, shares))
	}

	/// Returns how many numbers of bids were looked at.
	pub(crate) fn do_settle(id: OfferingId, limit: u32) -> Result<u32, DispatchError> {
		let mut offering = Offerings::<T>::get(id).ok_or(Error::<T>::UnknownOffering)?;
		let Stage::Settling(mut settlement) = offering.stage else {
			return Err(Error::<T>::NotPriced.into());
		};
		let first = settlement.next;
		let last = offering.next_bid.min(first.saturating_add(limit.clamp(1, MAX_STEPS)));
		for number in first..last {
			// A bid that was taken back has left its number empty.
			if let Some(bid) = Bids::<T>::take(id, number) {
				Self::settle_bid(id, &mut offering, &mut settlement, number, bid)?;
			}
		}
		settlement.next = last;
		offering.stage = Stage::Settling(settlement);
		if last == offering.next_bid {
			Self::complete(id, offering, settlement)?;
		} else {
			Offerings::<T>::insert(id, offering);
		}
		Ok(last.saturating_sub(first))
	}

	fn settle_bid(
		id: OfferingId,
		offering: &mut OfferingOf<T>,
		settlement: &mut Settlement,
		number: BidId,
		bid: Bid<T::AccountId>,
	) -> DispatchResult {
		let Bid { who, lots, price } = bid;
		let deposit = price.checked_mul(lots).ok_or(Error::<T>::Overflow)?;
		let nothing = Settled { lots: 0, pays: 0, refund: deposit };
		let due = match &mut settlement.clearing {
			Some(clearing) => clearing.settle(price, lots).map_err(Error::<T>::from)?,
			None => nothing,
		};
		// The reference of the bid; the shares may need one of their own.
		System::<T>::dec_consumers(&who);
		let delivered = if due.lots > 0 { Self::deliver(offering, &who, &due) } else { Ok(()) };
		let Settled { lots: gets, pays, refund } = if delivered.is_ok() { due } else { nothing };
		if refund > 0 {
			Self::release_bid(offering.payment, &who, refund)?;
		}
		let book = &mut offering.book;
		book.demand = book.demand.checked_sub(lots).ok_or(Error::<T>::Corrupt)?;
		book.deposits = book.deposits.checked_sub(deposit).ok_or(Error::<T>::Corrupt)?;
		offering.bids = offering.bids.checked_sub(1).ok_or(Error::<T>::Corrupt)?;
		let sold = settlement.lots_sold.checked_add(gets).ok_or(Error::<T>::Overflow)?;
		let proceeds = settlement.proceeds.checked_add(pays).ok_or(Error::<T>::Overflow)?;
		(settlement.lots_sold, settlement.proceeds) = (sold, proceeds);
		Self::deposit_event(match delivered {
			Ok(()) => {
				Event::BidSettled { offering: id, bid: number, who, lots: gets, pays, refund }
			}
			Err(reason) => Event::BidRefused { offering: id, bid: number, who, refund, reason },
		});
		Ok(())
	}

	fn complete(id: OfferingId, offering: OfferingOf<T>, settlement: Settlement) -> DispatchResult {
		Self::deposit_event(Event::Completed {
			offering: id,
			price: settlement.clearing.map(|clearing| clearing.price),
			lots_sold: settlement.lots_sold,
			proceeds: settlement.proceeds,
			exercised: offering.book.exercised,
		});
		Self::end(id, offering)
	}

	/// Returns how many marks were removed.
	pub(crate) fn do_clear(id: OfferingId, limit: u32) -> Result<u32, DispatchError> {
		let mut offering = Offerings::<T>::get(id).ok_or(Error::<T>::UnknownOffering)?;
		ensure!(offering.stage == Stage::Clearing, Error::<T>::NotCompleted);
		// Without marks there would be no entry any more.
		let rights = offering.rights.ok_or(Error::<T>::Corrupt)?;
		let most = usize::try_from(limit.clamp(1, MAX_STEPS)).unwrap_or(usize::MAX);
		let marked: Vec<T::AccountId> = Claims::<T>::iter_key_prefix(id).take(most).collect();
		let removed: u32 = marked.len().saturated_into();
		let marks = rights.marks.checked_sub(removed).ok_or(Error::<T>::Corrupt)?;

		for who in &marked {
			Claims::<T>::remove(id, who);
		}
		offering.rights = Some(RightsIssue { marks, ..rights });
		Self::store_or_remove(id, offering)?;
		Ok(removed)
	}
}
