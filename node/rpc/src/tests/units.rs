//! Decimals and grids, with values worked out by hand.

use crate::units::{Decimal, Grid, UnitError};
use order_book_engine::{
	BaseAtoms, Lots, MarketParams, QuoteAtoms, Ticks, MAX_LOTS, MAX_LOT_SIZE, MAX_TICK,
	MAX_TICK_SIZE,
};
use proptest::prelude::*;
use shareholders_accounting::Rate;

fn grid(tick_size: u128, lot_size: u128, base_decimals: u8, quote_decimals: u8) -> Grid {
	let params = MarketParams {
		base: 2,
		quote: 1,
		tick_size: QuoteAtoms::new(tick_size),
		lot_size: BaseAtoms::new(lot_size),
		min_notional: QuoteAtoms::new(1),
		max_open_orders: 1,
		price_band_ppm: 0,
		maker_fee_ppm: 0,
		taker_fee_ppm: 0,
		max_fee_ppm: 0,
	};
	Grid::new(&params, base_decimals, quote_decimals)
}

fn price(grid: &Grid, ticks: u64) -> String {
	grid.price(Ticks::new(ticks)).to_string()
}

fn ticks(grid: &Grid, price: &str) -> Result<u64, UnitError> {
	grid.ticks(&Decimal::parse(price)?).map(Ticks::get)
}

fn size(grid: &Grid, lots: u64) -> String {
	grid.size(Lots::new(lots)).to_string()
}

fn lots(grid: &Grid, size: &str) -> Result<u64, UnitError> {
	grid.lots(&Decimal::parse(size)?).map(Lots::get)
}

fn shown(text: &str) -> Result<String, UnitError> {
	Decimal::parse(text).map(|decimal| decimal.to_string())
}

#[test]
fn decimals_print_in_one_way() {
	for (text, expected) in [
		("0", "0"),
		("0.0", "0"),
		("000", "0"),
		("1", "1"),
		("01.50", "1.5"),
		("100", "100"),
		("100.00", "100"),
		("0.001", "0.001"),
		("10.010", "10.01"),
		("340282366920938463463374607431768211455", "340282366920938463463374607431768211455"),
	] {
		assert_eq!(shown(text).as_deref(), Ok(expected), "{text}");
	}
}

#[test]
fn what_is_not_a_decimal_is_refused() {
	for text in [
		"",
		".",
		"1.",
		".5",
		"-1",
		"+1",
		"1e3",
		"1E3",
		"0x1",
		"1 ",
		" 1",
		"1_000",
		"1,0",
		"1.0.0",
		"--1",
		"inf",
		"NaN",
		"½",
		"1.\u{0661}",
	] {
		assert_eq!(shown(text), Err(UnitError::NotADecimal), "{text}");
	}
}

#[test]
fn more_digits_than_any_number_here_has_are_too_large() {
	// 2^512 has 155 digits.
	assert_eq!(shown(&"9".repeat(155)), Err(UnitError::TooLarge));
	assert_eq!(shown(&"9".repeat(154)), Ok("9".repeat(154)));
	assert_eq!(shown(&"0".repeat(1_000_000)), Err(UnitError::TooLarge));
	// Zeros in front and behind are no digits of the number.
	assert_eq!(shown(&format!("{}1.{}", "0".repeat(100), "0".repeat(200))), Ok("1".into()));
}

#[test]
fn amounts_are_exact() {
	let amount = |atoms, decimals| Decimal::of_atoms(atoms, decimals).to_string();
	assert_eq!(amount(0, 12), "0");
	assert_eq!(amount(1, 12), "0.000000000001");
	assert_eq!(amount(1_500_000, 6), "1.5");
	assert_eq!(amount(7, 0), "7");
	assert_eq!(amount(1_000_000, 0), "1000000");
	assert_eq!(amount(u128::MAX, 0), "340282366920938463463374607431768211455");
	assert_eq!(amount(u128::MAX, 38), "3.40282366920938463463374607431768211455");
	assert_eq!(amount(1, 255), format!("0.{}1", "0".repeat(254)));
}

#[test]
fn atoms_of_an_amount_are_whole() {
	let atoms = |text, decimals| Decimal::parse(text).and_then(|amount| amount.atoms(decimals));
	assert_eq!(atoms("1.5", 6), Ok(1_500_000));
	assert_eq!(atoms("0.000001", 6), Ok(1));
	assert_eq!(atoms("0.0000001", 6), Err(UnitError::OffGrid));
	assert_eq!(atoms("7", 0), Ok(7));
	assert_eq!(atoms("7.0", 0), Ok(7));
	assert_eq!(atoms("7.5", 0), Err(UnitError::OffGrid));
	assert_eq!(atoms("0", 255), Ok(0));
	assert_eq!(atoms("1", 255), Err(UnitError::TooLarge));
	assert_eq!(atoms("1", 38), Ok(10_u128.pow(38)));
	assert_eq!(atoms("4", 38), Err(UnitError::TooLarge)); // 2^128 is about 3.4 x 10^38
	assert_eq!(atoms("340282366920938463463374607431768211455", 0), Ok(u128::MAX));
	assert_eq!(atoms("340282366920938463463374607431768211456", 0), Err(UnitError::TooLarge));
}

#[test]
fn halo_cash_counts_in_cents() {
	// 10,000 atoms of CASH (6 decimals) per HALO (0 decimals): 0.01.
	let grid = grid(10_000, 1, 0, 6);
	assert!(grid.exact());
	assert_eq!(price(&grid, 1), "0.01");
	assert_eq!(price(&grid, 2_500), "25");
	assert_eq!(price(&grid, 2_510), "25.1");
	assert_eq!(price(&grid, MAX_TICK), "167772.15"); // 2^24 - 1 cents
	assert_eq!(ticks(&grid, "25"), Ok(2_500));
	assert_eq!(ticks(&grid, "25.10"), Ok(2_510));
	assert_eq!(ticks(&grid, "0.01"), Ok(1));
	assert_eq!(ticks(&grid, "0"), Ok(0));
	assert_eq!(ticks(&grid, "0.001"), Err(UnitError::OffGrid));
	assert_eq!(ticks(&grid, "0.005"), Err(UnitError::OffGrid)); // half a tick rounds up, but is none
	assert_eq!(ticks(&grid, "25.001"), Err(UnitError::OffGrid));
	assert_eq!(ticks(&grid, "1e3"), Err(UnitError::NotADecimal));
	assert_eq!(size(&grid, 3), "3");
	assert_eq!(lots(&grid, "3"), Ok(3));
	assert_eq!(lots(&grid, "3.0"), Ok(3));
	assert_eq!(lots(&grid, "0.5"), Err(UnitError::OffGrid));
}

#[test]
fn ksi_cash_counts_in_ten_thousandths() {
	// 1 atom of CASH per 10^10 atoms of KSI (12 decimals), which are 0.01 KSI: 0.000001 / 0.01 = 0.0001.
	let grid = grid(1, 10_000_000_000, 12, 6);
	assert!(grid.exact());
	assert_eq!(price(&grid, 12_345), "1.2345");
	assert_eq!(ticks(&grid, "1.2345"), Ok(12_345));
	assert_eq!(ticks(&grid, "1.23455"), Err(UnitError::OffGrid));
	assert_eq!(size(&grid, 1), "0.01");
	assert_eq!(size(&grid, 250), "2.5");
	assert_eq!(lots(&grid, "2.5"), Ok(250));
	assert_eq!(lots(&grid, "0.005"), Err(UnitError::OffGrid));
	assert_eq!(lots(&grid, "0.0000000000001"), Err(UnitError::OffGrid)); // a tenth of an atom
}

#[test]
fn a_lot_that_is_a_power_of_two_still_gives_exact_prices() {
	// 1 quote atom per 8 base atoms: 0.125 atoms, shifted by 9 - 6 decimals: 125 per unit.
	let shifted = grid(1, 8, 9, 6);
	assert!(shifted.exact());
	assert_eq!(price(&shifted, 1), "125");
	assert_eq!(price(&shifted, 3), "375");
	let plain = grid(3, 8, 6, 6);
	assert_eq!(price(&plain, 1), "0.375");
	assert_eq!(ticks(&plain, "1.125"), Ok(3));
	assert_eq!(size(&plain, 1), "0.000008");
	// 6 / 3 is whole although 3 is no power of ten.
	assert!(grid(6, 3, 0, 0).exact());
	assert_eq!(price(&grid(6, 3, 0, 0), 5), "10");
}

#[test]
fn a_price_that_does_not_end_gives_a_tick_six_digits() {
	// 1 per 3: a third. Six significant digits of the tick are six places.
	let third = grid(1, 3, 0, 0);
	assert!(!third.exact());
	assert_eq!(price(&third, 1), "0.333333");
	assert_eq!(price(&third, 2), "0.666667");
	assert_eq!(price(&third, 3), "1");
	assert_eq!(price(&third, 3_000_001), "1000000.333333");
	assert_eq!(ticks(&third, "0.333333"), Ok(1));
	assert_eq!(ticks(&third, "0.666667"), Ok(2));
	assert_eq!(ticks(&third, "1.000"), Ok(3));
	assert_eq!(ticks(&third, "1000000.333333"), Ok(3_000_001));
	// Neither cruder nor finer than what is printed.
	assert_eq!(ticks(&third, "0.33333"), Err(UnitError::OffGrid));
	assert_eq!(ticks(&third, "0.3333333"), Err(UnitError::OffGrid));
	assert_eq!(ticks(&third, "0.666666"), Err(UnitError::OffGrid));
	assert_eq!(ticks(&third, "0.5"), Err(UnitError::OffGrid));
	assert_eq!(size(&third, 5), "15");
	assert_eq!(lots(&third, "15"), Ok(5));
	assert_eq!(lots(&third, "16"), Err(UnitError::OffGrid));
	// 1 per 7 is 0.142857 142857...
	assert_eq!(price(&grid(1, 7, 0, 0), 1), "0.142857");
	assert_eq!(price(&grid(1, 7, 0, 0), 6), "0.857143");
	// 2^56 per 3 has more than six digits before its point: 72057594037927936 / 3 = 24019198012642645.33...
	assert_eq!(price(&grid(MAX_TICK_SIZE, 3, 0, 0), 1), "24019198012642645");
}

#[test]
fn decimals_of_the_tokens_shift_a_rounded_price() {
	assert_eq!(price(&grid(1, 3, 0, 6), 2), "0.000000666667");
	assert_eq!(price(&grid(1, 3, 6, 0), 2), "666667");
	assert_eq!(ticks(&grid(1, 3, 6, 0), "666667"), Ok(2));
}

#[test]
fn absurd_decimals_break_nothing() {
	let up = grid(1, 3, 255, 0);
	assert_eq!(price(&up, 1), format!("333333{}", "0".repeat(249)));
	assert_eq!(ticks(&up, "1"), Err(UnitError::OffGrid));
	let down = grid(1, 1, 0, 255);
	assert_eq!(price(&down, 5), format!("0.{}5", "0".repeat(254)));
	assert_eq!(ticks(&down, &price(&down, 5)), Ok(5));
	assert_eq!(ticks(&down, "1"), Err(UnitError::TooLarge));
	let both = grid(10, 100, 255, 255);
	assert_eq!(price(&both, 3), "0.3");
	assert_eq!(size(&both, 1), format!("0.{}1", "0".repeat(252)));
	assert_eq!(lots(&both, &size(&both, 1)), Ok(1));
}

#[test]
fn the_largest_market_stays_in_range() {
	let largest = grid(MAX_TICK_SIZE - 1, MAX_LOT_SIZE, 18, 18);
	assert!(largest.exact());
	for count in [1, MAX_TICK, u64::MAX] {
		assert_eq!(ticks(&largest, &price(&largest, count)), Ok(count));
		assert_eq!(lots(&largest, &size(&largest, count.min(MAX_LOTS))), Ok(count.min(MAX_LOTS)));
	}
	// 2^80 atoms of 18 decimals.
	assert_eq!(size(&largest, 1), "1208925.819614629174706176");
	assert_eq!(ticks(&largest, &"9".repeat(60)), Err(UnitError::TooLarge));
	assert_eq!(lots(&largest, &"9".repeat(60)), Err(UnitError::TooLarge));
}

#[test]
fn an_average_price_has_ten_digits() {
	let average = |grid: &Grid, notional, base| {
		let average = grid.average(QuoteAtoms::new(notional), BaseAtoms::new(base));
		average.map(|price| price.to_string())
	};
	let halo = grid(10_000, 1, 0, 6);
	assert_eq!(average(&halo, 0, 0), None);
	assert_eq!(average(&halo, 175_700_000, 7).as_deref(), Some("25.1"));
	// 374.95 / 15 = 24.996666...
	assert_eq!(average(&halo, 374_950_000, 15).as_deref(), Some("24.99666667"));
	// 1.2345 for each of 2.5 KSI is 3.08625 CASH.
	let ksi = grid(1, 10_000_000_000, 12, 6);
	assert_eq!(average(&ksi, 3_086_250, 2_500_000_000_000).as_deref(), Some("1.2345"));
	// The largest of both, 2^120, with and without a rest.
	assert_eq!(average(&grid(1, 1, 0, 0), 1 << 120, 1 << 120).as_deref(), Some("1"));
	assert_eq!(
		average(&grid(1, 1, 0, 0), u128::MAX, 1).as_deref(),
		Some("340282366920938463463374607431768211455")
	);
	// 1 / (2^128 - 1) = 2.938735877055718769921841343055614... x 10^-39
	assert_eq!(
		average(&grid(1, 1, 0, 0), 1, u128::MAX).as_deref(),
		Some("0.000000000000000000000000000000000000002938735877")
	);
}

proptest! {
	#[test]
	fn every_price_and_size_reads_back(
		tick_size in 1..=MAX_TICK_SIZE,
		lot_size in 1..=MAX_LOT_SIZE,
		small in 1..1_000_u128,
		base_decimals in 0..=30_u8,
		quote_decimals in 0..=30_u8,
		count in 0..=MAX_TICK,
		quantity in 0..=MAX_LOTS,
	) {
		for (tick_size, lot_size) in [(tick_size, lot_size), (small, lot_size), (tick_size, small)] {
			let grid = grid(tick_size, lot_size, base_decimals, quote_decimals);
			prop_assert_eq!(ticks(&grid, &price(&grid, count)), Ok(count));
			prop_assert_ne!(price(&grid, count), price(&grid, count + 1));
			prop_assert_eq!(lots(&grid, &size(&grid, quantity)), Ok(quantity));
		}
	}

	#[test]
	fn any_text_is_read_or_refused(text in "\\PC*") {
		let grid = grid(10_000, 3, 12, 6);
		let _ = ticks(&grid, &text);
		let _ = lots(&grid, &text);
	}

	#[test]
	fn any_digits_are_read_or_refused(text in "[0-9]{1,200}(\\.[0-9]{1,119})?") {
		for (tick, lot, base, quote) in [(10_000, 3, 12, 6), (1, 1, 0, 255), (1, 1, 255, 0), (MAX_TICK_SIZE, MAX_LOT_SIZE, 18, 0)] {
			let grid = grid(tick, lot, base, quote);
			if let Ok(count) = ticks(&grid, &text) {
				prop_assert_eq!(Ok(price(&grid, count)), shown(&text));
			}
			if let Ok(count) = lots(&grid, &text) {
				prop_assert_eq!(Ok(size(&grid, count)), shown(&text));
			}
		}
	}
}

#[test]
fn parts_are_rounded_down() {
	let part = |part, whole, digits| Decimal::part_of(part, whole, digits).to_string();
	assert_eq!(part(1, 3, 6), "0.333333");
	assert_eq!(part(2, 3, 6), "0.666666");
	assert_eq!(part(425, 850, 6), "0.5");
	assert_eq!(part(7, 7, 12), "1");
	assert_eq!(part(0, 7, 12), "0");
	assert_eq!(part(1, u128::MAX, 12), "0");
	assert_eq!(part(u128::MAX, u128::MAX, 90), "1");
	assert_eq!(part(1, 0, 6), "0");
}

#[test]
fn a_rate_is_shown_per_unit_of_the_class() {
	let rate = |units, fraction, paid, share| {
		Decimal::of_rate(Rate { units, fraction }, paid, share).to_string()
	};
	// Half an atom a share, of a token with 6 decimals.
	assert_eq!(rate(0, 1 << 63, 6, 0), "0.0000005");
	assert_eq!(rate(10_000, 1 << 63, 6, 0), "0.0100005");
	// Per KSI, which has 10^12 atoms.
	assert_eq!(rate(0, 1 << 63, 6, 12), "500000");
	// The least part is 2^-64 = 5.4 x 10^-20 atoms: below what is shown.
	assert_eq!(rate(1, 1, 0, 0), "1");
	// (2^64 - 1) / 2^64 = 0.99999999999999999994..., rounded down.
	assert_eq!(rate(0, u64::MAX, 0, 0), "0.999999999");
	assert_eq!(rate(u128::MAX, 0, 0, 0), "340282366920938463463374607431768211455");
	assert_eq!(rate(0, 0, 6, 12), "0");
}
