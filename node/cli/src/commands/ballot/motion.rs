//! What is put to the vote: a text, its choices, and a call that runs if it is carried. And calling a ballot about it.

use super::super::acting::Desk;
use crate::{
	chain::{
		call::{self, call, number, option, Call},
		send::Receipt,
		shares::{in_event, Class},
		view::View,
	},
	context::Context,
	error::{Failure, Result},
	report::Report,
};
use clap::Args;
use serde_json::{json, Value as Json};
use sp_core::{Blake2Hasher, Hasher};
use std::path::{Path, PathBuf};
use subxt::dynamic::Value;

/// The largest text that is read to be hashed, in bytes: nobody votes on more.
const MAX_TEXT_BYTES: u64 = 16 << 20;

/// A motion.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("document").required(true))]
pub struct MotionArgs {
	/// The class whose holders vote, by its symbol or number
	pub class: String,
	/// What is voted on; the chain keeps its hash, you publish the text
	#[arg(long, group = "document")]
	pub text: Option<String>,
	/// The file that is voted on
	#[arg(long, group = "document", value_name = "FILE")]
	pub file: Option<PathBuf>,
	/// The Blake2b-256 hash of what is voted on
	#[arg(long, group = "document", value_name = "0xHASH")]
	pub hash: Option<String>,
	/// How many choices there are; 0 is "for", and of two the other is "against"
	#[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=16))]
	pub choices: u8,
	/// The call that the company's account makes if choice 0 wins: in hex, or written like
	/// "Shareholders.pay_dividend(2, 1, 5000000, Next())"
	#[arg(long)]
	pub call: Option<String>,
}

/// A motion, read.
pub(super) struct Motion {
	/// Whose holders vote.
	pub class: Class,
	/// The hash of what is voted on.
	pub document: [u8; 32],
	/// How many choices there are.
	choices: u8,
	/// The call and its bytes.
	call: Option<(Call, Vec<u8>)>,
}

impl Motion {
	/// Reads the arguments.
	///
	/// # Errors
	///
	/// An input failure if there is no such class, the text cannot be read, or the call is none of this chain.
	pub(super) async fn new(desk: &Desk<'_>, args: &MotionArgs) -> Result<Self> {
		let class = desk.chain.find_class(&desk.view, &args.class).await?;
		class.issuer()?;
		let call = args.call.as_deref().map(|text| read_call(&desk.view, text)).transpose()?;
		Ok(Self { class, document: document(args)?, choices: args.choices, call })
	}

	/// What a call about it takes.
	pub(super) fn value(&self) -> Value {
		let bytes = self.call.as_ref().map(|(_, bytes)| Value::from_bytes(bytes));
		Value::named_composite([
			("document", Value::from_bytes(self.document)),
			("choices", number(self.choices)),
			("call", option(bytes)),
		])
	}

	/// A call of the pallet for ballots about it.
	pub(super) fn put(&self, name: &str) -> Call {
		call("Ballots", name, [number(self.class.token.id), self.value()])
	}

	/// What it is, in lines below a head.
	pub(super) fn text(&self, head: &str) -> String {
		let runs = match &self.call {
			Some((call, _)) => format!("\n  runs     {}", call::text(call)),
			None => "\n  runs     nothing: it is about a text".to_owned(),
		};
		format!(
			"{head}\n  text     0x{}\n  choices  {}{runs}",
			hex::encode(self.document),
			self.choices
		)
	}

	/// What it is, for programs.
	pub(super) fn json(&self) -> Json {
		json!({
			"class": self.class.token.id,
			"document": format!("0x{}", hex::encode(self.document)),
			"choices": self.choices,
			"call": self.call.as_ref().map(|(_, bytes)| format!("0x{}", hex::encode(bytes))),
		})
	}
}

/// A call as a person gives it, and its bytes: in hex, or in words.
///
/// # Errors
///
/// An input failure if it is no call of this chain.
pub(in crate::commands) fn read_call(view: &View, text: &str) -> Result<(Call, Vec<u8>)> {
	let call = match text.strip_prefix("0x") {
		Some(digits) => {
			let bytes = hex::decode(digits).map_err(|_| {
				Failure::input(format!("`{text}` is not in hex"), "check how it was copied")
			})?;
			view.decode_call(&bytes)?
		}
		None => call::parse(text)?,
	};
	let bytes = view.encode(&call)?;
	Ok((call, bytes))
}

fn document(args: &MotionArgs) -> Result<[u8; 32]> {
	match (&args.text, &args.file, &args.hash) {
		(Some(text), ..) => Ok(Blake2Hasher::hash(text.as_bytes()).0),
		(None, Some(file), _) => hash_of_file(file),
		(None, None, Some(hash)) => hash_of(hash),
		(None, None, None) => Err(Failure::input(
			"nothing says what is voted on",
			"give one of --text, --file and --hash",
		)),
	}
}

/// The hash of a file.
///
/// # Errors
///
/// An input failure if it cannot be read, or is too large to be a text.
pub(in crate::commands) fn hash_of_file(file: &Path) -> Result<[u8; 32]> {
	let unreadable = |error: std::io::Error| {
		Failure::input(format!("{} cannot be read ({error})", file.display()), "check the path")
	};
	let length = std::fs::metadata(file).map_err(unreadable)?.len();
	if length > MAX_TEXT_BYTES {
		return Err(Failure::input(
			format!("{} has {length} bytes", file.display()),
			"publish it, and give its hash with --hash",
		));
	}
	Ok(Blake2Hasher::hash(&std::fs::read(file).map_err(unreadable)?).0)
}

/// A hash as a person writes it.
///
/// # Errors
///
/// An input failure if it is none.
pub(in crate::commands) fn hash_of(text: &str) -> Result<[u8; 32]> {
	let bytes = text.strip_prefix("0x").and_then(|digits| hex::decode(digits).ok());
	bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
		Failure::input(format!("`{text}` is not a hash"), "write 0x and 64 hex digits")
	})
}

/// Calls a ballot as the company.
pub(in crate::commands) async fn open(context: &Context, args: &MotionArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let motion = Motion::new(&desk, args).await?;
	let company = desk.chain.find_company(&motion.class.issuer()?.to_string()).await?;
	let call = motion.put("open_ballot");
	desk.ensure_acts_for(&company, &call)?;
	let deposit: u128 = desk.view.constant("Ballots", "BallotDeposit")?;
	let head = format!(
		"Call a ballot of {} for {}; {} are on hold until it is closed",
		motion.class.symbol(),
		company.name,
		desk.chain.text(deposit)
	);
	let receipt = desk.perform(&motion.text(&head), &call).await?;
	let (told, json) = opened(&desk, &receipt)?;
	let told = told.unwrap_or_else(|| "the ballot is sent".to_owned());
	let mut whole = motion.json();
	merge(&mut whole, json);
	Ok(desk.report(&told, &receipt, whole))
}

/// The ballot that a transaction has called, in words and for programs; nothing if it has called none.
pub(super) fn opened(desk: &Desk<'_>, receipt: &Receipt) -> Result<(Option<String>, Json)> {
	let of = |field: &str| {
		let found = in_event(receipt, "Ballots", "BallotCalled", field);
		found.and_then(|number| u32::try_from(number).ok())
	};
	let (Some(ballot), Some(opens), Some(closes)) = (of("ballot"), of("opens"), of("closes"))
	else {
		return Ok((None, json!({ "ballot": null })));
	};
	let now = desk.now()?;
	let told =
		format!("ballot {ballot} opens at {} and ends at {}", now.text(opens), now.text(closes));
	Ok((Some(told), json!({ "ballot": ballot, "opens": opens, "closes": closes })))
}

/// Adds the fields of one object to another.
pub(super) fn merge(object: &mut Json, more: Json) {
	if let (Some(object), Json::Object(more)) = (object.as_object_mut(), more) {
		object.extend(more);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn args() -> MotionArgs {
		MotionArgs {
			class: "HALO".to_owned(),
			text: None,
			file: None,
			hash: None,
			choices: 2,
			call: None,
		}
	}

	#[test]
	fn a_text_goes_by_its_blake2_hash() {
		// As the genesis of the development chain has it for this question.
		let text = "Shall Halo Industries list its shares in KSI as well?".to_owned();
		let expected = "0xc2632e3bb9a7b18c9b5113aa504273ecf6f0b68034cea47a07c4e54d8b7f34ad";
		let of_text = document(&MotionArgs { text: Some(text.clone()), ..args() }).unwrap();
		assert_eq!(of_text, hash_of(expected).unwrap());
		let file = std::env::temp_dir().join(format!("kongsi-motion-{}", std::process::id()));
		std::fs::write(&file, text).unwrap();
		assert_eq!(document(&MotionArgs { file: Some(file.clone()), ..args() }).unwrap(), of_text);
		std::fs::remove_file(&file).unwrap();
		let failure = document(&MotionArgs { file: Some(file), ..args() }).unwrap_err();
		assert!(failure.cause.contains("cannot be read"), "{failure}");
	}

	#[test]
	fn what_is_no_hash_is_refused() {
		for text in ["", "0x", "c2632e3b", "0xc2632e3b", "0xzz"] {
			assert!(hash_of(text).is_err(), "{text}");
		}
	}
}
