//! `kongsi shares claim-fraction`, `bid-fractions` and `settle-fractions`: what splits leave.

use super::super::acting::Desk;
use crate::{
	address::Address,
	amount::Amount,
	chain::{
		call::{call, number, option, target},
		shares::in_event,
	},
	context::Context,
	error::Result,
	report::Report,
};
use serde_json::json;

pub(super) async fn claim(
	context: &Context,
	class: &str,
	split: u32,
	owner: Option<&Address>,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let owner = owner.map(|address| desk.chain.account(address)).transpose()?;
	let call = call(
		"Shareholders",
		"claim_fraction",
		[number(class.token.id), number(split), option(owner.as_ref().map(target))],
	);
	let account = desk.chain.address(&owner.unwrap_or(desk.who()));
	let what = format!("Claim for {account} what its fraction of split {split} was sold for");
	let receipt = desk.perform(&what, &call).await?;
	let paid = in_event(&receipt, "Shareholders", "FractionClaimed", "amount");
	let told = paid.map(|paid| desk.chain.text(paid)).unwrap_or_else(|| "the claim".to_owned());
	let json = json!({
		"class": class.token.id,
		"split": split,
		"account": account,
		"paid": paid.map(|paid| desk.chain.number(paid)),
	});
	Ok(desk.report(&format!("{told} to {account}"), &receipt, json))
}

pub(super) async fn bid(
	context: &Context,
	class: &str,
	split: u32,
	amount: &Amount,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let atoms = amount.atoms(&desk.chain.identity.unit)?;
	let call = call(
		"Shareholders",
		"bid_for_fractions",
		[number(class.token.id), number(split), number(atoms)],
	);
	let text = desk.chain.text(atoms);
	let what = format!(
		"Bid {text} for all shares that the fractions of split {split} of {} make up; it is on hold until somebody \
		 bids more or the auction is settled",
		class.symbol()
	);
	let receipt = desk.perform(&what, &call).await?;
	let closes = in_event(&receipt, "Shareholders", "FractionBid", "closes");
	let until = closes.map(|epoch| format!(" until epoch {epoch}")).unwrap_or_default();
	let json = json!({
		"class": class.token.id,
		"split": split,
		"amount": desk.chain.number(atoms),
		"closes_epoch": closes.and_then(|epoch| u32::try_from(epoch).ok()),
	});
	Ok(desk.report(&format!("{text} bid, the highest bid wins{until}"), &receipt, json))
}

pub(super) async fn settle(context: &Context, class: &str, split: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let call = call("Shareholders", "settle_fractions", [number(class.token.id), number(split)]);
	let what = format!("End the auction of the fractions of split {split} of {}", class.symbol());
	let receipt = desk.perform(&what, &call).await?;
	let sold = |field: &str| in_event(&receipt, "Shareholders", "FractionsSold", field);
	let (shares, amount) = (sold("shares"), sold("amount"));
	let unit = &class.token.unit;
	let done = match (shares, amount) {
		(Some(shares), Some(amount)) => {
			format!("{} sold for {}", unit.text(shares), desk.chain.text(amount))
		}
		_ => "settled".to_owned(),
	};
	let json = json!({
		"class": class.token.id,
		"split": split,
		"shares": shares.map(|shares| unit.number(shares)),
		"amount": amount.map(|amount| desk.chain.number(amount)),
	});
	Ok(desk.report(&done, &receipt, json))
}
