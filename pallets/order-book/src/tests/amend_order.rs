//! `amend_order`.

use crate::{mock::*, Error, Outcome};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{Amended, RemovalReason, SelfTrade, TimeInForce};
use sp_runtime::{DispatchError, TokenError};

#[test]
fn a_smaller_size_keeps_id_and_priority_and_frees_the_difference() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10));
		rest(&bob(), SHARES, bid(100, 10));
		assert_ok!(try_amend(&alice(), SHARES, id, None, Some(4)));
		let [Outcome::Amended(Amended::Reduced(removal))] = executed().outcomes[..] else {
			panic!()
		};
		assert_eq!((removal.order, removal.lots.get(), removal.rests.get()), (id, 6, 4));
		assert_eq!(removal.reason, RemovalReason::Cancelled);
		// 4,000 and 20.
		assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (4_020, START - 4_020));
		place(&carol(), SHARES, ask(100, 4));
		assert_eq!((total(SHARE, &alice()), total(SHARE, &bob())), (START + 400, START));
	});
}

#[test]
fn any_other_change_is_a_new_order_behind_the_others() {
	for (price, lots, held_then) in
		[(None, Some(11), 11_055), (Some(101), None, 10_151), (Some(99), Some(4), 3_980)]
	{
		ExtBuilder::default().build_and_execute(|| {
			let id = rest(&alice(), SHARES, bid(100, 10).client(3).until(50));
			rest(&bob(), SHARES, bid(100, 10));
			let placed = replace(&alice(), SHARES, id, price, lots);
			let new = placed.order.unwrap();
			assert_ne!(new, id);
			assert!(new.sequence() > id.sequence());
			assert_eq!((placed.client_id, placed.expires_at), (Some(3), Some(50)));
			assert_eq!(lots_of(SHARES, id), None);
			// 11 lots at 100: 11,000 and 55. 10 at 101: 10,100 and 50.5. 4 at 99: 3,960 and 19.8.
			assert_eq!(held(CASH, &alice()), held_then);
			assert_ok!(OrderBook::cancel_by_client_id(signed(&alice()), SHARES, 3));
			assert_eq!(free(CASH, &alice()), START);
		});
	}
}

#[test]
fn an_amendment_that_crosses_takes() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(90, 10));
		rest(&bob(), SHARES, ask(100, 4));
		let placed = replace(&alice(), SHARES, id, Some(100), None);
		assert_eq!((placed.filled.get(), placed.rests.get()), (4, 6));
		// Paid 4,000 and 8, holds 6,030.
		assert_eq!((free(CASH, &alice()), held(CASH, &alice())), (START - 10_038, 6_030));
		assert_eq!(total(SHARE, &alice()), START + 400);
	});
}

#[test]
fn the_old_hold_counts_towards_the_new_one() {
	ExtBuilder::default().build_and_execute(|| {
		let who = poor(50);
		mint(KSI, &who, 10);
		mint(CASH, &who, 10_100);
		let id = rest(&who, SHARES, bid(100, 10));
		assert_eq!(free(CASH, &who), 50);
		// 10 at 101 needs 10,100 and 50.5.
		assert_noop!(try_amend(&who, SHARES, id, Some(101), None), Error::<Test>::InsufficientFree);
		mint(CASH, &who, 51);
		replace(&who, SHARES, id, Some(101), None);
		assert_eq!((free(CASH, &who), held(CASH, &who)), (0, 10_151));
	});
}

#[test]
fn every_check_of_a_placement_is_one_of_an_amendment() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10).until(5));
		for (price, lots, error) in [
			(Some(0), None, Error::<Test>::PriceOutOfRange),
			(Some(1 << 24), None, Error::<Test>::PriceOutOfRange),
			(None, Some(0), Error::<Test>::QuantityOutOfRange),
			(Some(101), Some(0), Error::<Test>::QuantityOutOfRange),
			(None, Some((1 << 40) + 1), Error::<Test>::QuantityOutOfRange),
			(Some(9), None, Error::<Test>::BelowMinNotional),
			(Some(99), Some(1), Error::<Test>::BelowMinNotional),
			(None, Some(1 << 39), Error::<Test>::InsufficientFree),
			(None, None, Error::<Test>::NothingToAmend),
			(Some(100), Some(10), Error::<Test>::NothingToAmend),
			(Some(100), None, Error::<Test>::NothingToAmend),
		] {
			assert_noop!(try_amend(&alice(), SHARES, id, price, lots), error);
		}
		let small = rest(&alice(), SHARES, bid(50, 4));
		assert_noop!(
			try_amend(&alice(), SHARES, small, None, Some(1)),
			Error::<Test>::BelowMinNotional
		);
		assert_ok!(try_amend(&alice(), SHARES, small, None, Some(2)));
		System::set_block_number(6);
		assert_noop!(
			try_amend(&alice(), SHARES, id, Some(99), None),
			Error::<Test>::AlreadyExpired
		);
		assert_noop!(try_amend(&alice(), SHARES, id, None, Some(4)), Error::<Test>::AlreadyExpired);
	});
}

#[test]
fn kind_and_self_trade_mode_of_the_order_stay() {
	ExtBuilder::default().build_and_execute(|| {
		let post = rest(&alice(), SHARES, bid(90, 10).tif(TimeInForce::PostOnly));
		let slide = rest(&alice(), SHARES, bid(91, 10).tif(TimeInForce::PostOnlySlide));
		rest(&bob(), SHARES, ask(100, 4));
		assert_noop!(try_amend(&alice(), SHARES, post, Some(100), None), Error::<Test>::WouldTake);
		assert_eq!(replace(&alice(), SHARES, slide, Some(120), None).price.get(), 99);
		let strict = rest(&bob(), SHARES, bid(80, 20).meeting_self(SelfTrade::Reject));
		assert_noop!(
			try_amend(&bob(), SHARES, strict, Some(100), None),
			Error::<Test>::WouldSelfTrade
		);
	});
}

#[test]
fn an_account_at_its_cap_may_amend() {
	ExtBuilder::default().build_and_execute(|| {
		let ids: Vec<_> = (0..8).map(|n| rest(&alice(), SHARES, bid(100, 10 + n))).collect();
		let placed = replace(&alice(), SHARES, ids[3], Some(101), None);
		assert_eq!(placed.rests.get(), 13);
	});
}

/// B17.
#[test]
fn only_the_owner_amends_and_only_in_the_orders_own_market() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10).until(5));
		assert_noop!(try_amend(&bob(), SHARES, id, Some(90), None), Error::<Test>::NotOrderOwner);
		assert_noop!(
			try_amend(&alice(), KSI_CASH, id, Some(90), None),
			Error::<Test>::OrderNotFound
		);
		assert_noop!(try_amend(&alice(), 99, id, Some(90), None), Error::<Test>::UnknownMarket);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				OrderBook::amend_order(origin, SHARES, id, None, None),
				DispatchError::BadOrigin
			);
		}
		// Not even an expired order is amended by somebody else.
		System::set_block_number(6);
		assert_noop!(try_amend(&bob(), SHARES, id, Some(90), None), Error::<Test>::NotOrderOwner);
	});
}

/// Found by review: what an order holds could be sold by an amendment though its owner was frozen.
#[test]
fn a_frozen_account_cannot_sell_through_an_amendment() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, ask(100, 10));
		rest(&bob(), SHARES, bid(90, 10));
		freeze(SHARE, &alice());
		assert_noop!(try_amend(&alice(), SHARES, id, Some(90), None), TokenError::Frozen);
		assert_ok!(try_amend(&alice(), SHARES, id, None, Some(5)));
		assert_ok!(cancel(&alice(), SHARES, id));
		assert_eq!((free(SHARE, &alice()), total(SHARE, &bob())), (START, START));
	});
}

/// B23. By the weights of the mock: 2,000,000, what matching did, and before the call also 7 for a split.
#[test]
fn an_amendment_is_charged_what_it_did() {
	use frame_support::dispatch::GetDispatchInfo;
	use order_book_engine::Ticks;
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(90, 10));
		let call = crate::Call::<Test>::amend_order {
			market: SHARES,
			order_id: id,
			price: None,
			quantity: None,
		};
		assert_eq!(call.get_dispatch_info().call_weight.ref_time(), 2_202_517);
		rest(&bob(), SHARES, ask(100, 4));
		let amend = |price| {
			OrderBook::amend_order(signed(&alice()), SHARES, id, Some(Ticks::new(price)), None)
		};
		let refused = amend(90).unwrap_err();
		assert_eq!(refused.post_info.actual_weight.unwrap().ref_time(), 2_000_000 - 7);
		assert_eq!(amend(100).unwrap().actual_weight.unwrap().ref_time(), 2_010_100);
		// A reduction writes the level, of seven records that an amendment may.
		let id = rest(&alice(), SHARES, bid(50, 4));
		let reduced = OrderBook::amend_order(
			signed(&alice()),
			SHARES,
			id,
			None,
			Some(order_book_engine::Lots::new(2)),
		);
		assert_eq!(reduced.unwrap().actual_weight.unwrap().ref_time(), 2_000_000 - 6);
	});
}
