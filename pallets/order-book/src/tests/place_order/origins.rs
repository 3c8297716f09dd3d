//! Who may call, and what a call costs.

use super::*;

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

/// B23. By the weights of the mock: 1,000,000 for an order that rests, less 1 for each of three records that it did not write, or
/// 77; and 10,000 a fill, 100 a level, 1 a removal.
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

		// A level, a word of the bitmap and its summary; then the level alone.
		assert_eq!(charged(&alice(), bid(50, 2)), 1_000_000);
		assert_eq!(charged(&alice(), bid(50, 2)), 1_000_000 - 2);
		let ladder = |from: u64, to: u64| {
			for n in from..to {
				rest(&account(2 + (n % 5) as u8), SHARES, ask(100, 1));
			}
		};
		ladder(0, 1);
		assert_eq!(charged(&alice(), bid(100, 1)), 10_177);
		ladder(0, 10);
		assert_eq!(charged(&alice(), bid(100, 10)), 100_177);
		ladder(0, 22);
		assert_eq!(charged(&alice(), bid(100, 30)), 200_177);
		assert_eq!(charged(&alice(), bid(100, 2)), 20_177);
		for n in 0..20 {
			rest(&account(2 + (n % 5) as u8), SHARES, ask(100 + n, 1));
		}
		assert_eq!(charged(&alice(), bid(200, 20)), 202_077);
		for n in 0..12 {
			rest(&account(2 + n % 5), SHARES, ask(100, 1).until(5));
		}
		System::set_block_number(6);
		// Ten removals on one level, then the bound.
		assert_eq!(charged(&alice(), bid(100, 1)), 187);
		// A refusal writes nothing and is charged what was looked at: a level with two expired orders, then one without.
		rest(&bob(), SHARES, ask(101, 1));
		assert_eq!(charged(&alice(), bid(101, 2).tif(FillOrKill)), 1_010_202 - 3);
		assert_eq!(charged(&alice(), bid(0, 2)), 1_000_000 - 3);
		assert_eq!(charged(&alice(), ask(2, u64::MAX)), 1_000_000 - 3);
	});
}
