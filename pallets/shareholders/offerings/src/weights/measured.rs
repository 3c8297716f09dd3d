//! Measured weights of `pallet_offerings`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open_offering() -> Weight {
		// At least 224_424 ns.
		Weight::from_parts(246_316_000, 0)
			.saturating_add(T::DbWeight::get().reads(29))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn cancel_offering() -> Weight {
		// At least 104_876 ns.
		Weight::from_parts(115_462_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn claim_rights() -> Weight {
		// At least 84_126 ns.
		Weight::from_parts(95_983_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn exercise() -> Weight {
		// At least 127_240 ns.
		Weight::from_parts(144_715_000, 0)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(12))
	}
	fn retire_rights() -> Weight {
		// At least 58_477 ns.
		Weight::from_parts(67_350_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn bid() -> Weight {
		// At least 68_031 ns.
		Weight::from_parts(76_494_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn cancel_bid() -> Weight {
		// At least 48_272 ns.
		Weight::from_parts(53_179_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn price_offering(l: u32, ) -> Weight {
		// At least 61_342 ns.
		Weight::from_parts(66_359_000, 0)
			// Standard error 64_971.
			.saturating_add(Weight::from_parts(6_855_757, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	fn settle(n: u32, ) -> Weight {
		// At least 202_010 ns.
		Weight::from_parts(160_834_538, 0)
			// Standard error 189_512.
			.saturating_add(Weight::from_parts(54_318_791, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(n.into())))
	}
	fn clear(n: u32, ) -> Weight {
		// At least 87_951 ns.
		Weight::from_parts(95_450_808, 0)
			// Standard error 8_086.
			.saturating_add(Weight::from_parts(2_858_377, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
}
