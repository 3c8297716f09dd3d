//! Cases worked out by hand, one per lesson (`B…`), and every error once.

mod common;

use codec::Decode;
use common::{ask, bid, check, listing, owner, plain_params, Done, Market, Op, AMPLE};
use order_book_engine::{
	Amended, Asset, BaseAtoms, BookError, Budget, LevelAt, Locator, Lots, MarketParams,
	MarketStatus, NewOrder, OrderId, QuoteAtoms, RemovalReason, SelfTrade, Side, Store, TakerEnd,
	Ticks, TimeInForce, MAX_LOTS, MAX_TICK,
};

const BASE: Asset = Asset::Base;
const QUOTE: Asset = Asset::Quote;

fn ioc(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::ImmediateOrCancel, ..order }
}

fn fok(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::FillOrKill, ..order }
}

fn post_only(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::PostOnly, ..order }
}

fn slide(order: NewOrder) -> NewOrder {
	NewOrder { time_in_force: TimeInForce::PostOnlySlide, ..order }
}

fn until(block: u32, order: NewOrder) -> NewOrder {
	NewOrder { expires_at: Some(block), ..order }
}

fn stored(market: &mut Market) -> Vec<(u32, u64, u64)> {
	let orders = listing(&mut market.store).into_iter().map(|(_, order)| {
		let who = u32::from(order.owner.0[0]);
		(who, order.terms.price.get(), order.terms.quantity.get())
	});
	orders.collect()
}

/// Maker, price, lots of the last operation's fills.
fn fills(market: &Market) -> Vec<(u32, u64, u64)> {
	let of = |fill: &order_book_engine::Fill| {
		(u32::from(fill.maker.0[0]), fill.price.get(), fill.lots.get())
	};
	market.fills.iter().map(of).collect()
}

/// Ticks of 0.1, lots of 0.1, at least 1.0 at a price of 11: 10 lots x 110 ticks = 1,100.
#[test]
fn b1_a_bid_of_177_at_11_1_finds_no_lot_at_11_2() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_100), ..plain_params() };
	let mut market = Market::funded(params, 4);
	market.rest(0, ask(110, 1_000));
	market.rest(1, ask(111, 763));
	market.rest(2, ask(112, 500));
	let placed = market.place(3, ioc(bid(111, 1_770))).expect("it is valid");
	assert_eq!(fills(&market), [(0, 110, 1_000), (1, 111, 763)]);
	assert_eq!((placed.filled.get(), placed.cancelled.get()), (1_763, 7));
	assert_eq!(stored(&mut market), [(2, 112, 500)]);
}

/// The same, good till cancelled: the 7 lots left are worth 777, less than the minimum of 1,100.
#[test]
fn b1_a_rest_below_the_minimum_is_cancelled_and_not_pushed_through() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_100), ..plain_params() };
	let mut market = Market::funded(params, 4);
	market.rest(1, ask(111, 1_763));
	market.rest(2, ask(112, 500));
	let placed = market.place(3, bid(111, 1_770)).expect("it is valid");
	assert_eq!(placed.end, TakerEnd::Dust);
	assert_eq!((placed.filled.get(), placed.rests.get(), placed.cancelled.get()), (1_763, 0, 7));
	assert_eq!(market.held(3, QUOTE), 0);
	assert_eq!(stored(&mut market), [(2, 112, 500)]);
}

fn with_fees() -> MarketParams {
	MarketParams {
		tick_size: QuoteAtoms::new(100),
		maker_fee_ppm: 1_000,
		taker_fee_ppm: 2_500,
		max_fee_ppm: 10_000,
		..plain_params()
	}
}

#[test]
fn b2_price_improvement_is_released_to_the_unit() {
	let mut market = Market::funded(with_fees(), 3);
	let start = market.free(2, QUOTE);
	market.rest(0, ask(90, 4));
	market.rest(1, ask(95, 3));
	let placed = market.place(2, bid(100, 10)).expect("it is valid");
	// 4 x 90 x 100 = 36,000, fee 90; 3 x 95 x 100 = 28,500, fee 71.25 down to 71.
	assert_eq!((placed.notional.get(), placed.fee.get()), (64_500, 161));
	// 3 lots rest at 100: 30,000 and one per cent.
	assert_eq!(market.held(2, QUOTE), 30_300);
	assert_eq!(market.free(2, QUOTE), start - 64_500 - 161 - 30_300);
	assert_eq!(market.free(2, BASE), (1 << 100) + 7);
	// The makers pay 36 and 28.5 down to 28.
	assert_eq!(market.free(0, QUOTE), (1 << 100) + 36_000 - 36);
	assert_eq!(market.free(1, QUOTE), (1 << 100) + 28_500 - 28);
	assert_eq!(market.accounts.revenue, 161 + 36 + 28);
	market.cancel(2, placed.order.expect("it rests")).expect("it is stored");
	assert_eq!(market.free(2, QUOTE), start - 64_500 - 161);
	assert_eq!(market.held(2, QUOTE), 0);
}

#[test]
fn b2_a_bid_maker_gets_back_what_he_held_for_a_higher_fee() {
	let mut market = Market::funded(with_fees(), 2);
	market.rest(0, bid(33, 7));
	// 7 x 33 x 100 = 23,100 and 231.
	assert_eq!(market.held(0, QUOTE), 23_331);
	market.place(1, ask(33, 2)).expect("it is valid");
	// 5 x 33 x 100 = 16,500 and 165 stay; 6,600 and 6.6 down to 6 are paid.
	assert_eq!(market.held(0, QUOTE), 16_665);
	assert_eq!(market.free(0, QUOTE), (1 << 100) - 16_665 - 6_606);
}

#[test]
fn b2_with_1_to_100_makers_the_taker_pays_the_makers_prices_only() {
	for (makers, kind) in (1..=100u32)
		.zip([TimeInForce::GoodTilCancelled, TimeInForce::ImmediateOrCancel].into_iter().cycle())
	{
		let mut market = Market::funded(with_fees(), 2);
		let (mut paid, mut start) = (0, market.free(1, QUOTE));
		for n in 0..makers {
			let price = 50 + u64::from(n * 7 % 40);
			market.rest(0, ask(price, 3));
			let notional = 3 * 100 * u128::from(price);
			paid += notional + notional * 25 / 10_000;
		}
		let taker = NewOrder { time_in_force: kind, ..bid(100, u64::from(makers) * 3 + 1) };
		let placed = market.place(1, taker).expect("it is valid");
		start -= paid;
		if let Some(id) = placed.order {
			assert_eq!(market.held(1, QUOTE), 10_100); // one lot at 100
			market.cancel(1, id).expect("it rests");
		}
		assert_eq!((market.free(1, QUOTE), market.held(1, QUOTE)), (start, 0));
	}
}

/// With a rebate of 0.1 per cent out of a taker fee of 0.25 per cent.
#[test]
fn a_rebate_is_paid_out_of_the_takers_fee() {
	let params = MarketParams { maker_fee_ppm: -1_000, ..with_fees() };
	let mut market = Market::funded(params, 2);
	market.rest(0, ask(55, 10));
	market.place(1, ioc(bid(55, 3))).expect("it is valid");
	// 3 x 55 x 100 = 16,500; fee 41.25 down to 41, rebate 16.5 down to 16.
	assert_eq!(market.free(0, QUOTE), (1 << 100) + 16_516);
	assert_eq!(market.free(1, QUOTE), (1 << 100) - 16_541);
	assert_eq!(market.accounts.revenue, 25);
}

/// The maker is credited 16,516. An account that must be credited at least that much can settle.
#[test]
fn a_maker_is_asked_whether_he_can_receive_the_rebate_too() {
	let params = MarketParams { maker_fee_ppm: -1_000, ..with_fees() };
	for (least, filled) in [(16_516, 3), (16_517, 0)] {
		let mut market = Market::funded(params, 2);
		market.rest(0, ask(55, 3));
		market.accounts.rules.least_credit.insert((owner(0), QUOTE), least);
		let placed = market.place(1, ioc(bid(55, 3))).expect("it is valid");
		assert_eq!(placed.filled.get(), filled);
	}
}

#[test]
fn b3_many_orders_of_one_lot_make_and_lose_nothing() {
	let orders: u64 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
	let params = MarketParams {
		tick_size: QuoteAtoms::new(3),
		maker_fee_ppm: -333,
		taker_fee_ppm: 7_777,
		max_fee_ppm: 10_000,
		..plain_params()
	};
	let mut market = Market::funded(params, 4);
	let totals = [BASE, QUOTE].map(|asset| market.accounts.total(asset));
	let (mut paid, mut fees, mut rebates) = (0, 0, 0);
	for n in 0..orders / 2 {
		let (price, maker) = (50 + n * 7 % 100, u32::from(n % 2 == 1));
		market.rest(maker, ask(price, 1));
		market.place(2 + maker, ioc(bid(200, 1))).expect("it is valid");
		assert_eq!(fills(&market), [(maker, price, 1)]);
		let notional = 3 * u128::from(price);
		paid += notional;
		fees += notional * 7_777 / 1_000_000;
		rebates += notional * 333 / 1_000_000;
	}
	assert_eq!([BASE, QUOTE].map(|asset| market.accounts.total(asset)), totals);
	assert_eq!(market.accounts.revenue, fees - rebates);
	let makers = market.free(0, QUOTE) + market.free(1, QUOTE);
	assert_eq!(makers, 2 * (1 << 100) + paid + rebates);
	let sold = market.free(2, BASE) + market.free(3, BASE) - 2 * (1 << 100);
	assert_eq!(sold, u128::from(orders / 2));
}

/// Three bids of 5 lots at 100 by accounts 1, 2 and 3. One of them is amended; then the queue is as listed, and its id
/// is the old one only where it shrank in its place.
#[test]
fn b6_only_a_smaller_quantity_keeps_its_place() {
	type Case = (Option<u64>, Option<u64>, [[(u32, u64, u64); 3]; 3], bool);
	let same = [1, 2, 3];
	let last = |n: u32| {
		let mut queue: Vec<u32> = same.into_iter().filter(|who| *who != n).collect();
		queue.push(n);
		[queue[0], queue[1], queue[2]]
	};
	let first = |n: u32| {
		let [a, b, _] = last(n);
		[n, a, b]
	};
	let table = |queue: &dyn Fn(u32) -> [u32; 3], price: u64, lots: u64| {
		[1, 2, 3]
			.map(|n| queue(n).map(|who| if who == n { (who, price, lots) } else { (who, 100, 5) }))
	};
	let cases: [Case; 9] = [
		(None, Some(4), table(&|_| same, 100, 4), true),
		(Some(100), Some(4), table(&|_| same, 100, 4), true),
		(None, Some(6), table(&last, 100, 6), false),
		(Some(100), Some(6), table(&last, 100, 6), false),
		(Some(101), None, table(&first, 101, 5), false),
		(Some(99), None, table(&last, 99, 5), false),
		(Some(101), Some(4), table(&first, 101, 4), false),
		(Some(99), Some(4), table(&last, 99, 4), false),
		(Some(99), Some(6), table(&last, 99, 6), false),
	];
	for (price, quantity, queues, keeps) in cases {
		for (position, queue) in queues.into_iter().enumerate() {
			let mut market = Market::funded(plain_params(), 5);
			let ids = [1, 2, 3].map(|n| market.rest(n, bid(100, 5)));
			let who = u32::try_from(position).expect("small") + 1;
			let amended = market.amend(who, ids[position], price, quantity).expect("it is valid");
			assert_eq!(stored(&mut market), queue, "{price:?} {quantity:?} of {who}");
			let (id, lots) = listing(&mut market.store)
				.into_iter()
				.find(|(_, order)| order.owner == owner(who))
				.map(|(id, order)| (id, order.terms.quantity))
				.expect("it rests");
			assert_eq!(id == ids[position], keeps);
			match amended {
				Amended::Reduced(removal) => {
					assert!(keeps);
					assert_eq!((removal.lots, removal.rests), (Lots::new(5 - lots.get()), lots));
				}
				Amended::Replaced(removal, placed) => {
					assert!(!keeps);
					assert_eq!((removal.order, removal.lots), (ids[position], Lots::new(5)));
					assert_eq!((placed.order, placed.rests), (Some(id), lots));
				}
			}
			check(&market.store, &market.params, Some(&market.accounts));
			let all = market.place(4, ioc(ask(1, 100))).expect("it is valid");
			assert_eq!(fills(&market), queue);
			assert_eq!(all.filled.get(), 10 + lots.get());
		}
	}
}

#[test]
fn b6_an_amendment_passes_every_check_of_a_placement() {
	let params = MarketParams {
		min_notional: QuoteAtoms::new(300),
		price_band_ppm: 100_000,
		..plain_params()
	};
	let mut market = Market::funded(params, 3);
	market.rest(1, ask(100, 3));
	market.place(2, ioc(bid(100, 3))).expect("it is valid");
	let id = market.rest(0, post_only(bid(100, 5)));
	market.rest(1, ask(105, 5));
	let (book, purses) = (listing(&mut market.store), market.accounts.purses.clone());
	for (price, quantity, error) in [
		(None, None, BookError::NothingToAmend),
		(Some(100), Some(5), BookError::NothingToAmend),
		(None, Some(0), BookError::QuantityOutOfRange),
		(Some(99), Some(0), BookError::QuantityOutOfRange),
		(None, Some(MAX_LOTS + 1), BookError::QuantityOutOfRange),
		(Some(0), None, BookError::PriceOutOfRange),
		(Some(MAX_TICK + 1), None, BookError::PriceOutOfRange),
		(Some(111), None, BookError::OutsidePriceBand), // 100 x 1.1 = 110
		(Some(89), None, BookError::OutsidePriceBand),  // 100 / 1.1 = 90.9, down to 90
		(None, Some(2), BookError::BelowMinNotional),
		(Some(99), Some(3), BookError::BelowMinNotional),
		(Some(105), None, BookError::WouldTake),
	] {
		assert_eq!(market.amend(0, id, price, quantity), Err(error));
	}
	let purse = market.accounts.purses.get_mut(&(owner(0), QUOTE)).expect("it is funded");
	let free = std::mem::replace(&mut purse.free, 99);
	assert_eq!(market.amend(0, id, None, Some(6)), Err(BookError::InsufficientFree)); // 100 more
	market.accounts.purses.get_mut(&(owner(0), QUOTE)).expect("it is funded").free = free;
	market.status = MarketStatus::PostOnly;
	assert!(market.amend(0, id, Some(101), None).is_ok());
	market.status = MarketStatus::Active;
	assert_ne!(listing(&mut market.store), book);
	assert_ne!(market.accounts.purses, purses);
}

#[test]
fn b6_a_smaller_quantity_is_allowed_in_every_status_and_outside_the_band() {
	use MarketStatus::*;
	for status in [Active, PostOnly, CancelOnly, Halted, Closing] {
		let mut market = Market::funded(plain_params(), 1);
		let id = market.rest(0, bid(100, 5));
		market.status = status;
		assert!(matches!(market.amend(0, id, None, Some(4)), Ok(Amended::Reduced(_))));
		assert_eq!(market.held(0, QUOTE), 400);
		market.cancel(0, id).expect("a cancel works in each status");
		assert_eq!(market.held(0, QUOTE), 0);
	}
}

#[test]
fn b7_an_order_trades_up_to_its_last_block_and_not_after() {
	for (now, filled) in [(9, 5), (10, 5), (11, 0)] {
		let mut market = Market::funded(plain_params(), 2);
		let id = market.rest(0, until(10, ask(100, 5)));
		market.now = now;
		// Nobody sweeps: it is stored until somebody meets it.
		assert_eq!(stored(&mut market), [(0, 100, 5)]);
		let placed = market.place(1, bid(100, 5)).expect("it is valid");
		assert_eq!(placed.filled.get(), filled);
		assert_eq!(placed.rests.get(), 5 - filled);
		assert_eq!(market.held(0, BASE), 0);
		if filled == 0 {
			assert_eq!(market.removals.len(), 1);
			assert_eq!(market.removals[0].order, id);
			assert_eq!(market.removals[0].reason, RemovalReason::Expired);
		}
	}
}

#[test]
fn b7_anyone_cancels_an_expired_order_and_its_owner_gets_the_hold() {
	for (now, answer) in [
		(9, Err(BookError::NotOrderOwner)),
		(10, Err(BookError::NotOrderOwner)),
		(11, Ok(RemovalReason::Expired)),
	] {
		let mut market = Market::funded(plain_params(), 2);
		let id = market.rest(0, until(10, ask(100, 5)));
		market.now = now;
		assert_eq!(market.cancel(1, id).map(|removal| removal.reason), answer);
		assert_eq!(market.held(0, BASE), if answer.is_ok() { 0 } else { 5 });
	}
}

#[test]
fn b7_a_new_order_must_not_have_expired() {
	let mut market = Market::funded(plain_params(), 1);
	market.now = 10;
	assert_eq!(market.place(0, until(9, bid(100, 1))), Err(BookError::AlreadyExpired));
	assert!(market.place(0, until(10, bid(100, 1))).is_ok());
	// Block 0 cannot be stored as a last block, so it is refused in block 0 too.
	market.now = 0;
	assert_eq!(market.place(0, until(0, bid(100, 1))), Err(BookError::AlreadyExpired));
}

/// 10,000 / 64 = 156.25.
#[test]
fn b8_ten_thousand_expired_orders_are_passed_in_157_calls() {
	let mut market = Market::funded(plain_params(), 42);
	for n in 0..10_000 {
		market.rest(n % 40, until(5, ask(100, 1)));
	}
	market.rest(40, ask(100, 1));
	market.now = 6;
	market.budget = Budget { fills: 10, levels: 10, removals: 64 };
	// A post-only order asks what the matcher would and cleans up as it does.
	let placed = market.place(41, post_only(bid(99, 1))).expect("it does not cross");
	assert_eq!(market.removals.len(), 0);
	market.cancel(41, placed.order.expect("it rests")).expect("it is stored");
	for calls in 1.. {
		let placed = market.place(41, ioc(bid(100, 1))).expect("it is valid");
		assert!(market.used.removals <= 64 && market.used.levels == 1);
		if placed.filled.get() == 1 {
			assert_eq!(calls, 157);
			break;
		}
		assert_eq!((placed.end, market.used.removals), (TakerEnd::Bound, 64));
	}
	assert_eq!(stored(&mut market), []);
	check(&market.store, &market.params, Some(&market.accounts));
}

fn bounded() -> Budget {
	Budget { fills: 100, levels: 50, removals: 30 }
}

#[test]
fn b9_a_hundred_thousand_levels_of_one_lot_stay_within_the_budget() {
	let mut market = Market::funded(plain_params(), 401);
	for n in 0..100_000u32 {
		market.rest(n % 400, ask(u64::from(n) + 1, 1));
	}
	let all = bid(MAX_TICK, 100_000);
	market.budget = bounded();
	for kind in [all, ioc(all)] {
		let placed = market.place(400, kind).expect("it is valid");
		assert_eq!(market.used, Budget { fills: 50, levels: 50, removals: 0 });
		// The rest is cancelled: the book does not stand crossed.
		assert_eq!((placed.filled.get(), placed.cancelled.get()), (50, 99_950));
		assert_eq!((placed.end, placed.order), (TakerEnd::Bound, None));
	}
	assert_eq!(market.place(400, fok(all)), Err(BookError::NotFillable));
	assert_eq!(market.used, Budget { fills: 50, levels: 50, removals: 0 });
	// Without bounds the whole book goes.
	market.budget = AMPLE;
	assert_eq!(market.place(400, all).expect("it is valid").filled.get(), 99_900);
	assert_eq!(market.place(400, ioc(all)).expect("it is valid").filled.get(), 0);
	check(&market.store, &market.params, Some(&market.accounts));
}

#[test]
fn b9_a_level_of_a_hundred_thousand_orders_stays_within_the_budget() {
	let mut market = Market::funded(plain_params(), 401);
	for n in 0..100_000 {
		market.rest(n % 400, bid(500, 1));
	}
	market.budget = bounded();
	let placed = market.place(400, ask(500, 100_000)).expect("it is valid");
	assert_eq!(market.used, Budget { fills: 100, levels: 1, removals: 0 });
	assert_eq!((placed.filled.get(), placed.end), (100, TakerEnd::Bound));
	market.budget = AMPLE;
	assert_eq!(market.place(400, ask(500, 100_000)).expect("it is valid").filled.get(), 99_900);
	// The 100 lots that the first call could not reach rest.
	assert_eq!(listing(&mut market.store)[0].1.terms.quantity.get(), 100);
}

/// The least is 10 lots at 100. Of 30 lots 21, 20 or 19 are taken.
#[test]
fn b10_a_rest_of_the_least_stays_and_less_is_cancelled() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_000), ..plain_params() };
	for (taken, rests) in [(21, 0), (20, 10), (19, 11)] {
		// The maker's rest.
		let mut market = Market::funded(params, 2);
		let id = market.rest(0, ask(100, 30));
		let placed = market.place(1, ioc(bid(100, taken))).expect("it is valid");
		assert_eq!(placed.filled.get(), taken);
		assert_eq!(market.fills[0].maker_rests.get(), rests);
		assert_eq!(market.held(0, BASE), u128::from(rests));
		assert_eq!(market.free(0, BASE), (1 << 100) - u128::from(taken + rests));
		let dust: Vec<_> =
			market.removals.iter().map(|r| (r.order, r.reason, r.lots.get())).collect();
		assert_eq!(dust, if rests == 0 { vec![(id, RemovalReason::Dust, 9)] } else { vec![] });

		// The taker's rest.
		let mut market = Market::funded(params, 2);
		market.rest(0, ask(100, taken));
		let placed = market.place(1, bid(100, 30)).expect("it is valid");
		assert_eq!((placed.filled.get(), placed.rests.get()), (taken, rests));
		let end = if rests == 0 { TakerEnd::Dust } else { TakerEnd::Complete };
		assert_eq!(placed.end, end);
		assert_eq!(market.held(1, QUOTE), u128::from(rests) * 100);
	}
}

/// Own asks of 5 at 100 against own bids, the five modes in four situations. `left` is what rests: (price, lots).
#[test]
fn b11_the_five_self_trade_modes() {
	use SelfTrade::*;
	type Outcome = (u64, u64, u64, TakerEnd, &'static [(u32, u64, u64)]);
	#[derive(Clone, Copy, Debug)]
	enum Case {
		Full,
		Partial,
		Expired,
		Behind,
	}
	use Case::{Behind, Expired, Full, Partial};
	let done = TakerEnd::Complete;
	let met = TakerEnd::SelfTrade;
	const OWN: &[(u32, u64, u64)] = &[(0, 100, 5)];
	const BID_8: &[(u32, u64, u64)] = &[(0, 100, 8)];
	// Mode, situation: filled, rests, cancelled, end, stored.
	let table: [(SelfTrade, Case, Option<Outcome>); 20] = [
		(CancelTaker, Full, Some((0, 0, 5, met, OWN))),
		(CancelTaker, Partial, Some((0, 0, 8, met, OWN))),
		(CancelTaker, Expired, Some((0, 8, 0, done, BID_8))),
		(CancelTaker, Behind, Some((3, 0, 5, met, OWN))),
		(CancelMaker, Full, Some((0, 5, 0, done, OWN))),
		(CancelMaker, Partial, Some((0, 8, 0, done, BID_8))),
		(CancelMaker, Expired, Some((0, 8, 0, done, BID_8))),
		(CancelMaker, Behind, Some((3, 5, 0, done, OWN))),
		(CancelBoth, Full, Some((0, 0, 5, met, &[]))),
		(CancelBoth, Partial, Some((0, 0, 8, met, &[]))),
		(CancelBoth, Expired, Some((0, 8, 0, done, BID_8))),
		(CancelBoth, Behind, Some((3, 0, 5, met, &[]))),
		(Decrement, Full, Some((0, 0, 5, met, &[]))),
		(Decrement, Partial, Some((0, 3, 5, met, &[(0, 100, 3)]))),
		(Decrement, Expired, Some((0, 8, 0, done, BID_8))),
		(Decrement, Behind, Some((3, 0, 5, met, &[]))),
		(Reject, Full, None),
		(Reject, Partial, None),
		(Reject, Expired, Some((0, 8, 0, done, BID_8))),
		(Reject, Behind, None),
	];
	for (mode, case, outcome) in table {
		let mut market = Market::funded(with_fees(), 2);
		let totals = [BASE, QUOTE].map(|asset| market.accounts.total(asset));
		if matches!(case, Behind) {
			market.rest(1, ask(100, 3));
		}
		let own = if matches!(case, Expired) { until(1, ask(100, 5)) } else { ask(100, 5) };
		market.rest(0, own);
		market.now = 2;
		let lots = if matches!(case, Full) { 5 } else { 8 };
		let before = stored(&mut market);
		let placed = market.place(0, NewOrder { self_trade: mode, ..bid(100, lots) });
		let Some((filled, rests, cancelled, end, left)) = outcome else {
			assert_eq!(placed, Err(BookError::WouldSelfTrade), "{mode:?} {case:?}");
			assert_eq!(stored(&mut market), before);
			continue;
		};
		let placed = placed.expect("it is accepted");
		let got = (placed.filled.get(), placed.rests.get(), placed.cancelled.get(), placed.end);
		assert_eq!(got, (filled, rests, cancelled, end), "{mode:?} {case:?}");
		assert_eq!(stored(&mut market), left, "{mode:?} {case:?}");
		// No fee but on the three lots of the other: 30,000, 75 and 30.
		assert_eq!(market.accounts.revenue, if filled == 3 { 105 } else { 0 });
		assert_eq!([BASE, QUOTE].map(|asset| market.accounts.total(asset)), totals);
		check(&market.store, &market.params, Some(&market.accounts));
	}
}

/// Own ask of 12, least 10: a bid of 2 leaves 10, a bid of 3 would leave 9.
#[test]
fn b11_decrement_leaves_no_dust_and_keeps_the_place() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_000), ..plain_params() };
	for (taken, rests) in [(10, 10), (11, 0)] {
		let mut market = Market::funded(params, 2);
		let id = market.rest(0, ask(100, 20));
		market.rest(1, ask(100, 10));
		let decrement = NewOrder { self_trade: SelfTrade::Decrement, ..bid(100, taken) };
		let placed = market.place(0, decrement).expect("it is valid");
		assert_eq!((placed.cancelled.get(), placed.end), (taken, TakerEnd::SelfTrade));
		assert_eq!(market.removals[0].order, id);
		assert_eq!(market.removals[0].rests.get(), rests);
		let first = listing(&mut market.store)[0];
		assert_eq!(first.0 == id, rests > 0);
		assert_eq!(market.held(0, BASE), u128::from(rests));
	}
}

#[test]
fn b13_ids_of_dead_orders_are_refused_though_their_place_was_filled_again() {
	let mut market = Market::funded(plain_params(), 1);
	let mut old = market.rest(0, bid(100, 5));
	market.cancel(0, old).expect("it rests");
	let times = if cfg!(debug_assertions) { 10_000 } else { 100_000 };
	for _ in 0..times {
		let new = market.rest(0, bid(100, 5));
		assert_eq!(new.locator(), old.locator());
		assert!(new.sequence() > old.sequence());
		assert_eq!(market.cancel(0, old), Err(BookError::OrderNotFound));
		assert_eq!(market.amend(0, old, None, Some(4)), Err(BookError::OrderNotFound));
		market.cancel(0, new).expect("it rests");
		old = new;
	}
}

#[test]
fn b13_side_tick_page_slot_and_sequence_must_all_match() {
	let mut market = Market::funded(plain_params(), 1);
	let mut ids = Vec::new();
	for _ in 0..70 {
		ids.push(market.rest(0, bid(100, 5)));
	}
	let id = ids[65];
	let place = id.locator();
	assert_eq!(
		(place.side(), place.tick().get(), place.page(), place.slot()),
		(Side::Bid, 100, 1, 1)
	);
	let tick = place.tick();
	for wrong in [
		OrderId::new(Locator::new(Side::Ask, tick, 1, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, Ticks::new(101), 1, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 0, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 2, 1), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 1, 2), id.sequence()),
		OrderId::new(Locator::new(Side::Bid, tick, 1, 63), id.sequence()),
		OrderId::new(place, id.sequence() + 1),
		OrderId::from_bits(id.bits() | 1 << 127),
		OrderId::from_bits(0),
		OrderId::from_bits(u128::MAX),
	] {
		let before = listing(&mut market.store);
		assert_eq!(market.cancel(0, wrong), Err(BookError::OrderNotFound), "{wrong:?}");
		assert_eq!(listing(&mut market.store), before);
	}
	market.cancel(0, id).expect("it is the right one");
}

/// The highest bit of an id means nothing. With it set, a cancel once found the order, took it out of its page and then
/// reported a broken book.
#[test]
fn b13_an_id_with_its_highest_bit_set_leads_to_nothing() {
	let mut market = Market::funded(plain_params(), 1);
	let id = market.rest(0, bid(100, 5));
	let wrong = OrderId::from_bits(id.bits() | 1 << 127);
	assert_eq!(market.cancel(0, wrong), Err(BookError::OrderNotFound));
	assert_eq!(market.amend(0, wrong, None, Some(4)), Err(BookError::OrderNotFound));
	assert_eq!(market.run(0, Op::Evict(wrong)), Err(BookError::OrderNotFound));
	assert_eq!(stored(&mut market), [(0, 100, 5)]);
	check(&market.store, &market.params, Some(&market.accounts));
}

#[test]
fn b14_a_maker_who_cannot_be_settled_is_removed_and_the_next_one_fills() {
	for frozen in [true, false] {
		let mut market = Market::funded(plain_params(), 3);
		let id = market.rest(0, ask(100, 5));
		market.rest(1, ask(100, 5));
		if frozen {
			market.accounts.rules.frozen.insert(owner(0));
		} else {
			market.accounts.rules.least_credit.insert((owner(0), QUOTE), u128::MAX);
		}
		let placed = market.place(2, ioc(bid(100, 5))).map(|placed| placed.filled.get());
		assert_eq!(placed, Ok(5));
		assert_eq!(fills(&market), [(1, 100, 5)]);
		assert_eq!(market.removals.len(), 1);
		assert_eq!((market.removals[0].order, market.removals[0].lots.get()), (id, 5));
		assert_eq!(market.removals[0].reason, RemovalReason::Unsettleable);
	}
}

#[test]
fn b16_the_cap_is_per_account_and_stops_nobody_else() {
	let params = MarketParams { max_open_orders: 3, ..plain_params() };
	let mut market = Market::funded(params, 3);
	let ids: Vec<_> = (0..3).map(|n| market.rest(0, ask(100 + n, 1))).collect();
	assert_eq!(market.place(0, ask(99, 1)), Err(BookError::TooManyOpenOrders));
	assert_eq!(market.place(0, post_only(bid(1, 1))), Err(BookError::TooManyOpenOrders));
	// What cannot rest is not counted, and an amendment takes the place of its order.
	assert!(market.place(0, ioc(bid(1, 1))).is_ok());
	let amended = market.amend(0, ids[2], Some(103), None).expect("it is valid");
	assert!(matches!(amended, Amended::Replaced(..)));
	market.rest(1, ask(100, 1));
	let placed = market.place(2, ioc(bid(100, 2))).expect("it is valid");
	assert_eq!(placed.filled.get(), 2);
	assert_eq!(market.fills[1].maker, owner(1));
	market.rest(0, ask(99, 1)); // one of three was filled
}

#[test]
fn b17_ids_of_others_and_of_other_markets_are_refused() {
	let mut market = Market::funded(plain_params(), 2);
	let named = NewOrder { client_id: Some(1), ..bid(100, 5) };
	let id = market.rest(0, named);
	assert_eq!(market.cancel(1, id), Err(BookError::NotOrderOwner));
	assert_eq!(market.amend(1, id, None, Some(1)), Err(BookError::NotOrderOwner));
	assert_eq!(market.amend(1, id, Some(99), None), Err(BookError::NotOrderOwner));
	assert_eq!(market.run(1, Op::CancelByClientId(1)), Err(BookError::OrderNotFound));
	let mut other = Market::funded(plain_params(), 2);
	assert_eq!(other.cancel(0, id), Err(BookError::OrderNotFound));
	other.rest(1, bid(100, 5));
	assert_eq!(other.cancel(0, id), Err(BookError::NotOrderOwner));
	let removed = market.run(0, Op::CancelByClientId(1));
	assert!(matches!(removed, Ok(Done::Removed(removal)) if removal.order == id));
}

#[test]
fn b18_base_and_quote_differ() {
	for token in [0, 1, u32::MAX] {
		let params = MarketParams { base: token, quote: token, ..plain_params() };
		assert_eq!(params.validate(), Err(BookError::SameToken));
	}
}

#[test]
fn b19_a_market_may_change_its_fees_under_resting_orders() {
	let mut market = Market::funded(with_fees(), 40);
	let ids: Vec<_> = (0..1_000u32)
		.map(|n| {
			let price = u64::from(n / 40);
			(
				n % 40,
				market.rest(
					n % 40,
					if n % 2 == 0 { bid(100 - price, 2) } else { ask(101 + price, 2) },
				),
			)
		})
		.collect();
	let new = MarketParams { maker_fee_ppm: 10_000, taker_fee_ppm: 10_000, ..market.params };
	assert!(market.params.same_grid(&new));
	market.params = new;
	check(&market.store, &market.params, Some(&market.accounts));
	market.place(0, ioc(ask(90, 30))).expect("it is valid");
	check(&market.store, &market.params, Some(&market.accounts));
	for (who, id) in ids {
		let _ = market.cancel(who, id); // some are filled
	}
	assert_eq!(stored(&mut market), []);
	assert!((0..40).all(|n| market.held(n, QUOTE) == 0 && market.held(n, BASE) == 0));
	for other in [
		MarketParams { tick_size: QuoteAtoms::new(99), ..new },
		MarketParams { lot_size: BaseAtoms::new(2), ..new },
		MarketParams { max_fee_ppm: 9_999, ..new },
		MarketParams { base: 7, ..new },
		MarketParams { quote: 7, ..new },
		MarketParams { min_notional: QuoteAtoms::new(2), ..new },
	] {
		assert!(!new.same_grid(&other));
	}
}

#[test]
fn post_only_slides_to_one_tick_behind_the_price_at_which_it_would_take() {
	let mut market = Market::funded(plain_params(), 3);
	market.rest(0, until(1, ask(98, 1)));
	market.rest(1, ask(100, 1));
	market.now = 2;
	assert_eq!(market.place(2, post_only(bid(105, 3))), Err(BookError::WouldTake));
	assert_eq!(stored(&mut market).len(), 2);
	// The expired ask at 98 is no obstacle and leaves.
	let placed = market.place(2, slide(bid(105, 3))).expect("it slides");
	assert_eq!((placed.price.get(), placed.rests.get()), (99, 3));
	assert_eq!(market.held(2, QUOTE), 297);
	assert_eq!(stored(&mut market), [(2, 99, 3), (1, 100, 1)]);
	// Where there is no tick behind, it would take.
	let mut market = Market::funded(plain_params(), 2);
	market.rest(0, ask(1, 1));
	assert_eq!(market.place(1, slide(bid(5, 1))), Err(BookError::WouldTake));
	let mut market = Market::funded(plain_params(), 2);
	market.rest(0, bid(MAX_TICK, 1));
	assert_eq!(market.place(1, slide(ask(5, 1))), Err(BookError::WouldTake));
}

/// A refused order has looked at the book: a batch of them must not look for nothing.
#[test]
fn a_refused_order_spends_the_budget_and_changes_nothing_else() {
	for (order, error) in [
		(fok(bid(102, 9)), BookError::NotFillable),
		(NewOrder { self_trade: SelfTrade::Reject, ..bid(103, 9) }, BookError::WouldSelfTrade),
	] {
		let mut market = Market::funded(plain_params(), 2);
		for price in 100..103 {
			market.rest(0, ask(price, 1));
		}
		market.rest(1, ask(103, 1));
		let (book, purses) = (market.store.clone(), market.accounts.purses.clone());
		market.budget = bounded();
		assert_eq!(market.place(1, order), Err(error));
		let levels = if error == BookError::WouldSelfTrade { 4 } else { 3 };
		assert_eq!(market.used, Budget { fills: 3, levels, removals: 0 });
		assert_eq!(listing(&mut market.store), listing(&mut book.clone()));
		assert_eq!(market.store.header, book.header);
		assert_eq!(market.accounts.purses, purses);
	}
}

/// The taker would remove an expired ask and then rest where no order fits: neither happens.
#[test]
fn a_full_level_refuses_before_anything_is_written() {
	let mut market = Market::funded(plain_params(), 3);
	market.rest(0, until(1, ask(100, 1)));
	market.rest(1, bid(100 - 1, 1));
	let id = market.rest(1, bid(98, 1));
	market.now = 2;
	let at = LevelAt { side: Side::Bid, tick: Ticks::new(100) };
	for (error, level) in [
		(
			BookError::LevelFull,
			order_book_engine::Level { next_page: u32::MAX - 1, ..Default::default() },
		),
		(
			BookError::Overflow,
			order_book_engine::Level { lots: Lots::new(u64::MAX), ..Default::default() },
		),
	] {
		*market.store.level_mut(at) = level;
		let (header, book) = (market.store.header, listing(&mut market.store));
		assert_eq!(market.place(2, bid(100, 1)), Err(error));
		assert_eq!(market.amend(1, id, Some(100), None), Err(error));
		assert_eq!((market.store.header, listing(&mut market.store)), (header, book));
	}
}

/// A full page, then place and cancel behind it again and again.
#[test]
fn placing_and_cancelling_behind_a_full_page_uses_up_no_page_numbers() {
	let mut market = Market::funded(plain_params(), 1);
	for _ in 0..64 {
		market.rest(0, bid(100, 1));
	}
	for _ in 0..1_000 {
		let id = market.rest(0, bid(100, 1));
		assert_eq!(id.locator().page(), 1);
		market.cancel(0, id).expect("it rests");
	}
	check(&market.store, &market.params, Some(&market.accounts));
}

/// Each error with the smallest operation that returns it.
#[test]
fn every_error_is_returned_once() {
	use BookError::*;
	let valid = plain_params();
	let mut seen: Vec<BookError> = Vec::new();
	for (params, error) in [
		(MarketParams { base: 0, ..valid }, SameToken),
		(MarketParams { tick_size: QuoteAtoms::ZERO, ..valid }, BadTickSize),
		(MarketParams { tick_size: QuoteAtoms::new((1 << 56) + 1), ..valid }, BadTickSize),
		(MarketParams { lot_size: BaseAtoms::ZERO, ..valid }, BadLotSize),
		(MarketParams { lot_size: BaseAtoms::new((1 << 80) + 1), ..valid }, BadLotSize),
		(MarketParams { max_open_orders: 0, ..valid }, BadOrderCap),
		(MarketParams { max_open_orders: 257, ..valid }, BadOrderCap),
		(MarketParams { max_fee_ppm: 10_001, ..valid }, BadFee),
		(MarketParams { taker_fee_ppm: 1, ..valid }, BadFee),
		(MarketParams { maker_fee_ppm: 1, ..valid }, BadFee),
		(MarketParams { maker_fee_ppm: -2, taker_fee_ppm: 1, max_fee_ppm: 9, ..valid }, BadFee),
		(MarketParams { maker_fee_ppm: i32::MIN, ..valid }, BadFee),
		(MarketParams { min_notional: QuoteAtoms::ZERO, ..valid }, BadMinNotional),
		// (2^24 - 1) ticks x 2^40 lots = 2^64 - 2^40.
		(
			MarketParams { min_notional: QuoteAtoms::new((1 << 64) - (1 << 40) + 1), ..valid },
			BadMinNotional,
		),
	] {
		assert_eq!(params.validate(), Err(error));
		seen.push(error);
	}
	let edge = MarketParams {
		tick_size: QuoteAtoms::new(1 << 56),
		lot_size: BaseAtoms::new(1 << 80),
		min_notional: QuoteAtoms::new(((1 << 64) - (1 << 40)) << 56),
		maker_fee_ppm: -10_000,
		taker_fee_ppm: 10_000,
		max_fee_ppm: 10_000,
		..valid
	};
	assert_eq!(edge.validate(), Ok(()));

	let params = MarketParams {
		min_notional: QuoteAtoms::new(200),
		max_open_orders: 2,
		price_band_ppm: 1_000_000,
		..valid
	};
	let mut market = Market::funded(params, 3);
	market.now = 5;
	market.rest(1, ask(100, 2));
	market.place(2, bid(100, 2)).expect("a first trade, for the band");
	let own = market.rest(0, NewOrder { client_id: Some(1), ..ask(110, 5) });
	let other = market.rest(1, ask(120, 5));
	let named = NewOrder { client_id: Some(1), ..bid(100, 5) };
	let reject = NewOrder { self_trade: SelfTrade::Reject, ..bid(110, 5) };
	for (op, error) in [
		(Op::Place(bid(0, 5)), PriceOutOfRange),
		(Op::Place(bid(MAX_TICK + 1, 5)), PriceOutOfRange),
		(Op::Place(bid(201, 5)), OutsidePriceBand), // 100 x 2 = 200
		(Op::Place(ask(49, 5)), OutsidePriceBand),  // 100 / 2 = 50
		(Op::Place(bid(100, 0)), QuantityOutOfRange),
		(Op::Place(bid(100, MAX_LOTS + 1)), QuantityOutOfRange),
		(Op::Place(bid(100, 1)), BelowMinNotional),
		(Op::Place(until(4, bid(100, 5))), AlreadyExpired),
		(Op::Place(named), DuplicateClientId),
		(
			Op::Place(post_only(NewOrder { self_trade: SelfTrade::CancelMaker, ..bid(120, 5) })),
			WouldTake,
		),
		(Op::Place(fok(bid(109, 5))), NotFillable),
		(Op::Place(reject), WouldSelfTrade),
		(Op::Cancel(OrderId::from_bits(7)), OrderNotFound),
		(Op::Cancel(other), NotOrderOwner),
		(Op::Amend(own, None, None), NothingToAmend),
	] {
		let before = listing(&mut market.store);
		assert_eq!(market.run(0, op).map(|_| ()), Err(error), "{op:?}");
		assert_eq!(listing(&mut market.store), before);
		seen.push(error);
	}
	market.rest(0, bid(60, 5));
	assert_eq!(market.place(0, bid(60, 5)), Err(TooManyOpenOrders));
	assert_eq!(market.place(9, bid(60, 5)), Err(InsufficientFree));
	market.accounts.rules.frozen.insert(owner(2));
	assert_eq!(market.place(2, bid(60, 5)), Err(CannotReceive));
	market.status = MarketStatus::Halted;
	assert_eq!(market.place(2, bid(60, 5)), Err(MarketNotOpen));
	market.status = MarketStatus::PostOnly;
	assert_eq!(market.place(2, bid(60, 5)), Err(MarketNotOpen));
	seen.extend([TooManyOpenOrders, InsufficientFree, CannotReceive, MarketNotOpen]);

	// Three that a sound book cannot return.
	let broken = |plant: fn(&mut Market)| {
		let mut market = Market::funded(plain_params(), 1);
		plant(&mut market);
		market.place(0, bid(100, 1)).expect_err("the book is broken")
	};
	seen.push(broken(|market| {
		let at = LevelAt { side: Side::Bid, tick: Ticks::new(100) };
		market.store.level_mut(at).next_page = u32::MAX - 1;
	}));
	seen.push(broken(|market| market.store.header.orders = u32::MAX));
	seen.push(broken(|market| market.store.header.best_ask = Some(Ticks::new(100))));

	for variant in 0..=u8::MAX {
		let Ok(error) = BookError::decode(&mut &[variant][..]) else { break };
		assert!(seen.contains(&error), "{error:?} was not returned");
	}
}
