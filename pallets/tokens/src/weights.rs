//! What the calls weigh. The figures are measured, see [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Creating a token.
	fn create() -> Weight;
	/// Starting to destroy one.
	fn start_destroy() -> Weight;
	/// Looking at `c` records and removing them, each with a deposit.
	fn destroy_accounts(c: u32) -> Weight;
	/// Removing `a` approvals.
	fn destroy_approvals(a: u32) -> Weight;
	/// Removing a token with its name.
	fn finish_destroy() -> Weight;
	/// Minting into a new record.
	fn mint() -> Weight;
	/// Burning all of a record.
	fn burn() -> Weight;
	/// Sending all of a record to an account that has none.
	fn transfer() -> Weight;
	/// The same, without the sender going.
	fn transfer_keep_alive() -> Weight;
	/// Stopping an account.
	fn freeze() -> Weight;
	/// Letting it go on.
	fn thaw() -> Weight;
	/// Stopping a token.
	fn freeze_asset() -> Weight;
	/// Letting it go on.
	fn thaw_asset() -> Weight;
	/// Handing a token over with its deposits.
	fn transfer_ownership() -> Weight;
	/// Naming a team.
	fn set_team() -> Weight;
	/// Setting a name of `n` and a symbol of `s` bytes.
	fn set_metadata(n: u32, s: u32) -> Weight;
	/// Removing them.
	fn clear_metadata() -> Weight;
	/// Approving a delegate.
	fn approve_transfer() -> Weight;
	/// Taking an approval back.
	fn cancel_approval() -> Weight;
	/// A delegate sending all that is approved, all of a record, to an account that has none.
	fn transfer_approved() -> Weight;
	/// Opening an empty record.
	fn touch() -> Weight;
	/// Closing one.
	fn refund() -> Weight;
	/// Sending everything.
	fn transfer_all() -> Weight;
	/// Giving a role up.
	fn renounce_role() -> Weight;
	/// Lowering the authorised maximum.
	fn set_authorised_maximum() -> Weight;
}
