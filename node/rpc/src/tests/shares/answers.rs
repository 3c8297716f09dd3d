//! The shape of each method's answer.

use super::{
	announced_ballot, announced_offering, call, cash, company_account, halo, hex, open_ballot,
	payouts, pot, record_dates, requisition, settling_offering,
};
use crate::tests::{best, ALICE, ALICE_HEX, BOB, CHARLIE};
use serde_json::{json, Value};

/// `a` with the fields of `b`.
fn with(mut a: Value, b: Value) -> Value {
	for (key, value) in b.as_object().unwrap() {
		a[key] = value.clone();
	}
	a
}

fn at_best(answer: Value) -> Value {
	with(answer, json!({ "block": best() }))
}

/// Alice's part in ballot 1: she answered for 10 shares and 5 of a follower.
fn own_vote() -> Value {
	json!({
		"weight": "10",
		"total": "13",
		"vote": {
			"by": "own",
			"answer": 0,
			"delegate": null,
			"weight": "10",
			"attached": "5",
		},
		"delegate": BOB,
	})
}

#[test]
fn portfolio_gives_everything_by_class() {
	let not_yet = json!({ "weight": null, "total": "13", "vote": null, "delegate": null });
	let ksi = json!({
		"class": 0,
		"symbol": "KSI",
		"company": null,
		"status": "live",
		"excluded": false,
		"total": "5.000000000001",
		"free": "1.5",
		"inOrders": "3.5",
		"vesting": "0",
		"held": "0.000000000001",
		"claimable": [{ "token": 1, "symbol": "CASH", "claimable": "1", "waiting": "0" }],
		"delegate": null,
		"ballots": [],
		"requisitions": [],
		"rights": [],
		"grants": [],
		"fractions": [],
	});
	let shares = json!({
		"class": 2,
		"symbol": "HALO",
		"company": { "id": 0, "name": "Halo Ltd" },
		"status": "live",
		"excluded": false,
		"total": "13",
		"free": "7",
		"inOrders": "3",
		"vesting": "2",
		"held": "1",
		"claimable": [{
			"token": 1,
			"symbol": "CASH",
			"claimable": "0.130006",
			"waiting": "0.013",
		}],
		"delegate": BOB,
		"ballots": [
			with(open_ballot(), json!({ "own": own_vote() })),
			with(announced_ballot(), json!({ "own": not_yet })),
		],
		"requisitions": [
			with(requisition(), json!({ "own": { "weight": "10", "signed": false } })),
		],
		"rights": [{
			"offering": 6,
			"token": 9,
			"claimable": "0",
			"claimed": "1",
			"owned": "2",
			"price": "1.5",
			"payment": 1,
			"expires": 16,
		}],
		"grants": [{
			"id": 0,
			"amount": "4",
			"released": "2",
			"due": "1",
			"start": 0,
			"cliff": 4,
			"end": 12,
			"revocable": true,
		}],
		"fractions": [
			{ "split": 0, "token": 1, "claimable": "0.5" },
			{ "split": 1, "token": null, "claimable": "0" },
		],
	});
	let expected = at_best(json!({
		"account": ALICE,
		"epoch": 3,
		// The runtime gives class 2 first; callers read them by number.
		"classes": [ksi, shares],
		// 1 + 0.130006.
		"claimable": [{
			"token": 1,
			"symbol": "CASH",
			"claimable": "1.130006",
			"waiting": "0.013",
		}],
		"tokens": [{ "id": 0, "symbol": "KSI", "decimals": 12 }, cash(), halo()],
		"nextCursor": null,
	}));
	assert_eq!(call("portfolio", json!([ALICE])), expected);
	assert_eq!(call("portfolio", json!({ "account": ALICE_HEX })), expected);
}

#[test]
fn company_gives_its_classes_and_what_is_before_their_holders() {
	let class = json!({
		"token": 2,
		"symbol": "HALO",
		"decimals": 0,
		"status": "live",
		"haltedBy": null,
		"authorised": "2000",
		"issued": "1000",
		"treasury": "100",
		"eligible": "850",
		"excluded": [
			{ "account": company_account(), "shares": "100" },
			{ "account": pot(), "shares": "0" },
			{ "account": CHARLIE, "shares": "50" },
		],
		"records": 4,
		"roles": {
			"owner": company_account(),
			"issuer": null,
			"admin": null,
			"freezer": null,
		},
		"rolesGivenUp": ["issuer", "admin", "freezer"],
		"pot": pot(),
		"payouts": payouts(),
		"recordDates": record_dates(),
		"split": {
			"new": 2,
			"old": 1,
			"phase": "converting",
			"supply": "1000",
			"converted": "400",
		},
		"fractions": {
			"split": 0,
			"shares": "3",
			"highest": { "bidder": CHARLIE, "amount": "1.5", "closes": 6 },
			"least": "1.575",
		},
	});
	let expected = at_best(json!({
		"id": 0,
		"name": "Halo Ltd",
		"account": company_account(),
		"founder": BOB,
		"handedOver": false,
		"documents": [hex("11", 32)],
		"epoch": 3,
		"classes": [class],
		"ballots": [open_ballot(), announced_ballot()],
		"requisitions": [requisition()],
		"offerings": [announced_offering(), settling_offering()],
		"tokens": [{ "id": 0, "symbol": "KSI", "decimals": 12 }, cash(), halo()],
	}));
	assert_eq!(call("company", json!([0])), expected);
	assert_eq!(call("company", json!({ "id": "0" })), expected);
}

#[test]
fn a_name_that_is_no_text_is_shown_as_far_as_it_is() {
	let company = call("company", json!([7]));
	assert_eq!(company["name"], "A\u{FFFD}");
	assert_eq!(company["handedOver"], true);
	assert_eq!(company["classes"], json!([]));
}

#[test]
fn companies_name_their_classes() {
	let companies = call("companies", json!([]));
	assert_eq!(
		companies["companies"][0],
		json!({
			"id": 0,
			"name": "Halo Ltd",
			"account": company_account(),
			"founder": BOB,
			"handedOver": false,
			"documents": [hex("11", 32)],
			"classes": [halo()],
		})
	);
	assert_eq!(companies["companies"][1]["id"], 7);
	assert_eq!(companies["nextCursor"], Value::Null);
}

#[test]
fn holders_are_those_of_now_or_of_a_record_date() {
	let now = call("holders", json!([2]));
	assert_eq!(
		now,
		at_best(json!({
			"class": 2,
			"symbol": "HALO",
			"recordDate": null,
			"recordBlock": null,
			"shares": "1000",
			"holders": [
				{
					"account": BOB,
					"shares": "887",
					"part": "0.887",
					"free": "887",
					"held": "0",
					"excluded": false,
				},
				{
					"account": ALICE,
					"shares": "13",
					"part": "0.013",
					"free": "7",
					"held": "6",
					"excluded": false,
				},
				{
					"account": company_account(),
					"shares": "100",
					"part": "0.1",
					"free": "100",
					"held": "0",
					"excluded": true,
				},
			],
			"proof": null,
			"nextCursor": null,
		}))
	);
	let then = call("holders", json!({ "class": 2, "recordDate": 3 }));
	assert_eq!(then["recordDate"], 3);
	assert_eq!(then["recordBlock"], 8);
	assert_eq!(then["shares"], "850");
	// 840 / 850 = 0.98823529411764...
	assert_eq!(then["holders"][0]["part"], "0.988235294117");
	assert_eq!(then["holders"][1]["shares"], "10");
	assert_eq!(then["holders"][2], Value::Null);
}

#[test]
fn record_dates_say_what_they_are_for() {
	let expected = at_best(json!({
		"class": 2,
		"symbol": "HALO",
		"epoch": 3,
		"epochBlocks": 4,
		"recordDates": record_dates(),
	}));
	assert_eq!(call("recordDates", json!([2])), expected);
}

#[test]
fn dividends_say_what_is_paid_and_owed() {
	let expected = at_best(json!({
		"class": 2,
		"symbol": "HALO",
		"epoch": 3,
		"eligible": "850",
		"payouts": payouts(),
	}));
	assert_eq!(call("dividends", json!([2])), expected);
	assert_eq!(call("dividends", json!({ "class": 0 }))["payouts"], json!([]));
}

#[test]
fn claimable_sums_over_classes_and_names_halted_ones() {
	let due = |claimable, waiting| json!([{ "token": 1, "symbol": "CASH", "claimable": claimable, "waiting": waiting }]);
	let class = |class, symbol, status, claimable| json!({ "class": class, "symbol": symbol, "status": status, "claimable": claimable });
	let expected = at_best(json!({
		"account": ALICE,
		"classes": [
			class(0, "KSI", "live", due("1", "0")),
			class(1, "CASH", "halted", json!([])),
			class(2, "HALO", "live", due("0.130006", "0.013")),
		],
		"claimable": due("1.130006", "0.013"),
		"nextCursor": null,
	}));
	assert_eq!(call("claimable", json!([ALICE])), expected);
	let nothing = call("claimable", json!([BOB]));
	assert_eq!(nothing["classes"], json!([]));
	assert_eq!(nothing["claimable"], json!([]));
}

#[test]
fn a_ballot_shows_its_count() {
	assert_eq!(call("ballot", json!([1])), at_best(open_ballot()));
	assert_eq!(call("ballot", json!({ "id": 2 })), at_best(announced_ballot()));
	let closed = call("ballot", json!([3]));
	assert_eq!(closed["status"], "closed");
	assert_eq!(closed["outcome"], "noMajority");
	assert_eq!(closed["winner"], Value::Null);
	// One of three, rounded down.
	assert_eq!(closed["turnout"], "0.333333");
	let executable = call("ballot", json!([4]));
	assert_eq!(executable["status"], "executable");
	assert_eq!(executable["executableFrom"], 9);
	assert_eq!(executable["executableUntil"], 15);
}

#[test]
fn voting_power_tells_own_delegated_and_future_votes() {
	let head = |ballot, status, date, block| {
		json!({
			"ballot": ballot,
			"class": 2,
			"symbol": "HALO",
			"status": status,
			"recordDate": date,
			"recordBlock": block,
		})
	};
	let of = |account| with(head(1, "open", 3, 8), json!({ "account": account }));
	assert_eq!(call("votingPower", json!([ALICE, 1])), at_best(with(of(ALICE), own_vote())));

	let follows = json!({
		"weight": "5",
		"total": "0",
		"vote": {
			"by": "delegate",
			"answer": null,
			"delegate": ALICE,
			"weight": "5",
			"attached": null,
		},
		"delegate": ALICE,
	});
	assert_eq!(call("votingPower", json!([BOB, 1])), at_best(with(of(BOB), follows)));

	let abstains = call("votingPower", json!({ "account": CHARLIE, "ballot": 1 }));
	assert_eq!(abstains["vote"]["answer"], "abstain");

	let before = call("votingPower", json!([ALICE, 2]));
	assert_eq!(before["weight"], Value::Null);
	assert_eq!(before["recordBlock"], 12);
}

#[test]
fn offerings_show_lots_prices_and_dates() {
	assert_eq!(call("offering", json!([6])), at_best(announced_offering()));
	assert_eq!(call("offering", json!({ "id": 8 })), at_best(settling_offering()));
	let expected = at_best(json!({
		"class": 2,
		"symbol": "HALO",
		"offerings": [announced_offering(), settling_offering()],
	}));
	assert_eq!(call("offerings", json!([2])), expected);
	let none = call("offerings", json!([0]));
	assert_eq!(none["symbol"], "KSI");
	assert_eq!(none["offerings"], json!([]));
}
