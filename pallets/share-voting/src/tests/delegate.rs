use super::*;

#[test]
fn delegate_names_somebody_for_a_track_or_for_all() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		assert_ok!(delegate(&dave(), Scope::Track(QUICK), &bob()));
		let (who, scope, named) = (dave(), Scope::Track(QUICK), Some(bob()));
		assert_eq!(last_event(), Event::Delegated { who, scope, delegate: named });
		assert_eq!(ShareVoting::delegate_of(&dave(), SLOW), Some(alice()));
		assert_eq!(ShareVoting::delegate_of(&dave(), QUICK), Some(bob()));
		assert_eq!(ShareVoting::delegate_of(&alice(), QUICK), None);
	});
}

/// Alice follows bob, who follows carol, who follows alice: an instruction reaches one step, so nothing goes round.
#[test]
fn a_loop_of_delegates_counts_nobody_twice() {
	ExtBuilder::default().build_and_execute(|| {
		for (who, to) in [(alice(), bob()), (bob(), carol()), (carol(), alice())] {
			assert_ok!(delegate(&who, Scope::All, &to));
		}
		let poll = deciding(SLOW);
		let everybody = [alice(), bob(), carol()];
		assert_noop!(attach(poll, &everybody), Error::<Test>::NothingToAttach);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(attach(poll, &everybody));
		// Carol alone follows alice; bob follows carol, who has not voted herself.
		assert_eq!(tally(poll), (620_000, 0, 0));
		assert_noop!(attach(poll, &everybody), Error::<Test>::NothingToAttach);
	});
}

#[test]
fn delegate_fails_for_oneself_and_for_tracks_that_do_not_exist() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(delegate(&dave(), Scope::All, &dave()), Error::<Test>::SelfDelegation);
		assert_noop!(delegate(&dave(), Scope::Track(3), &alice()), Error::<Test>::UnknownTrack);
	});
}
