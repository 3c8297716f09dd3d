//! `kongsi rpc` and `kongsi tx`: what has no command of its own.

use crate::{
	chain::{
		call::{self, Call},
		from_json::Types,
		view::View,
		Chain,
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::Report,
	similar::did_you_mean,
};
use clap::Args;
use serde_json::{json, Value as Json};
use subxt::{
	dynamic::{self, Value},
	ext::scale_value::{Composite, ValueDef},
};

/// Arguments of `rpc`.
#[derive(Clone, Debug, Args)]
pub struct RpcArgs {
	/// The method, such as system_health
	pub method: String,
	/// Its parameters as JSON; what is not JSON is a text
	pub params: Vec<String>,
}

/// Arguments of `tx`.
#[derive(Clone, Debug, Args)]
#[command(
	after_help = "Arguments are JSON: numbers as 5 or \"5\", accounts as addresses, bytes as 0x01, choices as Name or {\"Name\": ...},\n\
	                    records as objects, null for what is left out. What is not JSON is a text, so that quotes are seldom needed."
)]
pub struct TxArgs {
	/// The call, such as Assets.transfer; or 0x and the encoded call
	pub call: String,
	/// Its arguments in order, or as name=JSON
	pub arguments: Vec<String>,
	/// Show the call and its encoding, and sign nothing
	#[arg(long)]
	pub preview: bool,
}

/// What somebody typed as JSON, or else as a text.
fn json_of(text: &str) -> Json {
	serde_json::from_str(text).unwrap_or_else(|_| json!(text))
}

/// Methods that take a secret, which every process of the machine could read on the command line.
const SECRETIVE: [&str; 1] = ["author_insertKey"];

/// Asks the node anything.
///
/// # Errors
///
/// What the node answers, if it is an error.
pub async fn rpc(context: &Context, args: &RpcArgs) -> Result<Report> {
	if SECRETIVE.contains(&args.method.as_str()) {
		return Err(Failure::input(
			format!("{} takes a secret, and every process can read command lines", args.method),
			"use `kongsi-node key insert`, or make new keys with `kongsi validator rotate-keys`",
		));
	}
	let chain = context.chain().await?;
	let params: Vec<Json> = args.params.iter().map(|text| json_of(text)).collect();
	let answer = chain.raw(&args.method, &params).await?;
	let text = match &answer {
		Json::String(text) => text.clone(),
		other => serde_json::to_string_pretty(other).unwrap_or_default(),
	};
	Ok(Report::new(text, answer))
}

/// Sends any call.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn tx(context: &Context, args: &TxArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let view = chain.best().await?;
	let written = match args.call.strip_prefix("0x") {
		Some(digits) => {
			let bytes = hex::decode(digits).map_err(|error| {
				Failure::input(format!("the call is not in hex ({error})"), "write 0x and digits")
			})?;
			view.decode_call(&bytes)?
		}
		None => build(&chain, &view, args)?,
	};
	// What is shown is what the bytes mean to the runtime, not what was typed.
	let bytes = view.encode(&written)?;
	let meant = view.decode_call(&bytes)?;
	let shown =
		dynamic::transaction(meant.pallet_name(), meant.call_name(), plain(meant.call_data()));
	let (shown, encoded) = (call::text(&shown), format!("0x{}", hex::encode(&bytes)));
	let described = json!({ "call": shown, "encoded": encoded });
	if args.preview {
		return Ok(Report::new(format!("{shown}\n{encoded}"), described));
	}
	let key = context.key(&chain)?;
	let receipt = context.perform(&chain, &key, &format!("Send\n  {shown}"), &written).await?;
	let events: Vec<String> = receipt
		.events
		.iter()
		.map(|event| format!("{}.{} {}", event.pallet, event.name, call::value_text(&event.fields)))
		.collect();
	let lines: Vec<String> = events.iter().map(|event| format!("  {event}")).collect();
	let text = match lines.as_slice() {
		[] => place(&chain, &receipt),
		lines => format!("{}\n{}", place(&chain, &receipt), lines.join("\n")),
	};
	let mut more = described;
	more["events"] = json!(events);
	Ok(Report::new(text, sent_json(&chain, &receipt, more)))
}

/// Values as people read them: a number in the wrapper that gives it its unit is a number, and not one byte of a text.
fn plain(values: &Composite<()>) -> Composite<()> {
	match values {
		Composite::Named(fields) => {
			Composite::named(fields.iter().map(|(name, value)| (name.clone(), plain_value(value))))
		}
		Composite::Unnamed(values) => Composite::unnamed(values.iter().map(plain_value)),
	}
}

fn plain_value(value: &Value) -> Value {
	match &value.value {
		ValueDef::Composite(Composite::Unnamed(only)) => match only.as_slice() {
			[number] if matches!(number.value, ValueDef::Primitive(_)) => number.clone(),
			_ => Value::without_context(ValueDef::Composite(plain(&Composite::unnamed(
				only.clone(),
			)))),
		},
		ValueDef::Composite(fields) => Value::without_context(ValueDef::Composite(plain(fields))),
		ValueDef::Variant(variant) => Value::variant(variant.name.clone(), plain(&variant.values)),
		_ => value.clone(),
	}
}

/// A call from its name and its arguments.
fn build(chain: &Chain, view: &View, args: &TxArgs) -> Result<Call> {
	let (pallet, name) = args.call.split_once('.').ok_or_else(|| {
		Failure::input(format!("`{}` is no call", args.call), "write it like Assets.transfer")
	})?;
	let metadata = view.metadata();
	let pallets: Vec<_> = metadata.pallets().collect();
	let found = pallets.iter().find(|found| found.name().eq_ignore_ascii_case(pallet));
	let found = found.ok_or_else(|| {
		let names: Vec<&str> = pallets.iter().map(|pallet| pallet.name()).collect();
		let all = format!("it is one of {}", names.join(", "));
		Failure::input(
			format!("the runtime has no pallet `{pallet}`"),
			did_you_mean(pallet, names, &all),
		)
	})?;
	let calls = found.call_variants().unwrap_or_default();
	let variant = calls.iter().find(|call| call.name.eq_ignore_ascii_case(name));
	let variant = variant.ok_or_else(|| {
		let names: Vec<&str> = calls.iter().map(|call| call.name.as_str()).collect();
		let all = format!("it is one of {}", names.join(", "));
		Failure::input(
			format!("{} has no call `{name}`", found.name()),
			did_you_mean(name, names, &all),
		)
	})?;
	let names: Vec<&str> =
		variant.fields.iter().map(|field| field.name.as_deref().unwrap_or_default()).collect();
	let written = arguments(&args.arguments, &names).map_err(|cause| {
		Failure::input(
			cause,
			format!("write {}.{}({})", found.name(), variant.name, names.join(", ")),
		)
	})?;
	let types = Types { registry: metadata.types(), prefix: chain.identity.prefix };
	let values = variant
		.fields
		.iter()
		.zip(&names)
		.zip(&written)
		.map(|((field, name), json)| types.value(json, field.ty.id, name));
	let values = values.collect::<Result<Vec<_>>>()?;
	Ok(dynamic::transaction(found.name(), &variant.name, Composite::unnamed(values)))
}

/// The arguments in their order. Those that are written with their names come at the end, and what is left out is missing.
fn arguments(written: &[String], names: &[&str]) -> std::result::Result<Vec<Json>, String> {
	let mut values: Vec<Option<Json>> = vec![None; names.len()];
	for (position, text) in written.iter().enumerate() {
		let named = text.split_once('=').and_then(|(name, value)| {
			Some((names.iter().position(|known| *known == name)?, value))
		});
		let (place, value) = named.unwrap_or((position, text));
		let slot =
			values.get_mut(place).ok_or_else(|| format!("`{text}` is one argument too many"))?;
		if slot.is_some() {
			return Err(format!("`{text}` comes for the second time"));
		}
		*slot = Some(json_of(value));
	}
	let last = names.len().saturating_sub(1);
	if written.is_empty() && !names.is_empty() {
		return Err(format!(
			"the arguments up to `{}` are missing",
			names.get(last).unwrap_or(&"")
		));
	}
	Ok(values.into_iter().map(Option::unwrap_or_default).collect())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::cli::Options;

	fn read(written: &[&str]) -> std::result::Result<Vec<Json>, String> {
		let written: Vec<String> = written.iter().map(|text| (*text).to_owned()).collect();
		arguments(&written, &["id", "target", "amount"])
	}

	#[tokio::test]
	async fn a_secret_is_not_taken_from_the_command_line() {
		let context = Context::new(Options::default());
		let params = ["babe", "bottom drive", "0x00"].map(str::to_owned).to_vec();
		let args = RpcArgs { method: "author_insertKey".to_owned(), params };
		let failure = rpc(&context, &args).await.unwrap_err();
		assert!(failure.cause.starts_with("author_insertKey takes a secret"), "{failure}");
		assert!(!failure.to_string().contains("bottom"), "it is not repeated");
	}

	#[test]
	fn arguments_come_by_position_or_name() {
		let expected = Ok(vec![json!(1), json!("5Eve"), json!("5")]);
		assert_eq!(read(&["1", "5Eve", "\"5\""]), expected);
		assert_eq!(read(&["1", "amount=\"5\"", "target=5Eve"]), expected);
		assert_eq!(read(&["1", "5Eve"]), Ok(vec![json!(1), json!("5Eve"), Json::Null]));
	}

	#[test]
	fn too_many_and_doubled_arguments_are_refused() {
		assert_eq!(read(&["1", "2", "3", "4"]), Err("`4` is one argument too many".to_owned()));
		assert_eq!(read(&["1", "id=2"]), Err("`id=2` comes for the second time".to_owned()));
		assert!(read(&[]).is_err());
		assert_eq!(arguments(&[], &[]), Ok(vec![]));
	}

	#[test]
	fn numbers_in_wrappers_are_shown_as_numbers() {
		let lots = Value::unnamed_composite([Value::u128(5)]);
		let order =
			Value::named_composite([("quantity", lots), ("owner", Value::from_bytes([1, 2]))]);
		let placed = Value::unnamed_variant("Place", [order]);
		let call = dynamic::transaction("A", "b", plain(&Composite::unnamed([placed])));
		assert_eq!(call::text(&call), "A.b(Place ({ quantity: 5, owner: 0x0102 }))");
	}

	#[test]
	fn what_is_no_json_is_a_text() {
		assert_eq!(json_of("5"), json!(5));
		assert_eq!(json_of("{\"a\":1}"), json!({ "a": 1 }));
		assert_eq!(json_of("0x05"), json!("0x05"));
		assert_eq!(json_of("Trade"), json!("Trade"));
	}
}
