//! Offerings, rights and grants.

use crate::CompanyId;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use shareholders_accounting::{Block, Epoch, OfferingTerms, TokenId};

/// The number of an offering.
pub type OfferingId = u32;

/// An offering: a company sells new shares of a class.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OfferingInfo {
	/// Its number.
	pub id: OfferingId,
	/// The class that is sold.
	pub class: TokenId,
	/// The company that sells.
	pub company: CompanyId,
	/// The token it is paid in.
	pub payment: TokenId,
	/// Its terms: lots, prices per lot in atoms of the payment token, and windows in blocks.
	pub terms: OfferingTerms,
	/// Where it stands.
	pub status: OfferingStatus,
	/// The token that is one right to one lot, if holders come first.
	pub rights_token: Option<TokenId>,
	/// The epoch at whose beginning totals decide who has rights.
	pub record_date: Option<Epoch>,
	/// Lots that rights have been claimed to.
	pub claimed: u128,
	/// Lots bought by right.
	pub exercised: u128,
	/// Lots bid for by bids that are not settled.
	pub demand: u128,
	/// Atoms of the payment token that those bids hold.
	pub deposits: u128,
	/// How many such bids there are.
	pub bids: u32,
	/// What every bidder pays per lot, while bids are settled.
	pub price: Option<u128>,
	/// Lots that bidders have got so far, while bids are settled.
	pub sold: u128,
	/// What bidders have paid so far, in atoms of the payment token, while bids are settled.
	pub proceeds: u128,
}

/// Where an offering stands.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferingStatus {
	/// Rights can be claimed, nothing can be bought.
	Announced,
	/// Holders of rights buy.
	Rights,
	/// Anybody bids.
	Public,
	/// No bid is taken any more, and anybody may find the price.
	Closed,
	/// The price is known and bids are being settled.
	Settling,
	/// The shares could not be issued, and anybody may have deposits returned.
	CalledOff,
	/// It is over.
	Completed,
}

/// An account's rights in a running offering, in lots.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightsInfo {
	/// The offering.
	pub offering: OfferingId,
	/// The token that is one right to one lot.
	pub token: TokenId,
	/// Rights it can claim.
	pub claimable: u128,
	/// Rights it has claimed.
	pub claimed: u128,
	/// Rights it has, claimed, bought or given.
	pub owned: u128,
	/// Atoms of `payment` per lot.
	pub price: u128,
	/// The token they are paid in.
	pub payment: TokenId,
	/// The first block in which they cannot be used any more.
	pub expires: Block,
}

/// Shares granted to an account that vest in time.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantInfo {
	/// Its number at this account and class.
	pub id: u32,
	/// Shares granted.
	pub amount: u128,
	/// Shares released already.
	pub released: u128,
	/// Shares that have vested and can be released now.
	pub due: u128,
	/// The block from which on they vest.
	pub start: Block,
	/// The block before which none vests.
	pub cliff: Block,
	/// The block at which all have vested.
	pub end: Block,
	/// Whether the company can take back what has not vested.
	pub revocable: bool,
}
