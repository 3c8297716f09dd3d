//! Every way to ask wrongly, and what is said to it.

use crate::{
	mock::{hash, Client},
	tests::ALICE,
};
use serde_json::{json, Value};

/// Code, message and data of a refusal.
fn refusal(method: &str, params: Value) -> (i64, String, Value) {
	Client::default().shares(method, params).unwrap_err()
}

fn assert_bad(method: &str, params: Value, message: &str) {
	let at_fault = message.split(' ').next().unwrap();
	let expected = (-32602, message.to_owned(), json!({ "parameter": at_fault }));
	assert_eq!(refusal(method, params), expected);
}

#[test]
fn numbers_are_whole_and_fit_32_bits() {
	const CLASS: &str = "class must be the number of a share class's token, 0 to 4294967295 \
		(shares_v1_companies lists them): it is ";
	const COMPANY: &str = "id must be the number of a company, 0 to 4294967295 \
		(shares_v1_companies lists them): it is ";
	const BALLOT: &str = "ballot must be the number of a ballot, 0 to 4294967295 \
		(shares_v1_ballots lists them): it is ";
	const OFFERING: &str = "id must be the number of an offering, 0 to 4294967295 \
		(shares_v1_offerings lists those of a class): it is ";
	const DATE: &str = "recordDate must be the number of an epoch, 0 to 4294967295 \
		(shares_v1_recordDates lists them): it is ";
	for (given, shown) in [
		(json!(-1), "-1."),
		(json!(4_294_967_296_u64), "4294967296."),
		(json!(1.0), "1.0."),
		(json!("HALO"), "\"HALO\"."),
		(json!(""), "\"\"."),
		(json!(true), "true."),
		(json!([1]), "a list."),
		(json!({ "id": 1 }), "an object."),
	] {
		for method in ["holders", "recordDates", "dividends", "ballots", "offerings"] {
			assert_bad(method, json!([given]), &format!("{CLASS}{shown}"));
		}
		assert_bad("company", json!([given]), &format!("{COMPANY}{shown}"));
		assert_bad("votingPower", json!([ALICE, given]), &format!("{BALLOT}{shown}"));
		assert_bad(
			"ballot",
			json!([given]),
			&format!("{BALLOT}{shown}").replace("ballot must", "id must"),
		);
		assert_bad("offering", json!([given]), &format!("{OFFERING}{shown}"));
		assert_bad("holders", json!([2, given]), &format!("{DATE}{shown}"));
	}
	assert_bad("holders", json!([]), &format!("{CLASS}missing."));
	assert_bad("company", json!({ "company": 0 }), &format!("{COMPANY}missing."));
	assert_bad("offering", json!([null]), &format!("{OFFERING}missing."));
}

#[test]
fn an_account_is_an_address_or_a_key() {
	const MUST: &str =
		"account must be an account, as SS58 address or as 0x and 64 hex digits: it is ";
	for (given, shown) in [(json!(null), "missing."), (json!("alice"), "\"alice\".")] {
		for method in ["portfolio", "claimable", "votingPower"] {
			assert_bad(method, json!([given]), &format!("{MUST}{shown}"));
		}
	}
}

#[test]
fn limits_are_bounded() {
	for given in [json!(0), json!(-1), json!(501), json!(1.5)] {
		let message = format!("limit must be a whole number from 1 to 500: it is {given}.");
		assert_bad("companies", json!({ "limit": given }), &message);
		assert_bad("holders", json!({ "class": 2, "limit": given }), &message);
		assert_bad("ballots", json!({ "limit": given }), &message);
	}
	Client::default().shares("holders", json!({ "class": 2, "limit": 500 })).unwrap();
}

#[test]
fn a_proof_is_asked_for_or_not() {
	for (given, shown) in [(json!(1), "1"), (json!("true"), "\"true\""), (json!([]), "a list")] {
		let message = format!("proof must be true or false: it is {shown}.");
		assert_bad("holders", json!({ "class": 2, "proof": given }), &message);
	}
	for given in [json!(null), json!(false)] {
		let page = Client::default().shares("holders", json!({ "class": 2, "proof": given }));
		assert_eq!(page.unwrap()["proof"], Value::Null);
	}
}

#[test]
fn a_status_is_one_that_ballots_have() {
	for (given, shown) in [(json!("running"), "\"running\""), (json!(0), "0")] {
		let message = format!(
			"status must be \"announced\", \"open\", \"ended\", \"closed\", \"timeLocked\", \"executable\", \
			 \"executed\" or \"void\": it is {shown}."
		);
		assert_bad("ballots", json!({ "status": given }), &message);
	}
	for status in
		["announced", "open", "ended", "closed", "timeLocked", "executable", "executed", "void"]
	{
		Client::default().shares("ballots", json!({ "status": status })).unwrap();
	}
}

#[test]
fn a_token_that_is_no_share_class_is_12001() {
	let message =
		"Token 9 is no share class: shares_v1_companies lists those there are.".to_owned();
	let expected = (12001, message, json!({ "token": 9 }));
	for method in ["holders", "recordDates", "dividends", "ballots", "offerings"] {
		assert_eq!(refusal(method, json!([9])), expected, "{method}");
	}
	assert_eq!(refusal("holders", json!([9, 3])), expected);
}

#[test]
fn unknown_companies_ballots_and_offerings_are_12009() {
	let company = "There is no company 1: shares_v1_companies lists those there are.";
	assert_eq!(refusal("company", json!([1])), (12009, company.into(), json!({ "company": 1 })));
	let ballot = "There is no ballot 9: it was cleared or never called. shares_v1_ballots lists those there are.";
	let expected = (12009, ballot.to_owned(), json!({ "ballot": 9 }));
	assert_eq!(refusal("ballot", json!([9])), expected);
	assert_eq!(refusal("votingPower", json!([ALICE, 9])), expected);
	let offering = "There is no offering 9: it was cleaned up or never opened. shares_v1_offerings lists those of a class.";
	assert_eq!(refusal("offering", json!([9])), (12009, offering.into(), json!({ "offering": 9 })));
}

#[test]
fn a_record_date_has_to_be_live_and_reached() {
	let refused = |class: u32, date: u32, reason: &str, message: &str| {
		let data = json!({ "token": class, "recordDate": date, "reason": reason });
		assert_eq!(refusal("holders", json!([class, date])), (12009, message.into(), data));
	};
	refused(
		2,
		1,
		"unknown",
		"Epoch 1 is no live record date of class 2: shares_v1_recordDates lists them.",
	);
	refused(
		2,
		4,
		"notReached",
		"The record date 4 of class 2 is still to come: shares_v1_recordDates names its block.",
	);
	refused(
		0,
		3,
		"halted",
		"The register of class 0 has stopped, so totals at a record date are unknown until it is repaired.",
	);
}

#[test]
fn an_unknown_block_is_12003() {
	for (method, params) in [
		("portfolio", json!([ALICE, hash(11)])),
		("company", json!([0, hash(11)])),
		("holders", json!({ "class": 2, "at": hash(11) })),
		("ballot", json!([1, hash(11)])),
	] {
		let (code, _, data) = refusal(method, params);
		assert_eq!((code, data), (12003, json!({ "block": hash(11) })), "{method}");
	}
}
