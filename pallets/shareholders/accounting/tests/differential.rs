//! The register against the naive one: after every operation the same answers, and the equation to the last part.
//!
//! `KONGSI_OPS` is the number of operations, `KONGSI_SEED` the seed.

mod common;

use common::{
	from_env, seed,
	world::{Defect, World},
};
use std::collections::BTreeMap;

/// Operations of one history; then a new world begins.
const EPISODE: u64 = 1_000;

/// What must have happened at least once in so many operations.
const WANTED: [(&str, u64); 65] = [
	("transfer", 10),
	("self-transfer", 200),
	("dust transfer", 200),
	("mint", 30),
	("burn", 50),
	("closed account", 100),
	("reopened account", 200),
	("removed line", 4_000),
	("pruned line", 1_000),
	("prune", 100),
	("hold", 50),
	("dated total with a hold", 20),
	("epoch", 20),
	("open payout", 1_000),
	("open payout: PayoutExists", 200),
	("fund next", 100),
	("fund next: ZeroAmount", 1_000),
	("fund next: UnknownPayout", 2_000),
	("fund next: NoEligibleShares", 20_000),
	("fund stream", 100),
	("fund stream: DateTooFar", 500),
	("fund dated", 100),
	("fund dated: DatePassed", 1_000),
	("fund dated: DatesReversed", 1_000),
	("fund dated: DateTooFar", 5_000),
	("fund dated: TooManyLumps", 30_000),
	("claim all", 50),
	("claim all: NothingOwed", 100),
	("claim one", 100),
	("claim one: NothingOwed", 200),
	("claim one: UnknownPayout", 2_000),
	("claim without shares", 500),
	("exclude", 500),
	("exclude: AlreadyExcluded", 1_000),
	("include", 500),
	("include: NotExcluded", 500),
	("reserve", 100),
	("reserve: DatePassed", 500),
	("reserve: TooManyDates", 15_000),
	("release", 100),
	("release: UnknownDate", 1_000),
	("open ballot", 200),
	("cast", 20),
	("cast: NoWeight", 200),
	("cast: NotOpen", 200),
	("cast: UnknownChoice", 2_000),
	("own vote overrides", 500),
	("attach", 200),
	("attach: AlreadyCounted", 500),
	("attach: DelegateHasNotVoted", 500),
	("detach", 1_000),
	("poke", 100),
	("poke attached", 500),
	("late swing", 300),
	("close ballot", 500),
	("Won()", 800),
	("NoQuorum", 1_500),
	("carried", 1_000),
	("split", 300),
	("completed share", 500),
	("fractions", 1_000),
	("bid for fractions", 100),
	("bid for fractions: BelowReserve", 500),
	("bid for fractions: NotOpen", 1_000),
	("oversubscribed", 1_000),
];

#[test]
fn the_register_answers_like_the_oracle_after_every_operation() {
	let (ops, seed) = (from_env("KONGSI_OPS", 100_000), seed("differential"));
	let mut seen: BTreeMap<String, u64> = BTreeMap::new();
	let mut done = 0;
	while done < ops {
		let mut world = World::new(seed.wrapping_add(done), None);
		for _ in 0..EPISODE.min(ops - done) {
			let result = world.step();
			assert_eq!(result, Ok(()), "operation {done}, seed {seed}");
			done += 1;
			if done % 100 == 0 {
				assert_eq!(world.check_all(), Ok(()), "operation {done}, seed {seed}");
			}
		}
		assert_eq!(world.finish(), Ok(()), "operation {done}, seed {seed}");
		for (what, count) in world.seen {
			*seen.entry(what).or_default() += count;
		}
	}
	println!("{done} done of {ops} asked, seed {seed}");
	for (what, count) in &seen {
		println!("{count:>9}  {what}");
	}
	for (what, every) in WANTED {
		let count = seen.get(what).copied().unwrap_or(0);
		assert!(count >= ops / every / 2, "{what}: only {count} of {ops} operations");
	}
}

#[test]
fn every_planted_defect_is_noticed() {
	let seed = seed("defects");
	for defect in Defect::ALL {
		let noticed = (0..20).find_map(|episode| {
			let mut world = World::new(seed + episode, Some(defect));
			(0..EPISODE).find_map(|_| world.step().and_then(|()| world.check_all()).err())
		});
		println!("{defect:?}: {noticed:?}");
		assert!(noticed.is_some(), "{defect:?} went unnoticed");
	}
}
