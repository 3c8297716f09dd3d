//! Lessons of other exchanges that span several calls. Those of a single call stand with that call.

use crate::{
	mock::*, Books, Call, Closing, Error, Event, HaltReason, Levels, Listings, Markets, Operation,
	Outcome, Traders, Words,
};
use frame_support::{assert_noop, assert_ok, traits::Hooks, weights::Weight};
use order_book_engine::{BookError, Lots, MarketStatus, OrderId, Side, Ticks, Trader};
use sp_runtime::{traits::Dispatchable, DispatchError};

const STATUSES: [MarketStatus; 5] = [
	MarketStatus::Active,
	MarketStatus::PostOnly,
	MarketStatus::CancelOnly,
	MarketStatus::Halted,
	MarketStatus::Closing,
];

fn bring_into(status: MarketStatus) {
	match status {
		MarketStatus::Closing => {
			assert_ok!(OrderBook::close_market(signed(&vote()), SHARES));
		}
		other => set_status(SHARES, other),
	}
}

/// B15.
#[test]
fn every_way_to_cancel_works_in_every_status_and_releases_everything() {
	let ways: [fn(OrderId) -> Result<(), DispatchError>; 8] = [
		|id| cancel(&alice(), SHARES, id),
		|_| {
			OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 1)
				.map(|_| ())
				.map_err(|refused| refused.error)
		},
		|_| cancel_all(&alice(), SHARES, None),
		|_| cancel_all(&alice(), SHARES, Some(Side::Bid)),
		|id| one(Operation::Cancel { market: SHARES, order_id: id }),
		|_| one(Operation::CancelByClientId { market: SHARES, client_id: 1 }),
		|_| one(Operation::CancelAll { market: SHARES, side: None }),
		// Expired, by somebody else.
		|id| {
			System::set_block_number(51);
			cancel(&bob(), SHARES, id)
		},
	];
	fn one(operation: Operation) -> Result<(), DispatchError> {
		let done = submit(&alice(), vec![operation]);
		assert!(!matches!(done.outcomes[0], Outcome::Refused(_)));
		Ok(())
	}
	for status in STATUSES {
		for way in ways {
			ExtBuilder::default().build_and_execute(|| {
				let id = rest(&alice(), SHARES, bid(100, 10).client(1).until(50));
				bring_into(status);
				assert_ok!(way(id));
				assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (0, START));
			});
		}
		// A part of a cancel: less of it.
		ExtBuilder::default().build_and_execute(|| {
			let id = rest(&alice(), SHARES, bid(100, 10));
			bring_into(status);
			assert_ok!(try_amend(&alice(), SHARES, id, None, Some(1)));
			assert_eq!(held(CASH, &alice()), 1_005);
		});
	}
}

/// B12: nothing waits for a later block; balances are final when the call returns.
#[test]
fn storage_has_no_place_in_which_a_fill_could_wait() {
	let names: Vec<_> =
		OrderBook::storage_metadata().entries.into_iter().map(|entry| entry.name).collect();
	let known = [
		"NextMarketId",
		"Markets",
		"Books",
		"Words",
		"Levels",
		"Pages",
		"Traders",
		"Listings",
		"Closing",
		"Suspensions",
	];
	assert_eq!(names, known);
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		place(&alice(), SHARES, bid(100, 10));
		assert_ok!(Assets::transfer_all(signed(&bob()), CASH, dave(), false));
		assert_eq!(total(CASH, &dave()), 2 * START + 9_990);
		// An idle block of an exchange that closes nothing is one look.
		assert_eq!(OrderBook::on_idle(2, Weight::MAX), Weight::from_parts(1, 0));
	});
}

/// B17: each call with an id or a market that is not the caller's to use.
#[test]
fn no_call_accepts_what_belongs_to_another_market_or_account() {
	ExtBuilder::default().build_and_execute(|| {
		let theirs = rest(&bob(), SHARES, bid(100, 10).client(1));
		let elsewhere = rest(&alice(), KSI_CASH, bid(101, 10).client(2));
		let ended = {
			let id = rest(&alice(), SHARE_KSI, bid(102, 10).client(3));
			assert_ok!(OrderBook::close_market(signed(&vote()), SHARE_KSI));
			OrderBook::on_idle(1, Weight::MAX);
			id
		};
		let never = OrderId::from_bits(u128::MAX >> 1);
		use Error as E;
		for (market, id, client, error) in [
			(SHARES, theirs, 1, E::<Test>::NotOrderOwner),
			(SHARES, elsewhere, 2, E::OrderNotFound),
			(SHARES, ended, 3, E::OrderNotFound),
			(SHARES, never, 4, E::OrderNotFound),
			(SHARE_KSI, ended, 3, E::UnknownMarket),
			(99, theirs, 1, E::UnknownMarket),
			(u32::MAX, never, 4, E::UnknownMarket),
		] {
			let shown = format!("{market} {error:?}");
			let unknown = matches!(error, E::UnknownMarket);
			assert_noop!(cancel(&alice(), market, id), error);
			let error = || if unknown { E::<Test>::UnknownMarket } else { E::OrderNotFound };
			assert_noop!(OrderBook::cancel_by_client_id(signed(&alice()), market, client), error());
			if unknown {
				assert_noop!(cancel_all(&alice(), market, None), error());
				assert_noop!(try_place(&alice(), market, bid(100, 10)), error());
				assert_noop!(
					OrderBook::set_market_status(signed(&vote()), market, MarketStatus::Active),
					error()
				);
				assert_noop!(
					OrderBook::set_market_params(signed(&vote()), market, TERMS, FEES),
					error()
				);
				assert_noop!(OrderBook::close_market(signed(&vote()), market), error());
			}
			assert!(try_amend(&alice(), market, id, Some(90), None).is_err(), "{shown}");
			let batch = vec![
				Operation::Cancel { market, order_id: id },
				Operation::CancelByClientId { market, client_id: client },
				Operation::Amend {
					market,
					order_id: id,
					price: None,
					quantity: Some(Lots::new(1)),
				},
			];
			let done = submit(&alice(), batch);
			assert!(
				done.outcomes.iter().all(|outcome| matches!(outcome, Outcome::Refused(_))),
				"{shown}"
			);
			assert!(done.removals.is_empty() && done.fills.is_empty());
		}
		// 10,100 and 50.5.
		assert_eq!((held(CASH, &bob()), held(CASH, &alice())), (10_050, 10_151));
	});
}

fn halted(reason: HaltReason) -> Event<Test> {
	Event::MarketHalted { market: SHARES, reason }
}

/// B20: the n-th movement of a fill is refused by the ledger. The caller's own make the call fail; any other halts this
/// market, changes no balance and touches nothing else.
#[test]
fn an_impossible_refusal_halts_one_market_and_changes_no_balance() {
	let fill = || OrderBook::place_order(signed(&alice()), SHARES, bid(100, 4).now_or_never());
	let balances = || {
		[alice(), bob(), fees(SHARES)]
			.map(|who| [KSI, CASH, SHARE].map(|token| (free(token, &who), held(token, &who))))
	};
	let steps = ExtBuilder::default().build().execute_with(|| {
		rest(&bob(), SHARES, ask(100, 10));
		fail_after(None);
		assert_ok!(fill());
		fail_after(None)
	});
	// Alice gets SHARE and pays; Bob pays from his hold and gets CASH; the fees are paid in; SHARE and CASH are written.
	assert_eq!(steps, 7);
	for step in 0..steps {
		ExtBuilder::default().build_and_execute(|| {
			let id = rest(&bob(), SHARES, ask(100, 10));
			let other = rest(&bob(), KSI_CASH, ask(100, 10));
			let (before, supplies) = (balances(), [KSI, CASH, SHARE].map(supply));
			fail_after(Some(step));
			if step < 2 {
				assert_noop!(
					fill().map_err(|refused| refused.error),
					DispatchError::Other("injected")
				);
				assert_eq!(status(SHARES), Some(MarketStatus::Active));
				assert_ok!(fill());
				return;
			}
			let charged = fill().unwrap().actual_weight.unwrap();
			assert_eq!(last_event(), halted(HaltReason::Settlement));
			// In full: how far the work went is not known.
			assert_eq!(charged.ref_time(), 1_202_510);
			assert_eq!(status(SHARES), Some(MarketStatus::Halted));
			assert_eq!((balances(), [KSI, CASH, SHARE].map(supply)), (before, supplies));
			assert_eq!(lots_of(SHARES, id), Some(10));
			check();
			// Other markets and transfers go on, this one cancels, and a vote opens it again.
			place(&alice(), KSI_CASH, bid(100, 10));
			assert_eq!(lots_of(KSI_CASH, other), None);
			assert_ok!(Assets::transfer(signed(&alice()), CASH, bob(), 100));
			assert_noop!(try_place(&alice(), SHARES, bid(100, 4)), Error::<Test>::MarketNotOpen);
			set_status(SHARES, MarketStatus::Active);
			assert_ok!(fill());
			assert_ok!(cancel(&bob(), SHARES, id));
		});
	}
}

/// B20: the same inside a batch. Runs before the broken one stand, it and those after it do not happen.
#[test]
fn a_batch_ends_at_the_market_that_broke() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		let put = |market, order| Operation::Place { market, order };
		let operations = vec![
			put(KSI_CASH, bid(100, 10)),
			put(SHARES, bid(100, 10)),
			put(KSI_CASH, bid(99, 10)),
		];
		// The first run holds and is written; then the maker's, after two movements of the caller's.
		fail_after(Some(4));
		assert_ok!(OrderBook::submit(signed(&alice()), operations.try_into().unwrap()));
		assert_eq!(last_event(), halted(HaltReason::Settlement));
		assert_eq!((held(CASH, &alice()), total(SHARE, &alice())), (10_050, START));
		assert_eq!(status(KSI_CASH), Some(MarketStatus::Active));
	});
}

/// B20: a release to somebody else that fails is a fault of the exchange as well.
#[test]
fn a_release_that_the_ledger_refuses_halts_the_market_and_fails_its_own_caller() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10).until(5));
		fail_after(Some(0));
		assert_noop!(cancel(&alice(), SHARES, id), DispatchError::Other("injected"));
		System::set_block_number(6);
		fail_after(Some(0));
		assert_ok!(cancel(&bob(), SHARES, id));
		assert_eq!(last_event(), halted(HaltReason::Settlement));
		assert_eq!((held(CASH, &alice()), lots_of(SHARES, id)), (10_050, Some(10)));
		assert_ok!(cancel(&alice(), SHARES, id));
		assert_eq!(held(CASH, &alice()), 0);
	});
}

/// B20: what the engine reports when its book contradicts itself, or a number leaves its range.
#[test]
fn a_damaged_book_halts_its_market_and_no_other() {
	let damages: [(fn(OrderId), BookError); 4] = [
		(
			|_| {
				Books::<Test>::mutate(SHARES, |book| {
					book.as_mut().unwrap().best_ask = Some(Ticks::new(50))
				})
			},
			BookError::Corrupt,
		),
		(
			|_| Books::<Test>::mutate(SHARES, |book| book.as_mut().unwrap().orders = u32::MAX),
			BookError::Overflow,
		),
		(
			|_| Books::<Test>::mutate(SHARES, |book| book.as_mut().unwrap().sequence = u64::MAX),
			BookError::Overflow,
		),
		(
			|id| {
				let key = crate::storage_book::level_key(order_book_engine::LevelAt {
					side: Side::Bid,
					tick: id.locator().tick(),
				});
				Levels::<Test>::mutate(SHARES, key, |level| {
					level.as_mut().unwrap().next_page = u32::MAX - 1
				});
			},
			BookError::LevelFull,
		),
	];
	for (damage, error) in damages {
		ExtBuilder::default().build_and_execute_unchecked(|| {
			let id = rest(&bob(), SHARES, bid(100, 10));
			damage(id);
			let before = (free(CASH, &alice()), held(CASH, &alice()));
			assert_ok!(try_place(&alice(), SHARES, bid(100, 10)));
			assert_eq!(last_event(), halted(HaltReason::Book(error)));
			assert_eq!(status(SHARES), Some(MarketStatus::Halted));
			assert_eq!((free(CASH, &alice()), held(CASH, &alice())), before);
			rest(&alice(), KSI_CASH, bid(100, 10));
		});
		// The same as one operation of a batch.
		ExtBuilder::default().build_and_execute_unchecked(|| {
			let id = rest(&bob(), SHARES, bid(100, 10));
			damage(id);
			let order = bid(100, 10);
			let operations = vec![
				Operation::Place { market: SHARES, order: bid(0, 1) },
				Operation::Place { market: SHARES, order },
				Operation::Place { market: SHARES, order },
			];
			submit(&alice(), vec![Operation::Place { market: KSI_CASH, order }]);
			assert_ok!(OrderBook::submit(signed(&alice()), operations.try_into().unwrap()));
			assert_eq!(last_event(), halted(HaltReason::Book(error)));
		});
	}
}

#[test]
fn a_record_that_names_an_order_that_is_not_there_halts_the_market() {
	ExtBuilder::default().build_and_execute_unchecked(|| {
		let id = rest(&alice(), SHARES, bid(100, 10).client(1));
		rest(&alice(), SHARES, bid(90, 20));
		Levels::<Test>::remove(
			SHARES,
			crate::storage_book::level_key(order_book_engine::LevelAt {
				side: Side::Bid,
				tick: id.locator().tick(),
			}),
		);
		for attempt in [
			cancel_all(&alice(), SHARES, None),
			OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 1)
				.map(|_| ())
				.map_err(|refused| refused.error),
		] {
			assert_ok!(attempt);
			assert_eq!(last_event(), halted(HaltReason::Book(BookError::Corrupt)));
			// Nothing was written: the second order is still there, with its hold.
			assert_eq!(held(CASH, &alice()), 10_050 + 18_090);
		}
	});
}

/// B21: place, fill, cancel, removal of an expired order and halt, in each of their 120 orders within a block.
#[test]
fn all_orders_of_events_within_a_block_end_well() {
	let mut orders = vec![vec![]];
	for step in 0..5usize {
		orders = orders
			.into_iter()
			.flat_map(|order: Vec<usize>| {
				(0..=order.len()).map(move |at| {
					let mut longer = order.clone();
					longer.insert(at, step);
					longer
				})
			})
			.collect();
	}
	assert_eq!(orders.len(), 120);
	for order in orders {
		ExtBuilder::default().build_and_execute(|| {
			let supplies = [KSI, CASH, SHARE].map(supply);
			let old = rest(&bob(), SHARES, ask(100, 10).until(5));
			let live = rest(&carol(), SHARES, ask(100, 10).client(1));
			System::set_block_number(6);
			let mut halted = false;
			for step in order {
				let result = match step {
					0 => try_place(&dave(), SHARES, bid(90, 20).client(2)),
					1 => try_place(&alice(), SHARES, bid(100, 5)),
					2 => cancel(&carol(), SHARES, live),
					3 => cancel(&dave(), SHARES, old),
					_ => {
						halted = true;
						OrderBook::set_market_status(signed(&vote()), SHARES, MarketStatus::Halted)
					}
				};
				match result {
					Ok(()) => assert!(step > 1 || !halted),
					// The expired order may be gone already: Alice's taker removed it.
					Err(error) if step == 3 => {
						assert_eq!(error, Error::<Test>::OrderNotFound.into())
					}
					Err(error) => assert!(halted && error == Error::<Test>::MarketNotOpen.into()),
				}
				check();
			}
			for who in [alice(), bob(), carol(), dave()] {
				assert_ok!(cancel_all(&who, SHARES, None));
				assert_eq!((held(CASH, &who), held(SHARE, &who)), (0, 0));
			}
			assert_eq!([KSI, CASH, SHARE].map(supply), supplies);
		});
	}
}

/// B16: what it takes to be in the way. Per order, in one token or the other: the minimum notional at least.
#[test]
fn an_attacker_at_every_cap_locks_money_and_stops_nobody() {
	ExtBuilder::default().build_and_execute(|| {
		for number in 2..=7 {
			for n in 0..8 {
				rest(&account(number), SHARES, ask(100, 1 + n % 2));
			}
		}
		// 48 orders at one price, of 1 and 2 lots: 72 lots, which is 7,200 SHARE.
		let locked: u128 = (2..=7).map(|number| held(SHARE, &account(number))).sum();
		assert_eq!(locked, 7_200);
		// The honest seller one tick below is first; the honest seller at the price is last, and is reached.
		let first = rest(&alice(), SHARES, ask(99, 11));
		let last = rest(&alice(), SHARES, ask(100, 11));
		place(&account(8), SHARES, bid(99, 11));
		assert_eq!(lots_of(SHARES, first), None);
		for calls in 1.. {
			place(&account(8), SHARES, bid(100, 83).now_or_never());
			if lots_of(SHARES, last).is_none() {
				// 49 orders at 20 fills a call.
				assert_eq!(calls, 3);
				break;
			}
		}
	});
}

/// B4: each invariant is seen to fail on a planted defect.
#[test]
fn every_invariant_trips_on_its_planted_defect() {
	fn book(change: impl FnOnce(&mut order_book_engine::Header)) {
		Books::<Test>::mutate(SHARES, |book| change(book.as_mut().unwrap()));
	}
	fn level(change: impl FnOnce(&mut order_book_engine::Level)) {
		let (key, _) = Levels::<Test>::iter_prefix(SHARES).find(|(key, _)| *key == 100).unwrap();
		Levels::<Test>::mutate(SHARES, key, |level| change(level.as_mut().unwrap()));
	}
	fn hold(token: u32, reason: crate::HoldReason, amount: u128) {
		use frame_support::traits::fungibles::hold::Unbalanced as _;
		assert_ok!(Fragile::set_balance_on_hold(token, &reason.into(), &founder(), amount));
	}
	type Defect = (&'static str, Box<dyn Fn()>);
	let defects: Vec<Defect> = vec![
		("1: a book without a market", Box::new(|| Markets::<Test>::remove(SHARES))),
		("1: the header's number of orders", Box::new(|| book(|book| book.orders += 1))),
		("1: the best bid", Box::new(|| book(|book| book.best_bid = None))),
		("1: the best ask", Box::new(|| book(|book| book.best_ask = Some(Ticks::new(105))))),
		("3: a summary bit", Box::new(|| Words::<Test>::remove(SHARES, 4_096))),
		("3: a summary bit", Box::new(|| Words::<Test>::remove(SHARES, 0))),
		(
			"3: an empty word is stored",
			Box::new(|| {
				Words::<Test>::insert(SHARES, 7, order_book_engine::bitmap::Word::default())
			}),
		),
		(
			"3: bits and levels differ",
			Box::new(|| Words::<Test>::mutate(SHARES, 0, |word| word.as_mut().unwrap().insert(3))),
		),
		("4: a level's lots", Box::new(|| level(|level| level.lots = Lots::new(1)))),
		("4: a level's orders", Box::new(|| level(|level| level.orders = 7))),
		(
			"4: an empty page in the chain",
			Box::new(|| level(|level| level.page = Default::default())),
		),
		("4: a page's link back", Box::new(|| level(|level| level.page.prev = 3))),
		("4: a page is missing", Box::new(|| level(|level| level.page.next = 3))),
		("4: the tail", Box::new(|| level(|level| level.tail = 3))),
		(
			"4: a page outside every chain",
			Box::new(|| {
				crate::Pages::<Test>::insert((SHARES, 100, 9), order_book_engine::Page::default())
			}),
		),
		("4: a sequence number from the future", Box::new(|| book(|book| book.sequence = 0))),
		(
			"5: an order below the minimum",
			Box::new(|| {
				Markets::<Test>::mutate(SHARES, |market| {
					market.as_mut().unwrap().params.min_notional =
						order_book_engine::QuoteAtoms::new(1 << 60);
				});
			}),
		),
		("6: an order that no record lists", Box::new(|| Traders::<Test>::remove(alice(), SHARES))),
		(
			"6: a record and the book differ",
			Box::new(|| {
				Traders::<Test>::mutate(alice(), SHARES, |trader| {
					trader.as_mut().unwrap().orders.pop();
				})
			}),
		),
		(
			"6: an order is listed twice",
			Box::new(|| {
				Traders::<Test>::mutate(alice(), SHARES, |trader| {
					let trader = trader.as_mut().unwrap();
					trader.orders.push(trader.orders[0]);
				})
			}),
		),
		(
			"6: a client id of no order",
			Box::new(|| {
				Traders::<Test>::mutate(alice(), SHARES, |trader| {
					let at = order_book_engine::Locator::from_bits(5);
					trader.as_mut().unwrap().client_ids.push((9, at));
				})
			}),
		),
		(
			"6: an empty record",
			Box::new(|| Traders::<Test>::insert(carol(), SHARES, Trader::default())),
		),
		(
			"6: a mark from the future",
			Box::new(|| {
				Traders::<Test>::mutate(alice(), SHARES, |trader| {
					trader.as_mut().unwrap().void = 4; // three orders were placed
				})
			}),
		),
		(
			"6: a deadline too far",
			Box::new(|| {
				Traders::<Test>::mutate(alice(), SHARES, |trader| {
					trader.as_mut().unwrap().deadline = Some(302_402); // in block 1
				})
			}),
		),
		(
			"6: a client id twice",
			Box::new(|| {
				Traders::<Test>::mutate(alice(), SHARES, |trader| {
					let trader = trader.as_mut().unwrap();
					trader.client_ids.push(trader.client_ids[0]);
				})
			}),
		),
		(
			"7: a hold is not what open orders need",
			Box::new(|| hold(CASH, crate::HoldReason::OpenOrder, 1)),
		),
		(
			"7: a hold is not what open orders need",
			Box::new(|| hold(KSI, crate::HoldReason::OpenOrder, 1)),
		),
		("8: listings", Box::new(|| Listings::<Test>::insert(BOND, 1))),
		("8: listings", Box::new(|| Listings::<Test>::remove(KSI))),
		("8: closing", Box::new(|| Closing::<Test>::try_append(SHARES).unwrap())),
		("8: an ended market is closing", Box::new(|| Closing::<Test>::try_append(77).unwrap())),
		("8: a founder's deposit", Box::new(|| hold(KSI, crate::HoldReason::MarketDeposit, 2_999))),
		(
			"8: parameters that would be refused",
			Box::new(|| {
				Markets::<Test>::mutate(KSI_CASH, |market| {
					market.as_mut().unwrap().params.max_open_orders = 0;
				});
			}),
		),
	];
	for (expected, plant) in defects {
		ExtBuilder::default().build_and_execute_unchecked(|| {
			rest(&alice(), SHARES, bid(100, 10).client(1));
			rest(&alice(), SHARES, bid(99, 20));
			rest(&bob(), SHARES, ask(110, 10));
			check();
			plant();
			assert_eq!(OrderBook::do_try_state(), Err(expected.into()));
		});
	}
}

/// B4: the same for a crossed book, which takes a second level to plant.
#[test]
fn a_crossed_book_trips_its_invariant() {
	ExtBuilder::default().build_and_execute_unchecked(|| {
		rest(&alice(), SHARES, bid(100, 10));
		rest(&bob(), SHARES, ask(110, 10));
		let bids = Levels::<Test>::get(SHARES, 100).unwrap();
		Levels::<Test>::insert(SHARES, 120, bids);
		Words::<Test>::mutate(SHARES, 0, |word| word.as_mut().unwrap().insert(120));
		Books::<Test>::mutate(SHARES, |book| {
			let book = book.as_mut().unwrap();
			book.orders += 1;
			book.best_bid = Some(Ticks::new(120));
		});
		assert_eq!(OrderBook::do_try_state(), Err("2: the book is crossed".into()));
	});
}

/// Every call, sent by nobody, by the root origin, and by an account that is not the vote where one is asked for.
#[test]
fn every_call_refuses_the_origins_that_it_is_not_for() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&bob(), SHARES, bid(100, 10));
		let traders: Vec<Call<Test>> = vec![
			Call::create_market { base: BOND, quote: CASH, terms: TERMS },
			Call::place_order { market: SHARES, order: bid(90, 20) },
			Call::cancel_order { market: SHARES, order_id: id },
			Call::cancel_by_client_id { market: SHARES, client_id: 1 },
			Call::cancel_all { market: SHARES, side: None },
			Call::amend_order { market: SHARES, order_id: id, price: None, quantity: None },
			Call::submit { operations: Default::default() },
			Call::cancel_after { markets: Default::default(), deadline: None },
			Call::remove_lapsed { market: SHARES, account: bob() },
		];
		let votes: Vec<Call<Test>> = vec![
			Call::set_market_status { market: SHARES, status: MarketStatus::Halted },
			Call::set_market_params { market: SHARES, terms: TERMS, fees: FEES },
			Call::close_market { market: SHARES },
		];
		assert_eq!(<Call<Test> as frame_support::traits::GetCallName>::get_call_names().len(), 12);
		let refused = |call: &Call<Test>, origin| {
			let call = RuntimeCall::OrderBook(call.clone());
			assert_noop!(
				call.dispatch(origin).map_err(|refused| refused.error),
				DispatchError::BadOrigin
			);
		};
		for call in traders.iter().chain(&votes) {
			refused(call, RuntimeOrigin::none());
			refused(call, RuntimeOrigin::root());
		}
		for call in &votes {
			refused(call, signed(&alice()));
			refused(call, signed(&founder()));
			refused(call, signed(&fees(SHARES)));
		}
	});
}

#[test]
fn the_settings_of_the_mock_are_possible() {
	OrderBook::integrity_test();
}
