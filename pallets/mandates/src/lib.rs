//! What platform votes can do: one narrow origin for each track, and calls that do exactly one thing within bounds.
//!
//! # Goals
//!
//! 1. No vote is root. A track can do what is written here, and no vote, however large, can write into somebody's balance
//!    (G1).
//! 2. What a vote may do at worst can be read: each call has one origin and bounds that are constants of the runtime (G2).
//! 3. What is passed is also run: each call fits into its referendum, is light, and does not fail because time went by (G3).
//! 4. What a vote stops starts again by itself, and the ways out are never stopped (G4).
//! 5. A chain whose finality is lost can be rescued by those who own it, without a new genesis, and by nobody else (G5).
//!
//! # Design
//!
//! [`tracks`] is the table of tracks; [`Origin`] has a variant for each, and `origins.rs` a type that passes it. The calls
//! of this pallet take one of these origins and reach staking, finality and treasury through small traits, behind each of which
//! stands exactly one root call of a stock pallet. Root is thus made inside, after the checks, and leaves the pallet never (G1).
//! A call encodes to at most [`MAX_PROPOSAL`] bytes, so that it stands in the referendum itself and cannot be missing when
//! its day comes; lists are bounded accordingly, and accounts go by their first bytes where several are named (G3).
//!
//! **Upgrades.** An authorisation of `frame-system` has no end. Here it has one ([`Upgrades`](Upgrade)): from that block on
//! [`Filter`] refuses the code, and anybody removes the authorisation. Code that was sent in waits for
//! [`UpgradeNotice`](Config::UpgradeNotice) blocks in [`NextCode`], where nodes find and compile it: if it ran from the next block on, the
//! authors of the next slots would have to compile it first, and miss them.
//!
//! **Pauses.** `pallet-tx-pause` refuses the calls, as wallets expect, but knows no end. So it is asked through [`Unpausable`],
//! under which a call can be paused only while a pause recorded here lasts: at its end the call works, though nobody may have
//! removed anything (G4). [`Filter`] asks for a name only while some pause lasts at all, so that a chain on which nothing is
//! paused pays for one read of one value.
//!
//! **Spending.** The treasury's own check sees an amount and not the token. The limits are therefore checked here, for all
//! that one referendum spends together.
//!
//! **Rescue.** More than a third of the voters being gone, blocks go on and nothing is finalized, not even a new set of
//! validators. GRANDPA can be told to change its voters by force: it then signals, at the start of the next session, the set of
//! that session, which votes on from a given block when `delay` blocks have passed. If that set still has the lost ones in it,
//! all is lost again, and the next try has to wait. So the set is changed first (G5):
//!
//! | when | what |
//! |---|---|
//! | session *n* | Validators signal the stall, each with the last block his node has finalized. `rescue` is decided: one third of them must have signalled; the plan is stored |
//! | end of *n* | Of those named, who has not authored one block in this era is lost; the era is now at least one session old. They are chilled, and an era is forced |
//! | the same block | Staking elects for *n* + 2. Who is lost is taken out of the result, should he have made himself a candidate again; if there is no result, the present validators without the lost go on |
//! | session *n* + 1 | The old set, for the last time. Were finality told now, or earlier, it would sign up this set |
//! | end of *n* + 1 | Finality is told, in the block that starts *n* + 2, just before GRANDPA looks |
//! | start of *n* + 2 | GRANDPA signals the new set as forced |
//! | `delay` later | The new set votes. `delay` is shorter than a session, so that the change is over when the next one comes |
//!
//! All of it happens in [`Sessions`], a wrapper around the manager of sessions: no block but the last of a session does any
//! work. Nodes forget the changes of voters that were signalled in the meantime, so the chain counts on from the set that
//! finalized last ([`SetStarts`] remembers which one finalized what). If finality comes back, validators take their signals back;
//! with less than a third left the rescue ends where it is.
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * A validator who keeps authoring blocks and does not vote is not lost in the sense of this pallet: with more than a third
//!   of the stake such people can stall finality.
//! * Who was removed may become a candidate again and is elected like anybody at the next election.
//! * The block that finality goes on from is a number which holders vote on. The chain checks it against what validators have
//!   signalled, and can do no more, since it does not know what is final. With a number that is too high nodes would refuse
//!   the block in which the change comes into force.
//! * After a rescue light clients need a new checkpoint: no proof of finality leads across it.
//! * A rescue that goes on although finality has come back, because nobody took his signal back, leaves chain and nodes with
//!   different numbers for the sets of voters if these have changed in between; equivocations of voters then go unpunished.
//! * At most [`MAX_DEAD`] validators are removed by one vote, and half of the set.
//! * If GRANDPA cannot force a change yet, because the last one was within twice its delay, it does so at the next session
//!   by itself.
//! * Several calls in one batch are one referendum: the limits of spending hold for all of them together. Two referenda are
//!   two.
//!
//! # Terms
//!
//! *Track*: a kind of referendum, with its own times and thresholds. *Cap*: the most KSI that one referendum may spend. *Lost*,
//! *dead*: of a validator, that his machine will not come back. *Signal*: a validator's word that finality does not move.
//! *Set of voters*: who finalizes; it has a number.

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

mod filter;
mod halt;
mod impl_grandpa;
mod impl_session_manager;
mod impl_staking;
mod impl_treasury;
mod limits;
#[allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]
mod origins;
mod rescue;
mod set_starts;
mod spending;
mod staking;
pub mod tracks;
mod traits;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
#[allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]
mod types;
mod upgrade;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use filter::*;
pub use impl_grandpa::*;
pub use impl_session_manager::*;
pub use impl_staking::*;
pub use impl_treasury::*;
pub use origins::{
	EnsureCancel, EnsureConstitution, EnsureEconomics, EnsureHalt, EnsureMarkets, EnsureRescue,
	EnsureSpend, EnsureTreasuryLarge, EnsureTreasuryMedium, EnsureTreasurySmall, EnsureValidators,
	EnsureWish, Origin, SpendLimit,
};
pub use pallet::*;
pub use traits::*;
pub use types::*;
pub use weights::WeightInfo;

/// What platform votes can do.
#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			Contains, GetCallMetadata, IsSubType, OriginTrait, TransactionPause, ValidatorSet,
		},
	};
	use frame_system::pallet_prelude::*;
	use shareholders_accounting::TokenId;
	use sp_staking::EraIndex;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Pallet and call by name, as `pallet-tx-pause` has it.
	pub type CallName<T> =
		(BoundedVec<u8, <T as Config>::MaxNameLen>, BoundedVec<u8, <T as Config>::MaxNameLen>);

	/// The calls that a vote pauses.
	pub type CallNames<T> = BoundedVec<CallName<T>, ConstU32<MAX_PAUSED_CALLS>>;

	/// What the treasury may be asked for, and by whom.
	pub type EnsureSpendOf<T> = EnsureSpend<
		<T as Config>::SmallSpend,
		<T as Config>::MediumSpend,
		<T as Config>::LargeSpend,
	>;

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config:
		frame_system::Config<
		RuntimeEvent: From<Event<Self>>,
		RuntimeOrigin: From<Origin> + OriginTrait<PalletsOrigin: TryInto<Origin> + Clone>,
		RuntimeCall: GetCallMetadata + IsSubType<frame_system::Call<Self>>,
	>
	{
		/// Staking.
		type Staking: StakingAdmin<Self::AccountId>;

		/// Finality.
		type Finality: FinalityAdmin<BlockNumberFor<Self>>;

		/// The treasury.
		type Treasury: Treasury<Self::AccountId, BlockNumberFor<Self>>;

		/// Who validates now.
		type ValidatorSet: ValidatorSet<Self::AccountId, ValidatorId = Self::AccountId>;

		/// What refuses paused calls.
		type TxPause: TransactionPause<CallIdentifier = CallName<Self>>;

		/// Calls that no vote can pause: cancel, withdraw, claim, vote, governance, session, leaving staking. The calls of this
		/// pallet need not be among them.
		type NeverPaused: Contains<CallName<Self>>;

		/// The longest name of a pallet or call, in bytes.
		#[pallet::constant]
		type MaxNameLen: Get<u32>;

		/// How long a vote can pause a call, in blocks: 72 hours.
		#[pallet::constant]
		type MaxPause: Get<BlockNumberFor<Self>>;

		/// How long an authorised upgrade can be applied, in blocks: 30 days.
		#[pallet::constant]
		type UpgradeLife: Get<BlockNumberFor<Self>>;

		/// How many blocks code is known before it takes its place: what nodes have to compile it.
		#[pallet::constant]
		type UpgradeNotice: Get<BlockNumberFor<Self>>;

		/// The number of KSI as a token.
		#[pallet::constant]
		type NativeToken: Get<TokenId>;

		/// The most that one referendum of the small track spends, in atoms of KSI.
		#[pallet::constant]
		type SmallSpend: Get<Balance>;

		/// The same of the medium track.
		#[pallet::constant]
		type MediumSpend: Get<Balance>;

		/// The same of the large track.
		#[pallet::constant]
		type LargeSpend: Get<Balance>;

		/// How many validators a vote can ask for.
		#[pallet::constant]
		type ValidatorCounts: Get<Bounds<u32>>;

		/// What a vote can ask a nominator to bond at least, in atoms of KSI.
		#[pallet::constant]
		type NominatorBonds: Get<Bounds<Balance>>;

		/// What a vote can ask a validator to bond at least, in atoms of KSI.
		#[pallet::constant]
		type ValidatorBonds: Get<Bounds<Balance>>;

		/// The most validators there can be.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// How many blocks finality must have stood still before a validator may say so.
		#[pallet::constant]
		type StallAfter: Get<BlockNumberFor<Self>>;

		/// How many blocks a validator's signal counts. Longer than a vote on the rescue track takes.
		#[pallet::constant]
		type SignalLife: Get<BlockNumberFor<Self>>;

		/// The blocks between the signal of a forced change and the change: enough that the signal is not reorganised away,
		/// and fewer than a session has.
		#[pallet::constant]
		type RescueDelays: Get<Bounds<BlockNumberFor<Self>>>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// Makes states for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Which track has decided.
	#[pallet::origin]
	pub type Origin = crate::origins::Origin;

	/// The upgrade that holders have allowed and that is not applied yet. One value, written by votes.
	#[pallet::storage]
	pub type Upgrade<T: Config> = StorageValue<_, UpgradeTerm<T::Hash, BlockNumberFor<T>>>;

	/// The code that is about to take its place. One value of a megabyte or two, and gone after [`Config::UpgradeNotice`] blocks.
	#[pallet::storage]
	#[pallet::unbounded]
	pub type NextCode<T: Config> = StorageValue<_, Vec<u8>>;

	/// The block at whose start [`NextCode`] takes its place, so that the next one runs it. One value, read in each block.
	#[pallet::storage]
	pub type NextCodeAt<T: Config> = StorageValue<_, BlockNumberFor<T>>;

	/// Until when calls are paused: the first block in which each works again. Hashed, as names are chosen by proposers.
	///
	/// Written by votes; removed by anybody once over.
	#[pallet::storage]
	pub type PausedUntil<T: Config> =
		StorageMap<_, Blake2_128Concat, CallName<T>, BlockNumberFor<T>>;

	/// The first block in which no call is paused any more. One value, read for each call.
	#[pallet::storage]
	pub type QuietFrom<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// What validators say about a stall, at most once each. One value, bounded by their number; the first signal after a
	/// change of validators removes who is none any more.
	#[pallet::storage]
	pub type Signals<T: Config> = StorageValue<
		_,
		BoundedVec<StallSignal<T::AccountId, BlockNumberFor<T>>, T::MaxValidators>,
		ValueQuery,
	>;

	/// The rescue that is under way. One value, written by a vote and at the ends of the two sessions after it.
	#[pallet::storage]
	pub type Rescue<T: Config> = StorageValue<_, RescuePlan<T::AccountId, BlockNumberFor<T>>>;

	/// The block that the present session has started with. One value, written once per session.
	#[pallet::storage]
	pub type SessionStart<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// Since when each of the last sets of voters has been in office, oldest first. One value, written when the voters change.
	#[pallet::storage]
	pub type SetStarts<T: Config> =
		StorageValue<_, BoundedVec<SetStart<BlockNumberFor<T>>, ConstU32<MAX_SETS>>, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Code with this hash may be applied by anybody before block `expires_at`.
		UpgradeAuthorized { code_hash: T::Hash, expires_at: BlockNumberFor<T> },
		/// Holders have taken an authorisation back.
		UpgradeRevoked { code_hash: T::Hash },
		/// An authorisation was not used in time.
		UpgradeLapsed { code_hash: T::Hash },
		/// An authorisation was used, or its code was refused, and is forgotten here.
		UpgradeSettled { code_hash: T::Hash },
		/// Code was taken, and takes its place at the start of block `at`. It runs from the block after that on.
		UpgradeScheduled { code_hash: T::Hash, at: BlockNumberFor<T> },
		/// These calls are refused before block `until`.
		CallsPaused { calls: CallNames<T>, until: BlockNumberFor<T> },
		/// A call is no longer paused.
		CallResumed { call: CallName<T> },
		/// `amount` atoms of a token may be paid out by the treasury.
		SpendDecided { token: TokenId, amount: Balance, beneficiary: T::AccountId },
		/// Elections fill so many places from now on.
		ValidatorCountSet { count: u32 },
		/// The least bonds were set, in atoms of KSI.
		MinimumBondsSet { nominator: Balance, validator: Balance },
		/// So many slashes of an era will not be applied.
		SlashesCancelled { era: EraIndex, offenders: OffenderNames, count: u32 },
		/// A validator says that nothing after block `finalized` is final.
		StallSignalled { validator: T::AccountId, finalized: BlockNumberFor<T> },
		/// A validator has taken his signal back.
		SignalWithdrawn { validator: T::AccountId },
		/// A rescue was decided. At the end of the session those of `named` who have authored nothing are removed.
		RescueDecided { named: Vec<T::AccountId>, best_finalized: BlockNumberFor<T> },
		/// These validators were removed. Finality is told when session `session` starts without them.
		ValidatorsRemoved { dead: Vec<T::AccountId>, session: u32 },
		/// Finality was told: the set of session `session` votes on from `best_finalized` when `delay` blocks have passed. `set`
		/// is the number of the set before it, if the chain knew it.
		FinalityForced {
			session: u32,
			delay: BlockNumberFor<T>,
			best_finalized: BlockNumberFor<T>,
			set: Option<SetId>,
		},
		/// A rescue ended without effect.
		RescueAbandoned { reason: DispatchError },
		/// Staking refused a step of a rescue, which goes on without it.
		RescueStepRefused { error: DispatchError },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// A hash of zeros authorises nothing. Name the hash of the code.
		ZeroHash,
		/// No upgrade is authorised.
		NothingAuthorized,
		/// The authorisation has not expired. Wait until `expires_at`.
		NotExpired,
		/// A pause needs a call, and a rescue a name. Name one.
		NothingNamed,
		/// The proposal would not fit into its referendum. Name fewer calls, and the others in another one.
		TooLong,
		/// There is no such call in this runtime. Check the names of pallet and call.
		UnknownCall,
		/// This call can never be paused.
		NeverPaused,
		/// A pause lasts at least one block and at most `MaxPause`.
		BadDuration,
		/// The call is not paused.
		NotPaused,
		/// The pause is not over. Wait until `PausedUntil`, or let the halt track decide.
		StillPaused,
		/// What refuses calls would not do so.
		PauseRefused,
		/// It is more than one referendum of this track may spend. Ask for less, or take a larger track.
		AboveCap,
		/// Only the large track spends tokens other than KSI.
		NativeOnly,
		/// Nothing would be spent. Name an amount.
		ZeroAmount,
		/// The number of validators is out of its bounds.
		BadValidatorCount,
		/// A least bond is out of its bounds, or a nominator's is above a validator's.
		BadMinimumBond,
		/// An offender has no slash in this era that could be cancelled. Check era and names.
		NoSuchSlash,
		/// Only who validates in this session can signal a stall.
		NotValidator,
		/// Finality has not stood still for `StallAfter` blocks.
		NotStalled,
		/// The account has not signalled a stall.
		NoSignal,
		/// A rescue is under way. Wait for its end.
		RescueUnderWay,
		/// A change of finality's voters is under way. Wait until it is in force.
		ChangeUnderWay,
		/// The delay is out of its bounds.
		BadDelay,
		/// Less than a third of the validators have signalled a stall lately.
		TooFewSignals,
		/// The block is not among those that validators have signalled as their last finalized one, from the lowest to the highest.
		BadFinalizedBlock,
		/// Each validator named has authored a block in this era, or none of them validates now.
		NobodyLost,
		/// More than half of the validators would be removed, or more than one vote may remove. Name fewer.
		TooManyLost,
		/// Validators are more than `MaxValidators`.
		TooManyValidators,
		/// A number left its range.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// One read, but for the block in which new code takes its place.
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			Self::put_next_code(now)
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
		/// Authorises code by its hash; anybody may then apply it. Takes the place of an earlier authorisation.
		///
		/// Origin: `Constitution`. Errors: `ZeroHash`, `Overflow`. Emits `UpgradeAuthorized`. The weight is two values.
		#[pallet::call_index(0)]
		pub fn authorize_upgrade(origin: OriginFor<T>, code_hash: T::Hash) -> DispatchResult {
			EnsureConstitution::ensure_origin(origin)?;
			Self::do_authorize_upgrade(code_hash)
		}

		/// Takes an authorisation back.
		///
		/// Origin: `Constitution`. Errors: `NothingAuthorized`. Emits `UpgradeRevoked`, or `UpgradeSettled` if it was used. The
		/// weight is two values.
		#[pallet::call_index(1)]
		pub fn revoke_upgrade(origin: OriginFor<T>) -> DispatchResult {
			EnsureConstitution::ensure_origin(origin)?;
			Self::do_revoke_upgrade()
		}

		/// Removes an authorisation that has expired, or what is left of one that was used.
		///
		/// Origin: signed, anyone. Errors: `NothingAuthorized`, `NotExpired`. Emits `UpgradeLapsed` or `UpgradeSettled`. The
		/// weight is two values.
		#[pallet::call_index(2)]
		pub fn lapse_upgrade(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_lapse_upgrade()
		}

		/// Pauses calls for some blocks, all of them or none. One that is paused for longer already stays so.
		///
		/// Origin: `Halt`. Errors: `NothingNamed`, `TooLong`, `UnknownCall`, `NeverPaused`, `BadDuration`, `PauseRefused`,
		/// `Overflow`. Emits `CallsPaused`. The weight is two records for each call.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::pause(calls.len().try_into().unwrap_or(u32::MAX)))]
		pub fn pause(
			origin: OriginFor<T>,
			calls: CallNames<T>,
			#[pallet::compact] blocks: BlockNumberFor<T>,
		) -> DispatchResult {
			EnsureHalt::ensure_origin(origin)?;
			Self::do_pause(calls, blocks)
		}

		/// Removes a pause. It has no effect any more once it is over; this only tidies up. The halt track can end one early.
		///
		/// Origin: `Halt`, or signed, anyone, once it is over. Errors: `NotPaused`, `StillPaused`, `PauseRefused`. Emits
		/// `CallResumed`. The weight is two records.
		#[pallet::call_index(4)]
		pub fn resume(origin: OriginFor<T>, call: CallName<T>) -> DispatchResult {
			match EnsureHalt::try_origin(origin) {
				Ok(()) => Self::do_resume(call),
				Err(other) => {
					ensure_signed(other)?;
					Self::ensure_over(&call)?;
					Self::do_resume(call)
				}
			}
		}

		/// Lets a beneficiary be paid from the treasury, from block `valid_from` on or from now on. He fetches it himself.
		///
		/// Origin: `TreasurySmall`, `TreasuryMedium`, `TreasuryLarge`, each up to its cap for all that one referendum spends.
		/// Errors: `ZeroAmount`, `AboveCap`, `NativeOnly`, those of the treasury. Emits `SpendDecided`. The weight is one record.
		#[pallet::call_index(5)]
		pub fn spend(
			origin: OriginFor<T>,
			#[pallet::compact] token: TokenId,
			#[pallet::compact] amount: Balance,
			beneficiary: T::AccountId,
			valid_from: Option<BlockNumberFor<T>>,
		) -> DispatchResult {
			let limit = EnsureSpendOf::<T>::ensure_origin(origin)?;
			Self::do_spend(limit, token, amount, beneficiary, valid_from)
		}

		/// Sets how many validators an election fills.
		///
		/// Origin: `Validators`. Errors: `BadValidatorCount`, those of staking. Emits `ValidatorCountSet`. The weight is one value.
		#[pallet::call_index(6)]
		pub fn set_validator_count(
			origin: OriginFor<T>,
			#[pallet::compact] count: u32,
		) -> DispatchResult {
			EnsureValidators::ensure_origin(origin)?;
			Self::do_set_validator_count(count)
		}

		/// Sets what nominators and validators must bond at least, in atoms of KSI. Who has less stays as he is.
		///
		/// Origin: `Validators`. Errors: `BadMinimumBond`, those of staking. Emits `MinimumBondsSet`. The weight is two values.
		#[pallet::call_index(7)]
		pub fn set_minimum_bonds(
			origin: OriginFor<T>,
			#[pallet::compact] nominator: Balance,
			#[pallet::compact] validator: Balance,
		) -> DispatchResult {
			EnsureValidators::ensure_origin(origin)?;
			Self::do_set_minimum_bonds(nominator, validator)
		}

		/// Cancels all slashes of these offenders that are to be applied at the start of an era. An offender goes by the first
		/// eight bytes of the account, not by a place in a list that may have changed by then.
		///
		/// Origin: `Validators`. Errors: `NothingNamed`, `NoSuchSlash`, those of staking. Emits `SlashesCancelled`. The weight is
		/// the list of the era.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::cancel_slash(offenders.len().try_into().unwrap_or(u32::MAX)))]
		pub fn cancel_slash(
			origin: OriginFor<T>,
			#[pallet::compact] era: EraIndex,
			offenders: OffenderNames,
		) -> DispatchResult {
			EnsureValidators::ensure_origin(origin)?;
			Self::do_cancel_slash(era, offenders)
		}

		/// Says that one's node has finalized nothing after block `finalized`. It counts for `SignalLife` blocks and takes the
		/// place of one's earlier signal.
		///
		/// Origin: signed by a validator of this session, with the stash. Errors: `RescueUnderWay`, `NotValidator`, `NotStalled`,
		/// `TooManyValidators`, `Overflow`. Emits `StallSignalled`. The weight is the list of signals.
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::signal_stall(T::MaxValidators::get()))]
		pub fn signal_stall(
			origin: OriginFor<T>,
			#[pallet::compact] finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			let validator = ensure_signed(origin)?;
			Self::do_signal_stall(validator, finalized)
		}

		/// Takes one's signal back, because finality moves again. If less than a third are left, a rescue that is under way ends at
		/// the end of the session.
		///
		/// Origin: signed by who has signalled. Errors: `NoSignal`. Emits `SignalWithdrawn`. The weight is the list of signals.
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::withdraw_signal(T::MaxValidators::get()))]
		pub fn withdraw_signal(origin: OriginFor<T>) -> DispatchResult {
			let validator = ensure_signed(origin)?;
			Self::do_withdraw_signal(validator)
		}

		/// Begins a rescue: those of the validators named who have authored nothing in this era are removed, and the next set
		/// finalizes on from block `best_finalized`. Names that fit no validator are passed over.
		///
		/// Origin: `Rescue`. Errors: `NothingNamed`, `RescueUnderWay`, `ChangeUnderWay`, `BadDelay`, `TooFewSignals`,
		/// `BadFinalizedBlock`, `NobodyLost`, `TooManyLost`. Emits `RescueDecided`. The weight is the validators, their points and
		/// their signals.
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::rescue(T::MaxValidators::get(), dead.len().try_into().unwrap_or(u32::MAX)))]
		pub fn rescue(
			origin: OriginFor<T>,
			dead: DeadNames,
			#[pallet::compact] delay: BlockNumberFor<T>,
			#[pallet::compact] best_finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			EnsureRescue::ensure_origin(origin)?;
			Self::do_rescue(dead, delay, best_finalized)
		}
	}
}
