//! What is asked of staking.

use alloc::vec::Vec;
use sp_runtime::Perbill;
use sp_staking::{EraIndex, Page};

/// Who staked what, and earned which points. What is said of an era that has ended must not change for [`Stakers::history_depth`]
/// eras.
pub trait Stakers<AccountId> {
	/// The era in which points are earned now. `None` before the first.
	fn active_era() -> Option<EraIndex>;

	/// All points that were earned in an era.
	fn all_points(era: EraIndex) -> u32;

	/// The points that a validator earned in an era.
	fn points(era: EraIndex, validator: &AccountId) -> u32;

	/// One page of those behind a validator in an era. `None` if there is no such page.
	fn exposure(era: EraIndex, validator: &AccountId, page: Page) -> Option<Exposed<AccountId>>;

	/// Where a staker wants to be paid.
	fn payee(stash: &AccountId) -> Payee<AccountId>;

	/// Nominators per page, at most.
	fn page_size() -> u32;

	/// For how many eras after its end an era can be paid.
	fn history_depth() -> u32;

	/// Makes `validator` have earned the only points of an era, with a full page of nominators.
	#[cfg(feature = "runtime-benchmarks")]
	fn expose(era: EraIndex, validator: &AccountId, nominators: Vec<AccountId>);

	/// Makes an era the active one.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_active_era(era: EraIndex);
}

/// One page of those behind a validator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed<AccountId> {
	/// What the validator takes first.
	pub commission: Perbill,
	/// All that is staked behind the validator, on all pages. At least the sum of this one.
	pub all_stakes: u128,
	/// The validator's own stake. On pages after the first it does not count, for it has been paid with that one.
	pub own_stake: u128,
	/// Nominators and their stakes, at most [`Stakers::page_size`].
	pub nominators: Vec<(AccountId, u128)>,
}

/// Where somebody wants to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payee<AccountId> {
	/// Here.
	Account(AccountId),
	/// Not at all.
	Nobody,
}

/// Sets up what benchmarks need.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper {
	/// Creates a token that accounts cannot exist by.
	fn create_token(token: shareholders_accounting::TokenId);
}
