//! Random histories: after every operation the counts are those of a model that keeps all totals of all boundaries and adds up
//! answers anew, and the state of ballots and register is checked whole.

use super::*;
use crate::{BallotId, BallotRules, MAX_CARRIED, ROUND_DATES};
use frame_support::{storage::with_storage_layer, traits::Hooks};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::Epoch;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x6261_6c6c_6f74);
	println!("KONGSI_SEED={seed}");
	seed
}

/// Short times, so that much happens.
const SHORT: BallotRules = BallotRules {
	notice: 1,
	period: 24,
	requisition_period: 40,
	ordinary_delay: 3,
	special_delay: 6,
	execution_window: 10,
};

/// Who takes part. Those above seven own a hundredth at first.
const PEOPLE: u8 = 12;

/// What an account has said in a ballot.
#[derive(Clone, PartialEq)]
enum Said {
	Own(Answer),
	Follows(AccountId),
}

struct World {
	rng: ChaCha8Rng,
	/// What each account owned at each boundary.
	totals: BTreeMap<Epoch, BTreeMap<AccountId, u128>>,
	said: BTreeMap<BallotId, BTreeMap<AccountId, Said>>,
	delegates: BTreeMap<AccountId, AccountId>,
	/// Who has signed what, and with how many shares: requisitions and the ballots that came of them.
	signed: BTreeMap<BallotId, BTreeMap<AccountId, u128>>,
	/// Of each of those its round.
	rounds: BTreeMap<BallotId, Round>,
	done: BTreeMap<&'static str, u32>,
}

fn people() -> Vec<AccountId> {
	(1..=PEOPLE).map(account).collect()
}

impl World {
	fn new(seed: u64) -> Self {
		let mut world = Self {
			rng: ChaCha8Rng::seed_from_u64(seed),
			totals: BTreeMap::new(),
			said: BTreeMap::new(),
			delegates: BTreeMap::new(),
			signed: BTreeMap::new(),
			rounds: BTreeMap::new(),
			done: BTreeMap::new(),
		};
		world.take_boundaries(1, 3);
		world
	}

	/// Nothing has changed between the boundaries after `from` and up to `to`.
	fn take_boundaries(&mut self, from: Epoch, to: Epoch) {
		let now: BTreeMap<_, _> =
			people().into_iter().map(|who| (who.clone(), total(SHARE, &who))).collect();
		for epoch in from + 1..=to {
			self.totals.insert(epoch, now.clone());
		}
	}

	fn at(&self, who: &AccountId, date: Epoch) -> u128 {
		self.totals[&date].get(who).copied().unwrap_or(0)
	}

	fn eligible(&self, date: Epoch) -> u128 {
		self.totals[&date].values().sum()
	}

	fn pass(&mut self, blocks: u32) {
		let from = Shareholders::epoch();
		at(System::block_number() + blocks);
		self.take_boundaries(from, Shareholders::epoch());
	}

	fn anyone(&mut self) -> AccountId {
		account(self.rng.gen_range(1..=PEOPLE))
	}

	/// A number of a ballot or a requisition, mostly one that exists.
	fn any_of(&mut self, known: Vec<BallotId>) -> BallotId {
		match known.choose(&mut self.rng) {
			Some(id) if self.rng.gen_ratio(15, 16) => *id,
			_ => self.rng.gen_range(0..=NextBallotId::<Test>::get()),
		}
	}

	fn live(&mut self) -> BallotId {
		self.any_of(Ballots::ballots_of(SHARE))
	}

	/// One in which votes count, if there is one.
	fn voting(&mut self) -> BallotId {
		let mut known = Ballots::ballots_of(SHARE);
		if self.rng.gen_ratio(7, 8) && known.iter().any(|id| Self::is_voting(*id)) {
			known.retain(|id| Self::is_voting(*id));
		}
		self.any_of(known)
	}

	/// One whose call may run, if there is one.
	fn stored(&mut self) -> BallotId {
		let mut known: Vec<BallotId> = Stored::<Test>::iter_keys().collect();
		let runs = |id: &BallotId| info(*id).stage == BallotStage::Executable;
		if self.rng.gen_ratio(7, 8) && known.iter().any(runs) {
			known.retain(runs);
		}
		known.sort_unstable();
		self.any_of(known)
	}

	fn requisitioned(&mut self) -> BallotId {
		self.any_of(Ballots::requisitions_of(SHARE))
	}

	fn answer(&mut self) -> Answer {
		[YES, YES, YES, YES, YES, NO, Answer::Abstain, Answer::Choice(2)][self.rng.gen_range(0..8)]
	}

	fn motion(&mut self) -> Motion<Test> {
		match self.rng.gen_range(0..5) {
			0 => text(),
			1 => motion(remark(9)),
			2 => motion(mint(7)),
			_ => motion(spend(self.rng.gen_range(1..2_000))),
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
		if self.rng.gen_ratio(1, 6) {
			let blocks = self.rng.gen_range(1..5);
			self.pass(blocks);
		}
		match self.rng.gen_range(0..40) {
			0..=5 => self.trade(),
			6..=7 => self.open(),
			8..=10 => self.propose(),
			11..=13 => self.sign(),
			14 => self.withdraw(),
			15 if self.rng.gen_ratio(1, 2) => self.close_requisition(),
			15 => self.end_round(),
			16..=23 => self.vote(),
			24..=26 => self.delegate(),
			27..=31 => self.attach(),
			32 => self.detach(),
			33..=35 => self.close(),
			36..=37 => self.execute(),
			_ => self.clear(),
		}
	}

	/// Transfers, orders placed, cancelled and filled, shares issued. What the ledger says is not this test's subject.
	fn trade(&mut self) {
		let (who, other) = (self.anyone(), self.anyone());
		let free = Assets::balance_of(who.clone(), SHARE).unwrap_or(0);
		let held = total(SHARE, &who) - free;
		let (free, held) = (self.rng.gen_range(0..=free), self.rng.gen_range(0..=held));
		let kind = self.rng.gen_range(0..9);
		let result = with_storage_layer(|| match kind {
			0..=2 => transfer(&who, &other, free),
			3..=4 => hold(&who, free),
			5 => release(&who, held),
			6..=7 => fill(&who, &other, held),
			_ => Assets::mint(signed(&founder()), SHARE, who.clone(), 20),
		});
		let names = ["transfer", "hold", "release", "fill", "mint"];
		self.note(names[[0, 0, 0, 1, 1, 2, 3, 3, 4][kind]], result);
	}

	fn open(&mut self) {
		let motion = self.motion();
		let room = Agendas::<Test>::get(SHARE).called.len() < MAX_BALLOTS as usize;
		let result = open(motion);
		assert_eq!(result, if room { Ok(()) } else { Err(refused(Error::TooManyBallots)) });
		self.note("open", result);
	}

	/// The round in which something can be signed now.
	fn round() -> Option<Round> {
		Ballots::round_of(SHARE).filter(|round| System::block_number() < round.closes)
	}

	/// What an account backs in a round.
	fn backs(&self, who: &AccountId, round: Option<Round>) -> Option<BallotId> {
		let live = |id: &BallotId| {
			Requisitions::<Test>::contains_key(id) || Ballots::ballots_of(SHARE).contains(id)
		};
		let signed = self.signed.iter().filter(|(id, by)| {
			by.contains_key(who) && round.is_some_and(|round| self.rounds[id] == round) && live(id)
		});
		let ids: Vec<BallotId> = signed.map(|(id, _)| *id).collect();
		assert!(ids.len() <= 1, "{who} backs {ids:?}");
		ids.first().copied()
	}

	fn propose(&mut self) {
		let who = self.anyone();
		let round = Self::round();
		let now = round.map_or(Shareholders::epoch(), |round| round.record_date);
		let weight = self.at(&who, now);
		let agenda = Agendas::<Test>::get(SHARE);
		let full =
			round.is_none() && !agenda.requisitioned.is_empty() && !agenda.earlier.is_empty();
		let backs = self.backs(&who, round);
		let motion = self.motion();
		let id = NextBallotId::<Test>::get();
		let result =
			with_storage_layer(|| Ballots::requisition(signed(&who), SHARE, motion.clone()));
		let carried = weight * 20 >= self.eligible(now);
		let expected = refused(match weight {
			_ if full => Error::TooManyBallots,
			0 => Error::NoWeight,
			_ if backs.is_some() => Error::BacksAnother,
			_ => Error::RequisitionsFull,
		});
		if self.note("requisition", result) {
			assert!(weight > 0 && !full && backs.is_none());
			assert_eq!(carried, Stored::<Test>::contains_key(id));
			self.signed.insert(id, [(who, weight)].into());
			self.rounds.insert(id, Self::round().expect("it has begun"));
			if carried {
				self.note("carry at once", result);
			}
			if round.is_none() {
				self.note("round", result);
			}
		} else {
			assert_eq!(result, Err(expected));
			assert!(full || weight == 0 || backs.is_some() || !carried, "{result:?}");
			let names = ["full", "no weight", "backs another", "no place"];
			let place = [full, weight == 0, backs.is_some(), true].iter().position(|is| *is);
			self.note(names[place.unwrap_or(3)], Ok(()));
		}
	}

	fn sign(&mut self) {
		let (who, id) = (self.anyone(), self.requisitioned());
		let record = Requisitions::<Test>::get(id);
		let result = with_storage_layer(|| sign(&who, id));
		let Some(record) = record else {
			return assert_eq!(result, Err(refused(Error::UnknownRequisition)));
		};
		let weight = self.at(&who, record.record_date);
		let eligible = self.eligible(record.record_date);
		let backs = self.backs(&who, Some(self.rounds[&id]));
		let signatures = self.signed.get_mut(&id).expect("it is open");
		if result.is_ok() {
			assert!(weight > 0 && backs.is_none() && signatures.insert(who, weight).is_none());
			let carried = signatures.values().sum::<u128>() * 20 >= eligible;
			assert_eq!(carried, Stored::<Test>::contains_key(id));
			if carried {
				self.note("carry", result);
			}
			self.note("sign", result);
		} else if result == Err(refused(Error::NoWeight)) {
			assert_eq!(weight, 0);
		} else if result == Err(refused(Error::AlreadySigned)) {
			assert!(signatures.contains_key(&who));
		} else if result == Err(refused(Error::BacksAnother)) {
			assert!(backs.is_some_and(|other| other != id));
		} else {
			// Nothing else can stop a signature.
			assert_eq!(result, Err(refused(Error::RequisitionOver)));
			assert!(System::block_number() >= record.count.closes);
		}
	}

	fn withdraw(&mut self) {
		let id = self.requisitioned();
		let signer = self.signed.get(&id).and_then(|signed| signed.keys().next().cloned());
		let who = signer.unwrap_or_else(grace);
		let result = withdraw(&who, id);
		if self.note("withdraw", result) {
			assert!(self.signed.get_mut(&id).unwrap().remove(&who).is_some());
		}
	}

	fn close_requisition(&mut self) {
		let id = self.requisitioned();
		let over = Requisitions::<Test>::get(id)
			.is_some_and(|record| System::block_number() >= record.count.closes);
		let result = close_requisition(id);
		assert_eq!(result.is_ok(), over);
		self.note("close requisition", result);
	}

	fn end_round(&mut self) {
		let over = Ballots::round_of(SHARE).is_some() && Self::round().is_none();
		let result = end_round();
		assert_eq!(result.is_ok(), over);
		self.note("end round", result);
	}

	fn is_voting(id: BallotId) -> bool {
		Ballots::ballot_info(id).is_some_and(|info| info.stage == BallotStage::Voting)
	}

	fn vote(&mut self) {
		let (who, id, answer) = (self.anyone(), self.voting(), self.answer());
		let result = vote(&who, id, answer);
		let known = answer != Answer::Choice(2);
		let may = known && Self::is_voting(id) && self.at(&who, info(id).record_date) > 0;
		assert_eq!(result.is_ok(), may, "{result:?}");
		if self.note("vote", result) {
			let before = self.said.entry(id).or_default().insert(who, Said::Own(answer));
			if matches!(before, Some(Said::Follows(_))) {
				self.note("override", result);
			}
		}
	}

	fn delegate(&mut self) {
		let (who, other) = (self.anyone(), self.anyone());
		if self.rng.gen_ratio(1, 4) {
			let result = Ballots::delegate(signed(&who), COMPANY, None);
			assert_eq!(result.is_ok(), self.delegates.remove(&who).is_some());
		} else {
			let result = delegate(&who, &other);
			assert_eq!(result.is_ok(), who != other);
			if self.note("delegate", result) {
				self.delegates.insert(who, other);
			}
		}
	}

	fn attach(&mut self) {
		let id = self.voting();
		let mut accounts = people();
		accounts.shuffle(&mut self.rng);
		accounts.truncate(self.rng.gen_range(0..=7));
		let result = attach(id, &accounts);
		let mut attached = false;
		if Self::is_voting(id) {
			let date = info(id).record_date;
			for who in accounts {
				let Some(delegate) = self.delegates.get(&who).cloned() else { continue };
				let weight = self.at(&who, date);
				let said = self.said.entry(id).or_default();
				let leads = matches!(said.get(&delegate), Some(Said::Own(_)));
				if weight > 0 && leads && !said.contains_key(&who) {
					said.insert(who, Said::Follows(delegate));
					attached = true;
				}
			}
		}
		assert_eq!(result.is_ok(), attached, "{result:?}");
		self.note("attach", result);
	}

	fn detach(&mut self) {
		let id = self.voting();
		let mut said = self.said.get(&id).into_iter().flatten();
		let follower = said.find(|(_, said)| matches!(said, Said::Follows(_)));
		let who = follower.map(|(who, _)| who.clone()).unwrap_or_else(grace);
		let result = detach(&who, id);
		if self.note("detach", result) {
			let before = self.said.get_mut(&id).unwrap().remove(&who);
			assert!(matches!(before, Some(Said::Follows(_))));
		}
	}

	fn close(&mut self) {
		let id = self.live();
		let over =
			Ballots::ballot_info(id).is_some_and(|info| info.stage == BallotStage::AwaitingClose);
		let result = close(id);
		assert_eq!(result.is_ok(), over);
		self.note("close", result);
	}

	fn execute(&mut self) {
		let id = self.stored();
		let may =
			Ballots::ballot_info(id).is_some_and(|info| info.stage == BallotStage::Executable);
		let result = execute(id);
		assert_eq!(result.is_ok(), may, "{result:?}");
		self.note("execute", result);
		match events().pop() {
			Some(Event::Executed { result, .. }) if result.is_ok() => {
				self.note("call runs", result);
			}
			Some(Event::Executed { .. }) => {
				self.note("call fails", Ok(()));
			}
			_ => {}
		}
	}

	fn clear(&mut self) {
		let id = if self.rng.gen_ratio(1, 3) {
			let ended = Ended::<Test>::iter_keys().collect();
			self.any_of(ended)
		} else {
			self.stored()
		};
		let limit = self.rng.gen_range(0..4);
		let result = clear(id, limit);
		self.note("clear", result);
		if !Stored::<Test>::contains_key(id) {
			self.said.remove(&id);
		}
	}

	/// The counts of all ballots that are not being cleared, against the model's.
	fn compare(&self) {
		for (id, record) in Stored::<Test>::iter() {
			if record.stage.is_finished(System::block_number()) {
				continue;
			}
			let mut sums = (0, 0, 0);
			for (who, said) in self.said.get(&id).into_iter().flatten() {
				let answer = match said {
					Said::Own(answer) => *answer,
					Said::Follows(delegate) => match &self.said[&id][delegate] {
						Said::Own(answer) => *answer,
						Said::Follows(_) => panic!("two steps"),
					},
				};
				let weight = self.at(who, record.record_date);
				match answer {
					Answer::Choice(0) => sums.0 += weight,
					Answer::Choice(_) => sums.1 += weight,
					Answer::Abstain => sums.2 += weight,
				}
			}
			assert_eq!(tally(id), sums, "ballot {id}");
			if let Some(eligible) = info(id).base {
				assert_eq!(eligible, self.eligible(record.record_date));
				assert!(sums.0 + sums.1 + sums.2 <= eligible);
			}
		}
		for (id, signatures) in &self.signed {
			if let Some(info) = Ballots::requisition_info(*id) {
				assert_eq!(info.signed, signatures.values().sum(), "requisition {id}");
			}
		}
		for who in people() {
			let backs = self.backs(&who, Self::round());
			let told = Self::round().and_then(|_| Ballots::signature_of(SHARE, &who));
			assert_eq!(told.map(|signature| signature.requisition), backs, "{who}");
		}
		let agenda = Agendas::<Test>::get(SHARE);
		assert!(agenda.requisitioned.len() <= MAX_CARRIED as usize);
		let class = pallet_shareholders::Classes::<Test>::get(SHARE).expect("a class");
		let dates = class.register.dates.as_slice().len();
		assert!(dates <= (MAX_BALLOTS + ROUND_DATES) as usize, "{dates} record dates");
	}
}

/// Closes and clears everything.
fn wind_up() {
	at(System::block_number() + 1_000);
	for id in Ballots::requisitions_of(SHARE) {
		assert_ok!(close_requisition(id));
	}
	for id in Ballots::ballots_of(SHARE) {
		assert_ok!(close(id));
	}
	if Ballots::round_of(SHARE).is_some() {
		assert_ok!(end_round());
	}
	at(System::block_number() + 1_000);
	for id in 0..NextBallotId::<Test>::get() {
		if Stored::<Test>::contains_key(id) || Ended::<Test>::contains_key(id) {
			assert_ok!(clear(id, 100));
		}
	}
}

#[test]
fn random_histories_count_each_share_once_and_keep_every_invariant() {
	let mut done = BTreeMap::new();
	ExtBuilder::default().with_rules(SHORT).build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(&founder()), CASH, company(), 50_000));
		for number in 8..=PEOPLE {
			let who = account(number);
			assert_ok!(Balances::transfer_allow_death(signed(&founder()), who.clone(), 10_000));
			assert_ok!(transfer(&alice(), &who, 10));
		}
		go_to(3);
		let mut world = World::new(seed());
		for round in 1..=operations() {
			world.step();
			world.compare();
			assert_eq!(Ballots::do_try_state(), Ok(()));
			if round % 20 == 0 {
				check();
			}
		}
		wind_up();
		assert!(is_blank());
		let class = pallet_shareholders::Classes::<Test>::get(SHARE).unwrap();
		assert!(class.register.dates.as_slice().is_empty());
		done = world.done;
	});
	println!("{done:#?}");
	if operations() >= 2_000 {
		let wanted = [
			"transfer",
			"hold",
			"release",
			"fill",
			"mint",
			"open",
			"requisition",
			"sign",
			"carry",
			"withdraw",
			"close requisition",
			"carry at once",
			"round",
			"end round",
			"backs another",
			"full",
			"vote",
			"override",
			"delegate",
			"attach",
			"detach",
			"close",
			"execute",
			"call runs",
			"call fails",
			"clear",
		];
		for what in wanted {
			assert!(done.contains_key(what), "{what} never happened");
		}
	}
}

#[test]
fn integrity_test_accepts_the_mock() {
	<Ballots as Hooks<u32>>::integrity_test();
}
