//! The shapes of the answers of `shares_v1`. Shares, weights and amounts are decimal strings in units of their token; lots
//! and rights, which are whole, are strings of decimal digits. Dates are epochs, with the block at which they start beside
//! them.

mod offerings;
mod votes;

pub use offerings::*;
pub use votes::*;

use super::Token;
use serde::{Deserialize, Serialize};

/// Everything an account has, is owed and may decide.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Portfolio {
	/// The account's address.
	pub account: String,
	/// The present dividend epoch.
	pub epoch: u32,
	/// What it has of each class, by rising token.
	pub classes: Vec<Holding>,
	/// What all of them owe it together, by token.
	pub claimable: Vec<Due>,
	/// The tokens that are mentioned.
	pub tokens: Vec<Token>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// What an account has of a class.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Holding {
	/// The class's token; 0 is KSI.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The company that issues it; `null` for KSI.
	pub company: Option<CompanyRef>,
	/// `live` or `halted`.
	pub status: String,
	/// Whether the account neither earns nor votes.
	pub excluded: bool,
	/// All of its shares.
	pub total: String,
	/// What it can send or sell.
	pub free: String,
	/// What its open orders hold.
	pub in_orders: String,
	/// What was granted and has not vested.
	pub vesting: String,
	/// What is held for other reasons.
	pub held: String,
	/// What the class owes it, by token.
	pub claimable: Vec<Due>,
	/// Who votes for it where it does not vote itself.
	pub delegate: Option<String>,
	/// The ballots that are not closed, with its own part in each.
	pub ballots: Vec<OwnBallot>,
	/// The open requisitions, with its own part in each.
	pub requisitions: Vec<OwnRequisition>,
	/// Its rights in running offerings.
	pub rights: Vec<Rights>,
	/// Its grants.
	pub grants: Vec<Grant>,
	/// Fractions of shares that splits left it.
	pub fractions: Vec<Fraction>,
}

/// The fraction of a share that a split left.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
	/// The number of the split.
	pub split: u32,
	/// The token it is paid in; `null` before the fractions are sold.
	pub token: Option<u32>,
	/// What can be claimed for it now.
	pub claimable: String,
}

/// A company by number and name.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct CompanyRef {
	/// Its number.
	pub id: u32,
	/// Its name.
	pub name: String,
}

/// What is owed in one token.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Due {
	/// The token.
	pub token: u32,
	/// Its symbol.
	pub symbol: String,
	/// What can be claimed now.
	pub claimable: String,
	/// What is the holder's already and waits for a payment date.
	pub waiting: String,
}

/// A company with all it has issued.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Company {
	/// Its number.
	pub id: u32,
	/// Its name.
	pub name: String,
	/// The address of its account, which nobody has a key to.
	pub account: String,
	/// The address of its founder.
	pub founder: String,
	/// Whether only its account acts for it, by ballot of its holders.
	pub handed_over: bool,
	/// Hashes of its documents.
	pub documents: Vec<String>,
	/// The present dividend epoch.
	pub epoch: u32,
	/// Its classes, in the order in which they were created.
	pub classes: Vec<Class>,
	/// The ballots of its classes that are not closed.
	pub ballots: Vec<Ballot>,
	/// The open requisitions of its classes.
	pub requisitions: Vec<Requisition>,
	/// The offerings of its classes that are not removed.
	pub offerings: Vec<Offering>,
	/// The tokens that are mentioned.
	pub tokens: Vec<Token>,
}

/// Companies.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Companies {
	/// By rising number.
	pub companies: Vec<CompanyHead>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// A company in a list.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct CompanyHead {
	/// Its number.
	pub id: u32,
	/// Its name.
	pub name: String,
	/// The address of its account.
	pub account: String,
	/// The address of its founder.
	pub founder: String,
	/// Whether only its account acts for it.
	pub handed_over: bool,
	/// Hashes of its documents.
	pub documents: Vec<String>,
	/// Its classes.
	pub classes: Vec<Token>,
}

/// A share class.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Class {
	/// Its token.
	pub token: u32,
	/// The token's symbol.
	pub symbol: String,
	/// The token's decimals.
	pub decimals: u8,
	/// `live` or `halted`.
	pub status: String,
	/// Why it was halted; `null` while it is live.
	pub halted_by: Option<String>,
	/// Shares that no mint can exceed; `null` without such a limit.
	pub authorised: Option<String>,
	/// Shares in existence.
	pub issued: String,
	/// Shares on the company's own account.
	pub treasury: String,
	/// Shares that earn and vote.
	pub eligible: String,
	/// Accounts that neither earn nor vote.
	pub excluded: Vec<Excluded>,
	/// Accounts with a record of the token.
	pub records: Option<u32>,
	/// Who holds which role over the token.
	pub roles: Roles,
	/// The roles that nobody holds any more.
	pub roles_given_up: Vec<String>,
	/// The address of the account that keeps its dividends.
	pub pot: String,
	/// The tokens it pays in.
	pub payouts: Vec<Payout>,
	/// Its record dates.
	pub record_dates: Vec<RecordDate>,
	/// The split that is being carried out.
	pub split: Option<Split>,
	/// The shares that the fractions of the last split make up, while they are for sale.
	pub fractions: Option<FractionSale>,
}

/// Shares that the fractions of a split make up, sold together in an open auction in KSI.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct FractionSale {
	/// The number of the split.
	pub split: u32,
	/// The shares.
	pub shares: String,
	/// The highest bid; `null` before the first.
	pub highest: Option<FractionBid>,
	/// The least KSI that the next bid has to be; `null` once the auction is over and waits to be settled.
	pub least: Option<String>,
}

/// The highest bid for the shares that fractions make up.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct FractionBid {
	/// The address of whoever bids.
	pub bidder: String,
	/// KSI, on hold in his account.
	pub amount: String,
	/// The epoch at whose beginning it wins, unless somebody bids more.
	pub closes: u32,
}

/// An account that neither earns nor votes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
	/// Its address.
	pub account: String,
	/// Its shares.
	pub shares: String,
}

/// The addresses that hold roles over a token; `null` where a role has been given up.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Roles {
	/// Names the team.
	pub owner: Option<String>,
	/// Mints.
	pub issuer: Option<String>,
	/// Burns from accounts and thaws.
	pub admin: Option<String>,
	/// Freezes.
	pub freezer: Option<String>,
}

/// A token that a class pays dividends in.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Payout {
	/// The token.
	pub token: u32,
	/// Its symbol.
	pub symbol: String,
	/// Ever paid in.
	pub lifetime: String,
	/// Ever claimed.
	pub claimed: String,
	/// Paid in and not claimed: what the pot owes.
	pub booked: String,
	/// What the pot has.
	pub pot: String,
	/// Whether the pot has at least what it owes.
	pub solvent: bool,
	/// To be distributed at the next boundary.
	pub pending: String,
	/// Still to be streamed.
	pub streaming: String,
	/// Streamed at each boundary.
	pub per_boundary: String,
	/// What one share has earned since the class pays in this token, rounded down.
	pub per_share: String,
	/// Dated dividends whose payment date is still to come.
	pub dated: Vec<Dated>,
}

/// A dividend with a record date and a payment date.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Dated {
	/// The epoch at whose beginning it is fixed who earns it.
	pub record_date: u32,
	/// The block at which it starts.
	pub record_block: u32,
	/// The epoch from whose beginning on it can be claimed.
	pub payment_date: u32,
	/// The block at which it starts.
	pub payment_block: u32,
	/// What waits for the record date; 0 once it is distributed.
	pub waiting: String,
	/// What one share earns by it, rounded down; `null` before the record date.
	pub per_share: Option<String>,
}

/// Dividends of a class.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Dividends {
	/// The class.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The present dividend epoch.
	pub epoch: u32,
	/// Its shares that earn now.
	pub eligible: String,
	/// The tokens it pays in.
	pub payouts: Vec<Payout>,
}

/// Record dates of a class.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct RecordDates {
	/// The class.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The present dividend epoch.
	pub epoch: u32,
	/// Blocks of an epoch: epoch `e` starts at block `(e - 1) x epochBlocks`.
	pub epoch_blocks: u32,
	/// The dates, in rising order.
	pub record_dates: Vec<RecordDate>,
}

/// A record date.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct RecordDate {
	/// The epoch at whose beginning totals count.
	pub record_date: u32,
	/// The block at which it starts.
	pub record_block: u32,
	/// Whether it has been reached.
	pub reached: bool,
	/// Shares that counted at it; `null` before it, and for a date that only a dividend has.
	pub eligible: Option<String>,
	/// Ballots, offerings and rounds of requisitions that refer to it, so that totals are kept.
	pub references: u32,
	/// What it is for, as far as that is live.
	pub purposes: Vec<Purpose>,
}

/// What a record date is for.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
	/// `ballot`, `requisition`, `offering` or `dividend`.
	pub kind: String,
	/// Its number; of a dividend the token it is paid in.
	pub id: u32,
}

/// A split that is being carried out.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Split {
	/// So many new shares
	pub new: u64,
	/// for so many old ones.
	pub old: u64,
	/// `suspending`, `converting`, `resuming` or `givenUp`.
	pub phase: String,
	/// Old shares in all; `null` unless accounts are being converted.
	pub supply: Option<String>,
	/// Old shares that have been converted; `null` unless accounts are.
	pub converted: Option<String>,
}

/// What an account is owed by all classes.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Claimable {
	/// The account's address.
	pub account: String,
	/// By class, by rising token; those that owe nothing are left out.
	pub classes: Vec<ClassDues>,
	/// By token, over all these classes.
	pub claimable: Vec<Due>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// What a class owes an account.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct ClassDues {
	/// The class.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// `live` or `halted`; what a halted class owes is unknown and stays owed.
	pub status: String,
	/// By token.
	pub claimable: Vec<Due>,
}

/// A page of a class's holders.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Holders<Hash> {
	/// The class.
	pub class: u32,
	/// Its symbol.
	pub symbol: String,
	/// The record date asked for.
	pub record_date: Option<u32>,
	/// The block at which it starts.
	pub record_block: Option<u32>,
	/// The shares of all holders together: the supply, or what was eligible at the record date.
	pub shares: String,
	/// The holders, in the order of the storage.
	pub holders: Vec<Holder>,
	/// What shows that this is the chain's word; `null` unless it was asked for.
	pub proof: Option<Proof<Hash>>,
	/// How to get the next ones; `null` after the last.
	pub next_cursor: Option<String>,
}

/// A holder.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct Holder {
	/// The address.
	pub account: String,
	/// Its shares: all now, or those that counted at the record date.
	pub shares: String,
	/// Their part of all, 0 to 1, rounded down to twelve digits.
	pub part: String,
	/// What is free now.
	pub free: String,
	/// What is held now.
	pub held: String,
	/// Whether it neither earns nor votes now.
	pub excluded: bool,
}

/// A proof of storage: which keys were read, and the nodes of the state's trie that lead to them.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Proof<Hash> {
	/// The root of the state, which the header of the answer's block contains.
	pub state_root: Hash,
	/// The keys, in hex.
	pub keys: Vec<String>,
	/// The nodes, in hex.
	pub nodes: Vec<String>,
}
