//! The chain at one block: what a method reads, and how failures to read become errors.

use crate::{
	answers::{At, BlockRef, Token},
	cursor::{After, Cursor},
	error::{CursorProblem, Error},
	params::Param,
	units::Grid,
};
use codec::Decode;
use order_book_engine::TokenId;
use order_book_runtime_api::{MarketId, MarketInfo, OrderBookApi, MAX_LIST};
use serde_json::Value;
use sp_api::{ApiError, ApiRef, CallApiAt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_runtime::{
	traits::{Block as BlockT, Header as _, NumberFor, SaturatedConversion},
	AccountId32,
};
use sp_state_machine::{prove_read, Backend};
use std::{
	collections::{BTreeMap, BTreeSet},
	marker::PhantomData,
	sync::Arc,
};

/// The key of `Timestamp::Now`: twox128 of the pallet's name and of the storage item's.
pub const TIMESTAMP_NOW: [u8; 32] = [
	0xf0, 0xc3, 0x65, 0xc3, 0xcf, 0x59, 0xd6, 0x71, 0xeb, 0x72, 0xda, 0x0e, 0x7a, 0x41, 0x13,
	0xc4, //
	0x9f, 0x1f, 0x05, 0x15, 0xf4, 0x62, 0xcd, 0xcf, 0x84, 0xe0, 0xf1, 0xd6, 0x04, 0x5d, 0xfc, 0xbb,
];

/// What a group of methods reads: a chain, through its client.
pub struct Source<C, Block> {
	client: Arc<C>,
	block: PhantomData<fn() -> Block>,
}

impl<C, Block> Source<C, Block> {
	/// A chain through this client.
	pub fn new(client: Arc<C>) -> Self {
		Self { client, block: PhantomData }
	}

	/// The client itself, for what is not about one block.
	pub fn client(&self) -> &C {
		&self.client
	}
}

impl<C, Block> Source<C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	/// The block a caller chose, or the best one.
	pub fn view(&self, at: &Option<Value>) -> Result<View<'_, C, Block>, Error> {
		View::open(self.client(), Param::new("at", at).hash()?)
	}

	/// A block that is known by its hash.
	pub(crate) fn at(&self, hash: Block::Hash) -> Result<View<'_, C, Block>, Error> {
		View::open(self.client(), Some(hash))
	}

	/// The header of a block.
	pub(crate) fn header(&self, hash: Block::Hash) -> Result<Block::Header, Error> {
		read(self.client.header(hash))?.ok_or_else(|| unknown_block(hash))
	}

	/// The block to read a list at, and behind what to go on. `own` is what a cursor of this very list says; any other cursor
	/// is refused.
	pub(crate) fn page<Last>(
		&self,
		cursor: &Option<Value>,
		at: &Option<Value>,
		own: impl FnOnce(After) -> Option<Last>,
	) -> Result<(View<'_, C, Block>, Option<Last>), Error> {
		let at = Param::new("at", at).hash()?;
		let Some(text) = Param::new("cursor", cursor).cursor()? else {
			return Ok((View::open(self.client(), at)?, None));
		};
		let cursor = Cursor::<Block::Hash>::from_text(text)?;
		let view = View::resume(self.client(), cursor.block, at)?;
		let last = own(cursor.after).ok_or(Error::Cursor(CursorProblem::Foreign))?;
		Ok((view, Some(last)))
	}
}

/// The chain at one block.
pub struct View<'a, C: ProvideRuntimeApi<Block>, Block: BlockT> {
	client: &'a C,
	/// The runtime to ask.
	pub api: ApiRef<'a, C::Api>,
	/// The block to ask about.
	pub hash: Block::Hash,
	block: BlockRef<Block::Hash>,
	/// Whether a cursor chose the block.
	by_cursor: bool,
}

/// A market with what it takes to show it in human units.
pub struct MarketView {
	/// The market.
	pub info: MarketInfo,
	/// Its base token.
	pub base: Token,
	/// Its quote token.
	pub quote: Token,
	/// Its grid.
	pub grid: Grid,
}

impl MarketView {
	/// Base and quote, with `/` between them.
	pub fn symbol(&self) -> String {
		format!("{}/{}", self.base.symbol, self.quote.symbol)
	}
}

impl<'a, C, Block> View<'a, C, Block>
where
	Block: BlockT,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	fn open(client: &'a C, at: Option<Block::Hash>) -> Result<Self, Error> {
		let hash = at.unwrap_or_else(|| client.info().best_hash);
		let number = read(client.number(hash))?.ok_or_else(|| unknown_block(hash))?;
		Self::new(client, hash, number, false)
	}

	/// The block a cursor names. Unless the caller chose it as well, it must lie on the best chain.
	fn resume(client: &'a C, hash: Block::Hash, at: Option<Block::Hash>) -> Result<Self, Error> {
		let gone = || Error::Cursor(CursorProblem::Reorganised);
		let number = read(client.number(hash))?.ok_or_else(gone)?;
		match at {
			None if read(client.hash(number))? != Some(hash) => return Err(gone()),
			Some(at) if at != hash => {
				return Err(Error::parameter(
					"at",
					"must be left out when a cursor is given, or be the block of the first page: a list is read at one \
					 block.",
				));
			}
			_ => {}
		}
		Self::new(client, hash, number, true)
	}

	fn new(
		client: &'a C,
		hash: Block::Hash,
		number: NumberFor<Block>,
		by_cursor: bool,
	) -> Result<Self, Error> {
		let finalized =
			number <= client.info().finalized_number && read(client.hash(number))? == Some(hash);
		let block = BlockRef { hash, number: number.saturated_into(), finalized };
		Ok(Self { client, api: client.runtime_api(), hash, block, by_cursor })
	}

	/// An answer of the runtime or about the state of this block.
	pub fn ask<T>(&self, answer: Result<T, ApiError>) -> Result<T, Error> {
		answer.map_err(|error| match error {
			// The client says this of a block it does not know and of one whose state it no longer has.
			ApiError::UnknownBlock(_) if self.by_cursor => Error::Cursor(CursorProblem::Pruned),
			ApiError::UnknownBlock(_) => unknown_block(self.hash),
			other => internal(&other),
		})
	}

	/// The answer of a method, with this block.
	pub fn answer<Answer>(self, answer: Answer) -> At<Block::Hash, Answer> {
		At { block: self.block, answer }
	}

	/// Milliseconds of Unix time; the genesis block has none.
	pub fn time_ms(&self) -> Result<Option<u64>, Error> {
		let state = self.ask(self.client.state_at(self.hash))?;
		let stored = state.storage(&TIMESTAMP_NOW).map_err(|error| internal(&error))?;
		stored
			.map(|bytes| u64::decode(&mut &*bytes).map_err(|error| internal(&error)))
			.transpose()
			.map(|time| time.filter(|time| *time > 0))
	}

	/// How to get what follows `after` in a list that is read at this block.
	pub(crate) fn cursor(&self, after: After) -> String {
		Cursor { block: self.hash, after }.to_text()
	}

	/// How to get what follows a list of at most `limit` entries, if `follows`, which is asked for one more behind the last,
	/// finds any. `id` names an entry, `after` the place behind it.
	pub(crate) fn next_cursor<Entry, Id: Copy>(
		&self,
		list: &[Entry],
		limit: u32,
		id: impl FnOnce(&Entry) -> Id,
		follows: impl FnOnce(Id) -> Result<Vec<Entry>, Error>,
		after: impl FnOnce(Id) -> After,
	) -> Result<Option<String>, Error> {
		let Some(last) = list.last().filter(|_| is_full(list, limit)).map(id) else {
			return Ok(None);
		};
		let more = !follows(last)?.is_empty();
		Ok(more.then(|| self.cursor(after(last))))
	}

	/// The root of the state of this block, as its header says.
	pub fn state_root(&self) -> Result<Block::Hash, Error> {
		let header = read(self.client.header(self.hash))?;
		header.map(|header| *header.state_root()).ok_or_else(|| unknown_block(self.hash))
	}

	/// The nodes of the state's trie that lead to these keys: with the root, a proof of what stands under each of them.
	pub fn prove(&self, keys: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, Error> {
		let state = self.ask(self.client.state_at(self.hash))?;
		let proof = prove_read(state, keys).map_err(|error| internal(&error))?;
		Ok(proof.into_iter_nodes().collect())
	}

	/// A market, which must exist.
	pub fn market(&self, id: MarketId) -> Result<MarketView, Error> {
		self.markets(&BTreeSet::from([id]))?.remove(&id).ok_or(Error::UnknownMarket(id))
	}

	/// Some markets, which must exist.
	pub fn markets(
		&self,
		ids: &BTreeSet<MarketId>,
	) -> Result<BTreeMap<MarketId, MarketView>, Error> {
		let infos = ids
			.iter()
			.map(|id| self.ask(self.api.market(self.hash, *id))?.ok_or(Error::UnknownMarket(*id)))
			.collect::<Result<Vec<_>, _>>()?;
		let views = self.with_tokens(infos)?;
		Ok(views.into_iter().map(|view| (view.info.id, view)).collect())
	}

	/// Joins markets and their tokens.
	pub fn with_tokens(&self, infos: Vec<MarketInfo>) -> Result<Vec<MarketView>, Error> {
		let ids = infos.iter().flat_map(|info| [info.params.base, info.params.quote]).collect();
		let tokens = self.tokens(&ids)?;
		let token = |id| tokens.get(&id).cloned().ok_or(Error::UnknownToken(id));
		infos
			.into_iter()
			.map(|info| {
				let (base, quote) = (token(info.params.base)?, token(info.params.quote)?);
				let grid = Grid::new(&info.params, base.decimals, quote.decimals);
				Ok(MarketView { info, base, quote, grid })
			})
			.collect()
	}

	/// Names and decimals of those of the tokens that exist.
	pub fn tokens(&self, ids: &BTreeSet<TokenId>) -> Result<BTreeMap<TokenId, Token>, Error> {
		let ids: Vec<TokenId> = ids.iter().copied().collect();
		let mut tokens = BTreeMap::new();
		for some in ids.chunks(usize::try_from(MAX_LIST).unwrap_or(1)) {
			for token in self.ask(self.api.tokens(self.hash, some.to_vec()))? {
				let symbol = match String::from_utf8_lossy(&token.symbol) {
					empty if empty.is_empty() => format!("#{}", token.id),
					symbol => symbol.into_owned(),
				};
				tokens.insert(token.id, Token { id: token.id, symbol, decimals: token.decimals });
			}
		}
		Ok(tokens)
	}
}

/// Whether a list has as many entries as were asked for, so that there may be more.
pub fn is_full<Entry>(list: &[Entry], limit: u32) -> bool {
	u32::try_from(list.len()).map_or(true, |length| length >= limit)
}

/// An answer of the database of headers.
fn read<T>(answer: sp_blockchain::Result<T>) -> Result<T, Error> {
	answer.map_err(|error| internal(&error))
}

fn unknown_block(hash: impl std::fmt::Debug) -> Error {
	Error::UnknownBlock(format!("{hash:?}"))
}

/// What no caller can help: told in the log as well.
pub fn internal(error: &dyn std::fmt::Display) -> Error {
	log::warn!(target: "rpc", "a question failed: {error}");
	Error::Internal(error.to_string())
}
