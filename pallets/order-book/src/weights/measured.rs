//! Measured weights of `pallet_order_book`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create_market() -> Weight {
		// At least 89_943 ns.
		Weight::from_parts(104_765_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn place_order() -> Weight {
		// At least 75_552 ns.
		Weight::from_parts(86_419_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn match_fills(f: u32, ) -> Weight {
		// At least 44_266 ns.
		Weight::from_parts(47_260_000, 0)
			// Standard error 102_148.
			.saturating_add(Weight::from_parts(33_283_568, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(f.into())))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(f.into())))
	}
	fn match_levels(l: u32, ) -> Weight {
		// At least 45_428 ns.
		Weight::from_parts(47_110_000, 0)
			// Standard error 290_923.
			.saturating_add(Weight::from_parts(43_133_602, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(l.into())))
	}
	fn match_removals(r: u32, ) -> Weight {
		// At least 44_376 ns.
		Weight::from_parts(123_343_577, 0)
			// Standard error 203_776.
			.saturating_add(Weight::from_parts(18_346_601, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(r.into())))
	}
	fn cancel_order() -> Weight {
		// At least 65_196 ns.
		Weight::from_parts(70_975_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn cancel_by_client_id() -> Weight {
		// At least 65_217 ns.
		Weight::from_parts(70_255_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn cancel_all(n: u32, ) -> Weight {
		// At least 26_970 ns.
		Weight::from_parts(28_081_000, 0)
			// Standard error 49_179.
			.saturating_add(Weight::from_parts(8_620_714, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn amend_order() -> Weight {
		// At least 101_641 ns.
		Weight::from_parts(112_717_000, 0)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(10))
	}
	fn submit(m: u32, ) -> Weight {
		// At least 104_746 ns.
		Weight::from_parts(106_728_000, 0)
			// Standard error 673_360.
			.saturating_add(Weight::from_parts(82_289_204, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads((14_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes((10_u64).saturating_mul(m.into())))
	}
	fn batch_places(o: u32, ) -> Weight {
		// At least 77_635 ns.
		Weight::from_parts(30_819_549, 0)
			// Standard error 51_381.
			.saturating_add(Weight::from_parts(16_615_518, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(o.into())))
	}
	fn batch_cancels(o: u32, ) -> Weight {
		// At least 67_691 ns.
		Weight::from_parts(14_677_658, 0)
			// Standard error 130_717.
			.saturating_add(Weight::from_parts(23_311_942, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(o.into())))
	}
	fn batch_amends(o: u32, ) -> Weight {
		// At least 106_318 ns.
		Weight::from_parts(62_390_761, 0)
			// Standard error 293_570.
			.saturating_add(Weight::from_parts(39_683_205, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((7_u64).saturating_mul(o.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(o.into())))
	}
	fn cancel_after(m: u32, ) -> Weight {
		// At least 28_943 ns.
		Weight::from_parts(27_593_988, 0)
			// Standard error 89_405.
			.saturating_add(Weight::from_parts(13_316_706, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	fn set_market_status() -> Weight {
		// At least 12_008 ns.
		Weight::from_parts(13_600_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_market_params() -> Weight {
		// At least 14_982 ns.
		Weight::from_parts(17_166_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close_market() -> Weight {
		// At least 16_134 ns.
		Weight::from_parts(18_687_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn unwind(n: u32, ) -> Weight {
		// At least 68_041 ns.
		Weight::from_parts(267_431_636, 0)
			// Standard error 120_187.
			.saturating_add(Weight::from_parts(26_060_846, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(19))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(16))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
}
