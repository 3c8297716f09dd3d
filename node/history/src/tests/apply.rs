//! What a block changes, by hand.

use super::fake::*;
use crate::{
	apply::{apply, begin},
	block::{Base, BlockRecord, Head},
	changes::{Changes, Rows},
	error::Error,
	interval::Interval,
	keys::{self, Place, Table},
	rows::*,
};
use codec::DecodeAll;
use kongsi_events::{
	Answer, BallotEvent, MarketEvent, Outcome, PollEvent, Reason, Removal, SharesEvent, TakerEnd,
	What,
};
use order_book_engine::{BaseAtoms, Lots, MarketParams, QuoteAtoms, Side};
use sp_core::H256;
use std::collections::BTreeMap;

/// Tables in memory.
#[derive(Default)]
struct Memory(BTreeMap<(Table, Vec<u8>), Vec<u8>>);

impl Rows for Memory {
	fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Error> {
		Ok(self.0.get(&(table, key.to_vec())).cloned())
	}
}

impl Memory {
	fn new() -> Self {
		let mut memory = Self::default();
		memory.enter(begin(&Base { head: Head::default(), markets: vec![(MARKET, params())] }));
		memory
	}

	fn enter(&mut self, changes: Changes) {
		for (table, key, row) in changes.iter() {
			match row {
				Some(row) => self.0.insert((table, key.to_vec()), row.to_vec()),
				None => self.0.remove(&(table, key.to_vec())),
			};
		}
	}

	/// A block of this height, so many milliseconds after midnight.
	fn block(&mut self, number: u32, after_ms: u64, events: Vec<What>) {
		let head = Head { number, hash: H256::zero(), time_ms: MIDNIGHT + after_ms };
		let block = BlockRecord { head, parent: H256::zero(), happened: happened(events) };
		let before = Head { number: number - 1, time_ms: MIDNIGHT, ..head };
		let changes = apply(&block, &before, self).expect("a block that can be");
		self.enter(changes);
	}

	fn row<Row: DecodeAll>(&self, table: Table, key: Vec<u8>) -> Option<Row> {
		let row = self.0.get(&(table, key))?;
		Some(Row::decode_all(&mut &**row).expect("a row of this version"))
	}

	fn count(&self, table: Table) -> usize {
		self.0.keys().filter(|(other, _)| *other == table).count()
	}

	fn orders(&self, who: &sp_runtime::AccountId32) -> Vec<OrderRow> {
		let own = |key: &[u8]| keys::account_of(key).as_ref() == Some(who);
		let rows = self.0.iter().filter(|((table, key), _)| *table == Table::Orders && own(key));
		rows.map(|(_, row)| OrderRow::decode_all(&mut &**row).expect("a row")).collect()
	}

	fn candle(&self, interval: Interval, open_ms: u64) -> Option<CandleRow> {
		self.row(Table::Candles, keys::candle(MARKET, interval, open_ms))
	}
}

fn removal(
	owner: &sp_runtime::AccountId32,
	order: order_book_engine::OrderId,
	lots: u64,
	rests: u64,
	reason: Reason,
) -> Removal {
	let (owner, lots, rests) = (owner.clone(), Lots::new(lots), Lots::new(rests));
	Removal { owner, order, lots, rests, reason }
}

#[test]
fn a_trade_is_on_the_tape_in_candles_and_with_both_accounts() {
	let mut memory = Memory::new();
	memory.block(1, 61_000, trade(20, 4));
	// Bob's order takes place 0, Alice's 1 and the trade 2.
	let place = Place { block: 1, index: 2 };
	let grid = Grid { tick_size: 100, lot_size: 10 };
	let row: TradeRow = memory.row(Table::Trades, keys::trade(MARKET, place)).unwrap();
	let expected = TradeRow {
		time_ms: MIDNIGHT + 61_000,
		grid,
		price: 20,
		lots: 1,
		notional: 2_000,
		side: Side::Bid,
		maker: ask(20, 4),
		taker: None,
		book: 9,
		index: 0,
	};
	assert_eq!(row, expected);

	let candle = memory.candle(Interval::Minute, MIDNIGHT + 60_000).unwrap();
	assert_eq!(candle, CandleRow::of_trade(grid, 20, 1, 2_000));
	assert_eq!(memory.count(Table::Candles), 7);

	let maker: FillRow = memory.row(Table::Fills, keys::own(&BOB, place)).unwrap();
	assert_eq!((maker.side, maker.role), (Side::Ask, Role::Maker));
	assert_eq!(maker.fee, Fee { amount: 1, rebate: false });
	assert_eq!(maker.order, Some(Place { block: 1, index: 0 }));
	let taker: FillRow = memory.row(Table::Fills, keys::own(&ALICE, place)).unwrap();
	assert_eq!((taker.side, taker.role), (Side::Bid, Role::Taker));
	assert_eq!(taker.fee, Fee { amount: 2, rebate: false });
	assert_eq!(taker.order, Some(Place { block: 1, index: 1 }));
	assert_eq!(taker.id, None);
	assert_eq!(memory.count(Table::FillsByMarket), 2);
}

#[test]
fn candles_of_later_blocks_go_on() {
	let mut memory = Memory::new();
	memory.block(1, 10_000, trade(20, 4));
	memory.block(2, 12_000, trade(30, 5));
	memory.block(3, 70_000, trade(15, 6));
	let minute = memory.candle(Interval::Minute, MIDNIGHT).unwrap();
	assert_eq!((minute.open, minute.high, minute.low, minute.close), (20, 30, 20, 30));
	// 20 x 100 + 30 x 100 quote atoms for 2 x 10 base atoms.
	assert_eq!((minute.base, minute.quote, minute.trades), (20, 5_000, 2));
	let day = memory.candle(Interval::Day, MIDNIGHT).unwrap();
	assert_eq!((day.open, day.high, day.low, day.close), (20, 30, 15, 15));
	assert_eq!((day.base, day.quote, day.trades), (30, 6_500, 3));
}

#[test]
fn a_makers_order_ends_as_filled_with_its_average() {
	let mut memory = Memory::new();
	memory.block(1, 0, trade(20, 4));
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.filled, order.rests, order.status), (1, 9, Status::Open));
	let mut take = placed(Side::Bid, 20, 9, 0, None);
	take.fee = QuoteAtoms::new(2);
	let rest = call(&CAROL, vec![Outcome::Placed(take)], vec![fill(&BOB, ask(20, 4), 9, 0)]);
	memory.block(2, 2_000, vec![rest]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.filled, order.rests, order.status), (10, 0, Status::Filled));
	// 10 lots of 10 atoms at 20 ticks of 100: two fills, a fee of 1 each.
	assert_eq!((order.base, order.notional, order.fee.amount), (100, 20_000, 2));
	assert_eq!((order.changed, order.changed_ms), (2, MIDNIGHT + 2_000));
	assert_eq!(memory.count(Table::OpenOrders), 0);
}

#[test]
fn orders_end_in_each_of_their_ways() {
	let cases = [
		(Reason::Cancelled, Ended::Cancelled),
		(Reason::Expired, Ended::Expired),
		(Reason::SelfTrade, Ended::SelfTrade),
		(Reason::Unsettleable, Ended::Unsettleable),
		(Reason::from("DeadlinePassed".to_owned()), Ended::Deadline),
		(Reason::Other("New".into()), Ended::Other),
	];
	for (reason, ended) in cases {
		let mut memory = Memory::new();
		memory.block(1, 0, trade(20, 4));
		assert_eq!(memory.count(Table::OpenOrders), 1);
		let gone = removal(&BOB, ask(20, 4), 9, 0, reason);
		memory.block(2, 2_000, vec![call(&BOB, vec![Outcome::Cancelled(gone)], Vec::new())]);
		let order = &memory.orders(&BOB)[0];
		assert_eq!((order.filled, order.rests, order.status), (1, 0, Status::Ended(ended)));
		assert_eq!(memory.count(Table::OpenOrders), 0);
	}
}

#[test]
fn an_order_that_may_not_rest_ends_with_what_it_got() {
	let mut memory = Memory::new();
	memory.block(1, 0, trade(20, 4));
	let mut take = placed(Side::Bid, 20, 9, 0, None);
	take.cancelled = Lots::new(3);
	take.end = TakerEnd::NotToRest;
	let event = call(&CAROL, vec![Outcome::Placed(take)], vec![fill(&BOB, ask(20, 4), 9, 0)]);
	memory.block(2, 0, vec![event]);
	let order = &memory.orders(&CAROL)[0];
	assert_eq!((order.lots, order.filled, order.rests), (12, 9, 0));
	assert_eq!(order.status, Status::Ended(Ended::NotToRest));
	assert_eq!(order.id, None);
}

#[test]
fn dust_after_a_fill_ends_the_order_as_dust() {
	let mut memory = Memory::new();
	memory.block(1, 0, trade(20, 4));
	let take = placed(Side::Bid, 20, 8, 0, None);
	let What::Executed(mut executed) =
		call(&CAROL, vec![Outcome::Placed(take)], vec![fill(&BOB, ask(20, 4), 8, 0)])
	else {
		panic!("a call");
	};
	executed.removals = vec![removal(&BOB, ask(20, 4), 1, 0, Reason::Dust)];
	memory.block(2, 0, vec![What::Executed(executed)]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.lots, order.filled, order.rests), (10, 9, 0));
	assert_eq!(order.status, Status::Ended(Ended::Dust));
	// Two of block 1 and Carol's; Bob's is not there twice.
	assert_eq!(memory.count(Table::Orders), 3);
}

#[test]
fn an_order_shrunk_by_self_trade_and_then_filled_was_not_filled_whole() {
	let mut memory = Memory::new();
	memory.block(1, 0, trade(20, 4));
	let What::Executed(mut executed) = call(&BOB, Vec::new(), Vec::new()) else {
		panic!("a call");
	};
	executed.removals = vec![removal(&BOB, ask(20, 4), 4, 5, Reason::SelfTrade)];
	memory.block(2, 0, vec![What::Executed(executed)]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.filled, order.rests, order.status), (1, 5, Status::Open));
	let take = placed(Side::Bid, 20, 5, 0, None);
	let rest = call(&CAROL, vec![Outcome::Placed(take)], vec![fill(&BOB, ask(20, 4), 5, 0)]);
	memory.block(3, 0, vec![rest]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.lots, order.filled, order.rests), (10, 6, 0));
	assert_eq!(order.status, Status::Ended(Ended::SelfTrade));
}

#[test]
fn an_order_that_shrinks_and_is_cancelled_in_one_call_was_cancelled() {
	let mut memory = Memory::new();
	let offer = placed(Side::Ask, 20, 0, 10, Some(ask(20, 1)));
	memory.block(1, 0, vec![call(&BOB, vec![Outcome::Placed(offer)], Vec::new())]);
	// The first operation of a batch takes 4 of 10 lots from it, the second cancels the other 6.
	let gone = removal(&BOB, ask(20, 1), 6, 0, Reason::Cancelled);
	let What::Executed(mut executed) = call(&BOB, vec![Outcome::Cancelled(gone)], Vec::new())
	else {
		panic!("a call");
	};
	executed.removals = vec![removal(&BOB, ask(20, 1), 4, 6, Reason::SelfTrade)];
	memory.block(2, 0, vec![What::Executed(executed)]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.lots, order.filled, order.rests), (10, 0, 0));
	assert_eq!(order.status, Status::Ended(Ended::Cancelled));
	assert_eq!(memory.count(Table::OpenOrders), 0);
}

#[test]
fn an_amended_order_shrinks_or_is_replaced() {
	let mut memory = Memory::new();
	let offer = placed(Side::Ask, 20, 0, 10, Some(ask(20, 1)));
	memory.block(1, 0, vec![call(&BOB, vec![Outcome::Placed(offer)], Vec::new())]);
	let less = removal(&BOB, ask(20, 1), 4, 6, Reason::Cancelled);
	memory.block(2, 0, vec![call(&BOB, vec![Outcome::Reduced(less)], Vec::new())]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.lots, order.rests, order.status), (6, 6, Status::Open));

	let gone = removal(&BOB, ask(20, 1), 6, 0, Reason::Cancelled);
	let new = placed(Side::Ask, 21, 0, 6, Some(ask(21, 2)));
	memory.block(3, 0, vec![call(&BOB, vec![Outcome::Replaced(gone, new)], Vec::new())]);
	let orders = memory.orders(&BOB);
	assert_eq!(orders[0].status, Status::Ended(Ended::Replaced));
	assert_eq!((orders[1].price, orders[1].rests, orders[1].status), (21, 6, Status::Open));
	assert_eq!(memory.count(Table::OpenOrders), 1);
}

#[test]
fn an_order_from_before_the_history_is_known_from_its_first_fill_on() {
	let mut memory = Memory::new();
	let take = placed(Side::Ask, 19, 3, 0, None);
	let event = call(&ALICE, vec![Outcome::Placed(take)], vec![fill(&BOB, bid(19, 2), 3, 5)]);
	memory.block(1, 0, vec![event]);
	let order = &memory.orders(&BOB)[0];
	assert!(!order.seen);
	assert_eq!((order.side, order.price), (Side::Bid, 19));
	assert_eq!((order.lots, order.filled, order.rests), (8, 3, 5));
	let gone = removal(&BOB, bid(19, 2), 5, 0, Reason::Cancelled);
	memory.block(2, 0, vec![call(&BOB, vec![Outcome::Cancelled(gone)], Vec::new())]);
	let order = &memory.orders(&BOB)[0];
	assert_eq!((order.lots, order.filled, order.rests), (8, 3, 0));
}

#[test]
fn a_new_grid_in_mid_block_divides_what_was_traded_before_and_after() {
	let mut memory = Memory::new();
	let split = MarketParams { lot_size: BaseAtoms::new(20), ..params() };
	let mut events = trade(20, 4);
	events.push(What::Market(MarketEvent::ParamsSet { market: MARKET, params: split }));
	events.extend(trade(41, 5));
	memory.block(1, 0, events);
	let candle = memory.candle(Interval::Minute, MIDNIGHT).unwrap();
	// 20 ticks for 10 atoms are 40 ticks for 20.
	assert_eq!((candle.open, candle.low, candle.high, candle.close), (40, 40, 41, 41));
	assert_eq!((candle.base, candle.quote), (10 + 20, 2_000 + 4_100));
	let row: MarketRow = memory.row(Table::Markets, keys::numbered(MARKET)).unwrap();
	assert_eq!(row.params, split);
}

#[test]
fn a_rebate_is_received() {
	let mut memory = Memory::new();
	let rebate = MarketParams { maker_fee_ppm: -100, ..params() };
	let mut events = vec![What::Market(MarketEvent::ParamsSet { market: MARKET, params: rebate })];
	events.extend(trade(20, 4));
	memory.block(1, 0, events);
	assert_eq!(memory.orders(&BOB)[0].fee, Fee { amount: 1, rebate: true });
}

#[test]
fn payouts_and_votes_are_the_accounts_own() {
	let mut memory = Memory::new();
	let claimed = SharesEvent::Claimed { class: 2, who: ALICE, payments: vec![(1, 500), (0, 7)] };
	let voted = BallotEvent::Voted { ballot: 3, who: ALICE, answer: Answer::Choice(1), weight: 9 };
	let poked = PollEvent::Poked { poll: 4, weights: vec![(BOB, 8), (ALICE, 6)] };
	let left = PollEvent::Detached { poll: 4, who: ALICE };
	memory.block(
		1,
		5,
		vec![What::Shares(claimed), What::Ballot(voted), What::Poll(poked), What::Poll(left)],
	);
	let time_ms = MIDNIGHT + 5;
	let place = |index| keys::own(&ALICE, Place { block: 1, index });
	let kind = PayoutKind::Claimed;
	let payout = PayoutRow { time_ms, kind, class: 2, token: 1, amount: 500 };
	assert_eq!(memory.row(Table::Payouts, place(0)), Some(payout.clone()));
	let payout = PayoutRow { token: 0, amount: 7, ..payout };
	assert_eq!(memory.row(Table::Payouts, place(1)), Some(payout));
	let vote = |poll, number, said, weight| VoteRow { time_ms, poll, number, said, weight };
	let row = vote(Poll::Ballot, 3, Said::Choice(1), Some(9));
	assert_eq!(memory.row(Table::Votes, place(2)), Some(row));
	let row = vote(Poll::Referendum, 4, Said::Poked, Some(6));
	assert_eq!(memory.row(Table::Votes, place(4)), Some(row));
	let row = vote(Poll::Referendum, 4, Said::Leaves, None);
	assert_eq!(memory.row(Table::Votes, place(5)), Some(row));
	assert_eq!(memory.count(Table::Votes), 4);
}

#[test]
fn a_day_is_entered_with_its_first_block() {
	let mut memory = Memory::new();
	memory.block(5, 86_400_000, Vec::new());
	let row = memory.0.get(&(Table::Days, keys::numbered(20_786)));
	assert_eq!(row, Some(&keys::numbered(5)));
	memory.block(6, 2_000, Vec::new());
	assert_eq!(memory.count(Table::Days), 1);
}

#[test]
fn a_market_that_is_not_there_changes_nothing() {
	let mut memory = Memory::new();
	let before = memory.0.clone();
	let refused = Outcome::Refused("MarketNotOpen".into());
	let What::Executed(mut executed) = call(&ALICE, vec![refused], Vec::new()) else {
		panic!("a call");
	};
	executed.market = 99;
	memory.block(1, 0, vec![What::Executed(executed)]);
	assert_eq!(memory.0, before);
}
