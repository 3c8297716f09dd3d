//! Tasks and their addresses.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::traits::{
	schedule::{v3::TaskName, Period, Priority},
	Bounded, OriginTrait,
};
use frame_system::pallet_prelude::BlockNumberFor;
use scale_info::TypeInfo;

/// The smallest index of a parked task. The scheduler's own are below its limit of tasks per block.
pub const PARKED: u32 = 0x8000_0000;

/// Calls of the runtime.
pub type CallOf<T> = <T as frame_system::Config>::RuntimeCall;

/// A call as it is stored: itself if it is short, else the hash of its preimage.
pub type BoundedCallOf<T> = Bounded<CallOf<T>, <T as frame_system::Config>::Hashing>;

/// Who a call may be made by.
pub type PalletsOriginOf<T> =
	<<T as frame_system::Config>::RuntimeOrigin as OriginTrait>::PalletsOrigin;

/// Where a task is: block and index, as the scheduler has it. An index from [`PARKED`] on belongs to a task that was parked, with
/// the block it was asked for.
pub type AddressOf<T> = (BlockNumberFor<T>, u32);

/// A task of a runtime.
pub type TaskOf<T> = Task<BlockNumberFor<T>, PalletsOriginOf<T>, BoundedCallOf<T>>;

/// What is to be done.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Debug, PartialEq, Eq)]
pub struct Task<BlockNumber, Origin, Call> {
	/// What it is called, if by anything.
	pub name: Option<TaskName>,
	/// After how many blocks it repeats, and how often it is done in all.
	pub periodic: Option<Period<BlockNumber>>,
	/// Its place among others of the same block: lower is earlier.
	pub priority: Priority,
	/// Who makes the call.
	pub origin: Origin,
	/// The call.
	pub call: Call,
}

/// What is parked, all together.
#[derive(Encode, Decode, TypeInfo, MaxEncodedLen, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog<BlockNumber> {
	/// How many tasks. At least one.
	pub tasks: u32,
	/// No task is due before this block.
	pub since: BlockNumber,
}
