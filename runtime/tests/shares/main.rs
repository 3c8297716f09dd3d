//! Shareholders on the real runtime under a random workload, against a model that keeps full copies of what everybody owned
//! at every boundary and divides each dividend by them.
//!
//! `KONGSI_OPS` says how many operations, `KONGSI_SEED` which, `KONGSI_EVERY` after how many of them everything that is
//! stored is checked besides. Fees are not charged: operations are dispatched, so that what an account owns changes by them
//! alone.

#[path = "../common/mod.rs"]
mod common;
mod copies;
mod dividends;
mod polls;
mod record_date;
mod workload;

use common::{begin_block, chain, seed, setting, take_steps};
use copies::{epoch_of, owned, Boundary, CASH, CLASSES, EPOCH_BLOCKS, HALO, KSI};
use dividends::Dividends;
use kongsi_runtime::{
	genesis_presets::DEVELOPMENT, AccountId, Assets, Ballots, Executive, OrderBook, Revenue,
	Runtime, RuntimeEvent, RuntimeOrigin, Shareholders, System,
};
use order_book_engine::{Amended, OrderId};
use pallet_ballots::BallotStage;
use pallet_order_book::{Event as OrderBookEvent, MarketId, Outcome};
use pallet_shareholders::{ClassStatus, Event as ShareholdersEvent};
use polls::{Copies, Polls};
use shareholders_accounting::{Answer, Claimable, Epoch, Schedule, TokenId};
use sp_runtime::traits::Dispatchable;
use std::collections::BTreeMap;
use workload::{claim, free, gifts, people, Act, Watch, Workload};

/// What each class pays in.
const PAYOUTS: [(TokenId, TokenId); 3] = [(HALO, CASH), (KSI, KSI), (KSI, CASH)];

/// A run of the chain with its model.
struct Run {
	workload: Workload,
	people: Vec<AccountId>,
	/// By class and payout token.
	dividends: BTreeMap<(TokenId, TokenId), Dividends>,
	/// What everybody owned of HALO.
	copies: Copies,
	polls: Polls,
	/// What everybody owned before the operation.
	totals: BTreeMap<(TokenId, AccountId), u128>,
	/// The epoch in which each order was placed.
	placed: BTreeMap<(MarketId, OrderId), Epoch>,
	slot: u64,
	operations: usize,
	/// How often something was done, and how often it was refused.
	done: BTreeMap<&'static str, (u64, u64)>,
	/// How often each error was the reason.
	errors: BTreeMap<&'static str, u64>,
}

impl Run {
	/// Begins after the genesis, in the first block. To be called in its externalities, like the rest.
	fn begin(seed: u64) -> Self {
		let mut run = Self {
			workload: Workload::new(seed),
			people: people(),
			dividends: PAYOUTS.map(|key| (key, Dividends::default())).into(),
			copies: Copies::new(),
			polls: Polls::from_genesis(),
			totals: BTreeMap::new(),
			placed: BTreeMap::new(),
			slot: 1,
			operations: 0,
			done: BTreeMap::new(),
			errors: BTreeMap::new(),
		};
		// The company has paid 30,000.00 before the first block, distributed at the first boundary.
		run.dividends_of(HALO, CASH).pay(30_000_000_000, Schedule::Next);
		run.boundary(1);
		run.follow();
		begin_block(run.slot);
		run.listen();
		run.check();
		for act in run.workload.endowment() {
			run.act(act);
		}
		assert_eq!(run.done.get("endowment"), Some(&(54, 0)));
		run.done.clear();
		run
	}

	/// The present epoch, by the model's own count.
	fn now() -> Epoch {
		epoch_of(System::block_number())
	}

	fn dividends_of(&mut self, class: TokenId, token: TokenId) -> &mut Dividends {
		self.dividends.get_mut(&(class, token)).expect("the class pays in it")
	}

	fn count(&self, what: &str) -> u64 {
		let done = self.done.get(what).map_or(0, |(done, _)| *done);
		done + self.polls.done.get(what).copied().unwrap_or(0)
	}

	fn note(&mut self, what: &'static str) {
		self.done.entry(what).or_default().0 += 1;
	}

	/// One operation, and now and then the end of a block.
	fn step(&mut self) {
		let next = self.workload.next();
		self.act(next);
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
			self.boundary(epoch_of(next));
			self.note("epoch");
		}
		self.slot += 1;
		begin_block(self.slot);
		self.listen();
		assert_eq!(Shareholders::epoch(), Self::now());
		self.follow();
		self.check();
	}

	fn boundary(&mut self, epoch: Epoch) {
		for class in CLASSES {
			let copy = Boundary::copy(class);
			assert!(copy.owners.keys().all(|who| self.people.contains(who)));
			for (_, dividends) in self.dividends.iter_mut().filter(|((of, _), _)| *of == class) {
				dividends.boundary(epoch, &copy);
			}
			if class == HALO {
				assert!(self.copies.insert(epoch, copy).is_none());
			}
		}
	}

	/// Does one thing, sees what comes of it, and checks everything that can be checked at once.
	fn act(&mut self, act: Act) {
		let Act { who, what, call, watch } = act;
		self.operations += 1;
		let counts = match &watch {
			Watch::Vote(ballot, answer) => Some(self.vote_counts(*ballot, &who, *answer)),
			_ => None,
		};
		let purse = match &watch {
			Watch::Claim(class, of) => Some((*class, of.clone(), self.purse(*class, of))),
			_ => None,
		};
		let standing = (watch == Watch::Still).then(|| standing(&who));
		let result = call.dispatch(RuntimeOrigin::signed(who.clone()));

		let entry = self.done.entry(what).or_default();
		match &result {
			Ok(_) => entry.0 += 1,
			Err(refused) => {
				entry.1 += 1;
				let name: &'static str = refused.error.into();
				assert!(!["Corrupt", "ClassHalted"].contains(&name), "{what}: {refused:?}");
				*self.errors.entry(name).or_default() += 1;
			}
		}
		self.listen();
		if let (Watch::Prune(class, of), true) = (&watch, result.is_ok()) {
			if self.totals.get(&(*class, of.clone())) == Some(&0) {
				self.closed(*class, of);
			}
		}
		if let Some(counts) = counts {
			assert_eq!(result.is_ok(), counts, "{who} votes: {result:?}");
		}
		if let Some((class, of, before)) = purse {
			// What the register says it has paid is what has arrived.
			for ((had, told_before), (has, told)) in before.into_iter().zip(self.purse(class, &of))
			{
				assert_eq!(has - had, told - told_before, "{of} was paid");
			}
		}
		if let Some(before) = standing {
			assert_eq!(self::standing(&who), before, "{who} has sent something to himself");
		}
		self.follow();
		self.check();
	}

	/// Of KSI and cash: what an account owns, and what a class has paid to it.
	fn purse(&self, class: TokenId, of: &AccountId) -> [(u128, u128); 2] {
		[KSI, CASH].map(|token| {
			let paid = self.dividends.get(&(class, token));
			(owned(token, of), paid.map_or(0, |dividends| dividends.received(of)))
		})
	}

	/// Whether a vote has to be accepted.
	fn vote_counts(&self, ballot: u32, who: &AccountId, answer: Answer) -> bool {
		let Some(info) = Ballots::ballot_info(ballot) else { return false };
		let known = match answer {
			Answer::Choice(choice) => choice < info.motion.choices,
			Answer::Abstain => true,
		};
		let open = info.stage == BallotStage::Voting;
		known && open && self.polls.weight(ballot, who, &self.copies) > 0
	}

	/// Tells the model what happened since.
	fn listen(&mut self) {
		for record in System::read_events_no_consensus() {
			match record.event {
				RuntimeEvent::Shareholders(event) => self.hear_of_shares(event),
				RuntimeEvent::Ballots(event) => {
					self.polls.hear(event, &self.copies, Self::now());
				}
				RuntimeEvent::OrderBook(event) => self.hear_of_a_market(event),
				RuntimeEvent::Revenue(event) => match event {
					pallet_revenue::Event::Collected { .. } => self.note("fees collected"),
					pallet_revenue::Event::Distributed { .. } => self.note("revenue divided"),
					other => panic!("no operation here does this: {other:?}"),
				},
				_ => {}
			}
		}
		System::reset_events();
	}

	fn hear_of_shares(&mut self, event: ShareholdersEvent<Runtime>) {
		match event {
			ShareholdersEvent::DividendPaid { class, token, amount, schedule, .. } => {
				self.dividends_of(class, token).pay(amount, schedule);
			}
			ShareholdersEvent::Claimed { class, who, payments, .. } => {
				for (token, amount) in payments {
					assert!(amount > 0);
					self.dividends_of(class, token).claimed(&who, amount);
				}
				if self.totals.get(&(class, who.clone())) == Some(&0) {
					self.closed(class, &who);
				}
				self.note("paid");
			}
			other => panic!("no operation here does this: {other:?}"),
		}
	}

	fn hear_of_a_market(&mut self, event: OrderBookEvent<Runtime>) {
		let OrderBookEvent::Executed { market, outcomes, fills, .. } = event else { return };
		let now = Self::now();
		for fill in &fills {
			// Those of the genesis were placed before the first boundary.
			let placed = self.placed.get(&(market, fill.order)).copied().unwrap_or(0);
			self.note("fill");
			if placed < now {
				self.note("fill of an order from before the last boundary");
			}
		}
		for outcome in &outcomes {
			if let Outcome::Placed(placed) | Outcome::Amended(Amended::Replaced(_, placed)) =
				outcome
			{
				if let Some(id) = placed.order {
					self.placed.insert((market, id), now);
				}
			}
		}
	}

	/// Looks at what everybody owns now; somebody who has come to own nothing may have left a part of an atom behind.
	fn follow(&mut self) {
		for class in CLASSES {
			for at in 0..self.people.len() {
				let who = self.people[at].clone();
				let now = owned(class, &who);
				let before = self.totals.insert((class, who.clone()), now).unwrap_or(0);
				if before > 0 && now == 0 {
					self.closed(class, &who);
					self.note("account closed");
				}
				if before == 0 && now > 0 {
					self.note("account opened");
				}
			}
		}
	}

	fn closed(&mut self, class: TokenId, who: &AccountId) {
		for (_, dividends) in self.dividends.iter_mut().filter(|((of, _), _)| *of == class) {
			dividends.closed(who);
		}
	}

	/// What has to be true after every operation.
	fn check(&mut self) {
		let now = Self::now();
		for class in CLASSES {
			let record = pallet_shareholders::Classes::<Runtime>::get(class).expect("a class");
			assert_eq!(record.status, ClassStatus::Live);
			let mut sums: BTreeMap<TokenId, u128> = BTreeMap::new();
			for who in &self.people {
				for due in Shareholders::claimable(class, who).expect("a class") {
					self.dividends[&(class, due.token)].check(who, due.owed, due.waiting, now);
					*sums.entry(due.token).or_default() += due.owed + due.waiting;
				}
			}
			let pot = Shareholders::pot_account(class);
			for payout in &record.register.payouts {
				let held = owned(payout.token, &pot);
				let dividends = &self.dividends[&(class, payout.token)];
				dividends.check_pot(held, payout.booked, sums[&payout.token]);
			}
		}
		self.polls.check(&self.copies, now);
		let who = &self.people[self.operations % self.people.len()];
		self.polls.check_totals(who, &self.copies, now);
	}

	/// What each pallet states of itself, and all votes.
	fn check_all(&self) {
		Shareholders::do_try_state().unwrap();
		Ballots::do_try_state().unwrap();
		OrderBook::do_try_state().unwrap();
		Assets::do_try_state().unwrap();
		Revenue::do_try_state().unwrap();
		self.polls.check_all(&self.people, &self.copies, Self::now());
	}

	/// Waits until everything has been distributed, then everybody claims everything.
	fn finish(&mut self) {
		let settled = |run: &Self| run.dividends.values().all(|of| of.is_settled(Self::now()));
		let mut blocks = 0;
		// No stream lasts longer than 12 epochs, no date lies further ahead than 6, and what the last fees earn follows.
		while !settled(self) {
			self.turn();
			blocks += 1;
			assert!(blocks < 30 * EPOCH_BLOCKS, "something is never distributed");
		}
		let rich = |token: TokenId| {
			// The company's account signs nothing.
			let signers = people().into_iter().take(23);
			signers.max_by_key(|who| free(token, who)).expect("there are people")
		};
		for to in self.people.clone() {
			let [ksi, _] = gifts(&rich(KSI), &to);
			self.act(ksi);
			let [_, cash] = gifts(&rich(CASH), &to);
			self.act(cash);
		}
		assert_eq!(self.done.get("gift").map(|(_, refused)| *refused), Some(0));
		for class in CLASSES {
			for of in self.people.clone() {
				self.act(claim(&of, class, &of));
			}
		}
		for class in CLASSES {
			for who in &self.people {
				let left = Shareholders::claimable(class, who).expect("a class");
				assert!(left.iter().all(|due| (due.owed, due.waiting) == (0, 0)), "{left:?}");
			}
		}
		for dividends in self.dividends.values() {
			dividends.check_received();
		}
		self.check_all();
	}

	/// What was done.
	fn report(&self) {
		for (what, (succeeded, failed)) in &self.done {
			println!("{what:<48} {succeeded:>7} done {failed:>7} refused");
		}
		for (what, count) in &self.polls.done {
			println!("{what:<48} {count:>7}");
		}
		for ((class, token), dividends) in &self.dividends {
			let (funded, paid) = dividends.sums();
			println!("class {class} in token {token}: {funded} paid in, {paid} paid out");
		}
		println!("{:?}", self.errors);
	}
}

/// Where somebody stands: what he owns and what he can claim.
fn standing(who: &AccountId) -> Vec<(u128, Vec<Claimable>)> {
	let of = |class| (owned(class, who), Shareholders::claimable(class, who).expect("a class"));
	CLASSES.map(of).into()
}

/// So many operations of that seed, with everything checked every so often besides.
fn run(operations: u64, seed: u64, every: u64) -> Run {
	let mut chain = chain(DEVELOPMENT);
	let mut run = chain.execute_with(|| Run::begin(seed));
	take_steps(&mut chain, operations, 1_000, every, |check| {
		run.step();
		if check {
			run.check_all();
		}
	});
	chain.execute_with(|| {
		run.finish();
		run.report();
	});
	run
}

#[test]
fn everybody_gets_his_part_and_every_share_votes_once_in_random_histories() {
	let operations = setting("KONGSI_OPS", 5_000);
	let every = setting("KONGSI_EVERY", 100).max(1);
	println!("every pallet's own checks after each {every} operations");
	let started = std::time::Instant::now();
	let run = run(operations, seed(0x7368_6172_6573), every);
	println!("{operations} operations in {:.1?}", started.elapsed());

	// It was a history of everything, not one of refusals: so many at least of each thousand operations.
	if operations < 2_000 {
		return;
	}
	let expected = [
		("fill", 40),
		("fill of an order from before the last boundary", 5),
		("transfer", 60),
		("self-transfer", 10),
		("dust", 2),
		("divide", 5),
		("give back", 5),
		("sandwich", 2),
		("account closed", 2),
		("account opened", 2),
		("dividend at once", 5),
		("dividend in a stream", 5),
		("dividend with dates", 2),
		("claim", 10),
		("claim for another", 10),
		("paid", 20),
		("ballot called", 2),
		("vote", 5),
		("first vote", 2),
		("attached", 2),
		("epoch", 2),
		("fees collected", 2),
		("revenue divided", 1),
	];
	for (what, least) in expected {
		let count = run.count(what);
		assert!(count * 1_000 >= operations * least, "{what}: {count} of {operations}");
	}
	let sometimes = [
		"cancel",
		"cancel all",
		"issue",
		"burn",
		"prune",
		"vote changed",
		"vote of a follower",
		"detached",
		"requisition opened",
		"round begun",
		"requisition carried",
		"signature",
		"ballot won",
		"ballot cleared",
	];
	for what in sometimes {
		assert!(run.count(what) > 0, "{what} never happened");
	}
}
