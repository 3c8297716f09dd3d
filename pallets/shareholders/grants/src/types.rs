//! Stored records, and the answer of the read.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use pallet_shareholders::Balance;
use scale_info::TypeInfo;
use shareholders_accounting::{mul_div, AccountingError, Block};

/// The number of a grant, given in rising order and never used again.
pub type GrantId = u32;

/// When a grant becomes free.
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
pub struct GrantTerms {
	/// The block from which time counts. It may be past.
	pub start: Block,
	/// The first block in which anything is due: then all that time since the start amounts to.
	pub cliff: Block,
	/// The first block in which everything is due.
	pub end: Block,
	/// Whether the company may take back what is not due.
	pub revocable: bool,
}

impl GrantTerms {
	/// Whether the start is before the end and the cliff not outside.
	pub fn are_in_order(&self) -> bool {
		self.start < self.end && (self.start..=self.end).contains(&self.cliff)
	}

	/// Of `amount`, what is due at a block: rounded down, all of it at the end.
	///
	/// # Errors
	///
	/// `Overflow` for terms that are not in order or an amount that is no supply.
	pub fn vested(&self, amount: Balance, now: Block) -> Result<Balance, AccountingError> {
		if now < self.cliff {
			return Ok(0);
		}
		if now >= self.end {
			return Ok(amount);
		}
		let between = |from: Block, to: Block| {
			to.checked_sub(from).map(u128::from).ok_or(AccountingError::Overflow)
		};
		let (elapsed, all) = (between(self.start, now)?, between(self.start, self.end)?);
		Ok(mul_div(amount, elapsed, all)?.0)
	}
}

/// A grant. What is not released of it is on hold at its holder.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
	/// Its number.
	pub id: GrantId,
	/// Atoms granted.
	#[codec(compact)]
	pub amount: Balance,
	/// Atoms released of them.
	#[codec(compact)]
	pub released: Balance,
	/// When it becomes free.
	pub terms: GrantTerms,
}

impl Grant {
	/// Atoms on hold for it.
	///
	/// # Errors
	///
	/// `Corrupt`.
	pub fn held(&self) -> Result<Balance, AccountingError> {
		self.amount.checked_sub(self.released).ok_or(AccountingError::Corrupt)
	}

	/// Atoms that can be released at a block.
	///
	/// # Errors
	///
	/// Those of [`GrantTerms::vested`].
	pub fn due(&self, now: Block) -> Result<Balance, AccountingError> {
		// A split may have rounded what was released up past what is vested: then nothing is due for a moment.
		Ok(self.terms.vested(self.amount, now)?.saturating_sub(self.released))
	}
}

/// A grant as readers see it.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantInfo {
	/// Its number.
	pub grant: GrantId,
	/// Atoms granted.
	pub amount: Balance,
	/// Atoms released of them.
	pub released: Balance,
	/// Atoms that can be released now.
	pub due: Balance,
	/// When it becomes free.
	pub terms: GrantTerms,
}
