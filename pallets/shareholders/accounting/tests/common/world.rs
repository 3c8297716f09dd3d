//! The register and the naive one side by side under random operations, with room for planted defects.

mod ballots;
mod capital;
mod defect;

pub(crate) use defect::Defect;
use defect::{Faulty, FaultyVotes};
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use shareholders_accounting::{
	memory::{Account, MemoryStore, MemoryVotes},
	naive::{self, Big, NaiveAuction, NaiveBallot, NaiveRegister},
	AccountingError, Answer, Auction, Ballot, BallotTerms, Block, Class, Epoch, Fraction,
	FractionPool, Level, Offering, OfferingTerms, Payment, Pricing, Ratio, Register, Requisition,
	Schedule, Store, TokenId, Vote, MAX_AUCTION_EXTENSIONS, MAX_SUPPLY,
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
