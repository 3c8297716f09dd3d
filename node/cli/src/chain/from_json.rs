//! JSON as an argument of a call, by the types of the runtime's metadata.
//!
//! | type | JSON |
//! |---|---|
//! | number | `5` or `"5"`, which is never rounded |
//! | bytes, hash | `"0x0102"`, or text for bytes of any length |
//! | account | an address or `"0x..."`, also where a call takes `Id(...)` |
//! | record | an object with its fields, or a list of them |
//! | choice | `"Name"`, or `{"Name": what it carries}` |
//! | what may be missing | `null`, or the value |
//! | list, tuple | a list |

use crate::{
	address::Address,
	error::{Failure, Result},
	similar::did_you_mean,
};
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, TypeDefPrimitive, Variant};
use serde_json::Value as Json;
use subxt::{
	dynamic::Value,
	ext::scale_value::{Composite, ValueDef},
};

/// Types that lie in each other at most: no call of a runtime comes near.
const MAX_DEPTH: u32 = 32;

/// The types of a runtime, and the prefix of its chain's addresses.
#[derive(Clone, Copy)]
pub struct Types<'a> {
	/// The types.
	pub registry: &'a PortableRegistry,
	/// The prefix.
	pub prefix: u16,
}

impl Types<'_> {
	/// A value of a type.
	///
	/// # Errors
	///
	/// An input failure that says which part is of another shape. `place` is what the value is for.
	pub fn value(&self, json: &Json, id: u32, place: &str) -> Result<Value> {
		self.deep(json, id, place, 0)
	}

	fn deep(&self, json: &Json, id: u32, place: &str, depth: u32) -> Result<Value> {
		let wrong = |wanted: &str| {
			Failure::input(
				format!("`{json}` is not what `{place}` takes"),
				format!("write {wanted}"),
			)
		};
		if depth > MAX_DEPTH {
			return Err(wrong("something flatter"));
		}
		let ty = self.registry.resolve(id).ok_or_else(|| wrong("another call"))?;
		let name = ty.path.ident().unwrap_or_default();
		let below = |json: &Json, id: u32, place: &str| self.deep(json, id, place, depth + 1);
		match (&ty.type_def, json) {
			(TypeDef::Composite(_), Json::String(text)) if name == "AccountId32" => {
				self.account(text).map(Value::from_bytes).map_err(|error| wrong(&error))
			}
			(TypeDef::Variant(_), Json::String(text))
				if name == "MultiAddress" && self.account(text).is_ok() =>
			{
				let account = self.account(text).map_err(|error| wrong(&error))?;
				Ok(Value::unnamed_variant("Id", [Value::from_bytes(account)]))
			}
			(TypeDef::Variant(choices), _) if name == "Option" => match json {
				Json::Null => Ok(Value::unnamed_variant("None", [])),
				json => {
					let some = choices.variants.iter().find(|choice| choice.name == "Some");
					let inner = some.and_then(|some| some.fields.first());
					let inner = inner.ok_or_else(|| wrong("null"))?;
					Ok(Value::unnamed_variant("Some", [below(json, inner.ty.id, place)?]))
				}
			},
			(TypeDef::Variant(choices), _) => {
				self.choice(json, &choices.variants, place, depth).and_then(|found| {
					found.ok_or_else(|| {
						let names: Vec<&str> =
							choices.variants.iter().map(|choice| choice.name.as_str()).collect();
						let written = json.as_str().unwrap_or_default();
						let all = format!("one of {}", names.join(", "));
						Failure::input(
							format!("`{json}` is not what `{place}` takes"),
							did_you_mean(written, names, &format!("write {all}")),
						)
					})
				})
			}
			(TypeDef::Compact(inner), _) => below(json, inner.type_param.id, place),
			// A record of one unnamed field is a wrapper that gives a number its unit.
			(TypeDef::Composite(record), _) => match record.fields.as_slice() {
				[only] if only.name.is_none() => below(json, only.ty.id, place),
				fields => Ok(Value::without_context(ValueDef::Composite(
					self.fields(json, fields, place, depth)?,
				))),
			},
			(TypeDef::Sequence(list), json) => {
				let byte = self.is_byte(list.type_param.id);
				self.list(json, list.type_param.id, place, depth, byte)?.ok_or_else(|| {
					wrong(if byte { "0x and hex digits, or a text" } else { "a list" })
				})
			}
			(TypeDef::Array(list), json) => {
				let byte = self.is_byte(list.type_param.id);
				let hex = json.as_str().is_some_and(|text| text.starts_with("0x"));
				let value = self.list(json, list.type_param.id, place, depth, byte && hex)?;
				let length = usize::try_from(list.len).unwrap_or(usize::MAX);
				value.filter(|value| entries(value) == length).ok_or_else(|| {
					wrong(&format!(
						"{length} of them{}",
						if byte { ", 0x and hex digits" } else { "" }
					))
				})
			}
			(TypeDef::Tuple(tuple), Json::Array(entries))
				if entries.len() == tuple.fields.len() =>
			{
				let values = entries.iter().zip(&tuple.fields);
				let values = values.map(|(json, field)| below(json, field.id, place));
				Ok(Value::unnamed_composite(values.collect::<Result<Vec<_>>>()?))
			}
			(TypeDef::Tuple(tuple), Json::Null) if tuple.fields.is_empty() => {
				Ok(Value::unnamed_composite([]))
			}
			(TypeDef::Tuple(tuple), _) => Err(wrong(&format!("a list of {}", tuple.fields.len()))),
			(TypeDef::Primitive(kind), json) => {
				primitive(kind, json).ok_or_else(|| wrong(&described(kind)))
			}
			(TypeDef::BitSequence(_), _) => Err(wrong("the whole call in hex")),
		}
	}

	fn account(&self, text: &str) -> std::result::Result<[u8; 32], String> {
		let address: Address = text.parse()?;
		address.on(self.prefix).map_err(|failure| failure.to_string())
	}

	fn is_byte(&self, id: u32) -> bool {
		let ty = self.registry.resolve(id).map(|ty| &ty.type_def);
		matches!(ty, Some(TypeDef::Primitive(TypeDefPrimitive::U8)))
	}

	fn list(
		&self,
		json: &Json,
		inner: u32,
		place: &str,
		depth: u32,
		bytes: bool,
	) -> Result<Option<Value>> {
		match json {
			Json::String(text) if bytes => Ok(match text.strip_prefix("0x") {
				Some(digits) => hex::decode(digits).ok().map(Value::from_bytes),
				None => Some(Value::from_bytes(text.as_bytes())),
			}),
			Json::Array(entries) => {
				let values = entries.iter().map(|json| self.deep(json, inner, place, depth + 1));
				Ok(Some(Value::unnamed_composite(values.collect::<Result<Vec<_>>>()?)))
			}
			_ => Ok(None),
		}
	}

	/// A choice; none if there is no such one.
	fn choice(
		&self,
		json: &Json,
		choices: &[Variant<PortableForm>],
		place: &str,
		depth: u32,
	) -> Result<Option<Value>> {
		let (name, carried) = match json {
			Json::String(name) => (name.as_str(), None),
			Json::Object(object) if object.len() == 1 => match object.iter().next() {
				Some((name, carried)) => (name.as_str(), Some(carried)),
				None => return Ok(None),
			},
			_ => return Ok(None),
		};
		let Some(choice) = choices.iter().find(|choice| choice.name == name) else {
			return Ok(None);
		};
		let place = format!("{place}.{name}");
		let fields = match (choice.fields.as_slice(), carried) {
			([], None | Some(Json::Null)) => Composite::unnamed([]),
			([only], Some(carried)) if only.name.is_none() => {
				Composite::unnamed([self.deep(carried, only.ty.id, &place, depth + 1)?])
			}
			(fields, carried) => {
				self.fields(carried.unwrap_or(&Json::Null), fields, &place, depth)?
			}
		};
		Ok(Some(Value::variant(name, fields)))
	}

	fn fields(
		&self,
		json: &Json,
		fields: &[Field<PortableForm>],
		place: &str,
		depth: u32,
	) -> Result<Composite<()>> {
		let name = |field: &Field<PortableForm>| field.name.clone().unwrap_or_default();
		let names: Vec<String> = fields.iter().map(name).collect();
		let wrong = || {
			let shape = match names.iter().all(String::is_empty) {
				true => format!("a list of {}", fields.len()),
				false => format!("an object with {}", names.join(", ")),
			};
			Failure::input(
				format!("`{json}` is not what `{place}` takes"),
				format!("write {shape}"),
			)
		};
		match json {
			Json::Object(object) => {
				if let Some(other) = object.keys().find(|key| !names.contains(key)) {
					let known = names.iter().map(String::as_str);
					return Err(Failure::input(
						format!("`{place}` has no field `{other}`"),
						did_you_mean(other, known, &wrong().next),
					));
				}
				let mut values = Vec::new();
				for field in fields {
					let name = name(field);
					// What is left out is taken for missing, which only an option takes.
					let json = object.get(&name).unwrap_or(&Json::Null);
					let place = format!("{place}.{name}");
					values.push((name, self.deep(json, field.ty.id, &place, depth + 1)?));
				}
				Ok(Composite::named(values))
			}
			Json::Array(entries) if entries.len() == fields.len() => {
				let values = entries
					.iter()
					.zip(fields)
					.map(|(json, field)| self.deep(json, field.ty.id, place, depth + 1));
				Ok(Composite::unnamed(values.collect::<Result<Vec<_>>>()?))
			}
			_ => Err(wrong()),
		}
	}
}

fn entries(value: &Value) -> usize {
	match &value.value {
		ValueDef::Composite(composite) => composite.len(),
		_ => 0,
	}
}

fn described(kind: &TypeDefPrimitive) -> String {
	match kind {
		TypeDefPrimitive::Bool => "true or false".to_owned(),
		TypeDefPrimitive::Str | TypeDefPrimitive::Char => "a text".to_owned(),
		number => format!("a whole number ({number:?})").to_lowercase(),
	}
}

fn primitive(kind: &TypeDefPrimitive, json: &Json) -> Option<Value> {
	let digits = match json {
		Json::Number(number) => number.to_string(),
		Json::String(text) => text.replace('_', ""),
		_ => String::new(),
	};
	let unsigned = |most: u128| {
		let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
		let number = digits.parse::<u128>().ok().filter(|_| all_digits);
		number.filter(|number| *number <= most).map(Value::u128)
	};
	let signed = |bits: u32| {
		let most = i128::MAX.checked_shr(128u32.saturating_sub(bits)).unwrap_or_default();
		let number = digits.parse::<i128>().ok();
		let least = most.saturating_neg().saturating_sub(1);
		number.filter(|number| (least..=most).contains(number)).map(Value::i128)
	};
	match kind {
		TypeDefPrimitive::Bool => json.as_bool().map(Value::bool),
		TypeDefPrimitive::Str => json.as_str().map(Value::string),
		TypeDefPrimitive::Char => {
			let mut letters = json.as_str()?.chars();
			letters.next().filter(|_| letters.next().is_none()).map(Value::char)
		}
		TypeDefPrimitive::U8 => unsigned(u8::MAX.into()),
		TypeDefPrimitive::U16 => unsigned(u16::MAX.into()),
		TypeDefPrimitive::U32 => unsigned(u32::MAX.into()),
		TypeDefPrimitive::U64 => unsigned(u64::MAX.into()),
		TypeDefPrimitive::U128 | TypeDefPrimitive::U256 => unsigned(u128::MAX),
		TypeDefPrimitive::I8 => signed(8),
		TypeDefPrimitive::I16 => signed(16),
		TypeDefPrimitive::I32 => signed(32),
		TypeDefPrimitive::I64 => signed(64),
		TypeDefPrimitive::I128 | TypeDefPrimitive::I256 => signed(128),
	}
}

#[cfg(test)]
mod tests;
