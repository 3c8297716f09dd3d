//! Measuring a block against the empty block and the block of transfers, in turn and many times over.

use super::{
	accounts,
	chain::{Built, Chain, State},
	setup::Setup,
};
use kongsi_runtime::{RuntimeCall, RuntimeEvent};
use pallet_order_book::{Event, Outcome};

/// Transactions of a block, unless said otherwise.
pub(crate) const N: u64 = 200;

/// What was measured of one block.
#[derive(Clone, Debug)]
pub(crate) struct Row {
	/// What it consists of.
	pub(crate) name: String,
	/// Transactions.
	pub(crate) transactions: usize,
	/// µs a unit, which is a transaction or an order in it, the empty block deducted: the median.
	pub(crate) micros: f64,
	/// Its median absolute deviation.
	pub(crate) deviation: f64,
	/// The same in T, of the transfers executed in turn with it.
	pub(crate) in_t: f64,
	/// µs a unit of `micros` for the root of the state.
	pub(crate) root: f64,
	/// Changed entries of the state a unit.
	pub(crate) keys: f64,
	/// Measured time by declared weight.
	pub(crate) by_weight: f64,
	/// Declared µs a transaction.
	pub(crate) declared: f64,
}

/// Measures, and remembers what T was each time.
pub(crate) struct Bench {
	chain: Chain,
	/// Rounds of each block.
	pub(crate) repeats: usize,
	base: State,
	empty: Built,
	transfers: Built,
	transfer_micros: Vec<f64>,
	/// Everything measured so far.
	pub(crate) rows: Vec<Row>,
}

impl Bench {
	/// Prepares T: transfers of one signer to one receiver, on a state with a typical book.
	pub(crate) fn new(repeats: usize) -> Self {
		let chain = Chain::new();
		let mut setup = Setup::typical(1);
		let receiver = accounts::maker(0);
		let base = setup.state();
		let calls = (0..N).map(|_| (0, transfer(&receiver)));
		let empty = chain.build(&base, &[]);
		let transfers = chain.build(&base, &accounts::sign(base.genesis, calls));
		Self {
			chain,
			repeats,
			base,
			empty,
			transfers,
			transfer_micros: Vec::new(),
			rows: Vec::new(),
		}
	}

	/// T in µs, and its median absolute deviation: over everything measured so far.
	pub(crate) fn transfer(&self) -> (f64, f64) {
		median(&self.transfer_micros)
	}

	/// What a transfer declares, in µs.
	pub(crate) fn transfer_declared(&self) -> f64 {
		(self.transfers.weight - self.empty.weight) as f64 / 1e6 / N as f64
	}

	/// Measures a block of these calls, each by the signer with that number; all together they must give so many fills.
	/// The cost is divided by `units`.
	pub(crate) fn measure(
		&mut self,
		name: &str,
		state: &State,
		calls: Vec<(u32, RuntimeCall)>,
		units: u64,
		fills: u64,
	) -> Row {
		let transactions = calls.len();
		let empty = self.chain.build(state, &[]);
		let block = self.chain.build(state, &accounts::sign(state.genesis, calls));
		assert_eq!(fills_of(&block.events), fills, "{name}: fills");
		let chain = &self.chain;
		let (mut costs, mut transfers) = (Vec::new(), Vec::new());
		for round in 0..=self.repeats {
			let micros = |state, block| chain.execute(state, block).as_secs_f64() * 1e6;
			let base = micros(&self.base, &self.empty);
			let transfer = micros(&self.base, &self.transfers) - base;
			let nothing = micros(state, &empty);
			let cost = micros(state, &block) - nothing;
			// The first round fills caches.
			if round > 0 {
				costs.push(cost / units as f64);
				transfers.push(transfer / N as f64);
			}
		}
		let root = |block| {
			let times: Vec<f64> =
				(0..5).map(|_| chain.root(state, block).as_secs_f64() * 1e6).collect();
			median(&times).0
		};
		let (micros, deviation) = median(&costs);
		let declared = (block.weight - empty.weight) as f64 / 1e6;
		let row = Row {
			name: name.into(),
			transactions,
			micros,
			deviation,
			in_t: micros / median(&transfers).0,
			root: (root(&block) - root(&empty)) / units as f64,
			keys: block.keys.saturating_sub(empty.keys) as f64 / units as f64,
			by_weight: micros * units as f64 / declared,
			declared: declared / transactions as f64,
		};
		eprintln!(
			"{name}: {:.1} µs ±{:.1}, {:.3} T, {:.1} keys",
			row.micros, row.deviation, row.in_t, row.keys
		);
		self.transfer_micros.append(&mut transfers);
		self.rows.push(row.clone());
		row
	}
}

/// A transfer of KSI that neither makes nor ends an account.
pub(crate) fn transfer(to: &kongsi_runtime::AccountId) -> RuntimeCall {
	let (dest, value) = (to.clone().into(), kongsi_runtime::constants::money::MILLI_KSI);
	RuntimeCall::Balances(pallet_balances::Call::transfer_keep_alive { dest, value })
}

/// All by the first signer.
pub(crate) fn by_one(calls: impl IntoIterator<Item = RuntimeCall>) -> Vec<(u32, RuntimeCall)> {
	calls.into_iter().map(|call| (0, call)).collect()
}

/// Each by another signer.
pub(crate) fn by_many(calls: impl IntoIterator<Item = RuntimeCall>) -> Vec<(u32, RuntimeCall)> {
	(0..).zip(calls).collect()
}

/// The fills among events, in none of which anything was refused.
fn fills_of(events: &[RuntimeEvent]) -> u64 {
	let mut sum = 0;
	for event in events {
		match event {
			RuntimeEvent::OrderBook(Event::Executed { outcomes, fills, .. }) => {
				let refused =
					outcomes.iter().find(|outcome| matches!(outcome, Outcome::Refused(_)));
				assert!(refused.is_none(), "{refused:?}");
				sum += fills.len() as u64;
			}
			RuntimeEvent::OrderBook(Event::MarketHalted { reason, .. }) => {
				panic!("the market was halted: {reason:?}")
			}
			_ => {}
		}
	}
	sum
}

/// The median and the median absolute deviation.
pub(crate) fn median(values: &[f64]) -> (f64, f64) {
	let middle = |mut values: Vec<f64>| {
		values.sort_by(f64::total_cmp);
		let (low, high) = (values.len().saturating_sub(1) / 2, values.len() / 2);
		match (values.get(low), values.get(high)) {
			(Some(low), Some(high)) => (low + high) / 2.0,
			_ => f64::NAN,
		}
	};
	let median = middle(values.to_vec());
	(median, middle(values.iter().map(|value| (value - median).abs()).collect()))
}
