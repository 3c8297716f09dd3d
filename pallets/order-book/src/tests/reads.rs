//! The reads behind the runtime API.

use crate::{mock::*, MarketTerms, Traders};
use frame_support::{assert_ok, traits::Hooks, weights::Weight};
use order_book_engine::{BookError, Lots, MarketStatus, OrderId, QuoteAtoms, Side, Ticks, Trader};
use order_book_runtime_api::{Bbo, DepthLevel, Quote, Refusal, TokenBalance, MAX_LIST};

fn level(price: u64, lots: u64, orders: u32) -> DepthLevel {
	DepthLevel { price: Ticks::new(price), lots: Lots::new(lots), orders }
}

fn a_book() {
	rest(&bob(), SHARES, bid(98, 20));
	rest(&bob(), SHARES, bid(99, 20));
	rest(&carol(), SHARES, bid(99, 30));
	rest(&bob(), SHARES, ask(101, 5).client(9).until(50));
	rest(&carol(), SHARES, ask(101, 6));
	rest(&bob(), SHARES, ask(5_000, 7));
}

#[test]
fn depth_sums_levels_from_the_best_one_on() {
	ExtBuilder::default().build_and_execute(|| {
		a_book();
		let depth = OrderBook::depth(SHARES, 10).unwrap();
		assert_eq!(depth.sequence, 6);
		assert_eq!(depth.bids, [level(99, 50, 2), level(98, 20, 1)]);
		assert_eq!(depth.asks, [level(101, 11, 2), level(5_000, 7, 1)]);
		let depth = OrderBook::depth(SHARES, 1).unwrap();
		assert_eq!((depth.bids.len(), depth.asks.len()), (1, 1));
		assert_eq!(OrderBook::depth(SHARES, 0).unwrap().bids, []);
		assert_eq!(OrderBook::depth(99, 10), None);
		assert_eq!(OrderBook::depth(KSI_CASH, 10).unwrap().asks, []);
	});
}

#[test]
fn the_best_prices_come_with_their_lots_and_the_last_trade() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(OrderBook::bbo(SHARES), Some(Bbo::default()));
		a_book();
		place(&alice(), SHARES, bid(101, 5));
		let expected = Bbo {
			bid: Some((Ticks::new(99), Lots::new(50))),
			ask: Some((Ticks::new(101), Lots::new(6))),
			last: Some(Ticks::new(101)),
			sequence: 7,
		};
		assert_eq!(OrderBook::bbo(SHARES), Some(expected));
		assert_eq!(OrderBook::bbo(99), None);
	});
}

#[test]
fn a_quote_is_what_a_market_order_gets() {
	ExtBuilder::default().build_and_execute(|| {
		a_book();
		// 5 and 6 at 101: 5,050 and 6,060, fees 10.1 and 12.12. 2 at 5,000: 100,000, fee 200.
		let expected = Quote {
			filled: Lots::new(13),
			unfilled: Lots::ZERO,
			notional: QuoteAtoms::new(111_110),
			base: order_book_engine::BaseAtoms::new(1_300),
			fee: QuoteAtoms::new(222),
			worst: Some(Ticks::new(5_000)),
			bounded: false,
		};
		let root = sp_io::storage::root(sp_runtime::StateVersion::V1);
		assert_eq!(OrderBook::quote(SHARES, Side::Bid, Lots::new(13)), Some(expected));
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), root);
		let placed = place(&alice(), SHARES, bid(5_000, 13).now_or_never());
		assert_eq!((placed.notional, placed.fee), (expected.notional, expected.fee));

		let thin = OrderBook::quote(SHARES, Side::Ask, Lots::new(100)).unwrap();
		assert_eq!((thin.filled.get(), thin.unfilled.get()), (70, 30));
		assert_eq!(thin.worst, Some(Ticks::new(98)));
		let none = OrderBook::quote(KSI_CASH, Side::Ask, Lots::new(100)).unwrap();
		assert_eq!((none.filled.get(), none.unfilled.get(), none.worst), (0, 100, None));
		assert_eq!(OrderBook::quote(99, Side::Ask, Lots::new(100)), None);
	});
}

/// One call fills 20 at most, and cancels what is left even of an order that may rest.
#[test]
fn a_quote_tells_whether_a_call_could_fill_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..21 {
			rest(&account(2 + n % 5), SHARES, ask(100, 1));
		}
		let told = |lots| {
			let quote = OrderBook::quote(SHARES, Side::Bid, Lots::new(lots)).unwrap();
			(quote.filled.get(), quote.unfilled.get(), quote.bounded)
		};
		assert_eq!(told(20), (20, 0, false));
		assert_eq!(told(21), (20, 1, true));
		let placed = place(&alice(), SHARES, bid(100, 21));
		assert_eq!((placed.filled.get(), placed.rests.get(), placed.cancelled.get()), (20, 0, 1));
		// A book that is too thin is no bound.
		assert_eq!(told(2), (1, 1, false));
	});
}

#[test]
fn an_order_is_checked_as_placing_would_check_it_and_nothing_changes() {
	ExtBuilder::default().build_and_execute(|| {
		a_book();
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let check = |order| OrderBook::check_order(alice(), SHARES, order);
		assert_eq!(check(bid(5_000, 100)), Ok(()));
		assert_eq!(check(bid(0, 100)), Err(Refusal::Book(BookError::PriceOutOfRange)));
		let post = order_book_engine::TimeInForce::PostOnly;
		assert_eq!(check(bid(101, 1).tif(post)), Err(Refusal::Book(BookError::WouldTake)));
		let wanted = OrderBook::check_order(poor(50), SHARES, bid(90, 10));
		assert_eq!(wanted, Err(Refusal::Book(BookError::InsufficientFree)));
		assert_eq!(OrderBook::check_order(alice(), 99, bid(1, 1)), Err(Refusal::UnknownMarket));
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
	});
}

/// Two levels of 100 orders, which is two pages each.
fn long_queues() -> Vec<OrderId> {
	let mut ids = Vec::new();
	for price in [100, 103] {
		for n in 0..100 {
			ids.push(rest(&account(1 + n % TRADERS), SHARES, ask(price, 1 + u64::from(n))));
		}
	}
	ids
}

fn wide() -> ExtBuilder {
	ExtBuilder::default().terms(MarketTerms { max_open_orders: 256, ..TERMS })
}

#[test]
fn single_orders_are_paged_in_the_order_in_which_they_would_fill() {
	wide().build_and_execute(|| {
		let ids = long_queues();
		for size in [1, 7, 64, 100, 199, 500, 1_000] {
			let mut seen = Vec::new();
			let mut after = None;
			loop {
				let page = OrderBook::book_orders(SHARES, Side::Ask, after, size).unwrap();
				let Some(last) = page.last() else { break };
				after = Some(last.id);
				seen.extend(page.into_iter().map(|order| order.id));
			}
			assert_eq!(seen, ids, "pages of {size}");
		}
		assert_eq!(OrderBook::book_orders(SHARES, Side::Bid, None, 10), Some(vec![]));
		assert_eq!(OrderBook::book_orders(SHARES, Side::Ask, None, 0), Some(vec![]));
		assert_eq!(OrderBook::book_orders(99, Side::Ask, None, 10), None);
	});
}

#[test]
fn a_cursor_is_good_when_its_order_is_gone() {
	wide().build_and_execute(|| {
		let ids = long_queues();
		let after = |id| {
			let page = OrderBook::book_orders(SHARES, Side::Ask, Some(id), 1).unwrap();
			page.first().map(|order| order.id)
		};
		let gone = |n: usize| {
			let order = OrderBook::order(SHARES, ids[n]).unwrap();
			assert_ok!(cancel(&order.owner, SHARES, ids[n]));
		};
		gone(10);
		assert_eq!(after(ids[10]), Some(ids[11]));
		// The first page of 64 goes as a whole.
		for n in (0..64).filter(|n| *n != 10) {
			gone(n);
		}
		assert_eq!(after(ids[20]), Some(ids[64]));
		// Then the level.
		for n in 64..100 {
			gone(n);
		}
		assert_eq!(after(ids[20]), Some(ids[100]));
		assert_eq!(after(ids[70]), Some(ids[100]));
	});
}

/// Three pages, of which the one in the middle goes.
#[test]
fn a_cursor_is_good_when_its_page_is_gone() {
	wide().build_and_execute(|| {
		let ids: Vec<_> = (0..192u64)
			.map(|n| rest(&account(1 + (n % 8) as u8), SHARES, ask(100, 1 + n)))
			.collect();
		for (n, id) in ids.iter().enumerate().take(128).skip(64) {
			assert_ok!(cancel(&account(1 + (n % 8) as u8), SHARES, *id));
		}
		let page = OrderBook::book_orders(SHARES, Side::Ask, Some(ids[70]), 500).unwrap();
		assert_eq!(page.iter().map(|order| order.id).collect::<Vec<_>>(), ids[128..]);
	});
}

#[test]
fn an_order_is_found_by_its_id_and_by_its_owners_number() {
	ExtBuilder::default().build_and_execute(|| {
		a_book();
		let order = OrderBook::order_by_client_id(SHARES, bob(), 9).unwrap();
		assert_eq!((order.market, order.owner.clone(), order.side), (SHARES, bob(), Side::Ask));
		assert_eq!((order.price.get(), order.lots.get()), (101, 5));
		assert_eq!((order.client_id, order.expires_at, order.expired), (Some(9), Some(50), false));
		assert_eq!(OrderBook::order(SHARES, order.id), Some(order.clone()));
		System::set_block_number(51);
		assert!(OrderBook::order(SHARES, order.id).unwrap().expired);
		assert_eq!(OrderBook::order_by_client_id(SHARES, carol(), 9), None);
		assert_eq!(OrderBook::order_by_client_id(KSI_CASH, bob(), 9), None);
		assert_eq!(OrderBook::order(KSI_CASH, order.id), None);
		assert_eq!(OrderBook::order(99, order.id), None);
	});
}

#[test]
fn open_orders_are_paged_by_id() {
	wide().build_and_execute(|| {
		long_queues();
		rest(&alice(), SHARES, bid(90, 20));
		// 13 of each hundred are Alice's: places 0, 8, ..., 96. And her bid.
		for size in [1, 4, 27, 500] {
			let mut seen = Vec::new();
			let mut after = None;
			loop {
				let page = OrderBook::open_orders(alice(), SHARES, after, size);
				let Some(last) = page.last() else { break };
				after = Some(last.id);
				seen.extend(page);
			}
			assert_eq!(seen.len(), 27);
			assert!(seen.windows(2).all(|pair| pair[0].id < pair[1].id));
			assert!(seen.iter().all(|order| order.owner == alice()));
		}
		assert_eq!(OrderBook::open_orders(alice(), KSI_CASH, None, 10), []);
	});
}

#[test]
fn the_markets_an_account_has_orders_in_are_listed() {
	ExtBuilder::default().build_and_execute(|| {
		a_book();
		rest(&bob(), SHARE_KSI, bid(99, 20));
		assert_eq!(OrderBook::markets_of(bob()), [SHARES, SHARE_KSI]);
		assert!(OrderBook::markets_of(alice()).is_empty());
	});
}

#[test]
fn deadlines_without_orders_do_not_make_a_full_list_of_markets_look_complete() {
	// Records by hand: so many markets would take long to found.
	ExtBuilder::default().build_and_execute_unchecked(|| {
		let armed = Trader { deadline: Some(50), ..Default::default() };
		let arm = |count| {
			(0..count).for_each(|n| Traders::<Test>::insert(alice(), 1_000 + n, armed.clone()));
		};
		rest(&alice(), SHARES, bid(99, 20));
		arm(MAX_LIST - 2);
		assert_eq!(OrderBook::markets_of(alice()), [SHARES]);
		// With one more there may be others behind the list, so whoever asks must see that it is full.
		arm(MAX_LIST - 1);
		assert_eq!(OrderBook::markets_of(alice()).len(), MAX_LIST as usize);
	});
}

#[test]
fn balances_of_ksi_and_of_every_listed_token_are_paged() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, bid(100, 10));
		rest(&bob(), SHARE_KSI, bid(100, 10));
		let (all, more) = OrderBook::balances(bob(), None, 10);
		assert_eq!(more, None);
		let find = |token| *all.iter().find(|balance| balance.token == token).unwrap();
		// KSI first, then CASH and SHARE; BOND has no market.
		assert_eq!((all.len(), all[0].token), (3, KSI));
		let expected =
			TokenBalance { token: CASH, free: START - 10_050, in_orders: 10_050, held: 0 };
		assert_eq!(find(CASH), expected);
		assert_eq!((find(KSI).in_orders, find(SHARE).in_orders), (10_050, 0));
		// The founder's deposits are held for another reason.
		let (founders, _) = OrderBook::balances(founder(), None, 1);
		assert_eq!((founders[0].in_orders, founders[0].held), (0, 3_000));

		let mut seen = Vec::new();
		let mut after = None;
		loop {
			let (page, more) = OrderBook::balances(bob(), after, 1);
			seen.extend(page);
			if more.is_none() {
				break;
			}
			after = more;
		}
		assert_eq!(seen, all);
	});
}

#[test]
fn markets_are_paged_past_those_that_have_ended() {
	ExtBuilder::default().build_and_execute(|| {
		a_book();
		assert_ok!(OrderBook::close_market(signed(&vote()), KSI_CASH));
		OrderBook::on_idle(1, Weight::MAX);
		let ids = |after, limit| {
			OrderBook::markets(after, limit).iter().map(|market| market.id).collect::<Vec<_>>()
		};
		assert_eq!(ids(None, 10), [0, 2]);
		assert_eq!(ids(None, 1), [0]);
		assert_eq!(ids(Some(0), 10), [2]);
		assert_eq!(ids(Some(2), 10), [0; 0]);
		assert_eq!(ids(Some(u32::MAX), 10), [0; 0]);
		let info = OrderBook::market_info(SHARES).unwrap();
		assert_eq!((info.orders, info.status), (6, MarketStatus::Active));
		assert_eq!(OrderBook::market_info(KSI_CASH), None);
	});
}

#[test]
fn the_limits_of_a_call_are_told() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(7);
		assert_eq!(OrderBook::limits(), (7, 20, 25, 10, 100));
	});
}
