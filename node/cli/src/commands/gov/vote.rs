//! `kongsi gov vote` and all that moves the weight of votes.

use crate::{
	address::{AccountId, Address},
	chain::{
		call::{account, call, number, variant, Call},
		governance::{self, optional_number},
		view::View,
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::Report,
};
use clap::{Args, ValueEnum};
use serde_json::{json, Value as Json};
use subxt::dynamic::Value;

/// Accounts that one call moves, as the runtime bounds it.
const ACCOUNTS_PER_CALL: usize = 50;

/// The answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
	/// For it.
	Aye,
	/// Against it.
	Nay,
	/// Neither: counts for the turnout alone.
	Abstain,
}

impl Side {
	/// The variant in the runtime.
	fn name(self) -> &'static str {
		match self {
			Self::Aye => "Aye",
			Self::Nay => "Nay",
			Self::Abstain => "Abstain",
		}
	}
}

/// Arguments of `gov delegate`.
#[derive(Debug, Args)]
pub struct DelegateArgs {
	/// Who votes for you
	pub to: Address,
	/// On one track, by its name or number; without one, wherever nobody else is named
	#[arg(long)]
	pub track: Option<String>,
}

async fn simple(
	context: &Context,
	what: &str,
	done: &str,
	json: Json,
	call: impl FnOnce(&Chain, &View) -> Result<Call>,
) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let view = chain.best().await?;
	let call = call(&chain, &view)?;
	let receipt = context.perform(&chain, &key, what, &call).await?;
	Ok(Report::new(
		format!("{done} ({})", place(&chain, &receipt)),
		sent_json(&chain, &receipt, json),
	))
}

pub(super) async fn vote(context: &Context, referendum: u32, side: Side) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let who = key.public_bytes();
	let view = chain.best().await?;
	let weight = own_weight(&view, referendum, &who).await?;
	if weight == Some(0) {
		return Err(Failure::input(
			format!("{} has no weight in referendum {referendum}", chain.address(&who)),
			"what counts is the KSI that was owned at the record date and is owned still",
		));
	}
	let weighs = weight.map(|weight| chain.text(weight)).unwrap_or_default();
	let what =
		format!("Vote {} in referendum {referendum} with {weighs}", side.name().to_lowercase());
	let call = call("ShareVoting", "vote", [number(referendum), variant(side.name())]);
	let receipt = context.perform(&chain, &key, &what, &call).await?;
	let json = json!({
		"referendum": referendum,
		"side": side.name().to_lowercase(),
		"weight": weight.map(|weight| chain.number(weight)),
	});
	Ok(Report::new(
		format!("voted {} with {weighs} ({})", side.name().to_lowercase(), place(&chain, &receipt)),
		sent_json(&chain, &receipt, json),
	))
}

/// What a vote now would weigh; none where that is not known.
async fn own_weight(view: &View, referendum: u32, who: &AccountId) -> Result<Option<u128>> {
	// Says in plain words if there is no such referendum.
	governance::referendum(view, referendum).await?;
	let answer = governance::power(view, referendum, who).await?;
	Ok(governance::some(&answer).and_then(|power| optional_number(power, "weight")))
}

/// Where a delegate votes.
fn scope(view: &View, track: Option<&str>) -> Result<Value> {
	let Some(wanted) = track else { return Ok(variant("All")) };
	let tracks = governance::tracks(view)?;
	Ok(Value::unnamed_variant("Track", [number(governance::track(&tracks, wanted)?.id)]))
}

pub(super) async fn delegate(context: &Context, args: &DelegateArgs) -> Result<Report> {
	let on = args.track.clone().unwrap_or_else(|| "all tracks".to_owned());
	let what = format!("Let another vote for you on {on}, where you do not vote yourself");
	let json = json!({ "track": args.track });
	simple(context, &what, "delegated", json, |chain, view| {
		let to = account(&chain.account(&args.to)?);
		Ok(call("ShareVoting", "delegate", [scope(view, args.track.as_deref())?, to]))
	})
	.await
}

pub(super) async fn undelegate(context: &Context, track: Option<&str>) -> Result<Report> {
	let json = json!({ "track": track });
	simple(context, "Take the delegation back", "taken back", json, |_, view| {
		Ok(call("ShareVoting", "undelegate", [scope(view, track)?]))
	})
	.await
}

pub(super) async fn attach(
	context: &Context,
	referendum: u32,
	delegators: &[Address],
) -> Result<Report> {
	let what = format!(
		"Add the weight of {} who delegate to votes in referendum {referendum}",
		delegators.len()
	);
	let json = json!({ "referendum": referendum });
	simple(context, &what, "attached", json, |chain, _| {
		let accounts = delegators.iter().map(|address| Ok(account(&chain.account(address)?)));
		let accounts = accounts.collect::<Result<Vec<Value>>>()?;
		Ok(call("ShareVoting", "attach", [number(referendum), Value::unnamed_composite(accounts)]))
	})
	.await
}

pub(super) async fn detach(context: &Context, referendum: u32) -> Result<Report> {
	let what =
		format!("Take your weight away from your delegate's vote in referendum {referendum}");
	let json = json!({ "referendum": referendum });
	simple(context, &what, "detached", json, |_, _| {
		Ok(call("ShareVoting", "detach", [number(referendum)]))
	})
	.await
}

pub(super) async fn sponsor(context: &Context, referendum: u32) -> Result<Report> {
	let what = format!("Sign for the decision deposit of referendum {referendum}");
	let json = json!({ "referendum": referendum });
	simple(context, &what, "signed", json, |_, _| {
		Ok(call("ShareVoting", "sponsor", [number(referendum)]))
	})
	.await
}

pub(super) async fn poke(
	context: &Context,
	referendum: u32,
	accounts: &[Address],
	all_sellers: bool,
) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let view = chain.best().await?;
	governance::referendum(&view, referendum).await?;
	let mut poked = Vec::new();
	if all_sellers {
		poked = sellers(&view, referendum).await?;
		if poked.is_empty() {
			let json = json!({ "referendum": referendum, "poked": [], "transactions": [] });
			return Ok(Report::new("no voter has sold", json));
		}
	} else {
		for address in accounts {
			poked.push(chain.account(address)?);
		}
		if poked.is_empty() {
			return Err(Failure::input("nobody is named", "name accounts, or use --all-sellers"));
		}
	}
	let what =
		format!("Set {} votes in referendum {referendum} to what they weigh now", poked.len());
	context.confirm(&what)?;
	let mut lines = Vec::new();
	let mut transactions: Vec<Json> = Vec::new();
	for part in poked.chunks(ACCOUNTS_PER_CALL) {
		let list = Value::unnamed_composite(part.iter().map(account));
		let call = call("ShareVoting", "poke", [number(referendum), list]);
		let receipt = context.perform_agreed(&chain, &key, &call).await?;
		lines.push(format!("{} votes ({})", part.len(), place(&chain, &receipt)));
		transactions.push(sent_json(&chain, &receipt, json!({ "votes": part.len() })));
	}
	let names: Vec<String> = poked.iter().map(|account| chain.address(account)).collect();
	let json = json!({ "referendum": referendum, "poked": names, "transactions": transactions });
	Ok(Report::new(lines.join("\n"), json))
}

/// Voters whose votes weigh more than they could give them now.
async fn sellers(view: &View, referendum: u32) -> Result<Vec<AccountId>> {
	let votes: Vec<((u32, AccountId), Value)> =
		view.entries("ShareVoting", "Votes", (referendum,)).await?;
	let mut sellers = Vec::new();
	for ((_, voter), _) in votes {
		let answer = governance::power(view, referendum, &voter).await?;
		let Some(power) = governance::some(&answer) else { continue };
		let now = optional_number(power, "weight").unwrap_or_default();
		let counted = crate::chain::view::field(power, "vote")
			.and_then(governance::some)
			.and_then(governance::variant_of)
			.and_then(|(_, fields)| counted_weight(fields));
		if counted.is_some_and(|counted| counted > now) {
			sellers.push(voter);
		}
	}
	Ok(sellers)
}

fn counted_weight<T: Clone>(fields: &subxt::ext::scale_value::Composite<T>) -> Option<u128> {
	match fields {
		subxt::ext::scale_value::Composite::Named(fields) => {
			let found = fields.iter().find(|(name, _)| name == "weight");
			found.and_then(|(_, value)| value.as_u128())
		}
		subxt::ext::scale_value::Composite::Unnamed(_) => None,
	}
}
