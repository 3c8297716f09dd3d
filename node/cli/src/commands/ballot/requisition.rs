//! `kongsi ballot requisition`, `sign` and `close`: how holders call a ballot themselves, and how what is over is closed.

use super::{
	super::acting::Desk,
	motion::{merge, opened, Motion, MotionArgs},
};
use crate::{
	chain::{
		call::{call, number},
		shares::{each, in_event, text},
	},
	context::Context,
	error::Result,
	report::Report,
};
use serde_json::json;

pub(super) async fn propose(context: &Context, args: &MotionArgs) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let motion = Motion::new(&desk, args).await?;
	let deposit: u128 = desk.view.constant("Ballots", "RequisitionDeposit")?;
	let head = format!(
		"Propose that holders of {} call a ballot, and sign that; {} are on hold until it is over",
		motion.class.symbol(),
		desk.chain.text(deposit)
	);
	let receipt = desk.perform(&motion.text(&head), &motion.put("requisition")).await?;
	let unit = &motion.class.token.unit;
	let of = |field: &str| in_event(&receipt, "Ballots", "RequisitionOpened", field);
	let number = of("requisition");
	let (called, ballot) = opened(&desk, &receipt)?;
	let told = match (called, number, of("signed"), of("base")) {
		(Some(called), ..) => called,
		(None, Some(number), Some(signed), Some(base)) => format!(
			"requisition {number} is signed by {} of {}; others sign with `kongsi ballot sign {number}`",
			unit.text(signed),
			unit.text(base)
		),
		_ => "the requisition is sent".to_owned(),
	};
	let mut json = motion.json();
	merge(
		&mut json,
		json!({
			"requisition": number.and_then(|number| u32::try_from(number).ok()),
			"signed": of("signed").map(|signed| unit.number(signed)),
			"eligible": of("base").map(|base| unit.number(base)),
		}),
	);
	merge(&mut json, ballot);
	Ok(desk.report(&told, &receipt, json))
}

pub(super) async fn sign(context: &Context, requisition: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = class_of(&desk, requisition).await?;
	let call = call("Ballots", "sign", [number(requisition)]);
	let what = format!("Sign requisition {requisition}");
	let receipt = desk.perform(&what, &call).await?;
	let of = |field: &str| in_event(&receipt, "Ballots", "Signed", field);
	let amount = |atoms: Option<u128>| {
		let unit = class.as_ref().map(|class| &class.token.unit)?;
		Some(unit.number(atoms?))
	};
	let (called, ballot) = opened(&desk, &receipt)?;
	let told = match (called, amount(of("weight")), amount(of("signed"))) {
		(Some(called), ..) => format!("signed, and that suffices: {called}"),
		(None, Some(weight), Some(signed)) => {
			format!("signed with {weight}, which makes {signed} in all")
		}
		_ => "signed".to_owned(),
	};
	let mut json = json!({
		"requisition": requisition,
		"weight": amount(of("weight")),
		"signed": amount(of("signed")),
	});
	merge(&mut json, ballot);
	Ok(desk.report(&told, &receipt, json))
}

/// The class of a requisition that can be signed.
async fn class_of(
	desk: &Desk<'_>,
	requisition: u32,
) -> Result<Option<crate::chain::shares::Class>> {
	let stored: Option<subxt::dynamic::Value> =
		desk.view.get("Ballots", "Requisitions", vec![number(requisition)]).await?;
	let class = stored.and_then(|record| crate::chain::view::number_field(&record, "class"));
	match class {
		Some(class) => Ok(Some(desk.chain.find_class(&desk.view, &class.to_string()).await?)),
		None => Ok(None),
	}
}

pub(super) async fn unsign(context: &Context, requisition: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let call = call("Ballots", "withdraw_signature", [number(requisition)]);
	let what = format!("Take your signature under requisition {requisition} back");
	desk.carry_out(&what, "taken back", json!({ "requisition": requisition }), &call).await
}

pub(super) async fn close(context: &Context, ballot: u32) -> Result<Report> {
	let desk = Desk::new(context).await?;
	if desk.view.has("Ballots", "Requisitions", vec![number(ballot)]).await? {
		let call = call("Ballots", "close_requisition", [number(ballot)]);
		let what = format!("Close requisition {ballot}, which was not signed by enough");
		let json = json!({ "requisition": ballot });
		return desk.carry_out(&what, "closed", json, &call).await;
	}
	// Says in plain words if there is none.
	desk.chain.ballot(ballot).await?;
	let call = call("Ballots", "close_ballot", [number(ballot)]);
	let receipt = desk.perform(&format!("Close ballot {ballot}"), &call).await?;
	let Some(block) = receipt.block else {
		return Ok(desk.report("sent", &receipt, json!({ "ballot": ballot })));
	};
	let at = json!(format!("{block:?}"));
	let closed = desk.chain.shares("ballot", &[json!(ballot), at]).await?;
	let weights: Vec<&str> = each(&closed["weights"]).map(text).collect();
	let now = desk.now()?;
	let then = match closed["executableFrom"].as_u64().and_then(|block| u32::try_from(block).ok()) {
		Some(block) => format!("; its call may run from {}", now.text(block)),
		None => String::new(),
	};
	let told = format!(
		"ballot {ballot} ended: {} by {}, {} abstain{then}",
		match text(&closed["outcome"]) {
			"won" => format!("choice {} won", closed["winner"]),
			"noQuorum" => "too few answers".to_owned(),
			_ => "no majority".to_owned(),
		},
		weights.join(" to "),
		text(&closed["abstain"]),
	);
	let json = json!({
		"ballot": ballot,
		"outcome": closed["outcome"],
		"winner": closed["winner"],
		"weights": closed["weights"],
		"abstain": closed["abstain"],
		"eligible": closed["eligible"],
		"executable_from": closed["executableFrom"],
		"executable_until": closed["executableUntil"],
	});
	Ok(desk.report(&told, &receipt, json))
}
