//! Stored records.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use shareholders_accounting::TokenId;

/// An amount in atoms.
pub type Balance = u128;

/// Who gets which part, in parts per million. The last three add up to 1,000,000.
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
	Serialize,
	Deserialize,
)]
pub struct RevenueSplit {
	/// Of a market's fees: its lister's. At most 1,000,000.
	pub lister_ppm: u32,
	/// Of the rest: the dividends of KSI, which get what rounding leaves too.
	pub dividends_ppm: u32,
	/// Of the rest: the validators'.
	pub validators_ppm: u32,
	/// Of the rest: the treasury's.
	pub treasury_ppm: u32,
}

/// A tenth to the lister; of the rest half to the holders, two fifths to those who run the chain, a tenth to the treasury.
impl Default for RevenueSplit {
	fn default() -> Self {
		Self {
			lister_ppm: 100_000,
			dividends_ppm: 500_000,
			validators_ppm: 400_000,
			treasury_ppm: 100_000,
		}
	}
}

/// A market that has ended, as far as its fees are concerned.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct EndedMarket<AccountId> {
	/// Who founded it.
	pub lister: AccountId,
	/// What its fees were paid in.
	pub quote: TokenId,
}
