//! A chain of numbered blocks: 0 is the genesis block, and each block has the market that its parent had unless it is changed.

use crate::{
	answers::{Head, Token},
	chain::MarketView,
	error::Error,
	streams::chain::{Chain, Holdings, Orders},
	units::Grid,
};
use kongsi_events::{Event, Executed, Happened, MarketEvent, Unread, What};
use order_book_engine::{BaseAtoms, Lots, MarketParams, MarketStatus, QuoteAtoms, Ticks, TokenId};
use order_book_runtime_api::{Bbo, Depth, DepthLevel, MarketId, MarketInfo, TokenBalance};
use sp_runtime::AccountId32;
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::{Arc, Mutex},
};

/// HALO/CASH in steps of 0.01, whose makers are paid.
pub(super) const BOOK: MarketParams = MarketParams {
	base: 2,
	quote: 1,
	tick_size: QuoteAtoms::new(10_000),
	lot_size: BaseAtoms::new(1),
	min_notional: QuoteAtoms::new(1_000_000),
	max_open_orders: 200,
	price_band_ppm: 0,
	maker_fee_ppm: -50,
	taker_fee_ppm: 500,
	max_fee_ppm: 1_000,
};

/// The chain; clones are the same.
#[derive(Clone)]
pub(super) struct Tree(Arc<Mutex<Blocks>>);

struct Blocks {
	blocks: Vec<Block>,
	best: u64,
	finalized: u64,
	/// What becomes the best and final block while somebody asks.
	next: Option<u64>,
}

#[derive(Clone)]
struct Block {
	parent: u64,
	number: u64,
	book: Option<Depth>,
	happened: Happened,
	/// Of everybody.
	deadline: Option<u32>,
	/// Everybody's cash, in atoms.
	cash: u128,
}

impl Tree {
	/// Block 1 is the best.
	pub(super) fn new() -> Self {
		let genesis = Block {
			parent: 0,
			number: 0,
			book: Some(Depth::default()),
			happened: Happened::default(),
			deadline: None,
			cash: 7_000_000,
		};
		let blocks = Blocks { blocks: vec![genesis], best: 0, finalized: 0, next: None };
		let tree = Self(Arc::new(Mutex::new(blocks)));
		let first = tree.grow(0, 1);
		tree.best(first);
		tree
	}

	/// So many blocks on a parent; the last one.
	pub(super) fn grow(&self, parent: u64, count: u64) -> u64 {
		let mut tree = self.0.lock().unwrap();
		(0..count).fold(parent, |parent, _| {
			let before = tree.blocks[parent as usize].clone();
			let happened = Happened::default();
			tree.blocks.push(Block { parent, number: before.number + 1, happened, ..before });
			tree.blocks.len() as u64 - 1
		})
	}

	pub(super) fn best(&self, block: u64) {
		self.0.lock().unwrap().best = block;
	}

	pub(super) fn best_hash(&self) -> u64 {
		self.0.lock().unwrap().best
	}

	pub(super) fn finalize(&self, block: u64) {
		self.0.lock().unwrap().finalized = block;
	}

	/// This block becomes the best one and final right after the next question about either.
	pub(super) fn finalize_after_a_question(&self, block: u64) {
		self.0.lock().unwrap().next = Some(block);
	}

	/// Answers, and then goes on.
	fn asked(&self, of: impl Fn(&Blocks) -> u64) -> Head<u64> {
		let mut tree = self.0.lock().unwrap();
		let answer = of(&tree);
		if let Some(next) = tree.next.take() {
			(tree.best, tree.finalized) = (next, next);
		}
		drop(tree);
		self.head(answer)
	}

	/// The book after a block: prices and lots of each side, best first, of one order each.
	pub(super) fn set(&self, block: u64, bids: &[(u64, u64)], asks: &[(u64, u64)], sequence: u64) {
		let levels = |side: &[(u64, u64)]| {
			let level = |(price, lots): &(u64, u64)| DepthLevel {
				price: Ticks::new(*price),
				lots: Lots::new(*lots),
				orders: 1,
			};
			side.iter().map(level).collect()
		};
		let book = Depth { sequence, bids: levels(bids), asks: levels(asks) };
		self.0.lock().unwrap().blocks[block as usize].book = Some(book);
	}

	/// The market ends in a block.
	pub(super) fn remove_market(&self, block: u64) {
		let mut tree = self.0.lock().unwrap();
		let block = &mut tree.blocks[block as usize];
		block.book = None;
		let what = What::Market(MarketEvent::Closed { market: 1 });
		block.happened.events.push(Event { index: 0, extrinsic: None, what });
	}

	/// Everybody's cash from a block on.
	pub(super) fn set_cash(&self, block: u64, atoms: u128) {
		self.0.lock().unwrap().blocks[block as usize].cash = atoms;
	}

	/// The calls of a block.
	pub(super) fn happen(&self, block: u64, calls: Vec<Executed>) {
		let event = |(index, call)| Event { index, extrinsic: Some(1), what: What::Executed(call) };
		let events = (0..).zip(calls).map(event).collect();
		self.0.lock().unwrap().blocks[block as usize].happened.events = events;
	}

	/// The last block in which anybody trades, from a block on.
	pub(super) fn set_deadline(&self, block: u64, deadline: Option<u32>) {
		self.0.lock().unwrap().blocks[block as usize].deadline = deadline;
	}

	/// An event of a block that is from the future.
	pub(super) fn unreadable(&self, block: u64, name: &str) {
		let unread = Unread { index: 0, name: name.into(), error: "strange".into() };
		self.0.lock().unwrap().blocks[block as usize].happened.unread.push(unread);
	}

	pub(super) fn head(&self, hash: u64) -> Head<u64> {
		Head { hash, number: self.block(hash).number }
	}

	fn block(&self, hash: u64) -> Block {
		self.0.lock().unwrap().blocks[hash as usize].clone()
	}
}

fn token(id: TokenId) -> Token {
	let (symbol, decimals) = [("KSI", 12), ("CASH", 6), ("HALO", 0)][id as usize];
	Token { id, symbol: symbol.into(), decimals }
}

impl Chain for Tree {
	type Hash = u64;

	fn best(&self) -> Head<u64> {
		self.asked(|tree| tree.best)
	}

	fn finalized(&self) -> Head<u64> {
		self.asked(|tree| tree.finalized)
	}

	fn parent(&self, block: Head<u64>) -> Result<Option<Head<u64>>, Error> {
		Ok((block.number > 0).then(|| self.head(self.block(block.hash).parent)))
	}

	fn time_ms(&self, at: u64) -> Result<Option<u64>, Error> {
		Ok(Some(self.block(at).number * 2_000))
	}

	fn happened(&self, at: u64) -> Result<Happened, Error> {
		Ok(self.block(at).happened)
	}

	fn market(&self, at: u64, id: MarketId) -> Result<MarketView, Error> {
		let book = self.block(at).book.filter(|_| id == 1).ok_or(Error::UnknownMarket(id))?;
		let best =
			|side: &[DepthLevel]| side.first().map(|level: &DepthLevel| (level.price, level.lots));
		let best = Bbo {
			bid: best(&book.bids),
			ask: best(&book.asks),
			last: None,
			sequence: book.sequence,
		};
		let info = MarketInfo { id, params: BOOK, status: MarketStatus::Active, best, orders: 0 };
		Ok(MarketView { info, base: token(2), quote: token(1), grid: Grid::new(&BOOK, 0, 6) })
	}

	fn depth(&self, at: u64, id: MarketId, levels: u32) -> Result<Depth, Error> {
		let mut book = self.block(at).book.ok_or(Error::UnknownMarket(id))?;
		book.bids.truncate(levels as usize);
		book.asks.truncate(levels as usize);
		Ok(book)
	}

	fn balances(&self, at: u64, _: &AccountId32) -> Result<Holdings, Error> {
		let free = self.block(at).cash;
		let held = TokenBalance { token: 1, free, in_orders: 0, held: 0 };
		Ok(Holdings { nonce: 3, tokens: BTreeMap::from([(1, held)]) })
	}

	fn orders(&self, _: u64, _: &AccountId32) -> Result<Orders, Error> {
		Ok(Orders::new())
	}

	fn deadline(&self, at: u64, _: &AccountId32, _: MarketId) -> Result<Option<u32>, Error> {
		Ok(self.block(at).deadline)
	}

	fn tokens(&self, _: u64, ids: &BTreeSet<TokenId>) -> Result<BTreeMap<TokenId, Token>, Error> {
		Ok(ids.iter().map(|id| (*id, token(*id))).collect())
	}
}
