//! Whatever the chain does, the history is what reading it from the start gives.

mod common;

use common::{business, follow, naive, writer, Writer};
use futures::executor::block_on;
use kongsi_forks::{Chain, Hash};
use kongsi_history::{chain::ClientChain, keys::Table, store::Order, verify, Step};
use kongsi_runtime::opaque::Block;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tempfile::TempDir;

const REORGANISATIONS: u32 = 60;
const DEEPEST: u32 = 20;

struct Run {
	chain: Chain,
	random: ChaCha8Rng,
	directory: TempDir,
	writer: Option<Writer>,
	checks: u32,
}

/// A row as it lies in the database, with its table and key.
type StoredRow = (Table, Box<[u8]>, Box<[u8]>);

impl Run {
	fn new(seed: u64) -> Self {
		let chain = Chain::new();
		let directory = tempfile::tempdir().unwrap();
		let writer = writer(&chain, &directory.path().join("history"));
		let random = ChaCha8Rng::seed_from_u64(seed);
		Self { chain, random, directory, writer: Some(writer), checks: 0 }
	}

	fn grow(&mut self, parent: Hash, best: bool) -> Hash {
		let extrinsics = business(&self.chain, &mut self.random, parent);
		self.chain.grow(parent, extrinsics, best)
	}

	/// Blocks that can still be undone.
	fn open(&self) -> u32 {
		self.chain.number(self.chain.best()) - self.chain.number(self.chain.finalized())
	}

	/// The best chain is left at a depth for another one that is longer by a block.
	fn reorganise(&mut self) -> u32 {
		let depth = self.random.gen_range(1..=DEEPEST).min(self.open());
		let mut head = self.chain.ancestor(self.chain.best(), depth);
		for _ in 0..depth {
			head = self.grow(head, false);
		}
		self.grow(head, true);
		depth
	}

	fn finalize(&mut self) {
		let back = self.random.gen_range(0..=self.open());
		let block = self.chain.ancestor(self.chain.best(), back);
		self.chain.finalize(block);
	}

	/// The process ends, perhaps after a part of what it had to do, and starts again.
	fn restart(&mut self) {
		if let Some(mut writer) = self.writer.take() {
			let _: Step = writer.advance(self.random.gen_range(0..5)).unwrap();
		}
		self.writer = Some(writer(&self.chain, &self.directory.path().join("history")));
	}

	fn look(&mut self) {
		if let Some(writer) = &mut self.writer {
			follow(writer);
		}
	}

	fn check(&mut self) -> (usize, usize) {
		self.look();
		let history = self.writer.as_ref().unwrap().history().clone();
		let best = history.best();
		assert_eq!(best.head().hash, self.chain.best());
		let counts = naive::check(&self.chain, &best);
		let finalized = history.finalized();
		assert_eq!(finalized.head().hash, self.chain.finalized());
		naive::check(&self.chain, &finalized);
		self.checks += 1;
		counts
	}

	/// All rows of all tables.
	fn rows(&self) -> Vec<StoredRow> {
		let history = self.writer.as_ref().unwrap().history().clone();
		let view = history.finalized();
		let rows = Table::ALL.into_iter().flat_map(|table| {
			let rows = view.rows(table, &[], &[0xff; 64], Order::Rising).unwrap();
			rows.map(move |row| row.map(|(key, row)| (table, key, row)).unwrap())
				.collect::<Vec<_>>()
		});
		rows.collect()
	}
}

#[test]
fn random_reorganisations_and_restarts_leave_what_a_replay_gives() {
	let seed = std::env::var("KONGSI_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
	println!("seed {seed}, KONGSI_SEED sets another");
	let mut run = Run::new(seed);
	let (mut reorganisations, mut deepest, mut restarts) = (0, 0, 0);
	while reorganisations < REORGANISATIONS {
		match run.random.gen_range(0..10) {
			0..=4 => {
				for _ in 0..run.random.gen_range(1..8) {
					run.grow(run.chain.best(), true);
				}
			}
			5 | 6 if run.open() > 0 => {
				deepest = deepest.max(run.reorganise());
				reorganisations += 1;
				if reorganisations % 6 == 0 {
					run.check();
				}
			}
			7 if run.open() > DEEPEST + 4 => run.finalize(),
			8 => {
				run.restart();
				restarts += 1;
			}
			_ => run.look(),
		}
	}
	run.chain.finalize(run.chain.best());
	let (trades, orders) = run.check();
	let blocks = run.chain.number(run.chain.best());
	println!(
		"{reorganisations} reorganisations, the deepest of {deepest}, {restarts} restarts, {} checks, {blocks} blocks, \
		 {trades} trades, {orders} orders",
		run.checks
	);
	assert!(trades > 100 && orders > 300 && deepest >= 15, "the chain was too quiet");

	let incremental = run.rows();
	let scratch = tempfile::tempdir().unwrap();
	let reader = ClientChain::<_, Block>::new(run.chain.client());
	let history = run.writer.as_ref().unwrap().history().clone();
	let verdict = block_on(verify::verify(&history, reader, scratch.path(), |_, _| {})).unwrap();
	assert!(verdict.is_equal(), "{:?}", verdict.examples);
	let compared: u64 = verdict.rows.iter().map(|(_, rows)| rows).sum();
	assert_eq!(compared, u64::try_from(incremental.len()).unwrap());

	// And thrown away and read again in place.
	let writer = run.writer.as_mut().unwrap();
	writer.begin(0).unwrap();
	follow(writer);
	assert_eq!(run.rows(), incremental);
}
