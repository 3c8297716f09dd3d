use super::*;

#[test]
fn votes_count_from_the_record_date_until_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(open(text()));
		at(29);
		assert_noop!(vote(&alice(), 0, YES), Error::<Test>::NotOpenYet);
		at(30);
		assert_ok!(vote(&alice(), 0, YES));
		assert_eq!(
			last_event(),
			Event::Voted { ballot: 0, who: alice(), answer: YES, weight: 500 }
		);
		assert_ok!(vote(&bob(), 0, Answer::Abstain));
		assert_eq!(tally(0), (500, 0, 300));
		at(69);
		assert_ok!(vote(&dave(), 0, YES));
		at(70);
		assert_noop!(vote(&carol(), 0, YES), Error::<Test>::VotingOver);
		assert_ok!(close(0));
		assert_noop!(vote(&carol(), 0, YES), Error::<Test>::VotingOver);
		assert_eq!(tally(0), (540, 0, 300));
	});
}

#[test]
fn a_holder_may_change_his_mind() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		for (answer, expected) in [
			(YES, (500, 0, 0)),
			(NO, (0, 500, 0)),
			(Answer::Abstain, (0, 0, 500)),
			(YES, (500, 0, 0)),
		] {
			assert_ok!(vote(&alice(), id, answer));
			assert_eq!(tally(id), expected);
		}
	});
}

/// Record date 4. Alice sells in epoch 3 and in epoch 4, in which the ballot is open.
#[test]
fn what_was_owned_at_the_record_date_counts() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(open(text()));
		go_to(3);
		assert_ok!(transfer(&alice(), &grace(), 100));
		go_to(4);
		assert_ok!(transfer(&alice(), &bob(), 400));
		assert_ok!(vote(&alice(), 0, YES));
		assert_ok!(vote(&bob(), 0, NO));
		assert_ok!(vote(&grace(), 0, Answer::Abstain));
		assert_eq!(tally(0), (400, 300, 100));
		// Nor do shares that were issued later.
		issue(SHARE, &carol(), 5_000);
		assert_ok!(vote(&carol(), 0, NO));
		assert_eq!((tally(0), info(0).base), ((400, 420, 100), Some(1_000)));
	});
}

#[test]
fn vote_fails_without_shares_at_the_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(transfer(&alice(), &company(), 10));
		let id = opened(text());
		assert_ok!(transfer(&alice(), &grace(), 100));
		assert_noop!(vote(&grace(), id, YES), Error::<Test>::NoWeight);
		// The company's own shares do not vote.
		assert_noop!(vote(&company(), id, YES), Error::<Test>::NoWeight);
		assert_eq!(info(id).base, Some(990));
	});
}

#[test]
fn vote_fails_if_nobody_has_shares() {
	ExtBuilder::without_shares().build_and_execute(|| {
		let id = opened(text());
		assert_noop!(vote(&alice(), id, YES), Error::<Test>::NoWeight);
	});
}

#[test]
fn vote_fails_for_an_unknown_choice_or_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(Motion { choices: 3, ..text() });
		assert_ok!(vote(&alice(), id, Answer::Choice(2)));
		assert_noop!(vote(&alice(), id, Answer::Choice(3)), Error::<Test>::UnknownChoice);
		assert_noop!(vote(&bob(), id, Answer::Choice(255)), Error::<Test>::UnknownChoice);
		assert_noop!(vote(&alice(), id + 1, YES), Error::<Test>::UnknownBallot);
	});
}

/// The last quarter of blocks 30 to 69 begins at 60. Alice leads with all of 500; bob makes it 500 of 800.
#[test]
fn a_late_swing_puts_off_the_end() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		at(60);
		assert_ok!(vote(&bob(), id, NO));
		assert_eq!(
			events().iter().next_back(),
			Some(&Event::BallotExtended { ballot: id, closes: 80 })
		);
		at(79);
		assert_ok!(vote(&frank(), id, NO));
		assert_eq!((info(id).closes, info(id).stage), (80, BallotStage::Voting));
		at(80);
		assert_noop!(vote(&carol(), id, NO), Error::<Test>::VotingOver);
	});
}

#[test]
fn vote_fails_while_the_class_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		halt();
		assert_noop!(vote(&alice(), id, YES), Register::ClassHalted);
		repair();
		assert_ok!(vote(&alice(), id, YES));
	});
}

#[test]
fn vote_fails_if_the_records_contradict_each_other() {
	ExtBuilder::default().build_and_execute(|| {
		let id = opened(text());
		assert_ok!(vote(&alice(), id, YES));
		let sound = Stored::<Test>::get(id).unwrap();
		Stored::<Test>::mutate_extant(id, |record| {
			let Count::Begun(ballot) = &mut record.count else { panic!("somebody has voted") };
			ballot.base = 600;
		});
		assert_noop!(vote(&bob(), id, YES), Error::<Test>::Corrupt);
		Stored::<Test>::insert(id, sound);
	});
}
