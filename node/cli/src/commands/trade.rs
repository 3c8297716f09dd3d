//! The commands of traders: orders, cancels, batches.

pub mod args;
pub mod batch;
mod deadline;
pub mod orders;
pub mod place;

use crate::{
	chain::{refusal, send::Receipt, view::View, Chain},
	context::Context,
	error::{Failure, Result},
	keys::signer::Pair,
	market::{
		executed::{Executed, Outcome},
		order::NewOrder,
		Market,
	},
};
use serde_json::json;

/// What the events of a transaction say of the book.
fn executed(receipt: &Receipt) -> Vec<Executed> {
	let events = receipt.events.iter();
	let events = events.filter(|event| event.pallet == "OrderBook" && event.name == "Executed");
	events.filter_map(|event| Executed::read(&event.fields)).collect()
}

/// What became of a call with a single operation.
fn outcome_of(events: &[Executed]) -> Result<&Outcome> {
	let first = events.first().and_then(|event| event.outcomes.first());
	first.ok_or_else(|| {
		Failure::refused(
			"the exchange has halted the market and done nothing",
			"`kongsi markets` shows its status; cancels always work",
		)
	})
}

/// Why an operation of a batch was refused, by the runtime's description of its error.
fn refused(view: &View, error: &str) -> Failure {
	let pallet = view.metadata().pallet_by_name("OrderBook");
	let variants = pallet.and_then(|pallet| pallet.error_variants()).unwrap_or_default();
	let variant = variants.iter().find(|variant| variant.name == error);
	let docs = variant.map(|variant| variant.docs.as_slice()).unwrap_or_default();
	refusal::of_pallet("OrderBook", error, docs)
}

/// That the order book would take an order, as it stands, and as what this program will sign.
async fn check(context: &Context, chain: &Chain, market: &Market, order: &NewOrder) -> Result<()> {
	let grid = market.grid()?;
	let account = chain.address(&context.account(chain, None)?);
	let params = [json!(account), order.json(market, &grid)];
	let checked = chain.exchange("orderbook_v1_checkOrder", &params).await?;
	let same = (checked["ticks"].as_u64(), checked["lots"].as_u64());
	if same == (Some(order.ticks), Some(order.lots)) {
		return Ok(());
	}
	Err(Failure::network(
		format!(
			"the node takes the order for {} ticks and {} lots, and not for {} and {}",
			checked["ticks"], checked["lots"], order.ticks, order.lots
		),
		"use the node that belongs to this version of kongsi",
	))
}

/// The key, on this chain.
fn key(context: &Context, chain: &Chain) -> Result<Pair> {
	context.key(chain)
}
