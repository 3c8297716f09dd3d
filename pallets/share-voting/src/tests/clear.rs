use super::*;
use crate::WeightInfo as _;

/// Two signatures and three votes, closed.
fn closed() -> PollIndex {
	let poll = submit(SLOW);
	for who in [frank(), dave()] {
		assert_ok!(sponsor(&who, poll));
	}
	pass(4);
	assert_ok!(delegate(&eve(), Scope::All, &alice()));
	for who in [alice(), bob()] {
		assert_ok!(vote(&who, poll, Side::Aye));
	}
	assert_ok!(attach(poll, &[eve()]));
	assert_ok!(cancel(poll));
	assert_ok!(close(poll));
	poll
}

#[test]
fn clear_removes_so_many_entries_at_a_time_and_then_the_poll() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = closed();
		for (limit, removed, signatures, votes) in [(1, 1, 1, 3), (2, 2, 0, 2), (0, 0, 0, 2)] {
			assert_ok!(clear(poll, limit));
			assert_eq!(last_event(), Event::Cleared { poll, removed, left: true });
			assert_eq!(Sponsors::<Test>::iter().count(), signatures);
			assert_eq!(Votes::<Test>::iter().count(), votes);
		}
		let post = ShareVoting::clear(signed(&ghost()), poll, 50).expect("it is closed");
		let expected = <Test as crate::Config>::WeightInfo::clear(2);
		assert_eq!(post.actual_weight, Some(expected));
		assert_eq!(last_event(), Event::Cleared { poll, removed: 2, left: false });
		assert_eq!(Records::<Test>::iter().count(), 0);
		assert_noop!(clear(poll, 1), Error::<Test>::UnknownPoll);
	});
}

#[test]
fn exactly_as_many_as_there_are_leave_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = closed();
		assert_ok!(clear(poll, 5));
		assert_eq!(last_event(), Event::Cleared { poll, removed: 5, left: false });
	});
}

#[test]
fn clear_fails_before_a_poll_is_closed() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_noop!(clear(poll, 1), Error::<Test>::UnknownPoll);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_noop!(clear(poll, 1), Error::<Test>::NotClosed);
		assert_ok!(cancel(poll));
		assert_noop!(clear(poll, 1), Error::<Test>::NotClosed);
	});
}
