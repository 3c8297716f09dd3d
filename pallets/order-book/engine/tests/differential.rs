//! The engine against the naive book: after every operation the same answer, fills, removals, orders and balances.
//!
//! `KONGSI_OPS` is the number of operations per regime, `KONGSI_SEED` the seed.

mod common;

use common::{check, from_env, listing, owner, plain, run, seed, Accounts, Done, Op};
use order_book_engine::{
	memory::MemoryStore, naive::NaiveBook, Amended, Asset, BaseAtoms, BookError, Budget, Fill,
	Locator, Lots, MarketParams, MarketStatus, NewOrder, OrderId, Placed, QuoteAtoms, Removal,
	RemovalReason, SelfTrade, Session, Side, Ticks, TimeInForce, MAX_DEADLINE_AHEAD, MAX_TICK,
};
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

const OWNERS: u32 = 8;

/// Where prices lie.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Regime {
	/// Within some ticks of a fixed price.
	Tight,
	/// Anywhere, the ends of the range and the borders of bitmap words included.
	Wide,
	/// Around a price that moves on and on.
	Trend,
	/// At three prices a side, with long queues.
	Deep,
}

struct Run {
	regime: Regime,
	rng: StdRng,
	mid: u64,
	store: MemoryStore,
	accounts: Accounts,
	naive: NaiveBook,
	/// The engine's id for the naive book's.
	ids: BTreeMap<OrderId, OrderId>,
	/// Ids that were issued at some time.
	issued: Vec<OrderId>,
	/// How often each kind of answer was seen, so that a test that tests nothing is noticed.
	seen: BTreeMap<String, u64>,
}

fn params(regime: Regime) -> MarketParams {
	MarketParams {
		base: 1,
		quote: 0,
		tick_size: QuoteAtoms::new(7),
		lot_size: BaseAtoms::new(3),
		min_notional: QuoteAtoms::new(if regime == Regime::Wide { 70_000 } else { 30_000 }),
		max_open_orders: if regime == Regime::Deep { 120 } else { 60 },
		price_band_ppm: 0,
		maker_fee_ppm: 500,
		taker_fee_ppm: 2_500,
		max_fee_ppm: 10_000,
	}
}

impl Run {
	fn new(regime: Regime, seed: u64) -> Self {
		let mut run = Self {
			regime,
			rng: StdRng::seed_from_u64(seed),
			mid: 1_000,
			store: MemoryStore::default(),
			accounts: Accounts::default(),
			naive: NaiveBook::new(params(regime)),
			ids: BTreeMap::new(),
			issued: Vec::new(),
			seen: BTreeMap::new(),
		};
		for n in 0..OWNERS {
			// The last two run out again and again.
			let quote: u128 = if n < OWNERS - 2 { 50_000_000_000 } else { 400_000 };
			for (asset, amount) in [(Asset::Quote, quote), (Asset::Base, quote / 10)] {
				run.accounts.give(&owner(n), asset, amount);
				run.naive.purse(&owner(n), asset).free += amount;
			}
		}
		run
	}

	/// The world outside moves: blocks, fees, status, frozen accounts, transfers.
	fn turn(&mut self) {
		let rng = &mut self.rng;
		if rng.gen_ratio(1, 4) {
			self.naive.now += rng.gen_range(1..=3);
		}
		if self.regime == Regime::Trend {
			self.mid += rng.gen_range(0..=2);
			if self.mid > 5_000 {
				self.mid = 1_000;
			}
		}
		if rng.gen_ratio(1, 200) {
			let params = &mut self.naive.params;
			params.taker_fee_ppm = *[0, 1, 2_500, 10_000].choose(rng).expect("not empty");
			let most = i32::try_from(params.taker_fee_ppm).expect("at most 10,000");
			params.maker_fee_ppm = *[-most, -most / 2, 0, 500, 10_000].choose(rng).expect("");
			let narrow = if self.regime == Regime::Wide { 9_000_000 } else { 2_000 };
			params.price_band_ppm = *[0, 0, narrow, 50_000, 9_000_000].choose(rng).expect("");
		}
		if rng.gen_ratio(1, 100) {
			use MarketStatus::*;
			self.naive.status = *[Active, Active, Active, PostOnly, CancelOnly, Halted, Closing]
				.choose(rng)
				.expect("not empty");
		} else if rng.gen_ratio(1, 10) {
			self.naive.status = MarketStatus::Active;
		}
		if rng.gen_ratio(1, 40) {
			self.naive.rules.frozen.clear();
			self.naive.rules.least_credit.clear();
		}
		if rng.gen_ratio(1, 40) {
			let who = owner(rng.gen_range(0..OWNERS));
			match (rng.gen_range(0..4), self.naive.orders.choose(rng)) {
				(0, _) => {
					self.naive.rules.frozen.insert(who);
				}
				(1, _) | (_, None) => {
					let asset = if rng.gen() { Asset::Base } else { Asset::Quote };
					let least = if rng.gen() { 12 } else { u128::MAX };
					self.naive.rules.least_credit.insert((who, asset), least);
				}
				// Around the worth of a stored order, so that its fee or rebate decides.
				(_, Some(order)) => {
					let (price, lots) = (order.terms.price.get(), order.terms.quantity.get());
					let (asset, worth) = match order.terms.side {
						Side::Bid => (Asset::Base, 3 * lots),
						Side::Ask => (Asset::Quote, 7 * price * lots),
					};
					let least = u128::from(worth) * rng.gen_range(9_900..=10_100) / 10_000;
					self.naive.rules.least_credit.insert((order.owner, asset), least);
				}
			}
		}
		if rng.gen_ratio(1, 10) {
			let (from, to) = (owner(rng.gen_range(0..OWNERS)), owner(rng.gen_range(0..OWNERS)));
			let asset = if rng.gen() { Asset::Base } else { Asset::Quote };
			let amount = self.naive.purse(&from, asset).free.min(rng.gen_range(0..1_000_000));
			for (who, sign) in [(from, -1), (to, 1)] {
				let by = sign * i128::try_from(amount).expect("small");
				let add = |free: &mut u128| *free = free.checked_add_signed(by).expect("has it");
				add(&mut self.naive.purse(&who, asset).free);
				add(&mut self.accounts.purses.entry((who, asset)).or_default().free);
			}
		}
		self.accounts.rules = self.naive.rules.clone();
	}

	fn budget(&mut self) -> Budget {
		let rng = &mut self.rng;
		let small = rng.gen_ratio(1, 4);
		let mut bound = |ample: u32| if small { rng.gen_range(0..=4) } else { ample };
		Budget { fills: bound(100), levels: bound(50), removals: bound(30) }
	}

	fn price(&mut self, side: Side) -> u64 {
		let (rng, mid) = (&mut self.rng, self.mid);
		let away = match self.regime {
			Regime::Wide => match rng.gen_range(0..8) {
				0 => return *[1, 2, MAX_TICK, MAX_TICK - 1, 4_095, 4_096].choose(rng).expect(""),
				1 => return rng.gen_range(1..=MAX_TICK),
				_ => return rng.gen_range(500..20_000),
			},
			Regime::Deep => rng.gen_range(0..=3i64),
			_ => rng.gen_range(-4..=12i64),
		};
		let step = if side == Side::Bid { -away } else { away };
		mid.saturating_add_signed(step).max(1)
	}

	fn quantity(&mut self, price: u64) -> u64 {
		let params = &self.naive.params;
		let least = params.min_notional.get().div_ceil(u128::from(price) * params.tick_size.get());
		let least = u64::try_from(least).expect("the price is not zero").max(1);
		match self.rng.gen_range(0..20) {
			0 => least.saturating_sub(1),
			1 => least + 1,
			2 => least * self.rng.gen_range(5..60),
			_ => least + self.rng.gen_range(0..=least.max(4)),
		}
	}

	fn order(&mut self) -> NewOrder {
		use TimeInForce::*;
		let side = if self.rng.gen() { Side::Bid } else { Side::Ask };
		let mut price = self.price(side);
		let mut quantity = self.quantity(price);
		let (now, stored) = (self.naive.now, self.naive.orders.len());
		let most = if self.regime == Regime::Deep { 450 } else { 250 };
		let rng = &mut self.rng;
		// A full book is thinned by takers.
		let time_in_force = if stored > most && rng.gen_ratio(2, 3) {
			quantity *= 8;
			*[ImmediateOrCancel, ImmediateOrCancel, FillOrKill].choose(rng).expect("not empty")
		} else {
			const KINDS: [TimeInForce; 9] = [
				GoodTilCancelled,
				GoodTilCancelled,
				GoodTilCancelled,
				GoodTilCancelled,
				PostOnly,
				PostOnlySlide,
				PostOnlySlide,
				ImmediateOrCancel,
				FillOrKill,
			];
			*KINDS.choose(rng).expect("not empty")
		};
		if !time_in_force.may_rest() && rng.gen() {
			price = if side == Side::Bid { price + 8 } else { price.saturating_sub(8) };
		}
		NewOrder {
			side,
			price: Ticks::new(if rng.gen_ratio(1, 300) { 0 } else { price }),
			quantity: Lots::new(if rng.gen_ratio(1, 300) { u64::MAX } else { quantity }),
			time_in_force,
			self_trade: *[
				SelfTrade::CancelTaker,
				SelfTrade::CancelMaker,
				SelfTrade::CancelBoth,
				SelfTrade::Decrement,
				SelfTrade::Reject,
			]
			.choose(rng)
			.expect("not empty"),
			client_id: rng.gen_ratio(1, 3).then(|| rng.gen_range(0..20)),
			expires_at: rng.gen_ratio(1, 3).then(|| (now + rng.gen_range(0..40)).saturating_sub(1)),
		}
	}

	/// An id: mostly of a stored order, else of one that was, else of none.
	fn id(&mut self, who: u32, own: bool) -> OrderId {
		let rng = &mut self.rng;
		let stored = match rng.gen_range(0..10) {
			0 => None,
			1 => self.naive.orders.choose(rng),
			_ if own => {
				let of: Vec<_> =
					self.naive.orders.iter().filter(|o| o.owner == owner(who)).collect();
				of.choose(rng).copied()
			}
			_ => self.naive.orders.choose(rng),
		};
		if let Some(order) = stored {
			return self.ids[&order.id()];
		}
		let Some(id) = self.issued.choose(rng).copied() else { return OrderId::from_bits(0) };
		match rng.gen_range(0..8) {
			0 => OrderId::new(id.locator(), id.sequence() + (1 << 40)),
			2 => OrderId::from_bits(id.bits() ^ 1 << 127),
			1 => OrderId::new(Locator::from_bits(rng.gen()), 1 << 41 | rng.gen::<u64>()),
			_ => id,
		}
	}

	/// Mostly some blocks ahead; now and then none, one that has passed, or one at the edge of what is allowed.
	fn deadline(&mut self) -> Option<u32> {
		let (rng, now) = (&mut self.rng, self.naive.now);
		match rng.gen_range(0..12) {
			0..=3 => None,
			4 => Some(now.saturating_sub(rng.gen_range(1..4))),
			5 => Some(now + MAX_DEADLINE_AHEAD + rng.gen_range(0..2)),
			_ => Some(now + rng.gen_range(0..250)),
		}
	}

	fn op(&mut self, who: u32) -> Op {
		match self.rng.gen_range(0..100) {
			0..=54 => Op::Place(self.order()),
			55..=67 => Op::Cancel(self.id(who, true)),
			68..=70 => Op::Cancel(self.id(who, false)),
			71..=75 => Op::CancelByClientId(self.rng.gen_range(0..20)),
			76 | 77 => match self.rng.gen_range(0..5) {
				0 => Op::RemoveLapsed(self.rng.gen_range(0..OWNERS)),
				_ => Op::CancelAfter(self.deadline()),
			},
			78 => match self.naive.orders.choose(&mut self.rng) {
				Some(order) => Op::Evict(self.ids[&order.id()]),
				None => Op::Place(self.order()),
			},
			_ => {
				let id = self.id(who, true);
				let old = self.naive.orders.iter().find(|order| order.id() == plain(id));
				let lots = old.map_or(5, |order| order.terms.quantity.get());
				let side = id.locator().side();
				let tick = id.locator().tick();
				let price = match self.rng.gen_range(0..4) {
					0 => Some(Ticks::new(self.price(side))),
					1 => Some(tick),
					_ => None,
				};
				let rng = &mut self.rng;
				let quantity = match rng.gen_range(0..6) {
					0 => None,
					1 => Some(lots + rng.gen_range(0..5)),
					2 => Some(rng.gen_range(0..=lots)),
					_ => Some(lots.saturating_sub(rng.gen_range(0..3))),
				};
				Op::Amend(id, price, quantity.map(Lots::new))
			}
		}
	}

	/// One call of one trader: up to four operations. Returns how many there were.
	fn call(&mut self) -> u64 {
		self.turn();
		let who = self.rng.gen_range(0..OWNERS);
		let budget = self.budget();
		let (params, status, now) = (self.naive.params, self.naive.status, self.naive.now);
		self.naive.begin(budget);
		let mut store = core::mem::take(&mut self.store);
		let accounts = core::mem::take(&mut self.accounts);
		let mut session = Session::new(&mut store, &accounts, &params, status, now, budget);
		let ops = self.rng.gen_range(1..=4);
		for _ in 0..ops {
			let op = self.op(who);
			let removed = session.removals.len();
			let ours = run(&mut session, &owner(who), op);
			let theirs = on_naive(&mut self.naive, who, op);
			if matches!(op, Op::RemoveLapsed(_)) {
				// An account's record is in no particular order.
				session.removals[removed..].sort_by_key(|gone| gone.order.sequence());
				self.naive.removals[removed..].sort_by_key(|gone| gone.order.sequence());
				*self.seen.entry("lapsed, removed by anybody".into()).or_default() +=
					(session.removals.len() - removed) as u64;
			}
			for gone in &session.removals[removed..] {
				*self.seen.entry(format!("met {:?}", gone.reason)).or_default() += 1;
			}
			self.note(&op, &ours);
			let place = || format!("{:?}, owner {who}, {op:?}", self.regime);
			assert_eq!(ours.clone().map(without_place), theirs, "answer: {}", place());
			let fills: Vec<_> = session.fills.iter().map(|fill| plain_fill(*fill)).collect();
			assert_eq!(fills, self.naive.fills, "fills: {}", place());
			let removals: Vec<_> =
				session.removals.iter().map(|gone| plain_removal(*gone)).collect();
			assert_eq!(removals, self.naive.removals, "removals: {}", place());
			assert_eq!(session.budget, self.naive.budget, "budget: {}", place());

			let header = *order_book_engine::Store::header(&session.store);
			assert_eq!(header.last_price, self.naive.last_price, "last price: {}", place());
			assert_eq!(header.sequence, self.naive.sequence, "sequence: {}", place());
			let ours = listing(&mut session.store);
			let plainly: Vec<_> = ours.iter().map(|(_, order)| *order).collect();
			assert_eq!(plainly, self.naive.listing(), "book: {}", place());
			self.ids = ours.iter().map(|(id, order)| (order.id(), *id)).collect();

			assert!(session.sheet.balanced(), "sheet: {}", place());
			for n in 0..OWNERS {
				let ours = session.store.traders.get(&owner(n)).and_then(|record| record.deadline);
				assert_eq!(ours, self.naive.deadlines.get(&owner(n)).copied(), "deadline: {n}");
				for asset in [Asset::Base, Asset::Quote] {
					let ours = accounts.after(&session.sheet, &owner(n), asset);
					assert_eq!(ours, *self.naive.purse(&owner(n), asset), "account {n} {asset:?}");
				}
			}
			let revenue = accounts.revenue + session.sheet.revenue().get();
			assert_eq!(revenue, self.naive.revenue, "revenue: {}", place());
		}
		let sheet = session.sheet;
		(self.store, self.accounts) = (store, accounts);
		self.accounts.settle(&sheet);
		ops
	}

	/// Counts answers and remembers ids.
	fn note(&mut self, op: &Op, ours: &Result<Done, BookError>) {
		let kind = match ours {
			Err(error) => format!("{error:?}"),
			Ok(Done::Placed(placed)) => format!("Placed {:?}", placed.end),
			Ok(Done::Removed(removal)) => format!("Removed {:?}", removal.reason),
			Ok(Done::Amended(Amended::Reduced(_))) => "Reduced".into(),
			Ok(Done::Amended(Amended::Replaced(_, placed))) => format!("Replaced {:?}", placed.end),
			Ok(Done::DeadlineSet) => "deadline set".into(),
			Ok(Done::LookedAt(_)) => "looked for lapsed orders".into(),
		};
		*self.seen.entry(kind).or_default() += 1;
		if let Ok(Some(placed)) = ours.as_ref().map(Done::placed) {
			self.issued.extend(placed.order);
			if let Op::Place(order) = op {
				let slid = placed.price != order.price;
				*self.seen.entry("slid".into()).or_default() += u64::from(slid);
			}
			if placed.filled.is_zero() {
				return;
			}
			*self.seen.entry("filled".into()).or_default() += 1;
		}
		if self.issued.len() > 4_000 {
			self.issued.drain(..2_000);
		}
	}
}

fn on_naive(naive: &mut NaiveBook, who: u32, op: Op) -> Result<Done, BookError> {
	let who = &owner(who);
	match op {
		Op::Place(order) => naive.place(who, &order).map(Done::Placed),
		Op::Cancel(id) => naive.cancel(who, plain(id)).map(Done::Removed),
		Op::CancelByClientId(id) => naive.cancel_by_client_id(who, id).map(Done::Removed),
		Op::Amend(id, price, quantity) => {
			naive.amend(who, plain(id), price, quantity).map(Done::Amended)
		}
		Op::Evict(id) => naive.evict(plain(id), RemovalReason::MarketClosing).map(Done::Removed),
		Op::CancelAfter(deadline) => naive.cancel_after(who, deadline).map(|()| Done::DeadlineSet),
		Op::RemoveLapsed(of) => Ok(Done::LookedAt(naive.remove_lapsed(&owner(of)))),
	}
}

fn plain_fill(fill: Fill) -> Fill {
	Fill { order: plain(fill.order), ..fill }
}

fn plain_removal(removal: Removal) -> Removal {
	Removal { order: plain(removal.order), ..removal }
}

fn plain_placed(placed: Placed) -> Placed {
	Placed { order: placed.order.map(plain), ..placed }
}

fn without_place(done: Done) -> Done {
	match done {
		Done::Placed(placed) => Done::Placed(plain_placed(placed)),
		Done::DeadlineSet | Done::LookedAt(_) => done,
		Done::Removed(removal) => Done::Removed(plain_removal(removal)),
		Done::Amended(Amended::Reduced(removal)) => {
			Done::Amended(Amended::Reduced(plain_removal(removal)))
		}
		Done::Amended(Amended::Replaced(removal, placed)) => {
			Done::Amended(Amended::Replaced(plain_removal(removal), plain_placed(placed)))
		}
	}
}

fn engine_equals_naive(regime: Regime) {
	let ops = from_env("KONGSI_OPS", 25_000);
	let mut run = Run::new(regime, seed(&format!("{regime:?}")));
	let totals = [Asset::Base, Asset::Quote].map(|asset| run.accounts.total(asset));
	let started = std::time::Instant::now();
	let (mut done, mut calls, mut most) = (0, 0u64, 0);
	while done < ops {
		done += run.call();
		calls += 1;
		most = most.max(run.naive.orders.len());
		let after = [Asset::Base, Asset::Quote].map(|asset| run.accounts.total(asset));
		assert_eq!(after, totals, "value was made or lost");
		if calls.is_multiple_of(100) {
			check(&run.store, &run.naive.params, Some(&run.accounts));
		}
	}
	println!("{regime:?}: {done} of {ops} ops, at most {most} orders, {:?}", started.elapsed());
	for (kind, times) in &run.seen {
		println!("{times:>9} {kind}");
	}
	let kinds: BTreeSet<_> = run.seen.keys().map(String::as_str).collect();
	for kind in [
		"Placed Complete",
		"Placed NotToRest",
		"Placed Bound",
		"Placed SelfTrade",
		"Reduced",
		"Replaced Complete",
		"NotFillable",
		"WouldTake",
		"WouldSelfTrade",
		"InsufficientFree",
		"CannotReceive",
		"filled",
		"slid",
		"deadline set",
		"met DeadlinePassed",
		"lapsed, removed by anybody",
		"DeadlinePassed",
		"DeadlineTooFar",
		"Removed DeadlinePassed",
	] {
		assert!(ops < 10_000 || kinds.contains(kind), "{kind} never happened");
	}
}

#[test]
fn engine_equals_naive_around_a_mid() {
	engine_equals_naive(Regime::Tight);
}

#[test]
fn engine_equals_naive_over_all_prices() {
	engine_equals_naive(Regime::Wide);
}

#[test]
fn engine_equals_naive_in_a_trend() {
	engine_equals_naive(Regime::Trend);
}

#[test]
fn engine_equals_naive_in_deep_queues() {
	engine_equals_naive(Regime::Deep);
}
