//! Weights of round numbers.

use frame_support::weights::Weight;

/// Weights with which a test can reckon by hand: 10,000 a fill, 100 a level, 1 a removal, 1,000 an operation of a batch and
/// 300 a market in it, 7 a deadline. The bases of matching and of operations belong to nobody.
pub struct Round;

fn weight(time: u64) -> Weight {
	Weight::from_parts(time, 0)
}

impl crate::WeightInfo for Round {
	fn create_market() -> Weight {
		weight(3)
	}
	fn place_order() -> Weight {
		weight(1_000_000)
	}
	fn match_fills(f: u32) -> Weight {
		weight(77 + 10_000 * u64::from(f))
	}
	fn match_levels(l: u32) -> Weight {
		weight(78 + 10_100 * u64::from(l))
	}
	fn match_removals(r: u32) -> Weight {
		weight(79 + u64::from(r))
	}
	fn cancel_order() -> Weight {
		weight(300)
	}
	fn cancel_by_client_id() -> Weight {
		weight(310)
	}
	fn cancel_all(n: u32) -> Weight {
		weight(400 + 5 * u64::from(n))
	}
	fn amend_order() -> Weight {
		weight(2_000_000)
	}
	fn submit(m: u32) -> Weight {
		weight(5_000_000 + 1_300 * u64::from(m))
	}
	fn batch_places(o: u32) -> Weight {
		weight(80 + 1_000 * u64::from(o))
	}
	fn batch_cancels(o: u32) -> Weight {
		weight(81 + 1_000 * u64::from(o))
	}
	fn batch_amends(o: u32) -> Weight {
		weight(82 + 1_000 * u64::from(o))
	}
	fn cancel_after(m: u32) -> Weight {
		weight(20 + 7 * u64::from(m))
	}
	fn set_market_status() -> Weight {
		weight(4)
	}
	fn set_market_params() -> Weight {
		weight(5)
	}
	fn close_market() -> Weight {
		weight(6)
	}
	fn unwind(n: u32) -> Weight {
		weight(50 + 30 * u64::from(n))
	}
}
