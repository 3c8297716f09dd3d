use super::*;
use frame_support::traits::schedule::v3::Anon;
use pallet_referenda::DecidingCount;

/// Two are being decided, four are queued, and one more was refused or has pushed another out.
fn ghost_queue() -> (Vec<PollIndex>, PollIndex) {
	let polls: Vec<_> = (0..7).map(|_| prepared(SLOW)).collect();
	let waiting = queue(SLOW);
	assert_eq!(waiting.len(), MAX_QUEUED as usize);
	let lost: Vec<_> = polls
		.iter()
		.copied()
		.filter(|poll| status(*poll).in_queue && !waiting.contains(poll))
		.collect();
	assert_eq!(lost.len(), 1, "one is lost");
	(polls, lost[0])
}

#[test]
fn a_poll_that_was_pushed_out_of_the_queue_returns_when_there_is_room() {
	ExtBuilder::default().build_and_execute(|| {
		let (polls, lost) = ghost_queue();
		assert_eq!(status(lost).alarm, None);
		assert_noop!(ShareVoting::unstick(signed(&ghost()), lost), Error::<Test>::TrackFull);
		// A place gets free. The next in the queue takes it, and the lost one its place.
		assert_ok!(cancel(polls[0]));
		pass(1);
		assert_ok!(ShareVoting::unstick(signed(&ghost()), lost));
		assert_eq!(last_event(), Event::Unstuck { poll: lost });
		pass(1);
		assert!(queue(SLOW).contains(&lost));
		assert_noop!(ShareVoting::unstick(signed(&ghost()), lost), Error::<Test>::NotStuck);
	});
}

/// Without the repair it would wait for ever, although nothing else is left on its track.
#[test]
fn a_lost_poll_is_decided_in_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		let (polls, lost) = ghost_queue();
		for poll in polls.into_iter().filter(|poll| *poll != lost) {
			assert_ok!(cancel(poll));
		}
		pass(UNDECIDING_TIMEOUT + 10);
		assert!(status(lost).deciding.is_none());
		assert_ok!(ShareVoting::unstick(signed(&ghost()), lost));
		pass(1);
		assert!(status(lost).deciding.is_some());
		assert_ok!(vote(&alice(), lost, Side::Aye));
		pass(30);
		assert!(is_approved(lost));
	});
}

#[test]
fn a_poll_that_has_lost_its_alarm_goes_on() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		let (when, address) = status(poll).alarm.expect("it waits for its end");
		assert_ok!(<Scheduler as Anon<_, RuntimeCall, _>>::cancel(address));
		assert_noop!(ShareVoting::unstick(signed(&ghost()), poll), Error::<Test>::NotStuck);
		run_to(when + 1);
		assert_ok!(ShareVoting::unstick(signed(&ghost()), poll));
		pass(1);
		assert!(is_rejected(poll));
		let other = deciding(SLOW);
		tamper(other, |status| status.alarm = None);
		assert_ok!(ShareVoting::unstick(signed(&ghost()), other));
		assert!(status(other).alarm.is_some());
	});
}

#[test]
fn a_poll_that_waits_although_there_is_a_place_begins() {
	ExtBuilder::default().build_and_execute(|| {
		let polls: Vec<_> = (0..3).map(|_| prepared(SLOW)).collect();
		assert_eq!(queue(SLOW), [polls[2]]);
		assert_noop!(ShareVoting::unstick(signed(&ghost()), polls[2]), Error::<Test>::NotStuck);
		DecidingCount::<Test>::insert(SLOW, 1);
		assert_ok!(ShareVoting::unstick(signed(&ghost()), polls[2]));
		pass(1);
		assert!(status(polls[2]).deciding.is_some());
		assert!(queue(SLOW).is_empty());
	});
}

#[test]
fn unstick_fails_for_polls_that_go_on_or_have_ended() {
	ExtBuilder::default().build_and_execute(|| {
		let unstick = |poll| ShareVoting::unstick(signed(&ghost()), poll);
		assert_noop!(unstick(0), Error::<Test>::UnknownPoll);
		let poll = submit(SLOW);
		assert_noop!(unstick(poll), Error::<Test>::NotStuck);
		assert_ok!(deposit(poll));
		assert_noop!(unstick(poll), Error::<Test>::NotStuck);
		pass(4);
		assert_noop!(unstick(poll), Error::<Test>::NotStuck);
		assert_ok!(cancel(poll));
		assert_noop!(unstick(poll), Error::<Test>::NotStuck);
	});
}

/// Referenda only assert that the scheduler takes their alarms, so this cannot happen where assertions are on.
#[cfg(not(debug_assertions))]
#[test]
fn an_alarm_that_a_full_agenda_has_refused_is_set_again() {
	use frame_support::traits::{schedule::DispatchTime, StorePreimage as _};
	use frame_system::RawOrigin;

	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		let full = || {
			let call = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
			let call = Preimage::bound(call).expect("it is short");
			let next = DispatchTime::At(System::block_number() + 1);
			<Scheduler as Anon<_, _, _>>::schedule(next, None, 0, RawOrigin::Root.into(), call)
				.is_err()
		};
		// The agenda has room for 512.
		assert!((0..513).any(|_| full()));
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(status(poll).alarm, None);
		pass(30);
		assert!(!is_approved(poll));
		assert_ok!(ShareVoting::unstick(signed(&ghost()), poll));
		pass(9);
		assert!(is_approved(poll));
	});
}
