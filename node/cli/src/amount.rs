//! Amounts of a token as people write them, exactly.

use crate::error::{Failure, Result};
use std::{fmt, str::FromStr};

/// More digits than any u128 has cannot be an amount.
const MAX_DIGITS: usize = 39;

/// An amount in whole tokens, before it is known how many decimals the token has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
	whole: String,
	fraction: String,
}

/// How a token is written: how many atoms make one, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
	/// Digits behind the point.
	pub decimals: u8,
	/// Such as `KSI`.
	pub symbol: String,
}

impl FromStr for Amount {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		let wrong = || format!("`{text}` is not an amount; write it like 10000 or 0.25");
		let digits = text.replace('_', "");
		let (whole, fraction) = digits.split_once('.').unwrap_or((digits.as_str(), ""));
		let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
		if whole.is_empty() || !number(whole) || !number(fraction) || digits.ends_with('.') {
			return Err(wrong());
		}
		let whole = whole.trim_start_matches('0').to_owned();
		let fraction = fraction.trim_end_matches('0').to_owned();
		if whole.len() > MAX_DIGITS || fraction.len() > MAX_DIGITS {
			return Err(wrong());
		}
		Ok(Self { whole, fraction })
	}
}

impl fmt::Display for Amount {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let whole = if self.whole.is_empty() { "0" } else { &self.whole };
		if self.fraction.is_empty() {
			write!(f, "{whole}")
		} else {
			write!(f, "{whole}.{}", self.fraction)
		}
	}
}

impl Amount {
	/// Its digits without the point, and how many stand behind it.
	pub fn digits(&self) -> (String, usize) {
		let digits = format!("{}{}", self.whole, self.fraction);
		let digits = if digits.is_empty() { "0".to_owned() } else { digits };
		(digits, self.fraction.len())
	}

	/// In atoms of the token.
	///
	/// # Errors
	///
	/// An input failure if the token has fewer decimals than were written, or the amount is larger than any amount of a token.
	pub fn atoms(&self, unit: &Unit) -> Result<u128> {
		let decimals = usize::from(unit.decimals);
		if self.fraction.len() > decimals {
			return Err(Failure::input(
				format!("{self} {} has more than {decimals} decimals", unit.symbol),
				"write fewer",
			));
		}
		let digits = format!("{}{:0<decimals$}", self.whole, self.fraction);
		let digits = if digits.is_empty() { "0" } else { &digits };
		digits.parse().map_err(|_| {
			Failure::input(
				format!("{self} {} is more than any account can own", unit.symbol),
				"write less",
			)
		})
	}
}

impl Unit {
	/// The amount in whole tokens, without the name: what JSON carries.
	pub fn number(&self, atoms: u128) -> String {
		let decimals = usize::from(self.decimals);
		let digits = format!("{atoms:0>width$}", width = decimals + 1);
		let (whole, fraction) = digits.split_at(digits.len() - decimals);
		let fraction = fraction.trim_end_matches('0');
		if fraction.is_empty() {
			whole.to_owned()
		} else {
			format!("{whole}.{fraction}")
		}
	}

	/// The amount with the name of the token.
	pub fn text(&self, atoms: u128) -> String {
		format!("{} {}", self.number(atoms), self.symbol)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn ksi() -> Unit {
		Unit { decimals: 12, symbol: "KSI".to_owned() }
	}

	fn atoms(text: &str) -> u128 {
		text.parse::<Amount>().unwrap().atoms(&ksi()).unwrap()
	}

	#[test]
	fn whole_tokens_and_fractions_are_exact() {
		assert_eq!(atoms("10000"), 10_000_000_000_000_000);
		assert_eq!(atoms("0.000000000001"), 1);
		assert_eq!(atoms("1_000.50"), 1_000_500_000_000_000);
		assert_eq!(atoms("0"), 0);
		assert_eq!(atoms("007"), 7_000_000_000_000);
		// 0.1 + 0.2 is where a float would differ.
		assert_eq!(atoms("0.1") + atoms("0.2"), atoms("0.3"));
	}

	#[test]
	fn the_largest_amount_is_taken_and_one_more_is_refused() {
		// 2^128 - 1 = 340282366920938463463374607431768211455.
		assert_eq!(atoms("340282366920938463463374607.431768211455"), u128::MAX);
		let more = "340282366920938463463374607.431768211456".parse::<Amount>().unwrap();
		assert!(more.atoms(&ksi()).unwrap_err().cause.contains("more than any account"));
	}

	#[test]
	fn more_decimals_than_the_token_has_are_refused() {
		let amount = "0.0000000000001".parse::<Amount>().unwrap();
		assert_eq!(
			amount.atoms(&ksi()).unwrap_err().to_string(),
			"0.0000000000001 KSI has more than 12 decimals: write fewer"
		);
		// Zeros at the end are no decimals.
		assert_eq!(atoms("1.0000000000000"), 1_000_000_000_000);
	}

	#[test]
	fn what_is_not_an_amount_is_refused() {
		for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,000", "0x10", "1.2.3", "½", "1 "] {
			assert!(text.parse::<Amount>().is_err(), "{text}");
		}
	}

	#[test]
	fn atoms_are_written_without_needless_zeros() {
		assert_eq!(ksi().text(10_000_000_000_000_000), "10000 KSI");
		assert_eq!(ksi().number(1), "0.000000000001");
		assert_eq!(ksi().number(0), "0");
		assert_eq!(ksi().number(1_500_000_000_000), "1.5");
		assert_eq!(ksi().number(u128::MAX), "340282366920938463463374607.431768211455");
		let whole = Unit { decimals: 0, symbol: "HALO".to_owned() };
		assert_eq!(whole.text(12), "12 HALO");
	}
}
