//! What a call did, and the weight of it.

use crate::{Config, Error, Operation, WeightInfo};
use frame_support::{dispatch::PostDispatchInfo, pallet_prelude::*, weights::Weight};
use order_book_engine::{Budget, MAX_OPEN_ORDERS};
use sp_runtime::DispatchErrorWithPostInfo;

/// The work of a call: what matching used of its budget, and how many open orders a `cancel_all` removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
	/// Fills, levels and removals.
	pub used: Budget,
	/// Open orders removed by `cancel_all` operations.
	pub cancelled: u32,
}

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
		}
	}

	/// The weight of matching alone.
	fn matching<T: Config>(&self) -> Weight {
		T::WeightInfo::match_order(self.used.fills, self.used.levels, self.used.removals)
			.saturating_sub(T::WeightInfo::match_order(0, 0, 0)) // slopes only; the base belongs to the call
	}

	/// The weight of `place_order`.
	pub fn place<T: Config>(&self) -> Weight {
		T::WeightInfo::place_order().saturating_add(self.matching::<T>()) // far below the range of a weight
	}

	/// The weight of `amend_order`.
	pub fn amend<T: Config>(&self) -> Weight {
		T::WeightInfo::amend_order().saturating_add(self.matching::<T>()) // as above
	}

	/// The weight of `submit`. Every operation is charged as the dearest of its kind; a `cancel_all` by what it may
	/// remove, which is known only afterwards.
	pub fn submit<T: Config>(&self, operations: &[Operation]) -> Weight {
		let count = u32::try_from(operations.len()).unwrap_or(u32::MAX); // at most MaxOperations
		let sweeps =
			operations.iter().filter(|op| matches!(op, Operation::CancelAll { .. })).count();
		let sweeps = u64::try_from(sweeps).unwrap_or(u64::MAX); // at most MaxOperations
		let most = u64::from(MAX_OPEN_ORDERS).saturating_mul(sweeps); // 8 bits more than MaxOperations
		let swept = u64::from(self.cancelled).min(most);
		let per_order = T::WeightInfo::cancel_all(1).saturating_sub(T::WeightInfo::cancel_all(0));
		T::WeightInfo::submit(count)
			.saturating_add(self.matching::<T>()) // as above
			.saturating_add(per_order.saturating_mul(swept)) // as above
	}
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
