//! `kongsi validator status`.

use super::{follow, keys};
use crate::{
	address::{AccountId, Address},
	chain::{
		progress::Clock,
		rewards,
		staking::{self, Standing, Validator},
		view::View,
		Chain,
	},
	context::Context,
	error::Result,
	report::{fields, Report},
};
use serde_json::{json, Value as Json};

pub(super) async fn status(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let stash = context.account(&chain, account)?;
	let view = chain.best().await?;
	describe(&chain, &view, &stash).await
}

/// Describes a validator at a block.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub async fn describe(chain: &Chain, view: &View, stash: &AccountId) -> Result<Report> {
	let clock = Clock::read(view).await?;
	let validator = staking::validator(view, &clock, stash).await?;
	let unpaid = rewards::unpaid(view, stash, None).await?;
	let minimum = staking::min_validator_bond(view).await?;
	let on_node = match &validator.keys {
		Some(registered) => keys::node_has(chain, registered).await.ok(),
		None => None,
	};
	let facts = Facts { clock, validator, unpaid: unpaid.len(), minimum, on_node };
	Ok(Report::new(text(chain, &facts), object(chain, &facts)))
}

struct Facts {
	clock: Clock,
	validator: Validator,
	unpaid: usize,
	minimum: u128,
	on_node: Option<bool>,
}

fn text(chain: &Chain, facts: &Facts) -> String {
	let Facts { clock, validator, unpaid, minimum, on_node } = facts;
	let ledger = validator.ledger.clone().unwrap_or_default();
	let keys = match (&validator.keys, on_node) {
		(None, _) => "none registered".to_owned(),
		(Some(_), Some(true)) => "registered, and on this node".to_owned(),
		(Some(_), Some(false)) => "registered, and NOT on this node".to_owned(),
		(Some(_), None) => "registered; this node does not say whether it has them".to_owned(),
	};
	let mut rows = vec![
		("stash", chain.address(&validator.stash)),
		("standing", follow::sentence(&validator.standing, clock)),
		("bonded", format!("{} (at least {})", chain.text(ledger.active), chain.text(*minimum))),
	];
	for chunk in &ledger.unlocking {
		let when = if chunk.era <= clock.active_era {
			"can be withdrawn".to_owned()
		} else {
			format!("until era {}", chunk.era)
		};
		rows.push(("unbonding", format!("{}, {when}", chain.text(chunk.value))));
	}
	if let Some(prefs) = &validator.prefs {
		let nominators = if prefs.blocked { ", takes no nominators" } else { "" };
		rows.push(("commission", format!("{}{nominators}", prefs.commission())));
	}
	if let Some(exposure) = &validator.exposure {
		rows.push((
			"backed by",
			format!(
				"{}, of which {} own and the rest of {} nominators",
				chain.text(exposure.total),
				chain.text(exposure.own),
				exposure.nominator_count
			),
		));
	}
	rows.push(("keys", keys));
	rows.push((
		"unpaid",
		match unpaid {
			0 => "nothing".to_owned(),
			count => format!("{count} parts of past eras; pay them with `kongsi validator payout`"),
		},
	));
	fields(&rows)
}

fn object(chain: &Chain, facts: &Facts) -> Json {
	let Facts { clock, validator, unpaid, minimum, on_node } = facts;
	let ledger = validator.ledger.clone().unwrap_or_default();
	let (rank, seats) = match validator.standing {
		Standing::Waiting { rank, seats } => (Some(rank), Some(seats)),
		_ => (None, None),
	};
	let points = match validator.standing {
		Standing::Active { points } => Some(points),
		_ => None,
	};
	let unlocking: Vec<Json> = ledger
		.unlocking
		.iter()
		.map(|chunk| json!({ "amount": chain.number(chunk.value), "era": chunk.era }))
		.collect();
	json!({
		"stash": chain.address(&validator.stash),
		"standing": validator.standing.word(),
		"rank": rank,
		"seats": seats,
		"points": points,
		"era": clock.active_era,
		"session": clock.session,
		"seconds_to_election": clock.seconds_to_election(),
		"seconds_to_era": clock.seconds_to_era(),
		"bonded": chain.number(ledger.active),
		"minimum_bond": chain.number(*minimum),
		"unbonding": unlocking,
		"commission": validator.prefs.map(|prefs| prefs.commission().to_string()),
		"blocked": validator.prefs.map(|prefs| prefs.blocked),
		"backing": validator.exposure.map(|exposure| chain.number(exposure.total)),
		"nominators": validator.exposure.map(|exposure| exposure.nominator_count),
		"keys": validator.keys.map(|keys| keys.hex()),
		"keys_on_node": on_node,
		"unpaid_parts": unpaid,
	})
}
