//! Ballots of a company: called by it or by its holders, weighed at a record date, executed as its account.
//!
//! # Goals
//!
//! 1. Holders decide: who calls a ballot cannot choose who votes in it, and what wins is done by the chain, not by an
//!    officer who may or may not (G1).
//! 2. Holders need nobody: 5 % of the shares call a ballot themselves, and nobody can keep them from it with dust (G2).
//! 3. Each share counts once, where it was at the record date: free, in an open order or on deposit (G3).
//! 4. A holder can leave his vote to somebody else and take it back at any time (G4).
//! 5. Nobody is surprised: notice before the record date, more time after a late swing, a time lock before a call runs (G5).
//! 6. Nothing stays behind: deposits come back, record dates are released, votes are removed so many at a time (G6).
//!
//! # Design
//!
//! The counting is in `shareholders-accounting`; this pallet lends it storage (`storage_votes.rs`), time, weights, deposits
//! and execution. The register of `pallet-shareholders` says what an account owned at the **record date**, a boundary that
//! is still to come when the ballot is called (G1, G3). Later sales and purchases do not matter, as in company law.
//!
//! A **motion** is a text, and if it should do something, a call. The call is checked when the ballot is called: it decodes,
//! companies may make it, a block has room for it. It is checked again when it runs, because the runtime may have changed;
//! under another encoding of calls it is void, since the bytes could mean what nobody has voted for. Texts and calls on the
//! ordinary list need 10 % of the shares and more than half of the choices, every other call 25 % and three quarters
//! (`rules.rs`). Only the first class of a company runs calls: any other could be issued to a few friends.
//!
//! A **requisition** belongs to a **round** of its class. The first one begins it: the present boundary becomes the record date of
//! all signatures of the round, so that they count at once. With the signature that makes 5 % the ballot is called, in places
//! of its own which the company cannot take (G2). Requisition and ballot have the same number, and the proposer's deposit stays
//! until the ballot is closed.
//!
//! **A carried requisition is never refused, and never waits.** In a round an account backs one thing at a time: a requisition
//! that can be signed, or the ballot that came of one. As everybody weighs what he owned at the one boundary, shares that are
//! sold or passed on back nothing a second time, and of shares that each back one thing of 5 % there are at most 20: as many as
//! there are places. So whoever owns 5 % has one place of them, and the places of others cannot be taken by less than all the
//! other shares. A record date for each requisition, which came before this, let the same 5 % move from account to account and
//! fill any number of places; a queue for those carried would only have been a longer list to fill. Holding the shares that
//! sign would bound it too, but shares have to go on working in orders. Who buys after the record date signs in the next round.
//!
//! When a round is over, the next begins with the next requisition. Ballots of two rounds have places, because those called at
//! the end of one go on while the next is signed: a third waits until the ballots of the first are closed, which anybody does
//! when they are over. A round is divided into five **sittings**, and the ballots called in one have the same record date, so that
//! two rounds with their forty ballots take no more than eleven of the record dates of a class.
//!
//! A **delegate** is named per company. When he has voted, anybody attaches his followers, and each brings the weight of the
//! record date. A follower who votes himself leaves him by that (G4).
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * There are no ballots of KSI here: the platform votes elsewhere.
//! * While the register of a class is halted or its shares are being split, its ballots wait: votes and closing are refused.
//!   The time goes on.
//! * Whoever buys during a round cannot sign before the next one, and whoever proposes late in a round has less time for it.
//! * A holder who divides his shares among accounts before a round can take all places for requisitions that wait for
//!   signatures, at the price of a deposit for each. Only those are kept from proposing who own less than his shares divided by
//!   the number of places; they can sign what others propose.
//! * Under rules by which a ballot lasts longer than a round, a round may have to wait for the ballots of the one before the
//!   last.
//! * The other record dates of a class, of offerings and of the company's ballots, are not bounded here. The runtime has to leave
//!   [`ROUND_DATES`] of them.
//! * An instruction to a delegate is one entry per company and account, for which the fee pays.
//! * The transaction version is all that tells that the encoding of calls has changed. Who changes it has to raise that.
//!
//! # Terms
//!
//! *Motion*: what is put to the vote. *Choice*: one of its answers; choice 0 is "for". *Weight*: the shares that a vote stands
//! for. *Base*: the eligible shares of the record date. *Attached*: of a vote, that it follows a delegate. *Carried*: of a
//! requisition, that its signatures suffice. *Backed*: of a requisition and its ballot, what its signatures do until it ends.
//! *Round*: the time in which signatures weigh what was owned at one boundary. *Sitting*: a part of a round. *Passed*: of a ballot, that choice 0 has won and there is a call to run. *Void*:
//! passed, and never run.

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

mod ballot;
mod branch;
mod clearing;
mod delegation;
mod error;
mod execution;
mod limits;
mod motion;
mod reads;
mod requisition;
mod round;
#[allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]
mod rules;
mod storage_votes;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
#[allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use rules::*;
pub use types::*;
pub use weights::WeightInfo;

use sp_runtime::traits::StaticLookup;

type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::branch::Signing;
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{fungible, Contains, ContainsPair},
	};
	use frame_system::pallet_prelude::*;
	use pallet_shareholders::{Balance, CompanyId};
	use shareholders_accounting::{Answer, Block, Epoch, Outcome, TokenId};
	use sp_runtime::traits::Dispatchable;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Ballots, requisitions and delegates.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config + pallet_shareholders::Config {
		/// Reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// KSI, for deposits.
		type Native: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::hold::Inspect<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>
			+ fungible::hold::Mutate<Self::AccountId>;

		/// Every call of the runtime.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo
			+ IsType<<Self as frame_system::Config>::RuntimeCall>;

		/// Calls that the account of a company may make by a ballot. Not [`Call::execute`].
		type CompanyCalls: Contains<<Self as Config>::RuntimeCall>;

		/// Those of them that an ordinary ballot of a company decides. Every other needs a special one.
		type OrdinaryCalls: ContainsPair<CompanyId, <Self as Config>::RuntimeCall>;

		/// Most weight of a call that a ballot runs.
		#[pallet::constant]
		type MaxCallWeight: Get<Weight>;

		/// Longest encoded call of a motion, in bytes.
		#[pallet::constant]
		type MaxCallLength: Get<u32>;

		/// Atoms of KSI held for a ballot until it is closed, at whoever calls it for the company.
		#[pallet::constant]
		type BallotDeposit: Get<Balance>;

		/// Atoms of KSI held for a requisition at its proposer, until it ends or the ballot that comes of it is closed.
		#[pallet::constant]
		type RequisitionDeposit: Get<Balance>;

		/// Most ballots of a class that the company has called and that are not closed.
		#[pallet::constant]
		type MaxBallots: Get<u32>;

		/// Most requisitions of a class that wait for signatures.
		#[pallet::constant]
		type MaxRequisitions: Get<u32>;

		/// Most accounts that one call attaches to their delegates.
		#[pallet::constant]
		type MaxAttach: Get<u32>;

		/// Most votes and signatures that one call removes.
		#[pallet::constant]
		type MaxClear: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime, beside what those of the register do.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<<Self as Config>::RuntimeCall>;
	}

	/// Why this pallet holds KSI. Each amount is recorded in the entry that it pays for.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// At whoever called a ballot for a company, for its entry and its motion, until it is closed.
		BallotDeposit,
		/// At the proposer of a requisition, for its entry and its motion, until it ends or its ballot is closed.
		RequisitionDeposit,
	}

	/// The times. One value, written at genesis.
	#[pallet::storage]
	pub type Rules<T> = StorageValue<_, BallotRules, ValueQuery>;

	/// The number of the next ballot or requisition. One value, written when one is called or proposed.
	#[pallet::storage]
	pub type NextBallotId<T> = StorageValue<_, BallotId, ValueQuery>;

	/// Ballots by number. The number is assigned, so no hash is needed.
	///
	/// Paid by `BallotDeposit` or `RequisitionDeposit` until it is closed. Written by votes and by each step; removed by `clear`.
	#[pallet::storage]
	pub type Ballots<T: Config> = StorageMap<_, Identity, BallotId, BallotRecordOf<T>>;

	/// Requisitions that have not ended, by number, as above.
	///
	/// Paid by `RequisitionDeposit`, held at the proposer. Written by signatures; removed when it is carried, closed or
	/// replaced.
	#[pallet::storage]
	pub type Requisitions<T: Config> = StorageMap<_, Identity, BallotId, RequisitionRecordOf<T>>;

	/// What ballots and requisitions are about, apart from them because a vote need not read it.
	///
	/// Paid with the ballot or the requisition, and removed with the last of them.
	#[pallet::storage]
	pub type Motions<T: Config> = StorageMap<_, Identity, BallotId, Motion<T>>;

	/// What is before the holders of a class, whose number its creator chose and is therefore hashed. Paid with the ballots
	/// and requisitions on it; removed with the last of them.
	#[pallet::storage]
	pub type Agendas<T: Config> = StorageMap<_, Blake2_128Concat, TokenId, Agenda<T>, ValueQuery>;

	/// Votes by ballot and account; users choose accounts, which are therefore hashed.
	///
	/// Paid by the fee of the vote. Written by it and by followers who come or go; removed when the follower leaves, and by
	/// `clear`.
	#[pallet::storage]
	pub type Votes<T: Config> =
		StorageDoubleMap<_, Identity, BallotId, Blake2_128Concat, T::AccountId, VoteOf<T>>;

	/// Signatures by round and account, as above: one for an account, because it backs one thing at a time.
	///
	/// Paid by the fee of the signature. Replaced when the account is free to sign another, removed when it is withdrawn, and by
	/// `clear` after the round has ended.
	#[pallet::storage]
	pub type Signatures<T: Config> =
		StorageDoubleMap<_, Identity, BallotId, Blake2_128Concat, T::AccountId, Signature>;

	/// Rounds that have ended and whose signatures have not all been removed. Paid by those; removed with the last.
	#[pallet::storage]
	pub type Ended<T> = StorageMap<_, Identity, BallotId, ()>;

	/// Who votes for an account in a company's ballots if it does not vote itself. Companies are numbered by the pallet, so
	/// the first key needs no hash.
	///
	/// Paid by the fee, one entry per company and account. Removed when the account takes the instruction back.
	#[pallet::storage]
	pub type Delegates<T: Config> =
		StorageDoubleMap<_, Identity, CompanyId, Blake2_128Concat, T::AccountId, T::AccountId>;

	/// What happened. Weights are in shares.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A ballot was called: what accounts own at the boundary `record_date` decides, votes count from block `opens` on.
		BallotCalled {
			ballot: BallotId,
			class: TokenId,
			company: CompanyId,
			kind: Kind,
			requisitioned: bool,
			record_date: Epoch,
			opens: Block,
			closes: Block,
		},
		/// `who` has voted, for the first time or anew. What follows it counts with it.
		Voted { ballot: BallotId, who: T::AccountId, answer: Answer, weight: u128 },
		/// A late swing has put off the end: votes count until before block `closes`.
		BallotExtended { ballot: BallotId, closes: Block },
		/// `delegate` votes for `who` in ballots of the company from now on; `None`: nobody does.
		Delegated { company: CompanyId, who: T::AccountId, delegate: Option<T::AccountId> },
		/// These accounts follow their delegates in the ballot.
		Attached { ballot: BallotId, accounts: Vec<T::AccountId> },
		/// `who` does not follow its delegate in the ballot any more.
		Detached { ballot: BallotId, who: T::AccountId },
		/// A ballot was closed: how many shares were eligible, how many were for each choice, how many abstained. With a
		/// `window` its call may run in those blocks.
		BallotClosed {
			ballot: BallotId,
			outcome: Outcome,
			base: u128,
			weights: Vec<u128>,
			abstain: u128,
			window: Option<Window>,
		},
		/// The call of a ballot has run as the company's account. If it has failed, nothing has come of it and it may be tried
		/// again until its window is over.
		Executed { ballot: BallotId, result: DispatchResult },
		/// The call of a ballot cannot run any more: since the runtime has changed, its bytes do not mean what was voted on.
		BallotVoided { ballot: BallotId },
		/// `removed` votes and signatures were removed, and unless something is `left` all the rest.
		Cleared { ballot: BallotId, removed: u32, left: bool },
		/// A requisition was proposed, and signed by its proposer with `signed` of the `base` eligible shares of the round's
		/// `record_date`.
		RequisitionOpened {
			requisition: BallotId,
			class: TokenId,
			company: CompanyId,
			proposer: T::AccountId,
			record_date: Epoch,
			base: u128,
			signed: u128,
			closes: Block,
		},
		/// `who` has signed with `weight`; `signed` is the sum now.
		Signed { requisition: BallotId, who: T::AccountId, weight: u128, signed: u128 },
		/// `who` has taken its signature back; `signed` is the sum now.
		SignatureWithdrawn { requisition: BallotId, who: T::AccountId, signed: u128 },
		/// A requisition has ended. If it was carried, it is the ballot of this number; otherwise its deposit has been returned.
		RequisitionEnded { requisition: BallotId, end: RequisitionEnd },
		/// A round of requisitions has begun: what accounts own at the boundary `record_date` counts for signatures, before block
		/// `closes`. It has the number of its first requisition.
		RoundBegun { class: TokenId, round: BallotId, record_date: Epoch, closes: Block },
		/// A round has ended, and its record date is released.
		RoundEnded { class: TokenId, round: BallotId },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// No ballot has this number, or it was cleared.
		UnknownBallot,
		/// No requisition has this number, or it has ended.
		UnknownRequisition,
		/// A motion has 2 to 16 choices. Name as many.
		BadChoices,
		/// Only ballots of the company's first class run calls. Leave the call out, or ask the holders of that class.
		NotVotingClass,
		/// The bytes are no call of this chain. Encode it for the present runtime.
		CallUndecodable,
		/// A company may not make this call, or not by a ballot of this kind. Call a ballot on another one.
		CallNotAllowed,
		/// The call is too heavy for a ballot to run. Divide it.
		CallTooHeavy,
		/// As many ballots as there are places for are not closed yet: of the company, or of the two rounds before. Close those
		/// that are over, or wait.
		TooManyBallots,
		/// All places for requisitions are taken, each with at least as many shares as the caller has. Sign one of them.
		RequisitionsFull,
		/// The ballot does not open before its record date. Vote then.
		NotOpenYet,
		/// Votes do not count any more.
		VotingOver,
		/// The ballot has no such choice.
		UnknownChoice,
		/// The account had no eligible share at the record date.
		NoWeight,
		/// An account cannot be its own delegate. It votes itself.
		SelfDelegation,
		/// The account has named no delegate in this company.
		NotDelegated,
		/// None of the accounts has shares, a delegate who has voted, and no vote of its own. Attach others.
		NothingAttached,
		/// The account does not follow a delegate in this ballot.
		NotAttached,
		/// The account has signed already.
		AlreadySigned,
		/// The account backs another requisition of this round, or the ballot that came of one. Take that signature back, or wait
		/// until the ballot is closed or the next round begins.
		BacksAnother,
		/// The account has not signed.
		NotSigned,
		/// The period of the requisition is over. Propose it again.
		RequisitionOver,
		/// The requisition can still be signed. Close it when its period is over.
		RequisitionStillOpen,
		/// The class has no round of requisitions to end.
		NoRound,
		/// Requisitions of the round can still be signed. End it when its period is over.
		RoundStillOpen,
		/// Votes still count. Close the ballot when they do not.
		BallotStillOpen,
		/// The ballot is closed already.
		AlreadyClosed,
		/// The ballot has no call to run: it is not closed, was lost, is about a text, or its call has run.
		NotPassed,
		/// The call has to wait for the end of its time lock.
		TimeLocked,
		/// The call was not run in time and is void. Call another ballot.
		WindowOver,
		/// The call is heavier than the caller allows. Allow more.
		AboveMaxWeight,
		/// Something may still come of the ballot or the requisition. Clear it afterwards.
		NotFinished,
		/// A number left its range.
		Overflow,
		/// The records contradict each other.
		Corrupt,
	}

	/// The times, and ballots on texts whose record date has been reached.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The times.
		pub rules: BallotRules,
		/// Open ballots: share class, hash of the text, number of choices, and for how many blocks votes count.
		pub ballots: Vec<(TokenId, DocumentHash, u8, Block)>,
		#[doc(hidden)]
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		#[expect(clippy::panic, reason = "a genesis that cannot be built must not start a chain")]
		fn build(&self) {
			self.rules.check(pallet_shareholders::CalendarOf::<T>::get().epoch_blocks);
			Rules::<T>::put(self.rules);
			for (class, document, choices, period) in &self.ballots {
				let motion = Motion { document: *document, choices: *choices, call: None };
				if let Err(error) = Pallet::<T>::build_ballot(*class, motion, *period) {
					panic!("ballot of class {class} of genesis: {error:?}");
				}
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			Self::check_limits();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Calls a ballot of a share class for its company. Its record date is a boundary as many epochs ahead as the notice
		/// is; it opens then, and lasts for the period of the rules.
		///
		/// Origin: whoever acts for the company; he pays `BallotDeposit` until the ballot is closed. Errors: `BadChoices`,
		/// `NotVotingClass`, `CallUndecodable`, `CallNotAllowed`, `CallTooHeavy`, `TooManyBallots`, and of the register
		/// `NotAShareClass`, `ClassHalted`, `PlatformClass`, `NotForCompany`, `TooManyDates`. Emits `BallotCalled`. The weight
		/// is a hold, the class, and decoding the call.
		#[pallet::call_index(0)]
		pub fn open_ballot(
			origin: OriginFor<T>,
			class: TokenId,
			motion: Motion<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_ballot(who, class, motion)
		}

		/// Proposes that the holders of a class call a ballot, and signs that. It is called as soon as accounts have signed
		/// that owned 5 % of the eligible shares at the record date of the round. If no round is running, one begins, with the
		/// present boundary. If all places are taken, the caller gets that of the least supported requisition, provided that he
		/// owns more than has signed it; he needs none if he owns 5 % himself.
		///
		/// Origin: signed, a holder at the record date; he pays `RequisitionDeposit` until the requisition ends or its ballot is
		/// closed. Errors: those of [`Self::open_ballot`], except for `NotForCompany`, and `TooManyBallots` only if a round would
		/// begin while ballots of the two before it are not closed; `NoWeight`, `BacksAnother`, `RequisitionsFull`. Emits
		/// `RoundBegun`, and `RoundEnded` of the one before; `RequisitionOpened`, and `RequisitionEnded` of the one that it
		/// replaces; if he owns 5 % himself, `RequisitionEnded` and `BallotCalled`. The weight is a hold, the class, decoding the
		/// call, and the other requisitions, at most `MaxRequisitions`.
		#[pallet::call_index(1)]
		pub fn requisition(
			origin: OriginFor<T>,
			class: TokenId,
			motion: Motion<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_requisition(who, class, motion)
		}

		/// Signs a requisition with what the caller owned at its record date. If that makes 5 % of the eligible shares, the
		/// ballot is called in this very call, under the same number.
		///
		/// Origin: signed, a holder at the record date. Errors: `UnknownRequisition`, `RequisitionOver`, `NoWeight`,
		/// `AlreadySigned`, `BacksAnother`, and of the register `ClassHalted`. Emits `Signed`, and `RequisitionEnded` and `BallotCalled`. The weight is that of calling a ballot,
		/// returned if it is not called.
		#[pallet::call_index(2)]
		#[pallet::weight(Signing::Carried.weight::<T>())]
		pub fn sign(origin: OriginFor<T>, requisition: BallotId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let signing = Self::do_sign(who, requisition)?;
			Ok(Some(signing.weight::<T>()).into())
		}

		/// Takes a signature back.
		///
		/// Origin: signed, who has signed. Errors: `UnknownRequisition`, `RequisitionOver`, `NotSigned`. Emits
		/// `SignatureWithdrawn`. The weight is two entries.
		#[pallet::call_index(3)]
		pub fn withdraw_signature(origin: OriginFor<T>, requisition: BallotId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_signature(who, requisition)
		}

		/// Ends a requisition that was not carried in time. The proposer gets his deposit back.
		///
		/// Origin: signed, anyone. Errors: `UnknownRequisition`, `RequisitionStillOpen`. Emits `RequisitionEnded`. The weight is
		/// the agenda and a release.
		#[pallet::call_index(4)]
		pub fn close_requisition(origin: OriginFor<T>, requisition: BallotId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_requisition(requisition)
		}

		/// Votes with what the caller owned at the record date, free and held, and with what follows him. He may change his
		/// mind until the end. If he followed a delegate, he leaves him.
		///
		/// Origin: signed, a holder at the record date. Errors: `UnknownBallot`, `NotOpenYet`, `VotingOver`, `NoWeight`,
		/// `UnknownChoice`, and of the register `ClassHalted`. Emits `Voted`, and `BallotExtended` after a late swing. The
		/// weight is the class, a line and up to three entries.
		#[pallet::call_index(5)]
		pub fn vote(origin: OriginFor<T>, ballot: BallotId, answer: Answer) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_vote(who, ballot, answer)
		}

		/// Names who votes for the caller in all ballots of a company in which he does not vote himself, or nobody. Nothing
		/// changes in ballots in which he is attached already: there he detaches, or votes.
		///
		/// Origin: signed, anyone. Errors: `SelfDelegation`, `NotDelegated`, and of the register `UnknownCompany`. Emits
		/// `Delegated`. The weight is one entry.
		#[pallet::call_index(6)]
		pub fn delegate(
			origin: OriginFor<T>,
			company: CompanyId,
			delegate: Option<AccountIdLookupOf<T>>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let delegate = delegate.map(T::Lookup::lookup).transpose()?;
			Self::do_delegate(who, company, delegate)
		}

		/// Attaches accounts to their delegates, who have voted: the weight of each, of the record date, counts like its
		/// delegate's answer. Accounts that have voted, are attached, had no shares, or whose delegate has not voted, are
		/// passed over.
		///
		/// Origin: signed, anyone. Errors: `UnknownBallot`, `NotOpenYet`, `VotingOver`, `NothingAttached`, and of the register
		/// `ClassHalted`. Emits `Attached` with those that were, and `BallotExtended` after a late swing. The weight grows with
		/// the accounts, at most `MaxAttach`.
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::attach(u32::try_from(accounts.len()).unwrap_or(u32::MAX)))]
		pub fn attach(
			origin: OriginFor<T>,
			ballot: BallotId,
			accounts: BoundedVec<T::AccountId, T::MaxAttach>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_attach(ballot, accounts.into_inner())
		}

		/// Leaves a delegate in one ballot without voting. As long as the instruction stands, anybody may attach the caller
		/// again, so who does not want that takes it back first.
		///
		/// Origin: signed, who is attached. Errors: `UnknownBallot`, `NotOpenYet`, `VotingOver`, `NotAttached`. Emits
		/// `Detached`, and `BallotExtended` after a late swing. The weight is three entries.
		#[pallet::call_index(8)]
		pub fn detach(origin: OriginFor<T>, ballot: BallotId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_detach(who, ballot)
		}

		/// Closes a ballot that is over: fixes the outcome, releases the record date and returns the deposit. If choice 0 has
		/// won and there is a call, its time lock begins.
		///
		/// Origin: signed, anyone. Errors: `UnknownBallot`, `AlreadyClosed`, `BallotStillOpen`, and of the register
		/// `ClassHalted`. Emits `BallotClosed`. The weight is the class and a release.
		#[pallet::call_index(9)]
		pub fn close_ballot(origin: OriginFor<T>, ballot: BallotId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close_ballot(ballot)
		}

		/// Runs the call of a ballot that has passed, as the company's account. A call that fails leaves nothing behind and may
		/// be run again until its window is over. One whose bytes do not mean any more what was voted on makes the ballot void.
		///
		/// Origin: signed, anyone. Errors: `UnknownBallot`, `NotPassed`, `TimeLocked`, `WindowOver`, `CallNotAllowed`,
		/// `CallTooHeavy`, `AboveMaxWeight`. Emits `Executed` or `BallotVoided`. The weight is `max_weight` besides reading the
		/// call; what the call does not use is returned.
		#[pallet::call_index(10)]
		#[pallet::weight(<T as Config>::WeightInfo::execute().saturating_add(*max_weight))]
		pub fn execute(
			origin: OriginFor<T>,
			ballot: BallotId,
			max_weight: Weight,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let used = Self::do_execute(ballot, max_weight)?;
			Ok(Some(<T as Config>::WeightInfo::execute().saturating_add(used)).into())
		}

		/// Removes up to `limit` signatures of a round that has ended and votes of a ballot of which nothing can come any more,
		/// and with the last of them the ballot itself. A round has the number of its first requisition.
		///
		/// Origin: signed, anyone. Errors: `UnknownBallot`, `NotFinished`. Emits `Cleared`. The weight grows with the limit, at
		/// most `MaxClear`; what is not used is returned.
		#[pallet::call_index(11)]
		#[pallet::weight(<T as Config>::WeightInfo::clear((*limit).min(T::MaxClear::get())))]
		pub fn clear(
			origin: OriginFor<T>,
			ballot: BallotId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_clear(ballot, limit)?;
			Ok(Some(<T as Config>::WeightInfo::clear(removed)).into())
		}

		/// Ends the round of requisitions of a class that is over: its record date is released, and its signatures may be
		/// cleared. The next requisition does the same, so this is for who does not want to wait for one.
		///
		/// Origin: signed, anyone. Errors: `NoRound`, `RoundStillOpen`, and of the register `ClassHalted`. Emits `RoundEnded`.
		/// The weight is the class and the agenda.
		#[pallet::call_index(12)]
		pub fn end_round(origin: OriginFor<T>, class: TokenId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_end_round(class)
		}
	}
}
