//! The dead-man's switch: "cancel everything of mine unless I say otherwise in time".
//!
//! # Goals
//!
//! 1. After its deadline nothing of an account fills in the market, even when nobody acts: no agenda, no hook. The deadline
//!    is compared where an order is met, like the order's own expiry, and what is met is removed in the same way.
//! 2. Setting it costs the same whatever rests: one record is written.
//! 3. What it has ended stays ended. Whoever comes back late and sets a new deadline does not put stale quotes back.
//! 4. An order that was signed before and arrives after the deadline does not trade either: a passed deadline refuses new
//!    orders until its owner sets another one or takes it away. It is never forgotten silently by the engine.
//!
//! # Design
//!
//! [`Trader::deadline`] is the last block in which the account trades. Goal 3 needs no walk over the orders: sequence
//! numbers rise, so the number that the book has reached when the owner comes back divides the orders that were there from
//! those to come ([`Trader::void`]).
//!
//! # Limits
//!
//! Ended orders stay stored until someone removes them: their owner, an order that meets them, or anybody. Until then they
//! are counted among their owner's open orders, keep their client ids and hold what they held.
//!
//! [`Trader::deadline`]: crate::Trader::deadline
//! [`Trader::void`]: crate::Trader::void

use crate::{
	book::{self, Store},
	error::BookError,
	market::ensure,
	matching::RemovalReason,
	order::{expired, Block, Order, Owner},
	session::{Ledger, Session},
	units::Lots,
};

/// How many blocks ahead a deadline may lie: a week of 2 s blocks. Who means longer has forgotten it by then, and so a
/// record that is kept for a deadline alone does not stay for ever.
pub const MAX_DEADLINE_AHEAD: Block = 302_400;

/// For so many blocks after its deadline the record of an account without orders is kept, a day of 2 s blocks: whatever
/// was signed before the deadline and not for ever has come by then. Anybody may remove it later.
pub const DEADLINE_KEPT: Block = 43_200;

/// Why an order that is stored no longer trades at block `now`, if it does not. Its owner's record is looked at last, and
/// only where the order itself does not tell.
pub fn lapsed<S: Store>(store: &mut S, order: &Order, now: Block) -> Option<RemovalReason> {
	if expired(order.expires_at, now) {
		return Some(RemovalReason::Expired);
	}
	let trader = store.trader(&order.owner);
	(trader.has_fired(now) || order.sequence <= trader.void)
		.then_some(RemovalReason::DeadlinePassed)
}

/// That a deadline may be set at block `now`.
///
/// # Errors
///
/// `AlreadyExpired` where it has passed, `DeadlineTooFar` where it lies more than [`MAX_DEADLINE_AHEAD`] ahead.
pub fn in_range(deadline: Option<Block>, now: Block) -> Result<(), BookError> {
	ensure(!expired(deadline, now), BookError::AlreadyExpired)?;
	let furthest = now.saturating_add(MAX_DEADLINE_AHEAD); // at the end of all blocks, that is
	ensure(deadline.is_none_or(|last| last <= furthest), BookError::DeadlineTooFar)
}

/// Sets the last block in which an account trades in this market, or takes that bound away. What a passed deadline has
/// ended stays ended: those orders are marked, all at once, by the sequence number that the book has reached.
///
/// # Errors
///
/// Those of [`in_range`].
pub fn set<S: Store>(
	store: &mut S,
	owner: &Owner,
	deadline: Option<Block>,
	now: Block,
) -> Result<(), BookError> {
	in_range(deadline, now)?;
	let sequence = store.header().sequence;
	let trader = store.trader(owner);
	if trader.deadline == deadline {
		return Ok(()); // it has not passed, or it would have been refused
	}
	let ends = trader.has_fired(now) && !trader.orders.is_empty();
	let trader = store.trader_mut(owner);
	trader.deadline = deadline;
	if ends {
		trader.void = sequence;
	}
	Ok(())
}

impl<S: Store, L: Ledger> Session<'_, S, L> {
	/// Sets the last block in which the caller's orders trade in this market unless he sets another one in time, or with
	/// `None` takes that bound away: his dead-man's switch. One record is written, whatever the number of orders. Works in
	/// every status.
	///
	/// When the block has passed, nothing of his fills any more, as a maker or as a taker, even if nobody acts: his orders
	/// are ended, others may remove them, and new ones are refused until he sets a deadline again or takes it away.
	///
	/// # Errors
	///
	/// `AlreadyExpired`, `DeadlineTooFar`.
	pub fn cancel_after(&mut self, who: &Owner, deadline: Option<Block>) -> Result<(), BookError> {
		set(&mut self.store, who, deadline, self.now)
	}

	/// Takes out every order of an account that no longer trades, for anybody, and forgets a deadline that passed more than
	/// [`DEADLINE_KEPT`] blocks ago and has no orders left. Returns how many orders were looked at, at most
	/// [`crate::MAX_OPEN_ORDERS`].
	///
	/// # Errors
	///
	/// `Corrupt` where the book contradicts itself.
	pub fn remove_lapsed(&mut self, owner: &Owner) -> Result<u32, BookError> {
		let trader = self.store.trader(owner);
		let (places, count) = (trader.orders.clone(), trader.len());
		for place in places {
			let order = book::at(&mut self.store, place).ok_or(BookError::Corrupt)?;
			if let Some(reason) = lapsed(&mut self.store, &order, self.now) {
				let removal = self.remove(place, &order, Lots::ZERO, reason)?;
				self.removals.push(removal);
			}
		}
		let trader = self.store.trader(owner);
		let kept_until = trader.deadline.map(|last| last.saturating_add(DEADLINE_KEPT)); // at the end of all blocks, that is
		if trader.orders.is_empty() && expired(kept_until, self.now) {
			self.store.trader_mut(owner).deadline = None;
		}
		Ok(count)
	}
}
