//! Measured weights of `pallet_mandates`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn authorize_upgrade() -> Weight {
		// At least 12_869 ns.
		Weight::from_parts(14_542_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn revoke_upgrade() -> Weight {
		// At least 15_082 ns.
		Weight::from_parts(16_925_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn lapse_upgrade() -> Weight {
		// At least 16_535 ns.
		Weight::from_parts(21_291_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn pause(c: u32, ) -> Weight {
		// At least 30_625 ns.
		Weight::from_parts(18_340_553, 0)
			// Standard error 30_891.
			.saturating_add(Weight::from_parts(16_898_498, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(c.into())))
	}
	fn resume() -> Weight {
		// At least 25_988 ns.
		Weight::from_parts(28_403_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn spend() -> Weight {
		// At least 18_117 ns.
		Weight::from_parts(20_460_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_validator_count() -> Weight {
		// At least 7_321 ns.
		Weight::from_parts(8_803_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_minimum_bonds() -> Weight {
		// At least 7_882 ns.
		Weight::from_parts(9_024_000, 0)
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn cancel_slash(o: u32, ) -> Weight {
		// At least 39_128 ns.
		Weight::from_parts(45_020_765, 0)
			// Standard error 22_030.
			.saturating_add(Weight::from_parts(1_836_147, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn signal_stall(v: u32, ) -> Weight {
		// At least 19_929 ns.
		Weight::from_parts(23_417_844, 0)
			// Standard error 3_977.
			.saturating_add(Weight::from_parts(1_096_738, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn withdraw_signal(v: u32, ) -> Weight {
		// At least 10_506 ns.
		Weight::from_parts(13_059_267, 0)
			// Standard error 693.
			.saturating_add(Weight::from_parts(32_483, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn rescue(v: u32, d: u32, ) -> Weight {
		// At least 37_696 ns.
		Weight::from_parts(38_806_950, 0)
			// Standard error 3_743.
			.saturating_add(Weight::from_parts(1_118_816, 0).saturating_mul(v.into()))
			// Standard error 12_866.
			.saturating_add(Weight::from_parts(54_259, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
