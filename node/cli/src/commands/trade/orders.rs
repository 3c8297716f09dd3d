//! `kongsi orders`, `cancel`, `amend` and `replace`.

use super::{
	args::{Price, Terms},
	batch, deadline, executed, key, outcome_of,
};
use crate::{
	address::{AccountId, Address},
	amount::Amount,
	chain::Chain,
	commands::{acting::now, follow},
	context::{place, sent_json, Context},
	error::{Failure, Result},
	market::{
		answer::{block, cell, list, moment},
		batch::Operation,
		choose,
		grid::Grid,
		order::{NewOrder, Side},
		outcome, Market,
	},
	report::{Report, Table},
	when::{Deadline, Now},
};
use clap::Args;
use serde_json::{json, Value as Json};

/// Orders of one page of the history, and pages that are read to find closed ones.
const PAGE: u32 = 500;
const MAX_PAGES: usize = 20;

/// Arguments of `orders`.
#[derive(Clone, Debug, Args)]
pub struct OrdersArgs {
	/// Whose [default: the account of the key]
	pub account: Option<Address>,
	/// Those of one market
	#[arg(long)]
	pub market: Option<String>,
	/// Those that are closed, from the node's history
	#[arg(long, conflicts_with = "follow")]
	pub closed: bool,
	/// Entries of the history at most
	#[arg(long, requires = "closed", conflicts_with = "follow", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
	pub limit: u32,
	/// Go on with what happens to orders, fills and balances
	#[arg(long)]
	pub follow: bool,
}

/// Arguments of `cancel`.
#[derive(Clone, Debug, Args)]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(true).args(["ids", "client_id", "all", "market"]))]
pub struct CancelArgs {
	/// The orders, by their ids
	#[arg(value_name = "ID", conflicts_with_all = ["client_id", "all", "side"])]
	pub ids: Vec<u128>,
	/// The order with this number of your own
	#[arg(long, value_name = "N", conflicts_with_all = ["all", "side"])]
	pub client_id: Option<u64>,
	/// All orders in all markets
	#[arg(long, conflicts_with = "market")]
	pub all: bool,
	/// The market; alone, all orders in it
	#[arg(long)]
	pub market: Option<String>,
	/// Of all orders, those of one side
	#[arg(long, value_enum)]
	pub side: Option<Side>,
	/// Not now, but at a deadline, unless another is set by then: a dead-man's switch. A block, how long from now (30s, +15), or never
	#[arg(long, value_name = "WHEN", conflicts_with_all = ["ids", "client_id", "side"])]
	pub after: Option<Deadline>,
	/// Of this account, which may be anybody's, the orders that trade no longer
	#[arg(long, value_name = "ACCOUNT", conflicts_with_all = ["ids", "client_id", "all", "side", "after"])]
	pub lapsed: Option<Address>,
}

/// Arguments of `amend`.
#[derive(Clone, Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args(["price", "size"]))]
pub struct AmendArgs {
	/// The order
	pub id: u128,
	/// Its new price; it then gives up its place
	#[arg(long)]
	pub price: Option<Price>,
	/// What shall rest; less at the same price keeps its place
	#[arg(long)]
	pub size: Option<Amount>,
}

/// Arguments of `replace`.
#[derive(Clone, Debug, Args)]
pub struct ReplaceArgs {
	/// The order that goes
	pub id: u128,
	/// The size of the one that comes
	pub size: Amount,
	/// Its worst price, such as @25.05
	#[arg(value_name = "@PRICE")]
	pub price: Price,
	/// How it works
	#[command(flatten)]
	pub terms: Terms,
}

/// Lists orders.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn orders(context: &Context, args: &OrdersArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let account = context.account(&chain, args.account.as_ref())?;
	let market = match &args.market {
		Some(wanted) => Some(chain.market(wanted).await?.id),
		None => None,
	};
	if args.follow {
		return follow::account(context, &chain, &account, market).await;
	}
	if args.closed {
		let answer = closed(&chain, &account, market, args.limit).await?;
		return Ok(Report::new(closed_text(&answer), answer));
	}
	let mut answer = chain.open_orders(&account, market).await?;
	let now = deadline::add(&chain, &account, market, &mut answer).await?;
	Ok(Report::new(open_text(&answer, now), answer))
}

/// The last orders of an account that are not open any more. The history lists all together.
async fn closed(
	chain: &Chain,
	account: &AccountId,
	market: Option<u32>,
	limit: u32,
) -> Result<Json> {
	let limit = usize::try_from(limit).unwrap_or(usize::MAX);
	let (mut cursor, mut found) = (Json::Null, Vec::new());
	for _ in 0..MAX_PAGES {
		let params =
			[json!(chain.address(account)), json!(market), Json::Null, cursor, json!(PAGE)];
		let page = chain.exchange("market_v1_orders", &params).await?;
		let ended = list(&page["orders"]).iter().filter(|order| order["status"] != "open");
		found.extend(ended.cloned());
		cursor = page["nextCursor"].clone();
		if cursor.is_null() || found.len() >= limit {
			break;
		}
	}
	found.truncate(limit);
	Ok(json!({ "account": chain.address(account), "orders": found }))
}

fn open_text(answer: &Json, now: Now) -> String {
	let mut table = Table::new(&["market", "side", "price", "size", "id", "client id", "expires"])
		.right(&[2, 3]);
	for order in list(&answer["orders"]) {
		let expires = match (order["expired"].as_bool(), &order["expiresAt"]) {
			(Some(true), _) => "expired".to_owned(),
			(_, Json::Null) => "-".to_owned(),
			(_, block) => format!("after block {}", cell(block)),
		};
		table.row([
			cell(&order["symbol"]),
			cell(&order["side"]),
			cell(&order["price"]),
			cell(&order["remaining"]),
			cell(&order["id"]),
			cell(&order["clientId"]),
			expires,
		]);
	}
	let mut lines = vec![match table.is_empty() {
		true => format!("no open orders, {}", block(answer)),
		false => format!("{}\n{}", table.text(), block(answer)),
	}];
	lines.extend(list(&answer["deadlines"]).iter().map(|one| deadline::line(one, now)));
	lines.join("\n")
}

fn closed_text(answer: &Json) -> String {
	let mut table = Table::new(&[
		"ended", "market", "side", "price", "size", "filled", "average", "status", "id",
	])
	.right(&[3, 4, 5, 6]);
	for order in list(&answer["orders"]) {
		table.row([
			moment(&order["changed"]),
			cell(&order["symbol"]),
			cell(&order["side"]),
			cell(&order["price"]),
			cell(&order["size"]),
			cell(&order["filled"]),
			cell(&order["averagePrice"]),
			cell(&order["status"]),
			cell(&order["id"]),
		]);
	}
	table.text_or("no closed orders")
}

/// An open order of the account that a command is about.
async fn own(context: &Context, chain: &Chain, id: u128) -> Result<(Market, Json)> {
	let account = context.account(chain, None)?;
	let (_, markets) = chain.exchange_info().await?;
	let open = chain.open_orders(&account, None).await?;
	find(&markets, &open, id)
}

fn find(markets: &[Market], open: &Json, id: u128) -> Result<(Market, Json)> {
	let wanted = id.to_string();
	let found = list(&open["orders"]).iter().find(|order| order["id"] == *wanted);
	let found = found.ok_or_else(|| {
		Failure::input(
			format!(
				"{} has no open order {id}; it was filled or cancelled, or never was",
				cell(&open["account"])
			),
			"`kongsi orders` lists those that are open",
		)
	})?;
	Ok((choose(markets, &cell(&found["market"]))?.clone(), found.clone()))
}

/// Cancels orders.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn cancel(context: &Context, args: &CancelArgs) -> Result<Report> {
	match (args.after, &args.lapsed) {
		(Some(wanted), _) => {
			return deadline::set(context, args.market.as_deref(), wanted).await;
		}
		(None, Some(of)) => {
			let market = args.market.as_deref().unwrap_or_default();
			return deadline::remove_lapsed(context, market, of).await;
		}
		(None, None) => {}
	}
	let chain = context.chain().await?;
	let account = context.account(&chain, None)?;
	let (_, markets) = chain.exchange_info().await?;
	let market = args.market.as_deref().map(|wanted| choose(&markets, wanted)).transpose()?;
	let operations = if let (Some(market), [_, ..]) = (market, args.ids.as_slice()) {
		// With its market, also an order of somebody else that has expired can be named.
		args.ids.iter().map(|id| Operation::cancel(market, *id)).collect()
	} else {
		let open = chain.open_orders(&account, market.map(|market| market.id)).await?;
		which(args, &markets, &open)?
	};
	match operations.as_slice() {
		[] => {
			let text = "there are no open orders: nothing was cancelled";
			Ok(Report::new(text, json!({ "outcomes": [], "failed": 0 })))
		}
		[only] => single(context, &chain, &markets, only, "").await,
		several => {
			let what = format!("Cancel {} times", several.len());
			batch::perform(context, &chain, &markets, &what, several).await
		}
	}
}

/// What is to be cancelled of the open orders.
fn which(args: &CancelArgs, markets: &[Market], open: &Json) -> Result<Vec<Operation>> {
	if !args.ids.is_empty() {
		let found = args.ids.iter().map(|id| {
			let (market, _) = find(markets, open, *id)?;
			Ok(Operation::cancel(&market, *id))
		});
		return found.collect();
	}
	if let Some(number) = args.client_id {
		let named = number.to_string();
		let found = list(&open["orders"]).iter().filter(|order| order["clientId"] == *named);
		let found: Vec<&Json> = found.collect();
		return match found.as_slice() {
			[only] => {
				let market = choose(markets, &cell(&only["market"]))?;
				Ok(vec![Operation::cancel_by_client_id(market, number)])
			}
			[] => Err(Failure::input(
				format!("{} has no open order with the client id {number}", cell(&open["account"])),
				"`kongsi orders` lists those that are open",
			)),
			several => {
				let numbers: Vec<String> =
					several.iter().map(|order| cell(&order["market"])).collect();
				Err(Failure::input(
					format!("orders in several markets have the client id {number}"),
					format!("add --market with the one you mean: {}", numbers.join(", ")),
				))
			}
		};
	}
	let side = |order: &&Json| args.side.is_none_or(|side| order["side"] == side.name());
	let mut numbers: Vec<String> =
		list(&open["orders"]).iter().filter(side).map(|order| cell(&order["market"])).collect();
	numbers.dedup();
	let each = |number: &String| Ok(Operation::cancel_all(choose(markets, number)?, args.side));
	numbers.iter().map(each).collect()
}

/// What to know before an order is signed that trades at once as the book stands; nothing where it does not.
async fn at_once(chain: &Chain, market: &Market, grid: &Grid, order: NewOrder) -> Result<String> {
	let plan = super::place::preview(chain, market, grid, order).await?;
	let warning = plan.fills_text(grid).map(|fills| {
		let fee = grid.quote().text(plan.taken.fee);
		format!("\n  fills at once  {fills}, unless it is post-only\n  trade fee      {fee}")
	});
	Ok(warning.unwrap_or_default())
}

/// Carries out one operation, whose refusal is the transaction's. The warning is read behind it before it is signed.
pub(super) async fn single(
	context: &Context,
	chain: &Chain,
	markets: &[Market],
	operation: &Operation,
	warning: &str,
) -> Result<Report> {
	let key = key(context, chain)?;
	let what = format!("{}{warning}", first_large(&operation.text));
	let receipt = context.perform(chain, &key, &what, &operation.call()).await?;
	if receipt.block.is_none() {
		let json = json!({ "operation": operation.text });
		return Ok(Report::new(place(chain, &receipt), sent_json(chain, &receipt, json)));
	}
	let grid = choose(markets, &operation.market.to_string())?.grid()?;
	let events = executed(&receipt);
	let outcome = outcome_of(&events)?;
	let mut json = outcome::json(outcome, &grid);
	json["operation"] = json!(operation.text);
	let text = format!("{} ({})", outcome::text(outcome, &grid), place(chain, &receipt));
	Ok(Report::new(text, sent_json(chain, &receipt, json)))
}

fn first_large(text: &str) -> String {
	let mut letters = text.chars();
	letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Amends an order.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn amend(context: &Context, args: &AmendArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let (market, order) = own(context, &chain, args.id).await?;
	let grid = market.grid()?;
	let ticks = args.price.as_ref().map(|Price(price)| grid.ticks(price)).transpose()?;
	let lots = args.size.as_ref().map(|size| grid.lots(size)).transpose()?;
	let (before_ticks, before) =
		(order["ticks"].as_u64().unwrap_or_default(), order["lots"].as_u64().unwrap_or_default());
	if ticks.is_none_or(|ticks| ticks == before_ticks) && lots.is_none_or(|lots| lots == before) {
		let rests = grid.size(before);
		let json = json!({ "outcome": "unchanged", "id": args.id.to_string(), "rests": rests });
		return Ok(Report::new("the order has this price and size already", json));
	}
	let keeps =
		ticks.is_none_or(|ticks| ticks == before_ticks) && lots.is_some_and(|lots| lots < before);
	let after = format!(
		"{} at {}",
		grid.size_text(lots.unwrap_or(before)),
		grid.price_text(ticks.unwrap_or(before_ticks))
	);
	let mut operation = Operation::amend(&market, args.id, ticks, lots);
	operation.text = format!(
		"{}, from {} at {} to {after}; it {} its place",
		operation.text,
		grid.size_text(before),
		grid.price_text(before_ticks),
		if keeps { "keeps" } else { "gives up" }
	);
	let warning = match keeps {
		true => String::new(),
		false => {
			let side = Side::named(&cell(&order["side"])).unwrap_or(Side::Buy);
			let (ticks, lots) = (ticks.unwrap_or(before_ticks), lots.unwrap_or(before));
			at_once(&chain, &market, &grid, NewOrder::plain(side, ticks, lots)).await?
		}
	};
	single(context, &chain, &[market], &operation, &warning).await
}

/// Cancels an order and places another of the same side.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn replace(context: &Context, args: &ReplaceArgs) -> Result<Report> {
	let chain = context.chain().await?;
	let (market, old) = own(context, &chain, args.id).await?;
	let grid = market.grid()?;
	let now = now(&chain.best().await?)?;
	let side = Side::named(&cell(&old["side"])).unwrap_or(Side::Buy);
	let (ticks, lots) = (grid.ticks(&args.price.0)?, grid.lots(&args.size)?);
	let order = args.terms.order(side, ticks, lots, now);
	let operations =
		[Operation::cancel(&market, args.id), Operation::place(&market, &grid, &order)];
	let what = format!(
		"Replace {} at {}; should that have been filled meanwhile, the new order is placed all the same{}",
		grid.size_text(old["lots"].as_u64().unwrap_or_default()),
		grid.price_text(old["ticks"].as_u64().unwrap_or_default()),
		at_once(&chain, &market, &grid, order).await?
	);
	batch::perform(context, &chain, &[market], &what, &operations).await
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		cli::{Cli, Command},
		market::test_market,
	};
	use clap::Parser;

	fn parse(line: &str) -> std::result::Result<CancelArgs, clap::Error> {
		Ok(match Cli::try_parse_from(line.split(' '))?.command {
			Command::Cancel(args) => args,
			other => panic!("{other:?}"),
		})
	}

	fn operations(line: &str) -> Result<Vec<String>> {
		let markets = [
			test_market(0, "KSI/CASH", (12, 6), ("100", "10000000000")),
			test_market(1, "HALO/CASH", (0, 6), ("10000", "1")),
		];
		let open = json!({
			"account": "5Eve",
			"orders": [
				{ "market": 0, "id": "5", "clientId": "7", "side": "buy" },
				{ "market": 1, "id": "6", "clientId": "7", "side": "sell" },
				{ "market": 1, "id": "9", "clientId": "8", "side": "sell" },
			],
		});
		let found = which(&parse(line).unwrap(), &markets, &open)?;
		Ok(found.into_iter().map(|operation| operation.text).collect())
	}

	#[test]
	fn orders_are_cancelled_by_id_number_market_or_altogether() {
		let halo = "in HALO/CASH (market 1)";
		assert_eq!(operations("kongsi cancel 6").unwrap(), [format!("cancel 6 {halo}")]);
		assert_eq!(
			operations("kongsi cancel --client-id 8").unwrap(),
			[format!("cancel client id 8 {halo}")]
		);
		assert_eq!(
			operations("kongsi cancel --all").unwrap(),
			[
				"cancel all orders in KSI/CASH (market 0)".to_owned(),
				format!("cancel all orders {halo}")
			]
		);
		assert_eq!(
			operations("kongsi cancel --all --side sell").unwrap(),
			[format!("cancel all sell orders {halo}")]
		);
	}

	#[test]
	fn what_is_not_open_or_not_clear_is_refused() {
		assert_eq!(
			operations("kongsi cancel 77").unwrap_err().cause,
			"5Eve has no open order 77; it was filled or cancelled, or never was"
		);
		assert_eq!(
			operations("kongsi cancel --client-id 7").unwrap_err().next,
			"add --market with the one you mean: 0, 1"
		);
		assert!(operations("kongsi cancel --client-id 9").is_err());
		for line in [
			"kongsi cancel",
			"kongsi cancel 5 --all",
			"kongsi cancel 5 --client-id 7",
			"kongsi cancel --side buy",
			"kongsi cancel --all --market 1",
			"kongsi cancel abc",
		] {
			assert!(parse(line).is_err(), "{line}");
		}
	}

	#[test]
	fn a_deadline_is_for_a_market_or_for_all() {
		let after = |line: &str| parse(line).unwrap().after;
		let half_a_minute = Some(Deadline::At(crate::when::When::Seconds(30)));
		assert_eq!(after("kongsi cancel --all --after 30s"), half_a_minute);
		assert_eq!(after("kongsi cancel --market 1 --after 30s"), half_a_minute);
		assert_eq!(after("kongsi cancel --all --after never"), Some(Deadline::Never));
		assert_eq!(after("kongsi cancel --all"), None);
		for line in [
			"kongsi cancel --after 30s",
			"kongsi cancel 5 --after 30s",
			"kongsi cancel --client-id 7 --after 30s",
			"kongsi cancel --all --side buy --after 30s",
			"kongsi cancel --all --after",
			"kongsi cancel --all --after soon",
		] {
			assert!(parse(line).is_err(), "{line}");
		}
	}

	#[test]
	fn what_has_lapsed_is_of_one_account_in_one_market() {
		let of = "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL";
		assert!(parse(&format!("kongsi cancel --market 1 --lapsed {of}"))
			.unwrap()
			.lapsed
			.is_some());
		for more in ["", "--all", "5", "--market 1 --side buy", "--market 1 --after 30s"] {
			let line = format!("kongsi cancel --lapsed {of} {more}");
			assert!(parse(line.trim()).is_err(), "{line}");
		}
	}

	#[test]
	fn a_limit_is_of_the_history_alone() {
		for line in ["kongsi orders --limit 5", "kongsi orders --follow --limit 5"] {
			assert!(Cli::try_parse_from(line.split(' ')).is_err(), "{line}");
		}
		assert!(Cli::try_parse_from(["kongsi", "orders", "--closed", "--limit", "5"]).is_ok());
	}

	#[test]
	fn an_amendment_changes_something() {
		assert!(Cli::try_parse_from(["kongsi", "amend", "5"]).is_err());
		assert!(Cli::try_parse_from(["kongsi", "amend", "5", "--price", "@25"]).is_ok());
		assert!(Cli::try_parse_from(["kongsi", "replace", "5", "10", "@25", "--post-only"]).is_ok());
	}

	#[test]
	fn open_orders_are_listed() {
		let answer = json!({
			"block": { "number": 19, "finalized": true },
			"orders": [{
				"symbol": "HALO/CASH", "side": "buy", "price": "24.65", "remaining": "140", "id": "12499",
				"clientId": "7", "expiresAt": null, "expired": false,
			}],
		});
		let now = Now { height: 19, block_ms: 2_000 };
		assert_eq!(
			open_text(&answer, now),
			"market     side  price  size  id     client id  expires\n\
			 HALO/CASH  buy   24.65   140  12499  7          -\nblock 19 (final)"
		);
		let none = json!({
			"block": { "number": 19, "finalized": false }, "orders": [],
			"deadlines": [
				{ "market": 0, "symbol": "KSI/CASH", "deadline": 34, "passed": false },
				{ "market": 1, "symbol": "HALO/CASH", "deadline": 19, "passed": true },
			],
		});
		assert_eq!(
			open_text(&none, now),
			"no open orders, block 19 (not final yet)\n\
			 KSI/CASH: orders trade up to block 34, in 30 s, unless another deadline is set by then\n\
			 HALO/CASH: the deadline, block 19, has passed: orders are refused until `kongsi cancel --after` sets another or never"
		);
	}
}
