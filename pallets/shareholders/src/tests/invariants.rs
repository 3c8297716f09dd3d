//! Random histories: after every operation the register answers like the accounting's naive one, which keeps everything that
//! ever was; and the state of register and ledger is checked whole.

use super::*;
use crate::COMMON_LUMPS;
use frame_support::{storage::with_storage_layer, traits::Hooks};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::naive::NaiveRegister;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(5_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x7368_6172_6573);
	println!("KONGSI_SEED={seed}");
	seed
}

/// How the oracle numbers accounts.
const COMPANY_NUMBER: u32 = 1_000;
const POT_NUMBER: u32 = 1_001;

/// Tokens that the class comes to pay in.
const TOKENS: [TokenId; 4] = [CASH, BOND, KSI, SHARE];

struct World {
	rng: ChaCha8Rng,
	naive: NaiveRegister,
	accounts: BTreeMap<u32, AccountId>,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	/// Beside a class that has just been created, without shares.
	fn new(seed: u64) -> Self {
		let mut accounts: BTreeMap<u32, AccountId> =
			[1u8, 2, 3, 4, 5, 100].map(|number| (number.into(), account(number))).into();
		accounts.insert(COMPANY_NUMBER, company());
		accounts.insert(POT_NUMBER, pot());
		let mut naive = NaiveRegister::new(Shareholders::epoch());
		naive.exclude(COMPANY_NUMBER).unwrap();
		naive.exclude(POT_NUMBER).unwrap();
		let rng = ChaCha8Rng::seed_from_u64(seed);
		Self { rng, naive, accounts, done: BTreeMap::new() }
	}

	/// Any account, the company and the pot less often.
	fn anyone(&mut self) -> (u32, AccountId) {
		let most = if self.rng.gen_ratio(1, 8) { self.accounts.len() } else { 6 };
		let at = self.rng.gen_range(0..most);
		let (number, who) = self.accounts.iter().nth(at).unwrap();
		(*number, who.clone())
	}

	/// Anyone who could sign: nobody has a key to the pot.
	fn signer(&mut self) -> AccountId {
		loop {
			let (number, who) = self.anyone();
			if number != POT_NUMBER {
				return who;
			}
		}
	}

	fn amount(&mut self, of: u128) -> u128 {
		match self.rng.gen_range(0..6) {
			0 => 0,
			1 => of,
			2 => 1,
			3 => of + 1,
			_ => self.rng.gen_range(0..=of),
		}
	}

	fn schedule(&mut self, now: Epoch) -> Schedule {
		match self.rng.gen_range(0..8) {
			0 => Schedule::Next,
			1..=3 => Schedule::Stream(self.rng.gen_range(1..8)),
			4 => Schedule::Stream(self.rng.gen_range(1..100)),
			_ => {
				let record = now + self.rng.gen_range(0..8);
				let payment = (record + self.rng.gen_range(0..5)).saturating_sub(1);
				Schedule::Dated { record, payment }
			}
		}
	}

	fn note(&mut self, what: &'static str) {
		*self.done.entry(what).or_default() += 1;
	}

	/// One operation. Totals that it changed are told to the oracle afterwards, as the ledger has them.
	fn step(&mut self) {
		System::reset_events();
		if self.rng.gen_ratio(1, 8) {
			pass(self.rng.gen_range(1..4));
		}
		self.naive.advance(Shareholders::epoch());
		match self.rng.gen_range(0..40) {
			0..=2 => self.mint_or_burn(),
			3..=14 => self.trade(),
			15..=20 => self.pay(),
			21..=28 => self.claim(),
			29 => self.exclude(),
			30 => self.include(),
			31..=34 => self.dates(),
			35 => self.open_payout(),
			_ => self.prune(),
		}
		let totals = self.accounts.iter().map(|(number, who)| (*number, total(SHARE, who)));
		for (number, total) in totals.collect::<Vec<_>>() {
			if self.naive.total(number) != total {
				self.naive.set_total(number, total);
			}
		}
	}

	fn mint_or_burn(&mut self) {
		let who = self.signer();
		let result = with_storage_layer(|| {
			if self.rng.gen_ratio(2, 3) {
				let amount = self.rng.gen_range(1..2_000);
				Assets::mint(signed(&founder()), SHARE, who.clone(), amount)
			} else {
				let amount = self.amount(total(SHARE, &who));
				Assets::burn(signed(&founder()), SHARE, who.clone(), amount)
			}
		});
		if result.is_ok() {
			self.note("mint or burn");
		}
	}

	/// Transfers, orders placed, cancelled and filled. What the ledger says is not this test's subject.
	fn trade(&mut self) {
		let who = self.signer();
		let (_, other) = self.anyone();
		let free = self.amount(Assets::balance(SHARE, &who));
		let held = self.amount(total(SHARE, &who) - Assets::balance(SHARE, &who));
		let kind: usize = self.rng.gen_range(0..8);
		let result = with_storage_layer(|| match kind {
			0..=3 => transfer(&who, &other, free),
			4 | 5 => hold(&who, free),
			6 => release(&who, held),
			_ => fill(&who, &other, held),
		});
		if result.is_ok() {
			self.note(["transfer", "hold", "release", "fill"][[0, 0, 0, 0, 1, 1, 2, 3][kind]]);
		}
	}

	fn pay(&mut self) {
		let now = Shareholders::epoch();
		let token = *[CASH, BOND, KSI, SHARE, OPEN].choose(&mut self.rng).unwrap();
		let payer = if self.rng.gen_ratio(3, 4) { founder() } else { dave() };
		let (schedule, amount) = (self.schedule(now), self.rng.gen_range(0..300));
		let lumps = class(SHARE).register.payout(token).map_or(0, |(_, payout)| {
			// As they will be when time has been taken into account.
			payout.lumps.iter().filter(|lump| lump.payment > now).count()
		});
		let result = Shareholders::pay_dividend(signed(&payer), SHARE, token, amount, schedule);
		match result {
			Err(DispatchError::Token(_) | DispatchError::Arithmetic(_)) => {}
			Err(error) if error == refused(Error::NoticeTooShort) => {
				let sudden = match schedule {
					Schedule::Next => true,
					Schedule::Stream(epochs) => epochs < 2,
					Schedule::Dated { record, .. } => record < now + 2,
				};
				assert!(sudden, "{schedule:?}");
				self.note("pay: NoticeTooShort");
			}
			Err(error) if error == refused(Error::TooManyLumps) && payer == dave() => {
				assert!(lumps >= COMMON_LUMPS as usize);
				self.note("pay: no place for strangers");
			}
			result => {
				let expected = self.naive.fund(token, amount, schedule);
				assert_eq!(result, expected.map_err(|error| refused(error.into())));
				self.note(if result.is_ok() { "pay" } else { "pay: refused" });
			}
		}
	}

	/// What the ledger will accept is worked out here from the balances before.
	fn claim(&mut self) {
		let (number, who) = self.anyone();
		let payable: BTreeMap<TokenId, bool> = self
			.naive
			.claimable(number)
			.into_iter()
			.filter(|(_, owed, _)| *owed > 0)
			.map(|(token, owed, _)| {
				let enough = total(token, &who) > 0 || owed >= Whole::minimum_balance(token);
				(token, enough)
			})
			.collect();
		let (_, caller) = self.anyone();
		let result = Shareholders::claim(signed(&caller), SHARE, Some(who.clone()))
			.map_err(|refused| refused.error);
		if !payable.is_empty() && !payable.values().any(|can| *can) {
			assert_eq!(result, Err(refused(Error::CannotBePaid)));
			return self.note("claim: CannotBePaid");
		}
		let expected = self.naive.claim(number, |token| payable.get(&token) == Some(&true));
		let Ok(paid) = expected else {
			assert_eq!(result, Err(refused(Error::NothingOwed)));
			return self.note("claim: NothingOwed");
		};
		assert_ok!(result);
		let unpaid: Vec<TokenId> =
			TOKENS.into_iter().filter(|token| payable.get(token) == Some(&false)).collect();
		let Event::Claimed { class, who: paid_to, payments, unpaid: left } = last_event() else {
			panic!("{:?}", last_event())
		};
		assert_eq!((class, paid_to, payments), (SHARE, who, paid));
		let sorted = |mut tokens: Vec<TokenId>| {
			tokens.sort_unstable();
			tokens
		};
		assert_eq!(sorted(left), sorted(unpaid));
		self.note("claim");
	}

	fn exclude(&mut self) {
		let (number, who) = self.anyone();
		let proposed = Shareholders::propose_exclusion(signed(&founder()), SHARE, who.clone());
		let result = proposed.and_then(|()| Shareholders::accept_exclusion(signed(&who), SHARE));
		let expected = self.naive.exclude(number);
		assert_eq!(result, expected.map_err(|error| refused(error.into())));
		self.note(if result.is_ok() { "exclude" } else { "exclude: refused" });
	}

	fn include(&mut self) {
		let (number, who) = self.anyone();
		let result = Shareholders::include(signed(&founder()), SHARE, who);
		if number >= COMPANY_NUMBER {
			assert_eq!(result, Err(refused(Error::AlwaysExcluded)));
			return self.note("include: AlwaysExcluded");
		}
		let expected = self.naive.include(number);
		assert_eq!(result, expected.map_err(|error| refused(error.into())));
		self.note(if result.is_ok() { "include" } else { "include: refused" });
	}

	fn dates(&mut self) {
		let now = Shareholders::epoch();
		let live: Vec<Epoch> = self.naive.dates.keys().copied().collect();
		let release = live.len() > 12 || self.rng.gen_ratio(2, 5);
		let date = match live.choose(&mut self.rng) {
			Some(date) if release || self.rng.gen_ratio(1, 4) => *date,
			_ => (now + self.rng.gen_range(0..10)).saturating_sub(2),
		};
		let (result, expected) = if release {
			(Shareholders::release_date(SHARE, date), self.naive.release(date))
		} else {
			(Shareholders::reserve_date(SHARE, date), self.naive.reserve(date))
		};
		assert_eq!(result, expected.map_err(|error| refused(error.into())));
		self.note(if result.is_ok() { "date" } else { "date: refused" });
	}

	fn open_payout(&mut self) {
		let token = *TOKENS.choose(&mut self.rng).unwrap();
		match Shareholders::open_payout(signed(&founder()), SHARE, token) {
			Err(DispatchError::Token(_)) => {} // the founder owns no shares at present
			result => {
				let expected = self.naive.open_payout(token);
				assert_eq!(result, expected.map_err(|error| refused(error.into())));
				self.note(if result.is_ok() { "open payout" } else { "open payout: refused" });
			}
		}
	}

	fn prune(&mut self) {
		let (number, who) = self.anyone();
		assert_ok!(Shareholders::prune(signed(&who), SHARE, who.clone()));
		self.naive.prune(number);
		self.note("prune");
	}

	/// Every answer of the register against the oracle's.
	fn compare(&self) {
		for (number, who) in &self.accounts {
			let real: Vec<_> = Shareholders::claimable(SHARE, who)
				.unwrap()
				.into_iter()
				.map(|due| (due.token, due.owed, due.waiting))
				.collect();
			assert_eq!(real, self.naive.claimable(*number), "account {number}");
			for date in self.naive.dates.keys() {
				let real = Shareholders::total_at(SHARE, who, *date);
				let expected = self.naive.total_at(*number, *date);
				let expected = expected.map_err(|error| refused(error.into()));
				assert_eq!(real, expected, "account {number} at {date}");
			}
		}
		for date in self.naive.dates.keys() {
			let expected = self.naive.eligible_at(*date).map_err(|error| refused(error.into()));
			assert_eq!(Shareholders::eligible_at(SHARE, *date), expected);
		}
		assert_eq!(class(SHARE).register.supply, self.naive.supply());
	}
}

#[test]
fn random_histories_answer_like_the_oracle_and_keep_every_invariant() {
	let mut world = None;
	ExtBuilder::without_payout().build_and_execute(|| {
		let mut history = World::new(seed());
		for round in 1..=operations() {
			history.step();
			history.compare();
			if round % 20 == 0 {
				check();
			}
			if round % 500 == 0 {
				history.naive.check();
			}
		}
		world = Some(history);
	});
	let done = world.expect("it was run").done;
	println!("{done:#?}");
	if operations() >= 5_000 {
		let wanted = [
			"mint or burn",
			"transfer",
			"hold",
			"release",
			"fill",
			"pay",
			"pay: NoticeTooShort",
			"pay: refused",
			"claim",
			"claim: NothingOwed",
			"exclude",
			"include",
			"include: AlwaysExcluded",
			"date",
			"date: refused",
			"open payout",
			"open payout: refused",
			"prune",
		];
		for what in wanted {
			assert!(done.contains_key(what), "{what} never happened");
		}
	}
}

#[test]
fn integrity_test_accepts_the_mock() {
	<Shareholders as Hooks<u32>>::integrity_test();
}

/// The keys that [`crate::storage_register`] makes are those of the maps.
#[test]
fn a_register_lies_where_its_maps_say() {
	ExtBuilder::default().build_and_execute(|| {
		let class = crate::storage_register::class_key::<Test>(SHARE);
		assert_eq!(class.as_bytes(), Classes::<Test>::hashed_key_for(SHARE));
		let line = crate::storage_register::line_key::<Test>(SHARE, &alice());
		assert_eq!(line.as_bytes(), Lines::<Test>::hashed_key_for(SHARE, alice()));
	});
}

/// A way to damage storage, and which check has to notice.
type Fault = (&'static str, fn());

#[test]
fn try_state_finds_a_planted_fault() {
	let faults: [Fault; 14] = [
		("1", || NextCompanyId::<Test>::put(0)),
		("1", || Companies::<Test>::mutate_extant(COMPANY, |company| company.classes.clear())),
		("1", || Classes::<Test>::mutate_extant(SHARE, |class| class.company = Some(7))),
		("2", || Classes::<Test>::mutate_extant(SHARE, |class| class.register.supply += 1)),
		("2", || Classes::<Test>::mutate_extant(SHARE, |class| class.register.excluded.clear())),
		("2", || ExclusionProposals::<Test>::insert(SHARE, pot())),
		("3", || Classes::<Test>::mutate_extant(SHARE, |class| class.register.excluded_total += 1)),
		("3", || Classes::<Test>::mutate_extant(SHARE, |class| class.register.epoch = 1)),
		("3", || Lines::<Test>::remove(SHARE, alice())),
		("4", || Assets::burn(signed(&founder()), CASH, pot(), 1).unwrap()),
		("5", || {
			Lines::<Test>::mutate(SHARE, bob(), |line| line.as_mut().unwrap().past.total += 1)
		}),
		("6", || Lines::<Test>::insert(CASH, alice(), shareholders_accounting::Line::default())),
		("7", || PayoutTokens::<Test>::insert(CASH, 2)),
		("8", || Companies::<Test>::mutate_extant(COMPANY, |company| company.deposit += 1)),
	];
	for (check, plant) in faults {
		ExtBuilder::default().build_and_execute(|| {
			issue(&[(alice(), 60), (bob(), 40)]);
			assert_ok!(Shareholders::reserve_date(SHARE, 2));
			assert_ok!(pay(&founder(), 100, Schedule::Stream(4)));
			pass(2);
			assert_ok!(transfer(&alice(), &bob(), 10));
			let found = with_storage_layer::<(), DispatchError, _>(|| {
				plant();
				Shareholders::do_try_state()
			});
			let Err(DispatchError::Other(message)) = found else {
				panic!("a fault of {check} went unnoticed")
			};
			assert!(message.starts_with(check), "{check} was found as {message}");
		});
	}
}
