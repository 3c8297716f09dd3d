//! Amendments (B6).

use super::*;

/// Three bids of 5 lots at 100 by accounts 1, 2 and 3. One of them is amended; then the queue is as listed, and its id
/// is the old one only where it shrank in its place.
#[test]
fn b6_only_a_smaller_quantity_keeps_its_place() {
	type Case = (Option<u64>, Option<u64>, [[(u32, u64, u64); 3]; 3], bool);
	let same = [1, 2, 3];
	let last = |n: u32| {
		let mut queue: Vec<u32> = same.into_iter().filter(|who| *who != n).collect();
		queue.push(n);
		[queue[0], queue[1], queue[2]]
	};
	let first = |n: u32| {
		let [a, b, _] = last(n);
		[n, a, b]
	};
	let table = |queue: &dyn Fn(u32) -> [u32; 3], price: u64, lots: u64| {
		[1, 2, 3]
			.map(|n| queue(n).map(|who| if who == n { (who, price, lots) } else { (who, 100, 5) }))
	};
	let cases: [Case; 9] = [
		(None, Some(4), table(&|_| same, 100, 4), true),
		(Some(100), Some(4), table(&|_| same, 100, 4), true),
		(None, Some(6), table(&last, 100, 6), false),
		(Some(100), Some(6), table(&last, 100, 6), false),
		(Some(101), None, table(&first, 101, 5), false),
		(Some(99), None, table(&last, 99, 5), false),
		(Some(101), Some(4), table(&first, 101, 4), false),
		(Some(99), Some(4), table(&last, 99, 4), false),
		(Some(99), Some(6), table(&last, 99, 6), false),
	];
	for (price, quantity, queues, keeps) in cases {
		for (position, queue) in queues.into_iter().enumerate() {
			let mut market = Market::funded(plain_params(), 5);
			let ids = [1, 2, 3].map(|n| market.rest(n, bid(100, 5)));
			let who = u32::try_from(position).expect("small") + 1;
			let amended = market.amend(who, ids[position], price, quantity).expect("it is valid");
			assert_eq!(stored(&mut market), queue, "{price:?} {quantity:?} of {who}");
			let (id, lots) = listing(&mut market.store)
				.into_iter()
				.find(|(_, order)| order.owner == owner(who))
				.map(|(id, order)| (id, order.terms.quantity))
				.expect("it rests");
			assert_eq!(id == ids[position], keeps);
			match amended {
				Amended::Reduced(removal) => {
					assert!(keeps);
					assert_eq!((removal.lots, removal.rests), (Lots::new(5 - lots.get()), lots));
				}
				Amended::Replaced(removal, placed) => {
					assert!(!keeps);
					assert_eq!((removal.order, removal.lots), (ids[position], Lots::new(5)));
					assert_eq!((placed.order, placed.rests), (Some(id), lots));
				}
			}
			check(&market.store, &market.params, Some(&market.accounts));
			let all = market.place(4, ioc(ask(1, 100))).expect("it is valid");
			assert_eq!(fills(&market), queue);
			assert_eq!(all.filled.get(), 10 + lots.get());
		}
	}
}

#[test]
fn b6_an_amendment_passes_every_check_of_a_placement() {
	let params = MarketParams {
		min_notional: QuoteAtoms::new(300),
		price_band_ppm: 100_000,
		..plain_params()
	};
	let mut market = Market::funded(params, 3);
	market.rest(1, ask(100, 3));
	market.place(2, ioc(bid(100, 3))).expect("it is valid");
	let id = market.rest(0, post_only(bid(100, 5)));
	market.rest(1, ask(105, 5));
	let (book, purses) = (listing(&mut market.store), market.accounts.purses.clone());
	for (price, quantity, error) in [
		(None, None, BookError::NothingToAmend),
		(Some(100), Some(5), BookError::NothingToAmend),
		(None, Some(0), BookError::QuantityOutOfRange),
		(Some(99), Some(0), BookError::QuantityOutOfRange),
		(None, Some(MAX_LOTS + 1), BookError::QuantityOutOfRange),
		(Some(0), None, BookError::PriceOutOfRange),
		(Some(MAX_TICK + 1), None, BookError::PriceOutOfRange),
		(Some(111), None, BookError::OutsidePriceBand), // 100 x 1.1 = 110
		(Some(89), None, BookError::OutsidePriceBand),  // 100 / 1.1 = 90.9, down to 90
		(None, Some(2), BookError::BelowMinNotional),
		(Some(99), Some(3), BookError::BelowMinNotional),
		(Some(105), None, BookError::WouldTake),
	] {
		assert_eq!(market.amend(0, id, price, quantity), Err(error));
	}
	let purse = market.accounts.purses.get_mut(&(owner(0), QUOTE)).expect("it is funded");
	let free = std::mem::replace(&mut purse.free, 99);
	assert_eq!(market.amend(0, id, None, Some(6)), Err(BookError::InsufficientFree)); // 100 more
	market.accounts.purses.get_mut(&(owner(0), QUOTE)).expect("it is funded").free = free;
	market.status = MarketStatus::PostOnly;
	assert!(market.amend(0, id, Some(101), None).is_ok());
	market.status = MarketStatus::Active;
	assert_ne!(listing(&mut market.store), book);
	assert_ne!(market.accounts.purses, purses);
}

#[test]
fn b6_a_smaller_quantity_is_allowed_in_every_status_and_outside_the_band() {
	use MarketStatus::*;
	for status in [Active, PostOnly, CancelOnly, Halted, Closing] {
		let mut market = Market::funded(plain_params(), 1);
		let id = market.rest(0, bid(100, 5));
		market.status = status;
		assert!(matches!(market.amend(0, id, None, Some(4)), Ok(Amended::Reduced(_))));
		assert_eq!(market.held(0, QUOTE), 400);
		market.cancel(0, id).expect("a cancel works in each status");
		assert_eq!(market.held(0, QUOTE), 0);
	}
}
