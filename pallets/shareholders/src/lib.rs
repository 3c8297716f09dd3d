//! Companies, share classes, dividends and record dates over the token ledger.
//!
//! # Goals
//!
//! 1. Shares work where they are: what counts is free + held, so shares in an open order earn like any others (G1).
//! 2. A dividend costs the same for ten holders and for a million; a transfer of a share writes at most one line per side
//!    and epoch; a transfer of any other token costs one read (G2).
//! 3. Nothing is lost: what is paid in is owed to the last fraction of an atom, a claim has no term, and anybody may claim
//!    for anybody, who is then paid (G3).
//! 4. Buying late earns nothing: a dividend streams or is announced, and its record date decides (G4).
//! 5. A company can be given to its holders for good; then no key acts for it (G5).
//! 6. The ledger never waits for the register: what should be impossible halts one class and nothing else (G6).
//!
//! # Design
//!
//! The arithmetic is in `shareholders-accounting`; this pallet lends it storage ([`storage_register`]), hears of balance
//! changes (`impl_balance_hook.rs`) and moves money. A **company** is a record and an account derived from its number,
//! which nobody has a key to. What acts for it is the founder, until he hands it over, or that account itself, which only
//! a ballot can make sign. A token becomes a **share class** if whoever owns the token acts for the company; its roles in
//! the ledger stay what they are, and a company is handed over only when all of them are its own or given up (G5).
//!
//! Dividends of a class lie in its **pot**, an account of its own, until they are claimed. The pot keeps the minimum balance
//! of each token besides, so that no claim leaves dust behind. A claim settles and zeroes the debt, writes, and only then
//! pays, because the payment may change what the payee owns of the class itself (G3).
//!
//! A **split** converts holders one by one while the token stands still (`split.rs`). Open orders are carried along by the
//! markets. Fractions of shares make up whole ones in the **fraction pot**, which are sold for their owners in an open
//! auction that nobody has to allow and whose price nobody names (`fraction_auction.rs`, `fractions.rs`).
//!
//! An account is excluded only if the company proposes it and the account accepts: otherwise a company could take a
//! holder's rights away. The company's own account and the pot are excluded from the start, for good.
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * KSI is a class of its own kind ([`KsiStore`]): no company issues it, ballots about it are the platform's referenda, and
//!   its supply is told at the end of each epoch.
//! * A company and a class are never dissolved, so their deposits stay on hold.
//! * A supply that changes while no account does (a dropped imbalance of the SDK's traits, which no call makes) is noticed
//!   at the next change of an account.
//! * What is sent to a pot without `pay_dividend`, or earned by it as a holder of another class, stays there as a surplus.
//! * An account whose number of references is exhausted cannot claim in a token it has none of, if another token that it
//!   is paid in the same claim takes the last reference: the claim fails and everything stays owed.
//! * Whoever may burn a payout token from accounts (its admin, unless the role is given up) may burn it from a pot. What is
//!   missing then stays owed until somebody sends it to the pot. He may as well burn shares that fractions made up, before
//!   or after somebody has bought them.
//! * A token that a class pays in cannot be split, because what is owed in it could not follow. Any company may open a payout
//!   in any token.
//! * A split stands still where a class is halted in the middle of it, as everything of that class does; whoever has not been
//!   converted by then cannot cancel his orders before it is repaired.
//! * A split's fractions are sold when somebody bids for them, and for as little as that if nobody bids more. Until then the
//!   class cannot be split again; anybody, the company too, may make the first bid, and at most three times the length of an
//!   auction later they are sold.
//! * What rounding leaves of the proceeds of fractions, less than an atom of each, stays in the fraction pot, and so does what
//!   the pot earns as a holder of KSI.
//! * A class that was halted stays so until a migration repairs it.
//! * The length of an epoch never changes after genesis: epochs are counted by dividing the block number by it.
//!
//! # Terms
//!
//! *Class*: a token whose holders own something. *Total*: free + held. *Line*: what the register keeps of one account.
//! *Epoch*: the time between two boundaries, at which dividends are distributed. *Record date*: the boundary whose totals
//! decide a right. *Pot*: the account that dividends wait in. *Halted*: of a class, out of step with the ledger.

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
mod actor;
mod company;
mod dividend;
mod error;
mod exclusion;
mod fraction_auction;
mod fractions;
mod genesis;
mod impl_balance_hook;
mod limits;
mod pinned;
mod platform;
mod register;
mod share_tokens;
mod split;
mod split_ledger;
pub mod storage_register;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
mod try_state_splits;
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
pub use pinned::Pinned;
pub use platform::KsiStore;
pub use share_tokens::ShareTokens;
pub use shareholders_accounting as accounting;
pub use split::Splitting;
pub use split_ledger::{SplitHolds, SplitLedger};
pub use types::*;
pub use weights::WeightInfo;

use sp_runtime::traits::StaticLookup;

/// The number of KSI as a token, and as the share class of the platform.
pub const KSI: shareholders_accounting::TokenId = 0;

/// Dated dividends of one payout token that strangers may have waiting; the other places are the company's.
pub const COMMON_LUMPS: u32 = 4;

/// Most steps of one call of `continue_split`.
pub const MAX_SPLIT_STEPS: u32 = 100;

/// Why the ledger in a runtime has tokens on hold.
type LedgerReasonOf<T> =
	<<T as Config>::ShareTokens as SplitLedger<<T as frame_system::Config>::AccountId>>::Reason;

type AccountIdLookupOf<T> = <<T as frame_system::Config>::Lookup as StaticLookup>::Source;

#[allow(
	clippy::as_conversions,
	clippy::expect_used,
	reason = "written by the pallet macro and the derive of the codec; calls only hand over"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::{boxed::Box, vec::Vec};
	use frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{fungible, fungibles, Contains},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use pallet_tokens::splitting::SplitMarkets;
	use shareholders_accounting::{
		AccountingError, Epoch, Fraction, Line, Ratio, Schedule, TokenId, MAX_PAYOUTS,
	};
	use sp_runtime::{traits::Dispatchable, SaturatedConversion};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The register of shareholders.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Calls, for acting as a company.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo
			+ From<frame_system::Call<Self>>;

		/// Calls that a founder makes as the company's account. None that would let anybody act for the company, or spend what
		/// it has, after it was handed over: no proxies, no approvals.
		type FounderCalls: Contains<<Self as Config>::RuntimeCall>;

		/// Reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// Every token, KSI included, as one ledger. It reports changes of share classes to this pallet.
		type Tokens: fungibles::Inspect<Self::AccountId, AssetId = TokenId, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>;

		/// Roles and limits of the tokens that may become share classes: `pallet_tokens`.
		type ShareTokens: ShareTokens<Self::AccountId> + SplitLedger<Self::AccountId>;

		/// The markets that are carried through a split: the order book, or `()`.
		type SplitMarkets: SplitMarkets<Ratio>;

		/// What becomes of tokens on hold in a split. `()` for in proportion, rounded down.
		type SplitHolds: SplitHolds<Self::AccountId, LedgerReasonOf<Self>>;

		/// Tokens that must not be split because somebody has agreed on amounts of them: those of offerings that run.
		type Unsplittable: Contains<TokenId>;

		/// KSI alone, for deposits.
		type Native: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::hold::Inspect<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>
			+ fungible::hold::Mutate<Self::AccountId>;

		/// What accounts of companies and pots are derived from.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Acts for KSI, the share of the platform: a vote.
		type PlatformOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Whose tokens the platform's acts cost.
		type PlatformAccount: Get<Self::AccountId>;

		/// Atoms of KSI held at the founder of a company.
		#[pallet::constant]
		type CompanyDeposit: Get<Balance>;

		/// Atoms of KSI held at the creator of a share class.
		#[pallet::constant]
		type ClassDeposit: Get<Balance>;

		/// Longest name of a company, in bytes.
		#[pallet::constant]
		type MaxNameLength: Get<u32>;

		/// Most documents of a company.
		#[pallet::constant]
		type MaxLinks: Get<u32>;

		/// Most share classes of a company.
		#[pallet::constant]
		type MaxClasses: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds KSI. Each amount is recorded in the entry that it pays for.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// At the founder, for the entry in [`Companies`] and the company's account.
		CompanyDeposit,
		/// At the creator of a share class, for the entry in [`Classes`], what goes with it, and the pot's account.
		ClassDeposit,
		/// At whoever has bid most for the fractions of a split. The amount is in [`FractionPools`].
		FractionBid,
	}

	/// The times of the register. One value, written at genesis.
	#[pallet::storage]
	#[pallet::storage_prefix = "Calendar"]
	pub type CalendarOf<T> = StorageValue<_, Calendar, ValueQuery>;

	/// The number of the next company. One value, written when one is founded.
	#[pallet::storage]
	pub type NextCompanyId<T> = StorageValue<_, CompanyId, ValueQuery>;

	/// Companies by number. The number is assigned, so no hash is needed.
	///
	/// Paid by `CompanyDeposit`, held at the founder. Written when it is founded, gets a class, or is handed over.
	#[pallet::storage]
	pub type Companies<T: Config> = StorageMap<_, Identity, CompanyId, Company<T>>;

	/// Share classes by token, whose number its creator chose and is therefore hashed.
	///
	/// Paid by `ClassDeposit`, held at the creator of the class. Written once per epoch, and when dividends, claims, record
	/// dates, exclusions, the supply or the total of an excluded account change it.
	#[pallet::storage]
	pub type Classes<T: Config> = StorageMap<_, Blake2_128Concat, TokenId, ShareClassOf<T>>;

	/// The register's lines: what an account owned of a class and is owed by it. Class and account are chosen by users and
	/// therefore hashed.
	///
	/// Paid by the minimum balance of whoever owns shares, and by what he is owed. Written at the first change of his total in
	/// an epoch and by claims; removed when nothing is owed and no live record date needs it, at once or by `prune`.
	#[pallet::storage]
	pub type Lines<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TokenId, Blake2_128Concat, T::AccountId, Line>;

	/// The account that a company wants to exclude from a class: at most one at a time, so that it is paid with the class.
	/// Written by a proposal, removed when the account accepts.
	#[pallet::storage]
	pub type ExclusionProposals<T: Config> = StorageMap<_, Blake2_128Concat, TokenId, T::AccountId>;

	/// How many classes pay dividends in a token. Paid with those classes; written when one opens a payout.
	#[pallet::storage]
	pub type PayoutTokens<T> = StorageMap<_, Blake2_128Concat, TokenId, u32, ValueQuery>;

	/// Splits that are running, by class, whose number its creator chose and is therefore hashed. Paid with the class; written
	/// by each step, removed by the last.
	#[pallet::storage]
	pub type Splits<T: Config> =
		StorageMap<_, Blake2_128Concat, TokenId, RunningSplit<T::AccountId>>;

	/// How many splits of a class have been carried out, and so the number of the next. Paid with the class.
	#[pallet::storage]
	pub type SplitCount<T> = StorageMap<_, Blake2_128Concat, TokenId, u32, ValueQuery>;

	/// Accounts that have been converted before their turn, by class, both chosen by users and therefore hashed. Paid by the
	/// cancels that make them; removed when the conversion comes past the account.
	#[pallet::storage]
	pub type ConvertedEarly<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TokenId, Blake2_128Concat, T::AccountId, ()>;

	/// What is left of a split: the pool of its fractions, by class and number of the split, which is assigned. Paid with the
	/// class; written by bids and claims, removed with the last fraction, which may be claimed at any time.
	#[pallet::storage]
	pub type FractionPools<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TokenId, Identity, u32, SplitFractions<T::AccountId>>;

	/// The fraction of a share that a split left an account: by class, number of the split, and account, which its owner chose
	/// and is therefore hashed. Paid by the share that it is part of; removed when it has been claimed after the sale.
	#[pallet::storage]
	pub type Fractions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TokenId>,
			NMapKey<Identity, u32>,
			NMapKey<Blake2_128Concat, T::AccountId>,
		),
		Fraction,
	>;

	/// What the register starts with. The tokens exist by then.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The times of the register.
		pub calendar: Calendar,
		/// KSI as a share class.
		pub platform: Option<PlatformGenesis<T::AccountId>>,
		/// Companies with their classes and the dividends that they have paid.
		pub companies: Vec<CompanyGenesis<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			self.calendar.check();
			CalendarOf::<T>::put(self.calendar);
			if let Some(platform) = &self.platform {
				let built = Pallet::<T>::build_platform(platform);
				assert!(built.is_ok(), "KSI as a share class: {built:?}");
			}
			for company in &self.companies {
				let built = Pallet::<T>::build_company(company);
				assert!(built.is_ok(), "the company of {:?}: {built:?}", company.founder);
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
		/// A company was founded; `account` is its own.
		CompanyFounded { company: CompanyId, account: T::AccountId, founder: T::AccountId },
		/// The token `class` became a share class; `pot` keeps its dividends.
		ShareClassCreated { class: TokenId, company: CompanyId, pot: T::AccountId },
		/// Only its own account acts for the company from now on.
		HandedOver { company: CompanyId },
		/// The founder made a call as the company's account.
		Acted { company: CompanyId },
		/// The company has published a new list of documents.
		Published { company: CompanyId },
		/// The company wants `who` neither to earn nor to vote. Nothing changes before `who` accepts.
		ExclusionProposed { class: TokenId, who: T::AccountId },
		/// `who` neither earns nor votes from now on. What it is owed stays its own.
		AccountExcluded { class: TokenId, who: T::AccountId },
		/// `who` earns and votes again, from the next boundary on.
		AccountIncluded { class: TokenId, who: T::AccountId },
		/// The class pays in `token` from now on.
		PayoutOpened { class: TokenId, token: TokenId },
		/// `amount` of `token` went into the pot, to be distributed as `schedule` says.
		DividendPaid {
			class: TokenId,
			token: TokenId,
			payer: T::AccountId,
			amount: Balance,
			schedule: Schedule,
		},
		/// `who` was paid these amounts by token; what it is owed in the tokens `unpaid` cannot be paid now and stays.
		Claimed {
			class: TokenId,
			who: T::AccountId,
			payments: Vec<(TokenId, Balance)>,
			unpaid: Vec<TokenId>,
		},
		/// The register of the class could not follow the ledger and has stopped, for `reason`.
		ClassHalted { class: TokenId, reason: AccountingError },
		/// A split of the class has begun: `new` shares for `old`. Its markets are being suspended.
		SplitBegun { class: TokenId, split: u32, new: u64, old: u64 },
		/// The split is not possible any more, for `reason`. Nothing has been converted, and the markets go on.
		SplitGivenUp { class: TokenId, split: u32, reason: DispatchError },
		/// Everybody has been converted; `fractions` shares, which all fractions make up, are in the fraction pot. So many parts
		/// of the last of them as `rest` says nobody had, and they are the company's.
		SplitConverted { class: TokenId, split: u32, fractions: Balance, rest: u128 },
		/// All markets of the class go on.
		SplitEnded { class: TokenId, split: u32 },
		/// `bidder` has bid most, `amount` of KSI, for all shares that the fractions of a split make up, and wins if nobody bids
		/// more before the epoch `closes`. The hold of `outbid` was released.
		FractionBid {
			class: TokenId,
			split: u32,
			bidder: T::AccountId,
			amount: Balance,
			closes: Epoch,
			outbid: Option<T::AccountId>,
		},
		/// `buyer` paid `amount` of KSI for the `shares` that the fractions of a split made up.
		FractionsSold {
			class: TokenId,
			split: u32,
			buyer: T::AccountId,
			shares: Balance,
			amount: Balance,
		},
		/// `who` was paid `amount` of KSI for its fraction of a share; nothing if that was worth less than an atom.
		FractionClaimed { class: TokenId, split: u32, who: T::AccountId, amount: Balance },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// The name is empty. Give the company one.
		NameEmpty,
		/// No company has this number.
		UnknownCompany,
		/// The caller does not act for the company: its founder does until it is handed over, then its account alone.
		NotForCompany,
		/// The company has been handed over to its holders already.
		AlreadyHandedOver,
		/// A founder cannot make this call as the company: it would outlast the handover. Call a ballot.
		CallNotAllowed,
		/// Somebody else still holds a role over one of its classes. Give it to the company's account, or renounce it.
		RolesNotHandedOver,
		/// The company has as many share classes as it may have.
		TooManyClasses,
		/// The token is not a share class.
		NotAShareClass,
		/// The token is a share class already.
		AlreadyAShareClass,
		/// The caller is not the owner of the token. Its owner has to act for the company as well.
		NotTokenOwner,
		/// The token has no authorised maximum. Its owner sets one first.
		NoAuthorisedMaximum,
		/// The authorised maximum is 2^94 atoms or more. Lower it first.
		MaximumTooLarge,
		/// KSI is no share of a company: its holders vote by the platform's referenda.
		PlatformClass,
		/// The register of the class has stopped. It goes on when it has been repaired; what is owed stays.
		ClassHalted,
		/// The company has not proposed to exclude the caller. It proposes first, then the account accepts.
		NotProposed,
		/// The company's own account and the pot never earn or vote.
		AlwaysExcluded,
		/// The account is excluded already.
		AlreadyExcluded,
		/// The account is not excluded.
		NotExcluded,
		/// As many accounts are excluded as can be. Include one again first.
		TooManyExcluded,
		/// No token has this number.
		UnknownToken,
		/// The token is the share of another company, which could not split it any more. That company has to act itself.
		ForeignShares,
		/// The class pays in this token already.
		PayoutExists,
		/// The class does not pay in this token. Pay in another, or let the company open it.
		UnknownPayout,
		/// The class pays in as many tokens as it can.
		TooManyPayouts,
		/// The amount is zero.
		ZeroAmount,
		/// The dividend comes too suddenly. Let it stream over more epochs, or name a record date further ahead.
		NoticeTooShort,
		/// The date is too far ahead, or the stream too long. Choose an earlier or a shorter one.
		DateTooFar,
		/// The payment date is before the record date. Exchange them.
		DatesReversed,
		/// The date is past, where totals are no longer known. Choose a later one.
		DatePassed,
		/// As many dated dividends wait as there is room for; half of the places are the company's. Join one of their dates,
		/// let this one stream, or wait for a payment date.
		TooManyLumps,
		/// More would have been paid in to the class in this token than can be counted. Pay less, or in another token.
		LifetimeExceeded,
		/// No share earns or votes. Issue some first.
		NoEligibleShares,
		/// Nothing can be claimed now. It may still wait for its payment date.
		NothingOwed,
		/// Nothing of what is owed can be paid now: the account has to exist first or the amount is below the token's minimum,
		/// or the token is frozen. It stays owed; claim again later.
		CannotBePaid,
		/// The class has as many live record dates as it can. Use one of them.
		TooManyDates,
		/// No such record date is live. Reserve it first.
		UnknownDate,
		/// The record date is still to come. Ask again when it has been reached.
		DateNotReached,
		/// One side of the ratio is zero or above a million, both are the same, or too many splits have followed each other.
		BadRatio,
		/// There would be 2^94 shares or more. Choose a smaller ratio.
		SplitTooLarge,
		/// The class or token is being split. Anybody can drive that on by `continue_split`; try again when it is done.
		SplitRunning,
		/// The class is not being split.
		NoSplit,
		/// A class pays dividends in this token: what it owes could not follow a split.
		PaysDividends,
		/// Somebody has agreed on amounts of this token, in an offering that runs. Wait for its end.
		AmountsAgreed,
		/// The shares that the fractions of the last split make up have not been sold yet. Bid for them, or settle their auction.
		FractionsUnsold,
		/// The token is frozen, or being destroyed. Thaw it first.
		TokenNotLive,
		/// A call takes 1 to 100 steps.
		StepsOutOfRange,
		/// The class has had no split with this number that left fractions.
		UnknownSplit,
		/// The shares that the fractions of this split made up have been sold.
		FractionsSold,
		/// The bid is less than the minimum balance of KSI, or not a twentieth above the highest one. Bid more.
		BidTooLow,
		/// The highest bid has won. Settle the auction.
		AuctionOver,
		/// Others may still bid more. Settle the auction when it is over.
		AuctionRunning,
		/// Nobody has bid yet. The first bid begins the auction.
		NoBid,
		/// A number left its range.
		Overflow,
		/// The records contradict each other.
		Corrupt,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Takes the boundary for KSI in the first block of an epoch: once per epoch one record, for any number of holders.
		fn on_initialize(block: BlockNumberFor<T>) -> Weight {
			Self::take_boundary(block.saturated_into())
		}

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
		/// Founds a company with a name and the hashes of its documents.
		///
		/// Origin: signed; the signer becomes the founder, pays `CompanyDeposit`, and acts for the company until he hands it
		/// over. Errors: `NameEmpty`. Emits `CompanyFounded` with the company's account. The weight is a hold and two entries.
		#[pallet::call_index(0)]
		pub fn found_company(
			origin: OriginFor<T>,
			name: BoundedVec<u8, T::MaxNameLength>,
			links: BoundedVec<LinkHash, T::MaxLinks>,
		) -> DispatchResult {
			let founder = ensure_signed(origin)?;
			Self::do_found_company(founder, name, links)
		}

		/// Makes a token a share class of a company. Its holders, as they are now, earn dividends from now on; the company's
		/// own account and the pot do not. There is no way back.
		///
		/// Origin: the owner of the token, who acts for the company and pays `ClassDeposit`. Errors: `UnknownCompany`,
		/// `NotForCompany`, `AlreadyAShareClass`, `NotTokenOwner`, `NoAuthorisedMaximum`, `MaximumTooLarge`, `TooManyClasses`.
		/// Emits `ShareClassCreated`. The weight is a hold and four entries.
		#[pallet::call_index(1)]
		pub fn create_share_class(
			origin: OriginFor<T>,
			company: CompanyId,
			token: TokenId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_create_share_class(&who, company, token)
		}

		/// Hands a company over to its holders. From then on only its own account acts for it. There is no way back.
		///
		/// Origin: whoever acts for the company. Every role over each of its classes is the company's account's by then, or
		/// given up, and somebody has a vote in the first of them. Errors: `UnknownCompany`, `NotForCompany`, `AlreadyHandedOver`,
		/// `RolesNotHandedOver`, `NoEligibleShares`,
		/// `ClassHalted`. Emits `HandedOver`. The weight grows with the number of classes, at most `MaxClasses`, and is charged
		/// for as many.
		#[pallet::call_index(2)]
		pub fn hand_over(origin: OriginFor<T>, company: CompanyId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_hand_over(&who, company)
		}

		/// Proposes that an account, a treasury say, neither earn nor vote. Replaces the proposal before.
		///
		/// Origin: whoever acts for the company. Errors: `NotAShareClass`, `ClassHalted`, `NotForCompany`, `AlreadyExcluded`,
		/// `TooManyExcluded`. Emits `ExclusionProposed`. The weight is reading the class.
		#[pallet::call_index(3)]
		pub fn propose_exclusion(
			origin: OriginFor<T>,
			class: TokenId,
			who: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_propose_exclusion(&by, class, who)
		}

		/// Gives up earning and voting, as the company has proposed. What the account is owed stays its own.
		///
		/// Origin: the account that the company has proposed. Errors: `NotProposed`, `ClassHalted`. Emits
		/// `AccountExcluded`. The weight is the class and a line.
		#[pallet::call_index(4)]
		pub fn accept_exclusion(origin: OriginFor<T>, class: TokenId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_exclusion(who, class)
		}

		/// Lets an excluded account earn and vote again, from the next boundary on.
		///
		/// Origin: whoever acts for the company. Errors: `NotAShareClass`, `ClassHalted`, `NotForCompany`, `AlwaysExcluded`,
		/// `NotExcluded`. Emits `AccountIncluded`. The weight is the class and a line.
		#[pallet::call_index(5)]
		pub fn include(
			origin: OriginFor<T>,
			class: TokenId,
			who: AccountIdLookupOf<T>,
		) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_include(&by, class, who)
		}

		/// Opens a token, KSI included, for dividends of a class. It stays open, because fractions of it may be owed for ever.
		///
		/// Origin: whoever acts for the company; he gives the pot the token's minimum balance, which stays in it. Errors:
		/// `NotAShareClass`, `ClassHalted`, `NotForCompany`, `UnknownToken`, `ForeignShares`, `PayoutExists`, `TooManyPayouts`, and what the
		/// ledger says of the transfer. Emits `PayoutOpened`. The weight is the class and a transfer.
		#[pallet::call_index(6)]
		pub fn open_payout(origin: OriginFor<T>, class: TokenId, token: TokenId) -> DispatchResult {
			let by = Self::ensure_actor(origin)?;
			Self::do_open_payout(&by, class, token)
		}

		/// Pays a dividend: `amount` of `token` goes into the pot and to the holders as `schedule` says, in equal parts over
		/// many boundaries, or to those who own shares at a record date, to be claimed from a payment date on.
		///
		/// Origin: signed, anyone with the tokens; what he has left is nothing or at least the minimum balance. Errors:
		/// `NoticeTooShort`, `NotAShareClass`, `ClassHalted`, `UnknownPayout`, `NoEligibleShares`, `ZeroAmount`,
		/// `LifetimeExceeded`, `DateTooFar`, `DatesReversed`, `TooManyLumps`, and what the ledger says of the transfer. Emits
		/// `DividendPaid`. The weight is the class and a transfer, for any number of holders.
		#[pallet::call_index(7)]
		pub fn pay_dividend(
			origin: OriginFor<T>,
			class: TokenId,
			token: TokenId,
			#[pallet::compact] amount: Balance,
			schedule: Schedule,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			Self::do_pay_dividend(payer, class, token, amount, schedule)
		}

		/// Pays `who`, or the signer, everything that a class owes him, in all tokens. What the ledger would refuse in one token
		/// stays owed and keeps nothing back in the others.
		///
		/// Origin: signed, anyone. Errors: `NotAShareClass`, `ClassHalted`, `NothingOwed`, `CannotBePaid`. Emits `Claimed`. The
		/// weight grows with the payments, at most `MAX_PAYOUTS`; what is not used is returned.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::claim(MAX_PAYOUTS))]
		pub fn claim(
			origin: OriginFor<T>,
			class: TokenId,
			who: Option<AccountIdLookupOf<T>>,
		) -> DispatchResultWithPostInfo {
			let caller = ensure_signed(origin)?;
			let who = match who {
				Some(who) => T::Lookup::lookup(who)?,
				None => caller,
			};
			let payments = Self::do_claim(class, who)?;
			Ok(Some(T::WeightInfo::claim(payments)).into())
		}

		/// Drops what no live record date needs from the line of an account, and the line if nothing is left of it.
		///
		/// Origin: signed, anyone. Errors: `NotAShareClass`, `ClassHalted`. No event, because nobody's rights change. The weight
		/// is the class and a full line.
		#[pallet::call_index(9)]
		pub fn prune(
			origin: OriginFor<T>,
			class: TokenId,
			who: AccountIdLookupOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let who = T::Lookup::lookup(who)?;
			Self::do_prune(class, &who)
		}

		/// Makes a call as the account of a company, as long as its founder acts for it: spends what it has, gives its roles
		/// up. Afterwards only ballots do.
		///
		/// Origin: the founder of a company that has not been handed over. Errors: `UnknownCompany`, `NotForCompany`,
		/// `AlreadyHandedOver`, `CallNotAllowed`, and what the call says. Emits `Acted`. The weight is that of the call and reading the company.
		#[pallet::call_index(10)]
		#[pallet::weight({
			let info = call.get_dispatch_info();
			(T::WeightInfo::act().saturating_add(info.call_weight), info.class)
		})]
		pub fn act(
			origin: OriginFor<T>,
			company: CompanyId,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_act(&who, company, *call)
		}

		/// Replaces the list of a company's documents.
		///
		/// Origin: whoever acts for the company. Errors: `UnknownCompany`, `NotForCompany`. Emits `Published`. The weight is one
		/// entry.
		#[pallet::call_index(11)]
		pub fn publish(
			origin: OriginFor<T>,
			company: CompanyId,
			links: BoundedVec<LinkHash, T::MaxLinks>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_publish(&who, company, links)
		}

		/// Begins a split: `new` shares for every `old`. Markets are suspended, accounts converted and markets resumed by
		/// `continue_split`. Open orders go on with the same worth, unless the lots or ticks of their market do not divide;
		/// such orders are returned. What does not make up a whole share of a holder is sold for him. The authorised maximum
		/// and the minimum balance are converted too, rounded down, but the maximum not below the supply; and so is what delegates
		/// may move.
		///
		/// Origin: whoever acts for the company. Errors: `NotAShareClass`, `ClassHalted`, `PlatformClass`, `NotForCompany`,
		/// `SplitRunning`, `BadRatio`, `TokenNotLive`, `SplitTooLarge`, `PaysDividends`, `AmountsAgreed`,
		/// `FractionsUnsold`. Emits `SplitBegun`. The weight is reading the class and one entry.
		#[pallet::call_index(20)]
		pub fn begin_split(
			origin: OriginFor<T>,
			class: TokenId,
			new: u64,
			old: u64,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_begin_split(&who, class, new, old)
		}

		/// Takes up to `limit` steps of a split, at most 100: a step is a market, an order that is returned, an account, or an
		/// approval.
		///
		/// Origin: signed, anyone. Errors: `NoSplit`, `StepsOutOfRange`; `MarketClosing`, `TooManyClosing` of the order book
		/// where a market has to end first. Emits `SplitGivenUp`, `SplitConverted` or `SplitEnded` when it comes to that. The
		/// weight grows with the steps; those not taken are returned.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::continue_split((*limit).min(MAX_SPLIT_STEPS)))]
		pub fn continue_split(
			origin: OriginFor<T>,
			class: TokenId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let steps = Self::do_continue_split(class, limit)?;
			Ok(Some(T::WeightInfo::continue_split(steps)).into())
		}

		/// Pays `who`, or the signer, his part of the KSI that the fractions of a split have been sold for, rounded down. The
		/// fraction is gone then.
		///
		/// Origin: signed, anyone. Errors: `UnknownSplit`, `NothingOwed`, `CannotBePaid`. Emits `FractionClaimed`. The weight is
		/// two entries and a transfer.
		#[pallet::call_index(22)]
		pub fn claim_fraction(
			origin: OriginFor<T>,
			class: TokenId,
			split: u32,
			who: Option<AccountIdLookupOf<T>>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let who = match who {
				Some(who) => T::Lookup::lookup(who)?,
				None => caller,
			};
			Self::do_claim_fraction(class, split, who)
		}

		/// Bids `amount` of KSI for all shares that the fractions of a split make up. It goes on hold in the signer's account, and
		/// that of whoever has bid most before is released. The first bid lets the auction end when the calendar says, a late one
		/// later.
		///
		/// Origin: signed, anyone with the KSI; the first bidder of a class gives its fraction pot the minimum balance besides,
		/// which stays there. Errors: `UnknownSplit`, `FractionsSold`, `BidTooLow`, `AuctionOver`, and what the ledger says of the
		/// hold. Emits `FractionBid`. The weight is one entry and two holds.
		#[pallet::call_index(23)]
		pub fn bid_for_fractions(
			origin: OriginFor<T>,
			class: TokenId,
			split: u32,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let bidder = ensure_signed(origin)?;
			Self::do_bid_for_fractions(bidder, class, split, amount)
		}

		/// Ends an auction whose time is over: the highest bidder gets all shares that the fractions of the split made up, whatever
		/// his account and the token are like, and the fraction pot his bid, to be claimed by the owners of the fractions.
		///
		/// Origin: signed, anyone. Errors: `UnknownSplit`, `FractionsSold`, `NoBid`, `AuctionRunning`. Emits `FractionsSold`. The
		/// weight is one entry and two transfers.
		#[pallet::call_index(24)]
		pub fn settle_fractions(
			origin: OriginFor<T>,
			class: TokenId,
			split: u32,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle_fractions(class, split)
		}
	}
}
