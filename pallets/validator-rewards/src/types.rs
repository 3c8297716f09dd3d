//! Stored records and their bounds.

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	pallet_prelude::ConstU32, traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound,
	PartialEqNoBound,
};
use scale_info::TypeInfo;
use shareholders_accounting::TokenId;
use sp_staking::EraIndex;

/// An amount in atoms.
pub type Balance = u128;

/// Tokens of an era, at most: there is one bit for each.
pub const MAX_TOKENS: u32 = 8;

/// Persons of a page, at most: a position is one byte, and 255 is none.
pub const MAX_POSITIONS: u32 = 255;

/// Eras that a change of era lets expire at most. One does at each; more only after changes that were missed.
pub const MAX_EXPIRIES: u32 = 4;

/// Pages of expired eras that an idle block removes at most.
pub const MAX_SWEPT: u32 = 20;

/// What the pallet knows of time.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
	/// The active era when it was last looked at.
	pub era: EraIndex,
	/// The oldest era that has not expired.
	pub oldest: EraIndex,
	/// No page of an era before this one is stored.
	pub swept: EraIndex,
}

/// What an era pays in one token.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pot {
	/// The token.
	pub token: TokenId,
	/// What is divided.
	pub amount: Balance,
	/// What has not been paid.
	pub left: Balance,
}

/// What an era pays.
#[derive(
	Encode, Decode, TypeInfo, MaxEncodedLen, CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound,
)]
#[codec(mel_bound())]
#[scale_info(skip_type_params(MaxTokens))]
pub struct EraPots<MaxTokens: Get<u32>> {
	/// All points that were earned in it. Not 0.
	pub points: u32,
	/// One pot per token, at least one.
	pub pots: BoundedVec<Pot, MaxTokens>,
}

/// What an era pays in a runtime.
pub type EraPotsOf<T> = EraPots<<T as Config>::MaxTokens>;

/// Somebody who could not be paid.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid {
	/// 0 for the validator, then the nominators in the order of the page.
	pub position: u8,
	/// A bit for each pot of the era, the lowest for the first.
	pub tokens: u8,
}

/// Everybody of a page who could not be paid, in the order of positions.
pub type UnpaidOf = BoundedVec<Unpaid, ConstU32<MAX_POSITIONS>>;
