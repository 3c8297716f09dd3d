//! The model of ballots and requisitions: who has said what, weighed by the copy of the record date and added up anew each
//! time.

use crate::copies::{Boundary, COMPANY, HALO};
use kongsi_runtime::{AccountId, Ballots, Runtime, Shareholders};
use pallet_ballots::{BallotId, Count, Event, RequisitionEnd};
use shareholders_accounting::{Answer, Epoch, Outcome, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// What everybody owned of HALO at each boundary.
pub(crate) type Copies = BTreeMap<Epoch, Boundary>;

/// What an account has said in a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
	Own(Answer),
	Follows(AccountId),
}

/// A ballot.
#[derive(Debug)]
struct Poll {
	date: Epoch,
	said: BTreeMap<AccountId, Said>,
	closed: bool,
}

impl Poll {
	fn answer(&self, who: &AccountId) -> Answer {
		match &self.said[who] {
			Said::Own(answer) => *answer,
			Said::Follows(delegate) => match &self.said[delegate] {
				Said::Own(answer) => *answer,
				Said::Follows(_) => panic!("a delegate who follows somebody"),
			},
		}
	}

	/// The weight of each choice, and of those who abstain.
	fn tally(&self, choices: usize, copy: &Boundary) -> (Vec<u128>, u128) {
		let (mut weights, mut abstain) = (vec![0; choices], 0);
		for who in self.said.keys() {
			match self.answer(who) {
				Answer::Choice(choice) => weights[usize::from(choice)] += copy.of(who),
				Answer::Abstain => abstain += copy.of(who),
			}
		}
		(weights, abstain)
	}

	/// What follows a delegate.
	fn attached(&self, delegate: &AccountId, copy: &Boundary) -> u128 {
		let follows = |said: &Said| matches!(said, Said::Follows(other) if other == delegate);
		let followers = self.said.iter().filter(|(_, said)| follows(said));
		followers.map(|(who, _)| copy.of(who)).sum()
	}
}

/// A requisition.
#[derive(Debug)]
struct Petition {
	/// The record date of its round, and no other round has it.
	date: Epoch,
	signatures: BTreeMap<AccountId, u128>,
	end: Option<RequisitionEnd>,
}

/// All ballots of HALO.
#[derive(Debug, Default)]
pub(crate) struct Polls {
	polls: BTreeMap<BallotId, Poll>,
	petitions: BTreeMap<BallotId, Petition>,
	/// The record date of the newest round.
	round: Epoch,
	delegates: BTreeMap<AccountId, AccountId>,
	/// Those that something was told of since the last check.
	touched: BTreeSet<BallotId>,
	/// How often something happened.
	pub(crate) done: BTreeMap<&'static str, u64>,
}

impl Polls {
	/// The ballot of the genesis, whose record date is its first boundary.
	pub(crate) fn from_genesis() -> Self {
		let mut polls = Self::default();
		polls.polls.insert(0, Poll { date: 1, said: BTreeMap::new(), closed: false });
		polls
	}

	fn note(&mut self, what: &'static str) {
		*self.done.entry(what).or_default() += 1;
	}

	fn poll(&mut self, ballot: BallotId) -> &mut Poll {
		self.touched.insert(ballot);
		self.polls.get_mut(&ballot).expect("it was called")
	}

	fn petition(&mut self, requisition: BallotId) -> &mut Petition {
		self.petitions.get_mut(&requisition).expect("it was proposed")
	}

	/// An account has signed no requisition of the round that waits for more.
	fn assert_free(&self, who: &AccountId) {
		let mut others = self.petitions.values().filter(|petition| petition.date == self.round);
		assert!(others.all(|other| !other.signatures.contains_key(who)), "{who} signs twice");
	}

	/// What an account weighs in a ballot whose record date has been reached.
	pub(crate) fn weight(&self, ballot: BallotId, who: &AccountId, copies: &Copies) -> u128 {
		self.polls.get(&ballot).map_or(0, |poll| copies[&poll.date].of(who))
	}

	/// Hears what happened.
	pub(crate) fn hear(&mut self, event: Event<Runtime>, copies: &Copies, now: Epoch) {
		match event {
			Event::BallotCalled { ballot, class, company, record_date, .. } => {
				assert_eq!((class, company, record_date), (HALO, COMPANY, now + 1));
				let poll = Poll { date: record_date, said: BTreeMap::new(), closed: false };
				assert!(self.polls.insert(ballot, poll).is_none());
				self.note("ballot called");
			}
			Event::Voted { ballot, who, answer, weight } => {
				let poll = self.poll(ballot);
				assert_eq!(weight, copies[&poll.date].of(&who), "{who} in ballot {ballot}");
				let before = poll.said.insert(who, Said::Own(answer));
				self.note(match before {
					None => "first vote",
					Some(Said::Own(_)) => "vote changed",
					Some(Said::Follows(_)) => "vote of a follower",
				});
			}
			Event::Delegated { who, delegate, .. } => {
				match delegate {
					Some(delegate) => self.delegates.insert(who, delegate),
					None => self.delegates.remove(&who),
				};
			}
			Event::Attached { ballot, accounts } => {
				assert!(!accounts.is_empty());
				for who in accounts {
					let delegate = self.delegates[&who].clone();
					let poll = self.poll(ballot);
					assert!(copies[&poll.date].of(&who) > 0);
					assert!(matches!(poll.said.get(&delegate), Some(Said::Own(_))));
					assert!(poll.said.insert(who, Said::Follows(delegate)).is_none());
					self.note("attached");
				}
			}
			Event::Detached { ballot, who } => {
				let before = self.poll(ballot).said.remove(&who);
				assert!(matches!(before, Some(Said::Follows(_))));
				self.note("detached");
			}
			Event::BallotClosed { ballot, outcome, base, weights, abstain, .. } => {
				let poll = self.poll(ballot);
				let copy = &copies[&poll.date];
				assert!(!poll.closed, "ballot {ballot} was closed twice");
				assert_eq!(base, copy.eligible());
				assert_eq!((weights.clone(), abstain), poll.tally(weights.len(), copy));
				assert_eq!(outcome, outcome_of(&weights, abstain, base));
				poll.closed = true;
				self.note(match outcome {
					Outcome::Won(_) => "ballot won",
					_ => "ballot without a winner",
				});
			}
			Event::Cleared { ballot, .. } => {
				let gone = !pallet_ballots::Ballots::<Runtime>::contains_key(ballot);
				if gone && self.polls.remove(&ballot).is_some() {
					self.touched.remove(&ballot);
					self.note("ballot cleared");
				}
			}
			Event::RoundBegun { class, record_date, .. } => {
				assert_eq!((class, record_date), (HALO, now));
				self.round = now;
				self.note("round begun");
			}
			Event::RequisitionOpened { requisition, class, proposer, base, signed, .. } => {
				let copy = &copies[&self.round];
				assert_eq!((class, base), (HALO, copy.eligible()));
				assert_eq!(signed, copy.of(&proposer));
				self.assert_free(&proposer);
				let signatures = [(proposer, signed)].into();
				let petition = Petition { date: self.round, signatures, end: None };
				assert!(self.petitions.insert(requisition, petition).is_none());
				self.note("requisition opened");
			}
			Event::Signed { requisition, who, weight, signed } => {
				self.assert_free(&who);
				let petition = self.petition(requisition);
				assert_eq!(weight, copies[&petition.date].of(&who));
				assert!(weight > 0 && petition.signatures.insert(who, weight).is_none());
				assert_eq!(signed, petition.signatures.values().sum::<u128>());
				self.note("signature");
			}
			Event::SignatureWithdrawn { requisition, who, signed } => {
				let petition = self.petition(requisition);
				assert!(petition.signatures.remove(&who).is_some());
				assert_eq!(signed, petition.signatures.values().sum::<u128>());
				self.note("signature withdrawn");
			}
			Event::RequisitionEnded { requisition, end } => {
				self.petition(requisition).end = Some(end);
				self.note(match end {
					RequisitionEnd::Carried => "requisition carried",
					RequisitionEnd::Lapsed => "requisition lapsed",
					RequisitionEnd::Replaced => "requisition replaced",
				});
			}
			_ => {}
		}
	}

	/// Compares the counts of all ballots and requisitions, and the votes of those that something has happened to.
	pub(crate) fn check(&mut self, copies: &Copies, now: Epoch) {
		for (id, poll) in self.polls.iter().filter(|(_, poll)| !poll.closed) {
			let record = pallet_ballots::Ballots::<Runtime>::get(id).expect("it is not closed");
			assert_eq!(record.record_date, poll.date);
			match &record.count {
				Count::Awaited(_) => assert!(poll.said.is_empty()),
				Count::Begun(ballot) => {
					let copy = &copies[&poll.date];
					let (weights, abstain) = poll.tally(ballot.weights.len(), copy);
					let counted: Vec<u128> = ballot.weights.iter().map(|weight| weight.0).collect();
					assert_eq!((&counted, ballot.abstain), (&weights, abstain), "ballot {id}");
					assert_eq!(ballot.base, copy.eligible());
					let sum = weights.iter().sum::<u128>() + abstain;
					assert!(sum <= copy.eligible() && copy.eligible() <= copy.supply);
				}
			}
		}
		for id in std::mem::take(&mut self.touched) {
			self.check_votes(id, copies);
		}
		self.check_petitions(copies);
		self.petitions.retain(|_, petition| petition.end.is_none());
		assert!(self.polls.values().all(|poll| poll.date <= now + 1));
	}

	/// Each vote that is stored, against what was said and the total at the record date.
	fn check_votes(&self, id: BallotId, copies: &Copies) {
		let poll = &self.polls[&id];
		if poll.closed {
			return;
		}
		let mut found = 0;
		for (who, vote) in pallet_ballots::Votes::<Runtime>::iter_prefix(id) {
			let copy = &copies[&poll.date];
			let expected = match poll.said.get(&who).expect("somebody who has said nothing") {
				Said::Own(answer) => Vote::Own {
					answer: *answer,
					weight: copy.of(&who),
					attached: poll.attached(&who, copy),
				},
				Said::Follows(delegate) => {
					Vote::Attached { delegate: delegate.clone(), weight: copy.of(&who) }
				}
			};
			assert_eq!(vote, expected, "{who} in ballot {id}");
			found += 1;
		}
		assert_eq!(found, poll.said.len(), "ballot {id}");
	}

	/// A requisition is carried with a twentieth of the shares, and not before.
	fn check_petitions(&self, copies: &Copies) {
		for (id, petition) in &self.petitions {
			let sum: u128 = petition.signatures.values().sum();
			let suffices = sum * 20 >= copies[&petition.date].eligible();
			assert_eq!(petition.end == Some(RequisitionEnd::Carried), suffices, "requisition {id}");
			if petition.end.is_none() {
				let info = Ballots::requisition_info(*id).expect("it has not ended");
				assert_eq!((info.record_date, info.signed), (petition.date, sum));
			}
		}
	}

	/// Everything that is stored of ballots and of record dates.
	pub(crate) fn check_all(&self, people: &[AccountId], copies: &Copies, now: Epoch) {
		for (id, poll) in &self.polls {
			self.check_votes(*id, copies);
			if !poll.closed && poll.date <= now {
				people.iter().for_each(|who| self.check_total(who, poll.date, copies));
			}
		}
	}

	/// What the register says that an account owned at the record dates of all ballots.
	pub(crate) fn check_totals(&self, who: &AccountId, copies: &Copies, now: Epoch) {
		let open = self.polls.values().filter(|poll| !poll.closed && poll.date <= now);
		open.for_each(|poll| self.check_total(who, poll.date, copies));
	}

	fn check_total(&self, who: &AccountId, date: Epoch, copies: &Copies) {
		let copy = &copies[&date];
		assert_eq!(Shareholders::total_at(HALO, who, date), Ok(copy.of(who)), "{who} at {date}");
		assert_eq!(Shareholders::eligible_at(HALO, date), Ok(copy.eligible()), "at {date}");
	}
}

/// The outcome of an ordinary ballot: a tenth of the shares answers, and more than half of the choices are the same.
fn outcome_of(weights: &[u128], abstain: u128, base: u128) -> Outcome {
	let decided: u128 = weights.iter().sum();
	if (decided + abstain) * 10 < base {
		return Outcome::NoQuorum;
	}
	let winner = weights.iter().position(|weight| weight * 2 > decided);
	winner.map_or(Outcome::NoMajority, |choice| Outcome::Won(u8::try_from(choice).unwrap()))
}
