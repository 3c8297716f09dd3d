//! A scheduler that never refuses: full blocks make a task late, never lost.
//!
//! # Goals
//!
//! 1. A call that voters have approved runs, and an alarm that a referendum waits for rings, even if somebody fills the blocks
//!    they were meant for (G1).
//! 2. Never before the block that was asked for (G2).
//! 3. What has been scheduled can be cancelled, moved and asked for by the address or the name under which it was, wherever it
//!    is by then (G3).
//! 4. A block does a bounded amount of work for it, however much was put off, and what is done counts (G4).
//!
//! # Design
//!
//! The scheduler of the SDK keeps so many tasks per block and no more, and referenda take no notice of a refusal: an approved
//! call would be gone, a track would wait for ever. This pallet stands between the two. It has the interface of the scheduler and
//! hands everything on to it, as long as it takes it.
//!
//! A task that is refused **slides**: it is offered again for later blocks, [`Config::AlarmInterval`] apart, at most
//! [`Config::MaxSteps`] times (`place.rs`). The distance keeps apart what must be apart: alarms ring only in multiples of it, and
//! enactments are placed beside them.
//!
//! If all of them are full, it is **parked** (`parked.rs`). From the block it was asked for, each block hands parked tasks over to
//! the scheduler for the next one, at most [`Config::MaxDrained`] (G4). Nobody can keep it from that for long: alarms fill only
//! every `AlarmInterval`th block.
//!
//! An address is a block and an index, as in the scheduler. The scheduler's indices are below its limit per block; those of parked
//! tasks start at [`PARKED`], so none is ever taken for another. When a parked task is handed over it gets a name that follows
//! from its address, by which it is found for as long as it exists (G3).
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * There is no bound on parked tasks, because a bound would have to lose one. A task takes less than 400 bytes; who schedules
//!   pays for it. In the runtime these are referenda alone, with their deposits.
//! * A task of the scheduler that finds no room when it is to be moved stays where it was, and the caller is told.
//! * After a task that had a name has been handed over it is found by its name only.
//! * A task that repeats is scheduled again by the scheduler itself, which gives up where it finds no room. Referenda schedule none.
//! * The scheduler drops a call that is too heavy for an empty block, and one whose preimage is missing. The runtime's tests see
//!   to it that calls which can be voted on are light and short enough to need no preimage.
//! * Addresses repeat after 2^31 tasks parked for one block.
//!
//! # Terms
//!
//! *Task*: a call, its origin, priority, name. *Slide*, *park*, *hand over*: as above. *Due*: the block a parked task was asked for.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::as_conversions,
		clippy::arithmetic_side_effects,
		missing_docs
	)
)]

extern crate alloc;

mod impl_anon;
mod impl_named;
mod limits;
mod parked;
mod place;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

/// The scheduler that never refuses.
#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			schedule::v3::{Anon, Named, TaskName},
			QueryPreimage, StorePreimage,
		},
	};
	use frame_system::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The scheduler that runs the tasks. Its limit per block must be below [`PARKED`], its blocks those of System.
		type Scheduler: Anon<
				BlockNumberFor<Self>,
				CallOf<Self>,
				PalletsOriginOf<Self>,
				Address = AddressOf<Self>,
				Hasher = Self::Hashing,
			> + Named<
				BlockNumberFor<Self>,
				CallOf<Self>,
				PalletsOriginOf<Self>,
				Address = AddressOf<Self>,
				Hasher = Self::Hashing,
			>;

		/// Where calls are that do not fit into a task.
		type Preimages: QueryPreimage<H = Self::Hashing> + StorePreimage;

		/// By how many blocks a refused task is put off: the quantum in which referenda set their alarms.
		#[pallet::constant]
		type AlarmInterval: Get<BlockNumberFor<Self>>;

		/// How often a refused task is offered again before it is parked.
		#[pallet::constant]
		type MaxSteps: Get<u32>;

		/// How many parked tasks a block hands over at most. At least 2.
		#[pallet::constant]
		type MaxDrained: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;
	}

	/// Parked tasks, by the block they are due at and the index of their address, which is assigned.
	///
	/// Paid by who schedules, in the runtime by the deposit of a referendum; removed when the scheduler has taken the task, or when
	/// it is cancelled. The block is part of a proposal, hence a hash; an index is assigned.
	#[pallet::storage]
	pub type Parked<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BlockNumberFor<T>, Identity, u32, TaskOf<T>, OptionQuery>;

	/// Where the parked tasks that have a name are. A name is chosen by a pallet, not by a user.
	#[pallet::storage]
	pub type Names<T: Config> = StorageMap<_, Twox64Concat, TaskName, AddressOf<T>>;

	/// How many tasks are parked, and since when. Nothing while there is none, so that a block reads one key.
	#[pallet::storage]
	#[pallet::storage_prefix = "Backlog"]
	pub type BacklogOf<T: Config> = StorageValue<_, Backlog<BlockNumberFor<T>>>;

	/// The number of the next task to be parked. One value.
	#[pallet::storage]
	pub type NextNumber<T> = StorageValue<_, u32, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The block that was asked for is full; the task will run in a later one.
		Slid { name: Option<TaskName>, wanted: BlockNumberFor<T>, when: BlockNumberFor<T> },
		/// All blocks that were tried are full. The task is handed over when it is due and there is room.
		Parked { name: Option<TaskName>, due: BlockNumberFor<T>, index: u32 },
		/// The scheduler has taken a parked task and runs it in block `when`.
		HandedOver { due: BlockNumberFor<T>, index: u32, when: BlockNumberFor<T> },
		/// The scheduler does not take a parked task, and not because its block is full. It will be offered again.
		Refused { due: BlockNumberFor<T>, index: u32, error: DispatchError },
		/// A parked task was cancelled, or moved to another time.
		Withdrawn { due: BlockNumberFor<T>, index: u32 },
	}

	/// Why something was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// A parked task has this name. Take another, or cancel that one.
		NameTaken,
		/// The block is not in the future. Ask for a later one.
		InPast,
		/// 2^31 tasks have been parked for this block. Ask for another one.
		NoAddress,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Hands over parked tasks, so many as a block may.
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			T::WeightInfo::drain(Self::drain(now))
		}

		fn integrity_test() {
			Self::check_limits();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
