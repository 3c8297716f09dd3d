//! The checks of the state see what is wrong.

use crate::{mock::*, Backlog, BacklogOf, Names, Parked, TaskOf, PARKED};
use codec::MaxEncodedLen;
use frame_support::{
	assert_ok,
	traits::{schedule::v3::Named, Bounded},
};

/// Two parked tasks, number 1 without and number 2 with a name; then something is broken.
fn broken(break_it: fn(), what: &'static str) {
	new_test_ext().execute_with(|| {
		fill_all(10);
		schedule(1, 10).unwrap();
		schedule_named(2, 10).unwrap();
		assert_ok!(Agenda::do_try_state());
		break_it();
		assert_eq!(Agenda::do_try_state(), Err(what.into()), "{what}");
	});
}

fn edit(change: fn(&mut TaskOf<Test>)) {
	Parked::<Test>::mutate(10, PARKED, |task| change(task.as_mut().unwrap()));
}

#[test]
fn a_wrong_count_is_seen() {
	broken(BacklogOf::<Test>::kill, "1: tasks are parked and none is counted");
	broken(|| BacklogOf::<Test>::put(Backlog { tasks: 3, since: 10 }), "1: the count is wrong");
	broken(
		|| {
			let _ = Parked::<Test>::clear(u32::MAX, None);
			let _ = Names::<Test>::clear(u32::MAX, None);
			BacklogOf::<Test>::put(Backlog { tasks: 0, since: 10 });
		},
		"1: none is parked",
	);
}

#[test]
fn a_task_that_no_block_looks_for_is_seen() {
	broken(
		|| {
			let task = Parked::<Test>::take(10, PARKED).unwrap();
			Parked::<Test>::insert(10, 3, task);
		},
		"2: an index of the scheduler's",
	);
	broken(
		|| BacklogOf::<Test>::put(Backlog { tasks: 2, since: 11 }),
		"2: no block looks for a task",
	);
}

#[test]
fn a_name_that_leads_nowhere_is_seen() {
	broken(|| Names::<Test>::insert(name(2), (10, PARKED)), "3: a name leads elsewhere");
	broken(|| Names::<Test>::insert(name(3), (10, PARKED)), "3: a name of nothing");
}

#[test]
fn a_task_that_is_parked_and_scheduled_is_seen() {
	broken(
		|| {
			let time = frame_support::traits::schedule::DispatchTime::At(9);
			let result = <Scheduler as Named<_, _, _>>::schedule_named(
				name(2),
				time,
				None,
				63,
				caller(),
				call(2),
			);
			assert_ok!(result);
		},
		"4: a task is parked and scheduled",
	);
}

#[test]
fn a_preimage_that_may_go_is_seen() {
	broken(
		|| edit(|task| task.call = Bounded::unrequested([1; 32].into(), 200)),
		"5: a preimage may go",
	);
}

#[test]
fn a_parked_task_is_small() {
	// Keys included: two hashes of names, a block with its hash, an index.
	assert!(TaskOf::<Test>::max_encoded_len() + 32 + 12 + 4 < 400);
}
