//! What the calls weigh. The figures are in [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Calling the last ballot for which a full class has room, with the longest call.
	fn open_ballot() -> Weight;
	/// Proposing a requisition with the longest call where all places are taken and the round is over, so that another
	/// requisition ends and a round begins.
	fn requisition() -> Weight;
	/// A signature that is counted.
	fn sign() -> Weight;
	/// A signature that calls the ballot.
	fn sign_and_carry() -> Weight;
	/// Taking a signature back.
	fn withdraw_signature() -> Weight;
	/// Closing a requisition.
	fn close_requisition() -> Weight;
	/// A vote of an account that is attached to a delegate, in the last quarter of a ballot of 16 choices.
	fn vote() -> Weight;
	/// Naming a delegate.
	fn delegate() -> Weight;
	/// Attaching `n` accounts, each to a delegate of its own.
	fn attach(n: u32) -> Weight;
	/// Leaving a delegate.
	fn detach() -> Weight;
	/// Closing a ballot of 16 choices that passes.
	fn close_ballot() -> Weight;
	/// Running the longest call of a ballot, without the weight of that call itself.
	fn execute() -> Weight;
	/// Removing `n` entries and the ballot.
	fn clear(n: u32) -> Weight;
	/// Ending a round with signatures.
	fn end_round() -> Weight;
}
