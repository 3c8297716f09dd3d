//! Measured weights of `pallet_ballots`, written by `scripts/bench weights` (20 steps, 10 repeats). Proof
//! size is left out: the chain has no limit on it.

#![cfg_attr(rustfmt, rustfmt_skip)]

use super::WeightInfo;
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights for a runtime, with its own price of the database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open_ballot() -> Weight {
		// At least 121_481 ns.
		Weight::from_parts(133_038_000, 0)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn requisition() -> Weight {
		// At least 379_074 ns.
		Weight::from_parts(422_238_000, 0)
			.saturating_add(T::DbWeight::get().reads(49))
			.saturating_add(T::DbWeight::get().writes(16))
	}
	fn sign() -> Weight {
		// At least 70_945 ns.
		Weight::from_parts(79_889_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn sign_and_carry() -> Weight {
		// At least 105_997 ns.
		Weight::from_parts(113_960_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw_signature() -> Weight {
		// At least 25_038 ns.
		Weight::from_parts(27_871_000, 0)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_requisition() -> Weight {
		// At least 94_590 ns.
		Weight::from_parts(103_063_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn vote() -> Weight {
		// At least 77_705 ns.
		Weight::from_parts(85_257_000, 0)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn delegate() -> Weight {
		// At least 19_349 ns.
		Weight::from_parts(26_830_000, 0)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attach(n: u32, ) -> Weight {
		// At least 80_359 ns.
		Weight::from_parts(46_531_303, 0)
			// Standard error 156_656.
			.saturating_add(Weight::from_parts(38_213_557, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
	}
	fn detach() -> Weight {
		// At least 37_045 ns.
		Weight::from_parts(41_311_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn close_ballot() -> Weight {
		// At least 113_259 ns.
		Weight::from_parts(121_241_000, 0)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn execute() -> Weight {
		// At least 40_630 ns.
		Weight::from_parts(50_374_000, 0)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn clear(n: u32, ) -> Weight {
		// At least 52_979 ns.
		Weight::from_parts(48_702_353, 0)
			// Standard error 23_494.
			.saturating_add(Weight::from_parts(5_630_044, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
	}
	fn end_round() -> Weight {
		// At least 56_875 ns.
		Weight::from_parts(66_569_000, 0)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
