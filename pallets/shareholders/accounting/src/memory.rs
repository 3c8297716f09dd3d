//! A [`Store`] and a [`Votes`] in memory, for tests and for measuring.

use crate::{
	ballot::{Vote, Votes},
	class::Class,
	line::Line,
	register::Store,
};
use alloc::collections::BTreeMap;

/// Accounts of tests.
pub type Account = u32;

/// One class in ordered maps, with the ledger beside it.
#[derive(Clone, Debug)]
pub struct MemoryStore {
	/// The class.
	pub class: Class<Account>,
	/// The lines that are kept.
	pub lines: BTreeMap<Account, Line>,
	/// Free + held of every account that has any.
	pub totals: BTreeMap<Account, u128>,
	/// How many lines were written.
	pub writes: u64,
}

impl MemoryStore {
	/// A class that nobody owns anything of.
	pub fn new(class: Class<Account>) -> Self {
		Self { class, lines: BTreeMap::new(), totals: BTreeMap::new(), writes: 0 }
	}
}

impl Store for MemoryStore {
	type Account = Account;

	fn class(&self) -> &Class<Account> {
		&self.class
	}
	fn class_mut(&mut self) -> &mut Class<Account> {
		&mut self.class
	}
	fn line(&self, who: &Account) -> Line {
		self.lines.get(who).cloned().unwrap_or_default()
	}
	fn set_line(&mut self, who: &Account, line: Line) {
		self.writes = self.writes.saturating_add(1); // a figure for tests
		self.lines.insert(*who, line);
	}
	fn remove_line(&mut self, who: &Account) {
		self.lines.remove(who);
	}
	fn total(&self, who: &Account) -> u128 {
		self.totals.get(who).copied().unwrap_or(0)
	}
}

impl<S: Store> Store for &mut S {
	type Account = S::Account;

	fn class(&self) -> &Class<Self::Account> {
		(**self).class()
	}
	fn class_mut(&mut self) -> &mut Class<Self::Account> {
		(**self).class_mut()
	}
	fn line(&self, who: &Self::Account) -> Line {
		(**self).line(who)
	}
	fn set_line(&mut self, who: &Self::Account, line: Line) {
		(**self).set_line(who, line);
	}
	fn remove_line(&mut self, who: &Self::Account) {
		(**self).remove_line(who);
	}
	fn total(&self, who: &Self::Account) -> u128 {
		(**self).total(who)
	}
}

/// The votes of one ballot in an ordered map.
pub type MemoryVotes = BTreeMap<Account, Vote<Account>>;

impl Votes for MemoryVotes {
	type Account = Account;

	fn vote(&self, who: &Account) -> Option<Vote<Account>> {
		self.get(who).copied()
	}
	fn set_vote(&mut self, who: &Account, vote: Option<Vote<Account>>) {
		match vote {
			Some(vote) => self.insert(*who, vote),
			None => self.remove(who),
		};
	}
}
