//! Weights of the calls.
//!
//! The figures are upper estimates from the storage items that a call touches, until those that `scripts/bench weights`
//! measures are taken over.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What every call costs. Reference time in picoseconds, proof size in bytes.
pub trait WeightInfo {
	/// Founding a market.
	fn create_market() -> Weight;
	/// Placing an order that opens a level and rests, without matching.
	fn place_order() -> Weight;
	/// Matching: `f` fills with as many makers, `l` levels emptied, `r` makers removed without a fill. Only its slopes are
	/// used.
	fn match_order(f: u32, l: u32, r: u32) -> Weight;
	/// Cancelling an order that closes a level.
	fn cancel_order() -> Weight;
	/// The same, found by its client id among as many as an account may have.
	fn cancel_by_client_id() -> Weight;
	/// Cancelling `n` orders, each on a level of its own.
	fn cancel_all(n: u32) -> Weight;
	/// An amendment that moves an order to a new level, without matching.
	fn amend_order() -> Weight;
	/// A batch of `o` operations, each of the dearest kind, without matching.
	fn submit(o: u32) -> Weight;
	/// Setting a status.
	fn set_market_status() -> Weight;
	/// Setting parameters.
	fn set_market_params() -> Weight;
	/// Beginning to close a market.
	fn close_market() -> Weight;
	/// Returning `n` orders of a closing market, and ending it.
	fn unwind(n: u32) -> Weight;
}

/// Weights for a runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create_market() -> Weight {
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 9))
	}
	fn place_order() -> Weight {
		Weight::from_parts(40_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn match_order(f: u32, l: u32, r: u32) -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(f.into()))
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(l.into()))
			.saturating_add(Weight::from_parts(15_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(r.into()))
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(30_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}
	fn cancel_by_client_id() -> Weight {
		Weight::from_parts(32_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}
	fn cancel_all(n: u32) -> Weight {
		Weight::from_parts(25_000_000, 0)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 4))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1).saturating_mul(n.into()))
	}
	fn amend_order() -> Weight {
		Weight::from_parts(45_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 8))
	}
	fn submit(o: u32) -> Weight {
		Weight::from_parts(25_000_000, 0)
			.saturating_add(Weight::from_parts(8_000_000, 0).saturating_mul(o.into()))
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
			.saturating_add(T::DbWeight::get().reads_writes(2, 2).saturating_mul(o.into()))
	}
	fn set_market_status() -> Weight {
		Weight::from_parts(12_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_market_params() -> Weight {
		Weight::from_parts(14_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn close_market() -> Weight {
		Weight::from_parts(16_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn unwind(n: u32) -> Weight {
		Weight::from_parts(40_000_000, 0)
			.saturating_add(Weight::from_parts(20_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads_writes(8, 8))
			.saturating_add(T::DbWeight::get().reads_writes(3, 3).saturating_mul(n.into()))
	}
}
