//! Vesting grants: shares that earn and vote from the first day and become free over time.
//!
//! # Goals
//!
//! 1. Whoever is granted shares owns them at once: they earn dividends and vote like any others (G1).
//! 2. What is due becomes free by itself of anybody's will: anyone may release it, and nothing that stops a class keeps it
//!    back (G2).
//! 3. The company takes back only what it said it could, and only what is not due (G3).
//!
//! # Design
//!
//! A grant moves shares from the company's account to the holder and puts them on hold there; the register counts free and
//! held (G1). What is due is a straight line from `start` to `end`, nothing before the `cliff`, rounded down to an atom:
//! `floor(amount x (now - start) / (end - start))`. Releasing it changes no total, so it needs no register (G2).
//!
//! Nobody can fill an account with grants: only the company of a class gives any, of shares it owns, to accounts that exist,
//! at most [`MAX_GRANTS`] of a class.
//!
//! A split converts an account's grants together with its holds: [`Pallet::rescale`].
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * A grant cannot be given on or pledged: it is a hold, and holds are their owner's.
//! * After a split what is due may be late by up to two atoms until the end, when all of it is.
//! * A grant costs no deposit: it is paid by the shares that the company gives away.
//!
//! # Terms
//!
//! *Vested*: due to the holder by the passing of time. *Cliff*: the block before which nothing is. *Released*: free.

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

mod granting;
mod impl_split_holds;
mod reads;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
#[allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]
mod types;
mod vesting;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use impl_split_holds::GrantsAnd;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use sp_runtime::traits::StaticLookup;

/// Grants of one class that an account can have at a time.
pub const MAX_GRANTS: u32 = 8;

type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::fungibles};
	use frame_system::pallet_prelude::*;
	use pallet_shareholders::Balance;
	use shareholders_accounting::TokenId;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Vesting grants.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config + pallet_shareholders::Config {
		/// Reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// The tokens that share classes are, as one ledger with holds.
		type Ledger: fungibles::Inspect<Self::AccountId, AssetId = TokenId, Balance = Balance>
			+ fungibles::hold::Inspect<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>
			+ fungibles::hold::Mutate<Self::AccountId>;

		/// Weights.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds shares.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// They were granted and have not been released.
		Vesting,
	}

	/// The number of the next grant. One value, written when one is given.
	#[pallet::storage]
	pub type NextGrantId<T> = StorageValue<_, GrantId, ValueQuery>;

	/// Grants by class and account, in the order in which they were given. Both are chosen by users and therefore hashed.
	///
	/// Paid by the shares on hold for them. A grant is removed when all of it has been released, or when it is revoked.
	#[pallet::storage]
	pub type Grants<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		TokenId,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<Grant, ConstU32<MAX_GRANTS>>,
		ValueQuery,
	>;

	/// What happened. Amounts are in atoms of the class.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The company gave `who` shares, which are on hold and vest as `terms` say.
		Granted {
			class: TokenId,
			who: T::AccountId,
			grant: GrantId,
			amount: Balance,
			terms: GrantTerms,
		},
		/// `amount` of a grant is free from now on.
		Released { class: TokenId, who: T::AccountId, grant: GrantId, amount: Balance },
		/// The company took a grant back: `vested` is free, `returned` is the company's again.
		Revoked {
			class: TokenId,
			who: T::AccountId,
			grant: GrantId,
			vested: Balance,
			returned: Balance,
		},
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// The amount is zero. Grant at least one atom.
		ZeroAmount,
		/// The grant ends before it starts, or its cliff is outside of it.
		DatesReversed,
		/// All of it would be due at once. Choose a later end, or send the shares.
		AlreadyVested,
		/// The account does not exist. It gets into being by receiving KSI.
		NoSuchAccount,
		/// The company does not grant shares to itself.
		ToTheCompany,
		/// The account has as many grants of the class as it can have. Wait for one to end.
		TooManyGrants,
		/// The account has no such grant of the class.
		UnknownGrant,
		/// Nothing more is due yet. Ask again later.
		NothingVested,
		/// The grant was given for good.
		NotRevocable,
		/// All of the grant is due to its holder. Release it.
		FullyVested,
		/// A number left its range.
		Overflow,
		/// The records contradict each other.
		Corrupt,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Gives `who` shares of the company's own, which become free over time.
		///
		/// Origin: whoever acts for the company of the class. Errors: `NotAShareClass`, `ClassHalted`, `PlatformClass`,
		/// `NotForCompany` of the register; `ZeroAmount`, `DatesReversed`, `AlreadyVested`, `ToTheCompany`, `NoSuchAccount`,
		/// `TooManyGrants`, and what the ledger says of the shares. Emits `Granted`. The weight is a transfer of shares and two
		/// entries.
		#[pallet::call_index(0)]
		pub fn grant(
			origin: OriginFor<T>,
			class: TokenId,
			who: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
			terms: GrantTerms,
		) -> DispatchResult {
			let by = ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_grant(&by, class, who, amount, terms)
		}

		/// Releases what is due of a grant.
		///
		/// Origin: signed, anyone; also while the class is halted or frozen. Errors: `UnknownGrant`, `NothingVested`. Emits
		/// `Released`. The weight is a release and one entry.
		#[pallet::call_index(1)]
		pub fn vest(
			origin: OriginFor<T>,
			class: TokenId,
			who: AccountIdLookupOf<T>,
			grant: GrantId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_vest(class, who, grant)
		}

		/// Takes a grant back: what is due is released, the rest returns to the company's account.
		///
		/// Origin: whoever acts for the company of the class. Errors: `NotAShareClass`, `ClassHalted`, `PlatformClass`,
		/// `NotForCompany` of the register; `UnknownGrant`, `NotRevocable`, `FullyVested`, and what the ledger says of the
		/// shares. Emits `Revoked`. The weight is a release, a transfer of shares and one entry.
		#[pallet::call_index(2)]
		pub fn revoke(
			origin: OriginFor<T>,
			class: TokenId,
			who: AccountIdLookupOf<T>,
			grant: GrantId,
		) -> DispatchResult {
			let by = ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_revoke(&by, class, who, grant)
		}
	}
}
