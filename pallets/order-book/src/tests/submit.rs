//! `submit`.

use crate::{mock::*, Error, Event, MarketId, Operation, Outcome};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use order_book_engine::{BookError, Lots, NewOrder, OrderId, Side, Ticks, TimeInForce};
use rand::{seq::SliceRandom, SeedableRng};
use sp_runtime::DispatchError;

fn put(market: MarketId, order: NewOrder) -> Operation {
	Operation::Place { market, order }
}

fn drop_order(market: MarketId, order_id: OrderId) -> Operation {
	Operation::Cancel { market, order_id }
}

fn reprice(market: MarketId, order_id: OrderId, price: u64) -> Operation {
	Operation::Amend { market, order_id, price: Some(Ticks::new(price)), quantity: None }
}

fn batch(who: &AccountId, operations: Vec<Operation>) -> Result<(), DispatchError> {
	OrderBook::submit(signed(who), operations.try_into().unwrap())
		.map(|_| ())
		.map_err(|refused| refused.error)
}

#[test]
fn a_batch_works_in_order_and_reports_once() {
	ExtBuilder::default().build_and_execute(|| {
		let old = rest(&alice(), SHARES, bid(90, 10));
		let moved = rest(&alice(), SHARES, bid(80, 10).client(1));
		rest(&bob(), SHARES, ask(100, 4));
		let event = submit(
			&alice(),
			vec![
				drop_order(SHARES, old),
				reprice(SHARES, moved, 95),
				put(SHARES, bid(100, 10).client(2)),
				put(SHARES, ask(120, 5)),
				Operation::CancelByClientId { market: SHARES, client_id: 1 },
				Operation::CancelAll { market: SHARES, side: Some(Side::Ask) },
			],
		);
		assert!(matches!(
			event.outcomes[..],
			[
				Outcome::Cancelled(_),
				Outcome::Amended(_),
				Outcome::Placed(_),
				Outcome::Placed(_),
				Outcome::Cancelled(_),
				Outcome::CancelledAll(1),
			]
		));
		assert_eq!((event.fills.len(), event.removals.len()), (1, 1));
		// 4 lots bought for 4,000 and 8; 6 rest at 100.
		assert_eq!((free(CASH, &alice()), held(CASH, &alice())), (START - 4_008 - 6_030, 6_030));
		assert_eq!((free(SHARE, &alice()), held(SHARE, &alice())), (START + 400, 0));
	});
}

#[test]
fn what_one_operation_frees_or_buys_the_next_may_use() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		mint(KSI, &who, 10);
		mint(CASH, &who, 10_050);
		let id = rest(&who, SHARES, bid(100, 10));
		rest(&bob(), SHARES, ask(101, 9));
		// 9 lots at 101 need 9,090 and 45.45: more than is free, less than is held.
		let event = submit(
			&who,
			vec![drop_order(SHARES, id), put(SHARES, bid(101, 9)), put(SHARES, ask(130, 9))],
		);
		assert!(!event.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_))));
		// Paid 9,090 and 18.18.
		assert_eq!((free(CASH, &who), held(CASH, &who)), (10_050 - 9_108, 0));
		assert_eq!((free(SHARE, &who), held(SHARE, &who)), (0, 900));
	});
}

#[test]
fn runs_on_several_markets_are_reported_one_by_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(batch(
			&alice(),
			vec![
				put(SHARES, bid(100, 10)),
				put(SHARES, bid(99, 10)),
				put(KSI_CASH, bid(100, 10)),
				put(SHARES, bid(98, 10)),
			]
		));
		let runs: Vec<_> = events()
			.into_iter()
			.map(|event| match event {
				Event::Executed { market, outcomes, .. } => (market, outcomes.len()),
				other => panic!("{other:?}"),
			})
			.collect();
		assert_eq!(runs, [(SHARES, 2), (KSI_CASH, 1), (SHARES, 1)]);
		// 10,000 + 9,900 + 10,000 + 9,800 and 0.5 % of each, rounded up: 50 + 50 + 50 + 49.
		assert_eq!(held(CASH, &alice()), 39_700 + 199);
	});
}

/// B22.
#[test]
fn of_a_hundred_operations_exactly_the_bad_ones_fail() {
	let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(22);
	for bad in [0, 1, 7, 50, 99, 100] {
		let terms = crate::MarketTerms { max_open_orders: 256, ..TERMS };
		ExtBuilder::default().terms(terms).build_and_execute(|| {
			let foreign = rest(&bob(), SHARES, ask(100, 10));
			let faults = [
				(put(SHARES, bid(0, 10)), BookError::PriceOutOfRange),
				(put(SHARES, bid(50, 1)), BookError::BelowMinNotional),
				(put(SHARES, bid(100, 1).tif(TimeInForce::PostOnly)), BookError::WouldTake),
				(put(SHARES, bid(99, u64::MAX)), BookError::QuantityOutOfRange),
				(put(SHARES, bid(99, 1 << 40)), BookError::InsufficientFree),
				(drop_order(SHARES, foreign), BookError::NotOrderOwner),
				(drop_order(SHARES, OrderId::from_bits(9)), BookError::OrderNotFound),
				(reprice(SHARES, foreign, 90), BookError::NotOrderOwner),
				(
					Operation::CancelByClientId { market: SHARES, client_id: 9 },
					BookError::OrderNotFound,
				),
			];
			let mut wrong = [true; 100];
			wrong[bad..].fill(false);
			wrong.shuffle(&mut rng);
			let operations: Vec<_> = (0..100u64)
				.map(|n| match wrong[n as usize] {
					true => faults[n as usize % faults.len()].0,
					false => put(SHARES, bid(50, 2 + n)),
				})
				.collect();
			let event = submit(&alice(), operations);
			for (n, outcome) in event.outcomes.iter().enumerate() {
				if wrong[n] {
					assert_eq!(*outcome, Outcome::Refused(faults[n % faults.len()].1));
				} else {
					assert!(
						matches!(outcome, Outcome::Placed(placed) if placed.rests.get() == 2 + n as u64)
					);
				}
			}
			// 500 a lot and 2.5 of fee, rounded up for each order.
			let needed: u128 = (0..100u128)
				.filter(|n| !wrong[*n as usize])
				.map(|n| (2 + n) * 500 + ((2 + n) * 5).div_ceil(2))
				.sum();
			assert_eq!(held(CASH, &alice()), needed);
		});
	}
}

/// B22. Found by review: a market that has ended took the whole batch with it.
#[test]
fn operations_on_a_market_that_is_not_there_leave_the_others_alone() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(batch(
			&alice(),
			vec![
				put(SHARES, bid(100, 10)),
				put(99, bid(100, 10)),
				put(99, bid(100, 10)),
				put(KSI_CASH, bid(100, 10)),
			]
		));
		assert_eq!(held(CASH, &alice()), 20_100);
		let refused = Outcome::Refused(BookError::MarketNotOpen);
		let expected = Event::Executed {
			market: 99,
			trader: alice(),
			sequence: 0,
			outcomes: vec![refused.clone(), refused],
			fills: vec![],
			removals: vec![],
		};
		assert_eq!(events()[1], expected);
	});
}

#[test]
fn the_bounds_are_those_of_one_call() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..25 {
			rest(&account(2 + n % 5), SHARES, ask(100, 1));
		}
		rest(&bob(), KSI_CASH, ask(100, 1));
		assert_ok!(batch(
			&alice(),
			vec![
				put(SHARES, bid(100, 15)),
				put(SHARES, bid(100, 10)),
				put(SHARES, bid(100, 1)),
				// Nothing is left for the second market either.
				put(KSI_CASH, bid(100, 1)),
				put(KSI_CASH, bid(99, 2)),
			]
		));
		// 15 and 5 of the 20 fills.
		assert_eq!(total(SHARE, &alice()), START + 2_000);
		assert_eq!(total(KSI, &alice()), START);
		// What did not have to match rests: 99 x 2 x 10 = 1,980 and 9.9.
		assert_eq!(held(CASH, &alice()), 1_990);
	});
}

#[test]
fn an_empty_batch_or_no_account_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(batch(&alice(), vec![]), Error::<Test>::EmptyBatch);
		let one: Vec<_> = vec![put(SHARES, bid(100, 10))];
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				OrderBook::submit(origin, one.clone().try_into().unwrap()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn a_batch_longer_than_the_limit_does_not_exist() {
	let operations = vec![put(SHARES, bid(100, 10)); 101];
	let bounded: Result<frame_support::BoundedVec<_, frame_support::traits::ConstU32<100>>, _> =
		operations.try_into();
	assert!(bounded.is_err());
}

/// A frozen owner's cancel in a batch must not let him sell what it frees.
#[test]
fn a_frozen_account_cannot_sell_by_cancelling_first() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, ask(100, 10));
		rest(&bob(), SHARES, bid(90, 10));
		freeze(SHARE, &alice());
		assert_noop!(
			batch(&alice(), vec![drop_order(SHARES, id), put(SHARES, ask(90, 10))]),
			sp_runtime::TokenError::Frozen
		);
		assert_ok!(batch(&alice(), vec![drop_order(SHARES, id)]));
		assert_eq!(total(SHARE, &alice()), START);
	});
}

/// B23. By the weights of the mock: 5,000,000, 300 a market, 1,000 an operation, 5 an order swept, and what matching did. At 1 each
/// are given back of 3 records for an order, 4 for a cancel and 7 for an amendment those that were not written.
#[test]
fn a_batch_is_charged_what_it_did() {
	let weigh = |operations: Vec<Operation>| crate::Call::<Test>::submit {
		operations: operations.try_into().unwrap(),
	};
	let charged = |operations: Vec<Operation>| {
		let before = weigh(operations.clone()).get_dispatch_info().call_weight;
		let paid = OrderBook::submit(signed(&alice()), operations.try_into().unwrap()).unwrap();
		let after = paid.actual_weight.unwrap();
		assert!(after.all_lte(before), "invariant 54");
		(before.ref_time(), after.ref_time())
	};
	ExtBuilder::default().build_and_execute(|| {
		let sweep = Operation::CancelAll { market: SHARES, side: None };
		// 20 fills, 25 levels and 10 removals at the most: 202,510. A sweep may meet 256 orders and
		// in a split of both tokens convert its owner twice, at 7.
		// A level, which has room for its first orders, a word of the bitmap and its summary.
		assert_eq!(charged(vec![put(SHARES, bid(90, 2))]), (5_203_810, 5_001_300));
		assert_eq!(charged(vec![sweep]), (5_203_810 + 1_280 + 14, 5_001_300 + 5 - 1));
		assert_eq!(charged(vec![sweep; 3]), (5_205_810 + 3 * (1_280 + 14), 5_003_300 - 3 * 4));
		rest(&bob(), SHARES, ask(100, 1));
		rest(&carol(), SHARES, ask(101, 1));
		let operations = vec![
			put(SHARES, bid(101, 2)),
			put(SHARES, bid(90, 2)),
			put(SHARES, bid(91, 2)),
			sweep,
			put(SHARES, bid(0, 2)),
		];
		// 2 fills on 2 levels, 2 orders swept, 5 operations. Two levels, a word and its summary go; what was swept was never
		// written: 4 of 4 x 3 + 4.
		assert_eq!(charged(operations), (5_207_810 + 1_280 + 14, 5_005_300 + 20_200 + 10 - 12));
		// Every change of market opens one, be it the same as before.
		let there_and_back = [SHARES, KSI_CASH, SHARES].map(|market| put(market, bid(0, 2)));
		assert_eq!(charged(there_and_back.to_vec()), (5_206_410, 5_003_900 - 3 * 3));
	});
}

#[test]
fn records_that_the_operations_of_a_batch_share_are_charged_once() {
	ExtBuilder::default().build_and_execute(|| {
		let charged = |operations: Vec<Operation>| {
			let paid = OrderBook::submit(signed(&alice()), operations.try_into().unwrap());
			paid.unwrap().actual_weight.unwrap().ref_time()
		};
		// As many as somebody may have there, on one level: the level, a word and its summary, of 8 x 3.
		let placed = charged(vec![put(SHARES, bid(90, 2)); 8]);
		assert_eq!(placed, 5_000_300 + 8 * 1_000 - 21);
		// All move to the next level, of the same word: two levels and the word, of 8 x 7.
		let orders = OrderBook::open_orders(alice(), SHARES, None, 10);
		let moved = orders.iter().map(|order| Operation::Amend {
			market: SHARES,
			order_id: order.id,
			price: Some(Ticks::new(91)),
			quantity: None,
		});
		assert_eq!(charged(moved.collect()), 5_000_300 + 8 * 1_000 - 53);
	});
}

#[test]
fn an_amendment_in_a_batch_may_be_a_reduction() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10));
		let operation = Operation::Amend {
			market: SHARES,
			order_id: id,
			price: None,
			quantity: Some(Lots::new(3)),
		};
		submit(&alice(), vec![operation]);
		assert_eq!((lots_of(SHARES, id), held(CASH, &alice())), (Some(3), 3_015));
	});
}
