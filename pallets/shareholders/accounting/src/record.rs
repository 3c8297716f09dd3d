//! What an account owned at a record date: the old total is written once, at the first change after the date.

use crate::{
	error::{ensure, AccountingError},
	split::Ratio,
	units::Epoch,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Record dates of one class that something refers to.
pub const MAX_DATES: u32 = 24;

/// A boundary whose totals decide a right.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct RecordDate {
	/// The epoch that starts at this boundary.
	pub epoch: Epoch,
	/// How many ballots, requisitions and offerings refer to it.
	pub references: u32,
	/// Eligible shares at the boundary, in shares of that day; 0 while it is still to come.
	#[codec(compact)]
	pub eligible: u128,
	/// The splits since: so many present shares for so many of that day.
	pub since: Ratio,
}

/// What an account owned at every live record date up to `upto`, back to the entry before.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Snap {
	/// The last boundary it holds for.
	pub upto: Epoch,
	/// Free + held, and 0 for an excluded account.
	#[codec(compact)]
	pub total: u128,
}

/// The record of one account's past totals: part of its line.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
	/// The last epoch in which the account was settled before a change. It has not changed since then in any later
	/// epoch.
	pub epoch: Epoch,
	/// The total at every boundary after the change before, up to `epoch`.
	#[codec(compact)]
	pub total: u128,
	/// Older totals that a live record date needs, in rising order: at most one per live date.
	pub snaps: Vec<Snap>,
}

impl Past {
	/// The total at a boundary, `present` being the total now.
	pub fn total_at(&self, date: Epoch, present: u128) -> u128 {
		let snap = self.snaps.iter().find(|snap| snap.upto >= date);
		match snap {
			Some(snap) => snap.total,
			None if date <= self.epoch => self.total,
			None => present,
		}
	}

	/// Before the first change in epoch `now`: keeps the previous total if a live date needs it, then notes `total`.
	///
	/// Ends after the entries and the dates, at most [`MAX_DATES`] each.
	pub fn advance(&mut self, dates: &[RecordDate], now: Epoch, total: u128) {
		self.prune(dates);
		let covered = self.snaps.last().map_or(0, |snap| snap.upto);
		if dates.iter().any(|date| date.epoch > covered && date.epoch <= self.epoch) {
			self.snaps.push(Snap { upto: self.epoch, total: self.total });
		}
		self.total = total;
		self.epoch = now;
	}

	/// Drops entries that no live date needs. True if there were any.
	pub fn prune(&mut self, dates: &[RecordDate]) -> bool {
		let before = self.snaps.len();
		let mut covered = 0;
		self.snaps.retain(|snap| {
			let needed = dates.iter().any(|date| date.epoch > covered && date.epoch <= snap.upto);
			covered = snap.upto;
			needed
		});
		self.snaps.len() < before
	}

	/// Whether an account that owns nothing now also owned nothing at every live date, and at the boundary of the
	/// present epoch, which may still become one.
	pub fn is_blank(&self, dates: &[RecordDate], now: Epoch) -> bool {
		let nothing_now = self.total_at(now, 0) == 0;
		nothing_now
			&& dates.iter().all(|date| date.epoch > now || self.total_at(date.epoch, 0) == 0)
	}
}

/// The live dates of a class, in rising order.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordDates(Vec<RecordDate>);

impl MaxEncodedLen for RecordDates {
	fn max_encoded_len() -> usize {
		// A length of one byte and the dates: constants, 961 bytes.
		usize::try_from(MAX_DATES)
			.unwrap_or(usize::MAX)
			.saturating_mul(RecordDate::max_encoded_len())
			.saturating_add(1)
	}
}

impl RecordDates {
	/// The dates, in rising order.
	pub fn as_slice(&self) -> &[RecordDate] {
		&self.0
	}

	/// A live date.
	pub fn get(&self, epoch: Epoch) -> Option<&RecordDate> {
		self.0.iter().find(|date| date.epoch == epoch)
	}

	/// Adds a reference to a date, new or live. `new` is what is known of a new one, if it can still be chosen.
	///
	/// # Errors
	///
	/// `DatePassed`, `TooManyDates`, `Overflow`.
	pub fn reserve(
		&mut self,
		epoch: Epoch,
		new: Option<RecordDate>,
	) -> Result<(), AccountingError> {
		match self.0.binary_search_by_key(&epoch, |date| date.epoch) {
			Ok(at) => {
				let date = self.0.get_mut(at).ok_or(AccountingError::Corrupt)?;
				date.references =
					date.references.checked_add(1).ok_or(AccountingError::Overflow)?;
			}
			Err(at) => {
				let date = new.ok_or(AccountingError::DatePassed)?;
				let count = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
				ensure(count < MAX_DATES, AccountingError::TooManyDates)?;
				self.0.insert(at, date);
			}
		}
		Ok(())
	}

	/// Gives a reference back. With the last one the date is gone: true.
	///
	/// # Errors
	///
	/// `UnknownDate`.
	pub fn release(&mut self, epoch: Epoch) -> Result<bool, AccountingError> {
		let at = self.0.binary_search_by_key(&epoch, |date| date.epoch);
		let at = at.map_err(|_| AccountingError::UnknownDate)?;
		let date = self.0.get_mut(at).ok_or(AccountingError::Corrupt)?;
		date.references = date.references.checked_sub(1).ok_or(AccountingError::Corrupt)?;
		let gone = date.references == 0;
		if gone {
			self.0.remove(at);
		}
		Ok(gone)
	}

	/// Notes the eligible shares at dates that have just been reached, after `from` and up to `to`.
	pub(crate) fn reach(&mut self, from: Epoch, to: Epoch, eligible: u128) {
		for date in self.0.iter_mut().filter(|date| date.epoch > from && date.epoch <= to) {
			date.eligible = eligible;
		}
	}

	/// Notes a split at every date that has been reached.
	///
	/// # Errors
	///
	/// `BadRatio` if the splits since a date can no longer be expressed.
	pub(crate) fn split(&mut self, ratio: Ratio, now: Epoch) -> Result<(), AccountingError> {
		for date in self.0.iter_mut().filter(|date| date.epoch <= now) {
			date.since = date.since.then(ratio)?;
		}
		Ok(())
	}
}
