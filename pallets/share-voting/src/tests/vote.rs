use super::*;

fn pays(who: &AccountId, poll: PollIndex, side: Side) -> Pays {
	ShareVoting::vote(signed(who), poll, side).expect("it counts").pays_fee
}

#[test]
fn a_vote_weighs_what_the_account_owned_at_the_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(
			events()[events().len() - 2..],
			[
				Event::Registered { poll, record_date: 1, base: BASE },
				Event::Voted { poll, who: alice(), side: Side::Aye, weight: 500_000 },
			]
		);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		assert_ok!(vote(&carol(), poll, Side::Abstain));
		assert_eq!(tally(poll), (500_000, 300_000, 120_000));
		// 5 of 8, and half of all.
		let info = info(poll);
		assert_eq!(info.approval.deconstruct(), 625_000_000);
		assert_eq!(info.support.deconstruct(), 500_000_000);
	});
}

#[test]
fn what_was_sold_before_the_vote_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(sell(&alice(), &bob(), 100_000));
		assert_ok!(vote(&alice(), poll, Side::Aye));
		// Bob owns 400,000, but not since the record date.
		assert_ok!(vote(&bob(), poll, Side::Nay));
		assert_eq!(tally(poll), (400_000, 300_000, 0));
	});
}

#[test]
fn a_vote_may_be_changed_and_is_weighed_anew() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(sell(&alice(), &ghost(), 10));
		assert_ok!(vote(&alice(), poll, Side::Nay));
		assert_eq!(tally(poll), (0, 499_990, 0));
		assert_eq!(Votes::<Test>::iter().count(), 1);
	});
}

/// Block 5: the alarm is set for the next one, whatever it was before.
#[test]
fn a_vote_wakes_its_referendum() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_eq!(status(poll).alarm.map(|(when, _)| when), Some(45));
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(status(poll).alarm.map(|(when, _)| when), Some(6));
	});
}

#[test]
fn the_first_vote_in_a_poll_is_free_and_others_are_not() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (deciding(SLOW), deciding(SLOW));
		assert_eq!(pays(&alice(), one, Side::Aye), Pays::No);
		assert_eq!(pays(&alice(), one, Side::Nay), Pays::Yes);
		assert_eq!(pays(&alice(), other, Side::Nay), Pays::No);
	});
}

/// Frank owns 500 atoms. Then dave goes down to exactly the free weight, and eve to one less.
#[test]
fn only_votes_of_some_weight_are_free() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_eq!(pays(&frank(), poll, Side::Aye), Pays::Yes);
		assert_ok!(sell(&dave(), &ghost(), 40_000 - FREE_VOTE));
		assert_eq!(pays(&dave(), poll, Side::Aye), Pays::No);
		assert_ok!(sell(&eve(), &ghost(), 39_500 - FREE_VOTE + 1));
		assert_eq!(pays(&eve(), poll, Side::Aye), Pays::Yes);
	});
}

#[test]
fn a_follower_votes_free_once() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(attach(poll, &[dave()]));
		assert_eq!(pays(&dave(), poll, Side::Nay), Pays::No);
		assert_eq!(pays(&dave(), poll, Side::Aye), Pays::Yes);
		assert_eq!(tally(poll), (540_000, 0, 0));
	});
}

#[test]
fn vote_fails_outside_the_decision() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(vote(&alice(), 0, Side::Aye), Error::<Test>::UnknownPoll);
		let poll = submit(SLOW);
		assert_noop!(vote(&alice(), poll, Side::Aye), Error::<Test>::NotDeciding);
		assert_ok!(deposit(poll));
		assert_noop!(vote(&alice(), poll, Side::Aye), Error::<Test>::NotDeciding);
		pass(4);
		assert_ok!(vote(&dave(), poll, Side::Aye));
		// 4 % are not enough: it is rejected in block 45.
		run_to(44);
		assert_ok!(vote(&dave(), poll, Side::Aye));
		run_to(45);
		assert!(is_rejected(poll));
		assert_noop!(vote(&alice(), poll, Side::Aye), Error::<Test>::NotDeciding);
	});
}

#[test]
fn vote_fails_for_what_is_stored_elsewhere() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit_long(SLOW);
		assert_ok!(deposit(poll));
		pass(4);
		assert!(status(poll).deciding.is_some());
		assert_noop!(vote(&alice(), poll, Side::Aye), Error::<Test>::NotInline);
	});
}

#[test]
fn vote_fails_without_weight() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(sell(&dave(), &ghost(), 40_000));
		for who in [ghost(), dave(), proposer(), fund()] {
			assert_noop!(vote(&who, poll, Side::Aye), Error::<Test>::NoWeight);
		}
		assert!(Records::<Test>::get(poll).is_none());
	});
}

#[test]
fn vote_fails_while_the_register_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		halt();
		assert_noop!(vote(&alice(), poll, Side::Aye), Register::ClassHalted);
		repair();
		assert_ok!(vote(&alice(), poll, Side::Aye));
	});
}

/// 500,000 and 500,001 of a base of 1,000,000 cannot both be.
#[test]
fn more_votes_than_were_eligible_are_refused_as_a_contradiction() {
	ExtBuilder::default().build().execute_with(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		tamper(poll, |status| status.tally.0.nays = 500_001);
		assert_noop!(vote(&bob(), poll, Side::Nay), Error::<Test>::Corrupt);
	});
}
