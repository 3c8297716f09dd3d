//! Between the integers of the chain and the decimals of people, without floats.
//!
//! # Design
//!
//! A [`Decimal`] is an integer and a power of ten, so the conversions are exact and total: no token, however many
//! decimals its creator gave it, can make an answer fail.
//!
//! *Amounts and sizes* are whole numbers of atoms; they always end and are always exact.
//!
//! *Prices* are quote units per base unit: a price of `t` ticks is
//!
//! ```text
//! t x tick_size x 10^base_decimals / (lot_size x 10^quote_decimals)
//! ```
//!
//! which is a decimal that ends exactly when `tick_size / lot_size`, in lowest terms, has no prime factors but 2 and 5 in
//! its denominator. So it is in every market whose lot is a power of ten atoms, and then every price is exact. In any
//! other market a price is rounded half up, with as many digits as give *one tick* six significant digits
//! ([`TICK_DIGITS`]). The error is then below 1/100,000 of a tick: different prices never print alike, and the price that
//! is printed leads back to the ticks it stands for. [`Grid::ticks`] therefore has one rule for both kinds of market: a
//! price lies on the grid if it is, as a number, what [`Grid::price`] prints for some number of ticks. Where it matters,
//! answers carry ticks and lots beside the decimals.
//!
//! *Rates*, what a share has earned, are binary fractions and would take 64 digits: they are rounded down, and only shown.
//!
//! The *average price* of several fills is a quotient that need not end; it has at least ten significant digits
//! ([`AVERAGE_DIGITS`]), rounded half up.

use order_book_engine::{BaseAtoms, Lots, MarketParams, QuoteAtoms, Ticks};
use shareholders_accounting::Rate;
use sp_core::U512;
use std::fmt;

/// Significant digits of one tick where prices cannot be exact.
pub const TICK_DIGITS: u32 = 6;
/// Significant digits of an average price that does not end earlier.
pub const AVERAGE_DIGITS: u32 = 10;
/// Digits of a rate per share beyond the atoms of the token that is paid.
pub const RATE_DIGITS: u32 = 9;
/// The longest decimal that is read, in characters: 39 digits of an amount and 255 decimals fit.
pub const MAX_LENGTH: usize = 320;

/// `mantissa x 10^exponent`, with no zero at the end of the mantissa, so that equal numbers are equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
	mantissa: U512,
	exponent: i32,
}

/// Why a text is not a number that a market can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitError {
	/// It is not a decimal such as `12.5`: digits, and after a point more digits. No sign, no exponent.
	NotADecimal,
	/// It does not lie on the grid.
	OffGrid,
	/// It is larger than any order can be.
	TooLarge,
}

impl Decimal {
	fn new(mut mantissa: U512, mut exponent: i32) -> Self {
		let ten = U512::from(10);
		if mantissa.is_zero() {
			return Self { mantissa, exponent: 0 };
		}
		while (mantissa % ten).is_zero() {
			mantissa /= ten;
			exponent += 1; // at most 154 times: a mantissa has no more digits
		}
		Self { mantissa, exponent }
	}

	/// Reads digits with at most one point between them.
	///
	/// # Errors
	///
	/// `NotADecimal`; `TooLarge` above 2^512, whatever the position of the point.
	pub fn parse(text: &str) -> Result<Self, UnitError> {
		if text.len() > MAX_LENGTH {
			return Err(UnitError::TooLarge);
		}
		let (whole, fraction) = match text.split_once('.') {
			Some((_, "")) => return Err(UnitError::NotADecimal),
			Some(parts) => parts,
			None => (text, ""),
		};
		let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
		if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
			return Err(UnitError::NotADecimal);
		}
		let fraction = fraction.trim_end_matches('0');
		let digits = format!("{whole}{fraction}");
		// More digits than the integer can hold is refused here; zeros in front do not count.
		let digits = digits.trim_start_matches('0');
		if digits.is_empty() {
			return Ok(Self::new(U512::zero(), 0));
		}
		let mantissa = U512::from_dec_str(digits).map_err(|_| UnitError::TooLarge)?;
		let places = i32::try_from(fraction.len()).map_err(|_| UnitError::TooLarge)?;
		Ok(Self::new(mantissa, -places))
	}

	/// Atoms of a token, in its units.
	pub fn of_atoms(atoms: u128, decimals: u8) -> Self {
		Self::new(U512::from(atoms), -i32::from(decimals))
	}

	/// `part / whole` with so many digits after the point, at most 90, rounded down; 0 of nothing.
	pub fn part_of(part: u128, whole: u128, digits: u32) -> Self {
		// 128 bits and at most 10^90.
		let scaled = U512::from(part) * power(digits);
		let mantissa = scaled.checked_div(U512::from(whole)).unwrap_or_default();
		Self::new(mantissa, -places(digits))
	}

	/// What one unit of a class earns, in units of the token that is paid, at a rate of atoms per atom. Rounded down,
	/// [`RATE_DIGITS`] digits behind the atoms: what is paid is computed without rounding, so this only tells.
	pub fn of_rate(rate: Rate, payout_decimals: u8, class_decimals: u8) -> Self {
		// 192 bits of rate and 30 of the power.
		let parts = U512::from(1_u128 << 64);
		let exact = U512::from(rate.units) * parts + U512::from(rate.fraction);
		let exponent = i32::from(class_decimals) - i32::from(payout_decimals);
		Self::new(exact * power(RATE_DIGITS) / parts, exponent - places(RATE_DIGITS))
	}

	/// The atoms of a token which this amount of its units is.
	///
	/// # Errors
	///
	/// `OffGrid` where the token has fewer decimals, `TooLarge` above 2^128.
	pub fn atoms(&self, decimals: u8) -> Result<u128, UnitError> {
		if self.mantissa.is_zero() {
			return Ok(0);
		}
		let shift = self.exponent + i32::from(decimals); // both within a few hundred
		let shift = u32::try_from(shift).map_err(|_| UnitError::OffGrid)?;
		power_of_ten(shift)
			.and_then(|power| self.mantissa.checked_mul(power))
			.filter(|atoms| *atoms <= U512::from(u128::MAX))
			.map(|atoms| atoms.low_u128())
			.ok_or(UnitError::TooLarge)
	}
}

impl fmt::Display for Decimal {
	/// All digits, no exponent; no zeros at the end of a fraction.
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let digits = self.mantissa.to_string();
		let Ok(places) = usize::try_from(-self.exponent) else {
			let zeros = usize::try_from(self.exponent).unwrap_or_default(); // it is positive here
			return write!(f, "{digits}{}", "0".repeat(zeros));
		};
		if places == 0 {
			return f.write_str(&digits);
		}
		let padded = format!("{digits:0>width$}", width = places + 1);
		let (whole, fraction) = padded.split_at(padded.len() - places);
		write!(f, "{whole}.{fraction}")
	}
}

/// A market's grid in human units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
	base_decimals: u8,
	quote_decimals: u8,
	lot_size: u128,
	/// `tick_size / lot_size` in lowest terms.
	tick: (U512, U512),
	/// Digits after the point of that quotient, before the decimals of the tokens shift it.
	places: u32,
	exact: bool,
}

impl Grid {
	/// The grid of a market whose tokens have these decimals. A size of zero counts as one: no market has it.
	pub fn new(params: &MarketParams, base_decimals: u8, quote_decimals: u8) -> Self {
		let (tick_size, lot_size) = (params.tick_size.get().max(1), params.lot_size.get().max(1));
		let divisor = greatest_common_divisor(tick_size, lot_size);
		let (numerator, denominator) = (tick_size / divisor, lot_size / divisor);
		let tick = (U512::from(numerator), U512::from(denominator));
		let (places, exact) = match decimal_places(denominator) {
			Some(places) => (places, true),
			None => (places_for(tick, TICK_DIGITS), false),
		};
		Self { base_decimals, quote_decimals, lot_size, tick, places, exact }
	}

	/// Whether every price is exact. Otherwise prices are rounded as the module says.
	pub fn exact(&self) -> bool {
		self.exact
	}

	/// A price in quote units per base unit.
	pub fn price(&self, price: Ticks) -> Decimal {
		let (numerator, denominator) = self.tick;
		// 64 bits of ticks, 56 of tick size and at most 186 for 10^80 stay far below 512.
		let scaled = U512::from(price.get()) * numerator;
		let mantissa = round_quotient(scaled * power(self.places), denominator);
		Decimal::new(mantissa, self.exponent() - places(self.places))
	}

	/// The ticks of a price in quote units per base unit.
	///
	/// # Errors
	///
	/// `OffGrid` if no number of ticks prints like it, `TooLarge` above 2^64 ticks.
	pub fn ticks(&self, price: &Decimal) -> Result<Ticks, UnitError> {
		let (numerator, denominator) = self.tick;
		let scaled = price.mantissa.checked_mul(denominator).ok_or(UnitError::OffGrid)?;
		let shift = price.exponent - self.exponent(); // both within a few hundred
		let nearest = if shift >= 0 && !scaled.is_zero() {
			let scaled =
				power_of_ten(shift.unsigned_abs()).and_then(|power| scaled.checked_mul(power));
			round_quotient(scaled.ok_or(UnitError::TooLarge)?, numerator)
		} else {
			let divisor =
				power_of_ten(shift.unsigned_abs()).and_then(|power| numerator.checked_mul(power));
			// Divided by more than 2^511 nothing is left of it.
			divisor.map_or(U512::zero(), |divisor| round_quotient(scaled, divisor))
		};
		if nearest > U512::from(u64::MAX) {
			return Err(UnitError::TooLarge);
		}
		let ticks = Ticks::new(nearest.low_u64());
		if self.price(ticks) == *price {
			Ok(ticks)
		} else {
			Err(UnitError::OffGrid)
		}
	}

	/// A quantity in base units.
	pub fn size(&self, lots: Lots) -> Decimal {
		// 64 bits of lots and 80 of lot size.
		Decimal::new(
			U512::from(lots.get()) * U512::from(self.lot_size),
			-i32::from(self.base_decimals),
		)
	}

	/// The lots of a quantity in base units.
	///
	/// # Errors
	///
	/// `OffGrid` if it is not a whole number of lots, `TooLarge` above 2^64 lots.
	pub fn lots(&self, size: &Decimal) -> Result<Lots, UnitError> {
		let atoms = size.atoms(self.base_decimals)?;
		if !atoms.is_multiple_of(self.lot_size) {
			return Err(UnitError::OffGrid);
		}
		u64::try_from(atoms / self.lot_size).map(Lots::new).map_err(|_| UnitError::TooLarge)
	}

	/// An amount of the base token.
	pub fn base(&self, amount: BaseAtoms) -> Decimal {
		Decimal::of_atoms(amount.get(), self.base_decimals)
	}

	/// An amount of the quote token.
	pub fn quote(&self, amount: QuoteAtoms) -> Decimal {
		Decimal::of_atoms(amount.get(), self.quote_decimals)
	}

	/// The average price of fills, or `None` where there was none.
	pub fn average(&self, notional: QuoteAtoms, base: BaseAtoms) -> Option<Decimal> {
		if notional.is_zero() || base.is_zero() {
			return None;
		}
		let divisor = greatest_common_divisor(notional.get(), base.get());
		let ratio = (U512::from(notional.get() / divisor), U512::from(base.get() / divisor));
		let count = places_for(ratio, AVERAGE_DIGITS);
		// 128 bits and at most 10^49.
		let mantissa = round_quotient(ratio.0 * power(count), ratio.1);
		Some(Decimal::new(mantissa, self.exponent() - places(count)))
	}

	/// What the decimals of the two tokens shift a price by.
	fn exponent(&self) -> i32 {
		i32::from(self.base_decimals) - i32::from(self.quote_decimals)
	}
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
	let (mut a, mut b) = (a, b);
	while b != 0 {
		(a, b) = (b, a % b);
	}
	a
}

/// Digits after the point of `1 / denominator`, if they end: the higher of its powers of 2 and 5, where it has no other
/// prime factor.
fn decimal_places(denominator: u128) -> Option<u32> {
	let twos = denominator.trailing_zeros();
	let mut rest = denominator >> twos;
	let mut fives = 0;
	while rest.is_multiple_of(5) {
		rest /= 5;
		fives += 1;
	}
	(rest == 1).then_some(twos.max(fives))
}

/// The digits after the point which give a ratio of 128-bit numbers this many significant ones; at most 39 more.
fn places_for((numerator, denominator): (U512, U512), significant: u32) -> u32 {
	let wanted = denominator * power(significant.saturating_sub(1)); // one digit at least
	let mut scaled = numerator;
	let mut count = 0;
	while scaled < wanted {
		scaled *= U512::from(10);
		count += 1;
	}
	count
}

/// `numerator / denominator` to the nearest, halves up. The denominator is not zero.
fn round_quotient(numerator: U512, denominator: U512) -> U512 {
	let (quotient, rest) = numerator.div_mod(denominator);
	// Not `rest x 2`, which may leave 512 bits.
	if rest >= denominator - rest {
		quotient + U512::one()
	} else {
		quotient
	}
}

/// A power of ten that is known to be small: below 10^90.
fn power(exponent: u32) -> U512 {
	power_of_ten(exponent).unwrap_or(U512::MAX)
}

fn power_of_ten(exponent: u32) -> Option<U512> {
	U512::from(10).checked_pow(U512::from(exponent))
}

/// A count of digits, which is below 100.
fn places(count: u32) -> i32 {
	i32::try_from(count).unwrap_or(i32::MAX)
}
