//! Worst cases that produce the weights.
//!
//! Worst means: tokens are not sufficient, so that a record takes and gives back a consumer reference; records of open
//! orders are full, client ids included, and what is looked for stands last in them; a level that opens or closes has
//! its bitmap word to itself; a page that comes or goes has full pages beside it.
//!
//! Most entries of a full record name orders that do not exist. Nothing here looks at them, and a chain with as many
//! real ones would take minutes to set up.

#![allow(
	clippy::arithmetic_side_effects,
	clippy::as_conversions,
	clippy::expect_used,
	clippy::unwrap_used,
	missing_docs,
	reason = "benchmarks are not part of a chain"
)]

use crate::{
	storage_book::level_key, types::Operation, BenchmarkHelper, Books, Call, Closing, Config,
	FeeSchedule, Levels, MarketId, MarketTerms, Markets, NextMarketId, Pages, Pallet, Refused,
	Traders, Work,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungibles::Mutate as _, EnsureOrigin, Get},
	weights::Weight,
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use order_book_engine::{
	page::NO_PAGE, BaseAtoms, Budget, Level, LevelAt, Locator, Lots, MarketStatus, NewOrder, Order,
	OrderId, Owner, Page, QuoteAtoms, SelfTrade, Side, Ticks, TimeInForce, TokenId,
	MAX_OPEN_ORDERS, MAX_TICK, PAGE_ORDERS,
};

const FIRST_TOKEN: TokenId = 1_000_000;
/// Ticks of one bitmap word: prices this far apart have words of their own.
const WORD: u64 = 4_096;
const AMPLE: u128 = 1 << 80;

const TERMS: MarketTerms = MarketTerms {
	tick_size: QuoteAtoms::new(1_000),
	lot_size: BaseAtoms::new(1_000),
	min_notional: QuoteAtoms::new(1_000),
	max_open_orders: MAX_OPEN_ORDERS,
	price_band_ppm: 0,
};

fn base(number: u32) -> TokenId {
	FIRST_TOKEN + 2 * number
}

fn quote(number: u32) -> TokenId {
	base(number) + 1
}

/// An account with KSI.
fn endowed<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	endow::<T>(&who);
	who
}

fn endow<T: Config>(who: &T::AccountId) {
	T::Tokens::mint_into(T::NativeToken::get(), who, T::MarketDeposit::get() * 1_000).expect("KSI");
}

fn fund<T: Config>(token: TokenId, who: &T::AccountId, amount: u128) {
	T::Tokens::mint_into(token, who, amount).expect("a token");
}

/// Two new tokens, and an account that has plenty of both.
fn tokens<T: Config>(number: u32) -> T::AccountId {
	for token in [base(number), quote(number)] {
		T::BenchmarkHelper::create_token(token);
	}
	let founder = endowed::<T>("founder", number);
	fund::<T>(base(number), &founder, AMPLE);
	fund::<T>(quote(number), &founder, AMPLE);
	founder
}

/// A market of two new tokens.
fn market<T: Config>(number: u32) -> MarketId {
	let founder = tokens::<T>(number);
	Pallet::<T>::do_create_market(founder, base(number), quote(number), TERMS).expect("a market")
}

/// An account with plenty of both tokens and a record of open orders that is `room` short of full.
fn trader<T: Config>(
	name: &'static str,
	index: u32,
	number: u32,
	market: MarketId,
	room: u32,
) -> T::AccountId {
	let who = endowed::<T>(name, index);
	fund::<T>(base(number), &who, AMPLE);
	fund::<T>(quote(number), &who, AMPLE);
	fill_record::<T>(&who, market, Side::Ask, room);
	who
}

/// Gives an account what a bid takes, and a record of open orders in which there is room for so many.
fn ready<T: Config>(who: &T::AccountId, number: u32, market: MarketId, room: u32) {
	fund::<T>(quote(number), who, AMPLE);
	fill_record::<T>(who, market, Side::Ask, room);
}

/// A batch, which is as long as it may be at most.
fn batch<T: Config>(
	operations: impl Iterator<Item = Operation>,
) -> BoundedVec<Operation, T::MaxOperations> {
	operations.collect::<Vec<_>>().try_into().expect("no more than allowed")
}

/// Lets a record name orders of one side that do not exist, each with a client id, until it is `room` short of full.
fn fill_record<T: Config>(who: &T::AccountId, market: MarketId, side: Side, room: u32) {
	let mut record = Traders::<T>::get(who, market).unwrap_or_default();
	for n in record.len()..MAX_OPEN_ORDERS - room {
		let place = Locator::new(side, Ticks::new(MAX_TICK), 1_000_000 + n, 0);
		record.orders.push(place);
		record.client_ids.push((1_000_000 + u64::from(n), place));
	}
	Traders::<T>::insert(who, market, record);
}

/// A market at block 2 with asks of `count` makers, and a taker whose order buys one lot more than there is. Every maker is
/// another account, spends all it has of the base token and gets its first of the quote token.
fn makers<T: Config>(
	count: u32,
	level_each: bool,
	expires_at: Option<u32>,
) -> (MarketId, T::AccountId, NewOrder) {
	let block = |number: u32| {
		frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(number));
	};
	block(1);
	let market = market::<T>(0);
	for n in 0..count {
		let maker = endowed::<T>("maker", n);
		fund::<T>(base(0), &maker, 1_000);
		fill_record::<T>(&maker, market, Side::Bid, 1);
		let price = if level_each { u64::from(1 + n) * WORD } else { WORD };
		let ask = NewOrder { client_id: Some(7), expires_at, ..order(Side::Ask, price, 1) };
		rest::<T>(&maker, market, ask);
	}
	block(2);
	let taker = trader::<T>("taker", 0, 0, market, 1);
	let order = NewOrder {
		time_in_force: TimeInForce::ImmediateOrCancel,
		client_id: Some(7),
		..order(Side::Bid, MAX_TICK, u64::from(count) + 1)
	};
	(market, taker, order)
}

/// An amendment to another price and quantity.
fn moved(market: MarketId, order_id: OrderId, price: u64) -> Operation {
	let (price, quantity) = (Some(Ticks::new(price)), Some(Lots::new(2)));
	Operation::Amend { market, order_id, price, quantity }
}

/// That an order was accepted and has used this much.
fn expect(done: Result<Work, Refused>, used: Budget) -> Result<(), BenchmarkError> {
	let work = done.map_err(|_| BenchmarkError::Stop("refused"))?;
	assert_eq!(work.used, used);
	Ok(())
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

/// Places an order that rests; returns its id.
fn rest<T: Config>(who: &T::AccountId, market: MarketId, order: NewOrder) -> OrderId {
	Pallet::<T>::do_place_order(who, market, &order).expect("it is accepted");
	let record = Traders::<T>::get(who, market).expect("it rests");
	let place = *record.orders.last().expect("it rests");
	let found = order_book_engine::book::at(
		&mut crate::storage_book::StorageBook::<T>::load(market),
		place,
	);
	OrderId::new(place, found.expect("it rests").sequence)
}

/// A page of orders that fill it, in which nobody will look for an order.
fn full_page(prev: u32, next: u32) -> Page {
	let mut page = Page::default();
	(page.prev, page.next) = (prev, next);
	while page.push(&filler()).is_some() {}
	page
}

fn filler() -> Order {
	Order {
		owner: Owner([9; 32]),
		lots: Lots::new(1),
		sequence: 0,
		expires_at: Some(u32::MAX),
		time_in_force: TimeInForce::PostOnlySlide,
		self_trade: SelfTrade::Reject,
	}
}

/// Makes two full pages of a level of bids: the next order opens a third.
fn crowd<T: Config>(number: u32, market: MarketId, price: u64) {
	// One order of somebody's marks the price; what the level holds does not matter then.
	let who = endowed::<T>("crowd", number);
	fund::<T>(base(number), &who, AMPLE);
	fund::<T>(quote(number), &who, AMPLE);
	rest::<T>(&who, market, order(Side::Bid, price, 1));
	let key = level_key(LevelAt { side: Side::Bid, tick: Ticks::new(price) });
	let page = full_page(NO_PAGE, 1);
	let lots = Lots::new(128);
	Levels::<T>::insert(
		market,
		key,
		Level { orders: 128, lots, head: 0, tail: 1, next_page: 2, page },
	);
	Pages::<T>::insert((market, key, 1), full_page(0, NO_PAGE));
}

/// A bid of the caller's that is alone in the third of four pages, the others being full; last in its record so far.
fn alone_in_its_page<T: Config>(
	caller: &T::AccountId,
	market: MarketId,
	price: u64,
	client_id: u64,
) -> OrderId {
	let tick = Ticks::new(price);
	let bid = NewOrder { client_id: Some(client_id), ..order(Side::Bid, price, 1) };
	let sequence = rest::<T>(caller, market, bid).sequence();

	let key = level_key(LevelAt { side: Side::Bid, tick });
	let own = Levels::<T>::get(market, key).and_then(|level| level.page.get(0)).expect("it rests");
	let mut page = Page::default();
	(page.prev, page.next) = (1, 3);
	for slot in 0..PAGE_ORDERS - 1 {
		page.push(&filler());
		page.remove(slot);
	}
	let slot = page.push(&own).expect("the last slot");
	Pages::<T>::insert((market, key, 1), full_page(0, 2));
	Pages::<T>::insert((market, key, 2), page);
	Pages::<T>::insert((market, key, 3), full_page(2, NO_PAGE));
	let page = full_page(NO_PAGE, 1);
	let lots = Lots::new(193);
	Levels::<T>::insert(
		market,
		key,
		Level { orders: 193, lots, head: 0, tail: 3, next_page: 4, page },
	);
	let place = Locator::new(Side::Bid, tick, 2, slot);
	Traders::<T>::mutate(caller, market, |record| {
		let record = record.as_mut().expect("it rests");
		*record.orders.last_mut().expect("it rests") = place;
		*record.client_ids.last_mut().expect("it has one") = (client_id, place);
	});
	OrderId::new(place, sequence)
}

/// The caller, with KSI.
fn caller<T: Config>() -> T::AccountId {
	let caller: T::AccountId = whitelisted_caller();
	endow::<T>(&caller);
	caller
}

fn by_vote<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The fee account gets the quote token's minimum balance from the founder.
	#[benchmark]
	fn create_market() {
		let founder = tokens::<T>(0);
		let market = NextMarketId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(founder), base(0), quote(0), TERMS);

		assert!(Markets::<T>::contains_key(market));
	}

	/// A page opens behind two full ones. That moves more bytes than a level that opens.
	#[benchmark]
	fn place_order() {
		let market = market::<T>(0);
		let caller = caller::<T>();
		fund::<T>(quote(0), &caller, AMPLE);
		fill_record::<T>(&caller, market, Side::Ask, 1);
		crowd::<T>(0, market, WORD);
		let order = NewOrder {
			client_id: Some(7),
			expires_at: Some(u32::MAX),
			..order(Side::Bid, WORD, 1)
		};

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), market, order);

		assert_eq!(Traders::<T>::get(&caller, market).expect("it rests").len(), MAX_OPEN_ORDERS);
	}

	/// The makers' orders lie at one price, so that there is a second page.
	#[benchmark]
	fn match_fills(f: Linear<0, { T::MaxFills::get() }>) -> Result<(), BenchmarkError> {
		let (market, taker, order) = makers::<T>(f, false, None);
		let done;
		#[block]
		{
			done = Pallet::<T>::do_place_order(&taker, market, &order);
		}
		expect(done, Budget { fills: f, levels: f.min(1), removals: 0 })
	}

	#[benchmark]
	fn match_levels(
		l: Linear<0, { T::MaxLevels::get().min(T::MaxFills::get()) }>,
	) -> Result<(), BenchmarkError> {
		let (market, taker, order) = makers::<T>(l, true, None);
		let done;
		#[block]
		{
			done = Pallet::<T>::do_place_order(&taker, market, &order);
		}
		expect(done, Budget { fills: l, levels: l, removals: 0 })
	}

	#[benchmark]
	fn match_removals(r: Linear<0, { T::MaxRemovals::get() }>) -> Result<(), BenchmarkError> {
		let (market, taker, order) = makers::<T>(r, false, Some(1));
		let done;
		#[block]
		{
			done = Pallet::<T>::do_place_order(&taker, market, &order);
		}
		expect(done, Budget { fills: 0, levels: r.min(1), removals: r })
	}

	/// A page goes from between two full ones. That moves more bytes than a level that closes.
	#[benchmark]
	fn cancel_order() {
		let market = market::<T>(0);
		let caller = caller::<T>();
		ready::<T>(&caller, 0, market, 1);
		let id = alone_in_its_page::<T>(&caller, market, 5 * WORD, 7);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), market, id);

		assert_eq!(Pallet::<T>::order(market, id), None);
	}

	#[benchmark]
	fn cancel_by_client_id() {
		let market = market::<T>(0);
		let caller = caller::<T>();
		ready::<T>(&caller, 0, market, 1);
		let id = alone_in_its_page::<T>(&caller, market, 5 * WORD, 7);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), market, 7);

		assert_eq!(Pallet::<T>::order(market, id), None);
	}

	/// Each order has a level and a bitmap word of its own, and the record is full of orders of the other side.
	#[benchmark]
	fn cancel_all(n: Linear<0, { MAX_OPEN_ORDERS }>) {
		let market = market::<T>(0);
		let caller = trader::<T>("caller", 0, 0, market, n);
		for k in 0..n {
			let price = u64::from(k + 1) * WORD;
			rest::<T>(
				&caller,
				market,
				NewOrder { client_id: Some(k.into()), ..order(Side::Bid, price, 1) },
			);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), market, Some(Side::Bid));

		assert_eq!(Pallet::<T>::market_info(market).expect("a market").orders, 0);
	}

	/// A page goes from between two full ones, and another opens behind two full ones.
	#[benchmark]
	fn amend_order() {
		let market = market::<T>(0);
		let caller = caller::<T>();
		ready::<T>(&caller, 0, market, 1);
		let id = alone_in_its_page::<T>(&caller, market, 5 * WORD, 7);
		crowd::<T>(0, market, 6 * WORD);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(caller.clone()),
			market,
			id,
			Some(Ticks::new(6 * WORD)),
			Some(Lots::new(2)),
		);

		assert_eq!(Pallet::<T>::order(market, id), None);
		assert_eq!(Traders::<T>::get(&caller, market).expect("it rests").len(), MAX_OPEN_ORDERS);
	}

	/// Amendments like that of `amend_order`, each in a market and in tokens of its own.
	#[benchmark]
	fn submit(m: Linear<1, { T::MaxOperations::get() }>) {
		let caller = caller::<T>();
		let mut newest = 0;
		let operations = batch::<T>((0..m).map(|n| {
			let market = market::<T>(n);
			newest = market;
			ready::<T>(&caller, n, market, 1);
			let order_id = alone_in_its_page::<T>(&caller, market, 5 * WORD, 7);
			crowd::<T>(n, market, 6 * WORD);
			moved(market, order_id, 6 * WORD)
		}));
		let last = Pallet::<T>::bbo(newest).expect("a market").sequence;

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), operations);

		// One order went and one came.
		assert_eq!(Pallet::<T>::bbo(newest).expect("a market").sequence, last + 2);
	}

	#[benchmark]
	fn batch_places(o: Linear<1, { T::MaxOperations::get() }>) {
		let market = market::<T>(0);
		let caller = caller::<T>();
		ready::<T>(&caller, 0, market, o);
		let operations = batch::<T>((1..=o).map(|n| {
			let price = u64::from(n) * WORD;
			crowd::<T>(0, market, price);
			let client_id = Some(u64::from(n));
			Operation::Place { market, order: NewOrder { client_id, ..order(Side::Bid, price, 1) } }
		}));
		let orders = Pallet::<T>::market_info(market).expect("a market").orders;

		#[extrinsic_call]
		submit(RawOrigin::Signed(caller), operations);

		assert_eq!(Pallet::<T>::market_info(market).expect("a market").orders, orders + o);
	}

	#[benchmark]
	fn batch_cancels(o: Linear<1, { T::MaxOperations::get() }>) {
		let market = market::<T>(0);
		let caller = caller::<T>();
		ready::<T>(&caller, 0, market, o);
		let operations = batch::<T>((1..=o).map(|n| {
			let order_id =
				alone_in_its_page::<T>(&caller, market, u64::from(n) * WORD, u64::from(n));
			Operation::Cancel { market, order_id }
		}));
		let orders = Pallet::<T>::market_info(market).expect("a market").orders;

		#[extrinsic_call]
		submit(RawOrigin::Signed(caller), operations);

		assert_eq!(Pallet::<T>::market_info(market).expect("a market").orders, orders - o);
	}

	#[benchmark]
	fn batch_amends(o: Linear<1, { T::MaxOperations::get() }>) {
		let market = market::<T>(0);
		let caller = caller::<T>();
		ready::<T>(&caller, 0, market, o);
		let operations = batch::<T>((1..=o).map(|n| {
			let price = u64::from(n) * 2 * WORD;
			let order_id = alone_in_its_page::<T>(&caller, market, price, u64::from(n));
			crowd::<T>(0, market, price + WORD);
			moved(market, order_id, price + WORD)
		}));
		let last = Pallet::<T>::bbo(market).expect("a market").sequence;

		#[extrinsic_call]
		submit(RawOrigin::Signed(caller), operations);

		// Of each one order went and one came.
		let steps = u64::from(o) * 2;
		assert_eq!(Pallet::<T>::bbo(market).expect("a market").sequence, last + steps);
	}

	/// In each market a full record, whose orders the last deadline has ended.
	#[benchmark]
	fn cancel_after(m: Linear<1, { T::MaxOperations::get() }>) {
		let caller = caller::<T>();
		let mut newest = 0;
		let markets: Vec<_> = (0..m)
			.map(|n| {
				newest = market::<T>(n);
				fill_record::<T>(&caller, newest, Side::Ask, 0);
				Traders::<T>::mutate(&caller, newest, |record| {
					record.as_mut().expect("it is full").deadline = Some(1);
				});
				newest
			})
			.collect();
		let markets = BoundedVec::try_from(markets).expect("no more than allowed");
		// The mark of ended orders is as long as it gets.
		Books::<T>::mutate(newest, |book| book.get_or_insert_default().sequence = u64::MAX);
		frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(2u32));

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), markets, Some(2));

		assert_eq!(Pallet::<T>::deadline(caller, newest), Some(2));
	}

	#[benchmark]
	fn set_market_status() -> Result<(), BenchmarkError> {
		let market = market::<T>(0);
		let origin = by_vote::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, market, MarketStatus::Halted);

		assert_eq!(Markets::<T>::get(market).map(|found| found.status), Some(MarketStatus::Halted));
		Ok(())
	}

	#[benchmark]
	fn set_market_params() -> Result<(), BenchmarkError> {
		let market = market::<T>(0);
		let origin = by_vote::<T>()?;
		let fees = FeeSchedule { maker_fee_ppm: 1, taker_fee_ppm: 2, max_fee_ppm: 3 };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, market, TERMS, fees);

		assert_eq!(Markets::<T>::get(market).map(|found| found.params.max_fee_ppm), Some(3));
		Ok(())
	}

	/// One short of as many markets as can be closing.
	#[benchmark]
	fn close_market() -> Result<(), BenchmarkError> {
		let market = market::<T>(0);
		for n in 1..T::MaxClosing::get() {
			Closing::<T>::try_append(u32::MAX - n).expect("there is room");
		}
		let origin = by_vote::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, market);

		assert_eq!(
			Markets::<T>::get(market).map(|found| found.status),
			Some(MarketStatus::Closing)
		);
		Ok(())
	}

	/// Each order has an owner with a full record, a level and a bitmap word of its own; and the market ends.
	#[benchmark]
	fn unwind(n: Linear<0, { T::MaxUnwound::get() }>) -> Result<(), BenchmarkError> {
		let market = market::<T>(0);
		for k in 0..n {
			let owner = trader::<T>("owner", k, 0, market, 1);
			let price = u64::from(k + 1) * WORD;
			rest::<T>(
				&owner,
				market,
				NewOrder { client_id: Some(7), ..order(Side::Bid, price, 1) },
			);
		}
		Pallet::<T>::do_close_market(market)
			.map_err(|_| BenchmarkError::Stop("it does not close"))?;
		for k in 1..T::MaxClosing::get() {
			Closing::<T>::try_append(u32::MAX - k).expect("there is room");
		}

		#[block]
		{
			Pallet::<T>::unwind(Weight::MAX);
		}

		assert!(!Markets::<T>::contains_key(market));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
