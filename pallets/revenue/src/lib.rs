//! What the exchange earns and who gets it: listers, holders of KSI, validators, treasury.
//!
//! # Goals
//!
//! 1. All that traders pay in fees goes to people, in the token in which it was paid, by a rule that anyone can check: the
//!    lister's part of his market's fees, the rest among holders of KSI, validators and treasury (G1).
//! 2. Nothing is lost on the way: parts add up to what was divided, to the atom, and what cannot be delivered now waits
//!    where it is (G2).
//! 3. Nobody has to do anything for it, and nobody can keep it from happening: it goes by itself, and anyone may help (G3).
//! 4. Neither the number of markets nor that of holders is felt in a block (G4).
//! 5. Only a vote changes the rule (G5).
//!
//! # Design
//!
//! Fills pay into the **fee account** of their market, one record per call (`pallet-order-book`). **Collecting** (`collect.rs`)
//! empties it down to the minimum balance: the lister's part goes to the lister, the rest to the revenue account. It is
//! done in `on_idle` for some markets of each block in turn, and by a call for any market at any time (G3). A market that
//! ends is collected whole; where the ledger does not allow that yet, its lister is remembered in [`Ended`] (G2).
//!
//! At the end of each dividend epoch, after the last transaction of its last block, the revenue account is **divided**
//! (`distribute.rs`), token by token for those in which KSI pays: parts to validators and treasury, the rest, with what
//! rounding left, into the pot of KSI. It reaches the holders at the boundary that follows at once, so a dividend belongs to
//! whoever owned KSI when the epoch ended. There is no call for it: nobody can choose the moment.
//!
//! Each token is divided in a storage layer of its own, so that one which cannot move keeps back no other (G2).
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * What validators and treasury have got stays in their accounts until governance and staking spend it.
//! * A token in which KSI does not pay gathers in the revenue account until a vote opens it as a payout.
//! * A part for validators or treasury that is too small to open an account's record is divided again in the next epoch.
//! * A lister who cannot be paid, because he has none of the token and his part is below its minimum balance, or because
//!   his account is gone, loses that part to the others. Holding the minimum balance prevents it.
//! * The lister's part is rounded down at each collecting: less than an atom each time, which goes to the others.
//! * Dividends that a fee account earns, since it owns some of a share class for a while, stay in it.
//!
//! # Terms
//!
//! *Lister*: who founded a market. *Split*: the parts, in ppm. *Revenue account*: where fees wait for the end of the epoch.
//! *Boundary*: the moment an epoch starts.

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

mod collect;
mod distribute;
mod impl_fee_sink;
mod limits;
mod split;
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
pub use types::*;
pub use weights::WeightInfo;

/// The revenue of the exchange.
#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use pallet_order_book::MarketId;
	use shareholders_accounting::TokenId;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides. Tokens move through the ledger of the order book.
	#[pallet::config]
	pub trait Config:
		frame_system::Config + pallet_order_book::Config + pallet_shareholders::Config
	{
		/// Who sets the split: a vote, nobody else.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Where fees wait for the end of the epoch.
		type RevenueAccount: Get<Self::AccountId>;

		/// What validators are paid from.
		type ValidatorsAccount: Get<Self::AccountId>;

		/// The treasury of the platform.
		type TreasuryAccount: Get<Self::AccountId>;

		/// Markets looked at per block.
		#[pallet::constant]
		type MarketsPerBlock: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;
	}

	/// Who gets which part. One value, changed by vote.
	#[pallet::storage]
	#[pallet::storage_prefix = "Split"]
	pub type SplitOf<T> = StorageValue<_, RevenueSplit, ValueQuery>;

	/// The number of the market that is looked at next. One value, written by blocks with time left.
	#[pallet::storage]
	pub type NextMarket<T> = StorageValue<_, MarketId, ValueQuery>;

	/// Markets that have ended and whose fee account could not be emptied then. The number is assigned, so no hash is needed.
	///
	/// Paid by what is in the account; written at the end of a market, which takes a vote, and removed when the account has
	/// been emptied.
	#[pallet::storage]
	pub type Ended<T: Config> = StorageMap<_, Identity, MarketId, EndedMarket<T::AccountId>>;

	/// What the pallet starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Who gets which part.
		pub split: RevenueSplit,
		/// The runtime.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.split.check::<T>().is_ok(), "the parts of the revenue do not add up");
			SplitOf::<T>::put(self.split);
			for account in Pallet::<T>::accounts() {
				// So that any token can reach it, even one that does not let an account exist by itself.
				frame_system::Pallet::<T>::inc_providers(&account);
			}
		}
	}

	/// What happened. Amounts are in atoms of their token.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The fees of a market were collected in its quote token: `paid` to `lister`, the rest to the revenue account. `paid`
		/// is 0 where the lister cannot be paid.
		Collected {
			market: MarketId,
			token: TokenId,
			lister: T::AccountId,
			paid: Balance,
			revenue: Balance,
		},
		/// The revenue of an epoch was divided. A part of 0 was none, or too small to be delivered and stays for the next
		/// epoch.
		Distributed { token: TokenId, dividends: Balance, validators: Balance, treasury: Balance },
		/// The revenue in a token could not be divided and waits for the next epoch.
		NotDistributed { token: TokenId, error: DispatchError },
		/// The split was changed. It holds for what is collected and divided from now on.
		SplitSet { split: RevenueSplit },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// The parts of dividends, validators and treasury do not add up to 1,000,000 ppm. Correct them.
		PartsDoNotAddUp,
		/// The lister's part is above 1,000,000 ppm. Lower it.
		ListerPartTooLarge,
		/// There is no market with this number, and no ended one with fees left.
		UnknownMarket,
		/// The fee account has nothing to collect now: no fees, or its token is frozen. Try again when there are some.
		NothingToCollect,
		/// The revenue account cannot take so little of the token yet, or the token does not move now. The fees stay where they
		/// are; collect again when there are more.
		CannotCollect,
		/// A number left its range.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Accounts for what `on_finalize` does in the last block of an epoch.
		fn on_initialize(_now: BlockNumberFor<T>) -> Weight {
			Self::boundary_weight()
		}

		/// Collects the fees of some markets, so many as fit.
		fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::collect_in_turn(remaining)
		}

		/// Divides the revenue of an epoch after its last transaction.
		fn on_finalize(_now: BlockNumberFor<T>) {
			if Self::is_last_of_epoch() {
				Self::distribute_all();
			}
		}

		fn integrity_test() {
			Self::check_limits();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Collects the fees of a market: the lister's part goes to him, the rest to the revenue account, where it waits for
		/// the end of the epoch. The chain does so by itself, in turn for each market; nobody has to call this.
		///
		/// Origin: signed, anyone. Errors: `UnknownMarket`, `NothingToCollect`, `CannotCollect`. Emits `Collected`. The weight
		/// is two transfers.
		#[pallet::call_index(0)]
		pub fn collect(origin: OriginFor<T>, market: MarketId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(market)
		}

		/// Sets who gets which part of the revenue, for what is collected and divided from now on.
		///
		/// Origin: `GovernanceOrigin`, a vote. Errors: `PartsDoNotAddUp`, `ListerPartTooLarge`. Emits `SplitSet`. The weight is
		/// one value.
		#[pallet::call_index(1)]
		pub fn set_split(origin: OriginFor<T>, split: RevenueSplit) -> DispatchResult {
			<T as Config>::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_split(split)
		}
	}
}
