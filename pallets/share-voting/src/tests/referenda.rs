//! What becomes of referenda that are driven by votes here.

use super::*;
use frame_support::traits::{Hooks, VoteTally as _};

/// 800,000 ayes from block 6 on: it confirms from block 7 to 15 and runs 5 blocks later.
#[test]
fn a_referendum_that_passes_is_enacted() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		run_to(6);
		for who in [alice(), bob()] {
			assert_ok!(vote(&who, poll, Side::Aye));
		}
		run_to(14);
		assert!(!is_approved(poll));
		run_to(15);
		assert!(is_approved(poll));
		run_to(19);
		assert!(enacted().is_empty());
		run_to(20);
		assert_eq!(enacted(), [poll]);
	});
}

/// 12 % of all pass the threshold of support, which has fallen to 10 %; 4 % do not.
#[test]
fn support_is_needed_besides_approval() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (deciding(SLOW), deciding(SLOW));
		assert_ok!(vote(&dave(), one, Side::Aye));
		assert_ok!(vote(&carol(), other, Side::Aye));
		run_to(60);
		assert!(is_rejected(one) && is_approved(other));
	});
}

/// Abstentions make no support.
#[test]
fn abstentions_do_not_carry_a_referendum() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Abstain));
		assert_ok!(vote(&dave(), poll, Side::Aye));
		run_to(45);
		assert!(is_rejected(poll));
	});
}

#[test]
fn deposits_come_back() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_eq!(Balances::reserved_balance(proposer()), SUBMISSION_DEPOSIT + DECISION_DEPOSIT);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		run_to(20);
		assert!(is_approved(poll));
		assert_ok!(Referenda::refund_decision_deposit(signed(&ghost()), poll));
		assert_ok!(Referenda::refund_submission_deposit(signed(&ghost()), poll));
		assert_eq!(Balances::reserved_balance(proposer()), 0);
	});
}

#[test]
fn tallies_are_empty_before_the_first_vote() {
	let tally = crate::Tally::new(SLOW);
	assert_eq!(tally.ayes(SLOW), 0);
	assert_eq!((tally.approval(SLOW), tally.support(SLOW)), Default::default());
}

#[test]
fn integrity_test_accepts_the_mock() {
	<ShareVoting as Hooks<u32>>::integrity_test();
}
