//! `kongsi stake`: backing validators with a bond.

use crate::{
	address::{AccountId, Address},
	amount::Amount,
	chain::{
		call::{account, all_or_nothing, call, number, target, variant, Call},
		progress::Clock,
		send::Receipt,
		staking::{self, ensure_free, Ledger},
		view::View,
		Chain,
	},
	context::{place, sent_json, Context},
	duration::in_words,
	error::{Failure, Result},
	keys::signer::Pair,
	report::{fields, Report},
};
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};
use subxt::{dynamic::Value, ext::scale_decode::DecodeAsType};

/// Commands for nominators.
#[derive(Debug, Subcommand)]
pub enum StakeCommand {
	/// Back validators; they and you share what the chain earns
	Nominate {
		/// Whom to back
		#[arg(required = true)]
		validators: Vec<Address>,
		/// How much to bond in all; what is bonded already counts
		#[arg(long)]
		bond: Option<Amount>,
	},
	/// Show a bond and whom it backs
	Status {
		/// The staker [default: the account of the key]
		account: Option<Address>,
	},
	/// Back nobody any more; the bond stays
	Chill,
	/// Take a part out of the bond; it can be withdrawn after the unbonding period
	Unbond(UnbondArgs),
	/// Put back what is being unbonded
	Rebond {
		/// How much
		amount: Amount,
	},
	/// Withdraw what has been unbonded
	Withdraw,
}

/// Arguments of `unbond`.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct UnbondArgs {
	/// How much
	pub amount: Option<Amount>,
	/// All of it; give up validating and nominating first
	#[arg(long)]
	pub all: bool,
	/// Withdraw what has been unbonded, as `withdraw` does
	#[arg(long)]
	pub withdraw: bool,
}

/// Carries out a command.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn execute(context: &Context, command: StakeCommand) -> Result<Report> {
	match command {
		StakeCommand::Nominate { validators, bond } => {
			nominate(context, &validators, bond.as_ref()).await
		}
		StakeCommand::Status { account } => status(context, account.as_ref()).await,
		StakeCommand::Chill => chill(context).await,
		StakeCommand::Unbond(args) => unbond(context, &args).await,
		StakeCommand::Rebond { amount } => rebond(context, &amount).await,
		StakeCommand::Withdraw => withdraw(context).await,
	}
}

/// The chain, the key and the state that most commands of stakers need.
struct Staker {
	chain: Chain,
	key: Pair,
	view: View,
	stash: AccountId,
}

impl Staker {
	async fn of(context: &Context) -> Result<Self> {
		let chain = context.chain().await?;
		let key = context.key(&chain)?;
		let view = chain.best().await?;
		let stash = key.public_bytes();
		Ok(Self { chain, key, view, stash })
	}

	async fn bonded(&self) -> Result<Ledger> {
		let ledger = staking::ledger(&self.view, &self.stash).await?;
		ledger.ok_or_else(|| {
			Failure::input(
				format!("{} has nothing bonded", self.chain.address(&self.stash)),
				"bond with `kongsi validator join` or `kongsi stake nominate`",
			)
		})
	}

	async fn perform(&self, context: &Context, what: &str, call: &Call) -> Result<Receipt> {
		context.perform(&self.chain, &self.key, what, call).await
	}

	fn report(&self, receipt: &Receipt, text: &str, json: Json) -> Report {
		Report::new(
			format!("{text} ({})", place(&self.chain, receipt)),
			sent_json(&self.chain, receipt, json),
		)
	}
}

async fn nominate(
	context: &Context,
	validators: &[Address],
	bond: Option<&Amount>,
) -> Result<Report> {
	let staker = Staker::of(context).await?;
	let Staker { chain, view, stash, .. } = &staker;
	let mut targets = Vec::new();
	for address in validators {
		let validator = chain.account(address)?;
		let prefs = staking::prefs(view, &validator).await?;
		match prefs {
			None => {
				return Err(Failure::input(
					format!("{} is no candidate", chain.address(&validator)),
					"see `kongsi validator status` of it",
				));
			}
			Some(prefs) if prefs.blocked => {
				return Err(Failure::input(
					format!("{} takes no nominators", chain.address(&validator)),
					"back another",
				));
			}
			Some(_) => targets.push(validator),
		}
	}
	let ledger = staking::ledger(view, stash).await?;
	let active = ledger.as_ref().map(|ledger| ledger.active).unwrap_or_default();
	let wanted = bond.map(|bond| bond.atoms(&chain.identity.unit)).transpose()?;
	let wanted = match (wanted, &ledger) {
		(Some(wanted), _) => wanted,
		(None, Some(_)) => active,
		(None, None) => {
			return Err(Failure::input(
				format!("{} has nothing bonded", chain.address(stash)),
				"say how much with --bond",
			));
		}
	};
	let minimum: u128 = view.value("Staking", "MinNominatorBond").await?;
	if wanted.max(active) < minimum {
		return Err(Failure::input(
			format!("a bond of {} is too small", chain.text(wanted.max(active))),
			format!("bond at least {}", chain.text(minimum)),
		));
	}
	let missing = wanted.saturating_sub(active);
	let mut calls = Vec::new();
	if missing > 0 {
		let existential: u128 = view.constant("Balances", "ExistentialDeposit")?;
		let balance = staking::balance(view, stash).await?;
		ensure_free(&balance, missing, existential, |atoms| chain.text(atoms))?;
		calls.push(match ledger {
			Some(_) => call("Staking", "bond_extra", [number(missing)]),
			None => call("Staking", "bond", [number(missing), variant("Stash")]),
		});
	}
	let list = targets.iter().map(target);
	calls.push(call("Staking", "nominate", [Value::unnamed_composite(list)]));
	let names: Vec<String> = targets.iter().map(|target| chain.address(target)).collect();
	let what = format!("Back {} with {}", names.join(", "), chain.text(wanted.max(active)));
	let receipt = staker.perform(context, &what, &all_or_nothing(calls)).await?;
	let json = json!({ "targets": names, "bonded": chain.number(wanted.max(active)) });
	Ok(staker.report(&receipt, "your stake counts from the next election on", json))
}

async fn status(context: &Context, account: Option<&Address>) -> Result<Report> {
	let chain = context.chain().await?;
	let stash = context.account(&chain, account)?;
	let view = chain.best().await?;
	let clock = Clock::read(&view).await?;
	let balance = staking::balance(&view, &stash).await?;
	let ledger = staking::ledger(&view, &stash).await?.unwrap_or_default();
	let nominations = staking::nominations(&view, &stash).await?;
	let targets = nominations.map(|nominations| nominations.targets).unwrap_or_default();
	let mut backed = Vec::new();
	for target in &targets {
		let backs = backs(&view, clock.active_era, target, &stash).await?;
		backed.push((chain.address(target), backs));
	}
	let mut rows = vec![
		("account", chain.address(&stash)),
		("free", chain.text(balance.free)),
		("bonded", chain.text(ledger.active)),
	];
	for chunk in &ledger.unlocking {
		rows.push((
			"unbonding",
			format!("{}, {}", chain.text(chunk.value), due(&clock, chunk.era)),
		));
	}
	for (address, backs) in &backed {
		let state = match backs {
			Some(atoms) => format!("in the set, with {} of yours", chain.text(*atoms)),
			None => "not in the set with your stake in this era".to_owned(),
		};
		rows.push(("backs", format!("{address}, {state}")));
	}
	let unlocking: Vec<Json> = ledger
		.unlocking
		.iter()
		.map(|chunk| json!({ "amount": chain.number(chunk.value), "era": chunk.era }))
		.collect();
	let backs: Vec<Json> = backed
		.iter()
		.map(|(address, atoms)| {
			json!({ "validator": address, "stake": atoms.map(|atoms| chain.number(atoms)) })
		})
		.collect();
	let json = json!({
		"account": chain.address(&stash),
		"free": chain.number(balance.free),
		"bonded": chain.number(ledger.active),
		"unbonding": unlocking,
		"backs": backs,
		"era": clock.active_era,
	});
	Ok(Report::new(fields(&rows), json))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Page {
	others: Vec<Backer>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Backer {
	who: AccountId,
	value: u128,
}

/// What of a nominator's stake the election has put behind a validator; none if nothing.
async fn backs(
	view: &View,
	era: u32,
	validator: &AccountId,
	nominator: &AccountId,
) -> Result<Option<u128>> {
	let Some(exposure) = staking::exposure(view, era, validator).await? else { return Ok(None) };
	for page in 0..exposure.page_count {
		let keys = vec![number(era), account(validator), number(page)];
		let found: Option<Page> = view.get("Staking", "ErasStakersPaged", keys).await?;
		let others = found.map(|page| page.others).unwrap_or_default();
		if let Some(backer) = others.iter().find(|backer| backer.who == *nominator) {
			return Ok(Some(backer.value));
		}
	}
	Ok(None)
}

/// When a part that is being unbonded can be withdrawn.
fn due(clock: &Clock, era: u32) -> String {
	let Some(eras) = era.checked_sub(clock.active_era).filter(|eras| *eras > 0) else {
		return "can be withdrawn with `kongsi stake withdraw`".to_owned();
	};
	// The first of them ends with this era, the others are whole.
	let era_seconds = u64::from(clock.era_sessions)
		.saturating_mul(clock.session_slots)
		.saturating_mul(clock.slot_ms)
		/ 1_000;
	let seconds =
		u64::from(eras - 1).saturating_mul(era_seconds).saturating_add(clock.seconds_to_era());
	format!("in {} (era {era})", in_words(seconds))
}

/// Stops being a candidate or a nominator.
pub(super) async fn chill(context: &Context) -> Result<Report> {
	let staker = Staker::of(context).await?;
	staker.bonded().await?;
	let what = "Stop validating and nominating; the bond stays";
	let receipt = staker.perform(context, what, &call("Staking", "chill", [])).await?;
	let text =
		"no candidate from the next election on; keep the node running until it is out of the set";
	Ok(staker.report(&receipt, text, json!({})))
}

/// Takes a part out of the bond.
pub(super) async fn unbond(context: &Context, args: &UnbondArgs) -> Result<Report> {
	if args.withdraw {
		return withdraw(context).await;
	}
	let staker = Staker::of(context).await?;
	let chain = &staker.chain;
	let ledger = staker.bonded().await?;
	let atoms = match &args.amount {
		Some(amount) => amount.atoms(&chain.identity.unit)?,
		None => ledger.active,
	};
	if atoms > ledger.active || atoms == 0 {
		return Err(Failure::input(
			format!(
				"{} of the {} bonded cannot be taken out",
				chain.text(atoms),
				chain.text(ledger.active)
			),
			"write an amount that is bonded",
		));
	}
	ensure_rest(&staker, ledger.active.saturating_sub(atoms)).await?;
	let eras: u32 = staker.view.constant("Staking", "BondingDuration")?;
	let clock = Clock::read(&staker.view).await?;
	let era = clock.planned_era.saturating_add(eras);
	let what = format!("Take {} out of the bond", chain.text(atoms));
	let receipt =
		staker.perform(context, &what, &call("Staking", "unbond", [number(atoms)])).await?;
	let text = format!(
		"{} can be withdrawn {}; until then it can be slashed for what was done before",
		chain.text(atoms),
		due(&clock, era)
	);
	Ok(staker.report(&receipt, &text, json!({ "amount": chain.number(atoms), "era": era })))
}

/// A role has a minimum bond, and the chain refuses what goes below without saying what helps.
async fn ensure_rest(staker: &Staker, rest: u128) -> Result<()> {
	let Staker { chain, view, stash, .. } = staker;
	let validates = staking::prefs(view, stash).await?.is_some();
	let nominates = staking::nominations(view, stash).await?.is_some();
	let entry = match (validates, nominates) {
		(true, _) => "MinValidatorBond",
		(false, true) => "MinNominatorBond",
		(false, false) => return Ok(()),
	};
	let minimum: u128 = view.value("Staking", entry).await?;
	if rest >= minimum {
		return Ok(());
	}
	Err(Failure::input(
		format!(
			"a bond of {} would be left, and the role needs {}",
			chain.text(rest),
			chain.text(minimum)
		),
		"take out less, or give up the role first with `kongsi validator chill`",
	))
}

/// Puts back what is being unbonded.
pub(super) async fn rebond(context: &Context, amount: &Amount) -> Result<Report> {
	let staker = Staker::of(context).await?;
	let chain = &staker.chain;
	let atoms = amount.atoms(&chain.identity.unit)?;
	let ledger = staker.bonded().await?;
	if ledger.unlocking.is_empty() || atoms == 0 {
		return Err(Failure::input("nothing is being unbonded", "see `kongsi stake status`"));
	}
	let what = format!("Put {} back into the bond", chain.text(atoms));
	let receipt =
		staker.perform(context, &what, &call("Staking", "rebond", [number(atoms)])).await?;
	Ok(staker.report(&receipt, "it is at stake again", json!({ "amount": chain.number(atoms) })))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct SlashingSpans {
	prior: Vec<u32>,
}

/// Withdraws what has been unbonded.
pub(super) async fn withdraw(context: &Context) -> Result<Report> {
	let staker = Staker::of(context).await?;
	let Staker { chain, view, stash, .. } = &staker;
	let ledger = staker.bonded().await?;
	let clock = Clock::read(view).await?;
	let due_now = ledger.unlocking.iter().filter(|chunk| chunk.era <= clock.planned_era);
	let atoms: u128 = due_now.map(|chunk| chunk.value).sum();
	if atoms == 0 {
		let next = ledger.unlocking.iter().map(|chunk| chunk.era).min();
		return Err(match next {
			Some(era) => Failure::input(
				"nothing can be withdrawn yet",
				format!("the first part can be withdrawn {}", due(&clock, era)),
			),
			None => Failure::input(
				"nothing is being unbonded",
				"take something out with `kongsi validator unbond`",
			),
		});
	}
	let spans: Option<SlashingSpans> =
		view.get("Staking", "SlashingSpans", vec![account(stash)]).await?;
	let spans = spans.map(|spans| spans.prior.len().saturating_add(1)).unwrap_or_default();
	let spans = u32::try_from(spans).unwrap_or(u32::MAX);
	let what = format!("Withdraw {}", chain.text(atoms));
	let withdraw = call("Staking", "withdraw_unbonded", [number(spans)]);
	let receipt = staker.perform(context, &what, &withdraw).await?;
	let text = format!("{} are free", chain.text(atoms));
	Ok(staker.report(&receipt, &text, json!({ "amount": chain.number(atoms) })))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn unbonding_ends_with_whole_eras() {
		let clock = Clock {
			slot_ms: 2_000,
			session_slots: 1_800,
			slots_passed: 0,
			session: 24,
			era_sessions: 6,
			active_era: 4,
			planned_era: 4,
			era_start: 24,
		};
		// This era lasts 6 h more, and the 27 after it 6 h each: 28 × 6 h are 7 d.
		assert_eq!(due(&clock, 32), "in 7 d (era 32)");
		assert_eq!(due(&clock, 5), "in 6 h (era 5)");
		assert_eq!(due(&clock, 4), "can be withdrawn with `kongsi stake withdraw`");
	}
}
