//! Random histories: whatever happens, each atom of fees is in a fee account, a lister's, the revenue account, the validators',
//! the treasury's, or was paid in for the holders; and the state of every pallet is checked whole.

use super::*;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::TokenId;
use std::collections::BTreeMap;

/// How many operations a history has: `KONGSI_OPS`, or enough for every build.
fn operations() -> u32 {
	std::env::var("KONGSI_OPS").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000)
}

fn seed() -> u64 {
	let given = std::env::var("KONGSI_SEED").ok().and_then(|text| text.parse().ok());
	let seed = given.unwrap_or(0x0072_6576_656e_7565);
	println!("KONGSI_SEED={seed}");
	seed
}

struct World {
	rng: ChaCha8Rng,
	/// Fees and founders' gifts, by token: all that ever went into fee accounts.
	paid_in: BTreeMap<TokenId, u128>,
	/// What events say that listers got.
	listers: BTreeMap<TokenId, u128>,
	/// What events say was paid in for the holders.
	holders: BTreeMap<TokenId, u128>,
	/// The same of validators and treasury.
	others: BTreeMap<TokenId, u128>,
	done: BTreeMap<&'static str, u32>,
}

impl World {
	fn new(seed: u64) -> Self {
		let mut paid_in = BTreeMap::new();
		for (market, token) in MARKETS {
			*paid_in.entry(token).or_default() += total(token, &fees(market));
		}
		Self {
			rng: ChaCha8Rng::seed_from_u64(seed),
			paid_in,
			listers: BTreeMap::new(),
			holders: BTreeMap::new(),
			others: BTreeMap::new(),
			done: BTreeMap::new(),
		}
	}

	fn note(&mut self, what: &'static str) {
		*self.done.entry(what).or_default() += 1;
	}

	/// A market that is there, and its quote token.
	fn market(&mut self) -> Option<(u32, TokenId)> {
		let all: Vec<_> = pallet_order_book::Markets::<Test>::iter().collect();
		all.choose(&mut self.rng).map(|(market, found)| (*market, found.params.quote))
	}

	fn step(&mut self) {
		System::reset_events();
		match self.rng.gen_range(0..40) {
			0..=13 => self.trade(),
			14..=19 => self.collect(),
			20..=24 => {
				let time = self.rng.gen_range(0..400);
				idle(time);
				next_block();
			}
			25..=27 => {
				next_epoch();
				self.note("epoch");
			}
			28 | 29 => self.set_split(),
			30 => self.freeze(),
			31 | 32 => TOKENS[1..].iter().filter(|token| frozen(**token)).for_each(|token| {
				thaw(*token);
			}),
			33 => self.found(),
			34 => self.end(),
			35 | 36 => self.claim(),
			37 => self.move_ksi(),
			38 => self.leave(),
			_ => self.send(),
		}
		self.read_events();
		self.compare();
	}

	/// Bob and Alice are given what they need, so that the history does not dry up.
	fn trade(&mut self) {
		let Some((market, token)) = self.market() else { return };
		if pallet_order_book::Markets::<Test>::get(market).unwrap().status
			!= pallet_order_book::engine::MarketStatus::Active
			|| frozen(token)
			|| frozen(SHARE)
		{
			return;
		}
		let lots = *[1, 7, 33, 100].choose(&mut self.rng).unwrap();
		mint(token, &alice(), 110_000);
		let before = total(token, &fees(market));
		trade(market, lots);
		let paid = total(token, &fees(market)) - before;
		// Of each lot 2 and 1: three times as many, in one fill.
		assert_eq!(paid, 3 * u128::from(lots));
		*self.paid_in.entry(token).or_default() += paid;
		self.note("trade");
	}

	fn collect(&mut self) {
		let market = self.rng.gen_range(0..pallet_order_book::NextMarketId::<Test>::get() + 1);
		if collect(market).is_ok() {
			self.note("collect");
		}
	}

	fn set_split(&mut self) {
		let lister_ppm = *[0, 1, 100_000, 333_333, 1_000_000].choose(&mut self.rng).unwrap();
		let validators_ppm = self.rng.gen_range(0..=1_000_000);
		let treasury_ppm = self.rng.gen_range(0..=1_000_000 - validators_ppm);
		let dividends_ppm = 1_000_000 - validators_ppm - treasury_ppm;
		let split = RevenueSplit { lister_ppm, dividends_ppm, validators_ppm, treasury_ppm };
		assert_ok!(Revenue::set_split(RuntimeOrigin::root(), split));
		self.note("split");
	}

	fn freeze(&mut self) {
		let token = *TOKENS[1..].choose(&mut self.rng).unwrap();
		if !frozen(token) {
			freeze(token);
			self.note("freeze");
		}
	}

	/// A new lister, who may be left without any of the quote token.
	fn found(&mut self) {
		let token = *[KSI, CASH, COIN, LOCAL].choose(&mut self.rng).unwrap();
		let who = account(self.rng.gen_range(20..40));
		if frozen(token) {
			return;
		}
		mint(KSI, &who, 2_000);
		let least = <Whole as frame_support::traits::fungibles::Inspect<_>>::minimum_balance(token);
		mint(token, &who, least);
		let next = pallet_order_book::NextMarketId::<Test>::get();
		let before = total(token, &fees(next));
		let market = found(&who, token);
		*self.paid_in.entry(token).or_default() += total(token, &fees(market)) - before;
		self.note("market");
	}

	fn end(&mut self) {
		let Some((market, token)) = self.market() else { return };
		if pallet_order_book::Markets::<Test>::iter().count() < 4 {
			return;
		}
		// Half of them while their fees cannot move.
		if token != KSI && !frozen(token) && self.rng.gen() {
			freeze(token);
		}
		end(market);
		self.note(if Ended::<Test>::contains_key(market) { "end later" } else { "end" });
	}

	fn claim(&mut self) {
		let who = people().choose(&mut self.rng).unwrap().0.clone();
		if Shareholders::claim(signed(&who), KSI, None).is_ok() {
			self.note("claim");
		}
	}

	fn move_ksi(&mut self) {
		let (from, to) = (people()[2].0.clone(), account(self.rng.gen_range(10..14)));
		let amount = self.rng.gen_range(10..2_000);
		if Balances::transfer_keep_alive(signed(&from), to, amount).is_ok() {
			self.note("transfer");
		}
	}

	/// A lister leaves with all he has of KSI, if he has no market any more.
	fn leave(&mut self) {
		let who = account(self.rng.gen_range(20..40));
		if Balances::transfer_all(signed(&who), carol(), false).is_ok() {
			self.note("leave");
		}
	}

	/// Somebody gives the exchange something.
	fn send(&mut self) {
		let Some((market, token)) = self.market() else { return };
		if token != KSI && Assets::transfer(signed(&carol()), token, fees(market), 5).is_ok() {
			*self.paid_in.entry(token).or_default() += 5;
			self.note("gift");
		}
	}

	fn read_events(&mut self) {
		for event in events() {
			match event {
				Event::Collected { token, paid, .. } => {
					*self.listers.entry(token).or_default() += paid;
				}
				Event::Distributed { token, dividends, validators, treasury } => {
					*self.holders.entry(token).or_default() += dividends;
					*self.others.entry(token).or_default() += validators + treasury;
					self.note("distributed");
				}
				Event::NotDistributed { token, error } => panic!("{token}: {error:?}"),
				Event::SplitSet { .. } => {}
			}
		}
	}

	fn compare(&self) {
		let of = |sums: &BTreeMap<TokenId, u128>, token| sums.get(&token).copied().unwrap_or(0);
		for token in TOKENS {
			let in_markets: u128 = (0..pallet_order_book::NextMarketId::<Test>::get())
				.filter(|market| quote_of(*market) == Some(token))
				.map(|market| total(token, &fees(market)))
				.sum();
			let others = total(token, &validators()) + total(token, &treasury());
			assert_eq!(others, of(&self.others, token));
			let sum = in_markets
				+ of(&self.listers, token)
				+ total(token, &revenue())
				+ others + of(&self.holders, token);
			assert_eq!(sum, of(&self.paid_in, token), "token {token}");
		}
		for token in [KSI, CASH, COIN] {
			assert_eq!(dividends(token), of(&self.holders, token));
		}
	}
}

fn frozen(token: TokenId) -> bool {
	token != KSI
		&& pallet_tokens::Asset::<Test>::get(token)
			.is_some_and(|found| found.status == pallet_tokens::AssetStatus::Frozen)
}

fn quote_of(market: u32) -> Option<TokenId> {
	let live = pallet_order_book::Markets::<Test>::get(market).map(|found| found.params.quote);
	live.or_else(|| Ended::<Test>::get(market).map(|found| found.quote))
}

#[test]
fn random_histories_lose_no_atom() {
	ExtBuilder::default().build_and_execute(|| {
		let mut world = World::new(seed());
		for _ in 0..operations() {
			world.step();
			check();
		}
		println!("{:?}", world.done);
		// A history in which something never happens proves little.
		for what in [
			"trade",
			"collect",
			"epoch",
			"split",
			"freeze",
			"market",
			"end",
			"end later",
			"claim",
			"transfer",
			"leave",
			"gift",
			"distributed",
		] {
			let times = world.done.get(what).copied().unwrap_or(0);
			assert!(times >= operations() / 1_000, "{what}: {times}");
		}
	});
}
