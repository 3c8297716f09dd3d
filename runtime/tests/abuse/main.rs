//! Governance of the real runtime under abuse: random histories of everything that holders, the poor, and outsiders can do to
//! referenda, votes, deposits, preimages, pauses, spends and stake, with floods, full agendas and calls that fail, against models
//! of their own.
//!
//! After each operation no poll has more votes than there were shares at its record date, no vote weighs more than its account
//! owned then or at the last poke, every deposit is where it belongs, and no KSI has come or gone. Every proposal that was
//! approved is run once, at its time, or reported as no call at all. In the end everything that can be asked back is, and nothing
//! is left but what the rules keep.
//!
//! `KONGSI_OPS` says how many operations, `KONGSI_SEED` which, `KONGSI_EVERY` after how many of them everything that is stored is
//! checked besides. Fees are not charged: operations are dispatched.

#[path = "../common/mod.rs"]
mod common;
mod deposits;
mod ending;
mod fates;
mod holdings;
mod proposals;
mod register;
mod state;
mod votes;
mod workload;

use codec::Encode;
use common::{begin_block, chain, seed, setting, take_steps};
use deposits::Preimages;
use fates::{Fates, Submitting};
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{Bounded, GetCallMetadata},
};
use frame_system::RawOrigin;
use kongsi_runtime::{
	genesis_presets::LOCAL_TESTNET, AccountId, BlockNumber, Executive, OriginCaller, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, ShareVoting, System,
};
use register::{epoch_of, EPOCH_BLOCKS};
use sp_runtime::{traits::Dispatchable, DispatchError};
use std::collections::BTreeMap;
use votes::Votes;
use workload::{people, Act, Seen, Workload};

/// So many submissions fill the block in which they would all time out: the scheduler has 512 places.
const FLOOD: u32 = 520;
/// So many deposits fill the queue of a track: it has 256 places.
const DEPOSITS: u32 = 300;

/// A run of the chain with its models.
struct Run {
	workload: Workload,
	accounts: Vec<AccountId>,
	votes: Votes,
	fates: Fates,
	preimages: Preimages,
	/// The first block in which a call can be made again, by its name.
	paused: BTreeMap<(Vec<u8>, Vec<u8>), BlockNumber>,
	issuance: u128,
	slot: u64,
	operations: u64,
	/// How often something was done, and how often it was refused.
	done: BTreeMap<&'static str, (u64, u64)>,
	/// How often each error was the reason.
	errors: BTreeMap<&'static str, u64>,
}

impl Run {
	/// Begins after the genesis, in the first block. To be called in its externalities, like the rest.
	fn begin(seed: u64) -> Self {
		let accounts = people().into_iter().chain([ShareVoting::fund_account()]).collect();
		let mut run = Self {
			workload: Workload::new(seed),
			accounts,
			votes: Votes::default(),
			fates: Fates::default(),
			preimages: Preimages::default(),
			paused: BTreeMap::new(),
			issuance: pallet_balances::TotalIssuance::<Runtime>::get(),
			slot: 1,
			operations: 0,
			done: BTreeMap::new(),
			errors: BTreeMap::new(),
		};
		run.votes.register.copy(1);
		begin_block(run.slot);
		run.listen();
		for act in run.workload.endowment() {
			run.act(act);
		}
		assert_eq!(run.done.get("endowment"), Some(&(26, 0)));
		run.check();
		run
	}

	fn note(&mut self, what: &'static str) {
		self.done.entry(what).or_default().0 += 1;
	}

	/// How often something was done or has happened.
	fn count(&self, what: &str) -> u64 {
		let done = self.done.get(what).map_or(0, |(done, _)| *done);
		let happened = [&self.votes.done, &self.fates.done];
		done + happened.iter().filter_map(|of| of.get(what)).sum::<u64>()
	}

	/// One operation, and now and then the end of a block.
	fn step(&mut self) {
		self.operations += 1;
		// So far apart that one is over before the next one.
		match self.operations % 20_000 {
			600 => self.flood(),
			1_500 => self.fill_the_queue(),
			2_600 | 12_600 => self.fill_the_scheduler(1),
			3_600 | 13_600 => self.fill_the_scheduler(0),
			_ => {}
		}
		let Self { workload, fates, votes, preimages, .. } = self;
		for act in workload.next(Seen { fates, votes, preimages }) {
			self.act(act);
		}
		self.check();
		if self.workload.turn() {
			self.turn();
		}
	}

	/// Ends the block with every hook of every pallet and begins the next one. Between two epochs everything is copied.
	fn turn(&mut self) {
		Executive::finalize_block();
		self.listen();
		let next = System::block_number() + 1;
		if next.is_multiple_of(EPOCH_BLOCKS) {
			self.votes.register.copy(epoch_of(next));
			self.note("epoch");
		}
		self.slot += 1;
		begin_block(self.slot);
		self.listen();
		self.check();
	}

	/// Does one thing, and hears what comes of it.
	fn act(&mut self, act: Act) {
		let Act { who, what, call } = act;
		self.fates.submitting = match &call {
			RuntimeCall::Referenda(pallet_referenda::Call::submit { enactment_moment, .. }) => {
				Some(Submitting { who: who.clone(), enactment: *enactment_moment })
			}
			_ => None,
		};
		let names = call.get_call_metadata();
		let name = (names.pallet_name.as_bytes().to_vec(), names.function_name.as_bytes().to_vec());
		let paused = self.paused.get(&name).is_some_and(|until| System::block_number() < *until);
		let declared = call.get_dispatch_info().call_weight;
		let result = call.clone().dispatch(RuntimeOrigin::signed(who.clone()));

		let entry = self.done.entry(what).or_default();
		match &result {
			Ok(post) => {
				entry.0 += 1;
				assert!(post.actual_weight.is_none_or(|used| used.all_lte(declared)), "{what}");
				self.follow_preimage(&who, &call);
			}
			Err(refused) => {
				entry.1 += 1;
				let name: &'static str = refused.error.into();
				let broken = ["Corrupt", "Corruption", "ClassHalted", "Overflow"];
				assert!(!broken.contains(&name), "{what}: {refused:?}");
				*self.errors.entry(name).or_default() += 1;
			}
		}
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		let refused = result.as_ref().is_err_and(|refused| refused.error == filtered);
		assert_eq!(refused, paused, "{what} by {call:?}");
		let voted = what == "usurp";
		assert!(!voted || result.is_err_and(|refused| refused.error == DispatchError::BadOrigin));
		if refused {
			self.note("refused by a pause");
		}
		self.listen();
	}

	fn follow_preimage(&mut self, who: &AccountId, call: &RuntimeCall) {
		use pallet_preimage::Call;
		match call {
			RuntimeCall::Preimage(Call::note_preimage { bytes }) => {
				self.preimages.noted(who, bytes)
			}
			RuntimeCall::Preimage(Call::unnote_preimage { hash }) => {
				self.preimages.removed(who, *hash);
			}
			_ => {}
		}
	}

	/// Tells the models what happened since.
	fn listen(&mut self) {
		for record in System::read_events_no_consensus() {
			match record.event {
				RuntimeEvent::ShareVoting(event) => self.votes.hear(event, &self.fates),
				RuntimeEvent::Referenda(event) => self.fates.hear(event),
				RuntimeEvent::Scheduler(event) => self.fates.hear_of_the_scheduler(event),
				RuntimeEvent::Treasury(event) => self.hear_of_the_treasury(event),
				RuntimeEvent::Mandates(event) => self.hear_of_mandates(event),
				RuntimeEvent::Agenda(event) => self.note(match event {
					pallet_agenda::Event::Slid { .. } => "slid",
					pallet_agenda::Event::Parked { .. } => "parked",
					pallet_agenda::Event::HandedOver { .. } => "handed over",
					pallet_agenda::Event::Withdrawn { .. } => "withdrawn",
					other => panic!("the scheduler takes every task: {other:?}"),
				}),
				RuntimeEvent::Balances(pallet_balances::Event::DustLost { amount, .. }) => {
					self.issuance -= amount;
					self.note("dust lost");
				}
				RuntimeEvent::OrderBook(pallet_order_book::Event::Executed { fills, .. }) => {
					fills.iter().for_each(|_| self.note("fill"));
				}
				_ => {}
			}
		}
		System::reset_events();
	}

	fn hear_of_the_treasury(&mut self, event: pallet_treasury::Event<Runtime>) {
		use pallet_treasury::Event;
		match event {
			Event::Deposit { value } => self.fates.hear_of_the_treasury(value),
			Event::AssetSpendApproved { .. } => self.note("spend granted"),
			Event::AssetSpendVoided { .. } => self.note("spend voided"),
			Event::Paid { .. } => self.note("paid out"),
			Event::SpendProcessed { .. } => self.note("spend over"),
			_ => {}
		}
	}

	fn hear_of_mandates(&mut self, event: pallet_mandates::Event<Runtime>) {
		use pallet_mandates::Event;
		match event {
			Event::CallsPaused { calls, until } => {
				for (pallet, call) in calls {
					let name = (pallet.into_inner(), call.into_inner());
					let before = self.paused.entry(name).or_default();
					*before = until.max(*before);
				}
				self.note("calls paused");
			}
			Event::CallResumed { call: (pallet, call) } => {
				self.paused.remove(&(pallet.into_inner(), call.into_inner()));
				self.note("call resumed");
			}
			Event::UpgradeAuthorized { .. } => self.note("upgrade authorised"),
			Event::RescueDecided { .. } => self.note("rescue decided"),
			_ => {}
		}
	}

	// Floods.

	/// One block gets more alarms than it has places for.
	fn flood(&mut self) {
		for act in self.workload.flood(FLOOD) {
			self.act(act);
		}
	}

	/// The queue of a track gets more referenda than it has places for, so that some are pushed out.
	fn fill_the_queue(&mut self) {
		for act in self.workload.flood(DEPOSITS) {
			self.act(act);
		}
		let Self { workload, fates, votes, preimages, .. } = self;
		for act in workload.flood_of_deposits(Seen { fates, votes, preimages }, DEPOSITS) {
			self.act(act);
		}
	}

	/// Somebody fills the blocks in which enactments fall (one above a multiple of five), or those in which alarms ring (the
	/// multiples). Whoever did it would pay a deposit for each task; here they are put where he would have had them put.
	fn fill_the_scheduler(&mut self, rest: BlockNumber) {
		let call = RuntimeCall::from(frame_system::Call::remark { remark: vec![] });
		let task = pallet_scheduler::Scheduled {
			maybe_id: None,
			priority: 200,
			call: Bounded::Inline(call.encode().try_into().unwrap()),
			maybe_periodic: None,
			origin: OriginCaller::system(RawOrigin::Root),
			_phantom: Default::default(),
		};
		let now = System::block_number();
		for block in (now + 1..now + 130).filter(|block| block % 5 == rest) {
			pallet_scheduler::Agenda::<Runtime>::mutate(block, |agenda| {
				while agenda.try_push(Some(task.clone())).is_ok() {}
			});
		}
		self.note("scheduler filled");
	}

	// Checks.

	/// What has to be true after every operation.
	fn check(&mut self) {
		self.votes.check(&self.fates);
		self.fates.check();
		for who in &self.accounts {
			deposits::check(who, &self.fates, &self.preimages);
		}
		assert_eq!(pallet_balances::TotalIssuance::<Runtime>::get(), self.issuance);
	}

	/// Everything that is stored.
	fn check_all(&mut self) {
		self.votes.check_all(&self.fates);
		self.fates.check_touched();
		self.preimages.check_all();
		state::check(&self.fates);
	}

	/// What was done.
	fn report(&self) {
		for (what, (succeeded, failed)) in &self.done {
			println!("{what:<32} {succeeded:>7} done {failed:>7} refused");
		}
		for (what, count) in self.votes.done.iter().chain(&self.fates.done) {
			println!("{what:<32} {count:>7}");
		}
		println!("{:?}", self.errors);
		let (block, latest) = (System::block_number(), self.fates.latest);
		println!("block {block}, no enactment more than {latest} blocks late");
	}
}

/// So many operations of that seed, with everything checked every so often besides.
fn run(operations: u64, seed: u64, every: u64) -> Run {
	let mut chain = chain(LOCAL_TESTNET);
	let mut run = chain.execute_with(|| Run::begin(seed));
	take_steps(&mut chain, operations, 100, every, |check| {
		run.step();
		if check {
			run.check_all();
		}
	});
	let approved = run.count("approved");
	run.done.insert("approved before the end", (approved, 0));
	ending::finish(&mut chain, &mut run);
	chain.execute_with(|| run.report());
	run
}

#[test]
fn nothing_is_lost_and_nobody_votes_twice_whatever_is_done_to_referenda() {
	let operations = setting("KONGSI_OPS", 5_000);
	let every = setting("KONGSI_EVERY", 100).max(1);
	println!("everything that is stored after each {every} operations");
	let started = std::time::Instant::now();
	let run = run(operations, seed(0x61_6275_7365), every);
	println!("{operations} operations in {:.1?}", started.elapsed());

	// It was a history of everything, not one of refusals.
	if operations < 5_000 {
		return;
	}
	for (what, least) in FLOORS {
		let count = run.count(what);
		assert!(count >= *least, "{what} {count} times, not {least}");
	}
	let refused = run.done.get("usurp").map_or(0, |(_, refused)| *refused);
	assert!(refused >= 10, "only {refused} times somebody did what only a vote may do");
}

/// What has to have happened at least in 5,000 operations: less than a third of the fewest times in seventeen histories of different
/// seeds.
const FLOORS: &[(&str, u64)] = &[
	("approved", 107),
	("approved before the end", 39),
	("attached", 16),
	("calls paused", 1),
	("cancelled", 1),
	("cleared", 133),
	("closed", 133),
	("confirmation aborted", 1),
	("daily date", 24),
	("decision", 146),
	("decision deposit", 148),
	("decision deposit back", 147),
	("delegated", 23),
	("delegated in a loop", 4),
	("deposit by the fund", 19),
	("enacted", 84),
	("enacted in vain", 15),
	("epoch", 28),
	("fill", 44),
	("first vote", 613),
	("handed over", 12),
	("killed", 1),
	("killed with its deposit", 1),
	("late swing", 18),
	("metadata", 7),
	("not a call", 1),
	("note", 17),
	("paid out", 2),
	("parked", 12),
	("poked down", 14),
	("poked up", 6),
	("rebag", 2),
	("registered", 132),
	("rejected", 29),
	("rejected with ayes", 12),
	("sandwich", 10),
	("signature", 25),
	("signature withdrawn", 5),
	("slid", 65),
	("spend granted", 3),
	("stake", 55),
	("submission deposit back", 108),
	("submitted", 259),
	("timed out", 110),
	("transfer", 77),
	("undelegated", 19),
	("unnote", 17),
	("unstuck", 2),
	("vote changed", 47),
	("vote of a follower", 2),
	("withdrawn", 1),
];
