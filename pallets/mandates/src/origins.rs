//! One origin for each track, and who checks for it.
//!
//! None of them is root, and root passes for none of them: what a track may do is what takes its origin, and that can be listed.

use crate::Balance;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{EnsureOrigin, Get, OriginTrait};
use scale_info::TypeInfo;

/// Which track has decided.
///
/// Only a referendum makes one, by its track. The order is that of the tracks.
#[derive(
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	MaxEncodedLen,
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
)]
pub enum Origin {
	/// Authorises an upgrade of the runtime, or takes that back; kills a referendum.
	Constitution,
	/// Sets fees and who gets them.
	Economics,
	/// Spends KSI of the treasury up to the small cap.
	TreasurySmall,
	/// Spends KSI of the treasury up to the medium cap.
	TreasuryMedium,
	/// Spends KSI of the treasury up to the large cap, and any other token.
	TreasuryLarge,
	/// Sets the parameters of markets and delists.
	Markets,
	/// Sets size and minimum bonds of the validator set, cancels slashes.
	Validators,
	/// Replaces lost validators so that blocks are finalized again.
	Rescue,
	/// Pauses named calls for some hours.
	Halt,
	/// Cancels a referendum.
	Cancel,
	/// Says something, and can do nothing.
	Wish,
}

impl Origin {
	/// All of them, in the order of the tracks.
	pub const ALL: [Self; 11] = [
		Self::Constitution,
		Self::Economics,
		Self::TreasurySmall,
		Self::TreasuryMedium,
		Self::TreasuryLarge,
		Self::Markets,
		Self::Validators,
		Self::Rescue,
		Self::Halt,
		Self::Cancel,
		Self::Wish,
	];
}

/// Which of ours an origin is, if any.
fn ours<O>(origin: &O) -> Option<Origin>
where
	O: OriginTrait<PalletsOrigin: TryInto<Origin> + Clone>,
{
	origin.caller().clone().try_into().ok()
}

macro_rules! ensure_origins {
	($($(#[$doc:meta])+ $name:ident: $origin:ident;)+) => {$(
		$(#[$doc])+
		pub struct $name;

		impl<O> EnsureOrigin<O> for $name
		where
			O: OriginTrait<PalletsOrigin: TryInto<Origin> + Clone> + From<Origin>,
		{
			type Success = ();

			fn try_origin(origin: O) -> Result<(), O> {
				match ours(&origin) {
					Some(Origin::$origin) => Ok(()),
					_ => Err(origin),
				}
			}

			#[cfg(feature = "runtime-benchmarks")]
			fn try_successful_origin() -> Result<O, ()> {
				Ok(O::from(Origin::$origin))
			}
		}
	)+};
}

ensure_origins! {
	/// Passes [`Origin::Constitution`] alone.
	EnsureConstitution: Constitution;
	/// Passes [`Origin::Economics`] alone.
	EnsureEconomics: Economics;
	/// Passes [`Origin::TreasurySmall`] alone.
	EnsureTreasurySmall: TreasurySmall;
	/// Passes [`Origin::TreasuryMedium`] alone.
	EnsureTreasuryMedium: TreasuryMedium;
	/// Passes [`Origin::TreasuryLarge`] alone.
	EnsureTreasuryLarge: TreasuryLarge;
	/// Passes [`Origin::Markets`] alone.
	EnsureMarkets: Markets;
	/// Passes [`Origin::Validators`] alone.
	EnsureValidators: Validators;
	/// Passes [`Origin::Rescue`] alone.
	EnsureRescue: Rescue;
	/// Passes [`Origin::Halt`] alone.
	EnsureHalt: Halt;
	/// Passes [`Origin::Cancel`] alone.
	EnsureCancel: Cancel;
	/// Passes [`Origin::Wish`] alone.
	EnsureWish: Wish;
}

/// What a track may take from the treasury by one referendum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpendLimit {
	/// The most KSI, in atoms.
	pub cap: Balance,
	/// Whether it may spend tokens other than KSI. There is no trusted price for them, so there is no cap either.
	pub other_tokens: bool,
}

/// Passes the three origins that spend, with the limit of each. `S`, `M`, `L` are the caps in atoms of KSI.
pub struct EnsureSpend<S, M, L>(core::marker::PhantomData<(S, M, L)>);

impl<O, S, M, L> EnsureOrigin<O> for EnsureSpend<S, M, L>
where
	O: OriginTrait<PalletsOrigin: TryInto<Origin> + Clone> + From<Origin>,
	S: Get<Balance>,
	M: Get<Balance>,
	L: Get<Balance>,
{
	type Success = SpendLimit;

	fn try_origin(origin: O) -> Result<SpendLimit, O> {
		let limit = |cap, other_tokens| Ok(SpendLimit { cap, other_tokens });
		match ours(&origin) {
			Some(Origin::TreasurySmall) => limit(S::get(), false),
			Some(Origin::TreasuryMedium) => limit(M::get(), false),
			Some(Origin::TreasuryLarge) => limit(L::get(), true),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<O, ()> {
		Ok(O::from(Origin::TreasuryLarge))
	}
}
