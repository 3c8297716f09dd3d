//! `kongsi buy` and `kongsi sell`.

use super::{args::OrderArgs, check, executed, key, outcome_of};
use crate::{
	chain::Chain,
	commands::acting::now,
	context::{place, sent_json, Context},
	error::{Failure, Result},
	market::{
		batch::Operation,
		book,
		executed::{Fill, Outcome},
		grid::Grid,
		order::{NewOrder, Side},
		outcome::{fill_json, placed_json, placed_text},
		plan::{Plan, Taken},
		Market,
	},
	report::Report,
};
use serde_json::{json, Value as Json};

/// Levels of a book that are looked at: one call enters at most a hundred.
const LEVELS: u32 = 200;
/// Quotes that find any number of lots by halving: an order has at most 2^40.
const MAX_QUOTES: u32 = 42;

/// The levels that an order of this side meets.
fn against(depth: &Json, side: Side) -> &Json {
	match side {
		Side::Buy => &depth["asks"],
		Side::Sell => &depth["bids"],
	}
}

/// The best price that an order of this side meets, in ticks.
fn best(depth: &Json, side: Side, grid: &Grid) -> Option<u64> {
	let levels = book::levels(against(depth, side));
	let (price, _) = levels.first()?;
	grid.ticks(&price.parse().ok()?).ok()
}

/// What an order would do.
async fn plan(
	chain: &Chain,
	market: &Market,
	grid: &Grid,
	order: NewOrder,
	depth: &Json,
) -> Result<Plan> {
	let reach = book::within(grid, against(depth, order.side), order.side, order.ticks);
	let taken = take(chain, market, grid, order, reach.min(order.lots)).await?;
	let least = market.min_notional.parse().ok();
	let least = least.and_then(|least: crate::amount::Amount| least.atoms(grid.quote()).ok());
	let best = best(depth, order.side, grid);
	Ok(Plan::new(order, taken, best, least.unwrap_or_default(), grid))
}

/// What an order would do to the book as it stands now.
pub(super) async fn preview(
	chain: &Chain,
	market: &Market,
	grid: &Grid,
	order: NewOrder,
) -> Result<Plan> {
	let depth = chain.exchange("orderbook_v1_depth", &[json!(market.id), json!(LEVELS)]).await?;
	plan(chain, market, grid, order, &depth).await
}

/// What the book gives an order within its limit, of at most so many lots.
async fn take(
	chain: &Chain,
	market: &Market,
	grid: &Grid,
	order: NewOrder,
	reach: u64,
) -> Result<Taken> {
	// Depth counts orders that have lapsed, and quotes do not: they may lie beyond the limit then. What lies within it is
	// found by halving.
	let (mut most, mut low, mut high) = (Taken::default(), 0u64, reach);
	let mut lots = reach;
	for _ in 0..MAX_QUOTES {
		if low >= high {
			break;
		}
		let params = [json!(market.id), json!(order.side.name()), json!(grid.size(lots))];
		let quote = chain.exchange("orderbook_v1_quote", &params).await?;
		let taken = Taken::read(&quote, grid)?;
		let within = taken.worst.is_none_or(|worst| order.side.accepts(order.ticks, worst));
		if within {
			(most, low) = (taken, lots);
		} else {
			high = lots.saturating_sub(1);
		}
		lots = low.saturating_add(high.saturating_sub(low).div_ceil(2));
	}
	Ok(most)
}

/// Places an order.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn place_order(context: &Context, side: Side, args: &OrderArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let market = chain.market(&args.market).await?;
	let grid = market.grid()?;
	let now = now(&chain.best().await?)?;
	let depth = chain.exchange("orderbook_v1_depth", &[json!(market.id), json!(LEVELS)]).await?;
	let order = args.order(side, &grid, best(&depth, side, &grid), now)?;
	check(context, &chain, &market, &order).await?;
	let plan = plan(&chain, &market, &grid, order, &depth).await?;
	if args.preview {
		let json = json!({ "order": order.json(&market, &grid), "preview": plan.json(&grid) });
		return Ok(Report::new(plan.text(&market, &grid), json));
	}
	let key = key(context, &chain)?;
	let call = Operation::place(&market, &grid, &order).call();
	let receipt = context.perform(&chain, &key, &plan.text(&market, &grid), &call).await?;
	let sent = json!({ "order": order.json(&market, &grid) });
	if receipt.block.is_none() {
		return Ok(Report::new(place(&chain, &receipt), sent_json(&chain, &receipt, sent)));
	}
	let events = executed(&receipt);
	let Outcome::Placed(placed) = outcome_of(&events)? else {
		return Err(Failure::unknown(
			"the order is in a block, and what became of it is told in another way",
			"`kongsi orders` shows what rests",
		));
	};
	let mut fields = placed_json(placed, &grid);
	let fills = events.iter().flat_map(|event| &event.fills);
	let fills: Vec<&Fill> = fills.collect();
	let shown = fills.iter().map(|fill| fill_json(fill, &grid, chain.address(&fill.maker)));
	fields.insert("fills".to_owned(), shown.collect());
	fields.extend(match sent {
		Json::Object(sent) => sent,
		_ => serde_json::Map::new(),
	});
	let mut text = placed_text(placed, &grid);
	for fill in fills.iter().filter(|_| fills.len() > 1) {
		let (size, price) = (grid.size_text(fill.lots), grid.price_text(fill.ticks));
		text = format!("{text}\n  {size} at {price}");
	}
	text = format!("{text}\n{}", place(&chain, &receipt));
	Ok(Report::new(text, sent_json(&chain, &receipt, Json::Object(fields))))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::test_market;

	#[test]
	fn a_buyer_meets_asks_and_a_seller_bids() {
		let grid = test_market(1, "HALO/CASH", (0, 6), ("10000", "1")).grid().unwrap();
		let depth = json!({ "bids": [["24.95", "20", 1]], "asks": [["25.05", "20", 1]] });
		assert_eq!(best(&depth, Side::Buy, &grid), Some(2_505));
		assert_eq!(best(&depth, Side::Sell, &grid), Some(2_495));
		assert_eq!(best(&json!({ "bids": [], "asks": [] }), Side::Buy, &grid), None);
	}
}
