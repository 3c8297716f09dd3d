//! Blocks to come as people write them.

use crate::{
	duration::in_words,
	error::{Failure, Result as Done},
};
use std::str::FromStr;

/// A block, before it is known where the chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
	/// This block.
	Block(u32),
	/// So many blocks from now.
	Blocks(u32),
	/// So many seconds from now.
	Seconds(u64),
}

impl FromStr for When {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let wrong = || {
			format!("`{text}` is not a time; write a block like 43200, or how long from now: +300 (blocks), 90s, 20m, 6h, 7d")
		};
		if let Some(blocks) = text.strip_prefix('+') {
			return number(blocks).map(Self::Blocks).ok_or_else(wrong);
		}
		const UNITS: [(char, u64); 4] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];
		for (unit, seconds) in UNITS {
			if let Some(count) = text.strip_suffix(unit) {
				let count: u64 = number(count).ok_or_else(wrong)?;
				return count.checked_mul(seconds).map(Self::Seconds).ok_or_else(wrong);
			}
		}
		number(text).map(Self::Block).ok_or_else(wrong)
	}
}

/// Until when something holds, before it is known where the chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
	/// Up to a block.
	At(When),
	/// For ever.
	Never,
}

impl FromStr for Deadline {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text {
			"never" => Ok(Self::Never),
			_ => text.parse().map(Self::At).map_err(|error: String| format!("{error}, or never")),
		}
	}
}

/// Digits and nothing else: the standard library takes a sign, too.
fn number<T: FromStr>(text: &str) -> Option<T> {
	text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The present block, and how long a block takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
	/// Its height.
	pub height: u32,
	/// Milliseconds from block to block.
	pub block_ms: u64,
}

impl Now {
	/// The block that is meant, rounded up; the last one there can be for what is farther.
	pub fn block(&self, when: When) -> u32 {
		match when {
			When::Block(block) => block,
			When::Blocks(blocks) => self.height.saturating_add(blocks),
			When::Seconds(seconds) => {
				let blocks = seconds.saturating_mul(1_000).div_ceil(self.block_ms.max(1));
				self.height.saturating_add(u32::try_from(blocks).unwrap_or(u32::MAX))
			}
		}
	}

	/// The block that a deadline means; none for ever.
	///
	/// # Errors
	///
	/// An input failure if it has passed.
	pub fn deadline(&self, deadline: Deadline) -> Done<Option<u32>> {
		let Deadline::At(when) = deadline else { return Ok(None) };
		let block = self.block(when);
		if block > self.height {
			return Ok(Some(block));
		}
		Err(Failure::input(
			format!("block {block} has passed"),
			"write a later one, or how long from now, such as 30s",
		))
	}

	/// A block with how long it takes until then, or since when it is past.
	pub fn text(&self, block: u32) -> String {
		let seconds = |blocks: u32| u64::from(blocks).saturating_mul(self.block_ms) / 1_000;
		match block.checked_sub(self.height) {
			Some(0) => format!("block {block}, which is now"),
			Some(left) => format!("block {block}, in {}", in_words(seconds(left))),
			None => {
				format!(
					"block {block}, {} ago",
					in_words(seconds(self.height.saturating_sub(block)))
				)
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn blocks_and_times_are_read() {
		for (text, expected) in [
			("43200", When::Block(43_200)),
			("+300", When::Blocks(300)),
			("90s", When::Seconds(90)),
			("20m", When::Seconds(1_200)),
			("6h", When::Seconds(21_600)),
			("7d", When::Seconds(604_800)),
		] {
			assert_eq!(text.parse(), Ok(expected), "{text}");
		}
		for text in ["", "+", "h", "-5", "1.5h", "5 d", "++5", "4294967296", "7w"] {
			assert!(text.parse::<When>().is_err(), "{text}");
		}
	}

	#[test]
	fn times_become_blocks_rounded_up() {
		let now = Now { height: 100, block_ms: 2_000 };
		assert_eq!(now.block(When::Block(7)), 7);
		assert_eq!(now.block(When::Blocks(7)), 107);
		// 5 s are two and a half blocks.
		assert_eq!(now.block(When::Seconds(5)), 103);
		assert_eq!(now.block(When::Seconds(u64::MAX)), u32::MAX);
	}

	#[test]
	fn a_deadline_lies_ahead_or_is_none() {
		let now = Now { height: 100, block_ms: 2_000 };
		let deadline = |text: &str| now.deadline(text.parse().unwrap());
		assert_eq!(deadline("30s").unwrap(), Some(115));
		assert_eq!(deadline("101").unwrap(), Some(101));
		assert_eq!(deadline("never").unwrap(), None);
		assert_eq!(deadline("100").unwrap_err().cause, "block 100 has passed");
		assert!(deadline("0s").is_err());
		assert!("later".parse::<Deadline>().unwrap_err().ends_with("7d, or never"));
	}

	#[test]
	fn blocks_are_told_with_their_distance() {
		let now = Now { height: 100, block_ms: 2_000 };
		assert_eq!(now.text(130), "block 130, in 1 min");
		assert_eq!(now.text(100), "block 100, which is now");
		assert_eq!(now.text(95), "block 95, 10 s ago");
	}
}
