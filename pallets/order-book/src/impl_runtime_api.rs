//! The reads behind the runtime API: bounded, and without effect.

use crate::{
	custody::Custody, storage_book::StorageBook, Books, Config, HoldReason, Listings, MarketId,
	Markets, Pallet, Traders, Work,
};
use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::*,
	traits::fungibles::{hold::Inspect as InspectHold, Inspect},
};
use order_book_engine::{
	book, lapsed, matching, page::NO_PAGE, Block, ClientId, LevelAt, Locator, Lots, NewOrder,
	Order, OrderId, Owner, PageAt, SelfTrade, Side, Store, Ticks, TimeInForce, TokenId, MAX_TICK,
};
use order_book_runtime_api::{
	Bbo, Depth, DepthLevel, MarketInfo, OrderInfo, Quote, Refusal, TokenBalance, MAX_DEPTH,
	MAX_LIST,
};

/// A cursor over single orders looks at no more levels than this in one call.
const MAX_LEVELS_WALKED: u32 = 2_000;
/// Nor at more pages, to find where a cursor is whose own page is gone.
const MAX_PAGES_WALKED: u32 = 2_000;

impl<T: Config> Pallet<T> {
	/// See `OrderBookApi::markets`.
	pub fn markets(after: Option<MarketId>, limit: u32) -> Vec<MarketInfo> {
		let first = after.map_or(Some(0), |after| after.checked_add(1));
		let next = crate::NextMarketId::<T>::get();
		let Some(first) = first.filter(|first| *first < next) else { return Vec::new() };
		// Numbers of markets that have ended are skipped, but cost a read; a page looks at a bounded range.
		let last = first.saturating_add(MAX_LIST.saturating_mul(4)).min(next); // a bound: the end is the right answer
		(first..last).filter_map(Self::market_info).take(bounded(limit, MAX_LIST)).collect()
	}

	/// See `OrderBookApi::market`.
	pub fn market_info(id: MarketId) -> Option<MarketInfo> {
		let market = Markets::<T>::get(id)?;
		let orders = Books::<T>::get(id).unwrap_or_default().orders;
		Some(MarketInfo {
			id,
			params: market.params,
			status: market.status,
			best: Self::bbo(id)?,
			orders,
		})
	}

	/// See `OrderBookApi::depth`.
	pub fn depth(market: MarketId, levels: u32) -> Option<Depth> {
		Markets::<T>::get(market)?;
		let mut store = StorageBook::<T>::load(market);
		let count = bounded(levels, MAX_DEPTH);
		let bids = levels_of(&mut store, Side::Bid, count);
		let asks = levels_of(&mut store, Side::Ask, count);
		Some(Depth { sequence: store.header().sequence, bids, asks })
	}

	/// See `OrderBookApi::bbo`.
	pub fn bbo(market: MarketId) -> Option<Bbo> {
		Markets::<T>::get(market)?;
		let mut store = StorageBook::<T>::load(market);
		let header = *store.header();
		let mut best =
			|side| header.best(side).map(|tick| (tick, store.level(LevelAt { side, tick }).lots));
		let (bid, ask) = (best(Side::Bid), best(Side::Ask));
		Some(Bbo { bid, ask, last: header.last_price, sequence: header.sequence })
	}

	/// See `OrderBookApi::book_orders`.
	pub fn book_orders(
		market: MarketId,
		side: Side,
		after: Option<OrderId>,
		limit: u32,
	) -> Option<Vec<OrderInfo<T::AccountId>>> {
		Markets::<T>::get(market)?;
		let mut store = StorageBook::<T>::load(market);
		let mut orders = Vec::new();
		// The cursor names a place, which is good even when its order is gone.
		let cursor = after.map(OrderId::locator).filter(|place| place.side() == side);
		let mut next = cursor.and_then(|place| behind_cursor(&mut store, place));
		let mut tick = match cursor {
			Some(place) => Some(place.tick()),
			None => store.header().best(side),
		};
		if cursor.is_none() {
			next = tick.and_then(|tick| book::first_order(&mut store, LevelAt { side, tick }));
		}
		let limit = bounded(limit, MAX_LIST);
		for _ in 0..MAX_LEVELS_WALKED {
			while let Some((place, order)) = next.filter(|_| orders.len() < limit) {
				orders.push(Self::order_info(&mut store, market, place, order));
				next = book::next_order(&mut store, place);
			}
			if orders.len() >= limit {
				break;
			}
			tick = tick
				.and_then(|tick| book::behind(side, tick))
				.and_then(|from| book::next_level(&mut store, side, from));
			let Some(tick) = tick else { break };
			next = book::first_order(&mut store, LevelAt { side, tick });
		}
		Some(orders)
	}

	/// See `OrderBookApi::order`.
	pub fn order(market: MarketId, id: OrderId) -> Option<OrderInfo<T::AccountId>> {
		Markets::<T>::get(market)?;
		let mut store = StorageBook::<T>::load(market);
		let order = book::find(&mut store, id)?;
		Some(Self::order_info(&mut store, market, id.locator(), order))
	}

	/// See `OrderBookApi::order_by_client_id`.
	pub fn order_by_client_id(
		market: MarketId,
		account: T::AccountId,
		client_id: ClientId,
	) -> Option<OrderInfo<T::AccountId>> {
		let mut store = StorageBook::<T>::load(market);
		let place = store.trader(&Owner(account.into())).find(client_id)?;
		let order = book::at(&mut store, place)?;
		Some(Self::order_info(&mut store, market, place, order))
	}

	/// See `OrderBookApi::open_orders`.
	pub fn open_orders(
		account: T::AccountId,
		market: MarketId,
		after: Option<OrderId>,
		limit: u32,
	) -> Vec<OrderInfo<T::AccountId>> {
		let mut store = StorageBook::<T>::load(market);
		let mut places = store.trader(&Owner(account.into())).orders.clone();
		places.sort();
		let after = after.map(OrderId::locator);
		places
			.into_iter()
			.filter(|place| after.is_none_or(|after| *place > after))
			.take(bounded(limit, MAX_LIST))
			.filter_map(|place| {
				let order = book::at(&mut store, place)?;
				Some(Self::order_info(&mut store, market, place, order))
			})
			.collect()
	}

	/// See `OrderBookApi::markets_of`.
	pub fn markets_of(account: T::AccountId) -> Vec<MarketId> {
		let most = bounded(MAX_LIST, MAX_LIST);
		let records: Vec<_> = Traders::<T>::iter_prefix(account).take(most).collect();
		// A list that is full stays so, since orders may lie behind it. Otherwise what is kept for a deadline alone goes.
		let is_full = records.len() >= most;
		let mut markets: Vec<MarketId> = records
			.into_iter()
			.filter(|(_, trader)| is_full || !trader.orders.is_empty())
			.map(|(market, _)| market)
			.collect();
		markets.sort_unstable();
		markets
	}

	/// See `OrderBookApi::balances`.
	pub fn balances(
		account: T::AccountId,
		after: Option<TokenId>,
		limit: u32,
	) -> (Vec<TokenBalance>, Option<TokenId>) {
		let native = T::NativeToken::get();
		let limit = bounded(limit, MAX_LIST);
		let (first, rest) = match after {
			None => (Some(native), Listings::<T>::iter_keys()),
			Some(token) if token == native => (None, Listings::<T>::iter_keys()),
			Some(token) => {
				(None, Listings::<T>::iter_keys_from(Listings::<T>::hashed_key_for(token)))
			}
		};
		let mut tokens: Vec<TokenId> = first
			.into_iter()
			.chain(rest.filter(|token| *token != native))
			.take(limit.saturating_add(1)) // one more tells whether there is more
			.collect();
		let more = tokens.len() > limit;
		tokens.truncate(limit);
		let cursor = tokens.last().copied().filter(|_| more);
		(tokens.into_iter().map(|token| Self::token_balance(&account, token)).collect(), cursor)
	}

	fn token_balance(account: &T::AccountId, token: TokenId) -> TokenBalance {
		let reason = T::RuntimeHoldReason::from(HoldReason::OpenOrder);
		let free = T::Tokens::balance(token, account);
		let in_orders = T::Tokens::balance_on_hold(token, &reason, account);
		let all_held = T::Tokens::total_balance_on_hold(token, account);
		TokenBalance { token, free, in_orders, held: all_held.saturating_sub(in_orders) }
		// a part of the whole
	}

	/// See `OrderBookApi::quote`.
	pub fn quote(market: MarketId, side: Side, lots: Lots) -> Option<Quote> {
		let found = Markets::<T>::get(market)?;
		let mut store = StorageBook::<T>::load(market);
		let mut custody = Custody::<T>::new(market, &found.params);
		let price = Ticks::new(match side {
			Side::Bid => MAX_TICK,
			Side::Ask => 1,
		});
		let order = NewOrder {
			side,
			price,
			quantity: lots,
			time_in_force: TimeInForce::ImmediateOrCancel,
			self_trade: SelfTrade::CancelTaker,
			client_id: None,
			expires_at: None,
		};
		// Nobody's order, so nothing is left out as one's own.
		let nobody = Owner([0xff; 32]);
		let taker = matching::Taker { owner: &nobody, order: &order, now: Self::now() };
		let budget = Work::most::<T>().used;
		let plan = matching::plan(&mut store, &mut custody, &found.params, budget, taker).ok()?;
		let bounded = plan.stop == matching::Stop::Bound;
		let (filled, unfilled) = (plan.filled, plan.left);
		let mut quote = Quote { filled, unfilled, bounded, ..Quote::default() };
		quote.base = found.params.base(plan.filled).ok()?;
		for step in plan.steps {
			if let matching::Step::Fill { at, filled, .. } = step {
				let notional = found.params.notional(at.tick(), filled).ok()?;
				quote.notional = quote.notional.checked_add(notional)?;
				quote.fee = quote.fee.checked_add(found.params.taker_fee(notional).ok()?)?;
				quote.worst = Some(at.tick());
			}
		}
		Some(quote)
	}

	/// See `OrderBookApi::check_order`.
	pub fn check_order(
		account: T::AccountId,
		market: MarketId,
		order: NewOrder,
	) -> Result<(), Refusal> {
		let found = Markets::<T>::get(market).ok_or(Refusal::UnknownMarket)?;
		let mut session = Self::session(market, &found, Work::most::<T>().used);
		// The session works in memory; without `flush` nothing of it is kept.
		session.place(&Owner(account.into()), &order).map(|_| ()).map_err(Refusal::Book)
	}

	/// See `OrderBookApi::limits`.
	pub fn limits() -> (Block, u32, u32, u32, u32) {
		let used = Work::most::<T>().used;
		(Self::now(), used.fills, used.levels, used.removals, T::MaxOperations::get())
	}

	fn order_info(
		store: &mut StorageBook<T>,
		market: MarketId,
		place: Locator,
		order: Order,
	) -> OrderInfo<T::AccountId> {
		OrderInfo {
			market,
			id: OrderId::new(place, order.sequence),
			owner: T::AccountId::from(order.owner.0),
			side: place.side(),
			price: place.tick(),
			lots: order.lots,
			client_id: store.trader(&order.owner).client_id(place),
			expires_at: order.expires_at,
			expired: lapsed(store, &order, Self::now()).is_some(),
		}
	}
}

/// The order behind a place in its level. A place whose page is gone lies before every page with a higher number.
fn behind_cursor<T: Config>(
	store: &mut StorageBook<T>,
	place: Locator,
) -> Option<(Locator, Order)> {
	let (side, tick) = (place.side(), place.tick());
	let at = |page| PageAt { side, tick, page };
	if !book::page_of(store, at(place.page())).is_empty() {
		return book::next_order(store, place);
	}
	let mut number = store.level(LevelAt { side, tick }).head;
	for _ in 0..MAX_PAGES_WALKED {
		if number == NO_PAGE {
			return None;
		}
		let page = book::page_of(store, at(number));
		if number > place.page() {
			let slot = page.next_live(0)?;
			return page.get(slot).map(|order| (Locator::new(side, tick, number, slot), order));
		}
		number = page.next;
	}
	None
}

fn bounded(limit: u32, most: u32) -> usize {
	usize::try_from(limit.min(most)).unwrap_or_default()
}

fn levels_of<T: Config>(store: &mut StorageBook<T>, side: Side, count: usize) -> Vec<DepthLevel> {
	let mut levels = Vec::new();
	let mut next = store.header().best(side);
	while let Some(tick) = next.filter(|_| levels.len() < count) {
		let level = store.level(LevelAt { side, tick });
		levels.push(DepthLevel { price: tick, lots: level.lots, orders: level.orders });
		next = book::behind(side, tick).and_then(|from| book::next_level(store, side, from));
	}
	levels
}
