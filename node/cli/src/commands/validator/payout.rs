//! `kongsi validator payout`.

use crate::{
	address::Address,
	chain::{call::each_by_itself, rewards},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	report::Report,
};
use clap::Args;
use serde_json::{json, Value as Json};

/// Parts that one transaction pays: each pays up to 65 accounts in every token of the pot, and a block has to hold them.
const PARTS_PER_TRANSACTION: usize = 4;

/// Arguments of `validator payout`.
#[derive(Debug, Args)]
pub struct PayoutArgs {
	/// The stash [default: the account of the key]
	pub account: Option<Address>,
	/// One era only
	#[arg(long)]
	pub era: Option<u32>,
}

pub(super) async fn payout(context: &Context, args: &PayoutArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let key = context.key(&chain)?;
	let stash = context.account(&chain, args.account.as_ref())?;
	let view = chain.best().await?;
	let unpaid = rewards::unpaid(&view, &stash, args.era).await?;
	if unpaid.is_empty() {
		return Ok(Report::new("nothing is owed", json!({ "paid": [], "transactions": [] })));
	}
	let eras: Vec<u32> = unpaid.iter().map(|part| part.era).collect();
	let (first, last) = (eras.first().copied(), eras.last().copied());
	context.confirm(&format!(
		"Pay {} parts of eras {} to {} to {} and its nominators",
		unpaid.len(),
		first.unwrap_or_default(),
		last.unwrap_or_default(),
		chain.address(&stash)
	))?;
	let mut transactions: Vec<Json> = Vec::new();
	let mut lines = Vec::new();
	let (mut refused, mut paid) = (0, Vec::new());
	for parts in unpaid.chunks(PARTS_PER_TRANSACTION) {
		// Somebody else may pay a part in the same block, which must not stop the others.
		let calls = parts.iter().map(|part| rewards::payout(&stash, part)).collect();
		let receipt = context.perform_agreed(&chain, &key, &each_by_itself(calls)).await?;
		let done: Vec<_> = parts.iter().zip(receipt.items()).filter(|(_, done)| *done).collect();
		let failed = parts.len().saturating_sub(done.len());
		refused += failed;
		paid.extend(done.iter().map(|(part, _)| json!({ "era": part.era, "page": part.page })));
		lines.push(format!(
			"{} parts, {}",
			parts.len().saturating_sub(failed),
			place(&chain, &receipt)
		));
		transactions.push(sent_json(&chain, &receipt, json!({ "refused": failed })));
	}
	if refused == unpaid.len() {
		return Err(Failure::refused(
			format!("none of {refused} parts could be paid"),
			"somebody may have paid them just now; see `kongsi validator status`",
		));
	}
	Ok(Report::new(
		format!("paid {}\n{}", chain.address(&stash), lines.join("\n")),
		json!({ "paid": paid, "refused": refused, "transactions": transactions }),
	))
}
