//! What streams ask of the chain, and the answers of a node.

use crate::{
	answers::{Head, Token},
	chain::{MarketView, Source},
	error::Error,
	streams::limits::{MAX_BALANCE_PAGES, MAX_ORDERS},
};
use frame_system_rpc_runtime_api::AccountNonceApi;
use kongsi_events::{Happened, Reader};
use order_book_engine::{OrderId, TokenId};
use order_book_runtime_api::{
	Depth, MarketId, OrderBookApi as RuntimeOrderBookApi, OrderInfo, TokenBalance, MAX_LIST,
};
use serde::Serialize;
use sp_api::{CallApiAt, Metadata, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_runtime::{
	traits::{Block as BlockT, Header as _, SaturatedConversion},
	AccountId32,
};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
	sync::Arc,
};

/// A chain that streams follow. Blocks are named by their hashes.
pub(crate) trait Chain: Send + 'static {
	/// The name of a block.
	type Hash: Copy + Eq + fmt::Debug + Serialize + Send + Sync + 'static;

	/// The head of the best chain.
	fn best(&self) -> Head<Self::Hash>;

	/// The last block that cannot be undone.
	fn finalized(&self) -> Head<Self::Hash>;

	/// The block before a block; the genesis block has none.
	fn parent(&self, block: Head<Self::Hash>) -> Result<Option<Head<Self::Hash>>, Error>;

	/// The block's time.
	fn time_ms(&self, at: Self::Hash) -> Result<Option<u64>, Error>;

	/// What happened in a block.
	fn happened(&self, at: Self::Hash) -> Result<Happened, Error>;

	/// A market.
	fn market(&self, at: Self::Hash, id: MarketId) -> Result<MarketView, Error>;

	/// The best levels of a market.
	fn depth(&self, at: Self::Hash, id: MarketId, levels: u32) -> Result<Depth, Error>;

	/// What an account has.
	fn balances(&self, at: Self::Hash, account: &AccountId32) -> Result<Holdings, Error>;

	/// The open orders of an account, in all markets.
	fn orders(&self, at: Self::Hash, account: &AccountId32) -> Result<Orders, Error>;

	/// The last block in which an account trades in a market, if it has set one.
	fn deadline(
		&self,
		at: Self::Hash,
		account: &AccountId32,
		market: MarketId,
	) -> Result<Option<u32>, Error>;

	/// Names and decimals of tokens.
	fn tokens(
		&self,
		at: Self::Hash,
		ids: &BTreeSet<TokenId>,
	) -> Result<BTreeMap<TokenId, Token>, Error>;
}

/// What an account has, and how many transactions it has sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holdings {
	/// Transactions it has sent.
	pub(crate) nonce: u32,
	/// Tokens of which it has something.
	pub(crate) tokens: BTreeMap<TokenId, TokenBalance>,
}

/// Open orders by market and id.
pub(crate) type Orders = BTreeMap<(MarketId, OrderId), OrderInfo<AccountId32>>;

/// The chain of a node.
pub(crate) struct NodeChain<C, Block> {
	source: Source<C, Block>,
	events: Reader<C, Block>,
}

impl<C, Block> NodeChain<C, Block> {
	pub(crate) fn new(client: Arc<C>) -> Self {
		Self { source: Source::new(client.clone()), events: Reader::new(client) }
	}
}

impl<C, Block> Chain for NodeChain<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block> + Send + Sync + 'static,
	C::Api: RuntimeOrderBookApi<Block, AccountId32>
		+ AccountNonceApi<Block, AccountId32, u32>
		+ Metadata<Block>,
{
	type Hash = Block::Hash;

	fn best(&self) -> Head<Block::Hash> {
		let info = self.source.client().info();
		Head { hash: info.best_hash, number: info.best_number.saturated_into() }
	}

	fn finalized(&self) -> Head<Block::Hash> {
		let info = self.source.client().info();
		Head { hash: info.finalized_hash, number: info.finalized_number.saturated_into() }
	}

	fn parent(&self, block: Head<Block::Hash>) -> Result<Option<Head<Block::Hash>>, Error> {
		let Some(number) = block.number.checked_sub(1) else { return Ok(None) };
		let header = self.source.header(block.hash)?;
		Ok(Some(Head { hash: *header.parent_hash(), number }))
	}

	fn time_ms(&self, at: Block::Hash) -> Result<Option<u64>, Error> {
		self.source.at(at)?.time_ms()
	}

	fn happened(&self, at: Block::Hash) -> Result<Happened, Error> {
		self.events.happened(at).map_err(|error| Error::Internal(error.to_string()))
	}

	fn market(&self, at: Block::Hash, id: MarketId) -> Result<MarketView, Error> {
		self.source.at(at)?.market(id)
	}

	fn depth(&self, at: Block::Hash, id: MarketId, levels: u32) -> Result<Depth, Error> {
		let view = self.source.at(at)?;
		view.ask(view.api.depth(at, id, levels))?.ok_or(Error::UnknownMarket(id))
	}

	fn balances(&self, at: Block::Hash, account: &AccountId32) -> Result<Holdings, Error> {
		let view = self.source.at(at)?;
		let nonce = view.ask(view.api.account_nonce(at, account.clone()))?;
		let (mut tokens, mut after) = (BTreeMap::new(), None);
		for _ in 0..MAX_BALANCE_PAGES {
			let (page, next) = view.ask(view.api.balances(at, account.clone(), after, MAX_LIST))?;
			let some = page.into_iter().filter(has_something);
			tokens.extend(some.map(|balance| (balance.token, balance)));
			if next.is_none() {
				return Ok(Holdings { nonce, tokens });
			}
			after = next;
		}
		Err(Error::Internal("more than 2,000 tokens of the chain have markets, and a stream of an account follows no more: ask for balances instead".into()))
	}

	fn orders(&self, at: Block::Hash, account: &AccountId32) -> Result<Orders, Error> {
		let view = self.source.at(at)?;
		let mut orders = Orders::new();
		for market in view.ask(view.api.markets_of(at, account.clone()))? {
			let list =
				view.ask(view.api.open_orders(at, account.clone(), market, None, MAX_LIST))?;
			orders.extend(list.into_iter().map(|order| ((market, order.id), order)));
			if orders.len() > MAX_ORDERS {
				return Err(Error::parameter(
					"account",
					format!("has more than {MAX_ORDERS} open orders: read them with orderbook_v1_openOrders."),
				));
			}
		}
		Ok(orders)
	}

	fn deadline(
		&self,
		at: Block::Hash,
		account: &AccountId32,
		market: MarketId,
	) -> Result<Option<u32>, Error> {
		let view = self.source.at(at)?;
		view.ask(view.api.deadline(at, account.clone(), market))
	}

	fn tokens(
		&self,
		at: Block::Hash,
		ids: &BTreeSet<TokenId>,
	) -> Result<BTreeMap<TokenId, Token>, Error> {
		self.source.at(at)?.tokens(ids)
	}
}

fn has_something(balance: &TokenBalance) -> bool {
	balance.free > 0 || balance.in_orders > 0 || balance.held > 0
}
