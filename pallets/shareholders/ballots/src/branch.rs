//! The ways a signature can end, and the weight of each.

use crate::{Config, WeightInfo};
use frame_support::weights::Weight;

/// What a signature did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
	/// It was counted.
	Counted,
	/// It was the last one needed: the ballot is called.
	Carried,
}

impl Signing {
	/// What it weighs.
	pub(crate) fn weight<T: Config>(self) -> Weight {
		match self {
			Self::Counted => <T as Config>::WeightInfo::sign(),
			Self::Carried => <T as Config>::WeightInfo::sign_and_carry(),
		}
	}
}
