//! The token ledger: one record per token and account, free and held together.
//!
//! # Goals
//!
//! 1. Every change of what an account owns passes one function, which tells others (G1).
//! 2. A hold stays in its owner's record: the tokens remain owned, and one storage key changes (G2).
//! 3. Wallets and explorers that know pallet-assets show and transfer our tokens unchanged (G3).
//! 4. Powers over other people's tokens are visible and can be given up for good (G4).
//! 5. Whatever is stored is paid by a deposit, which is itself a hold and comes back in full (G5).
//!
//! # Design
//!
//! `ledger.rs` is the only writer of [`Account`] and the only caller of [`Config::OnBalanceChange`]
//! (G1). An operation loads the records it touches, computes on them in memory, refuses or writes
//! each once, and reports last. Free and held parts share [`AccountRecord`] (G2). Calls, storage and
//! events have the names, the order of arguments and the indices of pallet-assets; its `force_*` calls
//! and `block` do not exist, and no origin stands above the four roles (G3, G4).
//!
//! The pallet implements the `fungibles` family of traits, holds included, for pallets that move
//! tokens on somebody's behalf.
//!
//! # Existence and small amounts
//!
//! A record comes into being with at least the token's minimum, or by a deposit (`touch`). Free and
//! held count together. Free tokens cannot be taken out so that a total between 0 and the minimum
//! stays behind: the rest (dust) goes along to the receiver of a `transfer`, is burned by `burn` and by
//! the `fungibles` traits, and stops a call that keeps the sender alive. While anything is on hold the
//! record has to keep the minimum instead.
//!
//! Holds follow no such rule, since an exchange must be able to fill an order exactly and a cancelled
//! order must come back exactly: what a partial fill leaves behind stays in the record, be it less than
//! the minimum. It leaves like any other dust, with the next transfer.
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * A record below the minimum, left by a partial fill, is paid by nothing but the fees of the two
//!   orders.
//! * While accounts with tokens on hold come first in storage, `destroy_accounts` cannot go past them;
//!   it goes on when their holds are released.
//! * A deposit that belongs to the owner of a token stays on hold for good if the owner gives the role
//!   up, because the entry it pays for stays as well.
//! * An approval that a split leaves nothing of stays, with its deposit, until its owner cancels it.
//! * A dropped `Debt` of the `fungibles` traits adds to the supply without regard to the authorised
//!   maximum, since dropping cannot fail. No call makes one.
//!
//! # Terms
//!
//! *Token*: a kind of balance, `asset` where wallets expect the word. *Atom*: its smallest unit, in
//! which all amounts are. *Free*, *held*, *total*: what the owner can send, what is kept for a reason,
//! the sum. *Dust*: a free rest below the token's minimum.

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

mod accounts;
mod approvals;
mod class;
mod freezing;
pub mod hook;
mod impl_fungibles;
mod impl_hold;
pub mod key;
mod ledger;
mod metadata;
mod roles;
pub mod session;
pub mod splitting;
mod supply;
mod token;
mod transfers;
#[allow(
	clippy::as_conversions,
	clippy::unit_cmp,
	reason = "written by codec's derive macros, and by PartialEq for the empty field `extra`"
)]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
#[allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	reason = "set-up of benchmarks, which never runs on a chain"
)]
mod benchmarking;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use hook::OnBalanceChange;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::BoundedVec;
use sp_runtime::traits::StaticLookup;

/// Details of a token in a runtime.
pub type AssetDetailsOf<T> = AssetDetails<<T as frame_system::Config>::AccountId>;

/// Record of an account in a runtime.
pub type AccountRecordOf<T> = AccountRecord<
	<T as frame_system::Config>::AccountId,
	<T as Config>::RuntimeHoldReason,
	<T as Config>::MaxHolds,
>;

/// Name, symbol and decimals of a token in a runtime.
pub type AssetMetadataOf<T> = AssetMetadata<BoundedVec<u8, <T as Config>::StringLimit>>;

/// What a record rests on in a runtime.
pub(crate) type ReasonOf<T> = ExistenceReason<<T as frame_system::Config>::AccountId>;

type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

#[allow(
	unused_qualifications,
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and codec's derive macros; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, Contains},
	};
	use frame_system::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The token ledger.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The native token, KSI, in which deposits are held.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Why tokens of this ledger, or KSI for a deposit, are on hold.
		type RuntimeHoldReason: From<HoldReason> + Parameter + Member + MaxEncodedLen + Copy;

		/// Hears of every change of a total. It must not move tokens of this ledger.
		type OnBalanceChange: OnBalanceChange<TokenId, Self::AccountId, Balance>;

		/// Tokens that others refer to, such as the two tokens of a listed market. Their owners
		/// cannot start destroying them. `frame_support::traits::Nothing` if there are none.
		type Pinned: Contains<TokenId>;

		/// Atoms of KSI held at the creator of a token.
		#[pallet::constant]
		type AssetDeposit: Get<Balance>;

		/// Atoms of KSI held by `touch` for a record that exists without a balance.
		#[pallet::constant]
		type AssetAccountDeposit: Get<Balance>;

		/// Atoms of KSI held at the owner of a token for its name and symbol, whatever their length.
		#[pallet::constant]
		type MetadataDepositBase: Get<Balance>;

		/// Atoms of KSI held on top of it for each byte of name and symbol.
		#[pallet::constant]
		type MetadataDepositPerByte: Get<Balance>;

		/// Atoms of KSI held at the owner of the tokens for an approval.
		#[pallet::constant]
		type ApprovalDeposit: Get<Balance>;

		/// Longest name, and longest symbol, in bytes.
		#[pallet::constant]
		type StringLimit: Get<u32>;

		/// Most records or approvals that one call of `destroy_accounts` or `destroy_approvals`
		/// looks at.
		#[pallet::constant]
		type RemoveItemsLimit: Get<u32>;

		/// Most reasons for which one record can have tokens on hold at a time.
		#[pallet::constant]
		type MaxHolds: Get<u32>;

		/// Measured weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds KSI. Each amount is recorded in the entry that it pays for.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// At the owner of a token, for [`Asset`].
		TokenDeposit,
		/// At the owner of a token, for [`Metadata`].
		MetadataDeposit,
		/// At whoever paid for a record without a balance, for [`Account`].
		AccountDeposit,
		/// At the owner of the tokens, for [`Approvals`].
		ApprovalDeposit,
	}

	/// Details of each token.
	///
	/// Paid by `AssetDeposit`, held at the owner and released by `finish_destroy`. Hashed with
	/// `Blake2_128Concat` because creators choose the id, and because wallets compute this key.
	#[pallet::storage]
	pub type Asset<T: Config> = StorageMap<_, Blake2_128Concat, TokenId, AssetDetailsOf<T>>;

	/// What each account owns of each token, free and held.
	///
	/// Paid by the token's minimum balance, or by `AssetAccountDeposit`, which `refund` releases.
	/// Hashed with `Blake2_128Concat` because users choose account ids, and because wallets compute
	/// this key.
	#[pallet::storage]
	pub type Account<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		TokenId,
		Blake2_128Concat,
		T::AccountId,
		AccountRecordOf<T>,
	>;

	/// What a delegate may move of an owner's tokens: token, owner, delegate.
	///
	/// Paid by `ApprovalDeposit`, held at the owner of the tokens and released when the approval is
	/// used up, cancelled or destroyed. Hashed as [`Account`] is.
	#[pallet::storage]
	pub type Approvals<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TokenId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
		),
		Approval,
	>;

	/// Name, symbol and decimals of each token.
	///
	/// Paid by `MetadataDepositBase` and `MetadataDepositPerByte`, held at the token's owner and
	/// released by `clear_metadata` or `finish_destroy`. Hashed as [`Asset`] is.
	#[pallet::storage]
	pub type Metadata<T: Config> =
		StorageMap<_, Blake2_128Concat, TokenId, AssetMetadataOf<T>, ValueQuery>;

	/// Tokens that exist from the first block. They carry no deposit.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Id, owner (who gets all four roles), whether it is sufficient, minimum balance in atoms.
		pub assets: Vec<(TokenId, T::AccountId, bool, Balance)>,
		/// Id, name, symbol, decimals.
		pub metadata: Vec<(TokenId, Vec<u8>, Vec<u8>, u8)>,
		/// Id, account, free balance in atoms. The supply is the sum. An account must exist already
		/// (own KSI, say) unless the token is sufficient.
		pub accounts: Vec<(TokenId, T::AccountId, Balance)>,
		/// Id and authorised maximum in atoms, of tokens that have one.
		pub maximums: Vec<(TokenId, Balance)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (id, owner, is_sufficient, min_balance) in &self.assets {
				let created =
					Pallet::<T>::insert_token(*id, owner, owner, *min_balance, *is_sufficient, 0);
				assert!(created.is_ok(), "genesis token {id}: {created:?}");
			}
			for (id, name, symbol, decimals) in &self.metadata {
				let set = Pallet::<T>::insert_metadata(*id, name, symbol, *decimals, 0);
				assert!(set.is_ok(), "genesis metadata of token {id}: {set:?}");
			}
			for (id, who, amount) in &self.accounts {
				let minted = Pallet::<T>::mint_unchecked_by_role(*id, who, *amount);
				assert!(minted.is_ok(), "genesis account {who:?} of token {id}: {minted:?}");
			}
			for (id, maximum) in &self.maximums {
				let set =
					Asset::<T>::get(id).ok_or(DispatchError::from(Error::<T>::Unknown)).and_then(
						|token| Pallet::<T>::do_set_authorised_maximum(*id, &token.owner, *maximum),
					);
				assert!(set.is_ok(), "genesis maximum of token {id}: {set:?}");
			}
		}
	}

	/// What happened. Amounts are in atoms of the token.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A token was created by `creator`; `owner` is its issuer, admin and freezer.
		Created { asset_id: TokenId, creator: T::AccountId, owner: T::AccountId },
		/// `amount` was minted into the account of `owner`.
		Issued { asset_id: TokenId, owner: T::AccountId, amount: Balance },
		/// `amount` went from one account to another.
		Transferred { asset_id: TokenId, from: T::AccountId, to: T::AccountId, amount: Balance },
		/// `balance` was burned from the account of `owner`.
		Burned { asset_id: TokenId, owner: T::AccountId, balance: Balance },
		/// The roles other than owner were assigned.
		TeamChanged {
			asset_id: TokenId,
			issuer: T::AccountId,
			admin: T::AccountId,
			freezer: T::AccountId,
		},
		/// The owner role went to `owner`.
		OwnerChanged { asset_id: TokenId, owner: T::AccountId },
		/// `who` can no longer send.
		Frozen { asset_id: TokenId, who: T::AccountId },
		/// `who` can send again.
		Thawed { asset_id: TokenId, who: T::AccountId },
		/// Nobody can send or receive.
		AssetFrozen { asset_id: TokenId },
		/// The token moves again.
		AssetThawed { asset_id: TokenId },
		/// Records of a token that is being destroyed were removed.
		AccountsDestroyed { asset_id: TokenId, accounts_destroyed: u32, accounts_remaining: u32 },
		/// Approvals of a token that is being destroyed were removed.
		ApprovalsDestroyed { asset_id: TokenId, approvals_destroyed: u32, approvals_remaining: u32 },
		/// The token is being destroyed.
		DestructionStarted { asset_id: TokenId },
		/// The token is gone.
		Destroyed { asset_id: TokenId },
		/// Name, symbol and decimals were set.
		MetadataSet {
			asset_id: TokenId,
			name: Vec<u8>,
			symbol: Vec<u8>,
			decimals: u8,
			is_frozen: bool,
		},
		/// Name, symbol and decimals were removed.
		MetadataCleared { asset_id: TokenId },
		/// `delegate` may move `amount` more of the tokens of `source`.
		ApprovedTransfer {
			asset_id: TokenId,
			source: T::AccountId,
			delegate: T::AccountId,
			amount: Balance,
		},
		/// `delegate` may no longer move tokens of `owner`.
		ApprovalCancelled { asset_id: TokenId, owner: T::AccountId, delegate: T::AccountId },
		/// `delegate` moved `amount` of the tokens of `owner` to `destination`.
		TransferredApproved {
			asset_id: TokenId,
			owner: T::AccountId,
			delegate: T::AccountId,
			destination: T::AccountId,
			amount: Balance,
		},
		/// A record for `who` was opened with a deposit of `depositor`.
		Touched { asset_id: TokenId, who: T::AccountId, depositor: T::AccountId },
		/// Another pallet put `amount`, which it had taken or issued before, into an account.
		Deposited { asset_id: TokenId, who: T::AccountId, amount: Balance },
		/// Another pallet took `amount` out of an account, to put or burn it later in the call.
		Withdrawn { asset_id: TokenId, who: T::AccountId, amount: Balance },
		/// The supply grew by `amount` that is not in an account yet.
		IssuedCredit { asset_id: TokenId, amount: Balance },
		/// The supply shrank by `amount` that was in no account.
		BurnedCredit { asset_id: TokenId, amount: Balance },
		/// The supply shrank by `amount` that has to leave an account yet.
		IssuedDebt { asset_id: TokenId, amount: Balance },
		/// The supply grew by `amount` that did not leave an account after all.
		BurnedDebt { asset_id: TokenId, amount: Balance },
		/// `who` gave `role` up; nobody holds it from now on.
		RoleRenounced { asset_id: TokenId, role: Role, who: T::AccountId },
		/// No mint can take the supply above `maximum`.
		AuthorisedMaximumSet { asset_id: TokenId, maximum: Balance },
		/// The token stands still: its accounts are being converted.
		SplitStarted { asset_id: TokenId },
		/// What `who` owns was `old` and is `new` by a split of the token.
		Converted { asset_id: TokenId, who: T::AccountId, old: Balance, new: Balance },
		/// `delegate` could move `old` of the tokens of `source` and may move `new` by a split of the token.
		ApprovalConverted {
			asset_id: TokenId,
			source: T::AccountId,
			delegate: T::AccountId,
			old: Balance,
			new: Balance,
		},
		/// All accounts have been converted and the token moves again.
		SplitFinished { asset_id: TokenId },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// The sender does not own that much free of the token. Send less, or cancel orders first.
		BalanceLow,
		/// The account has no record of the token. It gets one by receiving some, or by `touch`.
		NoAccount,
		/// The caller does not hold the role that this call asks for.
		NoPermission,
		/// No token has this id.
		Unknown,
		/// The account is frozen for this token. Its admin can thaw it.
		Frozen,
		/// Another token has this id. Choose another id.
		InUse,
		/// Id 0 stands for KSI, which is not in this ledger, and ids from 2^31 on are given by the chain. Use the calls of
		/// `Balances`, or choose a smaller id.
		ReservedId,
		/// The minimum balance is 0. Choose at least 1.
		MinBalanceZero,
		/// Name or symbol is longer than `StringLimit`. Shorten it.
		BadMetadata,
		/// The token has no name and symbol to remove.
		NoMetadata,
		/// No approval allows this much. Ask the owner of the tokens to approve more.
		Unapproved,
		/// The sender would be left with less than the minimum balance, and the call, or an amount on
		/// hold, keeps the record. Send less, or use `transfer`.
		WouldDie,
		/// The account has a record of the token already.
		AlreadyExists,
		/// The record rests on no deposit and no consumer reference, so there is nothing to refund.
		NoDeposit,
		/// The record still contains tokens. Send them away, or allow to burn them.
		WouldBurn,
		/// The token is not live: frozen, or being destroyed. A frozen token can be thawed by its admin.
		AssetNotLive,
		/// The token is not in the status for which this call is made.
		IncorrectStatus,
		/// The token is not frozen.
		NotFrozen,
		/// Tokens are on hold, in open orders say. Their owners have to release them first.
		ContainsHolds,
		/// Records or approvals are left. Call `destroy_accounts` and `destroy_approvals` first.
		StillReferenced,
		/// A market, or another pallet, refers to this token, so it cannot be destroyed.
		Pinned,
		/// The role has been given up for good. Nobody can make this call for this token.
		RoleRenounced,
		/// The supply would exceed the authorised maximum. Mint less.
		AboveAuthorisedMaximum,
		/// The maximum is not lower than the one in force. It can only be lowered.
		MaximumNotLowered,
		/// The maximum is lower than the supply. Burn first, or choose a higher one.
		MaximumBelowSupply,
		/// The token is being split and stands still meanwhile. Anybody can speed the split up; try again when it is done.
		BeingSplit,
		/// The token is not being split.
		NotBeingSplit,
		/// An account cannot be converted to less than what stays on hold.
		HoldsExceedTotal,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::StringLimit::get() > 0, "a token needs room for its name");
			assert!(T::RemoveItemsLimit::get() > 0, "destroying has to make progress");
			assert!(T::MaxHolds::get() > 0, "a hold has to fit");
			assert!(T::AssetDeposit::get() > 0, "a token has to be paid for");
			assert!(T::AssetAccountDeposit::get() > 0, "a record has to be paid for");
			assert!(T::ApprovalDeposit::get() > 0, "an approval has to be paid for");
			assert!(T::MetadataDepositPerByte::get() > 0, "a name has to be paid for");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Creates a token with no supply. Its id is free, not 0 and below [`RESERVED_FROM`].
		///
		/// Origin: signed; the signer becomes the owner and pays `AssetDeposit`, on hold until
		/// `finish_destroy`. `admin` becomes issuer, admin and freezer. No account gets a record with
		/// less than `min_balance` atoms, at least 1. Emits `Created`.
		#[pallet::call_index(0)]
		pub fn create(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			admin: AccountIdLookupOf<T>,
			min_balance: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let admin = T::Lookup::lookup(admin)?;
			Self::do_create(id, &owner, &admin, min_balance)
		}

		/// Starts to destroy a token: nothing moves any more, except that holds can be released.
		///
		/// Origin: the owner. Refused while a market refers to the token. There is no way back. Emits
		/// `DestructionStarted`.
		#[pallet::call_index(2)]
		pub fn start_destroy(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_start_destroy(id, Some(who))
		}

		/// Burns what accounts own of a token that is being destroyed, and returns their deposits.
		///
		/// Origin: signed, anyone. Looks at `RemoveItemsLimit` records and passes over those with
		/// tokens on hold; `ContainsHolds` if there were only such. To be repeated until no record is
		/// left. Emits `AccountsDestroyed`. The weight grows with the number of records.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::destroy_accounts(T::RemoveItemsLimit::get()))]
		pub fn destroy_accounts(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let visited = Self::do_destroy_accounts(id, T::RemoveItemsLimit::get())?.visited;
			Ok(Some(T::WeightInfo::destroy_accounts(visited)).into())
		}

		/// Removes approvals of a token that is being destroyed, and returns their deposits.
		///
		/// Origin: signed, anyone. Removes at most `RemoveItemsLimit`; to be repeated until none is
		/// left. Emits `ApprovalsDestroyed`. The weight grows with the number of approvals.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::destroy_approvals(T::RemoveItemsLimit::get()))]
		pub fn destroy_approvals(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_destroy_approvals(id, T::RemoveItemsLimit::get())?;
			Ok(Some(T::WeightInfo::destroy_approvals(removed)).into())
		}

		/// Removes a token that has no records and no approvals left, and returns its deposits.
		///
		/// Origin: signed, anyone. Emits `Destroyed`.
		#[pallet::call_index(5)]
		pub fn finish_destroy(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_finish_destroy(id)
		}

		/// Creates `amount` atoms in the account of `beneficiary`.
		///
		/// Origin: the issuer. The supply stays within the authorised maximum. Emits `Issued`.
		#[pallet::call_index(6)]
		pub fn mint(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			beneficiary: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			let beneficiary = T::Lookup::lookup(beneficiary)?;
			Self::do_mint(id, &issuer, &beneficiary, amount)
		}

		/// Destroys up to `amount` free atoms in the account of `who`.
		///
		/// Origin: the admin. Amounts on hold are out of reach. A rest below the minimum balance is
		/// burned along. Emits `Burned` with what was burned.
		#[pallet::call_index(7)]
		pub fn burn(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			who: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_burn(id, &admin, &who, amount)
		}

		/// Sends `amount` free atoms to `target`.
		///
		/// Origin: signed, the sender. A rest below the minimum balance goes along. Emits
		/// `Transferred` with what was sent.
		#[pallet::call_index(8)]
		pub fn transfer(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			target: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let source = ensure_signed(origin)?;
			let target = T::Lookup::lookup(target)?;
			Self::do_transfer(id, &source, &target, amount, false).map(|_| ())
		}

		/// Sends `amount` free atoms to `target`, or refuses if the sender's record would go.
		///
		/// Origin: signed, the sender. Emits `Transferred`.
		#[pallet::call_index(9)]
		pub fn transfer_keep_alive(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			target: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let source = ensure_signed(origin)?;
			let target = T::Lookup::lookup(target)?;
			Self::do_transfer(id, &source, &target, amount, true).map(|_| ())
		}

		/// Keeps `who` from sending. What it has on hold can still be released.
		///
		/// Origin: the freezer. Emits `Frozen`.
		#[pallet::call_index(11)]
		pub fn freeze(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			who: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let freezer = ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_freeze(id, &freezer, &who)
		}

		/// Lets `who` send again.
		///
		/// Origin: the admin. Emits `Thawed`.
		#[pallet::call_index(12)]
		pub fn thaw(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			who: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_thaw(id, &admin, &who)
		}

		/// Stops all movement of a token. What is on hold can still be released.
		///
		/// Origin: the freezer. Emits `AssetFrozen`.
		#[pallet::call_index(13)]
		pub fn freeze_asset(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
		) -> DispatchResult {
			let freezer = ensure_signed(origin)?;
			Self::do_freeze_asset(id, &freezer)
		}

		/// Lets a frozen token move again.
		///
		/// Origin: the admin. Emits `AssetThawed`.
		#[pallet::call_index(14)]
		pub fn thaw_asset(origin: OriginFor<T>, #[pallet::compact] id: TokenId) -> DispatchResult {
			let admin = ensure_signed(origin)?;
			Self::do_thaw_asset(id, &admin)
		}

		/// Hands the owner role to `owner`, together with the deposits for the token and its name: that
		/// KSI is the new owner's from then on, and stays on hold.
		///
		/// Origin: the owner. Emits `OwnerChanged`.
		#[pallet::call_index(15)]
		pub fn transfer_ownership(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			owner: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let old_owner = ensure_signed(origin)?;
			let owner = T::Lookup::lookup(owner)?;
			Self::do_transfer_ownership(id, &old_owner, &owner)
		}

		/// Assigns the roles other than owner.
		///
		/// Origin: the owner. A role that has been given up keeps its account: pass the one that
		/// stands in the details, or the call is refused. Emits `TeamChanged`.
		#[pallet::call_index(16)]
		pub fn set_team(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			issuer: AccountIdLookupOf<T>,
			admin: AccountIdLookupOf<T>,
			freezer: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let issuer = T::Lookup::lookup(issuer)?;
			let admin = T::Lookup::lookup(admin)?;
			let freezer = T::Lookup::lookup(freezer)?;
			Self::do_set_team(id, &owner, issuer, admin, freezer)
		}

		/// Sets name, symbol and decimals.
		///
		/// Origin: the owner, at whose account `MetadataDepositBase` plus `MetadataDepositPerByte` for
		/// each byte is then on hold. Emits `MetadataSet`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::set_metadata(
			metadata::len_u32(name),
			metadata::len_u32(symbol),
		))]
		pub fn set_metadata(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			name: Vec<u8>,
			symbol: Vec<u8>,
			decimals: u8,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_set_metadata(id, &owner, name, symbol, decimals)
		}

		/// Removes name, symbol and decimals and returns their deposit.
		///
		/// Origin: the owner. Emits `MetadataCleared`.
		#[pallet::call_index(18)]
		pub fn clear_metadata(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_clear_metadata(id, &owner)
		}

		/// Lets `delegate` move `amount` more of the signer's free tokens.
		///
		/// Origin: signed, the owner of the tokens, at whose account `ApprovalDeposit` is then on hold.
		/// The tokens need not be there yet. Emits `ApprovedTransfer`.
		#[pallet::call_index(22)]
		pub fn approve_transfer(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			delegate: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_approve_transfer(id, &owner, &delegate, amount)
		}

		/// Takes an approval back and returns its deposit, whatever the status of the token.
		///
		/// Origin: signed, the owner of the tokens. Emits `ApprovalCancelled`.
		#[pallet::call_index(23)]
		pub fn cancel_approval(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			delegate: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_cancel_approval(id, &owner, &delegate)
		}

		/// Sends `amount` of the free tokens of `owner` to `destination`.
		///
		/// Origin: signed, a delegate whom `owner` approved for at least `amount`. A rest below the
		/// minimum balance goes along. The deposit for the approval returns with the last atom. Emits
		/// `Transferred` and `TransferredApproved`.
		#[pallet::call_index(25)]
		pub fn transfer_approved(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			owner: AccountIdLookupOf<T>,
			destination: AccountIdLookupOf<T>,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let delegate = ensure_signed(origin)?;
			let owner = T::Lookup::lookup(owner)?;
			let destination = T::Lookup::lookup(destination)?;
			Self::do_transfer_approved(id, &owner, &delegate, &destination, amount)
		}

		/// Opens a record for the signer that stays without a balance.
		///
		/// Origin: signed, at whose account `AssetAccountDeposit` is then on hold. Emits `Touched`.
		#[pallet::call_index(26)]
		pub fn touch(origin: OriginFor<T>, #[pallet::compact] id: TokenId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_touch(id, &who, &who)
		}

		/// Closes the signer's record and returns the deposit to whoever paid it.
		///
		/// Origin: signed. What is free in the record is burned if `allow_burn`, else refused. Refused
		/// while anything is on hold or the account is frozen. Emits `Burned` if anything was burned.
		#[pallet::call_index(27)]
		pub fn refund(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			allow_burn: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_refund(id, &who, allow_burn)
		}

		/// Sends everything the signer can send to `dest`, all but the minimum if `keep_alive`.
		///
		/// Origin: signed. Emits `Transferred` unless there was nothing to send.
		#[pallet::call_index(32)]
		pub fn transfer_all(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			dest: AccountIdLookupOf<T>,
			keep_alive: bool,
		) -> DispatchResult {
			let source = ensure_signed(origin)?;
			let dest = T::Lookup::lookup(dest)?;
			Self::do_transfer_all(id, &source, &dest, keep_alive)
		}

		/// Gives `role` up for good. Nobody can ever hold it again for this token.
		///
		/// Origin: whoever holds the role; the token must be live. Before the admin role goes, thaw
		/// frozen accounts: nobody can do so later. With the owner role, the deposits for the token and
		/// its name stay on hold for good, as the entries they pay for do. Emits `RoleRenounced`.
		#[pallet::call_index(40)]
		pub fn renounce_role(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			role: Role,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_renounce_role(id, &who, role)
		}

		/// Sets the largest supply a mint may reach. Once set it can only be lowered.
		///
		/// Origin: the owner. Not below the supply. Emits `AuthorisedMaximumSet`.
		#[pallet::call_index(41)]
		pub fn set_authorised_maximum(
			origin: OriginFor<T>,
			#[pallet::compact] id: TokenId,
			#[pallet::compact] max: Balance,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_set_authorised_maximum(id, &owner, max)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Details of a token, if it exists.
		pub fn asset_details(id: TokenId) -> Option<AssetDetailsOf<T>> {
			Asset::<T>::get(id)
		}

		/// Free atoms of `who`, if it has a record.
		pub fn balance_of(who: T::AccountId, id: TokenId) -> Option<Balance> {
			Account::<T>::get(id, who).map(|record| record.balance)
		}

		/// Name, symbol and decimals of a token, if set.
		pub fn get_metadata(id: TokenId) -> Option<AssetMetadataOf<T>> {
			Metadata::<T>::try_get(id).ok()
		}
	}
}
