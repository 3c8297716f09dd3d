use super::*;
use crate::WeightInfo as _;

#[test]
fn unstick_track_drops_entries_of_polls_that_have_ended() {
	ExtBuilder::default().build_and_execute(|| {
		let polls: Vec<_> = (0..6).map(|_| prepared(SLOW)).collect();
		let waiting = queue(SLOW);
		assert_eq!(waiting.len(), 4);
		for poll in [waiting[0], waiting[2]] {
			assert_ok!(cancel(poll));
		}
		pass(2);
		assert_eq!(queue(SLOW), waiting);
		let post = ShareVoting::unstick_track(signed(&ghost()), SLOW).expect("two are dead");
		assert_eq!(last_event(), Event::TrackUnstuck { track: SLOW, dropped: 2 });
		assert_eq!(queue(SLOW), [waiting[1], waiting[3]]);
		let expected = <Test as crate::Config>::WeightInfo::unstick_track(4);
		assert_eq!(post.actual_weight, Some(expected));
		assert_eq!(polls.len(), 6);
	});
}

#[test]
fn unstick_track_fails_if_all_wait() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..3 {
			prepared(SLOW);
		}
		let unstick = |track| ShareVoting::unstick_track(signed(&ghost()), track);
		assert_noop!(unstick(SLOW), Error::<Test>::NothingToDrop);
		assert_noop!(unstick(QUICK), Error::<Test>::NothingToDrop);
		assert_noop!(unstick(7), Error::<Test>::UnknownTrack);
	});
}
