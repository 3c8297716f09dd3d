//! What readers and other pallets may ask.

use crate::{
	BidId, BidInfo, BidPage, Bids, Claims, ClassOfferings, Config, OfferingId, OfferingInfo,
	OfferingOf, Offerings, Pallet, PaymentUses, Phase, Rights, Stage,
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::traits::Contains;
use pallet_shareholders::Balance;
use shareholders_accounting::TokenId;

/// Numbers of bids that one page of [`Pallet::bids_of`] looks at, whoever made them.
pub const MAX_SCANNED: u32 = 1_000;
/// Bids on one page.
pub const MAX_PAGE: u32 = 100;

impl<T: Config> Pallet<T> {
	/// Whether an offering of this class has not ended.
	pub fn is_on_sale(class: TokenId) -> bool {
		// Only the newest can be running.
		let newest = ClassOfferings::<T>::get(class).last().copied();
		newest.and_then(Offerings::<T>::get).is_some_and(|offering| offering.is_selling())
	}

	/// Whether a running offering sells this token, is paid in it, or gives it as rights. Amounts of it are then fixed by
	/// what has been agreed, so it must not be split.
	pub fn is_running(token: TokenId) -> bool {
		Self::is_on_sale(token)
			|| PaymentUses::<T>::contains_key(token)
			|| Rights::<T>::contains_key(token)
	}

	/// What there is to know about an offering; `None` for one that was never opened or has been removed.
	pub fn offering_info(id: OfferingId) -> Option<OfferingInfo> {
		let offering = Offerings::<T>::get(id)?;
		let settlement = match offering.stage {
			Stage::Settling(settlement) => Some(settlement),
			_ => None,
		};
		Some(OfferingInfo {
			offering: id,
			class: offering.class,
			company: offering.company,
			source: offering.source,
			payment: offering.payment,
			terms: offering.book.terms,
			rights_token: offering.rights.map(|rights| rights.token),
			record_date: offering.rights.map(|rights| rights.date),
			claimed: offering.rights.map_or(0, |rights| rights.claimed),
			exercised: offering.book.exercised,
			demand: offering.book.demand,
			deposits: offering.book.deposits,
			bids: offering.bids,
			phase: Self::phase(&offering),
			price: settlement.and_then(|found| found.clearing).map(|clearing| clearing.price),
			lots_sold: settlement.map_or(0, |found| found.lots_sold),
			proceeds: settlement.map_or(0, |found| found.proceeds),
		})
	}

	fn phase(offering: &OfferingOf<T>) -> Phase {
		let (now, terms) = (Self::now(), &offering.book.terms);
		match offering.stage {
			Stage::Running if now < terms.opens => Phase::Announced,
			Stage::Running if now < terms.public => Phase::Rights,
			Stage::Running if now < terms.closes => Phase::Public,
			Stage::Running => Phase::Closed,
			Stage::Settling(settlement) if settlement.clearing.is_none() => Phase::CalledOff,
			Stage::Settling(_) => Phase::Settling,
			Stage::Clearing => Phase::Completed,
		}
	}

	/// The offerings of a class that have not been removed, oldest first. At most one of them is running, the last.
	pub fn offerings_of(class: TokenId) -> Vec<OfferingId> {
		ClassOfferings::<T>::get(class).into_inner()
	}

	/// Bids of an account in an offering, those after number `after`: at most `limit` and [`MAX_PAGE`]. Looks at up to
	/// [`MAX_SCANNED`] numbers, so a page may be empty and still have a next one.
	pub fn bids_of(
		id: OfferingId,
		who: &T::AccountId,
		after: Option<BidId>,
		limit: u32,
	) -> BidPage {
		let Some(offering) = Offerings::<T>::get(id) else { return BidPage::default() };
		let unsettled = match offering.stage {
			Stage::Settling(settlement) => settlement.next,
			_ => 0,
		};
		let most = usize::try_from(limit.clamp(1, MAX_PAGE)).unwrap_or(usize::MAX);
		let first = after.map_or(0, |after| after.saturating_add(1)).max(unsettled);
		let last = offering.next_bid.min(first.saturating_add(MAX_SCANNED));
		let mut page = BidPage::default();
		for number in first..last {
			let Some(bid) = Bids::<T>::get(id, number).filter(|bid| bid.who == *who) else {
				continue;
			};
			// The deposit was checked when the bid was taken.
			let deposit = Balance::saturating_mul(bid.price, bid.lots);
			page.bids.push(BidInfo { bid: number, lots: bid.lots, price: bid.price, deposit });
			if page.bids.len() >= most {
				page.next = Some(number).filter(|_| number.saturating_add(1) < offering.next_bid);
				return page;
			}
		}
		page.next = (last < offering.next_bid).then(|| last.saturating_sub(1));
		page
	}

	/// Lots that an account can claim rights to now, and those that it has claimed. `None` if the offering has no rights or is
	/// unknown.
	pub fn rights_of(id: OfferingId, who: &T::AccountId) -> Option<(u128, u128)> {
		let offering = Offerings::<T>::get(id)?;
		let rights = offering.rights?;
		if let Some(claimed) = Claims::<T>::get(id, who) {
			return Some((0, claimed));
		}
		let over = offering.stage != Stage::Running || Self::now() >= offering.book.terms.public;
		if over {
			return Some((0, 0));
		}
		// A class that has been halted answers nothing, so nothing can be claimed.
		Some((Self::rights_at_date(&offering, &rights, who).unwrap_or_default(), 0))
	}
}

/// Contains each token that must neither be split nor destroyed because of an offering: a class on sale, a payment token
/// of a running offering, a right token that has not been retired.
pub struct InOffering<T>(PhantomData<T>);

impl<T: Config> Contains<TokenId> for InOffering<T> {
	fn contains(token: &TokenId) -> bool {
		Pallet::<T>::is_running(*token)
	}
}
