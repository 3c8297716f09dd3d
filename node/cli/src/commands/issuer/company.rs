//! Founding a company, publishing, acting as its account, and handing it over.

use super::super::{
	acting::Desk,
	ballot::{hash_of, hash_of_file, read_call},
};
use crate::{
	address::AccountId,
	chain::{
		call::{self, all_or_nothing, call, number, target, Call},
		shares::{each, in_event, unsigned},
		view::{field, View},
	},
	context::Context,
	error::Result,
	report::Report,
};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use subxt::{dynamic::Value, ext::scale_decode::DecodeAsType};

/// Documents of a company.
#[derive(Debug, Args)]
pub struct Documents {
	/// A document, whose hash is taken; may be given several times
	#[arg(long = "file", value_name = "FILE")]
	pub files: Vec<PathBuf>,
	/// The Blake2b-256 hash of a document; may be given several times
	#[arg(long = "hash", value_name = "0xHASH")]
	pub hashes: Vec<String>,
}

impl Documents {
	fn hashes(&self) -> Result<Vec<[u8; 32]>> {
		let files = self.files.iter().map(|file| hash_of_file(file));
		files.chain(self.hashes.iter().map(|hash| hash_of(hash))).collect()
	}
}

fn links(hashes: &[[u8; 32]]) -> Value {
	Value::unnamed_composite(hashes.iter().map(Value::from_bytes))
}

fn shown(hashes: &[[u8; 32]]) -> Vec<String> {
	hashes.iter().map(|hash| format!("0x{}", hex::encode(hash))).collect()
}

pub(super) async fn found(context: &Context, name: &str, documents: &Documents) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let hashes = documents.hashes()?;
	let deposit: u128 = desk.view.constant("Shareholders", "CompanyDeposit")?;
	let call =
		call("Shareholders", "found_company", [Value::from_bytes(name.as_bytes()), links(&hashes)]);
	let what = format!(
		"Found `{name}`, for which {} are on hold; you act for it until you hand it over",
		desk.chain.text(deposit)
	);
	let receipt = desk.perform(&what, &call).await?;
	let id = in_event(&receipt, "Shareholders", "CompanyFounded", "company");
	let id = id.and_then(|id| u32::try_from(id).ok());
	let account = receipt
		.event("Shareholders", "CompanyFounded")
		.and_then(|event| field(event, "account"))
		.and_then(crate::chain::governance::bytes_of)
		.and_then(|bytes| AccountId::try_from(bytes).ok())
		.map(|account| desk.chain.address(&account));
	let done = match (id, &account) {
		(Some(id), Some(account)) => format!("company {id} is founded, its account is {account}"),
		_ => "the founding is sent".to_owned(),
	};
	let json = json!({
		"company": id,
		"name": name,
		"account": account,
		"documents": shown(&hashes),
	});
	Ok(desk.report(&done, &receipt, json))
}

pub(super) async fn publish(
	context: &Context,
	company: &str,
	documents: &Documents,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let company = desk.chain.find_company(company).await?;
	let hashes = documents.hashes()?;
	let call = call("Shareholders", "publish", [number(company.id), links(&hashes)]);
	desk.ensure_acts_for(&company, &call)?;
	let what = format!(
		"Replace the documents of {} by {} of which the chain keeps the hashes",
		company.name,
		hashes.len()
	);
	let json = json!({ "company": company.id, "documents": shown(&hashes) });
	desk.carry_out(&what, "published", json, &call).await
}

pub(super) async fn act(context: &Context, company: &str, text: &str) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let company = desk.chain.find_company(company).await?;
	let (wanted, bytes) = read_call(&desk.view, text)?;
	let shown = call::text(&wanted);
	let call = desk.as_company(&company, wanted)?;
	let json = json!({ "company": company.id, "call": format!("0x{}", hex::encode(bytes)) });
	let what = format!("Make a call as the account of {}", company.name);
	desk.carry_out(&what, &format!("{} has made {shown}", company.name), json, &call).await
}

/// Who holds which role over a token, and which are given up.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(super) struct Roles {
	pub owner: AccountId,
	pub issuer: AccountId,
	pub admin: AccountId,
	pub freezer: AccountId,
	pub renounced: Renounced,
}

/// Roles that nobody holds any more.
#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub(super) struct Renounced {
	pub owner: bool,
	pub issuer: bool,
	pub admin: bool,
	pub freezer: bool,
}

impl Roles {
	/// The roles over a token; none if there is no such token.
	pub(super) async fn read(view: &View, token: u32) -> Result<Option<Self>> {
		view.get("Assets", "Asset", vec![number(token)]).await
	}

	/// The calls by which its owner gives every role that is left to an account.
	fn give_all(&self, token: u32, to: &AccountId) -> Vec<Call> {
		let mut calls = Vec::new();
		// A role that was given up stays with whom it was, or the call would be refused.
		let give = |holder: &AccountId, renounced: bool| if renounced { *holder } else { *to };
		let team = [
			give(&self.issuer, self.renounced.issuer),
			give(&self.admin, self.renounced.admin),
			give(&self.freezer, self.renounced.freezer),
		];
		if self.renounced.owner {
			return calls;
		}
		if team != [self.issuer, self.admin, self.freezer] {
			let [issuer, admin, freezer] = team.map(|account| target(&account));
			calls.push(call("Assets", "set_team", [number(token), issuer, admin, freezer]));
		}
		if self.owner != *to {
			calls.push(call("Assets", "transfer_ownership", [number(token), target(to)]));
		}
		calls
	}
}

pub(super) async fn hand_over(context: &Context, company: &str) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let company = desk.chain.find_company(company).await?;
	let hand_over = call("Shareholders", "hand_over", [number(company.id)]);
	desk.ensure_acts_for(&company, &hand_over)?;
	let answer = desk.chain.shares("company", &[json!(company.id)]).await?;
	let mut calls = Vec::new();
	for class in each(&answer["classes"]) {
		let token = unsigned(&class["token"]);
		let Some(roles) = Roles::read(&desk.view, token).await? else { continue };
		// What belongs to others, they have to give up themselves: the chain says so.
		if roles.owner == desk.who() {
			calls.extend(roles.give_all(token, &company.account));
		}
	}
	let given = calls.len();
	let call = if calls.is_empty() {
		hand_over
	} else {
		calls.push(hand_over);
		all_or_nothing(calls)
	};
	let what = format!(
		"Hand {} over to its holders, FOR GOOD: its account gets your roles over its classes, and from then on only \
		 ballots move it",
		company.name
	);
	let done = format!("{} belongs to its holders: only their ballots act for it", company.name);
	let json = json!({ "company": company.id, "role_changes": given });
	desk.carry_out(&what, &done, json, &call).await
}

#[cfg(test)]
mod tests {
	use super::*;

	const FOUNDER: AccountId = [1; 32];
	const COMPANY: AccountId = [2; 32];

	fn roles() -> Roles {
		let renounced = Renounced { owner: false, issuer: false, admin: true, freezer: false };
		Roles { owner: FOUNDER, issuer: FOUNDER, admin: FOUNDER, freezer: COMPANY, renounced }
	}

	#[test]
	fn handing_over_gives_each_role_that_is_left_and_touches_none_that_was_given_up() {
		let calls = roles().give_all(2, &COMPANY);
		let names: Vec<&str> = calls.iter().map(|call| call.call_name()).collect();
		assert_eq!(names, ["set_team", "transfer_ownership"]);
		let (one, two) = ("01".repeat(32), "02".repeat(32));
		assert_eq!(
			call::text(&calls[0]),
			format!("Assets.set_team(2, Id (0x{two}), Id (0x{one}), Id (0x{two}))")
		);
	}

	#[test]
	fn a_company_that_holds_every_role_already_is_given_none() {
		let roles = Roles { owner: COMPANY, issuer: COMPANY, ..roles() };
		assert!(roles.give_all(2, &COMPANY).is_empty());
	}
}
