//! A company sells new shares: at a fixed price or at the one price of an auction, holders first.
//!
//! # Goals
//!
//! 1. One price for everybody who bids, found by rules alone; who is first in the queue gains nothing (G1).
//! 2. Holders can keep their part of the company: they buy first, and whoever does not want to sells his right (G2).
//! 3. A bidder's money stays in his own account until shares are his; what he does not pay comes back to the atom (G3).
//! 4. No one account, however stopped or full, keeps an offering from ending (G4).
//! 5. Whatever is stored is paid by a deposit and removed in bounded steps (G5).
//!
//! # Design
//!
//! The arithmetic is in `shareholders-accounting`: quantities are lots, prices payment atoms per lot, nothing is rounded.
//!
//! **Rights.** A right to one lot is one unit of a token of its own, which nobody has a role over. It is claimed by what an
//! account owned at the record date, the boundary before the offering was opened; it can be sent and sold on the order
//! book like any other token; whoever has it uses it until the public window opens (G2). Then it is worth nothing, and
//! anybody may retire the token. The token's number is the next that is free of those which nobody else can take
//! ([`pallet_tokens::RESERVED_FROM`]): if the motion of a ballot named it, a stranger could take it before the ballot runs.
//!
//! **Bids.** The deposit of a bid is its price times its lots, on hold in place (G3). When the window has closed, anybody
//! has the price found from the lots bid for at each price, then bids settled in the order of their numbers, a bounded
//! number per call. Settling a bid pays the company and issues the shares, or neither: if the ledger refuses, because the
//! bidder's account is stopped or cannot take shares, or because the class has no room any more, he gets everything back
//! and his lots stay unissued (G4).
//!
//! **Room.** An offering reserves nothing of the authorised maximum; whoever may mint, may. When the price is found, the
//! shares of all lots to be sold have to fit; if they do not, or the class has been halted, the offering is called off and
//! every bid is given back whole. Shares bought by right are issued at once and stay.
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * One offering of a class at a time. KSI is not sold: nothing issues it.
//! * Bids at more than `MAX_LEVELS` prices are refused; anybody can still bid at a price that is there. Filling the levels
//!   or `MaxBids` with small bids costs deposits at the reserve or more until the window closes, and may succeed: it is for
//!   the company to choose lots that are not small.
//! * Right tokens have no name in the ledger: the deposit for it could never be returned to the company.
//! * What is left of a right token after it was retired, the ledger's own calls remove. It cannot be retired while a market
//!   lists it.
//! * A right that its owner burns is gone; the lots go to the bidders.
//! * While an offering runs, neither its class nor its payment token can be split: bids and prices name exact amounts.
//! * A bid keeps a reference of its account, of which there are as many as the runtime allows.
//!
//! # Terms
//!
//! *Lot*: the smallest number of shares on sale. *Right*: what lets its owner buy a lot before the public. *Level*: all lots
//! bid for at one price. *Margin*: lots left for the bids at exactly the price. *Called off*: ended without a sale.

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

mod bids;
mod error;
mod limits;
mod money;
mod open;
mod reads;
mod right_tokens;
mod rights;
mod settlement;
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

pub use pallet::*;
pub use reads::{InOffering, MAX_PAGE, MAX_SCANNED};
pub use right_tokens::RightTokens;
pub use types::*;
pub use weights::WeightInfo;

use sp_runtime::traits::StaticLookup;

/// Bids that one call settles, and marks that one call removes, at most.
pub const MAX_STEPS: u32 = 100;

/// Numbers in a row that the search for a free one passes over, at most. Only a genesis takes any, or an offering 2^31 before.
pub const MAX_SKIPPED: u32 = 8;

/// Offerings of one class that have not been removed, at most.
pub const MAX_OFFERINGS: u32 = 8;

/// An offering in a runtime.
pub(crate) type OfferingOf<T> = StoredOffering<<T as frame_system::Config>::AccountId>;

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
	use pallet_shareholders::{Balance, CompanyId};
	use shareholders_accounting::{Epoch, OfferingTerms, TokenId, MAX_LEVELS};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Offerings of new shares.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides.
	#[pallet::config]
	pub trait Config: frame_system::Config + pallet_shareholders::Config {
		/// Reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// Every token, KSI included, as one ledger with holds.
		type Ledger: fungibles::Inspect<Self::AccountId, AssetId = TokenId, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::hold::Inspect<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>
			+ fungibles::hold::Mutate<Self::AccountId>;

		/// Creates right tokens: `pallet_tokens`.
		type RightTokens: RightTokens<Self::AccountId>;

		/// Blocks that each window of an offering lasts at least.
		#[pallet::constant]
		type MinWindow: Get<u32>;

		/// Most bids of an offering that have been neither taken back nor settled.
		#[pallet::constant]
		type MaxBids: Get<u32>;

		/// Atoms of KSI held at whoever opens an offering.
		#[pallet::constant]
		type OfferingDeposit: Get<Balance>;

		/// Weights.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds tokens.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// KSI at whoever opened an offering, for what is stored of it. The amount is in the offering.
		OfferingDeposit,
		/// The payment token at a bidder: price times lots of his bids.
		Bid,
	}

	/// The number of the next offering. One value, written when one is opened.
	#[pallet::storage]
	pub type NextOfferingId<T> = StorageValue<_, OfferingId, ValueQuery>;

	/// Offerings by number. The number is assigned, so no hash is needed.
	///
	/// Paid by `OfferingDeposit`, held at whoever opened it. Written by every call about it; removed when it is over and the
	/// last mark of its claims is gone.
	#[pallet::storage]
	pub type Offerings<T: Config> = StorageMap<_, Identity, OfferingId, OfferingOf<T>>;

	/// The offerings of a class that have not been removed, oldest first, by token, whose number its creator chose and is
	/// therefore hashed. Paid with the offerings and removed with the last.
	#[pallet::storage]
	pub type ClassOfferings<T> = StorageMap<
		_,
		Blake2_128Concat,
		TokenId,
		BoundedVec<OfferingId, ConstU32<MAX_OFFERINGS>>,
		ValueQuery,
	>;

	/// How many running offerings are paid in a token. Paid with the offerings; removed when none is left.
	#[pallet::storage]
	pub type PaymentUses<T> = StorageMap<_, Blake2_128Concat, TokenId, u32, ValueQuery>;

	/// The first number of those reserved for the chain, as nobody has opened an offering with rights yet.
	#[pallet::type_value]
	pub fn FirstRightToken() -> TokenId {
		pallet_tokens::RESERVED_FROM
	}

	/// Where the search for the number of the next right token begins. One value, written when one is created.
	#[pallet::storage]
	pub type NextRightToken<T> = StorageValue<_, TokenId, ValueQuery, FirstRightToken>;

	/// What a right token stands for, by its number, hashed as the ledger's tokens are. Paid with the offering; removed when the
	/// token is retired.
	#[pallet::storage]
	pub type Rights<T> = StorageMap<_, Blake2_128Concat, TokenId, RightToken>;

	/// Lots that a holder has claimed rights to, by offering and account: so he claims once. Paid with the offering, whose
	/// deposit comes back when the last mark is removed by `clear`.
	#[pallet::storage]
	pub type Claims<T: Config> =
		StorageDoubleMap<_, Identity, OfferingId, Blake2_128Concat, T::AccountId, u128>;

	/// Bids by offering and number. Paid by the deposit of the bid, which the bidder cannot use meanwhile; removed when it is
	/// taken back or settled.
	#[pallet::storage]
	pub type Bids<T: Config> =
		StorageDoubleMap<_, Identity, OfferingId, Identity, BidId, Bid<T::AccountId>>;

	/// The lots bid for at each price, by offering and price, which bidders choose and is therefore hashed. Paid with the
	/// bids; removed with the last bid at the price, or when the offering is priced.
	#[pallet::storage]
	pub type Levels<T> = StorageDoubleMap<_, Identity, OfferingId, Blake2_128Concat, u128, u128>;

	/// What happened. Amounts are in atoms of their token, prices in payment atoms per lot.
	#[pallet::event]
	#[allow(
		missing_docs,
		reason = "each field is named after what it is; the text of its variant says the rest"
	)]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A company will sell shares of `class`, at these terms. Holders' rights, if the terms name a price for them, are units of
		/// `rights_token`, which has been created.
		OfferingOpened {
			offering: OfferingId,
			class: TokenId,
			company: CompanyId,
			payment: TokenId,
			terms: OfferingTerms,
			rights_token: Option<TokenId>,
			record_date: Option<Epoch>,
		},
		/// The company took an offering back before it began.
		OfferingCancelled { offering: OfferingId },
		/// `who` got rights to so many lots.
		RightsClaimed { offering: OfferingId, who: T::AccountId, lots: u128 },
		/// `who` bought lots by right.
		RightsExercised { offering: OfferingId, who: T::AccountId, lots: u128, pays: Balance },
		/// The right token is worth nothing and is being destroyed.
		RightsRetired { token: TokenId, offering: OfferingId },
		/// `who` bids; `deposit` is on hold in his account.
		BidPlaced {
			offering: OfferingId,
			bid: BidId,
			who: T::AccountId,
			lots: u128,
			price: u128,
			deposit: Balance,
		},
		/// `who` took a bid back; `refund` is free again.
		BidCancelled { offering: OfferingId, bid: BidId, who: T::AccountId, refund: Balance },
		/// Everybody pays `price`. `available` lots were left for `demand`.
		OfferingPriced { offering: OfferingId, price: u128, available: u128, demand: u128 },
		/// The shares cannot be issued, so nothing is sold and every bid is given back.
		OfferingCalledOff { offering: OfferingId },
		/// `who` got `lots`, paid `pays`, and `refund` is free again.
		BidSettled {
			offering: OfferingId,
			bid: BidId,
			who: T::AccountId,
			lots: u128,
			pays: Balance,
			refund: Balance,
		},
		/// The ledger refused payment or shares for `reason`: `who` has all of his deposit back, and his lots are not issued.
		BidRefused {
			offering: OfferingId,
			bid: BidId,
			who: T::AccountId,
			refund: Balance,
			reason: DispatchError,
		},
		/// The last bid was settled: bidders got `lots_sold` and paid `proceeds`, holders of rights had bought `exercised`.
		/// Without a price it was called off.
		Completed {
			offering: OfferingId,
			price: Option<u128>,
			lots_sold: u128,
			proceeds: Balance,
			exercised: u128,
		},
		/// Nothing is stored of an offering any more; its deposit is free again.
		OfferingCleared { offering: OfferingId },
		/// The register of a halted class did not give a record date back; whoever repairs the class has to.
		RecordDateKept { class: TokenId, date: Epoch, reason: DispatchError },
	}

	/// Why a call was refused. Nothing has changed.
	#[pallet::error]
	pub enum Error<T> {
		/// No offering has this number, or nothing is left of it.
		UnknownOffering,
		/// An offering of the class is running. Wait for its end, settle it, or cancel it before it opens.
		OfferingRunning,
		/// As many offerings of the class are waiting to be cleared as there is room for. Clear one.
		TooManyOfferings,
		/// The class or the payment token is being split. Wait until that is done.
		SplitRunning,
		/// Nothing is offered: no lots, or lots of nothing.
		NothingOffered,
		/// A price is zero. Ask for at least one atom per lot.
		ZeroPrice,
		/// The dates are not in order: rights first if there are any, then bids, then the end.
		DatesReversed,
		/// The offering would open now or in the past. Choose a later block.
		DatePassed,
		/// A window is shorter than the shortest allowed. Choose later blocks.
		WindowTooShort,
		/// The supply would be 2^94 atoms or more. Offer less.
		SupplyTooLarge,
		/// The supply would be above the authorised maximum of the class. Offer less.
		AboveAuthorisedMaximum,
		/// The account cannot take shares: it has no KSI of its own, too many tokens, or is barred. Bid from another.
		CannotReceive,
		/// A lot is less than the least that an account can have of the class. Choose larger lots.
		LotTooSmall,
		/// No such token: it does not exist, or is not a right token.
		UnknownToken,
		/// Shares are paid in another token than themselves, and not in rights. Choose another.
		PaymentRefused,
		/// The company's account could not receive the smallest payment. Send it the minimum balance of the token first.
		CompanyCannotBePaid,
		/// Too many numbers in a row that could be a right token's are taken. Offer without rights.
		NoNumberLeft,
		/// The offering has begun, so people rely on it. Let it run.
		OfferingHasOpened,
		/// The offering gives no rights. Bid when its window opens.
		NoRights,
		/// The rights can no longer be claimed. Bid in the public window.
		RightsExpired,
		/// The rights can still be used. Retire the token when the public window has opened.
		RightsStillValid,
		/// The account has its rights already.
		AlreadyClaimed,
		/// The account owned too little at the record date for a right to one lot.
		NothingToClaim,
		/// It is too early or too late for this, or the offering does not do it.
		NotOpen,
		/// The number of lots is zero.
		ZeroAmount,
		/// More lots than are offered or left. Ask for fewer.
		AboveOffer,
		/// The price is below the reserve, or another than the fixed one.
		PriceRefused,
		/// There are as many bids as can be. Wait until one is taken back.
		TooManyBids,
		/// There are bids at as many prices as can be. Bid at one of those.
		TooManyLevels,
		/// The offering has no such bid, or it has been settled.
		UnknownBid,
		/// The bid is somebody else's.
		NotYourBid,
		/// Bids are still taken. Price the offering when its window has closed.
		StillOpen,
		/// The offering has no price yet, or is over. Price it first.
		NotPriced,
		/// The offering is not over. Settle its bids first.
		NotCompleted,
		/// A number left its range. Ask for less.
		Overflow,
		/// The records contradict each other.
		Corrupt,
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
		/// Opens an offering of new shares of `class` for `payment`. With a price for rights in the terms, the holders at the
		/// present boundary may buy first, by a new token whose number the event tells.
		///
		/// Origin: whoever acts for the company, who pays `OfferingDeposit`. Errors: `NotAShareClass`, `ClassHalted`,
		/// `PlatformClass`, `NotForCompany` of the register; `OfferingRunning`, `SplitRunning`, `NothingOffered`, `ZeroPrice`,
		/// `DatesReversed`, `SupplyTooLarge`, `Overflow`, `DatePassed`, `WindowTooShort`, `LotTooSmall`,
		/// `AboveAuthorisedMaximum`, `UnknownToken`, `PaymentRefused`, `CompanyCannotBePaid`, `NoNumberLeft`, `TooManyOfferings`,
		/// and the register's `TooManyDates`. Emits `OfferingOpened`. The weight is a hold, a token with all its roles given up,
		/// eight entries, and `MAX_SKIPPED` looks for a number.
		#[pallet::call_index(0)]
		pub fn open_offering(
			origin: OriginFor<T>,
			class: TokenId,
			payment: TokenId,
			terms: OfferingTerms,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_offering(&who, class, payment, terms)
		}

		/// Takes an offering back that has not begun. Rights that were claimed are worth nothing.
		///
		/// Origin: whoever acts for the company. Errors: `UnknownOffering`, `NotOpen`, `NotForCompany`, `OfferingHasOpened`.
		/// Emits `OfferingCancelled`. The weight is the class, a hold and five entries.
		#[pallet::call_index(1)]
		pub fn cancel_offering(origin: OriginFor<T>, offering: OfferingId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_offering(&who, offering)
		}

		/// Gives `who`, or the signer, his rights by what he owned at the record date; once, until the public window opens.
		///
		/// Origin: signed, anyone. Errors: `UnknownOffering`, `NotOpen`, `NoRights`, `RightsExpired`, `AlreadyClaimed`,
		/// `NothingToClaim`, the register's `ClassHalted`, and what the ledger says of the account. Emits `RightsClaimed`. The
		/// weight is the class, a full line, and a mint.
		#[pallet::call_index(2)]
		pub fn claim_rights(
			origin: OriginFor<T>,
			offering: OfferingId,
			who: Option<AccountIdLookupOf<T>>,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			let who = match who {
				Some(who) => T::Lookup::lookup(who)?,
				None => caller,
			};
			Self::do_claim_rights(offering, who)
		}

		/// Uses rights: burns `lots` right tokens of the signer, pays the company and issues the shares at once. Rights that were
		/// bought are as good as those that were claimed.
		///
		/// Origin: signed; what he has left of the payment token is nothing or at least its minimum balance. Errors:
		/// `UnknownOffering`, `NotOpen`, `NoRights`, `ZeroAmount`, `AboveOffer`, the register's `ClassHalted`, and what the
		/// ledger says of rights, payment and shares. Emits `RightsExercised`. The weight is a burn, a transfer and a mint.
		#[pallet::call_index(3)]
		pub fn exercise(
			origin: OriginFor<T>,
			offering: OfferingId,
			#[pallet::compact] lots: u128,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_exercise(who, offering, lots)
		}

		/// Starts to destroy a right token that is worth nothing. The ledger's calls then remove its records.
		///
		/// Origin: signed, anyone. Errors: `UnknownToken`, `RightsStillValid`, and the ledger's `Pinned` while a market lists
		/// the token. Emits `RightsRetired`. The weight is two entries.
		#[pallet::call_index(4)]
		pub fn retire_rights(origin: OriginFor<T>, token: TokenId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_retire_rights(token)
		}

		/// Bids for lots at a price, the fixed one if there is one. Price times lots goes on hold in the signer's account.
		///
		/// Origin: signed. Errors: `UnknownOffering`, `NotOpen`, `ZeroAmount`, `AboveOffer`, `PriceRefused`, `Overflow`,
		/// `TooManyBids`, `TooManyLevels`, the register's `ClassHalted`, and what the ledger says of the hold. Emits
		/// `BidPlaced`. The weight is a hold and three entries.
		#[pallet::call_index(5)]
		pub fn bid(
			origin: OriginFor<T>,
			offering: OfferingId,
			#[pallet::compact] lots: u128,
			#[pallet::compact] price: u128,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bid(who, offering, lots, price)
		}

		/// Takes a bid back, until the window closes.
		///
		/// Origin: signed, the bidder. Errors: `UnknownOffering`, `NotOpen`, `UnknownBid`, `NotYourBid`. Emits `BidCancelled`.
		/// The weight is a release and three entries.
		#[pallet::call_index(6)]
		pub fn cancel_bid(
			origin: OriginFor<T>,
			offering: OfferingId,
			bid: BidId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel_bid(&who, offering, bid)
		}

		/// Finds the price of an offering whose window has closed, or calls it off if the shares cannot be issued.
		///
		/// Origin: signed, anyone. Errors: `UnknownOffering`, `NotOpen`, `StillOpen`. Emits `OfferingPriced` or
		/// `OfferingCalledOff`. The weight grows with the prices bid, at most `MAX_LEVELS`; what is not used is returned.
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::price_offering(MAX_LEVELS))]
		pub fn price_offering(
			origin: OriginFor<T>,
			offering: OfferingId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let levels = Self::do_price_offering(offering)?;
			Ok(Some(<T as Config>::WeightInfo::price_offering(levels)).into())
		}

		/// Settles the next bids of a priced offering, at least one and at most `limit` and `MAX_STEPS`. With the last one the
		/// offering is over.
		///
		/// Origin: signed, anyone. Errors: `UnknownOffering`, `NotPriced`. Emits `BidSettled` or `BidRefused` for each bid, in
		/// the end `Completed`, and `OfferingCleared` if nothing is left to remove. The weight grows with the bids; what is not
		/// used is returned.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::settle((*limit).clamp(1, MAX_STEPS)))]
		pub fn settle(
			origin: OriginFor<T>,
			offering: OfferingId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let settled = Self::do_settle(offering, limit)?;
			Ok(Some(<T as Config>::WeightInfo::settle(settled)).into())
		}

		/// Removes marks of claims of an offering that is over, at least one and at most `limit` and `MAX_STEPS`. With the last
		/// one the deposit comes back.
		///
		/// Origin: signed, anyone. Errors: `UnknownOffering`, `NotCompleted`. Emits `OfferingCleared` in the end. The weight
		/// grows with the marks; what is not used is returned.
		#[pallet::call_index(9)]
		#[pallet::weight(<T as Config>::WeightInfo::clear((*limit).clamp(1, MAX_STEPS)))]
		pub fn clear(
			origin: OriginFor<T>,
			offering: OfferingId,
			limit: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let removed = Self::do_clear(offering, limit)?;
			Ok(Some(<T as Config>::WeightInfo::clear(removed)).into())
		}
	}
}
