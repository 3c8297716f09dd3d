//! `orderbook_v1`: markets, books, orders and balances, as the runtime API of the order book tells them.

use crate::{
	answers::{
		At, Balance, Balances, Best, BestPrices, BookOrders, Checked, Depth, Fees, Head, Info,
		Level, Limits, Market, OpenOrders, Order, Quote, Time, Token,
	},
	chain::{internal, is_full, MarketView, Source, View},
	cursor::After,
	error::Error,
	params::{Fields, Param},
	units::Decimal,
};
use frame_system_rpc_runtime_api::AccountNonceApi;
use jsonrpsee::proc_macros::rpc;
use order_book_engine::{Lots, MarketStatus, NewOrder, OrderId, Side, Ticks, MAX_LOTS};
use order_book_runtime_api::{
	DepthLevel, MarketId, OrderBookApi as RuntimeOrderBookApi, OrderInfo, Refusal, TokenBalance,
	MAX_DEPTH, MAX_LIST,
};
use serde_json::{json, Value};
use sp_api::{CallApiAt, CallContext, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::BabeApi;
use sp_core::crypto::Ss58Codec;
use sp_runtime::{
	traits::{Block as BlockT, SaturatedConversion},
	AccountId32,
};
use std::{
	collections::BTreeMap,
	sync::Arc,
	time::{SystemTime, UNIX_EPOCH},
};

/// Levels of each side unless a caller asks for another number.
pub(crate) const DEFAULT_LEVELS: u32 = 20;

/// How an order is named, in the words of an error.
const ORDER_KEY: &str = "an object {market, id} or {market, account, clientId}";
/// How an order is described, in the words of an error.
const NEW_ORDER: &str =
	"an object {market, side, price, size, timeInForce?, selfTrade?, clientId?, expiresAt?}";

/// Reads of the order book.
///
/// Parameters are JSON values, all of them optional for the decoder, so that what is missing or wrong gets a sentence of
/// its own. `docs/rpc.md` says what each may be. `at` is always the hash of a block, the best one where it is left out.
#[rpc(client, server, namespace = "orderbook_v1")]
pub trait OrderBookApi<Hash> {
	/// Markets by rising number, their tokens, the bounds of calls and answers, and where the chain is.
	#[method(name = "info", blocking)]
	fn info(
		&self,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Info<Hash>>, Error>;

	/// The time of the block and of the node.
	#[method(name = "time", blocking)]
	fn time(&self, at: Option<Value>) -> Result<At<Hash, Time>, Error>;

	/// The best `levels` levels of both sides.
	#[method(name = "depth", blocking)]
	fn depth(
		&self,
		market: Option<Value>,
		levels: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Depth>, Error>;

	/// The best prices of a list of markets.
	#[method(name = "bbo", blocking)]
	fn bbo(&self, markets: Option<Value>, at: Option<Value>)
		-> Result<At<Hash, BestPrices>, Error>;

	/// Single orders of a side as they would be filled.
	#[method(name = "bookOrders", blocking)]
	fn book_orders(
		&self,
		market: Option<Value>,
		side: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, BookOrders>, Error>;

	/// One open order, named by `{market, id}` or `{market, account, clientId}`.
	#[method(name = "order", blocking)]
	fn order(&self, order: Option<Value>, at: Option<Value>) -> Result<At<Hash, Order>, Error>;

	/// An account's open orders, in one market or in all of them.
	#[method(name = "openOrders", blocking)]
	fn open_orders(
		&self,
		account: Option<Value>,
		market: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, OpenOrders>, Error>;

	/// What an account has of KSI and of every token that has a market, and its nonce.
	#[method(name = "balances", blocking)]
	fn balances(
		&self,
		account: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Balances>, Error>;

	/// What a market order of this size would get.
	#[method(name = "quote", blocking)]
	fn quote(
		&self,
		market: Option<Value>,
		side: Option<Value>,
		size: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Quote>, Error>;

	/// Whether an order would be accepted as the book stands; if not, error 12007 says why.
	#[method(name = "checkOrder", blocking)]
	fn check_order(
		&self,
		account: Option<Value>,
		order: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Hash, Checked>, Error>;
}

/// Answers `orderbook_v1` from a client.
pub struct OrderBook<C, Block> {
	chain: Source<C, Block>,
}

impl<C, Block> OrderBook<C, Block> {
	/// The group over this client.
	pub fn new(client: Arc<C>) -> Self {
		Self { chain: Source::new(client) }
	}
}

impl<C, Block> OrderBookApiServer<Block::Hash> for OrderBook<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: RuntimeOrderBookApi<Block, AccountId32>
		+ AccountNonceApi<Block, AccountId32, u32>
		+ BabeApi<Block>,
{
	fn info(
		&self,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Info<Block::Hash>>, Error> {
		let limit = Param::new("limit", &limit).limit()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Markets { last } => Some(last),
			_ => None,
		})?;
		let infos = view.ask(view.api.markets(view.hash, after, limit))?;
		let next_cursor = view.next_cursor(
			&infos,
			limit,
			|info| info.id,
			|last| view.ask(view.api.markets(view.hash, Some(last), 1)),
			|last| After::Markets { last },
		)?;
		let markets = view.with_tokens(infos)?;
		let tokens = markets
			.iter()
			.flat_map(|market| [&market.base, &market.quote])
			.map(|token| (token.id, token.clone()))
			.collect::<BTreeMap<_, _>>();
		let chain = self.chain.client().info();
		let version =
			view.ask(self.chain.client().runtime_version_at(view.hash, CallContext::Offchain))?;
		let (_, max_fills, max_levels, max_removals, max_operations) =
			view.ask(view.api.limits(view.hash))?;
		let info = Info {
			best: Head { hash: chain.best_hash, number: chain.best_number.saturated_into() },
			finalized: Head {
				hash: chain.finalized_hash,
				number: chain.finalized_number.saturated_into(),
			},
			time: Time { block_ms: view.time_ms()?, node_ms: now_ms() },
			slot_ms: view.ask(view.api.configuration(view.hash))?.slot_duration,
			spec_name: version.spec_name.to_string(),
			spec_version: version.spec_version,
			limits: Limits {
				max_fills,
				max_levels,
				max_removals,
				max_operations,
				max_list: MAX_LIST,
				max_depth: MAX_DEPTH,
			},
			tokens: tokens.into_values().collect(),
			markets: markets.into_iter().map(market_answer).collect(),
			next_cursor,
		};
		Ok(view.answer(info))
	}

	fn time(&self, at: Option<Value>) -> Result<At<Block::Hash, Time>, Error> {
		let view = self.chain.view(&at)?;
		let time = Time { block_ms: view.time_ms()?, node_ms: now_ms() };
		Ok(view.answer(time))
	}

	fn depth(
		&self,
		market: Option<Value>,
		levels: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Depth>, Error> {
		let id = Param::new("market", &market).market()?;
		let levels = Param::new("levels", &levels).count(DEFAULT_LEVELS, MAX_DEPTH)?;
		let view = self.chain.view(&at)?;
		let market = view.market(id)?;
		let depth =
			view.ask(view.api.depth(view.hash, id, levels))?.ok_or(Error::UnknownMarket(id))?;
		let level = |level: DepthLevel| -> Level {
			let (price, size) = priced(&market, level.price, level.lots);
			(price, size, level.orders)
		};
		let answer = Depth {
			market: id,
			symbol: market.symbol(),
			seq: depth.sequence,
			bids: depth.bids.into_iter().map(level).collect(),
			asks: depth.asks.into_iter().map(level).collect(),
		};
		Ok(view.answer(answer))
	}

	fn bbo(
		&self,
		markets: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, BestPrices>, Error> {
		let ids = Param::new("markets", &markets).markets()?;
		let view = self.chain.view(&at)?;
		let known = view.markets(&ids.iter().copied().collect())?;
		let markets = ids
			.into_iter()
			.map(|id| known.get(&id).map(best_answer).ok_or(Error::UnknownMarket(id)))
			.collect::<Result<_, _>>()?;
		Ok(view.answer(BestPrices { markets }))
	}

	fn book_orders(
		&self,
		market: Option<Value>,
		side: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, BookOrders>, Error> {
		let id = Param::new("market", &market).market()?;
		let side = Param::new("side", &side).side()?;
		let limit = Param::new("limit", &limit).limit()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::BookOrders { market, side: same, last } if market == id && same == side => {
				Some(last)
			}
			_ => None,
		})?;
		let market = view.market(id)?;
		let orders_after = |after, limit| {
			let orders = view.ask(view.api.book_orders(view.hash, id, side, after, limit))?;
			orders.ok_or(Error::UnknownMarket(id))
		};
		let orders = orders_after(after, limit)?;
		let next_cursor = view.next_cursor(
			&orders,
			limit,
			|order| order.id,
			|last| orders_after(Some(last), 1),
			|last| After::BookOrders { market: id, side, last },
		)?;
		let answer = BookOrders {
			market: id,
			symbol: market.symbol(),
			side: side_name(side),
			orders: orders.into_iter().map(|order| order_answer(&market, order)).collect(),
			next_cursor,
		};
		Ok(view.answer(answer))
	}

	fn order(
		&self,
		order: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Order>, Error> {
		let param = Param::new("order", &order);
		let fields = param.object(ORDER_KEY, &["market", "id", "account", "clientId"])?;
		let id = fields.get("market").market()?;
		let key = OrderKey::read(&fields).ok_or_else(|| param.must_be(ORDER_KEY))??;
		let view = self.chain.view(&at)?;
		let market = view.market(id)?;
		let found = match key {
			OrderKey::Id(order) => view.api.order(view.hash, id, order),
			OrderKey::Client(account, number) => {
				view.api.order_by_client_id(view.hash, id, account, number)
			}
		};
		// What was asked for goes back as it came: it has been read, so it is small.
		let asked = || order.clone().unwrap_or_else(|| json!({}));
		let order = view.ask(found)?.ok_or_else(|| Error::UnknownOrder(asked()))?;
		Ok(view.answer(order_answer(&market, order)))
	}

	fn open_orders(
		&self,
		account: Option<Value>,
		market: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, OpenOrders>, Error> {
		let account = Param::new("account", &account).account()?;
		let only = Param::new("market", &market).given().map(Param::market).transpose()?;
		let limit = Param::new("limit", &limit).limit()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::OpenOrders { account: who, only: same, market, last }
				if who == account && same == only =>
			{
				Some((market, last))
			}
			_ => None,
		})?;
		let markets = match only {
			Some(id) => vec![view.market(id)?.info.id],
			None => all_markets_of(&view, &account)?,
		};
		let (orders, more) = orders_of(&view, &account, markets, after, limit)?;
		let next_cursor = orders.last().filter(|_| more).map(|order| {
			let (account, market, last) = (account.clone(), order.market, order.id);
			view.cursor(After::OpenOrders { account, only, market, last })
		});
		let known = view.markets(&orders.iter().map(|order| order.market).collect())?;
		let orders = orders
			.into_iter()
			.map(|order| {
				let market = known.get(&order.market).ok_or(Error::UnknownMarket(order.market))?;
				Ok(order_answer(market, order))
			})
			.collect::<Result<_, Error>>()?;
		Ok(view.answer(OpenOrders { account: account.to_ss58check(), orders, next_cursor }))
	}

	fn balances(
		&self,
		account: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Balances>, Error> {
		let account = Param::new("account", &account).account()?;
		let limit = Param::new("limit", &limit).limit()?;
		let (view, after) = self.chain.page(&cursor, &at, |after| match after {
			After::Balances { account: who, last } if who == account => Some(last),
			_ => None,
		})?;
		let (mut held, last) =
			view.ask(view.api.balances(view.hash, account.clone(), after, limit))?;
		held.retain(|token| total(token) > 0);
		let next_cursor =
			last.map(|last| view.cursor(After::Balances { account: account.clone(), last }));
		let nonce = view.ask(view.api.account_nonce(view.hash, account.clone()))?;
		let tokens = view.tokens(&held.iter().map(|balance| balance.token).collect())?;
		let balances = held
			.into_iter()
			.map(|held| {
				let token = tokens.get(&held.token).ok_or(Error::UnknownToken(held.token))?;
				Ok(balance_answer(token, &held))
			})
			.collect::<Result<_, Error>>()?;
		let account = account.to_ss58check();
		Ok(view.answer(Balances { account, nonce, balances, next_cursor }))
	}

	fn quote(
		&self,
		market: Option<Value>,
		side: Option<Value>,
		size: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Quote>, Error> {
		let id = Param::new("market", &market).market()?;
		let side = Param::new("side", &side).side()?;
		let size = Param::new("size", &size);
		let amount = size.decimal()?;
		let view = self.chain.view(&at)?;
		let market = view.market(id)?;
		let lots = lots(&market, size, &amount)?;
		if lots.is_zero() {
			return Err(size.must_be(&format!("at least one {}", lot_words(&market))));
		}
		if lots.get() > MAX_LOTS {
			return Err(size.too_large());
		}
		let quote = view
			.ask(view.api.quote(view.hash, id, side, lots))?
			.ok_or_else(|| internal(&format_args!("the book of market {id} gives no quote")))?;
		let grid = &market.grid;
		let answer = Quote {
			market: id,
			symbol: market.symbol(),
			side: side_name(side),
			size: grid.size(lots).to_string(),
			filled: grid.size(quote.filled).to_string(),
			unfilled: grid.size(quote.unfilled).to_string(),
			notional: grid.quote(quote.notional).to_string(),
			fee: grid.quote(quote.fee).to_string(),
			average_price: grid.average(quote.notional, quote.base).map(|price| price.to_string()),
			worst_price: quote.worst.map(|price| grid.price(price).to_string()),
			worst_ticks: quote.worst.map(Ticks::get),
			bounded: quote.bounded,
		};
		Ok(view.answer(answer))
	}

	fn check_order(
		&self,
		account: Option<Value>,
		order: Option<Value>,
		at: Option<Value>,
	) -> Result<At<Block::Hash, Checked>, Error> {
		let account = Param::new("account", &account).account()?;
		let request = OrderRequest::read(Param::new("order", &order))?;
		let view = self.chain.view(&at)?;
		let market = view.market(request.market)?;
		let order = request.on_grid(&market)?;
		view.ask(view.api.check_order(view.hash, account, request.market, order))?.map_err(
			|refusal| match refusal {
				Refusal::UnknownMarket => Error::UnknownMarket(request.market),
				Refusal::Book(error) => Error::OrderWouldFail(error),
			},
		)?;
		let notional = market.info.params.notional(order.price, order.quantity);
		let notional = notional.map_err(|error| internal(&format_args!("{error:?}")))?;
		let (price, size) = priced(&market, order.price, order.quantity);
		let answer = Checked {
			ok: true,
			market: request.market,
			symbol: market.symbol(),
			side: side_name(order.side),
			price,
			size,
			ticks: order.price.get(),
			lots: order.quantity.get(),
			notional: market.grid.quote(notional).to_string(),
		};
		Ok(view.answer(answer))
	}
}

/// How a caller names an order.
enum OrderKey {
	Id(OrderId),
	Client(AccountId32, order_book_engine::ClientId),
}

impl OrderKey {
	/// `None` if the fields are not those of exactly one of the two ways.
	fn read(fields: &Fields<'_>) -> Option<Result<Self, Error>> {
		let (id, account, client_id) =
			(fields.get("id"), fields.get("account"), fields.get("clientId"));
		match (id.given(), account.given(), client_id.given()) {
			(Some(id), None, None) => Some(id.order_id().map(Self::Id)),
			(None, Some(account), Some(client_id)) => Some(account.account().and_then(|account| {
				client_id.client_id().map(|number| Self::Client(account, number))
			})),
			_ => None,
		}
	}
}

/// An order as a caller describes it: complete, but not yet held against a market's grid.
struct OrderRequest<'a> {
	market: MarketId,
	price: (Param<'a>, Decimal),
	size: (Param<'a>, Decimal),
	/// All the rest; price and quantity follow from the grid.
	order: NewOrder,
}

impl<'a> OrderRequest<'a> {
	fn read(order: Param<'a>) -> Result<Self, Error> {
		let known = [
			"market",
			"side",
			"price",
			"size",
			"timeInForce",
			"selfTrade",
			"clientId",
			"expiresAt",
		];
		let fields = order.object(NEW_ORDER, &known)?;
		let (price, size) = (fields.get("price"), fields.get("size"));
		Ok(Self {
			market: fields.get("market").market()?,
			price: (price, price.decimal()?),
			size: (size, size.decimal()?),
			order: NewOrder {
				side: fields.get("side").side()?,
				price: Ticks::ZERO,
				quantity: Lots::ZERO,
				time_in_force: fields.get("timeInForce").time_in_force()?,
				self_trade: fields.get("selfTrade").self_trade()?,
				client_id: fields.get("clientId").given().map(Param::client_id).transpose()?,
				expires_at: fields.get("expiresAt").given().map(Param::expiry).transpose()?,
			},
		})
	}

	fn on_grid(&self, market: &MarketView) -> Result<NewOrder, Error> {
		let (param, price) = &self.price;
		let price =
			market.grid.ticks(price).map_err(|error| param.unfit(error, || tick_words(market)))?;
		let (param, size) = &self.size;
		Ok(NewOrder { price, quantity: lots(market, *param, size)?, ..self.order })
	}
}

/// Lots of a size, if it lies on the market's grid.
fn lots(market: &MarketView, param: Param<'_>, size: &Decimal) -> Result<Lots, Error> {
	market.grid.lots(size).map_err(|error| param.unfit(error, || lot_words(market)))
}

/// "tick of HALO/CASH, 0.01 CASH"
fn tick_words(market: &MarketView) -> String {
	let tick = market.grid.price(Ticks::new(1));
	let rounded = if market.grid.exact() { "" } else { "rounded " };
	format!("tick of {}, {rounded}{tick} {}", market.symbol(), market.quote.symbol)
}

/// "lot of HALO/CASH, 1 HALO"
fn lot_words(market: &MarketView) -> String {
	let lot = market.grid.size(Lots::new(1));
	format!("lot of {}, {lot} {}", market.symbol(), market.base.symbol)
}

/// Markets in which an account has open orders.
fn all_markets_of<C, Block>(
	view: &View<'_, C, Block>,
	account: &AccountId32,
) -> Result<Vec<MarketId>, Error>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: RuntimeOrderBookApi<Block, AccountId32>,
{
	let markets = view.ask(view.api.markets_of(view.hash, account.clone()))?;
	if is_full(&markets, MAX_LIST) {
		// The runtime names no more of them, and leaving orders out in silence would be worse.
		return Err(Error::parameter(
			"market",
			format!("is needed: this account has open orders in {MAX_LIST} markets or more."),
		));
	}
	Ok(markets)
}

/// At most `limit` of an account's orders in these markets, in rising order, behind `after`, and whether there are more.
fn orders_of<C, Block>(
	view: &View<'_, C, Block>,
	account: &AccountId32,
	markets: Vec<MarketId>,
	after: Option<(MarketId, OrderId)>,
	limit: u32,
) -> Result<(Vec<OrderInfo<AccountId32>>, bool), Error>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: RuntimeOrderBookApi<Block, AccountId32>,
{
	let limit = usize::try_from(limit).unwrap_or(usize::MAX);
	let first = after.map_or(0, |(market, _)| market);
	let mut orders = Vec::new();
	for market in markets.into_iter().filter(|market| *market >= first) {
		let after = after.filter(|(same, _)| *same == market).map(|(_, order)| order);
		// All of an account's orders in a market fit one list of the runtime: at most 256.
		orders.extend(view.ask(view.api.open_orders(
			view.hash,
			account.clone(),
			market,
			after,
			MAX_LIST,
		))?);
		if orders.len() > limit {
			break;
		}
	}
	let more = orders.len() > limit;
	orders.truncate(limit);
	Ok((orders, more))
}

fn priced(market: &MarketView, price: Ticks, lots: Lots) -> (String, String) {
	(market.grid.price(price).to_string(), market.grid.size(lots).to_string())
}

pub(crate) fn side_name(side: Side) -> String {
	match side {
		Side::Bid => "buy".into(),
		Side::Ask => "sell".into(),
	}
}

fn status_name(status: MarketStatus) -> String {
	match status {
		MarketStatus::Active => "active",
		MarketStatus::PostOnly => "postOnly",
		MarketStatus::CancelOnly => "cancelOnly",
		MarketStatus::Halted => "halted",
		MarketStatus::Closing => "closing",
		MarketStatus::Suspended => "suspended",
	}
	.into()
}

fn market_answer(market: MarketView) -> Market {
	let params = market.info.params;
	Market {
		id: market.info.id,
		symbol: market.symbol(),
		tick: market.grid.price(Ticks::new(1)).to_string(),
		lot: market.grid.size(Lots::new(1)).to_string(),
		tick_size: params.tick_size.get().to_string(),
		lot_size: params.lot_size.get().to_string(),
		exact_prices: market.grid.exact(),
		min_notional: market.grid.quote(params.min_notional).to_string(),
		fees: Fees {
			maker_ppm: params.maker_fee_ppm,
			taker_ppm: params.taker_fee_ppm,
			max_ppm: params.max_fee_ppm,
		},
		price_band_ppm: params.price_band_ppm,
		max_open_orders: params.max_open_orders,
		orders: market.info.orders,
		status: status_name(market.info.status),
		base: market.base,
		quote: market.quote,
	}
}

pub(crate) fn best_answer(market: &MarketView) -> Best {
	let best = market.info.best;
	Best {
		market: market.info.id,
		symbol: market.symbol(),
		seq: best.sequence,
		bid: best.bid.map(|(price, lots)| priced(market, price, lots)),
		ask: best.ask.map(|(price, lots)| priced(market, price, lots)),
		last: best.last.map(|price| market.grid.price(price).to_string()),
	}
}

pub(crate) fn order_answer(market: &MarketView, order: OrderInfo<AccountId32>) -> Order {
	let (price, remaining) = priced(market, order.price, order.lots);
	Order {
		market: order.market,
		symbol: market.symbol(),
		id: order.id.bits().to_string(),
		owner: order.owner.to_ss58check(),
		side: side_name(order.side),
		price,
		remaining,
		ticks: order.price.get(),
		lots: order.lots.get(),
		client_id: order.client_id.map(|number| number.to_string()),
		expires_at: order.expires_at,
		expired: order.expired,
		status: if order.expired { "expired".into() } else { "open".into() },
	}
}

/// What an account has of a token.
pub(crate) fn balance_answer(token: &Token, held: &TokenBalance) -> Balance {
	let amount = |atoms| Decimal::of_atoms(atoms, token.decimals).to_string();
	Balance {
		token: token.id,
		symbol: token.symbol.clone(),
		decimals: token.decimals,
		free: amount(held.free),
		in_orders: amount(held.in_orders),
		held: amount(held.held),
		total: amount(total(held)),
	}
}

/// All that an account has of a token. The parts are of one supply, so the sum stays within it.
fn total(balance: &TokenBalance) -> u128 {
	balance.free.saturating_add(balance.in_orders).saturating_add(balance.held)
}

/// The clock of the node; 0 if it stands before 1970.
fn now_ms() -> u64 {
	SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.map_or(0, |time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}
