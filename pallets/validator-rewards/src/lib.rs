//! Pays validators and nominators from what the exchange earns: by points and stake, in kind, without inflation.
//!
//! # Goals
//!
//! 1. Whoever secures the chain is paid for each era by what they did and what they staked, by a rule that anyone can check (G1).
//! 2. Nothing is created for it: what is paid has been earned before, in whatever token it was earned (G2).
//! 3. Nothing is paid twice and nothing is lost: what cannot be delivered waits, and what nobody collects is paid to those who
//!    come after (G3).
//! 4. No block has more to do when there are more validators or nominators (G4).
//!
//! # Design
//!
//! The validators' part of fees is paid into one account by others ([`Config::Source`]). When an era has ended, all of it that is
//! not owed from earlier eras is **frozen** as the era's pots, one per token (`era.rs`).
//!
//! Anyone may then have a page of an era paid (`payout.rs`): a validator with up to so many of the nominators as a page of staking
//! has. The validator's part of a pot goes by points, of it first the commission, then everybody's part by stake (`division.rs`).
//! Who was exposed with how much, and who earned which points, is read from staking, which keeps it unchanged for as long as
//! it is needed here.
//!
//! Whoever cannot be paid in some token keeps nobody back: the page remembers who and which, and it can be paid again. Who has
//! asked not to be paid gives their part to the next era.
//!
//! All is rounded down. What is left of a pot, and what was not collected in time, is not owed any more after
//! `Stakers::history_depth` eras, and thus part of the next pot.
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * A part below a token's minimum balance cannot be delivered to someone who has none of the token. Holding the minimum, or naming
//!   a payee who does, prevents it.
//! * Parts go to the payee of the moment, not to that of the era.
//! * Staked payees are paid freely: what they get is not staked by itself.
//! * If nobody earned a point in an era there is no pot for it; all goes to the next one.
//! * Stakers are not told of what is left from rounding: less than an atom per person, token and era.
//!
//! # Terms
//!
//! *Era, stash, nominator, commission, points, page*: as in pallet-staking. *Pot*: what an era pays in a token. *Owed*: what is left
//! of all pots. *Position*: a person of a page, the validator first.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::as_conversions,
		clippy::arithmetic_side_effects,
		missing_docs
	)
)]

extern crate alloc;

pub mod division;
mod era;
mod impl_staking;
mod limits;
mod payout;
mod stakers;
mod transfer;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use stakers::*;
pub use types::*;
pub use weights::WeightInfo;

/// The pay of those who secure the chain.
#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		dispatch::WithPostDispatchInfo,
		pallet_prelude::*,
		traits::fungibles::{Inspect, Mutate},
	};
	use frame_system::pallet_prelude::*;
	use shareholders_accounting::TokenId;
	use sp_staking::{EraIndex, Page};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Every token, KSI included, as one ledger.
		type Tokens: Inspect<Self::AccountId, AssetId = TokenId, Balance = Balance>
			+ Mutate<Self::AccountId>;

		/// Who staked what and earned which points.
		type Stakers: Stakers<Self::AccountId>;

		/// The account that pay comes from. Nothing else may pay from it.
		type Source: Get<Self::AccountId>;

		/// The tokens that pots are frozen in. Changes hold from the next era on.
		type PayTokens: Get<BoundedVec<TokenId, Self::MaxTokens>>;

		/// The number of tokens an era pays in, at most [`MAX_TOKENS`].
		#[pallet::constant]
		type MaxTokens: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// Sets up what benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// What the pallet knows of time. One value; nothing before the first era.
	#[pallet::storage]
	#[pallet::storage_prefix = "Clock"]
	pub type ClockOf<T> = StorageValue<_, Clock>;

	/// What was frozen for an era, and what is left of it. A few dozens, in order, so the hash need not be strong.
	///
	/// Written at the change of the era, removed when it has expired.
	#[pallet::storage]
	pub type Eras<T: Config> = StorageMap<_, Twox64Concat, EraIndex, EraPotsOf<T>>;

	/// Pages that have been paid, with those who could not be: by era, validator, page. Nobody chooses the hash of an account freely
	/// who wants to be elected with it, so the hashes need not be strong.
	///
	/// Paid by who has it paid; removed by idle blocks when the era has expired.
	#[pallet::storage]
	pub type Pages<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Twox64Concat, EraIndex>,
			NMapKey<Twox64Concat, T::AccountId>,
			NMapKey<Twox64Concat, Page>,
		),
		UnpaidOf,
	>;

	/// What is left of all pots in a token. A few tokens, chosen by a vote.
	#[pallet::storage]
	pub type Owed<T> = StorageMap<_, Twox64Concat, TokenId, Balance, ValueQuery>;

	/// What happened. Amounts are in atoms of their token.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An era has ended and pays this much in a token.
		PotFrozen { era: EraIndex, token: TokenId, amount: Balance },
		/// What was left of a pot is not owed any more; it is part of the next one.
		PotExpired { era: EraIndex, token: TokenId, left: Balance },
		/// A staker was paid, at `payee`.
		Paid {
			era: EraIndex,
			validator: T::AccountId,
			stash: T::AccountId,
			payee: T::AccountId,
			token: TokenId,
			amount: Balance,
		},
		/// A staker does not want to be paid; the next era will.
		Donated { era: EraIndex, stash: T::AccountId, token: TokenId, amount: Balance },
		/// A page was paid, but for `unpaid` persons who could not be paid in every token. It can be paid again.
		PagePaid { era: EraIndex, validator: T::AccountId, page: Page, unpaid: u32 },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// The era has not ended, had nothing to pay, or has expired. Have a later one paid.
		UnknownEra,
		/// The validator earned no points in this era.
		NoPoints,
		/// The validator has no such page in this era. Pages count from 0.
		UnknownPage,
		/// All of this page have been paid.
		AlreadyPaid,
		/// Nobody of this page can be paid now: what they get is below a minimum balance that they do not have, or the token
		/// does not move. Try again when that has changed.
		NothingDelivered,
		/// A number left its range.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Freezes the pots of an era in the first block after it.
		fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
			Self::look_at_era()
		}

		/// Removes what is left of expired eras, some of it.
		fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::sweep(remaining)
		}

		fn integrity_test() {
			Self::check_limits();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Pays a validator, on page 0, and the nominators of a page what they earned in an era that has ended. Who cannot be paid
		/// in a token now can be later, by another call, until the era expires.
		///
		/// Origin: signed, anyone, for anyone. Errors: `UnknownEra`, `NoPoints`, `UnknownPage`, `AlreadyPaid`, `NothingDelivered`,
		/// `Overflow`. Emits `Paid` or `Donated` for each person and token, and `PagePaid`. The weight is a transfer for each;
		/// what is not needed is given back.
		#[pallet::call_index(0)]
		#[pallet::weight(<T as Config>::WeightInfo::payout(Pallet::<T>::most_payments()))]
		pub fn payout(
			origin: OriginFor<T>,
			era: EraIndex,
			validator: T::AccountId,
			page: Page,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let weight = <T as Config>::WeightInfo::payout;
			match Self::do_payout(era, &validator, page) {
				Ok(payments) => Ok(Some(weight(payments)).into()),
				Err((error, payments)) => Err(error.with_weight(weight(payments))),
			}
		}
	}
}
