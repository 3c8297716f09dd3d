//! Random histories: after every operation the counts are those of a model that keeps the totals of all boundaries and adds up
//! what everybody has said anew; the state of votes is checked whole, and so is every deposit of referenda.

use super::*;
use frame_support::storage::with_storage_layer;
use pallet_referenda::{ReferendumCount, ReferendumInfo, ReferendumInfoFor};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::Epoch;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	let text = std::env::var("KONGSI_OPS").ok();
	text.and_then(|text| text.replace('_', "").parse().ok()).unwrap_or(3_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x7368_6172_6573);
	println!("KONGSI_SEED={seed}");
	seed
}

/// What an account has said in a poll, and with how much.
#[derive(Clone, Copy, PartialEq)]
enum Said {
	Own(Side, u128),
	Follows(u8, u128),
}

impl Said {
	fn weight(&self) -> u128 {
		match self {
			Self::Own(_, weight) | Self::Follows(_, weight) => *weight,
		}
	}
}

struct World {
	rng: ChaCha8Rng,
	/// What each account owned at each boundary.
	totals: BTreeMap<Epoch, BTreeMap<u8, u128>>,
	said: BTreeMap<PollIndex, BTreeMap<u8, Said>>,
	delegates: BTreeMap<(u8, Scope), u8>,
	signed: BTreeMap<PollIndex, BTreeMap<u8, u128>>,
	done: BTreeMap<&'static str, u32>,
}

const PEOPLE: [u8; 7] = [1, 2, 3, 4, 5, 6, 9];

impl World {
	fn new(seed: u64) -> Self {
		let mut world = Self {
			rng: ChaCha8Rng::seed_from_u64(seed),
			totals: BTreeMap::new(),
			said: BTreeMap::new(),
			delegates: BTreeMap::new(),
			signed: BTreeMap::new(),
			done: BTreeMap::new(),
		};
		world.take_boundary();
		world
	}

	fn take_boundary(&mut self) {
		let now = PEOPLE.map(|who| (who, total(&account(who)))).into();
		self.totals.insert(Shareholders::epoch(), now);
	}

	/// One block. Its boundary is taken before anything else happens in it, and hooks move no KSI.
	fn next_block(&mut self) {
		let before = Shareholders::epoch();
		next_block();
		if Shareholders::epoch() > before {
			self.take_boundary();
		}
	}

	fn at(&self, who: u8, date: Epoch) -> u128 {
		self.totals[&date][&who]
	}

	fn power(&self, who: u8, date: Epoch) -> u128 {
		self.at(who, date).min(total(&account(who)))
	}

	fn eligible(&self, date: Epoch) -> u128 {
		self.totals[&date].values().sum()
	}

	fn anyone(&mut self) -> u8 {
		*PEOPLE.choose(&mut self.rng).unwrap()
	}

	/// A poll for which something holds, if there is one, mostly.
	fn poll_where(&mut self, holds: impl Fn(PollIndex) -> bool) -> PollIndex {
		let count = ReferendumCount::<Test>::get();
		let newest = count.saturating_sub(40);
		let known: Vec<_> = (newest..count).filter(|poll| holds(*poll)).collect();
		match known.choose(&mut self.rng) {
			Some(poll) if self.rng.gen_ratio(15, 16) => *poll,
			_ => self.rng.gen_range(0..=count),
		}
	}

	fn note(&mut self, what: &'static str, result: DispatchResult) -> bool {
		if result.is_ok() {
			*self.done.entry(what).or_default() += 1;
		}
		result.is_ok()
	}

	fn step(&mut self) {
		System::reset_events();
		if self.rng.gen_ratio(1, 5) {
			for _ in 0..self.rng.gen_range(1..4) {
				self.next_block();
			}
		}
		match self.rng.gen_range(0..40) {
			0..=5 => self.trade(),
			6..=8 => self.submit(),
			9..=10 => self.sponsor(),
			11 => self.unsponsor(),
			12..=19 => self.vote(),
			20..=23 => self.poke(),
			24..=26 => self.delegate(),
			27..=30 => self.attach(),
			31 => self.detach(),
			32 => self.end(),
			33 => self.unstick(),
			34..=36 => self.close(),
			37..=38 => self.clear(),
			_ => self.refund(),
		}
		for event in events() {
			if let Event::Extended { .. } = event {
				self.note("extension", Ok(()));
			}
		}
	}

	/// Transfers, orders placed, cancelled and filled.
	fn trade(&mut self) {
		let (from, to) = (self.anyone(), self.anyone());
		let (who, other) = (account(from), account(to));
		let held = in_orders(&who);
		let free = total(&who) - held;
		let all = self.rng.gen_ratio(1, 4);
		let free = if all { free } else { self.rng.gen_range(0..=free) };
		let held = self.rng.gen_range(0..=held);
		let kind = self.rng.gen_range(0..8);
		let result = with_storage_layer(|| match kind {
			0..=2 => sell(&who, &other, free),
			3..=4 => hold(&who, free),
			5 => release(&who, held),
			_ => fill(&who, &other, held),
		});
		let names = ["sell", "hold", "release", "fill"];
		self.note(names[[0, 0, 0, 1, 1, 2, 3, 3][kind]], result);
	}

	fn submit(&mut self) {
		let track = self.rng.gen_range(0..3);
		// So many that queues overflow, but not for ever more.
		let ongoing = pallet_referenda::DecidingCount::<Test>::get(track) as usize;
		if queue(track).len() + ongoing >= 7 {
			return;
		}
		let poll = if self.rng.gen_ratio(1, 12) { submit_long(track) } else { submit(track) };
		self.note("submit", Ok(()));
		if self.rng.gen_ratio(4, 5) {
			let result = deposit(poll);
			self.note("deposit", result);
		}
	}

	fn sponsor(&mut self) {
		let who = self.anyone();
		let poll = self.poll_where(|poll| {
			Referenda::ensure_ongoing(poll)
				.is_ok_and(|status| status.decision_deposit.is_none() && status.deciding.is_none())
		});
		let result = sponsor(&account(who), poll);
		if self.note("sponsor", result) {
			let weight = self.power(who, record(poll).record_date);
			assert!(weight > 0);
			let signatures = self.signed.entry(poll).or_default();
			signatures.insert(who, weight);
			let all: u128 = signatures.values().sum();
			assert_eq!(record(poll).signed, all);
			let enough = all * 100 >= record(poll).base;
			assert_eq!(record(poll).funded, enough);
			if enough {
				self.note("fund", Ok(()));
			}
		}
	}

	fn unsponsor(&mut self) {
		let poll = self.poll_where(|poll| Sponsors::<Test>::iter_key_prefix(poll).count() > 0);
		let signers = self.signed.get(&poll).cloned().unwrap_or_default();
		let who = signers.into_keys().next().unwrap_or(1);
		let result = ShareVoting::unsponsor(signed(&account(who)), poll);
		if self.note("unsponsor", result) {
			self.signed.get_mut(&poll).unwrap().remove(&who).unwrap();
		}
	}

	fn is_votable(poll: PollIndex) -> bool {
		ShareVoting::poll(poll)
			.is_some_and(|found| found.votable && matches!(found.stage, StageInfo::Deciding { .. }))
	}

	fn votable(&mut self) -> PollIndex {
		self.poll_where(Self::is_votable)
	}

	/// The record date that a poll has or would get now.
	fn date(&self, poll: PollIndex) -> Epoch {
		match Records::<Test>::get(poll) {
			Some(record) if record.stage != RecordStage::Signing => record.record_date,
			_ => {
				let track = status(poll).track;
				let daily = Daily::<Test>::get().date.unwrap();
				let present = Shareholders::epoch();
				let room =
					live_dates().len() < MAX_DATES as usize || live_dates().contains(&present);
				if track == URGENT && room {
					present
				} else {
					daily
				}
			}
		}
	}

	fn vote(&mut self) {
		let (who, poll) = (self.anyone(), self.votable());
		let side =
			[Side::Aye, Side::Aye, Side::Aye, Side::Nay, Side::Abstain][self.rng.gen_range(0..5)];
		let votable = Self::is_votable(poll);
		let weight = if votable { self.power(who, self.date(poll)) } else { 0 };
		let result = vote(&account(who), poll, side);
		assert_eq!(result.is_ok(), weight > 0, "{result:?}");
		if self.note("vote", result) {
			let before = self.said.entry(poll).or_default().insert(who, Said::Own(side, weight));
			if matches!(before, Some(Said::Follows(..))) {
				self.note("override", result);
			}
		}
	}

	fn poke(&mut self) {
		let poll = self.votable();
		let mut accounts = PEOPLE.to_vec();
		accounts.shuffle(&mut self.rng);
		accounts.truncate(self.rng.gen_range(0..=7));
		let named: Vec<_> = accounts.iter().map(|who| account(*who)).collect();
		let votable = Self::is_votable(poll);
		let date = votable.then(|| self.date(poll));
		let result = poke(poll, &named);
		let mut changed = false;
		if let Some(date) = date {
			for who in accounts {
				let weight = self.power(who, date);
				let said = self.said.entry(poll).or_default();
				let Some(Said::Own(_, old) | Said::Follows(_, old)) = said.get_mut(&who) else {
					continue;
				};
				changed |= *old != weight;
				*old = weight;
			}
		}
		assert_eq!(result.is_ok(), changed, "{result:?}");
		self.note("poke", result);
	}

	fn scope(&mut self) -> Scope {
		[Scope::All, Scope::Track(SLOW), Scope::Track(QUICK), Scope::Track(3)]
			[self.rng.gen_range(0..4)]
	}

	fn delegate(&mut self) {
		let (who, other, scope) = (self.anyone(), self.anyone(), self.scope());
		if self.rng.gen_ratio(1, 4) {
			let result = ShareVoting::undelegate(signed(&account(who)), scope);
			assert_eq!(result.is_ok(), self.delegates.remove(&(who, scope)).is_some());
		} else {
			let result = delegate(&account(who), scope, &account(other));
			assert_eq!(result.is_ok(), who != other && scope != Scope::Track(3));
			if self.note("delegate", result) {
				self.delegates.insert((who, scope), other);
			}
		}
	}

	fn attach(&mut self) {
		let poll = self.votable();
		let mut accounts = PEOPLE.to_vec();
		accounts.shuffle(&mut self.rng);
		accounts.truncate(self.rng.gen_range(0..=7));
		let named: Vec<_> = accounts.iter().map(|who| account(*who)).collect();
		let votable = Self::is_votable(poll);
		let date = votable.then(|| self.date(poll));
		let result = attach(poll, &named);
		let mut attached = false;
		if let Some(date) = date {
			let track = status(poll).track;
			for who in accounts {
				let own = self.delegates.get(&(who, Scope::Track(track)));
				let all = self.delegates.get(&(who, Scope::All));
				let Some(delegate) = own.or(all).copied() else { continue };
				let weight = self.power(who, date);
				let said = self.said.entry(poll).or_default();
				let leads = matches!(said.get(&delegate), Some(Said::Own(..)));
				if weight > 0 && leads && !said.contains_key(&who) {
					said.insert(who, Said::Follows(delegate, weight));
					attached = true;
				}
			}
		}
		assert_eq!(result.is_ok(), attached, "{result:?}");
		self.note("attach", result);
	}

	fn detach(&mut self) {
		let poll = self.poll_where(|poll| {
			Self::is_votable(poll)
				&& Votes::<Test>::iter_prefix_values(poll)
					.any(|vote| matches!(vote, Vote::Attached { .. }))
		});
		let mut said = self.said.get(&poll).into_iter().flatten();
		let follower = said.find(|(_, said)| matches!(said, Said::Follows(..)));
		let who = follower.map_or(9, |(who, _)| *who);
		let result = ShareVoting::detach(signed(&account(who)), poll);
		if self.note("detach", result) {
			let before = self.said.get_mut(&poll).unwrap().remove(&who);
			assert!(matches!(before, Some(Said::Follows(..))));
		}
	}

	/// What only governance can do.
	fn end(&mut self) {
		let poll = self.poll_where(|poll| Referenda::ensure_ongoing(poll).is_ok());
		let kill = self.rng.gen_ratio(1, 4);
		let root = RuntimeOrigin::root();
		let result = if kill { Referenda::kill(root, poll) } else { Referenda::cancel(root, poll) };
		self.note(if kill { "kill" } else { "cancel" }, result);
	}

	fn unstick(&mut self) {
		let poll = self.poll_where(|poll| {
			Referenda::ensure_ongoing(poll)
				.is_ok_and(|status| status.in_queue && !queue(status.track).contains(&poll))
		});
		let result = ShareVoting::unstick(signed(&ghost()), poll);
		self.note("unstick", result);
		let track = self.rng.gen_range(0..3);
		let dead = queue(track).iter().any(|poll| Referenda::ensure_ongoing(*poll).is_err());
		let result = ShareVoting::unstick_track(signed(&ghost()), track);
		assert_eq!(result.is_ok(), dead);
		self.note("unstick track", result.map(|_| ()).map_err(|refused| refused.error));
	}

	/// The oldest that has ended, so that what is checked after each operation stays little.
	fn close(&mut self) {
		let ended = |(poll, record): (PollIndex, crate::PollRecord)| {
			let open = record.stage != RecordStage::Closed;
			(open && Referenda::ensure_ongoing(poll).is_err()).then_some(poll)
		};
		let oldest = Records::<Test>::iter().filter_map(ended).min();
		let poll = match oldest {
			Some(poll) if self.rng.gen_ratio(7, 8) => poll,
			_ => self.poll_where(|_| true),
		};
		let result = close(poll);
		self.note("close", result);
	}

	fn clear(&mut self) {
		let closed = |poll: &PollIndex| {
			Records::<Test>::get(poll).is_some_and(|record| record.stage == RecordStage::Closed)
		};
		let mut all: Vec<_> = Records::<Test>::iter_keys().filter(closed).collect();
		all.sort_unstable();
		let poll = all.first().copied().unwrap_or(0);
		let result = clear(poll, self.rng.gen_range(0..20));
		self.note("clear", result);
		if !Records::<Test>::contains_key(poll) {
			self.said.remove(&poll);
			self.signed.remove(&poll);
		}
	}

	fn refund(&mut self) {
		let poll = self.poll_where(|poll| Referenda::ensure_ongoing(poll).is_err());
		let result = Referenda::refund_decision_deposit(signed(&ghost()), poll);
		self.note("refund", result);
		let _ = Referenda::refund_submission_deposit(signed(&ghost()), poll);
	}

	/// The counts of all polls that are ongoing, against the model's.
	fn compare(&self) {
		for (poll, record) in Records::<Test>::iter() {
			let Ok(status) = Referenda::ensure_ongoing(poll) else { continue };
			assert_eq!(record.base, self.eligible(record.record_date));
			let none = BTreeMap::new();
			let said = self.said.get(&poll).unwrap_or(&none);
			let mut count = Count::default();
			if record.stage != RecordStage::Signing {
				count.base = record.base;
			}
			for found in said.values() {
				let side = match found {
					Said::Own(side, _) => *side,
					Said::Follows(delegate, _) => match said[delegate] {
						Said::Own(side, _) => side,
						Said::Follows(..) => panic!("two steps"),
					},
				};
				match side {
					Side::Aye => count.ayes += found.weight(),
					Side::Nay => count.nays += found.weight(),
					Side::Abstain => count.abstain += found.weight(),
				}
			}
			assert_eq!(status.tally.0, count, "poll {poll}");
			assert!(count.turnout() <= count.base);
		}
	}
}

/// Each poll that is not closed and the daily date have exactly one reference, and nothing else refers to any.
fn check_references() {
	let mut ours = BTreeMap::new();
	for record in Records::<Test>::iter_values() {
		if record.stage != RecordStage::Closed {
			*ours.entry(record.record_date).or_insert(0) += 1;
		}
	}
	*ours.entry(Daily::<Test>::get().date.unwrap()).or_insert(0) += 1;
	assert_eq!(live_dates(), ours.keys().copied().collect::<Vec<_>>());
	for (date, count) in ours {
		assert_eq!(references(date), count);
	}
}

/// What proposer and fund have reserved is what the referenda say, to the atom.
fn check_deposits() {
	let mut ours = [(proposer(), 0), (fund(), 0)];
	let mut add = |found: Option<pallet_referenda::Deposit<AccountId, u128>>| {
		let Some(found) = found else { return };
		let place = ours.iter_mut().find(|(who, _)| *who == found.who).unwrap();
		place.1 += found.amount;
	};
	for info in ReferendumInfoFor::<Test>::iter_values() {
		match info {
			ReferendumInfo::Ongoing(status) => {
				add(Some(status.submission_deposit));
				add(status.decision_deposit);
			}
			ReferendumInfo::Approved(_, one, other)
			| ReferendumInfo::Rejected(_, one, other)
			| ReferendumInfo::Cancelled(_, one, other)
			| ReferendumInfo::TimedOut(_, one, other) => {
				add(one);
				add(other);
			}
			ReferendumInfo::Killed(_) => {}
		}
	}
	for (who, amount) in ours {
		assert_eq!(Balances::reserved_balance(&who), amount);
	}
}

/// Every referendum that was approved long enough ago has run, once.
fn check_enactments() {
	let now = System::block_number();
	let mut expected: Vec<u32> = ReferendumInfoFor::<Test>::iter()
		.filter_map(|(poll, info)| match info {
			ReferendumInfo::Approved(at, ..) if at + 5 <= now => Some(poll),
			_ => None,
		})
		.collect();
	expected.sort_unstable();
	let mut found = enacted();
	found.sort_unstable();
	assert_eq!(found, expected);
}

/// Lets every referendum end, closes and clears everything.
fn wind_up() {
	for _ in 0..40 {
		pass(UNDECIDING_TIMEOUT / 4);
		for track in [SLOW, QUICK, URGENT] {
			let _ = ShareVoting::unstick_track(signed(&ghost()), track);
		}
		for poll in 0..ReferendumCount::<Test>::get() {
			let _ = ShareVoting::unstick(signed(&ghost()), poll);
		}
	}
	for poll in 0..ReferendumCount::<Test>::get() {
		assert!(Referenda::ensure_ongoing(poll).is_err(), "{poll} never ends");
		let open = |record: crate::PollRecord| record.stage != RecordStage::Closed;
		if Records::<Test>::get(poll).is_some_and(open) {
			assert_ok!(close(poll));
		}
		if Records::<Test>::contains_key(poll) {
			assert_ok!(clear(poll, 100));
		}
		let _ = Referenda::refund_decision_deposit(signed(&ghost()), poll);
	}
}

#[test]
fn random_histories_count_each_ksi_once_and_lose_nothing() {
	let mut done = BTreeMap::new();
	ExtBuilder::default().build_and_execute(|| {
		let mut world = World::new(seed());
		for round in 1..=operations() {
			world.step();
			world.compare();
			assert_eq!(ShareVoting::do_try_state(), Ok(()));
			check_references();
			if round % 50 == 0 {
				check();
				check_deposits();
				check_enactments();
			}
		}
		wind_up();
		check_deposits();
		check_enactments();
		assert_eq!(Balances::reserved_balance(fund()), 0);
		assert_eq!(Records::<Test>::iter().count(), 0);
		assert_eq!(Votes::<Test>::iter().count(), 0);
		assert_eq!(Sponsors::<Test>::iter().count(), 0);
		assert_eq!(live_dates().len(), 1);
		done = world.done;
		done.insert("approval", enacted().len() as u32);
	});
	println!("{done:#?}");
	if operations() >= 3_000 {
		let wanted = [
			"sell",
			"hold",
			"release",
			"fill",
			"submit",
			"deposit",
			"sponsor",
			"fund",
			"vote",
			"override",
			"poke",
			"delegate",
			"attach",
			"detach",
			"extension",
			"cancel",
			"kill",
			"close",
			"clear",
			"refund",
		];
		for what in wanted {
			assert!(done.contains_key(what), "{what} never happened");
		}
		assert!(done["approval"] > 0, "nothing was approved");
	}
	// Overfull queues are rare.
	if operations() >= 12_000 {
		for what in ["unstick", "unstick track", "unsponsor"] {
			assert!(done.contains_key(what), "{what} never happened");
		}
	}
}
