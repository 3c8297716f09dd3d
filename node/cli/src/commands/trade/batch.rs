//! Several operations at once, and `kongsi submit`.

use super::{executed, key, refused};
use crate::{
	chain::{
		call::{call, Call},
		send::Receipt,
		Chain,
	},
	commands::acting::now,
	context::{place, sent_json, Context},
	error::{Failure, Kind, Result},
	market::{
		batch::{parse, Operation, MAX_BYTES},
		executed::Outcome,
		outcome, Market,
	},
	report::{error_json, Report, Table},
};
use clap::Args;
use serde_json::{json, Value as Json};
use std::io::Read;
use subxt::dynamic::Value;

/// Operations that are listed before they are signed; of more, only the number is told.
const SHOWN: usize = 20;

/// Arguments of `submit`.
#[derive(Clone, Debug, Args)]
#[command(
	after_help = "One operation a line; # starts a comment, commas may stand for spaces:\n\n  \
	                    buy MARKET SIZE PRICE [ioc|fok|post-only|post-only=slide] [client-id=N] [expires=1h] [self-trade=MODE]\n  \
	                    sell MARKET SIZE PRICE ...\n  \
	                    cancel MARKET ID | cancel MARKET client-id=N\n  \
	                    cancel-all MARKET [buy|sell]\n  \
	                    cancel-after MARKET WHEN|never\n  \
	                    amend MARKET ID [price=P] [size=S]\n\n\
	                    Or a JSON list of objects with op (place, cancel, cancelAll, cancelAfter, amend), market, side, size, price, id,\n\
	                    clientId, timeInForce, selfTrade, expires, deadline. docs/cli.md has examples."
)]
pub struct SubmitArgs {
	/// The file; - reads the standard input
	pub file: std::path::PathBuf,
	/// Show what the file means and sign nothing
	#[arg(long)]
	pub preview: bool,
}

/// Carries out the operations of a file.
///
/// # Errors
///
/// What the command could not do, and why.
pub async fn submit(context: &Context, args: &SubmitArgs) -> Result<Report> {
	let written = parse(&read(&args.file)?)?;
	let chain = context.chain().await?;
	let (_, markets) = chain.exchange_info().await?;
	let now = now(&chain.best().await?)?;
	let resolved = written.iter().map(|written| written.resolve(&markets, now));
	let operations = resolved.collect::<Result<Vec<_>>>()?;
	if args.preview {
		let texts: Vec<&str> = operations.iter().map(|one| one.text.as_str()).collect();
		return Ok(Report::new(texts.join("\n"), json!({ "operations": texts })));
	}
	let what = format!("Carry out {}", counted(operations.len()));
	perform(context, &chain, &markets, &what, &operations).await
}

fn counted(count: usize) -> String {
	match count {
		1 => "1 operation".to_owned(),
		count => format!("{count} operations"),
	}
}

fn read(file: &std::path::Path) -> Result<String> {
	let failed = |error: std::io::Error| {
		Failure::input(format!("{} cannot be read ({error})", file.display()), "check its name")
	};
	let mut text = String::new();
	let input: Box<dyn Read> = if file.as_os_str() == "-" {
		Box::new(std::io::stdin().lock())
	} else {
		Box::new(std::fs::File::open(file).map_err(failed)?)
	};
	input.take(MAX_BYTES.saturating_add(1)).read_to_string(&mut text).map_err(failed)?;
	if u64::try_from(text.len()).unwrap_or(u64::MAX) > MAX_BYTES {
		return Err(Failure::input(format!("{} is too long", file.display()), "split it"));
	}
	Ok(text)
}

/// Several operations as one call.
fn together(operations: &[Operation]) -> Call {
	let values = operations.iter().map(Operation::value);
	call("OrderBook", "submit", [Value::unnamed_composite(values)])
}

/// Asks once and carries out operations: in as many transactions as they need, one after another. Each operation stands by
/// itself; one that the book refuses leaves the others alone, and the report then says so by its exit code.
///
/// # Errors
///
/// What stopped it, and how much was done until then.
pub(super) async fn perform(
	context: &Context,
	chain: &Chain,
	markets: &[Market],
	what: &str,
	operations: &[Operation],
) -> Result<Report> {
	let key = key(context, chain)?;
	let (info, _) = chain.exchange_info().await?;
	let most = info["limits"]["maxOperations"].as_u64().and_then(|most| usize::try_from(most).ok());
	let chunks: Vec<&[Operation]> = operations.chunks(most.unwrap_or(1).max(1)).collect();
	let mut lines = vec![what.to_owned()];
	lines.extend(operations.iter().take(SHOWN).map(|one| format!("  {}", one.text)));
	if operations.len() > SHOWN {
		lines.push(format!("  and {} more", operations.len().saturating_sub(SHOWN)));
	}
	let mut done: Vec<Option<Outcome>> = Vec::with_capacity(operations.len());
	let mut receipts = Vec::new();
	if let [only] = chunks.as_slice() {
		let receipt = context.perform(chain, &key, &lines.join("\n"), &together(only)).await?;
		done.extend(outcomes(only, &receipt));
		receipts.push(receipt);
	} else {
		lines.push(format!(
			"  in      {} transactions, one after another, each with a fee",
			chunks.len()
		));
		lines.push(format!("  account {}", context.signers(chain, &key)?));
		lines.push(format!("  chain   {}", chain.identity.name));
		context.confirm(&lines.join("\n"))?;
		for chunk in &chunks {
			match context.perform_agreed(chain, &key, &together(chunk)).await {
				Ok(receipt) => {
					done.extend(outcomes(chunk, &receipt));
					receipts.push(receipt);
				}
				Err(failure) if receipts.is_empty() => return Err(failure),
				// What went before is done, and its orders have ids that nobody else tells.
				Err(failure) => {
					let before = report(chain, markets, operations, &done, &receipts).await?;
					return Ok(stopped(
						before,
						operations.len().saturating_sub(done.len()),
						&failure,
					));
				}
			}
		}
	}
	report(chain, markets, operations, &done, &receipts).await
}

/// A report of what was done before a transaction failed.
fn stopped(mut report: Report, left: usize, failure: &Failure) -> Report {
	report.text =
		format!("{}\nthen it stopped, with {} left: {failure}", report.text, counted(left));
	report.json["error"] = error_json(failure)["error"].take();
	report.exit_code = failure.kind.exit_code();
	report
}

/// What became of the operations of one transaction.
fn outcomes(operations: &[Operation], receipt: &Receipt) -> Vec<Option<Outcome>> {
	let markets: Vec<u32> = operations.iter().map(|one| one.market).collect();
	let events = executed(receipt);
	outcome::by_operation(&markets, &events).into_iter().map(Option::<&_>::cloned).collect()
}

async fn report(
	chain: &Chain,
	markets: &[Market],
	operations: &[Operation],
	done: &[Option<Outcome>],
	receipts: &[Receipt],
) -> Result<Report> {
	let followed = receipts.iter().all(|receipt| receipt.block.is_some());
	let places: Vec<String> = receipts.iter().map(|receipt| place(chain, receipt)).collect();
	let transactions: Vec<Json> =
		receipts.iter().map(|receipt| sent_json(chain, receipt, json!({}))).collect();
	if !followed {
		return Ok(Report::new(places.join("\n"), json!({ "transactions": transactions })));
	}
	let view = chain.best().await?;
	let mut table = Table::new(&["#", "operation", "outcome"]);
	let (mut failed, mut entries) = (0u32, Vec::new());
	for (index, (operation, outcome)) in operations.iter().zip(done).enumerate() {
		let market = markets.iter().find(|market| market.id == operation.market);
		let grid = market.map(Market::grid).transpose()?;
		let (text, mut json) = match (outcome, &grid) {
			(Some(Outcome::Refused(error)), _) => {
				failed = failed.saturating_add(1);
				let failure = refused(&view, error);
				let json = json!({ "outcome": "refused", "error": error, "cause": failure.cause });
				(failure.to_string(), json)
			}
			(Some(outcome), Some(grid)) => {
				(outcome::text(outcome, grid), outcome::json(outcome, grid))
			}
			_ => {
				failed = failed.saturating_add(1);
				("not carried out: its market was halted".to_owned(), json!({ "outcome": "none" }))
			}
		};
		json["operation"] = json!(operation.text);
		entries.push(json);
		table.row([index.saturating_add(1).to_string(), operation.text.clone(), text]);
	}
	let text = format!("{}\n{}", table.text(), places.join("\n"));
	let json = json!({ "transactions": transactions, "outcomes": entries, "failed": failed });
	// Nothing is wrong with the command, and not all of it was done: programs have to see that.
	let exit_code = if failed > 0 { Kind::Refused.exit_code() } else { 0 };
	Ok(Report { exit_code, ..Report::new(text, json) })
}
