//! The methods: read parameters, read rows, show them.

use super::{
	answers::{Candles, Fills, Orders, Payouts, Status, Tickers, Trades, Votes},
	api::MarketApiServer,
	candles,
	context::{
		all_is_kept_behind, at, candles_start_ms, failed, interval_of, known_market, names,
		place_of, ready, shown, time_of, trades_start,
	},
	cursor::{Cursor, List},
	lists::{self, Page},
	serve::{blocking, serve, Subscription},
	show::{self, Names, Shown, Standing},
	stream::Told,
};
use crate::{
	history::{History, Phase},
	keys::{Place, Table},
	rows::{FillRow, MarketRow, OrderRow, PayoutRow, VoteRow},
	store::Order,
	ticker,
	view::View,
};
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	types::ErrorObjectOwned,
	PendingSubscriptionSink,
};
use kongsi_rpc::{
	answers::{At, Head as HeadRef},
	chain::{internal, Source},
	error::CursorProblem,
	params::Param,
	Error,
};
use order_book_engine::TokenId;
use order_book_runtime_api::{MarketId, OrderBookApi, MAX_LIST};
use serde_json::Value;
use sp_api::{CallApiAt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::{crypto::Ss58Codec, H256};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor, SaturatedConversion},
	AccountId32,
};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::Arc,
};
use tokio::sync::Semaphore;

/// Candles of one answer.
const MAX_CANDLES: u32 = 1_000;
/// Candles unless a caller asks for another number.
const DEFAULT_CANDLES: u32 = 500;
/// Rows of a list unless a caller asks for another number.
const DEFAULT_ROWS: u32 = 100;
/// Markets of one page of tickers: each takes some 300 rows.
const MAX_TICKERS: u32 = 100;
/// Subscriptions to candles at a time, over all connections.
const MAX_SUBSCRIPTIONS: usize = 2_000;

/// Answers `market_v1` from a history, and names of tokens from a client.
pub struct Market<C, Block> {
	history: Arc<History>,
	chain: Arc<Source<C, Block>>,
	subscriptions: Arc<Semaphore>,
}

impl<C, Block> Market<C, Block> {
	/// The group over this history of the client's chain.
	pub fn new(history: Arc<History>, client: Arc<C>) -> Self {
		let subscriptions = Arc::new(Semaphore::new(MAX_SUBSCRIPTIONS));
		Self { history, chain: Arc::new(Source::new(client)), subscriptions }
	}
}

impl<C, Block> Market<C, Block>
where
	Block: BlockT<Hash = H256>,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	/// The history, if it is where the chain is.
	fn view(&self) -> Result<View<'_>, Error> {
		ready(&self.history)?;
		Ok(self.history.best())
	}

	fn names(&self, tokens: &BTreeSet<TokenId>) -> Result<Names, Error> {
		names(&self.chain, tokens)
	}

	fn shown(&self, id: MarketId, row: &MarketRow) -> Result<Shown, Error> {
		shown(&self.chain, id, row)
	}

	/// Several markets, with the names of their tokens read at once.
	fn all_shown(
		&self,
		view: &View<'_>,
		ids: &BTreeSet<MarketId>,
	) -> Result<BTreeMap<MarketId, Shown>, Error> {
		let mut rows = Vec::new();
		for id in ids {
			rows.push((*id, known_market(view, *id)?));
		}
		let tokens = rows.iter().flat_map(|(_, row)| [row.params.base, row.params.quote]).collect();
		let names = self.names(&tokens)?;
		Ok(rows.iter().map(|(id, row)| (*id, Shown::new(*id, row, &names))).collect())
	}

	/// Behind what a list goes on. A cursor of another list, or of a block that has left the chain, is refused.
	fn behind(
		&self,
		view: &View<'_>,
		cursor: &Option<Value>,
		list: &List,
	) -> Result<Option<Place>, Error> {
		let Some(text) = Param::new("cursor", cursor).cursor()? else { return Ok(None) };
		let cursor = Cursor::from_text(text)?;
		if cursor.list != *list {
			return Err(Error::Cursor(CursorProblem::Foreign));
		}
		if self.hash_at(view, cursor.last.block)? != Some(cursor.hash) {
			return Err(Error::Cursor(CursorProblem::Reorganised));
		}
		Ok(Some(cursor.last))
	}

	fn next_cursor(
		&self,
		view: &View<'_>,
		list: List,
		last: Option<Place>,
	) -> Result<Option<String>, Error> {
		let Some(last) = last else { return Ok(None) };
		let hash = self.hash_at(view, last.block)?;
		Ok(hash.map(|hash| Cursor { list, last, hash }.to_text()))
	}

	/// A block of the view. The client is asked for final ones only: its best chain may be another one by now.
	fn hash_at(&self, view: &View<'_>, block: u32) -> Result<Option<H256>, Error> {
		if block > view.meta().indexed.number {
			return Ok(view.open_block(block));
		}
		let number: NumberFor<Block> = block.saturated_into();
		self.chain.client().hash(number).map_err(|error| internal(&error))
	}
}

/// Rows with their places, and the cursor behind them if there are more.
type Listed<Row> = (Vec<(Place, Row)>, Option<String>);

impl<C, Block> Market<C, Block>
where
	Block: BlockT<Hash = H256>,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	/// A page of an account's own rows.
	#[expect(clippy::too_many_arguments, reason = "what a list is, and which page of it")]
	fn own<Row: codec::Decode>(
		&self,
		view: &View<'_>,
		list: List,
		table: Table,
		by_market: Option<(Table, MarketId)>,
		account: &AccountId32,
		cursor: &Option<Value>,
		limit: u32,
		wanted: impl Fn(&Row) -> bool,
	) -> Result<Listed<Row>, Error> {
		let behind = self.behind(view, cursor, &list)?;
		let Page { rows, more_after } =
			lists::own(view, table, by_market, account, behind, limit, wanted).map_err(failed)?;
		Ok((rows, self.next_cursor(view, list, more_after)?))
	}
}

#[async_trait]
impl<C, Block> MarketApiServer<H256> for Market<C, Block>
where
	Block: BlockT<Hash = H256>,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	fn status(&self) -> Result<Status<H256>, Error> {
		let standing = self.history.standing();
		let head =
			|head: crate::block::Head| HeadRef { hash: head.hash, number: head.number.into() };
		let (phase, problem) = match &standing.phase {
			Phase::Starting => ("starting", None),
			Phase::Filling => ("filling", None),
			Phase::Following => ("following", None),
			Phase::Waiting => ("waiting", None),
			Phase::Stopped(reason) => ("stopped", Some(reason.clone())),
		};
		Ok(Status {
			history_start: standing.meta.base.number.saturating_add(1),
			trades_start: trades_start(&standing.meta),
			indexed_finalized: head(standing.meta.indexed),
			best: head(standing.best),
			lag: standing.lag(),
			phase: phase.into(),
			problem,
			shows_best: !standing.overlay_off,
			unread_events: standing.meta.unread,
			bytes: self.history.bytes(),
		})
	}

	fn candles(
		&self,
		market: Option<Value>,
		interval: Option<Value>,
		start: Option<Value>,
		end: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Candles>, Error> {
		let id = Param::new("market", &market).market()?;
		let interval = interval_of(Param::new("interval", &interval))?;
		let start = time_of(Param::new("start", &start))?;
		let end_param = Param::new("end", &end);
		let end = time_of(end_param)?;
		let limit = Param::new("limit", &limit).count(DEFAULT_CANDLES, MAX_CANDLES)?;
		if start.zip(end).is_some_and(|(start, end)| start > end) {
			return Err(end_param.must_be("a time not before start"));
		}
		let view = self.view()?;
		let row = known_market(&view, id)?;
		let first = candles_start_ms(view.meta(), interval);
		if end.is_some_and(|end| end <= first) {
			return Err(Error::BeforeHistory { start: trades_start(view.meta()) });
		}
		let span = (start.unwrap_or(0).max(first), end.unwrap_or(u64::MAX));
		let limit = usize::try_from(limit).unwrap_or(usize::MAX);
		let candles = if start.is_some() {
			candles::first(&view, id, interval, span, limit)
		} else {
			candles::last(&view, id, interval, span, limit)
		};
		let candles = candles.map_err(failed)?;
		let shown = self.shown(id, &row)?;
		let now = view.head().time_ms;
		let last = candles.last().map(|(open_ms, _)| *open_ms);
		let answer = Candles {
			market: id,
			symbol: shown.symbol(),
			interval: interval.name().into(),
			candles: candles.iter().map(|(open_ms, row)| shown.candle(*open_ms, row)).collect(),
			open: last.is_some_and(|open_ms| show::goes_on(interval, open_ms, now)),
		};
		Ok(at(&view, answer))
	}

	fn trades(
		&self,
		market: Option<Value>,
		before: Option<Value>,
		after: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Trades>, Error> {
		let id = Param::new("market", &market).market()?;
		let before = place_of(Param::new("before", &before))?;
		let after_param = Param::new("after", &after);
		let after = place_of(after_param)?;
		let limit = Param::new("limit", &limit).count(DEFAULT_ROWS, MAX_LIST)?;
		let order = if after.is_some() { Order::Rising } else { Order::Falling };
		let view = self.view()?;
		let row = known_market(&view, id)?;
		let list = List::Trades { market: id, rising: after.is_some() };
		let behind = self.behind(&view, &cursor, &list)?;
		let start = trades_start(view.meta());
		if before.is_some_and(|place| place.block < start)
			|| after.is_some_and(|after| !all_is_kept_behind(behind.unwrap_or(after), start))
		{
			return Err(Error::BeforeHistory { start });
		}
		// A cursor moves the end at which the page begins.
		let span = match order {
			Order::Rising => (behind.or(after), before),
			Order::Falling => (None, behind.or(before)),
		};
		let page = lists::trades(&view, id, span, order, limit).map_err(failed)?;
		let shown = self.shown(id, &row)?;
		let finalized = view.meta().indexed.number;
		let answer = Trades {
			market: id,
			symbol: shown.symbol(),
			trades: page
				.rows
				.iter()
				.map(|(place, row)| shown.trade(*place, row, place.block <= finalized))
				.collect(),
			next_cursor: self.next_cursor(&view, list, page.more_after)?,
		};
		Ok(at(&view, answer))
	}

	fn ticker(
		&self,
		market: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Tickers>, Error> {
		let only = Param::new("market", &market).given().map(Param::market).transpose()?;
		let limit = Param::new("limit", &limit).count(MAX_TICKERS, MAX_TICKERS)?;
		let view = self.view()?;
		let (markets, next_cursor) = match only {
			Some(id) => (vec![(id, known_market(&view, id)?)], None),
			None => {
				// The number of a market stands where other lists have a block.
				let behind = match Param::new("cursor", &cursor).cursor()? {
					Some(text) => match Cursor::from_text(text)? {
						Cursor { list: List::Tickers, last, .. } => Some(last.block),
						_ => return Err(Error::Cursor(CursorProblem::Foreign)),
					},
					None => None,
				};
				let (markets, more) = lists::markets(&view, behind, limit).map_err(failed)?;
				let last = markets.last().filter(|_| more).map(|(id, _)| Cursor {
					list: List::Tickers,
					last: Place { block: *id, index: 0 },
					hash: H256::zero(),
				});
				(markets, last.map(|last| last.to_text()))
			}
		};
		let tokens = markets.iter().flat_map(|(_, row)| [row.params.base, row.params.quote]);
		let names = self.names(&tokens.collect())?;
		let now = view.head().time_ms;
		let tickers = markets
			.iter()
			.map(|(id, row)| {
				let day = ticker::day(&view, *id, now).map_err(failed)?;
				Ok(Shown::new(*id, row, &names).ticker(&day))
			})
			.collect::<Result<_, Error>>()?;
		Ok(at(&view, Tickers { tickers, next_cursor }))
	}

	fn fills(
		&self,
		account: Option<Value>,
		market: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Fills>, Error> {
		let account = Param::new("account", &account).account()?;
		let market = Param::new("market", &market).given().map(Param::market).transpose()?;
		let limit = Param::new("limit", &limit).count(DEFAULT_ROWS, MAX_LIST)?;
		let view = self.view()?;
		if let Some(id) = market {
			known_market(&view, id)?;
		}
		let list = List::Fills { account: account.clone(), market };
		let index = market.map(|market| (Table::FillsByMarket, market));
		let (rows, next_cursor) = self.own::<FillRow>(
			&view,
			list,
			Table::Fills,
			index,
			&account,
			&cursor,
			limit,
			|_| true,
		)?;
		let shown = self.all_shown(&view, &rows.iter().map(|(_, row)| row.market).collect())?;
		let finalized = view.meta().indexed.number;
		let fills = rows
			.iter()
			.map(|(place, row)| {
				let market = shown.get(&row.market).ok_or(Error::UnknownMarket(row.market))?;
				Ok(market.fill(*place, row, place.block <= finalized))
			})
			.collect::<Result<_, Error>>()?;
		Ok(at(&view, Fills { account: account.to_ss58check(), fills, next_cursor }))
	}

	fn orders(
		&self,
		account: Option<Value>,
		market: Option<Value>,
		status: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Orders>, Error> {
		let account = Param::new("account", &account).account()?;
		let market = Param::new("market", &market).given().map(Param::market).transpose()?;
		let status = Param::new("status", &status)
			.given()
			.map(|param| param.word(&Standing::WORDS))
			.transpose()?;
		let limit = Param::new("limit", &limit).count(DEFAULT_ROWS, MAX_LIST)?;
		let view = self.view()?;
		if let Some(id) = market {
			known_market(&view, id)?;
		}
		let list =
			List::Orders { account: account.clone(), market, status: status.map(Standing::number) };
		let index = market.map(|market| (Table::OrdersByMarket, market));
		let (now, finalized) = (view.head().number, view.meta().indexed.number);
		let (rows, next_cursor) = self.own::<OrderRow>(
			&view,
			list,
			Table::Orders,
			index,
			&account,
			&cursor,
			limit,
			|row| status.is_none_or(|status| status == Standing::of(row, now)),
		)?;
		let shown = self.all_shown(&view, &rows.iter().map(|(_, row)| row.market).collect())?;
		let orders = rows
			.iter()
			.map(|(place, row)| {
				let market = shown.get(&row.market).ok_or(Error::UnknownMarket(row.market))?;
				Ok(market.order(*place, row, now, finalized))
			})
			.collect::<Result<_, Error>>()?;
		Ok(at(&view, Orders { account: account.to_ss58check(), orders, next_cursor }))
	}

	fn payouts(
		&self,
		account: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Payouts>, Error> {
		let account = Param::new("account", &account).account()?;
		let limit = Param::new("limit", &limit).count(DEFAULT_ROWS, MAX_LIST)?;
		let view = self.view()?;
		let list = List::Payouts(account.clone());
		let (rows, next_cursor) = self.own::<PayoutRow>(
			&view,
			list,
			Table::Payouts,
			None,
			&account,
			&cursor,
			limit,
			|_| true,
		)?;
		let tokens = rows.iter().flat_map(|(_, row)| [row.class, row.token]).collect();
		let names = self.names(&tokens)?;
		let finalized = view.meta().indexed.number;
		let payouts = rows
			.iter()
			.map(|(place, row)| show::payout(*place, row, &names, place.block <= finalized))
			.collect();
		Ok(at(&view, Payouts { account: account.to_ss58check(), payouts, next_cursor }))
	}

	fn votes(
		&self,
		account: Option<Value>,
		cursor: Option<Value>,
		limit: Option<Value>,
	) -> Result<At<H256, Votes>, Error> {
		let account = Param::new("account", &account).account()?;
		let limit = Param::new("limit", &limit).count(DEFAULT_ROWS, MAX_LIST)?;
		let view = self.view()?;
		let list = List::Votes(account.clone());
		let (rows, next_cursor) =
			self.own::<VoteRow>(&view, list, Table::Votes, None, &account, &cursor, limit, |_| {
				true
			})?;
		let finalized = view.meta().indexed.number;
		let votes = rows
			.iter()
			.map(|(place, row)| show::vote(*place, row, place.block <= finalized))
			.collect();
		Ok(at(&view, Votes { account: account.to_ss58check(), votes, next_cursor }))
	}

	async fn subscribe_candles(
		&self,
		pending: PendingSubscriptionSink,
		market: Option<Value>,
		interval: Option<Value>,
	) -> SubscriptionResult {
		let (history, chain) = (self.history.clone(), self.chain.clone());
		let opened = blocking(move || {
			let id = Param::new("market", &market).market()?;
			let interval = interval_of(Param::new("interval", &interval))?;
			ready(&history)?;
			let row = known_market(&history.best(), id)?;
			let told = Told::new(&history, id, interval).map_err(failed)?;
			Ok(Subscription { shown: shown(&chain, id, &row)?, history, told, interval })
		})
		.await;
		let permit =
			self.subscriptions.clone().try_acquire_owned().map_err(|_| {
				Error::TooManySubscriptions { kind: "candles", most: MAX_SUBSCRIPTIONS }
			});
		match opened.and_then(|opened| Ok((opened, permit?))) {
			Ok((opened, permit)) => serve(pending.accept().await?, opened, permit).await,
			Err(error) => {
				pending.reject(ErrorObjectOwned::from(error)).await;
				Ok(())
			}
		}
	}
}
