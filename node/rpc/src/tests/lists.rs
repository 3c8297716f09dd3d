//! Pages of lists, and cursors that lead nowhere.

use super::{ALICE, ALICE_HEX, BOB, CHARLIE};
use crate::mock::{hash, Client, FORK};
use serde_json::{json, Value};

/// The entries of all pages, when each has at most `limit`.
fn all(method: &str, params: Value, list: &str, key: &str, limit: u32) -> Vec<Vec<String>> {
	let client = Client::default();
	let mut pages = Vec::new();
	let mut cursor = Value::Null;
	loop {
		let mut params = params.clone();
		params["limit"] = json!(limit);
		params["cursor"] = cursor;
		let page = client.call(method, params).unwrap();
		let entries = page[list].as_array().unwrap();
		pages.push(entries.iter().map(|entry| entry[key].to_string().replace('"', "")).collect());
		cursor = page["nextCursor"].clone();
		if cursor.is_null() {
			return pages;
		}
	}
}

fn refusal(client: &Client, method: &str, params: Value) -> (i64, Value) {
	let (code, message, data) = client.call(method, params).unwrap_err();
	assert!(message.ends_with("Begin again without a cursor."), "{message}");
	(code, data["reason"].clone())
}

#[test]
fn markets_come_in_pages() {
	let pages = |limit| all("info", json!({}), "markets", "id", limit);
	assert_eq!(pages(1), [["0"], ["1"], ["7"]]);
	assert_eq!(pages(2), [vec!["0", "1"], vec!["7"]]);
	assert_eq!(pages(3), [["0", "1", "7"]]);
	assert_eq!(pages(500), [["0", "1", "7"]]);
}

#[test]
fn orders_of_a_book_come_in_pages() {
	let pages =
		|limit| all("bookOrders", json!({ "market": 1, "side": "buy" }), "orders", "id", limit);
	assert_eq!(pages(2), [vec!["11", "12"], vec!["13", "14"], vec!["15"]]);
	assert_eq!(pages(5), [["11", "12", "13", "14", "15"]]);
}

#[test]
fn open_orders_come_in_pages_across_markets() {
	let pages = |limit| all("openOrders", json!({ "account": ALICE }), "orders", "id", limit);
	assert_eq!(pages(1), [["21"], ["22"], ["11"], ["12"]]);
	assert_eq!(pages(2), [["21", "22"], ["11", "12"]]);
	assert_eq!(pages(3), [vec!["21", "22", "11"], vec!["12"]]);
	assert_eq!(pages(4), [["21", "22", "11", "12"]]);
	let one = all("openOrders", json!({ "account": ALICE, "market": 1 }), "orders", "id", 1);
	assert_eq!(one, [["11"], ["12"]]);
}

#[test]
fn balances_come_in_pages_that_may_be_empty() {
	let pages = |limit| all("balances", json!({ "account": ALICE }), "balances", "symbol", limit);
	assert_eq!(pages(1), [vec!["KSI"], vec![], vec!["HALO"]]);
	assert_eq!(pages(2), [["KSI"], ["HALO"]]);
	assert_eq!(pages(3), [["KSI", "HALO"]]);
}

#[test]
fn a_list_stays_at_the_block_of_its_first_page() {
	let client = Client::default();
	let first = client.call("info", json!({ "limit": 1, "at": hash(5) })).unwrap();
	let second = client.call("info", json!({ "limit": 1, "cursor": first["nextCursor"] })).unwrap();
	assert_eq!(second["block"], first["block"]);
	assert_eq!(second["block"]["number"], 5);
	// Its own block may be named beside it, another one not.
	let cursor = &first["nextCursor"];
	client.call("info", json!({ "cursor": cursor, "at": hash(5) })).unwrap();
	let (code, message, data) =
		client.call("info", json!({ "cursor": cursor, "at": hash(6) })).unwrap_err();
	assert_eq!(code, -32602);
	assert_eq!(
		message,
		"at must be left out when a cursor is given, or be the block of the first page: a list is read at one block."
	);
	assert_eq!(data, json!({ "parameter": "at" }));
}

#[test]
fn a_cursor_dies_with_the_state_of_its_block() {
	let client = Client::default();
	let first =
		client.call("balances", json!({ "account": ALICE, "limit": 1, "at": hash(5) })).unwrap();
	let next = json!({ "account": ALICE, "cursor": first["nextCursor"] });
	client.prune(5);
	client.call("balances", next.clone()).unwrap();
	client.prune(6);
	assert_eq!(refusal(&client, "balances", next), (12006, json!("pruned")));
}

#[test]
fn a_cursor_dies_by_reorganisation() {
	let client = Client::default();
	let first = client
		.call("bookOrders", json!({ "market": 1, "side": "buy", "limit": 1, "at": hash(FORK) }))
		.unwrap();
	let mut next = json!({ "market": 1, "side": "buy", "cursor": first["nextCursor"] });
	assert_eq!(refusal(&client, "bookOrders", next.clone()), (12006, json!("reorganised")));
	// Who names the branch gets it.
	next["at"] = json!(hash(FORK));
	client.call("bookOrders", next).unwrap();
}

#[test]
fn a_cursor_of_a_block_that_is_unknown_here_is_refused() {
	// Block 11, list 0, behind market 0.
	let cursor = format!("0x01{}0b0000000000", "00".repeat(31));
	let answer = refusal(&Client::default(), "info", json!([cursor]));
	assert_eq!(answer, (12006, json!("reorganised")));
}

#[test]
fn a_cursor_fits_no_other_list() {
	let client = Client::default();
	let cursor = |method, params: Value| client.call(method, params).unwrap()["nextCursor"].clone();
	let markets = cursor("info", json!({ "limit": 1 }));
	let bids = cursor("bookOrders", json!({ "market": 1, "side": "buy", "limit": 1 }));
	let all = cursor("openOrders", json!({ "account": ALICE, "limit": 1 }));
	let one = cursor("openOrders", json!({ "account": ALICE, "market": 0, "limit": 1 }));
	let tokens = cursor("balances", json!({ "account": ALICE, "limit": 1 }));
	for (method, params) in [
		("info", json!({ "cursor": bids })),
		("bookOrders", json!({ "market": 1, "side": "buy", "cursor": markets })),
		("bookOrders", json!({ "market": 1, "side": "sell", "cursor": bids })),
		("bookOrders", json!({ "market": 0, "side": "buy", "cursor": bids })),
		("openOrders", json!({ "account": CHARLIE, "cursor": all })),
		("openOrders", json!({ "account": ALICE, "market": 0, "cursor": all })),
		("openOrders", json!({ "account": ALICE, "cursor": one })),
		("openOrders", json!({ "account": ALICE, "market": 1, "cursor": one })),
		("balances", json!({ "account": CHARLIE, "cursor": tokens })),
		("balances", json!({ "account": ALICE, "cursor": all })),
	] {
		assert_eq!(refusal(&client, method, params), (12006, json!("foreign")), "{method}");
	}
	// The spelling of the account does not matter.
	client.call("balances", json!({ "account": ALICE_HEX, "cursor": tokens })).unwrap();
}

#[test]
fn a_malformed_cursor_is_refused() {
	let client = Client::default();
	for cursor in ["", "0", "0x", "0x00", "next", "0x01zz"] {
		for (method, params) in [
			("info", json!({ "cursor": cursor })),
			("bookOrders", json!({ "market": 1, "side": "buy", "cursor": cursor })),
			("openOrders", json!({ "account": ALICE, "cursor": cursor })),
			("balances", json!({ "account": ALICE, "cursor": cursor })),
		] {
			assert_eq!(refusal(&client, method, params), (12006, json!("malformed")));
		}
	}
}

#[test]
fn an_account_in_too_many_markets_must_name_one() {
	let (code, message, _) = Client::default().call("openOrders", json!([BOB])).unwrap_err();
	assert_eq!(code, -32602);
	assert_eq!(message, "market is needed: this account has open orders in 500 markets or more.");
	Client::default().call("openOrders", json!([BOB, 1])).unwrap();
}
