//! How a pot is divided. Only numbers here, no chain.
//!
//! Each step is one exact division, rounded down: the parts of a whole never add up to more than it, and each is less than one
//! atom below what it would be without rounding, or two where there are two steps. What is left stays in the pot.

use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Perbill, Rounding};

/// A part of an amount: `amount × share / whole`, rounded down. `None` where the whole is 0 or smaller than the share.
pub fn part(amount: u128, share: u128, whole: u128) -> Option<u128> {
	if whole == 0 || share > whole {
		return None;
	}
	multiply_by_rational_with_rounding(amount, share, whole, Rounding::Down)
}

/// What of a pot falls to a validator and those behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
	/// The validator's before anything else.
	pub commission: u128,
	/// What is divided by stake.
	pub by_stake: u128,
}

impl Take {
	/// A validator's part of a pot goes by points; of it, the commission is theirs. `None` where the points are more than all, or
	/// all are none.
	pub fn new(pot: u128, points: u32, all_points: u32, commission: Perbill) -> Option<Self> {
		let taken = part(pot, points.into(), all_points.into())?;
		let commission =
			part(taken, commission.deconstruct().into(), Perbill::one().deconstruct().into())?;
		Some(Self { commission, by_stake: taken.checked_sub(commission)? })
	}

	/// What a stake of all stakes behind the validator gets.
	pub fn for_stake(&self, stake: u128, all_stakes: u128) -> Option<u128> {
		part(self.by_stake, stake, all_stakes)
	}

	/// What the validator gets.
	pub fn for_validator(&self, own_stake: u128, all_stakes: u128) -> Option<u128> {
		self.for_stake(own_stake, all_stakes)?.checked_add(self.commission)
	}
}
