//! A page: up to 64 orders of one level in the order they came.
//!
//! A slot is never used twice while its page lives, so an order's position is also its priority. Only live orders take
//! up bytes: `live` says which slots they stand in, and the rank of a slot among the live ones is where its bytes
//! begin. There are no tombstones, and a page is read and written as bytes, never order by order.

use crate::{
	order::{Order, Owner, SelfTrade, TimeInForce},
	units::Lots,
};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Slots in a page.
pub const PAGE_ORDERS: u8 = 64;
/// Bytes of one order: owner 32, lots 8, sequence 8, expiry 4 (0 is never), flags 1.
pub const ORDER_BYTES: usize = 53;
/// No page.
pub const NO_PAGE: u32 = u32::MAX;

/// Up to 64 orders of one level.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Page {
	/// Bit n is set while slot n holds an order.
	live: u64,
	/// The next slot to be given out; 64 is full.
	next_slot: u8,
	/// The page before it in the level, or [`NO_PAGE`].
	pub prev: u32,
	/// The page after it in the level, or [`NO_PAGE`].
	pub next: u32,
	/// The live orders, packed, in slot order.
	bytes: Vec<u8>,
}

impl MaxEncodedLen for Page {
	fn max_encoded_len() -> usize {
		// live 8, next_slot 1, links 8, length prefix 2, orders.
		usize::from(PAGE_ORDERS).saturating_mul(ORDER_BYTES).saturating_add(19) // constants: 3,411
	}
}

impl Default for Page {
	fn default() -> Self {
		Self { live: 0, next_slot: 0, prev: NO_PAGE, next: NO_PAGE, bytes: Vec::new() }
	}
}

impl Page {
	/// Whether no order is in it.
	pub fn is_empty(&self) -> bool {
		self.live == 0
	}

	/// Makes it a page that was never used, and keeps its memory for the next time.
	pub(crate) fn clear(&mut self) {
		(self.live, self.next_slot, self.prev, self.next) = (0, 0, NO_PAGE, NO_PAGE);
		self.bytes.clear();
	}

	/// Whether no further slot can be given out.
	pub fn is_full(&self) -> bool {
		self.next_slot >= PAGE_ORDERS
	}

	/// How many orders are in it.
	pub fn len(&self) -> u32 {
		self.live.count_ones()
	}

	/// Puts an order behind all others and returns its slot, or `None` when the page is full.
	pub fn push(&mut self, order: &Order) -> Option<u8> {
		let slot = self.next_slot;
		if slot >= PAGE_ORDERS {
			return None;
		}
		let bytes = pack(order)?;
		self.next_slot = slot.checked_add(1)?;
		self.live |= bit(slot);
		self.bytes.extend_from_slice(&bytes);
		Some(slot)
	}

	/// The order in a slot.
	pub fn get(&self, slot: u8) -> Option<Order> {
		let start = self.start(slot)?;
		unpack(self.bytes.get(start..start.checked_add(ORDER_BYTES)?)?)
	}

	/// Changes what is left of the order in a slot; its place stays.
	pub fn set_lots(&mut self, slot: u8, lots: Lots) -> Option<()> {
		let start = self.start(slot)?.checked_add(32)?;
		self.bytes
			.get_mut(start..start.checked_add(8)?)?
			.copy_from_slice(&lots.get().to_le_bytes());
		Some(())
	}

	/// Takes the order out of a slot.
	pub fn remove(&mut self, slot: u8) -> Option<()> {
		let start = self.start(slot)?;
		let end = start.checked_add(ORDER_BYTES)?;
		self.bytes.drain(start..end);
		self.live &= !bit(slot);
		Some(())
	}

	/// The first live slot that is at least `from`.
	pub fn next_live(&self, from: u8) -> Option<u8> {
		let rest = self.live & u64::MAX.checked_shl(u32::from(from))?;
		(rest != 0).then(|| u8::try_from(rest.trailing_zeros()).ok()).flatten()
	}

	/// Where the bytes of a live slot begin.
	fn start(&self, slot: u8) -> Option<usize> {
		if slot >= PAGE_ORDERS || self.live & bit(slot) == 0 {
			return None;
		}
		let rank = (self.live & bit(slot).wrapping_sub(1)).count_ones();
		usize::try_from(rank).ok()?.checked_mul(ORDER_BYTES)
	}
}

fn bit(slot: u8) -> u64 {
	1u64.wrapping_shl(u32::from(slot))
}

fn flags(order: &Order) -> u8 {
	let time_in_force = match order.time_in_force {
		TimeInForce::PostOnly => 1,
		TimeInForce::PostOnlySlide => 2,
		// The other kinds rest as good till cancelled or not at all.
		_ => 0,
	};
	let self_trade = match order.self_trade {
		SelfTrade::CancelTaker => 0,
		SelfTrade::CancelMaker => 1,
		SelfTrade::CancelBoth => 2,
		SelfTrade::Decrement => 3,
		SelfTrade::Reject => 4,
	};
	time_in_force | self_trade << 2
}

fn pack(order: &Order) -> Option<[u8; ORDER_BYTES]> {
	let mut bytes = [0; ORDER_BYTES];
	let (owner, rest) = bytes.split_first_chunk_mut::<32>()?;
	let (lots, rest) = rest.split_first_chunk_mut::<8>()?;
	let (sequence, rest) = rest.split_first_chunk_mut::<8>()?;
	let (expires_at, rest) = rest.split_first_chunk_mut::<4>()?;
	*owner = order.owner.0;
	*lots = order.lots.get().to_le_bytes();
	*sequence = order.sequence.to_le_bytes();
	*expires_at = order.expires_at.unwrap_or(0).to_le_bytes();
	*rest.first_mut()? = flags(order);
	Some(bytes)
}

fn unpack(bytes: &[u8]) -> Option<Order> {
	let (owner, rest) = bytes.split_first_chunk::<32>()?;
	let (lots, rest) = rest.split_first_chunk::<8>()?;
	let (sequence, rest) = rest.split_first_chunk::<8>()?;
	let (expires_at, rest) = rest.split_first_chunk::<4>()?;
	let flags = *rest.first()?;
	Some(Order {
		owner: Owner(*owner),
		lots: Lots::new(u64::from_le_bytes(*lots)),
		sequence: u64::from_le_bytes(*sequence),
		expires_at: Some(u32::from_le_bytes(*expires_at)).filter(|last| *last != 0),
		time_in_force: match flags & 3 {
			1 => TimeInForce::PostOnly,
			2 => TimeInForce::PostOnlySlide,
			_ => TimeInForce::GoodTilCancelled,
		},
		self_trade: match flags >> 2 {
			1 => SelfTrade::CancelMaker,
			2 => SelfTrade::CancelBoth,
			3 => SelfTrade::Decrement,
			4 => SelfTrade::Reject,
			_ => SelfTrade::CancelTaker,
		},
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	fn order(n: u8) -> Order {
		Order {
			owner: Owner([n; 32]),
			lots: Lots::new(u64::from(n) + 1),
			sequence: u64::from(n) * 7,
			expires_at: (n % 2 == 1).then_some(u32::from(n)),
			time_in_force: if n.is_multiple_of(3) {
				TimeInForce::PostOnly
			} else {
				TimeInForce::GoodTilCancelled
			},
			self_trade: if n.is_multiple_of(5) { SelfTrade::Decrement } else { SelfTrade::Reject },
		}
	}

	#[test]
	fn a_page_keeps_orders_in_the_order_they_came() {
		let mut page = Page::default();
		for n in 0..64 {
			assert_eq!(page.push(&order(n)), Some(n));
		}
		assert!(page.is_full());
		assert_eq!(page.push(&order(64)), None);
		assert_eq!(page.encode().len(), Page::max_encoded_len());
		for n in 0..64 {
			assert_eq!(page.get(n), Some(order(n)));
		}
	}

	#[test]
	fn a_cleared_page_is_a_new_one() {
		let mut page = Page { prev: 3, next: 4, ..Page::default() };
		page.push(&order(0));
		page.clear();
		assert_eq!(page, Page::default());
	}

	#[test]
	fn a_removed_slot_is_never_used_again_and_takes_no_bytes() {
		let mut page = Page::default();
		for n in 0..10 {
			page.push(&order(n));
		}
		assert_eq!(page.get(3), Some(order(3)));
		assert_eq!(page.remove(3), Some(()));
		assert_eq!(page.get(3), None);
		assert_eq!(page.remove(3), None);
		assert_eq!(page.next_live(3), Some(4));
		assert_eq!(page.get(9), Some(order(9)));
		assert_eq!(page.push(&order(10)), Some(10));
		assert_eq!(page.len(), 10);
		assert_eq!(page.encode().len(), 8 + 1 + 8 + 2 + 10 * ORDER_BYTES);
		page.set_lots(9, Lots::new(99));
		assert_eq!(page.get(9).map(|order| order.lots), Some(Lots::new(99)));
		assert_eq!(page.get(10), Some(order(10)));
	}
}
