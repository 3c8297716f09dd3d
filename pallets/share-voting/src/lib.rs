//! The tally of platform referenda by the register of KSI holders, over `pallet-referenda`.
//!
//! # Goals
//!
//! 1. KSI votes where it is: free, in open orders, at stake, on deposit. Nothing is locked, and a vote never keeps an order from
//!    being filled (G1).
//! 2. Each KSI counts once, and only while its voter owns it: what is borrowed for a moment counts for nothing, and anybody may
//!    take the weight of what was sold away again (G2).
//! 3. Proposing does not need wealth, and voting costs nothing the first time (G3).
//! 4. Nobody is outvoted in the last minute without time to answer (G4).
//! 5. What `pallet-referenda` can lose or forget, anybody can repair (G5).
//! 6. Nothing stays behind: deposits come back, record dates are released, votes are removed so many at a time (G6).
//!
//! # Design
//!
//! A vote weighs the smaller of what its account owned at the poll's **record date** and what it owns now ([`ShareRegister`]).
//! The date is the latest daily boundary when the decision begins to be voted on (`dates.rs`); it is past by then, so nobody can
//! buy votes for it (G2). Sales leave a vote as it is until somebody **pokes** it (`vote.rs`). As each account counts at most what
//! it owned at that date, all votes together never exceed what was eligible.
//!
//! The count is kept in the record of the referendum ([`Tally`]) and changes in one place (`opening.rs`), through `Polling`, which
//! wakes the referendum in the next block. Only then is looked whether the change was a **late swing**: one in the last quarter of
//! the decision or of the confirmation that turns the outcome or moves approval by 5 points puts the end off by one confirm
//! period, twice at most, and not on urgent tracks (G4). Counting and swings are in `share-voting-tally`, which knows no FRAME.
//!
//! Votes are taken only while a poll is being decided, and only if what it would do lies in its record, where nobody can remove it
//! before it runs. `Polling` says neither, nor does it call when a poll ends; [`PollTimeline`] says it, and anybody **closes** a
//! poll that has ended and **clears** what is left of it (G6).
//!
//! Holders of 1 % sign for a poll together, and the **fund** of this pallet places its decision deposit (`sponsoring.rs`, G3).
//! Signatures have a record date of their own; the first vote takes a new one.
//!
//! A **delegate** is named per track or for all. When he has voted, anybody attaches his followers, each with its own weight;
//! an own vote leaves him. One step, so there are no loops.
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * Of a sale that nobody pokes, the vote stays until the end. Clients poke all sellers before a confirmation ends.
//! * While the register of KSI is halted, votes, pokes and closing are refused; polls go on with the votes they have.
//! * The register has room for 24 dates of a class. If polls that nobody closes take them all, the daily date stands still and
//!   newer polls share it.
//! * A signature is not poked: it may be of somebody who has sold since. It moves nothing but the fund's own deposit.
//! * A track whose slots were lost to alarms that were dropped stays smaller. The scheduler must not drop alarms; this pallet
//!   cannot count the polls of a track.
//! * An instruction to a delegate is one entry per track and account, for which the fee pays.
//!
//! # Terms
//!
//! *Poll*: a referendum, seen from here. *Daily boundary*: the start of every so many epochs of the register. *Base*: what is
//! eligible at the record date. *Attached*: of a vote, that it follows a delegate. *Signature*: of somebody who wants the fund to
//! place the deposit. *Stuck*: of a poll, that nothing would ever wake it.

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

mod branch;
mod closing;
mod dates;
mod delegation;
mod error;
mod impl_referenda;
mod impl_shareholders;
mod limits;
mod opening;
mod power;
mod reads;
mod repair;
pub mod runtime_api;
mod sponsoring;
mod storage_votes;
mod tally;
mod timeline;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
#[allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]
mod types;
mod vote;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{BenchmarkHelper, WithReferenda};
pub use impl_referenda::OverReferenda;
pub use impl_shareholders::KsiRegister;
pub use pallet::*;
pub use power::ShareRegister;
pub use reads::MAX_POLLS_READ;
pub use share_voting_tally as counting;
pub use tally::Tally;
pub use timeline::{DecisionDeposits, NotUnstuck, Poll, PollStage, PollTimeline, QueueRepair};
pub use types::*;
pub use weights::WeightInfo;

use sp_runtime::traits::StaticLookup;

/// Epochs of the register in a day, unless genesis says otherwise.
pub const EPOCHS_PER_DAY: u32 = 24;

type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::branch::{free_if, Signing};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{Contains, Polling},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use share_voting_tally::Side;
	use shareholders_accounting::Epoch;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Votes, signatures and delegates.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The polls: `pallet_referenda` with [`Tally`] as its tally and `u128` as its votes.
		type Polls: Polling<
			Tally,
			Index = PollIndex,
			Votes = u128,
			Class = TrackId,
			Moment = BlockNumberFor<Self>,
		>;

		/// What `Polling` does not tell of the same polls: [`OverReferenda`].
		type Timeline: PollTimeline;

		/// Decision deposits of the same polls: [`OverReferenda`].
		type DecisionDeposits: DecisionDeposits<Self::AccountId>;

		/// What accounts own of KSI: [`KsiRegister`]. Its boundaries are taken before the hook of this pallet runs.
		type Register: ShareRegister<Self::AccountId>;

		/// Tracks that cannot wait: their polls take the boundary of the present epoch, and late swings do not put them off.
		type UrgentTracks: Contains<TrackId>;

		/// What the account of the fund is derived from.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The part of the eligible KSI that has to sign for a poll until the fund places its decision deposit, in parts per
		/// million.
		#[pallet::constant]
		type SponsorPpm: Get<u32>;

		/// The weight from which an account's first vote in a poll is free of fee, in atoms of KSI.
		#[pallet::constant]
		type FreeVoteWeight: Get<u128>;

		/// Most accounts that one call pokes or attaches.
		#[pallet::constant]
		type MaxAccounts: Get<u32>;

		/// Most votes and signatures that one call removes.
		#[pallet::constant]
		type MaxClear: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// [`EPOCHS_PER_DAY`], for storage.
	#[pallet::type_value]
	pub fn UsualDay() -> u32 {
		EPOCHS_PER_DAY
	}

	/// Epochs of the register between two daily boundaries. One value, written at genesis.
	#[pallet::storage]
	pub type DateEvery<T> = StorageValue<_, u32, ValueQuery, UsualDay>;

	/// The latest daily boundary. One value, read in every block and written once a day.
	#[pallet::storage]
	pub type Daily<T> = StorageValue<_, DailyDate, ValueQuery>;

	/// What is known of polls. The number is assigned, so no hash is needed.
	///
	/// Paid by the fee of the first vote or signature, and by the deposits of the referendum. Written by these and in last
	/// quarters; removed by `close` or `clear`.
	#[pallet::storage]
	pub type Records<T> = StorageMap<_, Identity, PollIndex, PollRecord>;

	/// Votes by poll and account; users choose accounts, which are therefore hashed.
	///
	/// Paid by the fee of the vote, or by the KSI that makes the first one free. Written by it and by followers who come or go;
	/// removed when the follower leaves, and by `clear`.
	#[pallet::storage]
	pub type Votes<T: Config> =
		StorageDoubleMap<_, Identity, PollIndex, Blake2_128Concat, T::AccountId, VoteOf<T>>;

	/// Weights of signatures for the decision deposit, by poll and account, as above.
	///
	/// Paid by the fee of the signature. Removed when it is taken back, and by `clear`.
	#[pallet::storage]
	pub type Sponsors<T: Config> =
		StorageDoubleMap<_, Identity, PollIndex, Blake2_128Concat, T::AccountId, u128>;

	/// Who votes for an account where it does not vote itself. Tracks are few and known, so the second key needs no strong hash.
	///
	/// Paid by the fee, one entry per track and account. Removed when the account takes the instruction back.
	#[pallet::storage]
	pub type Delegates<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, Scope, T::AccountId>;

	/// How long a day is.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Epochs of the register between two daily boundaries, at least 1.
		pub date_every: u32,
		/// Nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			Self { date_every: EPOCHS_PER_DAY, _config: Default::default() }
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.date_every > 0, "a day has at least one epoch");
			DateEvery::<T>::put(self.date_every);
		}
	}

	/// What happened. Weights are in atoms of KSI.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// The daily record date is the boundary `date` from now on.
		DailyDateTaken { date: Epoch },
		/// The boundary `date` could not be taken as daily record date; the one before goes on.
		DailyDateNotTaken { date: Epoch, reason: DispatchError },
		/// The register knows nothing of the daily record date of before.
		DateNotReleased { date: Epoch, reason: DispatchError },
		/// The record date of a poll is fixed; `base` is eligible.
		Registered { poll: PollIndex, record_date: Epoch, base: u128 },
		/// `who` has voted, for the first time or anew. What follows it counts with it.
		Voted { poll: PollIndex, who: T::AccountId, side: Side, weight: u128 },
		/// The votes of these accounts have these weights from now on.
		Poked { poll: PollIndex, weights: Vec<(T::AccountId, u128)> },
		/// A late swing has put the end of the poll off, for the `extensions`th time.
		Extended { poll: PollIndex, extensions: u8 },
		/// `delegate` votes for `who` there from now on; `None`: nobody does.
		Delegated { who: T::AccountId, scope: Scope, delegate: Option<T::AccountId> },
		/// These accounts follow their delegates in the poll.
		Attached { poll: PollIndex, accounts: Vec<T::AccountId> },
		/// `who` does not follow its delegate in the poll any more.
		Detached { poll: PollIndex, who: T::AccountId },
		/// `who` wants the fund to place the decision deposit of the poll; `signed` is the weight of all who do.
		Sponsored { poll: PollIndex, who: T::AccountId, weight: u128, signed: u128 },
		/// `who` does not want it any more.
		Unsponsored { poll: PollIndex, who: T::AccountId, signed: u128 },
		/// The fund has placed the decision deposit of the poll.
		DepositFunded { poll: PollIndex },
		/// The fund could not place it. Whoever has signed may ask again.
		DepositNotFunded { poll: PollIndex, reason: DispatchError },
		/// The poll will be looked at in the next block.
		Unstuck { poll: PollIndex },
		/// So many entries of the queue of a track were of polls that do not wait any more.
		TrackUnstuck { track: TrackId, dropped: u32 },
		/// A poll that has ended was closed. If the fund had placed its deposit, `refund` says whether it was given back now; it
		/// may have been before.
		Closed { poll: PollIndex, refund: Option<DispatchResult> },
		/// `removed` votes and signatures were removed, and unless something is `left` the poll.
		Cleared { poll: PollIndex, removed: u32, left: bool },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no poll of this number, or nothing is known of it here.
		UnknownPoll,
		/// The poll is not being decided. It has not begun, or has ended.
		NotDeciding,
		/// What the poll would do is stored elsewhere, where it can be removed before it runs. Submit it inline, in at most 128
		/// bytes.
		NotInline,
		/// The account owned no KSI at the record date or owns none now.
		NoWeight,
		/// There is no daily record date yet. Wait for the next block.
		NoRecordDate,
		/// Nothing was eligible at the record date.
		NoEligibleShares,
		/// The record date of the poll is fixed already.
		AlreadyRegistered,
		/// None of these accounts has a vote whose weight would change.
		NothingToPoke,
		/// Nobody can be his own delegate.
		SelfDelegation,
		/// There is no track of this number.
		UnknownTrack,
		/// The caller has named nobody there.
		NotDelegated,
		/// None of these accounts can be attached: they have voted, have no weight, or their delegates have not voted.
		NothingToAttach,
		/// The caller follows nobody in this poll.
		NotAttached,
		/// The poll is being decided, or has ended, and needs no signatures.
		NotPreparing,
		/// Somebody has placed the decision deposit of the poll.
		DepositIsPlaced,
		/// The caller has not signed for this poll.
		NotSponsored,
		/// The poll goes on by itself, or has ended.
		NotStuck,
		/// The track decides as much as it can and its queue is full. Drop entries of polls that have ended, or wait.
		TrackFull,
		/// Every entry of the queue is of a poll that waits.
		NothingToDrop,
		/// The poll has not ended.
		StillOngoing,
		/// The poll is closed already. Clear it.
		AlreadyClosed,
		/// The poll is not closed. Close it first.
		NotClosed,
		/// A number left its range.
		Overflow,
		/// The records contradict each other.
		Corrupt,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Takes the daily record date, once a day one record of the register. Two reads in any other block.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::take_daily_date()
		}

		fn integrity_test() {
			Self::check_limits();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(T::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Fixes the record date of a poll that is being decided and has no vote yet: the latest daily boundary, or on an urgent
		/// track the present epoch's.
		///
		/// Origin: signed, anyone. Errors: `UnknownPoll`, `NotDeciding`, `NotInline`, `AlreadyRegistered`, `NoRecordDate`,
		/// `NoEligibleShares`, and those of the register. Emits `Registered`. The weight is the class, the poll and two agendas
		/// of the scheduler.
		#[pallet::call_index(0)]
		pub fn register(origin: OriginFor<T>, poll: PollIndex) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_register(poll)
		}

		/// Votes, with the smaller of what the caller owned at the record date and owns now, free and held, and with what follows
		/// him. He may change his mind until the end. If he followed a delegate, he leaves him. The caller's first vote in a poll
		/// is free of fee if it weighs at least `FreeVoteWeight`.
		///
		/// Origin: signed, a holder at the record date. Errors: those of [`Self::register`] but `AlreadyRegistered`; `NoWeight`.
		/// Emits `Voted`; `Registered` with the first vote of all; `Extended` after a late swing. The weight is that of
		/// registering and up to three entries.
		#[pallet::call_index(1)]
		pub fn vote(
			origin: OriginFor<T>,
			poll: PollIndex,
			side: Side,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Ok(free_if(Self::do_vote(who, poll, side)?))
		}

		/// Sets the weights of these accounts' votes, own or attached, to what they would be if cast now: down after a sale, up
		/// after it was bought back. Free of fee if each of them goes down.
		///
		/// Origin: signed, anyone. Errors: as of [`Self::vote`], except for `NoWeight`; `NothingToPoke`. Emits `Poked`, and
		/// `Extended` after a late swing. The weight grows with the accounts, at most `MaxAccounts`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::poke(u32::try_from(accounts.len()).unwrap_or(u32::MAX)))]
		pub fn poke(
			origin: OriginFor<T>,
			poll: PollIndex,
			accounts: BoundedVec<T::AccountId, T::MaxAccounts>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Ok(free_if(Self::do_poke(poll, accounts.into_inner())?))
		}

		/// Names who votes for the caller where he does not vote himself: on one track, or on all for which nobody else is named.
		/// Nothing changes in polls in which he is attached already: there he detaches, or votes.
		///
		/// Origin: signed, anyone. Errors: `SelfDelegation`, `UnknownTrack`. Emits `Delegated`. The weight is one entry.
		#[pallet::call_index(3)]
		pub fn delegate(
			origin: OriginFor<T>,
			scope: Scope,
			delegate: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = T::Lookup::lookup(delegate)?;
			Self::do_delegate(who, scope, delegate)
		}

		/// Takes an instruction back.
		///
		/// Origin: signed, who has given it. Errors: `NotDelegated`. Emits `Delegated`. The weight is one entry.
		#[pallet::call_index(4)]
		pub fn undelegate(origin: OriginFor<T>, scope: Scope) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_undelegate(who, scope)
		}

		/// Attaches accounts to their delegates, who have voted: each counts with its own weight on its delegate's side. Accounts
		/// that have voted, are attached, have no weight, or whose delegate has not voted, are passed over.
		///
		/// Origin: signed, anyone. Errors: as of [`Self::vote`], except for `NoWeight`; `NothingToAttach`. Emits `Attached` with
		/// those that were, and `Extended` after a late swing. The weight grows with the accounts, at most `MaxAccounts`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::attach(u32::try_from(accounts.len()).unwrap_or(u32::MAX)))]
		pub fn attach(
			origin: OriginFor<T>,
			poll: PollIndex,
			accounts: BoundedVec<T::AccountId, T::MaxAccounts>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_attach(poll, accounts.into_inner())
		}

		/// Leaves a delegate in one poll without voting. As long as the instruction stands, anybody may attach the caller again,
		/// so who does not want that takes it back first.
		///
		/// Origin: signed, who is attached. Errors: as of [`Self::vote`], except for `NoWeight`; `NotAttached`. Emits `Detached`,
		/// and `Extended` after a late swing. The weight is three entries besides that of registering.
		#[pallet::call_index(6)]
		pub fn detach(origin: OriginFor<T>, poll: PollIndex) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_detach(who, poll)
		}

		/// Signs for a poll that lacks its decision deposit. When `SponsorPpm` of the eligible KSI has signed, the fund places it.
		/// If the fund has not enough, the signatures stay, and each of those who have signed asks again by signing again.
		///
		/// Origin: signed, a holder at the record date of the signatures, which the first one fixes. Errors: `UnknownPoll`,
		/// `NotPreparing`, `DepositIsPlaced`, `NotInline`, `NoWeight`, `NoRecordDate`, `NoEligibleShares`, and those of the
		/// register. Emits `Sponsored`, and `DepositFunded` or `DepositNotFunded`. The weight is that of placing a deposit,
		/// returned if it is not asked for.
		#[pallet::call_index(7)]
		#[pallet::weight(Signing::Asked.weight::<T>())]
		pub fn sponsor(origin: OriginFor<T>, poll: PollIndex) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let signing = Self::do_sponsor(who, poll)?;
			Ok(Some(signing.weight::<T>()).into())
		}

		/// Takes a signature back. A deposit that the fund has placed stays.
		///
		/// Origin: signed, who has signed. Errors: `UnknownPoll`, `NotPreparing`, `NotSponsored`, and those of the register. Emits
		/// `Unsponsored`. The weight is two entries and the class.
		#[pallet::call_index(8)]
		pub fn unsponsor(origin: OriginFor<T>, poll: PollIndex) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unsponsor(who, poll)
		}

		/// Wakes a poll that nothing would wake any more: it believes to be queued and was refused or pushed out, waits although
		/// its track has a place, or has lost its alarm.
		///
		/// Origin: signed, anyone. Errors: `UnknownPoll`, `NotStuck`, `TrackFull`. Emits `Unstuck`. The weight is the queue, the
		/// poll and two agendas of the scheduler.
		#[pallet::call_index(9)]
		pub fn unstick(origin: OriginFor<T>, poll: PollIndex) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_unstick(poll)
		}

		/// Drops entries of polls that have ended from the queue of a track.
		///
		/// Origin: signed, anyone. Errors: `UnknownTrack`, `NothingToDrop`. Emits `TrackUnstuck`. The weight is a poll for each
		/// entry of the queue; what is not used is returned.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::unstick_track(T::Timeline::max_queued()))]
		pub fn unstick_track(origin: OriginFor<T>, track: TrackId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let looked_at = Self::do_unstick_track(track)?;
			Ok(Some(T::WeightInfo::unstick_track(looked_at)).into())
		}

		/// Closes a poll that has ended: releases its record date, and gets the fund's deposit back. Free of fee, once per poll.
		///
		/// Origin: signed, anyone. Errors: `UnknownPoll`, `AlreadyClosed`, `StillOngoing`, and those of the register. Emits
		/// `Closed`. The weight is the class and a refund.
		#[pallet::call_index(11)]
		pub fn close(origin: OriginFor<T>, poll: PollIndex) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_close(poll)?;
			Ok(free_if(true))
		}

		/// Removes up to `limit` signatures and votes of a closed poll, and with the last of them the poll itself.
		///
		/// Origin: signed, anyone. Errors: `UnknownPoll`, `NotClosed`. Emits `Cleared`. The weight grows with the limit, at most
		/// `MaxClear`; what is not used is returned.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::clear((*limit).min(T::MaxClear::get())))]
		pub fn clear(
			origin: OriginFor<T>,
			poll: PollIndex,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_clear(poll, limit)?;
			Ok(Some(T::WeightInfo::clear(removed)).into())
		}
	}
}
