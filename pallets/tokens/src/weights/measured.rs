//! Measured weights of `pallet_tokens`, written by `scripts/bench weights` (30 steps, 15 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create() -> Weight {
		// At least 48_102 ns.
		Weight::from_parts(51_717_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn start_destroy() -> Weight {
		// At least 16_534 ns.
		Weight::from_parts(18_717_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn destroy_accounts(c: u32, ) -> Weight {
		// At least 16_966 ns.
		Weight::from_parts(17_746_000, 0)
			// Standard error 321_296.
			.saturating_add(Weight::from_parts(47_986_750, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(c.into())))
	}
	fn destroy_approvals(a: u32, ) -> Weight {
		// At least 15_643 ns.
		Weight::from_parts(16_985_000, 0)
			// Standard error 162_930.
			.saturating_add(Weight::from_parts(45_462_235, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(a.into())))
	}
	fn finish_destroy() -> Weight {
		// At least 77_996 ns.
		Weight::from_parts(88_020_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn mint() -> Weight {
		// At least 21_141 ns.
		Weight::from_parts(24_777_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn burn() -> Weight {
		// At least 20_341 ns.
		Weight::from_parts(22_914_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn transfer() -> Weight {
		// At least 27_370 ns.
		Weight::from_parts(31_677_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn transfer_keep_alive() -> Weight {
		// At least 25_287 ns.
		Weight::from_parts(29_664_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn freeze() -> Weight {
		// At least 15_713 ns.
		Weight::from_parts(18_367_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn thaw() -> Weight {
		// At least 15_653 ns.
		Weight::from_parts(17_416_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn freeze_asset() -> Weight {
		// At least 10_736 ns.
		Weight::from_parts(12_168_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn thaw_asset() -> Weight {
		// At least 10_806 ns.
		Weight::from_parts(12_068_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn transfer_ownership() -> Weight {
		// At least 94_670 ns.
		Weight::from_parts(99_598_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_team() -> Weight {
		// At least 10_986 ns.
		Weight::from_parts(12_509_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_metadata(n: u32, s: u32, ) -> Weight {
		// At least 56_624 ns.
		Weight::from_parts(59_724_706, 0)
			// Standard error 1_019.
			.saturating_add(Weight::from_parts(4_442, 0).saturating_mul(n.into()))
			// Standard error 1_019.
			.saturating_add(Weight::from_parts(6_905, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn clear_metadata() -> Weight {
		// At least 50_715 ns.
		Weight::from_parts(54_320_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn approve_transfer() -> Weight {
		// At least 55_993 ns.
		Weight::from_parts(59_739_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn cancel_approval() -> Weight {
		// At least 51_397 ns.
		Weight::from_parts(55_533_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn transfer_approved() -> Weight {
		// At least 78_346 ns.
		Weight::from_parts(84_014_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn touch() -> Weight {
		// At least 55_863 ns.
		Weight::from_parts(58_898_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn refund() -> Weight {
		// At least 51_867 ns.
		Weight::from_parts(56_053_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn transfer_all() -> Weight {
		// At least 29_794 ns.
		Weight::from_parts(33_530_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn renounce_role() -> Weight {
		// At least 10_836 ns.
		Weight::from_parts(12_288_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_authorised_maximum() -> Weight {
		// At least 10_956 ns.
		Weight::from_parts(13_089_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
