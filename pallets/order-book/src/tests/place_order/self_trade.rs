//! An order that meets its own owner.

use super::*;

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
