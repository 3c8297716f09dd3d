//! How far session and era are.

use super::{staking::ActiveEra, view::View};
use crate::error::Result;

/// Where the chain stands in its session and its era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
	/// Milliseconds of a slot.
	pub slot_ms: u64,
	/// Slots of a session.
	pub session_slots: u64,
	/// Slots of the present session that have passed.
	pub slots_passed: u64,
	/// The present session.
	pub session: u32,
	/// Sessions of an era.
	pub era_sessions: u32,
	/// The era whose validators are in office.
	pub active_era: u32,
	/// The last era for which validators were elected; one more than the active one after the election.
	pub planned_era: u32,
	/// The first session of the active era.
	pub era_start: u32,
}

impl Clock {
	/// Reads the clock of the chain.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer.
	pub async fn read(view: &View) -> Result<Self> {
		let session_slots: u64 = view.constant("Babe", "EpochDuration")?;
		let slot: u64 = view.value("Babe", "CurrentSlot").await?;
		let genesis: u64 = view.value("Babe", "GenesisSlot").await?;
		let epoch: u64 = view.value("Babe", "EpochIndex").await?;
		let epoch_start = genesis.saturating_add(epoch.saturating_mul(session_slots));
		let active: Option<ActiveEra> = view.get("Staking", "ActiveEra", Vec::new()).await?;
		let active_era = active.map(|era| era.index).unwrap_or_default();
		let planned: Option<u32> = view.get("Staking", "CurrentEra", Vec::new()).await?;
		let key = vec![super::call::number(active_era)];
		let era_start: Option<u32> = view.get("Staking", "ErasStartSessionIndex", key).await?;
		let session = view.value("Session", "CurrentIndex").await?;
		Ok(Self {
			slot_ms: view.constant("Babe", "ExpectedBlockTime")?,
			session_slots,
			slots_passed: slot.saturating_sub(epoch_start).min(session_slots),
			session,
			era_sessions: view.constant("Staking", "SessionsPerEra")?,
			active_era,
			planned_era: planned.unwrap_or(active_era),
			era_start: era_start.unwrap_or(session),
		})
	}

	/// Seconds until a session starts; none if it has started.
	pub fn seconds_to_session(&self, session: u32) -> Option<u64> {
		let sessions = u64::from(session.checked_sub(self.session)?);
		if sessions == 0 {
			return None;
		}
		let slots = sessions.saturating_mul(self.session_slots).saturating_sub(self.slots_passed);
		Some(slots.saturating_mul(self.slot_ms) / 1_000)
	}

	/// The session with which the next era starts.
	pub fn next_era_start(&self) -> u32 {
		let regular = self.era_start.saturating_add(self.era_sessions);
		// After an election the era starts one session later at the latest, also where the era has run over.
		regular.max(self.session.saturating_add(1))
	}

	/// Whether the validators of the next era are elected already.
	pub fn is_elected(&self) -> bool {
		self.planned_era > self.active_era
	}

	/// Seconds until the next election, which is one session before the era starts; none if it was held.
	pub fn seconds_to_election(&self) -> Option<u64> {
		if self.is_elected() {
			return None;
		}
		self.seconds_to_session(self.next_era_start().saturating_sub(1)).or(
			// The last session of the era has begun without an election: the next one holds it.
			self.seconds_to_session(self.session.saturating_add(1)),
		)
	}

	/// Seconds until the next era.
	pub fn seconds_to_era(&self) -> u64 {
		self.seconds_to_session(self.next_era_start()).unwrap_or_default()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Sessions of 20 slots of 2 s, eras of 3 sessions; era 4 began with session 12.
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
	fn the_election_is_one_session_before_the_era() {
		// Era 5 starts with session 15, so the election is at the start of 14: 2 × 20 - 5 = 35 slots, 70 s.
		assert_eq!(clock().next_era_start(), 15);
		assert_eq!(clock().seconds_to_election(), Some(70));
		assert_eq!(clock().seconds_to_era(), 110);
	}

	#[test]
	fn after_the_election_only_the_era_is_waited_for() {
		let clock = Clock { session: 14, slots_passed: 0, planned_era: 5, ..clock() };
		assert_eq!(clock.seconds_to_election(), None);
		assert_eq!(clock.seconds_to_era(), 40);
	}

	#[test]
	fn an_election_that_failed_is_held_again_in_the_next_session() {
		let clock = Clock { session: 14, slots_passed: 15, ..clock() };
		assert_eq!(clock.seconds_to_election(), Some(10));
	}

	#[test]
	fn an_era_that_ran_over_ends_with_the_next_session() {
		let clock = Clock { session: 20, slots_passed: 0, planned_era: 5, ..clock() };
		assert_eq!(clock.next_era_start(), 21);
		assert_eq!(clock.seconds_to_era(), 40);
	}

	#[test]
	fn a_session_that_began_is_not_waited_for() {
		assert_eq!(clock().seconds_to_session(12), None);
		assert_eq!(clock().seconds_to_session(11), None);
		assert_eq!(clock().seconds_to_session(13), Some(30));
	}
}
