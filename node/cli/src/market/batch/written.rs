//! An operation as it was written, and what it means on a chain.

use crate::{
	amount::Amount,
	chain::call::{call, number, option, Call},
	error::{Failure, Result},
	market::{
		choose,
		grid::Grid,
		order::{NewOrder, SelfTrade, Side, TimeInForce},
		Market,
	},
	when::{Deadline, Now, When},
};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;
use std::str::FromStr;
use subxt::dynamic::Value;

/// An operation as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Written {
	/// Where it stands in the file, for messages.
	#[serde(skip)]
	pub place: String,
	/// `place`, `cancel`, `cancelAll`, `cancelAfter` or `amend`.
	pub op: String,
	/// The market: number or symbol.
	#[serde(deserialize_with = "word")]
	pub market: String,
	/// `buy` or `sell`.
	pub side: Option<String>,
	/// In base units.
	pub size: Option<String>,
	/// In quote units per base unit.
	pub price: Option<String>,
	/// The order.
	pub id: Option<String>,
	/// The trader's own number for it.
	#[serde(deserialize_with = "may_be_word")]
	pub client_id: Option<String>,
	/// What happens to what does not fill.
	pub time_in_force: Option<String>,
	/// What happens when it meets an order of the same account.
	pub self_trade: Option<String>,
	/// The last block in which it may trade, or how long from now.
	#[serde(deserialize_with = "may_be_word", alias = "expiresAt")]
	pub expires: Option<String>,
	/// The last block in which the account trades in the market, how long from now, or `never`.
	#[serde(deserialize_with = "may_be_word")]
	pub deadline: Option<String>,
}

/// Whole numbers are taken with and without quotes, decimals only with: floats lose digits.
fn word<'de, D: Deserializer<'de>>(input: D) -> std::result::Result<String, D::Error> {
	may_be_word(input).map(Option::unwrap_or_default)
}

fn may_be_word<'de, D: Deserializer<'de>>(
	input: D,
) -> std::result::Result<Option<String>, D::Error> {
	match Json::deserialize(input)? {
		Json::Null => Ok(None),
		Json::String(text) => Ok(Some(text)),
		Json::Number(number) if number.is_u64() => Ok(Some(number.to_string())),
		other => Err(serde::de::Error::custom(format!("{other} is no text or whole number"))),
	}
}

/// The operations of a list of JSON objects.
///
/// # Errors
///
/// An input failure that names the entry.
pub(super) fn of_json(text: &str) -> Result<Vec<Written>> {
	let entries: Json = serde_json::from_str(text)
		.map_err(|error| Failure::input(format!("the file is not JSON ({error})"), ""))?;
	let entries = match entries {
		Json::Array(entries) => entries,
		one => vec![one],
	};
	let mut operations = Vec::new();
	for (index, entry) in entries.into_iter().enumerate() {
		let place = format!("entry {}", index.saturating_add(1));
		let written = serde_json::from_value::<Written>(entry).map_err(|error| {
			Failure::input(
				format!("{place} is no operation ({error})"),
				"see `kongsi submit --help`; prices and sizes are strings",
			)
		})?;
		operations.push(Written { place, ..written });
	}
	Ok(operations)
}

/// An operation as the chain takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
	/// The market.
	pub market: u32,
	/// The call that does this alone, with its arguments.
	call: &'static str,
	/// What `submit` calls it, and its fields.
	name: &'static str,
	fields: Vec<(&'static str, Value)>,
	/// For people.
	pub text: String,
}

impl Operation {
	fn new(
		market: &Market,
		(name, call): (&'static str, &'static str),
		fields: impl IntoIterator<Item = (&'static str, Value)>,
		text: String,
	) -> Self {
		let market_field = [("market", number(market.id))];
		Self {
			market: market.id,
			call,
			name,
			fields: market_field.into_iter().chain(fields).collect(),
			text: format!("{text} in {}", market.name()),
		}
	}

	/// As one of several in `submit`.
	pub fn value(&self) -> Value {
		Value::named_variant(self.name, self.fields.clone())
	}

	/// As a call of its own, whose refusal is the transaction's.
	pub fn call(&self) -> Call {
		// This one takes several markets at once.
		let several = self.call == "cancel_after";
		let values = self.fields.iter().map(|(name, value)| match (several, *name) {
			(true, "market") => Value::unnamed_composite([value.clone()]),
			_ => value.clone(),
		});
		call("OrderBook", self.call, values)
	}

	/// Places an order.
	pub fn place(market: &Market, grid: &Grid, order: &NewOrder) -> Self {
		let (side, size) = (order.side.name(), grid.size_text(order.lots));
		let text = format!("{side} {size} at {}", grid.price_text(order.ticks));
		Self::new(market, ("Place", "place_order"), [("order", order.value())], text)
	}

	/// Cancels an order by its id.
	pub fn cancel(market: &Market, id: u128) -> Self {
		let fields = [("order_id", number(id))];
		Self::new(market, ("Cancel", "cancel_order"), fields, format!("cancel {id}"))
	}

	/// Cancels an order by the trader's own number.
	pub fn cancel_by_client_id(market: &Market, id: u64) -> Self {
		let names = ("CancelByClientId", "cancel_by_client_id");
		Self::new(market, names, [("client_id", number(id))], format!("cancel client id {id}"))
	}

	/// Cancels all orders, or those of one side.
	pub fn cancel_all(market: &Market, side: Option<Side>) -> Self {
		let which = side.map(|side| format!("{} ", side.name())).unwrap_or_default();
		let fields = [("side", option(side.map(Side::value)))];
		Self::new(market, ("CancelAll", "cancel_all"), fields, format!("cancel all {which}orders"))
	}

	/// Sets the last block in which the account trades in a market, or takes that bound away.
	pub fn cancel_after(market: &Market, deadline: Option<u32>) -> Self {
		let text = match deadline {
			Some(block) => format!("cancel all orders after block {block} unless renewed"),
			None => "take the deadline away".to_owned(),
		};
		let fields = [("deadline", option(deadline.map(number)))];
		Self::new(market, ("CancelAfter", "cancel_after"), fields, text)
	}

	/// Amends an order.
	pub fn amend(market: &Market, id: u128, ticks: Option<u64>, lots: Option<u64>) -> Self {
		let fields = [
			("order_id", number(id)),
			("price", option(ticks.map(number))),
			("quantity", option(lots.map(number))),
		];
		Self::new(market, ("Amend", "amend_order"), fields, format!("amend {id}"))
	}
}

impl Written {
	/// What it means on a chain with these markets.
	///
	/// # Errors
	///
	/// An input failure that says where it stands.
	pub fn resolve(&self, markets: &[Market], now: Now) -> Result<Operation> {
		self.meant(markets, now).map_err(|failure| {
			let cause = format!("{}: {}", self.place, failure.cause);
			Failure { cause, ..failure }
		})
	}

	fn meant(&self, markets: &[Market], now: Now) -> Result<Operation> {
		let market = choose(markets, &self.market)?;
		match (self.op.as_str(), &self.id, &self.client_id) {
			("place", None, _) => {
				self.only(&[
					"side",
					"size",
					"price",
					"clientId",
					"timeInForce",
					"selfTrade",
					"expires",
				])?;
				let grid = market.grid()?;
				Ok(Operation::place(market, &grid, &self.order(&grid, now)?))
			}
			("cancel", Some(_), None) => {
				self.only(&["id"])?;
				Ok(Operation::cancel(market, self.order_id()?))
			}
			("cancel", None, Some(_)) => {
				self.only(&["clientId"])?;
				let id = required("clientId", self.client_id.as_deref())?;
				Ok(Operation::cancel_by_client_id(market, id))
			}
			("cancelAll", None, None) => {
				self.only(&["side"])?;
				Ok(Operation::cancel_all(market, self.side()?))
			}
			("cancelAfter", None, None) => {
				self.only(&["deadline"])?;
				Ok(Operation::cancel_after(market, self.deadline(now)?))
			}
			("amend", Some(_), None) => {
				self.only(&["id", "price", "size"])?;
				let grid = market.grid()?;
				let ticks = self.price()?.map(|price| grid.ticks(&price)).transpose()?;
				let lots = self.size()?.map(|size| grid.lots(&size)).transpose()?;
				if ticks.is_none() && lots.is_none() {
					return Err(Failure::input("nothing is amended", "write a price or a size"));
				}
				Ok(Operation::amend(market, self.order_id()?, ticks, lots))
			}
			(op @ ("cancel" | "amend" | "place" | "cancelAll" | "cancelAfter"), ..) => {
				Err(Failure::input(
					format!("`{op}` names its order in another way"),
					"cancel takes an id or a client id, amend an id, place at most a client id",
				))
			}
			(op, ..) => Err(Failure::input(
				format!("there is no operation `{op}`"),
				"it is one of place, cancel, cancelAll, cancelAfter, amend",
			)),
		}
	}

	/// That nothing was written that the operation does not heed: whoever wrote it meant something by it.
	fn only(&self, heeded: &[&str]) -> Result<()> {
		let written = [
			("side", &self.side),
			("size", &self.size),
			("price", &self.price),
			("id", &self.id),
			("clientId", &self.client_id),
			("timeInForce", &self.time_in_force),
			("selfTrade", &self.self_trade),
			("expires", &self.expires),
			("deadline", &self.deadline),
		];
		let idle =
			|(name, value): &&(&str, &Option<String>)| value.is_some() && !heeded.contains(name);
		match written.iter().find(idle) {
			None => Ok(()),
			Some((name, _)) => Err(Failure::input(
				format!("`{}` takes no {name}", self.op),
				"leave it out; see `kongsi submit --help`",
			)),
		}
	}

	fn deadline(&self, now: Now) -> Result<Option<u32>> {
		let text = self.deadline.as_deref().ok_or_else(|| {
			Failure::input("the deadline is missing", "write a time such as 30s, or never")
		})?;
		let deadline: Deadline = text.parse().map_err(|error| Failure::input(error, ""))?;
		now.deadline(deadline)
	}

	fn order(&self, grid: &Grid, now: Now) -> Result<NewOrder> {
		let missing = |what: &str| Failure::input(format!("the {what} is missing"), "write it");
		let time_in_force = match &self.time_in_force {
			None => TimeInForce::default(),
			Some(name) => TimeInForce::named(name).ok_or_else(|| {
				Failure::input(
					format!("there is no timeInForce `{name}`"),
					"it is one of GTC, IOC, FOK, postOnly, postOnlySlide",
				)
			})?,
		};
		let self_trade = match &self.self_trade {
			None => SelfTrade::default(),
			Some(name) => SelfTrade::named(name).ok_or_else(|| {
				Failure::input(
					format!("there is no selfTrade `{name}`"),
					"it is one of cancelTaker, cancelMaker, cancelBoth, decrement, reject",
				)
			})?,
		};
		let client_id = self.client_id.as_deref();
		Ok(NewOrder {
			side: self.side()?.ok_or_else(|| missing("side"))?,
			ticks: grid.ticks(&self.price()?.ok_or_else(|| missing("price"))?)?,
			lots: grid.lots(&self.size()?.ok_or_else(|| missing("size"))?)?,
			time_in_force,
			self_trade,
			client_id: client_id.map(|id| required("clientId", Some(id))).transpose()?,
			expires_at: self.expires.as_deref().map(|text| expiry(text, now)).transpose()?,
		})
	}

	fn side(&self) -> Result<Option<Side>> {
		let Some(name) = &self.side else { return Ok(None) };
		let side = Side::named(name);
		let wrong = || Failure::input(format!("`{name}` is no side"), "write buy or sell");
		side.map(Some).ok_or_else(wrong)
	}

	fn order_id(&self) -> Result<u128> {
		required("id", self.id.as_deref())
	}

	fn price(&self) -> Result<Option<Amount>> {
		self.price.as_deref().map(amount).transpose()
	}

	fn size(&self) -> Result<Option<Amount>> {
		self.size.as_deref().map(amount).transpose()
	}
}

/// The last block in which an order may trade.
fn expiry(text: &str, now: Now) -> Result<u32> {
	let when: When = text.parse().map_err(|error| Failure::input(error, ""))?;
	Ok(now.block(when))
}

fn amount(text: &str) -> Result<Amount> {
	text.parse().map_err(|error: String| Failure::input(error, ""))
}

fn required<T: FromStr>(name: &str, text: Option<&str>) -> Result<T> {
	let text = text.unwrap_or_default();
	let digits = text.bytes().all(|byte| byte.is_ascii_digit());
	let number = digits.then(|| text.parse().ok()).flatten();
	number
		.ok_or_else(|| Failure::input(format!("`{text}` is no {name}"), "write its decimal digits"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::{batch::parse, executed::variant, test_market};

	fn resolve(text: &str) -> Result<Vec<Operation>> {
		let markets = [test_market(1, "HALO/CASH", (0, 6), ("10000", "1"))];
		let now = Now { height: 100, block_ms: 2_000 };
		parse(text)?.iter().map(|written| written.resolve(&markets, now)).collect()
	}

	#[test]
	fn operations_are_what_the_chain_takes() {
		let text = "buy halo/cash 10 25 ioc\ncancel 1 5\ncancel 1 client-id=6\ncancel-all 1\namend 1 5 size=3\n\
			cancel-after 1 30s";
		let operations = resolve(text).unwrap();
		let values: Vec<Value> = operations.iter().map(Operation::value).collect();
		let names: Vec<&str> = values.iter().filter_map(|one| Some(variant(one)?.0)).collect();
		let expected = ["Place", "Cancel", "CancelByClientId", "CancelAll", "Amend", "CancelAfter"];
		assert_eq!(names, expected);
		let calls: Vec<String> =
			operations.iter().map(|one| one.call().call_name().to_owned()).collect();
		let expected = [
			"place_order",
			"cancel_order",
			"cancel_by_client_id",
			"cancel_all",
			"amend_order",
			"cancel_after",
		];
		assert_eq!(calls, expected);
		assert_eq!(operations[0].text, "buy 10 HALO at 25 CASH in HALO/CASH (market 1)");
	}

	#[test]
	fn a_deadline_is_taken_for_one_market_and_for_several() {
		// 30 s are 15 blocks of 2 s after block 100.
		let operations = resolve("cancel-after 1 30s\ncancel-after 1 never").unwrap();
		assert_eq!(
			operations[0].text,
			"cancel all orders after block 115 unless renewed in HALO/CASH (market 1)"
		);
		let (market, block) = (number(1u32), option(Some(number(115u32))));
		let arguments = |operation: &Operation| -> Vec<Value> {
			operation.call().call_data().values().cloned().collect()
		};
		let several = Value::unnamed_composite([market.clone()]);
		assert_eq!(arguments(&operations[0]), [several.clone(), block.clone()]);
		assert_eq!(arguments(&operations[1]), [several, option(None)]);
		let fields = [("market", market), ("deadline", block)];
		assert_eq!(operations[0].value(), Value::named_variant("CancelAfter", fields));
		let object = r#"[{"op":"cancelAfter","market":1,"deadline":"30s"}]"#;
		assert_eq!(resolve(object).unwrap(), operations[..1]);
	}

	#[test]
	fn mistakes_are_found_before_anything_is_signed() {
		for (text, message) in [
			("buy 1 10 25.001", "line 1: 25.001 is no whole number of ticks of 0.01 in HALO/CASH: write 25 or 25.01"),
			("buy 2 10 25", "line 1: there is no market 2: `kongsi markets` lists them"),
			("cancel 1 abc", "line 1: `abc` is no id: write its decimal digits"),
			("amend 1 5", "line 1: nothing is amended: write a price or a size"),
			(r#"[{"op":"place","market":1,"side":"buy","size":"5"}]"#, "entry 1: the price is missing: write it"),
			(r#"[{"op":"burn","market":1}]"#, "entry 1: there is no operation `burn`: it is one of place, cancel, cancelAll, cancelAfter, amend"),
			("cancel 1 5 expires=1h", "line 1: `cancel` takes no expires: leave it out; see `kongsi submit --help`"),
			("amend 1 5 size=3 ioc", "line 1: `amend` takes no timeInForce: leave it out; see `kongsi submit --help`"),
			("cancel-after 1 +0", "line 1: block 100 has passed: write a later one, or how long from now, such as 30s"),
			(r#"[{"op":"cancelAfter","market":1,"deadline":null}]"#, "entry 1: the deadline is missing: write a time such as 30s, or never"),
			("cancel 1", "line 1: `cancel` names its order in another way: cancel takes an id or a client id, amend an id, place at most a client id"),
		] {
			assert_eq!(resolve(text).unwrap_err().to_string(), message);
		}
	}

	#[test]
	fn floats_and_unknown_fields_are_refused() {
		let float = r#"[{"op":"place","market":1,"side":"buy","size":"5","price":25.5}]"#;
		assert!(parse(float).unwrap_err().cause.starts_with("entry 1 is no operation"));
		assert!(parse(r#"[{"op":"cancel","market":1,"order":"5"}]"#).is_err());
		assert!(parse("[{").unwrap_err().cause.starts_with("the file is not JSON"));
	}

	#[test]
	fn an_expiry_is_a_block() {
		let now = Now { height: 100, block_ms: 2_000 };
		assert_eq!(expiry("1h", now).unwrap(), 1_900);
		assert_eq!(expiry("+5", now).unwrap(), 105);
		assert_eq!(expiry("500", now).unwrap(), 500);
	}
}
