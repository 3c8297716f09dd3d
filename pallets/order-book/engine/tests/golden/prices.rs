//! Prices, fees and rounding (B1 to B3).

use super::*;

/// Ticks of 0.1, lots of 0.1, at least 1.0 at a price of 11: 10 lots x 110 ticks = 1,100.
#[test]
fn b1_a_bid_of_177_at_11_1_finds_no_lot_at_11_2() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_100), ..plain_params() };
	let mut market = Market::funded(params, 4);
	market.rest(0, ask(110, 1_000));
	market.rest(1, ask(111, 763));
	market.rest(2, ask(112, 500));
	let placed = market.place(3, ioc(bid(111, 1_770))).expect("it is valid");
	assert_eq!(fills(&market), [(0, 110, 1_000), (1, 111, 763)]);
	assert_eq!((placed.filled.get(), placed.cancelled.get()), (1_763, 7));
	assert_eq!(stored(&mut market), [(2, 112, 500)]);
}

/// The same, good till cancelled: the 7 lots left are worth 777, less than the minimum of 1,100.
#[test]
fn b1_a_rest_below_the_minimum_is_cancelled_and_not_pushed_through() {
	let params = MarketParams { min_notional: QuoteAtoms::new(1_100), ..plain_params() };
	let mut market = Market::funded(params, 4);
	market.rest(1, ask(111, 1_763));
	market.rest(2, ask(112, 500));
	let placed = market.place(3, bid(111, 1_770)).expect("it is valid");
	assert_eq!(placed.end, TakerEnd::Dust);
	assert_eq!((placed.filled.get(), placed.rests.get(), placed.cancelled.get()), (1_763, 0, 7));
	assert_eq!(market.held(3, QUOTE), 0);
	assert_eq!(stored(&mut market), [(2, 112, 500)]);
}

#[test]
fn b2_price_improvement_is_released_to_the_unit() {
	let mut market = Market::funded(with_fees(), 3);
	let start = market.free(2, QUOTE);
	market.rest(0, ask(90, 4));
	market.rest(1, ask(95, 3));
	let placed = market.place(2, bid(100, 10)).expect("it is valid");
	// 4 x 90 x 100 = 36,000, fee 90; 3 x 95 x 100 = 28,500, fee 71.25 down to 71.
	assert_eq!((placed.notional.get(), placed.fee.get()), (64_500, 161));
	// 3 lots rest at 100: 30,000 and one per cent.
	assert_eq!(market.held(2, QUOTE), 30_300);
	assert_eq!(market.free(2, QUOTE), start - 64_500 - 161 - 30_300);
	assert_eq!(market.free(2, BASE), (1 << 100) + 7);
	// The makers pay 36 and 28.5 down to 28.
	assert_eq!(market.free(0, QUOTE), (1 << 100) + 36_000 - 36);
	assert_eq!(market.free(1, QUOTE), (1 << 100) + 28_500 - 28);
	assert_eq!(market.accounts.revenue, 161 + 36 + 28);
	market.cancel(2, placed.order.expect("it rests")).expect("it is stored");
	assert_eq!(market.free(2, QUOTE), start - 64_500 - 161);
	assert_eq!(market.held(2, QUOTE), 0);
}

#[test]
fn b2_a_bid_maker_gets_back_what_he_held_for_a_higher_fee() {
	let mut market = Market::funded(with_fees(), 2);
	market.rest(0, bid(33, 7));
	// 7 x 33 x 100 = 23,100 and 231.
	assert_eq!(market.held(0, QUOTE), 23_331);
	market.place(1, ask(33, 2)).expect("it is valid");
	// 5 x 33 x 100 = 16,500 and 165 stay; 6,600 and 6.6 down to 6 are paid.
	assert_eq!(market.held(0, QUOTE), 16_665);
	assert_eq!(market.free(0, QUOTE), (1 << 100) - 16_665 - 6_606);
}

#[test]
fn b2_with_1_to_100_makers_the_taker_pays_the_makers_prices_only() {
	for (makers, kind) in (1..=100u32)
		.zip([TimeInForce::GoodTilCancelled, TimeInForce::ImmediateOrCancel].into_iter().cycle())
	{
		let mut market = Market::funded(with_fees(), 2);
		let (mut paid, mut start) = (0, market.free(1, QUOTE));
		for n in 0..makers {
			let price = 50 + u64::from(n * 7 % 40);
			market.rest(0, ask(price, 3));
			let notional = 3 * 100 * u128::from(price);
			paid += notional + notional * 25 / 10_000;
		}
		let taker = NewOrder { time_in_force: kind, ..bid(100, u64::from(makers) * 3 + 1) };
		let placed = market.place(1, taker).expect("it is valid");
		start -= paid;
		if let Some(id) = placed.order {
			assert_eq!(market.held(1, QUOTE), 10_100); // one lot at 100
			market.cancel(1, id).expect("it rests");
		}
		assert_eq!((market.free(1, QUOTE), market.held(1, QUOTE)), (start, 0));
	}
}

/// With a rebate of 0.1 per cent out of a taker fee of 0.25 per cent.
#[test]
fn a_rebate_is_paid_out_of_the_takers_fee() {
	let params = MarketParams { maker_fee_ppm: -1_000, ..with_fees() };
	let mut market = Market::funded(params, 2);
	market.rest(0, ask(55, 10));
	market.place(1, ioc(bid(55, 3))).expect("it is valid");
	// 3 x 55 x 100 = 16,500; fee 41.25 down to 41, rebate 16.5 down to 16.
	assert_eq!(market.free(0, QUOTE), (1 << 100) + 16_516);
	assert_eq!(market.free(1, QUOTE), (1 << 100) - 16_541);
	assert_eq!(market.accounts.revenue, 25);
}

/// The maker is credited 16,516. An account that must be credited at least that much can settle.
#[test]
fn a_maker_is_asked_whether_he_can_receive_the_rebate_too() {
	let params = MarketParams { maker_fee_ppm: -1_000, ..with_fees() };
	for (least, filled) in [(16_516, 3), (16_517, 0)] {
		let mut market = Market::funded(params, 2);
		market.rest(0, ask(55, 3));
		market.accounts.rules.least_credit.insert((owner(0), QUOTE), least);
		let placed = market.place(1, ioc(bid(55, 3))).expect("it is valid");
		assert_eq!(placed.filled.get(), filled);
	}
}

#[test]
fn b3_many_orders_of_one_lot_make_and_lose_nothing() {
	let orders: u64 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
	let params = MarketParams {
		tick_size: QuoteAtoms::new(3),
		maker_fee_ppm: -333,
		taker_fee_ppm: 7_777,
		max_fee_ppm: 10_000,
		..plain_params()
	};
	let mut market = Market::funded(params, 4);
	let totals = [BASE, QUOTE].map(|asset| market.accounts.total(asset));
	let (mut paid, mut fees, mut rebates) = (0, 0, 0);
	for n in 0..orders / 2 {
		let (price, maker) = (50 + n * 7 % 100, u32::from(n % 2 == 1));
		market.rest(maker, ask(price, 1));
		market.place(2 + maker, ioc(bid(200, 1))).expect("it is valid");
		assert_eq!(fills(&market), [(maker, price, 1)]);
		let notional = 3 * u128::from(price);
		paid += notional;
		fees += notional * 7_777 / 1_000_000;
		rebates += notional * 333 / 1_000_000;
	}
	assert_eq!([BASE, QUOTE].map(|asset| market.accounts.total(asset)), totals);
	assert_eq!(market.accounts.revenue, fees - rebates);
	let makers = market.free(0, QUOTE) + market.free(1, QUOTE);
	assert_eq!(makers, 2 * (1 << 100) + paid + rebates);
	let sold = market.free(2, BASE) + market.free(3, BASE) - 2 * (1 << 100);
	assert_eq!(sold, u128::from(orders / 2));
}
