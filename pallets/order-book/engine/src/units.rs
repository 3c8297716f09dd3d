//! `Ticks`, `Lots`, `QuoteAtoms`, `BaseAtoms`: numbers that cannot be mixed up.
//!
//! The only legal products are those of [`crate::MarketParams`]: ticks x lots gives quote atoms, lots give base atoms.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The highest price, in ticks: two bitmap levels of 4,096 bits each.
pub const MAX_TICK: u64 = (1 << 24) - 1;
/// The largest quantity of one order, in lots.
pub const MAX_LOTS: u64 = 1 << 40;

macro_rules! unit {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		$(#[$doc])*
		#[derive(
			Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, Default, PartialEq,
			Eq, PartialOrd, Ord, Hash,
		)]
		#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
		pub struct $name($inner);

		impl $name {
			/// None of it.
			pub const ZERO: Self = Self(0);

			/// Gives a bare number its unit.
			pub const fn new(amount: $inner) -> Self {
				Self(amount)
			}

			/// The bare number.
			pub const fn get(self) -> $inner {
				self.0
			}

			/// Whether there is none of it.
			pub const fn is_zero(self) -> bool {
				self.0 == 0
			}

			/// The sum, or `None` where it overflows.
			pub fn checked_add(self, other: Self) -> Option<Self> {
				self.0.checked_add(other.0).map(Self)
			}

			/// The difference, or `None` where it would be negative.
			pub fn checked_sub(self, other: Self) -> Option<Self> {
				self.0.checked_sub(other.0).map(Self)
			}
		}
	};
}

unit!(
	/// A price: a number of ticks, 1 to [`MAX_TICK`]. What a tick is worth is the market's tick size.
	Ticks(u64)
);
unit!(
	/// A quantity: a number of lots, 1 to [`MAX_LOTS`]. What a lot holds is the market's lot size.
	Lots(u64)
);
unit!(
	/// An amount of the quote token in its smallest units.
	QuoteAtoms(u128)
);
unit!(
	/// An amount of the base token in its smallest units.
	BaseAtoms(u128)
);
