//! What an order would do as the book stands: what a person reads before he signs.

use super::{
	grid::Grid,
	order::{NewOrder, Side, TimeInForce},
	Market,
};
use crate::{
	amount::Amount,
	error::{Failure, Result},
	report::fields,
};
use serde_json::{json, Value as Json};

/// What the book would give, from `orderbook_v1_quote`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
	/// Lots.
	pub lots: u64,
	/// Their worth in quote atoms.
	pub notional: u128,
	/// The fee on it in quote atoms.
	pub fee: u128,
	/// The worst price among the fills, in ticks.
	pub worst: Option<u64>,
	/// Whether one call can take no more, so that nothing may rest.
	pub bounded: bool,
}

impl Taken {
	/// From the node's answer.
	///
	/// # Errors
	///
	/// A network failure if it is of another shape.
	pub fn read(quote: &Json, grid: &Grid) -> Result<Self> {
		let wrong = || {
			Failure::network(
				"the node quotes in another way",
				"use the node that belongs to this version of kongsi",
			)
		};
		let amount = |name: &str| {
			quote[name].as_str().and_then(|text| text.parse::<Amount>().ok()).ok_or_else(wrong)
		};
		let filled = amount("filled")?;
		let nothing = filled.digits().0 == "0";
		Ok(Self {
			lots: if nothing { 0 } else { grid.lots(&filled)? },
			notional: amount("notional")?.atoms(grid.quote())?,
			fee: amount("fee")?.atoms(grid.quote())?,
			worst: quote["worstTicks"].as_u64(),
			bounded: quote["bounded"].as_bool().ok_or_else(wrong)?,
		})
	}
}

/// What an order would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
	/// The order.
	pub order: NewOrder,
	/// What fills at once.
	pub taken: Taken,
	/// Lots that rest.
	pub rests: u64,
	/// The price at which they rest, in ticks.
	pub rest_ticks: u64,
	/// Lots that are cancelled at once.
	pub cancelled: u64,
}

impl Plan {
	/// What becomes of an order that takes so much of a book whose best price against it is `best`.
	///
	/// # Errors
	///
	/// A network failure if the node's answers make no sense.
	pub fn new(order: NewOrder, taken: Taken, best: Option<u64>, least: u128, grid: &Grid) -> Self {
		let crosses = best.filter(|best| order.side.accepts(order.ticks, *best));
		let taken = match order.time_in_force {
			TimeInForce::PostOnly | TimeInForce::PostOnlySlide => Taken::default(),
			_ => taken,
		};
		let rest_ticks = match (order.time_in_force, crosses, order.side) {
			(TimeInForce::PostOnlySlide, Some(best), Side::Buy) => best.saturating_sub(1),
			(TimeInForce::PostOnlySlide, Some(best), Side::Sell) => best.saturating_add(1),
			_ => order.ticks,
		};
		let left = order.lots.saturating_sub(taken.lots);
		let may_rest = order.time_in_force.may_rest() && !taken.bounded;
		let stays = may_rest && grid.notional(rest_ticks, left) >= least;
		let (rests, cancelled) = if stays { (left, 0) } else { (0, left) };
		Self { order, taken, rests, rest_ticks, cancelled }
	}

	/// What the rest holds: atoms of the quote token for a bid, of the base token for an ask.
	pub fn holds(&self, grid: &Grid) -> u128 {
		match self.order.side {
			Side::Buy => grid.bid_hold(self.rest_ticks, self.rests),
			Side::Sell => grid.base_atoms(self.rests),
		}
	}

	fn holds_text(&self, grid: &Grid) -> String {
		match (self.rests, self.order.side) {
			(0, _) => "nothing".to_owned(),
			(_, Side::Buy) => grid.quote().text(self.holds(grid)),
			(_, Side::Sell) => grid.base().text(self.holds(grid)),
		}
	}

	/// What fills at once, and at what price and fee; none if nothing does.
	pub fn fills_text(&self, grid: &Grid) -> Option<String> {
		let taken = &self.taken;
		let average = grid.average(taken.notional, taken.lots)?;
		Some(format!(
			"{} at {average} {} on average, {} at worst",
			grid.size_text(taken.lots),
			grid.quote().symbol,
			grid.price_text(taken.worst?)
		))
	}

	/// What the fills cost with their fee, or bring without it.
	fn settled(&self) -> u128 {
		match self.order.side {
			Side::Buy => self.taken.notional.saturating_add(self.taken.fee),
			Side::Sell => self.taken.notional.saturating_sub(self.taken.fee),
		}
	}

	/// For people.
	pub fn text(&self, market: &Market, grid: &Grid) -> String {
		let Self { order, taken, .. } = self;
		let verb = match order.side {
			Side::Buy => "Buy",
			Side::Sell => "Sell",
		};
		let limit = format!(
			"{verb} {} at {} or better, in {}",
			grid.size_text(order.lots),
			grid.price_text(order.ticks),
			market.name()
		);
		let mut lines = Vec::new();
		match self.fills_text(grid) {
			Some(fills) => {
				lines.push(("  fills", fills));
				lines.push(("  notional", grid.quote().text(taken.notional)));
				lines.push(("  trade fee", grid.quote().text(taken.fee)));
				let name = if order.side == Side::Buy { "  pays" } else { "  receives" };
				lines.push((name, grid.quote().text(self.settled())));
			}
			None => lines.push(("  fills", "nothing now".to_owned())),
		}
		let at = match self.rest_ticks == order.ticks {
			true => String::new(),
			false => format!(", moved to {}", grid.price_text(self.rest_ticks)),
		};
		let rests = match self.rests {
			0 => "nothing".to_owned(),
			lots => format!("{}{at}", grid.size_text(lots)),
		};
		lines.push(("  rests", rests));
		lines.push(("  holds", self.holds_text(grid)));
		if self.cancelled > 0 {
			let why = match taken.bounded {
				true => "since one call can fill no more",
				false => "which is not to rest",
			};
			lines.push(("  cancelled", format!("{}, {why}", grid.size_text(self.cancelled))));
		}
		if let Some(block) = order.expires_at {
			lines.push(("  expires", format!("after block {block}")));
		}
		format!("{limit}\n{}", fields(&lines))
	}

	/// For programs.
	pub fn json(&self, grid: &Grid) -> Json {
		let taken = &self.taken;
		json!({
			"filled": grid.size(taken.lots),
			"averagePrice": grid.average(taken.notional, taken.lots),
			"worstPrice": taken.worst.map(|worst| grid.price(worst)),
			"notional": grid.quote().number(taken.notional),
			"takerFee": grid.quote().number(taken.fee),
			"rests": grid.size(self.rests),
			"restPrice": (self.rests > 0).then(|| grid.price(self.rest_ticks)),
			"cancelled": grid.size(self.cancelled),
			"holds": match self.order.side {
				Side::Buy => grid.quote().number(self.holds(grid)),
				Side::Sell => grid.base().number(self.holds(grid)),
			},
			"holdsToken": match self.order.side {
				Side::Buy => &grid.quote().symbol,
				Side::Sell => &grid.base().symbol,
			},
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::{order::SelfTrade, test_market};

	/// One CASH, the least that an order is worth.
	const LEAST: u128 = 1_000_000;

	fn halo() -> (Market, Grid) {
		let market = test_market(1, "HALO/CASH", (0, 6), ("10000", "1"));
		let grid = market.grid().unwrap();
		(market, grid)
	}

	fn order(side: Side, ticks: u64, lots: u64, time_in_force: TimeInForce) -> NewOrder {
		NewOrder {
			side,
			ticks,
			lots,
			time_in_force,
			self_trade: SelfTrade::default(),
			client_id: None,
			expires_at: None,
		}
	}

	/// 20 at 25.05 and 10 at 25.10: 501 and 251 are 752, of which 0.05 % are 0.376.
	fn thirty() -> Taken {
		Taken { lots: 30, notional: 752_000_000, fee: 376_000, worst: Some(2_510), bounded: false }
	}

	#[test]
	fn a_quote_is_read_as_the_node_writes_it() {
		let quote = json!({
			"filled": "30", "unfilled": "0", "notional": "752", "fee": "0.376", "averagePrice": "25.06666667",
			"worstPrice": "25.1", "worstTicks": 2510, "bounded": false,
		});
		assert_eq!(Taken::read(&quote, &halo().1).unwrap(), thirty());
		let none = json!({
			"filled": "0", "notional": "0", "fee": "0", "worstTicks": null, "bounded": false,
		});
		assert_eq!(Taken::read(&none, &halo().1).unwrap(), Taken::default());
		assert!(Taken::read(&json!({}), &halo().1).is_err());
	}

	#[test]
	fn what_does_not_fill_rests_and_holds_the_highest_fee() {
		let (market, grid) = halo();
		let order = order(Side::Buy, 2_510, 40, TimeInForce::GoodTilCancelled);
		let plan = Plan::new(order, thirty(), Some(2_505), LEAST, &grid);
		// 10 at 25.10 are 251 CASH, and 0.1 % of it is 0.251.
		assert_eq!((plan.rests, plan.holds(&grid)), (10, 251_251_000));
		assert_eq!(
			plan.text(&market, &grid),
			"Buy 40 HALO at 25.1 CASH or better, in HALO/CASH (market 1)\n\
			 \x20 fills      30 HALO at 25.06666667 CASH on average, 25.1 CASH at worst\n\
			 \x20 notional   752 CASH\n\
			 \x20 trade fee  0.376 CASH\n\
			 \x20 pays       752.376 CASH\n\
			 \x20 rests      10 HALO\n\
			 \x20 holds      251.251 CASH"
		);
	}

	#[test]
	fn what_one_call_cannot_fill_is_cancelled_even_of_an_order_that_may_rest() {
		let (market, grid) = halo();
		let order = order(Side::Buy, 2_510, 40, TimeInForce::GoodTilCancelled);
		let bounded = Taken { bounded: true, ..thirty() };
		let plan = Plan::new(order, bounded, Some(2_505), LEAST, &grid);
		assert_eq!((plan.rests, plan.cancelled, plan.holds(&grid)), (0, 10, 0));
		let text = plan.text(&market, &grid);
		assert!(text.ends_with("cancelled  10 HALO, since one call can fill no more"), "{text}");
		// Lapsed orders in the way are a bound as well, and leave nothing to fill.
		let nothing = Taken { bounded: true, ..Taken::default() };
		assert_eq!(Plan::new(order, nothing, Some(2_505), LEAST, &grid).cancelled, 40);
	}

	#[test]
	fn what_is_not_to_rest_or_too_small_to_is_cancelled() {
		let (_, grid) = halo();
		let ioc = order(Side::Buy, 2_510, 40, TimeInForce::ImmediateOrCancel);
		let plan = Plan::new(ioc, thirty(), Some(2_505), LEAST, &grid);
		assert_eq!((plan.rests, plan.cancelled, plan.holds(&grid)), (0, 10, 0));
		// 10 shares at 0.05 are worth half a CASH.
		let small = order(Side::Buy, 5, 40, TimeInForce::GoodTilCancelled);
		let plan = Plan::new(small, thirty(), None, LEAST, &grid);
		assert_eq!((plan.rests, plan.cancelled), (0, 10));
	}

	#[test]
	fn a_seller_receives_the_notional_less_the_fee_and_holds_shares() {
		let (market, grid) = halo();
		let order = order(Side::Sell, 2_490, 35, TimeInForce::GoodTilCancelled);
		let taken =
			Taken { lots: 30, notional: 750_000_000, fee: 375_000, worst: Some(2_490), ..thirty() };
		let plan = Plan::new(order, taken, Some(2_500), LEAST, &grid);
		let text = plan.text(&market, &grid);
		assert!(text.contains("receives   749.625 CASH"), "{text}");
		assert!(text.ends_with("holds      5 HALO"), "{text}");
		assert_eq!(plan.json(&grid)["holdsToken"], "HALO");
	}

	#[test]
	fn a_sliding_order_rests_one_tick_before_the_best_price() {
		let (market, grid) = halo();
		let slides = order(Side::Buy, 2_600, 10, TimeInForce::PostOnlySlide);
		let plan = Plan::new(slides, Taken::default(), Some(2_505), LEAST, &grid);
		assert_eq!((plan.rest_ticks, plan.rests, plan.taken.lots), (2_504, 10, 0));
		assert!(plan.text(&market, &grid).contains("10 HALO, moved to 25.04 CASH"));
		let sell = order(Side::Sell, 2_400, 10, TimeInForce::PostOnlySlide);
		let plan = Plan::new(sell, Taken::default(), Some(2_495), LEAST, &grid);
		assert_eq!(plan.rest_ticks, 2_496);
	}

	#[test]
	fn programs_get_decimal_strings() {
		let (_, grid) = halo();
		let order = order(Side::Buy, 2_510, 30, TimeInForce::FillOrKill);
		let plan = Plan::new(order, thirty(), Some(2_505), LEAST, &grid);
		assert_eq!(
			plan.json(&grid),
			json!({
				"filled": "30", "averagePrice": "25.06666667", "worstPrice": "25.1", "notional": "752",
				"takerFee": "0.376", "rests": "0", "restPrice": null, "cancelled": "0", "holds": "0",
				"holdsToken": "CASH",
			})
		);
	}
}
