//! How many transactions a second real nodes take, from a client to a final block: one validator, then four.
//!
//! An open loop: transactions are signed and framed beforehand and sent at their time over several WebSocket connections,
//! one request each, whatever becomes of those before them, so that a node that falls behind is not spared. The rate rises
//! step by step, with transfers, single orders and batches of 50 orders in turn, so that all three meet the same
//! machine. A kind is done with at the first step that the chain does not keep up with, after which one step half-way is
//! tried. Kept up means: nobody was refused, what waits for a block does not grow, and three slots after the end everything
//! is in a block.
//!
//! A wait begins when a transaction was to be sent, and ends when this program hears that a best block has it, or that
//! its block is final; every transaction is counted. The nodes share the machine with this program, whose part of the
//! processors is reported.
//!
//! Environment: `KONGSI_LOAD_VALIDATORS` (1,4), `KONGSI_LOAD_SLOTS` (of a step, 15), `KONGSI_LOAD_CONNECTIONS` (8),
//! `KONGSI_LOAD_TRANSFERS`, `KONGSI_LOAD_SINGLES`, `KONGSI_LOAD_BATCHES` (rates of the steps, in transfers or orders a
//! second), `KONGSI_LOAD_REFINE` (0 leaves out the step half-way), `KONGSI_LOAD_NODE` (further arguments for nodes),
//! `KONGSI_NODE` (the node), `KONGSI_BENCH_OUT` (the file).

#![allow(missing_docs, reason = "a program")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may stop")]

#[allow(dead_code, reason = "others use the rest")]
#[path = "common/accounts.rs"]
mod accounts;
#[path = "load/flow.rs"]
mod flow;
#[path = "load/genesis.rs"]
mod genesis;
mod live;
#[path = "load/network.rs"]
mod network;
#[path = "load/report.rs"]
mod report;
#[path = "load/sender.rs"]
mod sender;
#[path = "load/signing.rs"]
mod signing;
#[path = "load/step.rs"]
mod step;
#[path = "load/watcher.rs"]
mod watcher;

use flow::{Kind, SIGNERS};
use live::{setting, settings};
use network::Network;
use serde_json::{Map, Value as Json};
use std::time::Duration;
use step::{Row, Step};
use watcher::Watcher;

/// What is asked of all networks.
struct Plan {
	slots: u32,
	connections: usize,
	refine: bool,
	node: Vec<String>,
}

#[tokio::main]
async fn main() {
	let plan = Plan {
		slots: setting("KONGSI_LOAD_SLOTS", 15) as u32,
		connections: setting("KONGSI_LOAD_CONNECTIONS", 8) as usize,
		refine: setting("KONGSI_LOAD_REFINE", 1) > 0,
		node: std::env::var("KONGSI_LOAD_NODE")
			.map(|text| text.split_whitespace().map(String::from).collect())
			.unwrap_or_default(),
	};
	let mut figures = Map::new();
	for validators in settings("KONGSI_LOAD_VALIDATORS", &[1, 4]) {
		let rows = plan.load(validators).await;
		figures.insert(validators.to_string(), report::figures(&rows));
		// After each of them, so that a run that is cut short leaves something.
		live::write("e2e.json", &Json::Object(figures.clone()));
	}
	report::table(&figures);
}

/// The rates of the steps for a kind, in transfers or orders a second: from what is easy to what is not expected.
fn rates(kind: Kind, validators: u64) -> Vec<u64> {
	match (kind, validators) {
		(Kind::Transfer, 1) => {
			settings("KONGSI_LOAD_TRANSFERS", &[500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500])
		}
		(Kind::Single, 1) => {
			settings("KONGSI_LOAD_SINGLES", &[500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500])
		}
		(Kind::Batch, 1) => settings(
			"KONGSI_LOAD_BATCHES",
			&[
				1_000, 2_000, 3_000, 4_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000,
				50_000,
			],
		),
		(Kind::Transfer, _) => {
			settings("KONGSI_LOAD_TRANSFERS", &[200, 400, 600, 800, 1_000, 1_250, 1_500])
		}
		(Kind::Single, _) => {
			settings("KONGSI_LOAD_SINGLES", &[200, 400, 600, 800, 1_000, 1_250, 1_500])
		}
		(Kind::Batch, _) => settings(
			"KONGSI_LOAD_BATCHES",
			&[1_000, 2_000, 3_000, 4_000, 6_000, 8_000, 10_000, 12_500, 15_000, 20_000],
		),
	}
}

/// How far a kind has come.
struct Progress {
	kind: Kind,
	rates: Vec<u64>,
	kept_up: u64,
	done: bool,
}

impl Plan {
	async fn load(&self, validators: u64) -> Vec<Row> {
		let mut kinds: Vec<Progress> = Kind::ALL
			.into_iter()
			.map(|kind| Progress { kind, rates: rates(kind, validators), kept_up: 0, done: false })
			.collect();
		let levels = kinds.iter().map(|kind| kind.rates.len()).max().unwrap_or_default();
		// One set of signers for each step and each step half-way.
		let sets = (levels + 1) * kinds.len();
		let signers = SIGNERS * u32::try_from(sets).expect("few steps");
		println!("\n{validators} validators, {signers} signers, {} slots a step", self.slots);
		let net = Network::start(validators, signers, &self.node).await;
		let watcher = Watcher::start(&net.nodes()[0].url()).await;
		let version = u64::from(kongsi_runtime::VERSION.spec_version);
		assert_eq!(watcher.spec_version().await, version, "build the node again");
		// The first blocks of a node are slower than any other.
		tokio::time::sleep(Duration::from_secs(6)).await;

		let mut rows = Vec::new();
		let mut first_signer = 0;
		for level in 0..levels {
			for progress in &mut kinds {
				let Some(rate) = progress.rates.get(level).copied().filter(|_| !progress.done)
				else {
					continue;
				};
				let row = self.step(progress.kind, rate, &mut first_signer, &net, &watcher).await;
				let sustained = row.sustained();
				rows.push(row);
				if sustained {
					progress.kept_up = rate;
					continue;
				}
				progress.done = true;
				if self.refine {
					let between = (progress.kept_up + rate) / 2;
					rows.push(
						self.step(progress.kind, between, &mut first_signer, &net, &watcher).await,
					);
				}
			}
		}
		rows
	}

	async fn step(
		&self,
		kind: Kind,
		rate: u64,
		first_signer: &mut u32,
		net: &Network,
		watcher: &Watcher,
	) -> Row {
		let step = Step {
			kind,
			rate,
			slots: self.slots,
			connections: self.connections,
			first_signer: *first_signer,
		};
		*first_signer += SIGNERS;
		let row = step.run(net, watcher, watcher.genesis().await).await;
		report::line(&row);
		row
	}
}
