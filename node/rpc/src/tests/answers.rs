//! The shape of each method's answer.

use super::{best, ALICE, ALICE_HEX, BOB, CHARLIE};
use crate::{
	chain::TIMESTAMP_NOW,
	mock::{hash, Client, FORK},
};
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use serde_json::{json, Value};

fn call(method: &str, params: Value) -> Value {
	Client::default().call(method, params).unwrap()
}

#[test]
fn info_lists_markets_tokens_and_limits() {
	let mut info = call("info", json!([]));
	let node_ms = info["time"]["nodeMs"].take();
	assert!(node_ms.as_u64().unwrap() > 1_700_000_000_000);
	let ksi = json!({ "id": 0, "symbol": "KSI", "decimals": 12 });
	let cash = json!({ "id": 1, "symbol": "CASH", "decimals": 6 });
	let halo = json!({ "id": 2, "symbol": "HALO", "decimals": 0 });
	let fees = json!({ "makerPpm": -50, "takerPpm": 500, "maxPpm": 1000 });
	let expected = json!({
		"block": best(),
		"best": { "hash": hash(10), "number": 10 },
		"finalized": { "hash": hash(8), "number": 8 },
		"time": { "blockMs": 1_800_000_020_000_u64, "nodeMs": null },
		"slotMs": 2000,
		"specName": "kongsi",
		"specVersion": 3,
		"limits": {
			"maxFills": 50,
			"maxLevels": 20,
			"maxRemovals": 30,
			"maxOperations": 100,
			"maxList": 500,
			"maxDepth": 1000,
		},
		"tokens": [ksi, cash, halo],
		"markets": [
			{
				"id": 0,
				"symbol": "KSI/CASH",
				"base": ksi,
				"quote": cash,
				"tick": "0.0001",
				"lot": "0.01",
				"tickSize": "1",
				"lotSize": "10000000000",
				"exactPrices": true,
				"minNotional": "1.5",
				"fees": fees,
				"priceBandPpm": 100_000,
				"maxOpenOrders": 200,
				"orders": 5,
				"status": "active",
			},
			{
				"id": 1,
				"symbol": "HALO/CASH",
				"base": halo,
				"quote": cash,
				"tick": "0.01",
				"lot": "1",
				"tickSize": "10000",
				"lotSize": "1",
				"exactPrices": true,
				"minNotional": "1.5",
				"fees": fees,
				"priceBandPpm": 100_000,
				"maxOpenOrders": 200,
				"orders": 5,
				"status": "active",
			},
			{
				"id": 7,
				"symbol": "HALO/CASH",
				"base": halo,
				"quote": cash,
				"tick": "0.000000333333",
				"lot": "3",
				"tickSize": "1",
				"lotSize": "3",
				"exactPrices": false,
				"minNotional": "1.5",
				"fees": fees,
				"priceBandPpm": 100_000,
				"maxOpenOrders": 200,
				"orders": 5,
				"status": "postOnly",
			},
		],
		"nextCursor": null,
	});
	assert_eq!(info, expected);
}

#[test]
fn time_is_that_of_the_block_and_of_the_node() {
	let time = call("time", json!([hash(3)]));
	assert_eq!(time["block"], json!({ "hash": hash(3), "number": 3, "finalized": true }));
	assert_eq!(time["blockMs"], json!(1_800_000_006_000_u64));
	assert!(time["nodeMs"].as_u64().unwrap() > 1_700_000_000_000);
}

#[test]
fn the_time_is_read_where_the_timestamp_pallet_keeps_it() {
	let key = [sp_io::hashing::twox_128(b"Timestamp"), sp_io::hashing::twox_128(b"Now")].concat();
	assert_eq!(TIMESTAMP_NOW.to_vec(), key);
}

#[test]
fn time_of_the_genesis_block_is_null() {
	assert_eq!(call("time", json!({ "at": hash(0) }))["blockMs"], Value::Null);
}

#[test]
fn depth_gives_price_size_and_orders_of_each_level() {
	assert_eq!(
		call("depth", json!([1])),
		json!({
			"block": best(),
			"market": 1,
			"symbol": "HALO/CASH",
			"seq": 42,
			"bids": [["25", "10", 4], ["24.99", "5", 1]],
			"asks": [["25.1", "7", 1]],
		})
	);
}

#[test]
fn depth_takes_levels_and_names() {
	let depth = call("depth", json!({ "market": 1, "levels": 1 }));
	assert_eq!(depth["bids"], json!([["25", "10", 4]]));
}

#[test]
fn bbo_answers_in_the_order_asked() {
	assert_eq!(
		call("bbo", json!([[1, "0"]])),
		json!({
			"block": best(),
			"markets": [
				{
					"market": 1,
					"symbol": "HALO/CASH",
					"seq": 42,
					"bid": ["25", "10"],
					"ask": ["25.1", "7"],
					"last": "25.05",
				},
				// 12,345 ticks of 0.0001 and 150 lots of 0.01.
				{
					"market": 0,
					"symbol": "KSI/CASH",
					"seq": 7,
					"bid": ["1.2345", "1.5"],
					"ask": null,
					"last": null,
				},
			],
		})
	);
}

#[test]
fn book_orders_are_single_orders() {
	let orders = call("bookOrders", json!([0, "sell"]));
	assert_eq!(
		orders,
		json!({
			"block": best(),
			"market": 0,
			"symbol": "KSI/CASH",
			"side": "sell",
			"orders": [order_21(), order_22()],
			"nextCursor": null,
		})
	);
	let buyers = call("bookOrders", json!([1, "buy"]));
	let owners: Vec<_> =
		buyers["orders"].as_array().unwrap().iter().map(|order| &order["owner"]).collect();
	assert_eq!(owners, [ALICE, ALICE, CHARLIE, CHARLIE, CHARLIE]);
}

/// 20,000 ticks of 0.0001 and 100 lots of 0.01.
fn order_21() -> Value {
	json!({
		"market": 0,
		"symbol": "KSI/CASH",
		"id": "21",
		"owner": ALICE,
		"side": "sell",
		"price": "2",
		"remaining": "1",
		"ticks": 20_000,
		"lots": 100,
		"clientId": null,
		"expiresAt": null,
		"expired": false,
		"status": "open",
	})
}

fn order_22() -> Value {
	json!({
		"market": 0,
		"symbol": "KSI/CASH",
		"id": "22",
		"owner": ALICE,
		"side": "sell",
		"price": "2.01",
		"remaining": "2.5",
		"ticks": 20_100,
		"lots": 250,
		"clientId": null,
		"expiresAt": 5,
		"expired": true,
		"status": "expired",
	})
}

fn order_11() -> Value {
	json!({
		"market": 1,
		"symbol": "HALO/CASH",
		"id": "11",
		"owner": ALICE,
		"side": "buy",
		"price": "25",
		"remaining": "1",
		"ticks": 2_500,
		"lots": 1,
		"clientId": "18446744073709551615",
		"expiresAt": null,
		"expired": false,
		"status": "open",
	})
}

fn with_block(mut answer: Value) -> Value {
	answer["block"] = best();
	answer
}

#[test]
fn order_is_found_by_id_and_by_client_id() {
	assert_eq!(call("order", json!([{ "market": 0, "id": "21" }])), with_block(order_21()));
	assert_eq!(call("order", json!([{ "market": 1, "id": "11" }])), with_block(order_11()));
	for account in [ALICE, ALICE_HEX] {
		let key = json!({ "market": 1, "account": account, "clientId": "18446744073709551615" });
		assert_eq!(call("order", json!([key])), with_block(order_11()));
	}
	let key = json!({ "market": 1, "account": ALICE, "clientId": u64::MAX });
	assert_eq!(call("order", json!({ "order": key })), with_block(order_11()));
}

#[test]
fn open_orders_are_those_of_one_market_or_of_all() {
	let one = call("openOrders", json!([ALICE, 0]));
	assert_eq!(
		one,
		json!({
			"block": best(),
			"account": ALICE,
			"orders": [order_21(), order_22()],
			"nextCursor": null,
		})
	);
	let all = call("openOrders", json!([ALICE_HEX]));
	let ids: Vec<_> = all["orders"].as_array().unwrap().iter().map(|order| &order["id"]).collect();
	assert_eq!(ids, ["21", "22", "11", "12"]);
	assert_eq!(all["account"], ALICE);
	assert_eq!(call("openOrders", json!([CHARLIE]))["orders"], json!([]));
}

#[test]
fn balances_leave_out_what_is_zero() {
	assert_eq!(
		call("balances", json!([ALICE])),
		json!({
			"block": best(),
			"account": ALICE,
			"nonce": 4,
			"balances": [
				{
					"token": 0,
					"symbol": "KSI",
					"decimals": 12,
					"free": "1.5",
					"inOrders": "3.5",
					"held": "0.000000000001",
					"total": "5.000000000001",
				},
				{
					"token": 2,
					"symbol": "HALO",
					"decimals": 0,
					"free": "7",
					"inOrders": "0",
					"held": "0",
					"total": "7",
				},
			],
			"nextCursor": null,
		})
	);
	let nobody = call("balances", json!([BOB]));
	assert_eq!(nobody["balances"], json!([]));
	assert_eq!(nobody["nonce"], 0);
}

#[test]
fn quote_gives_average_and_worst_price() {
	assert_eq!(
		call("quote", json!([1, "buy", "9.0"])),
		json!({
			"block": best(),
			"market": 1,
			"symbol": "HALO/CASH",
			"side": "buy",
			"size": "9",
			"filled": "7",
			"unfilled": "2",
			"notional": "175.7",
			"fee": "0.08785",
			"averagePrice": "25.1",
			"worstPrice": "25.1",
			"worstTicks": 2_510,
			"bounded": false,
		})
	);
	let sale = call("quote", json!([1, "sell", "15"]));
	assert_eq!(sale["bounded"], true);
	// 374.95 / 15 = 24.99666666...
	assert_eq!(sale["averagePrice"], "24.99666667");
	assert_eq!(sale["worstPrice"], "24.99");
	assert_eq!(sale["unfilled"], "0");
}

#[test]
fn quote_of_an_empty_book_has_no_price() {
	let quote = call("quote", json!([0, "buy", "0.05"]));
	assert_eq!(quote["filled"], "0");
	assert_eq!(quote["unfilled"], "0.05");
	assert_eq!(quote["notional"], "0");
	assert_eq!(quote["averagePrice"], Value::Null);
	assert_eq!(quote["worstPrice"], Value::Null);
	assert_eq!(quote["worstTicks"], Value::Null);
}

#[test]
fn check_order_gives_the_order_as_it_is_to_be_signed() {
	let client = Client::default();
	let order = json!({ "market": 0, "side": "buy", "price": "1.2345", "size": "2.5" });
	assert_eq!(
		client.call("checkOrder", json!([ALICE, order])).unwrap(),
		json!({
			"block": best(),
			"ok": true,
			"market": 0,
			"symbol": "KSI/CASH",
			"side": "buy",
			"price": "1.2345",
			"size": "2.5",
			"ticks": 12_345,
			"lots": 250,
			// 1.2345 x 2.5
			"notional": "3.08625",
		})
	);
	let expected = NewOrder {
		side: Side::Bid,
		price: Ticks::new(12_345),
		quantity: Lots::new(250),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	};
	assert_eq!(*client.0.checked.lock().unwrap(), Some(expected));
}

#[test]
fn check_order_understands_every_field() {
	let client = Client::default();
	let spellings = [
		("goodTilCancelled", TimeInForce::GoodTilCancelled),
		("GTC", TimeInForce::GoodTilCancelled),
		("immediateOrCancel", TimeInForce::ImmediateOrCancel),
		("IOC", TimeInForce::ImmediateOrCancel),
		("fillOrKill", TimeInForce::FillOrKill),
		("FOK", TimeInForce::FillOrKill),
		("postOnly", TimeInForce::PostOnly),
		("PO", TimeInForce::PostOnly),
		("postOnlySlide", TimeInForce::PostOnlySlide),
	];
	let modes = [
		("cancelTaker", SelfTrade::CancelTaker),
		("cancelMaker", SelfTrade::CancelMaker),
		("cancelBoth", SelfTrade::CancelBoth),
		("decrement", SelfTrade::Decrement),
		("reject", SelfTrade::Reject),
	];
	for (index, (spelling, time_in_force)) in spellings.into_iter().enumerate() {
		let (mode, self_trade) = modes[index % modes.len()];
		let order = json!({
			"market": 1,
			"side": "sell",
			"price": "25",
			"size": "3",
			"timeInForce": spelling,
			"selfTrade": mode,
			"clientId": "9007199254740993",
			"expiresAt": 77,
		});
		client.call("checkOrder", json!([ALICE, order])).unwrap();
		let expected = NewOrder {
			side: Side::Ask,
			price: Ticks::new(2_500),
			quantity: Lots::new(3),
			time_in_force,
			self_trade,
			client_id: Some(9_007_199_254_740_993),
			expires_at: Some(77),
		};
		assert_eq!(*client.0.checked.lock().unwrap(), Some(expected));
	}
}

#[test]
fn a_rounded_price_leads_back_to_its_ticks() {
	// Two ticks of a third of 0.000001.
	let order = json!({ "market": 7, "side": "buy", "price": "0.000000666667", "size": "6" });
	let checked = call("checkOrder", json!([ALICE, order]));
	assert_eq!(checked["ticks"], 2);
	assert_eq!(checked["lots"], 2);
	// 2 ticks x 2 lots x 1 atom, exactly, although 0.000000666667 x 6 is a little more.
	assert_eq!(checked["notional"], "0.000004");
}

#[test]
fn an_answer_says_whether_its_block_is_final() {
	let block = |at: u64| call("time", json!([hash(at)]))["block"].clone();
	assert_eq!(block(8), json!({ "hash": hash(8), "number": 8, "finalized": true }));
	assert_eq!(block(9), json!({ "hash": hash(9), "number": 9, "finalized": false }));
	assert_eq!(block(FORK), json!({ "hash": hash(FORK), "number": 9, "finalized": false }));
}
