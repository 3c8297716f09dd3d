//! What becomes of orders.
//!
//! Orders are kept aside until the block is done: one that is placed, filled and removed within it is then one row, written
//! once. What rests of an order only falls, so the smallest that is said of it is the last word whatever the order of reports.

use super::Writer;
use crate::{
	changes::Rows,
	error::Error,
	keys::{self, Place, Table},
	rows::{Ended, Fee, Grid, MarketRow, OpenRow, OrderRow, Status},
};
use codec::Encode;
use kongsi_events::{Executed, Outcome, Placed, Removal, Trade};
use order_book_engine::{ClientId, OrderId};
use order_book_runtime_api::MarketId;
use sp_runtime::AccountId32;
use std::iter::Peekable;

impl<R: Rows> Writer<'_, R> {
	pub(super) fn outcome(
		&mut self,
		market: &MarketRow,
		call: &Executed,
		outcome: &Outcome,
		trades: &mut Peekable<impl Iterator<Item = Trade>>,
	) -> Result<(), Error> {
		match outcome {
			Outcome::Placed(placed) => self.placed(market, call, placed, trades),
			Outcome::Cancelled(removal) => self.removed(call.market, market, removal, None),
			Outcome::Reduced(removal) => self.reduced(call.market, market, removal),
			Outcome::Replaced(removal, placed) => {
				self.removed(call.market, market, removal, Some(Ended::Replaced))?;
				self.placed(market, call, placed, trades)
			}
			// Each of them stands among the removals.
			Outcome::CancelledAll(_)
			| Outcome::Refused(_)
			| Outcome::DeadlineSet(_)
			| Outcome::LapsedRemoved(_)
			| Outcome::Other(_) => Ok(()),
		}
	}

	/// An order came in, filled, and perhaps rests.
	fn placed(
		&mut self,
		market: &MarketRow,
		call: &Executed,
		placed: &Placed,
		trades: &mut Peekable<impl Iterator<Item = Trade>>,
	) -> Result<(), Error> {
		let place = self.place()?;
		let grid = Grid::of(&market.params);
		let (filled, rests) = (placed.filled.get(), placed.rests.get());
		// They were one quantity of at most 2^40 lots.
		let lots = filled.saturating_add(rests).saturating_add(placed.cancelled.get());
		let status = match Ended::of_taker(&placed.end) {
			_ if rests > 0 => Status::Open,
			Some(ended) if filled < lots => Status::Ended(ended),
			_ => Status::Filled,
		};
		let row = OrderRow {
			market: call.market,
			seen: true,
			placed_ms: self.time_ms(),
			changed_ms: self.time_ms(),
			changed: place.block,
			grid,
			side: placed.side,
			price: placed.price.get(),
			lots,
			filled,
			rests,
			base: grid.base(filled),
			notional: placed.notional.get(),
			fee: Fee::new(placed.fee, false),
			status,
			shrunk: Ended::of_taker(&placed.end).filter(|_| rests > 0),
			id: placed.order,
			client_id: placed.client_id,
			expires_at: placed.expires_at,
		};
		self.enter_order(&call.trader, place, row);
		// The trades of a call come in the order of the orders that made them, each to as many lots as that order filled.
		let mut left = filled;
		while left > 0 {
			let Some(trade) = trades.next() else { break };
			left = left.saturating_sub(trade.lots.get());
			self.trade(market, &trade, Some(place))?;
		}
		Ok(())
	}

	/// Remembers an order that this block has brought.
	fn enter_order(&mut self, owner: &AccountId32, placed: Place, row: OrderRow) {
		if let Some(id) = row.id {
			let open = OpenRow { owner: owner.clone(), placed };
			self.open.insert((row.market, id), open);
		}
		let index = keys::own_in(owner, row.market, placed);
		self.changes.put(Table::OrdersByMarket, index, Vec::new());
		self.orders.insert((owner.clone(), placed), row);
	}

	/// A maker's order was filled. Returns where it was placed, if that was seen, and its owner's number for it.
	pub(super) fn maker_filled(
		&mut self,
		market: &MarketRow,
		trade: &Trade,
		fee: Fee,
	) -> Result<(Option<Place>, Option<ClientId>), Error> {
		let grid = Grid::of(&market.params);
		let (lots, rests) = (trade.lots.get(), trade.maker_rests.get());
		let notional = trade.notional.get();
		let before = lots.saturating_add(rests); // one order's quantity
		let (placed, row) =
			self.order(trade.market, grid, &trade.maker, trade.maker_order, before)?;
		row.filled = row.filled.saturating_add(lots); // at most its quantity
		row.rests = row.rests.min(rests);
		row.base = row.base.saturating_add(grid.base(lots)); // below 2^120
		row.notional = row.notional.saturating_add(notional); // below 2^120
		row.fee = row.fee.plus(fee);
		if row.rests == 0 {
			// What is missing was cancelled before, or is dust, which is reported next.
			let ended = row.shrunk.unwrap_or(Ended::Dust);
			row.status = if row.filled < row.lots { Status::Ended(ended) } else { Status::Filled };
		}
		Ok((row.seen.then_some(placed), row.client_id))
	}

	/// An order, or a part of it, left the book without a fill.
	pub(super) fn removed(
		&mut self,
		id: MarketId,
		market: &MarketRow,
		removal: &Removal,
		ended: Option<Ended>,
	) -> Result<(), Error> {
		let grid = Grid::of(&market.params);
		let (lots, rests) = (removal.lots.get(), removal.rests.get());
		let before = lots.saturating_add(rests); // one order's quantity
		let (_, row) = self.order(id, grid, &removal.owner, removal.order, before)?;
		if !row.seen {
			row.lots = row.lots.max(row.filled.saturating_add(before));
		}
		row.rests = row.rests.min(rests);
		// An order that shrank may have ended within the same call, which is reported first.
		if rests == 0 {
			row.status = Status::Ended(ended.unwrap_or_else(|| Ended::from(&removal.reason)));
		} else {
			row.shrunk = Some(Ended::from(&removal.reason));
		}
		Ok(())
	}

	/// An order was made smaller by its owner and keeps its place.
	fn reduced(
		&mut self,
		id: MarketId,
		market: &MarketRow,
		removal: &Removal,
	) -> Result<(), Error> {
		let grid = Grid::of(&market.params);
		let (lots, rests) = (removal.lots.get(), removal.rests.get());
		let before = lots.saturating_add(rests); // one order's quantity
		let (_, row) = self.order(id, grid, &removal.owner, removal.order, before)?;
		row.lots = row.lots.saturating_sub(lots); // it was part of it
		row.rests = row.rests.min(rests);
		Ok(())
	}

	/// An order of the book, about to be changed in this block. One that rested before this history begins is entered as it is
	/// seen now, with `rests` lots.
	fn order(
		&mut self,
		market: MarketId,
		grid: Grid,
		owner: &AccountId32,
		id: OrderId,
		rests: u64,
	) -> Result<(Place, &mut OrderRow), Error> {
		let open = match self.open.get(&(market, id)) {
			Some(open) => Some(open.clone()),
			None => self.get(Table::OpenOrders, &keys::open_order(market, id))?,
		};
		let open = match open {
			Some(open) => open,
			None => {
				let placed = self.place()?;
				let row = OrderRow {
					market,
					seen: false,
					placed_ms: self.time_ms(),
					changed_ms: self.time_ms(),
					changed: placed.block,
					grid,
					side: id.locator().side(),
					price: id.locator().tick().get(),
					lots: rests,
					filled: 0,
					rests,
					base: 0,
					notional: 0,
					fee: Fee::default(),
					status: Status::Open,
					shrunk: None,
					id: Some(id),
					client_id: None,
					expires_at: None,
				};
				self.enter_order(owner, placed, row);
				OpenRow { owner: owner.clone(), placed }
			}
		};
		let key = (open.owner.clone(), open.placed);
		let stored = match self.orders.remove(&key) {
			Some(row) => row,
			None => self
				.get(Table::Orders, &keys::own(&open.owner, open.placed))?
				.ok_or(Error::Corrupt("an open order has no row"))?,
		};
		let placed = open.placed;
		self.open.insert((market, id), open);
		let head = &self.block.head;
		let row = self.orders.entry(key).or_insert(stored);
		(row.changed, row.changed_ms, row.grid) = (head.number, head.time_ms, grid);
		Ok((placed, row))
	}

	/// Writes the orders that the block has touched.
	pub(super) fn finish_orders(&mut self) {
		let open = std::mem::take(&mut self.open);
		let orders = std::mem::take(&mut self.orders);
		for ((market, id), open) in open {
			let key = keys::open_order(market, id);
			let rests = orders.get(&(open.owner.clone(), open.placed)).map_or(0, |row| row.rests);
			if rests > 0 {
				self.changes.put(Table::OpenOrders, key, open.encode());
			} else {
				self.changes.remove(Table::OpenOrders, key);
			}
		}
		for ((owner, placed), row) in orders {
			self.changes.put(Table::Orders, keys::own(&owner, placed), row.encode());
		}
	}
}
