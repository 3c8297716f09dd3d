//! `cancel_order`.

use crate::{mock::*, Error, Outcome};
use frame_support::{assert_noop, assert_ok};
use order_book_engine::{Lots, OrderId, Removal, RemovalReason};
use sp_runtime::DispatchError;

#[test]
fn a_cancel_releases_exactly_what_the_order_held() {
	ExtBuilder::default().build_and_execute(|| {
		let buys = rest(&alice(), SHARES, bid(100, 10));
		let sells = rest(&alice(), SHARES, ask(200, 3));
		// 10,000 and 0.5 %; 3 lots of 100.
		assert_eq!((held(CASH, &alice()), held(SHARE, &alice())), (10_050, 300));

		assert_ok!(cancel(&alice(), SHARES, buys));
		assert_eq!((held(CASH, &alice()), held(SHARE, &alice())), (0, 300));
		assert_eq!(free(CASH, &alice()), START);
		let expected = Removal {
			owner: order_book_engine::Owner([1; 32]),
			order: buys,
			lots: Lots::new(10),
			rests: Lots::ZERO,
			reason: RemovalReason::Cancelled,
		};
		let event = executed();
		assert_eq!(event.outcomes, [Outcome::Cancelled(expected)]);
		// Two orders came, one left.
		assert_eq!((event.market, event.trader, event.sequence), (SHARES, alice(), 3));
		assert!(event.fills.is_empty() && event.removals.is_empty());

		assert_ok!(cancel(&alice(), SHARES, sells));
		assert_eq!((held(SHARE, &alice()), free(SHARE, &alice())), (0, START));
		assert_noop!(cancel(&alice(), SHARES, sells), Error::<Test>::OrderNotFound);
	});
}

#[test]
fn what_a_partial_fill_left_is_released() {
	ExtBuilder::default().build_and_execute(|| {
		let buys = rest(&alice(), SHARES, bid(100, 10));
		place(&bob(), SHARES, ask(100, 3));
		// 7 lots rest: 7,000 and 35.
		assert_eq!(held(CASH, &alice()), 7_035);
		assert_ok!(cancel(&alice(), SHARES, buys));
		// Paid: 3,000 and the maker's fee of 3.
		assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (0, START - 3_003));
	});
}

#[test]
fn only_the_owner_may_cancel_a_live_order() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10));
		assert_noop!(cancel(&bob(), SHARES, id), Error::<Test>::NotOrderOwner);
		assert_noop!(cancel(&vote(), SHARES, id), Error::<Test>::NotOrderOwner);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(OrderBook::cancel_order(origin, SHARES, id), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn anyone_may_remove_an_expired_order_and_the_owner_gets_the_hold() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10).until(5));
		for block in [4, 5] {
			System::set_block_number(block);
			assert_noop!(cancel(&bob(), SHARES, id), Error::<Test>::NotOrderOwner);
		}
		System::set_block_number(6);
		assert_ok!(cancel(&bob(), SHARES, id));
		let [Outcome::Cancelled(removal)] = executed().outcomes[..] else { panic!() };
		assert_eq!(removal.reason, RemovalReason::Expired);
		assert_eq!((held(CASH, &alice()), free(CASH, &alice())), (0, START));
		assert_eq!(free(CASH, &bob()), START);
	});
}

/// B17.
#[test]
fn an_id_counts_only_in_its_own_market_and_only_as_it_was_given() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, bid(100, 10));
		assert_noop!(cancel(&alice(), KSI_CASH, id), Error::<Test>::OrderNotFound);
		assert_noop!(cancel(&alice(), 99, id), Error::<Test>::UnknownMarket);
		// Any bit of side, tick, page, slot or sequence that differs.
		for bit in 0..128 {
			let other = OrderId::from_bits(id.bits() ^ 1 << bit);
			if bit == 127 {
				// The highest bit of a locator is not used and not looked at.
				continue;
			}
			assert_noop!(cancel(&alice(), SHARES, other), Error::<Test>::OrderNotFound);
		}
		assert_ok!(cancel(&alice(), SHARES, id));
	});
}

/// B13.
#[test]
fn the_id_of_a_dead_order_never_meets_the_order_that_took_its_place() {
	ExtBuilder::default().build_and_execute(|| {
		let mut dead = Vec::new();
		for _ in 0..200 {
			let id = rest(&alice(), SHARES, bid(100, 10));
			// The level empties and starts again, so the place is the same each time.
			for old in &dead {
				assert_ne!(*old, id);
				assert_eq!(OrderId::locator(*old), id.locator());
			}
			if let Some(old) = dead.last() {
				assert_noop!(cancel(&alice(), SHARES, *old), Error::<Test>::OrderNotFound);
				assert_noop!(
					try_amend(&alice(), SHARES, *old, Some(90), None),
					Error::<Test>::OrderNotFound
				);
			}
			assert_ok!(cancel(&alice(), SHARES, id));
			dead.push(id);
		}
	});
}

#[test]
fn a_frozen_account_may_cancel() {
	ExtBuilder::default().build_and_execute(|| {
		let id = rest(&alice(), SHARES, ask(100, 10));
		freeze(SHARE, &alice());
		assert_ok!(Assets::freeze_asset(signed(&founder()), SHARE));
		assert_ok!(cancel(&alice(), SHARES, id));
		assert_eq!(free(SHARE, &alice()), START);
	});
}
