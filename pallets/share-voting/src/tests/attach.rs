use super::*;
use shareholders_accounting::Answer;

const AYE: Answer = Answer::Choice(0);

#[test]
fn followers_count_with_their_delegate_and_move_with_him() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &carol()));
		assert_ok!(delegate(&eve(), Scope::Track(SLOW), &carol()));
		let poll = deciding(SLOW);
		assert_ok!(vote(&carol(), poll, Side::Aye));
		assert_ok!(attach(poll, &[dave(), eve()]));
		assert_eq!(last_event(), Event::Attached { poll, accounts: vec![dave(), eve()] });
		assert_eq!(tally(poll), (199_500, 0, 0));
		let own = Vote::Own { answer: AYE, weight: 120_000, attached: 79_500 };
		assert_eq!(vote_of(poll, &carol()), Some(own));
		assert_ok!(vote(&carol(), poll, Side::Nay));
		assert_eq!(tally(poll), (0, 199_500, 0));
	});
}

#[test]
fn an_own_vote_overrides_the_delegate() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &carol()));
		let poll = deciding(SLOW);
		assert_ok!(vote(&carol(), poll, Side::Aye));
		assert_ok!(attach(poll, &[dave()]));
		assert_ok!(vote(&dave(), poll, Side::Nay));
		assert_eq!(tally(poll), (120_000, 40_000, 0));
		assert_noop!(attach(poll, &[dave()]), Error::<Test>::NothingToAttach);
	});
}

#[test]
fn a_delegate_for_another_track_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::Track(QUICK), &carol()));
		let (slow, quick) = (deciding(SLOW), deciding(QUICK));
		for poll in [slow, quick] {
			assert_ok!(vote(&carol(), poll, Side::Aye));
		}
		assert_noop!(attach(slow, &[dave()]), Error::<Test>::NothingToAttach);
		assert_ok!(attach(quick, &[dave()]));
	});
}

/// Bob has voted, eve's delegate has not, ghost has no KSI, frank has no delegate, and dave is named twice.
#[test]
fn those_who_cannot_be_attached_are_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		for (who, to) in [(bob(), alice()), (eve(), carol()), (ghost(), alice()), (dave(), alice())]
		{
			assert_ok!(delegate(&who, Scope::All, &to));
		}
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(vote(&bob(), poll, Side::Nay));
		assert_ok!(attach(poll, &[bob(), eve(), ghost(), frank(), dave(), dave()]));
		assert_eq!(last_event(), Event::Attached { poll, accounts: vec![dave()] });
		assert_eq!(tally(poll), (540_000, 300_000, 0));
	});
}

#[test]
fn a_follower_weighs_what_he_owns_then_and_now() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(sell(&dave(), &eve(), 30_000));
		assert_ok!(attach(poll, &[dave()]));
		assert_eq!(tally(poll), (510_000, 0, 0));
		// What the delegate sells is his own.
		assert_ok!(sell(&alice(), &ghost(), 500_000));
		assert_ok!(poke(poll, &[alice()]));
		assert_eq!(tally(poll), (10_000, 0, 0));
	});
}

#[test]
fn attach_fails_outside_the_decision_and_while_the_register_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		assert_noop!(attach(0, &[dave()]), Error::<Test>::UnknownPoll);
		let poll = prepared(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		halt();
		assert_noop!(attach(poll, &[dave()]), Register::ClassHalted);
		repair();
		assert_ok!(cancel(poll));
		assert_noop!(attach(poll, &[dave()]), Error::<Test>::NotDeciding);
	});
}
