//! A book as a stream tells it: a snapshot, then what changes.

use super::{answer::cell, grid::Grid, order::Side};
use crate::{amount::Amount, report::Table};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Levels of a side that are kept; a node never shows more than 1,000 of them.
const MAX_LEVELS: usize = 4_096;

/// What a message did to the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
	/// It is another one now.
	Changed,
	/// It stays as it is.
	Same,
	/// A message is missing, or its chain was undone and no snapshot has come yet.
	Broken,
}

/// A book: sizes by price, both as the node writes them.
#[derive(Clone, Debug, Default)]
pub struct LiveBook {
	/// By [`rank`], and not by ticks: what a tick is may change while the stream goes on.
	bids: BTreeMap<String, (String, String)>,
	asks: BTreeMap<String, (String, String)>,
	/// The last change that is in it; none before the first snapshot.
	seq: Option<u64>,
	block: String,
	confirmed: String,
}

impl LiveBook {
	/// Takes in a message of the stream.
	pub fn apply(&mut self, message: &Json) -> Change {
		match message["type"].as_str() {
			Some("snapshot") => {
				self.bids.clear();
				self.asks.clear();
				self.seq = message["seq"].as_u64();
				self.take(message)
			}
			Some("diff") => {
				// Without its predecessor a diff means nothing. Its block may have changed nothing: then it is a sign of life.
				if self.seq.is_none() || message["pu"].as_u64() != self.seq {
					return Change::Broken;
				}
				self.seq = message["u"].as_u64();
				self.take(message)
			}
			Some("reset") => {
				self.seq = None;
				Change::Same
			}
			Some("final") => {
				self.confirmed = number_of(&message["block"]);
				Change::Same
			}
			_ => Change::Same,
		}
	}

	fn take(&mut self, message: &Json) -> Change {
		self.block = number_of(&message["block"]);
		let mut change = Change::Same;
		if message["type"] == "snapshot" {
			change = Change::Changed;
		}
		for (side, levels) in
			[(&mut self.bids, &message["bids"]), (&mut self.asks, &message["asks"])]
		{
			for level in super::answer::list(levels) {
				let (price, size) = (cell(&level[0]), cell(&level[1]));
				let Some(rank) = rank(&price) else { return Change::Broken };
				if size == "0" {
					side.remove(&rank);
				} else {
					side.insert(rank, (price, size));
				}
				change = Change::Changed;
			}
			// A new snapshot has as many levels as were asked for.
			if side.len() > MAX_LEVELS {
				return Change::Broken;
			}
		}
		change
	}

	/// The best levels as text, at most so many of each side.
	pub fn text(&self, symbol: &str, levels: usize) -> String {
		let bids: Vec<_> = self.bids.values().rev().take(levels).cloned().collect();
		let asks: Vec<_> = self.asks.values().take(levels).cloned().collect();
		let confirmed = match self.confirmed.as_str() {
			"" => String::new(),
			block => format!(", final up to {block}"),
		};
		format!("{symbol}, block {}{confirmed}\n{}", self.block, table(&bids, &asks))
	}
}

/// A text by which prices sort as numbers do; none if it is no price.
fn rank(price: &str) -> Option<String> {
	let price = price.parse::<Amount>().ok()?.to_string();
	let (whole, fraction) = price.split_once('.').unwrap_or((price.as_str(), ""));
	// No amount has more digits before the point.
	Some(format!("{whole:0>40}.{fraction}"))
}

/// A block's number, whether the node sends it alone or with its hash.
fn number_of(block: &Json) -> String {
	if block.is_object() {
		cell(&block["number"])
	} else {
		cell(block)
	}
}

/// Both sides of a book, best prices first.
pub fn table(bids: &[(String, String)], asks: &[(String, String)]) -> String {
	let mut table = Table::new(&["size", "bid", "ask", "size"]).right(&[0, 1]);
	for row in 0..bids.len().max(asks.len()) {
		let (bid, bid_size) = bids.get(row).cloned().unwrap_or_default();
		let (ask, ask_size) = asks.get(row).cloned().unwrap_or_default();
		table.row([bid_size, bid, ask, ask_size]);
	}
	table.text_or("the book is empty")
}

/// Price and size of each level of an answer.
pub fn levels(side: &Json) -> Vec<(String, String)> {
	super::answer::list(side).iter().map(|level| (cell(&level[0]), cell(&level[1]))).collect()
}

/// How many lots an order of a side with a limit could take of the levels against it.
pub fn within(grid: &Grid, against: &Json, side: Side, limit: u64) -> u64 {
	let reachable = levels(against).into_iter().filter_map(|(price, size)| {
		let ticks = grid.ticks(&price.parse().ok()?).ok()?;
		side.accepts(limit, ticks).then(|| grid.lots(&size.parse().ok()?).ok())?
	});
	reachable.fold(0u64, u64::saturating_add)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::market::test_market;
	use serde_json::json;

	fn grid() -> Grid {
		test_market(1, "HALO/CASH", (0, 6), ("10000", "1")).grid().unwrap()
	}

	fn snapshot() -> Json {
		json!({
			"type": "snapshot", "block": { "number": 19, "hash": "0x1" }, "seq": 20,
			"bids": [["24.95", "20", 1], ["24.9", "40", 1]], "asks": [["25.05", "20", 1]],
		})
	}

	#[test]
	fn a_book_follows_its_stream() {
		let mut book = LiveBook::default();
		assert_eq!(book.apply(&snapshot()), Change::Changed);
		let diff = json!({
			"type": "diff", "block": { "number": 20 }, "U": 21, "u": 22, "pu": 20,
			"bids": [["24.97", "5", 1], ["24.95", "0", 0]], "asks": [["25.05", "8", 1]],
		});
		assert_eq!(book.apply(&diff), Change::Changed);
		// A level that is gone, one that is new and one that is smaller.
		assert_eq!(
			book.text("HALO/CASH", 20),
			"HALO/CASH, block 20\nsize    bid  ask    size\n   5  24.97  25.05  8\n  40   24.9"
		);
		let done = json!({ "type": "final", "block": { "number": 20 } });
		assert_eq!(book.apply(&done), Change::Same);
		assert!(book.text("HALO/CASH", 1).starts_with("HALO/CASH, block 20, final up to 20\n"));
	}

	#[test]
	fn an_empty_diff_is_a_sign_of_life() {
		let mut book = LiveBook::default();
		book.apply(&snapshot());
		let beat = json!({ "type": "diff", "block": { "number": 20 }, "u": 20, "pu": 20, "bids": [], "asks": [] });
		assert_eq!(book.apply(&beat), Change::Same);
	}

	#[test]
	fn prices_sort_as_numbers() {
		let sorted = ["0.9", "2", "10", "10.05", "10.5", "167772.15"];
		let ranks: Vec<String> = sorted.iter().map(|price| rank(price).unwrap()).collect();
		assert!(ranks.is_sorted(), "{ranks:?}");
		assert_eq!(rank("10.50"), rank("10.5"));
		assert_eq!(rank("-1"), None);
	}

	#[test]
	fn a_gap_and_a_diff_without_snapshot_are_found() {
		let mut book = LiveBook::default();
		let diff = json!({ "type": "diff", "block": 21, "U": 24, "u": 24, "pu": 23, "bids": [], "asks": [] });
		assert_eq!(book.apply(&diff), Change::Broken);
		book.apply(&snapshot());
		assert_eq!(book.apply(&diff), Change::Broken);
		book.apply(&json!({ "type": "reset", "common": "0x1" }));
		let next =
			json!({ "type": "diff", "block": 20, "u": 21, "pu": 20, "bids": [], "asks": [] });
		assert_eq!(book.apply(&next), Change::Broken);
	}

	#[test]
	fn what_a_limit_reaches_is_summed() {
		let asks = json!([["25.05", "20", 1], ["25.1", "40", 1], ["25.15", "60", 1]]);
		assert_eq!(within(&grid(), &asks, Side::Buy, 2_510), 60);
		assert_eq!(within(&grid(), &asks, Side::Buy, 2_504), 0);
		let bids = json!([["24.95", "20", 1], ["24.9", "40", 1]]);
		assert_eq!(within(&grid(), &bids, Side::Sell, 2_495), 20);
	}

	#[test]
	fn an_empty_book_says_so() {
		assert_eq!(table(&[], &[]), "the book is empty");
	}
}
