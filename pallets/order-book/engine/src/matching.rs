//! One taker against the book: what would happen, in order, bounded. Nothing is written here.
//!
//! For each order met, in price-time priority: first whether it still trades (its expiry, then its owner's deadline),
//! self-trade prevention second, whether the maker can be settled third, the fill last.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	book::{behind, first_order, next_level, next_order, LevelAt, Store},
	deadline::lapsed,
	error::BookError,
	market::MarketParams,
	order::{Block, Locator, NewOrder, Order, OrderId, Owner, SelfTrade, TimeInForce},
	session::Ledger,
	settlement::{Asset, Sheet},
	units::{Lots, QuoteAtoms, Ticks},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What a call may still do. Every step of matching takes from one of the three, also for an order that is then refused:
/// looking is work.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Budget {
	/// Fills.
	pub fills: u32,
	/// Levels entered.
	pub levels: u32,
	/// Makers removed or shrunk without a fill: expired, ended by a deadline, own, or unable to settle.
	pub removals: u32,
}

impl Budget {
	/// What is used up between an earlier state of the budget and this one.
	pub fn used_since(&self, earlier: &Self) -> Self {
		// A budget never grows within a call.
		Self {
			fills: earlier.fills.saturating_sub(self.fills),
			levels: earlier.levels.saturating_sub(self.levels),
			removals: earlier.removals.saturating_sub(self.removals),
		}
	}
}

/// One execution of one maker against the taker.
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
pub struct Fill {
	/// The maker's account.
	pub maker: Owner,
	/// The maker's order.
	pub order: OrderId,
	/// The price: the maker's.
	pub price: Ticks,
	/// The quantity.
	pub lots: Lots,
	/// What still rests of the maker's order.
	pub maker_rests: Lots,
	/// Price x quantity in quote atoms.
	pub notional: QuoteAtoms,
	/// The taker's fee.
	pub taker_fee: QuoteAtoms,
	/// The maker's fee; his rebate where the market's maker fee is negative.
	pub maker_fee: QuoteAtoms,
}

/// Why a maker's order, or a part of it, left the book without a fill.
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
pub enum RemovalReason {
	/// Its last block has passed.
	Expired,
	/// It met an order of the same account.
	SelfTrade,
	/// Its owner could not be paid or could not pay: an account was frozen or could not be credited.
	Unsettleable,
	/// What was left of it was below the minimum notional.
	Dust,
	/// Its owner cancelled it.
	Cancelled,
	/// Its market is closing.
	MarketClosing,
	/// A token of its market is split, and it could not be carried along exactly.
	TokenSplit,
	/// Its owner's deadline passed while it rested.
	DeadlinePassed,
}

/// An order, or a part of one, that left the book without a fill. Its hold was released in the same call.
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
pub struct Removal {
	/// Whose order.
	pub owner: Owner,
	/// Which order.
	pub order: OrderId,
	/// How many lots left the book.
	pub lots: Lots,
	/// How many still rest: above zero only when self-trade prevention shrank it.
	pub rests: Lots,
	/// Why.
	pub reason: RemovalReason,
}

/// One step of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
	/// The maker trades `filled` lots and keeps `rests`; the difference is dust and is cancelled.
	Fill {
		/// Where the maker's order lies.
		at: Locator,
		/// The maker's order.
		order: Order,
		/// Lots traded.
		filled: Lots,
		/// Lots that still rest.
		rests: Lots,
	},
	/// The maker's order leaves the book, or shrinks to `rests`.
	Remove {
		/// Where it lies.
		at: Locator,
		/// The order.
		order: Order,
		/// Lots that still rest.
		rests: Lots,
		/// Why.
		reason: RemovalReason,
	},
}

/// Why matching ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
	/// The taker is filled, or nothing more crosses.
	Done,
	/// A bound of the call is reached; the rest must not stay crossing.
	Bound,
	/// The taker met his own order and asked to be cancelled.
	SelfTrade,
	/// The taker met his own order and asked to be refused.
	WouldSelfTrade,
	/// A post-only order met an order it would trade with, at this price.
	WouldTake(Ticks),
}

/// What a taker would do to the book.
#[derive(Clone, Debug)]
pub struct Plan {
	/// The steps, in order.
	pub steps: Vec<Step>,
	/// The taker's lots that are neither filled nor cancelled by self-trade prevention.
	pub left: Lots,
	/// The taker's lots cancelled against orders of his own.
	pub decremented: Lots,
	/// The taker's lots that are filled.
	pub filled: Lots,
	/// Why matching ended.
	pub stop: Stop,
	/// What is left of the budget.
	pub budget: Budget,
}

/// The taker as matching sees him.
#[derive(Clone, Copy, Debug)]
pub struct Taker<'a> {
	/// Whose order it is.
	pub owner: &'a Owner,
	/// The order.
	pub order: &'a NewOrder,
	/// The block it executes in.
	pub now: Block,
}

/// Walks the opposite side and plans what happens.
///
/// # Errors
///
/// `Overflow`, `Corrupt`: never on a consistent book.
pub fn plan<S: Store, L: Ledger>(
	store: &mut S,
	ledger: &mut L,
	params: &MarketParams,
	budget: Budget,
	taker: Taker,
) -> Result<Plan, BookError> {
	let order = taker.order;
	let makers = order.side.opposite();
	let mut plan = Plan {
		steps: Vec::new(),
		left: order.quantity,
		decremented: Lots::ZERO,
		filled: Lots::ZERO,
		stop: Stop::Done,
		budget,
	};
	let mut price = store.header().best(makers);
	// Bounded by the levels of the budget.
	while let Some(tick) = price.filter(|tick| order.side.accepts(order.price, *tick)) {
		if plan.left.is_zero() {
			return Ok(plan);
		}
		let Some(levels) = plan.budget.levels.checked_sub(1) else {
			plan.stop = Stop::Bound;
			return Ok(plan);
		};
		plan.budget.levels = levels;
		let mut next = first_order(store, LevelAt { side: makers, tick });
		if next.is_none() {
			return Err(BookError::Corrupt);
		}
		// Bounded by the fills and removals of the budget: each turn takes from one of them or ends.
		while let Some((at, maker)) = next {
			if !plan.meet(store, ledger, params, taker, (at, maker))? {
				return Ok(plan);
			}
			next = next_order(store, at);
		}
		price = behind(makers, tick).and_then(|from| next_level(store, makers, from));
	}
	Ok(plan)
}

impl Plan {
	/// The taker meets one maker. Returns whether matching goes on.
	fn meet<S: Store, L: Ledger>(
		&mut self,
		store: &mut S,
		ledger: &mut L,
		params: &MarketParams,
		taker: Taker,
		(at, maker): (Locator, Order),
	) -> Result<bool, BookError> {
		if self.left.is_zero() {
			return Ok(false);
		}
		if let Some(reason) = lapsed(store, &maker, taker.now) {
			return Ok(self.remove(at, maker, Lots::ZERO, reason));
		}
		if maker.owner == *taker.owner {
			return self.meet_self(params, taker.order.self_trade, at, maker);
		}
		let lots = self.left.min(maker.lots);
		if !settleable(ledger, params, at, &maker, lots)? {
			return Ok(self.remove(at, maker, Lots::ZERO, RemovalReason::Unsettleable));
		}
		if taker.order.time_in_force.post_only() {
			self.stop = Stop::WouldTake(at.tick());
			return Ok(false);
		}
		let Some(fills) = self.budget.fills.checked_sub(1) else {
			self.stop = Stop::Bound;
			return Ok(false);
		};
		self.budget.fills = fills;
		let rests =
			keep(params, at.tick(), maker.lots.checked_sub(lots).ok_or(BookError::Overflow)?)?;
		self.left = self.left.checked_sub(lots).ok_or(BookError::Overflow)?;
		self.filled = self.filled.checked_add(lots).ok_or(BookError::Overflow)?;
		self.steps.push(Step::Fill { at, order: maker, filled: lots, rests });
		Ok(true)
	}

	/// The taker meets his own order.
	fn meet_self(
		&mut self,
		params: &MarketParams,
		mode: SelfTrade,
		at: Locator,
		maker: Order,
	) -> Result<bool, BookError> {
		match mode {
			SelfTrade::Reject => {
				self.stop = Stop::WouldSelfTrade;
				Ok(false)
			}
			SelfTrade::CancelTaker => {
				self.stop = Stop::SelfTrade;
				Ok(false)
			}
			SelfTrade::CancelMaker => {
				Ok(self.remove(at, maker, Lots::ZERO, RemovalReason::SelfTrade))
			}
			SelfTrade::CancelBoth => {
				if self.remove(at, maker, Lots::ZERO, RemovalReason::SelfTrade) {
					self.stop = Stop::SelfTrade;
				}
				Ok(false)
			}
			SelfTrade::Decrement => {
				let lots = self.left.min(maker.lots);
				let rests = keep(
					params,
					at.tick(),
					maker.lots.checked_sub(lots).ok_or(BookError::Overflow)?,
				)?;
				if !self.remove(at, maker, rests, RemovalReason::SelfTrade) {
					return Ok(false);
				}
				self.left = self.left.checked_sub(lots).ok_or(BookError::Overflow)?;
				self.decremented = self.decremented.checked_add(lots).ok_or(BookError::Overflow)?;
				Ok(true)
			}
		}
	}

	/// Plans a removal; without budget for it, matching ends.
	fn remove(&mut self, at: Locator, order: Order, rests: Lots, reason: RemovalReason) -> bool {
		let Some(removals) = self.budget.removals.checked_sub(1) else {
			self.stop = Stop::Bound;
			return false;
		};
		self.budget.removals = removals;
		self.steps.push(Step::Remove { at, order, rests, reason });
		true
	}

	/// Whether the plan fills everything: what fill-or-kill asks.
	pub fn fills_all(&self, order: &NewOrder) -> bool {
		order.time_in_force != TimeInForce::FillOrKill || self.filled == order.quantity
	}
}

/// What is left of an order, or nothing where that is below the minimum notional.
fn keep(params: &MarketParams, price: Ticks, lots: Lots) -> Result<Lots, BookError> {
	Ok(if params.large_enough(price, lots)? { lots } else { Lots::ZERO })
}

/// Whether the maker of a fill can pay from his hold and can be paid.
fn settleable<L: Ledger>(
	ledger: &mut L,
	params: &MarketParams,
	at: Locator,
	maker: &Order,
	lots: Lots,
) -> Result<bool, BookError> {
	let side = at.side();
	let held = params.requirement(side, at.tick(), maker.lots)?;
	let money = Sheet::money(params, at.tick(), lots)?;
	let receives = match Asset::bought_by(side) {
		Asset::Base => params.base(lots)?.get(),
		Asset::Quote => {
			let net = if money.rebate {
				money.notional.checked_add(money.maker_fee)
			} else {
				money.notional.checked_sub(money.maker_fee)
			};
			net.ok_or(BookError::Overflow)?.get()
		}
	};
	Ok(ledger.can_pay_held(&maker.owner, Asset::paid_by(side), held)
		&& ledger.can_receive(&maker.owner, Asset::bought_by(side), receives))
}
