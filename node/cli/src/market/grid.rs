//! The grid of a market: ticks and lots as the chain signs them, prices and sizes as people write them.
//!
//! A price of `t` ticks is `t x tick size x 10^base decimals / (lot size x 10^quote decimals)` quote units per base unit. Where that
//! quotient does not end as a decimal, the node prints it with six significant digits of one tick; a price that it has
//! printed is read again here as the same ticks, and nothing else is rounded.

use super::{
	decimal::{nearest, places_for, power_of_ten, Decimal},
	Market,
};
use crate::{
	amount::{Amount, Unit},
	error::{Failure, Result},
	percent::Percent,
};
use sp_core::U512;

/// The highest price, in ticks.
pub const MAX_TICKS: u64 = (1 << 24) - 1;
/// The largest order, in lots.
pub const MAX_LOTS: u64 = 1 << 40;
/// Parts of a whole in which fees are counted.
const PPM: u128 = 1_000_000;
/// Significant digits of one tick where prices do not end.
const TICK_DIGITS: u32 = 6;
/// Significant digits of an average price that does not end earlier.
const AVERAGE_DIGITS: u32 = 10;

/// The grid of a market, with its fees.
#[derive(Clone, Debug)]
pub struct Grid {
	symbol: String,
	base: Unit,
	quote: Unit,
	tick_size: u128,
	lot_size: u128,
	/// Digits behind the point of `tick size / lot size`, before the decimals of the tokens shift it.
	places: u32,
	taker_ppm: u32,
	max_ppm: u32,
}

impl Grid {
	/// The grid of a market.
	///
	/// # Errors
	///
	/// A network failure if what the node says of the market makes no sense.
	pub fn of(market: &Market) -> Result<Self> {
		let wrong = |what: &str| {
			Failure::network(
				format!("the node says that market {} has the {what}", market.id),
				"use another node",
			)
		};
		let size = |text: &str, what: &str| {
			let size = text.parse::<u128>().ok().filter(|size| *size > 0);
			size.ok_or_else(|| wrong(&format!("{what} `{text}`")))
		};
		let tick_size = size(&market.tick_size, "tick size")?;
		let lot_size = size(&market.lot_size, "lot size")?;
		let divisor = greatest_common_divisor(tick_size, lot_size);
		let ratio = (U512::from(tick_size), U512::from(lot_size));
		let places = ending_places(lot_size.checked_div(divisor).unwrap_or(1))
			.or_else(|| places_for(ratio, TICK_DIGITS));
		Ok(Self {
			symbol: market.symbol.clone(),
			base: market.base.unit(),
			quote: market.quote.unit(),
			tick_size,
			lot_size,
			places: places.ok_or_else(|| wrong("grid without an end"))?,
			taker_ppm: market.fees.taker_ppm,
			max_ppm: market.fees.max_ppm,
		})
	}

	/// The token that is traded.
	pub fn base(&self) -> &Unit {
		&self.base
	}

	/// The token it is paid in.
	pub fn quote(&self) -> &Unit {
		&self.quote
	}

	/// The decimals of base less those of quote.
	fn shift(&self) -> i32 {
		i32::from(self.base.decimals).saturating_sub(i32::from(self.quote.decimals))
	}

	fn decimal(&self, ticks: u64) -> Option<Decimal> {
		let top = U512::from(ticks).checked_mul(U512::from(self.tick_size))?;
		let top = top.checked_mul(power_of_ten(self.places)?)?;
		let mantissa = nearest(top, U512::from(self.lot_size))?;
		let places = i32::try_from(self.places).ok()?;
		Some(Decimal::new(mantissa, self.shift().checked_sub(places)?))
	}

	/// A price, as the node prints it.
	pub fn price(&self, ticks: u64) -> String {
		self.decimal(ticks).map(|price| price.to_string()).unwrap_or_default()
	}

	/// A price with the name of the quote token.
	pub fn price_text(&self, ticks: u64) -> String {
		format!("{} {}", self.price(ticks), self.quote.symbol)
	}

	/// The ticks of a price.
	///
	/// # Errors
	///
	/// An input failure that names the prices around it if it is not on the grid, or outside of it.
	pub fn ticks(&self, price: &Amount) -> Result<u64> {
		let range = || {
			Failure::input(
				format!("no order in {} can have the price {price}", self.symbol),
				format!("write one from {} to {}", self.price(1), self.price(MAX_TICKS)),
			)
		};
		let (wanted, (top, bottom)) = Decimal::of(price)
			.and_then(|price| Some((price, self.in_ticks(&price)?)))
			.ok_or_else(range)?;
		let ticks = nearest(top, bottom).filter(|ticks| *ticks <= U512::from(MAX_TICKS));
		let ticks = ticks.ok_or_else(range)?.low_u64();
		if ticks > 0 && self.decimal(ticks) == Some(wanted) {
			return Ok(ticks);
		}
		let below = top.checked_div(bottom).unwrap_or_default().low_u64();
		let above = below.saturating_add(1);
		if below == 0 || above > MAX_TICKS {
			return Err(range());
		}
		Err(Failure::input(
			format!("{price} is no whole number of ticks of {} in {}", self.price(1), self.symbol),
			format!("write {} or {}", self.price(below), self.price(above)),
		))
	}

	/// How many ticks a price is, as a quotient.
	fn in_ticks(&self, price: &Decimal) -> Option<(U512, U512)> {
		let (mantissa, exponent) = price.parts();
		let mut top = mantissa.checked_mul(U512::from(self.lot_size))?;
		let mut bottom = U512::from(self.tick_size);
		let shift = exponent.checked_sub(self.shift())?;
		let power = power_of_ten(shift.unsigned_abs())?;
		if shift >= 0 {
			top = top.checked_mul(power)?;
		} else {
			bottom = bottom.checked_mul(power)?;
		}
		Some((top, bottom))
	}

	/// A size, in base units.
	pub fn size(&self, lots: u64) -> String {
		self.base.number(self.base_atoms(lots))
	}

	/// A size with the name of the base token.
	pub fn size_text(&self, lots: u64) -> String {
		self.base.text(self.base_atoms(lots))
	}

	/// The lots of a size.
	///
	/// # Errors
	///
	/// An input failure that names the sizes around it if it is no whole number of lots, or more than an order can have.
	pub fn lots(&self, size: &Amount) -> Result<u64> {
		let lot = || self.base.text(self.lot_size);
		let largest = || {
			Failure::input(
				format!("no order in {} can have the size {size}", self.symbol),
				format!("write one from {} to {}", self.size(1), self.size(MAX_LOTS)),
			)
		};
		let (digits, places) = size.digits();
		let too_fine = places > usize::from(self.base.decimals);
		let atoms = if too_fine {
			// What has more decimals than the token lies between two lots: cut off, it is in the lower one.
			let cut = places.saturating_sub(usize::from(self.base.decimals));
			digits.get(..digits.len().saturating_sub(cut)).unwrap_or_default().parse().unwrap_or(0)
		} else {
			size.atoms(&self.base)?
		};
		let lots = atoms.checked_div(self.lot_size).and_then(|lots| u64::try_from(lots).ok());
		let lots = lots.filter(|lots| *lots <= MAX_LOTS).ok_or_else(largest)?;
		if !too_fine && self.base_atoms(lots) == atoms && lots > 0 {
			return Ok(lots);
		}
		if atoms == 0 && !too_fine {
			return Err(largest());
		}
		let above = self.size(lots.saturating_add(1));
		let next = match lots {
			0 => format!("write {above} or more"),
			lots => format!("write {} or {above}", self.size(lots)),
		};
		Err(Failure::input(
			format!("{size} is no whole number of lots of {} in {}", lot(), self.symbol),
			next,
		))
	}

	/// Lots in atoms of the base token.
	pub fn base_atoms(&self, lots: u64) -> u128 {
		u128::from(lots).saturating_mul(self.lot_size)
	}

	/// What lots are worth at a price, in atoms of the quote token.
	pub fn notional(&self, ticks: u64, lots: u64) -> u128 {
		u128::from(ticks).saturating_mul(u128::from(lots)).saturating_mul(self.tick_size)
	}

	/// The taker's fee on a notional, rounded down as the chain does; on several fills it may be an atom less each.
	pub fn taker_fee(&self, notional: u128) -> u128 {
		part(notional, self.taker_ppm).0
	}

	/// What a resting bid holds: its notional and the highest fee of the market on it, rounded up.
	pub fn bid_hold(&self, ticks: u64, lots: u64) -> u128 {
		let notional = self.notional(ticks, lots);
		let (fee, exact) = part(notional, self.max_ppm);
		notional.saturating_add(fee).saturating_add(u128::from(!exact))
	}

	/// The average price of fills, with ten significant digits or more; none where there was none.
	pub fn average(&self, notional: u128, lots: u64) -> Option<String> {
		let base = self.base_atoms(lots);
		let divisor = greatest_common_divisor(notional, base);
		let ratio = (notional.checked_div(divisor)?, base.checked_div(divisor)?);
		let ratio = (U512::from(ratio.0), U512::from(ratio.1));
		let count = places_for(ratio, AVERAGE_DIGITS)?;
		let mantissa = nearest(ratio.0.checked_mul(power_of_ten(count)?)?, ratio.1)?;
		let places = i32::try_from(count).ok()?;
		Some(Decimal::new(mantissa, self.shift().checked_sub(places)?).to_string())
	}

	/// The worst price within a slippage of the best one, rounded to the trader's advantage.
	pub fn slipped(&self, best: u64, slippage: Percent, buys: bool) -> u64 {
		const WHOLE: u128 = 1_000_000_000;
		let best = u128::from(best);
		let parts = u128::from(slippage.parts());
		let ticks = if buys {
			best.saturating_mul(WHOLE.saturating_add(parts)).checked_div(WHOLE)
		} else {
			Some(best.saturating_mul(WHOLE.saturating_sub(parts)).div_ceil(WHOLE))
		};
		let ticks = ticks.and_then(|ticks| u64::try_from(ticks).ok());
		ticks.unwrap_or(MAX_TICKS).clamp(1, MAX_TICKS)
	}
}

/// `amount x ppm / 1,000,000`, rounded down, and whether that is exact.
fn part(amount: u128, ppm: u32) -> (u128, bool) {
	let ppm = u128::from(ppm);
	let (whole, rest) = (amount / PPM, amount % PPM);
	let small = rest.saturating_mul(ppm);
	(whole.saturating_mul(ppm).saturating_add(small / PPM), small % PPM == 0)
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
	let (mut a, mut b) = (a, b);
	// Ends within 185 rounds: the smaller number falls at least as fast as the numbers of Fibonacci.
	while let Some(rest) = a.checked_rem(b) {
		(a, b) = (b, rest);
	}
	a.max(1)
}

/// Digits behind the point of `1 / denominator` in lowest terms, if they end.
fn ending_places(denominator: u128) -> Option<u32> {
	let (mut rest, mut twos, mut fives) = (denominator, 0u32, 0u32);
	while rest > 1 && rest.is_multiple_of(2) {
		rest /= 2;
		twos = twos.saturating_add(1);
	}
	while rest > 1 && rest.is_multiple_of(5) {
		rest /= 5;
		fives = fives.saturating_add(1);
	}
	(rest == 1).then_some(twos.max(fives))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::test_market;

	/// HALO/CASH of a development chain: a tick is 0.01 CASH, a lot one share; taker 0.05 %, highest fee 0.1 %.
	fn halo() -> Grid {
		Grid::of(&test_market(1, "HALO/CASH", (0, 6), ("10000", "1"))).unwrap()
	}

	/// KSI/CASH: a tick of 100 atoms per lot of 0.01 KSI is 0.0001 / 0.01 = 0.01 CASH.
	fn ksi() -> Grid {
		Grid::of(&test_market(0, "KSI/CASH", (12, 6), ("100", "10000000000"))).unwrap()
	}

	fn amount(text: &str) -> Amount {
		text.parse().unwrap()
	}

	#[test]
	fn prices_and_ticks_lead_back_to_each_other() {
		for (grid, price, ticks) in
			[(halo(), "25.05", 2_505), (halo(), "25", 2_500), (ksi(), "2.01", 201)]
		{
			assert_eq!(grid.ticks(&amount(price)).unwrap(), ticks);
			assert_eq!(grid.price(ticks), price);
		}
		assert_eq!(halo().price_text(2_505), "25.05 CASH");
	}

	#[test]
	fn a_price_between_two_ticks_names_both() {
		assert_eq!(
			halo().ticks(&amount("25.013")).unwrap_err().to_string(),
			"25.013 is no whole number of ticks of 0.01 in HALO/CASH: write 25.01 or 25.02"
		);
	}

	#[test]
	fn a_price_that_no_order_can_have_names_the_range() {
		// 2^24 - 1 = 16777215 ticks of 0.01.
		for price in ["0", "0.001", "167772.16", "99999999999999999999999999999999999"] {
			let failure = halo().ticks(&amount(price)).unwrap_err();
			assert_eq!(failure.next, "write one from 0.01 to 167772.15", "{price}");
		}
		assert_eq!(halo().ticks(&amount("167772.15")).unwrap(), MAX_TICKS);
	}

	#[test]
	fn prices_without_an_end_are_read_as_they_are_printed() {
		// Tick and lot of 1 and 3 atoms: a tick is a third, printed as 0.333333; two are 0.666667, three are 1.
		let grid = Grid::of(&test_market(7, "A/B", (0, 0), ("1", "3"))).unwrap();
		for (ticks, price) in [(1, "0.333333"), (2, "0.666667"), (3, "1"), (5, "1.666667")] {
			assert_eq!(grid.price(ticks), price);
			assert_eq!(grid.ticks(&amount(price)).unwrap(), ticks);
		}
		assert!(grid.ticks(&amount("0.66666")).is_err());
	}

	#[test]
	fn sizes_are_whole_lots() {
		assert_eq!(halo().lots(&amount("30")).unwrap(), 30);
		assert_eq!(ksi().lots(&amount("0.25")).unwrap(), 25);
		assert_eq!(ksi().size(25), "0.25");
		assert_eq!(halo().size_text(30), "30 HALO");
		assert_eq!(
			ksi().lots(&amount("0.255")).unwrap_err().to_string(),
			"0.255 is no whole number of lots of 0.01 KSI in KSI/CASH: write 0.25 or 0.26"
		);
		assert_eq!(
			halo().lots(&amount("10.5")).unwrap_err().to_string(),
			"10.5 is no whole number of lots of 1 HALO in HALO/CASH: write 10 or 11"
		);
		assert_eq!(ksi().lots(&amount("0.001")).unwrap_err().next, "write 0.01 or more");
		assert!(halo().lots(&amount("0")).is_err());
		// 2^40 lots of one share.
		assert_eq!(halo().lots(&amount("1099511627776")).unwrap(), MAX_LOTS);
		assert!(halo().lots(&amount("1099511627777")).is_err());
	}

	#[test]
	fn fees_are_rounded_down_and_holds_up() {
		// 30 shares at 25.10 are 753 CASH; 0.1 % on top is 0.753, and 0.05 % is 0.3765.
		assert_eq!(halo().notional(2_510, 30), 753_000_000);
		assert_eq!(halo().bid_hold(2_510, 30), 753_753_000);
		assert_eq!(halo().taker_fee(753_000_000), 376_500);
		// 0.01 KSI at 0.01 is 100 atoms: 0.1 % is a tenth of an atom, which is held as a whole one.
		assert_eq!(ksi().bid_hold(1, 1), 101);
		assert_eq!(ksi().taker_fee(100), 0);
	}

	#[test]
	fn averages_have_ten_digits_unless_they_end_earlier() {
		// 20 at 25.05 and 10 at 25.10 are 752 over 30.
		assert_eq!(halo().average(752_000_000, 30).unwrap(), "25.06666667");
		assert_eq!(halo().average(50_000_000, 2).unwrap(), "25");
		assert_eq!(halo().average(0, 0), None);
	}

	#[test]
	fn slippage_is_rounded_to_the_traders_advantage() {
		let half: Percent = "0.5%".parse().unwrap();
		// 25.05 plus 0.5 % is 25.17525, minus it 24.92475.
		assert_eq!(halo().slipped(2_505, half, true), 2_517);
		assert_eq!(halo().slipped(2_505, half, false), 2_493);
		let all: Percent = "100%".parse().unwrap();
		assert_eq!(halo().slipped(2_505, all, false), 1);
		assert_eq!(halo().slipped(MAX_TICKS, all, true), MAX_TICKS);
	}
}
