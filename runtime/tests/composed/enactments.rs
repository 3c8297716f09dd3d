//! Whatever a vote can decide is light enough to be run and short enough to stand in its referendum.
//!
//! The scheduler drops a call for good that does not fit into what a block leaves to it, and nobody can vote on a proposal of more
//! than 128 bytes. The list of calls is not written down here: every call of the runtime is tried with the origin of every track,
//! and what is let through has to be among those whose largest form is.

use crate::common::{begin_block, chain, every_call};
use codec::Encode;
use frame_support::{
	dispatch::GetDispatchInfo,
	storage::{with_transaction, TransactionOutcome},
	traits::{Get, GetCallMetadata},
	weights::Weight,
};
use kongsi_runtime::{
	configs::{governance::MaximumSchedulerWeight, system::RuntimeBlockWeights},
	genesis_presets::LOCAL_TESTNET,
	*,
};
use pallet_mandates::{Call as Mandate, Origin, MAX_DEAD, MAX_OFFENDERS, MAX_PROPOSAL};
use pallet_order_book::{FeeSchedule, MarketTerms};
use pallet_scheduler::WeightInfo as _;
use pallet_shareholders::WeightInfo as _;
use pallet_utility::WeightInfo as _;
use sp_runtime::{traits::Dispatchable, DispatchError};
use std::collections::{BTreeMap, BTreeSet};

fn name(call: &RuntimeCall) -> String {
	let names = call.get_call_metadata();
	format!("{}.{}", names.pallet_name, names.function_name)
}

/// Calls that bring others along. They say themselves what those weigh.
const WRAPPERS: [&str; 4] =
	["Utility.batch", "Utility.batch_all", "Utility.force_batch", "Utility.if_else"];

/// Calls that a vote gains nothing by, as they do the same for anybody. The first two are as long as somebody likes, and to bring
/// the code of a runtime in a referendum nobody can, as it has megabytes.
const ANYBODYS: [&str; 2] = ["System.remark", "System.apply_authorized_upgrade"];

/// Whether a call gets past the check of its origin. It is undone.
fn admits(call: &RuntimeCall, origin: RuntimeOrigin) -> bool {
	if let RuntimeCall::Timestamp(_) = call {
		return false;
	}
	let tried: Result<bool, DispatchError> = with_transaction(|| {
		let refused = call.clone().dispatch(origin);
		let refused = refused.is_err_and(|refused| refused.error == DispatchError::BadOrigin);
		TransactionOutcome::Rollback(Ok(!refused))
	});
	tried.unwrap()
}

/// The names of all calls that the origin of some track opens.
fn open_to_votes() -> BTreeSet<String> {
	chain(LOCAL_TESTNET).execute_with(|| {
		begin_block(1);
		let by_vote = |call: &RuntimeCall| Origin::ALL.iter().any(|of| admits(call, (*of).into()));
		every_call().iter().filter(|call| by_vote(call)).map(name).collect()
	})
}

/// Every call that a vote can decide and every call of `Mandates`: the largest and the smallest of each.
fn forms() -> Vec<[RuntimeCall; 2]> {
	let who = || AccountId::from([0xff; 32]);
	let bytes = |length: usize| vec![b'n'; length].try_into().unwrap();
	let called = |length: usize| (bytes(length), bytes(length));
	let market = u32::MAX;
	let terms = MarketTerms {
		tick_size: order_book_engine::QuoteAtoms::new(u128::MAX),
		lot_size: order_book_engine::BaseAtoms::new(u128::MAX),
		min_notional: order_book_engine::QuoteAtoms::new(u128::MAX),
		max_open_orders: u32::MAX,
		price_band_ppm: u32::MAX,
	};
	let fees = FeeSchedule { maker_fee_ppm: -1, taker_fee_ppm: u32::MAX, max_fee_ppm: u32::MAX };
	let status = order_book_engine::MarketStatus::Halted;
	let split = pallet_revenue::RevenueSplit {
		lister_ppm: u32::MAX,
		dividends_ppm: u32::MAX,
		validators_ppm: u32::MAX,
		treasury_ppm: u32::MAX,
	};
	let (class, token, index) = (u32::MAX, u32::MAX, u32::MAX);
	let dead = |count: u32| vec![[0xff; 4]; count.try_into().unwrap()].try_into().unwrap();
	let offenders = |count: u32| vec![[0xff; 8]; count.try_into().unwrap()].try_into().unwrap();
	let same = |call: RuntimeCall| [call.clone(), call];
	let addressed = || sp_runtime::MultiAddress::Id(who());
	// Of one call with the longest name, or of as many as there can be, with names that are shorter than any.
	let pause = |count: usize, length: usize| -> RuntimeCall {
		let calls = vec![called(length); count].try_into().unwrap();
		Mandate::pause { calls, blocks: u32::MAX }.into()
	};
	let spend = |most: bool| -> RuntimeCall {
		let (token, amount) = if most { (u32::MAX, u128::MAX) } else { (0, 1) };
		let valid_from = most.then_some(u32::MAX);
		Mandate::spend { token, amount, beneficiary: who(), valid_from }.into()
	};
	vec![
		same(Mandate::authorize_upgrade { code_hash: Hash::repeat_byte(0xff) }.into()),
		same(Mandate::revoke_upgrade {}.into()),
		same(Mandate::lapse_upgrade {}.into()),
		[pause(1, 32), pause(1, 1)],
		[pause(8, 6), pause(8, 0)],
		[Mandate::resume { call: called(32) }.into(), Mandate::resume { call: called(0) }.into()],
		[spend(true), spend(false)],
		[
			Mandate::set_validator_count { count: u32::MAX }.into(),
			Mandate::set_validator_count { count: 0 }.into(),
		],
		[
			Mandate::set_minimum_bonds { nominator: u128::MAX, validator: u128::MAX }.into(),
			Mandate::set_minimum_bonds { nominator: 0, validator: 0 }.into(),
		],
		[
			Mandate::cancel_slash { era: u32::MAX, offenders: offenders(MAX_OFFENDERS) }.into(),
			Mandate::cancel_slash { era: 0, offenders: offenders(0) }.into(),
		],
		[
			Mandate::signal_stall { finalized: u32::MAX }.into(),
			Mandate::signal_stall { finalized: 0 }.into(),
		],
		same(Mandate::withdraw_signal {}.into()),
		[
			// No delay is longer than a session, of 1,800 blocks.
			Mandate::rescue { dead: dead(MAX_DEAD), delay: 1_800, best_finalized: u32::MAX }.into(),
			Mandate::rescue { dead: dead(0), delay: 0, best_finalized: 0 }.into(),
		],
		same(pallet_referenda::Call::cancel { index }.into()),
		same(pallet_referenda::Call::kill { index }.into()),
		same(pallet_revenue::Call::set_split { split }.into()),
		same(pallet_order_book::Call::set_market_status { market, status }.into()),
		same(pallet_order_book::Call::set_market_params { market, terms, fees }.into()),
		same(pallet_order_book::Call::close_market { market }.into()),
		[
			pallet_treasury::Call::remove_approval { proposal_id: u32::MAX }.into(),
			pallet_treasury::Call::remove_approval { proposal_id: 0 }.into(),
		],
		same(pallet_treasury::Call::void_spend { index }.into()),
		same(pallet_shareholders::Call::propose_exclusion { class, who: addressed() }.into()),
		same(pallet_shareholders::Call::include { class, who: addressed() }.into()),
		same(pallet_shareholders::Call::open_payout { class, token }.into()),
	]
}

/// What a block leaves to one call at worst: what the scheduler may use, less what hooks before it and the scheduler itself use in
/// a block with as many tasks as there can be.
fn room() -> Weight {
	type Scheduler = <Runtime as pallet_scheduler::Config>::WeightInfo;
	type Shareholders = <Runtime as pallet_shareholders::Config>::WeightInfo;
	let weights = RuntimeBlockWeights::get();
	// Of the pallets before it only the register has a hook that weighs much: it takes the boundary of an epoch. The clocks of the
	// chain and of BABE are a few reads, and get a millisecond.
	let before = Shareholders::take_boundary().saturating_add(Weight::from_parts(1_000_000_000, 0));
	let left = weights.max_block.saturating_sub(weights.base_block).saturating_sub(before);
	let tasks = <Runtime as pallet_scheduler::Config>::MaxScheduledPerBlock::get();
	let own = Scheduler::service_agendas_base()
		.saturating_add(Scheduler::service_agenda_base(tasks))
		.saturating_add(Scheduler::service_task_base())
		.saturating_add(Scheduler::service_task_named())
		.saturating_add(Scheduler::execute_dispatch_unsigned());
	left.min(MaximumSchedulerWeight::get()).saturating_sub(own)
}

fn ref_time(call: &RuntimeCall) -> u64 {
	call.get_dispatch_info().call_weight.ref_time()
}

#[test]
fn every_call_that_a_vote_can_decide_is_known_here() {
	let forms = forms();
	let known: BTreeSet<String> = forms.iter().flatten().map(name).collect();
	let others: BTreeSet<String> =
		WRAPPERS.iter().chain(&ANYBODYS).map(|of| (*of).into()).collect();
	let open = open_to_votes();
	let missing: Vec<_> =
		open.iter().filter(|of| !known.contains(*of) && !others.contains(*of)).collect();
	assert!(missing.is_empty(), "add the largest form of {missing:?} here");
	// And the other way round: what is here can be decided, but for what anybody does at `Mandates`.
	let anybodys = ["lapse_upgrade", "signal_stall", "withdraw_signal"];
	let anybodys: BTreeSet<String> = anybodys.iter().map(|of| format!("Mandates.{of}")).collect();
	let closed: Vec<_> = known.iter().filter(|of| !open.contains(*of)).collect();
	assert_eq!(closed, anybodys.iter().collect::<Vec<_>>());
}

#[test]
fn every_call_that_a_vote_can_decide_stands_in_its_referendum() {
	assert_eq!(MAX_PROPOSAL, 128);
	for [largest, smallest] in forms() {
		let (most, least) = (largest.encoded_size(), smallest.encoded_size());
		println!("{:<36} {least:>4} to {most:>4} bytes", name(&largest));
		assert!(least <= most && most <= MAX_PROPOSAL, "{} has {most} bytes", name(&largest));
	}
}

/// A tenth: whatever else a block has to do, one of them fits, and so do several that are due at the same time. The scheduler would
/// drop one that does not fit into `room`, of which this is far below.
#[test]
fn every_call_that_a_vote_can_decide_takes_less_than_a_tenth_of_a_block() {
	let tenth = RuntimeBlockWeights::get().max_block.ref_time() / 10;
	let room = room().ref_time();
	println!("room for one call: {room} ps");
	assert!(room > 7 * tenth);
	let mut heaviest = BTreeMap::new();
	for call in forms().iter().flatten() {
		let weight = ref_time(call);
		assert!(weight > 1_000_000, "{} weighs {weight} ps, which is nothing", name(call));
		assert!(weight < tenth, "{} weighs {weight} ps", name(call));
		heaviest.insert(weight, name(call));
	}
	for (weight, name) in heaviest {
		println!(
			"{name:<36} {weight:>12} ps, {:.2} % of the room",
			weight as f64 / room as f64 * 1e2
		);
	}
}

/// A batch of 128 bytes holds forty of the shortest calls. Whatever is put into it, in whatever nesting: each call in it has its own
/// bytes, so that all together weigh no more than if all bytes were of the call that weighs most for a byte.
#[test]
fn no_batch_of_what_a_vote_can_decide_is_too_heavy_for_a_block() {
	type Utility = <Runtime as pallet_utility::Config>::WeightInfo;
	let room = room().ref_time();
	// What one more call adds to the batch that it is in, in the dearest kind of batch.
	let batches: [fn(u32) -> Weight; 3] =
		[Utility::batch, Utility::batch_all, Utility::force_batch];
	let place =
		|batch: fn(u32) -> Weight| (batch(1_000).ref_time() - batch(0).ref_time()) / 1_000 + 1;
	let place = batches.into_iter().map(place).max().unwrap();
	let empty: [RuntimeCall; 4] = [
		pallet_utility::Call::batch { calls: vec![] }.into(),
		pallet_utility::Call::batch_all { calls: vec![] }.into(),
		pallet_utility::Call::force_batch { calls: vec![] }.into(),
		frame_system::Call::remark { remark: vec![] }.into(),
	];
	// A choice between two calls has two bytes of its own.
	let choice = Utility::if_else().ref_time().div_ceil(2);
	let for_a_byte = |call: &RuntimeCall| {
		let bytes = u64::try_from(call.encoded_size()).unwrap();
		(ref_time(call) + place).div_ceil(bytes)
	};
	let forms = forms();
	let calls = forms.iter().flatten().chain(&empty);
	let (dearest, call) = calls.map(|call| (for_a_byte(call), name(call))).max().unwrap();
	println!("{call} weighs most for a byte: {dearest} ps; a choice {choice} ps");
	let most = dearest.max(choice) * u64::try_from(MAX_PROPOSAL).unwrap();
	println!("no proposal weighs more than {most} ps of {room}");
	assert!(most < room, "{most} ps of {room}");
}

/// The code of a runtime has megabytes and is sent by itself. Were it part of a batch, one would fit.
#[test]
fn the_code_of_a_runtime_fits_into_what_a_block_leaves_to_one_call() {
	let code = frame_system::Call::apply_authorized_upgrade { code: vec![] }.into();
	assert!(ref_time(&code) < room().ref_time() / 3);
}
