//! What slides and hand-overs weigh. The figures are in [`measured`]; each benchmark sets up the worst case.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What everything costs beyond what the scheduler's callers reckon with. Reference time in picoseconds; the chain has no limit on
/// proof size.
pub trait WeightInfo {
	/// Offering a task for one more block, to a full agenda.
	fn step() -> Weight;
	/// Parking a task.
	fn park() -> Weight;
	/// A block that takes `n` steps to hand over parked tasks to an agenda with one place left for each.
	fn drain(n: u32) -> Weight;
}
