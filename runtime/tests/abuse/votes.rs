//! The model of votes: who has said what with which weight, added up anew each time.

use crate::{
	fates::{Fates, Stage},
	register::{epoch_of, Register},
};
use kongsi_runtime::{AccountId, Runtime, System};
use pallet_referenda::{ReferendumInfo, ReferendumInfoFor};
use pallet_share_voting::{counting::Side, Event, RecordStage, Records, Scope, Sponsors};
use shareholders_accounting::{Answer, Epoch, Vote, MAX_EXTENSIONS};
use std::collections::{BTreeMap, BTreeSet};

/// Tracks whose polls take the boundary of the present epoch: rescue and halt.
const URGENT: [u16; 2] = [7, 8];

/// What an account has said in a poll, and with how much.
#[derive(Clone, Debug)]
enum Said {
	Own(Side, u128),
	Follows(AccountId, u128),
}

impl Said {
	fn weight(&self) -> u128 {
		match self {
			Self::Own(_, weight) | Self::Follows(_, weight) => *weight,
		}
	}
}

/// What is known of a poll.
#[derive(Debug, Default)]
struct Poll {
	/// Once it is fixed.
	date: Option<Epoch>,
	said: BTreeMap<AccountId, Said>,
	signed: BTreeMap<AccountId, u128>,
	extensions: u8,
	closed: bool,
}

impl Poll {
	fn side(&self, who: &AccountId) -> Side {
		match &self.said[who] {
			Said::Own(side, _) => *side,
			Said::Follows(delegate, _) => match &self.said[delegate] {
				Said::Own(side, _) => *side,
				Said::Follows(..) => panic!("a delegate who follows somebody"),
			},
		}
	}

	/// The weights of ayes, nays and abstentions.
	fn tally(&self) -> [u128; 3] {
		let mut sums = [0; 3];
		for (who, said) in &self.said {
			let at = match self.side(who) {
				Side::Aye => 0,
				Side::Nay => 1,
				Side::Abstain => 2,
			};
			sums[at] += said.weight();
		}
		sums
	}

	/// What follows a delegate.
	fn attached(&self, delegate: &AccountId) -> u128 {
		let follows = |said: &&Said| matches!(said, Said::Follows(other, _) if other == delegate);
		self.said.values().filter(follows).map(Said::weight).sum()
	}
}

/// All polls that are not cleared.
#[derive(Debug, Default)]
pub(crate) struct Votes {
	pub(crate) register: Register,
	polls: BTreeMap<u32, Poll>,
	delegates: BTreeMap<(AccountId, Scope), AccountId>,
	/// The latest daily boundary that was taken.
	daily: Option<Epoch>,
	/// Polls that something has happened to since the last check.
	touched: BTreeSet<u32>,
	/// How often something happened.
	pub(crate) done: BTreeMap<&'static str, u64>,
}

impl Votes {
	fn note(&mut self, what: &'static str) {
		*self.done.entry(what).or_default() += 1;
	}

	fn poll(&mut self, poll: u32) -> &mut Poll {
		self.touched.insert(poll);
		self.polls.entry(poll).or_default()
	}

	/// A poll that votes count in, with its record date.
	fn open(&mut self, poll: u32, fates: &Fates) -> (Epoch, &mut Poll) {
		assert_eq!(fates.stage(poll), Stage::Deciding, "poll {poll} is not being decided");
		assert!(fates.is_inline(poll), "poll {poll} might lose what it would do");
		let record = self.poll(poll);
		assert!(!record.closed);
		(record.date.expect("it is registered before the first vote"), record)
	}

	/// Who votes for an account.
	fn delegate_of(&self, who: &AccountId, track: u16) -> Option<AccountId> {
		let named = |scope| self.delegates.get(&(who.clone(), scope)).cloned();
		named(Scope::Track(track)).or_else(|| named(Scope::All))
	}

	/// Whether the account votes itself, follows somebody, or neither.
	pub(crate) fn follows(&self, poll: u32, who: &AccountId) -> Option<bool> {
		let said = self.polls.get(&poll)?.said.get(who)?;
		Some(matches!(said, Said::Follows(..)))
	}

	/// Somebody who has signed for a poll.
	pub(crate) fn signatories(&self, poll: u32) -> Vec<AccountId> {
		self.polls.get(&poll).map_or(vec![], |poll| poll.signed.keys().cloned().collect())
	}

	/// Polls of which something is stored, and whether they are closed.
	pub(crate) fn known(&self) -> impl Iterator<Item = (u32, bool)> + '_ {
		self.polls.iter().map(|(number, poll)| (*number, poll.closed))
	}

	/// Who has named whom, and where.
	pub(crate) fn instructions(&self) -> Vec<(AccountId, Scope, AccountId)> {
		let all = self.delegates.iter();
		all.map(|((who, scope), delegate)| (who.clone(), *scope, delegate.clone())).collect()
	}

	/// Hears what happened.
	pub(crate) fn hear(&mut self, event: Event<Runtime>, fates: &Fates) {
		let now = epoch_of(System::block_number());
		match event {
			Event::DailyDateTaken { date } => {
				assert_eq!(date, now);
				self.daily = Some(date);
				self.note("daily date");
			}
			Event::DailyDateNotTaken { .. } => self.note("no daily date"),
			Event::DateNotReleased { date, reason } => panic!("date {date}: {reason:?}"),
			Event::Registered { poll, record_date, base } => {
				let urgent = URGENT.contains(&fates.track(poll));
				let expected = [self.daily, urgent.then_some(now)];
				assert!(expected.contains(&Some(record_date)), "poll {poll} at {record_date}");
				assert_eq!(base, self.register.eligible(record_date), "poll {poll}");
				let record = self.poll(poll);
				assert!(record.said.is_empty() && record.date.replace(record_date).is_none());
				self.note("registered");
			}
			Event::Voted { poll, who, side, weight } => {
				let (date, _) = self.open(poll, fates);
				assert_eq!(weight, self.register.power(&who, date), "{who} in poll {poll}");
				assert!(weight > 0);
				let before = self.poll(poll).said.insert(who, Said::Own(side, weight));
				self.note(match before {
					None => "first vote",
					Some(Said::Own(..)) => "vote changed",
					Some(Said::Follows(..)) => "vote of a follower",
				});
			}
			Event::Poked { poll, weights } => {
				assert!(!weights.is_empty());
				let (date, _) = self.open(poll, fates);
				for (who, weight) in weights {
					assert_eq!(weight, self.register.power(&who, date), "{who} in poll {poll}");
					let said = self.poll(poll).said.get_mut(&who).expect("it has a vote");
					let (Said::Own(_, old) | Said::Follows(_, old)) = said;
					let up = weight > *old;
					assert_ne!(*old, weight);
					*old = weight;
					self.note(if up { "poked up" } else { "poked down" });
				}
			}
			Event::Attached { poll, accounts } => {
				assert!(!accounts.is_empty());
				let (date, _) = self.open(poll, fates);
				for who in accounts {
					let delegate = self.delegate_of(&who, fates.track(poll)).expect("he has one");
					let weight = self.register.power(&who, date);
					assert!(weight > 0);
					let record = self.poll(poll);
					assert!(matches!(record.said.get(&delegate), Some(Said::Own(..))));
					let before = record.said.insert(who, Said::Follows(delegate, weight));
					assert!(before.is_none());
					self.note("attached");
				}
			}
			Event::Detached { poll, who } => {
				let before = self.open(poll, fates).1.said.remove(&who);
				assert!(matches!(before, Some(Said::Follows(..))));
				self.note("detached");
			}
			Event::Delegated { who, scope, delegate } => {
				assert_ne!(Some(&who), delegate.as_ref());
				match delegate {
					Some(delegate) => {
						let loops = self.delegates.get(&(delegate.clone(), scope)) == Some(&who);
						self.note(if loops { "delegated in a loop" } else { "delegated" });
						self.delegates.insert((who, scope), delegate);
					}
					None => {
						assert!(self.delegates.remove(&(who, scope)).is_some());
						self.note("undelegated");
					}
				}
			}
			Event::Extended { poll, extensions } => {
				let record = self.poll(poll);
				assert_eq!(extensions, record.extensions + 1);
				assert!(extensions <= MAX_EXTENSIONS);
				record.extensions = extensions;
				self.note("late swing");
			}
			Event::Sponsored { poll, who, weight, signed } => {
				assert_eq!(fates.stage(poll), Stage::Preparing);
				// The date of signatures is one of their own, which no event tells.
				let date = Records::<Runtime>::get(poll).expect("it has signatures").record_date;
				assert_eq!(weight, self.register.power(&who, date), "{who} signs for {poll}");
				let record = self.poll(poll);
				record.signed.insert(who, weight);
				assert_eq!(signed, record.signed.values().sum::<u128>());
				assert!(signed <= self.register.eligible(date));
				self.note("signature");
			}
			Event::Unsponsored { poll, who, signed } => {
				let record = self.poll(poll);
				assert!(record.signed.remove(&who).is_some());
				assert_eq!(signed, record.signed.values().sum::<u128>());
				self.note("signature withdrawn");
			}
			Event::DepositFunded { .. } => self.note("deposit by the fund"),
			Event::DepositNotFunded { .. } => self.note("deposit refused by the fund"),
			Event::Unstuck { .. } => self.note("unstuck"),
			Event::TrackUnstuck { dropped, .. } => {
				assert!(dropped > 0);
				self.note("track unstuck");
			}
			Event::Closed { poll, .. } => {
				assert!(fates.has_ended(poll));
				let record = self.poll(poll);
				assert!(!record.closed, "poll {poll} is closed twice");
				record.closed = true;
				self.note("closed");
			}
			Event::Cleared { poll, left, .. } => {
				assert!(self.poll(poll).closed);
				if !left {
					self.note("cleared");
				}
			}
			Event::__Ignore(..) => {}
		}
	}

	/// Compares the counts of polls that something has happened to, and forgets those that are gone.
	pub(crate) fn check(&mut self, fates: &Fates) {
		for poll in std::mem::take(&mut self.touched) {
			if Records::<Runtime>::contains_key(poll) {
				self.check_count(poll, fates);
			} else if self.polls.remove(&poll).is_some_and(|gone| gone.date.is_some()) {
				assert!(fates.has_ended(poll), "poll {poll} has lost its votes");
			}
		}
	}

	/// The count of a poll, as its referendum has it.
	fn check_count(&self, number: u32, fates: &Fates) {
		let poll = &self.polls[&number];
		if poll.closed || fates.has_ended(number) {
			return;
		}
		let Some(ReferendumInfo::Ongoing(status)) = ReferendumInfoFor::<Runtime>::get(number)
		else {
			panic!("poll {number} has not ended");
		};
		let count = status.tally.0;
		let sums = poll.tally();
		assert_eq!([count.ayes, count.nays, count.abstain], sums, "poll {number}");
		let base = poll.date.map_or(0, |date| self.register.eligible(date));
		assert_eq!(count.base, base, "poll {number}");
		assert!(sums.iter().sum::<u128>() <= base, "more votes than shares in poll {number}");
	}

	/// Every vote and every signature that is stored.
	pub(crate) fn check_all(&self, fates: &Fates) {
		for (number, poll) in self.polls.iter().filter(|(_, poll)| !poll.closed) {
			self.check_count(*number, fates);
			let mut found = 0;
			for (who, vote) in pallet_share_voting::Votes::<Runtime>::iter_prefix(number) {
				let said = poll.said.get(&who).expect("somebody who has said nothing");
				let expected = match said {
					Said::Own(side, weight) => Vote::Own {
						answer: Answer::from(*side),
						weight: *weight,
						attached: poll.attached(&who),
					},
					Said::Follows(delegate, weight) => {
						Vote::Attached { delegate: delegate.clone(), weight: *weight }
					}
				};
				assert_eq!(vote, expected, "{who} in poll {number}");
				let date = poll.date.expect("there are votes");
				assert!(said.weight() <= self.register.at(&who, date));
				found += 1;
			}
			assert_eq!(found, poll.said.len(), "votes of poll {number}");
			let signed: BTreeMap<_, _> = Sponsors::<Runtime>::iter_prefix(number).collect();
			assert_eq!(signed, poll.signed, "signatures for poll {number}");
		}
		let live = |number: &u32| self.polls.get(number).is_some_and(|poll| !poll.closed);
		for (number, record) in Records::<Runtime>::iter() {
			assert_eq!(live(&number), record.stage != RecordStage::Closed, "poll {number}");
		}
	}
}
