//! What rests, what fills, what is held and paid.

use super::*;

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
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 20 + 10);
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
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 12);
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
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 6);
	});
}

/// B3.
#[test]
fn one_lot_orders_by_the_thousand_move_what_they_name_to_the_unit() {
	ExtBuilder::default().build_and_execute(|| {
		let supplies = [KSI, CASH, SHARE].map(supply);
		let rounds = u128::from(crate::tests::invariants::operations() / 10);
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
		assert_eq!(free(CASH, &fees(SHARES)), 50 + rounds * 3);
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
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 5);
		rest(&carol(), SHARES, bid(100, 10));
		place(&dave(), SHARES, ask(100, 10));
		assert_eq!(total(CASH, &carol()), START - 9_985);
		assert_eq!(total(CASH, &dave()), START + 9_980);
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 10);
	});
}

#[test]
fn a_rebate_of_the_whole_fee_leaves_no_revenue() {
	ExtBuilder::default().build_and_execute(|| {
		set_params(SHARES, TERMS, FeeSchedule { maker_fee_ppm: -2_000, ..FEES });
		rest(&bob(), SHARES, ask(100, 10));
		place(&alice(), SHARES, bid(100, 10));
		assert_eq!((total(CASH, &bob()), free(CASH, &fees(SHARES))), (START + 10_020, 50));
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
		assert_eq!(free(CASH, &fees(SHARES)), 50);
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
		assert_eq!(free(KSI, &fees(SHARE_KSI)), 10 + 30);
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
