//! What the calls weigh. The figures are in [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Founding a company with the longest name and as many documents as fit.
	fn found_company() -> Weight;
	/// Creating the last share class that fits into a company.
	fn create_share_class() -> Weight;
	/// Handing over a company with as many classes as fit.
	fn hand_over() -> Weight;
	/// Proposing to exclude an account from a full class.
	fn propose_exclusion() -> Weight;
	/// Excluding an account with a full line from a full class that is behind.
	fn accept_exclusion() -> Weight;
	/// Including it again.
	fn include() -> Weight;
	/// Opening a payout token, with a transfer to the pot.
	fn open_payout() -> Weight;
	/// Paying a dated dividend into a full class that is behind.
	fn pay_dividend() -> Weight;
	/// Claiming in `p` tokens by a full line from a full class that is behind.
	fn claim(p: u32) -> Weight;
	/// Pruning a full line of a full class that is behind.
	fn prune() -> Weight;
	/// What the change of one account's total costs on top of the ledger's own work: a full line of a full class that is
	/// behind. For whoever weighs the calls that move share classes.
	fn balance_change() -> Weight;
}
