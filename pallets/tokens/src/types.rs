//! Stored records and their bounds.
//!
//! Wallets and explorers decode these by the names in the metadata, so the leading fields are those
//! of pallet-assets, in its order. Fields of our own are only ever appended.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{tokens::IdAmount, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;

/// Identifies a token. 0 means KSI, the native token, and is never stored in this ledger.
pub type TokenId = u32;

/// Numbers from here on are given by the chain itself, to tokens that other pallets make: nobody can take one first. A genesis
/// may have used some.
pub const RESERVED_FROM: TokenId = 1 << 31;

/// An amount in atoms of a token, or of KSI for a deposit.
pub type Balance = u128;

/// Whether a token may be used.
#[derive(Clone, Copy, Encode, Decode, Eq, PartialEq, Debug, MaxEncodedLen, TypeInfo)]
pub enum AssetStatus {
	/// In normal use.
	Live,
	/// Nothing moves until the admin thaws the token. Holds can still be released.
	Frozen,
	/// On the way out; never leaves this status. Holds can still be released.
	Destroying,
	/// Being split: account after account is converted, and nothing moves until all are. Holds can still be released.
	Splitting,
}

/// One of the four powers over a token.
#[derive(
	Clone,
	Copy,
	Encode,
	Decode,
	DecodeWithMemTracking,
	Eq,
	PartialEq,
	Debug,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Role {
	/// Names the team, describes the token, lowers its authorised maximum, starts destroying it.
	Owner,
	/// Mints.
	Issuer,
	/// Burns from accounts and thaws.
	Admin,
	/// Freezes accounts and the token.
	Freezer,
}

/// The roles that have been given up for good. A flag never goes back to `false`.
#[derive(Clone, Copy, Default, Encode, Decode, Eq, PartialEq, Debug, MaxEncodedLen, TypeInfo)]
pub struct RenouncedRoles {
	/// Nobody can change the team, the description or the maximum, or destroy the token.
	pub owner: bool,
	/// Nobody can mint.
	pub issuer: bool,
	/// Nobody can burn from accounts or thaw.
	pub admin: bool,
	/// Nobody can freeze.
	pub freezer: bool,
}

impl RenouncedRoles {
	/// Whether `role` has been given up.
	pub fn contains(&self, role: Role) -> bool {
		match role {
			Role::Owner => self.owner,
			Role::Issuer => self.issuer,
			Role::Admin => self.admin,
			Role::Freezer => self.freezer,
		}
	}

	/// Marks `role` as given up.
	pub(crate) fn insert(&mut self, role: Role) {
		match role {
			Role::Owner => self.owner = true,
			Role::Issuer => self.issuer = true,
			Role::Admin => self.admin = true,
			Role::Freezer => self.freezer = true,
		}
	}
}

/// What there is to know about a token, apart from its name.
#[derive(Clone, Encode, Decode, Eq, PartialEq, Debug, MaxEncodedLen, TypeInfo)]
pub struct AssetDetails<AccountId> {
	/// Holds [`Role::Owner`], unless it has been given up.
	pub owner: AccountId,
	/// Holds [`Role::Issuer`], unless it has been given up.
	pub issuer: AccountId,
	/// Holds [`Role::Admin`], unless it has been given up.
	pub admin: AccountId,
	/// Holds [`Role::Freezer`], unless it has been given up.
	pub freezer: AccountId,
	/// Atoms in existence: the sum over all accounts of free and held.
	pub supply: Balance,
	/// Atoms of KSI on hold at the owner for this entry; 0 for a token of the genesis block.
	pub deposit: Balance,
	/// Least total, in atoms, with which an account gets a record of its own. At least 1.
	pub min_balance: Balance,
	/// Whether a record of this token lets an account exist without KSI. Set at genesis only.
	pub is_sufficient: bool,
	/// Number of records.
	pub accounts: u32,
	/// Number of records that exist by [`ExistenceReason::Sufficient`].
	pub sufficients: u32,
	/// Number of approvals.
	pub approvals: u32,
	/// Whether the token may be used.
	pub status: AssetStatus,
	/// Roles nobody holds any more, whatever account stands in the fields above.
	pub renounced: RenouncedRoles,
	/// Largest supply a mint may reach, in atoms. `None` until the owner sets it; then only lower.
	pub authorised_maximum: Option<Balance>,
}

impl<AccountId: PartialEq> AssetDetails<AccountId> {
	/// The account that stands in the field of `role`, given up or not.
	pub fn holder_of(&self, role: Role) -> &AccountId {
		match role {
			Role::Owner => &self.owner,
			Role::Issuer => &self.issuer,
			Role::Admin => &self.admin,
			Role::Freezer => &self.freezer,
		}
	}

	/// Largest supply a mint may reach, in atoms.
	pub fn maximum(&self) -> Balance {
		self.authorised_maximum.unwrap_or(Balance::MAX)
	}
}

/// Permission to move tokens of someone else.
#[derive(Clone, Encode, Decode, Eq, PartialEq, Debug, Default, MaxEncodedLen, TypeInfo)]
pub struct Approval {
	/// Atoms the delegate may still move.
	pub amount: Balance,
	/// Atoms of KSI on hold at the owner of the tokens for this entry.
	pub deposit: Balance,
}

/// What a record rests on.
#[derive(Clone, Encode, Decode, Eq, PartialEq, Debug, MaxEncodedLen, TypeInfo)]
pub enum ExistenceReason<AccountId> {
	/// A consumer reference: the account exists for another reason, such as KSI.
	#[codec(index = 0)]
	Consumer,
	/// A sufficient reference: the token itself lets the account exist.
	#[codec(index = 1)]
	Sufficient,
	/// Atoms of KSI on hold at the holder. The record stays when its total is 0.
	#[codec(index = 2)]
	DepositHeld(Balance),
	/// Never stored here; kept so that the later indices are those wallets know.
	#[codec(index = 3)]
	DepositRefunded,
	/// Atoms of KSI on hold at another account. The record stays when its total is 0.
	#[codec(index = 4)]
	DepositFrom(AccountId, Balance),
}

impl<AccountId> ExistenceReason<AccountId> {
	/// Whether a deposit keeps the record when nothing is left in it.
	pub fn is_deposit(&self) -> bool {
		matches!(self, Self::DepositHeld(_) | Self::DepositFrom(..))
	}
}

/// Whether the holder of a record may send and receive.
#[derive(Clone, Copy, Encode, Decode, Eq, PartialEq, Debug, MaxEncodedLen, TypeInfo)]
pub enum AccountStatus {
	/// May send and receive.
	Liquid,
	/// May receive only. Holds can still be released.
	Frozen,
	/// May do neither. No call sets this; kept because wallets know it.
	Blocked,
}

impl AccountStatus {
	/// Whether the holder may not send.
	pub fn is_frozen(&self) -> bool {
		matches!(self, Self::Frozen | Self::Blocked)
	}
}

/// What one account owns of one token: free and held in one record, hence one storage key.
///
/// The total is `balance` plus every amount in `holds`.
#[derive(
	Encode, Decode, CloneNoBound, EqNoBound, PartialEqNoBound, DebugNoBound, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxHolds))]
#[codec(mel_bound(AccountId: MaxEncodedLen, Reason: MaxEncodedLen, MaxHolds: Get<u32>))]
pub struct AccountRecord<AccountId, Reason, MaxHolds>
where
	AccountId: Clone + Eq + core::fmt::Debug,
	Reason: Clone + Eq + core::fmt::Debug,
	MaxHolds: Get<u32>,
{
	/// The free part, in atoms.
	pub balance: Balance,
	/// Whether the holder may send and receive.
	pub status: AccountStatus,
	/// What the record rests on.
	pub reason: ExistenceReason<AccountId>,
	/// Nothing; kept because wallets know the field.
	pub extra: (),
	/// The held part, in atoms by reason: no reason twice, no amount of 0.
	pub holds: BoundedVec<IdAmount<Reason, Balance>, MaxHolds>,
}

impl<AccountId, Reason, MaxHolds> AccountRecord<AccountId, Reason, MaxHolds>
where
	AccountId: Clone + Eq + core::fmt::Debug,
	Reason: Clone + Eq + core::fmt::Debug,
	MaxHolds: Get<u32>,
{
	/// A record with nothing in it.
	pub(crate) fn empty(reason: ExistenceReason<AccountId>) -> Self {
		Self {
			balance: 0,
			status: AccountStatus::Liquid,
			reason,
			extra: (),
			holds: BoundedVec::new(),
		}
	}

	/// Everything on hold, in atoms.
	pub fn held(&self) -> Balance {
		// Saturation is out of reach: the sum is part of the total, which no write lets exceed
		// `Balance::MAX`.
		self.holds.iter().fold(0, |sum, hold| sum.saturating_add(hold.amount))
	}

	/// What is on hold for `reason`, in atoms.
	pub fn held_for(&self, reason: &Reason) -> Balance {
		self.holds.iter().find(|hold| hold.id == *reason).map_or(0, |hold| hold.amount)
	}

	/// Free and held together, in atoms.
	pub fn total(&self) -> Balance {
		// Out of reach, as above.
		self.balance.saturating_add(self.held())
	}

	/// Whether a hold for `reason` exists or another one fits.
	pub fn has_room_for(&self, reason: &Reason) -> bool {
		self.holds.iter().any(|hold| hold.id == *reason) || !self.holds.is_full()
	}

	/// Sets what is on hold for `reason`; 0 removes the entry. `Err` if another one does not fit.
	pub(crate) fn set_held(&mut self, reason: &Reason, amount: Balance) -> Result<(), ()> {
		if amount == 0 {
			self.holds.retain(|hold| hold.id != *reason);
			return Ok(());
		}
		if let Some(hold) = self.holds.iter_mut().find(|hold| hold.id == *reason) {
			hold.amount = amount;
			return Ok(());
		}
		self.holds.try_push(IdAmount { id: reason.clone(), amount }).map_err(|_| ())
	}
}

/// Name, symbol and decimals of a token.
#[derive(Clone, Encode, Decode, Eq, PartialEq, Default, Debug, MaxEncodedLen, TypeInfo)]
pub struct AssetMetadata<BoundedString> {
	/// Atoms of KSI on hold at the owner for this entry; 0 for a token of the genesis block.
	pub deposit: Balance,
	/// Name for people, UTF-8 by convention.
	pub name: BoundedString,
	/// Symbol for people, UTF-8 by convention.
	pub symbol: BoundedString,
	/// 10^`decimals` atoms are one unit as shown.
	pub decimals: u8,
	/// Always `false`; kept because wallets know the field.
	pub is_frozen: bool,
}
