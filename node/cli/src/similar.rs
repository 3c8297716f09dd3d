//! The name that somebody probably meant.

/// The closest of the names, if one is close enough to be a slip of the fingers: at most a third of its letters are other ones.
pub fn closest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
	let wanted = wanted.to_lowercase();
	names
		.into_iter()
		.map(|name| (distance(&wanted, &name.to_lowercase()), name))
		.filter(|(distance, name)| *distance <= name.chars().count().div_ceil(3))
		.min_by_key(|(distance, _)| *distance)
		.map(|(_, name)| name)
}

/// A question with the closest of the names, or what to do if none is close.
pub fn did_you_mean<'a>(
	wanted: &str,
	names: impl IntoIterator<Item = &'a str>,
	otherwise: &str,
) -> String {
	match closest(wanted, names) {
		Some(name) => format!("did you mean `{name}`?"),
		None => otherwise.to_owned(),
	}
}

/// Letters to be changed, added, left out or exchanged with their neighbour (optimal string alignment), over texts a person
/// types: the product of their lengths bounds the work, so long texts are cut.
fn distance(one: &str, other: &str) -> usize {
	const LONGEST: usize = 64;
	let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(LONGEST);
	let other: Vec<char> = other.chars().take(LONGEST).collect();
	let mut before: Vec<usize> = Vec::new();
	let mut above: Vec<usize> = (0..=other.len()).collect();
	let mut previous = None;
	for (row, letter) in one.chars().take(LONGEST).enumerate() {
		let mut line = vec![row + 1];
		for (column, against) in other.iter().enumerate() {
			let change = at(&above, column) + usize::from(letter != *against);
			let mut least = change.min(at(&line, column) + 1).min(at(&above, column + 1) + 1);
			if let Some(left) = column.checked_sub(1) {
				if previous == Some(*against) && other.get(left) == Some(&letter) {
					least = least.min(at(&before, left) + 1);
				}
			}
			line.push(least);
		}
		previous = Some(letter);
		before = std::mem::replace(&mut above, line);
	}
	above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn distances_count_letters() {
		for (one, other, expected) in [
			("", "", 0),
			("", "abc", 3),
			("halo", "halo", 0),
			("hallo", "halo", 1),
			("hlao", "halo", 1),
			("cash", "halo", 3),
		] {
			assert_eq!(distance(one, other), expected, "{one} {other}");
		}
	}

	#[test]
	fn a_slip_finds_its_name_and_another_word_does_not() {
		let names = ["HALO", "CASH", "KSI"];
		assert_eq!(closest("hlao", names), Some("HALO"));
		assert_eq!(closest("KSY", names), Some("KSI"));
		assert_eq!(closest("BITCOIN", names), None);
		assert_eq!(did_you_mean("csh", names, "no"), "did you mean `CASH`?");
		assert_eq!(did_you_mean("dollar", names, "no"), "no");
	}
}
