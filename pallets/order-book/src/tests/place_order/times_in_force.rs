//! What each time in force does with what does not fill at once.

use super::*;

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
