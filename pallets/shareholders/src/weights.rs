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
	/// Acting as a company, besides the call itself.
	fn act() -> Weight;
	/// Replacing the longest list of documents.
	fn publish() -> Weight;
	/// Taking a boundary for KSI, a full class that streams in every token.
	fn take_boundary() -> Weight;
	/// Beginning a split.
	fn begin_split() -> Weight;
	/// Taking `n` steps of a split: accounts with a full line and tokens on hold for all reasons, which leave fractions.
	fn continue_split(n: u32) -> Weight;
	/// What converting one such account before its turn adds to a cancel.
	fn convert_holder() -> Weight;
	/// Claiming the proceeds of a fraction.
	fn claim_fraction() -> Weight;
	/// Bidding for the shares that fractions make up, more than somebody else.
	fn bid_for_fractions() -> Weight;
	/// Giving them to a winner who has no share yet.
	fn settle_fractions() -> Weight;
	/// What the change of one account's total costs on top of the ledger's own work: a full line of a class that is behind and
	/// pays in `p` tokens.
	fn balance_change(p: u32) -> Weight;
}
