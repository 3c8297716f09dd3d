//! Counting a ballot: who wins, when it ends, and that no share counts twice.
//!
//! A ballot knows weights only. That a weight is what an account owned at the record date is the register's word; that
//! no account is counted twice, and never more in all than the eligible shares of that date, is decided here.

#![allow(clippy::as_conversions, reason = "the derive of the codec numbers variants with `as`")]

use crate::{
	error::{ensure, AccountingError},
	payout::COMPACT,
	units::{add, mul, sub, Block, PPM},
};
use alloc::{vec, vec::Vec};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Choices of one ballot.
pub const MAX_CHOICES: u8 = 16;
/// The shortest period, in blocks: its last quarter has at least one.
pub const MIN_PERIOD: Block = 4;
/// How often a late swing can put off the end.
pub const MAX_EXTENSIONS: u8 = 2;
/// A share of the vote that moves by this much in the last quarter is a late swing: 5 points.
pub const SWING_PPM: u128 = 50_000;

/// What an account answers.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Answer {
	/// One of the choices, by number.
	Choice(u8),
	/// None of them. Counts for the quorum only.
	Abstain,
}

/// The rules of one ballot.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct BallotTerms {
	/// How many choices there are, 2 to [`MAX_CHOICES`].
	pub choices: u8,
	/// The least part of the eligible shares that must answer, in parts per million.
	pub quorum_ppm: u32,
	/// The part of all choices, abstentions left out, that the winner needs, in parts per million.
	pub threshold_ppm: u32,
	/// Whether the winner needs more than the threshold: "more than half" is 500,000 and true, "three quarters" is
	/// 750,000 and false.
	pub above: bool,
	/// The first block in which votes count.
	pub opens: Block,
	/// The first block in which they do not.
	pub closes: Block,
}

impl BallotTerms {
	/// Checks the rules.
	///
	/// # Errors
	///
	/// `BadChoices`, `BadThreshold`, `BadPeriod`.
	pub fn validate(&self) -> Result<(), AccountingError> {
		ensure((2..=MAX_CHOICES).contains(&self.choices), AccountingError::BadChoices)?;
		let whole = |ppm: u32| u128::from(ppm) <= PPM;
		let passable = u128::from(self.threshold_ppm) < PPM || !self.above;
		ensure(
			whole(self.quorum_ppm) && whole(self.threshold_ppm) && passable,
			AccountingError::BadThreshold,
		)?;
		let period = self.closes.checked_sub(self.opens).ok_or(AccountingError::BadPeriod)?;
		ensure(period >= MIN_PERIOD, AccountingError::BadPeriod)
	}

	fn quarter(&self) -> Block {
		self.closes.saturating_sub(self.opens) >> 2 // validated
	}
}

/// How a ballot stands or ended.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Outcome {
	/// Too few shares have answered.
	NoQuorum,
	/// No choice has the votes it needs, or two have equally many.
	NoMajority,
	/// This choice wins.
	Won(u8),
}

/// How a ballot stood when its last quarter began.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub struct Mark {
	/// The outcome.
	pub outcome: Outcome,
	/// The choice with most votes.
	pub leader: u8,
	/// Its part of all choices, in parts per million.
	pub leader_ppm: u32,
}

/// The vote of one account in one ballot.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
)]
pub enum Vote<A> {
	/// It has voted itself.
	Own {
		/// Its answer.
		answer: Answer,
		/// Its own weight.
		#[codec(compact)]
		weight: u128,
		/// The weight of those who follow it; moves along when it changes its mind.
		#[codec(compact)]
		attached: u128,
	},
	/// Its weight follows a delegate who has voted.
	Attached {
		/// The delegate.
		delegate: A,
		/// Its weight, part of what is attached to the delegate.
		#[codec(compact)]
		weight: u128,
	},
}

/// The votes of one ballot, lent by the caller.
pub trait Votes {
	/// An account.
	type Account: Clone + PartialEq;

	/// The vote of an account.
	fn vote(&self, who: &Self::Account) -> Option<Vote<Self::Account>>;
	/// Stores it, or removes it.
	fn set_vote(&mut self, who: &Self::Account, vote: Option<Vote<Self::Account>>);
}

/// A ballot and its count.
#[derive(Encode, Decode, DecodeWithMemTracking, TypeInfo, Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
	/// The rules.
	pub terms: BallotTerms,
	/// Eligible shares at the record date.
	#[codec(compact)]
	pub base: u128,
	/// Weight by choice.
	pub weights: Vec<Compact<u128>>,
	/// Weight of those who abstain.
	#[codec(compact)]
	pub abstain: u128,
	/// The first block in which votes do not count, late swings included.
	pub closes: Block,
	/// How often the end was put off.
	pub extensions: u8,
	/// How it stood when its last quarter began, once something changed since.
	pub mark: Option<Mark>,
}

impl MaxEncodedLen for Ballot {
	fn max_encoded_len() -> usize {
		// Base, abstentions and up to 16 weights, all compact, a length of one byte, and the rest: constants, 320 bytes.
		COMPACT
			.saturating_mul(usize::from(MAX_CHOICES).saturating_add(2))
			.saturating_add(BallotTerms::max_encoded_len())
			.saturating_add(Block::max_encoded_len())
			.saturating_add(2)
			.saturating_add(Option::<Mark>::max_encoded_len())
	}
}

impl Ballot {
	/// A ballot in which nobody has voted, among `base` eligible shares.
	///
	/// # Errors
	///
	/// `NoEligibleShares`, and those of [`BallotTerms::validate`].
	pub fn open(terms: BallotTerms, base: u128) -> Result<Self, AccountingError> {
		terms.validate()?;
		ensure(base > 0, AccountingError::NoEligibleShares)?;
		Ok(Self {
			terms,
			base,
			weights: vec![Compact(0); usize::from(terms.choices)],
			abstain: 0,
			closes: terms.closes,
			extensions: 0,
			mark: None,
		})
	}

	/// Whether votes count in a block.
	pub fn is_open(&self, now: Block) -> bool {
		self.terms.opens <= now && now < self.closes
	}

	/// Casts or changes an account's own vote, with what follows it. A vote that was attached to a delegate leaves him
	/// first: the holder's own word counts.
	///
	/// # Errors
	///
	/// `NotOpen`, `UnknownChoice`, `NoWeight`, `AboveEligible`.
	pub fn cast<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		answer: Answer,
		weight: u128,
		now: Block,
	) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		ensure(weight > 0, AccountingError::NoWeight)?;
		let mut next = self.clone();
		let mut left = None;
		let mut attached = 0;
		match votes.vote(who) {
			Some(Vote::Own { answer, weight, attached: followers }) => {
				next.remove(answer, add(weight, followers)?)?;
				attached = followers;
			}
			Some(Vote::Attached { delegate, weight }) => {
				let vote = next.unfollow(votes, &delegate, weight)?;
				left = Some((delegate, vote));
			}
			None => {}
		}
		next.insert(answer, add(weight, attached)?)?;
		next.note_swing(self, now)?;
		*self = next;
		if let Some((delegate, vote)) = left {
			votes.set_vote(&delegate, Some(vote));
		}
		votes.set_vote(who, Some(Vote::Own { answer, weight, attached }));
		Ok(())
	}

	/// Sets the weight of an account's vote again, its own or attached, after a sale or a purchase.
	///
	/// # Errors
	///
	/// `NotOpen`, `NoVote`, `AboveEligible`.
	pub fn poke<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		weight: u128,
		now: Block,
	) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		let mut next = self.clone();
		match votes.vote(who).ok_or(AccountingError::NoVote)? {
			Vote::Own { answer, weight: old, attached } => {
				next.remove(answer, old)?;
				next.insert(answer, weight)?;
				next.note_swing(self, now)?;
				votes.set_vote(who, Some(Vote::Own { answer, weight, attached }));
			}
			Vote::Attached { delegate, weight: old } => {
				let vote = next.unfollow(votes, &delegate, old)?;
				let vote = next.follow(vote, weight)?;
				next.note_swing(self, now)?;
				votes.set_vote(&delegate, Some(vote));
				votes.set_vote(who, Some(Vote::Attached { delegate, weight }));
			}
		}
		*self = next;
		Ok(())
	}

	/// How it stands.
	///
	/// # Errors
	///
	/// `Overflow`, which the bound on supplies excludes.
	pub fn outcome(&self) -> Result<Outcome, AccountingError> {
		let decided = self.decided()?;
		let answered = add(decided, self.abstain)?;
		if mul(answered, PPM)? < mul(self.base, u128::from(self.terms.quorum_ppm))? {
			return Ok(Outcome::NoQuorum);
		}
		let (leader, most) = self.leader();
		let alone = self.weights.iter().filter(|weight| weight.0 == most).count() == 1;
		let (has, needs) = (mul(most, PPM)?, mul(decided, u128::from(self.terms.threshold_ppm))?);
		let enough = if self.terms.above { has > needs } else { has >= needs };
		Ok(if most > 0 && alone && enough { Outcome::Won(leader) } else { Outcome::NoMajority })
	}

	/// How it ended.
	///
	/// # Errors
	///
	/// `StillOpen`.
	pub fn close(&self, now: Block) -> Result<Outcome, AccountingError> {
		ensure(now >= self.closes, AccountingError::StillOpen)?;
		self.outcome()
	}

	/// The weight of all choices, without abstentions.
	fn decided(&self) -> Result<u128, AccountingError> {
		let mut sum = 0;
		for weight in &self.weights {
			sum = add(sum, weight.0)?;
		}
		Ok(sum)
	}

	/// The choice with most weight, the first of equals.
	fn leader(&self) -> (u8, u128) {
		let mut leader = (0, 0);
		for (choice, weight) in (0..self.terms.choices).zip(&self.weights) {
			if weight.0 > leader.1 {
				leader = (choice, weight.0);
			}
		}
		leader
	}

	/// A choice's part of all choices, in parts per million, rounded down.
	fn ppm_of(&self, choice: u8) -> Result<u32, AccountingError> {
		let weight = self.weights.get(usize::from(choice)).map_or(0, |weight| weight.0);
		let ppm = mul(weight, PPM)?.checked_div(self.decided()?).unwrap_or(0);
		u32::try_from(ppm).map_err(|_| AccountingError::Overflow)
	}

	fn place(&mut self, answer: Answer) -> Result<&mut u128, AccountingError> {
		match answer {
			Answer::Abstain => Ok(&mut self.abstain),
			Answer::Choice(choice) => self
				.weights
				.get_mut(usize::from(choice))
				.map(|weight| &mut weight.0)
				.ok_or(AccountingError::UnknownChoice),
		}
	}

	pub(crate) fn insert(&mut self, answer: Answer, weight: u128) -> Result<(), AccountingError> {
		let place = self.place(answer)?;
		*place = add(*place, weight)?;
		let answered = add(self.decided()?, self.abstain)?;
		ensure(answered <= self.base, AccountingError::AboveEligible)
	}

	pub(crate) fn remove(&mut self, answer: Answer, weight: u128) -> Result<(), AccountingError> {
		let place = self.place(answer)?;
		*place = sub(*place, weight)?;
		Ok(())
	}

	/// Compares with the beginning of the last quarter, after a change: an outcome that differs, or a leader's part that
	/// has moved by [`SWING_PPM`], puts the end off by a quarter, which then is the last. Votes are compared with the
	/// beginning and not with the vote before, so many small ones count like a large one.
	pub(crate) fn note_swing(&mut self, before: &Self, now: Block) -> Result<(), AccountingError> {
		let quarter = self.terms.quarter();
		if now < self.closes.saturating_sub(quarter) || self.extensions >= MAX_EXTENSIONS {
			return Ok(());
		}
		let mark = match self.mark {
			Some(mark) => mark,
			None => {
				let (leader, _) = before.leader();
				let leader_ppm = before.ppm_of(leader)?;
				Mark { outcome: before.outcome()?, leader, leader_ppm }
			}
		};
		let moved = self.ppm_of(mark.leader)?.abs_diff(mark.leader_ppm);
		if self.outcome()? == mark.outcome && u128::from(moved) < SWING_PPM {
			self.mark = Some(mark);
		} else {
			// At the end of time there is no later block to wait for.
			self.closes = self.closes.saturating_add(quarter);
			self.extensions = self.extensions.saturating_add(1); // at most MAX_EXTENSIONS
			self.mark = None;
		}
		Ok(())
	}
}
