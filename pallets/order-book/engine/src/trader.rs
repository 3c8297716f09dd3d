//! The record of one account in one market: its open orders, and its dead-man's switch.

use crate::{
	error::BookError,
	order::{expired, Block, ClientId, Locator},
};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// No account may have more open orders in one market.
pub const MAX_OPEN_ORDERS: u32 = 256;

/// The open orders of one account in one market: for the cap, for client ids, and to list or cancel them all. And the
/// account's dead-man's switch, which lies here because a fill that ends an order of the account's has this record in hand.
#[derive(Encode, Decode, TypeInfo, Clone, Debug, Default, PartialEq, Eq)]
pub struct Trader {
	/// Where the orders lie, in no particular order.
	pub orders: Vec<Locator>,
	/// The client ids among them.
	pub client_ids: Vec<(ClientId, Locator)>,
	/// The last block in which the account trades here unless it sets another one; `None` is for ever. It stays when the
	/// last order goes: who cancels all and quotes anew keeps his switch.
	pub deadline: Option<Block>,
	/// Orders with this sequence number or a lower one were resting when a deadline passed, and no later deadline brings
	/// them back. 0 is none.
	#[codec(compact)]
	pub void: u64,
}

impl MaxEncodedLen for Trader {
	fn max_encoded_len() -> usize {
		// Two length prefixes of 2 bytes, 8 bytes per order and 16 per client id, a deadline of 5 and a compact number of 9:
		// constants, 6,162.
		usize::try_from(MAX_OPEN_ORDERS).unwrap_or(usize::MAX).saturating_mul(24).saturating_add(18)
	}
}

impl Trader {
	/// Whether nothing is left of it: no open order and no deadline.
	pub fn is_empty(&self) -> bool {
		self.orders.is_empty() && self.deadline.is_none()
	}

	/// Whether its deadline has passed at block `now`: nothing of the account trades here until it sets another one.
	pub fn has_fired(&self, now: Block) -> bool {
		expired(self.deadline, now)
	}

	/// How many open orders there are.
	pub fn len(&self) -> u32 {
		u32::try_from(self.orders.len()).unwrap_or(u32::MAX) // at most MAX_OPEN_ORDERS
	}

	/// Where the order with this client id lies.
	pub fn find(&self, client_id: ClientId) -> Option<Locator> {
		self.client_ids.iter().find(|(id, _)| *id == client_id).map(|(_, at)| *at)
	}

	/// The client id of the order at a place.
	pub fn client_id(&self, at: Locator) -> Option<ClientId> {
		self.client_ids.iter().find(|(_, place)| *place == at).map(|(id, _)| *id)
	}

	pub(crate) fn add(&mut self, at: Locator, client_id: Option<ClientId>) {
		self.orders.push(at);
		if let Some(id) = client_id {
			self.client_ids.push((id, at));
		}
	}

	pub(crate) fn remove(&mut self, at: Locator) -> Result<(), BookError> {
		let index = self.orders.iter().position(|place| *place == at).ok_or(BookError::Corrupt)?;
		self.orders.swap_remove(index);
		if let Some(index) = self.client_ids.iter().position(|(_, place)| *place == at) {
			self.client_ids.swap_remove(index);
		}
		if self.orders.is_empty() {
			self.void = 0;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{order::Side, units::Ticks};

	#[test]
	fn a_full_record_takes_the_bytes_it_is_said_to_take_and_is_read_back() {
		let orders: Vec<_> = (0..MAX_OPEN_ORDERS)
			.map(|page| Locator::new(Side::Bid, Ticks::new(1), page, 0))
			.collect();
		let client_ids = orders.iter().map(|at| (u64::MAX, *at)).collect();
		let full = Trader { orders, client_ids, deadline: Some(Block::MAX), void: u64::MAX };
		assert_eq!(full.encode().len(), Trader::max_encoded_len());
		assert_eq!(Trader::decode(&mut &full.encode()[..]), Ok(full));
		// Two empty lists, no deadline, and a zero: a byte each.
		assert_eq!(Trader::default().encode(), [0, 0, 0, 0]);
	}
}
