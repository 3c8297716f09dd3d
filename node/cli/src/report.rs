//! What a command found or did: a text for people and an object for programs.

use serde_json::{json, Value as Json};

/// The result of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
	/// For people: one or more lines, without a line end behind the last.
	pub text: String,
	/// For programs: one object with stable names; amounts are decimal strings.
	pub json: Json,
	/// What the program exits with; zero but for `doctor`.
	pub exit_code: u8,
}

impl Report {
	/// A report of something that went well.
	pub fn new(text: impl Into<String>, json: Json) -> Self {
		Self { text: text.into(), json, exit_code: 0 }
	}

	/// Of a command that has printed all it has to say already.
	pub fn printed() -> Self {
		Self::new("", Json::Null)
	}

	/// As the program prints it.
	pub fn print(&self, as_json: bool) -> String {
		if as_json && self.json.is_null() && self.text.is_empty() {
			String::new()
		} else if as_json {
			self.json.to_string()
		} else {
			printable(&self.text)
		}
	}
}

/// A text without what would move the cursor of a terminal or hide other text: names on the chain are anybody's.
pub fn printable(text: &str) -> String {
	let shown = |letter: char| match letter {
		'\n' | '\t' => letter,
		control if control.is_control() => char::REPLACEMENT_CHARACTER,
		other => other,
	};
	text.chars().map(shown).collect()
}

/// Rows of cells under a head, aligned.
#[derive(Clone, Debug, Default)]
pub struct Table {
	head: Vec<&'static str>,
	rows: Vec<Vec<String>>,
	/// Columns that end at the same place, as numbers do.
	right: Vec<usize>,
}

impl Table {
	/// An empty table.
	pub fn new(head: &[&'static str]) -> Self {
		Self { head: head.to_vec(), rows: Vec::new(), right: Vec::new() }
	}

	/// Aligns these columns to the right.
	pub fn right(mut self, columns: &[usize]) -> Self {
		self.right = columns.to_vec();
		self
	}

	/// Adds a row. It has as many cells as the head.
	pub fn row<const N: usize>(&mut self, cells: [String; N]) {
		self.rows.push(cells.to_vec());
	}

	/// Whether there are no rows.
	pub fn is_empty(&self) -> bool {
		self.rows.is_empty()
	}

	/// The table as text, or these words if it has no rows.
	pub fn text_or(&self, words: &str) -> String {
		if self.is_empty() {
			words.to_owned()
		} else {
			self.text()
		}
	}

	/// The table as text: two spaces between columns, nothing behind the last.
	pub fn text(&self) -> String {
		let head: Vec<String> = self.head.iter().map(|cell| (*cell).to_owned()).collect();
		let rows: Vec<&Vec<String>> = std::iter::once(&head).chain(self.rows.iter()).collect();
		let widths: Vec<usize> = (0..head.len())
			.map(|column| {
				let cells = rows.iter().filter_map(|row| row.get(column));
				cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
			})
			.collect();
		let lines = rows.iter().map(|row| {
			let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
				if self.right.contains(&column) {
					format!("{cell:>width$}")
				} else {
					format!("{cell:<width$}")
				}
			});
			cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
		});
		lines.collect::<Vec<_>>().join("\n")
	}
}

/// Names and values, one a line, the values aligned.
pub fn fields(pairs: &[(&str, String)]) -> String {
	let width = pairs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
	let lines = pairs.iter().map(|(name, value)| format!("{name:<width$}  {value}"));
	lines.collect::<Vec<_>>().join("\n")
}

/// The object of an error.
pub fn error_json(failure: &crate::error::Failure) -> Json {
	json!({
		"error": {
			"kind": failure.kind.name(),
			"code": failure.kind.exit_code(),
			"cause": failure.cause,
			"next": failure.next,
		}
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::error::Failure;

	#[test]
	fn tables_are_aligned_by_their_widest_cell() {
		let mut table = Table::new(&["#", "track", "ends in"]);
		table.row(["7".to_owned(), "constitution".to_owned(), "2 d".to_owned()]);
		table.row(["12".to_owned(), "wish".to_owned(), String::new()]);
		let expected = "#   track         ends in\n7   constitution  2 d\n12  wish";
		assert_eq!(table.text(), expected);
	}

	#[test]
	fn numbers_are_aligned_to_the_right_where_that_is_asked_for() {
		let mut table = Table::new(&["price", "size"]).right(&[0]);
		table.row(["9.5".to_owned(), "1".to_owned()]);
		table.row(["10.25".to_owned(), "200".to_owned()]);
		assert_eq!(table.text(), "price  size\n  9.5  1\n10.25  200");
	}

	#[test]
	fn fields_are_aligned_by_their_longest_name() {
		let text = fields(&[("bond", "5 KSI".to_owned()), ("commission", "5%".to_owned())]);
		assert_eq!(text, "bond        5 KSI\ncommission  5%");
	}

	#[test]
	fn a_name_on_the_chain_does_not_write_over_a_terminal() {
		let report = Report::new("a\u{1b}[2Jb\r\n\tc", json!({}));
		assert_eq!(report.print(false), "a\u{fffd}[2Jb\u{fffd}\n\tc");
	}

	#[test]
	fn an_error_in_json_has_stable_names() {
		let json = error_json(&Failure::refused("too little", "bond more"));
		assert_eq!(
			json.to_string(),
			r#"{"error":{"cause":"too little","code":3,"kind":"refused","next":"bond more"}}"#
		);
	}
}
