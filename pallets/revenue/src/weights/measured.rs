//! Measured weights of `pallet_revenue`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn collect() -> Weight {
		// At least 83_815 ns.
		Weight::from_parts(89_002_000, 0)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn set_split() -> Weight {
		// At least 5_218 ns.
		Weight::from_parts(5_929_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn turn(m: u32, ) -> Weight {
		// At least 22_093 ns.
		Weight::from_parts(23_375_000, 0)
			// Standard error 83_094.
			.saturating_add(Weight::from_parts(12_800_191, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	fn distribute(p: u32, ) -> Weight {
		// At least 10_966 ns.
		Weight::from_parts(22_466_163, 0)
			// Standard error 162_418.
			.saturating_add(Weight::from_parts(78_694_128, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(p.into())))
	}
}
