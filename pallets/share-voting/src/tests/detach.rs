use super::*;

#[test]
fn detach_leaves_the_delegate_without_a_vote() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(attach(poll, &[dave()]));
		assert_ok!(ShareVoting::detach(signed(&dave()), poll));
		assert_eq!(last_event(), Event::Detached { poll, who: dave() });
		assert_eq!(tally(poll), (500_000, 0, 0));
		assert_eq!(vote_of(poll, &dave()), None);
	});
}

#[test]
fn detach_fails_for_whoever_follows_nobody() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_noop!(ShareVoting::detach(signed(&dave()), poll), Error::<Test>::NotAttached);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_noop!(ShareVoting::detach(signed(&alice()), poll), Error::<Test>::NotAttached);
		assert_noop!(ShareVoting::detach(signed(&dave()), 9), Error::<Test>::UnknownPoll);
	});
}
