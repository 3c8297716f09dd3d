//! The arithmetic of candles.

use crate::rows::{CandleRow, Grid};

impl CandleRow {
	/// The candle of one trade.
	pub fn of_trade(grid: Grid, price: u64, lots: u64, notional: u128) -> Self {
		Self {
			grid,
			open: price,
			high: price,
			low: price,
			close: price,
			base: grid.base(lots),
			quote: notional,
			trades: 1,
		}
	}

	/// This candle and a later one of the same market as one candle, with the grid of the later.
	///
	/// Where the grids differ, the earlier prices are what they were worth: so many quote atoms per base atom. They are rounded
	/// to the nearest tick of the later grid, halves up.
	pub fn then(self, later: Self) -> Self {
		let earlier = self.on(later.grid);
		Self {
			grid: later.grid,
			open: earlier.open,
			high: earlier.high.max(later.high),
			low: earlier.low.min(later.low),
			close: later.close,
			// Volumes of a token within a week. Were one ever beyond 2^128 atoms, it would be shown as that.
			base: self.base.saturating_add(later.base),
			quote: self.quote.saturating_add(later.quote),
			trades: self.trades.saturating_add(later.trades),
		}
	}

	/// The same candle with its prices on another grid.
	fn on(self, grid: Grid) -> Self {
		if self.grid == grid {
			return self;
		}
		let price = |ticks| reprice(ticks, self.grid, grid);
		Self {
			grid,
			open: price(self.open),
			high: price(self.high),
			low: price(self.low),
			close: price(self.close),
			..self
		}
	}
}

/// A price on one grid as ticks of another: `ticks x (tick / lot) / (new tick / new lot)`, to the nearest, halves up. At most
/// the largest number where the new grid is too fine to say it.
pub(crate) fn reprice(ticks: u64, from: Grid, to: Grid) -> u64 {
	use sp_core::U512;
	// 64, 56 and 80 bits; all factors are at least 1 in a market.
	let numerator = U512::from(ticks) * U512::from(from.tick_size) * U512::from(to.lot_size);
	let denominator = U512::from(from.lot_size) * U512::from(to.tick_size);
	let double = (numerator * U512::from(2) + denominator).checked_div(denominator * U512::from(2));
	double.and_then(|price| u64::try_from(price).ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;

	const GRID: Grid = Grid { tick_size: 100, lot_size: 10 };

	#[test]
	fn a_candle_of_trades_has_first_highest_lowest_and_last() {
		// 5 lots at 20 ticks are 5 x 20 x 100 quote atoms for 50 base atoms, and so on.
		let candle = CandleRow::of_trade(GRID, 20, 5, 10_000)
			.then(CandleRow::of_trade(GRID, 25, 1, 2_500))
			.then(CandleRow::of_trade(GRID, 18, 2, 3_600))
			.then(CandleRow::of_trade(GRID, 19, 1, 1_900));
		let expected = CandleRow {
			grid: GRID,
			open: 20,
			high: 25,
			low: 18,
			close: 19,
			base: 90,
			quote: 18_000,
			trades: 4,
		};
		assert_eq!(candle, expected);
	}

	#[test]
	fn joining_is_associative_on_one_grid() {
		let trade = |price| CandleRow::of_trade(GRID, price, 1, u128::from(price) * 100);
		let (a, b, c) = (trade(3), trade(9), trade(1));
		assert_eq!(a.then(b).then(c), a.then(b.then(c)));
	}

	#[test]
	fn prices_move_to_the_later_grid() {
		// A split of one base token in two: the lot holds 20 atoms, so a tick buys twice as many and 20 ticks of before are
		// worth 40 of now.
		let split = Grid { tick_size: 100, lot_size: 20 };
		let candle = CandleRow::of_trade(GRID, 20, 5, 10_000);
		let joined = candle.then(CandleRow::of_trade(split, 41, 1, 4_100));
		assert_eq!((joined.open, joined.high, joined.low, joined.close), (40, 41, 40, 41));
		assert_eq!((joined.base, joined.quote, joined.trades), (70, 14_100, 2));
		assert_eq!(joined.grid, split);
	}

	#[test]
	fn a_price_between_two_ticks_is_rounded_half_up() {
		let coarse = Grid { tick_size: 200, lot_size: 10 };
		assert_eq!(reprice(5, GRID, coarse), 3); // 2.5
		assert_eq!(reprice(4, GRID, coarse), 2);
		let thirds = Grid { tick_size: 300, lot_size: 10 };
		assert_eq!(reprice(4, GRID, thirds), 1); // 1.33
		assert_eq!(reprice(5, GRID, thirds), 2); // 1.67
		assert_eq!(reprice(u64::MAX, GRID, Grid { tick_size: 1, lot_size: 10 }), u64::MAX);
	}
}
