//! Reading parameters: what is missing, negative, huge or of another type gets a sentence, never a guess.
//!
//! Parameters arrive as JSON values, since the derived decoding of typed parameters answers "Invalid params" and nothing
//! that a person could act on.

use crate::{
	error::Error,
	units::{Decimal, UnitError},
};
use order_book_engine::{ClientId, OrderId, SelfTrade, Side, TimeInForce};
use order_book_runtime_api::{MarketId, MAX_LIST};
use serde_json::{Map, Value};
use shareholders_accounting::{Epoch, TokenId};
use shareholders_runtime_api::BallotStatus;
use sp_core::{bytes, crypto::Ss58Codec};
use sp_runtime::AccountId32;

/// What a caller sent under a name; absent and `null` are the same.
#[derive(Clone, Copy)]
pub struct Param<'a> {
	name: &'static str,
	value: Option<&'a Value>,
}

impl<'a> Param<'a> {
	/// A parameter by its name.
	pub fn new(name: &'static str, value: &'a Option<Value>) -> Self {
		Self::of(name, value.as_ref())
	}

	fn of(name: &'static str, value: Option<&'a Value>) -> Self {
		Self { name, value: value.filter(|value| !value.is_null()) }
	}

	/// Whether it was given.
	pub fn given(self) -> Option<Self> {
		self.value.map(|_| self)
	}

	/// "... must be <what>: it is <what it is>."
	pub fn must_be(self, what: &str) -> Error {
		let instead = self.value.map_or("missing".into(), excerpt);
		Error::parameter(self.name, format!("must be {what}: it is {instead}."))
	}

	fn text(self) -> Option<&'a str> {
		self.value.and_then(Value::as_str)
	}

	/// A whole number, as a JSON number or as its decimal digits in a string.
	fn whole(self) -> Option<u64> {
		match self.value? {
			Value::Number(number) => number.as_u64(),
			Value::String(text) => digits(text)?.parse().ok(),
			_ => None,
		}
	}

	/// The number of a market.
	pub fn market(self) -> Result<MarketId, Error> {
		self.whole().and_then(|number| MarketId::try_from(number).ok()).ok_or_else(|| {
			self.must_be("the number of a market, 0 to 4294967295 (orderbook_v1_info lists them)")
		})
	}

	/// The number of something, as `what` says in the words of an error.
	pub fn number(self, what: &str) -> Result<u32, Error> {
		self.whole()
			.and_then(|number| u32::try_from(number).ok())
			.ok_or_else(|| self.must_be(&format!("the number of {what}")))
	}

	/// A whole number below 2^64, as `what` says in the words of an error.
	pub fn whole_number(self, what: &str) -> Result<u64, Error> {
		self.whole().ok_or_else(|| self.must_be(&format!("{what}, a whole number")))
	}

	/// One of some words.
	pub fn word<T>(self, words: &[(&str, T)]) -> Result<T, Error>
	where
		T: Copy,
	{
		let given = self.text();
		let found = words.iter().find(|(word, _)| Some(*word) == given);
		found.map(|(_, meaning)| *meaning).ok_or_else(|| {
			let words: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
			self.must_be(&format!("one of {}", words.join(", ")))
		})
	}

	/// A share class, by its token.
	pub fn class(self) -> Result<TokenId, Error> {
		self.number("a share class's token, 0 to 4294967295 (shares_v1_companies lists them)")
	}

	/// A record date, by its epoch.
	pub fn record_date(self) -> Result<Epoch, Error> {
		self.number("an epoch, 0 to 4294967295 (shares_v1_recordDates lists them)")
	}

	/// `true` or `false`; `false` if it is left out.
	pub fn flag(self) -> Result<bool, Error> {
		match self.value {
			None => Ok(false),
			Some(value) => value.as_bool().ok_or_else(|| self.must_be("true or false")),
		}
	}

	/// Where a ballot stands.
	pub fn ballot_status(self) -> Result<BallotStatus, Error> {
		match self.text() {
			Some("announced") => Ok(BallotStatus::Announced),
			Some("open") => Ok(BallotStatus::Open),
			Some("ended") => Ok(BallotStatus::Ended),
			Some("closed") => Ok(BallotStatus::Closed),
			Some("timeLocked") => Ok(BallotStatus::TimeLocked),
			Some("executable") => Ok(BallotStatus::Executable),
			Some("executed") => Ok(BallotStatus::Executed),
			Some("void") => Ok(BallotStatus::Void),
			_ => Err(self.must_be(
				"\"announced\", \"open\", \"ended\", \"closed\", \"timeLocked\", \"executable\", \"executed\" or \"void\"",
			)),
		}
	}

	/// Several markets.
	pub fn markets(self) -> Result<Vec<MarketId>, Error> {
		let most = usize::try_from(MAX_LIST).unwrap_or(usize::MAX);
		let list =
			self.value.and_then(Value::as_array).filter(|list| (1..=most).contains(&list.len()));
		list.ok_or_else(|| self.must_be(&format!("a list of 1 to {MAX_LIST} market numbers")))?
			.iter()
			.map(|value| Self::of(self.name, Some(value)).market())
			.collect()
	}

	/// A count from 1 to `most`, or the default.
	pub fn count(self, default: u32, most: u32) -> Result<u32, Error> {
		if self.value.is_none() {
			return Ok(default);
		}
		self.whole()
			.and_then(|number| u32::try_from(number).ok())
			.filter(|number| (1..=most).contains(number))
			.ok_or_else(|| self.must_be(&format!("a whole number from 1 to {most}")))
	}

	/// The length of a list's page.
	pub fn limit(self) -> Result<u32, Error> {
		self.count(MAX_LIST, MAX_LIST)
	}

	/// An account in either of its spellings, whatever the network its SS58 prefix names: the key is the same.
	pub fn account(self) -> Result<AccountId32, Error> {
		self.text()
			.and_then(account)
			.ok_or_else(|| self.must_be("an account, as SS58 address or as 0x and 64 hex digits"))
	}

	/// A block, as its hash.
	pub fn hash<Hash: serde::de::DeserializeOwned>(self) -> Result<Option<Hash>, Error> {
		let Some(value) = self.value else { return Ok(None) };
		serde_json::from_value(value.clone())
			.map(Some)
			.map_err(|_| self.must_be("the hash of a block, 0x and 64 hex digits"))
	}

	/// A string, or nothing.
	pub fn cursor(self) -> Result<Option<&'a str>, Error> {
		match self.value {
			None => Ok(None),
			Some(_) => self
				.text()
				.map(Some)
				.ok_or_else(|| self.must_be("the string that came as nextCursor")),
		}
	}

	/// Which way an order trades.
	pub fn side(self) -> Result<Side, Error> {
		match self.text() {
			Some("buy") => Ok(Side::Bid),
			Some("sell") => Ok(Side::Ask),
			_ => Err(self.must_be("\"buy\" or \"sell\"")),
		}
	}

	/// A decimal number in a string.
	pub fn decimal(self) -> Result<Decimal, Error> {
		let wrong = || self.must_be("a decimal number in a string, such as \"12.5\"");
		Decimal::parse(self.text().ok_or_else(wrong)?).map_err(|error| match error {
			UnitError::TooLarge => self.too_large(),
			UnitError::NotADecimal | UnitError::OffGrid => wrong(),
		})
	}

	/// It is a number, but not one the market can use. `step` is its grid, as in "tick of market 1, 0.01 CASH".
	pub fn unfit(self, error: UnitError, step: impl FnOnce() -> String) -> Error {
		match error {
			UnitError::TooLarge => self.too_large(),
			UnitError::OffGrid | UnitError::NotADecimal => {
				self.must_be(&format!("a multiple of the {}", step()))
			}
		}
	}

	/// It is a number above all that an order can have.
	pub fn too_large(self) -> Error {
		let value = self.value.map(excerpt).unwrap_or_default();
		Error::parameter(self.name, format!("is larger than any order can be: it is {value}."))
	}

	/// An object's fields. A name that is not among the known ones is refused: it may be a slip that changes the meaning.
	pub fn object(self, what: &str, known: &[&str]) -> Result<Fields<'a>, Error> {
		let fields = self.value.and_then(Value::as_object).ok_or_else(|| self.must_be(what))?;
		match fields.keys().find(|key| !known.contains(&key.as_str())) {
			None => Ok(Fields(fields)),
			Some(key) => Err(Error::parameter(
				self.name,
				format!(
					"has a field {} too many: it must be {what}.",
					excerpt(&Value::from(key.as_str()))
				),
			)),
		}
	}

	/// The id of an order, as decimal digits in a string: it has more than fit a JSON number.
	pub fn order_id(self) -> Result<OrderId, Error> {
		self.text()
			.and_then(digits)
			.and_then(|digits| digits.parse().ok())
			.map(OrderId::from_bits)
			.ok_or_else(|| self.must_be("an order's id, decimal digits in a string"))
	}

	/// A trader's own number for an order.
	pub fn client_id(self) -> Result<ClientId, Error> {
		self.whole().ok_or_else(|| {
			self.must_be("a client id, 0 to 18446744073709551615, in a string if above 2^53")
		})
	}

	/// The last block in which an order may trade.
	pub fn expiry(self) -> Result<order_book_engine::Block, Error> {
		self.whole()
			.and_then(|number| u32::try_from(number).ok())
			.ok_or_else(|| self.must_be("a block number, 0 to 4294967295"))
	}

	/// What happens to what does not fill at once; the field's abbreviations are known as well.
	pub fn time_in_force(self) -> Result<TimeInForce, Error> {
		if self.value.is_none() {
			return Ok(TimeInForce::default());
		}
		match self.text() {
			Some("goodTilCancelled" | "GTC") => Ok(TimeInForce::GoodTilCancelled),
			Some("immediateOrCancel" | "IOC") => Ok(TimeInForce::ImmediateOrCancel),
			Some("fillOrKill" | "FOK") => Ok(TimeInForce::FillOrKill),
			Some("postOnly" | "PO") => Ok(TimeInForce::PostOnly),
			Some("postOnlySlide") => Ok(TimeInForce::PostOnlySlide),
			_ => Err(self.must_be(
				"\"goodTilCancelled\", \"immediateOrCancel\", \"fillOrKill\", \"postOnly\" or \"postOnlySlide\"",
			)),
		}
	}

	/// What happens when an order meets one of the same account.
	pub fn self_trade(self) -> Result<SelfTrade, Error> {
		if self.value.is_none() {
			return Ok(SelfTrade::default());
		}
		match self.text() {
			Some("cancelTaker") => Ok(SelfTrade::CancelTaker),
			Some("cancelMaker") => Ok(SelfTrade::CancelMaker),
			Some("cancelBoth") => Ok(SelfTrade::CancelBoth),
			Some("decrement") => Ok(SelfTrade::Decrement),
			Some("reject") => Ok(SelfTrade::Reject),
			_ => Err(self.must_be(
				"\"cancelTaker\", \"cancelMaker\", \"cancelBoth\", \"decrement\" or \"reject\"",
			)),
		}
	}
}

/// The fields of an object.
pub struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
	/// One of them.
	pub fn get(&self, name: &'static str) -> Param<'a> {
		Param::of(name, self.0.get(name))
	}
}

/// Only digits, 1 to 39 of them, which hold 128 bits: the parsers of integers would take a sign and endless zeros.
fn digits(text: &str) -> Option<&str> {
	let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
	((1..=39).contains(&text.len()) && all_digits).then_some(text)
}

fn account(text: &str) -> Option<AccountId32> {
	// No address is longer, and decoding base 58 takes time that grows with the square of the length.
	if text.len() > 80 {
		return None;
	}
	if text.starts_with("0x") {
		let key = bytes::from_hex(text).ok()?;
		return <[u8; 32]>::try_from(key).ok().map(AccountId32::new);
	}
	AccountId32::from_ss58check_with_version(text).ok().map(|(account, _)| account)
}

/// The beginning of a value: an error must not echo megabytes.
fn excerpt(value: &Value) -> String {
	const MOST: usize = 60;
	let text = match value {
		Value::Array(_) => return "a list".into(),
		Value::Object(_) => return "an object".into(),
		Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
	};
	if text.chars().count() <= MOST {
		return text;
	}
	let start: String = text.chars().take(MOST).collect();
	format!("{start}...")
}
