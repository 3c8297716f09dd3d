//! The register and the naive one side by side under random operations, with room for planted defects.

use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use shareholders_accounting::{
	memory::{Account, MemoryStore, MemoryVotes},
	naive::{self, Big, NaiveAuction, NaiveBallot, NaiveRegister},
	AccountingError, Answer, Auction, Ballot, BallotTerms, Block, Class, Epoch, Fraction,
	FractionPool, Level, Line, Offering, OfferingTerms, Payment, Pricing, Ratio, Register,
	Requisition, Schedule, Store, TokenId, Vote, Votes, MAX_AUCTION_EXTENSIONS, MAX_SUPPLY,
};
use std::collections::{BTreeMap, BTreeSet};

/// Ordinary holders.
const HOLDERS: Account = 9;
/// Excluded from the start.
const TREASURY: Account = 50;
/// The pot of fractions, excluded too.
const FRACTIONS: Account = 51;
/// A token nobody opens.
const UNKNOWN: TokenId = 99;

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
struct Faulty<'a> {
	store: &'a mut MemoryStore,
	defect: Option<Defect>,
	claiming: bool,
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
struct FaultyVotes<'a> {
	votes: &'a mut MemoryVotes,
	defect: Option<Defect>,
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

/// A ballot that is running.
struct Running {
	date: Epoch,
	real: Ballot,
	votes: MemoryVotes,
	naive: NaiveBallot,
}

pub(crate) struct World {
	pub(crate) rng: StdRng,
	pub(crate) store: MemoryStore,
	pub(crate) naive: NaiveRegister,
	pots: BTreeMap<TokenId, u128>,
	held: BTreeMap<Account, u128>,
	now: Epoch,
	block: Block,
	ballots: Vec<Running>,
	requisition: Option<(Epoch, Requisition, BTreeMap<Account, u128>)>,
	/// References that nothing but the test gives back.
	reserved: Vec<Epoch>,
	/// Whether many record dates are live, or few.
	dated: bool,
	/// The size of typical amounts of shares and money.
	shares: u128,
	money: u128,
	defect: Option<Defect>,
	/// How often each kind of thing happened, so that a test that tests nothing is noticed.
	pub(crate) seen: BTreeMap<String, u64>,
}

type Checked = Result<(), String>;

fn same<T: PartialEq + std::fmt::Debug>(what: &str, real: T, naive: T) -> Checked {
	if real == naive {
		Ok(())
	} else {
		Err(format!("{what}: {real:?}, but the oracle says {naive:?}"))
	}
}

fn holds(what: &str, condition: bool) -> Checked {
	if condition {
		Ok(())
	} else {
		Err(what.to_owned())
	}
}

impl World {
	pub(crate) fn new(seed: u64, defect: Option<Defect>) -> Self {
		let mut rng = StdRng::seed_from_u64(seed);
		let sizes = [7, 1_000, 1_000_000_007, 1 << 60, MAX_SUPPLY / 64];
		let (shares, money) =
			(*sizes.choose(&mut rng).expect(""), *sizes.choose(&mut rng).expect(""));
		let now = rng.gen_range(1..20);
		let mut world = Self {
			store: MemoryStore::new(Class::new(0, now).expect("no shares are not too many")),
			naive: NaiveRegister::new(now),
			pots: BTreeMap::new(),
			held: BTreeMap::new(),
			now,
			block: 0,
			ballots: Vec::new(),
			requisition: None,
			reserved: Vec::new(),
			dated: rng.gen(),
			shares,
			money,
			defect,
			seen: BTreeMap::new(),
			rng,
		};
		for who in [TREASURY, FRACTIONS] {
			world.register().exclude(&who).expect("they are the first");
			world.naive.exclude(who).expect("they are the first");
		}
		world
	}

	fn register(&mut self) -> Register<Faulty<'_>> {
		let claiming = false;
		Register::new(Faulty { store: &mut self.store, defect: self.defect, claiming }, self.now)
	}

	fn note<T>(&mut self, what: &str, result: &Result<T, AccountingError>) {
		let key = match result {
			Ok(_) => what.to_owned(),
			Err(error) => format!("{what}: {error:?}"),
		};
		*self.seen.entry(key).or_default() += 1;
	}

	fn holder(&mut self) -> Account {
		match self.rng.gen_range(0..30) {
			0 => TREASURY,
			1 => FRACTIONS,
			_ => self.rng.gen_range(0..HOLDERS),
		}
	}

	fn total(&self, who: Account) -> u128 {
		self.store.total(&who)
	}

	/// Dust, a typical amount, or all there is.
	fn part_of(&mut self, all: u128) -> u128 {
		match self.rng.gen_range(0..6) {
			0 if self.rng.gen_ratio(1, 3) => all,
			1 => all.min(1),
			2 => all / 2,
			_ => self.rng.gen_range(0..=all / 4),
		}
	}

	fn payment(&mut self) -> u128 {
		let most = self.money;
		match self.rng.gen_range(0..8) {
			0 => 0,
			1 => 1,
			2 => 7,
			_ => self.rng.gen_range(1..=most),
		}
	}

	/// One random operation on both, and a comparison.
	pub(crate) fn step(&mut self) -> Checked {
		self.block += u32::from(self.rng.gen_ratio(1, 3));
		match self.rng.gen_range(0..100) {
			0..=16 => self.transfer()?,
			17..=22 => self.mint()?,
			23..=24 => self.burn()?,
			25..=26 => self.close_account()?,
			27..=29 => self.hold()?,
			30..=41 => self.advance()?,
			42..=50 => self.fund()?,
			51..=57 => self.claim()?,
			58..=60 => self.exclusion()?,
			61..=66 => self.dates()?,
			67..=68 => self.prune()?,
			69..=71 => self.open_ballot()?,
			72..=91 => {
				self.vote()?;
				self.vote()?;
			}
			92..=93 => self.close_ballot()?,
			94..=95 => self.requisition()?,
			96 => self.split()?,
			97 => self.offering()?,
			_ => self.open_payout()?,
		}
		self.check_some()
	}

	/// Changes totals on both sides, reported before or after the ledger stores them.
	fn set(&mut self, changes: &[(Account, u128)], supply: bool) -> Checked {
		let early: bool = self.rng.gen();
		let lines = self.store.lines.len();
		let old: Vec<u128> = changes.iter().map(|(who, _)| self.total(*who)).collect();
		if !early {
			self.store.totals.extend(changes.iter().copied());
		}
		for (place, ((who, new), old)) in changes.iter().zip(old).enumerate() {
			let changed = match self.defect {
				Some(Defect::SilentReceiver) if place == 1 => continue,
				Some(Defect::NewForOld) if *new != old => {
					self.register().changed(who, *new, new.wrapping_add(1))
				}
				_ => self.register().changed(who, old, *new),
			};
			holds("the hook refused", changed.is_ok())?;
		}
		self.store.totals.extend(changes.iter().copied());
		if self.store.lines.len() < lines {
			self.note("removed line", &Ok(()));
		}
		if supply && self.defect != Some(Defect::SilentSupply) {
			let supply = self.store.totals.values().sum();
			let told = self.register().set_supply(supply);
			holds("the supply was refused", told.is_ok())?;
		}
		for (who, new) in changes {
			self.naive.set_total(*who, *new);
			self.held.entry(*who).and_modify(|held| *held = (*held).min(*new));
		}
		Ok(())
	}

	fn transfer(&mut self) -> Checked {
		let (from, to) = (self.holder(), self.holder());
		let amount = {
			let all = self.total(from);
			self.part_of(all)
		};
		self.note("transfer", &Ok(()));
		if from == to {
			let (before, total) = (self.store.clone(), self.total(from));
			holds("self-transfer", self.register().changed(&from, total, total).is_ok())?;
			self.note("self-transfer", &Ok(()));
			holds("a self-transfer wrote something", before.lines == self.store.lines)
		} else if amount > 0 {
			if amount == 1 {
				self.note("dust transfer", &Ok(()));
			}
			let changes = [(from, self.total(from) - amount), (to, self.total(to) + amount)];
			self.set(&changes, false)
		} else {
			Ok(())
		}
	}

	fn mint(&mut self) -> Checked {
		let who = self.holder();
		let room = MAX_SUPPLY - self.naive.supply();
		let amount = self.rng.gen_range(1..=self.shares).min(room);
		self.note("mint", &Ok(()));
		let total = self.total(who) + amount;
		if amount > 0 {
			self.set(&[(who, total)], true)?;
		}
		Ok(())
	}

	fn burn(&mut self) -> Checked {
		let who = self.holder();
		let amount = {
			let all = self.total(who);
			self.part_of(all)
		};
		self.note("burn", &Ok(()));
		let total = self.total(who) - amount;
		if amount > 0 {
			self.set(&[(who, total)], true)?;
		}
		Ok(())
	}

	/// Everything leaves, and sometimes comes back at once.
	fn close_account(&mut self) -> Checked {
		let (from, to) = (self.holder(), self.holder());
		let (all, had) = (self.total(from), self.total(to));
		if from == to || all == 0 {
			return Ok(());
		}
		self.note("closed account", &Ok(()));
		self.set(&[(from, 0), (to, had + all)], false)?;
		if self.rng.gen() {
			self.check(from)?;
			self.note("reopened account", &Ok(()));
			self.set(&[(to, had), (from, all)], false)?;
		}
		Ok(())
	}

	/// An order places or releases a hold: the register hears nothing of it, because no total changes.
	fn hold(&mut self) -> Checked {
		let who = self.holder();
		let held = {
			let all = self.total(who);
			self.part_of(all)
		};
		self.held.insert(who, held);
		self.note("hold", &Ok(()));
		Ok(())
	}

	fn advance(&mut self) -> Checked {
		self.now += *[1, 1, 1, 2, 3, 10, 24].choose(&mut self.rng).expect("not empty");
		self.naive.advance(self.now);
		self.note("epoch", &Ok(()));
		if self.rng.gen_ratio(1, 3) {
			holds("roll", self.register().roll().is_ok())?;
		}
		Ok(())
	}

	fn open_payout(&mut self) -> Checked {
		let token = self.rng.gen_range(0..5);
		let (real, naive) = (self.register().open_payout(token), self.naive.open_payout(token));
		self.note("open payout", &real);
		same("open payout", real, naive)
	}

	fn token(&mut self) -> TokenId {
		let tokens: Vec<TokenId> =
			self.store.class.payouts.iter().map(|payout| payout.token).collect();
		if self.rng.gen_ratio(1, 40) {
			UNKNOWN
		} else {
			let first = if self.rng.gen() { tokens.first() } else { None };
			first.or(tokens.choose(&mut self.rng)).copied().unwrap_or(UNKNOWN)
		}
	}

	fn fund(&mut self) -> Checked {
		let (token, amount) = (self.token(), self.payment());
		let (now, rng) = (self.now, &mut self.rng);
		let (schedule, what) = match rng.gen_range(0..10) {
			0..=2 => (Schedule::Next, "fund next"),
			3..=4 => {
				let epochs = *[0, 1, 2, 3, 10, 50, 100_000].choose(rng).expect("not empty");
				(Schedule::Stream(epochs), "fund stream")
			}
			_ => {
				let (lead, delay) = *[(8, 12), (150, 12), (8, 150)].choose(rng).expect("not empty");
				let record = (now + rng.gen_range(0..lead)).saturating_sub(1);
				let payment = (record + rng.gen_range(0..delay)).saturating_sub(1);
				let far = rng.gen_ratio(1, 30);
				let payment = if far { payment + 9_000 } else { payment };
				(Schedule::Dated { record, payment }, "fund dated")
			}
		};
		let real = self.register().fund(token, amount, schedule);
		let naive = self.naive.fund(token, amount, schedule);
		self.note(what, &real);
		if real.is_ok() {
			*self.pots.entry(token).or_default() += amount;
		}
		same("fund", real, naive)
	}

	fn claim(&mut self) -> Checked {
		let (who, one) = (self.holder(), self.rng.gen_ratio(1, 3));
		let token = self.token();
		let faulty = Faulty { store: &mut self.store, defect: self.defect, claiming: true };
		let mut register = Register::new(faulty, self.now);
		let real = if one {
			register.claim_token(&who, token).map(|payment| vec![payment])
		} else {
			register.claim(&who)
		};
		let naive = match one {
			true if self.naive.payouts.iter().all(|payout| payout.token != token) => {
				Err(AccountingError::UnknownPayout)
			}
			true => self.naive.claim(who, |other| other == token),
			false => self.naive.claim(who, |_| true),
		};
		self.note(if one { "claim one" } else { "claim all" }, &real);
		let plain = |payments: Vec<Payment>| -> Vec<(TokenId, u128)> {
			payments.into_iter().map(|payment| (payment.token, payment.amount)).collect()
		};
		let real = real.map(plain);
		for (token, amount) in real.iter().flatten() {
			let pot = self.pots.entry(*token).or_default();
			*pot = pot.checked_sub(*amount).ok_or("the pot is empty")?;
			if self.total(who) == 0 {
				self.note("claim without shares", &Ok(()));
			}
		}
		same("claim", real, naive)
	}

	fn exclusion(&mut self) -> Checked {
		let who = self.rng.gen_range(0..HOLDERS + 3);
		let (what, real, naive) = if self.rng.gen_ratio(1, 4) {
			("exclude", self.register().exclude(&who), self.naive.exclude(who))
		} else {
			("include", self.register().include(&who), self.naive.include(who))
		};
		self.note(what, &real);
		same(what, real, naive)
	}

	fn dates(&mut self) -> Checked {
		if self.rng.gen_ratio(if self.dated { 4 } else { 1 }, 6) {
			let date = (self.now + self.rng.gen_range(0..20)).saturating_sub(5);
			let (real, naive) = (self.register().reserve(date), self.naive.reserve(date));
			self.note("reserve", &real);
			if real.is_ok() {
				self.reserved.push(date);
			}
			return same("reserve", real, naive);
		}
		if self.reserved.is_empty() || self.rng.gen_ratio(1, 10) {
			let (real, naive) = (self.register().release(0), self.naive.release(0));
			self.note("release", &real);
			return same("release", real, naive);
		}
		let place = self.rng.gen_range(0..self.reserved.len());
		let date = self.reserved.swap_remove(place);
		self.release(date)
	}

	fn release(&mut self, date: Epoch) -> Checked {
		let (real, naive) = (self.register().release(date), self.naive.release(date));
		self.note("release", &real);
		same("release", real, naive)
	}

	fn prune(&mut self) -> Checked {
		let empty = |who: &&Account| self.store.total(who) == 0;
		let empty: Vec<Account> = self.store.lines.keys().filter(empty).copied().collect();
		let who = empty.choose(&mut self.rng).copied().unwrap_or_else(|| self.holder());
		let before = self.store.lines.len();
		holds("prune", self.register().prune(&who).is_ok())?;
		self.naive.prune(who);
		if self.store.lines.len() < before {
			self.note("pruned line", &Ok(()));
		}
		self.note("prune", &Ok(()));
		Ok(())
	}

	fn open_ballot(&mut self) -> Checked {
		if self.ballots.len() >= if self.dated { 3 } else { 1 } {
			return Ok(());
		}
		let date = self.now;
		let (real, naive) = (self.register().reserve(date), self.naive.reserve(date));
		same("date of a ballot", real, naive)?;
		if real.is_err() {
			return Ok(());
		}
		let base = self.register().eligible_at(date);
		same("eligible shares of a ballot", base, self.naive.eligible_at(date))?;
		let rng = &mut self.rng;
		let opens = self.block + rng.gen_range(0..4);
		let special = rng.gen_ratio(1, 4);
		let terms = BallotTerms {
			choices: rng.gen_range(2..=16),
			quorum_ppm: *[0, 100_000, 250_000, 900_000].choose(rng).expect("not empty"),
			threshold_ppm: if special { 750_000 } else { *[0, 500_000].choose(rng).expect("") },
			above: !special,
			opens,
			closes: opens + rng.gen_range(4..60),
		};
		let real = Ballot::open(terms, base.unwrap_or(0));
		self.note("open ballot", &real);
		match real {
			Ok(real) => {
				let naive = NaiveBallot::new(terms, real.base);
				self.ballots.push(Running { date, real, votes: MemoryVotes::new(), naive });
				Ok(())
			}
			Err(_) => self.release(date),
		}
	}

	fn vote(&mut self) -> Checked {
		if self.ballots.is_empty() {
			return Ok(());
		}
		let place = self.rng.gen_range(0..self.ballots.len());
		let (mut who, mut delegate, block) = (self.holder(), self.holder(), self.block);
		let votes = &self.ballots[place].votes;
		let own: Vec<Account> = votes
			.iter()
			.filter(|(_, vote)| matches!(vote, Vote::Own { .. }))
			.map(|(who, _)| *who)
			.collect();
		let attached: Vec<Account> =
			votes.keys().copied().filter(|who| !own.contains(who)).collect();
		if self.rng.gen_ratio(4, 5) {
			delegate = own.choose(&mut self.rng).copied().unwrap_or(delegate);
		}
		if self.rng.gen_ratio(1, 4) {
			who = attached.choose(&mut self.rng).copied().unwrap_or(who);
		}
		let date = self.ballots[place].date;
		let kind = self.rng.gen_range(0..14);
		let weight = match kind {
			5..=7 => {
				let real = self.register().power(&who, date);
				same("power", real, self.naive.power(who, date))?;
				real
			}
			_ => self.register().total_at(&who, date),
		};
		let weight = weight.map_err(|error| format!("{error:?}"))?;
		let choices = self.ballots[place].real.terms.choices;
		let answer = match self.rng.gen_range(0..10) {
			0 => Answer::Abstain,
			1 => Answer::Choice(self.rng.gen_range(0..=choices)),
			_ => Answer::Choice(self.rng.gen_range(0..2)),
		};
		let running = &mut self.ballots[place];
		let votes = &mut FaultyVotes { votes: &mut running.votes, defect: self.defect };
		let attached = matches!(running.naive.votes.get(&who), Some(naive::NaiveVote::Through(..)));
		let was = running.real.extensions;
		let (ballot, oracle) = (&mut running.real, &mut running.naive);
		let (what, real, naive) = match kind {
			0..=4 => (
				if attached { "own vote overrides" } else { "cast" },
				ballot.cast(votes, &who, answer, weight, block),
				oracle.cast(who, answer, weight, block),
			),
			5..=7 => (
				if attached { "poke attached" } else { "poke" },
				ballot.poke(votes, &who, weight, block),
				oracle.poke(who, weight, block),
			),
			8..=12 => (
				"attach",
				ballot.attach(votes, &who, &delegate, weight, block),
				oracle.attach(who, delegate, weight, block),
			),
			_ => ("detach", ballot.detach(votes, &who, block), oracle.detach(who, block)),
		};
		same(what, real, naive)?;
		let extended = running.real.extensions > was;
		self.note(what, &real);
		if extended {
			self.note("late swing", &Ok(()));
		}
		self.check_ballot(place)
	}

	fn check_ballot(&self, place: usize) -> Checked {
		let Running { real, votes, naive, .. } = &self.ballots[place];
		let mut count: Vec<u128> = real.weights.iter().map(|weight| weight.0).collect();
		count.push(real.abstain);
		same("count", &count, &naive.tally())?;
		holds("more votes than shares", count.iter().sum::<u128>() <= real.base)?;
		same("outcome", real.outcome(), Ok(naive.outcome()))?;
		same("end", (real.closes, real.extensions), naive.end())?;
		let mut followers: BTreeMap<Account, u128> = BTreeMap::new();
		for vote in votes.values() {
			if let Vote::Attached { delegate, weight } = vote {
				*followers.entry(*delegate).or_default() += weight;
			}
		}
		for (who, vote) in votes {
			if let Vote::Own { attached, .. } = vote {
				let sum = followers.get(who).copied().unwrap_or(0);
				same("attached weight", *attached, sum)?;
			}
		}
		Ok(())
	}

	fn close_ballot(&mut self) -> Checked {
		if self.ballots.is_empty() {
			return Ok(());
		}
		let place = self.rng.gen_range(0..self.ballots.len());
		let running = &self.ballots[place];
		let real = running.real.close(self.block);
		let over = self.block >= running.naive.end().0;
		let naive =
			if over { Ok(running.naive.outcome()) } else { Err(AccountingError::StillOpen) };
		same("close", real, naive)?;
		self.note("close ballot", &real);
		if let Ok(outcome) = real {
			self.note(&format!("{outcome:?}").replace(char::is_numeric, ""), &Ok(()));
			let gone = self.ballots.remove(place);
			self.release(gone.date)?;
		}
		Ok(())
	}

	fn requisition(&mut self) -> Checked {
		let Some((date, mut real, mut signed)) = self.requisition.take() else {
			let date = self.now;
			let reserved = self.register().reserve(date);
			same("date of a requisition", reserved, self.naive.reserve(date))?;
			if reserved.is_ok() {
				let base = self.naive.eligible_at(date).unwrap_or(0);
				let real = Requisition::open(base, self.block, self.block + 200);
				self.note("open requisition", &real);
				match real {
					Ok(real) => self.requisition = Some((date, real, BTreeMap::new())),
					Err(_) => self.release(date)?,
				}
			}
			return Ok(());
		};
		let who = self.holder();
		let weight = self.register().total_at(&who, date).map_err(|error| format!("{error:?}"))?;
		let kept = signed.get(&who).copied();
		let result = if self.rng.gen_ratio(1, 5) {
			real.withdraw(kept, self.block).map(|()| signed.retain(|other, _| *other != who))
		} else {
			real.sign(kept, weight, self.block).map(|weight| signed.extend([(who, weight)]))
		};
		self.note("sign or withdraw", &result);
		let sum: u128 = signed.keys().map(|who| self.naive.total_at(*who, date).unwrap_or(0)).sum();
		same("signatures", real.signed, sum)?;
		let carried = Big::from(sum).times(&20.into()) >= Big::from(real.base);
		same("carried", real.is_carried(), Ok(carried))?;
		if carried || result == Err(AccountingError::NotOpen) {
			self.note(if carried { "carried" } else { "not carried" }, &Ok(()));
			return self.release(date);
		}
		self.requisition = Some((date, real, signed));
		Ok(())
	}

	/// A split of everything, in random order, with claims, dividends and boundaries in between.
	fn split(&mut self) -> Checked {
		let ratios =
			[(2, 1), (3, 2), (1, 10), (1, 3), (7, 5), (10, 1), (2, 3), (999_983, 1_000_000)];
		let (new, old) = *ratios.choose(&mut self.rng).expect("not empty");
		let ratio = Ratio::new(new, old).map_err(|error| format!("{error:?}"))?;
		let real = self.register().begin_split(ratio);
		let naive = self.naive.begin_split(new.into(), old.into());
		self.note("split", &real);
		same("begin split", real, naive)?;
		if real.is_err() {
			return Ok(());
		}
		let before = self.naive.supply();
		let mut accounts: Vec<Account> = self.store.totals.keys().copied().collect();
		accounts.shuffle(&mut self.rng);
		let mut fractions: BTreeMap<Account, u128> = BTreeMap::new();
		for who in accounts {
			let total = self.total(who);
			if total > 0 {
				let early = self.register().finish_split().map(|_| ());
				same("early finish", early, Err(AccountingError::SplitUnfinished))?;
			}
			let (whole, rest) =
				self.register().convert(total).map_err(|error| format!("{error:?}"))?;
			let mut copy = self.naive.clone();
			same("conversion", (whole, rest), copy.convert(who))?;
			self.set(&[(who, whole)], true)?;
			if rest > 0 {
				fractions.insert(who, rest);
			}
			match self.rng.gen_range(0..8) {
				0 => self.claim()?,
				1 => self.fund()?,
				2 => self.advance()?,
				_ => {}
			}
			self.check_some()?;
		}
		let (pool, shares, rest) =
			self.register().finish_split().map_err(|error| format!("{error:?}"))?;
		self.naive.finish_split();
		let (whole, over) = Big::ratio(before, new.into(), old.into());
		let made = self.naive.supply();
		let last = u128::from(over > 0);
		same("shares of all fractions", made + shares, whole + last)?;
		same("the rest of the last one", rest, last * (u128::from(ratio.denominator()) - over))?;
		if rest > 0 {
			self.note("completed share", &Ok(()));
			*fractions.entry(TREASURY).or_default() += rest;
		}
		same("fractions", pool.parts, fractions.values().sum())?;
		same("parts of whole shares", pool.parts, shares * u128::from(ratio.denominator()))?;
		if shares > 0 {
			self.note("fractions", &Ok(()));
			let total = self.total(FRACTIONS) + shares;
			self.set(&[(FRACTIONS, total)], true)?;
		}
		self.fractions(pool, &fractions)
	}

	/// The fractions are sold at auction and paid for, in random order.
	fn fractions(&mut self, mut pool: FractionPool, owners: &BTreeMap<Account, u128>) -> Checked {
		let mut records: Vec<(Account, Fraction)> =
			owners.iter().map(|(who, parts)| (*who, Fraction { parts: *parts })).collect();
		records.shuffle(&mut self.rng);
		for (_, record) in &records {
			same("early claim", pool.clone().claim(*record), Err(AccountingError::NothingOwed))?;
		}
		let amount = self.auction()?;
		let result = pool.pay_in(amount);
		self.note("pay fractions", &result);
		if owners.is_empty() {
			return same("nothing to pay for", result, Err(AccountingError::NoFractions));
		}
		same("payment for fractions", result, Ok(()))?;
		same("a second payment", pool.pay_in(1), Err(AccountingError::NoFractions))?;
		let all: u128 = owners.values().sum();
		let (mut paid, count) = (0, records.len());
		for (_, record) in records {
			let due =
				Big::from(amount).times(&record.parts.into()).divided_by(&all.into()).0.small();
			same("claimable for a fraction", pool.claimable(&record), Ok(due))?;
			same("claim of a fraction", pool.claim(record), Ok(due))?;
			paid += due;
			same("pot of the fractions", pool.booked + paid, amount)?;
		}
		same("parts that are left", pool.unclaimed, 0)?;
		holds("more is left over than rounding takes", pool.booked < count as u128)
	}

	/// An auction among some bidders, some of whom wait for the end or bid too little or too late.
	fn auction(&mut self) -> Result<u128, String> {
		let (length, mut now) = (self.rng.gen_range(1..30), self.now);
		let first = self.payment().max(1);
		let mut naive = NaiveAuction { bids: vec![(0, first, now)] };
		let begun = Auction::begin(first, now, length);
		let mut real = begun.map_err(|error| format!("{error:?}"))?;
		for _ in 0..self.rng.gen_range(0..40) {
			now += match self.rng.gen_range(0..6) {
				0 => real.closes.saturating_sub(now + 1), // the last epoch
				1 => self.rng.gen_range(0..4),
				_ => 0,
			};
			let least = real.least().map_err(|error| format!("{error:?}"))?;
			let amount = match self.rng.gen_range(0..4) {
				0 => least - 1,
				1 => least.saturating_mul(2).min(MAX_SUPPLY.max(least)),
				_ => least,
			};
			let result = real.bid(amount, now, length);
			self.note("bid for fractions", &result);
			same("bid", result.is_ok(), naive.takes(amount, now, length))?;
			if result.is_ok() {
				naive.bids.push((0, amount, now));
			}
			same("end of an auction", Some(real.closes), naive.closes(length))?;
			same("over", real.is_over(now), now >= real.closes)?;
		}
		same("highest bid", Some(real.amount), naive.bids.last().map(|(_, amount, _)| *amount))?;
		if real.extensions == MAX_AUCTION_EXTENSIONS {
			self.note("all extensions", &Ok(()));
		}
		Ok(real.amount)
	}

	/// An offering from its rights to the last refund.
	fn offering(&mut self) -> Checked {
		let rng = &mut self.rng;
		let (rights, auction) = (rng.gen::<bool>(), rng.gen::<bool>());
		let reserve = rng.gen_range(0..20);
		let terms = OfferingTerms {
			lots: rng.gen_range(0..400),
			lot_size: rng.gen_range(1..5),
			pricing: if auction { Pricing::Auction(reserve) } else { Pricing::Fixed(reserve) },
			rights_price: rights.then(|| rng.gen_range(1..20)),
			opens: 10,
			public: if rights { 20 } else { 10 },
			closes: 30,
		};
		let eligible = self.naive.eligible();
		let supply = self.naive.supply();
		let offering = Offering::open(terms, supply);
		self.note("offering", &offering);
		let Ok(mut offering) = offering else { return Ok(()) };
		let (mut paid, mut rights_sum) = (0, 0);
		for who in 0..HOLDERS {
			let total = self.store.class.counted(&who, self.total(who));
			let lots = terms.rights(total, eligible).map_err(|error| format!("{error:?}"))?;
			rights_sum += lots;
			let expected =
				if total > 0 && rights { Big::ratio(total, terms.lots, eligible).0 } else { 0 };
			same("rights", lots, expected)?;
			let uses = self.part_of(lots);
			if uses > 0 {
				let pays = offering.exercise(uses, 15);
				self.note("exercise", &pays);
				paid += pays.map_err(|error| format!("{error:?}"))?;
			}
		}
		holds("more rights than lots", rights_sum <= terms.lots)?;
		let available = offering.available().map_err(|error| format!("{error:?}"))?;
		let mut bids: Vec<(u128, u128)> = Vec::new();
		let (mut deposits, mut levels) = (0, BTreeMap::<u128, u128>::new());
		for _ in 0..self.rng.gen_range(0..40) {
			let price = if auction { self.rng.gen_range(0..40) } else { reserve };
			let lots = self.rng.gen_range(0..=terms.lots / 2);
			let bid = offering.bid(price, lots, 25);
			self.note("bid", &bid);
			let Ok(deposit) = bid else { continue };
			if self.rng.gen_ratio(1, 10) {
				same("cancelled bid", offering.cancel(price, lots, 26), Ok(deposit))?;
				continue;
			}
			deposits += deposit;
			*levels.entry(price).or_default() += lots;
			bids.push((price, lots));
		}
		let levels = levels.iter().rev().map(|(price, lots)| Level { price: *price, lots: *lots });
		let mut clearing = offering.clear(levels, 30).map_err(|error| format!("{error:?}"))?;
		let (price, gets) = naive::clear(&terms, available, &bids);
		same("price", clearing.price, price)?;
		let (mut sold, mut pays, mut refunds) = (0, 0, 0);
		for ((bid, lots), gets) in bids.iter().zip(gets) {
			let done = clearing.settle(*bid, *lots).map_err(|error| format!("{error:?}"))?;
			same("lots of a bid", done.lots, gets)?;
			same("refund", done.pays + done.refund, bid * lots)?;
			holds("worse than the bid", done.pays <= bid * gets)?;
			(sold, pays, refunds) = (sold + gets, pays + done.pays, refunds + done.refund);
		}
		let wanted: u128 = bids.iter().map(|(_, lots)| lots).sum();
		same("lots sold", sold, available.min(wanted))?;
		same("money of the offering", pays + refunds, deposits)?;
		same("proceeds", pays, price * sold)?;
		self.note(if wanted > available { "oversubscribed" } else { "undersubscribed" }, &Ok(()));
		holds(
			"proceeds of the rights",
			paid == offering.exercised * terms.rights_price.unwrap_or(0),
		)
	}

	/// The equation after every step, and one account in full.
	fn check_some(&mut self) -> Checked {
		let accounts: BTreeSet<Account> =
			self.store.totals.keys().chain(self.store.lines.keys()).copied().collect();
		same("equation", self.register().audit(accounts), Ok(()))?;
		for payout in &self.store.class.payouts {
			let pot = self.pots.get(&payout.token).copied().unwrap_or(0);
			same("pot", payout.booked, pot)?;
		}
		let who = self.holder();
		self.check(who)
	}

	fn check(&mut self, who: Account) -> Checked {
		let real: Result<Vec<(TokenId, u128, u128)>, _> = self
			.register()
			.claimable(&who)
			.map(|all| all.iter().map(|due| (due.token, due.owed, due.waiting)).collect());
		same("claimable", real, Ok(self.naive.claimable(who)))?;
		let dates: Vec<Epoch> = self.naive.dates.keys().copied().collect();
		for date in &dates {
			let real = self.register().total_at(&who, *date);
			same("total at a date", real, self.naive.total_at(who, *date))?;
			if real.is_ok() && self.held.get(&who).copied().unwrap_or(0) > 0 {
				self.note("dated total with a hold", &Ok(()));
			}
		}
		let snaps = self.store.line(&who).past.snaps.len();
		holds("more snaps than live dates", snaps <= dates.len() || self.stale(who))
	}

	/// Snaps of released dates stay until the next change or prune.
	fn stale(&self, who: Account) -> bool {
		let mut line = self.store.line(&who);
		line.past.prune(self.store.class.dates.as_slice())
	}

	/// Everything about everybody.
	pub(crate) fn check_all(&mut self) -> Checked {
		for who in (0..HOLDERS).chain([TREASURY, FRACTIONS]) {
			self.check(who)?;
		}
		let dates: Vec<Epoch> = self.naive.dates.keys().copied().collect();
		for date in dates {
			let real = self.register().eligible_at(date);
			same("eligible at a date", real, self.naive.eligible_at(date))?;
			if let Ok(eligible) = real {
				let sum: u128 = (0..HOLDERS)
					.chain([TREASURY, FRACTIONS])
					.map(|who| self.register().total_at(&who, date).unwrap_or(0))
					.sum();
				same("sum of the totals at a date", sum, eligible)?;
			}
		}
		Ok(())
	}

	/// After an episode: everything is worked out from the beginning; then all is claimed and the rest is less than an
	/// atom per holder.
	pub(crate) fn finish(&mut self) -> Checked {
		self.check_all()?;
		self.naive.check();
		for who in (0..HOLDERS).chain([TREASURY, FRACTIONS]) {
			let (real, naive) = (self.register().claim(&who), self.naive.claim(who, |_| true));
			same("last claim", real.is_ok(), naive.is_ok())?;
			for Payment { token, amount } in real.into_iter().flatten() {
				*self.pots.entry(token).or_default() -= amount;
			}
		}
		self.check_some()?;
		for payout in &self.store.class.payouts {
			let waits: u128 = payout.lumps.iter().map(|lump| lump.amount).sum();
			let waiting: u128 = (0..HOLDERS)
				.chain([TREASURY, FRACTIONS])
				.map(|who| {
					self.naive
						.payouts
						.iter()
						.find(|other| other.token == payout.token)
						.map_or(0, |naive| naive.owed(who, self.naive.taken).1)
				})
				.sum();
			let rest = payout.booked - payout.pending - payout.left - waits - waiting;
			// Fractions of at most 11 accounts, and the carry, which is less than the shares were.
			holds("the rest is too large", rest <= 11 + (payout.per_share.carry >> 64))?;
		}
		Ok(())
	}
}
