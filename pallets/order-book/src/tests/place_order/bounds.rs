//! Ranges of numbers, expiry, and the bounds of a call.

use super::*;

#[test]
fn numbers_out_of_range_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let lots = (1 << 40) + 1;
		for (order, error) in [
			(bid(0, 10), Error::<Test>::PriceOutOfRange),
			(ask(0, 10), Error::<Test>::PriceOutOfRange),
			(ask(1 << 24, 10), Error::<Test>::PriceOutOfRange),
			(ask(u64::MAX, 10), Error::<Test>::PriceOutOfRange),
			(ask(100, 0), Error::<Test>::QuantityOutOfRange),
			(ask(100, lots), Error::<Test>::QuantityOutOfRange),
			(ask(100, u64::MAX), Error::<Test>::QuantityOutOfRange),
			(ask(1, 99), Error::<Test>::BelowMinNotional),
			(bid(99, 1), Error::<Test>::BelowMinNotional),
			// In range, but nobody has that much.
			(ask((1 << 24) - 1, 1 << 40), Error::<Test>::InsufficientFree),
			(bid((1 << 24) - 1, 1 << 40), Error::<Test>::InsufficientFree),
		] {
			let error = DispatchError::from(error);
			assert_noop!(try_place(&alice(), SHARES, order), error);
			assert_noop!(try_place(&alice(), SHARES, order.now_or_never()), error);
		}
		rest(&alice(), SHARES, ask((1 << 24) - 1, 1));
		rest(&alice(), SHARES, bid(1, 100));
		rest(&alice(), SHARES, bid(100, 1));
	});
}

/// B7.
#[test]
fn an_order_trades_up_to_its_last_block_and_not_after_though_nothing_sweeps_it() {
	for (block, trades) in [(4, true), (5, true), (6, false)] {
		ExtBuilder::default().build_and_execute(|| {
			System::set_block_number(4);
			rest(&bob(), SHARES, ask(100, 10).until(5));
			rest(&carol(), SHARES, ask(100, 10));
			System::set_block_number(block);
			place(&alice(), SHARES, bid(100, 10));
			let paid_to_bob = if trades { 9_990 } else { 0 };
			assert_eq!(total(CASH, &bob()), START + paid_to_bob);
			assert_eq!(total(CASH, &carol()), START + 9_990 - paid_to_bob);
			// Whether filled or expired, nothing of it is held any more.
			assert_eq!(held(SHARE, &bob()), 0);
			let reasons: Vec<_> = executed().removals.iter().map(|gone| gone.reason).collect();
			assert_eq!(reasons, if trades { vec![] } else { vec![RemovalReason::Expired] });
		});
	}
}

#[test]
fn an_expiry_in_the_past_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(7);
		for past in [0, 1, 6] {
			assert_noop!(
				try_place(&alice(), SHARES, bid(100, 10).until(past)),
				Error::<Test>::AlreadyExpired
			);
		}
		rest(&alice(), SHARES, bid(100, 10).until(7));
	});
}

/// B8. Ten removals are allowed a call here.
#[test]
fn expired_orders_in_front_cost_their_own_budget_and_hide_nobody() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..25 {
			rest(&account(2 + n % 4), SHARES, ask(100, 1).until(5));
		}
		rest(&account(7), SHARES, ask(100, 10));
		System::set_block_number(6);
		for (removed, filled, end) in
			[(10, 0, TakerEnd::Bound), (10, 0, TakerEnd::Bound), (5, 10, TakerEnd::Complete)]
		{
			let placed = place(&alice(), SHARES, bid(100, 10));
			let event = executed();
			assert_eq!(
				(event.removals.len(), placed.filled.get(), placed.end),
				(removed, filled, end)
			);
			assert!(event.removals.iter().all(|gone| gone.reason == RemovalReason::Expired));
			// Stopped by a bound, the order must not rest where it crosses.
			assert_eq!(placed.order, None);
		}
		for n in 2..6 {
			assert_eq!((held(SHARE, &account(n)), free(SHARE, &account(n))), (0, START));
		}
	});
}

/// B8.
#[test]
fn post_only_asks_what_the_matcher_would_and_expired_orders_are_not_in_its_way() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..12 {
			rest(&account(2 + n % 4), SHARES, ask(100, 1).until(5));
		}
		System::set_block_number(6);
		let first = place(&alice(), SHARES, bid(100, 10).tif(PostOnly));
		assert_eq!((first.order, first.end), (None, TakerEnd::Bound));
		let second = place(&alice(), SHARES, bid(100, 10).tif(PostOnly));
		assert_eq!((second.rests.get(), executed().removals.len()), (10, 2));
	});
}

/// B10.
#[test]
fn what_a_fill_leaves_below_the_minimum_goes_back_in_the_same_call() {
	// At 60 a lot is worth 600, the minimum is 1,800: three lots.
	let terms = MarketTerms { min_notional: QuoteAtoms::new(1_800), ..TERMS };
	for (left, stays) in [(1, false), (2, false), (3, true), (4, true)] {
		ExtBuilder::default().terms(terms).build_and_execute(|| {
			let id = rest(&bob(), SHARES, ask(60, 10));
			let placed = place(&alice(), SHARES, bid(60, 10 - left));
			assert_eq!((placed.filled.get(), placed.end), (10 - left, TakerEnd::Complete));
			assert_eq!(lots_of(SHARES, id), stays.then_some(left));
			assert_eq!(held(SHARE, &bob()), if stays { u128::from(left) * 100 } else { 0 });
			assert_eq!(total(SHARE, &bob()), START - u128::from(10 - left) * 100);
			let event = executed();
			assert_eq!(event.fills[0].maker_rests.get(), if stays { left } else { 0 });
			let dust: Vec<_> =
				event.removals.iter().map(|gone| (gone.reason, gone.lots.get())).collect();
			assert_eq!(dust, if stays { vec![] } else { vec![(RemovalReason::Dust, left)] });
		});
		ExtBuilder::default().terms(terms).build_and_execute(|| {
			rest(&bob(), SHARES, ask(60, 10));
			let placed = place(&alice(), SHARES, bid(60, 10 + left));
			let (rests, end) = if stays { (left, TakerEnd::Complete) } else { (0, TakerEnd::Dust) };
			assert_eq!((placed.filled.get(), placed.rests.get(), placed.end), (10, rests, end));
			// 600 a lot; 0.5 % of 1,800 is 9, of 2,400 it is 12.
			assert_eq!(held(CASH, &alice()), u128::from(rests) * 603);
		});
	}
}

#[test]
fn a_call_makes_at_most_its_fills_and_never_leaves_the_book_crossed() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..25 {
			rest(&account(2 + n % 5), SHARES, ask(100, 1));
		}
		let placed = place(&alice(), SHARES, bid(100, 30));
		assert_eq!((placed.filled.get(), placed.cancelled.get()), (20, 10));
		assert_eq!((placed.order, placed.end), (None, TakerEnd::Bound));
		assert_eq!(held(CASH, &alice()), 0);
		assert_eq!(OrderBook::bbo(SHARES).unwrap().ask.map(|(_, lots)| lots.get()), Some(5));
		assert_eq!(place(&alice(), SHARES, bid(100, 30)).rests.get(), 25);
	});
}

#[test]
fn a_call_enters_at_most_its_levels() {
	ExtBuilder::default().build_and_execute(|| {
		// Ten levels that have expired, then sixteen that live: 26 in all, and 25 are allowed.
		for n in 0..26u64 {
			let order = ask(100 + n, 1);
			rest(&account(2 + (n % 5) as u8), SHARES, if n < 10 { order.until(5) } else { order });
		}
		System::set_block_number(6);
		let placed = place(&alice(), SHARES, bid(200, 30));
		assert_eq!((placed.filled.get(), placed.end), (15, TakerEnd::Bound));
		assert_eq!(executed().removals.len(), 10);
		assert_eq!(OrderBook::bbo(SHARES).unwrap().ask.map(|(tick, _)| tick.get()), Some(125));
	});
}

/// B16.
#[test]
fn an_account_has_so_many_orders_and_no_more_whoever_else_has() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..8 {
			rest(&alice(), SHARES, bid(100, 10 + n));
		}
		for order in [bid(100, 10), ask(200, 10), bid(100, 10).tif(PostOnly)] {
			assert_noop!(try_place(&alice(), SHARES, order), Error::<Test>::TooManyOpenOrders);
		}
		// What cannot rest needs no room.
		place(&alice(), SHARES, bid(100, 10).now_or_never());
		// The cap is the market's and the account's own: another market, another account.
		rest(&alice(), KSI_CASH, bid(100, 10));
		let honest = rest(&bob(), SHARES, bid(101, 10));
		place(&carol(), SHARES, ask(101, 10));
		assert_eq!(lots_of(SHARES, honest), None);
		assert_eq!(total(SHARE, &bob()), START + 1_000);
		// Each of the eight holds at least the minimum notional.
		assert!(held(CASH, &alice()) >= 8 * 1_000);
	});
}

#[test]
fn a_client_id_is_used_once_at_a_time_in_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, bid(100, 10).client(1));
		for order in
			[bid(99, 10).client(1), ask(101, 10).client(1), bid(99, 10).client(1).now_or_never()]
		{
			assert_noop!(try_place(&alice(), SHARES, order), Error::<Test>::DuplicateClientId);
		}
		rest(&alice(), SHARES, bid(100, 10).client(0));
		rest(&alice(), SHARES, bid(100, 10).client(u64::MAX));
		rest(&alice(), KSI_CASH, bid(100, 10).client(1));
		rest(&bob(), SHARES, bid(100, 10).client(1));
	});
}

#[test]
fn the_band_follows_the_last_trade() {
	// 10 %: after a trade at 100 from 100 / 1.1 = 90.9 to 110.
	let terms = MarketTerms { price_band_ppm: 100_000, ..TERMS };
	ExtBuilder::default().terms(terms).build_and_execute(|| {
		// Before the first trade there is no band.
		let far = rest(&bob(), SHARES, ask(5_000, 1));
		assert_ok!(cancel(&bob(), SHARES, far));
		rest(&bob(), SHARES, ask(100, 1));
		place(&alice(), SHARES, bid(100, 1));
		for price in [1, 89, 111, 5_000] {
			assert_noop!(
				try_place(&alice(), SHARES, bid(price, 1_000)),
				Error::<Test>::OutsidePriceBand
			);
			assert_noop!(
				try_place(&alice(), SHARES, ask(price, 1_000)),
				Error::<Test>::OutsidePriceBand
			);
		}
		rest(&alice(), SHARES, bid(90, 20));
		rest(&alice(), SHARES, ask(110, 20));
		// A slide out of the band is refused too.
		place(&bob(), SHARES, ask(90, 2));
		assert_eq!(OrderBook::bbo(SHARES).unwrap().last.map(|tick| tick.get()), Some(90));
		// Now 81 to 99: the ask at 110 rests outside and stays where it is.
		assert_eq!(OrderBook::bbo(SHARES).unwrap().ask.map(|(tick, _)| tick.get()), Some(110));
		assert_noop!(try_place(&bob(), SHARES, bid(110, 1)), Error::<Test>::OutsidePriceBand);
	});
}
