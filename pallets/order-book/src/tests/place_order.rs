//! `place_order`: what rests, what fills, what is paid, and every refusal.

use crate::{mock::*, Error, FeeSchedule, MarketTerms, Outcome};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{
	Fill, Lots, Owner, Placed, QuoteAtoms, RemovalReason, SelfTrade, Side, TakerEnd, Ticks,
	TimeInForce,
};
use sp_runtime::DispatchError;
use TimeInForce::{FillOrKill, PostOnly, PostOnlySlide};

const FREE: FeeSchedule = FeeSchedule { maker_fee_ppm: 0, taker_fee_ppm: 0, max_fee_ppm: 0 };

#[test]
fn a_resting_bid_holds_its_notional_and_the_highest_fee() {
	ExtBuilder::default().build_and_execute(|| {
		let placed = place(&alice(), SHARES, bid(100, 10).client(42).until(9));
		let order = placed.order.unwrap();
		let expected = Placed {
			order: Some(order),
			side: Side::Bid,
			price: Ticks::new(100),
			rests: Lots::new(10),
			filled: Lots::ZERO,
			cancelled: Lots::ZERO,
			end: TakerEnd::Complete,
			notional: QuoteAtoms::ZERO,
			fee: QuoteAtoms::ZERO,
			client_id: Some(42),
			expires_at: Some(9),
		};
		assert_eq!(placed, expected);
		assert_eq!((order.sequence(), order.locator().tick().get()), (1, 100));
		// 100 x 10 x 10 = 10,000, and 0.5 % of it.
		assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (10_050, START - 10_050));
		assert_eq!(total(SHARE, &alice()), START);
	});
}

#[test]
fn a_resting_ask_holds_its_lots_and_no_fee() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(100, 10));
		assert_eq!((held(SHARE, &alice()), free(SHARE, &alice())), (1_000, START - 1_000));
		assert_eq!(total(CASH, &alice()), START);
	});
}

#[test]
fn a_fill_settles_four_legs_and_the_fees_in_the_same_call() {
	ExtBuilder::default().build_and_execute(|| {
		let maker = rest(&bob(), SHARES, ask(100, 10));
		let placed = place(&alice(), SHARES, bid(100, 10));
		assert_eq!((placed.order, placed.filled.get(), placed.end), (None, 10, TakerEnd::Complete));
		assert_eq!((placed.notional.get(), placed.fee.get()), (10_000, 20));
		// Taker: 10,000 and 0.2 %. Maker: 10,000 less 0.1 %.
		assert_eq!(
			(total(CASH, &alice()), total(SHARE, &alice())),
			(START - 10_020, START + 1_000)
		);
		assert_eq!((total(CASH, &bob()), total(SHARE, &bob())), (START + 9_990, START - 1_000));
		assert_eq!(free(CASH, &revenue()), 50 + 20 + 10);
		for who in [alice(), bob()] {
			assert_eq!((held(CASH, &who), held(SHARE, &who)), (0, 0));
		}
		let fill = Fill {
			maker: Owner([2; 32]),
			order: maker,
			price: Ticks::new(100),
			lots: Lots::new(10),
			maker_rests: Lots::ZERO,
			notional: QuoteAtoms::new(10_000),
			taker_fee: QuoteAtoms::new(20),
			maker_fee: QuoteAtoms::new(10),
		};
		let event = executed();
		assert_eq!((event.fills, event.removals), (vec![fill], vec![]));
		assert_eq!(event.outcomes, [Outcome::Placed(placed)]);
	});
}

#[test]
fn a_seller_takes_from_bids_in_the_same_way() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, bid(100, 10));
		place(&alice(), SHARES, ask(90, 4));
		// At the maker's 100: 4,000. Taker pays 8, maker 4.
		assert_eq!((total(CASH, &alice()), total(SHARE, &alice())), (START + 3_992, START - 400));
		assert_eq!((total(CASH, &bob()), total(SHARE, &bob())), (START - 4_004, START + 400));
		// 6 lots rest: 6,000 and 30.
		assert_eq!(held(CASH, &bob()), 6_030);
		assert_eq!(free(CASH, &revenue()), 50 + 12);
	});
}

/// B2.
#[test]
fn the_better_price_is_the_takers_and_the_surplus_is_free_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(90, 10));
		place(&alice(), SHARES, bid(100, 10));
		// 9,000 and 18, though 10,050 were needed to place.
		assert_eq!((free(CASH, &alice()), held(CASH, &alice())), (START - 9_018, 0));
	});
}

/// B2: one to twenty makers below the limit; what is left rests, is cancelled at once, or is cancelled later.
#[test]
fn after_any_number_of_better_fills_the_hold_is_what_the_rest_needs() {
	for makers in 1..=20u64 {
		for ending in 0..3 {
			ExtBuilder::default().build_and_execute(|| {
				for n in 0..makers {
					// Three owners, as each may have eight orders.
					rest(&account(2 + (n % 3) as u8), SHARES, ask(100 + n, 1));
				}
				// One lot at 100, 101, ...: 1,000, 1,010, ... and 2 of fee each, as 0.2 % of less than 1,500 is 2.
				let cost: u128 = (0..makers).map(|n| 1_000 + 10 * u128::from(n) + 2).sum();
				let mut order = bid(200, makers + 5);
				if ending == 1 {
					order = order.now_or_never();
				}
				let placed = place(&alice(), SHARES, order);
				assert_eq!(placed.filled.get(), makers);
				// 5 lots at 200: 10,000 and 50.
				let rest_needs = if ending == 1 { 0 } else { 10_050 };
				assert_eq!(held(CASH, &alice()), rest_needs);
				assert_eq!(free(CASH, &alice()), START - cost - rest_needs);
				if ending == 2 {
					assert_ok!(cancel(&alice(), SHARES, placed.order.unwrap()));
					assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (0, START - cost));
				}
			});
		}
	}
}

/// B3.
#[test]
fn fees_are_rounded_down_once_a_fill_and_the_legs_sum_to_zero() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(101, 1));
		rest(&carol(), SHARES, ask(149, 1));
		let placed = place(&alice(), SHARES, bid(149, 2));
		// 1,010: 2.02 and 1.01. 1,490: 2.98 and 1.49.
		assert_eq!((placed.notional.get(), placed.fee.get()), (2_500, 4));
		assert_eq!(total(CASH, &alice()), START - 2_504);
		assert_eq!(total(CASH, &bob()), START + 1_009);
		assert_eq!(total(CASH, &carol()), START + 1_489);
		assert_eq!(free(CASH, &revenue()), 50 + 6);
	});
}

/// B3.
#[test]
fn one_lot_orders_by_the_thousand_move_what_they_name_to_the_unit() {
	ExtBuilder::default().build_and_execute(|| {
		let supplies = [KSI, CASH, SHARE].map(supply);
		let rounds = u128::from(super::invariants::operations() / 10);
		for n in 0..rounds {
			// 1,070 each: fees 2.14 and 1.07, so 2 and 1.
			rest(&bob(), SHARES, ask(107, 1));
			place(&alice(), SHARES, bid(107, 1));
			if n % 64 == 0 {
				assert_eq!(total(CASH, &alice()), START - (n + 1) * 1_072);
			}
		}
		assert_eq!(total(CASH, &alice()), START - rounds * 1_072);
		assert_eq!(total(CASH, &bob()), START + rounds * 1_069);
		assert_eq!(total(SHARE, &alice()), START + rounds * 100);
		assert_eq!(total(SHARE, &bob()), START - rounds * 100);
		assert_eq!(free(CASH, &revenue()), 50 + rounds * 3);
		assert_eq!([KSI, CASH, SHARE].map(supply), supplies);
	});
}

#[test]
fn a_rebate_is_paid_to_the_maker_out_of_the_takers_fee() {
	ExtBuilder::default().build_and_execute(|| {
		set_params(SHARES, TERMS, FeeSchedule { maker_fee_ppm: -1_500, ..FEES });
		rest(&bob(), SHARES, ask(100, 10));
		place(&alice(), SHARES, bid(100, 10));
		// 20 from the taker, 15 of it to the maker.
		assert_eq!(total(CASH, &alice()), START - 10_020);
		assert_eq!(total(CASH, &bob()), START + 10_015);
		assert_eq!(free(CASH, &revenue()), 50 + 5);
		rest(&carol(), SHARES, bid(100, 10));
		place(&dave(), SHARES, ask(100, 10));
		assert_eq!(total(CASH, &carol()), START - 9_985);
		assert_eq!(total(CASH, &dave()), START + 9_980);
		assert_eq!(free(CASH, &revenue()), 50 + 10);
	});
}

#[test]
fn a_rebate_of_the_whole_fee_leaves_no_revenue() {
	ExtBuilder::default().build_and_execute(|| {
		set_params(SHARES, TERMS, FeeSchedule { maker_fee_ppm: -2_000, ..FEES });
		rest(&bob(), SHARES, ask(100, 10));
		place(&alice(), SHARES, bid(100, 10));
		assert_eq!((total(CASH, &bob()), free(CASH, &revenue())), (START + 10_020, 50));
	});
}

#[test]
fn without_fees_nothing_is_held_on_top() {
	ExtBuilder::default().build_and_execute(|| {
		set_params(SHARES, TERMS, FREE);
		rest(&bob(), SHARES, bid(100, 10));
		assert_eq!(held(CASH, &bob()), 10_000);
		place(&alice(), SHARES, ask(100, 10));
		assert_eq!((total(CASH, &alice()), total(CASH, &bob())), (START + 10_000, START - 10_000));
		assert_eq!(free(CASH, &revenue()), 50);
	});
}

#[test]
fn ksi_is_traded_as_base_and_as_quote() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), KSI_CASH, ask(100, 10));
		assert_eq!((held(KSI, &bob()), free(KSI, &bob())), (1_000, START - 1_000));
		place(&alice(), KSI_CASH, bid(100, 4));
		assert_eq!((total(KSI, &alice()), total(CASH, &alice())), (START + 400, START - 4_008));
		assert_eq!((total(KSI, &bob()), total(CASH, &bob())), (START - 400, START + 3_996));
		assert_eq!(held(KSI, &bob()), 600);

		rest(&carol(), SHARE_KSI, bid(100, 10));
		assert_eq!(held(KSI, &carol()), 10_050);
		place(&dave(), SHARE_KSI, ask(100, 10));
		assert_eq!((total(KSI, &carol()), held(KSI, &carol())), (START - 10_010, 0));
		assert_eq!((total(KSI, &dave()), total(SHARE, &dave())), (START + 9_980, START - 1_000));
		assert_eq!(free(KSI, &revenue()), 10 + 30);
	});
}

#[test]
fn an_order_never_takes_the_ksi_that_keeps_the_account() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		// A bid for 10 lots at 100 needs 10,050, and 10 must stay.
		mint(KSI, &who, 10_059);
		for order in [bid(100, 10), bid(100, 10).now_or_never()] {
			assert_noop!(try_place(&who, SHARE_KSI, order), Error::<Test>::InsufficientFree);
		}
		mint(KSI, &who, 1);
		rest(&who, SHARE_KSI, bid(100, 10));
		assert_eq!((free(KSI, &who), held(KSI, &who)), (10, 10_050));
		place(&bob(), SHARE_KSI, ask(100, 10));
		// 10,010 paid; 40 of the highest fee came back.
		assert_eq!((free(KSI, &who), held(KSI, &who), total(SHARE, &who)), (50, 0, 1_000));
	});
}

#[test]
fn a_taker_pays_with_all_his_ksi_but_what_keeps_the_account() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		mint(KSI, &who, 10_060);
		rest(&bob(), SHARE_KSI, ask(100, 10));
		place(&who, SHARE_KSI, bid(100, 10));
		assert_eq!((free(KSI, &who), total(SHARE, &who)), (40, 1_000));
	});
}

/// Found by review: a debit of the free part burns what it leaves below the token's minimum, which is 50 here.
#[test]
fn a_taker_keeps_what_is_left_to_him_however_little() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		mint(KSI, &who, 10);
		mint(CASH, &who, 10_050);
		let before = supply(CASH);
		rest(&bob(), SHARES, ask(100, 10));
		place(&who, SHARES, bid(100, 10).now_or_never());
		assert_eq!((free(CASH, &who), held(CASH, &who)), (30, 0));
		assert_eq!(supply(CASH), before);
	});
}

#[test]
fn a_taker_may_spend_the_last_atom() {
	ExtBuilder::default().build_and_execute(|| {
		set_params(SHARES, TERMS, FREE);
		let who = poor(50);
		mint(KSI, &who, 10);
		mint(CASH, &who, 10_000);
		rest(&bob(), SHARES, ask(100, 10));
		assert_noop!(try_place(&who, SHARES, bid(101, 10)), Error::<Test>::InsufficientFree);
		place(&who, SHARES, bid(100, 10));
		assert_eq!((total(CASH, &who), total(SHARE, &who)), (0, 1_000));
		assert!(!pallet_tokens::Account::<Test>::contains_key(CASH, &who));
	});
}

/// Found by review: beyond 2^127 the engine's signed sums left their range, and the market halted.
#[test]
fn an_account_with_more_than_any_order_needs_trades_like_others() {
	ExtBuilder::default().build_and_execute(|| {
		mint(SHARE, &alice(), u128::MAX - supply(SHARE));
		rest(&alice(), SHARES, ask(100, 10));
		place(&bob(), SHARES, bid(100, 10));
		assert_eq!(total(SHARE, &bob()), START + 1_000);
		assert_eq!(status(SHARES), Some(order_book_engine::MarketStatus::Active));
	});
}

#[test]
fn immediate_or_cancel_never_rests() {
	ExtBuilder::default().build_and_execute(|| {
		let placed = place(&alice(), SHARES, bid(100, 10).now_or_never());
		assert_eq!(
			(placed.order, placed.cancelled.get(), placed.end),
			(None, 10, TakerEnd::NotToRest)
		);
		rest(&bob(), SHARES, ask(100, 4));
		let placed = place(&alice(), SHARES, bid(100, 10).now_or_never());
		assert_eq!((placed.filled.get(), placed.cancelled.get()), (4, 6));
		assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (0, START - 4_008));
	});
}

#[test]
fn fill_or_kill_fills_whole_or_leaves_no_trace() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 4));
		rest(&carol(), SHARES, ask(101, 5));
		assert_noop!(
			try_place(&alice(), SHARES, bid(101, 10).tif(FillOrKill)),
			Error::<Test>::NotFillable
		);
		assert_noop!(
			try_place(&alice(), SHARES, bid(100, 9).tif(FillOrKill)),
			Error::<Test>::NotFillable
		);
		// 4,000 and 5,050; fees 8 and 10.1.
		let placed = place(&alice(), SHARES, bid(101, 9).tif(FillOrKill));
		assert_eq!((placed.filled.get(), placed.notional.get(), placed.fee.get()), (9, 9_050, 18));
	});
}

#[test]
fn post_only_is_refused_where_it_would_take_and_slides_if_asked() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 4));
		for price in [100, 101] {
			assert_noop!(
				try_place(&alice(), SHARES, bid(price, 10).tif(PostOnly)),
				Error::<Test>::WouldTake
			);
		}
		rest(&alice(), SHARES, bid(98, 10).tif(PostOnly));
		let slid = place(&alice(), SHARES, bid(120, 10).tif(PostOnlySlide));
		assert_eq!((slid.price.get(), slid.rests.get(), slid.filled.get()), (99, 10, 0));
		// At the price it slid to: 9,900 and 49.5, rounded up. And 9,800 and 49.
		assert_eq!(held(CASH, &alice()), 9_950 + 9_849);
		let slid = place(&carol(), SHARES, ask(1, 1_000).tif(PostOnlySlide));
		assert_eq!(slid.price.get(), 100);
		assert_eq!(executed().fills, []);
	});
}

#[test]
fn a_slide_that_has_nowhere_to_go_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(1, 1_000));
		assert_noop!(
			try_place(&alice(), SHARES, bid(5, 1_000).tif(PostOnlySlide)),
			Error::<Test>::WouldTake
		);
	});
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(2, 1_000));
		// At 1 tick 10 x 99 is below 1,000.
		assert_noop!(
			try_place(&alice(), SHARES, bid(2, 99).tif(PostOnlySlide)),
			Error::<Test>::BelowMinNotional
		);
	});
}

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

#[test]
fn a_trader_without_the_money_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		mint(KSI, &who, 1_000);
		mint(CASH, &who, 10_049);
		assert_noop!(try_place(&who, SHARES, bid(100, 10)), Error::<Test>::InsufficientFree);
		assert_noop!(try_place(&who, SHARES, ask(100, 10)), Error::<Test>::InsufficientFree);
		mint(CASH, &who, 1);
		rest(&who, SHARES, bid(100, 10));
		// All of it is held now.
		assert_noop!(try_place(&who, SHARES, bid(100, 1)), Error::<Test>::InsufficientFree);
	});
}

#[test]
fn a_frozen_trader_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		freeze(CASH, &alice());
		assert_noop!(try_place(&alice(), SHARES, bid(100, 10)), Error::<Test>::InsufficientFree);
		// He can still sell for CASH: a frozen account may receive.
		rest(&bob(), SHARES, bid(100, 10));
		place(&alice(), SHARES, ask(100, 10));
		assert_eq!(total(CASH, &alice()), START + 9_980);
		thaw(CASH, &alice());
		rest(&alice(), SHARES, bid(100, 10));
	});
}

#[test]
fn a_trader_who_could_not_receive_what_he_buys_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// CASH lets an account exist without KSI, but a record of SHARE needs more than that.
		let who = poor(50);
		mint(CASH, &who, 100_000);
		assert_noop!(try_place(&who, SHARES, bid(100, 10)), Error::<Test>::CannotReceive);
		mint(KSI, &who, 10);
		rest(&who, SHARES, bid(100, 10));

		assert_ok!(Assets::freeze_asset(signed(&founder()), CASH));
		assert_noop!(try_place(&alice(), SHARES, ask(100, 10)), Error::<Test>::CannotReceive);
		assert_ok!(Assets::thaw_asset(signed(&founder()), CASH));
		rest(&alice(), SHARES, ask(101, 10));
	});
}

/// B14.
#[test]
fn a_maker_who_cannot_pay_is_skipped_and_released_and_the_next_one_fills() {
	ExtBuilder::default().build_and_execute(|| {
		let first = rest(&bob(), SHARES, ask(100, 10));
		rest(&carol(), SHARES, ask(100, 10));
		freeze(SHARE, &bob());
		let placed = place(&alice(), SHARES, bid(100, 10));
		assert_eq!(placed.filled.get(), 10);
		let event = executed();
		assert_eq!(
			(event.removals[0].order, event.removals[0].reason),
			(first, RemovalReason::Unsettleable)
		);
		assert_eq!(
			(held(SHARE, &bob()), free(SHARE, &bob()), total(CASH, &bob())),
			(0, START, START)
		);
		assert_eq!(total(CASH, &carol()), START + 9_990);
	});
}

/// B14.
#[test]
fn a_maker_who_cannot_be_paid_is_skipped_and_released_and_the_next_one_fills() {
	ExtBuilder::default().build_and_execute(|| {
		// A record of SHARE needs a consumer reference, and of those an account has so many.
		let who = poor(50);
		mint(KSI, &who, 1_000_000);
		mint(CASH, &who, 100_000);
		let first = rest(&who, SHARES, bid(100, 10));
		rest(&bob(), SHARES, bid(100, 10));
		while System::can_accrue_consumers(&who, 2) {
			assert_ok!(System::inc_consumers(&who));
		}
		let placed = place(&alice(), SHARES, ask(100, 10));
		assert_eq!(placed.filled.get(), 10);
		let event = executed();
		assert_eq!(
			(event.removals[0].order, event.removals[0].reason),
			(first, RemovalReason::Unsettleable)
		);
		assert_eq!((held(CASH, &who), free(CASH, &who)), (0, 100_000));
		assert_eq!(total(SHARE, &bob()), START + 1_000);
	});
}

/// B14.
#[test]
fn a_maker_who_closed_his_record_is_paid_into_a_new_one_or_skipped() {
	ExtBuilder::default().build_and_execute(|| {
		// One lot at 4 is worth 40: less than the 50 that open a record of CASH.
		let terms = MarketTerms { min_notional: QuoteAtoms::new(1), ..TERMS };
		set_params(SHARES, terms, FREE);
		rest(&bob(), SHARES, ask(4, 10));
		rest(&carol(), SHARES, ask(4, 10));
		assert_ok!(Assets::transfer_all(signed(&bob()), CASH, dave(), false));
		assert!(!pallet_tokens::Account::<Test>::contains_key(CASH, bob()));
		// Two lots are 80 and open one.
		place(&alice(), SHARES, bid(4, 2));
		assert_eq!(total(CASH, &bob()), 80);
		assert_ok!(Assets::transfer_all(signed(&bob()), CASH, dave(), false));
		// One lot is not enough, so he is skipped and Carol fills.
		place(&alice(), SHARES, bid(4, 1));
		assert_eq!((total(CASH, &bob()), held(SHARE, &bob())), (0, 0));
		assert_eq!(total(CASH, &carol()), START + 40);
	});
}

#[test]
fn a_frozen_token_trades_with_nobody_and_its_makers_are_not_harmed() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&bob(), SHARES, ask(100, 10));
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		assert_noop!(try_place(&alice(), SHARES, bid(100, 10)), Error::<Test>::CannotReceive);
		assert_noop!(try_place(&alice(), SHARES, ask(100, 10)), Error::<Test>::InsufficientFree);
		assert_eq!(lots_of(SHARES, id), Some(10));
		assert_ok!(Assets::thaw_asset(signed(&founder()), SHARE));
		place(&alice(), SHARES, bid(100, 10));
	});
}

/// Found by review: the token's admin may empty the revenue account; the next small fee must not halt the market.
#[test]
fn fees_that_the_revenue_account_cannot_take_refuse_the_taker_and_halt_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&bob(), SHARES, ask(100, 10));
		assert_ok!(Assets::burn(signed(&founder()), CASH, revenue(), 50));
		// 20 and 10 of fees are below the 50 that open a record.
		assert_noop!(
			try_place(&alice(), SHARES, bid(100, 10)),
			sp_runtime::TokenError::BelowMinimum
		);
		assert_eq!(status(SHARES), Some(order_book_engine::MarketStatus::Active));
		// Orders rest and are cancelled as ever, and anyone may open the record again.
		let mine = rest(&alice(), SHARES, bid(90, 10));
		assert_ok!(cancel(&alice(), SHARES, mine));
		assert_ok!(Assets::transfer(signed(&dave()), CASH, revenue(), 50));
		place(&alice(), SHARES, bid(100, 10));
		assert_eq!((lots_of(SHARES, id), free(CASH, &revenue())), (None, 80));
	});
}

/// B11.
#[test]
fn the_five_ways_of_not_trading_with_oneself() {
	use SelfTrade::*;
	// Mode, lots of the own resting order, what rests of it, filled with Bob behind it, the taker's rest, his end.
	let table = [
		(CancelTaker, 5, 5, 0, 0, TakerEnd::SelfTrade),
		(CancelTaker, 20, 20, 0, 0, TakerEnd::SelfTrade),
		(CancelMaker, 5, 0, 4, 6, TakerEnd::Complete),
		(CancelMaker, 20, 0, 4, 6, TakerEnd::Complete),
		(CancelBoth, 5, 0, 0, 0, TakerEnd::SelfTrade),
		(CancelBoth, 20, 0, 0, 0, TakerEnd::SelfTrade),
		// Both shrink by 5: of the taker's 10 five are left, four of them fill and one rests.
		(Decrement, 5, 0, 4, 1, TakerEnd::SelfTrade),
		(Decrement, 20, 10, 0, 0, TakerEnd::SelfTrade),
	];
	for (mode, own_lots, own_rests, filled, rests, end) in table {
		ExtBuilder::default().build_and_execute(|| {
			let own = rest(&alice(), SHARES, ask(100, own_lots));
			rest(&bob(), SHARES, ask(100, 4));
			let placed = place(&alice(), SHARES, bid(100, 10).meeting_self(mode));
			assert_eq!(lots_of(SHARES, own).unwrap_or(0), own_rests, "{mode:?} {own_lots}");
			assert_eq!(
				(placed.filled.get(), placed.rests.get(), placed.end),
				(filled, rests, end),
				"{mode:?}"
			);
			// No fee for what was not traded: 0.2 % of 4,000 where Bob was met.
			assert_eq!(placed.fee.get(), if filled > 0 { 8 } else { 0 });
			assert_eq!(total(SHARE, &alice()), START + u128::from(filled) * 100);
			assert_eq!(held(SHARE, &alice()), u128::from(own_rests) * 100);
			assert_eq!(held(CASH, &alice()), u128::from(rests) * 1_005);
			assert!(executed().fills.iter().all(|fill| fill.maker == Owner([2; 32])));
		});
	}
}

/// B11.
#[test]
fn an_order_that_asked_for_it_is_refused_when_it_meets_its_owner() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&alice(), SHARES, ask(101, 5));
		rest(&bob(), SHARES, ask(100, 4));
		let order = bid(101, 10).meeting_self(SelfTrade::Reject);
		// Though Bob's order would fill first.
		assert_noop!(try_place(&alice(), SHARES, order), Error::<Test>::WouldSelfTrade);
		place(&alice(), SHARES, bid(100, 4).meeting_self(SelfTrade::Reject));
	});
}

/// B11: expiry is looked at before the owner.
#[test]
fn an_own_order_that_has_expired_is_no_self_trade() {
	use SelfTrade::*;
	for mode in [CancelTaker, CancelMaker, CancelBoth, Decrement, Reject] {
		ExtBuilder::default().build_and_execute(|| {
			rest(&alice(), SHARES, ask(100, 5).until(5));
			rest(&bob(), SHARES, ask(100, 10));
			System::set_block_number(6);
			let placed = place(&alice(), SHARES, bid(100, 10).meeting_self(mode));
			assert_eq!((placed.filled.get(), placed.end), (10, TakerEnd::Complete), "{mode:?}");
			assert_eq!(executed().removals[0].reason, RemovalReason::Expired);
		});
	}
}

/// B11: an own order behind one that fills everything is not met.
#[test]
fn an_own_order_that_is_not_reached_stays() {
	use SelfTrade::*;
	for mode in [CancelTaker, CancelMaker, CancelBoth, Decrement, Reject] {
		ExtBuilder::default().build_and_execute(|| {
			rest(&bob(), SHARES, ask(100, 10));
			let own = rest(&alice(), SHARES, ask(100, 5));
			let placed = place(&alice(), SHARES, bid(100, 10).meeting_self(mode));
			assert_eq!((placed.filled.get(), placed.end), (10, TakerEnd::Complete), "{mode:?}");
			assert_eq!(lots_of(SHARES, own), Some(5));
		});
	}
}

#[test]
fn an_unknown_market_or_no_account_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(try_place(&alice(), 99, bid(100, 10)), Error::<Test>::UnknownMarket);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				OrderBook::place_order(origin, SHARES, bid(100, 10)),
				DispatchError::BadOrigin
			);
		}
	});
}

/// B23. By the weights of the mock: 1,000,000, and 10,000 a fill, 100 a level, 1 a removal.
#[test]
fn what_a_call_is_charged_is_what_it_did() {
	use frame_support::dispatch::GetDispatchInfo;
	let charged = |who: &AccountId, order| {
		let paid = OrderBook::place_order(signed(who), SHARES, order);
		match paid {
			Ok(info) => info.actual_weight.unwrap().ref_time(),
			Err(refused) => refused.post_info.actual_weight.unwrap().ref_time(),
		}
	};
	ExtBuilder::default().build_and_execute(|| {
		let call = crate::Call::<Test>::place_order { market: SHARES, order: bid(100, 1) };
		// 20 fills, 25 levels, 10 removals at the most.
		assert_eq!(call.get_dispatch_info().call_weight.ref_time(), 1_202_510);

		assert_eq!(charged(&alice(), bid(50, 2)), 1_000_000);
		let ladder = |from: u64, to: u64| {
			for n in from..to {
				rest(&account(2 + (n % 5) as u8), SHARES, ask(100, 1));
			}
		};
		ladder(0, 1);
		assert_eq!(charged(&alice(), bid(100, 1)), 1_010_100);
		ladder(0, 10);
		assert_eq!(charged(&alice(), bid(100, 10)), 1_100_100);
		ladder(0, 22);
		assert_eq!(charged(&alice(), bid(100, 30)), 1_200_100);
		assert_eq!(charged(&alice(), bid(100, 2)), 1_020_100);
		for n in 0..20 {
			rest(&account(2 + (n % 5) as u8), SHARES, ask(100 + n, 1));
		}
		assert_eq!(charged(&alice(), bid(200, 20)), 1_202_000);
		for n in 0..12 {
			rest(&account(2 + n % 5), SHARES, ask(100, 1).until(5));
		}
		System::set_block_number(6);
		// Ten removals on one level, then the bound.
		assert_eq!(charged(&alice(), bid(100, 1)), 1_000_110);
		// A refusal is charged what was looked at: a level with two expired orders, then one without.
		rest(&bob(), SHARES, ask(101, 1));
		assert_eq!(charged(&alice(), bid(101, 2).tif(FillOrKill)), 1_010_202);
		assert_eq!(charged(&alice(), bid(0, 2)), 1_000_000);
		assert_eq!(charged(&alice(), ask(2, u64::MAX)), 1_000_000);
	});
}
