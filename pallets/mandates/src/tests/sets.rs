//! Which set of voters finalized what.

use super::*;

fn starts() -> Vec<(u32, u64)> {
	SetStarts::<Test>::get().into_iter().map(|start| (start.block, start.set)).collect()
}

#[test]
fn each_set_of_voters_is_remembered_with_its_first_block() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(starts(), []);
		run_to_session(1);
		assert_eq!(starts(), [(0, 0)]);
		assert_eq!(SessionStart::<Test>::get(), 10);
		// Era 1 begins with block 30. It is noted when its first session ends.
		run_to(39);
		assert_eq!(starts(), [(0, 0)]);
		run_to(40);
		assert_eq!(starts(), [(0, 0), (30, 1)]);
		run_to(100);
		assert_eq!(starts(), [(0, 0), (30, 1), (60, 2), (90, 3)]);
		for (block, set) in [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (89, 2), (90, 3)] {
			assert_eq!(Mandates::set_of(block), Some(set));
		}
	});
}

#[test]
fn the_oldest_is_forgotten_when_there_is_no_room() {
	ExtBuilder::default().build_and_execute(|| {
		let many = (0..64).map(|set| SetStart { block: 0, set });
		SetStarts::<Test>::put(frame_support::BoundedVec::truncate_from(many.collect()));
		pallet_grandpa::CurrentSetId::<Test>::put(64);
		run_to_session(1);
		assert_eq!(starts().len(), 64);
		assert_eq!(starts().first(), Some(&(0, 1)));
		assert_eq!(starts().last(), Some(&(0, 64)));
	});
}

#[test]
fn a_block_before_all_that_is_remembered_belongs_to_no_set() {
	ExtBuilder::default().build_and_execute(|| {
		let one = vec![SetStart { block: 5, set: 9 }];
		SetStarts::<Test>::put(frame_support::BoundedVec::truncate_from(one));
		assert_eq!(Mandates::set_of(4), None);
		assert_eq!(Mandates::set_of(5), Some(9));
		SetStarts::<Test>::kill();
		assert_eq!(Mandates::set_of(5), None);
	});
}
