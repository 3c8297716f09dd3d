//! The solvency equation, to the last 2^64th of an atom.

use crate::{
	class::Class,
	error::{ensure, AccountingError},
	line::{Due, Line},
	per_share::Exact,
	units::{add, halves},
};
use alloc::{vec, vec::Vec};

/// Adds up what a class owes, holder by holder.
#[derive(Debug)]
pub struct Audit<'a, A> {
	class: &'a Class<A>,
	/// By payout token: whole atoms, and 2^64ths.
	sums: Vec<(u128, u128)>,
	supply: u128,
	excluded_total: u128,
}

impl<'a, A> Audit<'a, A> {
	/// Begins with what no holder has yet: carry, pending, streams and lumps.
	pub fn new(class: &'a Class<A>) -> Self {
		Self { class, sums: vec![(0, 0); class.payouts.len()], supply: 0, excluded_total: 0 }
	}

	/// Adds an account.
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt` if the line is impossible.
	pub fn add(&mut self, line: &Line, total: u128, excluded: bool) -> Result<(), AccountingError> {
		self.supply = add(self.supply, total)?;
		if excluded {
			self.excluded_total = add(self.excluded_total, total)?;
		}
		ensure(line.past.epoch <= self.class.epoch, AccountingError::Corrupt)?;
		let counted = if excluded { 0 } else { total };
		let none = Due::default();
		for (place, (payout, sum)) in self.class.payouts.iter().zip(&mut self.sums).enumerate() {
			let due = line.dues.get(place).unwrap_or(&none);
			let Exact { whole, fraction } =
				payout.per_share.rate.since(due.seen)?.times(counted, due.fraction)?;
			let (owed, waiting) = due.amounts()?;
			sum.0 = add(add(sum.0, whole)?, add(owed, waiting)?)?;
			sum.1 = add(sum.1, u128::from(fraction))?;
		}
		Ok(())
	}

	/// Compares.
	///
	/// # Errors
	///
	/// `Corrupt`.
	pub fn finish(self) -> Result<(), AccountingError> {
		for (payout, (whole, parts)) in self.class.payouts.iter().zip(&self.sums) {
			let (carried, rest) = halves(add(*parts, payout.per_share.carry)?);
			let mut sum = add(add(*whole, carried)?, add(payout.pending, payout.left)?)?;
			for lump in &payout.lumps {
				sum = add(sum, lump.amount)?;
			}
			ensure(sum == payout.booked && rest == 0, AccountingError::Corrupt)?;
		}
		let totals = self.supply == self.class.supply;
		ensure(totals && self.excluded_total == self.class.excluded_total, AccountingError::Corrupt)
	}
}
