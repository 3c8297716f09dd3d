//! The lengths of candles, and where a moment's candle opens.

/// How long a candle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Interval {
	/// 1m.
	Minute,
	/// 5m.
	FiveMinutes,
	/// 15m.
	QuarterHour,
	/// 1h.
	Hour,
	/// 4h, from midnight UTC on.
	FourHours,
	/// 1d, from midnight UTC on.
	Day,
	/// 1w, from Monday, midnight UTC, on.
	Week,
}

const MINUTE_MS: u64 = 60_000;
/// Milliseconds of a day.
pub const DAY_MS: u64 = 86_400_000;
/// 1970-01-01 was a Thursday, so the first Monday came four days later.
const FIRST_MONDAY_MS: u64 = 4 * DAY_MS;

impl Interval {
	/// All of them, from the shortest.
	pub const ALL: [Self; 7] = [
		Self::Minute,
		Self::FiveMinutes,
		Self::QuarterHour,
		Self::Hour,
		Self::FourHours,
		Self::Day,
		Self::Week,
	];

	/// As traders write it.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Minute => "1m",
			Self::FiveMinutes => "5m",
			Self::QuarterHour => "15m",
			Self::Hour => "1h",
			Self::FourHours => "4h",
			Self::Day => "1d",
			Self::Week => "1w",
		}
	}

	/// The interval that traders write so.
	pub fn from_name(name: &str) -> Option<Self> {
		Self::ALL.into_iter().find(|interval| interval.name() == name)
	}

	/// Its milliseconds.
	pub const fn ms(self) -> u64 {
		match self {
			Self::Minute => MINUTE_MS,
			Self::FiveMinutes => 5 * MINUTE_MS,
			Self::QuarterHour => 15 * MINUTE_MS,
			Self::Hour => 60 * MINUTE_MS,
			Self::FourHours => 240 * MINUTE_MS,
			Self::Day => DAY_MS,
			Self::Week => 7 * DAY_MS,
		}
	}

	/// Its number in keys.
	pub const fn number(self) -> u8 {
		match self {
			Self::Minute => 0,
			Self::FiveMinutes => 1,
			Self::QuarterHour => 2,
			Self::Hour => 3,
			Self::FourHours => 4,
			Self::Day => 5,
			Self::Week => 6,
		}
	}

	/// The interval with this number.
	pub fn from_number(number: u8) -> Option<Self> {
		Self::ALL.into_iter().find(|interval| interval.number() == number)
	}

	/// Whether its candles go when trades go: those that are long stay for good.
	pub const fn is_short(self) -> bool {
		matches!(self, Self::Minute | Self::FiveMinutes | Self::QuarterHour)
	}

	/// When the candle of this moment opens, in milliseconds of Unix time. The first week, before any Monday, counts from 0.
	pub const fn open(self, ms: u64) -> u64 {
		let origin = match self {
			Self::Week if ms >= FIRST_MONDAY_MS => FIRST_MONDAY_MS,
			_ => 0,
		};
		ms - (ms - origin) % self.ms()
	}
}

/// The day of a moment, counted from 1970-01-01 UTC.
pub fn day_of(ms: u64) -> u32 {
	u32::try_from(ms / DAY_MS).unwrap_or(u32::MAX) // a day beyond the year ten million
}

#[cfg(test)]
mod tests {
	use super::*;

	/// 2026-11-28 16:18:08.500 UTC, a Saturday.
	const MOMENT: u64 = 1_795_882_688_500;
	/// 2026-11-28 00:00:00 UTC: 20,785 days after 1970-01-01.
	const MIDNIGHT: u64 = 20_785 * DAY_MS;

	#[test]
	fn candles_open_on_the_clock() {
		assert_eq!(MIDNIGHT, 1_795_824_000_000);
		let after = |hours: u64, minutes: u64| MIDNIGHT + (hours * 60 + minutes) * MINUTE_MS;
		assert_eq!(Interval::Minute.open(MOMENT), after(16, 18));
		assert_eq!(Interval::FiveMinutes.open(MOMENT), after(16, 15));
		assert_eq!(Interval::QuarterHour.open(MOMENT), after(16, 15));
		assert_eq!(Interval::Hour.open(MOMENT), after(16, 0));
		assert_eq!(Interval::FourHours.open(MOMENT), after(16, 0));
		assert_eq!(Interval::Day.open(MOMENT), MIDNIGHT);
		assert_eq!(day_of(MOMENT), 20_785);
	}

	#[test]
	fn a_week_opens_on_monday() {
		// Saturday the 28th: Monday was the 23rd, five days before.
		let monday = MIDNIGHT - 5 * DAY_MS;
		assert_eq!(Interval::Week.open(MOMENT), monday);
		assert_eq!(Interval::Week.open(monday), monday);
		assert_eq!(Interval::Week.open(monday - 1), monday - 7 * DAY_MS);
		assert_eq!(Interval::Week.open(FIRST_MONDAY_MS), FIRST_MONDAY_MS);
		assert_eq!(Interval::Week.open(5), 0);
	}

	#[test]
	fn names_and_numbers_read_back() {
		for interval in Interval::ALL {
			assert_eq!(Interval::from_name(interval.name()), Some(interval));
			assert_eq!(Interval::from_number(interval.number()), Some(interval));
		}
		assert_eq!(Interval::from_name("2m"), None);
		assert_eq!(Interval::from_number(7), None);
	}
}
