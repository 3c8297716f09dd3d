//! The workload: random operations of some two dozen holders of both classes.
//!
//! It may look at the chain to choose what makes sense. Some of it takes several steps: an account is closed and opened
//! again, shares are divided among friends, or are somebody else's for the moment of a boundary.

use crate::copies::{epoch_of, owned, CASH, COMPANY, EPOCH_BLOCKS, HALO, KSI};
use frame_support::traits::fungibles::Inspect;
use kongsi_runtime::{
	constants::money::{self, EXISTENTIAL_DEPOSIT},
	AccountId, Assets, Balances, Ballots, BlockNumber, OrderBook, Runtime, RuntimeCall,
	Shareholders, System,
};
use order_book_engine::{Lots, NewOrder, SelfTrade, Side, Ticks, TimeInForce};
use pallet_ballots::{BallotId, BallotStage, Motion};
use pallet_order_book::MarketId;
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shareholders_accounting::{Answer, Schedule, TokenId, Vote};
use sp_keyring::Sr25519Keyring;

type AssetsCall = pallet_tokens::Call<Runtime>;
type BalancesCall = pallet_balances::Call<Runtime>;
type BallotsCall = pallet_ballots::Call<Runtime>;
type OrderBookCall = pallet_order_book::Call<Runtime>;
type RevenueCall = pallet_revenue::Call<Runtime>;
type ShareholdersCall = pallet_shareholders::Call<Runtime>;

/// KSI in cash: a lot is a hundredth of a KSI, quoted around 200 ticks.
const KSI_CASH: MarketId = 0;
/// HALO in cash: a lot is a share, quoted around 2,500 ticks.
const HALO_CASH: MarketId = 1;
/// One unit of cash in atoms.
const ONE_CASH: u128 = 1_000_000;
/// The account of the company comes last and signs nothing.
const SIGNERS: usize = 23;
/// How many of them others name as their delegates.
const LEADERS: usize = 3;

/// What has to be seen when an operation is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
	Nothing,
	/// Who is paid what a class owes him.
	Claim(TokenId, AccountId),
	/// What becomes of the rest of somebody who owns nothing of a class any more.
	Prune(TokenId, AccountId),
	/// Whether a vote counts.
	Vote(BallotId, Answer),
	/// That nothing changes.
	Still,
}

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Act {
	pub(crate) who: AccountId,
	pub(crate) what: &'static str,
	pub(crate) call: RuntimeCall,
	pub(crate) watch: Watch,
}

pub(crate) struct Workload {
	rng: ChaCha8Rng,
	people: Vec<AccountId>,
	/// What has been begun, with the block from which on it goes on.
	later: Vec<(BlockNumber, Act)>,
}

/// Those who have much, those who have little, and the company itself, whose shares neither earn nor vote.
pub(crate) fn people() -> Vec<AccountId> {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
	let rich = [Alice, Bob, Charlie, Dave, Eve, Ferdie].map(|person| person.to_account_id());
	let poor = (1..=17).map(|number| AccountId::from([number; 32]));
	let company = Shareholders::company_account(COMPANY);
	rich.into_iter().chain(poor).chain([company]).collect()
}

impl Workload {
	pub(crate) fn new(seed: u64) -> Self {
		let people = people();
		assert_eq!(people.len(), SIGNERS + 1);
		Self { rng: ChaCha8Rng::seed_from_u64(seed), people, later: Vec::new() }
	}

	/// The rich give the others some of everything.
	pub(crate) fn endowment(&self) -> Vec<Act> {
		let (rich, others) = self.people.split_at(6);
		let gifts = others.iter().zip(rich.iter().cycle()).flat_map(|(to, from)| {
			let gift = |token, amount| act(from, "endowment", send(token, to, amount));
			[gift(KSI, 1_000 * money::KSI), gift(CASH, 20_000 * ONE_CASH), gift(HALO, 300)]
		});
		gifts.collect()
	}

	/// Whether a block ends here.
	pub(crate) fn turn(&mut self) -> bool {
		self.rng.gen_ratio(1, 16)
	}

	/// The next operation.
	pub(crate) fn next(&mut self) -> Act {
		let now = System::block_number();
		let due = self.later.iter().position(|(from, _)| *from <= now);
		if let Some(at) = due {
			return self.later.remove(at).1;
		}
		if (now + 1).is_multiple_of(EPOCH_BLOCKS) && self.rng.gen_ratio(1, 6) {
			return self.sandwich(now);
		}
		match self.rng.gen_range(0..100) {
			0..=31 => self.place(),
			32..=36 => self.cancel(),
			37 => self.cancel_all(),
			38..=52 => self.transfer(),
			53..=55 => self.self_transfer(),
			56..=57 => self.dust(),
			58 => self.close_and_reopen(now),
			59..=60 => self.divide(now),
			61..=67 => self.dividend(now),
			68..=77 => self.claim(),
			78..=79 => self.open_ballot(),
			80..=81 => self.requisition(),
			82..=83 => self.sign(),
			84..=89 => self.vote(),
			90..=91 => self.delegate(),
			92..=93 => self.attach(),
			94 => self.detach(),
			95..=96 => self.close_ballot(),
			97 => self.clear(),
			98 => self.collect_or_prune(),
			_ => self.issue(),
		}
	}

	fn signer(&mut self) -> AccountId {
		self.people[self.rng.gen_range(0..SIGNERS)].clone()
	}

	/// Anybody, the company as well.
	fn person(&mut self) -> AccountId {
		self.people.choose(&mut self.rng).unwrap().clone()
	}

	fn class(&mut self) -> TokenId {
		*[HALO, HALO, KSI].choose(&mut self.rng).unwrap()
	}

	/// A part of what is there, all of it, or an atom.
	fn amount(&mut self, there: u128) -> u128 {
		match self.rng.gen_range(0..12) {
			0 => there,
			1 => there / 2,
			2 => 1,
			_ => self.rng.gen_range(0..=there / 8),
		}
	}

	// Trading.

	fn place(&mut self) -> Act {
		let who = self.signer();
		let market = if self.rng.gen_ratio(2, 3) { HALO_CASH } else { KSI_CASH };
		let (middle, step): (u64, u64) = if market == HALO_CASH { (2_500, 5) } else { (200, 1) };
		let all = market == HALO_CASH && self.rng.gen_ratio(1, 10);
		let side = if all || self.rng.gen() { Side::Ask } else { Side::Bid };
		// Half of them meet what rests on the other side of the middle.
		let crosses = self.rng.gen_ratio(1, 2);
		let level: u64 = self.rng.gen_range(1..=10);
		let away = step * level;
		let above = (side == Side::Bid) == crosses;
		let lots: u64 = match (market, all) {
			// All shares that are free.
			(HALO_CASH, true) => u64::try_from(free(HALO, &who)).unwrap(),
			(HALO_CASH, false) => self.rng.gen_range(1..60),
			_ => self.rng.gen_range(60..2_000),
		};
		use TimeInForce::{GoodTilCancelled, ImmediateOrCancel, PostOnly};
		let ways = if crosses {
			[ImmediateOrCancel, GoodTilCancelled, GoodTilCancelled]
		} else {
			[PostOnly, GoodTilCancelled, GoodTilCancelled]
		};
		let own = [SelfTrade::CancelTaker, SelfTrade::CancelMaker, SelfTrade::Decrement];
		let last = System::block_number() + self.rng.gen_range(0..60);
		let order = NewOrder {
			side,
			price: Ticks::new(if above { middle + away } else { middle - away }),
			quantity: Lots::new(lots),
			time_in_force: *ways.choose(&mut self.rng).unwrap(),
			self_trade: *own.choose(&mut self.rng).unwrap(),
			client_id: None,
			expires_at: self.rng.gen_ratio(1, 4).then_some(last),
		};
		act(&who, "order", OrderBookCall::place_order { market, order })
	}

	fn cancel(&mut self) -> Act {
		let market = *[HALO_CASH, KSI_CASH].choose(&mut self.rng).unwrap();
		let orders = OrderBook::all_orders(market);
		match orders.choose(&mut self.rng) {
			Some((order_id, owner, _)) => {
				let order_id = *order_id;
				let call = OrderBookCall::cancel_order { market, order_id };
				act(&AccountId::from(owner.0), "cancel", call)
			}
			None => self.cancel_all(),
		}
	}

	fn cancel_all(&mut self) -> Act {
		let who = self.signer();
		let market = *[HALO_CASH, KSI_CASH].choose(&mut self.rng).unwrap();
		act(&who, "cancel all", OrderBookCall::cancel_all { market, side: None })
	}

	// Transfers.

	fn transfer(&mut self) -> Act {
		let (who, to, class) = (self.signer(), self.person(), self.class());
		let amount = self.amount(free(class, &who));
		let watch = if who == to { Watch::Still } else { Watch::Nothing };
		Act { watch, ..act(&who, "transfer", send(class, &to, amount)) }
	}

	fn self_transfer(&mut self) -> Act {
		let (who, class) = (self.signer(), self.class());
		let there = free(class, &who);
		let amount = self.amount(there);
		Act { watch: Watch::Still, ..act(&who, "self-transfer", send(class, &who, amount)) }
	}

	/// Leaves less of KSI than an account may have, or sends a single share or the last one.
	fn dust(&mut self) -> Act {
		let (who, to) = (self.signer(), self.person());
		let there = free(KSI, &who);
		let call = match self.rng.gen_range(0..3) {
			0 => {
				let dust = self.rng.gen_range(1..EXISTENTIAL_DEPOSIT);
				send(KSI, &to, there.saturating_sub(dust))
			}
			1 => send(HALO, &to, 1),
			_ => send(HALO, &to, free(HALO, &who)),
		};
		let watch = if who == to { Watch::Still } else { Watch::Nothing };
		Act { watch, ..act(&who, "dust", call) }
	}

	fn plan(&mut self, from: BlockNumber, act: Act) {
		self.later.push((from, act));
	}

	/// Somebody gives everything to a friend, in whole or down to dust, and gets it back some blocks later.
	fn close_and_reopen(&mut self, now: BlockNumber) -> Act {
		let (who, friend) = (self.signer(), self.signer());
		let again = now + self.rng.gen_range(0..40);
		for market in [HALO_CASH, KSI_CASH] {
			let call = OrderBookCall::cancel_all { market, side: None };
			self.plan(now, act(&who, "close account", call));
		}
		let dest = || friend.clone().into();
		for id in [HALO, CASH] {
			let call = AssetsCall::transfer_all { id, dest: dest(), keep_alive: false };
			self.plan(now, act(&who, "close account", call));
		}
		let call: RuntimeCall = if self.rng.gen() {
			BalancesCall::transfer_all { dest: dest(), keep_alive: false }.into()
		} else {
			let dust = self.rng.gen_range(1..EXISTENTIAL_DEPOSIT);
			send(KSI, &friend, free(KSI, &who).saturating_sub(dust))
		};
		self.plan(now, act(&who, "close account", call));
		for token in [KSI, CASH, HALO] {
			let amount = self.rng.gen_range(1..=free(token, &who).max(1));
			self.plan(again, act(&friend, "reopen account", send(token, &who, amount)));
		}
		self.next()
	}

	/// Somebody divides what he has among friends, who give it back.
	fn divide(&mut self, now: BlockNumber) -> Act {
		let (who, class) = (self.signer(), self.class());
		let part = free(class, &who) / 4;
		let back = now + self.rng.gen_range(0..30);
		for _ in 0..3 {
			let friend = self.signer();
			self.plan(now, act(&who, "divide", send(class, &friend, part)));
			self.plan(back, act(&friend, "give back", send(class, &who, part)));
		}
		self.next()
	}

	/// In the last block before a boundary somebody gets shares that he gives back right after it.
	fn sandwich(&mut self, now: BlockNumber) -> Act {
		let (who, friend, class) = (self.signer(), self.signer(), self.class());
		let part = free(class, &who) / 2;
		self.plan(now + 1, act(&friend, "give back", send(class, &who, part)));
		act(&who, "sandwich", send(class, &friend, part))
	}

	/// The founder issues a few shares or takes a few off the market.
	fn issue(&mut self) -> Act {
		let (founder, who) = (self.people[0].clone(), self.signer());
		let (id, amount) = (HALO, self.rng.gen_range(1..20));
		let beneficiary = who.clone().into();
		if self.rng.gen() {
			act(&founder, "issue", AssetsCall::mint { id, beneficiary, amount })
		} else {
			act(&founder, "burn", AssetsCall::burn { id, who: who.into(), amount })
		}
	}

	// Dividends.

	fn dividend(&mut self, now: BlockNumber) -> Act {
		let payer = if self.rng.gen_ratio(1, 3) { self.people[0].clone() } else { self.signer() };
		let kinds = [(HALO, CASH), (HALO, CASH), (HALO, CASH), (KSI, CASH), (KSI, KSI)];
		let (class, token) = *kinds.choose(&mut self.rng).unwrap();
		let amount = if self.rng.gen_ratio(1, 4) {
			self.rng.gen_range(1..1_000)
		} else {
			self.rng.gen_range(1..=free(token, &payer) / 50 + 1)
		};
		let record = epoch_of(now) + self.rng.gen_range(0..4);
		let payment = record + self.rng.gen_range(0..4);
		let schedule = match self.rng.gen_range(0..10) {
			0..=3 => Schedule::Next,
			4..=6 => Schedule::Stream(self.rng.gen_range(0..=12)),
			_ => Schedule::Dated { record, payment },
		};
		let what = match schedule {
			Schedule::Next => "dividend at once",
			Schedule::Stream(_) => "dividend in a stream",
			Schedule::Dated { .. } => "dividend with dates",
		};
		act(&payer, what, ShareholdersCall::pay_dividend { class, token, amount, schedule })
	}

	fn claim(&mut self) -> Act {
		let (caller, class) = (self.signer(), self.class());
		let of = if self.rng.gen() { caller.clone() } else { self.person() };
		claim(&caller, class, &of)
	}

	fn collect_or_prune(&mut self) -> Act {
		let who = self.signer();
		if self.rng.gen() {
			let market = *[HALO_CASH, KSI_CASH].choose(&mut self.rng).unwrap();
			return act(&who, "collect", RevenueCall::collect { market });
		}
		let (class, of) = (self.class(), self.person());
		let call = ShareholdersCall::prune { class, who: of.clone().into() };
		Act { watch: Watch::Prune(class, of), ..act(&who, "prune", call) }
	}

	// Ballots.

	fn motion(&mut self) -> Motion<Runtime> {
		let choices = self.rng.gen_range(2..=4);
		Motion { document: [choices; 32], choices, call: None }
	}

	fn open_ballot(&mut self) -> Act {
		let motion = self.motion();
		let founder = self.people[0].clone();
		act(&founder, "open ballot", BallotsCall::open_ballot { class: HALO, motion })
	}

	fn requisition(&mut self) -> Act {
		let (who, motion) = (self.signer(), self.motion());
		act(&who, "requisition", BallotsCall::requisition { class: HALO, motion })
	}

	/// Signs a requisition, or takes a signature back, or ends one that is over.
	fn sign(&mut self) -> Act {
		let who = self.signer();
		let requisition = self.any_of(Ballots::requisitions_of(HALO));
		match self.rng.gen_range(0..10) {
			0..=6 => act(&who, "sign", BallotsCall::sign { requisition }),
			7 => act(&who, "withdraw", BallotsCall::withdraw_signature { requisition }),
			_ => act(&who, "close requisition", BallotsCall::close_requisition { requisition }),
		}
	}

	/// One of these, or one that may not be there.
	fn any_of(&mut self, known: Vec<BallotId>) -> BallotId {
		match known.choose(&mut self.rng) {
			Some(id) if self.rng.gen_ratio(15, 16) => *id,
			_ => self.rng.gen_range(0..=pallet_ballots::NextBallotId::<Runtime>::get()),
		}
	}

	/// Ballots that are not closed and are so far, or all that are not closed.
	fn at_stage(&mut self, stage: BallotStage) -> BallotId {
		let all = Ballots::ballots_of(HALO);
		let is_there =
			|id: &BallotId| Ballots::ballot_info(*id).is_some_and(|info| info.stage == stage);
		let some: Vec<BallotId> = all.iter().copied().filter(is_there).collect();
		self.any_of(if some.is_empty() { all } else { some })
	}

	fn vote(&mut self) -> Act {
		let ballot = self.at_stage(BallotStage::Voting);
		// Those whom others follow vote more often, and now and then one who follows makes up his own mind.
		let who = match self.rng.gen_range(0..6) {
			0..=1 => self.leader(),
			2 => follower(ballot).unwrap_or_else(|| self.signer()),
			_ => self.signer(),
		};
		let answer = match self.rng.gen_range(0..12) {
			0 => Answer::Abstain,
			1..=7 => Answer::Choice(0),
			8..=10 => Answer::Choice(1),
			_ => Answer::Choice(self.rng.gen_range(0..6)),
		};
		let call = BallotsCall::vote { ballot, answer };
		Act { watch: Watch::Vote(ballot, answer), ..act(&who, "vote", call) }
	}

	/// One of the few whom others name as their delegates.
	fn leader(&mut self) -> AccountId {
		self.people[self.rng.gen_range(0..LEADERS)].clone()
	}

	fn delegate(&mut self) -> Act {
		let (who, other) = (self.signer(), self.leader());
		let delegate = self.rng.gen_ratio(4, 5).then(|| other.into());
		act(&who, "delegate", BallotsCall::delegate { company: COMPANY, delegate })
	}

	/// Mostly those who can be attached, now and then anybody.
	fn attach(&mut self) -> Act {
		let (who, ballot) = (self.signer(), self.at_stage(BallotStage::Voting));
		let mut accounts = self.people.clone();
		accounts.shuffle(&mut self.rng);
		accounts.truncate(self.rng.gen_range(8..=accounts.len()));
		if self.rng.gen_ratio(3, 4) {
			accounts = self.people.clone();
			accounts.retain(|who| could_follow(ballot, who));
		}
		let accounts = accounts.try_into().expect("fewer than a call may name");
		act(&who, "attach", BallotsCall::attach { ballot, accounts })
	}

	fn detach(&mut self) -> Act {
		let ballot = self.at_stage(BallotStage::Voting);
		let who = follower(ballot).unwrap_or_else(|| self.signer());
		act(&who, "detach", BallotsCall::detach { ballot })
	}

	fn close_ballot(&mut self) -> Act {
		let (who, ballot) = (self.signer(), self.at_stage(BallotStage::AwaitingClose));
		act(&who, "close ballot", BallotsCall::close_ballot { ballot })
	}

	fn clear(&mut self) -> Act {
		let who = self.signer();
		let ended = pallet_ballots::Ended::<Runtime>::iter_keys();
		let mut all: Vec<BallotId> =
			pallet_ballots::Ballots::<Runtime>::iter_keys().chain(ended).collect();
		all.sort_unstable();
		let ballot = self.any_of(all);
		let limit = *[3, 100, 100].choose(&mut self.rng).unwrap();
		act(&who, "clear", BallotsCall::clear { ballot, limit })
	}
}

/// Whether somebody has not voted, and his delegate has.
fn could_follow(ballot: BallotId, who: &AccountId) -> bool {
	let own =
		|who| matches!(pallet_ballots::Votes::<Runtime>::get(ballot, who), Some(Vote::Own { .. }));
	let delegate = pallet_ballots::Delegates::<Runtime>::get(COMPANY, who);
	!pallet_ballots::Votes::<Runtime>::contains_key(ballot, who) && delegate.is_some_and(own)
}

/// One whose vote follows his delegate's.
fn follower(ballot: BallotId) -> Option<AccountId> {
	let mut votes = pallet_ballots::Votes::<Runtime>::iter_prefix(ballot);
	votes.find_map(|(who, vote)| matches!(vote, Vote::Attached { .. }).then_some(who))
}

/// An operation of which nothing special has to be seen.
fn act(who: &AccountId, what: &'static str, call: impl Into<RuntimeCall>) -> Act {
	Act { who: who.clone(), what, call: call.into(), watch: Watch::Nothing }
}

/// Somebody has an account paid what a class owes it.
pub(crate) fn claim(caller: &AccountId, class: TokenId, of: &AccountId) -> Act {
	let (what, who) =
		if caller == of { ("claim", None) } else { ("claim for another", Some(of.clone().into())) };
	let call = ShareholdersCall::claim { class, who };
	Act { watch: Watch::Claim(class, of.clone()), ..act(caller, what, call) }
}

/// Somebody gives an account what it needs to be paid anything.
pub(crate) fn gifts(from: &AccountId, to: &AccountId) -> [Act; 2] {
	[(KSI, money::KSI), (CASH, ONE_CASH)]
		.map(|(token, amount)| act(from, "gift", send(token, to, amount)))
}

fn send(token: TokenId, to: &AccountId, amount: u128) -> RuntimeCall {
	if token == KSI {
		let dest = to.clone().into();
		return BalancesCall::transfer_allow_death { dest, value: amount }.into();
	}
	AssetsCall::transfer { id: token, target: to.clone().into(), amount }.into()
}

/// What an account has free.
pub(crate) fn free(token: TokenId, who: &AccountId) -> u128 {
	if token == KSI {
		return Balances::free_balance(who);
	}
	let free = Assets::balance(token, who);
	debug_assert!(free <= owned(token, who));
	free
}
