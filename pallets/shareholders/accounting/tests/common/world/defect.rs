//! Mistakes that are planted, to see that they are noticed.

use shareholders_accounting::{
	memory::{Account, MemoryStore, MemoryVotes},
	Class, Line, Store, Vote, Votes,
};

/// A mistake that a caller or a storage could make, to see that it is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defect {
	/// The receiver of a transfer is not reported.
	SilentReceiver,
	/// The hook is given the new total for the old one.
	NewForOld,
	/// A mint or burn does not tell the supply.
	SilentSupply,
	/// Old totals are not kept.
	LostSnaps,
	/// Old totals are kept for one boundary too many.
	LongSnaps,
	/// Fractions of an atom are dropped.
	LostFractions,
	/// A claimed debt stays.
	DebtStays,
	/// What waits for its payment date is dropped.
	LostWaiting,
	/// A line is removed with what it is owed.
	ForgottenLine,
	/// Nobody is ever found attached to a delegate.
	ForgottenDelegate,
}

impl Defect {
	pub(crate) const ALL: [Self; 10] = [
		Self::SilentReceiver,
		Self::NewForOld,
		Self::SilentSupply,
		Self::LostSnaps,
		Self::LongSnaps,
		Self::LostFractions,
		Self::DebtStays,
		Self::LostWaiting,
		Self::ForgottenLine,
		Self::ForgottenDelegate,
	];
}

/// The storage, with a defect if one is planted.
pub(super) struct Faulty<'a> {
	pub(super) store: &'a mut MemoryStore,
	pub(super) defect: Option<Defect>,
	pub(super) claiming: bool,
}

impl Store for Faulty<'_> {
	type Account = Account;

	fn class(&self) -> &Class<Account> {
		&self.store.class
	}
	fn class_mut(&mut self) -> &mut Class<Account> {
		&mut self.store.class
	}
	fn line(&self, who: &Account) -> Line {
		self.store.line(who)
	}
	fn set_line(&mut self, who: &Account, mut line: Line) {
		match self.defect {
			Some(Defect::LostSnaps) => line.past.snaps.clear(),
			Some(Defect::LongSnaps) => line.past.snaps.iter_mut().for_each(|snap| snap.upto += 1),
			Some(Defect::LostFractions) => line.dues.iter_mut().for_each(|due| due.fraction = 0),
			Some(Defect::LostWaiting) => line.dues.iter_mut().for_each(|due| due.maturing.clear()),
			Some(Defect::DebtStays) if self.claiming => return,
			Some(Defect::ForgottenLine) if self.store.total(who) == 0 => {
				self.store.remove_line(who);
				return;
			}
			_ => {}
		}
		self.store.set_line(who, line);
	}
	fn remove_line(&mut self, who: &Account) {
		self.store.remove_line(who);
	}
	fn total(&self, who: &Account) -> u128 {
		self.store.total(who)
	}
}

/// The votes, with a defect if one is planted.
pub(super) struct FaultyVotes<'a> {
	pub(super) votes: &'a mut MemoryVotes,
	pub(super) defect: Option<Defect>,
}

impl Votes for FaultyVotes<'_> {
	type Account = Account;

	fn vote(&self, who: &Account) -> Option<Vote<Account>> {
		let vote = self.votes.vote(who);
		let forgotten = self.defect == Some(Defect::ForgottenDelegate);
		vote.filter(|vote| !(forgotten && matches!(vote, Vote::Attached { .. })))
	}
	fn set_vote(&mut self, who: &Account, vote: Option<Vote<Account>>) {
		self.votes.set_vote(who, vote);
	}
}
