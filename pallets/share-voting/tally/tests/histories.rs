//! Random commands against a naive model that knows who said what and adds it all up anew.
//!
//! `KONGSI_OPS` commands, 200,000 by default; `KONGSI_SEED` repeats a history.

mod common;

use common::Memory;
use rand::{rngs::StdRng, Rng, SeedableRng};
use share_voting_tally::{Clock, Count, Side, Standing, Swing};
use shareholders_accounting::{AccountingError, Vote, MAX_EXTENSIONS};
use std::collections::BTreeMap;

const PEOPLE: u32 = 24;

fn from_env(name: &str, default: u64) -> u64 {
	std::env::var(name).map_or(default, |text| {
		text.replace('_', "").parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}"))
	})
}

fn seed(test: &str) -> u64 {
	let seed = from_env("KONGSI_SEED", 20_260_904);
	println!("{test}: KONGSI_SEED={seed}");
	seed
}

/// What somebody said, and with how much.
#[derive(Clone, Copy, Debug)]
enum Said {
	Own(Side, u128),
	Follows(u32, u128),
}

/// A register of what people owned at the record date and own now, and what they said.
struct Model {
	then: Vec<u128>,
	now: Vec<u128>,
	said: BTreeMap<u32, Said>,
}

impl Model {
	fn new(rng: &mut StdRng) -> Self {
		let large: u128 = if rng.gen() { 1_000 } else { 1 << 80 };
		let then: Vec<u128> = (0..PEOPLE)
			.map(|_| if rng.gen_ratio(1, 6) { 0 } else { rng.gen_range(0..=large) })
			.collect();
		Self { now: then.clone(), then, said: BTreeMap::new() }
	}

	fn weight(&self, who: u32) -> u128 {
		self.then[who as usize].min(self.now[who as usize])
	}

	fn sell(&mut self, rng: &mut StdRng) {
		let (from, to) = (rng.gen_range(0..PEOPLE) as usize, rng.gen_range(0..PEOPLE) as usize);
		let amount = match rng.gen_range(0..3) {
			0 => self.now[from],
			_ => rng.gen_range(0..=self.now[from]),
		};
		self.now[from] -= amount;
		self.now[to] += amount;
	}

	fn is_leader(&self, who: u32) -> bool {
		matches!(self.said.get(&who), Some(Said::Own(..)))
	}

	fn vote(&mut self, who: u32, side: Side) -> Result<(), AccountingError> {
		let weight = self.weight(who);
		if weight == 0 {
			return Err(AccountingError::NoWeight);
		}
		self.said.insert(who, Said::Own(side, weight));
		Ok(())
	}

	fn poke(&mut self, who: u32) -> Result<(), AccountingError> {
		let present = self.weight(who);
		match self.said.get_mut(&who) {
			Some(Said::Own(_, weight) | Said::Follows(_, weight)) => *weight = present,
			None => return Err(AccountingError::NoVote),
		}
		Ok(())
	}

	fn attach(&mut self, who: u32, delegate: u32) -> Result<(), AccountingError> {
		let weight = self.weight(who);
		if who == delegate {
			return Err(AccountingError::SelfDelegation);
		}
		if weight == 0 {
			return Err(AccountingError::NoWeight);
		}
		if self.said.contains_key(&who) {
			return Err(AccountingError::AlreadyCounted);
		}
		if !self.is_leader(delegate) {
			return Err(AccountingError::DelegateHasNotVoted);
		}
		self.said.insert(who, Said::Follows(delegate, weight));
		Ok(())
	}

	fn detach(&mut self, who: u32) -> Result<(), AccountingError> {
		match self.said.get(&who) {
			Some(Said::Follows(..)) => {
				self.said.remove(&who);
				Ok(())
			}
			_ => Err(AccountingError::NoVote),
		}
	}

	/// Everything, added up.
	fn count(&self) -> Count {
		let mut count = Count { base: self.then.iter().sum(), ..Count::default() };
		for said in self.said.values() {
			let (side, weight) = match said {
				Said::Own(side, weight) => (*side, *weight),
				Said::Follows(delegate, weight) => match self.said[delegate] {
					Said::Own(side, _) => (side, *weight),
					Said::Follows(..) => panic!("two steps"),
				},
			};
			match side {
				Side::Aye => count.ayes += weight,
				Side::Nay => count.nays += weight,
				Side::Abstain => count.abstain += weight,
			}
		}
		count
	}

	fn check(&self, count: &Count, votes: &Memory) {
		assert_eq!(*count, self.count());
		assert!(count.turnout() <= count.base);
		assert_eq!(votes.0.len(), self.said.len());
		for (who, vote) in &votes.0 {
			match (vote, self.said[who]) {
				(Vote::Own { answer, weight, attached }, Said::Own(side, said)) => {
					assert_eq!((Side::try_from(*answer), *weight), (Ok(side), said));
					let follow = |other: &Said| match other {
						Said::Follows(delegate, weight) if delegate == who => *weight,
						_ => 0,
					};
					assert_eq!(*attached, self.said.values().map(follow).sum::<u128>());
				}
				(Vote::Attached { delegate, weight }, Said::Follows(leader, said)) => {
					assert_eq!((*delegate, *weight), (leader, said));
				}
				_ => panic!("{who} is told two things"),
			}
		}
	}
}

#[test]
fn random_commands_count_like_the_naive_model() {
	let rng = &mut StdRng::seed_from_u64(seed("count"));
	let (mut left, mut accepted, mut refused) = (from_env("KONGSI_OPS", 200_000), 0u64, 0u64);
	while left > 0 {
		let mut model = Model::new(rng);
		let base = model.then.iter().sum();
		let mut count = Count::open(base).expect("many own something");
		let mut votes = Memory::default();
		for _ in 0..left.min(2_000) {
			left -= 1;
			let (who, other) = (rng.gen_range(0..PEOPLE), rng.gen_range(0..PEOPLE));
			let weight = model.weight(who);
			let before = (count, votes.clone());
			let (done, expected) = match rng.gen_range(0..10) {
				0..=1 => {
					model.sell(rng);
					continue;
				}
				2..=4 => {
					let side = [Side::Aye, Side::Nay, Side::Abstain][rng.gen_range(0..3)];
					(count.cast(&mut votes, &who, side, weight), model.vote(who, side))
				}
				5..=6 => (count.poke(&mut votes, &who, weight), model.poke(who)),
				7..=8 => (count.attach(&mut votes, &who, &other, weight), model.attach(who, other)),
				_ => (count.detach(&mut votes, &who), model.detach(who)),
			};
			assert_eq!(done, expected);
			if done.is_ok() {
				accepted += 1;
			} else {
				refused += 1;
				assert_eq!((count, votes.clone()), before);
			}
			model.check(&count, &votes);
		}
	}
	println!("{accepted} accepted, {refused} refused");
	assert!(accepted > 0 && refused > 0);
}

/// Whatever the votes do, a decision that lasts 400 blocks with confirmations of 40 ends at most 2 x 40 blocks after the time at
/// which it would have ended without extensions, and no change in a last quarter that turns the outcome goes without one while
/// any is left.
#[test]
fn random_swings_put_a_decision_off_twice_at_most() {
	let rng = &mut StdRng::seed_from_u64(seed("swings"));
	let (mut left, mut extended) = (from_env("KONGSI_OPS", 200_000), 0u64);
	while left > 0 {
		let mut clock = Clock { since: 1_000, decision: 400, confirming: None, confirm: 40 };
		let mut swing = Swing::default();
		let mut standing = Standing { passing: false, approval_ppb: 0 };
		let mut now = 1_000;
		while left > 0 {
			left -= 1;
			now += rng.gen_range(0..12);
			let approval_ppb = match rng.gen_range(0..4) {
				0 => rng.gen_range(0..=1_000_000_000),
				_ => standing
					.approval_ppb
					.saturating_add(rng.gen_range(0..20_000_000))
					.min(1_000_000_000),
			};
			let next = Standing { passing: approval_ppb >= 600_000_000, approval_ppb };
			let (could, before) = (swing.can_extend(&clock, now), swing);
			let put_off = swing.note(&clock, now, standing, next);
			if let Some(to) = put_off {
				extended += 1;
				assert!(could && swing.extensions == before.extensions + 1);
				assert!(to.since == clock.since || to.since == clock.since + 40);
				clock = Clock { since: to.since, confirming: to.confirming, ..clock };
			} else if could && clock.is_decision_late(now) {
				let mark = before.mark.unwrap_or(standing);
				assert_eq!(mark.passing, next.passing);
			}
			assert!(swing.extensions <= MAX_EXTENSIONS);
			assert!(clock.since <= 1_000 + 40 * u32::from(swing.extensions));
			standing = next;
			// What referenda do at the alarm that follows.
			match (standing.passing, clock.confirming) {
				(true, Some(end)) if now >= end => break,
				(true, None) => clock.confirming = Some(now + clock.confirm),
				(false, _) if now >= clock.since + clock.decision => break,
				(false, _) => clock.confirming = None,
				(true, Some(_)) => {}
			}
		}
	}
	println!("{extended} extensions");
	assert!(extended > 0);
}
