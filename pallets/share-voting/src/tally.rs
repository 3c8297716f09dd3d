//! The count as `pallet-referenda` asks for it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::VoteTally;
use scale_info::TypeInfo;
use share_voting_tally::Count;
use sp_runtime::Perbill;

/// The count of a poll, stored in the record of its referendum. `pallet_referenda::Config::Tally`.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
)]
pub struct Tally(pub Count);

impl<Class> VoteTally<u128, Class> for Tally {
	fn new(_: Class) -> Self {
		Self::default()
	}

	fn ayes(&self, _: Class) -> u128 {
		self.0.ayes
	}

	/// Ayes among what was eligible at the record date; 0 before that is fixed. Rounded down.
	fn support(&self, _: Class) -> Perbill {
		Perbill::from_parts(self.0.support_ppb())
	}

	/// Ayes among ayes and nays. Rounded down.
	fn approval(&self, _: Class) -> Perbill {
		Perbill::from_parts(self.0.approval_ppb())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn unanimity(_: Class) -> Self {
		Self(Count { ayes: BENCHMARK_BASE, nays: 0, abstain: 0, base: BENCHMARK_BASE })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn rejection(_: Class) -> Self {
		Self(Count { ayes: 0, nays: BENCHMARK_BASE, abstain: 0, base: BENCHMARK_BASE })
	}

	/// A count with at least this support and at least this approval.
	#[cfg(feature = "runtime-benchmarks")]
	fn from_requirements(support: Perbill, approval: Perbill, _: Class) -> Self {
		let ayes = support.mul_ceil(BENCHMARK_BASE);
		let nays = approval.saturating_reciprocal_mul_floor(ayes).saturating_sub(ayes);
		Self(Count { ayes, nays, abstain: 0, base: BENCHMARK_BASE.max(ayes.saturating_add(nays)) })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn setup(_: Class, _: Perbill) {}
}

/// What is eligible in the benchmarks of referenda.
#[cfg(feature = "runtime-benchmarks")]
const BENCHMARK_BASE: u128 = 1 << 90;
