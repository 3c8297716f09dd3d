//! Moving a task to another time, wherever it is.

use crate::{mock::*, Error, Event, PARKED};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn a_scheduled_task_is_moved() {
	execute(|| {
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		assert_eq!(reschedule(address, 20), Ok((20, 0)));
		assert_eq!(reschedule_named(2, 21), Ok((21, 0)));
		assert_eq!((time_of((20, 0)), time_of_named(2)), (Ok(20), Ok(21)));
		assert_eq!(run_to(100), [(20, 1), (21, 2)]);
	});
}

#[test]
fn a_moved_task_slides_where_there_is_no_room() {
	execute(|| {
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		fill(20);
		assert_eq!(reschedule(address, 20), Ok((25, 0)));
		assert_eq!(events().last(), Some(&Event::Slid { name: None, wanted: 20, when: 25 }));
		assert_eq!(reschedule_named(2, 20), Ok((25, 1)));
		assert_eq!(run_to(100), [(25, 2), (25, 1)]);
	});
}

#[test]
fn a_scheduled_task_stays_where_it_is_if_there_is_no_room_at_all() {
	execute(|| {
		let address = schedule(1, 8).unwrap();
		schedule_named(2, 8).unwrap();
		fill_all(10);
		assert_eq!(reschedule(address, 10), Err(DispatchError::Exhausted));
		assert_eq!(reschedule_named(2, 10), Err(DispatchError::Exhausted));
		assert_eq!((time_of(address), time_of_named(2)), (Ok(8), Ok(8)));
		assert_eq!(run_to(100), [(8, 2), (8, 1)]);
	});
}

#[test]
fn a_parked_task_is_moved() {
	execute(|| {
		fill_all(10);
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		assert_eq!(time_of(address), Ok(10));
		assert_eq!(time_of_named(2), Ok(10));
		// To where there is room.
		assert_eq!(reschedule(address, 12), Ok((12, 0)));
		assert_eq!(reschedule_named(2, 12), Ok((12, 1)));
		assert_noop!(cancel(address), DispatchError::Unavailable);
		assert_eq!(run_to(100), [(12, 2), (12, 1)]);
	});
}

#[test]
fn a_parked_task_is_moved_to_where_there_is_no_room_either() {
	execute(|| {
		fill_all(10);
		fill_all(21);
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		assert_eq!(reschedule(address, 21), Ok((21, PARKED + 2)));
		assert_eq!(reschedule_named(2, 21), Ok((21, PARKED + 3)));
		assert_eq!(run_to(100), [(22, 2), (22, 1)]);
	});
}

#[test]
fn a_task_that_was_handed_over_is_moved_and_keeps_its_address() {
	execute(|| {
		fill_all(10);
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		run_to(10);
		assert_eq!((time_of(address), time_of_named(2)), (Ok(11), Ok(11)));
		assert_eq!(reschedule(address, 13), Ok(address));
		assert_ok!(reschedule_named(2, 14));
		assert_eq!((time_of(address), time_of_named(2)), (Ok(13), Ok(14)));
		assert_eq!(reschedule(address, 17), Ok(address));
		assert_eq!(run_to(16), [(14, 2)]);
		assert_ok!(cancel(address));
		assert_eq!(run_to(100), []);
	});
}

#[test]
fn moving_fails_in_the_past_or_where_it_is() {
	execute(|| {
		run_to(5);
		fill_all(10);
		let parked = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		let scheduled = schedule(3, 12).unwrap();
		schedule_named(4, 12).unwrap();
		for address in [parked, scheduled] {
			assert_noop!(reschedule(address, 5), Error::<Test>::InPast);
		}
		for number in [2, 4] {
			assert_noop!(reschedule_named(number, 5), Error::<Test>::InPast);
		}
		let same = DispatchError::from(pallet_scheduler::Error::<Test>::RescheduleNoChange);
		assert_noop!(reschedule(scheduled, 12), same);
		assert_noop!(reschedule_named(4, 12), same);
	});
}

#[test]
fn what_is_not_there_is_neither_moved_nor_found() {
	execute(|| {
		for address in [(10, 0), (10, PARKED)] {
			assert_noop!(reschedule(address, 20), DispatchError::Unavailable);
			assert_noop!(time_of(address), DispatchError::Unavailable);
		}
		assert_noop!(reschedule_named(1, 20), DispatchError::Unavailable);
		assert_noop!(time_of_named(1), DispatchError::Unavailable);
	});
}

#[test]
fn a_parked_task_that_is_late_is_expected_in_the_next_block() {
	execute(|| {
		fill_all(10);
		for block in 11..=13 {
			fill(block);
		}
		let address = schedule(1, 10).unwrap();
		run_to(12);
		assert_eq!(time_of(address), Ok(13));
		assert_eq!(run_to(100), [(14, 1)]);
	});
}
