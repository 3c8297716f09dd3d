//! What a market is: its tokens, its grid, its fees, its bounds; and the only products of prices and quantities.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	error::BookError,
	order::Side,
	trader::MAX_OPEN_ORDERS,
	units::{BaseAtoms, Lots, QuoteAtoms, Ticks, MAX_LOTS, MAX_TICK},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A token: 0 is KSI, every other number is a token of the ledger.
pub type TokenId = u32;

/// Parts per million.
pub const PPM: u128 = 1_000_000;
/// No market may ever charge more than one per cent of notional.
pub const MAX_FEE_PPM: u32 = 10_000;
/// 2^24 ticks x 2^40 lots x 2^56 is 2^120: no notional, with its highest fee on top, leaves 127 bits.
pub const MAX_TICK_SIZE: u128 = 1 << 56;
/// 2^40 lots x 2^80 is 2^120: no base amount leaves 127 bits.
pub const MAX_LOT_SIZE: u128 = 1 << 80;

/// The parameters of a market.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MarketParams {
	/// The token that is traded.
	pub base: TokenId,
	/// The token it is paid in.
	pub quote: TokenId,
	/// Quote atoms per tick per lot, 1 to [`MAX_TICK_SIZE`].
	pub tick_size: QuoteAtoms,
	/// Base atoms per lot, 1 to [`MAX_LOT_SIZE`].
	pub lot_size: BaseAtoms,
	/// An order, and what is left of one, is worth at least this much quote at its own price.
	pub min_notional: QuoteAtoms,
	/// Open orders of one account in this market, 1 to [`MAX_OPEN_ORDERS`].
	pub max_open_orders: u32,
	/// How far a limit price may lie from the last trade, in parts per million of it: up to last x (1 + band) and down
	/// to last / (1 + band). 0 is no band; before the first trade there is none.
	pub price_band_ppm: u32,
	/// Fee of a resting order on each fill, in parts per million of notional; negative is a rebate, paid out of the
	/// taker's fee.
	pub maker_fee_ppm: i32,
	/// Fee of an incoming order on each fill, in parts per million of notional.
	pub taker_fee_ppm: u32,
	/// The highest fee this market may charge while orders rest; a bid holds it on top of its notional.
	pub max_fee_ppm: u32,
}

/// What a market allows. A cancel works in each of them.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum MarketStatus {
	/// Everything.
	#[default]
	Active,
	/// Orders that do not take, and cancels.
	PostOnly,
	/// Cancels.
	CancelOnly,
	/// Cancels. Something is wrong here: only governance opens it again.
	Halted,
	/// Cancels. All orders are being returned and the market then ends.
	Closing,
	/// Cancels. A token of the market is being split; it goes on by itself when that is done.
	Suspended,
}

/// Most products fit in 64 bits, where a division by a constant is a multiplication.
fn small_product(amount: u128, ppm: u32) -> Option<u64> {
	u64::try_from(amount).ok()?.checked_mul(u64::from(ppm))
}

/// `floor(amount x ppm / 1,000,000)` without leaving 128 bits.
fn ppm_floor(amount: u128, ppm: u32) -> Option<u128> {
	if let Some(product) = small_product(amount, ppm) {
		return product.checked_div(1_000_000).map(u128::from);
	}
	let ppm = u128::from(ppm);
	let whole = amount.checked_div(PPM)?.checked_mul(ppm)?;
	let part = amount.checked_rem(PPM)?.checked_mul(ppm)?.checked_div(PPM)?;
	whole.checked_add(part)
}

/// The same, rounded up.
fn ppm_ceil(amount: u128, ppm: u32) -> Option<u128> {
	if let Some(product) = small_product(amount, ppm) {
		return Some(u128::from(product.div_ceil(1_000_000)));
	}
	let floor = ppm_floor(amount, ppm)?;
	let part = amount.checked_rem(PPM)?.checked_mul(u128::from(ppm))?.checked_rem(PPM)?;
	floor.checked_add(u128::from(part != 0))
}

impl MarketParams {
	/// Checks every bound once, so that no operation on the market can overflow.
	///
	/// # Errors
	///
	/// `SameToken`, `BadTickSize`, `BadLotSize`, `BadOrderCap`, `BadFee`, `BadMinNotional`.
	pub fn validate(&self) -> Result<(), BookError> {
		ensure(self.base != self.quote, BookError::SameToken)?;
		ensure(
			!self.tick_size.is_zero() && self.tick_size.get() <= MAX_TICK_SIZE,
			BookError::BadTickSize,
		)?;
		ensure(
			!self.lot_size.is_zero() && self.lot_size.get() <= MAX_LOT_SIZE,
			BookError::BadLotSize,
		)?;
		ensure((1..=MAX_OPEN_ORDERS).contains(&self.max_open_orders), BookError::BadOrderCap)?;
		ensure(self.fees_allowed(), BookError::BadFee)?;
		let largest = self.notional(Ticks::new(MAX_TICK), Lots::new(MAX_LOTS))?;
		ensure(
			!self.min_notional.is_zero() && self.min_notional <= largest,
			BookError::BadMinNotional,
		)
	}

	/// Fees lie within the market's highest fee, that lies within [`MAX_FEE_PPM`], and a rebate is never more than the
	/// taker pays.
	fn fees_allowed(&self) -> bool {
		let highest = self.max_fee_ppm;
		let maker = if self.maker_fee_ppm < 0 { self.taker_fee_ppm } else { highest };
		highest <= MAX_FEE_PPM
			&& self.taker_fee_ppm <= highest
			&& self.maker_fee_ppm.unsigned_abs() <= maker
	}

	/// Whether orders that rest under `self` may go on under `new`: tokens, grid and highest fee are the same.
	pub fn same_grid(&self, new: &Self) -> bool {
		self.base == new.base
			&& self.quote == new.quote
			&& self.tick_size == new.tick_size
			&& self.lot_size == new.lot_size
			&& self.max_fee_ppm == new.max_fee_ppm
			&& self.min_notional >= new.min_notional
	}

	/// Ticks x lots x tick size, exactly.
	///
	/// # Errors
	///
	/// `Overflow`, which validated parameters and ranges exclude.
	pub fn notional(&self, price: Ticks, lots: Lots) -> Result<QuoteAtoms, BookError> {
		u128::from(price.get())
			.checked_mul(u128::from(lots.get()))
			.and_then(|units| units.checked_mul(self.tick_size.get()))
			.map(QuoteAtoms::new)
			.ok_or(BookError::Overflow)
	}

	/// Lots x lot size, exactly.
	///
	/// # Errors
	///
	/// `Overflow`, which validated parameters and ranges exclude.
	pub fn base(&self, lots: Lots) -> Result<BaseAtoms, BookError> {
		u128::from(lots.get())
			.checked_mul(self.lot_size.get())
			.map(BaseAtoms::new)
			.ok_or(BookError::Overflow)
	}

	/// The taker's fee on a fill of this notional, rounded down once.
	///
	/// # Errors
	///
	/// `Overflow`, which validated parameters exclude.
	pub fn taker_fee(&self, notional: QuoteAtoms) -> Result<QuoteAtoms, BookError> {
		ppm_floor(notional.get(), self.taker_fee_ppm)
			.map(QuoteAtoms::new)
			.ok_or(BookError::Overflow)
	}

	/// The maker's fee on a fill of this notional and whether it is a rebate, rounded down once.
	///
	/// # Errors
	///
	/// `Overflow`, which validated parameters exclude.
	pub fn maker_fee(&self, notional: QuoteAtoms) -> Result<(QuoteAtoms, bool), BookError> {
		ppm_floor(notional.get(), self.maker_fee_ppm.unsigned_abs())
			.map(|fee| (QuoteAtoms::new(fee), self.maker_fee_ppm < 0))
			.ok_or(BookError::Overflow)
	}

	/// What an order must hold: a bid its notional and the highest fee on it, rounded up, in quote atoms; an ask its
	/// quantity in base atoms. Nothing for no lots.
	///
	/// # Errors
	///
	/// `Overflow`, which validated parameters and ranges exclude.
	pub fn requirement(&self, side: Side, price: Ticks, lots: Lots) -> Result<u128, BookError> {
		match side {
			Side::Ask => self.base(lots).map(BaseAtoms::get),
			Side::Bid => {
				let notional = self.notional(price, lots)?.get();
				ppm_ceil(notional, self.max_fee_ppm)
					.and_then(|fee| notional.checked_add(fee))
					.ok_or(BookError::Overflow)
			}
		}
	}

	/// Whether lots at a price are worth the minimum.
	///
	/// # Errors
	///
	/// `Overflow`, which validated parameters and ranges exclude.
	pub fn large_enough(&self, price: Ticks, lots: Lots) -> Result<bool, BookError> {
		Ok(!lots.is_zero() && self.notional(price, lots)? >= self.min_notional)
	}

	/// The lowest and the highest limit price allowed after a trade at `last`; at least one tick either way.
	pub fn band(&self, last: Option<Ticks>) -> (Ticks, Ticks) {
		let (lowest, highest) = (Ticks::new(1), Ticks::new(MAX_TICK));
		let Some(last) = last.filter(|_| self.price_band_ppm > 0) else { return (lowest, highest) };
		// A u32 and a million fit in 64 bits.
		let factor = u64::from(self.price_band_ppm).saturating_add(1_000_000);
		// A price has 24 bits, so that no product leaves 64.
		let scaled = |mul: u64, div: u64| {
			last.get().checked_mul(mul).and_then(|product| product.checked_div(div))
		};
		// Clamped to the range of prices: the right answer at its ends.
		let up = scaled(factor, 1_000_000).unwrap_or(MAX_TICK).max(last.get().saturating_add(1));
		let down = scaled(1_000_000, factor).unwrap_or(1).min(last.get().saturating_sub(1));
		(Ticks::new(down.max(1)), Ticks::new(up.min(MAX_TICK)))
	}
}

/// `Ok` if the condition holds.
pub(crate) fn ensure(holds: bool, otherwise: BookError) -> Result<(), BookError> {
	if holds {
		Ok(())
	} else {
		Err(otherwise)
	}
}
