//! Streams of the node, told line by line until somebody interrupts.
//!
//! A stream that has a gap, or that the node closes because nobody read it fast enough, is begun anew; its first message then says
//! where it stands. With `--json` each message is printed as the node sends it, `closed` too.

use crate::{
	address::AccountId,
	chain::Chain,
	context::Context,
	error::{Failure, Result},
	market::{
		answer::{cell, list, moment},
		book::{Change, LiveBook},
		Market,
	},
	report::{printable, Report},
};
use serde_json::{json, Value as Json};
use std::{
	io::{IsTerminal, Write},
	time::Duration,
};

/// How often a stream is begun anew without anything having come of it.
const ATTEMPTS: u32 = 3;
/// How long to wait before that.
const PAUSE: Duration = Duration::from_millis(500);

/// What follows a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
	/// The next message.
	Go,
	/// The stream, from its beginning.
	Anew,
	/// Nothing: nobody reads any more.
	Done,
}

/// Prints lines, if there are any.
fn print(lines: &[String]) -> Next {
	let mut stdout = std::io::stdout().lock();
	for line in lines {
		// A reader that has gone away, such as `head`, is no error.
		if writeln!(stdout, "{line}").is_err() {
			return Next::Done;
		}
	}
	match stdout.flush() {
		Ok(()) => Next::Go,
		Err(_) => Next::Done,
	}
}

/// Follows a stream until it is interrupted.
async fn follow(
	context: &Context,
	chain: &Chain,
	(group, stream): (&str, &str),
	params: &[Json],
	mut take: impl FnMut(&Json) -> Next,
) -> Result<Report> {
	let interrupted = tokio::signal::ctrl_c();
	tokio::pin!(interrupted);
	let mut attempts = 0;
	let mut reason = "it ends".to_owned();
	while attempts < ATTEMPTS {
		if attempts > 0 {
			tokio::time::sleep(PAUSE).await;
		}
		let mut messages = chain.stream(group, stream, params).await?;
		attempts += 1; // below ATTEMPTS until here
		let mut heard = 0u32;
		loop {
			let message = tokio::select! {
				_ = &mut interrupted => return Ok(Report::printed()),
				message = messages.next() => message,
			};
			let Some(Ok(message)) = message else { break };
			if context.options.json && print(&[message.to_string()]) == Next::Done {
				return Ok(Report::printed());
			}
			if let Some(told) = closed(&message) {
				reason = told;
				break;
			}
			match take(&message) {
				Next::Go => heard = heard.saturating_add(1),
				Next::Anew => {
					reason = "a message is missing".to_owned();
					break;
				}
				Next::Done => return Ok(Report::printed()),
			}
			// The first message comes with every beginning: only what follows it shows that the stream goes on.
			if heard > 1 {
				attempts = 0;
			}
		}
	}
	Err(Failure::network(
		format!("the node closes the stream again and again ({reason})"),
		"see `kongsi doctor`, or ask another node",
	))
}

/// Why the node ends a stream, if this is its last message.
fn closed(message: &Json) -> Option<String> {
	let last = message["type"] == "closed";
	last.then(|| cell(&message["reason"]).trim_end_matches('.').to_owned())
}

/// Follows the book of a market: redrawn on a terminal, told anew at each change elsewhere.
///
/// # Errors
///
/// A network failure if the node has no such stream, or does not go on with it.
pub async fn book(
	context: &Context,
	chain: &Chain,
	market: &Market,
	levels: u32,
) -> Result<Report> {
	let mut book = LiveBook::default();
	let redraw = std::io::stdout().is_terminal();
	let shown = usize::try_from(levels).unwrap_or(usize::MAX);
	let stream = ("orderbook_v1", "Depth");
	follow(context, chain, stream, &[json!(market.id), json!(levels)], |message| {
		match book.apply(message) {
			Change::Broken => Next::Anew,
			Change::Same => Next::Go,
			Change::Changed if context.options.json => Next::Go,
			Change::Changed => {
				let text = printable(&book.text(&market.symbol, shown));
				// Home, and clear the screen from there.
				print(&[if redraw {
					format!("\u{1b}[H\u{1b}[2J{text}")
				} else {
					format!("{text}\n")
				}])
			}
		}
	})
	.await
}

/// Follows the trades of a market.
///
/// # Errors
///
/// As [`book`].
pub async fn trades(context: &Context, chain: &Chain, market: &Market) -> Result<Report> {
	let mut told = Told::default();
	let stream = ("orderbook_v1", "Trades");
	follow(context, chain, stream, &[json!(market.id)], |message| match context.options.json {
		true => Next::Go,
		false => print(&trade_lines(message, &mut told)),
	})
	.await
}

/// How far a stream has come.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
	/// Whether it has begun before.
	begun: bool,
	/// The first and the last block of which something was told that is not final.
	open: Option<(u64, u64)>,
}

impl Told {
	/// Something of a block was told.
	fn tell(&mut self, block: &Json) {
		let Some(block) = block["number"].as_u64() else { return };
		let first = self.open.map_or(block, |(first, _)| first.min(block));
		self.open = Some((first, block));
	}

	/// The blocks behind `common` are undone. Worth a line if something of them was told.
	fn undo(&mut self, common: &Json) -> Option<String> {
		let (first, last) = self.open?;
		let Some(common) = common["number"].as_u64() else {
			self.open = None;
			return Some(
				"the chain went back by more than the node can tell: what was not final does not count".to_owned(),
			);
		};
		self.open = (first <= common).then_some((first, last.min(common)));
		let line = || {
			format!("the chain went back: what came after block {common} does not count, what does follows")
		};
		(last > common).then(line)
	}

	/// All up to a block is final. Worth a line if something of it was told.
	fn confirm(&mut self, block: &Json) -> Option<String> {
		let (first, last) = self.open?;
		let block = block["number"].as_u64().filter(|block| *block >= first)?;
		self.open = (last > block).then_some((block.saturating_add(1), last));
		Some(format!("final up to block {block}"))
	}
}

/// What a message of the stream of trades says.
fn trade_lines(message: &Json, told: &mut Told) -> Vec<String> {
	match message["type"].as_str() {
		Some("start") => {
			let block = cell(&message["block"]["number"]);
			let again = std::mem::replace(&mut told.begun, true);
			let line = || {
				format!("the stream begins anew after block {block}: trades before may be missing")
			};
			again.then(line).into_iter().collect()
		}
		Some("trades") => {
			told.tell(&message["block"]);
			let line = |trade: &Json| {
				printable(&format!(
					"{}  {:<4}  {:>12} at {:<12}  block {}",
					moment(&message["time"]),
					cell(&trade["side"]),
					cell(&trade["size"]),
					cell(&trade["price"]),
					cell(&message["block"]["number"])
				))
			};
			list(&message["trades"]).iter().map(line).collect()
		}
		Some("reset") => told.undo(&message["common"]).into_iter().collect(),
		Some("final") => told.confirm(&message["block"]).into_iter().collect(),
		_ => Vec::new(),
	}
}

/// Follows the candles of a market.
///
/// # Errors
///
/// As [`book`].
pub async fn candles(
	context: &Context,
	chain: &Chain,
	market: &Market,
	interval: &str,
) -> Result<Report> {
	let stream = ("market_v1", "Candles");
	let params = [json!(market.id), json!(interval)];
	follow(context, chain, stream, &params, |message| match context.options.json {
		true => Next::Go,
		false => print(&candle_lines(message)),
	})
	.await
}

fn candle_lines(message: &Json) -> Vec<String> {
	let candles = list(&message["candles"]);
	let certain = |last: bool| match (message["final"] == true, last && message["open"] == true) {
		(true, false) => "final",
		(true, true) => "final so far",
		(false, _) => "not final yet",
	};
	let line = |(index, candle): (usize, &Json)| {
		let last = index.saturating_add(1) == candles.len();
		super::market::candle_line(candle).map(|line| format!("{line}  {}", certain(last)))
	};
	let mut lines: Vec<String> = candles.iter().enumerate().filter_map(line).collect();
	for removed in list(&message["removed"]) {
		lines.push(format!("{}  the chain went back: nothing was traded", moment(removed)));
	}
	lines
}

/// Follows what happens to the orders, fills and balances of an account, in one market or in all.
///
/// # Errors
///
/// As [`book`].
pub async fn account(
	context: &Context,
	chain: &Chain,
	account: &AccountId,
	market: Option<u32>,
) -> Result<Report> {
	let stream = ("orderbook_v1", "Account");
	let params = [json!(chain.address(account))];
	let mut told = Told::default();
	follow(context, chain, stream, &params, |message| match context.options.json {
		true => Next::Go,
		false => print(&account_lines(message, market, &mut told)),
	})
	.await
}

fn account_lines(message: &Json, market: Option<u32>, told: &mut Told) -> Vec<String> {
	let wanted = |entry: &&Json| market.is_none_or(|market| entry["market"] == market);
	let block = cell(&message["block"]["number"]);
	let mut lines = Vec::new();
	match message["type"].as_str() {
		Some("snapshot") => {
			let count = list(&message["orders"]).iter().filter(wanted).count();
			let again =
				if std::mem::replace(&mut told.begun, true) { "begins anew with " } else { "" };
			lines.push(format!("block {block}: {again}{count} open orders"));
		}
		Some("update") => {
			for order in list(&message["orders"]).iter().filter(wanted) {
				let reason = order["reason"].as_str().map(|reason| format!(" ({reason})"));
				// What never came to rest has no id.
				let id = order["id"].as_str().map(|id| format!(", order {id}"));
				lines.push(format!(
					"block {block}: {} {} at {}{}: {} filled, {} left, {}{}",
					cell(&order["symbol"]),
					cell(&order["side"]),
					cell(&order["price"]),
					id.unwrap_or_default(),
					cell(&order["filled"]),
					cell(&order["remaining"]),
					cell(&order["status"]),
					reason.unwrap_or_default()
				));
			}
			for fill in list(&message["fills"]).iter().filter(wanted) {
				lines.push(format!(
					"block {block}: {} {} {} at {} as {}, fee {}",
					cell(&fill["symbol"]),
					if fill["side"] == "buy" { "bought" } else { "sold" },
					cell(&fill["size"]),
					cell(&fill["price"]),
					cell(&fill["role"]),
					cell(&fill["fee"])
				));
			}
			for refused in list(&message["refused"]).iter().filter(wanted) {
				lines.push(format!(
					"block {block}: market {} refused an operation: {}",
					cell(&refused["market"]),
					cell(&refused["error"])
				));
			}
			for balance in list(&message["balances"]).iter().filter(|_| market.is_none()) {
				lines.push(format!(
					"block {block}: {} free, {} in orders, of {}",
					cell(&balance["free"]),
					cell(&balance["inOrders"]),
					cell(&balance["symbol"])
				));
			}
		}
		Some("reset") => lines.extend(told.undo(&message["common"])),
		Some("final") => lines.extend(told.confirm(&message["block"])),
		_ => {}
	}
	if message["type"] == "update" && !lines.is_empty() {
		told.tell(&message["block"]);
	}
	lines.iter().map(|line| printable(line)).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn trades_are_told_then_confirmed() {
		let mut told = Told::default();
		let trades = json!({
			"type": "trades", "block": { "number": 20 }, "time": 1_795_403_712_000u64,
			"trades": [{ "side": "buy", "size": "20", "price": "25.05" }],
		});
		assert_eq!(
			trade_lines(&trades, &mut told),
			["2026-11-23 03:15:12  buy             20 at 25.05         block 20"]
		);
		let done = json!({ "type": "final", "block": { "number": 20 } });
		assert_eq!(trade_lines(&done, &mut told), ["final up to block 20"]);
		// Blocks without trades are not worth a line.
		assert!(trade_lines(&done, &mut told).is_empty());
	}

	#[test]
	fn what_is_not_final_yet_is_confirmed_later() {
		let mut told = Told::default();
		let block = |number: u64| json!({ "number": number });
		told.tell(&block(20));
		told.tell(&block(22));
		assert_eq!(told.confirm(&block(19)), None);
		assert_eq!(told.confirm(&block(20)).as_deref(), Some("final up to block 20"));
		assert_eq!(told.open, Some((21, 22)));
		assert_eq!(told.confirm(&block(25)).as_deref(), Some("final up to block 25"));
		assert_eq!(told.open, None);
	}

	#[test]
	fn only_what_was_told_is_taken_back() {
		let mut told = Told { begun: true, open: Some((18, 20)) };
		assert_eq!(told.undo(&json!({ "number": 20 })), None);
		assert!(told.undo(&json!({ "number": 18 })).is_some());
		assert_eq!(told.open, Some((18, 18)));
		// The node does not say from where on.
		assert!(told.undo(&Json::Null).unwrap().contains("what was not final"));
		assert_eq!(told.undo(&Json::Null), None);
	}

	#[test]
	fn the_last_message_says_why() {
		let last =
			json!({ "type": "closed", "reason": "The reader was too slow: subscribe anew." });
		assert_eq!(closed(&last).as_deref(), Some("The reader was too slow: subscribe anew"));
		assert_eq!(closed(&json!({ "type": "final" })), None);
	}

	#[test]
	fn candles_are_told_with_how_sure_they_are() {
		let candle = |time: u64| json!([time, "25", "25", "25", "25", "5", "125", 1]);
		let update = |is_final: bool| {
			json!({
				"block": { "number": 20, "finalized": is_final }, "market": 1, "interval": "1m", "final": is_final,
				"candles": [candle(0), candle(60_000)], "removed": [], "open": true,
			})
		};
		let ends = |lines: Vec<String>| -> Vec<String> {
			let end = |line: &String| line.rsplit("  ").next().unwrap_or_default().to_owned();
			lines.iter().map(end).collect()
		};
		assert_eq!(ends(candle_lines(&update(false))), ["not final yet", "not final yet"]);
		assert_eq!(ends(candle_lines(&update(true))), ["final", "final so far"]);
		let gone = json!({ "final": false, "candles": [], "removed": [60_000], "open": false });
		assert_eq!(
			candle_lines(&gone),
			["1970-01-01 00:01:00  the chain went back: nothing was traded"]
		);
	}

	#[test]
	fn an_undone_block_says_so() {
		let mut told = Told { begun: true, open: Some((20, 20)) };
		let reset = json!({ "type": "reset", "common": { "number": 19 } });
		assert!(trade_lines(&reset, &mut told)[0].contains("after block 19 does not count"));
		let start = json!({ "type": "start", "block": { "number": 25 } });
		assert!(
			trade_lines(&start, &mut told)[0].starts_with("the stream begins anew after block 25")
		);
		assert!(trade_lines(&start, &mut Told::default()).is_empty());
	}

	#[test]
	fn what_happens_to_an_account_is_told_by_market() {
		let update = json!({
			"type": "update", "block": { "number": 20 }, "refused": [], "balances": [],
			"orders": [
				{ "market": 1, "symbol": "HALO/CASH", "side": "buy", "id": "5", "price": "25.05", "filled": "5",
				  "remaining": "0", "status": "filled", "reason": null },
				{ "market": 0, "symbol": "KSI/CASH" },
			],
			"fills": [{ "market": 1, "symbol": "HALO/CASH", "side": "buy", "size": "5", "price": "25.05",
				"role": "taker", "fee": "0.06" }],
		});
		let mut told = Told::default();
		assert_eq!(
			account_lines(&update, Some(1), &mut told),
			[
				"block 20: HALO/CASH buy at 25.05, order 5: 5 filled, 0 left, filled",
				"block 20: HALO/CASH bought 5 at 25.05 as taker, fee 0.06",
			]
		);
		assert_eq!(account_lines(&update, None, &mut told).len(), 3);
		let done = json!({ "type": "final", "block": { "number": 21 } });
		assert_eq!(account_lines(&done, None, &mut told), ["final up to block 21"]);
		assert!(account_lines(&done, None, &mut told).is_empty());
		let snapshot = json!({ "type": "snapshot", "block": { "number": 25 }, "orders": [] });
		assert_eq!(account_lines(&snapshot, None, &mut told), ["block 25: 0 open orders"]);
		assert_eq!(
			account_lines(&snapshot, None, &mut told),
			["block 25: begins anew with 0 open orders"]
		);
	}
}
