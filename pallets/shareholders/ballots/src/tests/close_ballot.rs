use super::*;

/// Has these accounts vote on a motion, and closes the ballot. Returns the outcome and the number.
fn outcome(motion: Motion<Test>, votes: &[(AccountId, Answer)]) -> Outcome {
	let id = opened(motion);
	for (who, answer) in votes {
		assert_ok!(vote(who, id, *answer));
	}
	at(info(id).closes);
	assert_ok!(close(id));
	match last_event() {
		Event::BallotClosed { outcome, .. } => outcome,
		other => panic!("{other:?}"),
	}
}

fn outcome_alone(motion: Motion<Test>, votes: &[(AccountId, Answer)]) -> Outcome {
	let mut found = None;
	ExtBuilder::default().build_and_execute(|| found = Some(outcome(motion.clone(), votes)));
	found.expect("it was run")
}

#[test]
fn closing_fixes_the_outcome_and_returns_everything() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		assert_ok!(vote(&bob(), id, NO));
		assert_ok!(vote(&carol(), id, Answer::Abstain));
		at(69);
		assert_noop!(close(id), Error::<Test>::BallotStillOpen);
		at(70);
		assert_ok!(close(id));
		assert_eq!(
			last_event(),
			Event::BallotClosed {
				ballot: id,
				outcome: Outcome::Won(0),
				base: 1_000,
				weights: vec![500, 300],
				abstain: 120,
				window: None,
			}
		);
		assert_eq!(deposit(HoldReason::BallotDeposit, &founder()), 0);
		assert_eq!((references(4), Ballots::ballots_of(SHARE)), (0, vec![]));
		assert_eq!((info(id).stage, info(id).outcome), (BallotStage::Closed, Outcome::Won(0)));
		assert_noop!(close(id), Error::<Test>::AlreadyClosed);
		assert_noop!(close(id + 1), Error::<Test>::UnknownBallot);
	});
}

/// Ordinary: 100 of 1,000 shares must answer.
#[test]
fn an_ordinary_ballot_needs_a_tenth_of_the_shares() {
	let few = [(dave(), YES), (eve(), YES), (frank(), Answer::Abstain)];
	assert_eq!(outcome_alone(text(), &few), Outcome::NoQuorum); // 80
	assert_eq!(outcome_alone(text(), &[]), Outcome::NoQuorum);
	let enough = [(carol(), Answer::Abstain), (frank(), YES)];
	assert_eq!(outcome_alone(text(), &enough), Outcome::Won(0)); // 130, abstentions included
}

/// Alice has 500, all others together too.
#[test]
fn an_ordinary_ballot_needs_more_than_half() {
	let others = [(bob(), NO), (carol(), NO), (dave(), NO), (eve(), NO)];
	let all = [&[(alice(), YES), (frank(), NO)][..], &others].concat();
	assert_eq!(outcome_alone(text(), &all), Outcome::NoMajority);
	let all = [&[(alice(), YES), (frank(), Answer::Abstain)][..], &others].concat();
	assert_eq!(outcome_alone(text(), &all), Outcome::Won(0)); // 500 of 990
}

/// Special: 250 of 1,000 shares must answer, and of 160 choices 120 are exactly three quarters.
#[test]
fn a_special_ballot_needs_a_quarter_and_three_quarters() {
	let votes = [(carol(), YES), (dave(), NO)];
	assert_eq!(outcome_alone(motion(mint(5)), &votes), Outcome::NoQuorum); // 160
	let abstaining = (bob(), Answer::Abstain);
	let exactly = [votes[0].clone(), votes[1].clone(), abstaining.clone()];
	assert_eq!(outcome_alone(motion(mint(5)), &exactly), Outcome::Won(0));
	let fewer = [votes[0].clone(), votes[1].clone(), abstaining, (frank(), NO)];
	assert_eq!(outcome_alone(motion(mint(5)), &fewer), Outcome::NoMajority); // 120 of 170
}

/// Closed at block 70; the time lock is 5 blocks or 15, and the window 20.
#[test]
fn a_ballot_that_passes_gets_a_window() {
	for (motion, executable_from, void_after) in
		[(motion(remark(3)), 75, 95), (motion(mint(5)), 85, 105)]
	{
		ExtBuilder::default().build_and_execute(|| {
			let id = passed(motion.clone());
			let window = Window { executable_from, void_after };
			assert_eq!(Stored::<Test>::get(id).unwrap().stage, Stage::Passed(window));
			assert_eq!(info(id).stage, BallotStage::TimeLocked);
			let told = (info(id).executable_from, info(id).void_after);
			assert_eq!(told, (Some(executable_from), Some(void_after)));
		});
	}
}

#[test]
fn the_time_lock_begins_with_the_close() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(motion(remark(3)));
		assert_ok!(vote(&alice(), id, YES));
		at(1_000);
		assert_eq!(info(id).stage, BallotStage::AwaitingClose);
		assert_ok!(close(id));
		assert_eq!(info(id).executable_from, Some(1_005));
	});
}

#[test]
fn nothing_runs_if_another_choice_wins() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(motion(remark(3)));
		assert_ok!(vote(&alice(), id, NO));
		at(70);
		assert_ok!(close(id));
		assert_eq!(Stored::<Test>::get(id).unwrap().stage, Stage::Closed(Outcome::Won(1)));
		assert_noop!(execute(id), Error::<Test>::NotPassed);
	});
}

#[test]
fn a_ballot_in_which_nobody_can_vote_ends_without_a_quorum() {
	ExtBuilder::without_shares().build_and_execute(|| {
		assert_eq!(outcome(motion(remark(3)), &[]), Outcome::NoQuorum);
		assert_eq!((references(4), deposit(HoldReason::BallotDeposit, &founder())), (0, 0));
		assert_eq!((info(0).base, info(0).weights), (None, vec![0, 0]));
		assert_ok!(clear(0, 0));
		assert!(is_blank());
	});
}

#[test]
fn close_ballot_fails_while_the_class_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		at(70);
		halt();
		assert_noop!(close(id), Register::ClassHalted);
		repair();
		assert_ok!(close(id));
	});
}

#[test]
fn close_ballot_fails_at_the_end_of_time() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(motion(remark(3)));
		assert_ok!(vote(&alice(), id, YES));
		at(u32::MAX - 10);
		assert_noop!(close(id), Error::<Test>::Overflow);
		at(70);
	});
}
