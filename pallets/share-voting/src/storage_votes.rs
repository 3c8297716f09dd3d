//! The votes of one poll over FRAME storage: each is read at most once and written at most once per operation.

use crate::{Config, PollIndex, VoteOf, Votes};
use alloc::collections::BTreeMap;
use core::cell::RefCell;

/// A vote as it was read or has become.
struct CachedVote<T: Config> {
	vote: Option<VoteOf<T>>,
	dirty: bool,
}

/// The votes of one poll that were looked at. Nothing is written before [`Self::flush`].
pub(crate) struct StoredVotes<T: Config> {
	poll: PollIndex,
	/// Behind a cell because the accounting reads votes through a shared reference. No borrow outlives a method.
	cache: RefCell<BTreeMap<T::AccountId, CachedVote<T>>>,
}

impl<T: Config> StoredVotes<T> {
	pub(crate) fn of(poll: PollIndex) -> Self {
		Self { poll, cache: RefCell::new(BTreeMap::new()) }
	}

	/// Writes what has changed: at most two entries for each account that the call named.
	pub(crate) fn flush(self) {
		let changed = self.cache.into_inner().into_iter().filter(|(_, cached)| cached.dirty);
		for (who, cached) in changed {
			Votes::<T>::set(self.poll, who, cached.vote);
		}
	}
}

impl<T: Config> shareholders_accounting::Votes for StoredVotes<T> {
	type Account = T::AccountId;

	fn vote(&self, who: &T::AccountId) -> Option<VoteOf<T>> {
		self.cache
			.borrow_mut()
			.entry(who.clone())
			.or_insert_with(|| CachedVote { vote: Votes::<T>::get(self.poll, who), dirty: false })
			.vote
			.clone()
	}

	fn set_vote(&mut self, who: &T::AccountId, vote: Option<VoteOf<T>>) {
		self.cache.get_mut().insert(who.clone(), CachedVote { vote, dirty: true });
	}
}
