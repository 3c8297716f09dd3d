//! The ways calls can end, and the weight and the fee of each.

use crate::{Config, WeightInfo};
use frame_support::{
	dispatch::{Pays, PostDispatchInfo},
	weights::Weight,
};

/// What a signature did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signing {
	/// It was counted.
	Counted,
	/// There are enough, and the fund was asked for the deposit.
	Asked,
}

impl Signing {
	/// What it weighs.
	pub(crate) fn weight<T: Config>(self) -> Weight {
		match self {
			Self::Counted => T::WeightInfo::sponsor(),
			Self::Asked => T::WeightInfo::sponsor_and_place(),
		}
	}
}

/// Whether something that everybody gains by is free of fee.
pub(crate) fn free_if(free: bool) -> PostDispatchInfo {
	PostDispatchInfo { actual_weight: None, pays_fee: if free { Pays::No } else { Pays::Yes } }
}
