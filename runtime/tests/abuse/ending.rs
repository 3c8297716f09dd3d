//! The end of a history: what is under way comes to its end, everybody asks for what is his, and nothing is left.

use crate::{
	deposits::holds,
	register::epoch_of,
	state,
	workload::{act, people, VALIDATORS},
	Run,
};
use frame_support::traits::Get;
use kongsi_runtime::{AccountId, BlockNumber, Runtime, RuntimeCall, ShareVoting, Staking, System};
use pallet_share_voting::{counting::Side, KsiRegister, ShareRegister};
use sp_staking::StakingInterface;
use std::collections::BTreeSet;

/// Who votes for everything now, so that it is over.
const VOTERS: usize = 6;
/// Blocks that nothing takes longer than. The queue of a track is the longest: 256 referenda, five at a time, each of some 30
/// blocks if nobody likes it.
const PATIENCE: BlockNumber = 4_000;
/// Approved calls that are due later than so many blocks from now wait for ever: they were asked for at the end of all blocks.
const SOON: BlockNumber = 1_000;
/// Blocks between two looks at what can be ended.
const PART: BlockNumber = 8;

type VotingCall = pallet_share_voting::Call<Runtime>;
type StakingCall = pallet_staking::Call<Runtime>;
type ReferendaCall = pallet_referenda::Call<Runtime>;

/// Ends everything. Now and then what was written becomes the backend, as it does on disk.
pub(crate) fn finish(chain: &mut sp_io::TestExternalities, run: &mut Run) {
	let mut voted = BTreeSet::new();
	let mut blocks: BlockNumber = 0;
	while chain.execute_with(|| run.goes_on()) {
		chain.execute_with(|| {
			run.end_some(&mut voted);
			(0..PART).for_each(|_| run.turn());
		});
		chain.commit_all().unwrap();
		blocks += PART;
		assert!(blocks < PATIENCE, "something is never decided");
	}
	println!("{blocks} blocks until everything was decided and done");
	let stakers = chain.execute_with(|| {
		run.check_all();
		run.ask_back();
		run.unbond()
	});
	let mut bonding = chain.execute_with(bonding_blocks);
	while bonding > 0 {
		chain.execute_with(|| (0..PART).for_each(|_| run.turn()));
		chain.commit_all().unwrap();
		bonding = bonding.saturating_sub(PART);
	}
	chain.execute_with(|| {
		run.withdraw(&stakers);
		run.check_all();
		run.fates.check_all();
		run.check_nothing_is_left();
	});
}

/// Four eras of three sessions of twenty blocks, and the rest of the present era.
fn bonding_blocks() -> BlockNumber {
	let bonding = <Runtime as pallet_staking::Config>::BondingDuration::get();
	(bonding + 2) * 3 * 20
}

impl Run {
	/// Whether a referendum is open, or a call waits.
	fn goes_on(&self) -> bool {
		let soon = System::block_number() + SOON;
		let parked = pallet_agenda::BacklogOf::<Runtime>::exists();
		self.fates.open().next().is_some() || self.fates.waiting_until(soon) > 0 || parked
	}

	/// Everybody votes for what is being decided, what is stuck is woken, and what has ended is tidied up.
	fn end_some(&mut self, voted: &mut BTreeSet<u32>) {
		for poll in self.fates.deciding() {
			if self.fates.is_inline(poll) && voted.insert(poll) {
				for who in &people()[..VOTERS] {
					self.act(act(who, "last vote", VotingCall::vote { poll, side: Side::Aye }));
				}
			}
		}
		for poll in state::stuck(&self.fates) {
			self.by_alice("unstick", VotingCall::unstick { poll });
		}
		self.tidy_up();
	}

	fn by_alice(&mut self, what: &'static str, call: impl Into<RuntimeCall>) {
		let alice = people()[0].clone();
		self.act(act(&alice, what, call));
	}

	/// Closes and clears every poll that has ended.
	fn tidy_up(&mut self) {
		let over = |run: &Self| {
			let known = run.votes.known().filter(|(poll, _)| run.fates.has_ended(*poll));
			known.collect::<Vec<_>>()
		};
		for (poll, closed) in over(self) {
			if !closed {
				self.by_alice("close", VotingCall::close { poll });
			}
		}
		self.check();
		for (poll, _) in over(self) {
			self.by_alice("clear", VotingCall::clear { poll, limit: 100 });
		}
		self.check();
	}

	/// Everybody asks for what can be had back.
	fn ask_back(&mut self) {
		self.tidy_up();
		for index in self.fates.refundable().collect::<Vec<_>>() {
			self.by_alice("refund", ReferendaCall::refund_decision_deposit { index });
			self.by_alice("refund", ReferendaCall::refund_submission_deposit { index });
		}
		assert_eq!(self.fates.refundable().count(), 0);
		let noted: Vec<_> =
			self.preimages.all().map(|(hash, owner)| (*hash, owner.clone())).collect();
		for (hash, owner) in noted {
			let call = pallet_preimage::Call::unnote_preimage { hash };
			self.act(act(&owner, "unnote", call));
		}
		for (who, scope, _) in self.votes.instructions() {
			self.act(act(&who, "undelegate", VotingCall::undelegate { scope }));
		}
		for track in 0..11 {
			self.by_alice("unstick track", VotingCall::unstick_track { track });
		}
		for who in people() {
			let market = 0;
			let call = pallet_order_book::Call::cancel_all { market, side: None };
			self.act(act(&who, "cancel all", call));
		}
	}

	/// All but the validators leave.
	fn unbond(&mut self) -> Vec<AccountId> {
		let others = people().into_iter().skip(VALIDATORS);
		let stakers: Vec<_> = others.filter(|who| Staking::total_stake(who).is_ok()).collect();
		for who in &stakers {
			self.act(act(who, "stake", StakingCall::chill {}));
			let value = Staking::active_stake(who).unwrap();
			self.act(act(who, "stake", StakingCall::unbond { value }));
		}
		stakers
	}

	/// They take their stake.
	fn withdraw(&mut self, stakers: &[AccountId]) {
		for who in stakers {
			let call = StakingCall::withdraw_unbonded { num_slashing_spans: 0 };
			self.act(act(who, "stake", call));
		}
	}

	fn check_nothing_is_left(&mut self) {
		for (at, who) in people().into_iter().chain([ShareVoting::fund_account()]).enumerate() {
			// A proposal that nobody wanted has cost its author the deposit.
			let forfeited = self.fates.forfeited(&who);
			let reserved = frame_system::Account::<Runtime>::get(&who).data.reserved;
			let held: u128 = holds(&who).values().sum();
			assert_eq!(reserved - held, forfeited, "{who}");
			assert!(at < VALIDATORS || held == 0, "{who} has {held} on hold");
		}
		assert_eq!(self.preimages.all().count(), 0);
		assert_eq!(pallet_share_voting::Records::<Runtime>::iter_keys().count(), 0);
		assert_eq!(pallet_share_voting::Votes::<Runtime>::iter_keys().count(), 0);
		assert_eq!(pallet_share_voting::Sponsors::<Runtime>::iter_keys().count(), 0);
		assert_eq!(pallet_share_voting::Delegates::<Runtime>::iter_keys().count(), 0);
		assert_eq!(pallet_agenda::Parked::<Runtime>::iter_keys().count(), 0);
		for track in 0..11 {
			assert_eq!(pallet_referenda::DecidingCount::<Runtime>::get(track), 0, "track {track}");
			let queue = pallet_referenda::TrackQueue::<Runtime>::get(track);
			assert!(queue.is_empty(), "the queue of track {track}");
		}
		// The latest daily date is the only one that is kept.
		let dates = 1..=epoch_of(System::block_number());
		let references = dates.map(<KsiRegister<Runtime> as ShareRegister<_>>::references);
		assert_eq!(references.sum::<u32>(), 1);
	}
}
