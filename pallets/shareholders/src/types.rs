//! Stored records and their bounds.

use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use shareholders_accounting::{
	AccountingError, Auction, Class, Epoch, FractionPool, Ratio, TokenId,
};

/// The number of a company, given in rising order and never used again.
pub type CompanyId = u32;

/// An amount in atoms.
pub type Balance = u128;

/// The hash of a document that the company publishes elsewhere: its statutes, a prospectus, a page of links.
pub type LinkHash = [u8; 32];

/// A company: the issuer of share classes.
#[derive(
	Encode, Decode, TypeInfo, MaxEncodedLen, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
)]
#[codec(mel_bound(T: Config))]
#[scale_info(skip_type_params(T))]
pub struct Company<T: Config> {
	/// Who founded it, and acts for it until it is handed over.
	pub founder: T::AccountId,
	/// Atoms of KSI on hold at the founder for this entry.
	pub deposit: Balance,
	/// Whether only its own account acts for it. Never goes back to `false`.
	pub handed_over: bool,
	/// Name for people, UTF-8 by convention.
	pub name: BoundedVec<u8, T::MaxNameLength>,
	/// Its documents.
	pub links: BoundedVec<LinkHash, T::MaxLinks>,
	/// Its share classes, in the order in which they were created.
	pub classes: BoundedVec<IssuedClass<T::AccountId>, T::MaxClasses>,
}

/// A share class in its company's record.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct IssuedClass<AccountId> {
	/// The token that is the class.
	pub token: TokenId,
	/// Who created it.
	pub depositor: AccountId,
	/// Atoms of KSI on hold there for the register of the class.
	pub deposit: Balance,
}

/// A share class.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct ShareClass<AccountId> {
	/// The company that issues it. `None` for KSI, the share of the platform itself: its votes are the platform's.
	pub company: Option<CompanyId>,
	/// Whether its register can be relied on.
	pub status: ClassStatus,
	/// What the register keeps of the class as a whole.
	pub register: Class<AccountId>,
}

/// Whether the register of a class can be relied on.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassStatus {
	/// It follows the ledger.
	Live,
	/// It could not follow a change of the ledger, for this reason. Nothing in it changes any more.
	Halted(AccountingError),
}

/// A share class in a runtime.
pub type ShareClassOf<T> = ShareClass<<T as frame_system::Config>::AccountId>;

/// The times of the register, fixed at genesis. Epochs are counted by dividing the block number, so their length never
/// changes.
#[derive(
	Encode,
	Decode,
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
pub struct Calendar {
	/// Blocks of a dividend epoch.
	pub epoch_blocks: u32,
	/// Boundaries over which a dividend without a record date streams at least. With 1 it may be paid at the next.
	pub min_stream: Epoch,
	/// Epochs by which a record date lies ahead at least when a dividend is paid in.
	pub min_notice: Epoch,
	/// Epochs for which others can bid more for fractions after the first bid.
	pub auction: Epoch,
}

/// An hour at 2 s a block; 7 days; 48 hours; 7 days. Who buys before a boundary then earns less than the trade costs him, and
/// a holder of fractions who looks once a week can still bid for them.
impl Default for Calendar {
	fn default() -> Self {
		Self { epoch_blocks: 1_800, min_stream: 168, min_notice: 48, auction: 168 }
	}
}

/// KSI as a share class, from genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlatformGenesis<AccountId> {
	/// Accounts of the platform that neither earn nor vote: treasury, revenue, validators' pay. The pot is added.
	pub excluded: Vec<AccountId>,
	/// Tokens in which KSI pays. The platform's account gives the pot their minimum balances.
	pub payouts: Vec<TokenId>,
}

/// A company from genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyGenesis<AccountId> {
	/// Who founds it and pays the deposits.
	pub founder: AccountId,
	/// Its name.
	pub name: Vec<u8>,
	/// Its documents.
	pub links: Vec<LinkHash>,
	/// Its share classes.
	pub classes: Vec<ClassGenesis<AccountId>>,
}

/// A share class from genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassGenesis<AccountId> {
	/// The token, whose owner is the founder.
	pub token: TokenId,
	/// Tokens in which it pays.
	pub payouts: Vec<TokenId>,
	/// Dividends that have been paid before the first block: payer, token, amount.
	pub dividends: Vec<(AccountId, TokenId, Balance)>,
}

/// A split that is running.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct RunningSplit<AccountId> {
	/// Its number: how many splits of the class there were before. One that is given up leaves its number to the next.
	pub number: u32,
	/// New shares for old.
	pub ratio: Ratio,
	/// How far it has come.
	pub phase: SplitPhase<AccountId>,
}

/// How far a split has come.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub enum SplitPhase<AccountId> {
	/// The markets of the class are being suspended.
	Suspending {
		/// The number of the market to look at next.
		next: u32,
	},
	/// The token stands still; its accounts are being converted in the order of their keys.
	Converting {
		/// The account whose turn it was last.
		last: Option<AccountId>,
	},
	/// The token still stands still; what delegates may move of it is being converted, in the order of its keys.
	Approving {
		/// Owner and delegate of the approval whose turn it was last.
		last: Option<(AccountId, AccountId)>,
	},
	/// The markets are being resumed.
	Resuming {
		/// The number of the market to look at next.
		next: u32,
		/// Whether the accounts have been converted. Otherwise the split was given up.
		converted: bool,
	},
}

/// What is left of a split.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct SplitFractions<AccountId> {
	/// The fractions of all holders and the KSI that they have brought.
	pub pool: FractionPool,
	/// Atoms of the class that they make up and that have not been sold: in the fraction pot.
	pub shares: Balance,
	/// The auction of all of the shares, once somebody has bid.
	pub auction: Option<FractionAuction<AccountId>>,
}

/// The auction of the shares that fractions make up.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct FractionAuction<AccountId> {
	/// Who has bid most, and has as much KSI on hold.
	pub bidder: AccountId,
	/// His bid, and when it has won.
	pub state: Auction,
}
