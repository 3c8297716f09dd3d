//! The history as one would write it down with no thought of speed: the whole chain is read from its first block, everything is
//! kept in lists, and each candle is made of all trades that fall into it. It shares no code with the crate but the reading of
//! events.

use codec::DecodeAll;
use kongsi_events::{Happened, Outcome, What};
use kongsi_forks::Chain;
use kongsi_history::{
	chain::{Chain as _, ClientChain},
	interval::Interval,
	keys::Table,
	rows::{CandleRow, FillRow, OrderRow, Role, Status, TradeRow},
	store::Order,
	view::View,
};
use kongsi_runtime::{opaque::Block, Hash};
use order_book_engine::{OrderId, Side};
use order_book_runtime_api::OrderBookApi;
use sp_api::ProvideRuntimeApi;
use sp_runtime::AccountId32;
use std::collections::{BTreeMap, BTreeSet};

const DAY_MS: u64 = 86_400_000;

/// A trade as the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Traded {
	block: u32,
	time_ms: u64,
	price: u64,
	lots: u64,
	notional: u128,
	side: Side,
	maker_order: OrderId,
	maker: AccountId32,
	taker: AccountId32,
	maker_fee: u128,
	taker_fee: u128,
}

/// By market, in their order.
type Tape = BTreeMap<u32, Vec<Traded>>;

/// Compares a view with the chain up to the block it shows, and returns how many trades and orders there are.
pub(crate) fn check(chain: &Chain, view: &View<'_>) -> (usize, usize) {
	let head = view.head().hash;
	let tape = tape(chain, head);
	check_tape(view, &tape);
	check_fills(view, &tape);
	check_candles(chain, view, &tape);
	let orders = check_orders(chain, view, head);
	(tape.values().map(Vec::len).sum(), orders)
}

fn tape(chain: &Chain, head: Hash) -> Tape {
	let mut path = vec![head];
	while chain.number(path[path.len() - 1]) > 1 {
		path.push(chain.header(path[path.len() - 1]).parent_hash);
	}
	path.reverse();
	let reader = ClientChain::<_, Block>::new(chain.client());
	let mut tape = Tape::new();
	if chain.number(head) == 0 {
		return tape;
	}
	for (number, hash) in (1..).zip(path) {
		let record = reader.record(number, hash).unwrap();
		enter(&mut tape, number, record.head.time_ms, &record.happened);
	}
	tape
}

fn enter(tape: &mut Tape, block: u32, time_ms: u64, happened: &Happened) {
	assert!(happened.unread.is_empty(), "{:?}", happened.unread);
	for event in &happened.events {
		let What::Executed(call) = &event.what else { continue };
		let filled: u64 = call
			.outcomes
			.iter()
			.map(|outcome| match outcome {
				Outcome::Placed(placed) | Outcome::Replaced(_, placed) => placed.filled.get(),
				_ => 0,
			})
			.sum();
		assert_eq!(filled, call.fills.iter().map(|fill| fill.lots.get()).sum::<u64>());
		for fill in &call.fills {
			tape.entry(call.market).or_default().push(Traded {
				block,
				time_ms,
				price: fill.price.get(),
				lots: fill.lots.get(),
				notional: fill.notional.get(),
				side: fill.order.locator().side().opposite(),
				maker_order: fill.order,
				maker: fill.maker.clone(),
				taker: call.trader.clone(),
				maker_fee: fill.maker_fee.get(),
				taker_fee: fill.taker_fee.get(),
			});
		}
	}
}

fn rows<Row: DecodeAll>(view: &View<'_>, table: Table) -> Vec<(Box<[u8]>, Row)> {
	let rows = view.rows(table, &[], &[0xff; 64], Order::Rising).unwrap();
	rows.map(|row| {
		let (key, row) = row.unwrap();
		(key, Row::decode_all(&mut &*row).unwrap())
	})
	.collect()
}

fn number(bytes: &[u8]) -> u64 {
	bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Block and number of a place at the end of a key.
fn place(key: &[u8]) -> (u32, u64) {
	let sequence = number(&key[key.len() - 8..]);
	(u32::try_from(sequence >> 20).unwrap(), sequence & 0xf_ffff)
}

fn check_tape(view: &View<'_>, tape: &Tape) {
	let found = rows::<TradeRow>(view, Table::Trades);
	let wanted: Vec<_> = tape
		.iter()
		.flat_map(|(market, trades)| trades.iter().map(move |trade| (*market, trade)))
		.collect();
	assert_eq!(found.len(), wanted.len());
	for ((key, row), (market, trade)) in found.iter().zip(wanted) {
		assert_eq!((number(&key[..4]), place(key).0), (market.into(), trade.block));
		assert_eq!(
			(row.time_ms, row.price, row.lots, row.notional, row.side, row.maker),
			(trade.time_ms, trade.price, trade.lots, trade.notional, trade.side, trade.maker_order)
		);
	}
}

fn check_fills(view: &View<'_>, tape: &Tape) {
	let mut wanted: BTreeMap<AccountId32, Vec<_>> = BTreeMap::new();
	for (market, trades) in tape {
		for trade in trades {
			let of = |role, side, fee| {
				(*market, trade.block, role, side, trade.price, trade.lots, trade.notional, fee)
			};
			let maker = of("maker", trade.side.opposite(), trade.maker_fee);
			let taker = of("taker", trade.side, trade.taker_fee);
			wanted.entry(trade.maker.clone()).or_default().push(maker);
			wanted.entry(trade.taker.clone()).or_default().push(taker);
		}
	}
	let mut found: BTreeMap<AccountId32, Vec<_>> = BTreeMap::new();
	for (key, row) in rows::<FillRow>(view, Table::Fills) {
		let who = AccountId32::new(key[..32].try_into().unwrap());
		let role = match row.role {
			Role::Maker => "maker",
			Role::Taker => "taker",
		};
		assert!(!row.fee.rebate);
		let fill = (
			row.market,
			place(&key).0,
			role,
			row.side,
			row.price,
			row.lots,
			row.notional,
			row.fee.amount,
		);
		found.entry(who).or_default().push(fill);
	}
	// Of one market they are in order; across markets within a block the list has them by market.
	for fills in found.values_mut().chain(wanted.values_mut()) {
		fills.sort_by_key(|(market, block, ..)| (*market, *block));
	}
	assert_eq!(found, wanted);
}

/// When a candle opens, by the calendar.
fn opens(interval: Interval, ms: u64) -> u64 {
	let minutes = match interval {
		Interval::Minute => 1,
		Interval::FiveMinutes => 5,
		Interval::QuarterHour => 15,
		Interval::Hour => 60,
		Interval::FourHours => 240,
		Interval::Day => 1_440,
		Interval::Week => {
			let day = ms / DAY_MS;
			// Day 0 was a Thursday, so that day 4 was a Monday.
			return (day - (day + 3) % 7) * DAY_MS;
		}
	};
	let length = minutes * 60_000;
	ms / length * length
}

fn check_candles(chain: &Chain, view: &View<'_>, tape: &Tape) {
	let found = rows::<CandleRow>(view, Table::Candles);
	let mut wanted = BTreeMap::new();
	for (market, trades) in tape {
		let client = chain.client();
		let info = client.runtime_api().market(chain.genesis(), *market).unwrap().unwrap();
		for (index, interval) in Interval::ALL.into_iter().enumerate() {
			let times: BTreeSet<u64> =
				trades.iter().map(|trade| opens(interval, trade.time_ms)).collect();
			for time in times {
				let within: Vec<&Traded> =
					trades.iter().filter(|trade| opens(interval, trade.time_ms) == time).collect();
				let prices = || within.iter().map(|trade| trade.price);
				let lots: u64 = within.iter().map(|trade| trade.lots).sum();
				let candle = (
					within[0].price,
					prices().max().unwrap(),
					prices().min().unwrap(),
					within[within.len() - 1].price,
					u128::from(lots) * info.params.lot_size.get(),
					within.iter().map(|trade| trade.notional).sum::<u128>(),
					u32::try_from(within.len()).unwrap(),
				);
				wanted.insert((u64::from(*market), index, time), candle);
			}
		}
	}
	let found: BTreeMap<_, _> = found
		.into_iter()
		.map(|(key, row)| {
			let key = (number(&key[..4]), usize::from(key[4]), number(&key[5..]));
			let candle = (row.open, row.high, row.low, row.close, row.base, row.quote, row.trades);
			(key, candle)
		})
		.collect();
	assert_eq!(found, wanted);
}

/// Orders that rest are those that the runtime has, and each order's fills add up. Returns how many orders there are.
fn check_orders(chain: &Chain, view: &View<'_>, head: Hash) -> usize {
	let orders = rows::<OrderRow>(view, Table::Orders);
	let mut fills: BTreeMap<(Vec<u8>, u64), (u64, u128, u128)> = BTreeMap::new();
	for (key, row) in rows::<FillRow>(view, Table::Fills) {
		let Some(order) = row.order else { continue };
		let sum = fills.entry((key[..32].to_vec(), order.sequence())).or_default();
		*sum = (sum.0 + row.lots, sum.1 + row.notional, sum.2 + row.fee.amount);
	}
	let mut resting = BTreeMap::new();
	for (key, row) in &orders {
		let sequence = number(&key[32..]);
		if row.seen {
			let sum = fills.remove(&(key[..32].to_vec(), sequence)).unwrap_or_default();
			assert_eq!((row.filled, row.notional, row.fee.amount), sum, "{row:?}");
		}
		assert_eq!(row.status == Status::Open, row.rests > 0, "{row:?}");
		assert_eq!(row.status == Status::Filled, row.filled == row.lots, "{row:?}");
		if row.rests > 0 && row.seen {
			let who = AccountId32::new(key[..32].try_into().unwrap());
			let order = (row.side, row.price, row.rests, row.client_id, row.expires_at);
			resting.insert((row.market, row.id.unwrap(), who), order);
		}
	}
	assert!(fills.is_empty(), "fills of orders that are not there: {fills:?}");
	let client = chain.client();
	let api = client.runtime_api();
	let mut wanted = BTreeMap::new();
	for who in super::TRADERS {
		for (market, _) in super::MARKETS {
			let who = who.to_account_id();
			for order in api.open_orders(head, who.clone(), market, None, 500).unwrap() {
				let row = (
					order.side,
					order.price.get(),
					order.lots.get(),
					order.client_id,
					order.expires_at,
				);
				wanted.insert((market, order.id, who.clone()), row);
			}
		}
	}
	assert_eq!(resting, wanted);
	orders.len()
}
