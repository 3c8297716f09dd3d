//! The line of one account in the register of one class: what it owned and what it is owed.

use crate::{
	class::Class,
	error::AccountingError,
	payout::{Payout, COMPACT, MAX_LUMPS},
	per_share::Rate,
	record::{Past, Snap, MAX_DATES},
	units::{add, sub, Epoch},
	MAX_PAYOUTS,
};
use alloc::vec::Vec;
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What an account is owed in one payout token.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
	/// The rate up to which it is settled.
	pub seen: Rate,
	/// Whole atoms it can claim.
	#[codec(compact)]
	pub owed: u128,
	/// Less than an atom, in 2^64ths. Stays until it becomes a whole one.
	pub fraction: u64,
	/// Whole atoms it can claim from an epoch on, by that epoch. At most [`MAX_LUMPS`].
	pub maturing: Vec<(Epoch, Compact<u128>)>,
}

/// The line of an account. An absent line reads as this default, and a line that has become spent need not be kept.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
	/// What it owned.
	pub past: Past,
	/// What it is owed, in the order of the class's payout tokens; what is missing at the end is nothing.
	pub dues: Vec<Due>,
}

fn times(count: u32, bytes: usize) -> usize {
	usize::try_from(count).unwrap_or(usize::MAX).saturating_mul(bytes)
}

impl MaxEncodedLen for Line {
	fn max_encoded_len() -> usize {
		// Constants: 4 + 16 + 1 + 24 x 20 for the past, 1 + 8 x (24 + 16 + 8 + 1 + 8 x 20) for the dues, 2,174 bytes.
		let due = Rate::max_encoded_len()
			.saturating_add(COMPACT)
			.saturating_add(8)
			.saturating_add(1)
			.saturating_add(times(MAX_LUMPS, COMPACT.saturating_add(4)));
		times(MAX_DATES, Snap::max_encoded_len())
			.saturating_add(4)
			.saturating_add(COMPACT)
			.saturating_add(2)
			.saturating_add(times(MAX_PAYOUTS, due))
	}
}

impl Due {
	/// What matters to a claim: atoms claimable now and atoms that wait for their payment date.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn amounts(&self) -> Result<(u128, u128), AccountingError> {
		let mut waiting = 0;
		for (_, amount) in &self.maturing {
			waiting = add(waiting, amount.0)?;
		}
		Ok((self.owed, waiting))
	}

	/// Whether nothing but a fraction is left.
	pub fn is_paid(&self) -> bool {
		self.owed == 0 && self.maturing.is_empty()
	}

	/// Credits what `total` shares have earned since the last time, of which lumps with a later payment date wait.
	///
	/// Ends after the lumps, at most [`MAX_LUMPS`].
	fn settle(
		&mut self,
		payout: &Payout,
		total: u128,
		since: Epoch,
		now: Epoch,
	) -> Result<(), AccountingError> {
		let rise = payout.per_share.rate.since(self.seen)?;
		let earned = rise.times(total, self.fraction)?;
		let mut free = earned.whole;
		for lump in payout.lumps.iter().filter(|lump| lump.amount == 0 && lump.record > since) {
			// Rounded down twice, so the parts of all lumps never exceed what is earned.
			let waits = lump.rise.times(total, 0)?.whole;
			if lump.payment > now && waits > 0 {
				free = sub(free, waits)?;
				self.wait(lump.payment, waits)?;
			}
		}
		self.owed = add(self.owed, free)?;
		self.fraction = earned.fraction;
		self.seen = payout.per_share.rate;
		self.mature(now)
	}

	fn wait(&mut self, payment: Epoch, amount: u128) -> Result<(), AccountingError> {
		match self.maturing.binary_search_by_key(&payment, |(epoch, _)| *epoch) {
			Ok(at) => {
				let (_, waiting) = self.maturing.get_mut(at).ok_or(AccountingError::Corrupt)?;
				waiting.0 = add(waiting.0, amount)?;
			}
			Err(at) => self.maturing.insert(at, (payment, Compact(amount))),
		}
		Ok(())
	}

	fn mature(&mut self, now: Epoch) -> Result<(), AccountingError> {
		let mut owed = self.owed;
		for (_, amount) in self.maturing.iter().filter(|(payment, _)| *payment <= now) {
			owed = add(owed, amount.0)?;
		}
		self.maturing.retain(|(payment, _)| *payment > now);
		self.owed = owed;
		Ok(())
	}
}

impl Line {
	/// Whether the account is settled up to the present epoch of the class.
	pub fn is_current<A>(&self, class: &Class<A>) -> bool {
		self.past.epoch == class.epoch
	}

	/// Brings the line up to the present epoch of the class, for an account that owned `total` shares at every
	/// boundary since the line's epoch. Does nothing to a current line: a rate rises only at a boundary.
	///
	/// Ends after the payout tokens, at most [`MAX_PAYOUTS`].
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude. The line is then to be thrown away.
	pub fn settle<A>(&mut self, class: &Class<A>, total: u128) -> Result<(), AccountingError> {
		if self.is_current(class) {
			return Ok(());
		}
		if self.dues.len() < class.payouts.len() {
			self.dues.resize_with(class.payouts.len(), Due::default);
		}
		for (due, payout) in self.dues.iter_mut().zip(&class.payouts) {
			due.settle(payout, total, self.past.epoch, class.epoch)?;
		}
		self.past.advance(class.dates.as_slice(), class.epoch, total);
		Ok(())
	}

	/// Whether nothing is lost, fractions apart, when the line of an account without shares is removed.
	pub fn is_spent<A>(&self, class: &Class<A>) -> bool {
		self.dues.iter().all(Due::is_paid)
			&& self.past.is_blank(class.dates.as_slice(), class.epoch)
	}
}
