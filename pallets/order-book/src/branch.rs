//! What a call did, and the weight of it.

use crate::{Config, Error, Operation, WeightInfo};
use frame_support::{dispatch::PostDispatchInfo, pallet_prelude::*, weights::Weight};
use order_book_engine::{Budget, MAX_OPEN_ORDERS};
use pallet_tokens::splitting::SplitHolders as _;
use sp_runtime::DispatchErrorWithPostInfo;

/// The work of a call: what matching used of its budget, and how many open orders a `cancel_all` or `remove_lapsed` went
/// through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
	/// Fills, levels and removals.
	pub used: Budget,
	/// Open orders removed by `cancel_all` operations, or looked at by `remove_lapsed`.
	pub cancelled: u32,
	/// Accounts converted, in a market that is suspended for the split of a token, before their orders went.
	pub converted: u32,
	/// Words, levels and pages of books that were written; as good as endless where that is not counted.
	pub written: u32,
	/// Whether a single order that was placed came to rest; also true where that is not known.
	pub rests: bool,
}

/// Words, levels and pages that an operation writes at most, as its benchmark measures it: an order opens a page behind another of
/// its level.
const PLACE_WRITES: u32 = 3;
/// A cancel empties a page between two others, whose links change, of a level.
const CANCEL_WRITES: u32 = 4;
/// An amendment does both.
const AMEND_WRITES: u32 = 7;

impl Work {
	/// The most a call can do.
	pub fn most<T: Config>() -> Self {
		Self {
			used: Budget {
				fills: T::MaxFills::get(),
				levels: T::MaxLevels::get(),
				removals: T::MaxRemovals::get(),
			},
			cancelled: u32::MAX,
			converted: u32::MAX,
			written: u32::MAX,
			rests: true,
		}
	}

	/// The weight of matching alone. Each is the slope of its benchmark; a level's is what it costs beyond its fill.
	fn matching<T: Config>(&self) -> Weight {
		let Budget { fills, levels, removals } = self.used;
		let levels = slope(T::WeightInfo::match_levels, levels)
			.saturating_sub(slope(T::WeightInfo::match_fills, levels));
		slope(T::WeightInfo::match_fills, fills)
			.saturating_add(levels) // far below the range of a weight
			.saturating_add(slope(T::WeightInfo::match_removals, removals)) // as above
	}

	/// The weight of the records that were not written, of so many that are charged for.
	fn spared<T: Config>(&self, charged: u32) -> Weight {
		T::DbWeight::get().writes(charged.saturating_sub(self.written).into()) // below zero is none
	}

	/// The weight of `place_order`. An order that does not rest is one of those by which matching is measured.
	pub fn place<T: Config>(&self) -> Weight {
		let own = if self.rests {
			T::WeightInfo::place_order().saturating_sub(self.spared::<T>(PLACE_WRITES)) // a part of the whole
		} else {
			T::WeightInfo::match_fills(0)
		};
		own.saturating_add(self.matching::<T>()) // far below the range of a weight
	}

	/// The weight of `amend_order`.
	pub fn amend<T: Config>(&self) -> Weight {
		T::WeightInfo::amend_order()
			.saturating_sub(self.spared::<T>(AMEND_WRITES)) // a part of the whole
			.saturating_add(self.matching::<T>()) // as above
			.saturating_add(self.conversions::<T>(1)) // as above
	}

	/// The weight of `cancel_order`: an order holds one token.
	pub fn cancel<T: Config>(&self) -> Weight {
		T::WeightInfo::cancel_order()
			.saturating_sub(self.spared::<T>(CANCEL_WRITES)) // as above
			.saturating_add(self.conversions::<T>(1)) // as above
	}

	/// The weight of `cancel_by_client_id`.
	pub fn cancel_by_client_id<T: Config>(&self) -> Weight {
		T::WeightInfo::cancel_by_client_id()
			.saturating_sub(self.spared::<T>(CANCEL_WRITES)) // as above
			.saturating_add(self.conversions::<T>(1)) // as above
	}

	/// The weight of `cancel_all`, and of `remove_lapsed`, which does as much: the orders of one account hold both tokens at
	/// most.
	pub fn cancel_all<T: Config>(&self) -> Weight {
		T::WeightInfo::cancel_all(self.cancelled.min(MAX_OPEN_ORDERS))
			.saturating_add(self.conversions::<T>(2)) // as above
	}

	/// The weight of the conversions that a split made necessary, of which there can be so many.
	fn conversions<T: Config>(&self, most: u32) -> Weight {
		T::Splits::conversion_weight().saturating_mul(self.converted.min(most).into())
	}

	/// The weight of `submit`: so much for each operation, as the dearest of its kind in a market that is open already, and
	/// what it costs more to open one for each run of operations on the same market. A `cancel_all` counts as a cancel, and
	/// by what it may remove, which is known only afterwards. A `cancel_after` counts as in the call of that name, as if the
	/// trader's record were not at hand.
	///
	/// Operations that write the same records as others of the batch write them once: what is charged for the rest is given back.
	pub fn submit<T: Config>(&self, operations: &[Operation]) -> Weight {
		let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX); // at most MaxOperations
		let of = |wanted: fn(&Operation) -> bool| {
			count(operations.iter().filter(|operation| wanted(operation)).count())
		};
		let runs = count(operations.chunk_by(|a, b| a.market() == b.market()).count());
		let places = of(|operation| matches!(operation, Operation::Place { .. }));
		let amends = of(|operation| matches!(operation, Operation::Amend { .. }));
		let sweeps = of(|operation| matches!(operation, Operation::CancelAll { .. }));
		let deadlines = of(|operation| matches!(operation, Operation::CancelAfter { .. }));
		let others = count(operations.len())
			.saturating_sub(places)
			.saturating_sub(amends)
			.saturating_sub(deadlines); // parts of the whole
		let most = MAX_OPEN_ORDERS.saturating_mul(sweeps); // 8 bits more than MaxOperations
		let at_most = PLACE_WRITES
			.saturating_mul(places) // 3 bits more than MaxOperations, and so below
			.saturating_add(AMEND_WRITES.saturating_mul(amends))
			.saturating_add(CANCEL_WRITES.saturating_mul(others));
		T::WeightInfo::submit(runs)
			.saturating_sub(slope(T::WeightInfo::batch_amends, runs)) // they are counted with their kind
			.saturating_add(slope(T::WeightInfo::batch_places, places)) // this and all below is far from the range of a weight
			.saturating_add(slope(T::WeightInfo::batch_amends, amends))
			.saturating_add(slope(T::WeightInfo::batch_cancels, others))
			.saturating_add(slope(T::WeightInfo::cancel_after, deadlines))
			.saturating_add(slope(T::WeightInfo::cancel_all, self.cancelled.min(most)))
			.saturating_add(
				self.conversions::<T>(amends.saturating_add(others).saturating_add(sweeps)),
			)
			.saturating_add(self.matching::<T>())
			.saturating_sub(self.spared::<T>(at_most))
	}
}

/// What `count` more cost than none. A slope that is measured below zero is none.
fn slope(of: fn(u32) -> Weight, count: u32) -> Weight {
	of(count).saturating_sub(of(0))
}

/// A call that was refused, and what it had looked at until then: that is work too, but not more than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
	/// Why.
	pub error: DispatchError,
	/// What had been done.
	pub work: Work,
}

impl<T: Config> From<Error<T>> for Refused {
	fn from(error: Error<T>) -> Self {
		Self { error: error.into(), work: Work::default() }
	}
}

impl Refused {
	/// The error, with what is charged for the call.
	pub fn charged(self, weight: Weight) -> DispatchErrorWithPostInfo<PostDispatchInfo> {
		DispatchErrorWithPostInfo { post_info: Some(weight).into(), error: self.error }
	}
}
