//! Calls of the runtime, built with nothing but its metadata.

use crate::{
	address::AccountId,
	error::{Failure, Result},
};
use subxt::{
	dynamic::{self, Value},
	ext::scale_value::{stringify, Composite},
	transactions::DynamicPayload,
};

/// A call that is not encoded yet.
pub type Call = DynamicPayload<Composite<()>>;

/// A call with its arguments in order. The runtime's metadata gives them their types.
pub fn call(pallet: &str, name: &str, arguments: impl IntoIterator<Item = Value>) -> Call {
	dynamic::transaction(pallet, name, Composite::unnamed(arguments))
}

/// Several calls of which all happen or none.
pub fn all_or_nothing(calls: Vec<Call>) -> Call {
	let values = calls.into_iter().map(Call::into_value);
	call("Utility", "batch_all", [Value::unnamed_composite(values)])
}

/// Several calls of which one that fails stops none of the others.
pub fn each_by_itself(calls: Vec<Call>) -> Call {
	let values = calls.into_iter().map(Call::into_value);
	call("Utility", "force_batch", [Value::unnamed_composite(values)])
}

/// An account, where the runtime stores one.
pub fn account(account: &AccountId) -> Value {
	Value::from_bytes(account)
}

/// An account, where a call names one.
pub fn target(account: &AccountId) -> Value {
	Value::unnamed_variant("Id", [Value::from_bytes(account)])
}

/// A number.
pub fn number(number: impl Into<u128>) -> Value {
	Value::u128(number.into())
}

/// A variant without fields.
pub fn variant(name: &str) -> Value {
	Value::unnamed_variant(name, [])
}

/// What may be there.
pub fn option(value: Option<Value>) -> Value {
	match value {
		Some(value) => Value::unnamed_variant("Some", [value]),
		None => variant("None"),
	}
}

/// A call as a person writes it: `Pallet.call(argument, argument)`, with the arguments in the notation of scale-value, such as
/// `System.remark("hello")`, where bytes and accounts may be written `0x…`.
///
/// # Errors
///
/// An input failure that says where the text stops making sense.
pub fn parse(text: &str) -> Result<Call> {
	let wrong = |cause: String| {
		Failure::input(
			format!("`{text}` is not a call ({cause})"),
			"write it like Mandates.set_validator_count(21)",
		)
	};
	let (path, arguments) = match text.split_once('(') {
		Some((path, rest)) => (path, format!("({rest}")),
		None => (text, "()".to_owned()),
	};
	let (pallet, name) = path.split_once('.').ok_or_else(|| wrong("no point".to_owned()))?;
	let identifier = |part: &str| {
		!part.is_empty()
			&& part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
	};
	if !identifier(pallet) || !identifier(name) {
		return Err(wrong("no names around the point".to_owned()));
	}
	let parser =
		stringify::from_str_custom().add_custom_parser(stringify::custom_parsers::parse_hex);
	let (parsed, rest) = parser.parse(&arguments);
	let parsed = parsed.map_err(|error| wrong(error.to_string()))?;
	if !rest.trim().is_empty() {
		return Err(wrong(format!("`{}` is too much", rest.trim())));
	}
	match parsed.value {
		subxt::ext::scale_value::ValueDef::Composite(arguments) => {
			Ok(dynamic::transaction(pallet, name, arguments))
		}
		_ => Err(wrong("the arguments are not in parentheses".to_owned())),
	}
}

/// A call as [`parse`] reads it.
pub fn text(call: &Call) -> String {
	let arguments: Vec<String> = call.call_data().values().map(value_text).collect();
	format!("{}.{}({})", call.pallet_name(), call.call_name(), arguments.join(", "))
}

/// A value in the notation of [`parse`], bytes in hex.
pub fn value_text<T>(value: &Value<T>) -> String {
	let mut text = String::new();
	let written = stringify::to_writer_custom::<T, &mut String>()
		.add_custom_formatter(|value, writer| {
			stringify::custom_formatters::format_hex(value, writer)
		})
		.write(value, &mut text);
	if written.is_err() {
		text = "…".to_owned();
	}
	text
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_call_is_read_as_it_is_written() {
		for (written, pallet, name, arguments) in [
			(
				"Mandates.set_validator_count(21)",
				"Mandates",
				"set_validator_count",
				vec![number(21u32)],
			),
			("Mandates.lapse_upgrade()", "Mandates", "lapse_upgrade", vec![]),
			("Mandates.lapse_upgrade", "Mandates", "lapse_upgrade", vec![]),
			("System.remark(0x6869)", "System", "remark", vec![Value::from_bytes(b"hi")]),
			(
				"Assets.transfer(1, Id(0x0102), 5)",
				"Assets",
				"transfer",
				vec![
					number(1u32),
					Value::unnamed_variant("Id", [Value::from_bytes([1, 2])]),
					number(5u32),
				],
			),
		] {
			let call = parse(written).unwrap();
			assert_eq!((call.pallet_name(), call.call_name()), (pallet, name), "{written}");
			let values: Vec<Value> = call.call_data().values().cloned().collect();
			assert_eq!(values, arguments, "{written}");
		}
	}

	#[test]
	fn what_is_no_call_is_refused() {
		for text in
			["", "System", "System.", ".remark", "System.remark(", "System.remark(1) x", "a b.c()"]
		{
			assert!(parse(text).is_err(), "{text}");
		}
	}

	#[test]
	fn a_call_is_written_as_it_is_read() {
		for written in [
			"Mandates.set_validator_count(21)",
			"System.remark(0x6869)",
			"Mandates.lapse_upgrade()",
		] {
			assert_eq!(text(&parse(written).unwrap()), written);
		}
	}
}
