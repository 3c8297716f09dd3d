//! Markets and orders: custody, dispatch and expiry around the matching engine.
//!
//! # Goals
//!
//! 1. A trader is never filled worse than the price he signed, and what he does not need is his again in the same call.
//! 2. Orders hold in place: tokens in an open order stay in their owner's record, earn and vote.
//! 3. A cancel works in every state of a market, for the owner always and for anyone once the order has expired.
//! 4. The work of a call is bounded, charged at its bound and refunded to what was done.
//! 5. What should be impossible halts one market; nothing panics and nothing else stops.
//!
//! # Design
//!
//! A call opens the market's book ([`storage_book`]), lets the engine plan and write it in memory (`order-book-engine`),
//! settles one net change per account and token ([`custody`]) and reports one packed event. There is no crank, no
//! agenda and no order logic in a hook; the orders of a market that is being closed are returned in `on_idle`, so many a
//! block.
//!
//! When a token is split, its markets are suspended and carried along (`splitting.rs`): the lot or tick size is converted,
//! one write per market, and every order means the same as before. A market whose grid does not divide is emptied. Holds
//! are converted account by account; an owner who cancels meanwhile is converted first (goal 3).
//!
//! A trader's dead-man's switch is one block number in his record of open orders (`deadline.rs`), so that it is at hand where
//! an order of his is filled. Nothing runs when it passes: what it has ended is skipped and removed as expired orders are.
//!
//! Storage of a book, all keyed by numbers that the chain assigns: [`Books`] (one small header), [`Words`] (bitmap over
//! ticks), [`Levels`] and [`Pages`] (orders in time order), [`Traders`] (open orders by account).
//!
//! # Invariants
//!
//! In `try_state.rs`, as a numbered list with a check each.
//!
//! # Limits
//!
//! * A batch whose own net movements the ledger refuses fails as a whole: where a token's minimum balance exceeds a lot's
//!   worth, where a frozen account would sell what its cancelled orders held, and where the fee account cannot take
//!   the fees because somebody has emptied it.
//! * Other tokens than the quote token that somebody sends to a fee account stay there.
//! * What an open order adds to the state is paid by fees and by what it locks; there is no deposit per order. A record that
//!   is kept for a deadline alone, some twenty bytes per account and market, is paid by the fee of setting it; a deadline lies
//!   a week ahead at most, and a day after it anybody may remove the record (`remove_lapsed`).
//! * Depth counts orders that expired or that a deadline has ended until somebody removes them.
//!
//! # Terms
//!
//! *Base*, *quote*: what is traded, what it is paid in. *Tick*, *lot*: the smallest steps of price and quantity.
//! *Notional*: ticks x lots x tick size. *Deadline*: the last block in which a trader trades unless he sets another one.
//! *Maker*, *taker*: the order that rests, the order that comes in.

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
pub mod custody;
mod deadline;
mod dispatch;
mod error;
mod fee_account;
mod impl_runtime_api;
mod markets;
mod splitting;
pub mod storage_book;
pub mod token_session;
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

pub use branch::{Refused, Work};
pub use fee_account::FeeSink;
pub use order_book_engine as engine;
pub use pallet::*;
pub use token_session::{LedgerSession, TokenSession};
pub use types::*;
pub use weights::WeightInfo;

/// The order book.
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
		traits::{fungible, fungibles},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use order_book_engine::{
		bitmap::Word, Block, ClientId, Fill, Header, Level, Lots, MarketParams, MarketStatus,
		NewOrder, OrderId, Page, Removal, Side, Ticks, TokenId, Trader,
	};
	use pallet_tokens::splitting::SplitHolders;
	use shareholders_accounting::Ratio;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime provides. An account is 32 bytes, as the engine sees it.
	#[pallet::config]
	pub trait Config: frame_system::Config<AccountId: From<[u8; 32]> + Into<[u8; 32]>> {
		/// Reasons for holds.
		type RuntimeHoldReason: From<HoldReason>;

		/// Every token, KSI included, as one ledger.
		type Tokens: fungibles::Inspect<Self::AccountId, AssetId = TokenId, Balance = u128>
			+ fungibles::Mutate<Self::AccountId>
			+ fungibles::Unbalanced<Self::AccountId>
			+ fungibles::hold::Inspect<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>
			+ fungibles::hold::Unbalanced<Self::AccountId>
			+ fungibles::hold::Mutate<Self::AccountId>;

		/// One token of [`Config::Tokens`] during one call: [`LedgerSession`].
		type Session: TokenSession<Self>;

		/// KSI alone, for deposits.
		type Native: fungible::Inspect<Self::AccountId, Balance = u128>
			+ fungible::hold::Inspect<Self::AccountId, Reason = <Self as Config>::RuntimeHoldReason>
			+ fungible::hold::Mutate<Self::AccountId>;

		/// The number under which [`Config::Tokens`] knows KSI.
		#[pallet::constant]
		type NativeToken: Get<TokenId>;

		/// Who sets statuses and parameters and closes markets: a vote, nobody else.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What the accounts that fees are paid into are derived from.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Who takes what is left in the fee account of a market that has ended.
		type FeeSink: FeeSink<Self::AccountId>;

		/// The splits of tokens, which markets are carried through: the register of shareholders, or `()`.
		type Splits: SplitHolders<Self::AccountId, Ratio>;

		/// KSI held from the founder of a market until it ends.
		#[pallet::constant]
		type MarketDeposit: Get<u128>;

		/// The fees a new market starts with.
		#[pallet::constant]
		type DefaultFees: Get<FeeSchedule>;

		/// Fills of one call.
		#[pallet::constant]
		type MaxFills: Get<u32>;

		/// Levels entered by one call.
		#[pallet::constant]
		type MaxLevels: Get<u32>;

		/// Makers removed without a fill by one call: expired, ended by a deadline, own, or unable to settle.
		#[pallet::constant]
		type MaxRemovals: Get<u32>;

		/// Operations of one batch.
		#[pallet::constant]
		type MaxOperations: Get<u32>;

		/// Orders returned per block while a market is closing.
		#[pallet::constant]
		type MaxUnwound: Get<u32>;

		/// Markets that may be closing at a time.
		#[pallet::constant]
		type MaxClosing: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;

		/// What benchmarks need of the runtime.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// What benchmarks need of a runtime. Balances come from [`Config::Tokens`] itself.
	#[cfg(feature = "runtime-benchmarks")]
	pub trait BenchmarkHelper {
		/// Creates a token with this number, not sufficient, with a minimum balance of one atom: the kind anyone can make.
		fn create_token(token: TokenId);
	}

	/// Why this pallet holds tokens.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// What open orders need: returned at a fill, a cancel or an expiry.
		OpenOrder,
		/// The founder's deposit for a market: returned when the market ends.
		MarketDeposit,
	}

	/// The number of the next market. One value.
	#[pallet::storage]
	pub type NextMarketId<T> = StorageValue<_, MarketId, ValueQuery>;

	/// Markets by number. The number is assigned, so no hash is needed; the founder pays by his deposit.
	#[pallet::storage]
	pub type Markets<T: Config> = StorageMap<_, Identity, MarketId, Market<T::AccountId>>;

	/// What changes of a market with its book. Paid with the market.
	#[pallet::storage]
	pub type Books<T> = StorageMap<_, Identity, MarketId, Header>;

	/// Bitmap words by market and [`storage_book::word_key`].
	#[pallet::storage]
	pub type Words<T> = StorageDoubleMap<_, Identity, MarketId, Identity, u32, Word>;

	/// Levels, each with its first page, by market and [`storage_book::level_key`].
	#[pallet::storage]
	pub type Levels<T> = StorageDoubleMap<_, Identity, MarketId, Identity, u32, Level>;

	/// Further pages by market, [`storage_book::level_key`] and number.
	#[pallet::storage]
	pub type Pages<T> = StorageNMap<
		_,
		(NMapKey<Identity, MarketId>, NMapKey<Identity, u32>, NMapKey<Identity, u32>),
		Page,
	>;

	/// Open orders and deadline by account, which an outsider chooses and is therefore hashed, and market. Without an order it
	/// stays for a deadline alone, see the crate's limits.
	#[pallet::storage]
	pub type Traders<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, MarketId, Trader>;

	/// How many markets a token is in, as base or quote.
	#[pallet::storage]
	pub type Listings<T> = StorageMap<_, Twox64Concat, TokenId, u32, ValueQuery>;

	/// Markets whose orders are being returned.
	#[pallet::storage]
	pub type Closing<T: Config> = StorageValue<_, BoundedVec<MarketId, T::MaxClosing>, ValueQuery>;

	/// Markets that are suspended for the split of a token. The number is assigned; paid with the market; removed when it
	/// goes on.
	#[pallet::storage]
	pub type Suspensions<T> = StorageMap<_, Identity, MarketId, Suspension>;

	/// What happened. One event per call and market, whatever the number of operations.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A market was founded.
		MarketCreated {
			/// Its number.
			market: MarketId,
			/// Who founded it.
			lister: T::AccountId,
			/// Its parameters.
			params: MarketParams,
		},
		/// A market's status was set.
		MarketStatusSet {
			/// The market.
			market: MarketId,
			/// What it allows now.
			status: MarketStatus,
		},
		/// A market's parameters were set.
		MarketParamsSet {
			/// The market.
			market: MarketId,
			/// Its parameters now.
			params: MarketParams,
		},
		/// The exchange halted a market because something impossible happened. No balance has changed.
		MarketHalted {
			/// The market.
			market: MarketId,
			/// Why.
			reason: HaltReason,
		},
		/// Orders of a market that is closing, or whose token is split, were returned.
		MarketUnwound {
			/// The market.
			market: MarketId,
			/// The orders.
			removals: Vec<Removal>,
		},
		/// A market has ended; its founder's deposit is free again.
		MarketClosed {
			/// The market.
			market: MarketId,
		},
		/// The operations of one call on one market, in their order, with everything they did to others' orders.
		Executed {
			/// The market.
			market: MarketId,
			/// Who called.
			trader: T::AccountId,
			/// The sequence number of the book after the call; 0 where a batch names a market that is not there.
			sequence: u64,
			/// What became of each operation.
			outcomes: Vec<Outcome>,
			/// The fills, in order.
			fills: Vec<Fill>,
			/// Other orders that left the book without a fill.
			removals: Vec<Removal>,
		},
	}

	/// Why a call was refused. Nothing has changed then.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no market with this number. `orderbook_v1_info` lists those there are.
		UnknownMarket,
		/// The base or the quote token does not exist.
		UnknownToken,
		/// Base and quote are the same token: name two different ones.
		SameToken,
		/// The tick size is zero or above 2^56 quote atoms.
		BadTickSize,
		/// The lot size is zero or above 2^80 base atoms.
		BadLotSize,
		/// The cap of open orders per account must be 1 to 256.
		BadOrderCap,
		/// Fees must not exceed the market's highest fee, that not one per cent, and a rebate not the taker fee.
		BadFee,
		/// The minimum notional is zero, or no order could reach it.
		BadMinNotional,
		/// The price must be 1 to 2^24 - 1 ticks.
		PriceOutOfRange,
		/// The price lies outside the band around the last trade: move it closer.
		OutsidePriceBand,
		/// The quantity must be 1 to 2^40 lots.
		QuantityOutOfRange,
		/// Price x quantity is below the market's minimum notional: enlarge the order.
		BelowMinNotional,
		/// The expiry or the deadline lies before the block that executes this: choose a later one.
		AlreadyExpired,
		/// This account has as many open orders here as the market allows: cancel one first.
		TooManyOpenOrders,
		/// An open order of this account has this client id here: choose another or cancel that one.
		DuplicateClientId,
		/// The free balance does not cover the order at its limit price, highest fee included.
		InsufficientFree,
		/// This account cannot be credited with what the order buys: it is frozen or needs KSI to exist.
		CannotReceive,
		/// A post-only order would have taken: lower a bid, raise an ask, or let it slide.
		WouldTake,
		/// A fill-or-kill order cannot be filled whole at its limit.
		NotFillable,
		/// The order would trade with another order of this account, and it asked to be refused then.
		WouldSelfTrade,
		/// There is no such order: it was filled, cancelled or never existed.
		OrderNotFound,
		/// The order belongs to another account and still trades.
		NotOrderOwner,
		/// The amendment changes neither price nor quantity.
		NothingToAmend,
		/// The market's status does not allow this. Cancels always work.
		MarketNotOpen,
		/// The level has had more pages than can be numbered. It works again when it has emptied.
		LevelFull,
		/// A number left its range.
		Overflow,
		/// The book contradicts itself.
		Corrupt,
		/// The batch is empty.
		EmptyBatch,
		/// The grid, the highest fee and the minimum may only change while no order rests.
		OrdersRest,
		/// As many markets are closing as can be at a time: wait for one to end.
		TooManyClosing,
		/// The market is closing and cannot be changed any more.
		MarketClosing,
		/// A market is closed by `close_market`, and suspended by the split of a token, not by a status.
		NotAStatusToSet,
		/// A token of the market is being split. Cancels work; everything else when that is done, which anybody can speed up.
		MarketSuspended,
		/// A token of the market is being split. Found the market when that is done.
		TokenBeingSplit,
		/// This account's deadline here passed and ended the orders it had: set a new one or none with `cancel_after`, then place.
		DeadlinePassed,
		/// The deadline lies more than 302,400 blocks ahead: choose an earlier one.
		DeadlineTooFar,
	}

	/// Markets that exist from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Founder, base, quote and terms of each; fees are the default.
		pub markets: Vec<(T::AccountId, TokenId, TokenId, MarketTerms)>,
		/// Orders that rest from the start: owner, index of the market above, order.
		pub orders: Vec<(T::AccountId, MarketId, NewOrder)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		#[expect(clippy::panic, reason = "a genesis that cannot be built must not start a chain")]
		fn build(&self) {
			for (lister, base, quote, terms) in &self.markets {
				if let Err(error) =
					Pallet::<T>::do_create_market(lister.clone(), *base, *quote, *terms)
				{
					panic!("market {base}/{quote} of genesis: {error:?}");
				}
			}
			for (owner, market, order) in &self.orders {
				if let Err(error) = Pallet::<T>::do_place_order(owner, *market, order) {
					panic!("order {order:?} of genesis: {error:?}");
				}
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Returns orders of a closing market, so many as fit.
		fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::unwind(remaining)
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
		/// Founds a market for `base` paid in `quote`. Anyone may, against a deposit that comes back when the market
		/// ends; the fees are the platform's defaults. The founder gives the market's fee account the quote token's minimum
		/// balance, so that fees can be paid in.
		///
		/// Emits `MarketCreated`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_market())]
		pub fn create_market(
			origin: OriginFor<T>,
			base: TokenId,
			quote: TokenId,
			terms: MarketTerms,
		) -> DispatchResult {
			let lister = ensure_signed(origin)?;
			Self::do_create_market(lister, base, quote, terms).map(|_| ())
		}

		/// Places an order. What crosses fills at once, at the makers' prices; what may rest, rests.
		///
		/// Emits `Executed`. The work is dominated by fills; unused weight is returned, also by an order that is refused.
		#[pallet::call_index(1)]
		#[pallet::weight(Work::most::<T>().place::<T>())]
		pub fn place_order(
			origin: OriginFor<T>,
			market: MarketId,
			order: NewOrder,
		) -> DispatchResultWithPostInfo {
			let trader = ensure_signed(origin)?;
			let work = Self::do_place_order(&trader, market, &order)
				.map_err(|refused| refused.charged(refused.work.place::<T>()))?;
			Ok(Some(work.place::<T>()).into())
		}

		/// Cancels an order of the caller's, or of anyone's once it has expired or its owner's deadline has passed. Works in
		/// every state of the market.
		///
		/// Emits `Executed`.
		#[pallet::call_index(2)]
		#[pallet::weight(Work::most::<T>().cancel::<T>())]
		pub fn cancel_order(
			origin: OriginFor<T>,
			market: MarketId,
			order_id: OrderId,
		) -> DispatchResultWithPostInfo {
			let trader = ensure_signed(origin)?;
			let work = Self::do_single(&trader, market, |session, who| {
				session.cancel(who, order_id).map(Outcome::Cancelled)
			})
			.map_err(|refused| refused.error)?;
			Ok(Some(work.cancel::<T>()).into())
		}

		/// Cancels the caller's order with this client id. Works in every state of the market.
		///
		/// Emits `Executed`.
		#[pallet::call_index(3)]
		#[pallet::weight(Work::most::<T>().cancel_by_client_id::<T>())]
		pub fn cancel_by_client_id(
			origin: OriginFor<T>,
			market: MarketId,
			client_id: ClientId,
		) -> DispatchResultWithPostInfo {
			let trader = ensure_signed(origin)?;
			let work = Self::do_single(&trader, market, |session, who| {
				session.cancel_by_client_id(who, client_id).map(Outcome::Cancelled)
			})
			.map_err(|refused| refused.error)?;
			Ok(Some(work.cancel_by_client_id::<T>()).into())
		}

		/// Cancels all open orders of the caller in a market, or those of one side. Works in every state of the market.
		///
		/// Emits `Executed`. The work is dominated by the orders; unused weight is returned.
		#[pallet::call_index(4)]
		#[pallet::weight(Work::most::<T>().cancel_all::<T>())]
		pub fn cancel_all(
			origin: OriginFor<T>,
			market: MarketId,
			side: Option<Side>,
		) -> DispatchResultWithPostInfo {
			let trader = ensure_signed(origin)?;
			let work =
				Self::do_cancel_all(&trader, market, side).map_err(|refused| refused.error)?;
			Ok(Some(work.cancel_all::<T>()).into())
		}

		/// Amends an open order of the caller's. A smaller quantity at the same price keeps its priority and its id; any
		/// other change is a cancel and a placement with every check of one. `quantity` is what shall rest.
		///
		/// Emits `Executed`.
		#[pallet::call_index(5)]
		#[pallet::weight(Work::most::<T>().amend::<T>())]
		pub fn amend_order(
			origin: OriginFor<T>,
			market: MarketId,
			order_id: OrderId,
			price: Option<Ticks>,
			quantity: Option<Lots>,
		) -> DispatchResultWithPostInfo {
			let trader = ensure_signed(origin)?;
			let work = Self::do_single(&trader, market, |session, who| {
				session.amend(who, order_id, price, quantity).map(Outcome::Amended)
			})
			.map_err(|refused| refused.charged(refused.work.amend::<T>()))?;
			Ok(Some(work.amend::<T>()).into())
		}

		/// Carries out many operations under one signature, each on its own: one that is refused leaves the others alone
		/// and is reported. The bounds on fills, levels and removals are those of one call.
		///
		/// Emits one `Executed` per run of operations on the same market.
		#[pallet::call_index(6)]
		#[pallet::weight(Work::most::<T>().submit::<T>(operations))]
		pub fn submit(
			origin: OriginFor<T>,
			operations: BoundedVec<Operation, T::MaxOperations>,
		) -> DispatchResultWithPostInfo {
			let trader = ensure_signed(origin)?;
			let work = Self::do_submit(&trader, &operations)?;
			Ok(Some(work.submit::<T>(&operations)).into())
		}

		/// Sets what a market allows. By vote only. It never stops a cancel.
		///
		/// Emits `MarketStatusSet`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_market_status())]
		pub fn set_market_status(
			origin: OriginFor<T>,
			market: MarketId,
			status: MarketStatus,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_market_status(market, status)
		}

		/// Sets the terms and fees of a market. By vote only. Tick and lot size and the highest fee stay as they are, and
		/// the minimum notional does not rise, while orders rest.
		///
		/// Emits `MarketParamsSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_market_params())]
		pub fn set_market_params(
			origin: OriginFor<T>,
			market: MarketId,
			terms: MarketTerms,
			fees: FeeSchedule,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_market_params(market, terms, fees)
		}

		/// Closes a market. By vote only. Its orders are returned, so many a block, and then it ends; owners may cancel
		/// meanwhile. Nothing is settled at a price.
		///
		/// Emits `MarketStatusSet`, then `MarketUnwound` per block and `MarketClosed`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::close_market())]
		pub fn close_market(origin: OriginFor<T>, market: MarketId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_close_market(market)
		}

		/// The caller's dead-man's switch: his orders in these markets trade up to block `deadline` and not after, unless he
		/// sets a later one in time. `None` switches it off. Replaces what was set before, in all of these markets or in none,
		/// whatever their state; the cost does not depend on what rests. `submit` has the same as an operation.
		///
		/// After the deadline nothing of his fills in the market, as a maker or as a taker, even when nobody acts. What rested
		/// then is ended for good and leaves the book when an order meets it, when its owner cancels it, or when anybody removes
		/// it by `cancel_order` or `remove_lapsed`; its hold is released then. New orders are refused with `DeadlinePassed` until
		/// he calls this again, so that nothing that was signed before and arrives late comes to rest unprotected.
		///
		/// The switch stays armed when all orders are gone.
		///
		/// Emits `Executed` per market that has not ended. Errors: `EmptyBatch`, `UnknownMarket`, `AlreadyExpired`,
		/// `DeadlineTooFar`. The work is dominated by the markets.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::cancel_after(u32::try_from(markets.len()).unwrap_or(u32::MAX)))]
		pub fn cancel_after(
			origin: OriginFor<T>,
			markets: BoundedVec<MarketId, T::MaxOperations>,
			deadline: Option<Block>,
		) -> DispatchResult {
			let trader = ensure_signed(origin)?;
			Self::do_cancel_after(&trader, &markets, deadline)
		}

		/// Removes the orders of an account in a market that no longer trade, because they expired or the account's deadline
		/// passed; their holds are released to it. Anyone may. A day after the deadline, or when the market has ended, what is
		/// stored of the deadline goes as well.
		///
		/// Emits `Executed`, unless the market has ended. Errors: `UnknownMarket` where nothing is stored either. The work is
		/// dominated by the account's orders; unused weight is returned.
		#[pallet::call_index(11)]
		#[pallet::weight(Work::most::<T>().cancel_all::<T>())]
		pub fn remove_lapsed(
			origin: OriginFor<T>,
			market: MarketId,
			account: T::AccountId,
		) -> DispatchResultWithPostInfo {
			let caller = ensure_signed(origin)?;
			let work = Self::do_remove_lapsed(&caller, market, &account)
				.map_err(|refused| refused.error)?;
			Ok(Some(work.cancel_all::<T>()).into())
		}
	}
}
