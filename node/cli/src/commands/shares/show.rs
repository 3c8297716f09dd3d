//! `kongsi shares show` and `portfolio`.

use super::super::acting::now;
use crate::{
	address::Address,
	chain::shares::{each, text, words},
	commands::{ballot, dividend},
	context::Context,
	error::Result,
	report::{fields, Report, Table},
	when::Now,
};
use serde_json::{json, Value as Json};

pub(super) async fn show(context: &Context, class: &str) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let class = chain.find_class(&view, class).await?;
	let now = now(&view)?;
	let id = json!(class.token.id);
	let Some(company) = class.company else {
		return platform(&chain, &now, &id).await;
	};
	let answer = chain.shares("company", &[json!(company)]).await?;
	let found = each(&answer["classes"]).find(|class| class["token"] == id);
	let shown = found.cloned().unwrap_or_default();
	let of_class = |list: &str| {
		let mine = each(&answer[list]).filter(|entry| entry["class"] == id);
		mine.cloned().collect::<Vec<Json>>()
	};
	let (ballots, requisitions) = (of_class("ballots"), of_class("requisitions"));
	let offerings = of_class("offerings");
	let mut parts = vec![fields(&class_fields(&answer, &shown))];
	parts.push(dividend::payouts(&shown));
	parts.push(record_dates(&shown, &now));
	parts.push(ballot::listed(&ballots, &requisitions, &now));
	if !offerings.is_empty() {
		parts.push(crate::commands::offering::listed(&offerings));
	}
	parts.retain(|part| !part.is_empty());
	let company = json!({
		"id": answer["id"],
		"name": answer["name"],
		"account": answer["account"],
		"founder": answer["founder"],
		"handedOver": answer["handedOver"],
		"documents": answer["documents"],
	});
	let json = json!({
		"block": answer["block"],
		"epoch": answer["epoch"],
		"company": company,
		"class": shown,
		"ballots": ballots,
		"requisitions": requisitions,
		"offerings": offerings,
	});
	Ok(Report::new(parts.join("\n\n"), json))
}

fn class_fields(company: &Json, class: &Json) -> Vec<(&'static str, String)> {
	let acts = if company["handedOver"] == json!(true) {
		"ballots of its holders".to_owned()
	} else {
		format!("its founder, {}", text(&company["founder"]))
	};
	let role = |name: &str| match class["roles"][name].as_str() {
		Some(account) if Some(account) == company["account"].as_str() => "the company".to_owned(),
		Some(account) => account.to_owned(),
		None => "nobody any more".to_owned(),
	};
	let mut pairs = vec![
		("class", format!("{} {}", class["token"], text(&class["symbol"]))),
		("company", format!("{} {}", company["id"], text(&company["name"]))),
		("account", text(&company["account"]).to_owned()),
		("acts", acts),
		("authorised", class["authorised"].as_str().unwrap_or("without limit").to_owned()),
		("issued", text(&class["issued"]).to_owned()),
		("treasury", text(&class["treasury"]).to_owned()),
		("eligible", text(&class["eligible"]).to_owned()),
		("records", class["records"].to_string()),
		("mints", role("issuer")),
		("names roles", role("owner")),
		("burns", role("admin")),
		("freezes", role("freezer")),
	];
	if let Some(reason) = class["haltedBy"].as_str() {
		pairs.push(("halted", reason.to_owned()));
	}
	if let Some(split) = class["split"].as_object() {
		let of = |name: &str| split.get(name).map(Json::to_string).unwrap_or_default();
		let phase = split.get("phase").map(text).unwrap_or_default();
		pairs.push(("split", format!("{} for {}, {phase}", of("new"), of("old"))));
	}
	if class["fractions"].is_object() {
		pairs.push(("fractions", fractions(&class["fractions"])));
	}
	pairs
}

/// The sale of what the fractions of a split make up.
fn fractions(sale: &Json) -> String {
	let bid = match sale["highest"]["amount"].as_str() {
		Some(amount) => format!("{amount} KSI bid until epoch {}", sale["highest"]["closes"]),
		None => "no bid yet".to_owned(),
	};
	let next = match sale["least"].as_str() {
		Some(least) => format!("the next bid is {least} or more"),
		None => "anybody may settle it".to_owned(),
	};
	format!("of split {}: {} shares for sale, {bid}, {next}", sale["split"], text(&sale["shares"]))
}

fn record_dates(class: &Json, now: &Now) -> String {
	let mut table = Table::new(&["record date", "", "eligible", "for"]);
	for date in each(&class["recordDates"]) {
		let purposes: Vec<String> = each(&date["purposes"])
			.map(|purpose| format!("{} {}", text(&purpose["kind"]), purpose["id"]))
			.collect();
		let block = crate::chain::shares::unsigned(&date["recordBlock"]);
		table.row([
			date["recordDate"].to_string(),
			now.text(block),
			text(&date["eligible"]).to_owned(),
			purposes.join(", "),
		]);
	}
	table.text_or("")
}

/// KSI, which no company issues.
async fn platform(chain: &crate::chain::Chain, now: &Now, id: &Json) -> Result<Report> {
	let dividends = chain.shares("dividends", std::slice::from_ref(id)).await?;
	let dates = chain.shares("recordDates", std::slice::from_ref(id)).await?;
	let supply = chain.shares("holders", &[id.clone(), Json::Null, Json::Null, json!(1)]).await?;
	let shown = json!({
		"token": id,
		"symbol": dividends["symbol"],
		"decimals": chain.identity.unit.decimals,
		"issued": supply["shares"],
		"eligible": dividends["eligible"],
		"payouts": dividends["payouts"],
		"recordDates": dates["recordDates"],
	});
	let pairs = [
		("class", format!("{id} {}", text(&shown["symbol"]))),
		("company", "none: it is the share of the exchange".to_owned()),
		("acts", "referenda, see `kongsi gov`".to_owned()),
		("issued", text(&shown["issued"]).to_owned()),
		("eligible", text(&shown["eligible"]).to_owned()),
	];
	let mut parts = vec![fields(&pairs), dividend::payouts(&shown), record_dates(&shown, now)];
	parts.retain(|part| !part.is_empty());
	let json = json!({
		"block": dividends["block"],
		"epoch": dividends["epoch"],
		"company": null,
		"class": shown,
		"ballots": [],
		"requisitions": [],
		"offerings": [],
	});
	Ok(Report::new(parts.join("\n\n"), json))
}

pub(super) async fn portfolio(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let who = chain.address(&context.account(&chain, account)?);
	let params = [json!(who), Json::Null];
	let answer = chain.all_shares("portfolio", &params, "classes", usize::MAX).await?;
	let now = now(&chain.best().await?)?;
	let mut table =
		Table::new(&["class", "shares", "free", "in orders", "vesting", "held", "can claim"]);
	let mut more = Vec::new();
	for class in each(&answer["classes"]) {
		let of = |name: &str| text(&class[name]).to_owned();
		let dues: Vec<String> = each(&class["claimable"]).map(dividend::due).collect();
		table.row([
			format!("{} {}", class["class"], text(&class["symbol"])),
			of("total"),
			of("free"),
			of("inOrders"),
			of("vesting"),
			of("held"),
			dues.join(", "),
		]);
		more.extend(class_lines(class, &now));
	}
	let mut parts = vec![table.text_or(&format!("{who} owns no shares and is owed nothing"))];
	if !more.is_empty() {
		parts.push(more.join("\n"));
	}
	Ok(Report::new(parts.join("\n\n"), answer))
}

/// What a class has for an account besides its shares.
fn class_lines(class: &Json, now: &Now) -> Vec<String> {
	let symbol = text(&class["symbol"]);
	let mut lines = Vec::new();
	for ballot in each(&class["ballots"]) {
		let own = &ballot["own"];
		lines.push(format!(
			"{symbol}  ballot {} is {}, weight {}, {}",
			ballot["id"],
			words(&ballot["status"]),
			text(&own["weight"]),
			ballot::own_answer(own),
		));
	}
	for requisition in each(&class["requisitions"]) {
		let signed = requisition["own"]["signed"] == json!(true);
		lines.push(format!(
			"{symbol}  requisition {} has {} of {} shares, {}",
			requisition["id"],
			text(&requisition["signed"]),
			text(&requisition["needed"]),
			if signed { "signed" } else { "not signed" },
		));
	}
	for rights in each(&class["rights"]) {
		lines.push(format!(
			"{symbol}  offering {}: {} rights to claim, {} to use until {}",
			rights["offering"],
			text(&rights["claimable"]),
			text(&rights["owned"]),
			now.text(crate::chain::shares::unsigned(&rights["expires"])),
		));
	}
	for grant in each(&class["grants"]) {
		lines.push(format!(
			"{symbol}  grant {}: {} of {} released, {} due",
			grant["id"],
			text(&grant["released"]),
			text(&grant["amount"]),
			text(&grant["due"]),
		));
	}
	for fraction in each(&class["fractions"]) {
		let told = match fraction["token"].is_null() {
			true => "not sold yet".to_owned(),
			false => format!("{} to claim", text(&fraction["claimable"])),
		};
		lines.push(format!("{symbol}  fraction of split {}: {told}", fraction["split"]));
	}
	if class["excluded"] == json!(true) {
		lines.push(format!("{symbol}  the account neither earns nor votes"));
	}
	if let Some(delegate) = class["delegate"].as_str() {
		lines.push(format!("{symbol}  votes are delegated to {delegate}"));
	}
	lines
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn roles_name_the_company_and_those_given_up() {
		let company = json!({ "id": 0, "name": "Halo", "account": "5C", "founder": "5F", "handedOver": false });
		let class = json!({
			"token": 2, "symbol": "HALO", "authorised": null, "issued": "60000", "treasury": "0",
			"eligible": "60000", "records": 6,
			"roles": { "owner": "5F", "issuer": "5C", "admin": null, "freezer": null },
		});
		let pairs = class_fields(&company, &class);
		let value = |name: &str| pairs.iter().find(|pair| pair.0 == name).unwrap().1.clone();
		assert_eq!(value("mints"), "the company");
		assert_eq!(value("names roles"), "5F");
		assert_eq!(value("burns"), "nobody any more");
		assert_eq!(value("authorised"), "without limit");
		assert_eq!(value("acts"), "its founder, 5F");
	}

	#[test]
	fn a_sale_of_fractions_says_what_the_next_bid_is() {
		let sale = json!({
			"split": 0, "shares": "3", "least": "52.5",
			"highest": { "bidder": "5F", "amount": "50", "closes": 9 },
		});
		assert_eq!(
			fractions(&sale),
			"of split 0: 3 shares for sale, 50 KSI bid until epoch 9, the next bid is 52.5 or more"
		);
		let over = json!({ "split": 0, "shares": "3", "least": null, "highest": null });
		assert_eq!(
			fractions(&over),
			"of split 0: 3 shares for sale, no bid yet, anybody may settle it"
		);
	}

	#[test]
	fn a_portfolio_tells_what_waits_for_its_owner() {
		let class = json!({
			"symbol": "HALO",
			"ballots": [{ "id": 0, "status": "open", "own": { "weight": "10000", "vote": null } }],
			"requisitions": [{ "id": 4, "signed": "1400", "needed": "3000", "own": { "signed": true } }],
			"fractions": [{ "split": 1, "token": null, "claimable": "0" }],
			"delegate": "5D",
		});
		let now = Now { height: 10, block_ms: 2_000 };
		assert_eq!(
			class_lines(&class, &now),
			[
				"HALO  ballot 0 is open, weight 10000, no vote yet",
				"HALO  requisition 4 has 1400 of 3000 shares, signed",
				"HALO  fraction of split 1: not sold yet",
				"HALO  votes are delegated to 5D",
			]
		);
	}
}
