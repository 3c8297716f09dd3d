//! What the history is told of a block.

use kongsi_events::Happened;
use order_book_engine::MarketParams;
use order_book_runtime_api::MarketId;
use sp_core::H256;

/// A block by height and hash, with its time.
#[derive(codec::Encode, codec::Decode, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
	/// Its height.
	pub number: u32,
	/// Its hash.
	pub hash: H256,
	/// Its time in milliseconds of Unix time; 0 in the genesis block.
	pub time_ms: u64,
}

/// A block with what happened in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRecord {
	/// Which block.
	pub head: Head,
	/// The hash of the one before.
	pub parent: H256,
	/// What happened.
	pub happened: Happened,
}

/// The state in which a history begins: its first block is the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
	/// The block of the state.
	pub head: Head,
	/// The markets there are.
	pub markets: Vec<(MarketId, MarketParams)>,
}
