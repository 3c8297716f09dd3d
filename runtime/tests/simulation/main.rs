//! The real runtime under a random workload, against an independent auditor.
//!
//! `KONGSI_OPS` says how many operations, `KONGSI_SEED` which. Fees are not charged: operations are dispatched, so that
//! what an account owns changes by them alone; `fees.rs` is about fees.

mod auditor;
#[path = "../common/mod.rs"]
mod common;
mod workload;

use auditor::{check_state, Auditor};
use common::{begin_block, chain, seed, setting, take_steps};
use frame_support::{
	dispatch::{GetDispatchInfo, PostDispatchInfo},
	traits::GetCallMetadata,
	weights::Weight,
};
use kongsi_runtime::{
	configs::system::RuntimeBlockWeights, genesis_presets::DEVELOPMENT, Executive, Runtime,
	RuntimeCall, RuntimeOrigin, Session, System,
};
use pallet_mandates::Origin as Mandate;
use sp_runtime::{traits::Dispatchable, DispatchError};
use std::collections::BTreeMap;
use workload::{Signer, Workload};

/// A run of the chain with its auditor.
struct Simulation {
	books: Auditor,
	workload: Workload,
	slot: u64,
	/// The session at the end of the last block.
	session: u32,
	/// How often each call succeeded and failed.
	done: BTreeMap<String, (u64, u64)>,
	/// How often each error was the reason.
	errors: BTreeMap<&'static str, u64>,
}

impl Simulation {
	/// Begins after the genesis, in the first block. To be called in its externalities, like the rest.
	fn begin(seed: u64) -> Self {
		let books = Auditor::from_genesis();
		books.compare();
		let mut simulation = Self {
			books,
			workload: Workload::new(seed),
			slot: 1,
			session: 0,
			done: BTreeMap::new(),
			errors: BTreeMap::new(),
		};
		begin_block(simulation.slot);
		for (who, call) in simulation.workload.first_keys() {
			simulation.dispatch(Some(who), call);
		}
		simulation
	}

	/// One operation, and now and then the end of a block.
	fn step(&mut self) {
		let (signer, call) = self.workload.next(&self.books);
		self.dispatch(signer, call);
		if self.workload.turn() {
			self.turn();
		}
	}

	/// Ends the block with every hook of every pallet and begins the next one.
	fn turn(&mut self) {
		Executive::finalize_block();
		// `pallet-session` takes a whole block to change a session, whatever else is in it.
		let session = Session::current_index();
		let most = RuntimeBlockWeights::get().max_block;
		let fits = System::block_weight().total().all_lte(most);
		assert!(fits || session != self.session, "block {}", System::block_number());
		self.session = session;
		self.listen();
		self.slot += 1;
		begin_block(self.slot);
		self.listen();
	}

	fn dispatch(&mut self, signer: Signer, call: RuntimeCall) {
		let metadata = call.get_call_metadata();
		let name = format!("{}::{}", metadata.pallet_name, metadata.function_name);
		let declared = call.get_dispatch_info().call_weight;
		let is_vote = signer.is_none();
		let origin = signer.map_or(Mandate::Markets.into(), RuntimeOrigin::signed);
		let result = call.dispatch(origin);

		let post = match &result {
			Ok(post) => post,
			Err(error) => &error.post_info,
		};
		check_weight(&name, declared, post);
		let counts = self.done.entry(name.clone()).or_default();
		match &result {
			Ok(_) => counts.0 += 1,
			Err(error) => {
				counts.1 += 1;
				*self.errors.entry(error.error.into()).or_default() += 1;
				assert_ne!(error.error, DispatchError::Corruption, "{name}");
				assert_ne!(
					error.error,
					pallet_order_book::Error::<Runtime>::Corrupt.into(),
					"{name}"
				);
			}
		}
		// Invariant 52: what a vote decides nobody else decides.
		let by_vote = ["set_market_status", "set_market_params", "close_market"];
		if !is_vote && by_vote.contains(&metadata.function_name) {
			assert_eq!(result.unwrap_err().error, DispatchError::BadOrigin, "{name}");
		}
		self.listen();
	}

	/// Tells the auditor what happened since.
	fn listen(&mut self) {
		for record in System::read_events_no_consensus() {
			self.books.hear(record.event);
		}
		System::reset_events();
	}

	fn check(&self) {
		self.books.compare();
		check_state();
	}

	/// What was done, call by call.
	fn report(&self) {
		for (name, (succeeded, failed)) in &self.done {
			println!("{name:<36} {succeeded:>7} succeeded {failed:>7} failed");
		}
		println!("{:?}", self.errors);
		println!(
			"{} fills, {} orders ended by a deadline, {} orders open, {} markets, block {}",
			self.books.fills,
			self.books.ended_by_deadline,
			self.books.orders.len(),
			self.books.markets.len(),
			System::block_number()
		);
	}
}

/// Invariant 54: a call is charged at least what it then says it used.
fn check_weight(name: &str, declared: Weight, post: &PostDispatchInfo) {
	if let Some(used) = post.actual_weight {
		assert!(used.all_lte(declared), "{name} used {used} of {declared}");
	}
}

/// So many operations of that seed, checked every so often.
fn simulate(operations: u64, seed: u64, every: u64) -> Simulation {
	let mut chain = chain(DEVELOPMENT);
	let mut simulation = chain.execute_with(|| Simulation::begin(seed));
	take_steps(&mut chain, operations, 1_000, every, |check| {
		simulation.step();
		if check {
			simulation.check();
		}
	});
	chain.execute_with(|| {
		simulation.turn();
		simulation.check();
		simulation.report();
	});
	simulation
}

#[test]
fn every_invariant_holds_after_each_operation_of_short_histories() {
	let first = seed(0x6b6f_6e67);
	for seed in first..first + 3 {
		simulate(setting("KONGSI_OPS", 1_000).min(1_000) / 4, seed, 1);
	}
}

#[test]
fn the_auditor_predicts_every_balance_of_a_long_history() {
	let most = if cfg!(debug_assertions) { 5_000 } else { 20_000 };
	let operations = setting("KONGSI_OPS", most);
	let started = std::time::Instant::now();
	let simulation = simulate(operations, seed(0x6b6f_6e67_7369), 100);
	println!("{operations} done of {operations} asked in {:.1?}", started.elapsed());
	let fills = simulation.books.fills;
	assert!(fills > operations / 50, "only {fills} fills");
	assert!(simulation.books.filtered > 0, "no trading key tried to do more than trade");
	let ended = simulation.books.ended_by_deadline;
	assert!(ended > operations / 2_000, "only {ended} orders met after a deadline");
	if operations < 50_000 {
		return;
	}

	// It was a history of everything, not one of refusals. The rarest of these succeeds once in some thousands.
	let expected = [
		"OrderBook::place_order",
		"OrderBook::cancel_order",
		"OrderBook::cancel_by_client_id",
		"OrderBook::cancel_all",
		"OrderBook::amend_order",
		"OrderBook::submit",
		"OrderBook::cancel_after",
		"OrderBook::remove_lapsed",
		"OrderBook::create_market",
		"OrderBook::set_market_status",
		"OrderBook::set_market_params",
		"OrderBook::close_market",
		"Assets::create",
		"Assets::mint",
		"Assets::burn",
		"Assets::transfer",
		"Assets::transfer_keep_alive",
		"Assets::transfer_all",
		"Assets::approve_transfer",
		"Assets::transfer_approved",
		"Assets::cancel_approval",
		"Assets::freeze",
		"Assets::thaw",
		"Assets::freeze_asset",
		"Assets::thaw_asset",
		"Assets::touch",
		"Assets::refund",
		"Assets::start_destroy",
		"Assets::destroy_accounts",
		"Assets::finish_destroy",
		"Assets::set_metadata",
		"Balances::transfer_allow_death",
		"Balances::transfer_keep_alive",
		"Balances::transfer_all",
		"Balances::burn",
		"Utility::batch",
		"Utility::batch_all",
		"Utility::force_batch",
		"Proxy::proxy",
		"Proxy::add_proxy",
	];
	for name in expected {
		assert!(simulation.done.get(name).is_some_and(|(done, _)| *done > 0), "{name} never done");
	}
}
