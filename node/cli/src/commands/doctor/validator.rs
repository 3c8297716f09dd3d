//! Checks of the validator that a node is.

use super::Check;
use crate::{
	address::AccountId,
	chain::{
		progress::Clock,
		rewards,
		staking::{self, Standing},
		view::View,
		Chain,
	},
	commands::validator::node_has,
	error::Result,
	keys::session::SessionKeys,
};
use subxt::rpcs::rpc_params;

/// Parts of past eras that may be unpaid before somebody should pay them: about two weeks of eras of six hours.
const MANY_UNPAID: usize = 56;
/// Validators whose keys are tried to find out which one this node is.
const MAX_TRIED: usize = 200;

pub(super) async fn checks(chain: &Chain, account: Option<AccountId>) -> Vec<Check> {
	match found(chain, account).await {
		Ok(checks) => checks,
		Err(failure) => vec![Check::warn("validator", failure.cause, &failure.next)],
	}
}

async fn found(chain: &Chain, account: Option<AccountId>) -> Result<Vec<Check>> {
	let roles: Vec<String> = chain.ask("system_nodeRoles", rpc_params![]).await?;
	let authors = roles.iter().any(|role| role == "Authority");
	let mut checks = vec![Check::ok(
		"role",
		if authors { "validator" } else { "full node, which authors nothing" },
	)];
	let view = chain.best().await?;
	if !view.has_entry("Staking", "Ledger") {
		checks.push(Check::ok("validator", "this chain has no staking"));
		return Ok(checks);
	}
	let stash = match account {
		Some(account) => Some(account),
		None => own_stash(chain, &view).await?,
	};
	let Some(stash) = stash else {
		checks.push(if authors {
			Check::warn(
				"validator",
				"the node authors, and holds the keys of no candidate",
				"join with `kongsi validator join`, or name the stash with --account",
			)
		} else {
			Check::ok("validator", "none")
		});
		return Ok(checks);
	};
	let clock = Clock::read(&view).await?;
	let validator = staking::validator(&view, &clock, &stash).await?;
	checks.push(judge_standing(&chain.address(&stash), &validator.standing, &clock));
	checks.push(keys(chain, validator.keys.as_ref(), authors).await);
	let unpaid = rewards::unpaid(&view, &stash, None).await?;
	checks.push(judge_unpaid(unpaid.len()));
	Ok(checks)
}

/// The candidate whose keys the node holds.
async fn own_stash(chain: &Chain, view: &View) -> Result<Option<AccountId>> {
	let candidates: Vec<((AccountId,), staking::Prefs)> =
		view.entries("Staking", "Validators", ()).await?;
	for ((candidate,), _) in candidates.into_iter().take(MAX_TRIED) {
		let Some(keys) = staking::next_keys(view, &candidate).await? else { continue };
		match node_has(chain, &keys).await {
			Ok(true) => return Ok(Some(candidate)),
			Ok(false) => {}
			// A node that does not answer once does not answer for the others either.
			Err(_) => return Ok(None),
		}
	}
	Ok(None)
}

fn judge_standing(address: &str, standing: &Standing, clock: &Clock) -> Check {
	const NAME: &str = "validator";
	let era = clock.active_era;
	match standing {
		Standing::Active { points } => {
			Check::ok(NAME, format!("{address} is active in era {era} with {points} points"))
		}
		Standing::Elected { era } => Check::ok(NAME, format!("{address} is elected for era {era}")),
		Standing::Waiting { rank, seats } if rank <= seats => {
			Check::ok(NAME, format!("{address} waits, rank {rank} for {seats} seats"))
		}
		Standing::Waiting { rank, seats } => Check::warn(
			NAME,
			format!("{address} waits, rank {rank} for {seats} seats"),
			"bond more, or find nominators",
		),
		Standing::Idle => Check::warn(
			NAME,
			format!("{address} is bonded and no candidate"),
			"if that is not meant, `kongsi validator join` makes it one again",
		),
		Standing::NotBonded => {
			Check::warn(NAME, format!("{address} has nothing bonded"), "`kongsi validator join`")
		}
		Standing::Disabled => Check::fail(
			NAME,
			format!("{address} is disabled: its keys signed twice"),
			"stop every node but one with these keys, and make new keys with `kongsi validator rotate-keys`",
		),
	}
}

/// A validator's node has to hold the keys that are registered.
async fn keys(chain: &Chain, registered: Option<&SessionKeys>, authors: bool) -> Check {
	let Some(registered) = registered else {
		return judge_keys(false, None, authors);
	};
	judge_keys(true, node_has(chain, registered).await.ok(), authors)
}

fn judge_keys(registered: bool, held: Option<bool>, authors: bool) -> Check {
	const NAME: &str = "keys";
	match (registered, held) {
		(false, _) => Check::fail(
			NAME,
			"none are registered",
			"make and register them with `kongsi validator rotate-keys`",
		),
		(true, Some(true)) if authors => Check::ok(NAME, "the registered ones are on this node"),
		(true, Some(true)) => Check::fail(
			NAME,
			"the registered ones are on this node, which does not author",
			"start it with --validator",
		),
		(true, Some(false)) => Check::fail(
			NAME,
			"the registered ones are not on this node",
			"if no other node has them, make new ones with `kongsi validator rotate-keys`",
		),
		(true, None) => Check::warn(
			NAME,
			"registered, and the node does not say whether it has them",
			"run kongsi on the node's own machine",
		),
	}
}

fn judge_unpaid(parts: usize) -> Check {
	let next = "pay them with `kongsi validator payout`";
	match parts {
		0 => Check::ok("pay", "all past eras are paid"),
		few if few <= MANY_UNPAID => {
			Check::ok("pay", format!("{few} parts of past eras are unpaid"))
		}
		many => Check::warn("pay", format!("{many} parts of past eras are unpaid"), next),
	}
}

#[cfg(test)]
mod tests {
	use super::{super::Level, *};

	fn clock() -> Clock {
		Clock {
			slot_ms: 2_000,
			session_slots: 20,
			slots_passed: 5,
			session: 12,
			era_sessions: 3,
			active_era: 4,
			planned_era: 4,
			era_start: 12,
		}
	}

	#[test]
	fn a_standing_is_judged_by_what_there_is_to_do() {
		let level = |standing: Standing| judge_standing("5G", &standing, &clock()).level;
		assert_eq!(level(Standing::Active { points: 20 }), Level::Ok);
		assert_eq!(level(Standing::Elected { era: 5 }), Level::Ok);
		assert_eq!(level(Standing::Waiting { rank: 4, seats: 4 }), Level::Ok);
		assert_eq!(level(Standing::Waiting { rank: 5, seats: 4 }), Level::Warn);
		assert_eq!(level(Standing::Idle), Level::Warn);
		assert_eq!(level(Standing::Disabled), Level::Fail);
	}

	#[test]
	fn the_registered_keys_belong_on_a_node_that_authors() {
		assert_eq!(judge_keys(true, Some(true), true).level, Level::Ok);
		assert_eq!(judge_keys(true, Some(true), false).level, Level::Fail);
		assert_eq!(judge_keys(true, Some(false), true).level, Level::Fail);
		assert_eq!(judge_keys(true, None, true).level, Level::Warn);
		assert_eq!(judge_keys(false, None, true).level, Level::Fail);
	}

	#[test]
	fn unpaid_eras_are_a_warning_when_they_pile_up() {
		assert_eq!([0, 1, 56].map(|parts| judge_unpaid(parts).level), [Level::Ok; 3]);
		assert_eq!(judge_unpaid(57).level, Level::Warn);
	}
}
