//! The auction of the shares that the fractions of a split make up: open, ascending, in KSI, and nobody decides anything.
//!
//! A price that the company names would let those who act for it sell to themselves for an atom. So anybody bids, the first
//! bid starts the clock of the calendar, and the highest one wins. What could stop or void it for somebody's benefit is left
//! out:
//!
//! * A bid is on hold where it is, so no bidder has to be trusted, and the one who is outbid is free again in the same call.
//!   No bid is less than an account has to have: an account that others keep alive can empty itself of all that is free, and
//!   `pallet-balances` would then refuse to release less than that, so nobody could be outbid.
//! * Bids are taken while the token is frozen or its class halted. Otherwise whoever may freeze would bid an atom, freeze,
//!   and win.
//! * The winner is given the shares whatever his account is like, frozen token or not ([`crate::SplitLedger::hand_out`]). If a
//!   refusal voided the auction, a winner could change his mind by filling his account, and whoever may freeze could call off
//!   any result he does not like.

use crate::{
	Balance, CalendarOf, Config, Error, Event, FractionAuction, FractionPools, HoldReason, Pallet,
	SplitCount, SplitFractions, SplitLedger as _, KSI,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::hold::Mutate as _,
		fungibles::Inspect as _,
		tokens::{Fortitude::Force, Precision::Exact, Restriction::Free},
	},
};
use shareholders_accounting::{Auction, TokenId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The least that the next bid has to be, in atoms of KSI.
	///
	/// # Errors
	///
	/// `UnknownSplit`, `FractionsSold`, `AuctionOver`, `Overflow`.
	pub fn least_fraction_bid(class: TokenId, split: u32) -> Result<Balance, DispatchError> {
		let Some(auction) = Self::unsold(class, split)?.auction else {
			return Ok(T::Tokens::minimum_balance(KSI));
		};
		ensure!(!auction.state.is_over(Self::epoch()), Error::<T>::AuctionOver);
		Ok(auction.state.least().map_err(Error::<T>::from)?)
	}

	/// The fractions of a class whose shares are for sale, with the number of their split, which is the last one: the next
	/// waits for the sale.
	pub fn unsold_fractions(class: TokenId) -> Option<(u32, SplitFractions<T::AccountId>)> {
		let split = SplitCount::<T>::get(class).checked_sub(1)?;
		Self::unsold(class, split).ok().map(|left| (split, left))
	}

	/// The fractions of a split whose shares have not been sold.
	fn unsold(class: TokenId, split: u32) -> Result<SplitFractions<T::AccountId>, Error<T>> {
		let left = FractionPools::<T>::get(class, split).ok_or(Error::<T>::UnknownSplit)?;
		ensure!(left.shares > 0, Error::<T>::FractionsSold);
		Ok(left)
	}

	pub(crate) fn do_bid_for_fractions(
		bidder: T::AccountId,
		class: TokenId,
		split: u32,
		amount: Balance,
	) -> DispatchResult {
		let mut left = Self::unsold(class, split)?;
		let (now, length) = (Self::epoch(), CalendarOf::<T>::get().auction);
		let before = left.auction.take();
		ensure!(amount >= T::Tokens::minimum_balance(KSI), Error::<T>::BidTooLow);
		let state = match &before {
			None => Auction::begin(amount, now, length),
			Some(highest) => {
				let mut state = highest.state;
				state.bid(amount, now, length).map(|()| state)
			}
		}
		.map_err(Error::<T>::from)?;

		let outbid = before.as_ref().map(|highest| highest.bidder.clone());
		with_storage_layer(|| {
			// First, so that whoever raises his own bid needs the difference only.
			if let Some(highest) = before {
				Self::release_fraction_bid(&highest)?;
			}
			let auction = FractionAuction { bidder: bidder.clone(), state };
			left.auction = Some(auction);
			FractionPools::<T>::insert(class, split, left);
			// Once for a class: what the pot keeps, so that no claim leaves dust behind, which would be burned.
			Self::open_pot(&bidder, &Self::fraction_pot(class), KSI)?;
			T::Native::hold(&HoldReason::FractionBid.into(), &bidder, amount)
		})?;
		let closes = state.closes;
		Self::deposit_event(Event::FractionBid { class, split, bidder, amount, closes, outbid });
		Ok(())
	}

	fn release_fraction_bid(highest: &FractionAuction<T::AccountId>) -> DispatchResult {
		let reason = HoldReason::FractionBid.into();
		T::Native::release(&reason, &highest.bidder, highest.state.amount, Exact).map(|_| ())
	}

	/// Gives the winner the shares, with whatever else somebody has put into the fraction pot, and the pot his bid.
	pub(crate) fn do_settle_fractions(class: TokenId, split: u32) -> DispatchResult {
		let mut left = Self::unsold(class, split)?;
		let FractionAuction { bidder, state } = left.auction.take().ok_or(Error::<T>::NoBid)?;
		ensure!(state.is_over(Self::epoch()), Error::<T>::AuctionRunning);
		let amount = state.amount;
		left.pool.pay_in(amount).map_err(Error::<T>::from)?;
		left.shares = 0;
		let pot = Self::fraction_pot(class);

		let shares = with_storage_layer(|| {
			FractionPools::<T>::insert(class, split, left);
			// First, because the hold sees to it that the account exists.
			let shares = T::ShareTokens::hand_out(class, &pot, &bidder)?;
			let reason = HoldReason::FractionBid.into();
			T::Native::transfer_on_hold(&reason, &bidder, &pot, amount, Exact, Free, Force)?;
			Ok::<_, DispatchError>(shares)
		})?;
		let buyer = bidder;
		Self::deposit_event(Event::FractionsSold { class, split, buyer, shares, amount });
		Ok(())
	}
}
