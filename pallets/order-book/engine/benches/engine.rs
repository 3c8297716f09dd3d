//! Operations per second of the engine alone, over a store in memory that is made for speed.
//!
//! The flow is that of a busy market: of 100 operations 9 rest a new order, 3 take, 6 cancel and 82 move an order by some
//! ticks. Each operation is a session of its own. With `KONGSI_BENCH_OUT` the figure is also written to that file, as
//! `{"engine_mops": x}`.

#![allow(clippy::unwrap_used, reason = "a bench may stop")]

use order_book_engine::{
	bitmap::Word, Amended, Asset, BaseAtoms, BookError, Budget, Header, Ledger, Level, LevelAt,
	Lots, MarketParams, MarketStatus, NewOrder, OrderId, Owner, Page, PageAt, QuoteAtoms,
	SelfTrade, Session, Side, Store, Ticks, TimeInForce, Trader, WordAt,
};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::time::Instant;

const OPS: usize = 4_000_000;
const SAMPLES: usize = 200_000;
const OWNERS: u32 = 512;
const MID: u64 = 100_000;
/// Levels are in a vector up to this price.
const PRICES: usize = 200_000;

struct FastStore {
	header: Header,
	summaries: [Word; 2],
	leaves: [Vec<Word>; 2],
	levels: [Vec<Level>; 2],
	/// Pages other than page 0, by side, price and number.
	pages: [Vec<Vec<Page>>; 2],
	traders: Vec<Trader>,
}

impl FastStore {
	fn new() -> Self {
		Self {
			header: Header::default(),
			summaries: Default::default(),
			leaves: [vec![Word::default(); 4_096], vec![Word::default(); 4_096]],
			levels: [vec![Level::default(); PRICES], vec![Level::default(); PRICES]],
			pages: [vec![Vec::new(); PRICES], vec![Vec::new(); PRICES]],
			traders: vec![Trader::default(); OWNERS as usize],
		}
	}
}

fn number(owner: &Owner) -> usize {
	usize::from(u16::from_le_bytes([owner.0[0], owner.0[1]]))
}

impl Store for FastStore {
	fn header(&self) -> &Header {
		&self.header
	}
	fn header_mut(&mut self) -> &mut Header {
		&mut self.header
	}
	fn word(&mut self, at: WordAt) -> &Word {
		self.word_mut(at)
	}
	fn word_mut(&mut self, at: WordAt) -> &mut Word {
		match at {
			WordAt::Summary(side) => &mut self.summaries[side as usize],
			WordAt::Leaf(side, word) => &mut self.leaves[side as usize][usize::from(word)],
		}
	}
	fn level(&mut self, at: LevelAt) -> &Level {
		self.level_mut(at)
	}
	fn level_mut(&mut self, at: LevelAt) -> &mut Level {
		&mut self.levels[at.side as usize][at.tick.get() as usize]
	}
	fn page(&mut self, at: PageAt) -> &Page {
		self.page_mut(at)
	}
	fn page_mut(&mut self, at: PageAt) -> &mut Page {
		let pages = &mut self.pages[at.side as usize][at.tick.get() as usize];
		let number = at.page as usize;
		if pages.len() <= number {
			pages.resize_with(number + 1, Page::default);
		}
		&mut pages[number]
	}
	fn trader(&mut self, owner: &Owner) -> &Trader {
		&self.traders[number(owner)]
	}
	fn trader_mut(&mut self, owner: &Owner) -> &mut Trader {
		&mut self.traders[number(owner)]
	}
}

/// Everybody can pay everything.
struct Rich;

impl Ledger for Rich {
	fn available(&mut self, _: &Owner, _: Asset) -> u128 {
		1 << 120
	}
	fn can_receive(&mut self, _: &Owner, _: Asset, _: u128) -> bool {
		true
	}
	fn can_pay_held(&mut self, _: &Owner, _: Asset, _: u128) -> bool {
		true
	}
}

#[derive(Clone, Copy)]
enum Op {
	Rest,
	Take,
	Cancel,
	Move,
}

struct Flow {
	store: FastStore,
	params: MarketParams,
	rng: SmallRng,
	/// Orders that rest, or did until somebody took them.
	live: Vec<(u32, OrderId)>,
	fills: u64,
	unmoved: u64,
}

fn owner(n: u32) -> Owner {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(&n.to_le_bytes());
	Owner(bytes)
}

impl Flow {
	fn new() -> Self {
		let params = MarketParams {
			base: 1,
			quote: 0,
			tick_size: QuoteAtoms::new(1_000),
			lot_size: BaseAtoms::new(1_000_000),
			min_notional: QuoteAtoms::new(1_000_000),
			max_open_orders: 256,
			price_band_ppm: 500_000,
			maker_fee_ppm: 100,
			taker_fee_ppm: 300,
			max_fee_ppm: 1_000,
		};
		params.validate().unwrap();
		let (store, rng) = (FastStore::new(), SmallRng::seed_from_u64(7));
		let mut flow = Self { store, params, rng, live: Vec::new(), fills: 0, unmoved: 0 };
		while flow.live.len() < 10_000 {
			flow.run(Op::Rest);
		}
		flow
	}

	fn next(&mut self) -> Op {
		match self.rng.gen_range(0..100) {
			0..=8 => Op::Rest,
			9..=11 => Op::Take,
			12..=17 => Op::Cancel,
			_ => Op::Move,
		}
	}

	/// A price on its own side of the mid, mostly near it.
	fn price(&mut self, side: Side) -> Ticks {
		let away = 1 + self.rng.gen_range(0..40) * self.rng.gen_range(0..40);
		Ticks::new(if side == Side::Bid { MID - away } else { MID + away })
	}

	fn run(&mut self, op: Op) {
		// An order that was filled meanwhile is forgotten and another one chosen.
		while !self.done(op) {}
	}

	/// One operation; false if its order was gone.
	fn done(&mut self, op: Op) -> bool {
		let side = if self.rng.gen() { Side::Bid } else { Side::Ask };
		let chosen = self.rng.gen_range(0..self.live.len().max(1));
		let price = match op {
			Op::Rest => self.price(side),
			Op::Take if side == Side::Bid => Ticks::new(MID + 5_000),
			Op::Take => Ticks::new(MID - 5_000),
			Op::Cancel => Ticks::ZERO,
			Op::Move => {
				let place = self.live[chosen].1.locator();
				let (tick, by) = (place.tick().get(), self.rng.gen_range(1..=5));
				Ticks::new(match (place.side(), side) {
					(Side::Bid, Side::Bid) => (tick + by).min(MID - 1),
					(Side::Ask, Side::Bid) => (tick - by).max(MID + 1),
					(Side::Bid, Side::Ask) => tick - by,
					(Side::Ask, Side::Ask) => tick + by,
				})
			}
		};
		let budget = Budget { fills: 100, levels: 50, removals: 50 };
		let mut session =
			Session::new(&mut self.store, Rich, &self.params, MarketStatus::Active, 1, budget);
		let mut order = NewOrder {
			side,
			price,
			quantity: Lots::ZERO,
			time_in_force: TimeInForce::GoodTilCancelled,
			self_trade: SelfTrade::CancelMaker,
			client_id: None,
			expires_at: None,
		};
		match op {
			Op::Rest | Op::Take => {
				let who = self.rng.gen_range(0..OWNERS);
				order.quantity = Lots::new(self.rng.gen_range(10..100));
				if matches!(op, Op::Take) {
					order.time_in_force = TimeInForce::ImmediateOrCancel;
				}
				let placed = session.place(&owner(who), &order);
				// Nothing else is refused: an account has as many orders as it may.
				assert!(placed.is_ok() || placed == Err(BookError::TooManyOpenOrders));
				self.live.extend(placed.ok().and_then(|placed| placed.order).map(|id| (who, id)));
				self.fills += session.fills.len() as u64;
			}
			Op::Cancel => {
				let (who, id) = self.live.swap_remove(chosen);
				if session.cancel(&owner(who), id).is_err() {
					return false;
				}
			}
			Op::Move => {
				let (who, id) = self.live[chosen];
				match session.amend(&owner(who), id, Some(price), None) {
					Ok(Amended::Replaced(_, placed)) => self.live[chosen].1 = placed.order.unwrap(),
					// It stands at the best price already and cannot come nearer.
					Err(BookError::NothingToAmend) => self.unmoved += 1,
					Err(BookError::OrderNotFound) => {
						self.live.swap_remove(chosen);
						return false;
					}
					other => unreachable!("{other:?}"),
				}
			}
		}
		assert!(session.sheet.balanced());
		true
	}
}

fn main() {
	let mut flow = Flow::new();
	for _ in 0..OPS / 10 {
		let op = flow.next();
		flow.run(op);
	}
	(flow.fills, flow.unmoved) = (0, 0);
	let started = Instant::now();
	for _ in 0..OPS {
		let op = flow.next();
		flow.run(op);
	}
	let seconds = started.elapsed().as_secs_f64();
	let (fills, unmoved, orders) = (flow.fills, flow.unmoved, flow.store.header.orders);

	let mut nanos: Vec<u128> = (0..SAMPLES)
		.map(|_| {
			let op = flow.next();
			let started = Instant::now();
			flow.run(op);
			started.elapsed().as_nanos()
		})
		.collect();
	nanos.sort_unstable();

	let mops = OPS as f64 / seconds / 1e6;
	println!("{OPS} operations in {seconds:.2} s: {mops:.2} million a second");
	println!("p50 {} ns, p99 {} ns, clock included", nanos[SAMPLES / 2], nanos[SAMPLES * 99 / 100]);
	println!("{fills} fills, {unmoved} moves to where the order was, {orders} orders rest");
	if let Ok(path) = std::env::var("KONGSI_BENCH_OUT") {
		std::fs::write(path, format!("{{\"engine_mops\": {mops:.3}}}\n")).unwrap();
	}
}
