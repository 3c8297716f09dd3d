//! Tokens by number or symbol, and how their amounts are written.
//!
//! # Limits
//!
//! Symbols are chosen by whoever made a token: they are compared without case, and one that several tokens have is refused.
//! Whoever asks for a symbol reads the descriptions of all tokens, each of which carries a deposit.

use super::{call::number, view::View, Chain};
use crate::{
	amount::Unit,
	error::{Failure, Result},
	similar::did_you_mean,
};
use subxt::ext::scale_decode::DecodeAsType;

/// KSI among the tokens.
pub const KSI: u32 = 0;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
	/// Its number; 0 is KSI.
	pub id: u32,
	/// How its amounts are written.
	pub unit: Unit,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Described {
	symbol: Vec<u8>,
	decimals: u8,
}

impl Described {
	fn token(self, id: u32) -> Token {
		let symbol = String::from_utf8(self.symbol).ok().filter(|symbol| is_plain(symbol));
		// A token without a name that can be printed goes by its number.
		let symbol = symbol.unwrap_or_else(|| format!("#{id}"));
		Token { id, unit: Unit { decimals: self.decimals, symbol } }
	}
}

/// Whether a text from the chain can be shown: whoever writes it must not write over a terminal.
fn is_plain(text: &str) -> bool {
	!text.is_empty() && !text.chars().any(char::is_control)
}

impl Token {
	/// KSI, on the chain that this is.
	pub fn ksi(chain: &Chain) -> Self {
		Self { id: KSI, unit: chain.identity.unit.clone() }
	}
}

/// The token of a number.
///
/// # Errors
///
/// An input failure if there is none.
pub async fn by_id(chain: &Chain, view: &View, id: u32) -> Result<Token> {
	if id == KSI {
		return Ok(Token::ksi(chain));
	}
	if !view.has("Assets", "Asset", vec![number(id)]).await? {
		return Err(Failure::input(
			format!("there is no token {id}"),
			"write its symbol, or check the number",
		));
	}
	let described: Option<Described> = view.get("Assets", "Metadata", vec![number(id)]).await?;
	Ok(described.unwrap_or(Described { symbol: Vec::new(), decimals: 0 }).token(id))
}

/// The token of a number or a symbol.
///
/// # Errors
///
/// An input failure if there is none, or several have that symbol.
pub async fn find(chain: &Chain, view: &View, wanted: &str) -> Result<Token> {
	if let Ok(id) = wanted.parse() {
		return by_id(chain, view, id).await;
	}
	if wanted.eq_ignore_ascii_case(&chain.identity.unit.symbol) {
		return Ok(Token::ksi(chain));
	}
	let described: Vec<((u32,), Described)> = view.entries("Assets", "Metadata", ()).await?;
	let mut tokens: Vec<Token> =
		described.into_iter().map(|((id,), described)| described.token(id)).collect();
	tokens.push(Token::ksi(chain));
	tokens.sort_by_key(|token| token.id);
	choose(wanted, "token", tokens, |token| &token.unit.symbol, |token| token.id)
}

/// The one of several things that is called so.
pub(super) fn choose<T>(
	wanted: &str,
	kind: &str,
	things: Vec<T>,
	name: impl Fn(&T) -> &str,
	id: impl Fn(&T) -> u32,
) -> Result<T> {
	let called = |thing: &&T| name(thing).eq_ignore_ascii_case(wanted);
	let numbers: Vec<String> =
		things.iter().filter(called).map(|thing| id(thing).to_string()).collect();
	if numbers.len() > 1 {
		return Err(Failure::input(
			format!("several are called `{wanted}`"),
			format!("write the number of the {kind} you mean: {}", numbers.join(", ")),
		));
	}
	let next =
		did_you_mean(wanted, things.iter().map(&name), "write its number, or check the name");
	let found = things.into_iter().find(|thing| name(thing).eq_ignore_ascii_case(wanted));
	found.ok_or_else(|| Failure::input(format!("there is no {kind} `{wanted}`"), next))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn token(id: u32, symbol: &str) -> Token {
		Described { symbol: symbol.as_bytes().to_vec(), decimals: 2 }.token(id)
	}

	fn chosen(wanted: &str, tokens: &[Token]) -> Result<u32> {
		let tokens = tokens.to_vec();
		choose(wanted, "token", tokens, |token| &token.unit.symbol, |token| token.id)
			.map(|token| token.id)
	}

	#[test]
	fn a_symbol_is_found_without_case_and_must_be_the_only_one() {
		let tokens = [token(1, "CASH"), token(2, "HALO"), token(7, "halo")];
		assert_eq!(chosen("cash", &tokens), Ok(1));
		let failure = chosen("Halo", &tokens).unwrap_err();
		assert_eq!(
			failure.to_string(),
			"several are called `Halo`: write the number of the token you mean: 2, 7"
		);
		let failure = chosen("CSAH", &tokens).unwrap_err();
		assert_eq!(failure.to_string(), "there is no token `CSAH`: did you mean `CASH`?");
	}

	#[test]
	fn a_symbol_that_would_write_over_a_terminal_is_not_shown() {
		assert_eq!(token(5, "\u{1b}[2J").unit.symbol, "#5");
		assert_eq!(token(6, "").unit.symbol, "#6");
	}
}
