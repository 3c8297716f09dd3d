//! Scheduling: into the block asked for, a later one, or none yet.

use crate::{mock::*, Backlog, BacklogOf, Error, Event, Names, Parked, PARKED};
use frame_support::{assert_noop, traits::schedule::DispatchTime, weights::Weight};
use frame_system::BlockWeight;
use sp_runtime::DispatchError;

fn weight() -> Weight {
	BlockWeight::<Test>::get().total()
}

#[test]
fn a_task_with_room_goes_to_the_scheduler_unchanged() {
	execute(|| {
		assert_eq!(schedule(1, 5), Ok((5, 0)));
		assert_eq!(schedule_named(2, 5), Ok((5, 1)));
		assert_eq!(time_of((5, 0)), Ok(5));
		assert_eq!(time_of_named(2), Ok(5));
		assert_eq!(events(), []);
		assert_eq!(weight(), Weight::zero());
		// The named one has priority 63, the other 128.
		assert_eq!(run_to(20), [(5, 2), (5, 1)]);
	});
}

#[test]
fn after_no_blocks_is_the_next_one() {
	execute(|| {
		// Block 1, so that the next is 2 and three blocks after it 5.
		assert_eq!(Agenda::resolve(DispatchTime::After(0)), 2);
		assert_eq!(Agenda::resolve(DispatchTime::After(3)), 5);
		assert_eq!(Agenda::resolve(DispatchTime::After(u32::MAX)), u32::MAX);
		assert_eq!(Agenda::resolve(DispatchTime::At(7)), 7);
	});
}

#[test]
fn a_refused_task_slides_to_the_first_later_block_with_room() {
	execute(|| {
		fill(11);
		fill(16);
		// Beside the way: it is in steps of 5.
		assert_eq!(schedule_named(1, 11), Ok((21, 0)));
		assert_eq!(events(), [Event::Slid { name: Some(name(1)), wanted: 11, when: 21 }]);
		assert_eq!(time_of_named(1), Ok(21));
		// Two more blocks were tried.
		assert_eq!(weight(), Weight::from_parts(200, 0));
		assert_eq!(run_to(40), [(21, 1)]);
	});
}

#[test]
fn a_task_slides_sixteen_times_at_most() {
	execute(|| {
		// 10, 15, ..., 85 are full, 90 is the last one that is tried.
		for step in 0..STEPS {
			fill(10 + INTERVAL * step);
		}
		assert_eq!(schedule(1, 10), Ok((90, 0)));
		assert_eq!(weight(), Weight::from_parts(1_600, 0));
		fill(90);
		assert_eq!(schedule(2, 10), Ok((10, PARKED)));
		// 1,600 before; now 1,600 for the steps and 10,000 to park it.
		assert_eq!(weight(), Weight::from_parts(13_200, 0));
		assert_eq!(events().last(), Some(&Event::Parked { name: None, due: 10, index: PARKED }));
	});
}

#[test]
fn each_parked_task_has_an_address_of_its_own() {
	execute(|| {
		fill_all(10);
		fill_all(11);
		assert_eq!(schedule(1, 10), Ok((10, PARKED)));
		assert_eq!(schedule(2, 10), Ok((10, PARKED + 1)));
		assert_eq!(schedule_named(3, 11), Ok((11, PARKED + 2)));
		assert_eq!(Names::<Test>::get(name(3)), Some((11, PARKED + 2)));
		assert_eq!(Parked::<Test>::iter().count(), 3);
		assert_eq!(BacklogOf::<Test>::get(), Some(Backlog { tasks: 3, since: 10 }));
	});
}

#[test]
fn a_task_due_earlier_is_looked_for_earlier() {
	execute(|| {
		fill_all(30);
		fill_all(10);
		assert_eq!(schedule(1, 30), Ok((30, PARKED)));
		assert_eq!(schedule(2, 10), Ok((10, PARKED + 1)));
		assert_eq!(BacklogOf::<Test>::get(), Some(Backlog { tasks: 2, since: 10 }));
	});
}

#[test]
fn the_end_of_all_blocks_does_not_slide() {
	execute(|| {
		fill(u32::MAX);
		assert_eq!(schedule(1, u32::MAX), Ok((u32::MAX, PARKED)));
		// Nothing lies beyond it.
		assert_eq!(weight(), Weight::from_parts(10_000, 0));
	});
}

#[test]
fn scheduling_fails_in_the_past() {
	execute(|| {
		run_to(7);
		assert_noop!(schedule(1, 7), Error::<Test>::InPast);
		assert_noop!(schedule_named(1, 6), Error::<Test>::InPast);
		assert_eq!(schedule(1, 8), Ok((8, 0)));
	});
}

#[test]
fn a_name_of_a_scheduled_task_is_taken() {
	execute(|| {
		assert_eq!(schedule_named(1, 10), Ok((10, 0)));
		let taken = DispatchError::from(pallet_scheduler::Error::<Test>::FailedToSchedule);
		assert_noop!(schedule_named(1, 10), taken);
		// Full or not.
		fill_all(10);
		assert_noop!(schedule_named(1, 10), taken);
		assert_noop!(schedule_named(1, 12), taken);
	});
}

#[test]
fn a_name_of_a_parked_task_is_taken() {
	execute(|| {
		fill_all(10);
		assert_eq!(schedule_named(1, 10), Ok((10, PARKED)));
		assert_noop!(schedule_named(1, 10), Error::<Test>::NameTaken);
		assert_noop!(schedule_named(1, 12), Error::<Test>::NameTaken);
		// Handed over, it is taken in the scheduler.
		run_to(10);
		let taken = DispatchError::from(pallet_scheduler::Error::<Test>::FailedToSchedule);
		assert_noop!(schedule_named(1, 12), taken);
		// Done, it is free.
		assert_eq!(run_to(11), [(11, 1)]);
		assert_eq!(schedule_named(1, 12), Ok((12, 0)));
	});
}

#[test]
fn an_address_is_never_given_twice() {
	execute(|| {
		fill_all(10);
		assert_eq!(schedule(1, 10), Ok((10, PARKED)));
		// As after 2^31 of them.
		crate::NextNumber::<Test>::put(0);
		assert_eq!(schedule(2, 10), Err(Error::<Test>::NoAddress.into()));
		crate::NextNumber::<Test>::put(PARKED - 1);
		assert_eq!(schedule(2, 10), Ok((10, u32::MAX)));
		assert_eq!(crate::NextNumber::<Test>::get(), 0);
	});
}
