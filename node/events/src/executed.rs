//! What a call on a market means: trades with both sides, and what became of each order.

use crate::{Executed, Fill, MarketEvent, Outcome, Placed, Reason, Removal, TakerEnd};
use order_book_engine::{Block, ClientId, Lots, OrderId, QuoteAtoms, Side, Ticks};
use sp_runtime::AccountId32;

/// A fill with both of its sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
	/// The market.
	pub market: u32,
	/// The sequence number of the book after the call.
	pub sequence: u64,
	/// Its place among the fills of the call.
	pub index: u32,
	/// The maker's price.
	pub price: Ticks,
	/// How much.
	pub lots: Lots,
	/// Price x quantity in quote atoms.
	pub notional: QuoteAtoms,
	/// Whether the taker has bought or sold.
	pub taker_side: Side,
	/// Who took.
	pub taker: AccountId32,
	/// The id of what rests of the taker's order after the call; `None` if nothing does.
	pub taker_order: Option<OrderId>,
	/// The taker's own number for the order.
	pub taker_client_id: Option<ClientId>,
	/// In quote atoms.
	pub taker_fee: QuoteAtoms,
	/// Whose order was met.
	pub maker: AccountId32,
	/// Which.
	pub maker_order: OrderId,
	/// What still rests of it.
	pub maker_rests: Lots,
	/// In quote atoms; his rebate where the market's maker fee is negative.
	pub maker_fee: QuoteAtoms,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
	/// The market.
	pub market: u32,
	/// Whose order.
	pub owner: AccountId32,
	/// What it was.
	pub kind: ChangeKind,
}

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
	/// It was placed, and may have filled and not rest at all.
	Placed {
		/// The id of what rests.
		order: Option<OrderId>,
		/// Buy or sell.
		side: Side,
		/// Its limit.
		price: Ticks,
		/// What rests.
		rests: Lots,
		/// What filled at once.
		filled: Lots,
		/// What was cancelled at once.
		cancelled: Lots,
		/// Why something was.
		end: TakerEnd,
		/// Its owner's own number for it.
		client_id: Option<ClientId>,
		/// The last block in which it may trade.
		expires_at: Option<Block>,
	},
	/// It was there and met an order.
	Filled {
		/// Its id.
		order: OrderId,
		/// How much of it.
		lots: Lots,
		/// What still rests.
		rests: Lots,
	},
	/// It, or a part of it, left the book without a fill.
	Left {
		/// Its id.
		order: OrderId,
		/// How much of it.
		lots: Lots,
		/// What still rests.
		rests: Lots,
		/// Why.
		reason: Reason,
	},
	/// The last block in which the owner trades in the market was set, or taken away; no order has changed by that.
	DeadlineSet {
		/// The block.
		deadline: Option<Block>,
	},
	/// An operation was refused; nothing has changed.
	Refused {
		/// The name of the error of pallet `OrderBook`.
		error: String,
	},
}

impl Executed {
	/// The trades of the call, in order.
	pub fn trades(&self) -> impl Iterator<Item = Trade> + '_ {
		let mut takers = self.takers();
		// The order that takes now, and what of its fills is still to come.
		let mut now: Option<&Placed> = None;
		let mut left = Lots::ZERO;
		(0..).zip(&self.fills).map(move |(index, fill)| {
			while left.is_zero() {
				// Fills belong to the orders that were placed, in their order, each to as many lots as it filled.
				now = takers.next();
				match now {
					Some(placed) => left = placed.filled,
					None => break,
				}
			}
			left = left.checked_sub(fill.lots).unwrap_or_default();
			self.trade(index, fill, now)
		})
	}

	fn trade(&self, index: u32, fill: &Fill, taker: Option<&Placed>) -> Trade {
		Trade {
			market: self.market,
			sequence: self.sequence,
			index,
			price: fill.price,
			lots: fill.lots,
			notional: fill.notional,
			taker_side: fill.order.locator().side().opposite(),
			taker: self.trader.clone(),
			taker_order: taker.and_then(|placed| placed.order),
			taker_client_id: taker.and_then(|placed| placed.client_id),
			taker_fee: fill.taker_fee,
			maker: fill.maker.clone(),
			maker_order: fill.order,
			maker_rests: fill.maker_rests,
			maker_fee: fill.maker_fee,
		}
	}

	/// The orders that were placed, in order.
	fn takers(&self) -> impl Iterator<Item = &Placed> {
		self.outcomes.iter().filter_map(|outcome| match outcome {
			Outcome::Placed(placed) | Outcome::Replaced(_, placed) => Some(placed),
			_ => None,
		})
	}

	/// What became of each order: first the caller's operations, then makers' fills, then other removals. Within one id the
	/// smallest `rests` is the last word.
	pub fn changes(&self) -> impl Iterator<Item = Change> + '_ {
		let market = self.market;
		let placed = move |placed: &Placed| Change {
			market,
			owner: self.trader.clone(),
			kind: ChangeKind::Placed {
				order: placed.order,
				side: placed.side,
				price: placed.price,
				rests: placed.rests,
				filled: placed.filled,
				cancelled: placed.cancelled,
				end: placed.end.clone(),
				client_id: placed.client_id,
				expires_at: placed.expires_at,
			},
		};
		let operations = self.outcomes.iter().flat_map(move |outcome| match outcome {
			Outcome::Placed(order) => vec![placed(order)],
			Outcome::Cancelled(removal) | Outcome::Reduced(removal) => vec![removal.change(market)],
			Outcome::Replaced(removal, order) => vec![removal.change(market), placed(order)],
			Outcome::CancelledAll(_) | Outcome::LapsedRemoved(_) | Outcome::Other(_) => Vec::new(),
			Outcome::DeadlineSet(deadline) => {
				let kind = ChangeKind::DeadlineSet { deadline: *deadline };
				vec![Change { market, owner: self.trader.clone(), kind }]
			}
			Outcome::Refused(error) => {
				let kind = ChangeKind::Refused { error: error.clone() };
				vec![Change { market, owner: self.trader.clone(), kind }]
			}
		});
		let fills = self.fills.iter().map(move |fill| Change {
			market,
			owner: fill.maker.clone(),
			kind: ChangeKind::Filled {
				order: fill.order,
				lots: fill.lots,
				rests: fill.maker_rests,
			},
		});
		let removals = self.removals.iter().map(move |removal| removal.change(market));
		operations.chain(fills).chain(removals)
	}
}

impl MarketEvent {
	/// What became of orders that the chain itself returned.
	pub fn changes(&self) -> impl Iterator<Item = Change> + '_ {
		let (market, removals) = match self {
			Self::Unwound { market, removals } => (*market, removals.as_slice()),
			other => (other.market(), [].as_slice()),
		};
		removals.iter().map(move |removal| removal.change(market))
	}
}

impl Removal {
	fn change(&self, market: u32) -> Change {
		Change {
			market,
			owner: self.owner.clone(),
			kind: ChangeKind::Left {
				order: self.order,
				lots: self.lots,
				rests: self.rests,
				reason: self.reason.clone(),
			},
		}
	}
}
