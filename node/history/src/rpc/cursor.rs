//! Where a list goes on: which list, behind which row, and the block of that row, which must still be on the chain.

use crate::keys::Place;
use codec::{Decode, Encode};
use kongsi_rpc::{cursor, Error};
use order_book_runtime_api::MarketId;
use sp_core::H256;
use sp_runtime::AccountId32;

/// The first byte of a cursor. A change of its shape raises it. Those of other groups begin with 1.
const VERSION: u8 = 0x81;

/// The place at which a list goes on.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
	/// Which list.
	pub(crate) list: List,
	/// Its last row.
	pub(crate) last: Place,
	/// The block of that row.
	pub(crate) hash: H256,
}

/// A list by all of its parameters.
#[derive(Encode, Decode, Clone, Debug, PartialEq, Eq)]
pub(crate) enum List {
	/// Of `trades`, the last first.
	#[codec(index = 0)]
	Trades {
		/// The market asked for.
		market: MarketId,
		/// Whether the first come first.
		rising: bool,
	},
	/// Of `fills`.
	#[codec(index = 1)]
	Fills {
		/// The account asked for.
		account: AccountId32,
		/// The market asked for, if one was.
		market: Option<MarketId>,
	},
	/// Of `orders`.
	#[codec(index = 2)]
	Orders {
		/// The account asked for.
		account: AccountId32,
		/// The market asked for, if one was.
		market: Option<MarketId>,
		/// The status asked for, if one was.
		status: Option<u8>,
	},
	/// Of `payouts`.
	#[codec(index = 3)]
	Payouts(AccountId32),
	/// Of `votes`.
	#[codec(index = 4)]
	Votes(AccountId32),
	/// Of `ticker`. The last market stands in place of a block.
	#[codec(index = 5)]
	Tickers,
}

impl Cursor {
	/// As the client sees it.
	pub(crate) fn to_text(&self) -> String {
		cursor::to_text(VERSION, self)
	}

	/// Reads what [`Self::to_text`] wrote.
	pub(crate) fn from_text(text: &str) -> Result<Self, Error> {
		cursor::from_text(VERSION, text)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use kongsi_rpc::error::CursorProblem;

	#[test]
	fn every_kind_of_cursor_reads_back() {
		let account = AccountId32::new([9; 32]);
		for list in [
			List::Trades { market: 7, rising: true },
			List::Fills { account: account.clone(), market: Some(u32::MAX) },
			List::Orders { account: account.clone(), market: Some(1), status: Some(3) },
			List::Payouts(account.clone()),
			List::Votes(account.clone()),
			List::Tickers,
		] {
			let last = Place { block: u32::MAX, index: 5 };
			let cursor = Cursor { list, last, hash: H256::repeat_byte(3) };
			assert_eq!(Cursor::from_text(&cursor.to_text()), Ok(cursor));
		}
	}

	#[test]
	fn anything_else_is_malformed() {
		let cursor =
			Cursor { list: List::Tickers, last: Place { block: 1, index: 2 }, hash: H256::zero() };
		let good = cursor.to_text();
		for bad in
			["", "0x", "next", "0x81", &good[2..], &good[..good.len() - 2], &format!("{good}00")]
		{
			assert_eq!(
				Cursor::from_text(bad),
				Err(Error::Cursor(CursorProblem::Malformed)),
				"{bad}"
			);
		}
	}
}
