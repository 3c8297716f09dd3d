//! Measured weights of `pallet_share_voting`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn take_daily_date() -> Weight {
		// At least 33_831 ns.
		Weight::from_parts(37_175_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn register() -> Weight {
		// At least 126_828 ns.
		Weight::from_parts(151_465_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn vote() -> Weight {
		// At least 210_192 ns.
		Weight::from_parts(237_413_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn poke(n: u32, ) -> Weight {
		// At least 328_939 ns.
		Weight::from_parts(247_999_203, 0)
			// Standard error 851_096.
			.saturating_add(Weight::from_parts(31_337_078, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn delegate() -> Weight {
		// At least 7_261 ns.
		Weight::from_parts(8_502_000, 0)
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn undelegate() -> Weight {
		// At least 12_889 ns.
		Weight::from_parts(14_552_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attach(n: u32, ) -> Weight {
		// At least 218_996 ns.
		Weight::from_parts(185_227_891, 0)
			// Standard error 1_977_106.
			.saturating_add(Weight::from_parts(44_167_157, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn detach() -> Weight {
		// At least 171_766 ns.
		Weight::from_parts(188_820_000, 0)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn sponsor() -> Weight {
		// At least 70_175 ns.
		Weight::from_parts(78_697_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn sponsor_and_place() -> Weight {
		// At least 117_916 ns.
		Weight::from_parts(130_554_000, 0)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn unsponsor() -> Weight {
		// At least 51_056 ns.
		Weight::from_parts(66_229_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn unstick() -> Weight {
		// At least 96_684 ns.
		Weight::from_parts(125_476_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn unstick_track(n: u32, ) -> Weight {
		// At least 20_400 ns.
		Weight::from_parts(13_916_710, 0)
			// Standard error 13_322.
			.saturating_add(Weight::from_parts(3_718_765, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close() -> Weight {
		// At least 70_285 ns.
		Weight::from_parts(78_777_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn clear(n: u32, ) -> Weight {
		// At least 29_284 ns.
		Weight::from_parts(32_012_818, 0)
			// Standard error 14_470.
			.saturating_add(Weight::from_parts(5_451_549, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
}
