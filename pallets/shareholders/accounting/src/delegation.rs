//! Voting for somebody else: a standing instruction, one step deep, that the holder can override at any time.
//!
//! The instruction itself is one account per (company, holder), kept by the caller; transfers never touch it. Only when
//! the delegate has voted is a follower's weight attached to him, one follower at a time, by anybody.

use crate::{
	ballot::{Ballot, Vote, Votes},
	error::{ensure, AccountingError},
	units::{add, sub, Block},
};

/// Whether an account may name a delegate.
///
/// # Errors
///
/// `SelfDelegation`.
pub fn may_delegate<A: PartialEq>(who: &A, delegate: &A) -> Result<(), AccountingError> {
	ensure(who != delegate, AccountingError::SelfDelegation)
}

impl Ballot {
	/// Attaches an account that has not voted to its delegate, who has. Its own followers, if others name it, are not
	/// moved: an instruction reaches one step.
	///
	/// # Errors
	///
	/// `NotOpen`, `SelfDelegation`, `NoWeight`, `AlreadyCounted`, `DelegateHasNotVoted`, `AboveEligible`.
	pub fn attach<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		delegate: &V::Account,
		weight: u128,
		now: Block,
	) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		may_delegate(who, delegate)?;
		ensure(weight > 0, AccountingError::NoWeight)?;
		ensure(votes.vote(who).is_none(), AccountingError::AlreadyCounted)?;
		let vote = votes.vote(delegate).ok_or(AccountingError::DelegateHasNotVoted)?;
		let mut next = self.clone();
		let vote = next.follow(vote, weight)?;
		next.note_swing(self, now)?;
		*self = next;
		votes.set_vote(delegate, Some(vote));
		votes.set_vote(who, Some(Vote::Attached { delegate: delegate.clone(), weight }));
		Ok(())
	}

	/// Takes an attached account's weight from its delegate again, when it ends the instruction without voting itself.
	///
	/// # Errors
	///
	/// `NotOpen`, `NoVote` if nothing is attached.
	pub fn detach<V: Votes>(
		&mut self,
		votes: &mut V,
		who: &V::Account,
		now: Block,
	) -> Result<(), AccountingError> {
		ensure(self.is_open(now), AccountingError::NotOpen)?;
		let Some(Vote::Attached { delegate, weight }) = votes.vote(who) else {
			return Err(AccountingError::NoVote);
		};
		let mut next = self.clone();
		let vote = next.unfollow(votes, &delegate, weight)?;
		next.note_swing(self, now)?;
		*self = next;
		votes.set_vote(&delegate, Some(vote));
		votes.set_vote(who, None);
		Ok(())
	}

	/// Counts a follower's weight with a delegate's answer: the delegate's new vote, not stored.
	pub(crate) fn follow<A>(
		&mut self,
		delegate: Vote<A>,
		weight: u128,
	) -> Result<Vote<A>, AccountingError> {
		let Vote::Own { answer, weight: own, attached } = delegate else {
			return Err(AccountingError::DelegateHasNotVoted);
		};
		self.insert(answer, weight)?;
		Ok(Vote::Own { answer, weight: own, attached: add(attached, weight)? })
	}

	/// The reverse.
	pub(crate) fn unfollow<V: Votes>(
		&mut self,
		votes: &V,
		delegate: &V::Account,
		weight: u128,
	) -> Result<Vote<V::Account>, AccountingError> {
		let Some(Vote::Own { answer, weight: own, attached }) = votes.vote(delegate) else {
			return Err(AccountingError::Corrupt);
		};
		self.remove(answer, weight)?;
		Ok(Vote::Own { answer, weight: own, attached: sub(attached, weight)? })
	}
}
