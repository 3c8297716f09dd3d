//! The chain as the writer reads it.

use crate::{
	block::{Base, BlockRecord, Head},
	error::Error,
};
use codec::Decode;
use kongsi_events::{Error as ReadError, Reader};
use order_book_engine::MarketParams;
use order_book_runtime_api::{MarketId, MarketInfo, OrderBookApi, MAX_LIST};
use sp_api::{CallApiAt, Metadata, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use sp_runtime::{
	traits::{Block as BlockT, Header as _, NumberFor, SaturatedConversion},
	AccountId32,
};
use sp_state_machine::Backend;
use std::sync::Arc;

/// The key of `OrderBook::NextMarketId`: twox128 of the pallet's name and of the storage item's.
const NEXT_MARKET: [u8; 32] = [
	0x4e, 0x04, 0xd9, 0xc3, 0xcc, 0x1e, 0x5a, 0x47, 0x1e, 0x23, 0x39, 0x9d, 0xf9, 0x78, 0xca,
	0x14, //
	0xfc, 0xaf, 0xd5, 0xea, 0x2d, 0x3c, 0xcf, 0x12, 0x0f, 0x47, 0x6e, 0x7f, 0x2c, 0x82, 0xb2, 0x3d,
];

/// A chain with forks and finality.
pub trait Chain: Send + 'static {
	/// The genesis block.
	fn genesis(&self) -> H256;
	/// The last finalized block: height and hash.
	fn finalized(&self) -> (u32, H256);
	/// The head of the best chain: height and hash.
	fn best(&self) -> (u32, H256);
	/// The block of a height on the best chain, on which all finalized ones are.
	///
	/// # Errors
	///
	/// `Chain`.
	fn canonical(&self, number: u32) -> Result<Option<H256>, Error>;
	/// The height of a block and the block before it, if the block is known.
	///
	/// # Errors
	///
	/// `Chain`.
	fn parent(&self, hash: H256) -> Result<Option<(u32, H256)>, Error>;
	/// Whether the state of a block is there.
	fn has_state(&self, hash: H256) -> bool;
	/// What a history that begins with the state of a block has to know of it.
	///
	/// # Errors
	///
	/// `Chain`, `Pruned`, `Unreadable`.
	fn base(&self, number: u32, hash: H256) -> Result<Base, Error>;
	/// What happened in a block.
	///
	/// # Errors
	///
	/// `Chain`, `Pruned`, `Unreadable`.
	fn record(&self, number: u32, hash: H256) -> Result<BlockRecord, Error>;
}

/// The chain of a client.
pub struct ClientChain<C, Block> {
	client: Arc<C>,
	reader: Reader<C, Block>,
}

impl<C, Block> ClientChain<C, Block> {
	/// The chain of this client.
	pub fn new(client: Arc<C>) -> Self {
		Self { reader: Reader::new(client.clone()), client }
	}
}

impl<C, Block> ClientChain<C, Block>
where
	Block: BlockT<Hash = H256>,
	C: CallApiAt<Block>,
{
	fn head(&self, number: u32, hash: H256) -> Result<Head, Error> {
		let time_ms = self.stored(number, hash, &kongsi_rpc::TIMESTAMP_NOW)?;
		Ok(Head { number, hash, time_ms: time_ms.unwrap_or_default() })
	}

	/// The number that the next market will get, after a block. All markets have lower ones. `None` if the chain never had any.
	///
	/// # Errors
	///
	/// `Chain`, `Pruned`, `Unreadable`.
	pub fn next_market(&self, number: u32, hash: H256) -> Result<Option<MarketId>, Error> {
		self.stored(number, hash, &NEXT_MARKET)
	}

	fn stored<T: Decode>(&self, number: u32, hash: H256, key: &[u8]) -> Result<Option<T>, Error> {
		let state = self.client.state_at(hash).map_err(|_| Error::Pruned { number })?;
		let stored = state.storage(key).map_err(|error| Error::Chain(error.to_string()))?;
		let value = stored.map(|bytes| T::decode(&mut &*bytes)).transpose();
		value.map_err(|error| Error::Unreadable { number, reason: error.to_string() })
	}
}

/// All markets with numbers below `next`, by pages behind a number. A page without any is not the end: the runtime looks at a
/// part of the numbers at a time, at least as many as a list may hold, and markets that have ended leave theirs empty.
fn all_markets(
	next: MarketId,
	mut page: impl FnMut(Option<MarketId>) -> Result<Vec<MarketInfo>, Error>,
) -> Result<Vec<(MarketId, MarketParams)>, Error> {
	let mut markets = Vec::new();
	let mut after = None;
	// Each turn passes over at least one market or MAX_LIST numbers, and a founder pays a deposit for each number.
	loop {
		let found = page(after)?;
		let behind = match found.last() {
			Some(last) => Some(last.id),
			None => after.map_or(MAX_LIST.checked_sub(1), |after: u32| after.checked_add(MAX_LIST)),
		};
		let ends = found.is_empty() && behind.is_none_or(|behind| next.saturating_sub(behind) <= 1);
		markets.extend(found.into_iter().map(|market| (market.id, market.params)));
		if ends || behind.is_none() {
			return Ok(markets);
		}
		after = behind;
	}
}

impl<C, Block> Chain for ClientChain<C, Block>
where
	Block: BlockT<Hash = H256>,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: OrderBookApi<Block, AccountId32> + Metadata<Block>,
{
	fn genesis(&self) -> H256 {
		self.client.info().genesis_hash
	}

	fn finalized(&self) -> (u32, H256) {
		let info = self.client.info();
		(info.finalized_number.saturated_into(), info.finalized_hash)
	}

	fn best(&self) -> (u32, H256) {
		let info = self.client.info();
		(info.best_number.saturated_into(), info.best_hash)
	}

	fn canonical(&self, number: u32) -> Result<Option<H256>, Error> {
		let number: NumberFor<Block> = number.saturated_into();
		self.client.hash(number).map_err(|error| Error::Chain(error.to_string()))
	}

	fn parent(&self, hash: H256) -> Result<Option<(u32, H256)>, Error> {
		let header = self.client.header(hash).map_err(|error| Error::Chain(error.to_string()))?;
		Ok(header.map(|header| ((*header.number()).saturated_into(), *header.parent_hash())))
	}

	fn has_state(&self, hash: H256) -> bool {
		self.client.state_at(hash).is_ok()
	}

	fn base(&self, number: u32, hash: H256) -> Result<Base, Error> {
		let head = self.head(number, hash)?;
		let next = self.next_market(number, hash)?.unwrap_or_default();
		let api = self.client.runtime_api();
		let markets = all_markets(next, |after| {
			api.markets(hash, after, MAX_LIST)
				.map_err(|error| Error::Unreadable { number, reason: error.to_string() })
		})?;
		Ok(Base { head, markets })
	}

	fn record(&self, number: u32, hash: H256) -> Result<BlockRecord, Error> {
		let head = self.head(number, hash)?;
		let happened = self.reader.happened(hash).map_err(|error| match error {
			ReadError::State(_) => Error::Pruned { number },
			other => Error::Unreadable { number, reason: other.to_string() },
		})?;
		let (_, parent) = self.parent(hash)?.ok_or(Error::Pruned { number })?;
		Ok(BlockRecord { head, parent, happened })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::tests::params;
	use order_book_engine::MarketStatus;
	use order_book_runtime_api::Bbo;

	/// Pages as the runtime makes them: at most two markets out of the next 2,000 numbers.
	fn found(ids: &[MarketId], next: MarketId) -> Vec<MarketId> {
		let page = |after: Option<MarketId>| -> Result<Vec<MarketInfo>, Error> {
			let first = after.map_or(0, |after| after + 1);
			let looked_at = first..(first + 4 * MAX_LIST).min(next);
			let here = ids.iter().filter(|id| looked_at.contains(*id)).take(2);
			let market = |id: &MarketId| MarketInfo {
				id: *id,
				params: params(),
				status: MarketStatus::Active,
				best: Bbo::default(),
				orders: 0,
			};
			Ok(here.map(market).collect())
		};
		all_markets(next, page).unwrap().into_iter().map(|(id, _)| id).collect()
	}

	#[test]
	fn markets_behind_thousands_that_have_ended_are_found() {
		assert!(found(&[], 0).is_empty());
		assert_eq!(found(&[0], 1), [0]);
		assert_eq!(found(&[0, 1, 2, 3, 4], 5), [0, 1, 2, 3, 4]);
		assert!(found(&[], 9_000).is_empty());
		assert_eq!(found(&[0, 2_001, 9_999], 10_000), [0, 2_001, 9_999]);
		assert_eq!(found(&[7_777, 7_778, 7_779], 7_780), [7_777, 7_778, 7_779]);
	}
}
