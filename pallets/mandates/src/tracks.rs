//! The table of tracks: how long each decides, what it takes to pass, and what it costs to ask.
//!
//! Times are written in blocks of two seconds as on a chain for real use, and divided by a *pace* for chains on which people
//! try things. On such a chain a floor keeps each period long enough that somebody can act in it.
//!
//! Thresholds fall in a straight line until half of the period and stay there, so that a vote that is prolonged is not made
//! easier by that; support never falls to nothing.

use crate::{Balance, Origin};
use alloc::borrow::Cow;
use core::marker::PhantomData;
use frame_support::traits::Get;
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo};
use sp_runtime::{str_array, Perbill};

/// Number of a track.
pub type TrackId = u16;

/// A number of blocks.
type Blocks = u32;

/// Blocks that alarms of referenda are rounded up to.
///
/// Enactments fall on the block after such a block, so that no flood of alarms can take their place: see [`Terms::info`].
pub const ALARM_INTERVAL: Blocks = 5;

/// Atoms of one KSI.
const KSI: Balance = 1_000_000_000_000;

const MINUTE: Blocks = 30;
const HOUR: Blocks = 60 * MINUTE;
const DAY: Blocks = 24 * HOUR;

/// The pace at which a day has twenty blocks.
pub const FAST: u32 = DAY / 20;

/// No period is shorter, whatever the pace.
const LEAST_PERIOD: Blocks = 3;

/// No decision is: only while one is going on can somebody vote, and it is looked at in every fifth block alone.
const LEAST_DECISION: Blocks = 4 * ALARM_INTERVAL;

/// What a track is, on a chain for real use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
	/// What passes with it; its place among the origins is its number.
	pub origin: Origin,
	/// Its name.
	pub name: &'static str,
	/// Referenda decided at the same time. Never one alone: a lost alarm would then close the track.
	pub max_deciding: u32,
	/// What it takes to have a referendum decided, in KSI. Given back unless it is killed.
	pub deposit_ksi: Balance,
	/// Blocks before a decision begins.
	pub prepare: Blocks,
	/// Blocks of a decision.
	pub decide: Blocks,
	/// Blocks for which it must pass.
	pub confirm: Blocks,
	/// Blocks before it is done, one less.
	pub enact: Blocks,
	/// The least part of the votes that must be for it, in percent.
	pub approval_percent: u32,
	/// The least part of all eligible KSI that must be for it, in percent.
	pub support_percent: u32,
}

/// All tracks, in order.
pub const TABLE: [Terms; 11] = [
	Terms {
		origin: Origin::Constitution,
		name: "constitution",
		max_deciding: 3,
		deposit_ksi: 10_000,
		prepare: HOUR,
		decide: 14 * DAY,
		confirm: 2 * DAY,
		// As long as unbonding takes: who does not want the new rules is out before they hold.
		enact: 7 * DAY,
		approval_percent: 67,
		support_percent: 10,
	},
	Terms {
		origin: Origin::Economics,
		name: "economics",
		max_deciding: 3,
		deposit_ksi: 5_000,
		prepare: HOUR,
		decide: 10 * DAY,
		confirm: 2 * DAY,
		enact: 7 * DAY,
		approval_percent: 60,
		support_percent: 7,
	},
	Terms {
		origin: Origin::TreasurySmall,
		name: "treasury_small",
		max_deciding: 5,
		deposit_ksi: 100,
		prepare: HOUR,
		decide: 7 * DAY,
		confirm: DAY,
		enact: DAY,
		approval_percent: 50,
		support_percent: 1,
	},
	Terms {
		origin: Origin::TreasuryMedium,
		name: "treasury_medium",
		max_deciding: 5,
		deposit_ksi: 500,
		prepare: HOUR,
		decide: 7 * DAY,
		confirm: DAY,
		enact: DAY,
		approval_percent: 50,
		support_percent: 2,
	},
	Terms {
		origin: Origin::TreasuryLarge,
		name: "treasury_large",
		max_deciding: 3,
		deposit_ksi: 2_000,
		prepare: HOUR,
		decide: 7 * DAY,
		confirm: DAY,
		enact: DAY,
		approval_percent: 50,
		support_percent: 3,
	},
	Terms {
		origin: Origin::Markets,
		name: "markets",
		max_deciding: 3,
		deposit_ksi: 1_000,
		prepare: HOUR,
		decide: 7 * DAY,
		confirm: DAY,
		enact: 3 * DAY,
		approval_percent: 60,
		support_percent: 3,
	},
	Terms {
		origin: Origin::Validators,
		name: "validators",
		max_deciding: 3,
		deposit_ksi: 1_000,
		prepare: HOUR,
		decide: 7 * DAY,
		confirm: DAY,
		enact: DAY,
		approval_percent: 50,
		support_percent: 3,
	},
	Terms {
		origin: Origin::Rescue,
		name: "rescue",
		max_deciding: 2,
		deposit_ksi: 10_000,
		prepare: MINUTE,
		decide: HOUR,
		confirm: 10 * MINUTE,
		enact: MINUTE,
		approval_percent: 80,
		support_percent: 15,
	},
	Terms {
		origin: Origin::Halt,
		name: "halt",
		max_deciding: 2,
		deposit_ksi: 5_000,
		prepare: MINUTE,
		decide: HOUR,
		confirm: 10 * MINUTE,
		enact: MINUTE,
		approval_percent: 75,
		support_percent: 10,
	},
	Terms {
		origin: Origin::Cancel,
		name: "cancel",
		max_deciding: 3,
		deposit_ksi: 1_000,
		prepare: 10 * MINUTE,
		decide: 2 * DAY,
		confirm: 6 * HOUR,
		enact: 10 * MINUTE,
		approval_percent: 60,
		support_percent: 5,
	},
	Terms {
		origin: Origin::Wish,
		name: "wish",
		max_deciding: 5,
		deposit_ksi: 50,
		prepare: HOUR,
		decide: 7 * DAY,
		confirm: DAY,
		// There is nothing to be done.
		enact: MINUTE,
		approval_percent: 50,
		support_percent: 1,
	},
];

impl Origin {
	/// The number of its track.
	pub const fn track(&self) -> TrackId {
		match self {
			Self::Constitution => 0,
			Self::Economics => 1,
			Self::TreasurySmall => 2,
			Self::TreasuryMedium => 3,
			Self::TreasuryLarge => 4,
			Self::Markets => 5,
			Self::Validators => 6,
			Self::Rescue => 7,
			Self::Halt => 8,
			Self::Cancel => 9,
			Self::Wish => 10,
		}
	}
}

impl Terms {
	/// The track at a pace, as referenda want it. A pace of 0 is one of 1.
	pub fn info(&self, pace: u32) -> TrackInfo<Balance, Blocks> {
		let scaled = |blocks: Blocks, least: Blocks| {
			// Division by zero is excluded, as the pace is at least 1.
			blocks.checked_div(pace.max(1)).unwrap_or(blocks).max(least)
		};
		let enact = scaled(self.enact, LEAST_PERIOD);
		TrackInfo {
			name: str_array(self.name),
			max_deciding: self.max_deciding,
			// The largest deposit of the table is far below the range.
			decision_deposit: self.deposit_ksi.saturating_mul(KSI),
			prepare_period: scaled(self.prepare, LEAST_PERIOD),
			decision_period: scaled(self.decide, LEAST_DECISION),
			confirm_period: scaled(self.confirm, LEAST_PERIOD),
			min_enactment_period: after_alarm(enact),
			min_approval: falling_to(self.approval_percent, Perbill::one()),
			min_support: falling_to(self.support_percent, Perbill::from_percent(50)),
		}
	}
}

/// The next number at or above that is one more than a multiple of [`ALARM_INTERVAL`]: decisions end with an alarm, so a call
/// that runs so many blocks later runs in a block that has none.
fn after_alarm(blocks: Blocks) -> Blocks {
	// Seven days are the most, so nothing comes near the range.
	blocks.div_ceil(ALARM_INTERVAL).saturating_mul(ALARM_INTERVAL).saturating_add(1)
}

/// Falls in a straight line to its floor at half of the period, and stays there.
const fn falling_to(floor_percent: u32, ceil: Perbill) -> Curve {
	Curve::LinearDecreasing {
		length: Perbill::from_percent(50),
		floor: Perbill::from_percent(floor_percent),
		ceil,
	}
}

/// The tracks at the pace `P`, for a runtime whose origins are `O`: `Tracks` of `pallet-referenda`.
pub struct Tracks<O, P>(PhantomData<(O, P)>);

impl<O, P> TracksInfo<Balance, Blocks> for Tracks<O, P>
where
	O: TryInto<Origin> + Clone,
	P: Get<u32>,
{
	type Id = TrackId;
	type RuntimeOrigin = O;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<TrackId, Balance, Blocks>>> {
		let pace = P::get();
		TABLE.iter().map(move |terms| {
			Cow::Owned(Track { id: terms.origin.track(), info: terms.info(pace) })
		})
	}

	fn track_for(origin: &O) -> Result<TrackId, ()> {
		origin.clone().try_into().map(|ours| ours.track()).map_err(|_| ())
	}
}
