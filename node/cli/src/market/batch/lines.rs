//! One operation a line: words between spaces or commas, `#` starts a comment.

use super::written::Written;
use crate::{
	error::{Failure, Result},
	similar::did_you_mean,
};

const KINDS: [&str; 6] = ["buy", "sell", "cancel", "cancel-all", "cancel-after", "amend"];

/// What goes into `timeInForce` for a word of a line: the names that objects use.
const TIMES: [(&str, &str); 5] = [
	("gtc", "GTC"),
	("ioc", "IOC"),
	("fok", "FOK"),
	("post-only", "postOnly"),
	("post-only=slide", "postOnlySlide"),
];

/// The operations of a text.
///
/// # Errors
///
/// An input failure that names the line.
pub(super) fn parse(text: &str) -> Result<Vec<Written>> {
	let mut operations = Vec::new();
	for (index, line) in text.lines().enumerate() {
		let place = format!("line {}", index.saturating_add(1));
		let line = line.split('#').next().unwrap_or_default();
		let words: Vec<&str> =
			line.split([',', ' ', '\t', '\r']).filter(|word| !word.is_empty()).collect();
		let Some((kind, rest)) = words.split_first() else { continue };
		operations.push(operation(place, &kind.to_lowercase(), rest)?);
	}
	Ok(operations)
}

fn operation(place: String, kind: &str, words: &[&str]) -> Result<Written> {
	if !KINDS.contains(&kind) {
		return Err(Failure::input(
			format!("{place}: there is no operation `{kind}`"),
			did_you_mean(
				kind,
				KINDS,
				"it is one of buy, sell, cancel, cancel-all, cancel-after, amend",
			),
		));
	}
	let mut written = Written { place, ..Written::default() };
	let options = words.iter().position(|word| is_option(word)).unwrap_or(words.len());
	let (named, options) = words.split_at(options);
	let shape = |written: &Written, shape: &str| {
		Failure::input(format!("{}: `{kind}` is written in another way", written.place), shape)
	};
	match (kind, named) {
		("buy" | "sell", [market, size, price]) => {
			written.op = "place".to_owned();
			written.side = Some(kind.to_owned());
			written.market = (*market).to_owned();
			written.size = Some((*size).to_owned());
			written.price = Some(without_sign(price));
		}
		("buy" | "sell", _) => return Err(shape(&written, "write buy MARKET SIZE PRICE")),
		("cancel" | "amend", [market, id]) => {
			written.op = kind.to_owned();
			written.market = (*market).to_owned();
			written.id = Some((*id).to_owned());
		}
		("cancel", [market]) => {
			written.op = kind.to_owned();
			written.market = (*market).to_owned();
		}
		("cancel-all", [market, side @ ..]) if side.len() < 2 => {
			written.op = "cancelAll".to_owned();
			written.market = (*market).to_owned();
			written.side = side.first().map(|side| (*side).to_owned());
		}
		("cancel-after", [market, deadline]) => {
			written.op = "cancelAfter".to_owned();
			written.market = (*market).to_owned();
			written.deadline = Some((*deadline).to_owned());
		}
		("cancel", _) => {
			return Err(shape(&written, "write cancel MARKET ID or cancel MARKET client-id=N"))
		}
		("amend", _) => return Err(shape(&written, "write amend MARKET ID price=P size=S")),
		("cancel-after", _) => {
			return Err(shape(
				&written,
				"write cancel-after MARKET 30s, or never in place of a time",
			))
		}
		_ => {
			return Err(shape(
				&written,
				"write cancel-all MARKET, with buy or sell behind it for one side",
			))
		}
	}
	for option in options {
		take_option(&mut written, option)?;
	}
	Ok(written)
}

fn is_option(word: &str) -> bool {
	word.contains('=') || TIMES.iter().any(|(name, _)| *name == word)
}

fn take_option(written: &mut Written, option: &str) -> Result<()> {
	let (name, value) = match TIMES.iter().find(|(name, _)| *name == option) {
		Some((_, time)) => ("timeInForce", *time),
		None => option.split_once('=').unwrap_or((option, "")),
	};
	let slot = match name {
		"timeInForce" => &mut written.time_in_force,
		"client-id" => &mut written.client_id,
		"expires" => &mut written.expires,
		"self-trade" => &mut written.self_trade,
		"price" => &mut written.price,
		"size" => &mut written.size,
		_ => {
			let known =
				["client-id", "expires", "self-trade", "price", "size", "post-only", "ioc", "fok"];
			return Err(Failure::input(
				format!("{}: there is no option `{name}`", written.place),
				did_you_mean(name, known, "see `kongsi submit --help`"),
			));
		}
	};
	if slot.is_some() {
		return Err(Failure::input(
			format!("{}: `{option}` says something for the second time", written.place),
			"write one of the two",
		));
	}
	*slot = Some(without_sign(value));
	Ok(())
}

/// A price may have a sign in front of it; no other option begins with one.
fn without_sign(value: &str) -> String {
	value.strip_prefix('@').unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn words_stand_between_spaces_or_commas() {
		let text =
			"# quotes\nbuy,HALO/CASH,10,25.00,ioc\n\n sell  1 5 @26  # close\ncancel-all 1 buy\n";
		let parsed = parse(text).unwrap();
		assert_eq!(parsed.len(), 3);
		assert_eq!(parsed[0].time_in_force.as_deref(), Some("IOC"));
		assert_eq!((parsed[1].place.as_str(), parsed[1].price.as_deref()), ("line 4", Some("26")));
		assert_eq!((parsed[2].op.as_str(), parsed[2].side.as_deref()), ("cancelAll", Some("buy")));
	}

	#[test]
	fn a_deadline_stands_behind_its_market() {
		let parsed = parse("cancel-after HALO/CASH +15\ncancel-after 1 never").unwrap();
		assert_eq!(
			(parsed[0].op.as_str(), parsed[0].market.as_str()),
			("cancelAfter", "HALO/CASH")
		);
		assert_eq!(parsed[0].deadline.as_deref(), Some("+15"));
		assert_eq!(parsed[1].deadline.as_deref(), Some("never"));
	}

	#[test]
	fn what_is_said_twice_is_refused() {
		for line in ["buy 1 5 25 price=26", "buy 1 5 25 ioc fok", "amend 1 5 size=3 size=4"] {
			let failure = parse(line).unwrap_err();
			assert!(failure.cause.ends_with("says something for the second time"), "{failure}");
		}
	}

	#[test]
	fn amendments_name_what_changes() {
		let parsed = parse("amend 1 12345 price=25.1 size=20").unwrap();
		assert_eq!(parsed[0].id.as_deref(), Some("12345"));
		assert_eq!(
			(parsed[0].price.as_deref(), parsed[0].size.as_deref()),
			(Some("25.1"), Some("20"))
		);
	}

	#[test]
	fn a_mistake_names_its_line_and_what_helps() {
		for (text, message) in [
			("buy 1 5 2\nbyu 1 5 2", "line 2: there is no operation `byu`: did you mean `buy`?"),
			("buy 1 5", "line 1: `buy` is written in another way: write buy MARKET SIZE PRICE"),
			("buy 1 5 2 clientid=4", "line 1: there is no option `clientid`: did you mean `client-id`?"),
			("cancel-after 1", "line 1: `cancel-after` is written in another way: write cancel-after MARKET 30s, or never in place of a time"),
			("cancel", "line 1: `cancel` is written in another way: write cancel MARKET ID or cancel MARKET client-id=N"),
		] {
			assert_eq!(parse(text).unwrap_err().to_string(), message);
		}
	}
}
