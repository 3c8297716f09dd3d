//! Parts of a whole as people write them, exactly, in parts per billion as the chain stores them.

use std::{fmt, str::FromStr};

/// Decimals of a percentage that parts per billion can hold.
const DECIMALS: usize = 7;
const WHOLE: u32 = 1_000_000_000;

/// A percentage from 0 % to 100 %, in parts per billion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u32);

impl Percent {
	/// Of parts per billion; more than the whole is the whole.
	pub fn from_parts(parts: u32) -> Self {
		Self(parts.min(WHOLE))
	}

	/// What `part` is of `whole`, rounded down; nothing of nothing is nothing.
	pub fn of(part: u128, whole: u128) -> Self {
		let ratio = sp_arithmetic::Perbill::from_rational(part, whole.max(1));
		Self(if whole == 0 { 0 } else { ratio.deconstruct() })
	}

	/// In parts per billion.
	pub fn parts(self) -> u32 {
		self.0
	}
}

impl FromStr for Percent {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let wrong = || format!("`{text}` is not a percentage; write it like 5% or 2.5%");
		// Without the sign, nobody knows whether 0.05 is five percent or the twentieth part of one.
		let number = text.strip_suffix('%').ok_or_else(wrong)?;
		let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
		let digits =
			|part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
		if !digits(whole) || !digits(fraction) || whole.len() > 3 || fraction.len() > DECIMALS {
			return Err(wrong());
		}
		let parts: u64 = format!("{whole}{fraction:0<DECIMALS$}").parse().map_err(|_| wrong())?;
		u32::try_from(parts)
			.ok()
			.filter(|parts| *parts <= WHOLE)
			.map(Self)
			.ok_or_else(|| format!("`{text}` is more than 100%"))
	}
}

impl fmt::Display for Percent {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let digits = format!("{:0>width$}", self.0, width = DECIMALS + 1);
		let (whole, fraction) = digits.split_at(digits.len() - DECIMALS);
		let fraction = fraction.trim_end_matches('0');
		if fraction.is_empty() {
			write!(f, "{whole}%")
		} else {
			write!(f, "{whole}.{fraction}%")
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parts(text: &str) -> u32 {
		text.parse::<Percent>().unwrap().parts()
	}

	#[test]
	fn percentages_are_exact_parts_per_billion() {
		assert_eq!(parts("5%"), 50_000_000);
		assert_eq!(parts("2.5%"), 25_000_000);
		assert_eq!(parts("0%"), 0);
		assert_eq!(parts("100%"), 1_000_000_000);
		assert_eq!(parts("0.0000001%"), 1);
	}

	#[test]
	fn what_is_not_a_percentage_is_refused() {
		for text in
			["5", "0.05", "%", "-1%", "1.%", ".5%", "5 %", "100.0000001%", "101%", "0.00000001%"]
		{
			assert!(text.parse::<Percent>().is_err(), "{text}");
		}
	}

	#[test]
	fn percentages_are_written_as_they_are_read() {
		for text in ["5%", "2.5%", "0%", "100%", "0.0000001%", "66.6666667%"] {
			assert_eq!(text.parse::<Percent>().unwrap().to_string(), text);
		}
	}

	#[test]
	fn a_share_of_nothing_is_nothing() {
		assert_eq!(Percent::of(5, 0), Percent(0));
		assert_eq!(Percent::of(1, 3), Percent(333_333_333));
		assert_eq!(Percent::of(u128::MAX, u128::MAX), Percent(WHOLE));
	}
}
