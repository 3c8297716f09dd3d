//! `create_market`, and markets of the genesis block.

use crate::{mock::*, Error, Event, Listings, MarketTerms, Markets, NextMarketId};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{BaseAtoms, MarketParams, MarketStatus, QuoteAtoms};
use sp_runtime::{DispatchError, TokenError};

fn create(base: u32, quote: u32, terms: MarketTerms) -> Result<(), DispatchError> {
	OrderBook::create_market(signed(&alice()), base, quote, terms)
}

#[test]
fn anyone_may_found_a_market_against_a_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(create(BOND, CASH, TERMS));
		let params = MarketParams {
			base: BOND,
			quote: CASH,
			tick_size: QuoteAtoms::new(10),
			lot_size: BaseAtoms::new(100),
			min_notional: QuoteAtoms::new(1_000),
			max_open_orders: 8,
			price_band_ppm: 0,
			maker_fee_ppm: 1_000,
			taker_fee_ppm: 2_000,
			max_fee_ppm: 5_000,
		};
		assert_eq!(last_event(), Event::MarketCreated { market: 3, lister: alice(), params });
		let market = Markets::<Test>::get(3).unwrap();
		assert_eq!((market.params, market.status), (params, MarketStatus::Active));
		assert_eq!((market.lister, market.deposit), (alice(), 1_000));
		assert_eq!((market_deposit(&alice()), free(KSI, &alice())), (1_000, START - 1_000));
		// SHARE is in two of the builder's markets, CASH in two, KSI in two.
		let listings = [KSI, CASH, SHARE, BOND].map(Listings::<Test>::get);
		assert_eq!(listings, [2, 3, 2, 1]);
		assert_eq!(NextMarketId::<Test>::get(), 4);
	});
}

#[test]
fn the_founder_lets_the_fee_account_receive_the_quote_token() {
	ExtBuilder::default().build_and_execute(|| {
		// The builder's founder gave 50 of CASH for each of two markets, and 10 of KSI for the third, where 3,000 are on hold.
		assert_eq!((free(CASH, &fees(SHARES)), free(CASH, &fees(KSI_CASH))), (50, 50));
		assert_eq!(free(CASH, &founder()), START - 100);
		assert_eq!((free(KSI, &fees(SHARE_KSI)), free(KSI, &founder())), (10, START - 3_010));
		assert_ok!(create(SHARE, BOND, TERMS));
		assert_eq!((free(BOND, &fees(3)), free(BOND, &alice())), (1, START - 1));
		assert_ok!(create(KSI, BOND, TERMS));
		assert_eq!((free(BOND, &fees(4)), free(BOND, &alice())), (1, START - 2));
	});
}

#[test]
fn a_fee_account_that_somebody_has_filled_already_needs_no_gift() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Assets::transfer(signed(&bob()), CASH, fees(3), 60));
		assert_ok!(create(BOND, CASH, TERMS));
		assert_eq!((free(CASH, &fees(3)), free(CASH, &alice())), (60, START));
	});
}

#[test]
fn each_market_has_a_fee_account_of_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		rest(&bob(), SHARES, ask(100, 10));
		place(&alice(), SHARES, bid(100, 10));
		rest(&bob(), KSI_CASH, ask(100, 20));
		place(&alice(), KSI_CASH, bid(100, 20));
		// 10,000 and 20,000: 0.1 % of the maker and 0.2 % of the taker.
		assert_eq!((free(CASH, &fees(SHARES)), free(CASH, &fees(KSI_CASH))), (50 + 30, 50 + 60));
	});
}

#[test]
fn the_same_tokens_may_have_several_markets() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(create(SHARE, CASH, MarketTerms { lot_size: BaseAtoms::new(1), ..TERMS }));
		assert_ok!(create(SHARE, CASH, TERMS));
		assert_eq!(market_deposit(&alice()), 2_000);
	});
}

/// B18.
#[test]
fn a_market_of_a_token_in_itself_is_refused_ksi_included() {
	ExtBuilder::default().build_and_execute(|| {
		for base in 0..6 {
			for quote in 0..6 {
				if base == quote {
					assert_noop!(create(base, quote, TERMS), Error::<Test>::SameToken);
				} else if base > 3 || quote > 3 {
					assert_noop!(create(base, quote, TERMS), Error::<Test>::UnknownToken);
				} else {
					assert_ok!(create(base, quote, TERMS));
				}
			}
		}
		assert_eq!(NextMarketId::<Test>::get(), 3 + 12);
	});
}

#[test]
fn each_term_is_bounded_on_both_ends() {
	ExtBuilder::default().build_and_execute(|| {
		let tick = |size| MarketTerms { tick_size: QuoteAtoms::new(size), ..TERMS };
		assert_noop!(create(BOND, CASH, tick(0)), Error::<Test>::BadTickSize);
		assert_noop!(create(BOND, CASH, tick((1 << 56) + 1)), Error::<Test>::BadTickSize);
		assert_ok!(create(BOND, CASH, tick(1 << 56)));
		assert_ok!(create(BOND, CASH, tick(1)));

		let lot = |size| MarketTerms { lot_size: BaseAtoms::new(size), ..TERMS };
		assert_noop!(create(BOND, CASH, lot(0)), Error::<Test>::BadLotSize);
		assert_noop!(create(BOND, CASH, lot((1 << 80) + 1)), Error::<Test>::BadLotSize);
		assert_ok!(create(BOND, CASH, lot(1 << 80)));

		let cap = |max_open_orders| MarketTerms { max_open_orders, ..TERMS };
		assert_noop!(create(BOND, CASH, cap(0)), Error::<Test>::BadOrderCap);
		assert_noop!(create(BOND, CASH, cap(257)), Error::<Test>::BadOrderCap);
		assert_ok!(create(BOND, CASH, cap(256)));
		assert_ok!(create(BOND, CASH, cap(1)));

		let least = |notional| MarketTerms { min_notional: QuoteAtoms::new(notional), ..TERMS };
		// The largest order: 2^24 - 1 ticks x 2^40 lots x 10.
		let largest = ((1u128 << 24) - 1) * (1 << 40) * 10;
		assert_noop!(create(BOND, CASH, least(0)), Error::<Test>::BadMinNotional);
		assert_noop!(create(BOND, CASH, least(largest + 1)), Error::<Test>::BadMinNotional);
		assert_ok!(create(BOND, CASH, least(largest)));
	});
}

#[test]
fn a_founder_who_cannot_pay_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let found = |who: &AccountId| OrderBook::create_market(signed(who), BOND, CASH, TERMS);
		assert_noop!(found(&poor(50)), TokenError::FundsUnavailable);
		// The deposit and the existential deposit: 1,010.
		mint(KSI, &poor(50), 1_009);
		mint(CASH, &poor(50), 50);
		assert_noop!(found(&poor(50)), TokenError::FundsUnavailable);
		mint(KSI, &poor(50), 1);
		assert_ok!(found(&poor(50)));
		// All he had of CASH is the fee account's.
		assert_eq!((free(CASH, &poor(50)), free(CASH, &fees(3))), (0, 50));
		// Of BOND this founder has nothing.
		mint(KSI, &poor(51), 2_000);
		assert_noop!(
			OrderBook::create_market(signed(&poor(51)), SHARE, BOND, TERMS),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn only_an_account_can_found_a_market() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				OrderBook::create_market(origin, BOND, CASH, TERMS),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn numbers_of_markets_end_without_being_used_twice() {
	ExtBuilder::default().build_and_execute(|| {
		NextMarketId::<Test>::put(u32::MAX);
		assert_noop!(create(BOND, CASH, TERMS), Error::<Test>::Overflow);
	});
}

#[test]
fn a_token_in_a_market_cannot_be_destroyed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Assets::start_destroy(signed(&founder()), SHARE),
			pallet_tokens::Error::<Test>::Pinned
		);
		assert_ok!(Assets::start_destroy(signed(&founder()), BOND));
	});
}

#[test]
fn markets_and_orders_of_the_genesis_block_are_like_any_other() {
	ExtBuilder::default()
		.order(alice(), SHARES, bid(100, 10).client(7))
		.order(bob(), SHARES, ask(100, 4))
		.order(bob(), SHARE_KSI, ask(300, 2))
		.build_and_execute(|| {
			assert_eq!(market_deposit(&founder()), 3_000);
			// Four lots traded in the genesis block: 6 rest, 6,000 and its highest fee of 30.
			assert_eq!(held(CASH, &alice()), 6_030);
			assert_eq!(free(SHARE, &alice()), START + 400);
			assert_eq!(held(SHARE, &bob()), 200);
			let found = OrderBook::order_by_client_id(SHARES, alice(), 7).unwrap();
			assert_eq!(found.lots.get(), 6);
		});
}

#[test]
#[should_panic(expected = "of genesis")]
fn a_genesis_with_an_impossible_order_starts_no_chain() {
	ExtBuilder::default().order(alice(), SHARES, bid(0, 1)).build();
}

#[test]
#[should_panic(expected = "of genesis")]
fn a_genesis_with_an_impossible_market_starts_no_chain() {
	ExtBuilder::default().terms(MarketTerms { max_open_orders: 0, ..TERMS }).build();
}
