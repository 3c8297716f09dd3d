//! How orders are typed.

use crate::{
	amount::Amount,
	error::{Failure, Result},
	market::{
		grid::Grid,
		order::{NewOrder, SelfTrade, Side, TimeInForce},
	},
	percent::Percent,
	when::{Now, When},
};
use clap::{Args, ValueEnum};
use std::str::FromStr;

/// A price, with or without the sign in front of it: `@25.05`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price(pub Amount);

impl FromStr for Price {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		text.strip_prefix('@').unwrap_or(text).parse().map(Self)
	}
}

/// What a post-only order does where it would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PostOnly {
	/// It is refused.
	Refuse,
	/// It moves to the best price at which it does not.
	Slide,
}

/// How an order works.
#[derive(Clone, Debug, Args)]
pub struct Terms {
	/// Cancel what does not fill at once
	#[arg(long, group = "kind")]
	pub ioc: bool,
	/// Fill whole or not at all
	#[arg(long, group = "kind")]
	pub fok: bool,
	/// Refuse the order if any of it would fill at once, or slide it behind the best price
	#[arg(long, group = "kind", num_args = 0..=1, require_equals = true, default_missing_value = "refuse", value_name = "slide")]
	pub post_only: Option<PostOnly>,
	/// The last block in which it may trade, or how long from now: 43200, +300 (blocks), 90s, 20m, 1h
	#[arg(long, value_name = "WHEN")]
	pub expires: Option<When>,
	/// Your own number for it, by which it can be cancelled
	#[arg(long, value_name = "N")]
	pub client_id: Option<u64>,
	/// What happens where it meets an order of your own
	#[arg(long, value_enum, default_value_t = SelfTrade::CancelTaker, value_name = "MODE")]
	pub self_trade: SelfTrade,
}

impl Terms {
	fn time_in_force(&self) -> TimeInForce {
		match (self.ioc, self.fok, self.post_only) {
			(true, ..) => TimeInForce::ImmediateOrCancel,
			(_, true, _) => TimeInForce::FillOrKill,
			(_, _, Some(PostOnly::Refuse)) => TimeInForce::PostOnly,
			(_, _, Some(PostOnly::Slide)) => TimeInForce::PostOnlySlide,
			_ => TimeInForce::GoodTilCancelled,
		}
	}

	/// An order on these terms.
	pub fn order(&self, side: Side, ticks: u64, lots: u64, now: Now) -> NewOrder {
		NewOrder {
			side,
			ticks,
			lots,
			time_in_force: self.time_in_force(),
			self_trade: self.self_trade,
			client_id: self.client_id,
			expires_at: self.expires.map(|when| now.block(when)),
		}
	}
}

/// Arguments of `buy` and `sell`.
#[derive(Clone, Debug, Args)]
pub struct OrderArgs {
	/// The market: its number, or a symbol such as HALO/CASH
	pub market: String,
	/// How much, in units of the base token
	pub size: Amount,
	/// The worst price, such as @25.05
	#[arg(
		required_unless_present = "at_market",
		conflicts_with = "at_market",
		value_name = "@PRICE"
	)]
	pub price: Option<Price>,
	/// Take what the book gives at once, and cancel the rest
	#[arg(long = "market", group = "kind")]
	pub at_market: bool,
	/// With --market, how far from the best price the worst one may be
	// `requires` alone is void beside a price: what conflicts with something given is not asked for.
	#[arg(
		long,
		requires = "at_market",
		conflicts_with = "price",
		value_name = "PERCENT",
		default_value = "0.5%"
	)]
	pub max_slippage: Percent,
	/// How it works
	#[command(flatten)]
	pub terms: Terms,
	/// Show what it would do and sign nothing
	#[arg(long)]
	pub preview: bool,
}

impl OrderArgs {
	/// The order, on a book whose best price against it is `best`.
	///
	/// # Errors
	///
	/// An input failure if price or size are not on the grid, or a market order meets nobody.
	pub fn order(&self, side: Side, grid: &Grid, best: Option<u64>, now: Now) -> Result<NewOrder> {
		let lots = grid.lots(&self.size)?;
		match &self.price {
			Some(Price(price)) => Ok(self.terms.order(side, grid.ticks(price)?, lots, now)),
			None => {
				let best = best.ok_or_else(|| {
					let nobody = match side {
						Side::Buy => "sells",
						Side::Sell => "buys",
					};
					Failure::input(
						format!("nobody {nobody} {} here now", grid.base().symbol),
						"write a price, and wait in the book",
					)
				})?;
				let ticks = grid.slipped(best, self.max_slippage, side == Side::Buy);
				let order = self.terms.order(side, ticks, lots, now);
				Ok(NewOrder { time_in_force: TimeInForce::ImmediateOrCancel, ..order })
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		cli::{Cli, Command},
		market::test_market,
	};
	use clap::Parser;

	fn parse(line: &str) -> std::result::Result<OrderArgs, clap::Error> {
		Ok(match Cli::try_parse_from(line.split(' '))?.command {
			Command::Buy(args) | Command::Sell(args) => args,
			other => panic!("{other:?}"),
		})
	}

	fn order(line: &str, best: Option<u64>) -> Result<NewOrder> {
		let grid = test_market(1, "HALO/CASH", (0, 6), ("10000", "1")).grid().unwrap();
		let now = Now { height: 100, block_ms: 2_000 };
		let side = if line.contains(" sell ") { Side::Sell } else { Side::Buy };
		parse(line).unwrap().order(side, &grid, best, now)
	}

	#[test]
	fn terms_become_an_order() {
		let plain = order("kongsi buy HALO/CASH 30 @25.05", None).unwrap();
		assert_eq!(
			(plain.ticks, plain.lots, plain.time_in_force),
			(2_505, 30, TimeInForce::default())
		);
		for (option, kind) in [
			("--ioc", TimeInForce::ImmediateOrCancel),
			("--fok", TimeInForce::FillOrKill),
			("--post-only", TimeInForce::PostOnly),
			("--post-only=slide", TimeInForce::PostOnlySlide),
		] {
			let order = order(&format!("kongsi sell 1 30 25.05 {option}"), None).unwrap();
			assert_eq!((order.side, order.time_in_force), (Side::Sell, kind));
		}
		let line = "kongsi buy 1 30 @25 --expires 1h --client-id 7 --self-trade cancel-maker";
		let order = order(line, None).unwrap();
		assert_eq!((order.expires_at, order.client_id), (Some(1_900), Some(7)));
		assert_eq!(order.self_trade, SelfTrade::CancelMaker);
	}

	#[test]
	fn a_market_order_has_a_worst_price() {
		let buy = order("kongsi buy 1 30 --market", Some(2_505)).unwrap();
		// Half a per cent above 25.05 is 25.17525.
		assert_eq!((buy.ticks, buy.time_in_force), (2_517, TimeInForce::ImmediateOrCancel));
		let sell = order("kongsi sell 1 30 --market --max-slippage 1%", Some(2_495)).unwrap();
		// One per cent below 24.95 is 24.7005.
		assert_eq!(sell.ticks, 2_471);
		let failure = order("kongsi buy 1 30 --market", None).unwrap_err();
		assert_eq!(failure.cause, "nobody sells HALO here now");
	}

	#[test]
	fn what_contradicts_itself_is_refused() {
		for line in [
			"kongsi buy 1 30",
			"kongsi buy 1 30 @25 --market",
			"kongsi buy 1 30 @25 --ioc --fok",
			"kongsi buy 1 30 @25 --post-only --ioc",
			"kongsi buy 1 30 --market --ioc",
			"kongsi buy 1 30 @25 --max-slippage 1%",
			"kongsi buy 1 -30 @25",
			"kongsi buy 1 30 @@25",
			"kongsi buy 1 30 @25 --post-only=never",
		] {
			assert!(parse(line).is_err(), "{line}");
		}
	}
}
