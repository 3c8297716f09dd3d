//! What every pallet states of itself; for those of the SDK it is stated anew, because their own checks are only built with the
//! feature `try-runtime`, with which all of them run here as well.

use crate::fates::Fates;
use codec::Encode;
use frame_election_provider_support::SortedListProvider;
use frame_support::traits::{schedule::v3::Anon, Bounded};
use kongsi_runtime::*;
use pallet_referenda::{DecidingCount, ReferendumInfo, ReferendumInfoFor, TrackQueue};
use std::collections::{BTreeMap, BTreeSet};

/// Tracks there are.
const TRACKS: u16 = 11;
/// Polls that a track decides at the same time, from `docs/governance.md`.
const MAX_DECIDING: [u32; 11] = [3, 3, 5, 5, 3, 3, 3, 2, 2, 3, 5];

/// Checks everything that is stored.
pub(crate) fn check(fates: &Fates) {
	Assets::do_try_state().unwrap();
	Shareholders::do_try_state().unwrap();
	Agenda::do_try_state().unwrap();
	ShareVoting::do_try_state().unwrap();
	Mandates::do_try_state().unwrap();
	ValidatorRewards::do_try_state().unwrap();
	OrderBook::do_try_state().unwrap();
	Revenue::do_try_state().unwrap();
	Ballots::do_try_state().unwrap();
	Offerings::do_try_state().unwrap();
	Grants::do_try_state().unwrap();
	#[cfg(feature = "try-runtime")]
	{
		use frame_support::traits::{TryState, TryStateSelect};
		AllPalletsWithSystem::try_state(System::block_number(), TryStateSelect::All).unwrap();
	}
	check_balances();
	check_staking();
	check_treasury();
	check_referenda(fates);
}

/// All accounts together have what was issued, and what is on hold is reserved.
fn check_balances() {
	let mut sum = 0;
	for (who, account) in frame_system::Account::<Runtime>::iter() {
		sum += account.data.free + account.data.reserved;
		let holds = pallet_balances::Holds::<Runtime>::get(&who);
		let held: u128 = holds.iter().map(|hold| hold.amount).sum();
		assert!(held <= account.data.reserved, "{who} has {held} on hold");
		assert_eq!(account.data.frozen, 0, "{who} is frozen");
	}
	assert_eq!(sum, pallet_balances::TotalIssuance::<Runtime>::get());
}

/// What is at stake is on hold, and is the sum of what stays and what leaves; and whoever has a say in elections is in the list of
/// voters.
fn check_staking() {
	let (validators, nominators) = (
		pallet_staking::Validators::<Runtime>::count(),
		pallet_staking::Nominators::<Runtime>::count(),
	);
	for who in VoterList::iter() {
		let votes = pallet_staking::Validators::<Runtime>::contains_key(&who)
			|| pallet_staking::Nominators::<Runtime>::contains_key(&who);
		assert!(votes, "{who} is in the list of voters");
	}
	assert_eq!(VoterList::count(), validators + nominators);
	let reason = RuntimeHoldReason::Staking(pallet_staking::HoldReason::Staking).encode();
	for (stash, controller) in pallet_staking::Bonded::<Runtime>::iter() {
		let ledger = pallet_staking::Ledger::<Runtime>::get(controller).expect("of each bond");
		let leaving: u128 = ledger.unlocking.iter().map(|chunk| chunk.value).sum();
		assert_eq!(ledger.total, ledger.active + leaving, "{stash}");
		let held = crate::deposits::holds(&stash).get(&reason).copied().unwrap_or(0);
		assert_eq!(held, ledger.total, "the stake of {stash}");
	}
}

/// Spends are numbered, and each ends after it begins.
fn check_treasury() {
	let count = pallet_treasury::SpendCount::<Runtime>::get();
	for (index, spend) in pallet_treasury::Spends::<Runtime>::iter() {
		assert!(index < count && spend.expire_at > spend.valid_from, "spend {index}");
	}
}

/// Encoded calls that are scheduled or parked, and how often.
fn tasks() -> BTreeMap<Vec<u8>, u32> {
	let mut tasks = BTreeMap::new();
	let scheduled = pallet_scheduler::Agenda::<Runtime>::iter_values().flatten().flatten();
	let parked = pallet_agenda::Parked::<Runtime>::iter_values();
	let calls = scheduled.map(|task| task.call).chain(parked.map(|task| task.call));
	for call in calls {
		if let Bounded::Inline(bytes) = call {
			*tasks.entry(bytes.into_inner()).or_default() += 1;
		}
	}
	tasks
}

fn encoded(call: pallet_referenda::Call<Runtime>) -> Vec<u8> {
	RuntimeCall::from(call).encode()
}

/// Where a referendum that waits in no queue is woken.
fn assert_wakes(index: u32, when: BlockNumber, address: (BlockNumber, u32)) {
	let (block, at) = address;
	let nudge = encoded(pallet_referenda::Call::nudge_referendum { index });
	if at >= pallet_agenda::PARKED {
		assert!(<Agenda as Anon<_, _, _>>::next_dispatch_time(address).is_ok(), "{index} sleeps");
		return;
	}
	assert!(block >= when);
	let agenda = pallet_scheduler::Agenda::<Runtime>::get(block);
	let task = agenda.get(usize::try_from(at).unwrap()).and_then(Option::as_ref);
	let task = task.unwrap_or_else(|| panic!("referendum {index} sleeps"));
	assert!(matches!(&task.call, Bounded::Inline(bytes) if bytes.to_vec() == nudge));
}

/// No track has lost a place, and no referendum sleeps but one that was pushed out of a full queue, which anybody can wake.
fn check_referenda(fates: &Fates) {
	assert_eq!(pallet_referenda::ReferendumCount::<Runtime>::get(), fates.count());
	let mut deciding = BTreeMap::<u16, u32>::new();
	for index in fates.open() {
		let Some(ReferendumInfo::Ongoing(status)) = ReferendumInfoFor::<Runtime>::get(index) else {
			panic!("referendum {index} has not ended");
		};
		if status.deciding.is_some() {
			*deciding.entry(status.track).or_default() += 1;
		}
		match status.alarm {
			Some((when, address)) => assert_wakes(index, when, address),
			None => assert!(status.in_queue, "referendum {index} sleeps"),
		}
	}
	let tasks = tasks();
	for track in 0..TRACKS {
		// A place is free again when the call that says so has run.
		let ending = encoded(pallet_referenda::Call::one_fewer_deciding { track });
		let ending = tasks.get(&ending).copied().unwrap_or(0);
		let places = DecidingCount::<Runtime>::get(track);
		assert_eq!(
			places,
			deciding.get(&track).copied().unwrap_or(0) + ending,
			"places of track {track}"
		);
		assert!(places <= MAX_DECIDING[usize::from(track)]);
		let queue = TrackQueue::<Runtime>::get(track);
		let queued: BTreeSet<u32> = queue.iter().map(|(index, _)| *index).collect();
		assert_eq!(queued.len(), queue.len(), "somebody is queued twice on track {track}");
	}
}

/// Those that wait in a queue, or believe so, and could be decided at once or are not in it.
pub(crate) fn stuck(fates: &Fates) -> Vec<u32> {
	let queues = (0..TRACKS).map(|track| {
		let queue = TrackQueue::<Runtime>::get(track);
		let queued: BTreeSet<u32> = queue.iter().map(|(index, _)| *index).collect();
		let place = DecidingCount::<Runtime>::get(track) < MAX_DECIDING[usize::from(track)];
		(queued, place)
	});
	let queues: Vec<_> = queues.collect();
	let is_stuck = |index: &u32| match ReferendumInfoFor::<Runtime>::get(index) {
		Some(ReferendumInfo::Ongoing(status)) => {
			let (queued, place) = &queues[usize::from(status.track)];
			status.in_queue && (*place || !queued.contains(index))
		}
		_ => false,
	};
	fates.open().filter(is_stuck).collect()
}
