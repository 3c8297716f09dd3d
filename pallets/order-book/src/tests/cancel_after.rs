//! `cancel_after`, the dead-man's switch, as a call and as an operation of a batch.

use crate::{mock::*, Error, Event, MarketId, Operation, Outcome, Traders};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo},
};
use order_book_engine::{BookError, Lots, MarketStatus, RemovalReason, Side, MAX_DEADLINE_AHEAD};
use sp_runtime::DispatchError;

fn cancel_after(
	who: &AccountId,
	markets: &[MarketId],
	deadline: impl Into<Option<u32>>,
) -> DispatchResult {
	OrderBook::cancel_after(signed(who), markets.to_vec().try_into().unwrap(), deadline.into())
}

fn renew(market: MarketId, deadline: u32) -> Operation {
	Operation::CancelAfter { market, deadline: Some(deadline) }
}

/// A taker of one lot at 100, who takes one lot and no rest.
fn take(market: MarketId) -> u64 {
	place(&bob(), market, bid(100, 10).now_or_never()).filled.get()
}

#[test]
fn an_order_fills_up_to_the_deadline_and_not_after_though_nobody_acts() {
	for (now, filled) in [(9, 10), (10, 10), (11, 0)] {
		ExtBuilder::default().build_and_execute(|| {
			rest(&alice(), SHARES, ask(100, 10));
			assert_ok!(cancel_after(&alice(), &[SHARES], 10));
			System::set_block_number(now);
			assert_eq!(take(SHARES), filled, "block {now}");
			// Whoever met it has removed it: the hold is free again, or sold.
			assert_eq!(held(SHARE, &alice()), 0);
			assert_eq!(total(SHARE, &alice()), START - 100 * u128::from(filled));
			let removals = executed().removals;
			assert_eq!(removals.len(), usize::from(filled == 0));
			assert!(removals.iter().all(|gone| gone.reason == RemovalReason::DeadlinePassed));
		});
	}
}

#[test]
fn several_markets_are_set_at_once_and_each_is_reported() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, bid(100, 10));
		assert_ok!(cancel_after(&alice(), &[SHARES, KSI_CASH], 10));
		let said: Vec<_> = events().into_iter().rev().take(2).collect();
		for (event, (market, sequence)) in said.iter().rev().zip([(SHARES, 1), (KSI_CASH, 0)]) {
			let expected = Event::Executed {
				market,
				trader: alice(),
				sequence,
				outcomes: vec![Outcome::DeadlineSet(Some(10))],
				fills: vec![],
				removals: vec![],
			};
			assert_eq!(*event, expected);
		}
		for (market, deadline) in [(SHARES, Some(10)), (KSI_CASH, Some(10)), (SHARE_KSI, None)] {
			assert_eq!(OrderBook::deadline(alice(), market), deadline);
		}
	});
}

#[test]
fn without_an_order_the_record_is_there_for_the_deadline_alone_and_is_no_market_of_the_account() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(cancel_after(&alice(), &[SHARES], 10));
		assert!(Traders::<Test>::contains_key(alice(), SHARES));
		assert_eq!(OrderBook::markets_of(alice()), Vec::<MarketId>::new());
		rest(&alice(), KSI_CASH, bid(100, 10));
		assert_eq!(OrderBook::markets_of(alice()), [KSI_CASH]);
		assert_ok!(cancel_after(&alice(), &[SHARES], None));
		assert!(!Traders::<Test>::contains_key(alice(), SHARES));
		// Nothing there is to take away, and nothing is written.
		assert_ok!(cancel_after(&alice(), &[SHARES], None));
		assert!(!Traders::<Test>::contains_key(alice(), SHARES));
	});
}

#[test]
fn a_maker_who_cancels_all_and_quotes_anew_is_still_protected() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(100, 10));
		assert_ok!(cancel_after(&alice(), &[SHARES], 10));
		assert_ok!(cancel_all(&alice(), SHARES, None));
		rest(&alice(), SHARES, ask(100, 10));
		System::set_block_number(11);
		assert_eq!(take(SHARES), 0);
	});
}

#[test]
fn after_the_deadline_new_orders_are_refused_until_a_new_one_is_set() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, ask(100, 10));
		rest(&carol(), SHARES, bid(90, 10));
		assert_ok!(cancel_after(&alice(), &[SHARES], 10));
		System::set_block_number(11);
		let passed = DispatchError::from(Error::<Test>::DeadlinePassed);
		assert_noop!(try_place(&alice(), SHARES, bid(80, 20)), passed);
		// As a taker neither: what is signed before and comes late does nothing.
		assert_noop!(try_place(&alice(), SHARES, ask(90, 10).now_or_never()), passed);
		assert_noop!(try_amend(&alice(), SHARES, id, None, Some(5)), passed);
		assert_eq!(
			OrderBook::check_order(alice(), SHARES, bid(80, 20)),
			Err(order_book_runtime_api::Refusal::Book(BookError::DeadlinePassed))
		);
		// Other markets and other people go on.
		rest(&alice(), KSI_CASH, bid(80, 20));
		rest(&carol(), SHARES, bid(91, 20));

		assert_ok!(cancel_after(&alice(), &[SHARES], 20));
		rest(&alice(), SHARES, ask(101, 10));
		// What the old deadline ended stays so.
		assert_noop!(try_amend(&alice(), SHARES, id, None, Some(5)), passed);
		let placed = place(&bob(), SHARES, bid(101, 20).now_or_never());
		assert_eq!(placed.filled.get(), 10);
		assert_eq!(executed().removals[0].order, id);
	});
}

#[test]
fn its_owner_cancels_what_it_has_ended_and_anybody_else_may() {
	ExtBuilder::default().build_and_execute(|| {
		let ids = [100, 101, 102].map(|price| rest(&alice(), SHARES, ask(price, 10).client(price)));
		assert_ok!(cancel_after(&alice(), &[SHARES], 10));
		System::set_block_number(10);
		assert_noop!(cancel(&bob(), SHARES, ids[0]), Error::<Test>::NotOrderOwner);
		System::set_block_number(11);
		assert_ok!(cancel(&bob(), SHARES, ids[0]));
		assert!(matches!(
			executed().outcomes[..],
			[Outcome::Cancelled(gone)] if gone.reason == RemovalReason::DeadlinePassed
		));
		assert_ok!(OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 101));
		assert_ok!(cancel_all(&alice(), SHARES, None));
		assert_eq!(held(SHARE, &alice()), 0);
		// His switch has not been reset by that.
		assert_eq!(OrderBook::deadline(alice(), SHARES), Some(10));
	});
}

#[test]
fn reads_show_what_it_has_ended_as_expired_and_depth_counts_it_until_it_is_removed() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, ask(100, 10).client(7));
		assert_ok!(cancel_after(&alice(), &[SHARES], 10));
		for (now, expired) in [(10, false), (11, true)] {
			System::set_block_number(now);
			let found = OrderBook::order(SHARES, id).unwrap();
			assert_eq!((found.expired, found.expires_at), (expired, None));
			assert_eq!(OrderBook::open_orders(alice(), SHARES, None, 9)[0].expired, expired);
			assert_eq!(
				OrderBook::book_orders(SHARES, Side::Ask, None, 9).unwrap()[0].expired,
				expired
			);
			assert_eq!(OrderBook::order_by_client_id(SHARES, alice(), 7).unwrap().expired, expired);
			assert_eq!(OrderBook::depth(SHARES, 1).unwrap().asks[0].lots, Lots::new(10));
			// A quote knows better.
			let quote = OrderBook::quote(SHARES, Side::Bid, Lots::new(10)).unwrap();
			assert_eq!(quote.filled.get(), if expired { 0 } else { 10 });
		}
	});
}

#[test]
fn a_batch_renews_before_it_quotes() {
	ExtBuilder::default().build_and_execute(|| {
		let put = |price| Operation::Place { market: SHARES, order: ask(price, 10) };
		let event = submit(&alice(), vec![renew(SHARES, 10), put(100), put(101)]);
		assert_eq!(event.outcomes[0], Outcome::DeadlineSet(Some(10)));
		assert!(matches!(event.outcomes[1..], [Outcome::Placed(_), Outcome::Placed(_)]));
		// In time.
		System::set_block_number(10);
		let event = submit(&alice(), vec![renew(SHARES, 20), put(102)]);
		assert!(matches!(event.outcomes[..], [Outcome::DeadlineSet(_), Outcome::Placed(_)]));
		System::set_block_number(15);
		assert_eq!(take(SHARES), 10);
		// A batch for block 18 that comes in block 21 does nothing at all.
		System::set_block_number(21);
		let event = submit(&alice(), vec![renew(SHARES, 18), put(103)]);
		assert_eq!(
			event.outcomes,
			[
				Outcome::Refused(BookError::AlreadyExpired),
				Outcome::Refused(BookError::DeadlinePassed)
			]
		);
		// One that is meant for now clears up, renews and quotes.
		let sweep = Operation::CancelAll { market: SHARES, side: None };
		let event = submit(&alice(), vec![sweep, renew(SHARES, 30), put(103)]);
		assert_eq!(event.outcomes[..2], [Outcome::CancelledAll(2), Outcome::DeadlineSet(Some(30))]);
		assert_eq!(held(SHARE, &alice()), 1_000);
	});
}

#[test]
fn it_works_in_every_state_of_a_market() {
	for status in [MarketStatus::PostOnly, MarketStatus::CancelOnly, MarketStatus::Halted] {
		ExtBuilder::default().build_and_execute(|| {
			rest(&alice(), SHARES, ask(100, 10));
			set_status(SHARES, status);
			assert_ok!(cancel_after(&alice(), &[SHARES], 10));
			set_status(SHARES, MarketStatus::Active);
			System::set_block_number(11);
			assert_eq!(take(SHARES), 0);
		});
	}
}

#[test]
fn a_market_that_ends_takes_the_deadlines_of_its_orders_with_it_and_others_are_cleared() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(100, 10));
		for who in [alice(), bob(), carol()] {
			assert_ok!(cancel_after(&who, &[SHARES], 10));
		}
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARES));
		OrderBook::on_idle(1, frame_support::weights::Weight::MAX);
		assert_eq!(status(SHARES), None);
		assert!(!Traders::<Test>::contains_key(alice(), SHARES));
		// Bob and Carol had no order, so nobody came across their records.
		assert!(Traders::<Test>::contains_key(bob(), SHARES));
		assert_noop!(cancel_after(&bob(), &[SHARES], 20), Error::<Test>::UnknownMarket);
		assert_ok!(cancel_after(&bob(), &[SHARES], None));
		assert_ok!(OrderBook::remove_lapsed(signed(&bob()), SHARES, carol()));
		assert_eq!(Traders::<Test>::iter().count(), 0);
	});
}

#[test]
fn all_markets_are_set_or_none() {
	ExtBuilder::default().build_and_execute(|| {
		let unknown = Error::<Test>::UnknownMarket;
		assert_noop!(cancel_after(&alice(), &[SHARES, 99], 10), unknown);
		assert_noop!(cancel_after(&alice(), &[], 10), Error::<Test>::EmptyBatch);
		System::set_block_number(5);
		assert_noop!(cancel_after(&alice(), &[SHARES], 4), Error::<Test>::AlreadyExpired);
		assert_noop!(
			cancel_after(&alice(), &[SHARES], 6 + MAX_DEADLINE_AHEAD),
			Error::<Test>::DeadlineTooFar
		);
		assert_ok!(cancel_after(&alice(), &[SHARES], 5 + MAX_DEADLINE_AHEAD));
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let markets = vec![SHARES].try_into().unwrap();
			assert_noop!(OrderBook::cancel_after(origin, markets, None), DispatchError::BadOrigin);
		}
	});
}

/// By the weights of the mock: a call 20 and 7 a market; in a batch 5,000,000, 300 a market and 7 a deadline.
#[test]
fn it_is_charged_by_the_markets_and_not_by_the_orders() {
	ExtBuilder::default().build_and_execute(|| {
		let markets: Vec<_> = vec![SHARES, KSI_CASH, SHARE_KSI];
		let call = crate::Call::<Test>::cancel_after {
			markets: markets.try_into().unwrap(),
			deadline: Some(10),
		};
		assert_eq!(call.get_dispatch_info().call_weight.ref_time(), 20 + 3 * 7);
		for n in 0..8 {
			rest(&alice(), SHARES, ask(100 + n, 10));
		}
		let operations = vec![renew(SHARES, 10), renew(SHARES, 11)];
		let paid = OrderBook::submit(signed(&alice()), operations.try_into().unwrap()).unwrap();
		assert_eq!(paid.actual_weight.unwrap().ref_time(), 5_000_000 + 300 + 2 * 7);
	});
}
