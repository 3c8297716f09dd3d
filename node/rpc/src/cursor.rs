//! Where a list goes on: an opaque string that names the list, the block it is read at and the last entry given.
//!
//! All pages of a list are read at the block of its first page, so that nothing is skipped or shown twice while the book
//! moves. A cursor holds no secret and needs no memory in the node: it survives a restart, and dies when its block leaves
//! the best chain or the block's state is pruned (error 12006).

use crate::error::{CursorProblem, Error};
use codec::{Decode, DecodeAll, Encode};
use order_book_engine::{OrderId, Side, TokenId};
use order_book_runtime_api::MarketId;
use shareholders_accounting::Epoch;
use shareholders_runtime_api::{BallotId, BallotStatus, CompanyId};
use sp_core::bytes;
use sp_runtime::AccountId32;

/// The first byte of a cursor. A change of its shape raises it, and old cursors are then malformed.
const VERSION: u8 = 1;
/// No cursor is longer, in characters.
const MAX_LENGTH: usize = 400;

/// The place at which a list goes on.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor<Hash> {
	/// The block whose state the list shows.
	pub(crate) block: Hash,
	/// Which list, and its last entry.
	pub(crate) after: After,
}

/// A list by all of its parameters, and the last entry of it that was given.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub(crate) enum After {
	/// Of `info`.
	#[codec(index = 0)]
	Markets {
		/// The last market given.
		last: MarketId,
	},
	/// Of `bookOrders`.
	#[codec(index = 1)]
	BookOrders {
		/// The market asked for.
		market: MarketId,
		/// The side asked for.
		side: Side,
		/// The last order given.
		last: OrderId,
	},
	/// Of `openOrders`.
	#[codec(index = 2)]
	OpenOrders {
		/// The account asked for.
		account: AccountId32,
		/// The market asked for, if one was.
		only: Option<MarketId>,
		/// The market of the last order given.
		market: MarketId,
		/// The last order given.
		last: OrderId,
	},
	/// Of `balances`.
	#[codec(index = 3)]
	Balances {
		/// The account asked for.
		account: AccountId32,
		/// The last token looked at.
		last: TokenId,
	},
	/// Of `companies`.
	#[codec(index = 4)]
	Companies {
		/// The last company given.
		last: CompanyId,
	},
	/// Of `holders`.
	#[codec(index = 5)]
	Holders {
		/// The class asked for.
		class: TokenId,
		/// The record date asked for, if one was.
		date: Option<Epoch>,
		/// The last account looked at.
		last: AccountId32,
	},
	/// Of `portfolio`.
	#[codec(index = 6)]
	Portfolio {
		/// The account asked for.
		account: AccountId32,
		/// The last class looked at.
		last: TokenId,
	},
	/// Of `claimable`.
	#[codec(index = 7)]
	Claimable {
		/// The account asked for.
		account: AccountId32,
		/// The last class looked at.
		last: TokenId,
	},
	/// Of `ballots`.
	#[codec(index = 8)]
	Ballots {
		/// The class asked for, if one was.
		class: Option<TokenId>,
		/// The status asked for, if one was.
		status: Option<BallotStatus>,
		/// The last ballot looked at.
		last: BallotId,
	},
}

impl<Hash: Encode + Decode> Cursor<Hash> {
	/// As the client sees it.
	pub(crate) fn to_text(&self) -> String {
		to_text(VERSION, self)
	}

	/// Reads what [`Self::to_text`] wrote.
	pub(crate) fn from_text(text: &str) -> Result<Self, Error> {
		from_text(VERSION, text)
	}
}

/// Any group's cursor as the client sees it. The version tells cursors of groups and of shapes apart.
pub fn to_text(version: u8, cursor: &impl Encode) -> String {
	bytes::to_hex(&(version, cursor).encode(), false)
}

/// Reads what [`to_text`] wrote with the same version; error 12006 for anything else.
pub fn from_text<Cursor: Decode>(version: u8, text: &str) -> Result<Cursor, Error> {
	let malformed = || Error::Cursor(CursorProblem::Malformed);
	if text.len() > MAX_LENGTH || !text.starts_with("0x") {
		return Err(malformed());
	}
	let encoded = bytes::from_hex(text).map_err(|_| malformed())?;
	match encoded.split_first() {
		Some((first, rest)) if *first == version => {
			Cursor::decode_all(&mut &*rest).map_err(|_| malformed())
		}
		_ => Err(malformed()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::H256;

	fn cursor(after: After) -> Cursor<H256> {
		Cursor { block: H256::repeat_byte(7), after }
	}

	fn problem(text: &str) -> Option<Error> {
		Cursor::<H256>::from_text(text).err()
	}

	#[test]
	fn every_kind_of_cursor_reads_back() {
		let account = AccountId32::new([9; 32]);
		for after in [
			After::Markets { last: 499 },
			After::BookOrders { market: 1, side: Side::Ask, last: OrderId::from_bits(u128::MAX) },
			After::OpenOrders {
				account: account.clone(),
				only: None,
				market: 3,
				last: OrderId::from_bits(0),
			},
			After::OpenOrders {
				account: account.clone(),
				only: Some(3),
				market: 3,
				last: OrderId::from_bits(1),
			},
			After::Balances { account: account.clone(), last: u32::MAX },
			After::Companies { last: 0 },
			After::Holders { class: 2, date: Some(u32::MAX), last: account.clone() },
			After::Portfolio { account: account.clone(), last: 2 },
			After::Claimable { account, last: 2 },
			After::Ballots { class: Some(2), status: Some(BallotStatus::Open), last: u32::MAX },
		] {
			let cursor = cursor(after);
			let text = cursor.to_text();
			assert!(text.len() <= MAX_LENGTH);
			assert_eq!(Cursor::from_text(&text), Ok(cursor));
		}
	}

	#[test]
	fn a_cursor_is_versioned_hex_of_scale() {
		// Version 1, the block of 32 sevens, list 0, market 5 in little endian.
		let text = format!("0x01{}0005000000", "07".repeat(32));
		assert_eq!(cursor(After::Markets { last: 5 }).to_text(), text);
		assert_eq!(Cursor::from_text(&text), Ok(cursor(After::Markets { last: 5 })));
	}

	#[test]
	fn anything_else_is_malformed() {
		let good = cursor(After::Markets { last: 5 }).to_text();
		let malformed = Some(Error::Cursor(CursorProblem::Malformed));
		for bad in [
			"".to_owned(),
			"0x".to_owned(),
			"next".to_owned(),
			"0x01".to_owned(),
			good[2..].to_owned(),             // no prefix
			format!("{good}00"),              // a byte too many
			good[..good.len() - 2].into(),    // a byte too few
			good[..good.len() - 1].into(),    // half a byte
			good.replacen("0x01", "0x02", 1), // another version
			format!("0x{}", "00".repeat(100_000)),
			"0x01é".to_owned(),
		] {
			assert_eq!(problem(&bad), malformed, "{bad}");
		}
	}
}
