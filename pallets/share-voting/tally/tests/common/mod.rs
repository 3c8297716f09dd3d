//! Votes in memory.

use shareholders_accounting::{Vote, Votes};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Memory(pub(crate) BTreeMap<u32, Vote<u32>>);

impl Votes for Memory {
	type Account = u32;

	fn vote(&self, who: &u32) -> Option<Vote<u32>> {
		self.0.get(who).cloned()
	}

	fn set_vote(&mut self, who: &u32, vote: Option<Vote<u32>>) {
		match vote {
			Some(vote) => self.0.insert(*who, vote),
			None => self.0.remove(who),
		};
	}
}
