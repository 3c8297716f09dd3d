//! A chain that is told what is in its blocks, and the events to put into them.

use crate::{
	block::{Base, BlockRecord, Head},
	chain::Chain,
	error::Error,
};
use kongsi_events::{Event, Executed, Fill, Happened, Outcome, Placed, TakerEnd, What};
use order_book_engine::{BaseAtoms, Locator, Lots, MarketParams, OrderId, QuoteAtoms, Side, Ticks};
use parking_lot::Mutex;
use sp_core::H256;
use sp_runtime::AccountId32;
use std::{
	collections::{HashMap, HashSet},
	sync::Arc,
};

/// 2026-11-28 00:00 UTC.
pub(super) const MIDNIGHT: u64 = 1_795_824_000_000;
pub(super) const MARKET: u32 = 7;
pub(super) const ALICE: AccountId32 = AccountId32::new([1; 32]);
pub(super) const BOB: AccountId32 = AccountId32::new([2; 32]);
pub(super) const CAROL: AccountId32 = AccountId32::new([3; 32]);

/// A tick of a lot is worth 100 quote atoms, a lot is 10 base atoms; makers pay 100 and takers 500 parts per million.
pub(crate) fn params() -> MarketParams {
	MarketParams {
		base: 5,
		quote: 1,
		tick_size: QuoteAtoms::new(100),
		lot_size: BaseAtoms::new(10),
		min_notional: QuoteAtoms::new(1),
		max_open_orders: 100,
		price_band_ppm: 0,
		maker_fee_ppm: 100,
		taker_fee_ppm: 500,
		max_fee_ppm: 1_000,
	}
}

pub(super) fn bid(tick: u64, sequence: u64) -> OrderId {
	OrderId::new(Locator::new(Side::Bid, Ticks::new(tick), 0, 0), sequence)
}

pub(super) fn ask(tick: u64, sequence: u64) -> OrderId {
	OrderId::new(Locator::new(Side::Ask, Ticks::new(tick), 0, 0), sequence)
}

/// An order of which so much filled and so much rests.
pub(super) fn placed(
	side: Side,
	price: u64,
	filled: u64,
	rests: u64,
	order: Option<OrderId>,
) -> Placed {
	Placed {
		order,
		side,
		price: Ticks::new(price),
		rests: Lots::new(rests),
		filled: Lots::new(filled),
		cancelled: Lots::ZERO,
		end: TakerEnd::Complete,
		notional: QuoteAtoms::new(u128::from(price * 100 * filled)),
		fee: QuoteAtoms::ZERO,
		client_id: None,
		expires_at: None,
	}
}

/// A fill of a maker's order, for 2 quote atoms of the taker and 1 of the maker.
pub(super) fn fill(maker: &AccountId32, order: OrderId, lots: u64, rests: u64) -> Fill {
	let price = order.locator().tick();
	Fill {
		maker: maker.clone(),
		order,
		price,
		lots: Lots::new(lots),
		maker_rests: Lots::new(rests),
		notional: QuoteAtoms::new(u128::from(price.get() * lots * 100)),
		taker_fee: QuoteAtoms::new(2),
		maker_fee: QuoteAtoms::new(1),
	}
}

pub(super) fn call(trader: &AccountId32, outcomes: Vec<Outcome>, fills: Vec<Fill>) -> What {
	let (trader, removals) = (trader.clone(), Vec::new());
	What::Executed(Executed { market: MARKET, trader, sequence: 9, outcomes, fills, removals })
}

/// Bob offers 10 lots at a tick, and Alice buys one of them.
pub(super) fn trade(tick: u64, sequence: u64) -> Vec<What> {
	let order = ask(tick, sequence);
	let offer = placed(Side::Ask, tick, 0, 10, Some(order));
	let mut take = placed(Side::Bid, tick, 1, 0, None);
	take.fee = QuoteAtoms::new(2);
	vec![
		call(&BOB, vec![Outcome::Placed(offer)], Vec::new()),
		call(&ALICE, vec![Outcome::Placed(take)], vec![fill(&BOB, order, 1, 9)]),
	]
}

pub(super) fn happened(events: Vec<What>) -> Happened {
	let events = (0..).zip(events).map(|(index, what)| Event { index, extrinsic: None, what });
	Happened { events: events.collect(), unread: Vec::new() }
}

/// A chain that a test may still change while a writer reads it.
#[derive(Clone)]
pub(super) struct Fake(Arc<Mutex<State>>);

struct State {
	blocks: HashMap<H256, BlockRecord>,
	genesis: H256,
	best: H256,
	/// The best chain by height.
	canonical: Vec<H256>,
	finalized: H256,
	pruned: HashSet<H256>,
	/// Heights of which not even a header is there.
	missing: HashSet<u32>,
	count: u64,
}

impl Fake {
	pub(super) fn new(name: u64) -> Self {
		let genesis = H256::from_low_u64_be(name << 32);
		let head = Head { number: 0, hash: genesis, time_ms: 0 };
		let record = BlockRecord { head, parent: H256::zero(), happened: happened(Vec::new()) };
		Self(Arc::new(Mutex::new(State {
			blocks: HashMap::from([(genesis, record)]),
			genesis,
			best: genesis,
			canonical: vec![genesis],
			finalized: genesis,
			pruned: HashSet::new(),
			missing: HashSet::new(),
			count: name << 32,
		})))
	}

	/// A block on another one, which becomes the best.
	pub(super) fn grow(&self, parent: H256, time_ms: u64, events: Vec<What>) -> H256 {
		let mut state = self.0.lock();
		state.count += 1;
		let hash = H256::from_low_u64_be(state.count);
		let number = state.blocks[&parent].head.number + 1;
		let head = Head { number, hash, time_ms };
		state.blocks.insert(hash, BlockRecord { head, parent, happened: happened(events) });
		state.best = hash;
		let mut path = vec![hash];
		let mut at = parent;
		loop {
			let height = state.blocks[&at].head.number as usize;
			if state.canonical.get(height) == Some(&at) {
				state.canonical.truncate(height + 1);
				break;
			}
			path.push(at);
			at = state.blocks[&at].parent;
		}
		state.canonical.extend(path.into_iter().rev());
		hash
	}

	pub(super) fn finalize(&self, hash: H256) {
		self.0.lock().finalized = hash;
	}

	pub(super) fn prune(&self, hash: H256) {
		self.0.lock().pruned.insert(hash);
	}

	/// As if warp sync had passed the block over.
	pub(super) fn pass_over(&self, hash: H256) {
		let mut state = self.0.lock();
		let height = state.blocks[&hash].head.number;
		state.missing.insert(height);
		state.pruned.insert(hash);
	}

	fn readable(&self, number: u32, hash: H256) -> Result<BlockRecord, Error> {
		let state = self.0.lock();
		let found = state.blocks.get(&hash).filter(|_| !state.pruned.contains(&hash));
		found.cloned().ok_or(Error::Pruned { number })
	}
}

impl Chain for Fake {
	fn genesis(&self) -> H256 {
		self.0.lock().genesis
	}

	fn finalized(&self) -> (u32, H256) {
		let state = self.0.lock();
		(state.blocks[&state.finalized].head.number, state.finalized)
	}

	fn best(&self) -> (u32, H256) {
		let state = self.0.lock();
		(state.blocks[&state.best].head.number, state.best)
	}

	fn canonical(&self, number: u32) -> Result<Option<H256>, Error> {
		let state = self.0.lock();
		let found = state.canonical.get(number as usize).copied();
		Ok(found.filter(|_| !state.missing.contains(&number)))
	}

	fn parent(&self, hash: H256) -> Result<Option<(u32, H256)>, Error> {
		let state = self.0.lock();
		Ok(state.blocks.get(&hash).map(|block| (block.head.number, block.parent)))
	}

	fn has_state(&self, hash: H256) -> bool {
		self.readable(0, hash).is_ok()
	}

	fn base(&self, number: u32, hash: H256) -> Result<Base, Error> {
		let block = self.readable(number, hash)?;
		Ok(Base { head: block.head, markets: vec![(MARKET, params())] })
	}

	fn record(&self, number: u32, hash: H256) -> Result<BlockRecord, Error> {
		self.readable(number, hash)
	}
}
