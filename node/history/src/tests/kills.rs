//! A process that does nothing but write is killed at any moment, again and again.

use super::fake::*;
use crate::{
	chain::Chain,
	history::History,
	indexer::{Indexer, Options, Step},
	verify::verify,
};
use futures::executor::block_on;
use rand::Rng;
use std::{
	env, fs,
	path::Path,
	process::{Child, Command, Stdio},
	sync::Arc,
	thread,
	time::{Duration, Instant},
};

const DIRECTORY: &str = "KONGSI_HISTORY_TEST_DIRECTORY";
/// A file that the process makes, beside the history, when it begins to write.
const SIGN: &str = "writes";
const BLOCKS: u64 = 60_000;
const KILLS: u32 = 30;

/// The same chain in every process.
fn chain() -> Fake {
	let chain = Fake::new(1);
	let mut parent = chain.genesis();
	for block in 0..BLOCKS {
		let events = if block % 3 == 0 { trade(20 + block % 11, block) } else { Vec::new() };
		parent = chain.grow(parent, MIDNIGHT + 2_000 * block, events);
	}
	chain.finalize(parent);
	chain
}

fn writer(directory: &Path, chain: Fake) -> Indexer<Fake> {
	let history = Arc::new(History::open(directory, chain.genesis()).unwrap());
	Indexer::new(history, chain, Options::default())
}

/// What the process does that is killed.
fn write(directory: &Path) {
	let mut writer = writer(&directory.join("history"), chain());
	fs::write(directory.join(SIGN), "").unwrap();
	while writer.advance(1_000).unwrap() == Step::More {}
}

/// It takes a while to make the chain.
fn await_sign(process: &mut Child, sign: &Path) {
	let end = Instant::now() + Duration::from_secs(60);
	while fs::remove_file(sign).is_err() {
		assert!(Instant::now() < end, "it does not begin to write");
		assert!(process.try_wait().unwrap().is_none(), "it ended before it wrote");
		thread::sleep(Duration::from_millis(1));
	}
}

#[test]
fn kills_in_mid_write_lose_and_repeat_nothing() {
	// This test starts itself, and kills what it has started.
	if let Some(directory) = env::var_os(DIRECTORY) {
		return write(Path::new(&directory));
	}
	let directory = tempfile::tempdir().unwrap();
	let (path, sign) = (directory.path().join("history"), directory.path().join(SIGN));
	let name = "tests::kills::kills_in_mid_write_lose_and_repeat_nothing";
	let mut random = rand::thread_rng();
	let mut heights = vec![0];
	let chain = chain();
	for _ in 0..KILLS {
		let mut process = Command::new(env::current_exe().unwrap())
			.args(["--exact", name])
			.env(DIRECTORY, directory.path())
			.stdout(Stdio::null())
			.stderr(Stdio::null())
			.spawn()
			.unwrap();
		await_sign(&mut process, &sign);
		thread::sleep(Duration::from_micros(random.gen_range(0..40_000)));
		process.kill().unwrap();
		process.wait().unwrap();
		let height = writer(&path, chain.clone()).history().standing().meta.indexed.number;
		assert!(height >= heights[heights.len() - 1], "blocks were lost");
		heights.push(height);
	}
	heights.dedup();
	println!("killed at heights {heights:?}");
	assert!(heights.len() > 5, "it was hardly ever killed while it wrote: {heights:?}");
	let mut writer = writer(&path, chain.clone());
	while writer.advance(1_000).unwrap() == Step::More {}
	let scratch = tempfile::tempdir().unwrap();
	let verdict = block_on(verify(writer.history(), chain, scratch.path(), |_, _| {})).unwrap();
	assert!(verdict.is_equal(), "{:?}", verdict.examples);
}
