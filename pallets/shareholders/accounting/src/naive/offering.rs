//! The naive clearing of an offering.

use crate::OfferingTerms;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Clears an offering by looking at every bid for every price, and gives out the margin lot by lot: the price, and what
/// each bid gets. Bids are price and lots, in the order in which they came.
pub fn clear(terms: &OfferingTerms, available: u128, bids: &[(u128, u128)]) -> (u128, Vec<u128>) {
	let wanted = |price: u128| -> u128 {
		bids.iter().filter(|(bid, _)| *bid >= price).map(|(_, lots)| lots).sum()
	};
	let sells_out = |price: &u128| wanted(*price) >= available;
	let best = bids.iter().map(|(price, _)| *price).filter(sells_out).max();
	let price = best.unwrap_or(terms.pricing.reserve());
	let above: u128 = bids.iter().filter(|(bid, _)| *bid > price).map(|(_, lots)| lots).sum();
	let at: u128 = bids.iter().filter(|(bid, _)| *bid == price).map(|(_, lots)| lots).sum();
	let margin = if best.is_some() { available - above } else { at };
	let mut number = 0;
	let gets = |(bid, lots): &(u128, u128)| match bid.cmp(&price) {
		Ordering::Greater => *lots,
		Ordering::Less => 0,
		Ordering::Equal => {
			let mut gets = 0;
			for _ in 0..*lots {
				gets += (number + 1) * margin / at - number * margin / at;
				number += 1;
			}
			gets
		}
	};
	(price, bids.iter().map(gets).collect())
}
