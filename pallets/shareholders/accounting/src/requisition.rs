//! Holders call a ballot themselves: signatures add up until they reach a part of the eligible shares.

use crate::{
	error::{ensure, AccountingError},
	units::{add, mul, sub, Block, PPM},
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The part of the eligible shares that can call a ballot: 5 %.
pub const REQUISITION_PPM: u32 = 50_000;

/// A requisition and its signatures.
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
pub struct Requisition {
	/// Eligible shares at its record date.
	#[codec(compact)]
	pub base: u128,
	/// The weight of all who have signed.
	#[codec(compact)]
	pub signed: u128,
	/// The first block in which it can be signed.
	pub opens: Block,
	/// The first block in which it cannot any more.
	pub closes: Block,
}

impl Requisition {
	/// A requisition that nobody has signed, among `base` eligible shares.
	///
	/// # Errors
	///
	/// `NoEligibleShares`, `BadPeriod`.
	pub fn open(base: u128, opens: Block, closes: Block) -> Result<Self, AccountingError> {
		ensure(base > 0, AccountingError::NoEligibleShares)?;
		ensure(opens < closes, AccountingError::BadPeriod)?;
		Ok(Self { base, signed: 0, opens, closes })
	}

	fn ensure_open(&self, now: Block) -> Result<(), AccountingError> {
		ensure(self.opens <= now && now < self.closes, AccountingError::NotOpen)
	}

	/// Adds a signature with what its account owned at the record date. The caller keeps the weight by account; `signed`
	/// is what it kept. Returns what it has to keep now.
	///
	/// # Errors
	///
	/// `NotOpen`, `AlreadySigned`, `NoWeight`, `AboveEligible`.
	pub fn sign(
		&mut self,
		signed: Option<u128>,
		weight: u128,
		now: Block,
	) -> Result<u128, AccountingError> {
		self.ensure_open(now)?;
		ensure(signed.is_none(), AccountingError::AlreadySigned)?;
		ensure(weight > 0, AccountingError::NoWeight)?;
		let sum = add(self.signed, weight)?;
		ensure(sum <= self.base, AccountingError::AboveEligible)?;
		self.signed = sum;
		Ok(weight)
	}

	/// Takes a signature back. `signed` is what the caller kept.
	///
	/// # Errors
	///
	/// `NotOpen`, `NotSigned`.
	pub fn withdraw(&mut self, signed: Option<u128>, now: Block) -> Result<(), AccountingError> {
		self.ensure_open(now)?;
		let weight = signed.ok_or(AccountingError::NotSigned)?;
		self.signed = sub(self.signed, weight)?;
		Ok(())
	}

	/// Whether the signatures suffice: at least [`REQUISITION_PPM`] of the eligible shares.
	///
	/// # Errors
	///
	/// `Overflow`, which the bound on supplies excludes.
	pub fn is_carried(&self) -> Result<bool, AccountingError> {
		Ok(mul(self.signed, PPM)? >= mul(self.base, u128::from(REQUISITION_PPM))?)
	}
}
