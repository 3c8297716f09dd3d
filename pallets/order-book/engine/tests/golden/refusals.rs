//! What is refused, and that nothing else has changed then.

use super::*;

#[test]
fn post_only_slides_to_one_tick_behind_the_price_at_which_it_would_take() {
	let mut market = Market::funded(plain_params(), 3);
	market.rest(0, until(1, ask(98, 1)));
	market.rest(1, ask(100, 1));
	market.now = 2;
	assert_eq!(market.place(2, post_only(bid(105, 3))), Err(BookError::WouldTake));
	assert_eq!(stored(&mut market).len(), 2);
	// The expired ask at 98 is no obstacle and leaves.
	let placed = market.place(2, slide(bid(105, 3))).expect("it slides");
	assert_eq!((placed.price.get(), placed.rests.get()), (99, 3));
	assert_eq!(market.held(2, QUOTE), 297);
	assert_eq!(stored(&mut market), [(2, 99, 3), (1, 100, 1)]);
	// Where there is no tick behind, it would take.
	let mut market = Market::funded(plain_params(), 2);
	market.rest(0, ask(1, 1));
	assert_eq!(market.place(1, slide(bid(5, 1))), Err(BookError::WouldTake));
	let mut market = Market::funded(plain_params(), 2);
	market.rest(0, bid(MAX_TICK, 1));
	assert_eq!(market.place(1, slide(ask(5, 1))), Err(BookError::WouldTake));
}

/// A refused order has looked at the book: a batch of them must not look for nothing.
#[test]
fn a_refused_order_spends_the_budget_and_changes_nothing_else() {
	for (order, error) in [
		(fok(bid(102, 9)), BookError::NotFillable),
		(NewOrder { self_trade: SelfTrade::Reject, ..bid(103, 9) }, BookError::WouldSelfTrade),
	] {
		let mut market = Market::funded(plain_params(), 2);
		for price in 100..103 {
			market.rest(0, ask(price, 1));
		}
		market.rest(1, ask(103, 1));
		let (book, purses) = (market.store.clone(), market.accounts.purses.clone());
		market.budget = bounded();
		assert_eq!(market.place(1, order), Err(error));
		let levels = if error == BookError::WouldSelfTrade { 4 } else { 3 };
		assert_eq!(market.used, Budget { fills: 3, levels, removals: 0 });
		assert_eq!(listing(&mut market.store), listing(&mut book.clone()));
		assert_eq!(market.store.header, book.header);
		assert_eq!(market.accounts.purses, purses);
	}
}

/// The taker would remove an expired ask and then rest where no order fits: neither happens.
#[test]
fn a_full_level_refuses_before_anything_is_written() {
	let mut market = Market::funded(plain_params(), 3);
	market.rest(0, until(1, ask(100, 1)));
	market.rest(1, bid(100 - 1, 1));
	let id = market.rest(1, bid(98, 1));
	market.now = 2;
	let at = LevelAt { side: Side::Bid, tick: Ticks::new(100) };
	for (error, level) in [
		(
			BookError::LevelFull,
			order_book_engine::Level { next_page: u32::MAX - 1, ..Default::default() },
		),
		(
			BookError::Overflow,
			order_book_engine::Level { lots: Lots::new(u64::MAX), ..Default::default() },
		),
	] {
		*market.store.level_mut(at) = level;
		let (header, book) = (market.store.header, listing(&mut market.store));
		assert_eq!(market.place(2, bid(100, 1)), Err(error));
		assert_eq!(market.amend(1, id, Some(100), None), Err(error));
		assert_eq!((market.store.header, listing(&mut market.store)), (header, book));
	}
}

/// A full page, then place and cancel behind it again and again.
#[test]
fn placing_and_cancelling_behind_a_full_page_uses_up_no_page_numbers() {
	let mut market = Market::funded(plain_params(), 1);
	for _ in 0..64 {
		market.rest(0, bid(100, 1));
	}
	for _ in 0..1_000 {
		let id = market.rest(0, bid(100, 1));
		assert_eq!(id.locator().page(), 1);
		market.cancel(0, id).expect("it rests");
	}
	check(&market.store, &market.params, Some(&market.accounts));
}

/// Each error with the smallest operation that returns it.
#[test]
fn every_error_is_returned_once() {
	use BookError::*;
	let valid = plain_params();
	let mut seen: Vec<BookError> = Vec::new();
	for (params, error) in [
		(MarketParams { base: 0, ..valid }, SameToken),
		(MarketParams { tick_size: QuoteAtoms::ZERO, ..valid }, BadTickSize),
		(MarketParams { tick_size: QuoteAtoms::new((1 << 56) + 1), ..valid }, BadTickSize),
		(MarketParams { lot_size: BaseAtoms::ZERO, ..valid }, BadLotSize),
		(MarketParams { lot_size: BaseAtoms::new((1 << 80) + 1), ..valid }, BadLotSize),
		(MarketParams { max_open_orders: 0, ..valid }, BadOrderCap),
		(MarketParams { max_open_orders: 257, ..valid }, BadOrderCap),
		(MarketParams { max_fee_ppm: 10_001, ..valid }, BadFee),
		(MarketParams { taker_fee_ppm: 1, ..valid }, BadFee),
		(MarketParams { maker_fee_ppm: 1, ..valid }, BadFee),
		(MarketParams { maker_fee_ppm: -2, taker_fee_ppm: 1, max_fee_ppm: 9, ..valid }, BadFee),
		(MarketParams { maker_fee_ppm: i32::MIN, ..valid }, BadFee),
		(MarketParams { min_notional: QuoteAtoms::ZERO, ..valid }, BadMinNotional),
		// (2^24 - 1) ticks x 2^40 lots = 2^64 - 2^40.
		(
			MarketParams { min_notional: QuoteAtoms::new((1 << 64) - (1 << 40) + 1), ..valid },
			BadMinNotional,
		),
	] {
		assert_eq!(params.validate(), Err(error));
		seen.push(error);
	}
	let edge = MarketParams {
		tick_size: QuoteAtoms::new(1 << 56),
		lot_size: BaseAtoms::new(1 << 80),
		min_notional: QuoteAtoms::new(((1 << 64) - (1 << 40)) << 56),
		maker_fee_ppm: -10_000,
		taker_fee_ppm: 10_000,
		max_fee_ppm: 10_000,
		..valid
	};
	assert_eq!(edge.validate(), Ok(()));

	let params = MarketParams {
		min_notional: QuoteAtoms::new(200),
		max_open_orders: 2,
		price_band_ppm: 1_000_000,
		..valid
	};
	let mut market = Market::funded(params, 3);
	market.now = 5;
	market.rest(1, ask(100, 2));
	market.place(2, bid(100, 2)).expect("a first trade, for the band");
	let own = market.rest(0, NewOrder { client_id: Some(1), ..ask(110, 5) });
	let other = market.rest(1, ask(120, 5));
	let named = NewOrder { client_id: Some(1), ..bid(100, 5) };
	let reject = NewOrder { self_trade: SelfTrade::Reject, ..bid(110, 5) };
	for (op, error) in [
		(Op::Place(bid(0, 5)), PriceOutOfRange),
		(Op::Place(bid(MAX_TICK + 1, 5)), PriceOutOfRange),
		(Op::Place(bid(201, 5)), OutsidePriceBand), // 100 x 2 = 200
		(Op::Place(ask(49, 5)), OutsidePriceBand),  // 100 / 2 = 50
		(Op::Place(bid(100, 0)), QuantityOutOfRange),
		(Op::Place(bid(100, MAX_LOTS + 1)), QuantityOutOfRange),
		(Op::Place(bid(100, 1)), BelowMinNotional),
		(Op::Place(until(4, bid(100, 5))), AlreadyExpired),
		(Op::Place(named), DuplicateClientId),
		(
			Op::Place(post_only(NewOrder { self_trade: SelfTrade::CancelMaker, ..bid(120, 5) })),
			WouldTake,
		),
		(Op::Place(fok(bid(109, 5))), NotFillable),
		(Op::Place(reject), WouldSelfTrade),
		(Op::Cancel(OrderId::from_bits(7)), OrderNotFound),
		(Op::Cancel(other), NotOrderOwner),
		(Op::Amend(own, None, None), NothingToAmend),
		(Op::CancelAfter(Some(4)), AlreadyExpired),
		(Op::CancelAfter(Some(302_406)), DeadlineTooFar), // 5 + 302,400 is the last
	] {
		let before = listing(&mut market.store);
		assert_eq!(market.run(0, op).map(|_| ()), Err(error), "{op:?}");
		assert_eq!(listing(&mut market.store), before);
		seen.push(error);
	}
	market.rest(0, bid(60, 5));
	assert_eq!(market.place(0, bid(60, 5)), Err(TooManyOpenOrders));
	assert_eq!(market.place(9, bid(60, 5)), Err(InsufficientFree));
	market.accounts.rules.frozen.insert(owner(2));
	assert_eq!(market.place(2, bid(60, 5)), Err(CannotReceive));
	market.status = MarketStatus::Halted;
	assert_eq!(market.place(2, bid(60, 5)), Err(MarketNotOpen));
	market.status = MarketStatus::PostOnly;
	assert_eq!(market.place(2, bid(60, 5)), Err(MarketNotOpen));
	market.status = MarketStatus::Suspended;
	assert_eq!(market.place(2, bid(60, 5)), Err(MarketSuspended));
	seen.extend([
		TooManyOpenOrders,
		InsufficientFree,
		CannotReceive,
		MarketNotOpen,
		MarketSuspended,
	]);

	let mut late = Market::funded(plain_params(), 1);
	late.cancel_after(0, 1).expect("this block");
	late.now = 2;
	assert_eq!(late.place(0, bid(60, 5)), Err(DeadlinePassed));
	seen.push(DeadlinePassed);

	// Three that a sound book cannot return.
	let broken = |plant: fn(&mut Market)| {
		let mut market = Market::funded(plain_params(), 1);
		plant(&mut market);
		market.place(0, bid(100, 1)).expect_err("the book is broken")
	};
	seen.push(broken(|market| {
		let at = LevelAt { side: Side::Bid, tick: Ticks::new(100) };
		market.store.level_mut(at).next_page = u32::MAX - 1;
	}));
	seen.push(broken(|market| market.store.header.orders = u32::MAX));
	seen.push(broken(|market| market.store.header.best_ask = Some(Ticks::new(100))));

	for variant in 0..=u8::MAX {
		let Ok(error) = BookError::decode(&mut &[variant][..]) else { break };
		assert!(seen.contains(&error), "{error:?} was not returned");
	}
}
