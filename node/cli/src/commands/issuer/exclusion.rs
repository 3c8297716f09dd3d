//! Accounts that neither earn nor vote: proposed by the company, accepted by the account.

use super::super::acting::Desk;
use crate::{
	address::Address,
	chain::call::{call, number, target},
	context::Context,
	error::Result,
	report::Report,
};
use serde_json::json;

pub(super) async fn propose(context: &Context, class: &str, account: &Address) -> Result<Report> {
	change(context, class, account, "propose_exclusion", "neither earn nor vote", "proposed").await
}

pub(super) async fn include(context: &Context, class: &str, account: &Address) -> Result<Report> {
	change(context, class, account, "include", "earn and vote again", "included").await
}

async fn change(
	context: &Context,
	class: &str,
	account: &Address,
	name: &str,
	effect: &str,
	done: &str,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let who = desk.chain.account(account)?;
	let call = call("Shareholders", name, [number(class.token.id), target(&who)]);
	desk.ensure_acts_for(&company, &call)?;
	let address = desk.chain.address(&who);
	let what = format!("Let {address} {effect} with shares of {}", class.symbol());
	let json = json!({ "class": class.token.id, "account": address });
	desk.carry_out(&what, done, json, &call).await
}

pub(super) async fn accept(context: &Context, class: &str) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let call = call("Shareholders", "accept_exclusion", [number(class.token.id)]);
	let address = desk.chain.address(&desk.who());
	let what = format!(
		"Give up earning and voting with your shares of {}; only its company can undo that",
		class.symbol()
	);
	let json = json!({ "class": class.token.id, "account": address });
	desk.carry_out(&what, "the account neither earns nor votes", json, &call).await
}
