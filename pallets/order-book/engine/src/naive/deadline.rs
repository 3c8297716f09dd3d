//! The dead-man's switch of the naive book: every order that a passed deadline ends is noted by its number.

use super::{NaiveBook, NaiveOrder};
use crate::{market::ensure, Block, BookError, Owner, RemovalReason};

impl NaiveBook {
	/// Sets or takes away an account's deadline.
	pub fn cancel_after(&mut self, who: &Owner, deadline: Option<Block>) -> Result<(), BookError> {
		if let Some(last) = deadline {
			ensure(last >= self.now, BookError::AlreadyExpired)?;
			ensure(last - self.now <= 302_400, BookError::DeadlineTooFar)?;
		}
		if self.fired(who) {
			let of_his = self.orders.iter().filter(|order| order.owner == *who);
			self.ended.extend(of_his.map(|order| order.sequence));
		}
		match deadline {
			Some(last) => self.deadlines.insert(*who, last),
			None => self.deadlines.remove(who),
		};
		Ok(())
	}

	/// Takes out, in the order in which they came, all orders of an account that no longer trade.
	pub fn remove_lapsed(&mut self, owner: &Owner) -> u32 {
		let of_his = |order: &&NaiveOrder| order.owner == *owner;
		let looked_at =
			u32::try_from(self.orders.iter().filter(of_his).count()).unwrap_or(u32::MAX);
		let lapsed = |book: &Self| {
			let mut orders = book.orders.iter().enumerate();
			orders.find_map(|(index, order)| {
				book.lapsed(order).filter(|_| of_his(&order)).map(|reason| (index, reason))
			})
		};
		while let Some((index, reason)) = lapsed(self) {
			let removal = self.shrink(index, 0, reason);
			self.removals.push(removal);
		}
		let others = self.orders.iter().all(|order| order.owner != *owner);
		if others && self.deadlines.get(owner).is_some_and(|last| last + 43_200 < self.now) {
			self.deadlines.remove(owner);
		}
		looked_at
	}

	/// Whether the deadline of an account has passed.
	pub(super) fn fired(&self, who: &Owner) -> bool {
		self.expired(self.deadlines.get(who).copied())
	}

	/// Why an order no longer trades.
	pub(super) fn lapsed(&self, order: &NaiveOrder) -> Option<RemovalReason> {
		if self.expired(order.terms.expires_at) {
			Some(RemovalReason::Expired)
		} else if self.fired(&order.owner) || self.ended.contains(&order.sequence) {
			Some(RemovalReason::DeadlinePassed)
		} else {
			None
		}
	}
}
