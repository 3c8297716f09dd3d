//! `kongsi cancel --after` and `--lapsed`: the dead-man's switch of traders. `docs/trading.md` says what it means.

use super::{batch, executed, key, orders, outcome_of};
use crate::{
	address::{AccountId, Address},
	chain::{
		call::{account, call, number},
		Chain,
	},
	cli::Options,
	commands::acting::now,
	context::{place, sent_json, Context},
	error::Result,
	market::{
		answer::{cell, list},
		batch::Operation,
		choose, outcome, Market,
	},
	report::Report,
	when::{Deadline, Now},
};
use serde_json::{json, Value as Json};
use subxt::utils::H256;

/// Sets the deadline in a market or in all, or takes it away.
///
/// # Errors
///
/// What the command could not do, and why.
pub(super) async fn set(
	context: &Context,
	market: Option<&str>,
	wanted: Deadline,
) -> Result<Report> {
	let chain = context.chain().await?;
	let who = context.account(&chain, None)?;
	let (_, markets) = chain.exchange_info().await?;
	let chosen: Vec<&Market> = match market {
		Some(market) => vec![choose(&markets, market)?],
		None => markets.iter().collect(),
	};
	let view = chain.best().await?;
	let now = now(&view)?;
	let deadline = now.deadline(wanted)?;
	let kept = view.deadlines(&who).await?;
	let operations = operations(&chosen, deadline, &kept);
	match operations.as_slice() {
		[] => {
			let text = "there is no deadline: nothing was changed";
			Ok(Report::new(text, json!({ "outcomes": [], "failed": 0 })))
		}
		[only] => orders::single(context, &chain, &markets, only, "").await,
		several => {
			let what = match deadline {
				Some(block) => format!(
					"Cancel all orders after {}, unless another deadline is set by then; new orders are refused after it",
					now.text(block)
				),
				None => "Take the deadlines away".to_owned(),
			};
			batch::perform(context, &chain, &markets, &what, several).await
		}
	}
}

/// What is to be done in these markets: where there is no deadline, none has to be taken away.
fn operations(markets: &[&Market], deadline: Option<u32>, kept: &[(u32, u32)]) -> Vec<Operation> {
	let has_one = |market: &Market| kept.iter().any(|(id, _)| *id == market.id);
	let concerned = markets.iter().filter(|market| deadline.is_some() || has_one(market));
	concerned.map(|market| Operation::cancel_after(market, deadline)).collect()
}

/// Removes the orders of an account in a market that trade no longer. Anybody may, so nobody is acted for.
///
/// # Errors
///
/// What the command could not do, and why.
pub(super) async fn remove_lapsed(context: &Context, market: &str, of: &Address) -> Result<Report> {
	let context = &Context::new(Options { acting_for: None, ..context.options.clone() });
	let chain = context.chain().await?;
	let market = chain.market(market).await?;
	let of = chain.account(of)?;
	let (name, open) = (chain.address(&of), chain.open_orders(&of, Some(market.id)).await?);
	if list(&open["orders"]).iter().all(|order| order["expired"] != true) {
		let text = format!("{name} has no order in {} that trades no longer", market.name());
		return Ok(Report::new(text, json!({ "outcome": "lapsedRemoved", "count": 0 })));
	}
	let key = key(context, &chain)?;
	let what = format!("Remove the orders of {name} in {} that trade no longer", market.name());
	let call = call("OrderBook", "remove_lapsed", [number(market.id), account(&of)]);
	let receipt = context.perform(&chain, &key, &what, &call).await?;
	if receipt.block.is_none() {
		return Ok(Report::new(place(&chain, &receipt), sent_json(&chain, &receipt, json!({}))));
	}
	let events = executed(&receipt);
	let (outcome, grid) = (outcome_of(&events)?, market.grid()?);
	let text = format!("{} ({})", outcome::text(outcome, &grid), place(&chain, &receipt));
	let json = outcome::json(outcome, &grid);
	Ok(Report::new(text, sent_json(&chain, &receipt, json)))
}

/// Adds the deadlines of an account, in one market or in all, to its open orders, as of the same block; and says where the
/// chain is.
///
/// # Errors
///
/// A network failure if the node does not answer.
pub(super) async fn add(
	chain: &Chain,
	of: &AccountId,
	only: Option<u32>,
	answer: &mut Json,
) -> Result<Now> {
	let block: Option<H256> = serde_json::from_value(answer["block"]["hash"].clone()).ok();
	let view = match block {
		Some(block) => chain.at(block).await?,
		None => chain.best().await?,
	};
	let now = now(&view)?;
	let mut kept = view.deadlines(of).await?;
	kept.retain(|(market, _)| only.is_none_or(|only| only == *market));
	let markets = if kept.is_empty() { Vec::new() } else { chain.exchange_info().await?.1 };
	let deadlines = kept.into_iter().map(|kept| described(&markets, kept, now)).collect();
	if let Some(fields) = answer.as_object_mut() {
		fields.insert("deadlines".to_owned(), deadlines);
	}
	Ok(now)
}

fn described(markets: &[Market], (id, deadline): (u32, u32), now: Now) -> Json {
	let market = markets.iter().find(|market| market.id == id);
	json!({
		"market": id,
		"symbol": market.map(|market| market.symbol.as_str()),
		"deadline": deadline,
		// It is the last block in which orders trade: from the next one on they do not.
		"passed": deadline <= now.height,
	})
}

/// A deadline in words.
pub(super) fn line(deadline: &Json, now: Now) -> String {
	let market = match deadline["symbol"].as_str() {
		Some(_) => cell(&deadline["symbol"]),
		None => format!("market {}", cell(&deadline["market"])),
	};
	if deadline["passed"] == true {
		return format!(
			"{market}: the deadline, block {}, has passed: orders are refused until `kongsi cancel --after` sets another or never",
			cell(&deadline["deadline"])
		);
	}
	let block = deadline["deadline"].as_u64().and_then(|block| u32::try_from(block).ok());
	let block = block.map(|block| now.text(block)).unwrap_or_default();
	format!("{market}: orders trade up to {block}, unless another deadline is set by then")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::test_market;

	#[test]
	fn a_deadline_is_set_everywhere_and_taken_away_where_there_is_one() {
		let markets = [
			test_market(0, "KSI/CASH", (12, 6), ("100", "10000000000")),
			test_market(1, "HALO/CASH", (0, 6), ("10000", "1")),
		];
		let chosen: Vec<&Market> = markets.iter().collect();
		let of = |deadline, kept: &[(u32, u32)]| -> Vec<u32> {
			let operations = operations(&chosen, deadline, kept);
			operations.iter().map(|operation| operation.market).collect()
		};
		assert_eq!(of(Some(115), &[]), [0, 1]);
		assert_eq!(of(None, &[(1, 90)]), [1]);
		assert!(of(None, &[]).is_empty());
	}

	#[test]
	fn a_deadline_has_passed_with_its_block() {
		let markets = [test_market(1, "HALO/CASH", (0, 6), ("10000", "1"))];
		let at = |height| Now { height, block_ms: 2_000 };
		assert_eq!(
			described(&markets, (1, 115), at(114)),
			json!({ "market": 1, "symbol": "HALO/CASH", "deadline": 115, "passed": false })
		);
		// Block 115 is done: block 116 is the next in which something could trade.
		assert_eq!(described(&markets, (1, 115), at(115))["passed"], true);
		// A market that has ended has no name any more.
		let ended = described(&markets, (7, 115), at(114));
		assert!(line(&ended, at(114)).starts_with("market 7: orders trade up to block 115, in 2 s"));
	}
}
