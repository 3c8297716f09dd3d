//! Bids: taking them and giving them back. The deposit stays in the bidder's own account, on hold.

use crate::{
	Bid, BidId, Bids, Config, Error, Event, Levels, OfferingId, OfferingOf, Offerings, Pallet,
};
use frame_support::{
	ensure,
	traits::{
		fungibles::Inspect as _,
		tokens::{DepositConsequence, Provenance::Minted},
		Get,
	},
};
use frame_system::Pallet as System;
use pallet_shareholders::Pallet as Shareholders;
use shareholders_accounting::MAX_LEVELS;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bid(
		who: T::AccountId,
		id: OfferingId,
		lots: u128,
		price: u128,
	) -> DispatchResult {
		let mut offering = Self::running(id)?;
		Shareholders::<T>::company_of(offering.class)?; // halted: no new shares
		let deposit = offering.book.bid(price, lots, Self::now()).map_err(Error::<T>::from)?;
		ensure!(offering.bids < T::MaxBids::get(), Error::<T>::TooManyBids);
		let bid = offering.next_bid;
		offering.next_bid = bid.checked_add(1).ok_or(Error::<T>::TooManyBids)?;
		offering.bids = offering.bids.checked_add(1).ok_or(Error::<T>::Overflow)?;

		// So that the account stays one that can take its shares: whoever could not would get his deposit back, after the
		// lots he asked for have been kept from everybody else.
		let lot = offering.book.terms.lot_size;
		let takes = T::Ledger::can_deposit(offering.class, &who, lot, Minted);
		ensure!(takes == DepositConsequence::Success, Error::<T>::CannotReceive);
		System::<T>::inc_consumers(&who).map_err(|_| Error::<T>::CannotReceive)?;
		Self::hold_bid(offering.payment, &who, deposit)?;
		Self::add_to_level(&mut offering, id, price, lots)?;
		Bids::<T>::insert(id, bid, Bid { who: who.clone(), lots, price });
		Offerings::<T>::insert(id, offering);
		Self::deposit_event(Event::BidPlaced { offering: id, bid, who, lots, price, deposit });
		Ok(())
	}

	pub(crate) fn do_cancel_bid(who: &T::AccountId, id: OfferingId, bid: BidId) -> DispatchResult {
		let mut offering = Self::running(id)?;
		let Bid { who: bidder, lots, price } =
			Bids::<T>::get(id, bid).ok_or(Error::<T>::UnknownBid)?;
		ensure!(*who == bidder, Error::<T>::NotYourBid);
		let refund = offering.book.cancel(price, lots, Self::now()).map_err(Error::<T>::from)?;
		offering.bids = offering.bids.checked_sub(1).ok_or(Error::<T>::Corrupt)?;

		Self::take_from_level(&mut offering, id, price, lots)?;
		Self::release_bid(offering.payment, who, refund)?;
		System::<T>::dec_consumers(who);
		Bids::<T>::remove(id, bid);
		Offerings::<T>::insert(id, offering);
		Self::deposit_event(Event::BidCancelled { offering: id, bid, who: bidder, refund });
		Ok(())
	}

	fn add_to_level(
		offering: &mut OfferingOf<T>,
		id: OfferingId,
		price: u128,
		lots: u128,
	) -> Result<(), Error<T>> {
		let level = Levels::<T>::get(id, price);
		if level.is_none() {
			ensure!(offering.levels < MAX_LEVELS, Error::<T>::TooManyLevels);
			offering.levels = offering.levels.checked_add(1).ok_or(Error::<T>::Overflow)?;
		}
		let sum = level.unwrap_or_default().checked_add(lots).ok_or(Error::<T>::Overflow)?;
		Levels::<T>::insert(id, price, sum);
		Ok(())
	}

	fn take_from_level(
		offering: &mut OfferingOf<T>,
		id: OfferingId,
		price: u128,
		lots: u128,
	) -> Result<(), Error<T>> {
		let level = Levels::<T>::get(id, price).ok_or(Error::<T>::Corrupt)?;
		match level.checked_sub(lots).ok_or(Error::<T>::Corrupt)? {
			0 => {
				Levels::<T>::remove(id, price);
				offering.levels = offering.levels.checked_sub(1).ok_or(Error::<T>::Corrupt)?;
			}
			rest => Levels::<T>::insert(id, price, rest),
		}
		Ok(())
	}
}
