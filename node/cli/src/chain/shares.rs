//! Companies and their shares, as the group `shares_v1` of a node's RPC tells them.
//!
//! Its answers are decimal strings with names of their own, which `docs/rpc.md` describes: what programs get is what the node
//! has said.

use super::{
	call::number,
	send::Receipt,
	tokens::{self, choose, Token, KSI},
	view::View,
	Chain,
};
use crate::{
	address::{AccountId, Address},
	error::{Failure, Kind, Result},
};
use serde_json::{json, Value as Json};
use subxt::ext::scale_decode::DecodeAsType;

/// Pages of one list that are read at most: 500 entries each.
const MAX_PAGES: usize = 40;

/// A share class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
	/// Its token, by which it goes.
	pub token: Token,
	/// The company that issues it; none for KSI.
	pub company: Option<u32>,
}

impl Class {
	/// Its symbol.
	pub fn symbol(&self) -> &str {
		&self.token.unit.symbol
	}

	/// The company that issues it.
	///
	/// # Errors
	///
	/// An input failure for KSI, for which no company acts.
	pub fn issuer(&self) -> Result<u32> {
		self.company.ok_or_else(|| {
			Failure::input(
				format!("{} is issued by no company: what it decides, referenda do", self.symbol()),
				"see `kongsi gov`",
			)
		})
	}
}

/// A company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
	/// Its number.
	pub id: u32,
	/// Its name.
	pub name: String,
	/// Its account, which nobody has a key to.
	pub account: AccountId,
	/// Who founded it.
	pub founder: AccountId,
	/// Whether only ballots of its holders act for it.
	pub handed_over: bool,
	/// The symbols of its classes.
	pub classes: Vec<String>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ShareClass {
	company: Option<u32>,
}

impl Chain {
	/// Asks a method of `shares_v1`.
	///
	/// # Errors
	///
	/// An input failure if what was asked for is not there; a network failure if there is no answer.
	pub async fn shares(&self, method: &str, params: &[Json]) -> Result<Json> {
		self.exchange(&format!("shares_v1_{method}"), params).await
	}

	/// A ballot.
	///
	/// # Errors
	///
	/// An input failure if there is none; a network failure if there is no answer.
	pub async fn ballot(&self, id: u32) -> Result<Json> {
		let found = self.shares("ballot", &[json!(id)]).await;
		found.map_err(|failure| {
			missing(failure, "ballot", id, "`kongsi ballot list --all` lists them")
		})
	}

	/// An offering.
	///
	/// # Errors
	///
	/// An input failure if there is none; a network failure if there is no answer.
	pub async fn offering(&self, id: u32) -> Result<Json> {
		let found = self.shares("offering", &[json!(id)]).await;
		let next = "`kongsi offering list` lists those of a class; one that is over is removed";
		found.map_err(|failure| missing(failure, "offering", id, next))
	}

	/// All entries of a list of `shares_v1`, whose cursor is the parameter behind `params`, at most `most` of them. The answer
	/// is the first page with the entries of all; its `nextCursor` is where the rest begins.
	///
	/// # Errors
	///
	/// As [`Self::shares`].
	pub async fn all_shares(
		&self,
		method: &str,
		params: &[Json],
		list: &str,
		most: usize,
	) -> Result<Json> {
		let mut whole: Option<Json> = None;
		let mut cursor = Json::Null;
		for _ in 0..MAX_PAGES {
			let page = self.shares(method, &[params, &[cursor.clone()]].concat()).await?;
			cursor = page["nextCursor"].clone();
			let whole = match &mut whole {
				None => whole.insert(page),
				Some(whole) => {
					let more = page[list].as_array().cloned().unwrap_or_default();
					if let Some(entries) = whole[list].as_array_mut() {
						entries.extend(more);
					}
					whole
				}
			};
			whole["nextCursor"] = cursor.clone();
			let count = whole[list].as_array().map(Vec::len).unwrap_or_default();
			if cursor.is_null() || count >= most {
				break;
			}
		}
		whole.ok_or_else(|| Failure::network(format!("the node does not answer {method}"), ""))
	}

	/// The companies of the chain.
	///
	/// # Errors
	///
	/// A network failure if the node does not answer.
	pub async fn companies(&self) -> Result<Vec<Company>> {
		let answer = self.all_shares("companies", &[], "companies", usize::MAX).await?;
		each(&answer["companies"]).map(company).collect()
	}

	/// The company of a number or a name.
	///
	/// # Errors
	///
	/// An input failure if there is none, or several are called so.
	pub async fn find_company(&self, wanted: &str) -> Result<Company> {
		if let Ok(id) = wanted.parse::<u32>() {
			return company(&self.shares("company", &[json!(id)]).await?);
		}
		let companies = self.companies().await?;
		choose(wanted, "company", companies, |company| &company.name, |company| company.id)
	}

	/// The share class of a number or a symbol; KSI is one.
	///
	/// # Errors
	///
	/// An input failure if there is none, or several have that symbol.
	pub async fn find_class(&self, view: &View, wanted: &str) -> Result<Class> {
		let token = match wanted.parse::<u32>() {
			Ok(id) => tokens::by_id(self, view, id).await?,
			Err(_) if wanted.eq_ignore_ascii_case(&self.identity.unit.symbol) => Token::ksi(self),
			Err(_) => {
				let answer = self.all_shares("companies", &[], "companies", usize::MAX).await?;
				let mut classes = vec![(KSI, self.identity.unit.symbol.clone())];
				for class in
					each(&answer["companies"]).flat_map(|company| each(&company["classes"]))
				{
					classes.push((unsigned(&class["id"]), text(&class["symbol"]).to_owned()));
				}
				let chosen =
					choose(wanted, "share class", classes, |class| &class.1, |class| class.0);
				let (id, _) = chosen.map_err(|failure| Failure {
					next: format!("{} (`kongsi shares list` lists them)", failure.next),
					..failure
				})?;
				tokens::by_id(self, view, id).await?
			}
		};
		let stored: Option<ShareClass> =
			view.get("Shareholders", "Classes", vec![number(token.id)]).await?;
		match stored {
			Some(class) => Ok(Class { token, company: class.company }),
			None => Err(Failure::input(
				format!("{} is a token and no share class", token.unit.symbol),
				"`kongsi shares list` lists the classes",
			)),
		}
	}
}

/// What the node says in the words of its methods, in those of commands.
fn missing(failure: Failure, kind: &str, id: u32, next: &str) -> Failure {
	match failure.kind {
		Kind::Input => Failure::input(format!("there is no {kind} {id}"), next),
		_ => failure,
	}
}

fn company(answer: &Json) -> Result<Company> {
	let account = |name: &str| {
		let address = text(&answer[name]).parse::<Address>().map(|address| address.account);
		address.map_err(|error| Failure::network(format!("the node names no {name} ({error})"), ""))
	};
	Ok(Company {
		id: unsigned(&answer["id"]),
		name: text(&answer["name"]).to_owned(),
		account: account("account")?,
		founder: account("founder")?,
		handed_over: answer["handedOver"].as_bool().unwrap_or_default(),
		classes: each(&answer["classes"]).map(|class| text(&class["symbol"]).to_owned()).collect(),
	})
}

/// The entries of a list of an answer.
pub fn each(list: &Json) -> std::slice::Iter<'_, Json> {
	list.as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

/// A text of an answer; `-` where there is none.
pub fn text(value: &Json) -> &str {
	value.as_str().unwrap_or("-")
}

/// A word of an answer that may be several, as people write them: `timeLocked` is time locked.
pub fn words(value: &Json) -> String {
	let mut words = String::new();
	for letter in text(value).chars() {
		if letter.is_uppercase() {
			words.push(' ');
		}
		words.extend(letter.to_lowercase());
	}
	words
}

/// A small number of an answer.
pub fn unsigned(value: &Json) -> u32 {
	value.as_u64().and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
}

/// A number that an event of a receipt carries; none if the transaction was not followed.
pub fn in_event(receipt: &Receipt, pallet: &str, event: &str, field: &str) -> Option<u128> {
	super::view::number_field(receipt.event(pallet, event)?, field)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn words_of_the_node_become_those_of_people() {
		assert_eq!(words(&json!("timeLocked")), "time locked");
		assert_eq!(words(&json!("open")), "open");
		assert_eq!(words(&Json::Null), "-");
	}

	#[test]
	fn what_is_not_there_is_told_in_the_words_of_commands() {
		let failure = missing(Failure::input("shares_v1", ""), "ballot", 9, "look");
		assert_eq!(failure.to_string(), "there is no ballot 9: look");
		let lost = Failure::network("silence", "");
		assert_eq!(missing(lost.clone(), "ballot", 9, "look"), lost);
	}

	#[test]
	fn a_company_is_read() {
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let answer = json!({
			"id": 3, "name": "Nova", "account": alice, "founder": alice, "handedOver": true,
			"classes": [{ "symbol": "NOVA" }],
		});
		let company = company(&answer).unwrap();
		assert_eq!((company.id, company.name.as_str(), company.handed_over), (3, "Nova", true));
		assert_eq!(company.classes, ["NOVA"]);
		assert_eq!(company.account, alice.parse::<Address>().unwrap().account);
	}
}
