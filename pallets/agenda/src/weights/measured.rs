//! Measured weights of `pallet_agenda`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn step() -> Weight {
		// At least 139_868 ns.
		Weight::from_parts(159_266_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn park() -> Weight {
		// At least 18_687 ns.
		Weight::from_parts(25_097_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn drain(n: u32, ) -> Weight {
		// At least 4_147 ns.
		Weight::from_parts(4_377_000, 0)
			// Standard error 3_182_905.
			.saturating_add(Weight::from_parts(192_140_116, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
}
