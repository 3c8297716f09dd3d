//! What the calls weigh. The figures are in [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Opening an offering with rights of a class that has as many uncleared ones as fit but one.
	fn open_offering() -> Weight;
	/// Cancelling an offering with rights that nobody has claimed.
	fn cancel_offering() -> Weight;
	/// Claiming the rights of an account that has no right token yet.
	fn claim_rights() -> Weight;
	/// Using rights, the last of an account that has no shares yet.
	fn exercise() -> Weight;
	/// Retiring a right token.
	fn retire_rights() -> Weight;
	/// Bidding at a new price.
	fn bid() -> Weight;
	/// Taking back the last bid at its price.
	fn cancel_bid() -> Weight;
	/// Pricing an offering with bids at `l` prices.
	fn price_offering(l: u32) -> Weight;
	/// Settling `n` bids of accounts that get part of it and have no shares yet, the last bids of the offering.
	fn settle(n: u32) -> Weight;
	/// Removing `n` marks, the last of the offering.
	fn clear(n: u32) -> Weight;
}
