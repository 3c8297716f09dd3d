//! Handing over parked tasks.

use crate::{mock::*, Backlog, BacklogOf, Event, Parked, PARKED};
use frame_support::{traits::Hooks as _, weights::Weight};

#[test]
fn a_parked_task_runs_in_the_block_after_it_is_due() {
	execute(|| {
		fill_all(11);
		assert_eq!(schedule_named(1, 11), Ok((11, PARKED)));
		// Not before 11, although 2 to 10 are empty.
		assert_eq!(run_to(11), []);
		assert_eq!(events(), [Event::HandedOver { due: 11, index: PARKED, when: 12 }]);
		assert_eq!(run_to(100), [(12, 1)]);
		assert_eq!(Parked::<Test>::iter().count(), 0);
		assert_eq!(BacklogOf::<Test>::get(), None);
	});
}

#[test]
fn it_waits_for_a_block_with_room() {
	execute(|| {
		fill_all(11);
		fill(12);
		fill(13);
		assert_eq!(schedule(1, 11), Ok((11, PARKED)));
		assert_eq!(run_to(100), [(14, 1)]);
	});
}

#[test]
fn a_block_hands_over_so_many_and_no_more() {
	execute(|| {
		fill_all(10);
		for number in 0..8 {
			schedule(number, 10).expect("parked");
		}
		// Three each in blocks 10, 11, and the other two in 12.
		let ran = run_to(100);
		let at = |block| ran.iter().filter(|(when, _)| *when == block).count();
		assert_eq!((at(11), at(12), at(13)), (3, 3, 2));
		let mut numbers: Vec<u32> = ran.into_iter().map(|(_, number)| number).collect();
		numbers.sort();
		assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
	});
}

#[test]
fn a_place_is_left_to_whoever_is_there_first() {
	execute(|| {
		fill_all(10);
		for number in 0..3 {
			schedule(number, 10).expect("parked");
		}
		// Two of the four places of block 11 are taken.
		schedule(11, 11).unwrap();
		schedule(12, 11).unwrap();
		let ran = run_to(100);
		let at = |block| ran.iter().filter(|(when, _)| *when == block).count();
		assert_eq!((at(11), at(12)), (4, 1));
	});
}

#[test]
fn tasks_far_apart_are_each_found_when_due() {
	execute(|| {
		fill_all(10);
		schedule(1, 10).expect("parked");
		fill_all(400);
		schedule(2, 400).expect("parked");
		assert_eq!(run_to(399), [(11, 1)]);
		assert_eq!(BacklogOf::<Test>::get(), Some(Backlog { tasks: 1, since: 400 }));
		// One more parked before the next one.
		fill_all(405);
		schedule(3, 405).expect("parked");
		assert_eq!(run_to(500), [(401, 2), (406, 3)]);
	});
}

#[test]
fn a_block_without_parked_tasks_weighs_next_to_nothing() {
	execute(|| {
		assert_eq!(Agenda::on_initialize(2), Weight::from_parts(1, 0));
		fill_all(10);
		schedule(1, 10).expect("parked");
		// It is not due.
		assert_eq!(Agenda::on_initialize(9), Weight::from_parts(1, 0));
		System::set_block_number(10);
		assert_eq!(Agenda::on_initialize(10), Weight::from_parts(1_001, 0));
	});
}

#[test]
fn blocks_that_were_missed_are_caught_up_with() {
	execute(|| {
		fill_all(10);
		schedule(1, 10).expect("parked");
		fill_all(12);
		schedule(2, 12).expect("parked");
		// As if blocks 2 to 19 had run no hooks.
		System::set_block_number(20);
		// One is handed over, block 10 has no more, and neither has 11.
		assert_eq!(Agenda::on_initialize(20), Weight::from_parts(3_001, 0));
		assert_eq!(BacklogOf::<Test>::get(), Some(Backlog { tasks: 1, since: 12 }));
		// Block 22 is full, too.
		System::set_block_number(22);
		assert_eq!(Agenda::on_initialize(22), Weight::from_parts(1_001, 0));
		assert_eq!(BacklogOf::<Test>::get(), None);
	});
}
