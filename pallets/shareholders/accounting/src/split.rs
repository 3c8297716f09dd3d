//! Splits and reverse splits: so many new shares for so many old ones, and nothing lost.
//!
//! Each holder gets `floor(total x new / old)` shares. What does not divide is a *fraction*, counted in parts of one new
//! share. The fractions of all holders are together issued as whole shares to an excluded pot and sold, and the proceeds
//! belong to the fractions ([`crate::fraction`]).
//!
//! The supply need not divide: whoever burns an atom of his own would otherwise stop a split as often as it is begun. The
//! last share that fractions make up is then completed by the company, which issues the *rest* of it and owns it as a
//! fraction like others. So each holder is paid what his fraction is worth, and what the others are diluted by, less than a
//! share, the company gets the price of. Rounding down was rejected, because it would take that share from those who have
//! fractions, and in a company of few shares it may be a large part of it; so was giving it to them, because an atom
//! would then be worth a share.
//!
//! Holders are converted one by one in steps that the caller bounds, while the class stands still. Scaling every balance
//! lazily by a factor was rejected: what a wallet reads from storage would be wrong until somebody touches it, and
//! fractions would have to earn dividends, which then leave remainders of a second kind.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	error::{ensure, AccountingError},
	units::{add, mul, mul_div, sub, MAX_SUPPLY},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The larger side of the ratio of one split.
pub const MAX_RATIO: u64 = 1_000_000;
/// Steps of Euclid's algorithm for two 64-bit numbers: at most 92, reached by neighbouring Fibonacci numbers.
const MAX_EUCLID: u32 = 93;

/// So many new shares for so many old ones, in lowest terms.
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
pub struct Ratio {
	new: u64,
	old: u64,
}

impl Ratio {
	/// No change.
	pub const ONE: Self = Self { new: 1, old: 1 };

	/// The ratio of a split.
	///
	/// # Errors
	///
	/// `BadRatio` if a side is zero or above [`MAX_RATIO`], or the sides are equal.
	pub fn new(new: u64, old: u64) -> Result<Self, AccountingError> {
		let side = 1..=MAX_RATIO;
		let fits = side.contains(&new) && side.contains(&old) && new != old;
		ensure(fits, AccountingError::BadRatio)?;
		Self::reduced(new, old)
	}

	/// The number of new shares, in lowest terms.
	pub const fn numerator(self) -> u64 {
		self.new
	}

	/// The number of old shares, in lowest terms.
	pub const fn denominator(self) -> u64 {
		self.old
	}

	fn reduced(new: u64, old: u64) -> Result<Self, AccountingError> {
		let divisor = gcd(new, old)?;
		let part = |side: u64| side.checked_div(divisor).ok_or(AccountingError::BadRatio);
		Ok(Self { new: part(new)?, old: part(old)? })
	}

	/// This split followed by another.
	///
	/// # Errors
	///
	/// `BadRatio` if a side of the result leaves 64 bits.
	pub fn then(self, next: Self) -> Result<Self, AccountingError> {
		let (first, second) =
			(Self::reduced(self.new, next.old)?, Self::reduced(next.new, self.old)?);
		let product = |a: u64, b: u64| a.checked_mul(b).ok_or(AccountingError::BadRatio);
		Ok(Self { new: product(first.new, second.new)?, old: product(first.old, second.old)? })
	}

	/// New whole shares for `total` old ones, and the fraction that is left, in parts of which [`Self::denominator`]
	/// make one new share.
	///
	/// # Errors
	///
	/// `Overflow` for more than [`MAX_SUPPLY`] shares, before or after.
	pub fn apply(self, total: u128) -> Result<(u128, u128), AccountingError> {
		let (whole, rest) = mul_div(total, u128::from(self.new), u128::from(self.old))?;
		ensure(whole <= MAX_SUPPLY, AccountingError::Overflow)?;
		Ok((whole, rest))
	}

	/// Any amount of old atoms in new ones, rounded down, for limits that nobody owns: what a delegate may move. Where the
	/// result has no room it is the largest number there is, which is far more than there can be of a class.
	pub fn scale(self, amount: u128) -> u128 {
		let scaled = mul_div(u128::from(self.new), amount, u128::from(self.old));
		scaled.map_or(u128::MAX, |(whole, _)| whole)
	}

	/// Old shares for `total` new ones, rounded up, so that a holder who only lost a fraction to the split counts as
	/// before.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn undo(self, total: u128) -> Result<u128, AccountingError> {
		let (whole, rest) = mul_div(total, u128::from(self.old), u128::from(self.new))?;
		add(whole, u128::from(rest > 0))
	}
}

fn gcd(a: u64, b: u64) -> Result<u64, AccountingError> {
	let (mut a, mut b) = (a, b);
	for _ in 0..MAX_EUCLID {
		let Some(rest) = a.checked_rem(b) else { return Ok(a) };
		(a, b) = (b, rest);
	}
	Err(AccountingError::Corrupt)
}

/// How far a split has been carried out.
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
pub struct Split {
	/// New for old.
	pub ratio: Ratio,
	/// Old shares in all.
	#[codec(compact)]
	pub supply: u128,
	/// Old shares of holders that have been converted.
	#[codec(compact)]
	pub converted: u128,
	/// New whole shares they got.
	#[codec(compact)]
	pub made: u128,
	/// Their fractions, in parts of one new share.
	#[codec(compact)]
	pub fractions: u128,
}

impl Split {
	/// Begins the split of a supply.
	///
	/// # Errors
	///
	/// `SupplyTooLarge` if there would be too many shares afterwards.
	pub fn begin(ratio: Ratio, supply: u128) -> Result<Self, AccountingError> {
		let (whole, over) = ratio.apply(supply).map_err(|_| AccountingError::SupplyTooLarge)?;
		let fits = add(whole, u128::from(over > 0))? <= MAX_SUPPLY;
		ensure(fits, AccountingError::SupplyTooLarge)?;
		Ok(Self { ratio, supply, converted: 0, made: 0, fractions: 0 })
	}

	/// Converts one holder: new whole shares, and his fraction.
	///
	/// # Errors
	///
	/// `Corrupt` if more shares are converted than there are.
	pub fn convert(&mut self, total: u128) -> Result<(u128, u128), AccountingError> {
		let (whole, rest) = self.ratio.apply(total)?;
		let converted = add(self.converted, total)?;
		ensure(converted <= self.supply, AccountingError::Corrupt)?;
		let (made, fractions) = (add(self.made, whole)?, add(self.fractions, rest)?);
		*self = Self { converted, made, fractions, ..*self };
		Ok((whole, rest))
	}

	/// After the last holder: the whole shares that the fractions make up, and the rest of the last one, in parts, that
	/// completes it; nothing where the supply divides.
	///
	/// # Errors
	///
	/// `SplitUnfinished` if somebody is missing.
	pub fn finish(&self) -> Result<(u128, u128), AccountingError> {
		ensure(self.converted == self.supply, AccountingError::SplitUnfinished)?;
		let (whole, over) = self.ratio.apply(self.supply)?;
		let old = u128::from(self.ratio.old);
		let rest = if over > 0 { sub(old, over)? } else { 0 };
		let shares = sub(add(whole, u128::from(over > 0))?, self.made)?;
		let parts = mul(shares, old)?;
		ensure(parts == add(self.fractions, rest)?, AccountingError::SplitUnfinished)?;
		Ok((shares, rest))
	}
}

/// A side of the order book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookSide {
	/// Buys shares.
	Bid,
	/// Sells shares.
	Ask,
}

/// The lot size with which every open order of a market goes on as it is: the same lots at the same ticks are worth the
/// same money and stand for exactly the converted shares, and what asks hold converts without a fraction. One write per
/// market, whatever rests in it.
///
/// `None` if the lot does not divide; orders are then converted one by one with [`rescale_order`].
///
/// # Errors
///
/// `Overflow`.
pub fn rescale_lot_size(ratio: Ratio, lot_size: u128) -> Result<Option<u128>, AccountingError> {
	let (whole, rest) = ratio.apply(lot_size)?;
	Ok((rest == 0 && whole > 0).then_some(whole))
}

/// An order in a market whose lot size stays: lots and ticks after the split. `None` if less than a lot or a tick is
/// left; the order is then cancelled.
///
/// Lots are rounded down, a bid's price down and an ask's up: the owner never gives more than he signed. His hold is
/// released before his total is converted and the new, not larger one placed afterwards; what the order lost in lots is
/// his as free shares or as a fraction.
///
/// # Errors
///
/// `Overflow`.
pub fn rescale_order(
	ratio: Ratio,
	side: BookSide,
	lots: u64,
	ticks: u64,
) -> Result<Option<(u64, u64)>, AccountingError> {
	let (new_lots, _) = mul_div(u128::from(lots), u128::from(ratio.new), u128::from(ratio.old))?;
	let (price, rest) = mul_div(u128::from(ticks), u128::from(ratio.old), u128::from(ratio.new))?;
	let price = match side {
		BookSide::Bid => price,
		BookSide::Ask => add(price, u128::from(rest > 0))?,
	};
	let small = |number: u128| u64::try_from(number).map_err(|_| AccountingError::Overflow);
	let (lots, ticks) = (small(new_lots)?, small(price)?);
	Ok((lots > 0 && ticks > 0).then_some((lots, ticks)))
}
