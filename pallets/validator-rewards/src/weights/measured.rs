//! Measured weights of `pallet_validator_rewards`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn payout(n: u32, ) -> Weight {
		// At least 94_790 ns.
		Weight::from_parts(144_293_498, 0)
			// Standard error 218_372.
			.saturating_add(Weight::from_parts(32_373_729, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn change_era(t: u32, ) -> Weight {
		// At least 72_157 ns.
		Weight::from_parts(84_008_532, 0)
			// Standard error 26_442.
			.saturating_add(Weight::from_parts(15_758_467, 0).saturating_mul(t.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(t.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(t.into())))
	}
	fn sweep(n: u32, ) -> Weight {
		// At least 7_601 ns.
		Weight::from_parts(9_652_886, 0)
			// Standard error 1_956.
			.saturating_add(Weight::from_parts(936_160, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
}
