//! Bounded reads of companies, holdings, ballots and offerings as a runtime API: the base of `shares_v1`.
//!
//! # Goals
//!
//! 1. A holder sees all he has, is owed and may decide, and a company all it has issued, by a bounded number of questions
//!    (G1).
//! 2. No answer grows with the number of holders, classes or ballots: every list has a limit of its own and a cursor (G2).
//! 3. What is read of the list of holders can be proven: the answer names the storage keys it rests on (G3).
//!
//! # Design
//!
//! The types are plain records that name no pallet, so that a client outlives a change of storage. Amounts are atoms, times
//! are blocks and epochs; clients find symbols and decimals in the runtime API of the order book. What the arithmetic
//! calls by a name (answers, outcomes, prices) is the type of `shareholders-accounting`.
//!
//! A list that filters looks at a bounded number of entries ([`MAX_WALKED`]) and gives the last one it looked at as cursor,
//! so a page may be short or empty while the cursor still leads on (G2). Classes and holders come in the order of the
//! storage, which is the order of hashes.
//!
//! # Limits
//!
//! * A list is read at one block; between two blocks entries may come and go on both sides of a cursor.
//!
//! # Terms
//!
//! *Class*, *line*, *epoch*, *record date*, *pot*: as in `pallet-shareholders`.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod ballot;
mod company;
mod holding;
mod offering;

pub use ballot::*;
pub use company::*;
pub use holding::*;
pub use offering::*;

use alloc::vec::Vec;
use codec::Codec;
use shareholders_accounting::{Epoch, TokenId};

/// No list holds more entries than this, whatever is asked for.
pub const MAX_LIST: u32 = 500;
/// No page of holdings has more of them: each may bring all live ballots of its class along.
pub const MAX_HOLDINGS: u32 = 50;
/// No page looks at more stored entries to find those it is asked for.
pub const MAX_WALKED: u32 = 1_000;

sp_api::decl_runtime_apis! {
	/// Reads of companies and their shares.
	pub trait SharesApi<AccountId> where AccountId: Codec {
		/// How blocks are counted in epochs, and the present one.
		fn calendar() -> Calendar;
		/// Companies with a number above `after`, in rising order, at most `limit` of them.
		fn companies(after: Option<CompanyId>, limit: u32) -> Vec<CompanyInfo<AccountId>>;
		/// One company.
		fn company(company: CompanyId) -> Option<CompanyInfo<AccountId>>;
		/// One share class, KSI as token 0 included.
		fn class(class: TokenId) -> Option<ClassInfo<AccountId>>;
		/// Who owns shares of a class, now or at a live record date, behind `after`. With `keys` the answer names the storage
		/// keys it was read from.
		fn holders(class: TokenId, date: Option<Epoch>, after: Option<AccountId>, limit: u32, keys: bool) -> Result<Holders<AccountId>, Refusal>;
		/// What an account has of the classes behind `after`, at most [`MAX_HOLDINGS`] of them, and the cursor to go on with.
		fn portfolio(account: AccountId, after: Option<TokenId>, limit: u32) -> (Vec<Holding<AccountId>>, Option<TokenId>);
		/// What the classes behind `after` owe an account, and the cursor to go on with. Classes that owe nothing are left out.
		fn claimable(account: AccountId, after: Option<TokenId>, limit: u32) -> (Vec<ClassDues>, Option<TokenId>);
		/// Ballots with a number above `after`, in rising order, of one class and with one status if these are given, and the
		/// cursor to go on with.
		fn ballots(class: Option<TokenId>, status: Option<BallotStatus>, after: Option<BallotId>, limit: u32) -> (Vec<BallotInfo>, Option<BallotId>);
		/// One ballot, until it is cleared.
		fn ballot(ballot: BallotId) -> Option<BallotInfo>;
		/// The ballots of a class that are not closed: as many as there are places.
		fn live_ballots(class: TokenId) -> Vec<BallotInfo>;
		/// The open requisitions of a class: as many as there are places.
		fn requisitions(class: TokenId) -> Vec<RequisitionInfo<AccountId>>;
		/// What an account can do in a ballot; `None` if there is no such ballot.
		fn voting_power(account: AccountId, ballot: BallotId) -> Option<VotingPower<AccountId>>;
		/// The offerings of a class that are not removed, oldest first: as many as there are places.
		fn offerings(class: TokenId) -> Vec<OfferingInfo>;
		/// One offering, until it is removed.
		fn offering(offering: OfferingId) -> Option<OfferingInfo>;
	}
}
