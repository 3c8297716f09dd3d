//! The operations of one call on one market: place, cancel, amend, each checked whole before it is written.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	book::{self, LevelAt, Store},
	deadline::lapsed,
	error::BookError,
	market::{ensure, MarketParams, MarketStatus},
	matching::{self, Budget, Fill, Plan, Removal, RemovalReason, Step, Stop, Taker},
	order::{
		expired, Block, ClientId, Locator, NewOrder, Order, OrderId, Owner, Side, TimeInForce,
	},
	settlement::{minus, signed, Asset, MakerSide, Sheet},
	units::{BaseAtoms, Lots, QuoteAtoms, Ticks, MAX_LOTS, MAX_TICK},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What the engine asks of the ledger. Answers are as of the start of the call; the session keeps count of its own
/// movements in its sheet.
pub trait Ledger {
	/// How much of a token the account can spend or hold.
	fn available(&mut self, who: &Owner, asset: Asset) -> u128;
	/// Whether the account can be credited with this much.
	fn can_receive(&mut self, who: &Owner, asset: Asset, amount: u128) -> bool;
	/// Whether an order's hold of this much can be paid from: it is there and the account is not frozen.
	fn can_pay_held(&mut self, who: &Owner, asset: Asset, held: u128) -> bool;
}

/// What became of the part of an order that neither filled nor rests.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum TakerEnd {
	/// All of it filled or rests.
	Complete,
	/// The rest was not to stay: immediate or cancel.
	NotToRest,
	/// The rest was below the minimum notional.
	Dust,
	/// A bound of the call was reached.
	Bound,
	/// It met an order of the same account.
	SelfTrade,
}

/// What became of an order that was placed.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Placed {
	/// The id of what rests.
	pub order: Option<OrderId>,
	/// Buy or sell.
	pub side: Side,
	/// Its limit, or the price it slid to.
	pub price: Ticks,
	/// What rests.
	pub rests: Lots,
	/// What filled.
	pub filled: Lots,
	/// What was cancelled.
	pub cancelled: Lots,
	/// Why something was cancelled.
	pub end: TakerEnd,
	/// The quote amount of all fills.
	pub notional: QuoteAtoms,
	/// The fee paid on them.
	pub fee: QuoteAtoms,
	/// The trader's own number for it.
	pub client_id: Option<ClientId>,
	/// The last block in which it may trade.
	pub expires_at: Option<Block>,
}

/// What became of an amendment.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Amended {
	/// The order shrank in its place and keeps its id and its priority.
	Reduced(Removal),
	/// The order left its place and was placed again, with a new id.
	Replaced(Removal, Placed),
}

/// The operations of one call on one market, all of one trader: the ledger answers as of the start of the call, which is
/// wrong about a maker whose order was placed in it. A trader never meets his own order as a maker to be paid.
pub struct Session<'a, S, L> {
	/// The market's book.
	pub store: S,
	/// The ledger.
	pub ledger: L,
	/// The market's parameters.
	pub params: &'a MarketParams,
	/// What the market allows.
	pub status: MarketStatus,
	/// The block the call executes in.
	pub now: Block,
	/// What the call may still do.
	pub budget: Budget,
	/// Every movement of money so far.
	pub sheet: Sheet,
	/// Every fill so far.
	pub fills: Vec<Fill>,
	/// Every maker's order that left the book without a fill so far; an amendment's or cancel's own is in its result.
	pub removals: Vec<Removal>,
}

impl<'a, S: Store, L: Ledger> Session<'a, S, L> {
	/// Begins a call.
	pub fn new(
		store: S,
		ledger: L,
		params: &'a MarketParams,
		status: MarketStatus,
		now: Block,
		budget: Budget,
	) -> Self {
		Self {
			store,
			ledger,
			params,
			status,
			now,
			budget,
			sheet: Sheet::default(),
			fills: Vec::new(),
			removals: Vec::new(),
		}
	}

	/// Places an order.
	///
	/// # Errors
	///
	/// Every variant of [`BookError`] that speaks of an order or its trader. Nothing has changed then, except that the
	/// budget is less by what was looked at.
	pub fn place(&mut self, owner: &Owner, order: &NewOrder) -> Result<Placed, BookError> {
		self.place_instead(owner, order, None)
	}

	/// Cancels an order; one that no longer trades may be cancelled by anyone.
	///
	/// # Errors
	///
	/// `OrderNotFound`, `NotOrderOwner`.
	pub fn cancel(&mut self, who: &Owner, id: OrderId) -> Result<Removal, BookError> {
		let order = book::find(&mut self.store, id).ok_or(BookError::OrderNotFound)?;
		let lapsed = lapsed(&mut self.store, &order, self.now);
		ensure(lapsed.is_some() || order.owner == *who, BookError::NotOrderOwner)?;
		let reason = lapsed.unwrap_or(RemovalReason::Cancelled);
		self.remove(id.locator(), &order, Lots::ZERO, reason)
	}

	/// Cancels the caller's order with this client id.
	///
	/// # Errors
	///
	/// `OrderNotFound`.
	pub fn cancel_by_client_id(&mut self, who: &Owner, id: ClientId) -> Result<Removal, BookError> {
		let place = self.store.trader(who).find(id).ok_or(BookError::OrderNotFound)?;
		let order = book::at(&mut self.store, place).ok_or(BookError::Corrupt)?;
		self.cancel(who, OrderId::new(place, order.sequence))
	}

	/// Takes any order out, for a reason of the market's own.
	///
	/// # Errors
	///
	/// `OrderNotFound`.
	pub fn evict(&mut self, place: Locator, reason: RemovalReason) -> Result<Removal, BookError> {
		let order = book::at(&mut self.store, place).ok_or(BookError::OrderNotFound)?;
		self.remove(place, &order, Lots::ZERO, reason)
	}

	/// Amends an order. A smaller quantity at the same price keeps its priority; any other change is a cancel and a
	/// placement, with every check of a placement, the same client id, expiry, time in force and self-trade mode.
	/// `quantity` is what shall rest, not what was placed.
	///
	/// # Errors
	///
	/// Those of [`Self::place`], `OrderNotFound`, `NotOrderOwner`, `AlreadyExpired`, `DeadlinePassed`, `NothingToAmend`.
	pub fn amend(
		&mut self,
		who: &Owner,
		id: OrderId,
		price: Option<Ticks>,
		quantity: Option<Lots>,
	) -> Result<Amended, BookError> {
		let old = book::find(&mut self.store, id).ok_or(BookError::OrderNotFound)?;
		ensure(old.owner == *who, BookError::NotOrderOwner)?;
		match lapsed(&mut self.store, &old, self.now) {
			None => {}
			Some(RemovalReason::Expired) => return Err(BookError::AlreadyExpired),
			Some(_) => return Err(BookError::DeadlinePassed),
		}
		let place = id.locator();
		let (side, tick) = (place.side(), place.tick());
		let (price, quantity) = (price.unwrap_or(tick), quantity.unwrap_or(old.lots));
		ensure(price != tick || quantity != old.lots, BookError::NothingToAmend)?;
		if price == tick && quantity < old.lots {
			ensure(!quantity.is_zero(), BookError::QuantityOutOfRange)?;
			ensure(self.params.large_enough(tick, quantity)?, BookError::BelowMinNotional)?;
			return self
				.remove(place, &old, quantity, RemovalReason::Cancelled)
				.map(Amended::Reduced);
		}
		let new = NewOrder {
			side,
			price,
			quantity,
			time_in_force: old.time_in_force,
			self_trade: old.self_trade,
			client_id: self.store.trader(who).client_id(place),
			expires_at: old.expires_at,
		};
		let removal = Removal {
			owner: *who,
			order: id,
			lots: old.lots,
			rests: Lots::ZERO,
			reason: RemovalReason::Cancelled,
		};
		self.place_instead(who, &new, Some((place, old)))
			.map(|placed| Amended::Replaced(removal, placed))
	}

	/// Places an order, in place of an older one of the same owner where there is one.
	fn place_instead(
		&mut self,
		owner: &Owner,
		order: &NewOrder,
		old: Option<(Locator, Order)>,
	) -> Result<Placed, BookError> {
		self.check_order(order)?;
		self.check_trader(owner, order, old)?;
		// The old order is on the side of the new one, so it is not in the way of the plan.
		let taker = Taker { owner, order, now: self.now };
		let plan =
			matching::plan(&mut self.store, &mut self.ledger, self.params, self.budget, taker)?;
		self.budget = plan.budget;
		let (price, end, rests) = self.conclude(order, &plan)?;
		if !rests.is_zero() {
			book::ensure_room(&mut self.store, LevelAt { side: order.side, tick: price }, rests)?;
		}

		// Nothing refuses any more: write.
		if let Some((place, old)) = old {
			self.remove(place, &old, Lots::ZERO, RemovalReason::Cancelled)?;
		}
		let (notional, fee) = self.apply(owner, &plan.steps)?;
		let id = if rests.is_zero() { None } else { Some(self.rest(owner, order, price, rests)?) };
		let kept = plan.filled.checked_add(rests).ok_or(BookError::Overflow)?;
		let cancelled = order.quantity.checked_sub(kept).ok_or(BookError::Corrupt)?;
		Ok(Placed {
			order: id,
			side: order.side,
			price,
			rests,
			filled: plan.filled,
			cancelled,
			end,
			notional,
			fee,
			client_id: order.client_id,
			expires_at: order.expires_at,
		})
	}

	/// What the order alone tells.
	fn check_order(&self, order: &NewOrder) -> Result<(), BookError> {
		ensure(self.status != MarketStatus::Suspended, BookError::MarketSuspended)?;
		let open = match self.status {
			MarketStatus::Active => true,
			MarketStatus::PostOnly => order.time_in_force.post_only(),
			MarketStatus::CancelOnly
			| MarketStatus::Halted
			| MarketStatus::Closing
			| MarketStatus::Suspended => false,
		};
		ensure(open, BookError::MarketNotOpen)?;
		ensure((1..=MAX_TICK).contains(&order.price.get()), BookError::PriceOutOfRange)?;
		ensure((1..=MAX_LOTS).contains(&order.quantity.get()), BookError::QuantityOutOfRange)?;
		ensure(
			!expired(order.expires_at, self.now) && order.expires_at != Some(0),
			BookError::AlreadyExpired,
		)?;
		ensure(
			self.params.large_enough(order.price, order.quantity)?,
			BookError::BelowMinNotional,
		)?;
		let (lowest, highest) = self.params.band(self.store.header().last_price);
		ensure((lowest..=highest).contains(&order.price), BookError::OutsidePriceBand)
	}

	/// What the trader's record and balances tell. An older order that gives way counts as gone.
	fn check_trader(
		&mut self,
		owner: &Owner,
		order: &NewOrder,
		old: Option<(Locator, Order)>,
	) -> Result<(), BookError> {
		let trader = self.store.trader(owner);
		ensure(!trader.has_fired(self.now), BookError::DeadlinePassed)?;
		if old.is_none() {
			if order.time_in_force.may_rest() {
				ensure(trader.len() < self.params.max_open_orders, BookError::TooManyOpenOrders)?;
			}
			let taken = order.client_id.is_some_and(|id| trader.find(id).is_some());
			ensure(!taken, BookError::DuplicateClientId)?;
		}
		let paid = Asset::paid_by(order.side);
		let freed = match old {
			Some((place, old)) => self.params.requirement(place.side(), place.tick(), old.lots)?,
			None => 0,
		};
		let needed = self.params.requirement(order.side, order.price, order.quantity)?;
		let flow = self.sheet.flow(owner).leg(paid).free()?;
		let free = signed(self.ledger.available(owner, paid))?
			.checked_add(flow)
			.and_then(|free| free.checked_add(signed(freed).ok()?))
			.ok_or(BookError::Overflow)?;
		ensure(free >= signed(needed)?, BookError::InsufficientFree)?;
		let least = self.least_received(order)?;
		ensure(
			self.ledger.can_receive(owner, Asset::bought_by(order.side), least),
			BookError::CannotReceive,
		)
	}

	/// The least that a fill of this order can bring: one lot, at the limit and the highest fee.
	fn least_received(&self, order: &NewOrder) -> Result<u128, BookError> {
		let lot = Lots::new(1);
		match order.side {
			Side::Bid => self.params.base(lot).map(BaseAtoms::get),
			Side::Ask => {
				let money = self.params.notional(order.price, lot)?.get();
				let highest = self.params.requirement(Side::Bid, order.price, lot)?;
				let fee = highest.checked_sub(money).ok_or(BookError::Overflow)?;
				// One atom at least: a fee never takes a whole lot's worth, it is at most one per cent.
				Ok(money.checked_sub(fee).ok_or(BookError::Overflow)?.max(1))
			}
		}
	}

	/// Where the order ends up: its price, why something is cancelled, and what rests.
	fn conclude(
		&self,
		order: &NewOrder,
		plan: &Plan,
	) -> Result<(Ticks, TakerEnd, Lots), BookError> {
		ensure(plan.stop != Stop::WouldSelfTrade, BookError::WouldSelfTrade)?;
		ensure(plan.fills_all(order), BookError::NotFillable)?;
		let mut price = order.price;
		match plan.stop {
			Stop::Bound => return Ok((price, TakerEnd::Bound, Lots::ZERO)),
			Stop::SelfTrade => return Ok((price, TakerEnd::SelfTrade, Lots::ZERO)),
			Stop::WouldTake(at) => {
				ensure(order.time_in_force == TimeInForce::PostOnlySlide, BookError::WouldTake)?;
				price = book::behind(order.side, at).ok_or(BookError::WouldTake)?;
				let (lowest, highest) = self.params.band(self.store.header().last_price);
				ensure((lowest..=highest).contains(&price), BookError::OutsidePriceBand)?;
				ensure(self.params.large_enough(price, plan.left)?, BookError::BelowMinNotional)?;
			}
			Stop::Done | Stop::WouldSelfTrade => {}
		}
		if plan.left.is_zero() {
			let end =
				if plan.decremented.is_zero() { TakerEnd::Complete } else { TakerEnd::SelfTrade };
			return Ok((price, end, Lots::ZERO));
		}
		if !order.time_in_force.may_rest() {
			return Ok((price, TakerEnd::NotToRest, Lots::ZERO));
		}
		if !self.params.large_enough(price, plan.left)? {
			return Ok((price, TakerEnd::Dust, Lots::ZERO));
		}
		let end = if plan.decremented.is_zero() { TakerEnd::Complete } else { TakerEnd::SelfTrade };
		Ok((price, end, plan.left))
	}

	/// Writes the steps of a plan. Returns the quote amount of the fills and the taker's fee on them.
	fn apply(
		&mut self,
		taker: &Owner,
		steps: &[Step],
	) -> Result<(QuoteAtoms, QuoteAtoms), BookError> {
		let (mut notional, mut fee) = (QuoteAtoms::ZERO, QuoteAtoms::ZERO);
		for step in steps {
			match *step {
				Step::Remove { at, order, rests, reason } => {
					let removal = self.remove(at, &order, rests, reason)?;
					self.removals.push(removal);
				}
				Step::Fill { at, order, filled, rests } => {
					let fill = self.fill(taker, at, &order, filled, rests)?;
					notional = notional.checked_add(fill.notional).ok_or(BookError::Overflow)?;
					fee = fee.checked_add(fill.taker_fee).ok_or(BookError::Overflow)?;
				}
			}
		}
		Ok((notional, fee))
	}

	fn fill(
		&mut self,
		taker: &Owner,
		at: Locator,
		maker: &Order,
		filled: Lots,
		rests: Lots,
	) -> Result<Fill, BookError> {
		let price = at.tick();
		let side = MakerSide { side: at.side(), price, before: maker.lots, after: rests, filled };
		let money = self.sheet.fill(self.params, taker, &maker.owner, side)?;
		if rests.is_zero() {
			book::remove(&mut self.store, at, maker)?;
		} else {
			book::reduce(&mut self.store, at, maker, rests)?;
		}
		self.store.header_mut().last_price = Some(price);
		let order = OrderId::new(at, maker.sequence);
		let fill = Fill {
			maker: maker.owner,
			order,
			price,
			lots: filled,
			maker_rests: rests,
			notional: money.notional,
			taker_fee: money.taker_fee,
			maker_fee: money.maker_fee,
		};
		self.fills.push(fill);
		let gone = filled.checked_add(rests).ok_or(BookError::Overflow)?;
		let dust = maker.lots.checked_sub(gone).ok_or(BookError::Corrupt)?;
		if !dust.is_zero() {
			let reason = RemovalReason::Dust;
			self.removals.push(Removal { owner: maker.owner, order, lots: dust, rests, reason });
		}
		Ok(fill)
	}

	/// Takes an order out of the book, or shrinks it to `rests`, and releases what it no longer needs to hold.
	pub(crate) fn remove(
		&mut self,
		at: Locator,
		order: &Order,
		rests: Lots,
		reason: RemovalReason,
	) -> Result<Removal, BookError> {
		if rests.is_zero() {
			book::remove(&mut self.store, at, order)?;
		} else {
			book::reduce(&mut self.store, at, order, rests)?;
		}
		let held = self.params.requirement(at.side(), at.tick(), order.lots)?;
		let still = self.params.requirement(at.side(), at.tick(), rests)?;
		let released = held.checked_sub(still).ok_or(BookError::Corrupt)?;
		self.sheet.hold(&order.owner, Asset::paid_by(at.side()), minus(signed(released)?)?)?;
		let lots = order.lots.checked_sub(rests).ok_or(BookError::Corrupt)?;
		Ok(Removal {
			owner: order.owner,
			order: OrderId::new(at, order.sequence),
			lots,
			rests,
			reason,
		})
	}

	fn rest(
		&mut self,
		owner: &Owner,
		order: &NewOrder,
		price: Ticks,
		lots: Lots,
	) -> Result<OrderId, BookError> {
		let resting = Order {
			owner: *owner,
			lots,
			sequence: 0, // given by the book
			expires_at: order.expires_at,
			time_in_force: order.time_in_force,
			self_trade: order.self_trade,
		};
		let at = LevelAt { side: order.side, tick: price };
		let id = book::insert(&mut self.store, at, &resting, order.client_id)?;
		let held = self.params.requirement(order.side, price, lots)?;
		self.sheet.hold(owner, Asset::paid_by(order.side), signed(held)?)?;
		Ok(id)
	}
}
