//! What may be read of ballots.

use super::*;
use crate::{BallotInfo, MotionInfo, VotingPower};
use codec::Encode;

#[test]
fn a_ballot_is_told_from_its_call_to_its_end() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(open(motion(remark(3))));
		let announced = BallotInfo {
			id: 0,
			class: SHARE,
			company: COMPANY,
			motion: MotionInfo { document: TEXT, choices: 2, call: Some(remark(3).encode()) },
			kind: Kind::Ordinary,
			requisitioned: false,
			stage: BallotStage::Announced,
			record_date: 4,
			opens: 30,
			closes: 70,
			base: None,
			weights: vec![0, 0],
			abstain: 0,
			outcome: Outcome::NoQuorum,
			executable_from: None,
			void_after: None,
		};
		assert_eq!(info(0), announced);
		at(30);
		let voting = BallotInfo { stage: BallotStage::Voting, base: Some(1_000), ..announced };
		assert_eq!(info(0), voting);
		assert_ok!(vote(&alice(), 0, YES));
		let voting = BallotInfo { weights: vec![500, 0], outcome: Outcome::Won(0), ..voting };
		assert_eq!(info(0), voting);
		at(70);
		assert_eq!(info(0), BallotInfo { stage: BallotStage::AwaitingClose, ..voting.clone() });
		assert_ok!(close(0));
		let passed = BallotInfo {
			stage: BallotStage::TimeLocked,
			executable_from: Some(75),
			void_after: Some(95),
			..voting
		};
		assert_eq!(info(0), passed);
		for (block, stage) in [
			(74, BallotStage::TimeLocked),
			(75, BallotStage::Executable),
			(95, BallotStage::Executable),
			(96, BallotStage::Void),
		] {
			at(block);
			assert_eq!(info(0), BallotInfo { stage, ..passed.clone() });
		}
		assert_eq!(Ballots::ballot_info(1), None);
	});
}

#[test]
fn voting_power_is_told_before_and_after_the_vote() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(delegate(&eve(), &alice()));
		assert_ok!(open(text()));
		let power = |who: AccountId| Ballots::voting_power(0, &who).expect("a ballot");
		let before = VotingPower { weight: None, vote: None, delegate: Some(alice()) };
		assert_eq!(power(eve()), before);
		at(30);
		assert_eq!(power(eve()), VotingPower { weight: Some(30), ..before.clone() });
		assert_eq!(power(grace()), VotingPower { weight: Some(0), vote: None, delegate: None });
		assert_ok!(vote(&alice(), 0, YES));
		assert_ok!(attach(0, &[eve()]));
		at(70);
		assert_ok!(close(0));
		let vote = Some(Vote::Attached { delegate: alice(), weight: 30 });
		let after = VotingPower { weight: Some(30), vote, ..before };
		assert_eq!(power(eve()), after);
		assert_eq!(power(bob()), VotingPower { weight: None, vote: None, delegate: None });
		assert_eq!(Ballots::voting_power(1, &bob()), None);
	});
}

#[test]
fn lists_are_of_one_class() {
	ExtBuilder::default().build_and_execute(|| {
		second_class();
		assert_ok!(open(text()));
		assert_ok!(Ballots::open_ballot(signed(&founder()), SECOND, text()));
		assert_ok!(requisition(&eve()));
		assert_ok!(requisition(&alice()));
		assert_eq!(Ballots::ballots_of(SHARE), vec![0, 3]);
		assert_eq!(Ballots::ballots_of(SECOND), vec![1]);
		assert_eq!(Ballots::requisitions_of(SHARE), vec![2]);
		assert!(Ballots::ballots_of(CASH).is_empty());
		assert_eq!(Ballots::requisition_info(3), None);
		assert_eq!(
			(Ballots::round_of(SECOND), Ballots::signature_of(SECOND, &eve())),
			(None, None)
		);
	});
}
