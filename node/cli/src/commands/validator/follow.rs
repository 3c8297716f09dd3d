//! Follows a candidate until it authors.

use crate::{
	address::AccountId,
	chain::{
		progress::Clock,
		staking::{self, Standing},
		Chain,
	},
	context::Context,
	duration::in_words,
	error::{Failure, Kind, Result},
};
use std::time::Duration;

/// Where following ended.
pub(super) struct End {
	/// The era.
	pub(super) era: u32,
	/// The height by which the first block was authored.
	pub(super) height: u64,
}

/// How often a node may fail to answer in a row. Following takes hours on a real chain, and nodes are restarted.
const MAX_SILENCES: u32 = 60;
/// How often in a row the candidacy may be missing: a fork of a block or two may not have it yet.
const MAX_ABSENCES: u32 = 30;
/// Between two questions to a node that does not answer.
const RETRY: Duration = Duration::from_secs(5);

/// Follows a candidate until it has authored a block in the set, and says each change.
///
/// # Errors
///
/// A network failure if the node is gone for good; a refusal if the account is out of the race.
pub(super) async fn until_first_block(
	context: &Context,
	chain: Chain,
	stash: &AccountId,
) -> Result<End> {
	let mut chain = chain;
	let mut said = String::new();
	let (mut silences, mut absences) = (0, 0);
	loop {
		let (height, clock, standing) = match look(&chain, stash).await {
			Ok(seen) => seen,
			Err(failure) if silences < MAX_SILENCES && failure.kind == Kind::Network => {
				silences += 1;
				tokio::time::sleep(RETRY).await;
				if let Ok(again) = context.chain().await {
					chain = again;
				}
				continue;
			}
			Err(failure) => return Err(failure),
		};
		silences = 0;
		match standing {
			Standing::Active { points } if points > 0 => {
				return Ok(End { era: clock.active_era, height });
			}
			Standing::Idle | Standing::NotBonded if absences >= MAX_ABSENCES => {
				return Err(Failure::refused(
					format!("{} is no candidate any more", chain.address(stash)),
					"see `kongsi validator status`",
				));
			}
			Standing::Idle | Standing::NotBonded => absences += 1,
			Standing::Disabled => {
				return Err(Failure::refused(
					sentence(&standing, &clock),
					"stop every node but one with these keys, and make new keys",
				));
			}
			_ => absences = 0,
		}
		// The clock runs on; only a change of the standing is news.
		let news = news(&standing, &clock);
		if news != said {
			context.say(&sentence(&standing, &clock));
			said = news;
		}
		tokio::time::sleep(Duration::from_millis(clock.slot_ms.max(500))).await;
	}
}

async fn look(chain: &Chain, stash: &AccountId) -> Result<(u64, Clock, Standing)> {
	let view = chain.best().await?;
	let clock = Clock::read(&view).await?;
	let standing = staking::validator(&view, &clock, stash).await?.standing;
	Ok((view.height(), clock, standing))
}

fn news(standing: &Standing, clock: &Clock) -> String {
	match standing {
		Standing::Waiting { rank, seats } => format!("{rank} {seats} {}", clock.active_era),
		other => format!("{other:?}"),
	}
}

/// Where a validator stands and what comes next, in a sentence.
pub(super) fn sentence(standing: &Standing, clock: &Clock) -> String {
	match standing {
		Standing::NotBonded => "not bonded: join with `kongsi validator join`".to_owned(),
		Standing::Idle => {
			"idle: bonded and no candidate; join again with `kongsi validator join`".to_owned()
		}
		Standing::Waiting { rank, seats } => {
			let election = match clock.seconds_to_election() {
				Some(seconds) => format!("the next election is in {}", in_words(seconds)),
				None => format!(
					"the election for era {} was held; the next one is an era later",
					clock.planned_era
				),
			};
			let chance =
				if rank > seats { "; bond more, or find nominators, to be elected" } else { "" };
			format!("waiting: rank {rank} for {seats} seats, and {election}{chance}")
		}
		Standing::Elected { era } => {
			format!("elected: era {era} starts in {}", in_words(clock.seconds_to_era()))
		}
		Standing::Active { points: 0 } => {
			format!("active in era {}: waiting for the first block", clock.active_era)
		}
		Standing::Active { points } => {
			format!("active in era {} with {points} points", clock.active_era)
		}
		Standing::Disabled => format!(
			"disabled: in the set of era {} and shut out of it, because its keys signed twice",
			clock.active_era
		),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

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
	fn each_standing_says_what_comes_next() {
		let say = |standing: Standing| sentence(&standing, &clock());
		assert_eq!(
			say(Standing::Waiting { rank: 3, seats: 4 }),
			"waiting: rank 3 for 4 seats, and the next election is in 1 min 10 s"
		);
		assert_eq!(
			say(Standing::Waiting { rank: 5, seats: 4 }),
			"waiting: rank 5 for 4 seats, and the next election is in 1 min 10 s; bond more, or find nominators, to \
			 be elected"
		);
		assert_eq!(say(Standing::Elected { era: 5 }), "elected: era 5 starts in 1 min 50 s");
		assert_eq!(
			say(Standing::Active { points: 0 }),
			"active in era 4: waiting for the first block"
		);
		assert_eq!(say(Standing::Active { points: 40 }), "active in era 4 with 40 points");
	}

	#[test]
	fn passing_time_is_no_news_and_another_rank_is() {
		let later = Clock { slots_passed: 9, ..clock() };
		let waiting = Standing::Waiting { rank: 3, seats: 4 };
		assert_eq!(news(&waiting, &clock()), news(&waiting, &later));
		assert_ne!(
			news(&waiting, &clock()),
			news(&Standing::Waiting { rank: 2, seats: 4 }, &later)
		);
	}
}
