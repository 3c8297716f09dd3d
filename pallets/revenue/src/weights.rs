//! What the calls and hooks weigh. The figures are in [`measured`]; each benchmark sets up the worst case.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call and hook costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Collecting from a market that has ended, with two transfers into new records.
	fn collect() -> Weight;
	/// Setting the split.
	fn set_split() -> Weight;
	/// A turn in an idle block with `m` markets that have nothing to collect.
	fn turn(m: u32) -> Weight;
	/// The end of an epoch with revenue in `p` tokens.
	fn distribute(p: u32) -> Weight;
}
