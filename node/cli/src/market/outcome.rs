//! What became of operations, in words and for programs.

use super::{
	executed::{Executed, Fill, Outcome, Placed, Removal},
	grid::Grid,
	order::small_first,
};
use serde_json::{json, Map, Value as Json};

/// Why a part of an order was cancelled at once.
fn why(end: &str) -> &'static str {
	match end {
		"NotToRest" => "which were not to rest",
		"Dust" => "which are worth less than the market's minimum",
		"Bound" => "since one call fills no more; send the rest again",
		"SelfTrade" => "since they met an order of your own",
		_ => "as asked for",
	}
}

/// What became of an order.
pub fn placed_text(placed: &Placed, grid: &Grid) -> String {
	let mut parts = Vec::new();
	if let Some(average) = grid.average(placed.notional, placed.filled) {
		parts.push(format!(
			"{} {} at {average} {} on average, for {} and a trade fee of {}",
			if placed.buys { "bought" } else { "sold" },
			grid.size_text(placed.filled),
			grid.quote().symbol,
			grid.quote().text(placed.notional),
			grid.quote().text(placed.fee)
		));
	} else {
		parts.push("nothing filled".to_owned());
	}
	if let Some(id) = placed.order {
		parts.push(format!(
			"{} rest at {} as order {id}",
			grid.size_text(placed.rests),
			grid.price_text(placed.ticks)
		));
	}
	if placed.cancelled > 0 {
		let size = grid.size_text(placed.cancelled);
		parts.push(format!("{size} cancelled, {}", why(&placed.end)));
	}
	parts.join("; ")
}

/// The fields of an order's outcome.
pub fn placed_json(placed: &Placed, grid: &Grid) -> Map<String, Json> {
	let fields = json!({
		"id": placed.order.map(|id| id.to_string()),
		"clientId": placed.client_id.map(|id| id.to_string()),
		"price": grid.price(placed.ticks),
		"filled": grid.size(placed.filled),
		"averagePrice": grid.average(placed.notional, placed.filled),
		"notional": grid.quote().number(placed.notional),
		"takerFee": grid.quote().number(placed.fee),
		"rests": grid.size(placed.rests),
		"cancelled": grid.size(placed.cancelled),
		"cancelReason": (placed.cancelled > 0).then(|| small_first(&placed.end)),
	});
	match fields {
		Json::Object(fields) => fields,
		_ => Map::new(),
	}
}

/// A fill.
pub fn fill_json(fill: &Fill, grid: &Grid, maker: String) -> Json {
	json!({
		"price": grid.price(fill.ticks),
		"size": grid.size(fill.lots),
		"notional": grid.quote().number(fill.notional),
		"takerFee": grid.quote().number(fill.fee),
		"maker": maker,
		"makerOrder": fill.order.to_string(),
	})
}

fn removal_text(removal: &Removal, grid: &Grid) -> String {
	let lapsed = match removal.reason.as_str() {
		"Expired" => ", which had expired",
		"DeadlinePassed" => ", which a deadline had ended",
		_ => "",
	};
	format!("{} cancelled{lapsed}", grid.size_text(removal.lots))
}

/// What became of an operation that changed something. Why one was refused, only the runtime's descriptions tell.
pub fn text(outcome: &Outcome, grid: &Grid) -> String {
	match outcome {
		Outcome::Placed(placed) => placed_text(placed, grid),
		Outcome::Cancelled(removal) => removal_text(removal, grid),
		Outcome::Reduced(removal) => {
			format!("{} rest in the same place", grid.size_text(removal.rests))
		}
		Outcome::Replaced(_, placed) => format!("placed again: {}", placed_text(placed, grid)),
		Outcome::CancelledAll(count) => format!("{count} cancelled"),
		Outcome::Refused(error) => format!("refused: {error}"),
		Outcome::DeadlineSet(Some(block)) => {
			format!("orders trade up to block {block}, unless another deadline is set by then")
		}
		Outcome::DeadlineSet(None) => "no deadline any more".to_owned(),
		Outcome::LapsedRemoved(count) => format!("{count} removed that traded no longer"),
	}
}

/// What became of an operation, for programs.
pub fn json(outcome: &Outcome, grid: &Grid) -> Json {
	let mut fields = Map::new();
	let mut add = |outcome: &str, more: Map<String, Json>| {
		fields.insert("outcome".to_owned(), json!(outcome));
		fields.extend(more);
	};
	let removed = |removal: &Removal| {
		let mut more = Map::new();
		more.insert("id".to_owned(), json!(removal.order.to_string()));
		more.insert("cancelled".to_owned(), json!(grid.size(removal.lots)));
		more.insert("rests".to_owned(), json!(grid.size(removal.rests)));
		more.insert("reason".to_owned(), json!(small_first(&removal.reason)));
		more
	};
	match outcome {
		Outcome::Placed(placed) => add("placed", placed_json(placed, grid)),
		Outcome::Cancelled(removal) => add("cancelled", removed(removal)),
		Outcome::Reduced(removal) => add("reduced", removed(removal)),
		Outcome::Replaced(removal, placed) => {
			let mut more = placed_json(placed, grid);
			more.insert("replacedId".to_owned(), json!(removal.order.to_string()));
			add("replaced", more);
		}
		Outcome::CancelledAll(count) => {
			add("cancelledAll", Map::from_iter([("count".to_owned(), json!(count))]));
		}
		Outcome::Refused(error) => {
			add("refused", Map::from_iter([("error".to_owned(), json!(error))]));
		}
		Outcome::DeadlineSet(block) => {
			add("deadlineSet", Map::from_iter([("deadline".to_owned(), json!(block))]));
		}
		Outcome::LapsedRemoved(count) => {
			add("lapsedRemoved", Map::from_iter([("count".to_owned(), json!(count))]));
		}
	}
	Json::Object(fields)
}

/// The outcomes of operations on these markets, in their order; none for those that were not carried out, since a market was
/// halted before.
pub fn by_operation<'a>(markets: &[u32], events: &'a [Executed]) -> Vec<Option<&'a Outcome>> {
	let mut events = events.iter().peekable();
	let mut outcomes = Vec::with_capacity(markets.len());
	// Operations that stand together and are of the same market share one event.
	for run in markets.chunk_by(|a, b| a == b) {
		let fits = |event: &&Executed| {
			Some(&event.market) == run.first() && event.outcomes.len() == run.len()
		};
		match events.next_if(fits) {
			Some(event) => outcomes.extend(event.outcomes.iter().map(Some)),
			None => outcomes.extend(run.iter().map(|_| None)),
		}
	}
	outcomes
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::test_market;

	fn grid() -> Grid {
		test_market(1, "HALO/CASH", (0, 6), ("10000", "1")).grid().unwrap()
	}

	fn placed() -> Placed {
		Placed {
			order: Some(77),
			buys: true,
			ticks: 2_510,
			rests: 5,
			filled: 30,
			cancelled: 0,
			end: "Complete".to_owned(),
			notional: 752_000_000,
			fee: 376_000,
			client_id: Some(7),
		}
	}

	#[test]
	fn what_filled_and_what_rests_is_told() {
		assert_eq!(
			placed_text(&placed(), &grid()),
			"bought 30 HALO at 25.06666667 CASH on average, for 752 CASH and a trade fee of 0.376 CASH; 5 HALO rest at 25.1 CASH \
			 as order 77"
		);
		let none = Placed {
			filled: 0,
			notional: 0,
			fee: 0,
			rests: 0,
			order: None,
			cancelled: 35,
			end: "NotToRest".to_owned(),
			..placed()
		};
		assert_eq!(
			placed_text(&none, &grid()),
			"nothing filled; 35 HALO cancelled, which were not to rest"
		);
		assert_eq!(placed_json(&none, &grid())["cancelReason"], "notToRest");
		assert_eq!(placed_json(&placed(), &grid())["averagePrice"], "25.06666667");
	}

	#[test]
	fn outcomes_have_stable_names() {
		let removal = Removal { order: 5, lots: 3, rests: 2, reason: "Cancelled".to_owned() };
		for (outcome, expected) in [
			(
				Outcome::Cancelled(removal.clone()),
				json!({
					"outcome": "cancelled", "id": "5", "cancelled": "3", "rests": "2", "reason": "cancelled",
				}),
			),
			(Outcome::CancelledAll(4), json!({ "outcome": "cancelledAll", "count": 4 })),
			(Outcome::DeadlineSet(Some(115)), json!({ "outcome": "deadlineSet", "deadline": 115 })),
			(Outcome::DeadlineSet(None), json!({ "outcome": "deadlineSet", "deadline": null })),
			(Outcome::LapsedRemoved(3), json!({ "outcome": "lapsedRemoved", "count": 3 })),
			(
				Outcome::Refused("WouldTake".to_owned()),
				json!({ "outcome": "refused", "error": "WouldTake" }),
			),
		] {
			assert_eq!(super::json(&outcome, &grid()), expected);
		}
		assert_eq!(
			super::text(&Outcome::Reduced(removal.clone()), &grid()),
			"2 HALO rest in the same place"
		);
		let lapsed = Removal { rests: 0, reason: "DeadlinePassed".to_owned(), ..removal };
		assert_eq!(
			super::text(&Outcome::Cancelled(lapsed), &grid()),
			"3 HALO cancelled, which a deadline had ended"
		);
	}

	#[test]
	fn outcomes_find_their_operations_run_by_run() {
		let event = |market, outcomes: &[u32]| Executed {
			market,
			sequence: 1,
			outcomes: outcomes.iter().map(|count| Outcome::CancelledAll(*count)).collect(),
			fills: Vec::new(),
			removals: Vec::new(),
		};
		let events = [event(1, &[1, 2]), event(0, &[3])];
		let found = |markets: &[u32]| -> Vec<Option<u32>> {
			let outcomes = by_operation(markets, &events);
			let count = |outcome: &Outcome| match outcome {
				Outcome::CancelledAll(count) => *count,
				_ => 0,
			};
			outcomes.into_iter().map(|outcome| outcome.map(count)).collect()
		};
		assert_eq!(found(&[1, 1, 0]), [Some(1), Some(2), Some(3)]);
		// Market 0 was halted: nothing tells what became of its operation and of those behind it.
		assert_eq!(found(&[1, 1, 2, 2]), [Some(1), Some(2), None, None]);
	}
}
