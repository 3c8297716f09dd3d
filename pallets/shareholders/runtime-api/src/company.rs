//! Companies, their classes, and what the classes owe.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use shareholders_accounting::{AccountingError, Block, Epoch, Rate, TokenId};

/// The number of a company.
pub type CompanyId = u32;

/// How blocks are counted in epochs.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
	/// The present epoch.
	pub epoch: Epoch,
	/// Blocks of an epoch. Epoch `e` starts at block `(e - 1) x epoch_blocks`.
	pub epoch_blocks: Block,
}

impl Calendar {
	/// The block at which an epoch starts; the last block there can be, if that is later.
	pub fn first_block(&self, epoch: Epoch) -> Block {
		epoch.saturating_sub(1).saturating_mul(self.epoch_blocks)
	}
}

/// A company.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct CompanyInfo<AccountId> {
	/// Its number.
	pub id: CompanyId,
	/// Its name, UTF-8 by convention.
	pub name: Vec<u8>,
	/// Its account, which nobody has a key to.
	pub account: AccountId,
	/// Who founded it, and acts for it until it is handed over.
	pub founder: AccountId,
	/// Whether only its own account acts for it, by ballot of its holders.
	pub handed_over: bool,
	/// Hashes of its documents.
	pub documents: Vec<[u8; 32]>,
	/// Its share classes, in the order in which they were created. Ballots of the first one may run calls.
	pub classes: Vec<TokenId>,
}

/// A share class.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct ClassInfo<AccountId> {
	/// The token that is the class; 0 is KSI.
	pub token: TokenId,
	/// The company that issues it; `None` for KSI, which the platform issues.
	pub company: Option<CompanyId>,
	/// Whether its register can be relied on.
	pub status: ClassStatus,
	/// Shares in existence.
	pub issued: u128,
	/// Shares that no mint can exceed, if there is such a limit. It can only fall.
	pub authorised: Option<u128>,
	/// Shares on the company's own account.
	pub treasury: u128,
	/// Shares that earn and vote.
	pub eligible: u128,
	/// Accounts that neither earn nor vote, with their shares.
	pub excluded: Vec<(AccountId, u128)>,
	/// Accounts with a record of the token; `None` for KSI, which nobody counts.
	pub records: Option<u32>,
	/// Who holds which role over the token.
	pub team: Team<AccountId>,
	/// The account that keeps its dividends.
	pub pot: AccountId,
	/// The tokens it pays in.
	pub payouts: Vec<PayoutInfo>,
	/// Its live record dates, in rising order.
	pub dates: Vec<RecordDateInfo>,
	/// The split that is being carried out.
	pub split: Option<SplitInfo>,
	/// The shares that the fractions of the last split make up, while they are for sale.
	pub fractions: Option<FractionSale<AccountId>>,
}

/// Shares that the fractions of a split make up, sold together in an open auction in KSI.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct FractionSale<AccountId> {
	/// The number of the split.
	pub split: u32,
	/// The shares.
	pub shares: u128,
	/// The highest bid, once there is one.
	pub highest: Option<FractionBid<AccountId>>,
	/// The least KSI that the next bid has to be; `None` once the auction is over and waits to be settled.
	pub least: Option<u128>,
}

/// The highest bid for the shares that fractions make up.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct FractionBid<AccountId> {
	/// Who bids.
	pub bidder: AccountId,
	/// Atoms of KSI, on hold in his account.
	pub amount: u128,
	/// The epoch at whose beginning it wins, unless somebody bids more.
	pub closes: Epoch,
}

/// Whether the register of a class can be relied on.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassStatus {
	/// It follows the ledger.
	Live,
	/// It could not follow a change of the ledger, for this reason.
	Halted(AccountingError),
}

/// Who holds the roles over a token; `None` where a role has been given up for good.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Team<AccountId> {
	/// Names the team, describes the token, lowers its authorised maximum.
	pub owner: Option<AccountId>,
	/// Mints.
	pub issuer: Option<AccountId>,
	/// Burns from accounts and thaws.
	pub admin: Option<AccountId>,
	/// Freezes accounts and the token.
	pub freezer: Option<AccountId>,
}

/// A token that a class pays dividends in. Amounts are atoms of that token.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct PayoutInfo {
	/// The token.
	pub token: TokenId,
	/// Ever paid in.
	pub lifetime: u128,
	/// Paid in and not claimed: what the pot owes.
	pub booked: u128,
	/// What the pot has, free and held. It is solvent while that is at least `booked`.
	pub pot: u128,
	/// To be distributed at the next boundary.
	pub pending: u128,
	/// Still to be streamed.
	pub left: u128,
	/// Streamed at each boundary.
	pub pace: u128,
	/// What one atom of the class has earned since the class pays in this token.
	pub per_share: Rate,
	/// Dated dividends whose payment date is still to come, by record date and payment date.
	pub dated: Vec<DatedDividend>,
}

/// A dividend with a record date and a payment date.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedDividend {
	/// The epoch at whose beginning it is fixed who earns it.
	pub record: Epoch,
	/// The epoch from whose beginning on it can be claimed.
	pub payment: Epoch,
	/// Atoms that wait for the record date; 0 once they are distributed.
	pub amount: u128,
	/// What one atom of the class earns by it, rounded down; nothing before the record date.
	pub per_share: Rate,
}

/// A live record date.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordDateInfo {
	/// The epoch at whose beginning totals count.
	pub epoch: Epoch,
	/// How many ballots, offerings and rounds of requisitions refer to it.
	pub references: u32,
	/// Eligible shares at it; `None` while it is still to come.
	pub eligible: Option<u128>,
}

/// A split that is being carried out.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitInfo {
	/// So many new shares
	pub new: u64,
	/// for so many old ones.
	pub old: u64,
	/// How far it has come.
	pub phase: SplitPhase,
	/// Old shares in all, while accounts are being converted.
	pub supply: Option<u128>,
	/// Old shares that have been converted, while accounts are.
	pub converted: Option<u128>,
}

/// How far a split has come.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitPhase {
	/// The markets of the class are being suspended.
	Suspending,
	/// Accounts are being converted.
	Converting,
	/// The markets are being resumed.
	Resuming,
	/// The split turned out to be impossible, and the markets are being resumed.
	GivenUp,
}
