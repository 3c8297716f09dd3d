//! How long something takes, in words.

/// A duration in its two largest units, such as `2 h 5 min`.
pub fn in_words(seconds: u64) -> String {
	const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
	let mut left = seconds;
	let mut parts = Vec::new();
	for (size, name) in UNITS {
		let count = left / size;
		left %= size;
		if count > 0 {
			parts.push(format!("{count} {name}"));
		} else if !parts.is_empty() {
			// Below an empty unit nothing is worth saying: 1 d 0 h 3 min is a day.
			break;
		}
		if parts.len() == 2 {
			break;
		}
	}
	if parts.is_empty() {
		"0 s".to_owned()
	} else {
		parts.join(" ")
	}
}

#[cfg(test)]
mod tests {
	use super::in_words;

	#[test]
	fn durations_name_their_two_largest_units() {
		assert_eq!(in_words(0), "0 s");
		assert_eq!(in_words(59), "59 s");
		assert_eq!(in_words(7_505), "2 h 5 min");
		assert_eq!(in_words(86_400 + 180), "1 d");
		assert_eq!(in_words(604_800), "7 d");
	}
}
