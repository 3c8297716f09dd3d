//! Weights of the calls of `pallet-grandpa`.

use super::equivocation::{micros, report};
use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights put together from measured parts, with the database of `T`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_grandpa::WeightInfo for WeightInfo<T> {
	/// Two ed25519 votes are verified: 78 µs in `weights.rs` of pallet-grandpa 50.0.0, 95 µs in its
	/// `default_weights.rs`; the larger is charged. Two more reads find the session of the set.
	fn report_equivocation(validators: u32, nominators: u32) -> Weight {
		let db = T::DbWeight::get();
		report(validators, nominators, micros(95), db).saturating_add(db.reads(2))
	}

	/// One write, 2.1 µs in `weights.rs` of pallet-grandpa 50.0.0; only root can call it.
	fn note_stalled() -> Weight {
		micros(3).saturating_add(T::DbWeight::get().writes(1))
	}
}
