//! The workload: random operations of rich and poor holders and of outsiders, with floods now and then.

use crate::{
	deposits::Preimages,
	fates::{Fates, Stage},
	holdings::send,
	proposals::{self, Proposal},
	register::EPOCH_BLOCKS,
	state,
	votes::Votes,
};
use frame_support::traits::{schedule::DispatchTime, Get};
use kongsi_runtime::{
	configs::revenue::TreasuryAccount, constants::money::KSI, AccountId, Balances, BlockNumber,
	Runtime, RuntimeCall, ShareVoting, System,
};
use pallet_share_voting::{counting::Side as Answer, Scope};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_keyring::Sr25519Keyring;

pub(crate) type Random = ChaCha8Rng;

type MandatesCall = pallet_mandates::Call<Runtime>;
type PreimageCall = pallet_preimage::Call<Runtime>;
type ReferendaCall = pallet_referenda::Call<Runtime>;
type StakingCall = pallet_staking::Call<Runtime>;
type TreasuryCall = pallet_treasury::Call<Runtime>;
type VotingCall = pallet_share_voting::Call<Runtime>;

/// How many of the people own much.
pub(crate) const RICH: usize = 6;
/// How many of these validate. They stay, so that blocks have an author and eras go by.
pub(crate) const VALIDATORS: usize = 4;
/// How many own little.
const POOR: usize = 12;
/// How many own nothing to begin with.
const OUTSIDERS: usize = 3;

/// One operation.
#[derive(Clone, Debug)]
pub(crate) struct Act {
	pub(crate) who: AccountId,
	pub(crate) what: &'static str,
	pub(crate) call: RuntimeCall,
}

pub(crate) fn act(who: &AccountId, what: &'static str, call: impl Into<RuntimeCall>) -> Act {
	Act { who: who.clone(), what, call: call.into() }
}

/// Everybody who signs.
pub(crate) fn people() -> Vec<AccountId> {
	use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
	let rich = [Alice, Bob, Charlie, Dave, Eve, Ferdie].map(|person| person.to_account_id());
	let number = |at: usize| AccountId::from([u8::try_from(at + 1).unwrap(); 32]);
	rich.into_iter().chain((0..POOR + OUTSIDERS).map(number)).collect()
}

/// One of those who own much.
pub(crate) fn rich(random: &mut Random) -> AccountId {
	people()[..RICH].choose(random).unwrap().clone()
}

pub(crate) struct Workload {
	pub(crate) random: Random,
	pub(crate) people: Vec<AccountId>,
	/// What has been begun, with the block from which on it goes on.
	pub(crate) later: Vec<(BlockNumber, Act)>,
}

/// What the workload may know of the history.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
	pub(crate) fates: &'a Fates,
	pub(crate) votes: &'a Votes,
	pub(crate) preimages: &'a Preimages,
}

impl Workload {
	pub(crate) fn new(seed: u64) -> Self {
		Self { random: Random::seed_from_u64(seed), people: people(), later: Vec::new() }
	}

	/// The rich give something to the poor, the treasury and the fund for deposits.
	pub(crate) fn endowment(&self) -> Vec<Act> {
		let (rich, others) = self.people.split_at(RICH);
		let poor = others[..POOR].iter().zip(rich.iter().cycle()).flat_map(|(to, from)| {
			let cash = pallet_tokens::Call::transfer {
				id: 1,
				target: to.clone().into(),
				amount: 10_000_000_000,
			};
			[act(from, "endowment", send(to, 3_000 * KSI)), act(from, "endowment", cash)]
		});
		let funds = [
			act(&rich[0], "endowment", send(&TreasuryAccount::get(), 50_000 * KSI)),
			act(&rich[1], "endowment", send(&ShareVoting::fund_account(), 30_000 * KSI)),
		];
		poor.chain(funds).collect()
	}

	/// Whether a block ends here.
	pub(crate) fn turn(&mut self) -> bool {
		self.random.gen_ratio(1, 8)
	}

	/// What is done next.
	pub(crate) fn next(&mut self, seen: Seen) -> Vec<Act> {
		let now = System::block_number();
		if let Some(at) = self.later.iter().position(|(from, _)| *from <= now) {
			return vec![self.later.remove(at).1];
		}
		if (now + 1).is_multiple_of(EPOCH_BLOCKS) && self.random.gen_ratio(1, 5) {
			return vec![self.sandwich(now)];
		}
		let one = match self.random.gen_range(0..100) {
			0..=6 => return self.submit(seen),
			7..=14 => self.place_deposit(seen),
			15..=38 => self.vote(seen),
			39..=43 => self.poke(seen),
			44..=51 => self.transfer(),
			52..=58 => self.order(),
			59 => self.cancel_all(),
			60 => self.dust(),
			61..=65 => self.stake(),
			66..=69 => self.delegate(seen),
			70..=73 => self.attach(seen),
			74..=75 => self.detach(seen),
			76..=79 => self.sponsor(seen),
			80 => self.unsponsor(seen),
			81..=85 => self.refund(seen),
			86..=88 => return self.tidy_up(seen),
			89..=90 => self.unstick(seen),
			91..=92 => self.preimage(seen),
			93..=94 => self.fetch(),
			95 => self.metadata(seen),
			96 => self.usurp(seen),
			97..=98 => self.of_mandates(),
			_ => self.overflow(seen),
		};
		vec![one]
	}

	pub(crate) fn person(&mut self) -> AccountId {
		// Half of the time somebody whose vote matters.
		let most = if self.random.gen() { RICH } else { self.people.len() };
		self.people[..most].choose(&mut self.random).unwrap().clone()
	}

	fn some_people(&mut self, least: usize) -> Vec<AccountId> {
		let mut some = self.people.clone();
		some.shuffle(&mut self.random);
		some.truncate(self.random.gen_range(least..=self.people.len()));
		some
	}

	/// One of these, or now and then one that there may not be.
	fn one_of(&mut self, some: &[u32], seen: Seen) -> u32 {
		match some.choose(&mut self.random) {
			Some(index) if self.random.gen_ratio(31, 32) => *index,
			_ => self.random.gen_range(0..=seen.fates.count()),
		}
	}

	fn deciding(&mut self, seen: Seen) -> u32 {
		let all = seen.fates.deciding();
		let inline: Vec<u32> = all.iter().copied().filter(|of| seen.fates.is_inline(*of)).collect();
		let some = if self.random.gen_ratio(31, 32) { inline } else { all };
		self.one_of(&some, seen)
	}

	fn preparing(&mut self, seen: Seen) -> u32 {
		let lacks =
			|of: &u32| seen.fates.stage(*of) == Stage::Preparing && !seen.fates.has_deposit(*of);
		let some: Vec<u32> = seen.fates.open().rev().filter(lacks).take(12).collect();
		self.one_of(&some, seen)
	}

	// Referenda.

	fn submit(&mut self, seen: Seen) -> Vec<Act> {
		let who = self.person();
		// Most of them wait in a queue, if one is full, and so will still be there.
		let referenda: Vec<u32> = seen.fates.open().chain([seen.fates.count() + 1]).collect();
		let Proposal { origin, proposed, note, enactment } =
			proposals::any(&mut self.random, &referenda);
		let proposal_origin = Box::new(origin);
		let submit = ReferendaCall::submit {
			proposal_origin,
			proposal: proposed,
			enactment_moment: enactment,
		};
		let note = note.map(|bytes| act(&who, "note", PreimageCall::note_preimage { bytes }));
		note.into_iter().chain([act(&who, "submit", submit)]).collect()
	}

	/// So many wishes at once.
	pub(crate) fn flood(&mut self, count: u32) -> Vec<Act> {
		let wish = |(number, who): (u32, &AccountId)| {
			let (origin, proposal) = proposals::wish(number);
			let proposal_origin = Box::new(origin);
			let enactment_moment = DispatchTime::After(0);
			act(who, "flood", ReferendaCall::submit { proposal_origin, proposal, enactment_moment })
		};
		(0..count).zip(self.people[..RICH].iter().cycle()).map(wish).collect()
	}

	/// The decision deposits of the newest so many.
	pub(crate) fn flood_of_deposits(&self, seen: Seen, count: u32) -> Vec<Act> {
		let newest = seen.fates.count().saturating_sub(count)..seen.fates.count();
		let place =
			|(index, who)| act(who, "flood", ReferendaCall::place_decision_deposit { index });
		newest.zip(self.people[..RICH].iter().cycle()).map(place).collect()
	}

	fn place_deposit(&mut self, seen: Seen) -> Act {
		let (who, index) = (self.person(), self.preparing(seen));
		act(&who, "place deposit", ReferendaCall::place_decision_deposit { index })
	}

	fn refund(&mut self, seen: Seen) -> Act {
		let some: Vec<u32> = seen.fates.refundable().collect();
		let (who, index) = (self.person(), self.one_of(&some, seen));
		if self.random.gen() {
			act(&who, "refund", ReferendaCall::refund_decision_deposit { index })
		} else {
			act(&who, "refund", ReferendaCall::refund_submission_deposit { index })
		}
	}

	fn metadata(&mut self, seen: Seen) -> Act {
		let hashes: Vec<_> = seen.preimages.all().map(|(hash, _)| *hash).collect();
		let maybe_hash = hashes.choose(&mut self.random).copied();
		let some: Vec<u32> = seen.fates.open().collect();
		let index = self.one_of(&some, seen);
		let author = self.random.gen_ratio(3, 4).then(|| seen.fates.author(index)).flatten();
		let who = author.unwrap_or_else(|| self.person());
		act(&who, "set metadata", ReferendaCall::set_metadata { index, maybe_hash })
	}

	// Votes.

	fn vote(&mut self, seen: Seen) -> Act {
		let (who, poll) = (self.person(), self.deciding(seen));
		// Some proposals are liked, some are not, and about some opinions differ.
		let is_pause = seen.fates.has(poll) && seen.fates.track(poll) == 8;
		let liked = match poll % 8 {
			// Three quarters must be for a pause, and there should be some.
			_ if is_pause => 16,
			0..=4 => 15,
			5..=6 => 9,
			_ => 2,
		};
		let side = match self.random.gen_range(0..18) {
			17 => Answer::Abstain,
			number if number < liked => Answer::Aye,
			_ => Answer::Nay,
		};
		act(&who, "vote", VotingCall::vote { poll, side })
	}

	fn poke(&mut self, seen: Seen) -> Act {
		let (who, poll, some) = (self.person(), self.deciding(seen), self.some_people(6));
		let accounts = some.try_into().expect("fewer than may be named");
		act(&who, "poke", VotingCall::poke { poll, accounts })
	}

	/// The poor follow the rich, the rich each other, in chains and in loops.
	fn delegate(&mut self, seen: Seen) -> Act {
		let known = seen.votes.instructions();
		match (known.choose(&mut self.random), self.random.gen_range(0..8)) {
			(Some((who, scope, _)), 0..=1) => {
				return act(who, "undelegate", VotingCall::undelegate { scope: *scope });
			}
			// A loop.
			(Some((leader, scope, who)), 2) => {
				let (scope, delegate) = (*scope, leader.clone().into());
				return act(who, "delegate", VotingCall::delegate { scope, delegate });
			}
			_ => {}
		}
		let (who, other) = (self.person(), self.person());
		let scope = match self.random.gen_range(0..12) {
			0 => Scope::Track(self.random.gen_range(0..20)),
			1..=4 => Scope::Track(self.random.gen_range(0..11)),
			_ => Scope::All,
		};
		act(&who, "delegate", VotingCall::delegate { scope, delegate: other.into() })
	}

	fn attach(&mut self, seen: Seen) -> Act {
		let (who, poll, some) = (self.person(), self.deciding(seen), self.some_people(6));
		let accounts = some.try_into().expect("fewer than may be named");
		act(&who, "attach", VotingCall::attach { poll, accounts })
	}

	fn detach(&mut self, seen: Seen) -> Act {
		let poll = self.deciding(seen);
		let follows = |who: &&AccountId| seen.votes.follows(poll, who) == Some(true);
		let follower = self.people.iter().find(follows).cloned();
		let who = follower.unwrap_or_else(|| self.person());
		if self.random.gen_ratio(1, 3) {
			return act(&who, "vote", VotingCall::vote { poll, side: Answer::Nay });
		}
		act(&who, "detach", VotingCall::detach { poll })
	}

	fn sponsor(&mut self, seen: Seen) -> Act {
		let (who, poll) = (self.person(), self.preparing(seen));
		act(&who, "sponsor", VotingCall::sponsor { poll })
	}

	fn unsponsor(&mut self, seen: Seen) -> Act {
		let open = seen.fates.open().map(|poll| (poll, seen.votes.signatories(poll)));
		let some: Vec<_> = open.filter(|(_, signed)| !signed.is_empty()).collect();
		match some.choose(&mut self.random) {
			Some((poll, signed)) => {
				let who = signed.choose(&mut self.random).unwrap();
				act(who, "unsponsor", VotingCall::unsponsor { poll: *poll })
			}
			None => self.sponsor(seen),
		}
	}

	/// Closes and clears some polls that have ended: about as many as begin.
	fn tidy_up(&mut self, seen: Seen) -> Vec<Act> {
		let over = |(poll, _): &(u32, bool)| seen.fates.has_ended(*poll);
		let (closed, ended): (Vec<_>, Vec<_>) =
			seen.votes.known().filter(over).partition(|of| of.1);
		let numbers =
			|of: Vec<(u32, bool)>| of.into_iter().map(|(poll, _)| poll).collect::<Vec<_>>();
		let (closed, ended) = (numbers(closed), numbers(ended));
		let mut acts = Vec::new();
		for _ in 0..3 {
			let (who, poll) = (self.person(), self.one_of(&ended, seen));
			acts.push(act(&who, "close", VotingCall::close { poll }));
			let (who, poll) = (self.person(), self.one_of(&closed, seen));
			let limit = *[1, 3, 100, u32::MAX].choose(&mut self.random).unwrap();
			acts.push(act(&who, "clear", VotingCall::clear { poll, limit }));
		}
		acts
	}

	fn unstick(&mut self, seen: Seen) -> Act {
		let who = self.person();
		if self.random.gen_ratio(1, 3) {
			let track = self.random.gen_range(0..12);
			return act(&who, "unstick track", VotingCall::unstick_track { track });
		}
		let poll = self.one_of(&state::stuck(seen.fates), seen);
		if self.random.gen_ratio(1, 4) {
			return act(&who, "register", VotingCall::register { poll: self.deciding(seen) });
		}
		act(&who, "unstick", VotingCall::unstick { poll })
	}

	// The rest.

	fn preimage(&mut self, seen: Seen) -> Act {
		let noted: Vec<_> = seen.preimages.all().map(|(hash, who)| (*hash, who.clone())).collect();
		if let (Some((hash, owner)), true) = (noted.choose(&mut self.random), self.random.gen()) {
			let thief = self.random.gen_ratio(1, 4).then(|| rich(&mut self.random));
			let who = thief.unwrap_or(owner.clone());
			return act(&who, "unnote", PreimageCall::unnote_preimage { hash: *hash });
		}
		let length = *[0, 1, 129, 1_000, 50_000].choose(&mut self.random).unwrap();
		let bytes = vec![self.random.gen_range(0..4); length];
		act(&self.person(), "note", PreimageCall::note_preimage { bytes })
	}

	/// Somebody has somebody paid what votes have granted.
	fn fetch(&mut self) -> Act {
		let known: Vec<u32> = pallet_treasury::Spends::<Runtime>::iter_keys().collect();
		let unknown = pallet_treasury::SpendCount::<Runtime>::get();
		let index = known.choose(&mut self.random).copied().unwrap_or(unknown);
		let who = self.person();
		if self.random.gen_ratio(2, 3) {
			return act(&who, "payout", TreasuryCall::payout { index });
		}
		act(&who, "check status", TreasuryCall::check_status { index })
	}

	/// Somebody does what only a vote may do.
	fn usurp(&mut self, seen: Seen) -> Act {
		let index = self.random.gen_range(0..=seen.fates.count());
		let who = self.person();
		let (token, amount, beneficiary) = (0, 1, who.clone());
		let name = (b"Staking".to_vec().try_into().unwrap(), b"bond".to_vec().try_into().unwrap());
		let call: RuntimeCall = match self.random.gen_range(0..8) {
			0 => ReferendaCall::cancel { index }.into(),
			1 => ReferendaCall::kill { index }.into(),
			2 => ReferendaCall::nudge_referendum { index }.into(),
			3 => ReferendaCall::one_fewer_deciding { track: 0 }.into(),
			4 => MandatesCall::spend { token, amount, beneficiary, valid_from: None }.into(),
			5 => MandatesCall::pause { calls: vec![name].try_into().unwrap(), blocks: 1 }.into(),
			6 => TreasuryCall::void_spend { index }.into(),
			_ => pallet_tx_pause::Call::pause { full_name: name }.into(),
		};
		act(&who, "usurp", call)
	}

	/// What anybody, or any validator, may do at `Mandates`.
	fn of_mandates(&mut self) -> Act {
		let who = self.person();
		let paused: Vec<_> = pallet_mandates::PausedUntil::<Runtime>::iter_keys().collect();
		let finalized = System::block_number().saturating_sub(self.random.gen_range(5..60));
		let call = match (paused.choose(&mut self.random), self.random.gen_range(0..5)) {
			(Some(name), 0..=1) => MandatesCall::resume { call: name.clone() },
			(_, 0..=2) => MandatesCall::signal_stall { finalized },
			(_, 3) => MandatesCall::withdraw_signal {},
			_ => MandatesCall::lapse_upgrade {},
		};
		act(&who, "mandates", call)
	}

	/// Numbers at the end of their range.
	fn overflow(&mut self, seen: Seen) -> Act {
		// No validator: it would leave.
		let who = self.people[VALIDATORS..].choose(&mut self.random).unwrap().clone();
		let (to, poll) = (self.person(), self.deciding(seen));
		let call: RuntimeCall = match self.random.gen_range(0..7) {
			0 => send(&to, u128::MAX),
			1 => send(&to, u128::MAX - Balances::free_balance(&to)),
			2 => VotingCall::vote { poll: u32::MAX, side: Answer::Aye }.into(),
			3 => TreasuryCall::payout { index: u32::MAX }.into(),
			4 => StakingCall::unbond { value: u128::MAX }.into(),
			5 => {
				// Everybody, and many who do not exist.
				let nobody = |at: u8| AccountId::from([at | 0x80; 32]);
				let accounts: Vec<_> = (0..50).map(nobody).collect();
				VotingCall::poke { poll, accounts: accounts.try_into().unwrap() }.into()
			}
			_ => {
				let bytes = vec![0; 4 * 1024 * 1024 + 1];
				PreimageCall::note_preimage { bytes }.into()
			}
		};
		act(&who, "overflow", call)
	}
}
