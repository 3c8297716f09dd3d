//! What tests do and look at, so that they read as sentences.

use super::*;

pub(crate) fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// The free balance.
pub(crate) fn free(token: TokenId, who: &AccountId) -> u128 {
	Fragile::balance(token, who)
}

/// What open orders hold.
pub(crate) fn held(token: TokenId, who: &AccountId) -> u128 {
	Fragile::balance_on_hold(token, &HoldReason::OpenOrder.into(), who)
}

/// Free and held.
pub(crate) fn total(token: TokenId, who: &AccountId) -> u128 {
	Fragile::total_balance(token, who)
}

pub(crate) fn supply(token: TokenId) -> u128 {
	Fragile::total_issuance(token)
}

/// KSI held from the founder of markets.
pub(crate) fn market_deposit(who: &AccountId) -> u128 {
	Fragile::balance_on_hold(KSI, &HoldReason::MarketDeposit.into(), who)
}

fn order(side: Side, price: u64, lots: u64) -> NewOrder {
	NewOrder {
		side,
		price: Ticks::new(price),
		quantity: Lots::new(lots),
		time_in_force: TimeInForce::GoodTilCancelled,
		self_trade: SelfTrade::CancelTaker,
		client_id: None,
		expires_at: None,
	}
}

/// A bid that rests until cancelled.
pub(crate) fn bid(price: u64, lots: u64) -> NewOrder {
	order(Side::Bid, price, lots)
}

/// An ask that rests until cancelled.
pub(crate) fn ask(price: u64, lots: u64) -> NewOrder {
	order(Side::Ask, price, lots)
}

/// Ways to change an order, so that a test reads as a sentence.
pub(crate) trait With: Sized {
	fn tif(self, time_in_force: TimeInForce) -> Self;
	fn client(self, id: u64) -> Self;
	fn until(self, block: u32) -> Self;
	fn meeting_self(self, mode: SelfTrade) -> Self;
	fn now_or_never(self) -> Self {
		self.tif(TimeInForce::ImmediateOrCancel)
	}
}

impl With for NewOrder {
	fn tif(self, time_in_force: TimeInForce) -> Self {
		Self { time_in_force, ..self }
	}
	fn client(self, id: u64) -> Self {
		Self { client_id: Some(id), ..self }
	}
	fn until(self, block: u32) -> Self {
		Self { expires_at: Some(block), ..self }
	}
	fn meeting_self(self, self_trade: SelfTrade) -> Self {
		Self { self_trade, ..self }
	}
}

/// The content of an `Executed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Executed {
	pub market: MarketId,
	pub trader: AccountId,
	pub sequence: u64,
	pub outcomes: Vec<Outcome>,
	pub fills: Vec<Fill>,
	pub removals: Vec<Removal>,
}

/// All events of this pallet, in order.
pub(crate) fn events() -> Vec<Event<Test>> {
	let ours = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
		RuntimeEvent::OrderBook(event) => Some(event),
		_ => None,
	};
	System::events().into_iter().filter_map(ours).collect()
}

/// The newest event of this pallet.
pub(crate) fn last_event() -> Event<Test> {
	events().pop().expect("an event")
}

/// The newest event of this pallet, an `Executed`.
pub(crate) fn executed() -> Executed {
	match last_event() {
		Event::Executed { market, trader, sequence, outcomes, fills, removals } => {
			Executed { market, trader, sequence, outcomes, fills, removals }
		}
		other => panic!("{other:?}"),
	}
}

/// Places an order; without what it is charged.
pub(crate) fn try_place(who: &AccountId, market: MarketId, order: NewOrder) -> DispatchResult {
	OrderBook::place_order(signed(who), market, order).map(|_| ()).map_err(|refused| refused.error)
}

/// Amends an order; without what it is charged.
pub(crate) fn try_amend(
	who: &AccountId,
	market: MarketId,
	id: OrderId,
	price: Option<u64>,
	lots: Option<u64>,
) -> DispatchResult {
	OrderBook::amend_order(signed(who), market, id, price.map(Ticks::new), lots.map(Lots::new))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

/// Cancels an order; without what it is charged.
pub(crate) fn cancel(who: &AccountId, market: MarketId, id: OrderId) -> DispatchResult {
	OrderBook::cancel_order(signed(who), market, id).map(|_| ()).map_err(|refused| refused.error)
}

/// Cancels all orders of an account; without what it is charged.
pub(crate) fn cancel_all(who: &AccountId, market: MarketId, side: Option<Side>) -> DispatchResult {
	OrderBook::cancel_all(signed(who), market, side).map(|_| ()).map_err(|refused| refused.error)
}

/// Places an order that must be accepted.
pub(crate) fn place(who: &AccountId, market: MarketId, order: NewOrder) -> Placed {
	assert_ok!(OrderBook::place_order(signed(who), market, order));
	match executed().outcomes[..] {
		[Outcome::Placed(placed)] => placed,
		ref other => panic!("{other:?}"),
	}
}

/// Places an order that must rest; returns its id.
pub(crate) fn rest(who: &AccountId, market: MarketId, order: NewOrder) -> OrderId {
	place(who, market, order).order.expect("it rests")
}

/// Amends an order so that it gets a new place; returns what became of it.
pub(crate) fn replace(
	who: &AccountId,
	market: MarketId,
	id: OrderId,
	price: Option<u64>,
	lots: Option<u64>,
) -> Placed {
	assert_ok!(OrderBook::amend_order(
		signed(who),
		market,
		id,
		price.map(Ticks::new),
		lots.map(Lots::new)
	));
	match executed().outcomes[..] {
		[Outcome::Amended(Amended::Replaced(_, placed))] => placed,
		ref other => panic!("{other:?}"),
	}
}

/// Submits a batch that must be accepted; returns its only event.
pub(crate) fn submit(who: &AccountId, operations: Vec<Operation>) -> Executed {
	let before = events().len();
	assert_ok!(OrderBook::submit(signed(who), operations.try_into().unwrap()));
	assert_eq!(events().len(), before + 1, "one run, one event");
	executed()
}

pub(crate) fn set_status(market: MarketId, status: MarketStatus) {
	assert_ok!(OrderBook::set_market_status(signed(&vote()), market, status));
}

pub(crate) fn status(market: MarketId) -> Option<MarketStatus> {
	crate::Markets::<Test>::get(market).map(|found| found.status)
}

pub(crate) fn set_params(market: MarketId, terms: MarketTerms, fees: FeeSchedule) {
	assert_ok!(OrderBook::set_market_params(signed(&vote()), market, terms, fees));
}

/// Lots of an order that rests.
pub(crate) fn lots_of(market: MarketId, id: OrderId) -> Option<u64> {
	OrderBook::order(market, id).map(|order| order.lots.get())
}

/// Makes `who` an account without KSI and without any of the traders' tokens.
pub(crate) fn poor(number: u8) -> AccountId {
	assert!(number > TRADERS && number < 100);
	account(number)
}

/// Lets the freezer of a token stop an account.
pub(crate) fn freeze(token: TokenId, who: &AccountId) {
	assert_ok!(Assets::freeze(signed(&founder()), token, who.clone()));
}

pub(crate) fn thaw(token: TokenId, who: &AccountId) {
	assert_ok!(Assets::thaw(signed(&founder()), token, who.clone()));
}

/// Creates tokens out of nothing.
pub(crate) fn mint(token: TokenId, who: &AccountId, amount: u128) {
	assert_ok!(Fragile::mint_into(token, who, amount));
}
