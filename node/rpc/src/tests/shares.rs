//! What callers of `shares_v1` see. Class 2 is HALO, which has no decimals; token 1 is CASH, which has 6.

mod answers;
mod lists;
mod proofs;
mod refusals;

use crate::mock::Client;
use serde_json::{json, Value};

fn call(method: &str, params: Value) -> Value {
	Client::default().shares(method, params).unwrap()
}

fn hex(byte: &str, times: usize) -> String {
	format!("0x{}", byte.repeat(times))
}

/// The accounts of the mock's company and pot.
fn company_account() -> Value {
	json!(address(crate::mock::shares::COMPANY))
}

fn pot() -> Value {
	json!(address(crate::mock::shares::POT))
}

fn address(account: sp_runtime::AccountId32) -> String {
	sp_core::crypto::Ss58Codec::to_ss58check(&account)
}

fn cash() -> Value {
	json!({ "id": 1, "symbol": "CASH", "decimals": 6 })
}

fn halo() -> Value {
	json!({ "id": 2, "symbol": "HALO", "decimals": 0 })
}

/// Ballot 1 as every answer shows it. 300 + 100 + 25 of 850 shares have answered: one half.
fn open_ballot() -> Value {
	json!({
		"id": 1,
		"class": 2,
		"symbol": "HALO",
		"company": 0,
		"document": hex("22", 32),
		"choices": 2,
		"call": "0x000102",
		"kind": "special",
		"requisitioned": true,
		"status": "open",
		"recordDate": 3,
		"recordBlock": 8,
		"opens": 8,
		"closes": 20,
		"eligible": "850",
		"weights": ["300", "100"],
		"abstain": "25",
		"turnout": "0.5",
		"quorumPpm": 250_000,
		"thresholdPpm": 750_000,
		"above": false,
		"outcome": "won",
		"winner": 0,
		"executableFrom": null,
		"executableUntil": null,
	})
}

/// Ballot 2, whose record date is still to come.
fn announced_ballot() -> Value {
	json!({
		"id": 2,
		"class": 2,
		"symbol": "HALO",
		"company": 0,
		"document": hex("33", 32),
		"choices": 3,
		"call": null,
		"kind": "ordinary",
		"requisitioned": false,
		"status": "announced",
		"recordDate": 4,
		"recordBlock": 12,
		"opens": 12,
		"closes": 32,
		"eligible": null,
		"weights": ["0", "0", "0"],
		"abstain": "0",
		"turnout": null,
		"quorumPpm": 100_000,
		"thresholdPpm": 500_000,
		"above": true,
		"outcome": "noQuorum",
		"winner": null,
		"executableFrom": null,
		"executableUntil": null,
	})
}

fn requisition() -> Value {
	json!({
		"id": 5,
		"class": 2,
		"symbol": "HALO",
		"company": 0,
		"document": hex("44", 32),
		"choices": 2,
		"call": null,
		"kind": "ordinary",
		"proposer": super::CHARLIE,
		"recordDate": 3,
		"recordBlock": 8,
		"eligible": "850",
		"signed": "20",
		"needed": "43",
		"closes": 30,
	})
}

/// Offering 6: 10 lots of 5 shares, from 2 CASH a lot, for holders of rights 1.5 CASH.
fn announced_offering() -> Value {
	json!({
		"id": 6,
		"class": 2,
		"symbol": "HALO",
		"company": 0,
		"payment": cash(),
		"status": "announced",
		"pricing": "auction",
		"lots": "10",
		"lotSize": "5",
		"shares": "50",
		"reserve": "2",
		"rightsPrice": "1.5",
		"rightsToken": 9,
		"recordDate": 3,
		"recordBlock": 8,
		"opens": 12,
		"public": 16,
		"closes": 20,
		"claimed": "4",
		"exercised": "0",
		"demand": "0",
		"deposits": "0",
		"bids": 0,
		"price": null,
		"sold": "0",
		"proceeds": "0",
	})
}

/// Offering 8: a fixed price of 1 CASH a lot, being settled.
fn settling_offering() -> Value {
	json!({
		"id": 8,
		"class": 2,
		"symbol": "HALO",
		"company": 0,
		"payment": cash(),
		"status": "settling",
		"pricing": "fixed",
		"lots": "10",
		"lotSize": "5",
		"shares": "50",
		"reserve": "1",
		"rightsPrice": null,
		"rightsToken": null,
		"recordDate": null,
		"recordBlock": null,
		"opens": 4,
		"public": 4,
		"closes": 8,
		"claimed": "0",
		"exercised": "0",
		"demand": "30",
		"deposits": "30",
		"bids": 3,
		"price": "1",
		"sold": "2",
		"proceeds": "2",
	})
}

/// What class 2 pays in. 10,000.5 atoms of CASH a share are 0.0100005 CASH.
fn payouts() -> Value {
	json!([{
		"token": 1,
		"symbol": "CASH",
		"lifetime": "10",
		"claimed": "6",
		"booked": "4",
		"pot": "4.5",
		"solvent": true,
		"pending": "1",
		"streaming": "0.6",
		"perBoundary": "0.1",
		"perShare": "0.0100005",
		"dated": [
			{
				"recordDate": 3,
				"recordBlock": 8,
				"paymentDate": 5,
				"paymentBlock": 16,
				"waiting": "0",
				"perShare": "0.001",
			},
			{
				"recordDate": 5,
				"recordBlock": 16,
				"paymentDate": 6,
				"paymentBlock": 20,
				"waiting": "0.85",
				"perShare": null,
			},
		],
	}])
}

/// The record dates of class 2: two that are kept, and one that only a dividend has.
fn record_dates() -> Value {
	json!([
		{
			"recordDate": 3,
			"recordBlock": 8,
			"reached": true,
			"eligible": "850",
			"references": 3,
			"purposes": [
				{ "kind": "ballot", "id": 1 },
				{ "kind": "requisition", "id": 5 },
				{ "kind": "offering", "id": 6 },
			],
		},
		{
			"recordDate": 4,
			"recordBlock": 12,
			"reached": false,
			"eligible": null,
			"references": 1,
			"purposes": [{ "kind": "ballot", "id": 2 }],
		},
		{
			"recordDate": 5,
			"recordBlock": 16,
			"reached": false,
			"eligible": null,
			"references": 0,
			"purposes": [{ "kind": "dividend", "id": 1 }],
		},
	])
}
