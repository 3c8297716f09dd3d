//! Measured weights of `pallet_shareholders`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn found_company() -> Weight {
		// At least 67_029 ns.
		Weight::from_parts(73_860_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn create_share_class() -> Weight {
		// At least 108_932 ns.
		Weight::from_parts(115_902_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn hand_over() -> Weight {
		// At least 81_161 ns.
		Weight::from_parts(87_079_000, 0)
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn propose_exclusion() -> Weight {
		// At least 32_719 ns.
		Weight::from_parts(37_626_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept_exclusion() -> Weight {
		// At least 65_427 ns.
		Weight::from_parts(72_889_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn include() -> Weight {
		// At least 65_508 ns.
		Weight::from_parts(70_465_000, 0)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn open_payout() -> Weight {
		// At least 93_809 ns.
		Weight::from_parts(104_616_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn pay_dividend() -> Weight {
		// At least 70_625 ns.
		Weight::from_parts(76_694_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn claim(p: u32, ) -> Weight {
		// At least 84_496 ns.
		Weight::from_parts(66_906_334, 0)
			// Standard error 140_815.
			.saturating_add(Weight::from_parts(29_753_221, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(p.into())))
	}
	fn prune() -> Weight {
		// At least 50_074 ns.
		Weight::from_parts(56_934_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn balance_change(p: u32, ) -> Weight {
		// At least 32_628 ns.
		Weight::from_parts(35_500_996, 0)
			// Standard error 11_879.
			.saturating_add(Weight::from_parts(2_060_395, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn begin_split() -> Weight {
		// At least 60_601 ns.
		Weight::from_parts(65_888_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn continue_split(n: u32, ) -> Weight {
		// At least 103_424 ns.
		Weight::from_parts(106_598_000, 0)
			// Standard error 206_789.
			.saturating_add(Weight::from_parts(53_922_161, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn convert_holder() -> Weight {
		// At least 92_918 ns.
		Weight::from_parts(107_671_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn claim_fraction() -> Weight {
		// At least 101_941 ns.
		Weight::from_parts(121_030_000, 0)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn bid_for_fractions() -> Weight {
		// At least 128_260 ns.
		Weight::from_parts(164_635_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn settle_fractions() -> Weight {
		// At least 169_281 ns.
		Weight::from_parts(205_235_000, 0)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(12))
	}
	fn act() -> Weight {
		// At least 19_449 ns.
		Weight::from_parts(23_645_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
	}
	fn publish() -> Weight {
		// At least 12_969 ns.
		Weight::from_parts(17_536_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn take_boundary() -> Weight {
		// At least 29_263 ns.
		Weight::from_parts(34_732_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
