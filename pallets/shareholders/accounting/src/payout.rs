//! One token in which a class pays dividends: what waits, what streams, what has a date, and what is owed in all.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	error::{ensure, AccountingError},
	per_share::{PerShare, Rate},
	units::{add, sub, Epoch, TokenId, MAX_LIFETIME},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Dated dividends of one payout token that wait for their record or payment date.
pub const MAX_LUMPS: u32 = 8;
/// A record date lies at most a year of hourly epochs ahead, a payment date at most another.
pub const MAX_LEAD: Epoch = 8_766;
/// A stream lasts at most ten years of hourly epochs.
pub const MAX_STREAM: Epoch = 87_660;

/// When a dividend is paid.
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
pub enum Schedule {
	/// To the holders at the next boundary.
	Next,
	/// In equal parts over as many boundaries, 1 to [`MAX_STREAM`].
	Stream(Epoch),
	/// To the holders at the boundary `record`, claimable from the boundary `payment` on.
	Dated {
		/// A later epoch than the present one, by at most [`MAX_LEAD`].
		record: Epoch,
		/// Not before `record`, by at most [`MAX_LEAD`] after it.
		payment: Epoch,
	},
}

/// A dividend with a record date and a payment date.
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
pub struct Lump {
	/// Its record date. While it is still to come the amount waits.
	pub record: Epoch,
	/// Its payment date.
	pub payment: Epoch,
	/// Atoms that wait for the record date; 0 once they are distributed.
	#[codec(compact)]
	pub amount: u128,
	/// What it brought per share, rounded down to 2^-64 atoms. Only tells which part of a holder's earnings has to wait
	/// for the payment date; how much he earns is in [`PerShare`], with no rounding.
	pub rise: Rate,
}

/// One payout token of a class.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Payout {
	/// The token it pays.
	pub token: TokenId,
	/// What every share has earned.
	pub per_share: PerShare,
	/// Atoms to distribute at the next boundary.
	#[codec(compact)]
	pub pending: u128,
	/// Atoms still to be streamed.
	#[codec(compact)]
	pub left: u128,
	/// Atoms streamed at each boundary.
	#[codec(compact)]
	pub pace: u128,
	/// Dated dividends, by record date and payment date. At most [`MAX_LUMPS`].
	pub lumps: Vec<Lump>,
	/// Atoms that the pot owes in all: paid in and not claimed.
	#[codec(compact)]
	pub booked: u128,
	/// Atoms ever paid in.
	#[codec(compact)]
	pub lifetime: u128,
}

/// Bytes of a compact number of this crate at most: all are below 2^120, hence a prefix and 15 bytes. It is also what the
/// derive of `MaxEncodedLen` counts, which takes a compact 128-bit field for a plain one.
pub(crate) const COMPACT: usize = 16;

impl MaxEncodedLen for Payout {
	fn max_encoded_len() -> usize {
		// Token, rate and carry, five compact numbers, a length of one byte, the lumps: constants, 509 bytes.
		let lumps = usize::try_from(MAX_LUMPS)
			.unwrap_or(usize::MAX)
			.saturating_mul(Lump::max_encoded_len());
		TokenId::max_encoded_len()
			.saturating_add(PerShare::max_encoded_len())
			.saturating_add(COMPACT.saturating_mul(5))
			.saturating_add(1)
			.saturating_add(lumps)
	}
}

impl Payout {
	/// A payout token in which nothing has been paid yet.
	pub fn new(token: TokenId) -> Self {
		Self { token, ..Self::default() }
	}

	/// Takes in an amount that has been moved into the pot. `now` is the present epoch.
	///
	/// Streams add up: the new one raises the pace by what it needs itself, so that nobody can slow down another's
	/// stream with a small and long one of his own.
	///
	/// # Errors
	///
	/// `ZeroAmount`; `LifetimeExceeded`; `DateTooFar`; `DatePassed` if the record date is not later than `now`;
	/// `DatesReversed` if the payment date precedes it; `TooManyLumps`.
	pub fn fund(
		&mut self,
		amount: u128,
		schedule: Schedule,
		now: Epoch,
	) -> Result<(), AccountingError> {
		ensure(amount > 0, AccountingError::ZeroAmount)?;
		let lifetime =
			self.lifetime.checked_add(amount).ok_or(AccountingError::LifetimeExceeded)?;
		ensure(lifetime <= MAX_LIFETIME, AccountingError::LifetimeExceeded)?;
		let booked = add(self.booked, amount)?;
		match schedule {
			Schedule::Next => self.pending = add(self.pending, amount)?,
			Schedule::Stream(epochs) => self.stream(amount, epochs)?,
			Schedule::Dated { record, payment } => self.schedule(amount, record, payment, now)?,
		}
		self.lifetime = lifetime;
		self.booked = booked;
		Ok(())
	}

	fn stream(&mut self, amount: u128, epochs: Epoch) -> Result<(), AccountingError> {
		ensure((1..=MAX_STREAM).contains(&epochs), AccountingError::DateTooFar)?;
		let pace = add(self.pace, amount.div_ceil(u128::from(epochs)))?;
		self.left = add(self.left, amount)?;
		self.pace = pace;
		Ok(())
	}

	fn schedule(
		&mut self,
		amount: u128,
		record: Epoch,
		payment: Epoch,
		now: Epoch,
	) -> Result<(), AccountingError> {
		let lead = record.checked_sub(now).filter(|lead| *lead > 0);
		let lead = lead.ok_or(AccountingError::DatePassed)?;
		let delay = payment.checked_sub(record).ok_or(AccountingError::DatesReversed)?;
		ensure(lead <= MAX_LEAD && delay <= MAX_LEAD, AccountingError::DateTooFar)?;
		let date = |lump: &Lump| (lump.record, lump.payment);
		match self.lumps.binary_search_by_key(&(record, payment), date) {
			Ok(at) => {
				let lump = self.lumps.get_mut(at).ok_or(AccountingError::Corrupt)?;
				lump.amount = add(lump.amount, amount)?;
			}
			Err(at) => {
				let count = u32::try_from(self.lumps.len()).unwrap_or(u32::MAX);
				ensure(count < MAX_LUMPS, AccountingError::TooManyLumps)?;
				self.lumps.insert(at, Lump { record, payment, amount, rise: Rate::ZERO });
			}
		}
		Ok(())
	}

	/// Moves from boundary `from` to boundary `to`: distributes to `eligible` shares what is pending, what has streamed
	/// and what has its record date in between. With no eligible share everything waits for a boundary with some.
	///
	/// Ends after the lumps, at most [`MAX_LUMPS`]; the number of boundaries does not matter, because with no change of
	/// any total in between one distribution of the sum is the same as one of each.
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude.
	pub fn roll(&mut self, from: Epoch, to: Epoch, eligible: u128) -> Result<(), AccountingError> {
		let epochs = to.checked_sub(from).ok_or(AccountingError::Corrupt)?;
		// Saturation is right: what is left is less than 2^128.
		let streamed = self.pace.saturating_mul(u128::from(epochs)).min(self.left);
		let mut amount = add(self.pending, streamed)?;
		self.left = sub(self.left, streamed)?;
		if self.left == 0 {
			self.pace = 0;
		}
		if eligible == 0 {
			self.pending = amount;
			self.drop_paid_lumps(to);
			return Ok(());
		}
		for lump in self.lumps.iter_mut().filter(|lump| lump.record <= to && lump.amount > 0) {
			amount = add(amount, lump.amount)?;
			lump.rise = PerShare::default().distribute(lump.amount, eligible)?;
			lump.amount = 0;
			if lump.record <= from {
				lump.record = to; // it waited for an eligible share
			}
		}
		self.per_share.distribute(amount, eligible)?;
		self.pending = 0;
		self.drop_paid_lumps(to);
		Ok(())
	}

	fn drop_paid_lumps(&mut self, now: Epoch) {
		self.lumps.retain(|lump| lump.amount > 0 || lump.payment > now);
	}
}
