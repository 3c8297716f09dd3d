//! Many operations in one file: one a line, or a list of JSON objects. `docs/cli.md` describes both.

mod lines;
mod written;

pub use written::{Operation, Written};

use crate::error::{Failure, Result};

/// Operations of one file. More would wait for blocks longer than their prices are good for.
pub const MAX_OPERATIONS: usize = 10_000;
/// Bytes of a file: a line with every option is far below 200.
pub const MAX_BYTES: u64 = 4 << 20;

/// The operations of a file, before it is known what they mean on a chain.
///
/// # Errors
///
/// An input failure that names the line or the entry.
pub fn parse(text: &str) -> Result<Vec<Written>> {
	let written = if text.trim_start().starts_with(['[', '{']) {
		written::of_json(text)?
	} else {
		lines::parse(text)?
	};
	match written.len() {
		0 => Err(Failure::input("there are no operations in the file", "write one a line")),
		count if count > MAX_OPERATIONS => Err(Failure::input(
			format!("the file has {count} operations, more than {MAX_OPERATIONS}"),
			"split it",
		)),
		_ => Ok(written),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn lines_and_objects_mean_the_same() {
		let lines =
			"buy HALO/CASH 10 @25.00 post-only client-id=7 expires=+300\ncancel 1 client-id=8\n";
		let objects = r#"[
			{"op": "place", "market": "HALO/CASH", "side": "buy", "size": "10", "price": "25.00",
			 "timeInForce": "postOnly", "clientId": 7, "expires": "+300"},
			{"op": "cancel", "market": 1, "clientId": "8"}
		]"#;
		let strip = |written: Vec<Written>| -> Vec<Written> {
			written.into_iter().map(|one| Written { place: String::new(), ..one }).collect()
		};
		assert_eq!(strip(parse(lines).unwrap()), strip(parse(objects).unwrap()));
	}

	#[test]
	fn an_empty_and_an_endless_file_are_refused() {
		assert!(parse("# nothing\n\n").is_err());
		let many = "cancel 1 5\n".repeat(MAX_OPERATIONS + 1);
		assert!(parse(&many).unwrap_err().cause.contains("10001 operations"));
		assert_eq!(parse(&"cancel 1 5\n".repeat(MAX_OPERATIONS)).unwrap().len(), MAX_OPERATIONS);
	}
}
