//! Real referenda in front: what an attacker fills makes nothing but late.

use crate::{mock::*, Parked};
use frame_support::{
	assert_ok,
	traits::{schedule::DispatchTime, Polling, StorePreimage},
};
use frame_system::RawOrigin;
use pallet_referenda::{DecidingCount, ReferendumInfo, ReferendumInfoFor};
use sp_runtime::DispatchError;

fn proposal(number: u8) -> crate::BoundedCallOf<Test> {
	let items = vec![(vec![b'e', number], vec![number])];
	let call = RuntimeCall::System(frame_system::Call::set_storage { items });
	Preimage::bound(call).expect("it is short")
}

fn enacted(number: u8) -> bool {
	sp_io::storage::get(&[b'e', number]).is_some()
}

/// Proposes a call for a block, pays the decision deposit, and everybody votes for it.
fn propose(number: u8, block: u32) -> u32 {
	let index = pallet_referenda::ReferendumCount::<Test>::get();
	let origin = RuntimeOrigin::signed(CALLER);
	assert_ok!(Referenda::submit(
		origin.clone(),
		Box::new(RawOrigin::Root.into()),
		proposal(number),
		DispatchTime::At(block),
	));
	assert_ok!(Referenda::place_decision_deposit(origin, index));
	vote(index, true);
	index
}

fn vote(index: u32, all: bool) {
	Referenda::access_poll(index, |poll| {
		if let Some((tally, _)) = poll.ensure_ongoing() {
			tally.all = all;
		}
	});
}

fn is_approved(index: u32) -> bool {
	matches!(ReferendumInfoFor::<Test>::get(index), Some(ReferendumInfo::Approved(..)))
}

#[test]
fn a_referendum_is_enacted_in_its_block() {
	execute(|| {
		let index = propose(1, 61);
		run_to(60);
		assert!(is_approved(index) && !enacted(1));
		run_to(61);
		assert!(enacted(1));
	});
}

#[test]
fn a_referendum_is_enacted_although_its_block_is_full() {
	execute(|| {
		propose(1, 61);
		fill(61);
		run_to(65);
		assert!(!enacted(1));
		run_to(66);
		assert!(enacted(1));
	});
}

#[test]
fn a_referendum_is_enacted_although_seventeen_blocks_are_full() {
	execute(|| {
		propose(1, 61);
		fill_all(61);
		run_to(60);
		assert_eq!(Parked::<Test>::iter().count(), 1);
		run_to(61);
		assert!(!enacted(1));
		run_to(62);
		assert!(enacted(1));
		assert_eq!(Parked::<Test>::iter().count(), 0);
	});
}

#[test]
fn alarms_ring_although_the_scheduler_is_out_of_order_when_they_are_set() {
	execute(|| {
		OutOfOrder::set(Some(DispatchError::Exhausted));
		let index = propose(1, 61);
		run_to(8);
		OutOfOrder::set(None);
		run_to(61);
		assert!(is_approved(index));
		assert!(enacted(1));
	});
}

#[test]
fn a_track_does_not_die_when_its_alarms_find_no_room() {
	execute(|| {
		// Two at a time: the third waits for a place.
		let first = propose(1, 1);
		let second = propose(2, 1);
		let third = propose(3, 1);
		// The next 120 blocks are full, but for one in which no alarm would ring.
		for block in (2..=120).filter(|block| *block != 42) {
			fill(block);
		}
		run_to(30);
		assert_eq!(Parked::<Test>::iter().count(), 2);
		run_to(300);
		for index in [first, second, third] {
			assert!(is_approved(index), "referendum {index}");
		}
		assert_eq!(DecidingCount::<Test>::get(0), 0);
		for number in [1, 2, 3] {
			assert!(enacted(number));
		}
	});
}

#[test]
fn a_referendum_cancels_an_alarm_that_is_parked() {
	execute(|| {
		OutOfOrder::set(Some(DispatchError::Exhausted));
		let index = propose(1, 61);
		// The alarm it has now; those that it had before were cancelled when it got a new one.
		assert_eq!(Parked::<Test>::iter().count(), 1);
		assert_ok!(Referenda::cancel(RuntimeOrigin::root(), index));
		// Only that of the track: one fewer is deciding, if it was.
		assert!(Parked::<Test>::iter().count() <= 1);
		OutOfOrder::set(None);
		run_to(200);
		assert!(!enacted(1));
		assert_eq!(DecidingCount::<Test>::get(0), 0);
		assert_eq!(Parked::<Test>::iter().count(), 0);
	});
}
