//! An order before it is sent: for the chain as a value, for the node's check as JSON.

use super::{grid::Grid, Market};
use crate::chain::call::{number, option, variant};
use clap::ValueEnum;
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

/// Which way an order trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
	/// Bids, which buy.
	Buy,
	/// Asks, which sell.
	Sell,
}

impl Side {
	/// As the node writes it.
	pub fn name(self) -> &'static str {
		match self {
			Self::Buy => "buy",
			Self::Sell => "sell",
		}
	}

	/// The variant in the runtime.
	pub fn value(self) -> Value {
		variant(match self {
			Self::Buy => "Bid",
			Self::Sell => "Ask",
		})
	}

	/// The side with this name.
	pub fn named(name: &str) -> Option<Self> {
		[Self::Buy, Self::Sell].into_iter().find(|side| side.name().eq_ignore_ascii_case(name))
	}

	/// Whether an order of this side with the limit `limit` may trade at `price`, both in ticks.
	pub fn accepts(self, limit: u64, price: u64) -> bool {
		match self {
			Self::Buy => price <= limit,
			Self::Sell => price >= limit,
		}
	}
}

/// What happens to what does not fill at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeInForce {
	/// It rests.
	#[default]
	GoodTilCancelled,
	/// It is cancelled.
	ImmediateOrCancel,
	/// The order fills whole or is refused.
	FillOrKill,
	/// The order is refused if any of it would fill.
	PostOnly,
	/// The order moves to the best price at which nothing of it fills.
	PostOnlySlide,
}

impl TimeInForce {
	const ALL: [(Self, &'static str, &'static str, &'static str); 5] = [
		(Self::GoodTilCancelled, "GoodTilCancelled", "GTC", "rests"),
		(Self::ImmediateOrCancel, "ImmediateOrCancel", "IOC", "is cancelled"),
		(Self::FillOrKill, "FillOrKill", "FOK", "refuses the order"),
		(Self::PostOnly, "PostOnly", "PO", "rests"),
		(Self::PostOnlySlide, "PostOnlySlide", "POS", "rests"),
	];

	/// The variant in the runtime, which the node writes with a small first letter.
	pub fn name(self) -> &'static str {
		let found = Self::ALL.iter().find(|(kind, ..)| *kind == self);
		found.map(|(_, name, ..)| *name).unwrap_or_default()
	}

	/// The kind with this name or abbreviation, such as `postOnly`, `IOC`.
	pub fn named(name: &str) -> Option<Self> {
		let found = Self::ALL.iter().find(|(_, long, short, _)| {
			name.eq_ignore_ascii_case(long) || name.eq_ignore_ascii_case(short)
		});
		found.map(|(kind, ..)| *kind)
	}

	/// What becomes of the part that does not fill.
	pub fn rest(self) -> &'static str {
		let found = Self::ALL.iter().find(|(kind, ..)| *kind == self);
		found.map(|(.., rest)| *rest).unwrap_or_default()
	}

	/// Whether a rest may stay in the book.
	pub fn may_rest(self) -> bool {
		!matches!(self, Self::ImmediateOrCancel | Self::FillOrKill)
	}
}

/// What happens when an order meets one of the same account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SelfTrade {
	/// The rest of the incoming order is cancelled.
	#[default]
	CancelTaker,
	/// The resting order is cancelled.
	CancelMaker,
	/// Both are cancelled.
	CancelBoth,
	/// Both shrink by the smaller one.
	Decrement,
	/// The incoming order is refused.
	Reject,
}

impl SelfTrade {
	/// The variant in the runtime, which the node writes with a small first letter.
	pub fn name(self) -> &'static str {
		match self {
			Self::CancelTaker => "CancelTaker",
			Self::CancelMaker => "CancelMaker",
			Self::CancelBoth => "CancelBoth",
			Self::Decrement => "Decrement",
			Self::Reject => "Reject",
		}
	}

	/// The mode with this name, such as `cancelMaker` or `cancel-maker`.
	pub fn named(name: &str) -> Option<Self> {
		let name = name.replace('-', "");
		Self::value_variants().iter().find(|mode| mode.name().eq_ignore_ascii_case(&name)).copied()
	}
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewOrder {
	/// Which way it trades.
	pub side: Side,
	/// The worst price it accepts, in ticks.
	pub ticks: u64,
	/// How much, in lots.
	pub lots: u64,
	/// What happens to what does not fill.
	pub time_in_force: TimeInForce,
	/// What happens when it meets one of the same account.
	pub self_trade: SelfTrade,
	/// The trader's own number for it.
	pub client_id: Option<u64>,
	/// The last block in which it may trade.
	pub expires_at: Option<u32>,
}

impl NewOrder {
	/// A limit order of which the rest stays in the book.
	pub fn plain(side: Side, ticks: u64, lots: u64) -> Self {
		Self {
			side,
			ticks,
			lots,
			time_in_force: TimeInForce::default(),
			self_trade: SelfTrade::default(),
			client_id: None,
			expires_at: None,
		}
	}

	/// As the chain takes it.
	pub fn value(&self) -> Value {
		Value::named_composite([
			("side", self.side.value()),
			("price", number(self.ticks)),
			("quantity", number(self.lots)),
			("time_in_force", variant(self.time_in_force.name())),
			("self_trade", variant(self.self_trade.name())),
			("client_id", option(self.client_id.map(number))),
			("expires_at", option(self.expires_at.map(number))),
		])
	}

	/// As the node checks it.
	pub fn json(&self, market: &Market, grid: &Grid) -> Json {
		json!({
			"market": market.id,
			"side": self.side.name(),
			"price": grid.price(self.ticks),
			"size": grid.size(self.lots),
			"timeInForce": small_first(self.time_in_force.name()),
			"selfTrade": small_first(self.self_trade.name()),
			"clientId": self.client_id.map(|id| id.to_string()),
			"expiresAt": self.expires_at,
		})
	}
}

/// A name of the runtime as the node writes it.
pub fn small_first(name: &str) -> String {
	let mut letters = name.chars();
	letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::test_market;

	#[test]
	fn kinds_are_found_by_name_and_abbreviation() {
		for (name, kind) in [
			("goodTilCancelled", TimeInForce::GoodTilCancelled),
			("IOC", TimeInForce::ImmediateOrCancel),
			("fok", TimeInForce::FillOrKill),
			("postOnly", TimeInForce::PostOnly),
			("postOnlySlide", TimeInForce::PostOnlySlide),
		] {
			assert_eq!(TimeInForce::named(name), Some(kind), "{name}");
		}
		assert_eq!(TimeInForce::named("day"), None);
		assert_eq!(SelfTrade::named("cancel-maker"), Some(SelfTrade::CancelMaker));
		assert_eq!(SelfTrade::named("cancelBoth"), Some(SelfTrade::CancelBoth));
		assert_eq!(Side::named("BUY"), Some(Side::Buy));
		assert_eq!(Side::named("bid"), None);
	}

	#[test]
	fn an_order_is_checked_in_decimals() {
		let market = test_market(1, "HALO/CASH", (0, 6), ("10000", "1"));
		let order = NewOrder {
			side: Side::Buy,
			ticks: 2_505,
			lots: 30,
			time_in_force: TimeInForce::PostOnlySlide,
			self_trade: SelfTrade::default(),
			client_id: Some(u64::MAX),
			expires_at: Some(9),
		};
		assert_eq!(
			order.json(&market, &market.grid().unwrap()),
			json!({
				"market": 1, "side": "buy", "price": "25.05", "size": "30", "timeInForce": "postOnlySlide",
				"selfTrade": "cancelTaker", "clientId": "18446744073709551615", "expiresAt": 9,
			})
		);
	}
}
