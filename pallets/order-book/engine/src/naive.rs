//! The obviously right book: one vector of orders, searched from end to end, and balances that are changed at once.
//!
//! It is what the engine is compared with, so it shares types with the engine but no matching, no storage and no
//! arithmetic. Two ways of its own keep it short: an operation runs on the book itself and the old book is put back
//! where it fails, and the priority of an order is found by looking at all orders.
//!
//! # Limits
//!
//! Notional x 1,000,000 must fit in 128 bits. Ids have page and slot zero.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	reason = "an oracle reads like the rules; a number that leaves its range here is a failed test"
)]

mod deadline;

use crate::{
	market::ensure, Amended, Asset, Block, BookError, Budget, ClientId, Fill, Locator, Lots,
	MarketParams, MarketStatus, NewOrder, OrderId, Owner, Placed, QuoteAtoms, Removal,
	RemovalReason, SelfTrade, Side, TakerEnd, Ticks, TimeInForce, MAX_LOTS, MAX_TICK,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};

/// What an account has of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purse {
	/// What it can spend.
	pub free: u128,
	/// What its open orders hold.
	pub held: u128,
}

/// What the ledger refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
	/// Accounts that can neither pay from a hold nor be credited.
	pub frozen: BTreeSet<Owner>,
	/// Credits below this amount are refused.
	pub least_credit: BTreeMap<(Owner, Asset), u128>,
}

impl Rules {
	/// Whether an account can be credited.
	pub fn can_receive(&self, who: &Owner, asset: Asset, amount: u128) -> bool {
		!self.frozen.contains(who)
			&& amount >= self.least_credit.get(&(*who, asset)).copied().unwrap_or(0)
	}
}

/// An order in the naive book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NaiveOrder {
	/// Its number, by which it is known and ranked.
	pub sequence: u64,
	/// Whose it is.
	pub owner: Owner,
	/// Its terms; `quantity` is what is left.
	pub terms: NewOrder,
}

impl NaiveOrder {
	/// Its id, with page and slot zero.
	pub fn id(&self) -> OrderId {
		OrderId::new(Locator::new(self.terms.side, self.terms.price, 0, 0), self.sequence)
	}
}

/// The naive book of one market with the balances of its traders.
#[derive(Clone, Debug)]
pub struct NaiveBook {
	/// Stored orders, as they came.
	pub orders: Vec<NaiveOrder>,
	/// What every account has.
	pub purses: BTreeMap<(Owner, Asset), Purse>,
	/// Fees less rebates.
	pub revenue: u128,
	/// The price of the last fill.
	pub last_price: Option<Ticks>,
	/// Counts the changes of the book: each order that is added, taken out or shrunk.
	pub sequence: u64,
	/// The market's parameters.
	pub params: MarketParams,
	/// The market's status.
	pub status: MarketStatus,
	/// What the ledger refuses.
	pub rules: Rules,
	/// The last block in which an account trades.
	pub deadlines: BTreeMap<Owner, Block>,
	/// Orders that a passed deadline has ended, whatever deadline is set later.
	pub ended: BTreeSet<u64>,
	/// The block.
	pub now: Block,
	/// What the call may still do.
	pub budget: Budget,
	/// The fills of the call.
	pub fills: Vec<Fill>,
	/// The removals of the call.
	pub removals: Vec<Removal>,
}

impl NaiveBook {
	/// An empty book.
	pub fn new(params: MarketParams) -> Self {
		Self {
			orders: Vec::new(),
			purses: BTreeMap::new(),
			revenue: 0,
			last_price: None,
			sequence: 0,
			params,
			status: MarketStatus::Active,
			rules: Rules::default(),
			deadlines: BTreeMap::new(),
			ended: BTreeSet::new(),
			now: 1,
			budget: Budget::default(),
			fills: Vec::new(),
			removals: Vec::new(),
		}
	}

	/// Begins a call with this budget.
	pub fn begin(&mut self, budget: Budget) {
		self.budget = budget;
		self.fills.clear();
		self.removals.clear();
	}

	/// What an account has of a token.
	pub fn purse(&mut self, who: &Owner, asset: Asset) -> &mut Purse {
		self.purses.entry((*who, asset)).or_default()
	}

	/// All orders: bids from the highest price, then asks from the lowest, each price in the order they came.
	pub fn listing(&self) -> Vec<NaiveOrder> {
		let mut orders = self.orders.clone();
		orders.sort_by_key(rank);
		orders
	}

	/// Places an order.
	pub fn place(&mut self, owner: &Owner, order: &NewOrder) -> Result<Placed, BookError> {
		self.whole(|book| book.place_checked(owner, order, false))
	}

	/// Cancels an order.
	pub fn cancel(&mut self, who: &Owner, id: OrderId) -> Result<Removal, BookError> {
		let index = self.find(id)?;
		let lapsed = self.lapsed(&self.orders[index]);
		ensure(lapsed.is_some() || self.orders[index].owner == *who, BookError::NotOrderOwner)?;
		Ok(self.shrink(index, 0, lapsed.unwrap_or(RemovalReason::Cancelled)))
	}

	/// Cancels the caller's order with this client id.
	pub fn cancel_by_client_id(&mut self, who: &Owner, id: ClientId) -> Result<Removal, BookError> {
		let found = self.orders.iter().find(|o| o.owner == *who && o.terms.client_id == Some(id));
		let id = found.ok_or(BookError::OrderNotFound)?.id();
		self.cancel(who, id)
	}

	/// Takes any order out.
	pub fn evict(&mut self, id: OrderId, reason: RemovalReason) -> Result<Removal, BookError> {
		let index = self.find(id)?;
		Ok(self.shrink(index, 0, reason))
	}

	/// Amends an order.
	pub fn amend(
		&mut self,
		who: &Owner,
		id: OrderId,
		price: Option<Ticks>,
		quantity: Option<Lots>,
	) -> Result<Amended, BookError> {
		let index = self.find(id)?;
		let old = self.orders[index];
		let new = NewOrder {
			price: price.unwrap_or(old.terms.price),
			quantity: quantity.unwrap_or(old.terms.quantity),
			..old.terms
		};
		ensure(old.owner == *who, BookError::NotOrderOwner)?;
		ensure(!self.expired(old.terms.expires_at), BookError::AlreadyExpired)?;
		ensure(self.lapsed(&old).is_none(), BookError::DeadlinePassed)?;
		ensure(new != old.terms, BookError::NothingToAmend)?;
		if new.price == old.terms.price && new.quantity < old.terms.quantity {
			ensure(!new.quantity.is_zero(), BookError::QuantityOutOfRange)?;
			ensure(self.large_enough(new.price, new.quantity.get()), BookError::BelowMinNotional)?;
			let removal = self.shrink(index, new.quantity.get(), RemovalReason::Cancelled);
			return Ok(Amended::Reduced(removal));
		}
		self.whole(|book| {
			let removal = book.shrink(index, 0, RemovalReason::Cancelled);
			book.place_checked(who, &new, true).map(|placed| Amended::Replaced(removal, placed))
		})
	}

	/// Runs an operation; where it fails, everything but the budget is as before.
	fn whole<R>(
		&mut self,
		run: impl FnOnce(&mut Self) -> Result<R, BookError>,
	) -> Result<R, BookError> {
		let before = self.clone();
		run(self).inspect_err(|_| *self = Self { budget: self.budget, ..before })
	}

	/// Checks in the order of the documentation, then matching, then what is left.
	fn place_checked(
		&mut self,
		owner: &Owner,
		order: &NewOrder,
		amends: bool,
	) -> Result<Placed, BookError> {
		self.check(owner, order, amends)?;
		let (band, fills_before) = (self.band(), self.fills.len());
		let (mut left, mut end, blocked_at) = self.take(owner, order)?;
		let of_this = &self.fills[fills_before..];
		let filled = of_this.iter().map(|fill| fill.lots.get()).sum::<u64>();
		let notional = of_this.iter().map(|fill| fill.notional.get()).sum();
		let fee = of_this.iter().map(|fill| fill.taker_fee.get()).sum();
		let kills = order.time_in_force == TimeInForce::FillOrKill;
		ensure(!kills || filled == order.quantity.get(), BookError::NotFillable)?;
		let mut price = order.price;
		if let Some(at) = blocked_at.map(Ticks::get) {
			let behind = if order.side == Side::Bid { at - 1 } else { at + 1 };
			let slides = order.time_in_force == TimeInForce::PostOnlySlide;
			ensure(slides && (1..=MAX_TICK).contains(&behind), BookError::WouldTake)?;
			ensure(band.contains(&behind), BookError::OutsidePriceBand)?;
			price = Ticks::new(behind);
			ensure(self.large_enough(price, left), BookError::BelowMinNotional)?;
		}
		let stopped = end == TakerEnd::Bound || end == TakerEnd::SelfTrade && left > 0;
		let decremented = order.quantity.get() - filled - left;
		if stopped {
			left = 0;
		} else if left > 0 && !order.time_in_force.may_rest() {
			(left, end) = (0, TakerEnd::NotToRest);
		} else if left > 0 && !self.large_enough(price, left) {
			(left, end) = (0, TakerEnd::Dust);
		} else if decremented > 0 {
			end = TakerEnd::SelfTrade;
		}
		let rested = (left > 0).then(|| self.rest(owner, order, price, left));
		Ok(Placed {
			order: rested,
			side: order.side,
			price,
			rests: Lots::new(left),
			filled: Lots::new(filled),
			cancelled: Lots::new(order.quantity.get() - filled - left),
			end,
			notional: QuoteAtoms::new(notional),
			fee: QuoteAtoms::new(fee),
			client_id: order.client_id,
			expires_at: order.expires_at,
		})
	}

	fn check(&mut self, owner: &Owner, order: &NewOrder, amends: bool) -> Result<(), BookError> {
		use BookError::*;
		let (price, quantity) = (order.price.get(), order.quantity.get());
		let open = self.status == MarketStatus::Active
			|| self.status == MarketStatus::PostOnly && order.time_in_force.post_only();
		ensure(open, MarketNotOpen)?;
		ensure((1..=MAX_TICK).contains(&price), PriceOutOfRange)?;
		ensure((1..=MAX_LOTS).contains(&quantity), QuantityOutOfRange)?;
		let lapsed = self.expired(order.expires_at) || order.expires_at == Some(0);
		ensure(!lapsed, AlreadyExpired)?;
		ensure(self.large_enough(order.price, quantity), BelowMinNotional)?;
		ensure(self.band().contains(&price), OutsidePriceBand)?;
		ensure(!self.fired(owner), DeadlinePassed)?;
		let mut own = self.orders.iter().filter(|open| open.owner == *owner);
		let counts = !amends && order.time_in_force.may_rest();
		let open_orders = u32::try_from(own.clone().count()).unwrap_or(u32::MAX);
		ensure(!counts || open_orders < self.params.max_open_orders, TooManyOpenOrders)?;
		let taken = order.client_id.is_some() && own.any(|o| o.terms.client_id == order.client_id);
		ensure(!taken, DuplicateClientId)?;
		let needed = self.requirement(order.side, order.price, quantity);
		let free = self.purse(owner, Asset::paid_by(order.side)).free;
		ensure(free >= needed, InsufficientFree)?;
		// The least that a fill can bring: one lot, at the limit, less the highest fee.
		let lot = self.notional(order.price, 1);
		let least = match order.side {
			Side::Bid => self.params.lot_size.get(),
			Side::Ask => (2 * lot - self.requirement(Side::Bid, order.price, 1)).max(1),
		};
		let bought = Asset::bought_by(order.side);
		ensure(self.rules.can_receive(owner, bought, least), CannotReceive)
	}

	/// Meets makers, best price first and earliest first. Returns what is left of the taker, why he stopped, and the
	/// price at which he would have taken if he must not.
	fn take(
		&mut self,
		taker: &Owner,
		order: &NewOrder,
	) -> Result<(u64, TakerEnd, Option<Ticks>), BookError> {
		let mut left = order.quantity.get();
		let mut level = None;
		while left > 0 {
			let crossing = |open: &&NaiveOrder| match order.side {
				Side::Bid => open.terms.side == Side::Ask && open.terms.price <= order.price,
				Side::Ask => open.terms.side == Side::Bid && open.terms.price >= order.price,
			};
			let Some(maker) = self.orders.iter().filter(crossing).min_by_key(|o| rank(o)).copied()
			else {
				break;
			};
			let index = self.find(maker.id())?;
			let price = maker.terms.price;
			if level != Some(price) {
				if self.budget.levels == 0 {
					return Ok((left, TakerEnd::Bound, None));
				}
				self.budget.levels -= 1;
				level = Some(price);
			}
			let lots = left.min(maker.terms.quantity.get());
			let rests = self.keep(price, maker.terms.quantity.get() - lots);
			// What happens to the maker without a fill: his rest, why, and what it costs the taker.
			let removal = if let Some(reason) = self.lapsed(&maker) {
				Some((0, reason, 0))
			} else if maker.owner == *taker {
				match order.self_trade {
					SelfTrade::Reject => return Err(BookError::WouldSelfTrade),
					SelfTrade::CancelTaker => return Ok((left, TakerEnd::SelfTrade, None)),
					SelfTrade::CancelMaker | SelfTrade::CancelBoth => {
						Some((0, RemovalReason::SelfTrade, 0))
					}
					SelfTrade::Decrement => Some((rests, RemovalReason::SelfTrade, lots)),
				}
			} else if !self.settleable(&maker, lots) {
				Some((0, RemovalReason::Unsettleable, 0))
			} else {
				None
			};
			if let Some((rests, reason, less)) = removal {
				if self.budget.removals == 0 {
					return Ok((left, TakerEnd::Bound, None));
				}
				self.budget.removals -= 1;
				let removal = self.shrink(index, rests, reason);
				self.removals.push(removal);
				left -= less;
				if reason == RemovalReason::SelfTrade && order.self_trade == SelfTrade::CancelBoth {
					return Ok((left, TakerEnd::SelfTrade, None));
				}
				continue;
			}
			if order.time_in_force.post_only() {
				return Ok((left, TakerEnd::Complete, Some(price)));
			}
			if self.budget.fills == 0 {
				return Ok((left, TakerEnd::Bound, None));
			}
			self.budget.fills -= 1;
			self.trade(taker, index, lots);
			left -= lots;
		}
		Ok((left, TakerEnd::Complete, None))
	}

	/// A maker trades: he gets his whole hold back, both sides pay, and he holds for what is left.
	fn trade(&mut self, taker: &Owner, index: usize, lots: u64) {
		let maker = self.orders[index];
		let (side, price, before) =
			(maker.terms.side, maker.terms.price, maker.terms.quantity.get());
		let rests = self.keep(price, before - lots);
		let notional = self.notional(price, lots);
		let taker_fee = fee(notional, self.params.taker_fee_ppm);
		let maker_fee = fee(notional, self.params.maker_fee_ppm.unsigned_abs());
		let (charged, rebate) =
			if self.params.maker_fee_ppm < 0 { (0, maker_fee) } else { (maker_fee, 0) };
		let gone = self.shrink(index, rests, RemovalReason::Dust);

		let (buyer, seller) =
			if side == Side::Ask { (*taker, maker.owner) } else { (maker.owner, *taker) };
		let base = u128::from(lots) * self.params.lot_size.get();
		self.purse(&seller, Asset::Base).free -= base;
		self.purse(&buyer, Asset::Base).free += base;
		self.purse(&buyer, Asset::Quote).free -= notional;
		self.purse(&seller, Asset::Quote).free += notional;
		self.purse(taker, Asset::Quote).free -= taker_fee;
		self.purse(&maker.owner, Asset::Quote).free += rebate;
		self.purse(&maker.owner, Asset::Quote).free -= charged;
		self.revenue += taker_fee + charged - rebate;
		self.last_price = Some(price);

		self.fills.push(Fill {
			maker: maker.owner,
			order: maker.id(),
			price,
			lots: Lots::new(lots),
			maker_rests: Lots::new(rests),
			notional: QuoteAtoms::new(notional),
			taker_fee: QuoteAtoms::new(taker_fee),
			maker_fee: QuoteAtoms::new(maker_fee),
		});
		if before - lots > rests {
			self.removals.push(Removal { lots: Lots::new(before - lots - rests), ..gone });
		}
	}

	/// Shrinks an order to `rests`, to nothing where that is zero; what it no longer needs to hold becomes free.
	fn shrink(&mut self, index: usize, rests: u64, reason: RemovalReason) -> Removal {
		let order = self.orders[index];
		let (side, price, lots) = (order.terms.side, order.terms.price, order.terms.quantity.get());
		let freed = self.requirement(side, price, lots) - self.requirement(side, price, rests);
		let purse = self.purse(&order.owner, Asset::paid_by(side));
		purse.held -= freed;
		purse.free += freed;
		self.sequence += 1;
		if rests == 0 {
			self.orders.remove(index);
		} else {
			self.orders[index].terms.quantity = Lots::new(rests);
		}
		Removal {
			owner: order.owner,
			order: order.id(),
			lots: Lots::new(lots - rests),
			rests: Lots::new(rests),
			reason,
		}
	}

	fn rest(&mut self, owner: &Owner, order: &NewOrder, price: Ticks, lots: u64) -> OrderId {
		self.sequence += 1;
		let terms = NewOrder { price, quantity: Lots::new(lots), ..*order };
		let resting = NaiveOrder { sequence: self.sequence, owner: *owner, terms };
		let held = self.requirement(order.side, price, lots);
		let purse = self.purse(owner, Asset::paid_by(order.side));
		purse.free -= held;
		purse.held += held;
		self.orders.push(resting);
		resting.id()
	}

	/// Whether the maker may pay from his hold and may be credited with what he gets for these lots.
	fn settleable(&self, maker: &NaiveOrder, lots: u64) -> bool {
		let notional = self.notional(maker.terms.price, lots);
		let fee = fee(notional, self.params.maker_fee_ppm.unsigned_abs());
		let credit = match maker.terms.side {
			Side::Bid => u128::from(lots) * self.params.lot_size.get(),
			Side::Ask if self.params.maker_fee_ppm < 0 => notional + fee,
			Side::Ask => notional - fee,
		};
		self.rules.can_receive(&maker.owner, Asset::bought_by(maker.terms.side), credit)
	}

	fn find(&self, id: OrderId) -> Result<usize, BookError> {
		self.orders.iter().position(|order| order.id() == id).ok_or(BookError::OrderNotFound)
	}

	fn expired(&self, expires_at: Option<Block>) -> bool {
		expires_at.is_some_and(|last| self.now > last)
	}

	fn notional(&self, price: Ticks, lots: u64) -> u128 {
		u128::from(price.get()) * u128::from(lots) * self.params.tick_size.get()
	}

	fn large_enough(&self, price: Ticks, lots: u64) -> bool {
		lots > 0 && self.notional(price, lots) >= self.params.min_notional.get()
	}

	fn keep(&self, price: Ticks, lots: u64) -> u64 {
		lots * u64::from(self.large_enough(price, lots))
	}

	fn requirement(&self, side: Side, price: Ticks, lots: u64) -> u128 {
		let notional = self.notional(price, lots);
		let highest_fee = (notional * u128::from(self.params.max_fee_ppm)).div_ceil(1_000_000);
		match side {
			Side::Bid => notional + highest_fee,
			Side::Ask => u128::from(lots) * self.params.lot_size.get(),
		}
	}

	/// The prices allowed: last / (1 + band) to last x (1 + band), at least one tick either way.
	fn band(&self) -> core::ops::RangeInclusive<u64> {
		let Some(last) = self.last_price.filter(|_| self.params.price_band_ppm > 0) else {
			return 1..=MAX_TICK;
		};
		let (last, factor) = (last.get(), u64::from(self.params.price_band_ppm) + 1_000_000);
		let lowest = (last * 1_000_000 / factor).min(last - 1).max(1);
		let highest = (last * factor / 1_000_000).max(last + 1).min(MAX_TICK);
		lowest..=highest
	}
}

fn fee(notional: u128, ppm: u32) -> u128 {
	notional * u128::from(ppm) / 1_000_000
}

/// Sorts by priority within a side, bids before asks.
fn rank(order: &NaiveOrder) -> (Side, u64, u64) {
	let price = order.terms.price.get();
	match order.terms.side {
		Side::Bid => (Side::Bid, MAX_TICK - price, order.sequence),
		Side::Ask => (Side::Ask, price, order.sequence),
	}
}
