//! `kongsi gov list`, `tracks` and `show`.

use crate::{
	address::{AccountId, Address},
	chain::{
		governance::{
			self, optional_number, proposal_text, Deposit, Ongoing, Referendum, Stage, Tally, Track,
		},
		view::View,
		Chain,
	},
	context::Context,
	duration::in_words,
	error::{Failure, Result},
	percent::Percent,
	report::{fields, Report, Table},
};
use serde_json::{json, Map, Value as Json};

/// Milliseconds of a block; blocks are counted, and people want to know the time.
fn block_ms(view: &View) -> Result<u64> {
	view.constant("Babe", "ExpectedBlockTime")
}

/// The height of a view, as referenda count it.
fn height(view: &View) -> u32 {
	u32::try_from(view.height()).unwrap_or(u32::MAX)
}

fn seconds(blocks: u32, block_ms: u64) -> u64 {
	u64::from(blocks).saturating_mul(block_ms) / 1_000
}

pub(super) async fn tracks(context: &Context) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let block_ms = block_ms(&view)?;
	let mut table = Table::new(&[
		"#",
		"track",
		"decide",
		"confirm",
		"enact",
		"deposit",
		"approval",
		"support",
		"at a time",
	]);
	let mut list = Vec::new();
	let end = Percent::from_parts(u32::MAX);
	for Track { id, name, terms } in governance::tracks(&view)? {
		let time = |blocks| in_words(seconds(blocks, block_ms));
		// At the end of its period every curve is at its floor.
		let approval = terms.min_approval.threshold(end);
		let support = terms.min_support.threshold(end);
		table.row([
			id.to_string(),
			name.clone(),
			time(terms.decision_period),
			time(terms.confirm_period),
			time(terms.min_enactment_period),
			chain.text(terms.decision_deposit),
			approval.to_string(),
			support.to_string(),
			terms.max_deciding.to_string(),
		]);
		list.push(json!({
			"track": id,
			"name": name,
			"prepare_blocks": terms.prepare_period,
			"decide_blocks": terms.decision_period,
			"confirm_blocks": terms.confirm_period,
			"enact_blocks": terms.min_enactment_period,
			"decision_deposit": chain.number(terms.decision_deposit),
			"approval_floor": approval.to_string(),
			"support_floor": support.to_string(),
			"max_deciding": terms.max_deciding,
		}));
	}
	Ok(Report::new(table.text(), json!({ "tracks": list })))
}

pub(super) async fn list(context: &Context, track: Option<&str>, all: bool) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let tracks = governance::tracks(&view)?;
	let only = track.map(|wanted| governance::track(&tracks, wanted)).transpose()?;
	let block_ms = block_ms(&view)?;
	let mut table =
		Table::new(&["#", "track", "stage", "approval", "support", "time left", "proposal"]);
	let mut list = Vec::new();
	for (index, referendum) in governance::referenda(&view).await? {
		let Referendum::Ongoing(ongoing) = &referendum else {
			// An ended referendum has forgotten its track.
			if all && only.is_none() {
				let mut row: [String; 7] = Default::default();
				row[0] = index.to_string();
				row[2] = word_of(&referendum).to_owned();
				table.row(row);
				list.push(json!({ "referendum": index, "stage": word_of(&referendum) }));
			}
			continue;
		};
		if only.is_some_and(|only| only.id != ongoing.track) {
			continue;
		}
		let track = track_of(&tracks, ongoing)?;
		let stage = Stage::of(ongoing, &track.terms, height(&view));
		let tally = Tally::read(&ongoing.tally)?;
		let left = stage.until().map(|until| until.saturating_sub(height(&view)));
		table.row([
			index.to_string(),
			track.name.clone(),
			stage.word().to_owned(),
			tally.approval().to_string(),
			tally.support().to_string(),
			left.map(|blocks| in_words(seconds(blocks, block_ms))).unwrap_or_default(),
			shortened(&proposal_text(&view, &ongoing.proposal)),
		]);
		let mut object = ongoing_json(&chain, &view, ongoing, track, &stage, &tally);
		object.insert("referendum".to_owned(), json!(index));
		list.push(Json::Object(object));
	}
	let text = table.text_or("there are no referenda; propose one with `kongsi gov propose`");
	Ok(Report::new(text, json!({ "referenda": list })))
}

pub(super) async fn show(
	context: &Context,
	index: u32,
	account: Option<&Address>,
) -> Result<Report> {
	let chain = context.chain().await?;
	let named = context.options.key.is_some() || context.options.dev.is_some();
	let who =
		if named || account.is_some() { Some(context.account(&chain, account)?) } else { None };
	let view = chain.best().await?;
	describe(&chain, &view, index, who.as_ref()).await
}

/// Describes a referendum at a block, and what an account has to say in it.
///
/// # Errors
///
/// An input failure if there is none of that number.
pub async fn describe(
	chain: &Chain,
	view: &View,
	index: u32,
	who: Option<&AccountId>,
) -> Result<Report> {
	let referendum = governance::referendum(view, index).await?;
	let Referendum::Ongoing(ongoing) = &referendum else {
		return Ok(describe_ended(chain, index, &referendum));
	};
	let tracks = governance::tracks(view)?;
	let track = track_of(&tracks, ongoing)?;
	let stage = Stage::of(ongoing, &track.terms, height(view));
	let tally = Tally::read(&ongoing.tally)?;
	let block_ms = block_ms(view)?;
	let own = match who {
		Some(who) => Some(own(chain, view, index, who).await?),
		None => None,
	};
	let mut rows = vec![
		("referendum", format!("{index} on track {}", track.name)),
		("proposal", proposal_text(view, &ongoing.proposal)),
		("stage", stage_text(&stage, view, track, block_ms, chain)),
		("ayes", chain.text(tally.ayes)),
		("nays", chain.text(tally.nays)),
		("abstain", chain.text(tally.abstain)),
		("turnout", format!("{} of {}", tally.turnout(), chain.text(tally.base))),
	];
	let needed = |needed: Option<Percent>, has: Percent| match needed {
		Some(needed) if has >= needed => format!("{has}, enough: {needed} needed now"),
		Some(needed) => format!("{has}, too little: {needed} needed now"),
		None => has.to_string(),
	};
	let thresholds = stage.thresholds();
	rows.push(("approval", needed(thresholds.map(|(approval, _)| approval), tally.approval())));
	rows.push(("support", needed(thresholds.map(|(_, support)| support), tally.support())));
	let enact = in_words(seconds(track.terms.min_enactment_period, block_ms));
	rows.push(("enacted", format!("{enact} after it is approved")));
	rows.push(("proposed by", deposit_text(chain, Some(&ongoing.submission_deposit))));
	rows.push(("deposit by", deposit_text(chain, ongoing.decision_deposit.as_ref())));
	if let Some(own) = &own {
		rows.push(("your weight", own.text.clone()));
	}
	let mut object = ongoing_json(chain, view, ongoing, track, &stage, &tally);
	object.insert("referendum".to_owned(), json!(index));
	object.insert("own".to_owned(), own.map(|own| own.json).unwrap_or_default());
	Ok(Report::new(fields(&rows), Json::Object(object)))
}

/// What an account has to say.
struct Own {
	text: String,
	json: Json,
}

async fn own(chain: &Chain, view: &View, index: u32, who: &AccountId) -> Result<Own> {
	let answer = governance::power(view, index, who).await?;
	let Some(power) = governance::some(&answer) else {
		return Ok(Own { text: "none".to_owned(), json: json!({ "weight": null }) });
	};
	let weight = optional_number(power, "weight");
	let vote = crate::chain::view::field(power, "vote").and_then(governance::some);
	let vote = vote.map(crate::chain::call::value_text);
	let weighs = match weight {
		Some(weight) => chain.text(weight),
		None => "not known yet: the record date is fixed with the first vote".to_owned(),
	};
	let voted = match &vote {
		Some(vote) => format!("{weighs}, voted: {vote}"),
		None => format!("{weighs}, not voted"),
	};
	let json = json!({
		"account": chain.address(who),
		"weight": weight.map(|weight| chain.number(weight)),
		"vote": vote,
	});
	Ok(Own { text: voted, json })
}

fn describe_ended(chain: &Chain, index: u32, referendum: &Referendum) -> Report {
	let (word, since) = ended(referendum);
	let mut rows =
		vec![("referendum", index.to_string()), ("stage", format!("{word} in block {since}"))];
	let deposits = match referendum {
		Referendum::Approved(_, submission, decision)
		| Referendum::Rejected(_, submission, decision)
		| Referendum::Cancelled(_, submission, decision)
		| Referendum::TimedOut(_, submission, decision) => (*submission, *decision),
		Referendum::Ongoing(_) | Referendum::Killed(_) => (None, None),
	};
	if deposits.1.is_some() {
		rows.push((
			"deposit of",
			format!(
				"{}; given back with `kongsi gov refund {index}`",
				deposit_text(chain, deposits.1.as_ref())
			),
		));
	}
	let json = json!({
		"referendum": index,
		"stage": word_of(referendum),
		"since_block": since,
		"submission_deposit": deposits.0.map(|deposit| chain.number(deposit.amount)),
		"decision_deposit": deposits.1.map(|deposit| chain.number(deposit.amount)),
	});
	Report::new(fields(&rows), json)
}

fn word_of(referendum: &Referendum) -> &'static str {
	ended(referendum).0
}

/// How a referendum ended, and in which block.
fn ended(referendum: &Referendum) -> (&'static str, u32) {
	match referendum {
		Referendum::Ongoing(ongoing) => ("ongoing", ongoing.submitted),
		Referendum::Approved(since, ..) => ("approved", *since),
		Referendum::Rejected(since, ..) => ("rejected", *since),
		Referendum::Cancelled(since, ..) => ("cancelled", *since),
		Referendum::TimedOut(since, ..) => ("timed out", *since),
		Referendum::Killed(since) => ("killed", *since),
	}
}

fn track_of<'a>(tracks: &'a [Track], ongoing: &Ongoing) -> Result<&'a Track> {
	let found = tracks.iter().find(|track| track.id == ongoing.track);
	found.ok_or_else(|| {
		Failure::network(
			format!("the runtime does not describe track {}", ongoing.track),
			"use the version of kongsi that belongs to the node",
		)
	})
}

fn stage_text(stage: &Stage, view: &View, track: &Track, block_ms: u64, chain: &Chain) -> String {
	let left = stage.until().map(|until| until.saturating_sub(height(view))).unwrap_or_default();
	let left = in_words(seconds(left, block_ms));
	match stage {
		Stage::NeedsDeposit => format!(
			"needs a decision deposit of {}; place it with `kongsi gov deposit`, or sign for it with `kongsi gov sponsor`",
			chain.text(track.terms.decision_deposit)
		),
		Stage::Preparing { .. } => format!("preparing, its decision begins in {left}"),
		Stage::Queued => "waiting for a place on its track".to_owned(),
		Stage::Deciding { .. } => format!("being decided, {left} left"),
		Stage::Confirming { .. } => format!("passing, approved in {left} unless that changes"),
	}
}

fn deposit_text(chain: &Chain, deposit: Option<&Deposit>) -> String {
	match deposit {
		Some(deposit) => {
			format!("{}, with {}", chain.address(&deposit.who), chain.text(deposit.amount))
		}
		None => "nobody yet".to_owned(),
	}
}

fn ongoing_json(
	chain: &Chain,
	view: &View,
	ongoing: &Ongoing,
	track: &Track,
	stage: &Stage,
	tally: &Tally,
) -> Map<String, Json> {
	let thresholds = stage.thresholds();
	let value = json!({
		"track": track.name,
		"stage": stage.word(),
		"until_block": stage.until(),
		"block": height(view),
		"proposal": proposal_text(view, &ongoing.proposal),
		"ayes": chain.number(tally.ayes),
		"nays": chain.number(tally.nays),
		"abstain": chain.number(tally.abstain),
		"eligible": chain.number(tally.base),
		"turnout": tally.turnout().to_string(),
		"approval": tally.approval().to_string(),
		"approval_needed": thresholds.map(|(approval, _)| approval.to_string()),
		"support": tally.support().to_string(),
		"support_needed": thresholds.map(|(_, support)| support.to_string()),
		"proposer": chain.address(&ongoing.submission_deposit.who),
		"decision_deposit": ongoing.decision_deposit.map(|deposit| chain.number(deposit.amount)),
	});
	match value {
		Json::Object(object) => object,
		_ => Map::new(),
	}
}

/// A table has no room for long calls; `gov show` has.
fn shortened(text: &str) -> String {
	const WIDTH: usize = 60;
	if text.chars().count() <= WIDTH {
		return text.to_owned();
	}
	let start: String = text.chars().take(WIDTH - 1).collect();
	format!("{start}…")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn long_proposals_are_shortened_in_tables() {
		assert_eq!(
			shortened("Mandates.set_validator_count(21)"),
			"Mandates.set_validator_count(21)"
		);
		let long = "x".repeat(61);
		assert_eq!(shortened(&long).chars().count(), 60);
	}

	#[test]
	fn ended_referenda_have_a_word_and_a_block() {
		assert_eq!(ended(&Referendum::Approved(7, None, None)), ("approved", 7));
		assert_eq!(ended(&Referendum::TimedOut(8, None, None)), ("timed out", 8));
		assert_eq!(ended(&Referendum::Killed(9)), ("killed", 9));
	}
}
