//! Numbers that all parts share: their types, their bounds, and the one product that does not fit 128 bits.

use crate::error::AccountingError;

/// A token of the ledger: 0 is KSI.
pub type TokenId = u32;

/// A dividend epoch, by number. The *boundary* of an epoch is the moment it starts. Epoch 0 is before all time: the
/// first boundary of a class is 1 or later.
pub type Epoch = u32;

/// A block number, as ballots and offerings count time.
pub type Block = u32;

/// Parts per million.
pub const PPM: u128 = 1_000_000;

/// The largest supply of a class, in atoms: 2^94 - 1, about 2 x 10^28. With it every intermediate of this crate stays
/// below 2^127, so 128-bit arithmetic is enough: a remainder below 2^94 can be shifted by 32 bits and still be added to
/// the product of a supply and 32 bits.
pub const MAX_SUPPLY: u128 = (1 << 94) - 1;

/// The largest sum that may ever be paid in to one class in one token: 2^120 - 1. What is owed, booked and pending
/// never exceeds it, so no sum of two of them leaves 128 bits.
pub const MAX_LIFETIME: u128 = (1 << 120) - 1;

const LIMB_BITS: u32 = 32;
const LIMB_MASK: u128 = (1 << LIMB_BITS) - 1;
/// The limbs of a 128-bit number, from the highest.
const LIMB_SHIFTS: [u32; 4] = [96, 64, 32, 0];

/// `a x b / c` as quotient and remainder, exactly, for `a` and `c` up to [`MAX_SUPPLY`] and any `b`.
///
/// Long division by limbs of 32 bits: the remainder is below 2^94 and a limb's product below 2^126, so a step stays
/// below 2^127.
///
/// # Errors
///
/// `Overflow` if an operand is out of range, `c` is zero or the quotient leaves 128 bits.
pub fn mul_div(a: u128, b: u128, c: u128) -> Result<(u128, u128), AccountingError> {
	if a > MAX_SUPPLY || c > MAX_SUPPLY {
		return Err(AccountingError::Overflow);
	}
	let (mut quotient, mut remainder) = (0u128, 0u128);
	for shift in LIMB_SHIFTS {
		let step = b
			.checked_shr(shift)
			.map(|limbs| limbs & LIMB_MASK)
			.and_then(|limb| a.checked_mul(limb))
			.and_then(|product| remainder.checked_shl(LIMB_BITS)?.checked_add(product))
			.ok_or(AccountingError::Overflow)?;
		let digit = step.checked_div(c).ok_or(AccountingError::Overflow)?;
		remainder = step.checked_rem(c).ok_or(AccountingError::Overflow)?;
		quotient = quotient
			.checked_mul(1 << LIMB_BITS)
			.and_then(|shifted| shifted.checked_add(digit))
			.ok_or(AccountingError::Overflow)?;
	}
	Ok((quotient, remainder))
}

/// The high and the low 64 bits of a number.
pub(crate) fn halves(number: u128) -> (u128, u128) {
	(number >> 64, number & u128::from(u64::MAX))
}

/// The sum, or `Overflow`.
pub(crate) fn add(a: u128, b: u128) -> Result<u128, AccountingError> {
	a.checked_add(b).ok_or(AccountingError::Overflow)
}

/// The difference, or `Corrupt`: amounts are only taken from sums that contain them.
pub(crate) fn sub(a: u128, b: u128) -> Result<u128, AccountingError> {
	a.checked_sub(b).ok_or(AccountingError::Corrupt)
}

/// The product, or `Overflow`.
pub(crate) fn mul(a: u128, b: u128) -> Result<u128, AccountingError> {
	a.checked_mul(b).ok_or(AccountingError::Overflow)
}
