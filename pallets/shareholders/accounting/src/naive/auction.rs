//! The naive auction: every bid that was taken, in a list.

use super::{Account, Big};
use crate::{Epoch, LATE_PART, MAX_AUCTION_EXTENSIONS};
use alloc::vec::Vec;

/// An auction by its whole history.
#[derive(Clone, Debug, Default)]
pub struct NaiveAuction {
	/// Bidder, amount and epoch, in the order in which they came.
	pub bids: Vec<(Account, u128, Epoch)>,
}

impl NaiveAuction {
	/// When it ends for auctions of this length, worked out from all bids. `None` before the first.
	pub fn closes(&self, length: Epoch) -> Option<Epoch> {
		let (_, _, first) = self.bids.first()?;
		let part = (length / LATE_PART).max(1);
		let (mut closes, mut left) = (first + length, MAX_AUCTION_EXTENSIONS);
		for (_, _, epoch) in self.bids.iter().skip(1) {
			if epoch + part >= closes && left > 0 {
				closes += part;
				left -= 1;
			}
		}
		Some(closes)
	}

	/// Whether a bid is one: in time, and at least a twentieth and an atom above the highest.
	pub fn takes(&self, amount: u128, now: Epoch, length: Epoch) -> bool {
		let Some((_, highest, _)) = self.bids.last() else { return amount > 0 };
		let in_time = self.closes(length).is_some_and(|closes| now < closes);
		let enough = Big::from(amount).times(&20.into()) >= Big::from(*highest).times(&21.into());
		in_time && enough && amount > *highest
	}
}
