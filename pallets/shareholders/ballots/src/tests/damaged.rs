//! Numbers at the end of their range, and records that contradict each other: each is noticed before anything is written.

use super::*;
use crate::{BallotRules, Rules};
use frame_support::storage::with_storage_layer;

/// Damages storage, has a call refused, and takes the damage back.
fn refuses(error: Error<Test>, damage: impl FnOnce(), call: impl FnOnce() -> DispatchResult) {
	let undone: DispatchResult = with_storage_layer(|| {
		damage();
		assert_noop!(call(), error);
		Err(DispatchError::Other("undone"))
	});
	assert!(undone.is_err());
}

fn rules(change: impl FnOnce(&mut BallotRules)) {
	Rules::<Test>::mutate(change);
}

#[test]
fn a_number_out_of_range_is_overflow() {
	ExtBuilder::default().build_and_execute(|| {
		let proposed = || requisition(&eve());
		let called = || requisition(&alice());
		refuses(Error::Overflow, || NextBallotId::<Test>::put(u32::MAX), || open(text()));
		refuses(Error::Overflow, || NextBallotId::<Test>::put(u32::MAX), proposed);
		refuses(Error::Overflow, || rules(|rules| rules.notice = u32::MAX), || open(text()));
		refuses(Error::Overflow, || rules(|rules| rules.notice = u32::MAX), called);
		refuses(Error::Overflow, || rules(|rules| rules.period = u32::MAX), || open(text()));
		refuses(Error::Overflow, || rules(|rules| rules.requisition_period = u32::MAX), proposed);
		refuses(Error::Overflow, || at(u32::MAX), || open(text()));
		at(10);
		let id = opened(motion(remark(3)));
		assert_ok!(vote(&alice(), id, YES));
		at(info(id).closes);
		refuses(Error::Overflow, || rules(|rules| rules.ordinary_delay = u32::MAX), || close(id));
		refuses(Error::Overflow, || rules(|rules| rules.execution_window = u32::MAX), || close(id));
	});
}

#[test]
fn a_motion_that_is_gone_is_corrupt() {
	ExtBuilder::default().build_and_execute(|| {
		let id = passed(motion(remark(3)));
		at(info(id).executable_from.expect("it has passed"));
		let lose = || Motions::<Test>::remove(id);
		refuses(Error::Corrupt, lose, || execute(id));
		let empty = || Motions::<Test>::mutate_extant(id, |motion| motion.call = None);
		refuses(Error::Corrupt, empty, || execute(id));
		assert_ok!(requisition(&eve()));
		refuses(Error::Corrupt, || Motions::<Test>::remove(1), || sign(&dave(), 1));
	});
}

#[test]
fn a_round_that_is_gone_is_corrupt() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		let lose = || Agendas::<Test>::mutate(SHARE, |agenda| agenda.round = None);
		refuses(Error::Corrupt, lose, || sign(&dave(), 0));
	});
}

#[test]
fn more_signatures_than_eligible_shares_are_corrupt() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		let shrink = || Requisitions::<Test>::mutate_extant(0, |record| record.count.base = 39);
		refuses(Error::Corrupt, shrink, || sign(&frank(), 0)); // 30 + 10
	});
}

/// Twenty of 5 % each are all there can be.
#[test]
fn a_place_that_is_missing_is_corrupt() {
	ExtBuilder::default().build_and_execute(|| {
		let fill = || {
			Agendas::<Test>::mutate(
				SHARE,
				|agenda| {
					while agenda.requisitioned.try_push(77).is_ok() {}
				},
			)
		};
		assert_ok!(requisition(&eve()));
		refuses(Error::Corrupt, fill, || requisition(&alice()));
		refuses(Error::Corrupt, fill, || sign(&dave(), 0));
	});
}
