//! Splits: begun by the company, carried out by anybody in bounded steps.

use super::super::acting::Desk;
use crate::{
	chain::{
		call::{call, number, Call},
		send::Receipt,
		shares::{in_event, Class},
	},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::Report,
};
use serde_json::{json, Value as Json};
use std::str::FromStr;

/// Steps of a transaction, as the runtime bounds it.
const STEPS_PER_CALL: u32 = 100;
/// Transactions of one command at most: a million steps.
const MAX_CALLS: usize = 10_000;

/// New shares for old ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
	/// So many new shares
	pub new: u64,
	/// for so many old ones.
	pub old: u64,
}

impl FromStr for Ratio {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let parts = text.split_once(':').and_then(|(new, old)| {
			let number = |part: &str| part.parse::<u64>().ok().filter(|part| *part > 0);
			Some(Self { new: number(new)?, old: number(old)? })
		});
		parts.ok_or_else(|| {
			format!("`{text}` is not a ratio; write it like 2:1, new shares for old")
		})
	}
}

pub(super) async fn begin(
	context: &Context,
	class: &str,
	ratio: Ratio,
	finish: bool,
) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	let company = desk.chain.find_company(&class.issuer()?.to_string()).await?;
	let call = call(
		"Shareholders",
		"begin_split",
		[number(class.token.id), number(ratio.new), number(ratio.old)],
	);
	desk.ensure_acts_for(&company, &call)?;
	let Ratio { new, old } = ratio;
	let what = format!(
		"Split {}: {new} new shares for every {old}; its markets rest until it is finished",
		class.symbol()
	);
	let receipt = if finish {
		context.confirm(&what)?;
		context.perform_agreed(&desk.chain, &desk.key, &call).await?
	} else {
		desk.perform(&what, &call).await?
	};
	let split = in_event(&receipt, "Shareholders", "SplitBegun", "split");
	let json = json!({
		"class": class.token.id,
		"split": split.and_then(|split| u32::try_from(split).ok()),
		"new": new,
		"old": old,
	});
	if finish {
		let (lines, transactions, ended) = carry_out(&desk, &class).await?;
		let begun = format!("split begun ({})", place(&desk.chain, &receipt));
		let mut json = sent_json(&desk.chain, &receipt, json);
		json["finished"] = json!(ended);
		json["transactions"] = Json::Array(transactions);
		return Ok(Report::new(format!("{begun}\n{lines}"), json));
	}
	let done = format!(
		"begun; anybody finishes it with `kongsi issuer continue-split {}`",
		class.symbol()
	);
	Ok(desk.report(&done, &receipt, json))
}

pub(super) async fn finish(context: &Context, class: &str) -> Result<Report> {
	let desk = Desk::new(context).await?;
	let class = desk.chain.find_class(&desk.view, class).await?;
	if !desk.view.has("Shareholders", "Splits", vec![number(class.token.id)]).await? {
		return Err(Failure::input(
			format!("{} is not being split", class.symbol()),
			format!("see `kongsi shares show {}`", class.symbol()),
		));
	}
	context.confirm(&format!(
		"Carry out the split of {}, in as many transactions of {STEPS_PER_CALL} steps as it takes",
		class.symbol()
	))?;
	let (lines, transactions, ended) = carry_out(&desk, &class).await?;
	let json = json!({
		"class": class.token.id,
		"finished": ended,
		"transactions": transactions,
	});
	Ok(Report::new(lines, json))
}

fn step(class: &Class) -> Call {
	call("Shareholders", "continue_split", [number(class.token.id), number(STEPS_PER_CALL)])
}

/// Takes steps until the split has ended, and says what came of it.
async fn carry_out(desk: &Desk<'_>, class: &Class) -> Result<(String, Vec<Json>, bool)> {
	let mut transactions = Vec::new();
	let mut converted = None;
	for _ in 0..MAX_CALLS {
		let receipt = desk.context.perform_agreed(&desk.chain, &desk.key, &step(class)).await?;
		transactions.push(sent_json(&desk.chain, &receipt, json!({})));
		converted = converted.or(fractions(&receipt, class));
		let place = place(&desk.chain, &receipt);
		if receipt.event("Shareholders", "SplitGivenUp").is_some() {
			let line = format!("the split is not possible any more and was given up ({place})");
			return Ok((line, transactions, false));
		}
		if receipt.event("Shareholders", "SplitEnded").is_some() {
			let sold = converted.unwrap_or_default();
			let line = format!("the split is finished{sold} ({place})");
			return Ok((line, transactions, true));
		}
	}
	Err(Failure::unknown(
		format!("the split of {} goes on after {MAX_CALLS} transactions", class.symbol()),
		"run the command again",
	))
}

/// What fractions a split has left, in words.
fn fractions(receipt: &Receipt, class: &Class) -> Option<String> {
	let atoms = in_event(receipt, "Shareholders", "SplitConverted", "fractions")?;
	let split = in_event(receipt, "Shareholders", "SplitConverted", "split")?;
	let symbol = class.symbol();
	Some(match atoms {
		0 => String::new(),
		atoms => format!(
			"; fractions make up {}, anybody bids for them with `kongsi shares bid-fractions {symbol} {split} AMOUNT`",
			class.token.unit.text(atoms)
		),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ratios_are_new_for_old() {
		assert_eq!("2:1".parse(), Ok(Ratio { new: 2, old: 1 }));
		assert_eq!("1:10".parse(), Ok(Ratio { new: 1, old: 10 }));
		for text in ["", "2", "2:0", "0:1", "2/1", "-2:1", "2:1:1"] {
			assert!(text.parse::<Ratio>().is_err(), "{text}");
		}
	}
}
