//! Takers and makers who cannot pay or be paid.

use super::*;

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

/// Found by review: the token's admin may empty a fee account; the next small fee must not halt the market.
#[test]
fn fees_that_the_fee_account_cannot_take_refuse_the_taker_and_halt_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&bob(), SHARES, ask(100, 10));
		assert_ok!(Assets::burn(signed(&founder()), CASH, fees(SHARES), 50));
		// 20 and 10 of fees are below the 50 that open a record.
		assert_noop!(
			try_place(&alice(), SHARES, bid(100, 10)),
			sp_runtime::TokenError::BelowMinimum
		);
		assert_eq!(status(SHARES), Some(order_book_engine::MarketStatus::Active));
		// Orders rest and are cancelled as ever, and anyone may open the record again.
		let mine = rest(&alice(), SHARES, bid(90, 10));
		assert_ok!(cancel(&alice(), SHARES, mine));
		assert_ok!(Assets::transfer(signed(&dave()), CASH, fees(SHARES), 50));
		place(&alice(), SHARES, bid(100, 10));
		assert_eq!((lots_of(SHARES, id), free(CASH, &fees(SHARES))), (None, 80));
	});
}
