//! An open ascending auction of one thing: whoever bids most when nobody has bid more for long enough.
//!
//! It begins with the first bid and lasts a number of epochs that the caller fixes. A bid in the last part of it adds that
//! part once more, so that waiting for the last moment gains nothing as long as extensions are left. Nobody can keep it open
//! for ever: extensions are bounded, and each of them takes the time that it adds. A reserve was rejected, because somebody
//! would have to name it.

use crate::{
	error::{ensure, AccountingError},
	units::{add, mul_div, Epoch, PPM},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The least by which a bid has to be above the highest one, in parts per million of it, rounded up to whole atoms.
pub const RAISE_PPM: u128 = 50_000;
/// A bid in the last such part of the length of an auction extends it by as much; at least by an epoch.
pub const LATE_PART: Epoch = 7;
/// Extensions of one auction: one of seven epochs or more lasts at most three times its length.
pub const MAX_AUCTION_EXTENSIONS: u32 = 14;
/// The longest an auction may last without extensions.
pub const MAX_AUCTION: Epoch = 10_000;

/// An auction in which somebody has bid.
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
pub struct Auction {
	/// The highest bid, in atoms.
	#[codec(compact)]
	pub amount: u128,
	/// The first epoch in which no bid is taken any more.
	pub closes: Epoch,
	/// How often it has been extended.
	pub extensions: u32,
}

impl Auction {
	/// Begins with the first bid.
	///
	/// # Errors
	///
	/// `ZeroAmount`; `DateTooFar` beyond the last epoch there can be.
	pub fn begin(amount: u128, now: Epoch, length: Epoch) -> Result<Self, AccountingError> {
		ensure(amount > 0, AccountingError::ZeroAmount)?;
		let closes = now.checked_add(length).ok_or(AccountingError::DateTooFar)?;
		Ok(Self { amount, closes, extensions: 0 })
	}

	/// Whether the highest bid has won.
	pub fn is_over(&self, now: Epoch) -> bool {
		now >= self.closes
	}

	/// The least that the next bid has to be.
	///
	/// # Errors
	///
	/// `Overflow`.
	pub fn least(&self) -> Result<u128, AccountingError> {
		let (whole, rest) = mul_div(RAISE_PPM, self.amount, PPM)?;
		add(self.amount, add(whole, u128::from(rest > 0))?)
	}

	/// A higher bid.
	///
	/// # Errors
	///
	/// `NotOpen` if it is over; `BelowReserve` if the bid is less than [`Self::least`]; `DateTooFar`.
	pub fn bid(&mut self, amount: u128, now: Epoch, length: Epoch) -> Result<(), AccountingError> {
		ensure(!self.is_over(now), AccountingError::NotOpen)?;
		ensure(amount >= self.least()?, AccountingError::BelowReserve)?;
		let part = length.checked_div(LATE_PART).unwrap_or_default().max(1);
		let left = self.closes.saturating_sub(now); // above zero: it is not over
		let (mut closes, mut extensions) = (self.closes, self.extensions);
		if left <= part && extensions < MAX_AUCTION_EXTENSIONS {
			closes = closes.checked_add(part).ok_or(AccountingError::DateTooFar)?;
			extensions = extensions.saturating_add(1); // at most the bound
		}
		*self = Self { amount, closes, extensions };
		Ok(())
	}
}
