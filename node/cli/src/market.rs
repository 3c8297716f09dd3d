//! Markets: what the node says of them, and which one somebody means.
//!
//! A market is its number. Symbols are chosen by whoever made the tokens, so they are taken only where a single market has them,
//! and what is signed names the number too.

pub mod answer;
pub mod batch;
pub mod book;
pub mod decimal;
pub mod executed;
pub mod grid;
pub mod order;
pub mod outcome;
pub mod plan;

use crate::{
	amount::Unit,
	error::{Failure, Result},
	similar::did_you_mean,
};
use grid::Grid;
use serde::Deserialize;
use serde_json::Value as Json;

/// A token as a market names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Token {
	/// Its number; 0 is KSI.
	pub id: u32,
	/// Its symbol.
	pub symbol: String,
	/// Decimals of its amounts.
	pub decimals: u8,
}

impl Token {
	/// How its amounts are written.
	pub fn unit(&self) -> Unit {
		Unit { decimals: self.decimals, symbol: plain(&self.symbol, self.id) }
	}
}

/// What fills cost, in parts per million of their notional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fees {
	/// Of a resting order; negative is a rebate.
	pub maker_ppm: i32,
	/// Of an incoming order.
	pub taker_ppm: u32,
	/// The most the market may charge: a bid holds it on top of its notional.
	pub max_ppm: u32,
}

/// A market, as `orderbook_v1_info` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Market {
	/// Its number.
	pub id: u32,
	/// The symbols of base and quote with `/` between them.
	pub symbol: String,
	/// The token that is traded.
	pub base: Token,
	/// The token it is paid in.
	pub quote: Token,
	/// The smallest step of a price.
	pub tick: String,
	/// The smallest step of a size.
	pub lot: String,
	/// Quote atoms per tick per lot.
	pub tick_size: String,
	/// Base atoms per lot.
	pub lot_size: String,
	/// What an order must at least be worth.
	pub min_notional: String,
	/// What fills cost.
	pub fees: Fees,
	/// How many orders are open.
	pub orders: u32,
	/// `active` or what else it is.
	pub status: String,
}

impl Market {
	/// A market from the node's answer.
	///
	/// # Errors
	///
	/// A network failure if it is of another shape.
	pub fn read(answer: &Json) -> Result<Self> {
		let mut market: Self = serde_json::from_value(answer.clone()).map_err(|error| {
			Failure::network(
				format!("the node describes a market in another way ({error})"),
				"use the node that belongs to this version of kongsi",
			)
		})?;
		market.symbol = format!("{}/{}", market.base.unit().symbol, market.quote.unit().symbol);
		Ok(market)
	}

	/// Its grid.
	///
	/// # Errors
	///
	/// See [`Grid::of`].
	pub fn grid(&self) -> Result<Grid> {
		Grid::of(self)
	}

	/// Its symbol and its number.
	pub fn name(&self) -> String {
		format!("{} (market {})", self.symbol, self.id)
	}
}

/// A symbol, or the number where there is none that a terminal can show.
fn plain(symbol: &str, id: u32) -> String {
	if symbol.is_empty() || symbol.chars().any(char::is_control) {
		format!("#{id}")
	} else {
		symbol.to_owned()
	}
}

/// The market that somebody means: its number, or a symbol that no other has, such as `HALO/CASH`, `halo-cash`.
///
/// # Errors
///
/// An input failure if there is none, or several have the symbol.
pub fn choose<'a>(markets: &'a [Market], wanted: &str) -> Result<&'a Market> {
	if let Ok(id) = wanted.parse::<u32>() {
		return markets.iter().find(|market| market.id == id).ok_or_else(|| {
			Failure::input(format!("there is no market {id}"), "`kongsi markets` lists them")
		});
	}
	let symbol = wanted.replace('-', "/");
	let called = markets.iter().filter(|market| {
		market.symbol.eq_ignore_ascii_case(wanted) || market.symbol.eq_ignore_ascii_case(&symbol)
	});
	let called: Vec<&Market> = called.collect();
	match called.as_slice() {
		[only] => Ok(only),
		[] => {
			let symbols = markets.iter().map(|market| market.symbol.as_str());
			let next = did_you_mean(&symbol, symbols, "`kongsi markets` lists them");
			Err(Failure::input(format!("there is no market `{wanted}`"), next))
		}
		several => {
			let numbers: Vec<String> = several.iter().map(|market| market.id.to_string()).collect();
			Err(Failure::input(
				format!("{} markets are called {wanted}", several.len()),
				format!("write the number of the one you mean: {}", numbers.join(", ")),
			))
		}
	}
}

/// A market for tests: number, symbol, decimals, tick size and lot size.
#[cfg(test)]
pub(crate) fn test_market(
	id: u32,
	symbol: &str,
	(base, quote): (u8, u8),
	(tick_size, lot_size): (&str, &str),
) -> Market {
	let (base_symbol, quote_symbol) = symbol.split_once('/').unwrap();
	Market {
		id,
		symbol: symbol.to_owned(),
		base: Token { id: id + 1, symbol: base_symbol.to_owned(), decimals: base },
		quote: Token { id: 1, symbol: quote_symbol.to_owned(), decimals: quote },
		tick: "0.01".to_owned(),
		lot: "1".to_owned(),
		tick_size: tick_size.to_owned(),
		lot_size: lot_size.to_owned(),
		min_notional: "1".to_owned(),
		fees: Fees { maker_ppm: 100, taker_ppm: 500, max_ppm: 1_000 },
		orders: 0,
		status: "active".to_owned(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn markets() -> Vec<Market> {
		[(0, "KSI/CASH"), (1, "HALO/CASH"), (4, "NOVA/CASH"), (9, "nova/CASH")]
			.map(|(id, symbol)| test_market(id, symbol, (0, 6), ("10000", "1")))
			.to_vec()
	}

	#[test]
	fn a_market_is_named_by_number_or_symbol() {
		for (wanted, id) in [("1", 1), ("HALO/CASH", 1), ("halo-cash", 1), ("0", 0), ("9", 9)] {
			assert_eq!(choose(&markets(), wanted).unwrap().id, id, "{wanted}");
		}
	}

	#[test]
	fn a_symbol_that_several_have_asks_for_the_number() {
		assert_eq!(
			choose(&markets(), "NOVA/CASH").unwrap_err().to_string(),
			"2 markets are called NOVA/CASH: write the number of the one you mean: 4, 9"
		);
	}

	#[test]
	fn a_market_that_is_not_there_is_guessed() {
		assert_eq!(
			choose(&markets(), "HLAO/CASH").unwrap_err().to_string(),
			"there is no market `HLAO/CASH`: did you mean `HALO/CASH`?"
		);
		assert_eq!(choose(&markets(), "GOLD/TIN").unwrap_err().next, "`kongsi markets` lists them");
		assert_eq!(choose(&markets(), "77").unwrap_err().cause, "there is no market 77");
	}

	#[test]
	fn a_market_is_read_as_the_node_writes_it() {
		let answer = serde_json::json!({
			"id": 1,
			"symbol": "HALO/CASH",
			"base": { "id": 2, "symbol": "HALO", "decimals": 0 },
			"quote": { "id": 1, "symbol": "CASH", "decimals": 6 },
			"tick": "0.01", "lot": "1", "tickSize": "10000", "lotSize": "1", "exactPrices": true,
			"minNotional": "1",
			"fees": { "makerPpm": 100, "takerPpm": 500, "maxPpm": 1000 },
			"priceBandPpm": 1000000, "maxOpenOrders": 200, "orders": 20, "status": "active",
		});
		let market = Market::read(&answer).unwrap();
		assert_eq!(market.name(), "HALO/CASH (market 1)");
		assert_eq!(market.fees.taker_ppm, 500);
		assert!(Market::read(&serde_json::json!({ "id": 1 })).is_err());
	}
}
