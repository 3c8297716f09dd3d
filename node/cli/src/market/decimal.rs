//! Decimals of any length, exactly: prices are quotients of atoms.

use crate::amount::Amount;
use sp_core::U512;
use std::fmt;

/// `mantissa x 10^exponent`, with no zero at the end of the mantissa, so that equal numbers are equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
	mantissa: U512,
	exponent: i32,
}

impl Decimal {
	/// A number from its digits and the place of its point.
	pub fn new(mut mantissa: U512, mut exponent: i32) -> Self {
		let ten = U512::from(10);
		if mantissa.is_zero() {
			return Self { mantissa, exponent: 0 };
		}
		loop {
			let (quotient, rest) = mantissa.div_mod(ten);
			if !rest.is_zero() {
				return Self { mantissa, exponent };
			}
			mantissa = quotient;
			// At most 154 times: a mantissa has no more digits.
			exponent = exponent.saturating_add(1);
		}
	}

	/// An amount as it was written; none if it has more digits than any number here.
	pub fn of(amount: &Amount) -> Option<Self> {
		let (digits, places) = amount.digits();
		let mantissa = U512::from_dec_str(&digits).ok()?;
		Some(Self::new(mantissa, i32::try_from(places).ok()?.checked_neg()?))
	}

	/// Its digits, and by which power of ten they are multiplied.
	pub fn parts(&self) -> (U512, i32) {
		(self.mantissa, self.exponent)
	}
}

impl fmt::Display for Decimal {
	/// All digits, no exponent; no zeros at the end of a fraction.
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let digits = self.mantissa.to_string();
		let Ok(places) = usize::try_from(self.exponent.saturating_neg()) else {
			let zeros = usize::try_from(self.exponent).unwrap_or_default();
			return write!(f, "{digits}{}", "0".repeat(zeros));
		};
		if places == 0 {
			return f.write_str(&digits);
		}
		let padded = format!("{digits:0>width$}", width = places.saturating_add(1));
		let (whole, fraction) = padded.split_at(padded.len().saturating_sub(places));
		write!(f, "{whole}.{fraction}")
	}
}

/// `10^exponent`, if it is below 2^512.
pub fn power_of_ten(exponent: u32) -> Option<U512> {
	U512::from(10).checked_pow(U512::from(exponent))
}

/// `top / bottom` to the nearest, halves up; none by zero.
pub fn nearest(top: U512, bottom: U512) -> Option<U512> {
	if bottom.is_zero() {
		return None;
	}
	let (quotient, rest) = top.div_mod(bottom);
	// Not `rest x 2`, which may leave 512 bits.
	let up = rest >= bottom.checked_sub(rest)?;
	quotient.checked_add(U512::from(u8::from(up)))
}

/// The digits behind the point that give a quotient this many significant ones; none if they are more than a hundred.
pub fn places_for((top, bottom): (U512, U512), significant: u32) -> Option<u32> {
	const MOST: u32 = 100;
	if top.is_zero() {
		return None;
	}
	let wanted = bottom.checked_mul(power_of_ten(significant.saturating_sub(1))?)?;
	let mut scaled = top;
	for count in 0..MOST {
		if scaled >= wanted {
			return Some(count);
		}
		scaled = scaled.checked_mul(U512::from(10))?;
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;

	fn text(mantissa: u64, exponent: i32) -> String {
		Decimal::new(mantissa.into(), exponent).to_string()
	}

	#[test]
	fn decimals_are_written_whole_and_without_needless_zeros() {
		assert_eq!(text(2505, -2), "25.05");
		assert_eq!(text(2500, -2), "25");
		assert_eq!(text(5, -3), "0.005");
		assert_eq!(text(12, 3), "12000");
		assert_eq!(text(0, -9), "0");
	}

	#[test]
	fn equal_numbers_are_equal_however_they_were_written() {
		let of = |text: &str| Decimal::of(&text.parse().unwrap()).unwrap();
		assert_eq!(of("25.10"), of("025.1"));
		assert_eq!(of("1_000"), Decimal::new(1.into(), 3));
		assert_ne!(of("0.1"), of("0.01"));
	}

	#[test]
	fn quotients_are_rounded_half_up() {
		let rounded = |top: u64, bottom: u64| nearest(top.into(), bottom.into()).unwrap().as_u64();
		assert_eq!([rounded(5, 2), rounded(4, 3), rounded(5, 3), rounded(0, 7)], [3, 1, 2, 0]);
		assert_eq!(nearest(1.into(), 0.into()), None);
	}

	#[test]
	fn six_significant_digits_of_a_third_are_six_places() {
		// 0.333333 has six; 33.3333 has four behind the point.
		assert_eq!(places_for((1.into(), 3.into()), 6), Some(6));
		assert_eq!(places_for((100.into(), 3.into()), 6), Some(4));
		assert_eq!(places_for((0.into(), 3.into()), 6), None);
	}
}
