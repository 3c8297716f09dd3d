//! What an account has, and who has a class.

use crate::{
	BallotInfo, CompanyId, GrantInfo, RequisitionInfo, RightsInfo, Signature, VotingPower,
};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use shareholders_accounting::TokenId;

/// What an account has of a class. Shares are atoms of the class; all parts are the holder's own.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Holding<AccountId> {
	/// The class; 0 is KSI.
	pub class: TokenId,
	/// The company that issues it; `None` for KSI.
	pub company: Option<CompanyId>,
	/// Whether the register of the class has stopped. Dues and weights are then unknown and left out.
	pub halted: bool,
	/// Whether the account neither earns nor votes.
	pub excluded: bool,
	/// Shares that can be sent or sold.
	pub free: u128,
	/// Shares in open orders.
	pub in_orders: u128,
	/// Shares granted and not yet vested.
	pub vesting: u128,
	/// Shares held for other reasons.
	pub held: u128,
	/// What the class owes the account, by payout token.
	pub dues: Vec<Due>,
	/// Who votes for the account where it does not vote itself.
	pub delegate: Option<AccountId>,
	/// The ballots that are not closed, with what the account can do in each.
	pub ballots: Vec<(BallotInfo, VotingPower<AccountId>)>,
	/// The open requisitions, with the account's signature under each.
	pub requisitions: Vec<(RequisitionInfo<AccountId>, Signature)>,
	/// Its rights in running offerings.
	pub rights: Vec<RightsInfo>,
	/// Its grants.
	pub grants: Vec<GrantInfo>,
	/// Fractions of shares that splits left it.
	pub fractions: Vec<FractionInfo>,
}

/// The fraction of a share that a split left an account.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct FractionInfo {
	/// The number of the split.
	pub split: u32,
	/// What it can claim for the fraction, with the token; `None` before the fractions are sold.
	pub claimable: Option<(TokenId, u128)>,
}

/// What an account is owed in one token, in atoms of it.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
	/// The token.
	pub token: TokenId,
	/// What it can claim now.
	pub owed: u128,
	/// What is its own already and waits for a payment date.
	pub waiting: u128,
}

/// What a class owes an account.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ClassDues {
	/// The class.
	pub class: TokenId,
	/// Whether its register has stopped: what it owes is then unknown, and stays owed.
	pub halted: bool,
	/// What it owes, by payout token.
	pub dues: Vec<Due>,
}

/// A page of a class's holders.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Holders<AccountId> {
	/// The shares of all holders together: the supply now, or what was eligible at the record date.
	pub shares: u128,
	/// The holders of this page; accounts with no shares are left out.
	pub holders: Vec<Holder<AccountId>>,
	/// The last account looked at, if there are more.
	pub next: Option<AccountId>,
	/// The storage keys that this page was read from, if they were asked for.
	pub keys: Vec<Vec<u8>>,
}

/// A holder of a class, in atoms of it.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Holder<AccountId> {
	/// The account.
	pub account: AccountId,
	/// Its shares, free and held: now, or those that counted at the record date.
	pub shares: u128,
	/// What is free now.
	pub free: u128,
	/// What is held now.
	pub held: u128,
	/// Whether it neither earns nor votes now.
	pub excluded: bool,
}

/// Why there is no list of holders.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// The token is no share class.
	UnknownClass,
	/// No such record date is live.
	UnknownDate,
	/// The record date is still to come.
	DateNotReached,
	/// The register of the class has stopped, so totals of the past are unknown.
	ClassHalted,
}
