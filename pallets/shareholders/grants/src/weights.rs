//! What the calls weigh. The figures are in [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Giving the last grant that fits to an account.
	fn grant() -> Weight;
	/// Releasing what is due of the last of as many grants as fit.
	fn vest() -> Weight;
	/// Taking back the first of as many grants as fit, of which something is due.
	fn revoke() -> Weight;
}
