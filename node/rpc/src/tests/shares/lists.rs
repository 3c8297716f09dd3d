//! Pages of lists, and cursors that lead nowhere.

use super::call;
use crate::{
	mock::{hash, Client, FORK},
	tests::{ALICE, BOB, CHARLIE},
};
use serde_json::{json, Value};

/// A field of the entries of all pages, when each has at most `limit`.
fn all(method: &str, params: Value, list: &str, key: &str, limit: u32) -> Vec<Vec<String>> {
	let client = Client::default();
	let mut pages = Vec::new();
	let mut cursor = Value::Null;
	loop {
		let mut params = params.clone();
		params["limit"] = json!(limit);
		params["cursor"] = cursor;
		let page = client.shares(method, params).unwrap();
		let entries = page[list].as_array().unwrap();
		pages.push(entries.iter().map(|entry| entry[key].to_string().replace('"', "")).collect());
		cursor = page["nextCursor"].clone();
		if cursor.is_null() {
			return pages;
		}
	}
}

fn reason(client: &Client, method: &str, params: Value) -> (i64, Value) {
	let (code, message, data) = client.shares(method, params).unwrap_err();
	assert!(message.ends_with("Begin again without a cursor."), "{message}");
	(code, data["reason"].clone())
}

#[test]
fn companies_come_in_pages() {
	let pages = |limit| all("companies", json!({}), "companies", "id", limit);
	assert_eq!(pages(1), [["0"], ["7"]]);
	assert_eq!(pages(2), [["0", "7"]]);
	assert_eq!(pages(500), [["0", "7"]]);
}

#[test]
fn holders_come_in_pages() {
	let pages = |limit| all("holders", json!({ "class": 2 }), "holders", "shares", limit);
	assert_eq!(pages(1), [["887"], ["13"], ["100"]]);
	assert_eq!(pages(2), [vec!["887", "13"], vec!["100"]]);
	assert_eq!(pages(3), [["887", "13", "100"]]);
	let then = all("holders", json!({ "class": 2, "recordDate": 3 }), "holders", "shares", 1);
	assert_eq!(then, [["840"], ["10"]]);
}

#[test]
fn ballots_come_in_pages_that_may_be_empty() {
	let pages = |params, limit| all("ballots", params, "ballots", "id", limit);
	assert_eq!(pages(json!({}), 1), [["1"], ["2"], ["3"], ["4"]]);
	// The runtime looks at two at a time here.
	assert_eq!(pages(json!({}), 500), [["1", "2"], ["3", "4"]]);
	assert_eq!(pages(json!({ "class": 2, "status": "closed" }), 2), [vec![], vec!["3"]]);
	let none: [Vec<String>; 2] = [vec![], vec![]];
	assert_eq!(pages(json!({ "class": 0 }), 2), none);
}

#[test]
fn a_portfolio_of_very_many_classes_goes_on_behind_a_cursor() {
	// Bob's never ends: 500 entries at a time.
	let page = call("portfolio", json!([BOB]));
	assert_eq!(page["classes"].as_array().unwrap().len(), 500);
	let next = call("portfolio", json!({ "account": BOB, "cursor": page["nextCursor"] }));
	assert_eq!(next["classes"].as_array().unwrap().len(), 500);
	// 500 times one CASH.
	assert_eq!(next["claimable"][0]["claimable"], "500");
	// Charlie has nothing in very many classes: the answer ends all the same.
	let empty = call("portfolio", json!([CHARLIE]));
	assert_eq!(empty["classes"], json!([]));
	assert!(empty["nextCursor"].is_string());
}

#[test]
fn a_list_stays_at_the_block_of_its_first_page() {
	let client = Client::default();
	let first = client.shares("companies", json!({ "limit": 1, "at": hash(5) })).unwrap();
	let cursor = &first["nextCursor"];
	let second = client.shares("companies", json!({ "cursor": cursor })).unwrap();
	assert_eq!(second["block"], first["block"]);
	assert_eq!(second["block"]["number"], 5);
	client.shares("companies", json!({ "cursor": cursor, "at": hash(5) })).unwrap();
	let (code, _, data) =
		client.shares("companies", json!({ "cursor": cursor, "at": hash(6) })).unwrap_err();
	assert_eq!((code, data), (-32602, json!({ "parameter": "at" })));
}

#[test]
fn a_cursor_fits_its_own_list_only() {
	let client = Client::default();
	let foreign = (12006, json!("foreign"));
	let next = |method, params| client.shares(method, params).unwrap()["nextCursor"].clone();
	let companies = next("companies", json!({ "limit": 1 }));
	let holders = next("holders", json!({ "class": 2, "recordDate": 3, "limit": 1 }));
	let ballots = next("ballots", json!({ "class": 2, "status": "open", "limit": 1 }));
	let portfolio = next("portfolio", json!([BOB]));
	for (method, params) in [
		("companies", json!({ "cursor": holders })),
		("holders", json!({ "class": 2, "recordDate": 3, "cursor": companies })),
		("holders", json!({ "class": 2, "cursor": holders })),
		("holders", json!({ "class": 0, "recordDate": 3, "cursor": holders })),
		("ballots", json!({ "class": 2, "cursor": ballots })),
		("ballots", json!({ "status": "open", "cursor": ballots })),
		("ballots", json!({ "class": 2, "status": "closed", "cursor": ballots })),
		("portfolio", json!({ "account": ALICE, "cursor": portfolio })),
		("claimable", json!({ "account": BOB, "cursor": portfolio })),
	] {
		assert_eq!(reason(&client, method, params.clone()), foreign, "{method} {params}");
	}
	// Nor does one of the other group.
	let markets = client.call("info", json!({ "limit": 1 })).unwrap()["nextCursor"].clone();
	assert_eq!(reason(&client, "companies", json!({ "cursor": markets })), foreign);
	let (code, _, data) = client.call("info", json!({ "cursor": companies })).unwrap_err();
	assert_eq!((code, data["reason"].clone()), foreign);
}

#[test]
fn a_cursor_dies_with_its_block() {
	let client = Client::default();
	let first = client.shares("companies", json!({ "limit": 1, "at": hash(FORK) })).unwrap();
	let lost = json!({ "cursor": first["nextCursor"] });
	assert_eq!(reason(&client, "companies", lost), (12006, json!("reorganised")));

	let first = client.shares("companies", json!({ "limit": 1, "at": hash(5) })).unwrap();
	client.prune(6);
	let late = json!({ "cursor": first["nextCursor"] });
	assert_eq!(reason(&client, "companies", late), (12006, json!("pruned")));
	let (code, _, _) = client.shares("company", json!([0, hash(5)])).unwrap_err();
	assert_eq!(code, 12003);
}
