//! What the calls weigh. The figures are in [`measured`]; each benchmark sets up the worst case of its call.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
pub trait WeightInfo {
	/// Taking the daily boundary.
	fn take_daily_date() -> Weight;
	/// Fixing the record date of a poll that has had signatures.
	fn register() -> Weight;
	/// The first vote in a poll, or one that turns it in its last quarter, of an account that is attached.
	fn vote() -> Weight;
	/// Poking `n` accounts, each attached to a delegate of its own, in the last quarter.
	fn poke(n: u32) -> Weight;
	/// Naming a delegate.
	fn delegate() -> Weight;
	/// Taking that back.
	fn undelegate() -> Weight;
	/// Attaching `n` accounts, each to a delegate of its own, in the last quarter.
	fn attach(n: u32) -> Weight;
	/// Leaving a delegate in the last quarter.
	fn detach() -> Weight;
	/// A signature that does not suffice.
	fn sponsor() -> Weight;
	/// A signature with which the fund places the deposit.
	fn sponsor_and_place() -> Weight;
	/// Taking the last signature back.
	fn unsponsor() -> Weight;
	/// Putting a poll that is not in the queue back into it.
	fn unstick() -> Weight;
	/// Looking at `n` entries of a queue and dropping all of them.
	fn unstick_track(n: u32) -> Weight;
	/// Closing a poll whose deposit the fund gets back.
	fn close() -> Weight;
	/// Removing `n` entries and the poll.
	fn clear(n: u32) -> Weight;
}
