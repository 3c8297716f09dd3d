use super::*;

fn own(answer: Answer, weight: u128, attached: u128) -> Option<Vote<AccountId>> {
	Some(Vote::Own { answer, weight, attached })
}

fn following(delegate: AccountId, weight: u128) -> Option<Vote<AccountId>> {
	Some(Vote::Attached { delegate, weight })
}

#[test]
fn followers_count_with_their_delegate() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &dave()));
		assert_ok!(delegate(&frank(), &dave()));
		let id = opened(text());
		assert_ok!(vote(&dave(), id, YES));
		assert_ok!(attach(id, &[eve(), frank()]));
		assert_eq!(last_event(), Event::Attached { ballot: id, accounts: vec![eve(), frank()] });
		assert_eq!(tally(id), (80, 0, 0));
		assert_eq!(vote_of(id, &dave()), own(YES, 40, 40));
		assert_eq!(vote_of(id, &eve()), following(dave(), 30));
		// All of it moves with him.
		assert_ok!(vote(&dave(), id, NO));
		assert_eq!(tally(id), (0, 80, 0));
	});
}

#[test]
fn an_own_vote_overrides_the_delegate() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &dave()));
		let id = opened(text());
		assert_ok!(vote(&dave(), id, YES));
		assert_ok!(attach(id, &[eve()]));
		assert_ok!(vote(&eve(), id, NO));
		assert_eq!(tally(id), (40, 30, 0));
		assert_eq!(vote_of(id, &dave()), own(YES, 40, 0));
		assert_noop!(attach(id, &[eve()]), Error::<Test>::NothingAttached);
	});
}

/// Carol has voted, dave's delegate has not, grace has no shares, frank has no delegate, and eve is named twice.
#[test]
fn those_who_cannot_be_attached_are_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		for (who, to) in [(carol(), alice()), (dave(), bob()), (grace(), alice()), (eve(), alice())]
		{
			assert_ok!(delegate(&who, &to));
		}
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		assert_ok!(vote(&carol(), id, NO));
		let everybody = [carol(), dave(), grace(), frank(), eve(), eve()];
		assert_ok!(attach(id, &everybody));
		assert_eq!(last_event(), Event::Attached { ballot: id, accounts: vec![eve()] });
		assert_eq!(tally(id), (530, 120, 0));
		assert_noop!(attach(id, &everybody), Error::<Test>::NothingAttached);
		assert_noop!(attach(id, &[]), Error::<Test>::NothingAttached);
	});
}

/// Eve follows dave, who follows alice: dave's shares go to alice, eve's nowhere.
#[test]
fn an_instruction_reaches_one_step() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &dave()));
		assert_ok!(delegate(&dave(), &alice()));
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		assert_ok!(attach(id, &[eve(), dave()]));
		assert_eq!(tally(id), (540, 0, 0));
		assert_noop!(attach(id, &[eve()]), Error::<Test>::NothingAttached);
	});
}

#[test]
fn attach_fails_outside_the_period_or_without_a_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &alice()));
		assert_noop!(attach(0, &[eve()]), Error::<Test>::UnknownBallot);
		assert_ok!(open(text()));
		assert_noop!(attach(0, &[eve()]), Error::<Test>::NotOpenYet);
		at(30);
		assert_ok!(vote(&alice(), 0, YES));
		halt();
		assert_noop!(attach(0, &[eve()]), Register::ClassHalted);
		repair();
		at(70);
		assert_noop!(attach(0, &[eve()]), Error::<Test>::VotingOver);
	});
}

#[test]
fn a_late_swing_of_followers_puts_off_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&alice(), &dave()));
		let id = opened(text());
		assert_ok!(vote(&dave(), id, NO));
		assert_ok!(vote(&bob(), id, YES));
		at(60);
		assert_ok!(attach(id, &[alice()]));
		assert_eq!(last_event(), Event::BallotExtended { ballot: id, closes: 80 });
	});
}
