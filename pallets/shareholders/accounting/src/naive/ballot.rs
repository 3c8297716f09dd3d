//! The naive ballot: it keeps every vote and every count there ever was.

use super::Account;
use crate::{error::ensure, AccountingError, Answer, BallotTerms, Block, Outcome};
use alloc::{collections::BTreeMap, vec::Vec};

/// A vote in the naive ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NaiveVote {
	/// Its own.
	Own(Answer, u128),
	/// Through a delegate.
	Through(Account, u128),
}

/// The naive ballot: all votes, and the count after every change.
#[derive(Clone, Debug)]
pub struct NaiveBallot {
	/// The rules.
	pub terms: BallotTerms,
	/// Eligible shares.
	pub base: u128,
	/// Votes.
	pub votes: BTreeMap<Account, NaiveVote>,
	/// The count of every choice after every change, with its block. Abstentions come last.
	pub counts: Vec<(Block, Vec<u128>)>,
}

impl NaiveBallot {
	/// A ballot without votes.
	pub fn new(terms: BallotTerms, base: u128) -> Self {
		let counts = Vec::from([(0, Self::count(&terms, &BTreeMap::new()))]);
		Self { terms, base, votes: BTreeMap::new(), counts }
	}

	/// Reads all votes.
	fn count(terms: &BallotTerms, votes: &BTreeMap<Account, NaiveVote>) -> Vec<u128> {
		let mut count = Vec::from([0; 17]);
		count.truncate(usize::from(terms.choices) + 1);
		for vote in votes.values() {
			let (answer, weight) = match vote {
				NaiveVote::Own(answer, weight) => (*answer, *weight),
				NaiveVote::Through(delegate, weight) => match votes[delegate] {
					NaiveVote::Own(answer, _) => (answer, *weight),
					NaiveVote::Through(..) => panic!("a delegate has his own vote"),
				},
			};
			let place = match answer {
				Answer::Choice(choice) => usize::from(choice),
				Answer::Abstain => count.len() - 1,
			};
			count[place] += weight;
		}
		count
	}

	/// The present count.
	pub fn tally(&self) -> Vec<u128> {
		Self::count(&self.terms, &self.votes)
	}

	fn outcome_of(&self, count: &[u128]) -> Outcome {
		let decided: u128 = count[..count.len() - 1].iter().sum();
		let all: u128 = count.iter().sum();
		if all * 1_000_000 < self.base * u128::from(self.terms.quorum_ppm) {
			return Outcome::NoQuorum;
		}
		let wins = |choice: &usize| {
			let mine = count[*choice];
			let beaten = (0..count.len() - 1).all(|other| other == *choice || count[other] < mine);
			let threshold = decided * u128::from(self.terms.threshold_ppm);
			let above = mine * 1_000_000 > threshold;
			mine > 0 && beaten && (above || !self.terms.above && mine * 1_000_000 == threshold)
		};
		let winner = (0..count.len() - 1).find(wins);
		winner.map_or(Outcome::NoMajority, |choice| Outcome::Won(choice as u8))
	}

	/// How it stands.
	pub fn outcome(&self) -> Outcome {
		self.outcome_of(&self.tally())
	}

	/// When it ends, and how often that was put off: by going through its history.
	pub fn end(&self) -> (Block, u8) {
		let quarter = (self.terms.closes - self.terms.opens) / 4;
		let (mut closes, mut extensions, mut reference) = (self.terms.closes, 0u8, None);
		for pair in self.counts.windows(2) {
			let ((_, before), (at, after)) = (&pair[0], &pair[1]);
			if *at < closes - quarter || extensions == 2 {
				continue;
			}
			let from: Vec<u128> = reference.get_or_insert_with(|| before.clone()).clone();
			let choices = from.len() - 1;
			let top = *from[..choices].iter().max().expect("there are choices");
			let leader = (0..choices).find(|choice| from[*choice] == top).expect("one is");
			let points = |count: &[u128]| {
				let decided: u128 = count[..choices].iter().sum();
				(count[leader] * 1_000_000).checked_div(decided).unwrap_or(0)
			};
			let moved = points(&from).abs_diff(points(after)) >= 50_000;
			if moved || self.outcome_of(&from) != self.outcome_of(after) {
				closes += quarter;
				extensions += 1;
				reference = None;
			}
		}
		(closes, extensions)
	}

	/// Whether votes count.
	pub fn is_open(&self, now: Block) -> bool {
		now >= self.terms.opens && now < self.end().0
	}

	fn change(&mut self, now: Block, who: Account, vote: Option<NaiveVote>) {
		match vote {
			Some(vote) => self.votes.insert(who, vote),
			None => self.votes.remove(&who),
		};
		self.counts.push((now, self.tally()));
	}

	/// Casts.
	///
	/// # Errors
	///
	/// As the ballot.
	pub fn cast(
		&mut self,
		who: Account,
		answer: Answer,
		weight: u128,
		now: Block,
	) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		ensure(weight > 0, AccountingError::NoWeight)?;
		let known = answer == Answer::Abstain
			|| (0..self.terms.choices).any(|choice| answer == Answer::Choice(choice));
		ensure(known, AccountingError::UnknownChoice)?;
		self.change(now, who, Some(NaiveVote::Own(answer, weight)));
		Ok(())
	}

	/// Attaches.
	///
	/// # Errors
	///
	/// As the ballot.
	pub fn attach(
		&mut self,
		who: Account,
		delegate: Account,
		weight: u128,
		now: Block,
	) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		ensure(who != delegate, AccountingError::SelfDelegation)?;
		ensure(weight > 0, AccountingError::NoWeight)?;
		ensure(!self.votes.contains_key(&who), AccountingError::AlreadyCounted)?;
		let voted = matches!(self.votes.get(&delegate), Some(NaiveVote::Own(..)));
		ensure(voted, AccountingError::DelegateHasNotVoted)?;
		self.change(now, who, Some(NaiveVote::Through(delegate, weight)));
		Ok(())
	}

	/// Detaches.
	///
	/// # Errors
	///
	/// As the ballot.
	pub fn detach(&mut self, who: Account, now: Block) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		let attached = matches!(self.votes.get(&who), Some(NaiveVote::Through(..)));
		ensure(attached, AccountingError::NoVote)?;
		self.change(now, who, None);
		Ok(())
	}

	/// Sets a weight again.
	///
	/// # Errors
	///
	/// As the ballot.
	pub fn poke(&mut self, who: Account, weight: u128, now: Block) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		let vote = match self.votes.get(&who).ok_or(AccountingError::NoVote)? {
			NaiveVote::Own(answer, _) => NaiveVote::Own(*answer, weight),
			NaiveVote::Through(delegate, _) => NaiveVote::Through(*delegate, weight),
		};
		self.change(now, who, Some(vote));
		Ok(())
	}
}
