//! `kongsi validator join`: the one command.

use super::{follow, keys, terms};
use crate::{
	address::AccountId,
	amount::Amount,
	chain::{
		call::{all_or_nothing, call, number, variant, Call},
		progress::Clock,
		send::Wait,
		staking::{self, ensure_free, Ledger, Prefs},
		view::View,
		Chain, Silence,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	percent::Percent,
	report::Report,
};
use clap::Args;
use serde_json::{json, Value as Json};
use subxt::rpcs::rpc_params;

/// What is kept for the fee of joining, in parts of the existential deposit: the balance is checked before the fee is known.
const FEE_RESERVE: u128 = 1;

/// Arguments of `validator join`.
#[derive(Debug, Args)]
pub struct JoinArgs {
	/// How much to bond in all; what is bonded already counts
	#[arg(long)]
	pub bond: Amount,
	/// What to keep of the pay before nominators get theirs, such as 5%
	#[arg(long)]
	pub commission: Percent,
	/// Take no nominators
	#[arg(long)]
	pub blocked: bool,
	/// Return as soon as the candidacy is in a block
	#[arg(long)]
	pub no_follow: bool,
}

/// A step of joining that has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
	/// Bond for the first time, in atoms.
	Bond(u128),
	/// Bond more, in atoms.
	BondExtra(u128),
	/// Make keys and register them.
	SetKeys,
	/// Become a candidate, or change the terms.
	Validate,
}

impl Step {
	/// Its name in JSON: the call that does it.
	fn name(self) -> &'static str {
		match self {
			Self::Bond(_) => "bond",
			Self::BondExtra(_) => "bond_extra",
			Self::SetKeys => "set_keys",
			Self::Validate => "validate",
		}
	}
}

/// What is the case before joining.
struct Found<'a> {
	ledger: Option<&'a Ledger>,
	prefs: Option<&'a Prefs>,
	/// Whether keys are registered and this node holds them.
	keys_are_here: bool,
}

/// What is left to do, so that the command can be repeated.
fn steps(found: &Found, bond: u128, commission: Percent, blocked: bool) -> Vec<Step> {
	let bonding = match found.ledger {
		None => Some(Step::Bond(bond)),
		Some(ledger) if ledger.active < bond => {
			Some(Step::BondExtra(bond.saturating_sub(ledger.active)))
		}
		Some(_) => None,
	};
	let keys = (!found.keys_are_here).then_some(Step::SetKeys);
	let wanted = Prefs { commission: commission.parts(), blocked };
	let validate = (found.prefs != Some(&wanted)).then_some(Step::Validate);
	bonding.into_iter().chain(keys).chain(validate).collect()
}

pub(super) async fn join(context: &Context, args: &JoinArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let stash = key.public_bytes();
	ensure_node(context, &chain).await?;
	let view = chain.best().await?;
	let bond = args.bond.atoms(&chain.identity.unit)?;
	let ledger = staking::ledger(&view, &stash).await?;
	let prefs = staking::prefs(&view, &stash).await?;
	let registered = staking::next_keys(&view, &stash).await?;
	let keys_are_here = match &registered {
		Some(registered) => keys::node_has(&chain, registered)
			.await
			.map_err(|silence| silence.failure("author_hasSessionKeys"))?,
		None => false,
	};
	let found = Found { ledger: ledger.as_ref(), prefs: prefs.as_ref(), keys_are_here };
	let todo = steps(&found, bond, args.commission, args.blocked);
	let active = ledger.as_ref().map(|ledger| ledger.active).unwrap_or_default();
	ensure_terms(&chain, &view, active.max(bond), args.commission).await?;
	ensure_balance(&chain, &view, &stash, &todo, registered.is_none()).await?;

	let mut json = json!({ "stash": chain.address(&stash), "did": [] });
	let mut text = "all is done already".to_owned();
	if !todo.is_empty() {
		context.confirm(&summary(&chain, &stash, &todo, args, registered.is_some()))?;
		let mut calls = Vec::new();
		for step in &todo {
			calls.push(match step {
				Step::Bond(atoms) => call("Staking", "bond", [number(*atoms), variant("Stash")]),
				Step::BondExtra(atoms) => call("Staking", "bond_extra", [number(*atoms)]),
				Step::SetKeys => keys::registration(&view, &keys::generate(&chain, &stash).await?)?,
				Step::Validate => {
					call("Staking", "validate", [terms(args.commission, args.blocked)])
				}
			});
		}
		let receipt = context.perform_agreed(&chain, &key, &together(calls)).await?;
		let did: Vec<&str> = todo.iter().map(|step| step.name()).collect();
		text = format!("{} ({})", did.join(", "), place(&chain, &receipt));
		json = sent_json(&chain, &receipt, json!({ "stash": chain.address(&stash), "did": did }));
		context.say(&text);
	}
	if args.no_follow || context.options.wait == Wait::None {
		let view = chain.best().await?;
		let clock = Clock::read(&view).await?;
		let validator = staking::validator(&view, &clock, &stash).await?;
		insert(&mut json, "standing", json!(validator.standing.word()));
		return Ok(Report::new(
			format!("{text}\n{}", follow::sentence(&validator.standing, &clock)),
			json,
		));
	}
	let address = chain.address(&stash);
	let end = follow::until_first_block(context, chain, &stash).await?;
	insert(&mut json, "standing", json!("active"));
	insert(&mut json, "era", json!(end.era));
	insert(&mut json, "first_block_by", json!(end.height));
	Ok(Report::new(
		format!("{address} validates: active in era {}, blocks are being authored", end.era),
		json,
	))
}

fn insert(json: &mut Json, name: &str, value: Json) {
	if let Json::Object(object) = json {
		object.insert(name.to_owned(), value);
	}
}

fn together(mut calls: Vec<Call>) -> Call {
	match (calls.pop(), calls.is_empty()) {
		(Some(only), true) => only,
		(last, _) => {
			calls.extend(last);
			all_or_nothing(calls)
		}
	}
}

fn summary(
	chain: &Chain,
	stash: &AccountId,
	todo: &[Step],
	args: &JoinArgs,
	replaces_keys: bool,
) -> String {
	let mut lines =
		vec![format!("Join {} as a validator with {}", chain.identity.name, chain.address(stash))];
	for step in todo {
		lines.push(match step {
			Step::Bond(atoms) => format!("  bond {}", chain.text(*atoms)),
			Step::BondExtra(atoms) => format!("  bond {} more", chain.text(*atoms)),
			Step::SetKeys if replaces_keys => {
				"  make new session keys on this node, in place of those registered, which another node holds".to_owned()
			}
			Step::SetKeys => "  make session keys on this node and register them".to_owned(),
			Step::Validate => format!("  be a candidate with a commission of {}", args.commission),
		});
	}
	lines.join("\n")
}

/// A validator is a node that authors, and this one must be ready for it.
async fn ensure_node(context: &Context, chain: &Chain) -> Result<()> {
	// Any 32 bytes do: what counts is whether the node answers.
	let probe = format!("0x{}", "00".repeat(32));
	let reachable = chain.try_ask::<bool>("author_hasKey", rpc_params![probe, "babe"]).await;
	match reachable {
		Ok(_) => {}
		Err(Silence::Unsafe) => {
			return Err(Failure::network(
				format!("the node at {} makes keys for its own machine only", context.url()),
				"run this command on the validator's machine, with --url ws://127.0.0.1:9944",
			));
		}
		Err(silence) => return Err(silence.failure("author_hasKey")),
	}
	let roles: Vec<String> = chain.ask("system_nodeRoles", rpc_params![]).await?;
	if !roles.iter().any(|role| role == "Authority") {
		return Err(Failure::network(
			"the node does not author blocks",
			"start it with --validator and come back",
		));
	}
	let health: Json = chain.ask("system_health", rpc_params![]).await?;
	if health["isSyncing"].as_bool() == Some(true) {
		return Err(Failure::network(
			"the node is still syncing",
			"wait until it has caught up; `kongsi doctor` shows how far it is",
		));
	}
	let lonely = health["shouldHavePeers"].as_bool() == Some(true)
		&& health["peers"].as_u64().unwrap_or_default() == 0;
	if lonely {
		return Err(Failure::network("the node has no peers", "check its network and boot nodes"));
	}
	Ok(())
}

async fn ensure_terms(chain: &Chain, view: &View, bond: u128, commission: Percent) -> Result<()> {
	let minimum = staking::min_validator_bond(view).await?;
	if bond < minimum {
		return Err(Failure::input(
			format!("a bond of {} is too small", chain.text(bond)),
			format!("bond at least {}", chain.text(minimum)),
		));
	}
	let least: u32 = view.get("Staking", "MinCommission", Vec::new()).await?.unwrap_or_default();
	if commission.parts() < least {
		return Err(Failure::input(
			format!("a commission of {commission} is too small"),
			format!("ask for at least {}", Percent::from_parts(least)),
		));
	}
	Ok(())
}

async fn ensure_balance(
	chain: &Chain,
	view: &View,
	stash: &AccountId,
	todo: &[Step],
	keys_are_new: bool,
) -> Result<()> {
	let bond = todo.iter().map(|step| match step {
		Step::Bond(atoms) | Step::BondExtra(atoms) => *atoms,
		Step::SetKeys | Step::Validate => 0,
	});
	let pays_deposit = keys_are_new && todo.contains(&Step::SetKeys);
	let deposit: u128 = if pays_deposit { view.constant("Session", "KeyDeposit")? } else { 0 };
	let existential: u128 = view.constant("Balances", "ExistentialDeposit")?;
	if todo.is_empty() {
		return Ok(());
	}
	let needed = bond.sum::<u128>().saturating_add(deposit);
	let stays = existential.saturating_add(existential.saturating_mul(FEE_RESERVE));
	ensure_free(&staking::balance(view, stash).await?, needed, stays, |atoms| chain.text(atoms))
}

#[cfg(test)]
mod tests {
	use super::*;

	const FIVE: &str = "5%";

	fn ledger(active: u128) -> Ledger {
		Ledger { total: active, active, unlocking: Vec::new() }
	}

	fn todo(
		ledger: Option<&Ledger>,
		prefs: Option<&Prefs>,
		keys_are_here: bool,
	) -> Vec<&'static str> {
		let found = Found { ledger, prefs, keys_are_here };
		steps(&found, 100, FIVE.parse().unwrap(), false).into_iter().map(Step::name).collect()
	}

	fn prefs(commission: u32) -> Prefs {
		Prefs { commission, blocked: false }
	}

	#[test]
	fn a_newcomer_bonds_registers_and_validates() {
		assert_eq!(todo(None, None, false), ["bond", "set_keys", "validate"]);
	}

	#[test]
	fn what_is_done_already_is_left_alone() {
		let five = prefs(50_000_000);
		assert!(todo(Some(&ledger(100)), Some(&five), true).is_empty());
		assert_eq!(todo(Some(&ledger(100)), None, true), ["validate"]);
		assert_eq!(todo(Some(&ledger(100)), Some(&five), false), ["set_keys"]);
	}

	#[test]
	fn only_what_is_missing_is_bonded_and_a_larger_bond_stays() {
		let found = Found {
			ledger: Some(&ledger(40)),
			prefs: Some(&prefs(50_000_000)),
			keys_are_here: true,
		};
		let commission = FIVE.parse().unwrap();
		assert_eq!(steps(&found, 100, commission, false), [Step::BondExtra(60)]);
		assert!(steps(&found, 30, commission, false).is_empty());
	}

	#[test]
	fn other_terms_are_a_step() {
		let ledger = ledger(100);
		assert_eq!(todo(Some(&ledger), Some(&prefs(40_000_000)), true), ["validate"]);
		let blocked = Prefs { blocked: true, ..prefs(50_000_000) };
		assert_eq!(todo(Some(&ledger), Some(&blocked), true), ["validate"]);
	}

	#[test]
	fn one_call_goes_alone_and_several_go_together() {
		let one = || call("Staking", "chill", []);
		assert_eq!(together(vec![one()]).call_name(), "chill");
		assert_eq!(together(vec![one(), one()]).call_name(), "batch_all");
	}
}
