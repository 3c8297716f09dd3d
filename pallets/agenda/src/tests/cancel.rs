//! Cancelling, wherever the task is.

use crate::{mock::*, BacklogOf, Event, Names, Parked, PARKED};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn a_scheduled_task_is_cancelled() {
	execute(|| {
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		assert_ok!(cancel(address));
		assert_ok!(cancel_named(2));
		assert_noop!(cancel(address), DispatchError::Unavailable);
		assert_noop!(cancel_named(2), DispatchError::Unavailable);
		assert_eq!(run_to(100), []);
	});
}

#[test]
fn a_slid_task_is_cancelled() {
	execute(|| {
		fill(10);
		let address = schedule(1, 10).unwrap();
		assert_eq!(address, (15, 0));
		schedule_named(2, 10).unwrap();
		assert_ok!(cancel(address));
		assert_ok!(cancel_named(2));
		assert_eq!(run_to(100), []);
	});
}

#[test]
fn a_parked_task_is_cancelled() {
	execute(|| {
		fill_all(10);
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		let third = schedule_named(3, 10).unwrap();
		assert_ok!(cancel(address));
		assert_eq!(events().last(), Some(&Event::Withdrawn { due: 10, index: PARKED }));
		assert_ok!(cancel_named(2));
		// By its address a named one, too, as in the scheduler.
		assert_ok!(cancel(third));
		assert_noop!(cancel(address), DispatchError::Unavailable);
		assert_noop!(cancel_named(2), DispatchError::Unavailable);
		assert_noop!(cancel_named(3), DispatchError::Unavailable);
		assert_eq!(Parked::<Test>::iter().count(), 0);
		assert_eq!(Names::<Test>::iter().count(), 0);
		assert_eq!(BacklogOf::<Test>::get(), None);
		assert_eq!(run_to(100), []);
	});
}

#[test]
fn a_task_that_was_handed_over_is_cancelled() {
	execute(|| {
		fill_all(10);
		let address = schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		run_to(10);
		assert_eq!(Parked::<Test>::iter().count(), 0);
		assert_ok!(cancel(address));
		assert_ok!(cancel_named(2));
		assert_noop!(cancel(address), DispatchError::Unavailable);
		assert_eq!(run_to(100), []);
	});
}

#[test]
fn a_task_that_has_run_cannot_be_cancelled() {
	execute(|| {
		fill_all(10);
		let parked = schedule(1, 10).unwrap();
		let scheduled = schedule(2, 9).unwrap();
		assert_eq!(run_to(11), [(9, 2), (11, 1)]);
		assert_noop!(cancel(parked), DispatchError::Unavailable);
		assert_noop!(cancel(scheduled), DispatchError::Unavailable);
	});
}

#[test]
fn cancelling_one_task_touches_no_other_with_an_address_like_it() {
	execute(|| {
		fill_all(10);
		let parked = schedule(1, 10).unwrap();
		assert_eq!(parked, (10, PARKED));
		// Number 0 of block 12, while the parked one is number 0 of those parked.
		let scheduled = schedule(2, 12).unwrap();
		assert_eq!(scheduled, (12, 0));
		assert_noop!(cancel((12, PARKED)), DispatchError::Unavailable);
		assert_ok!(cancel(parked));
		assert_eq!(run_to(100), [(12, 2)]);
	});
}

#[test]
fn the_other_parked_tasks_stay_when_one_is_cancelled() {
	execute(|| {
		fill_all(10);
		let first = schedule(1, 10).unwrap();
		schedule(2, 10).unwrap();
		assert_ok!(cancel(first));
		assert_eq!(BacklogOf::<Test>::get().map(|all| all.tasks), Some(1));
		assert_eq!(run_to(100), [(11, 2)]);
	});
}
