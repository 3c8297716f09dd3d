//! The invariants of offerings, and their checks in the same order.
//!
//! 1. Each offering has a number below the next and is once in the list of its class, in rising order; all in a list but the
//!    last are over. Each offering that is over has marks left.
//! 2. The bids of an offering are as many as it counts, with numbers below its next and, while it is settled, not before the
//!    one that comes next; the sum of their lots is its demand, of their deposits its deposits; an offering that is over
//!    has none.
//! 3. Until the price is found each level is the sum of the bids at its price, is not zero, and there are as many as counted;
//!    afterwards there is none.
//! 4. For each account and token, what is on hold for bids is the sum of price times lots of its bids.
//! 5. Of rights: the claims sum to what is claimed, at most the lots offered, and are as many as counted; the lots used are at
//!    most those claimed; of the right token, until it is retired, there are at most as many as claimed and not used. The
//!    record date of an offering that is not over is live.
//! 6. While it is settled: lots used + lots sold are at most those offered; proceeds = lots sold x price; the price is at
//!    least the reserve, and nothing is sold if it was called off.
//! 7. For each account the KSI on hold for offerings is the sum of the deposits recorded.
//! 8. A payment token is counted by as many running offerings as are paid in it; each right token in the list has a number of
//!    those reserved for the chain, and if it belongs to a stored offering it is the one of that.
//!
//! The record dates of 5 are not checked of a class that is halted.

use crate::{
	Bids, Claims, ClassOfferings, Config, HoldReason, Levels, NextOfferingId, OfferingId,
	OfferingOf, Offerings, Pallet, PaymentUses, Rights, Stage,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::fungibles::{hold::Inspect as _, Inspect as _},
};
use pallet_shareholders::{Balance, Pallet as Shareholders, KSI};
use pallet_tokens::RESERVED_FROM;
use shareholders_accounting::TokenId;
use sp_runtime::TryRuntimeError;

/// What should be on hold, by token and account.
type Holds<T> = BTreeMap<(TokenId, <T as frame_system::Config>::AccountId), Balance>;

fn add(sum: &mut u128, amount: u128) -> Result<(), TryRuntimeError> {
	*sum = sum.checked_add(amount).ok_or("a sum is out of range")?;
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_lists()?;
		let mut on_hold = Holds::<T>::new();
		for (id, offering) in Offerings::<T>::iter() {
			Self::check_bids(id, &offering, &mut on_hold)?;
			Self::check_rights(id, &offering)?;
			Self::check_settlement(&offering)?;
		}
		Self::check_holds(&on_hold)?;
		Self::check_deposits()?;
		Self::check_tokens()
	}

	/// Invariant 1.
	fn check_lists() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::new();
		for (class, ids) in ClassOfferings::<T>::iter() {
			ensure!(!ids.is_empty(), "1: an empty list is stored");
			ensure!(ids.is_sorted_by(|a, b| a < b), "1: a list is not in order");
			for id in &ids {
				let offering = Offerings::<T>::get(id).ok_or("1: a listed offering is missing")?;
				ensure!(offering.class == class, "1: an offering of another class is listed");
				let last = ids.last() == Some(id);
				ensure!(last || !offering.is_selling(), "1: two offerings of a class run");
				listed.insert(*id);
			}
		}
		for (id, offering) in Offerings::<T>::iter() {
			ensure!(id < NextOfferingId::<T>::get(), "1: an offering with a number to come");
			ensure!(listed.contains(&id), "1: an offering in no list");
			let marks = offering.rights.map_or(0, |rights| rights.marks);
			ensure!(offering.is_selling() || marks > 0, "1: an offering is stored for nothing");
		}
		Ok(())
	}

	/// Invariants 2 and 3, and the sums for 4.
	fn check_bids(
		id: OfferingId,
		offering: &OfferingOf<T>,
		on_hold: &mut Holds<T>,
	) -> Result<(), TryRuntimeError> {
		let (mut count, mut demand, mut deposits) = (0u32, 0u128, 0u128);
		let mut levels = BTreeMap::<u128, u128>::new();
		let next = match offering.stage {
			Stage::Running => 0,
			Stage::Settling(settlement) => settlement.next,
			Stage::Clearing => offering.next_bid,
		};
		for (number, bid) in Bids::<T>::iter_prefix(id) {
			ensure!((next..offering.next_bid).contains(&number), "2: the number of a bid");
			let deposit = bid.price.checked_mul(bid.lots).ok_or("2: a deposit out of range")?;
			count = count.checked_add(1).ok_or("2: too many bids")?;
			add(&mut demand, bid.lots)?;
			add(&mut deposits, deposit)?;
			add(levels.entry(bid.price).or_default(), bid.lots)?;
			add(on_hold.entry((offering.payment, bid.who)).or_default(), deposit)?;
		}
		let book = &offering.book;
		ensure!(count == offering.bids, "2: the number of bids");
		ensure!((demand, deposits) == (book.demand, book.deposits), "2: the sums of bids");

		let stored: BTreeMap<u128, u128> = Levels::<T>::iter_prefix(id).collect();
		let expected = if offering.stage == Stage::Running { levels } else { BTreeMap::new() };
		ensure!(stored == expected, "3: the levels differ from the bids");
		ensure!(u32::try_from(stored.len()) == Ok(offering.levels), "3: the number of levels");
		Ok(())
	}

	/// Invariant 4. Accounts are those of the system: a hold needs one.
	fn check_holds(on_hold: &Holds<T>) -> Result<(), TryRuntimeError> {
		let reason = HoldReason::Bid.into();
		let mut tokens: BTreeSet<TokenId> = PaymentUses::<T>::iter_keys().collect();
		tokens.extend(on_hold.keys().map(|(token, _)| *token));
		for token in tokens {
			for who in frame_system::Account::<T>::iter_keys() {
				let held = T::Ledger::balance_on_hold(token, &reason, &who);
				let expected = on_hold.get(&(token, who)).copied().unwrap_or(0);
				ensure!(held == expected, "4: what bids hold differs from their deposits");
			}
		}
		Ok(())
	}

	/// Invariant 5.
	fn check_rights(id: OfferingId, offering: &OfferingOf<T>) -> Result<(), TryRuntimeError> {
		let (mut marks, mut claimed) = (0u32, 0u128);
		for lots in Claims::<T>::iter_prefix_values(id) {
			marks = marks.checked_add(1).ok_or("5: too many marks")?;
			add(&mut claimed, lots)?;
		}
		let book = &offering.book;
		let Some(rights) = offering.rights else {
			ensure!(marks == 0 && book.exercised == 0, "5: claims without rights");
			return Ok(());
		};
		ensure!(marks == rights.marks, "5: the number of marks");
		ensure!(rights.claimed <= book.terms.lots, "5: more is claimed than offered");
		let unused =
			rights.claimed.checked_sub(book.exercised).ok_or("5: more is used than claimed")?;
		if Rights::<T>::get(rights.token).is_some_and(|right| right.offering == id) {
			let supply = T::Ledger::total_issuance(rights.token);
			ensure!(supply <= unused, "5: there are more rights than were claimed");
		}
		if offering.is_selling() {
			ensure!(claimed == rights.claimed, "5: the sum of claims");
			if Shareholders::<T>::company_of(offering.class).is_ok() {
				let live = Shareholders::<T>::eligible_at(offering.class, rights.date).is_ok();
				ensure!(live, "5: the record date is gone");
			}
		}
		Ok(())
	}

	/// Invariant 6.
	fn check_settlement(offering: &OfferingOf<T>) -> Result<(), TryRuntimeError> {
		let Stage::Settling(settlement) = offering.stage else { return Ok(()) };
		let terms = &offering.book.terms;
		let price = settlement.clearing.map(|clearing| clearing.price);
		let proceeds = settlement.lots_sold.checked_mul(price.unwrap_or(0));
		ensure!(proceeds == Some(settlement.proceeds), "6: proceeds are not lots x price");
		ensure!(price.is_none_or(|price| price >= terms.pricing.reserve()), "6: the price");
		ensure!(price.is_some() || settlement.lots_sold == 0, "6: sold though called off");
		let sold = settlement.lots_sold.checked_add(offering.book.exercised);
		ensure!(sold.is_some_and(|sold| sold <= terms.lots), "6: more is sold than offered");
		Ok(())
	}

	/// Invariant 7.
	fn check_deposits() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for offering in Offerings::<T>::iter_values() {
			add(deposits.entry(offering.depositor).or_default(), offering.deposit)?;
		}
		let reason = HoldReason::OfferingDeposit.into();
		for who in frame_system::Account::<T>::iter_keys() {
			let held = T::Ledger::balance_on_hold(KSI, &reason, &who);
			let recorded = deposits.remove(&who).unwrap_or(0);
			ensure!(held == recorded, "7: KSI on hold differs from the deposits recorded");
		}
		ensure!(deposits.is_empty(), "7: a deposit of nobody");
		Ok(())
	}

	/// Invariant 8.
	fn check_tokens() -> Result<(), TryRuntimeError> {
		let mut uses = BTreeMap::<TokenId, u32>::new();
		for offering in Offerings::<T>::iter_values().filter(OfferingOf::<T>::is_selling) {
			let count = uses.entry(offering.payment).or_default();
			*count = count.checked_add(1).ok_or("8: too many offerings")?;
		}
		let stored: BTreeMap<TokenId, u32> = PaymentUses::<T>::iter().collect();
		ensure!(stored == uses, "8: the offerings that are paid in a token");
		for (token, right) in Rights::<T>::iter() {
			ensure!(token >= RESERVED_FROM, "8: a right token with a number of the users");
			ensure!(right.offering < NextOfferingId::<T>::get(), "8: rights of no offering");
			let offering = Offerings::<T>::get(right.offering);
			let own = offering.and_then(|offering| offering.rights).map(|rights| rights.token);
			ensure!(own.is_none_or(|own| own == token), "8: rights of another offering");
		}
		Ok(())
	}
}
