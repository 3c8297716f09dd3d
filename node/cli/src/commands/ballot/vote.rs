//! `kongsi ballot vote` and all that moves the weight of votes; running what was decided.

use super::super::acting::Desk;
use crate::{
	address::Address,
	chain::{
		call::{self, account, call, number, option, target, variant, Call},
		shares::{in_event, text, words},
		view::field,
	},
	context::Context,
	error::{Failure, Result},
	report::Report,
};
use serde_json::json;
use std::str::FromStr;
use subxt::{dynamic::Value, ext::scale_value::ValueDef};

/// Votes that one transaction removes, as the runtime bounds it.
const CLEARED_PER_CALL: u32 = 100;

/// An answer as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
	/// For what is asked: the first of two choices.
	For,
	/// Against it: the second.
	Against,
	/// A choice, by its number.
	Number(u8),
	/// None of them.
	Abstain,
}

impl FromStr for Choice {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text.to_lowercase().as_str() {
			"for" | "aye" | "yes" => Ok(Self::For),
			"against" | "nay" | "no" => Ok(Self::Against),
			"abstain" => Ok(Self::Abstain),
			number => number.parse().map(Self::Number).map_err(|_| {
				format!("`{text}` is not an answer; write for, against, abstain, or the number of a choice")
			}),
		}
	}
}

impl Choice {
	/// The number of the choice in a ballot with so many; none for an abstention.
	///
	/// # Errors
	///
	/// An input failure if the ballot has no such choice, or more than can be meant by for and against.
	fn number(self, ballot: u32, choices: u64) -> Result<Option<u8>> {
		let chosen = match self {
			Self::Abstain => return Ok(None),
			Self::For | Self::Against if choices > 2 => {
				return Err(Failure::input(
					format!("ballot {ballot} has {choices} choices, not only for and against"),
					format!("write the number of one, as `kongsi ballot show {ballot}` lists them"),
				));
			}
			Self::For => 0,
			Self::Against => 1,
			Self::Number(number) => number,
		};
		if u64::from(chosen) >= choices {
			return Err(Failure::input(
				format!("ballot {ballot} has {choices} choices and no choice {chosen}"),
				format!("write 0 to {}; 0 is for it", choices.saturating_sub(1)),
			));
		}
		Ok(Some(chosen))
	}
}

/// An answer as the runtime takes it.
fn answer_value(chosen: Option<u8>) -> Value {
	match chosen {
		Some(choice) => Value::unnamed_variant("Choice", [number(choice)]),
		None => variant("Abstain"),
	}
}

/// An answer in words, in a ballot with so many choices.
fn answer_text(chosen: Option<u8>, choices: u64) -> String {
	match chosen {
		None => "abstaining".to_owned(),
		Some(0) if choices <= 2 => "for".to_owned(),
		Some(1) if choices == 2 => "against".to_owned(),
		Some(choice) => format!("for choice {choice}"),
	}
}

pub(super) async fn vote(context: &Context, ballot: u32, choice: Choice) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let chain = &desk.chain;
	let shown = chain.ballot(ballot).await?;
	let choices = shown["choices"].as_u64().unwrap_or_default();
	let chosen = choice.number(ballot, choices)?;
	if text(&shown["status"]) != "open" {
		return Err(Failure::input(
			format!("ballot {ballot} is {} and takes no votes", words(&shown["status"])),
			format!("see `kongsi ballot show {ballot}`"),
		));
	}
	let who = chain.address(&desk.who());
	let own = chain.shares("votingPower", &[json!(who), json!(ballot)]).await?;
	let weight = text(&own["weight"]);
	if weight == "0" {
		return Err(Failure::input(
			format!(
				"{who} owned no {} at the record date of ballot {ballot}",
				text(&shown["symbol"])
			),
			format!("what counts is what was owned at block {}", shown["recordBlock"]),
		));
	}
	let answer = answer_text(chosen, choices);
	let weighs = format!("{weight} {}", text(&shown["symbol"]));
	let what = format!("Vote {answer} in ballot {ballot} with {weighs}");
	let call = call("Ballots", "vote", [number(ballot), answer_value(chosen)]);
	let receipt = desk.perform(&what, &call).await?;
	let json = json!({
		"ballot": ballot,
		"answer": match chosen {
			Some(choice) => json!(choice),
			None => json!("abstain"),
		},
		"weight": weight,
	});
	Ok(desk.report(&format!("voted {answer} with {weighs}"), &receipt, json))
}

pub(super) async fn delegate(
	context: &Context,
	company: &str,
	to: Option<&Address>,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let company = desk.chain.find_company(company).await?;
	let to = to.map(|address| desk.chain.account(address)).transpose()?;
	let name = to.as_ref().map(|to| desk.chain.address(to));
	let call = call("Ballots", "delegate", [number(company.id), option(to.as_ref().map(target))]);
	let (what, done) = match &name {
		Some(name) => (
			format!(
				"Let {name} vote for you in ballots of {} in which you do not vote",
				company.name
			),
			format!("{name} votes for you in ballots of {}", company.name),
		),
		None => (
			format!("Take back who votes for you in ballots of {}", company.name),
			"taken back".to_owned(),
		),
	};
	let json = json!({ "company": company.id, "delegate": name });
	desk.carry_out(&what, &done, json, &call).await
}

pub(super) async fn attach(context: &Context, ballot: u32, accounts: &[Address]) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let mut list = Vec::new();
	for address in accounts {
		list.push(account(&desk.chain.account(address)?));
	}
	let call = call("Ballots", "attach", [number(ballot), Value::unnamed_composite(list)]);
	let what = format!(
		"Count {} accounts in ballot {ballot} as their delegates have answered",
		accounts.len()
	);
	let receipt = desk.perform(&what, &call).await?;
	let attached = receipt.event("Ballots", "Attached").and_then(|event| field(event, "accounts"));
	let attached = attached.map(|list| match &list.value {
		ValueDef::Composite(list) => list.values().count(),
		_ => 0,
	});
	let done = match attached {
		Some(count) => format!("{count} of {} accounts attached", accounts.len()),
		None => "attached".to_owned(),
	};
	Ok(desk.report(&done, &receipt, json!({ "ballot": ballot, "attached": attached })))
}

pub(super) async fn detach(context: &Context, ballot: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let call = call("Ballots", "detach", [number(ballot)]);
	let what = format!("Leave your delegate in ballot {ballot}");
	desk.carry_out(&what, "detached", json!({ "ballot": ballot }), &call).await
}

pub(super) async fn run(context: &Context, ballot: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let shown = desk.chain.ballot(ballot).await?;
	if text(&shown["status"]) != "executable" {
		let next = match shown["executableFrom"].as_u64() {
			Some(block) if text(&shown["status"]) == "timeLocked" => {
				format!("its call may run from block {block}")
			}
			_ => format!("see `kongsi ballot show {ballot}`"),
		};
		let status = words(&shown["status"]);
		let cause = format!("ballot {ballot} is {status} and has nothing to run now");
		return Err(Failure::input(cause, next));
	}
	let decided = text(&shown["call"]).strip_prefix("0x").and_then(|hex| hex::decode(hex).ok());
	let decided = desk.view.decode_call(&decided.unwrap_or_default())?;
	let told = call::text(&decided);
	let limit = weight_of(&desk, decided).await?;
	let call = call("Ballots", "execute", [number(ballot), limit]);
	let what = format!("Run what ballot {ballot} has decided, as the company's account: {told}");
	let receipt = desk.perform(&what, &call).await?;
	let voided = receipt.event("Ballots", "BallotVoided").is_some();
	let result = receipt.event("Ballots", "Executed").and_then(|event| field(event, "result"));
	let failed = result.is_some_and(|result| match &result.value {
		ValueDef::Variant(result) => result.name != "Ok",
		_ => false,
	});
	if failed {
		let why = result.map(call::value_text).unwrap_or_default();
		return Err(Failure::refused(
			format!("the call of ballot {ballot} failed and left nothing behind, {why}"),
			format!("mend the cause and try again; `kongsi ballot show {ballot}` says until when"),
		));
	}
	let done = match (voided, receipt.block) {
		(true, _) => "the runtime has changed since the vote, so the ballot is void",
		(false, Some(_)) => "the call has run",
		(false, None) => "the call is sent",
	};
	let executed = receipt.block.map(|_| !voided);
	Ok(desk.report(done, &receipt, json!({ "ballot": ballot, "executed": executed })))
}

/// What a call weighs at most: the runtime asks for it, and charges what it weighs.
async fn weight_of(desk: &Desk<'_>, decided: Call) -> Result<Value> {
	let length = desk.view.encode(&decided)?.len();
	let length = number(u32::try_from(length).unwrap_or(u32::MAX));
	let arguments = vec![decided.into_value(), length];
	let info: Value =
		desk.view.call("TransactionPaymentCallApi", "query_call_info", arguments).await?;
	field(&info, "weight").cloned().ok_or_else(|| {
		Failure::network("the node does not say what the call weighs", "use another node")
	})
}

pub(super) async fn clear(context: &Context, ballot: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let call = call("Ballots", "clear", [number(ballot), number(CLEARED_PER_CALL)]);
	let what = format!("Remove up to {CLEARED_PER_CALL} votes of ballot {ballot}");
	let receipt = desk.perform(&what, &call).await?;
	let removed = in_event(&receipt, "Ballots", "Cleared", "removed");
	let left = receipt.event("Ballots", "Cleared").and_then(|event| field(event, "left"));
	let left = left.and_then(Value::as_bool);
	let done = match (removed, left) {
		(Some(removed), Some(true)) => format!("{removed} votes removed, and more are left"),
		(Some(removed), _) => format!("{removed} votes removed, nothing is left"),
		_ => "cleared".to_owned(),
	};
	let json = json!({
		"ballot": ballot,
		"removed": removed.and_then(|removed| u32::try_from(removed).ok()),
		"left": left,
	});
	Ok(desk.report(&done, &receipt, json))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn answers_are_words_or_numbers_of_choices() {
		for (text, expected) in [
			("for", Choice::For),
			("Against", Choice::Against),
			("abstain", Choice::Abstain),
			("7", Choice::Number(7)),
		] {
			assert_eq!(text.parse(), Ok(expected), "{text}");
		}
		for text in ["", "maybe", "-1", "256"] {
			assert!(text.parse::<Choice>().is_err(), "{text}");
		}
	}

	#[test]
	fn answers_are_those_of_the_runtime() {
		assert_eq!(call::value_text(&answer_value(Some(3))), "Choice (3)");
		assert_eq!(call::value_text(&answer_value(None)), "Abstain ()");
	}

	#[test]
	fn for_and_against_are_answers_only_where_there_are_no_others() {
		for (choice, choices, expected) in [
			(Choice::For, 2, Ok(Some(0))),
			(Choice::Against, 2, Ok(Some(1))),
			(Choice::For, 1, Ok(Some(0))),
			(Choice::Number(2), 3, Ok(Some(2))),
			(Choice::Abstain, 3, Ok(None)),
			(Choice::For, 3, Err("ballot 7 has 3 choices, not only for and against")),
			(Choice::Against, 3, Err("ballot 7 has 3 choices, not only for and against")),
			(Choice::Against, 1, Err("ballot 7 has 1 choices and no choice 1")),
			(Choice::Number(3), 3, Err("ballot 7 has 3 choices and no choice 3")),
		] {
			let chosen = choice.number(7, choices).map_err(|failure| failure.cause);
			assert_eq!(chosen, expected.map_err(str::to_owned), "{choice:?} of {choices}");
		}
		assert_eq!(answer_text(Some(0), 2), "for");
		assert_eq!(answer_text(Some(0), 3), "for choice 0");
	}
}
