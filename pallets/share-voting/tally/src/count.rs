//! What a referendum keeps of its votes.

use crate::Side;
use alloc::vec;
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use shareholders_accounting::{
	AccountingError, Ballot, BallotTerms, Block, Votes, MAX_EXTENSIONS, MAX_SUPPLY,
};

/// Parts in a whole: what approval and support are counted in.
pub const PPB: u128 = 1_000_000_000;

/// Bits that a number of 128 has beyond 94.
const EXCESS: u32 = 34;

/// A ballot that never ends by itself and is never put off: when a referendum ends is not for the count to say.
const TERMS: BallotTerms = BallotTerms {
	choices: 2,
	quorum_ppm: 0,
	threshold_ppm: 500_000,
	above: true,
	opens: 0,
	closes: Block::MAX,
};

/// Weights by side, in atoms of KSI. All zero until somebody has voted or the record date was fixed.
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
pub struct Count {
	/// For the proposal.
	#[codec(compact)]
	pub ayes: u128,
	/// Against it.
	#[codec(compact)]
	pub nays: u128,
	/// Neither.
	#[codec(compact)]
	pub abstain: u128,
	/// Eligible at the record date; 0 until that is fixed.
	#[codec(compact)]
	pub base: u128,
}

impl Count {
	/// A count in which nobody has voted, among `base` eligible atoms.
	///
	/// # Errors
	///
	/// `NoEligibleShares`; `SupplyTooLarge` above 2^94.
	pub fn open(base: u128) -> Result<Self, AccountingError> {
		if base == 0 {
			return Err(AccountingError::NoEligibleShares);
		}
		if base > MAX_SUPPLY {
			return Err(AccountingError::SupplyTooLarge);
		}
		Ok(Self { base, ..Self::default() })
	}

	/// Ayes among ayes and nays, in parts per billion, rounded down; 0 if there are neither.
	pub fn approval_ppb(&self) -> u32 {
		// Both are at most the base, so below 2^94.
		part_ppb(self.ayes, self.ayes.saturating_add(self.nays))
	}

	/// Ayes among what is eligible, in parts per billion, rounded down; 0 without a base.
	pub fn support_ppb(&self) -> u32 {
		part_ppb(self.ayes, self.base)
	}

	/// What has been answered, abstentions included.
	pub fn turnout(&self) -> u128 {
		self.ayes.saturating_add(self.nays).saturating_add(self.abstain) // at most the base
	}

	/// Casts or changes an account's own vote, with what follows it. If it followed a delegate, it leaves him first.
	///
	/// # Errors
	///
	/// `NoWeight`, `AboveEligible`.
	pub fn cast<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		side: Side,
		weight: u128,
	) -> Result<(), AccountingError> {
		self.change(|ballot| ballot.cast(votes, who, side.into(), weight, 0))
	}

	/// Sets the weight of an account's vote again, own or attached, up or down to nothing.
	///
	/// # Errors
	///
	/// `NoVote`, `AboveEligible`.
	pub fn poke<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		weight: u128,
	) -> Result<(), AccountingError> {
		self.change(|ballot| ballot.poke(votes, who, weight, 0))
	}

	/// Attaches an account that has not voted to its delegate, who has voted himself.
	///
	/// # Errors
	///
	/// `SelfDelegation`, `NoWeight`, `AlreadyCounted`, `DelegateHasNotVoted`, `AboveEligible`.
	pub fn attach<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		delegate: &V::Account,
		weight: u128,
	) -> Result<(), AccountingError> {
		self.change(|ballot| ballot.attach(votes, who, delegate, weight, 0))
	}

	/// Takes an attached account from its delegate.
	///
	/// # Errors
	///
	/// `NoVote` if it is not attached.
	pub fn detach<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
	) -> Result<(), AccountingError> {
		self.change(|ballot| ballot.detach(votes, who, 0))
	}

	/// Lends the numbers to a ballot. On an error nothing has changed, here and in the votes.
	fn change(
		&mut self,
		operate: impl FnOnce(&mut Ballot) -> Result<(), AccountingError>,
	) -> Result<(), AccountingError> {
		let mut ballot = Ballot {
			terms: TERMS,
			base: self.base,
			weights: vec![Compact(self.ayes), Compact(self.nays)],
			abstain: self.abstain,
			closes: TERMS.closes,
			extensions: MAX_EXTENSIONS,
			mark: None,
		};
		operate(&mut ballot)?;
		let [Compact(ayes), Compact(nays)] = ballot.weights.as_slice() else {
			return Err(AccountingError::Corrupt);
		};
		*self = Self { ayes: *ayes, nays: *nays, abstain: ballot.abstain, base: self.base };
		Ok(())
	}
}

/// A part of a whole in parts per billion, rounded down, at most all of it.
fn part_ppb(part: u128, whole: u128) -> u32 {
	// Numbers below 2^94 times less than 2^30 stay below 2^128. No supply is larger; what is loses its low bits.
	let (part, whole) =
		if whole > MAX_SUPPLY { (part >> EXCESS, whole >> EXCESS) } else { (part, whole) };
	let ppb = part.min(whole).saturating_mul(PPB).checked_div(whole).unwrap_or(0);
	u32::try_from(ppb).unwrap_or(0) // at most a billion
}
