//! Questions to the groups `orderbook_v1` and `market_v1` of a node's RPC, and its streams.
//!
//! Their errors have codes that say who has to act, and messages that are sentences; `docs/rpc.md` lists them. Numbers are decimal
//! strings, which are passed on as they came.

use super::{refusal, root_cause, Chain, METHOD_NOT_FOUND, PATIENCE};
use crate::{
	address::AccountId,
	error::{Failure, Result},
	market::{answer::list, choose, Market},
};
use serde_json::{json, Value as Json};
use subxt::rpcs::{
	client::{RpcParams, RpcSubscription},
	Error as RpcError, UserError,
};

/// Pages of one list that are read at most: of 500 entries each.
const MAX_PAGES: usize = 20;
/// The group that only nodes with a history serve.
const HISTORY: &str = "market_v1_";
/// A parameter is not as the method takes it.
const BAD_PARAMETER: i32 = -32_602;
/// What was asked about is not there: a market or token, an order; a time before the history starts; a ballot or date.
const NOT_THERE: [i32; 4] = [12_001, 12_002, 12_004, 12_009];
/// The order book would refuse the order.
const WOULD_FAIL: i32 = 12_007;

impl Chain {
	/// Asks a method, whose parameters are by position; `null` takes the default.
	///
	/// # Errors
	///
	/// By the code of the node's error: an input failure if what was asked for is not there, a refusal if the chain would refuse
	/// it, else a network failure.
	pub async fn exchange(&self, method: &str, params: &[Json]) -> Result<Json> {
		let asked = self.rpc.request(method, positions(params)?);
		let answer = tokio::time::timeout(PATIENCE, asked).await;
		answer.map_err(|_| lost(method, "it took too long"))?.map_err(|error| failed(method, error))
	}

	/// All entries of a list whose parameters before the cursor are `params`, with the fields of its first page beside them. At most 20 pages are
	/// read; `nextCursor` then is where the rest begins.
	///
	/// # Errors
	///
	/// As [`Self::exchange`].
	pub async fn exchange_list(&self, method: &str, params: &[Json], name: &str) -> Result<Json> {
		let mut whole = self.exchange(method, params).await?;
		for _ in 1..MAX_PAGES {
			let cursor = whole["nextCursor"].clone();
			if cursor.is_null() {
				break;
			}
			let page = self.exchange(method, &[params, &[cursor]].concat()).await?;
			let more = list(&page[name]).to_vec();
			if let Some(entries) = whole[name].as_array_mut() {
				entries.extend(more);
			}
			whole["nextCursor"] = page["nextCursor"].clone();
		}
		Ok(whole)
	}

	/// What the node says of itself, the chain and all markets.
	///
	/// # Errors
	///
	/// As [`Self::exchange`].
	pub async fn exchange_info(&self) -> Result<(Json, Vec<Market>)> {
		let info = self.exchange_list("orderbook_v1_info", &[], "markets").await?;
		let markets = list(&info["markets"]).iter().map(Market::read).collect::<Result<_>>()?;
		Ok((info, markets))
	}

	/// The market that somebody means.
	///
	/// # Errors
	///
	/// As [`Self::exchange`], and see [`choose`].
	pub async fn market(&self, wanted: &str) -> Result<Market> {
		let (_, markets) = self.exchange_info().await?;
		choose(&markets, wanted).cloned()
	}

	/// Open orders of an account, in one market or in all.
	///
	/// # Errors
	///
	/// As [`Self::exchange`].
	pub async fn open_orders(&self, account: &AccountId, market: Option<u32>) -> Result<Json> {
		let params = [json!(self.address(account)), json!(market)];
		self.exchange_list("orderbook_v1_openOrders", &params, "orders").await
	}

	/// Begins a stream, such as `Depth` of `orderbook_v1`.
	///
	/// # Errors
	///
	/// As [`Self::exchange`].
	pub async fn stream(
		&self,
		group: &str,
		stream: &str,
		params: &[Json],
	) -> Result<RpcSubscription<Json>> {
		let method = format!("{group}_subscribe{stream}");
		let unsubscribe = format!("{group}_unsubscribe{stream}");
		let asked = self.rpc.subscribe(&method, positions(params)?, &unsubscribe);
		let answer = tokio::time::timeout(PATIENCE, asked).await;
		answer
			.map_err(|_| lost(&method, "it took too long"))?
			.map_err(|error| failed(&method, error))
	}

	/// Asks any method and gives the node's error as it is.
	///
	/// # Errors
	///
	/// An input failure that repeats the node's code and message; a network failure if there is no answer.
	pub async fn raw(&self, method: &str, params: &[Json]) -> Result<Json> {
		let asked = self.rpc.request(method, positions(params)?);
		let answer = tokio::time::timeout(PATIENCE, asked).await;
		match answer.map_err(|_| lost(method, "it took too long"))? {
			Ok(answer) => Ok(answer),
			Err(RpcError::User(error)) if error.code == METHOD_NOT_FOUND => {
				let known: Json = self.exchange("rpc_methods", &[]).await?;
				let known = list(&known["methods"]).iter().filter_map(Json::as_str);
				Err(Failure::input(
					format!("the node does not serve `{method}`"),
					crate::similar::did_you_mean(
						method,
						known,
						"`kongsi rpc rpc_methods` lists what it serves",
					),
				))
			}
			Err(RpcError::User(error)) => {
				let data = error.data.map(|data| format!(" {}", data.get())).unwrap_or_default();
				Err(Failure::input(
					format!("the node answers with error {}, {}{data}", error.code, error.message),
					"",
				))
			}
			Err(other) => Err(lost(method, &root_cause(&other))),
		}
	}
}

/// A list of parameters, without those at its end that take their default anyway.
fn positions(params: &[Json]) -> Result<RpcParams> {
	let used = params.iter().rposition(|param| !param.is_null()).map_or(0, |last| last + 1);
	let mut positions = RpcParams::new();
	for param in params.iter().take(used) {
		positions.push(param).map_err(|error| Failure::input(error, ""))?;
	}
	Ok(positions)
}

fn lost(method: &str, cause: &str) -> Failure {
	Failure::network(format!("the node does not answer {method} ({cause})"), "see `kongsi doctor`")
}

fn failed(method: &str, error: RpcError) -> Failure {
	match error {
		RpcError::User(error) => refused(method, &error),
		other => lost(method, &root_cause(&other)),
	}
}

fn refused(method: &str, error: &UserError) -> Failure {
	let sentence = error.message.trim().trim_end_matches('.');
	match error.code {
		METHOD_NOT_FOUND if method.starts_with(HISTORY) => Failure::network(
			"this node keeps no market history",
			"start it with --market-history on, or name one that does with --url",
		),
		METHOD_NOT_FOUND => Failure::network(
			format!("the node does not serve {method}"),
			"use the node that belongs to this version of kongsi",
		),
		BAD_PARAMETER => Failure::input(sentence, ""),
		code if NOT_THERE.contains(&code) => Failure::input(sentence, ""),
		WOULD_FAIL => {
			let data = error.data.as_ref().map(|data| data.get()).unwrap_or_default();
			let data: Json = serde_json::from_str(data).unwrap_or_default();
			refusal::of_order(data["error"].as_str().unwrap_or_default(), sentence)
		}
		_ => Failure::network(sentence, ""),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Kind;

	fn user(code: i32, message: &str, data: Option<Json>) -> UserError {
		let data = data.map(|data| serde_json::value::to_raw_value(&data).unwrap());
		UserError { code, message: message.to_owned(), data }
	}

	#[test]
	fn defaults_at_the_end_are_left_out() {
		let built = |params: &[Json]| positions(params).unwrap().build().map(|raw| raw.to_string());
		assert_eq!(
			built(&[json!(1), Json::Null, json!("x"), Json::Null]).unwrap(),
			r#"[1,null,"x"]"#
		);
		assert_eq!(built(&[Json::Null]), None);
	}

	#[test]
	fn a_node_without_history_says_how_to_get_one() {
		let error = user(METHOD_NOT_FOUND, "Method not found", None);
		let failure = refused("market_v1_candles", &error);
		assert_eq!(
			failure.to_string(),
			"this node keeps no market history: start it with --market-history on, or name one that does with --url"
		);
		assert_eq!(failure.kind, Kind::Network);
		let failure = refused("orderbook_v1_subscribeDepth", &error);
		assert_eq!(failure.cause, "the node does not serve orderbook_v1_subscribeDepth");
	}

	#[test]
	fn codes_say_who_has_to_act() {
		for (code, kind) in [
			(-32_602, Kind::Input),
			(12_001, Kind::Input),
			(12_002, Kind::Input),
			(12_003, Kind::Network),
			(12_005, Kind::Network),
			(12_007, Kind::Refused),
			(12_008, Kind::Network),
			(-32_603, Kind::Network),
		] {
			assert_eq!(
				refused("orderbook_v1_depth", &user(code, "So.", None)).kind,
				kind,
				"{code}"
			);
		}
	}

	#[test]
	fn an_order_that_would_fail_says_why_and_what_helps() {
		let docs =
			"The free balance does not cover the order at its limit price, highest fee included.";
		let data = json!({ "error": "InsufficientFree", "docs": docs });
		let failure = refused("orderbook_v1_checkOrder", &user(12_007, docs, Some(data)));
		assert_eq!(
			failure.to_string(),
			"the chain would refuse it with OrderBook.InsufficientFree, the free balance does not cover the order at its \
			 limit price, highest fee included: `kongsi balance` shows what is free; cancel orders or write a smaller size"
		);
	}
}
