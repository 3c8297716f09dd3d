//! Every way to ask wrongly, and what is said to it.

use super::ALICE;
use crate::{
	error::{docs, name},
	mock::{hash, Client},
	Error,
};
use order_book_engine::BookError;
use serde_json::{json, Value};

/// Code, message and data of a refusal.
fn refusal(method: &str, params: Value) -> (i64, String, Value) {
	Client::default().call(method, params).unwrap_err()
}

/// Asserts error -32602 with this message; the parameter at fault is the first word.
fn assert_bad(method: &str, params: Value, message: &str) {
	let at_fault = message.split(' ').next().unwrap();
	let expected = (-32602, message.to_owned(), json!({ "parameter": at_fault }));
	assert_eq!(refusal(method, params), expected);
}

#[test]
fn a_market_is_a_number() {
	const MUST: &str =
		"market must be the number of a market, 0 to 4294967295 (orderbook_v1_info lists them): it is ";
	for (given, shown) in [
		(json!(null), "missing."),
		(json!(-1), "-1."),
		(json!(4_294_967_296_u64), "4294967296."),
		(json!(1.0), "1.0."),
		(json!(1e300), "1e+300."),
		(json!("HALO/CASH"), "\"HALO/CASH\"."),
		(json!("+1"), "\"+1\"."),
		(json!(""), "\"\"."),
		(json!(true), "true."),
		(json!([1]), "a list."),
		(json!({ "id": 1 }), "an object."),
	] {
		let message = format!("{MUST}{shown}");
		assert_bad("depth", json!([given]), &message);
		assert_bad("bookOrders", json!([given, "buy"]), &message);
		assert_bad("quote", json!([given, "buy", "1"]), &message);
		if !given.is_null() {
			assert_bad("openOrders", json!([ALICE, given]), &message);
		}
		assert_bad("order", json!([{ "market": given, "id": "1" }]), &message);
	}
	assert_bad("depth", json!([]), &format!("{MUST}missing."));
	assert_bad("depth", json!({ "markte": 1 }), &format!("{MUST}missing."));
}

#[test]
fn a_long_parameter_is_not_echoed_whole() {
	let (_, message, _) = refusal("depth", json!(["x".repeat(1_000_000)]));
	assert!(message.len() < 200, "{message}");
	assert!(message.ends_with("xxx...."), "{message}");
}

#[test]
fn an_unknown_market_is_12001() {
	let message = "There is no market 99: orderbook_v1_info lists those there are.".to_owned();
	let expected = (12001, message, json!({ "market": 99 }));
	let order = json!({ "market": 99, "side": "buy", "price": "1", "size": "1" });
	for (method, params) in [
		("depth", json!([99])),
		("bbo", json!([[1, 99]])),
		("bookOrders", json!([99, "buy"])),
		("order", json!([{ "market": 99, "id": "1" }])),
		("openOrders", json!([ALICE, 99])),
		("quote", json!([99, "sell", "1"])),
		("checkOrder", json!([ALICE, order])),
	] {
		assert_eq!(refusal(method, params), expected, "{method}");
	}
}

#[test]
fn markets_are_a_bounded_list() {
	for (given, shown) in [
		(json!(null), "missing"),
		(json!([]), "a list"),
		(json!(1), "1"),
		(json!(vec![1; 501]), "a list"),
	] {
		let message = format!("markets must be a list of 1 to 500 market numbers: it is {shown}.");
		assert_bad("bbo", json!([given]), &message);
	}
	assert_bad(
		"bbo",
		json!([[1, -1]]),
		"markets must be the number of a market, 0 to 4294967295 (orderbook_v1_info lists them): it is -1.",
	);
	let many = Client::default().call("bbo", json!([vec![1; 500]])).unwrap();
	assert_eq!(many["markets"].as_array().unwrap().len(), 500);
}

#[test]
fn counts_are_bounded() {
	for given in [json!(0), json!(-1), json!(1001), json!(1.5), json!("many"), json!(u64::MAX)] {
		let message = format!("levels must be a whole number from 1 to 1000: it is {given}.");
		assert_bad("depth", json!([1, given]), &message);
	}
	for given in [json!(0), json!(-1), json!(501), json!(1.5), json!([])] {
		let shown = if given.is_array() { "a list".to_owned() } else { given.to_string() };
		let message = format!("limit must be a whole number from 1 to 500: it is {shown}.");
		assert_bad("info", json!({ "limit": given }), &message);
		assert_bad("bookOrders", json!({ "market": 1, "side": "buy", "limit": given }), &message);
		assert_bad("openOrders", json!({ "account": ALICE, "limit": given }), &message);
		assert_bad("balances", json!({ "account": ALICE, "limit": given }), &message);
	}
	Client::default().call("depth", json!([1, 1000])).unwrap();
	Client::default().call("info", json!({ "limit": 500 })).unwrap();
}

#[test]
fn a_side_is_buy_or_sell() {
	for (given, shown) in [
		(json!(null), "missing"),
		(json!("bid"), "\"bid\""),
		(json!("BUY"), "\"BUY\""),
		(json!(0), "0"),
	] {
		let message = format!("side must be \"buy\" or \"sell\": it is {shown}.");
		assert_bad("bookOrders", json!([1, given]), &message);
		assert_bad("quote", json!([1, given, "1"]), &message);
		let order = json!({ "market": 1, "side": given, "price": "25", "size": "1" });
		assert_bad("checkOrder", json!([ALICE, order]), &message);
	}
}

#[test]
fn an_account_is_an_address_or_a_key() {
	let bad_sum = ALICE.replace("utQY", "utQZ");
	for (given, shown) in [
		(json!(null), "missing".to_owned()),
		(json!(7), "7".to_owned()),
		(json!("alice"), "\"alice\"".to_owned()),
		(json!(bad_sum), format!("\"{bad_sum}\"")),
		(json!("0xd43593"), "\"0xd43593\"".to_owned()),
		(json!("0x71C7656EC7ab88b098defB751B7401B5f6d8976F"), {
			"\"0x71C7656EC7ab88b098defB751B7401B5f6d8976F\"".to_owned()
		}),
		(json!("1".repeat(100_000)), format!("\"{}...", "1".repeat(59))),
	] {
		let message =
			format!("account must be an account, as SS58 address or as 0x and 64 hex digits: it is {shown}.");
		assert_bad("openOrders", json!([given]), &message);
		assert_bad("balances", json!([given]), &message);
		assert_bad("checkOrder", json!([given, {}]), &message);
		if !given.is_null() {
			let key = json!({ "market": 1, "account": given, "clientId": 1 });
			assert_bad("order", json!([key]), &message);
		}
	}
}

#[test]
fn an_address_of_another_network_is_the_same_account() {
	// Alice under prefix 0.
	let other = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
	let balances = Client::default().call("balances", json!([other])).unwrap();
	assert_eq!(balances["account"], ALICE);
}

#[test]
fn a_block_is_a_hash() {
	for (given, shown) in [
		(json!(5), "5"),
		(json!("best"), "\"best\""),
		(json!("0x05"), "\"0x05\""),
		(json!([]), "a list"),
	] {
		let message =
			format!("at must be the hash of a block, 0x and 64 hex digits: it is {shown}.");
		for (method, params) in [
			("info", json!({ "at": given })),
			("time", json!({ "at": given })),
			("depth", json!({ "market": 1, "at": given })),
			("bbo", json!({ "markets": [1], "at": given })),
			("bookOrders", json!({ "market": 1, "side": "buy", "at": given })),
			("order", json!({ "order": { "market": 1, "id": "11" }, "at": given })),
			("openOrders", json!({ "account": ALICE, "at": given })),
			("balances", json!({ "account": ALICE, "at": given })),
			("quote", json!({ "market": 1, "side": "buy", "size": "1", "at": given })),
			("checkOrder", json!({ "account": ALICE, "order": order(json!({})), "at": given })),
		] {
			assert_bad(method, params, &message);
		}
	}
}

/// A good order with some fields replaced.
fn order(changes: Value) -> Value {
	let mut order = json!({ "market": 1, "side": "buy", "price": "25", "size": "3" });
	for (key, value) in changes.as_object().unwrap() {
		order[key] = value.clone();
	}
	order
}

#[test]
fn an_unknown_block_or_pruned_state_is_12003() {
	let client = Client::default();
	client.prune(6);
	for at in [hash(11), hash(5)] {
		for (method, params) in [
			("info", json!({ "at": at })),
			("time", json!({ "at": at })),
			("depth", json!({ "market": 1, "at": at })),
			("bbo", json!({ "markets": [1], "at": at })),
			("bookOrders", json!({ "market": 1, "side": "buy", "at": at })),
			("order", json!({ "order": { "market": 1, "id": "11" }, "at": at })),
			("openOrders", json!({ "account": ALICE, "at": at })),
			("balances", json!({ "account": ALICE, "at": at })),
			("quote", json!({ "market": 1, "side": "buy", "size": "1", "at": at })),
			("checkOrder", json!({ "account": ALICE, "order": order(json!({})), "at": at })),
		] {
			let (code, message, data) = client.call(method, params).unwrap_err();
			assert_eq!(code, 12003, "{method}");
			assert_eq!(
				message,
				"This block is unknown here or its state has been pruned: choose a later block, leave `at` out, or ask a \
				 node that keeps all states (--state-pruning archive)."
			);
			assert_eq!(data, json!({ "block": at }));
		}
	}
}

#[test]
fn an_unknown_order_is_12002() {
	for key in [
		json!({ "market": 1, "id": "21" }),
		json!({ "market": 1, "id": "340282366920938463463374607431768211455" }),
		json!({ "market": 1, "account": ALICE, "clientId": 1 }),
	] {
		let (code, message, data) = refusal("order", json!([key]));
		assert_eq!(code, 12002);
		assert_eq!(
			message,
			"There is no such open order: it was filled, cancelled or never existed in this block."
		);
		assert_eq!(data, key);
	}
}

#[test]
fn an_order_is_named_in_one_of_two_ways() {
	const MUST: &str =
		"order must be an object {market, id} or {market, account, clientId}: it is ";
	assert_bad("order", json!([]), &format!("{MUST}missing."));
	assert_bad("order", json!(["11"]), &format!("{MUST}\"11\"."));
	for key in [
		json!({ "market": 1 }),
		json!({ "market": 1, "account": ALICE }),
		json!({ "market": 1, "clientId": 5 }),
		json!({ "market": 1, "id": "11", "account": ALICE }),
		json!({ "market": 1, "id": "11", "account": ALICE, "clientId": 5 }),
	] {
		assert_bad("order", json!([key]), &format!("{MUST}an object."));
	}
	assert_bad(
		"order",
		json!([{ "market": 1, "orderId": "11" }]),
		"order has a field \"orderId\" too many: it must be an object {market, id} or {market, account, clientId}.",
	);
	for (given, shown) in [
		(json!(11), "11"),
		(json!("-1"), "\"-1\""),
		(json!("0x0b"), "\"0x0b\""),
		(json!(""), "\"\""),
		(json!(format!("{}11", "0".repeat(38))), "\"0000000000000000000000000000000000000011\""),
		(
			json!("340282366920938463463374607431768211456"),
			"\"340282366920938463463374607431768211456\"",
		),
	] {
		let message =
			format!("id must be an order's id, decimal digits in a string: it is {shown}.");
		assert_bad("order", json!([{ "market": 1, "id": given }]), &message);
	}
	for (given, shown) in [
		(json!(-1), "-1"),
		(json!("18446744073709551616"), "\"18446744073709551616\""),
		(json!("mine"), "\"mine\""),
	] {
		let message = format!(
			"clientId must be a client id, 0 to 18446744073709551615, in a string if above 2^53: it is {shown}."
		);
		assert_bad(
			"order",
			json!([{ "market": 1, "account": ALICE, "clientId": given }]),
			&message,
		);
		assert_bad("checkOrder", json!([ALICE, order(json!({ "clientId": given }))]), &message);
	}
}

#[test]
fn sizes_and_prices_are_decimal_strings() {
	for (given, shown) in [
		(json!(null), "missing"),
		(json!(3), "3"),
		(json!(0.1), "0.1"),
		(json!("-3"), "\"-3\""),
		(json!("+3"), "\"+3\""),
		(json!("3e2"), "\"3e2\""),
		(json!("3."), "\"3.\""),
		(json!(".3"), "\".3\""),
		(json!("1.2.3"), "\"1.2.3\""),
		(json!("1,5"), "\"1,5\""),
		(json!(" 3"), "\" 3\""),
		(json!(""), "\"\""),
		(json!("٣"), "\"٣\""),
		(json!("NaN"), "\"NaN\""),
	] {
		let must = "must be a decimal number in a string, such as \"12.5\": it is";
		assert_bad("quote", json!([1, "buy", given]), &format!("size {must} {shown}."));
		let order = |field: &str| json!([ALICE, order(json!({ field: given }))]);
		assert_bad("checkOrder", order("size"), &format!("size {must} {shown}."));
		assert_bad("checkOrder", order("price"), &format!("price {must} {shown}."));
	}
}

#[test]
fn sizes_and_prices_lie_on_the_grid() {
	let lot = "size must be a multiple of the lot of HALO/CASH, 1 HALO: it is \"1.5\".";
	assert_bad("quote", json!([1, "buy", "1.5"]), lot);
	assert_bad("checkOrder", json!([ALICE, order(json!({ "size": "1.5" }))]), lot);
	assert_bad(
		"quote",
		json!([0, "sell", "0.015"]),
		"size must be a multiple of the lot of KSI/CASH, 0.01 KSI: it is \"0.015\".",
	);
	assert_bad(
		"checkOrder",
		json!([ALICE, order(json!({ "price": "25.005" }))]),
		"price must be a multiple of the tick of HALO/CASH, 0.01 CASH: it is \"25.005\".",
	);
	assert_bad(
		"checkOrder",
		json!([ALICE, order(json!({ "market": 7, "price": "0.0000005" }))]),
		"price must be a multiple of the tick of HALO/CASH, rounded 0.000000333333 CASH: it is \"0.0000005\".",
	);
	assert_bad(
		"quote",
		json!([1, "buy", "0"]),
		"size must be at least one lot of HALO/CASH, 1 HALO: it is \"0\".",
	);
}

#[test]
fn huge_sizes_and_prices_are_refused() {
	// One lot above 2^40.
	let above = "1099511627777";
	let too_large = |name: &str, shown: &str| {
		format!("{name} is larger than any order can be: it is \"{shown}\".")
	};
	assert_bad("quote", json!([1, "buy", above]), &too_large("size", above));
	let huge = "9".repeat(200);
	let shown = format!("size is larger than any order can be: it is \"{}....", "9".repeat(59));
	assert_bad("quote", json!([1, "buy", huge]), &shown);
	assert_bad("checkOrder", json!([ALICE, order(json!({ "size": huge }))]), &shown);
	let many = "340282366920938463463374607431768211456";
	assert_bad(
		"checkOrder",
		json!([ALICE, order(json!({ "size": many }))]),
		&too_large("size", many),
	);
	assert_bad(
		"checkOrder",
		json!([ALICE, order(json!({ "price": many }))]),
		&too_large("price", many),
	);
}

#[test]
fn the_other_fields_of_an_order_are_checked() {
	let bad = |changes: Value, message: &str| {
		assert_bad("checkOrder", json!([ALICE, order(changes)]), message)
	};
	bad(
		json!({ "timeInForce": "DAY" }),
		"timeInForce must be \"goodTilCancelled\", \"immediateOrCancel\", \"fillOrKill\", \"postOnly\" or \
		 \"postOnlySlide\": it is \"DAY\".",
	);
	bad(
		json!({ "selfTrade": 1 }),
		"selfTrade must be \"cancelTaker\", \"cancelMaker\", \"cancelBoth\", \"decrement\" or \"reject\": it is 1.",
	);
	bad(json!({ "expiresAt": -5 }), "expiresAt must be a block number, 0 to 4294967295: it is -5.");
	bad(
		json!({ "expires": 5 }),
		"order has a field \"expires\" too many: it must be an object {market, side, price, size, timeInForce?, \
		 selfTrade?, clientId?, expiresAt?}.",
	);
	assert_bad(
		"checkOrder",
		json!([ALICE]),
		"order must be an object {market, side, price, size, timeInForce?, selfTrade?, clientId?, expiresAt?}: it is \
		 missing.",
	);
}

#[test]
fn a_cursor_is_a_string() {
	assert_bad("info", json!([5]), "cursor must be the string that came as nextCursor: it is 5.");
}

#[test]
fn an_order_that_would_fail_is_12007() {
	let (code, message, data) =
		refusal("checkOrder", json!([ALICE, order(json!({ "clientId": 13 }))]));
	let sentence =
		"An open order of this account has this client id here: choose another or cancel that one.";
	assert_eq!(code, 12007);
	assert_eq!(message, sentence);
	assert_eq!(data, json!({ "error": "DuplicateClientId", "docs": sentence }));
}

#[test]
fn every_reason_to_refuse_an_order_is_a_sentence_and_a_name() {
	for error in [
		BookError::PriceOutOfRange,
		BookError::OutsidePriceBand,
		BookError::QuantityOutOfRange,
		BookError::BelowMinNotional,
		BookError::AlreadyExpired,
		BookError::TooManyOpenOrders,
		BookError::DuplicateClientId,
		BookError::InsufficientFree,
		BookError::CannotReceive,
		BookError::WouldTake,
		BookError::NotFillable,
		BookError::WouldSelfTrade,
		BookError::MarketNotOpen,
		BookError::MarketSuspended,
		BookError::LevelFull,
		BookError::Overflow,
		BookError::Corrupt,
	] {
		assert!(docs(error).ends_with('.'));
		assert!(name(error).chars().all(|letter| letter.is_ascii_alphanumeric()));
	}
	assert_eq!(name(BookError::InsufficientFree), "InsufficientFree");
}

#[test]
fn what_the_node_cannot_do_is_an_internal_error() {
	// The runtime of the mock gives no quote in market 7.
	let (code, message, data) = refusal("quote", json!([7, "buy", "3"]));
	assert_eq!(code, -32603);
	assert_eq!(message, Error::Internal(String::new()).message());
	assert_eq!(data, json!({ "details": "the book of market 7 gives no quote" }));
}
