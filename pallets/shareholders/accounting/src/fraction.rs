//! What a reverse split leaves over: parts of a share, paid for out of the sale of the shares they make up.
//!
//! Money comes in one or several times and is spread over the fractions by the same exact rate as a dividend. A
//! fraction never changes and never expires, so what its owner can claim is all it ever earned less what he was paid.

use crate::{
	error::{ensure, AccountingError},
	per_share::PerShare,
	split::Split,
	units::{add, sub, MAX_LIFETIME},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The fractions that one split left.
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
pub struct FractionPool {
	/// Parts in all.
	#[codec(compact)]
	pub parts: u128,
	/// What a part has earned.
	pub per_part: PerShare,
	/// Atoms paid in and not claimed.
	#[codec(compact)]
	pub booked: u128,
	/// Atoms ever paid in.
	#[codec(compact)]
	pub lifetime: u128,
}

/// The fraction of one holder.
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
pub struct Fraction {
	/// His parts.
	#[codec(compact)]
	pub parts: u128,
	/// Atoms he has been paid.
	#[codec(compact)]
	pub paid: u128,
}

impl FractionPool {
	/// The pool of a finished split, and the shares to be issued to its pot and sold.
	///
	/// # Errors
	///
	/// `SplitUnfinished`.
	pub fn of(split: &Split) -> Result<(Self, u128), AccountingError> {
		let shares = split.finish()?;
		let per_part = PerShare::default();
		Ok((Self { parts: split.fractions, per_part, booked: 0, lifetime: 0 }, shares))
	}

	/// Takes in proceeds that have been moved into the pot.
	///
	/// # Errors
	///
	/// `ZeroAmount`; `NoFractions` if the split left none; `LifetimeExceeded`; `Overflow`.
	pub fn pay_in(&mut self, amount: u128) -> Result<(), AccountingError> {
		ensure(amount > 0, AccountingError::ZeroAmount)?;
		ensure(self.parts > 0, AccountingError::NoFractions)?;
		let lifetime =
			self.lifetime.checked_add(amount).ok_or(AccountingError::LifetimeExceeded)?;
		ensure(lifetime <= MAX_LIFETIME, AccountingError::LifetimeExceeded)?;
		let booked = add(self.booked, amount)?;
		self.per_part.distribute(amount, self.parts)?;
		(self.booked, self.lifetime) = (booked, lifetime);
		Ok(())
	}

	/// Atoms the holder can claim.
	///
	/// # Errors
	///
	/// `Overflow`, `Corrupt`, which the bounds exclude.
	pub fn claimable(&self, fraction: &Fraction) -> Result<u128, AccountingError> {
		sub(self.per_part.rate.times(fraction.parts, 0)?.whole, fraction.paid)
	}

	/// Claims everything; the caller pays it.
	///
	/// # Errors
	///
	/// `NothingOwed`.
	pub fn claim(&mut self, fraction: &mut Fraction) -> Result<u128, AccountingError> {
		let amount = self.claimable(fraction)?;
		ensure(amount > 0, AccountingError::NothingOwed)?;
		let (booked, paid) = (sub(self.booked, amount)?, add(fraction.paid, amount)?);
		(self.booked, fraction.paid) = (booked, paid);
		Ok(amount)
	}
}
