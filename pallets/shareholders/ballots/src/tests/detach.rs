use super::*;

#[test]
fn a_holder_leaves_his_delegate_without_voting() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &dave()));
		let id = opened(text());
		assert_ok!(vote(&dave(), id, YES));
		assert_ok!(attach(id, &[eve()]));
		// Taking the instruction back changes nothing here by itself.
		assert_ok!(Ballots::delegate(signed(&eve()), COMPANY, None));
		assert_eq!(tally(id), (70, 0, 0));
		assert_ok!(detach(&eve(), id));
		assert_eq!(last_event(), Event::Detached { ballot: id, who: eve() });
		assert_eq!((tally(id), vote_of(id, &eve())), ((40, 0, 0), None));
		assert_noop!(attach(id, &[eve()]), Error::<Test>::NothingAttached);
	});
}

#[test]
fn a_holder_changes_his_delegate() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &dave()));
		let id = opened(text());
		assert_ok!(vote(&dave(), id, YES));
		assert_ok!(vote(&carol(), id, NO));
		assert_ok!(attach(id, &[eve()]));
		assert_ok!(delegate(&eve(), &carol()));
		assert_ok!(detach(&eve(), id));
		assert_ok!(attach(id, &[eve()]));
		assert_eq!(tally(id), (40, 150, 0));
	});
}

#[test]
fn detach_fails_for_who_is_not_attached() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		assert_noop!(detach(&eve(), id), Error::<Test>::NotAttached);
		assert_ok!(vote(&eve(), id, YES));
		assert_noop!(detach(&eve(), id), Error::<Test>::NotAttached);
		assert_noop!(detach(&eve(), id + 1), Error::<Test>::UnknownBallot);
	});
}

#[test]
fn detach_fails_after_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &dave()));
		let id = opened(text());
		assert_ok!(vote(&dave(), id, YES));
		assert_ok!(attach(id, &[eve()]));
		at(70);
		assert_noop!(detach(&eve(), id), Error::<Test>::VotingOver);
	});
}
