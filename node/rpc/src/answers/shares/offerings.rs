//! Offerings, rights and grants.

use crate::answers::Token;
use serde::{Deserialize, Serialize};

/// An offering.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Offering {
	/// Its number.
	pub id: u32,
	/// The class that is sold.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The company that sells.
	pub company: u32,
	/// The token it is paid in.
	pub payment: Token,
	/// `announced`, `rights`, `public`, `closed`, `settling`, `calledOff` or `completed`.
	pub status: String,
	/// `fixed` or `auction`.
	pub pricing: String,
	/// Lots offered, in decimal digits.
	pub lots: String,
	/// Shares per lot.
	pub lot_size: String,
	/// Shares offered.
	pub shares: String,
	/// The fixed price, or the lowest bid, per lot.
	pub reserve: String,
	/// What holders of rights pay per lot; `null` if there are none.
	pub rights_price: Option<String>,
	/// The token that is one right to one lot.
	pub rights_token: Option<u32>,
	/// The epoch at whose beginning totals decide who has rights.
	pub record_date: Option<u32>,
	/// The block at which it starts.
	pub record_block: Option<u32>,
	/// The first block in which rights are used.
	pub opens: u32,
	/// The first block in which they are not, and in which bids are taken.
	pub public: u32,
	/// The first block in which no bid is taken.
	pub closes: u32,
	/// Lots that rights have been claimed to, in decimal digits.
	pub claimed: String,
	/// Lots bought by right, in decimal digits.
	pub exercised: String,
	/// Lots bid for by bids that are not settled, in decimal digits.
	pub demand: String,
	/// What those bids hold in the payment token.
	pub deposits: String,
	/// How many such bids there are.
	pub bids: u32,
	/// What every bidder pays per lot, while bids are settled; `null` before and after.
	pub price: Option<String>,
	/// Lots that bidders have got so far, in decimal digits, while bids are settled.
	pub sold: String,
	/// What bidders have paid so far, while bids are settled.
	pub proceeds: String,
}

/// Offerings of a class.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Offerings {
	/// The class.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The offerings, oldest first.
	pub offerings: Vec<Offering>,
}

/// Rights of an account in a running offering: one right is one lot. Counts are in decimal digits.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Rights {
	/// The offering.
	pub offering: u32,
	/// The token that is one right.
	pub token: u32,
	/// Rights it can claim.
	pub claimable: String,
	/// Rights it has claimed.
	pub claimed: String,
	/// Rights it has.
	pub owned: String,
	/// What it pays per lot.
	pub price: String,
	/// The token it pays in.
	pub payment: u32,
	/// The first block in which they cannot be used any more.
	pub expires: u32,
}

/// Shares that vest in time.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Grant {
	/// Its number at this account and class.
	pub id: u32,
	/// Shares granted.
	pub amount: String,
	/// Shares released.
	pub released: String,
	/// Shares that have vested and can be released now.
	pub due: String,
	/// The block from which on they vest.
	pub start: u32,
	/// The block before which none vests.
	pub cliff: u32,
	/// The block at which all have vested.
	pub end: u32,
	/// Whether the company can take back what has not vested.
	pub revocable: bool,
}
