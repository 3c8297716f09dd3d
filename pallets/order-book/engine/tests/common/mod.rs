//! What the tests share: a market, accounts, one call at a time, and a look at the whole book.

#![allow(dead_code, reason = "each test file uses its own part of this module")]

use order_book_engine::{
	book,
	memory::MemoryStore,
	naive::{NaiveOrder, Purse, Rules},
	Amended, Asset, BaseAtoms, Block, BookError, Budget, ClientId, Fill, Ledger, LevelAt, Locator,
	Lots, MarketParams, MarketStatus, NewOrder, OrderId, Owner, PageAt, Placed, QuoteAtoms,
	Removal, SelfTrade, Session, Sheet, Side, Store, Ticks, TimeInForce, WordAt,
};
use std::collections::BTreeMap;

/// Any of the engine's answers has room in this budget.
pub(crate) const AMPLE: Budget = Budget { fills: u32::MAX, levels: u32::MAX, removals: u32::MAX };

/// A market without fees or band, where one lot at one tick is one atom and is enough.
pub(crate) fn plain_params() -> MarketParams {
	MarketParams {
		base: 1,
		quote: 0,
		tick_size: QuoteAtoms::new(1),
		lot_size: BaseAtoms::new(1),
		min_notional: QuoteAtoms::new(1),
		max_open_orders: 256,
		price_band_ppm: 0,
		maker_fee_ppm: 0,
		taker_fee_ppm: 0,
		max_fee_ppm: 0,
	}
}

pub(crate) fn owner(n: u32) -> Owner {
	let mut bytes = [0; 32];
	bytes[..4].copy_from_slice(&n.to_le_bytes());
	Owner(bytes)
}

pub(crate) fn order(side: Side, price: u64, quantity: u64) -> NewOrder {
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(quantity),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

pub(crate) fn bid(price: u64, quantity: u64) -> NewOrder {
	order(Side::Bid, price, quantity)
}

pub(crate) fn ask(price: u64, quantity: u64) -> NewOrder {
	order(Side::Ask, price, quantity)
}

/// The accounts of the tests: balances, revenue, and what is refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts {
	pub(crate) purses: BTreeMap<(Owner, Asset), Purse>,
	pub(crate) revenue: u128,
	pub(crate) rules: Rules,
}

impl Accounts {
	pub(crate) fn purse(&self, who: &Owner, asset: Asset) -> Purse {
		self.purses.get(&(*who, asset)).copied().unwrap_or_default()
	}

	pub(crate) fn give(&mut self, who: &Owner, asset: Asset, amount: u128) {
		self.purses.entry((*who, asset)).or_default().free += amount;
	}

	/// What an account has once the sheet is settled.
	pub(crate) fn after(&self, sheet: &Sheet, who: &Owner, asset: Asset) -> Purse {
		let (purse, flow) = (self.purse(who, asset), sheet.flow(who));
		let leg = flow.leg(asset);
		let add = |amount: u128, change: i128| {
			amount.checked_add_signed(change).expect("no balance falls below zero")
		};
		Purse { free: add(purse.free, leg.total - leg.held), held: add(purse.held, leg.held) }
	}

	pub(crate) fn settle(&mut self, sheet: &Sheet) {
		assert!(sheet.balanced());
		for (who, _) in sheet.flows() {
			for asset in [Asset::Base, Asset::Quote] {
				let after = self.after(sheet, who, asset);
				self.purses.insert((*who, asset), after);
			}
		}
		self.revenue += sheet.revenue().get();
	}

	/// Free + held of all accounts, and for the quote token the revenue.
	pub(crate) fn total(&self, asset: Asset) -> u128 {
		let of = self.purses.iter().filter(|((_, of), _)| *of == asset);
		let sum: u128 = of.map(|(_, purse)| purse.free + purse.held).sum();
		sum + if asset == Asset::Quote { self.revenue } else { 0 }
	}
}

impl Ledger for &Accounts {
	fn available(&mut self, who: &Owner, asset: Asset) -> u128 {
		self.purse(who, asset).free
	}
	fn can_receive(&mut self, who: &Owner, asset: Asset, amount: u128) -> bool {
		self.rules.can_receive(who, asset, amount)
	}
	fn can_pay_held(&mut self, who: &Owner, asset: Asset, held: u128) -> bool {
		self.purse(who, asset).held >= held && !self.rules.frozen.contains(who)
	}
}

/// One operation of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Op {
	Place(NewOrder),
	Cancel(OrderId),
	CancelByClientId(ClientId),
	Amend(OrderId, Option<Ticks>, Option<Lots>),
	Evict(OrderId),
	CancelAfter(Option<Block>),
	RemoveLapsed(u32),
}

/// What an operation returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Done {
	Placed(Placed),
	Removed(Removal),
	Amended(Amended),
	DeadlineSet,
	LookedAt(u32),
}

impl Done {
	/// The placement in it, if there is one.
	pub(crate) fn placed(&self) -> Option<Placed> {
		match self {
			Self::Placed(placed) | Self::Amended(Amended::Replaced(_, placed)) => Some(*placed),
			_ => None,
		}
	}
}

/// A market over memory where each operation is a call of its own.
#[derive(Clone, Debug)]
pub(crate) struct Market {
	pub(crate) store: MemoryStore,
	pub(crate) accounts: Accounts,
	pub(crate) params: MarketParams,
	pub(crate) status: MarketStatus,
	pub(crate) now: Block,
	pub(crate) budget: Budget,
	/// Fills of the last operation.
	pub(crate) fills: Vec<Fill>,
	/// Removals of the last operation.
	pub(crate) removals: Vec<Removal>,
	/// What the last operation used of the budget.
	pub(crate) used: Budget,
}

impl Market {
	pub(crate) fn new(params: MarketParams) -> Self {
		params.validate().expect("the parameters of a test are valid");
		Self {
			store: MemoryStore::default(),
			accounts: Accounts::default(),
			params,
			status: MarketStatus::Active,
			now: 1,
			budget: AMPLE,
			fills: Vec::new(),
			removals: Vec::new(),
			used: Budget::default(),
		}
	}

	/// A market whose accounts 0 to `owners` own much of both tokens.
	pub(crate) fn funded(params: MarketParams, owners: u32) -> Self {
		let mut market = Self::new(params);
		for n in 0..owners {
			market.accounts.give(&owner(n), Asset::Base, 1 << 100);
			market.accounts.give(&owner(n), Asset::Quote, 1 << 100);
		}
		market
	}

	pub(crate) fn run(&mut self, who: u32, op: Op) -> Result<Done, BookError> {
		let accounts = &self.accounts;
		let mut session = Session::new(
			&mut self.store,
			accounts,
			&self.params,
			self.status,
			self.now,
			self.budget,
		);
		let done = run(&mut session, &owner(who), op);
		self.used = session.budget.used_since(&self.budget);
		let (sheet, fills, removals) = (session.sheet, session.fills, session.removals);
		assert!(done.is_ok() || sheet.is_empty() && fills.is_empty() && removals.is_empty());
		self.accounts.settle(&sheet);
		(self.fills, self.removals) = (fills, removals);
		done
	}

	pub(crate) fn place(&mut self, who: u32, order: NewOrder) -> Result<Placed, BookError> {
		self.run(who, Op::Place(order)).map(|done| done.placed().expect("a placement was asked"))
	}

	/// Places an order that must come to rest.
	pub(crate) fn rest(&mut self, who: u32, order: NewOrder) -> OrderId {
		self.place(who, order).expect("it is valid").order.expect("it rests")
	}

	pub(crate) fn cancel(&mut self, who: u32, id: OrderId) -> Result<Removal, BookError> {
		match self.run(who, Op::Cancel(id))? {
			Done::Removed(removal) => Ok(removal),
			other => panic!("{other:?}"),
		}
	}

	pub(crate) fn cancel_after(
		&mut self,
		who: u32,
		deadline: impl Into<Option<Block>>,
	) -> Result<(), BookError> {
		self.run(who, Op::CancelAfter(deadline.into()))
			.map(|done| assert_eq!(done, Done::DeadlineSet))
	}

	pub(crate) fn amend(
		&mut self,
		who: u32,
		id: OrderId,
		price: Option<u64>,
		quantity: Option<u64>,
	) -> Result<Amended, BookError> {
		match self.run(who, Op::Amend(id, price.map(Ticks::new), quantity.map(Lots::new)))? {
			Done::Amended(amended) => Ok(amended),
			other => panic!("{other:?}"),
		}
	}

	pub(crate) fn free(&self, who: u32, asset: Asset) -> u128 {
		self.accounts.purse(&owner(who), asset).free
	}

	pub(crate) fn held(&self, who: u32, asset: Asset) -> u128 {
		self.accounts.purse(&owner(who), asset).held
	}
}

/// Runs an operation in a session.
pub(crate) fn run<S: Store, L: Ledger>(
	session: &mut Session<S, L>,
	who: &Owner,
	op: Op,
) -> Result<Done, BookError> {
	match op {
		Op::Place(order) => session.place(who, &order).map(Done::Placed),
		Op::Cancel(id) => session.cancel(who, id).map(Done::Removed),
		Op::CancelByClientId(id) => session.cancel_by_client_id(who, id).map(Done::Removed),
		Op::Amend(id, price, quantity) => {
			session.amend(who, id, price, quantity).map(Done::Amended)
		}
		Op::Evict(id) => session
			.evict(id.locator(), order_book_engine::RemovalReason::MarketClosing)
			.map(Done::Removed),
		Op::CancelAfter(deadline) => {
			session.cancel_after(who, deadline).map(|()| Done::DeadlineSet)
		}
		Op::RemoveLapsed(of) => session.remove_lapsed(&owner(of)).map(Done::LookedAt),
	}
}

/// The id without page and slot, which mean nothing to the naive book; one that names no place stays as it is.
pub(crate) fn plain(id: OrderId) -> OrderId {
	let place = id.locator();
	if !place.is_valid() {
		return id;
	}
	OrderId::new(Locator::new(place.side(), place.tick(), 0, 0), id.sequence())
}

/// All orders by priority, bids first, each with its real id.
pub(crate) fn listing<S: Store>(store: &mut S) -> Vec<(OrderId, NaiveOrder)> {
	let mut listing = Vec::new();
	for side in [Side::Bid, Side::Ask] {
		let mut price = store.header().best(side);
		while let Some(tick) = price {
			let mut next = book::first_order(store, LevelAt { side, tick });
			while let Some((at, order)) = next {
				let terms = NewOrder {
					side,
					price: tick,
					quantity: order.lots,
					time_in_force: order.time_in_force,
					self_trade: order.self_trade,
					client_id: store.trader(&order.owner).client_id(at),
					expires_at: order.expires_at,
				};
				let (owner, sequence) = (order.owner, order.sequence);
				let id = OrderId::new(at, sequence);
				listing.push((id, NaiveOrder { sequence, owner, terms }));
				next = book::next_order(store, at);
			}
			price =
				book::behind(side, tick).and_then(|behind| book::next_level(store, side, behind));
		}
	}
	listing
}

/// Checks invariants 1 and 6 to 10 of a book in memory, and that every hold is what the orders need (17).
pub(crate) fn check(store: &MemoryStore, params: &MarketParams, accounts: Option<&Accounts>) {
	use order_book_engine::page::NO_PAGE;
	let mut store = store.clone();
	let header = store.header;
	if let Some((bid, ask)) = header.best_bid.zip(header.best_ask) {
		assert!(bid < ask, "I1: the book stands crossed at {bid:?} and {ask:?}");
	}
	let mut orders = 0;
	let mut pages_in_chains = 0;
	let mut places: BTreeMap<Owner, Vec<Locator>> = BTreeMap::new();
	let mut needed: BTreeMap<(Owner, Asset), u128> = BTreeMap::new();
	let mut sequences = std::collections::BTreeSet::new();
	let mut best: BTreeMap<Side, Ticks> = BTreeMap::new();
	for (at, level) in store.levels.clone() {
		let LevelAt { side, tick } = at;
		let (word, bit) = order_book_engine::bitmap::split(tick);
		let marked = store.words.get(&WordAt::Leaf(side, word)).is_some_and(|w| w.contains(bit));
		assert_eq!(marked, level.orders > 0, "I6: the leaf bit of {at:?}");
		if level.orders == 0 {
			assert_eq!(level, Default::default(), "an empty level is as if never written");
			continue;
		}
		if best.get(&side).is_none_or(|old| side.better(tick, *old)) {
			best.insert(side, tick);
		}
		let (mut count, mut lots, mut last_sequence) = (0, 0, 0);
		let (mut number, mut prev) = (level.head, NO_PAGE);
		loop {
			let key = PageAt { side, tick, page: number };
			let page = book::page_of(&mut store, key).clone();
			assert!(!page.is_empty(), "I7: page {number} of {at:?} is empty");
			assert_eq!(page.prev, prev, "I7: the chain backwards");
			assert!(number < level.next_page, "I7: page numbers rise");
			pages_in_chains += usize::from(number != 0);
			let mut slot = page.next_live(0);
			let mut live = 0;
			while let Some(n) = slot {
				let order = page.get(n).expect("a live slot holds an order");
				assert!(order.sequence > last_sequence, "I7: sequences rise within a level");
				assert!(order.sequence <= header.sequence, "I9: given by the header");
				assert!(sequences.insert(order.sequence), "I9: no sequence twice");
				let place = Locator::new(side, tick, number, n);
				let id = OrderId::new(place, order.sequence);
				assert_eq!(book::find(&mut store, id), Some(order), "I9: the id leads to it");
				let worth = params.notional(tick, order.lots).expect("within range");
				assert!(worth >= params.min_notional, "I10: {order:?} is dust");
				let need = params.requirement(side, tick, order.lots).expect("within range");
				*needed.entry((order.owner, Asset::paid_by(side))).or_default() += need;
				places.entry(order.owner).or_default().push(place);
				last_sequence = order.sequence;
				lots += order.lots.get();
				live += 1;
				slot = page.next_live(n + 1);
			}
			assert_eq!(live, page.len());
			count += live;
			if page.next == NO_PAGE {
				break;
			}
			(prev, number) = (number, page.next);
		}
		assert_eq!(number, level.tail, "I7: the chain ends at the tail");
		if level.head != 0 {
			assert!(level.page.is_empty(), "I7: page 0 is outside the chain and not empty");
		}
		assert_eq!((count, lots), (level.orders, level.lots.get()), "I7: totals of {at:?}");
		orders += count;
	}
	let stored = store.pages.values().filter(|page| **page != Default::default()).count();
	assert_eq!(stored, pages_in_chains, "I7: no page outside a chain");
	assert_eq!(header.orders, orders, "I8: orders counted");
	for side in [Side::Bid, Side::Ask] {
		assert_eq!(header.best(side), best.get(&side).copied(), "I8: best of {side:?}");
	}
	for (at, word) in &store.words {
		match *at {
			WordAt::Leaf(side, number) => {
				let summary = store.words.get(&WordAt::Summary(side));
				let marked = summary.is_some_and(|summary| summary.contains(number));
				assert_eq!(marked, !word.is_empty(), "I6: the summary bit of {at:?}");
				for bit in (0..4_096).filter(|bit| word.contains(*bit)) {
					let tick = order_book_engine::bitmap::join(number, bit);
					let level = store.levels.get(&LevelAt { side, tick });
					assert!(level.is_some_and(|level| level.orders > 0), "I6: {at:?} bit {bit}");
				}
			}
			WordAt::Summary(side) => {
				for number in (0..4_096).filter(|number| word.contains(*number)) {
					let leaf = store.words.get(&WordAt::Leaf(side, number));
					assert!(leaf.is_some_and(|leaf| !leaf.is_empty()), "I6: {at:?} bit {number}");
				}
			}
		}
	}
	for (who, trader) in &store.traders {
		let mut listed = trader.orders.clone();
		listed.sort();
		let mut found = places.remove(who).unwrap_or_default();
		found.sort();
		assert_eq!(listed, found, "I18: the record of {who:?}");
		assert!(trader.client_ids.iter().all(|(_, at)| found.contains(at)));
		assert!(trader.void <= header.sequence && (trader.void == 0 || !found.is_empty()));
	}
	assert!(places.is_empty(), "I18: every owner has a record");
	let Some(accounts) = accounts else { return };
	for (key, purse) in &accounts.purses {
		let need = needed.remove(key).unwrap_or_default();
		assert_eq!(purse.held, need, "I17: the hold of {key:?}");
	}
	assert!(needed.is_empty(), "I17: every order has its hold");
}

/// A number from the environment, or the default.
pub(crate) fn from_env(name: &str, default: u64) -> u64 {
	std::env::var(name).map_or(default, |text| {
		text.replace('_', "").parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}"))
	})
}

/// The seed of a random test: `KONGSI_SEED`, or a fixed one. Printed, so that a failure can be run again.
pub(crate) fn seed(test: &str) -> u64 {
	let seed = from_env("KONGSI_SEED", 20_260_901);
	println!("{test}: KONGSI_SEED={seed}");
	seed
}
