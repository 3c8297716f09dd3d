//! Weights of the calls of `pallet-babe`.

use super::equivocation::{micros, report};
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights put together from measured parts, with the database of `T`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_babe::WeightInfo for WeightInfo<T> {
	/// One write; only root can call it.
	fn plan_config_change() -> Weight {
		micros(10).saturating_add(T::DbWeight::get().writes(1))
	}

	/// Two headers are hashed and two sr25519 seals verified: 88 µs in `weights.rs` of pallet-babe 50.0.0, 110 µs
	/// in its `default_weights.rs`; the larger is charged.
	fn report_equivocation(validators: u32, nominators: u32) -> Weight {
		report(validators, nominators, micros(110), T::DbWeight::get())
	}
}
