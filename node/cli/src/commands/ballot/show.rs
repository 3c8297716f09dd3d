//! `kongsi ballot list` and `show`.

use super::{
	super::acting::{now, shown_account},
	Status,
};
use crate::{
	address::Address,
	chain::{
		call,
		shares::{each, text, unsigned, words},
		view::{number_field, View},
		Chain,
	},
	commands::shares::percent,
	context::Context,
	error::{Kind, Result},
	report::{fields, Report, Table},
	when::Now,
};
use serde_json::{json, Value as Json};
use std::collections::BTreeSet;
use subxt::dynamic::Value;

/// Ballots that one list shows at most.
const MAX_BALLOTS: usize = 2_000;
/// Companies whose requisitions one list shows at most.
const MAX_COMPANIES: usize = 100;
/// Where nothing happens to a ballot any more.
const OVER: [&str; 3] = ["closed", "executed", "void"];

pub(super) async fn list(
	context: &Context,
	class: Option<&str>,
	status: Option<Status>,
	all: bool,
) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let class = match class {
		Some(class) => Some(chain.find_class(&view, class).await?.token.id),
		None => None,
	};
	let params = [json!(class), json!(status.map(Status::word))];
	let mut answer = chain.all_shares("ballots", &params, "ballots", MAX_BALLOTS).await?;
	if let Some(ballots) = answer["ballots"].as_array_mut() {
		let shown =
			|ballot: &Json| all || status.is_some() || !OVER.contains(&text(&ballot["status"]));
		ballots.retain(shown);
	}
	// A requisition has no status: it can be signed, or it is none.
	let requisitions = match status {
		Some(_) => Vec::new(),
		None => requisitions(&chain, &view, class).await?,
	};
	answer["requisitions"] = Json::Array(requisitions.clone());
	let ballots = answer["ballots"].as_array().cloned().unwrap_or_default();
	let shown = listed(&ballots, &requisitions, &now(&view)?);
	let shown = if shown.is_empty() { "nothing is before the holders".to_owned() } else { shown };
	Ok(Report::new(shown, answer))
}

/// Requisitions that can be signed, of one class or of all.
async fn requisitions(chain: &Chain, view: &View, class: Option<u32>) -> Result<Vec<Json>> {
	let stored: Vec<((u32,), Value)> = view.entries("Ballots", "Requisitions", ()).await?;
	let companies: BTreeSet<u32> = stored
		.iter()
		.filter(|(_, record)| {
			class.is_none_or(|class| number_field(record, "class") == Some(class.into()))
		})
		.filter_map(|(_, record)| number_field(record, "company"))
		.filter_map(|company| u32::try_from(company).ok())
		.collect();
	let mut found = Vec::new();
	for company in companies.into_iter().take(MAX_COMPANIES) {
		let answer = chain.shares("company", &[json!(company)]).await?;
		let wanted = each(&answer["requisitions"])
			.filter(|entry| class.is_none_or(|class| entry["class"] == json!(class)));
		found.extend(wanted.cloned());
	}
	found.sort_by_key(|requisition| unsigned(&requisition["id"]));
	Ok(found)
}

/// Tables of ballots and of requisitions; nothing if there are none.
pub(in crate::commands) fn listed(ballots: &[Json], requisitions: &[Json], now: &Now) -> String {
	let mut table =
		Table::new(&["ballot", "class", "kind", "status", "turnout", "stands", "until"]);
	for ballot in ballots {
		table.row([
			ballot["id"].to_string(),
			text(&ballot["symbol"]).to_owned(),
			text(&ballot["kind"]).to_owned(),
			words(&ballot["status"]),
			percent(text(&ballot["turnout"])),
			standing(ballot),
			until(ballot, now),
		]);
	}
	let mut signing = Table::new(&["requisition", "class", "kind", "signed", "needed", "until"]);
	for requisition in requisitions {
		signing.row([
			requisition["id"].to_string(),
			text(&requisition["symbol"]).to_owned(),
			text(&requisition["kind"]).to_owned(),
			text(&requisition["signed"]).to_owned(),
			text(&requisition["needed"]).to_owned(),
			now.text(unsigned(&requisition["closes"])),
		]);
	}
	let parts = [table, signing].into_iter().filter(|table| !table.is_empty());
	parts.map(|table| table.text()).collect::<Vec<_>>().join("\n\n")
}

/// The name of a choice: of two, the second is against the first.
fn choice(choice: u64, choices: u64) -> String {
	match (choice, choices) {
		(0, _) => "for".to_owned(),
		(1, 2) => "against".to_owned(),
		(other, _) => format!("choice {other}"),
	}
}

/// How a ballot stands or ended.
fn standing(ballot: &Json) -> String {
	let choices = ballot["choices"].as_u64().unwrap_or_default();
	if text(&ballot["status"]) == "announced" {
		return "-".to_owned();
	}
	match (text(&ballot["outcome"]), ballot["winner"].as_u64()) {
		("won", Some(winner)) => choice(winner, choices),
		("noQuorum", _) => "too few answers".to_owned(),
		("noMajority", _) => "no majority".to_owned(),
		(other, _) => other.to_owned(),
	}
}

/// What comes next, and when.
fn until(ballot: &Json, now: &Now) -> String {
	let at = |name: &str| now.text(unsigned(&ballot[name]));
	match text(&ballot["status"]) {
		"announced" => format!("opens at {}", at("opens")),
		"open" => format!("ends at {}", at("closes")),
		"ended" => "anybody may close it".to_owned(),
		"timeLocked" => format!("its call may run from {}", at("executableFrom")),
		"executable" => format!("its call may run until {}", at("executableUntil")),
		_ => String::new(),
	}
}

/// What an account has answered in a ballot.
pub(in crate::commands) fn own_answer(own: &Json) -> String {
	let vote = &own["vote"];
	match (text(&vote["by"]), &vote["answer"], vote["delegate"].as_str()) {
		("own", Json::Number(choice), _) => format!("voted for choice {choice}"),
		("own", ..) => "abstained".to_owned(),
		("delegate", _, Some(delegate)) => format!("counts as {delegate} answers"),
		_ => "no vote yet".to_owned(),
	}
}

pub(super) async fn show(
	context: &Context,
	ballot: u32,
	account: Option<&Address>,
) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let now = now(&view)?;
	let who = shown_account(context, &chain, account)?;
	let answer = match chain.ballot(ballot).await {
		Ok(answer) => answer,
		Err(failure) if failure.kind != Kind::Input => return Err(failure),
		Err(failure) => {
			// A requisition has the number of the ballot that it may become.
			let found = requisitions(&chain, &view, None).await?;
			let found = found.into_iter().find(|found| found["id"] == json!(ballot));
			let found = found.ok_or(failure)?;
			return requisition(&view, &now, found);
		}
	};
	let mut json = answer.clone();
	let mut pairs = ballot_fields(&view, &answer, &now);
	if let Some(who) = who {
		let params = [json!(chain.address(&who)), json!(ballot)];
		let own = chain.shares("votingPower", &params).await?;
		pairs.push(("your weight", text(&own["weight"]).to_owned()));
		pairs.push(("your vote", own_answer(&own)));
		if let Some(delegate) = own["delegate"].as_str() {
			pairs.push(("delegate", delegate.to_owned()));
		}
		json["own"] = json!({
			"account": own["account"],
			"weight": own["weight"],
			"total": own["total"],
			"vote": own["vote"],
			"delegate": own["delegate"],
		});
	}
	Ok(Report::new(fields(&pairs), json))
}

fn ballot_fields(view: &View, ballot: &Json, now: &Now) -> Vec<(&'static str, String)> {
	let choices = ballot["choices"].as_u64().unwrap_or_default();
	let weights: Vec<String> = (0u64..)
		.zip(each(&ballot["weights"]))
		.map(|(number, weight)| format!("{} {}", text(weight), choice(number, choices)))
		.collect();
	let percent_of = |name: &str| {
		let ppm = ballot[name].as_u64().unwrap_or_default();
		let parts = u32::try_from(ppm.saturating_mul(1_000)).unwrap_or(u32::MAX);
		crate::percent::Percent::from_parts(parts).to_string()
	};
	let more_than = if ballot["above"] == json!(true) { "more than" } else { "at least" };
	let caller = if ballot["requisitioned"] == json!(true) { "holders" } else { "the company" };
	vec![
		("ballot", ballot["id"].to_string()),
		("class", format!("{} {}", ballot["class"], text(&ballot["symbol"]))),
		("called by", caller.to_owned()),
		("text", text(&ballot["document"]).to_owned()),
		("runs", call_text(view, &ballot["call"])),
		(
			"status",
			format!("{}, {}", words(&ballot["status"]), until(ballot, now))
				.trim_end_matches([',', ' '])
				.to_owned(),
		),
		("record date", format!("{} (block {})", ballot["recordDate"], ballot["recordBlock"])),
		("eligible", text(&ballot["eligible"]).to_owned()),
		("weights", format!("{}, {} abstain", weights.join(", "), text(&ballot["abstain"]))),
		(
			"turnout",
			format!("{} of {} needed", percent(text(&ballot["turnout"])), percent_of("quorumPpm")),
		),
		("passes with", format!("{more_than} {} of the choices", percent_of("thresholdPpm"))),
		("stands", standing(ballot)),
	]
}

fn requisition(view: &View, now: &Now, found: Json) -> Result<Report> {
	let pairs = [
		("requisition", found["id"].to_string()),
		("class", format!("{} {}", found["class"], text(&found["symbol"]))),
		("proposer", text(&found["proposer"]).to_owned()),
		("text", text(&found["document"]).to_owned()),
		("runs", call_text(view, &found["call"])),
		(
			"signed",
			format!("{} of {} shares needed", text(&found["signed"]), text(&found["needed"])),
		),
		("record date", format!("{} (block {})", found["recordDate"], found["recordBlock"])),
		("until", now.text(unsigned(&found["closes"]))),
	];
	Ok(Report::new(fields(&pairs), json!({ "requisition": found })))
}

/// The call of a motion as [`call::parse`] reads it, or its bytes if this runtime knows no such call.
fn call_text(view: &View, bytes: &Json) -> String {
	let Some(hex) = bytes.as_str() else { return "nothing: it is about a text".to_owned() };
	let decoded = hex.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
	let call = decoded.and_then(|bytes| view.decode_call(&bytes).ok());
	call.map(|call| call::text(&call)).unwrap_or_else(|| hex.to_owned())
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: Now = Now { height: 100, block_ms: 2_000 };

	#[test]
	fn ballots_and_requisitions_are_listed_in_tables_of_their_own() {
		let ballot = json!({
			"id": 0, "symbol": "HALO", "kind": "ordinary", "status": "open", "turnout": "0.106666",
			"choices": 2, "outcome": "won", "winner": 1, "closes": 130,
		});
		let requisition = json!({
			"id": 4, "symbol": "HALO", "kind": "special", "signed": "1400", "needed": "3000", "closes": 160,
		});
		assert_eq!(
			listed(&[ballot], &[requisition], &NOW),
			"ballot  class  kind      status  turnout  stands   until\n\
			 0       HALO   ordinary  open    10.66%   against  ends at block 130, in 1 min\n\n\
			 requisition  class  kind     signed  needed  until\n\
			 4            HALO   special  1400    3000    block 160, in 2 min"
		);
		assert_eq!(listed(&[], &[], &NOW), "");
	}

	#[test]
	fn a_ballot_says_what_comes_next() {
		let ballot = |status: &str| json!({ "status": status, "opens": 110, "closes": 130, "executableFrom": 140, "executableUntil": 400 });
		for (status, expected) in [
			("announced", "opens at block 110, in 20 s"),
			("ended", "anybody may close it"),
			("timeLocked", "its call may run from block 140, in 1 min 20 s"),
			("executable", "its call may run until block 400, in 10 min"),
			("executed", ""),
		] {
			assert_eq!(until(&ballot(status), &NOW), expected, "{status}");
		}
	}

	#[test]
	fn an_own_answer_is_told_in_words() {
		let own = |vote: Json| json!({ "vote": vote });
		assert_eq!(own_answer(&own(json!({ "by": "own", "answer": 0 }))), "voted for choice 0");
		assert_eq!(own_answer(&own(json!({ "by": "own", "answer": "abstain" }))), "abstained");
		assert_eq!(
			own_answer(&own(json!({ "by": "delegate", "answer": null, "delegate": "5F" }))),
			"counts as 5F answers"
		);
		assert_eq!(own_answer(&own(Json::Null)), "no vote yet");
	}
}
