//! What a split leaves over: parts of a share, paid for out of the sale of the shares they make up.
//!
//! The shares are sold once and all together ([`crate::Auction`]), so a fraction is worth its part of one sum, rounded down.
//! A running rate, as dividends have it, was rejected: it rounds the rate before it multiplies, and an owner of all parts
//! would get an atom less than was paid.

use crate::{
	error::{ensure, AccountingError},
	split::Split,
	units::{add, mul_div, sub, MAX_LIFETIME},
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
	/// Parts in all: those that make up a share times the shares to be sold.
	#[codec(compact)]
	pub parts: u128,
	/// Parts that have not been claimed for.
	#[codec(compact)]
	pub unclaimed: u128,
	/// Atoms that all parts have been sold for; 0 before.
	#[codec(compact)]
	pub proceeds: u128,
	/// Atoms paid in and not claimed.
	#[codec(compact)]
	pub booked: u128,
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
}

impl FractionPool {
	/// The pool of a finished split; the shares to be issued to its pot and sold; and the rest of the last of them, the parts
	/// of which are the company's and are in the pool already.
	///
	/// # Errors
	///
	/// `SplitUnfinished`.
	pub fn of(split: &Split) -> Result<(Self, u128, u128), AccountingError> {
		let (shares, rest) = split.finish()?;
		let parts = add(split.fractions, rest)?;
		Ok((Self { parts, unclaimed: parts, proceeds: 0, booked: 0 }, shares, rest))
	}

	/// Takes in the proceeds, which have been moved into the pot. Once.
	///
	/// # Errors
	///
	/// `ZeroAmount`; `NoFractions` if the split left none or they have been paid for; `LifetimeExceeded`.
	pub fn pay_in(&mut self, amount: u128) -> Result<(), AccountingError> {
		ensure(amount > 0, AccountingError::ZeroAmount)?;
		ensure(self.parts > 0 && self.proceeds == 0, AccountingError::NoFractions)?;
		ensure(amount <= MAX_LIFETIME, AccountingError::LifetimeExceeded)?;
		(self.proceeds, self.booked) = (amount, amount);
		Ok(())
	}

	/// Atoms a holder can claim: his part of the proceeds, rounded down, whoever has claimed before. 0 before the sale.
	///
	/// # Errors
	///
	/// `Overflow`, which the bounds exclude.
	pub fn claimable(&self, fraction: &Fraction) -> Result<u128, AccountingError> {
		if self.proceeds == 0 {
			return Ok(0);
		}
		let (whole, _) = mul_div(fraction.parts, self.proceeds, self.parts)?;
		Ok(whole)
	}

	/// Claims for a fraction, which is gone afterwards, also if it is worth less than an atom; the caller pays the amount.
	/// What rounding leaves over when the last has claimed, less than an atom of each, is nobody's.
	///
	/// # Errors
	///
	/// `NothingOwed` before the sale; `Corrupt` if more is claimed for than there is.
	pub fn claim(&mut self, fraction: Fraction) -> Result<u128, AccountingError> {
		ensure(self.proceeds > 0, AccountingError::NothingOwed)?;
		let amount = self.claimable(&fraction)?;
		let (booked, unclaimed) = (sub(self.booked, amount)?, sub(self.unclaimed, fraction.parts)?);
		(self.booked, self.unclaimed) = (booked, unclaimed);
		Ok(amount)
	}
}
