//! The writer on a chain that a test makes.

use super::fake::*;
use crate::{
	history::{History, Phase},
	indexer::{Indexer, Options, Step, MAX_OVERLAY},
	interval::DAY_MS,
	keys::Table,
	metrics::Metrics,
	store::Order,
	verify::{is_repeatable, verify},
	view::View,
	Error,
};
use futures::executor::block_on;
use sp_core::H256;
use std::sync::Arc;
use substrate_prometheus_endpoint::{prometheus::TextEncoder, Registry};
use tempfile::TempDir;

struct Place {
	directory: TempDir,
}

impl Place {
	fn new() -> Self {
		Self { directory: tempfile::tempdir().unwrap() }
	}

	fn open(&self, chain: &Fake, retention_days: Option<u32>) -> Indexer<Fake> {
		use crate::chain::Chain;
		let path = self.directory.path().join("history");
		let history = Arc::new(History::open(&path, chain.genesis()).unwrap());
		Indexer::new(history, chain.clone(), Options { retention_days, ..Options::default() })
	}

	/// The history is what the chain says.
	fn check(&self, indexer: &Indexer<Fake>, chain: &Fake) {
		let scratch = tempfile::tempdir().unwrap();
		let verdict =
			block_on(verify(indexer.history(), chain.clone(), scratch.path(), |_, _| {})).unwrap();
		assert!(verdict.is_equal(), "{:?}", verdict.examples);
	}
}

fn fill_up(indexer: &mut Indexer<Fake>) {
	while indexer.advance(3).unwrap() == Step::More {}
}

fn count(view: &View<'_>, table: Table) -> usize {
	view.rows(table, &[], &[0xff; 64], Order::Rising).unwrap().map(Result::unwrap).count()
}

/// Blocks with a trade each, two seconds apart.
fn trades(chain: &Fake, mut parent: H256, from_ms: u64, blocks: u64) -> Vec<H256> {
	let mut made = Vec::new();
	for block in 0..blocks {
		parent = chain.grow(parent, from_ms + 2_000 * block, trade(20 + block % 7, 1_000 + block));
		made.push(parent);
	}
	made
}

fn genesis(chain: &Fake) -> H256 {
	use crate::chain::Chain;
	chain.genesis()
}

#[test]
fn finalized_blocks_are_on_disk_and_others_on_top() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 10);
	chain.finalize(blocks[5]);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	let history = indexer.history().clone();
	assert_eq!(count(&history.finalized(), Table::Trades), 6);
	assert_eq!(count(&history.best(), Table::Trades), 10);
	let standing = history.standing();
	assert_eq!((standing.overlay, standing.best.number, standing.lag()), (4, 10, 0));
	assert_eq!(standing.phase, Phase::Following);
	place.check(&indexer, &chain);
}

#[test]
fn a_reorganisation_takes_its_trades_with_it() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 3);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	assert_eq!(count(&indexer.history().best(), Table::Trades), 3);
	// Block 2 and 3 give way to three empty ones.
	let mut parent = blocks[0];
	for after in 0..3 {
		parent = chain.grow(parent, MIDNIGHT + 3_000 + after, Vec::new());
	}
	indexer.follow_best().unwrap();
	let history = indexer.history().clone();
	assert_eq!(history.best().head().hash, parent);
	assert_eq!(count(&history.best(), Table::Trades), 1);
	chain.finalize(parent);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	assert_eq!(count(&history.finalized(), Table::Trades), 1);
	place.check(&indexer, &chain);
}

#[test]
fn another_block_than_the_best_may_become_final() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 4);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	let other = chain.grow(blocks[1], MIDNIGHT + 1, Vec::new());
	chain.finalize(other);
	fill_up(&mut indexer);
	// The overlay of before does not show through.
	assert_eq!(indexer.history().best().head().hash, other);
	assert_eq!(count(&indexer.history().best(), Table::Trades), 2);
	place.check(&indexer, &chain);
}

#[test]
fn a_history_goes_on_where_it_was_closed() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 20);
	for last in [3, 4, 11, 19] {
		chain.finalize(blocks[last]);
		let mut indexer = place.open(&chain, None);
		fill_up(&mut indexer);
		assert_eq!(count(&indexer.history().finalized(), Table::Trades), last + 1);
	}
	place.check(&place.open(&chain, None), &chain);
}

#[test]
fn a_history_begins_where_states_are_kept() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 10);
	chain.finalize(blocks[9]);
	for block in &blocks[0..6] {
		chain.prune(*block);
	}
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	// Of block 7 the state is the first that is there: rows begin with block 8.
	assert_eq!(indexer.history().standing().meta.base.number, 7);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 3);
	place.check(&indexer, &chain);
}

#[test]
fn a_history_that_was_away_for_too_long_begins_anew() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 20);
	chain.finalize(blocks[4]);
	fill_up(&mut place.open(&chain, None));
	for block in &blocks[0..12] {
		chain.prune(*block);
	}
	chain.finalize(blocks[19]);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	assert_eq!(indexer.history().standing().meta.base.number, 13);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 7);
}

#[test]
fn nothing_is_written_while_not_even_the_last_state_is_there() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 3);
	chain.finalize(blocks[2]);
	blocks.iter().for_each(|block| chain.prune(*block));
	let mut indexer = place.open(&chain, None);
	assert_eq!(indexer.advance(9), Err(Error::Pruned { number: 3 }));
}

#[test]
fn a_history_of_another_chain_is_begun_anew() {
	let (place, chain, other) = (Place::new(), Fake::new(1), Fake::new(2));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 3);
	chain.finalize(blocks[2]);
	fill_up(&mut place.open(&chain, None));
	let mut indexer = place.open(&other, None);
	fill_up(&mut indexer);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 0);
	assert_eq!(indexer.history().standing().meta.indexed.hash, genesis(&other));
}

#[test]
fn a_chain_that_was_made_anew_from_the_same_genesis_gets_its_own_history() {
	let (place, chain, again) = (Place::new(), Fake::new(1), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 3);
	chain.finalize(blocks[2]);
	fill_up(&mut place.open(&chain, None));
	// The fake chain would give the same names again.
	let skipped = again.grow(genesis(&again), 1, Vec::new());
	assert_eq!(skipped, blocks[0]);
	let mut parent = genesis(&again);
	for block in 1..=4 {
		parent = again.grow(parent, MIDNIGHT + block, Vec::new());
	}
	again.finalize(parent);
	let mut indexer = place.open(&again, None);
	fill_up(&mut indexer);
	assert_eq!(indexer.history().standing().meta.indexed.number, 4);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 0);
}

#[test]
fn a_history_ahead_of_its_chain_waits() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 6);
	chain.finalize(blocks[5]);
	fill_up(&mut place.open(&chain, None));
	// After a loss of power the chain is at block 3, and gets the same blocks again.
	let again = Fake::new(1);
	let same = trades(&again, genesis(&again), MIDNIGHT, 3);
	again.finalize(same[2]);
	let mut indexer = place.open(&again, None);
	assert_eq!(indexer.advance(9), Ok(Step::Done));
	indexer.follow_best().unwrap();
	assert_eq!(indexer.history().standing().phase, Phase::Waiting);
	let rest = trades(&again, same[2], MIDNIGHT, 4);
	assert_eq!(rest[2], blocks[5]);
	again.finalize(rest[3]);
	fill_up(&mut indexer);
	assert_eq!(indexer.history().standing().phase, Phase::Following);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 7);
}

#[test]
fn a_best_chain_that_is_too_long_is_not_shown() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let most = u64::from(MAX_OVERLAY);
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, most);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	assert_eq!(indexer.history().standing().overlay, blocks.len());
	let last = chain.grow(blocks[blocks.len() - 1], MIDNIGHT, Vec::new());
	indexer.follow_best().unwrap();
	let standing = indexer.history().standing();
	assert!(standing.overlay_off);
	assert_eq!((standing.overlay, standing.best.number), (0, 0));
	// It is shown again as soon as finality goes on.
	chain.finalize(blocks[0]);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	assert_eq!(indexer.history().best().head().hash, last);
	assert!(!indexer.history().standing().overlay_off);
}

#[test]
fn what_waited_for_finality_is_written_though_its_states_are_gone() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 600);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	indexer.follow_best().unwrap();
	// Finality stood still for twenty minutes, and with it go all states but the last.
	chain.finalize(blocks[599]);
	blocks[..590].iter().for_each(|block| chain.prune(*block));
	fill_up(&mut indexer);
	assert_eq!(indexer.history().meta().base.number, 0);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 600);
}

#[test]
fn a_chain_that_keeps_all_states_and_cannot_read_one_loses_no_history() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 6);
	chain.finalize(blocks[3]);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	drop(indexer);
	chain.finalize(blocks[5]);
	chain.prune(blocks[4]);
	let history = place.open(&chain, None).history().clone();
	let keeps = Options { keeps_states: true, ..Options::default() };
	let mut indexer = Indexer::new(history, chain, keeps);
	assert!(matches!(indexer.advance(9), Err(Error::Pruned { number: 5 })));
	let meta = indexer.history().meta();
	assert_eq!((meta.base.number, meta.indexed.number), (0, 4));
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 4);
}

#[test]
fn old_trades_and_short_candles_go_and_long_candles_stay() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let mut parent = genesis(&chain);
	for day in 0..5 {
		// Two blocks with a trade on each of five days.
		let blocks = trades(&chain, parent, MIDNIGHT + day * DAY_MS, 2);
		parent = blocks[1];
	}
	chain.finalize(parent);
	let mut indexer = place.open(&chain, Some(2));
	fill_up(&mut indexer);
	let history = indexer.history().clone();
	// On the fifth day the trades of the third, fourth and fifth are kept: those of two days before today.
	let trim = history.standing().meta.trimmed.unwrap();
	assert_eq!((trim.day, trim.block), (20_787, 5));
	assert_eq!(count(&history.finalized(), Table::Trades), 6);
	// Days 5 and week 1 or 2 stay; of the short ones 3 days x (1m, 5m, 15m), of the others 5 x (1h, 4h, 1d) and the weeks:
	// the 28th is a Saturday, so that the third day begins the second week.
	assert_eq!(count(&history.finalized(), Table::Candles), 9 + 15 + 2);
	assert_eq!(count(&history.finalized(), Table::Fills), 20);
	place.check(&indexer, &chain);
}

/// A chain that is a block 3 high where a history has 6, and has a fork of 3 blocks on top of it.
fn with_a_fork() -> (Fake, H256) {
	let again = Fake::new(1);
	let same = trades(&again, genesis(&again), MIDNIGHT, 3);
	again.finalize(same[2]);
	// The fake chain numbers its blocks, so that those of the fork would have the names of the others without this one.
	again.grow(same[1], MIDNIGHT, Vec::new());
	let mut parent = same[2];
	for block in 3..6 {
		parent = again.grow(parent, MIDNIGHT + 2_000 * block, Vec::new());
	}
	(again, parent)
}

#[test]
fn a_fork_that_is_not_final_does_not_end_a_history_that_is_ahead() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 6);
	chain.finalize(blocks[5]);
	fill_up(&mut place.open(&chain, None));
	let (again, fork) = with_a_fork();
	let mut indexer = place.open(&again, None);
	assert_eq!(indexer.advance(9), Ok(Step::Done));
	let history = indexer.history().clone();
	assert_eq!(history.standing().phase, Phase::Waiting);
	assert_eq!(count(&history.finalized(), Table::Trades), 6);
	// If it does become final, this is another chain: of its six blocks three have trades.
	again.finalize(fork);
	fill_up(&mut indexer);
	assert_eq!(history.standing().phase, Phase::Following);
	assert_eq!(count(&history.finalized(), Table::Trades), 3);
	place.check(&indexer, &again);
}

#[test]
fn a_history_that_the_chain_does_not_have_cannot_be_verified() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 6);
	chain.finalize(blocks[5]);
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	let verify_on = |chain: Fake| {
		let scratch = tempfile::tempdir().unwrap();
		block_on(verify(indexer.history(), chain, scratch.path(), |_, _| {}))
	};
	let (fork, _) = with_a_fork();
	assert!(matches!(verify_on(fork), Err(Error::Corrupt(_))));
	let shorter = Fake::new(1);
	trades(&shorter, genesis(&shorter), MIDNIGHT, 3);
	assert!(matches!(verify_on(shorter), Err(Error::Chain(_))));
}

#[test]
fn a_history_goes_on_behind_a_gap_of_the_chain() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let mut indexer = place.open(&chain, None);
	fill_up(&mut indexer);
	assert_eq!(indexer.history().standing().meta.base.number, 0);
	// Warp sync jumps to block 8.
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 10);
	for block in &blocks[0..7] {
		chain.pass_over(*block);
	}
	chain.finalize(blocks[9]);
	fill_up(&mut indexer);
	assert_eq!(indexer.history().standing().meta.base.number, 8);
	assert_eq!(count(&indexer.history().finalized(), Table::Trades), 2);
}

#[test]
fn how_far_behind_it_is_is_counted_while_it_is_filled_and_when_it_stands_still() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 10);
	chain.finalize(blocks[9]);
	let registry = Registry::new();
	let mut indexer = place.open(&chain, None);
	let metrics = Some(Metrics::register(&registry).unwrap());
	let history = indexer.history().clone();
	indexer = Indexer::new(history, chain.clone(), Options { metrics, ..Options::default() });
	let told = |line: &str| {
		let text = TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
		assert!(text.lines().any(|other| other == line), "{line} is not in {text}");
	};
	// One turn begins the history, three write.
	assert_eq!(indexer.advance(4), Ok(Step::More));
	told("kongsi_history_lag_blocks 7");
	told("kongsi_history_blocks_total 3");
	told("kongsi_trades_total{market=\"7\"} 3");
	// The first trades were of one lot at 20, 21 and 22 ticks of 100.
	told("kongsi_volume_quote_total{market=\"7\"} 6300");
	let next = chain.grow(blocks[9], MIDNIGHT, Vec::new());
	chain.finalize(next);
	indexer.stand_still(&Error::Pruned { number: 4 });
	told("kongsi_history_lag_blocks 8");
	assert!(matches!(indexer.history().standing().phase, Phase::Stopped(_)));
}

#[test]
fn a_history_can_be_read_anew_while_its_first_states_are_kept() {
	let (place, chain) = (Place::new(), Fake::new(1));
	let mut indexer = place.open(&chain, None);
	let repeatable = |indexer: &Indexer<Fake>| is_repeatable(indexer.history(), &chain).unwrap();
	assert!(repeatable(&indexer), "there is nothing to lose");
	fill_up(&mut indexer);
	assert!(repeatable(&indexer));
	let blocks = trades(&chain, genesis(&chain), MIDNIGHT, 6);
	chain.finalize(blocks[5]);
	fill_up(&mut indexer);
	assert!(repeatable(&indexer));
	// That of the genesis may outlive those of the blocks after it.
	chain.prune(blocks[0]);
	assert!(!repeatable(&indexer));
}
