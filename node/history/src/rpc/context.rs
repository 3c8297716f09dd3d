//! What methods have in common: whether there is an answer at all, the names of tokens, and parameters of this group.

use super::{
	lists,
	show::{Names, Shown},
};
use crate::{
	error::Error as HistoryError,
	history::{History, Phase},
	interval::{Interval, DAY_MS},
	keys::Place,
	rows::MarketRow,
	store::Meta,
	view::View,
};
use kongsi_rpc::{
	answers::{At, BlockRef},
	chain::{internal, Source},
	params::Param,
	Error,
};
use order_book_engine::TokenId;
use order_book_runtime_api::{MarketId, OrderBookApi};
use sp_api::{CallApiAt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use sp_runtime::{traits::Block as BlockT, AccountId32};
use std::collections::BTreeSet;

/// A history so many finalized blocks behind does not answer.
const MAX_LAG: u32 = 64;

/// The names of tokens as of the best block.
pub(crate) fn names<C, Block>(
	chain: &Source<C, Block>,
	tokens: &BTreeSet<TokenId>,
) -> Result<Names, Error>
where
	Block: BlockT<Hash = H256>,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	Ok(Names::new(chain.view(&None)?.tokens(tokens)?))
}

pub(crate) fn shown<C, Block>(
	chain: &Source<C, Block>,
	id: MarketId,
	row: &MarketRow,
) -> Result<Shown, Error>
where
	Block: BlockT<Hash = H256>,
	C: ProvideRuntimeApi<Block> + HeaderBackend<Block> + CallApiAt<Block>,
	C::Api: OrderBookApi<Block, AccountId32>,
{
	let names = names(chain, &BTreeSet::from([row.params.base, row.params.quote]))?;
	Ok(Shown::new(id, row, &names))
}

/// Whether a history is where the chain is.
pub(crate) fn ready(history: &History) -> Result<(), Error> {
	let standing = history.standing();
	let behind = |reason: &str| Error::HistoryBehind {
		indexed: standing.meta.indexed.number,
		finalized: standing.chain_finalized,
		reason: reason.into(),
	};
	match &standing.phase {
		Phase::Starting => Err(behind("the node has just started")),
		Phase::Waiting => Err(behind("the chain is behind it and gets its last blocks again")),
		Phase::Stopped(reason) if !standing.meta.begun || standing.lag() > MAX_LAG => {
			Err(behind(reason))
		}
		Phase::Filling if standing.lag() > MAX_LAG => Err(behind("it is being filled")),
		Phase::Filling | Phase::Following | Phase::Stopped(_) => Ok(()),
	}
}

pub(crate) fn known_market(view: &View<'_>, id: MarketId) -> Result<MarketRow, Error> {
	lists::market(view, id).map_err(failed)?.ok_or(Error::UnknownMarket(id))
}

/// What no caller can help.
pub(crate) fn failed(error: HistoryError) -> Error {
	internal(&error)
}

pub(crate) fn block(view: &View<'_>) -> BlockRef<H256> {
	let head = view.head();
	BlockRef { hash: head.hash, number: head.number.into(), finalized: view.finalized() }
}

pub(crate) fn at<Answer>(view: &View<'_>, answer: Answer) -> At<H256, Answer> {
	At { block: block(view), answer }
}

/// The first block whose trades are kept.
pub(crate) fn trades_start(meta: &Meta) -> u32 {
	let first = meta.base.number.saturating_add(1);
	meta.trimmed.map_or(first, |trim| trim.block.max(first))
}

/// Whether no trade behind a place has gone, if those of blocks before `start` have. Before block 1 there were none.
pub(crate) fn all_is_kept_behind(place: Place, start: u32) -> bool {
	start <= 1 || place.block >= start
}

/// When the candles of an interval begin, in milliseconds of Unix time. The one in which a history begins behind the genesis is not
/// whole, and left out.
pub(crate) fn candles_start_ms(meta: &Meta, interval: Interval) -> u64 {
	let trimmed = meta.trimmed.filter(|_| interval.is_short());
	let partial = if meta.base.number == 0 { 0 } else { interval.ms() };
	let first = interval.open(meta.base.time_ms).saturating_add(partial);
	trimmed.map_or(first, |trim| first.max(u64::from(trim.day).saturating_mul(DAY_MS)))
}

pub(crate) fn interval_of(param: Param<'_>) -> Result<Interval, Error> {
	param.word(&Interval::ALL.map(|interval| (interval.name(), interval)))
}

pub(crate) fn time_of(param: Param<'_>) -> Result<Option<u64>, Error> {
	param.given().map(|param| param.whole_number("a time in milliseconds of Unix time")).transpose()
}

pub(crate) fn place_of(param: Param<'_>) -> Result<Option<Place>, Error> {
	let Some(param) = param.given() else { return Ok(None) };
	let what = "the seq of a trade";
	let sequence = param.whole_number(what)?;
	Place::from_sequence(sequence).map(Some).ok_or_else(|| param.must_be(what))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{block::Head, Changes};

	#[test]
	fn trades_behind_one_of_a_block_that_is_gone_are_not_all_kept() {
		let place = |block| Place { block, index: 3 };
		// Of block 1,000 the trades behind that one are gone.
		for (block, start, kept) in [
			(0, 1, true),
			(5, 1, true),
			(999, 1_001, false),
			(1_000, 1_001, false),
			(1_001, 1_001, true),
		] {
			assert_eq!(all_is_kept_behind(place(block), start), kept, "{block} of {start}");
		}
	}

	#[test]
	fn the_candle_in_which_a_history_begins_behind_the_genesis_is_left_out() {
		let minute_ms = 60_000;
		let begun = |number, time_ms| {
			let head = Head { number, hash: H256::zero(), time_ms };
			candles_start_ms(&Meta::begin(H256::zero(), head), Interval::Minute)
		};
		assert_eq!(begun(0, 10 * minute_ms + 1), 10 * minute_ms);
		assert_eq!(begun(5, 10 * minute_ms + 1), 11 * minute_ms);
		// Trades of the block in which it begins are not in it either.
		assert_eq!(begun(5, 10 * minute_ms), 11 * minute_ms);
	}

	#[test]
	fn a_history_answers_unless_it_is_empty_or_far_behind() {
		let directory = tempfile::tempdir().unwrap();
		let history = History::open(directory.path(), H256::zero()).unwrap();
		let stopped = || Phase::Stopped("a block cannot be read".into());
		assert!(ready(&history).is_err());
		// Not even the first state can be read: there is nothing to answer from.
		history.set_phase(stopped(), 3);
		assert!(ready(&history).is_err());
		history.reset(&Changes::default(), Meta::begin(H256::zero(), Head::default())).unwrap();
		for phase in [stopped(), Phase::Filling] {
			history.set_phase(phase.clone(), MAX_LAG);
			assert_eq!(ready(&history), Ok(()));
			history.set_phase(phase, MAX_LAG + 1);
			let error = ready(&history).unwrap_err();
			assert_eq!(error.code(), 12_005);
			assert_eq!(error.data()["lag"], MAX_LAG + 1);
		}
		history.set_phase(Phase::Following, 0);
		assert_eq!(ready(&history), Ok(()));
		history.set_phase(Phase::Waiting, 0);
		assert!(ready(&history).is_err());
	}
}
