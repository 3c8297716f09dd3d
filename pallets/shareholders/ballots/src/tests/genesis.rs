//! What a chain starts with.

use super::*;
use crate::BallotRules;

#[test]
fn a_chain_starts_with_open_ballots() {
	let ballots = vec![(SHARE, TEXT, 3, 60)];
	ExtBuilder::default().with_ballots(ballots).build_and_execute(|| {
		let info = info(0);
		assert_eq!((info.record_date, info.opens, info.closes), (1, 1, 61));
		assert_eq!((info.motion.document, info.motion.choices), (TEXT, 3));
		assert_eq!(Stored::<Test>::get(0).unwrap().deposit, None);
		at(1);
		assert_ok!(vote(&alice(), 0, Answer::Choice(2)));
		at(61);
		assert_ok!(close(0));
		assert_eq!(Ballots::ballot_info(0).unwrap().outcome, Outcome::Won(2));
	});
}

#[test]
#[should_panic(expected = "of genesis")]
fn genesis_fails_for_a_ballot_of_no_class() {
	ExtBuilder::default().with_ballots(vec![(CASH, TEXT, 2, 60)]).build_and_execute(|| {});
}

#[test]
fn the_defaults_are_those_of_the_main_chain() {
	let rules = BallotRules::default();
	rules.check(1_800);
	// At 2 s a block a day has 43,200.
	assert_eq!((rules.notice, rules.period, rules.requisition_period), (72, 216_000, 604_800));
	assert_eq!((rules.ordinary_delay, rules.special_delay), (43_200, 302_400));
	assert_eq!(rules.execution_window, 302_400);
}

#[test]
fn impossible_rules_are_refused() {
	let bad = [
		BallotRules { notice: u32::MAX, ..RULES },
		BallotRules { notice: 8_766, ..RULES },
		BallotRules { period: 3, ..RULES },
		BallotRules { requisition_period: 0, ..RULES },
		BallotRules { execution_window: 0, ..RULES },
	];
	for rules in bad {
		assert!(std::panic::catch_unwind(|| rules.check(10)).is_err(), "{rules:?}");
	}
}
