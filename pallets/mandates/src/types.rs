//! Stored records, and what calls take.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;

/// An amount in atoms of its token.
pub type Balance = u128;

/// Number of a set of finality voters, as GRANDPA counts them.
pub type SetId = u64;

/// The longest proposal that stands in its referendum itself. A longer one is a preimage, and nobody may vote on that, since
/// it could be missing on the day it should run.
pub const MAX_PROPOSAL: usize = 128;

/// Calls that one vote pauses. Their names must also fit into [`MAX_PROPOSAL`] together.
pub const MAX_PAUSED_CALLS: u32 = 8;

/// Validators that one vote names as lost: so many that the call fits into [`MAX_PROPOSAL`].
///
/// More are not needed. With 100 validators of whom 51 are lost, 27 must go so that the 49 others are more than two thirds.
pub const MAX_DEAD: u32 = 29;

/// Offenders whose slashes one vote cancels: so many that the call fits into [`MAX_PROPOSAL`].
pub const MAX_OFFENDERS: u32 = 15;

/// Changes of the finality voters that are remembered: two weeks of eras of six hours.
pub const MAX_SETS: u32 = 64;

/// The first bytes of a lost validator's account.
///
/// Four of them, so that many fit into a proposal. Who makes himself an account with the same four gains nothing: only who has
/// authored no block is touched.
pub type DeadName = [u8; 4];

/// The first bytes of an offender's account.
///
/// Eight of them, because here the same name is worth something, his own slash, and eight cannot be searched for.
pub type OffenderName = [u8; 8];

/// The lost validators that a vote names.
pub type DeadNames = BoundedVec<DeadName, ConstU32<MAX_DEAD>>;

/// The offenders that a vote names.
pub type OffenderNames = BoundedVec<OffenderName, ConstU32<MAX_OFFENDERS>>;

/// From the least to the most that a vote can set, both included.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds<N> {
	/// The least.
	pub least: N,
	/// The most.
	pub most: N,
}

impl<N: PartialOrd> Bounds<N> {
	/// Whether a value is within.
	pub fn contains(&self, value: &N) -> bool {
		self.least <= *value && *value <= self.most
	}
}

/// An upgrade that holders have allowed.
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
pub struct UpgradeTerm<Hash, BlockNumber> {
	/// Hash of the code.
	pub code_hash: Hash,
	/// The first block in which it can no longer be applied.
	pub expires_at: BlockNumber,
}

/// A validator says that finality does not move.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct StallSignal<AccountId, BlockNumber> {
	/// Who says so.
	pub validator: AccountId,
	/// When.
	pub at: BlockNumber,
	/// The last block that his node has finalized.
	pub finalized: BlockNumber,
}

/// A rescue that holders have decided.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct RescuePlan<AccountId, BlockNumber> {
	/// How far it is.
	pub phase: RescuePhase,
	/// Who is lost: first who was named, then who was found to have authored nothing.
	pub dead: BoundedVec<AccountId, ConstU32<MAX_DEAD>>,
	/// Blocks from the signal to the change of voters.
	pub delay: BlockNumber,
	/// The highest block finalized by any of the validators that are left.
	pub best_finalized: BlockNumber,
	/// How many validators must still say that finality stands still: a third of those who could when it was decided.
	pub signals: u32,
}

/// Where a rescue stands. It moves at the ends of sessions only.
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
pub enum RescuePhase {
	/// Decided. At the end of this session the lost are judged.
	Decided,
	/// Judged and removed from the candidates; the next set is being planned in the same block.
	Removed,
	/// A set without them is planned.
	Planned {
		/// The session that starts with it.
		session: u32,
	},
}

/// Since when a set of finality voters has been in office.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetStart<BlockNumber> {
	/// The block that signalled it.
	pub block: BlockNumber,
	/// Its number.
	pub set: SetId,
}

/// Whether an account goes by one of these names.
pub(crate) fn is_named<AccountId: Encode, const N: usize>(
	account: &AccountId,
	names: &[[u8; N]],
) -> bool {
	account.using_encoded(|bytes| names.iter().any(|name| bytes.starts_with(name)))
}
