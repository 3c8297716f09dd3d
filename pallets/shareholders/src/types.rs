//! Stored records and their bounds.

use crate::Config;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;
use shareholders_accounting::{AccountingError, Class, TokenId};

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
	/// The company that issues it.
	pub company: CompanyId,
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
