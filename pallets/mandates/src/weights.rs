//! What the calls weigh. The figures are in [`measured`]; each benchmark sets up the worst case.

pub mod measured;

use frame_support::weights::Weight;
pub use measured::SubstrateWeight;

/// What every call costs. Reference time in picoseconds; the chain has no limit on proof size.
///
/// The steps of a rescue at the end of a session are not charged: that block is charged whole by the session pallet.
pub trait WeightInfo {
	/// Authorising an upgrade.
	fn authorize_upgrade() -> Weight;
	/// Taking an authorisation back.
	fn revoke_upgrade() -> Weight;
	/// Removing an authorisation that has expired.
	fn lapse_upgrade() -> Weight;
	/// Pausing `c` calls.
	fn pause(c: u32) -> Weight;
	/// Removing a pause.
	fn resume() -> Weight;
	/// Spending.
	fn spend() -> Weight;
	/// Setting the size of the validator set.
	fn set_validator_count() -> Weight;
	/// Setting the least bonds.
	fn set_minimum_bonds() -> Weight;
	/// Cancelling the slashes of `o` offenders, with so many slashes of each era as there can be validators.
	fn cancel_slash(o: u32) -> Weight;
	/// Signalling a stall among `v` validators who all have.
	fn signal_stall(v: u32) -> Weight;
	/// Taking one of `v` signals back.
	fn withdraw_signal(v: u32) -> Weight;
	/// Beginning a rescue of `v` validators, of whom `d` are lost.
	fn rescue(v: u32, d: u32) -> Weight;
}
