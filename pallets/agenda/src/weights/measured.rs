//! Weights of `pallet_agenda`: reads and writes counted, times estimated on the high side for an agenda of 512 tasks.
//! `scripts/bench weights` replaces them. Proof size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Reads: the name in the scheduler, an agenda; decoding the latter takes most of the time. Writes: the agenda and the name,
	// by the step that finds room.
	fn step() -> Weight {
		Weight::from_parts(250_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	// Reads: the next number, the task, the status of its preimage, the backlog. Writes: number, preimage, name, backlog, task.
	fn park() -> Weight {
		Weight::from_parts(60_000_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	// Reads: the backlog; for each step the next key, the task, the name in the scheduler, an agenda, the status of a preimage.
	// Writes: the backlog; for each step the task, its name here and in the scheduler, the agenda, the status of the preimage.
	fn drain(n: u32, ) -> Weight {
		Weight::from_parts(5_000_000, 0)
			.saturating_add(Weight::from_parts(400_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(n.into())))
	}
}
