//! What the call and the hooks weigh. The figures are in [`measured`]; each benchmark sets up the worst case.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call and hook costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// A page with `n` payments, each into a new record.
	fn payout(n: u32) -> Weight;
	/// The first block after an era that pays in `t` tokens, while as many eras expire as may.
	fn change_era(t: u32) -> Weight;
	/// An idle block that removes `n` pages of an expired era.
	fn sweep(n: u32) -> Weight;
}
