//! Cases worked out by hand, one per lesson (`B…`), and every error once.

#[path = "../common/mod.rs"]
mod common;

use codec::Decode;
use common::{ask, bid, check, listing, owner, plain_params, Done, Market, Op, AMPLE};
use order_book_engine::{
	Amended, Asset, BaseAtoms, BookError, Budget, LevelAt, Locator, Lots, MarketParams,
	MarketStatus, NewOrder, OrderId, QuoteAtoms, RemovalReason, SelfTrade, Side, Store, TakerEnd,
	Ticks, TimeInForce, MAX_LOTS, MAX_TICK,
};

const BASE: Asset = Asset::Base;
const QUOTE: Asset = Asset::Quote;

fn ioc(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::ImmediateOrCancel, ..order }
}

fn fok(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::FillOrKill, ..order }
}

fn post_only(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::PostOnly, ..order }
}

fn slide(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::PostOnlySlide, ..order }
}

fn until(block: u32, order: NewOrder) -> NewOrder {
	NewOrder { expires_at: Some(block), ..order }
}

fn stored(market: &mut Market) -> Vec<(u32, u64, u64)> {
	let orders = listing(&mut market.store).into_iter().map(|(_, order)| {
		let who = u32::from(order.owner.0[0]);
		(who, order.terms.price.get(), order.terms.quantity.get())
	});
	orders.collect()
}

/// Maker, price, lots of the last operation's fills.
fn fills(market: &Market) -> Vec<(u32, u64, u64)> {
	let of = |fill: &order_book_engine::Fill| {
		(u32::from(fill.maker.0[0]), fill.price.get(), fill.lots.get())
	};
	market.fills.iter().map(of).collect()
}

fn with_fees() -> MarketParams {
	MarketParams {
		tick_size: QuoteAtoms::new(100),
		maker_fee_ppm: 1_000,
		taker_fee_ppm: 2_500,
		max_fee_ppm: 10_000,
		..plain_params()
	}
}

fn bounded() -> Budget {
	Budget { fills: 100, levels: 50, removals: 30 }
}

mod amending;
mod bounds;
mod deadlines;
mod owners;
mod prices;
mod refusals;
