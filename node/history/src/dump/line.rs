//! Rows as lines of CSV or JSON.

use crate::error::Error;
use serde::{
	de::{Deserializer, MapAccess, Visitor},
	Deserialize, Serialize,
};
use serde_json::Value;
use std::{
	fmt,
	io::{ErrorKind, Write},
};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
	/// Comma-separated values with a line of names before the first row (RFC 4180, lines end with LF).
	Csv,
	/// A JSON object per line.
	JsonLines,
}

/// Writes rows.
pub(super) struct Lines<'a> {
	format: Format,
	out: &'a mut dyn Write,
	written: u64,
	/// Nobody reads any more, such as `head` after its last line.
	cut: bool,
}

impl<'a> Lines<'a> {
	pub(super) fn new(format: Format, out: &'a mut dyn Write) -> Self {
		Self { format, out, written: 0, cut: false }
	}

	/// Whether nobody reads any more.
	pub(super) fn is_cut(&self) -> bool {
		self.cut
	}

	pub(super) fn write(&mut self, row: &impl Serialize) -> Result<(), Error> {
		let failed = |error: serde_json::Error| Error::Output(error.to_string());
		let json = serde_json::to_string(row).map_err(failed)?;
		let line = match self.format {
			Format::JsonLines => json,
			Format::Csv => {
				let Fields(fields) = serde_json::from_str(&json).map_err(failed)?;
				if self.written == 0 {
					let names = fields.iter().map(|(name, _)| quoted(name));
					self.line(&names.collect::<Vec<_>>().join(","))?;
				}
				let cells = fields.iter().map(|(_, value)| cell(value));
				cells.collect::<Vec<_>>().join(",")
			}
		};
		self.line(&line)?;
		self.written = self.written.saturating_add(1);
		Ok(())
	}

	fn line(&mut self, line: &str) -> Result<(), Error> {
		match writeln!(self.out, "{line}") {
			Err(error) if error.kind() == ErrorKind::BrokenPipe => self.cut = true,
			Err(error) => return Err(Error::Output(error.to_string())),
			Ok(()) => {}
		}
		Ok(())
	}

	/// How many rows were written.
	pub(super) fn end(self) -> Result<u64, Error> {
		match self.out.flush() {
			Err(error) if error.kind() != ErrorKind::BrokenPipe => {
				Err(Error::Output(error.to_string()))
			}
			_ => Ok(self.written),
		}
	}
}

fn cell(value: &Value) -> String {
	match value {
		Value::Null => String::new(),
		Value::String(text) => quoted(text),
		other => quoted(&other.to_string()),
	}
}

/// A cell, in quotes where it has to be.
fn quoted(text: &str) -> String {
	if text.contains([',', '"', '\n', '\r']) {
		format!("\"{}\"", text.replace('"', "\"\""))
	} else {
		text.into()
	}
}

/// The fields of an object in their order, which a map would lose.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		struct InOrder;

		impl<'de> Visitor<'de> for InOrder {
			type Value = Fields;

			fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str("an object")
			}

			fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
				let mut fields = Vec::new();
				while let Some(field) = map.next_entry()? {
					fields.push(field);
				}
				Ok(Fields(fields))
			}
		}

		deserializer.deserialize_map(InOrder)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[derive(Serialize)]
	struct Row {
		symbol: &'static str,
		amount: &'static str,
		block: u32,
		order: Option<u32>,
	}

	fn written(format: Format) -> String {
		let mut out = Vec::new();
		let mut lines = Lines::new(format, &mut out);
		let row = |symbol| Row { symbol, amount: "1.5", block: 7, order: None };
		lines.write(&row("A,\"B\"")).unwrap();
		lines.write(&row("HALO")).unwrap();
		assert_eq!(lines.end(), Ok(2));
		String::from_utf8(out).unwrap()
	}

	#[test]
	fn csv_has_names_in_their_order_and_quotes_where_they_are_needed() {
		assert_eq!(
			written(Format::Csv),
			"symbol,amount,block,order\n\"A,\"\"B\"\"\",1.5,7,\nHALO,1.5,7,\n"
		);
	}

	#[test]
	fn json_has_an_object_per_line() {
		let text = written(Format::JsonLines);
		let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
		assert_eq!(last, json!({"symbol": "HALO", "amount": "1.5", "block": 7, "order": null}));
	}
}
