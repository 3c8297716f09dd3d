//! How answers of the node become cells and lines. They are shown as they came: the node writes decimals exactly.

use serde_json::Value as Json;

/// A text or a number of an answer; `-` where there is none.
pub fn cell(value: &Json) -> String {
	match value {
		Json::String(text) => text.chars().filter(|letter| !letter.is_control()).collect(),
		Json::Number(number) => number.to_string(),
		Json::Bool(flag) => flag.to_string(),
		_ => "-".to_owned(),
	}
}

/// The entries of a list of an answer.
pub fn list(value: &Json) -> &[Json] {
	value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Parts per million as a percentage: 500 is `0.05%`, -100 is `-0.01%`.
pub fn ppm(parts: i64) -> String {
	let size = parts.unsigned_abs();
	let fraction = format!("{:04}", size % 10_000);
	let fraction = fraction.trim_end_matches('0');
	let point = if fraction.is_empty() { "" } else { "." };
	let sign = if parts < 0 { "-" } else { "" };
	format!("{sign}{}{point}{fraction}%", size / 10_000)
}

/// A moment in milliseconds of Unix time as date and time of UTC, such as `2026-11-28 16:20:11`.
pub fn utc(milliseconds: u64) -> String {
	let seconds = milliseconds / 1_000;
	let (days, rest) = (seconds / 86_400, seconds % 86_400);
	// Days since the first of March of the year 0; every 400 years have the same 146,097 days.
	let days = days.saturating_add(719_468);
	let (cycle, day) = (days / 146_097, days % 146_097);
	let leaps = (day / 1_460).saturating_sub(day / 36_524).saturating_add(day / 146_096);
	let year = day.saturating_sub(leaps) / 365;
	let before = (year.saturating_mul(365)).saturating_add(year / 4).saturating_sub(year / 100);
	let day = day.saturating_sub(before);
	// Months from March on have 153 days in five.
	let month = day.saturating_mul(5).saturating_add(2) / 153;
	let day = day.saturating_sub(month.saturating_mul(153).saturating_add(2) / 5) + 1;
	let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
	let year = cycle.saturating_mul(400).saturating_add(year).saturating_add(next_year);
	let (hours, minutes, seconds) = (rest / 3_600, rest / 60 % 60, rest % 60);
	format!("{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}:{seconds:02}")
}

/// A moment of an answer; `-` where there is none.
pub fn moment(value: &Json) -> String {
	value.as_u64().map(utc).unwrap_or_else(|| "-".to_owned())
}

/// The block of an answer, in words.
pub fn block(answer: &Json) -> String {
	let block = &answer["block"];
	let certain = if block["finalized"] == true { "final" } else { "not final yet" };
	format!("block {} ({certain})", cell(&block["number"]))
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn answers_become_cells() {
		assert_eq!(cell(&json!("25.05")), "25.05");
		assert_eq!(cell(&json!(7)), "7");
		assert_eq!(cell(&Json::Null), "-");
		// What others have named must not write over a terminal.
		assert_eq!(cell(&json!("a\u{1b}[2Jb")), "a[2Jb");
	}

	#[test]
	fn parts_per_million_are_percentages() {
		assert_eq!(
			[ppm(500), ppm(-100), ppm(0), ppm(1_000_000)],
			["0.05%", "-0.01%", "0%", "100%"]
		);
		assert_eq!(ppm(1), "0.0001%");
	}

	#[test]
	fn moments_are_dates_of_utc() {
		// As `date -u -d @N` prints them.
		assert_eq!(utc(0), "1970-01-01 00:00:00");
		assert_eq!(utc(951_782_400_000), "2000-02-29 00:00:00");
		assert_eq!(utc(1_709_251_199_999), "2024-02-29 23:59:59");
		assert_eq!(utc(1_795_403_712_000), "2026-11-23 03:15:12");
		assert_eq!(utc(4_102_444_800_000), "2100-01-01 00:00:00");
	}

	#[test]
	fn a_block_says_whether_it_is_final() {
		let answer = json!({ "block": { "number": 19, "finalized": true } });
		assert_eq!(block(&answer), "block 19 (final)");
	}
}
