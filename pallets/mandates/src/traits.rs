//! What the pallet needs of others. The runtime connects them; `impl_*.rs` do it for the SDK's pallets.

use crate::{Balance, SetId};
use alloc::vec::Vec;
use frame_support::dispatch::DispatchResult;
use shareholders_accounting::TokenId;
use sp_staking::EraIndex;

/// Staking, as far as votes reach into it. Whoever calls has checked origin and bounds.
pub trait StakingAdmin<AccountId> {
	/// Sets how many validators an election fills.
	fn set_validator_count(count: u32) -> DispatchResult;

	/// Sets what a nominator and a validator must bond at least, in atoms of KSI. Who has less stays as he is.
	fn set_minimum_bonds(nominator: Balance, validator: Balance) -> DispatchResult;

	/// Who is to be slashed at the start of this era, in the order in which staking keeps them. Someone may be there twice.
	fn deferred_slashes(era: EraIndex) -> Vec<AccountId>;

	/// Takes these out of the slashes of an era. Indices into [`Self::deferred_slashes`], ascending, each once.
	fn cancel_slashes(era: EraIndex, indices: Vec<u32>) -> DispatchResult;

	/// Those who have not earned one point in the present era.
	fn without_points(validators: Vec<AccountId>) -> Vec<AccountId>;

	/// Removes someone from the candidates. He may become one again. Refused if he is none.
	fn chill(validator: &AccountId) -> DispatchResult;

	/// Lets the next set of validators be elected the next time one can be planned.
	fn force_new_era() -> DispatchResult;
}

/// Finality, as far as votes reach into it.
pub trait FinalityAdmin<BlockNumber> {
	/// The number of the present set of voters.
	fn set_id() -> SetId;

	/// Whether a change of voters is signalled and not in force, or one is to be forced already.
	fn is_changing() -> bool;

	/// Forces the set of the session that starts next upon finality, `delay` blocks after that start, voting on top of
	/// `best_finalized`.
	///
	/// Nodes forget the changes they had not finalized. With `last_set`, the number of the set that finalized
	/// `best_finalized`, the chain forgets them too and counts on from there.
	fn force_change(
		delay: BlockNumber,
		best_finalized: BlockNumber,
		last_set: Option<SetId>,
	) -> DispatchResult;
}

/// The treasury, as far as votes reach into it.
pub trait Treasury<AccountId, BlockNumber> {
	/// Lets the beneficiary be paid `amount` atoms of a token from a block on, or from now on.
	fn spend(
		token: TokenId,
		amount: Balance,
		beneficiary: AccountId,
		valid_from: Option<BlockNumber>,
	) -> DispatchResult;
}

/// Makes states for benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Makes these the validators in session, as candidates who have authored nothing.
	fn make_validators(validators: &[AccountId]);

	/// Defers a slash of each of these in an era.
	fn defer_slashes(era: EraIndex, offenders: &[AccountId]);

	/// So many calls that can be paused: pallet and call by name.
	fn pausable_calls(count: u32) -> Vec<(Vec<u8>, Vec<u8>)>;
}
