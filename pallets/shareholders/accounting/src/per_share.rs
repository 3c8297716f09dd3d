//! Cumulative amount per share, with every remainder kept.
//!
//! An amount per share is a whole number of atoms and a 64-bit binary fraction of one. Its products with a number of
//! shares are exact: what is not a whole atom stays with the holder as a fraction, what does not divide by the number of
//! shares stays with the class as a carry.

use crate::{
	error::AccountingError,
	units::{add, halves, mul, sub, MAX_SUPPLY},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Atoms per share: `units + fraction / 2^64`.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub struct Rate {
	/// Whole atoms per share.
	#[codec(compact)]
	pub units: u128,
	/// The rest, in 2^64ths of an atom.
	pub fraction: u64,
}

/// An exact amount: `whole + fraction / 2^64` atoms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exact {
	/// Whole atoms.
	pub whole: u128,
	/// The rest, in 2^64ths of an atom.
	pub fraction: u64,
}

impl Rate {
	/// No atom per share.
	pub const ZERO: Self = Self { units: 0, fraction: 0 };

	/// The sum.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn plus(self, other: Self) -> Result<Self, AccountingError> {
		let parts = add(u128::from(self.fraction), u128::from(other.fraction))?;
		let (carried, fraction) = halves(parts);
		Ok(Self { units: add(add(self.units, other.units)?, carried)?, fraction: small(fraction)? })
	}

	/// The rise from an earlier rate.
	///
	/// # Errors
	///
	/// `Corrupt` if the other is higher: a rate never falls.
	pub fn since(self, earlier: Self) -> Result<Self, AccountingError> {
		let borrow = self.fraction < earlier.fraction;
		let units = sub(sub(self.units, earlier.units)?, u128::from(borrow))?;
		// Modulo 2^64 is the right answer: what is borrowed is one unit, 2^64 parts.
		Ok(Self { units, fraction: self.fraction.wrapping_sub(earlier.fraction) })
	}

	/// What a number of shares earns at this rate, plus a fraction it had.
	///
	/// The shares are split into high and low 64 bits: high x fraction / 2^64 is a whole number of atoms after the
	/// shift it stands for, and low x fraction + fraction is below 2^128. So the product of up to 94 x 184 bits is exact
	/// in 128.
	///
	/// # Errors
	///
	/// `Overflow` if more than 2^128 atoms are earned, which the bound on everything paid in excludes.
	pub fn times(self, shares: u128, fraction: u64) -> Result<Exact, AccountingError> {
		let (high, low) = halves(shares);
		let parts = add(mul(low, u128::from(self.fraction))?, u128::from(fraction))?;
		let (carried, fraction) = halves(parts);
		let whole = add(mul(shares, self.units)?, mul(high, u128::from(self.fraction))?)?;
		Ok(Exact { whole: add(whole, carried)?, fraction: small(fraction)? })
	}
}

/// A rate that grows with every distribution, and what did not divide.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct PerShare {
	/// Atoms per share since the beginning. Never falls.
	pub rate: Rate,
	/// What did not divide, in 2^64ths of an atom: less than the number of shares right after a distribution. Fractions
	/// of accounts that end are added.
	#[codec(compact)]
	pub carry: u128,
}

impl PerShare {
	/// Distributes an amount over shares: `rate` rises by `(amount x 2^64 + carry) / shares`, the remainder is the new
	/// carry. Returns the rise.
	///
	/// # Errors
	///
	/// `NoEligibleShares` for no shares, `SupplyTooLarge` above [`MAX_SUPPLY`], `Overflow`.
	pub fn distribute(&mut self, amount: u128, shares: u128) -> Result<Rate, AccountingError> {
		let units = amount.checked_div(shares).ok_or(AccountingError::NoEligibleShares)?;
		let rest = amount.checked_rem(shares).ok_or(AccountingError::NoEligibleShares)?;
		if shares > MAX_SUPPLY {
			return Err(AccountingError::SupplyTooLarge);
		}
		// rest x 2^64 / shares in two digits of 32 bits, for rest < shares < 2^94.
		let (high, rest) = next_digit(rest, shares)?;
		let (low, rest) = next_digit(rest, shares)?;
		let pool = add(rest, self.carry)?;
		let extra = pool.checked_div(shares).ok_or(AccountingError::Overflow)?;
		let carry = pool.checked_rem(shares).ok_or(AccountingError::Overflow)?;
		let (carried, fraction) = halves(add(add(mul(high, 1 << 32)?, low)?, extra)?);
		let rise = Rate { units: add(units, carried)?, fraction: small(fraction)? };
		*self = Self { rate: self.rate.plus(rise)?, carry };
		Ok(rise)
	}
}

/// The next 32 bits of a quotient, and what remains.
fn next_digit(rest: u128, shares: u128) -> Result<(u128, u128), AccountingError> {
	let shifted = mul(rest, 1 << 32)?;
	let digit = shifted.checked_div(shares).ok_or(AccountingError::Overflow)?;
	let rest = shifted.checked_rem(shares).ok_or(AccountingError::Overflow)?;
	Ok((digit, rest))
}

fn small(number: u128) -> Result<u64, AccountingError> {
	u64::try_from(number).map_err(|_| AccountingError::Overflow)
}
