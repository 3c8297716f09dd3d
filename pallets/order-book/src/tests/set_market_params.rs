//! `set_market_params`.

use crate::{mock::*, Error, Event, FeeSchedule, MarketTerms, Markets};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{BaseAtoms, QuoteAtoms};
use sp_runtime::DispatchError;

fn set(terms: MarketTerms, fees: FeeSchedule) -> Result<(), DispatchError> {
	OrderBook::set_market_params(signed(&vote()), SHARES, terms, fees)
}

#[test]
fn a_vote_changes_everything_but_the_tokens_while_nothing_rests() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = MarketTerms {
			tick_size: QuoteAtoms::new(3),
			lot_size: BaseAtoms::new(7),
			min_notional: QuoteAtoms::new(30),
			max_open_orders: 2,
			price_band_ppm: 5,
		};
		let fees = FeeSchedule { maker_fee_ppm: -10, taker_fee_ppm: 20, max_fee_ppm: 30 };
		assert_ok!(set(terms, fees));
		let params = crate::params(SHARE, CASH, terms, fees);
		assert_eq!(Markets::<Test>::get(SHARES).unwrap().params, params);
		assert_eq!(last_event(), Event::MarketParamsSet { market: SHARES, params });
		rest(&alice(), SHARES, bid(10, 1));
		// 10 x 1 x 3 = 30 and 30 millionths of it, rounded up.
		assert_eq!(held(CASH, &alice()), 31);
	});
}

#[test]
fn nobody_but_a_vote_sets_parameters() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in
			[signed(&alice()), signed(&founder()), RuntimeOrigin::none(), RuntimeOrigin::root()]
		{
			assert_noop!(
				OrderBook::set_market_params(origin, SHARES, TERMS, FEES),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn parameters_out_of_bounds_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let fees = |maker_fee_ppm, taker_fee_ppm, max_fee_ppm| FeeSchedule {
			maker_fee_ppm,
			taker_fee_ppm,
			max_fee_ppm,
		};
		for bad in [
			// Above one per cent; a fee above the market's highest; a rebate above the taker fee.
			fees(0, 0, 10_001),
			fees(0, 5_001, 5_000),
			fees(5_001, 0, 5_000),
			fees(-2_001, 2_000, 5_000),
			fees(i32::MIN, 2_000, 5_000),
			fees(i32::MAX, 2_000, 5_000),
		] {
			assert_noop!(set(TERMS, bad), Error::<Test>::BadFee);
		}
		assert_ok!(set(TERMS, fees(10_000, 10_000, 10_000)));
		assert_ok!(set(TERMS, fees(-10_000, 10_000, 10_000)));
		assert_ok!(set(TERMS, fees(0, 0, 0)));
		assert_noop!(
			set(MarketTerms { tick_size: QuoteAtoms::ZERO, ..TERMS }, FEES),
			Error::<Test>::BadTickSize
		);
		assert_noop!(
			set(MarketTerms { lot_size: BaseAtoms::ZERO, ..TERMS }, FEES),
			Error::<Test>::BadLotSize
		);
		assert_noop!(
			set(MarketTerms { min_notional: QuoteAtoms::ZERO, ..TERMS }, FEES),
			Error::<Test>::BadMinNotional
		);
		assert_noop!(
			set(MarketTerms { max_open_orders: 257, ..TERMS }, FEES),
			Error::<Test>::BadOrderCap
		);
		assert_noop!(
			OrderBook::set_market_params(signed(&vote()), 99, TERMS, FEES),
			Error::<Test>::UnknownMarket
		);
	});
}

#[test]
fn a_closing_market_keeps_its_parameters() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(OrderBook::close_market(signed(&vote()), SHARES));
		assert_noop!(set(TERMS, FEES), Error::<Test>::MarketClosing);
	});
}

/// B19: over a thousand resting orders.
#[test]
fn what_a_resting_order_relies_on_does_not_change_under_it() {
	let terms = MarketTerms { max_open_orders: 256, ..TERMS };
	ExtBuilder::default().terms(terms).build_and_execute(|| {
		for n in 0..125u64 {
			for who in 1..=TRADERS {
				let order =
					if who % 2 == 0 { bid(100 - n % 50, 20 + n) } else { ask(101 + n, 20 + n) };
				rest(&account(who), SHARES, order);
			}
		}
		let before: Vec<_> = (1..=TRADERS)
			.map(|who| (held(CASH, &account(who)), held(SHARE, &account(who))))
			.collect();
		for fixed in [
			MarketTerms { tick_size: QuoteAtoms::new(11), ..terms },
			MarketTerms { tick_size: QuoteAtoms::new(9), ..terms },
			MarketTerms { lot_size: BaseAtoms::new(101), ..terms },
			MarketTerms { lot_size: BaseAtoms::new(99), ..terms },
			MarketTerms { min_notional: QuoteAtoms::new(1_001), ..terms },
		] {
			assert_noop!(set(fixed, FEES), Error::<Test>::OrdersRest);
		}
		for max_fee_ppm in [4_999, 5_001] {
			assert_noop!(
				set(terms, FeeSchedule { max_fee_ppm, ..FEES }),
				Error::<Test>::OrdersRest
			);
		}
		// The rest may change: fees within the highest, the cap, the band, a lower minimum.
		assert_ok!(set(
			MarketTerms {
				min_notional: QuoteAtoms::new(999),
				max_open_orders: 1,
				price_band_ppm: 10,
				..terms
			},
			FeeSchedule { maker_fee_ppm: 5_000, taker_fee_ppm: 5_000, ..FEES }
		));
		check();
		let after: Vec<_> = (1..=TRADERS)
			.map(|who| (held(CASH, &account(who)), held(SHARE, &account(who))))
			.collect();
		assert_eq!(before, after);
		// Above the new cap nobody places, everybody cancels.
		assert_noop!(try_place(&alice(), SHARES, ask(300, 20)), Error::<Test>::TooManyOpenOrders);
		for who in 1..=TRADERS {
			assert_ok!(cancel_all(&account(who), SHARES, None));
			assert_eq!((free(CASH, &account(who)), free(SHARE, &account(who))), (START, START));
		}
	});
}

/// B19: a hold covers the highest fee, so a fee that rises under an order is paid from it to the unit.
#[test]
fn a_fee_that_rises_under_an_order_is_covered_by_its_hold() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		mint(KSI, &who, 10);
		mint(CASH, &who, 10_050);
		rest(&who, SHARES, bid(100, 10));
		assert_ok!(set(TERMS, FeeSchedule { maker_fee_ppm: 5_000, taker_fee_ppm: 5_000, ..FEES }));
		place(&bob(), SHARES, ask(100, 10));
		assert_eq!((total(CASH, &who), total(SHARE, &who)), (0, 1_000));
		assert_eq!(total(CASH, &bob()), START + 9_950);
		assert_eq!(free(CASH, &fees(SHARES)), 50 + 100);
	});
}
