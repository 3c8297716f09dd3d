//! Stored records and their bounds, and the answers of the reads.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use pallet_shareholders::{Balance, CompanyId};
use scale_info::TypeInfo;
use shareholders_accounting::{Block, Clearing, Epoch, Offering, OfferingTerms, TokenId};

/// The number of an offering, given in rising order and never used again.
pub type OfferingId = u32;

/// The number of a bid within its offering, in the order in which bids were made.
pub type BidId = u32;

/// Where the shares on sale come from.
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
pub enum OfferingSource {
	/// They are issued when they are paid for; the company gets the proceeds.
	Issue,
}

/// An offering as it is stored.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct StoredOffering<AccountId> {
	/// The class on sale.
	pub class: TokenId,
	/// The company that issues it.
	pub company: CompanyId,
	/// What the shares come from.
	pub source: OfferingSource,
	/// The token in which prices are.
	pub payment: TokenId,
	/// Who opened it.
	pub depositor: AccountId,
	/// Atoms of KSI on hold there, until everything of the offering has been removed.
	pub deposit: Balance,
	/// The rights of the holders, if there are any.
	pub rights: Option<RightsIssue>,
	/// The terms, and what is used, bid and held.
	pub book: Offering,
	/// The number of the next bid.
	pub next_bid: BidId,
	/// Bids there are.
	pub bids: u32,
	/// Prices at which there are bids.
	pub levels: u32,
	/// How far it has come.
	pub stage: Stage,
}

impl<AccountId> StoredOffering<AccountId> {
	/// Whether shares may still be created by it or deposits are still on hold.
	pub fn is_selling(&self) -> bool {
		self.stage != Stage::Clearing
	}
}

/// The rights of an offering: one right token is one lot.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightsIssue {
	/// The right token.
	pub token: TokenId,
	/// The record date that decides who has a right to how much.
	pub date: Epoch,
	/// Lots that holders have claimed rights to.
	#[codec(compact)]
	pub claimed: u128,
	/// Marks of holders who have claimed.
	pub marks: u32,
}

/// How far an offering has come.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
	/// Until it is priced: announced, rights, bids, or waiting for somebody to price it.
	Running,
	/// Its bids are settled one by one.
	Settling(Settlement),
	/// It is over; only marks of claims are left.
	Clearing,
}

/// How far the settlement of an offering has come.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
	/// The price and the margin; `None` if the offering was called off and every bid gets its deposit back.
	pub clearing: Option<Clearing>,
	/// The first bid that has not been settled.
	pub next: BidId,
	/// Lots that bidders got.
	#[codec(compact)]
	pub lots_sold: u128,
	/// Payment atoms that they paid.
	pub proceeds: Balance,
}

/// A bid. Its deposit is its price times its lots, on hold at the bidder.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct Bid<AccountId> {
	/// Who bids.
	pub who: AccountId,
	/// Lots he wants.
	#[codec(compact)]
	pub lots: u128,
	/// Payment atoms per lot he pays at most.
	#[codec(compact)]
	pub price: u128,
}

/// What a right token stands for.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RightToken {
	/// The offering that it is a right to.
	pub offering: OfferingId,
	/// The first block in which it is worth nothing.
	pub expires: Block,
}

/// What an offering is doing, as readers see it.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
	/// Rights can be claimed and traded; nothing is sold yet.
	Announced,
	/// Rights are used.
	Rights,
	/// Bids are taken.
	Public,
	/// No bid is taken any more; anybody may price it.
	Closed,
	/// Priced; anybody may settle bids.
	Settling,
	/// Called off because the shares could not be issued; anybody may have deposits returned.
	CalledOff,
	/// Over.
	Completed,
}

/// What there is to know about an offering.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct OfferingInfo {
	/// Its number.
	pub offering: OfferingId,
	/// The class on sale.
	pub class: TokenId,
	/// The company that sells.
	pub company: CompanyId,
	/// Where the shares come from.
	pub source: OfferingSource,
	/// The token in which prices are.
	pub payment: TokenId,
	/// Lots, prices and dates.
	pub terms: OfferingTerms,
	/// The right token, if holders have rights.
	pub rights_token: Option<TokenId>,
	/// The record date of the rights.
	pub record_date: Option<Epoch>,
	/// Lots that rights have been claimed to.
	pub claimed: u128,
	/// Lots bought by right.
	pub exercised: u128,
	/// Lots bid for by bids that are not settled.
	pub demand: u128,
	/// Payment atoms that those bids hold.
	pub deposits: Balance,
	/// How many such bids there are.
	pub bids: u32,
	/// What it is doing.
	pub phase: Phase,
	/// The price, once found.
	pub price: Option<u128>,
	/// Lots that bidders have got so far.
	pub lots_sold: u128,
	/// Payment atoms that they have paid so far.
	pub proceeds: Balance,
}

/// A bid as its owner sees it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct BidInfo {
	/// Its number.
	pub bid: BidId,
	/// Lots wanted.
	pub lots: u128,
	/// Payment atoms per lot at most.
	pub price: u128,
	/// Payment atoms on hold for it.
	pub deposit: Balance,
}

/// A page of bids.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct BidPage {
	/// The bids, in the order in which they were made.
	pub bids: Vec<BidInfo>,
	/// What to pass as `after` for the next page; `None` if there is none.
	pub next: Option<BidId>,
}
