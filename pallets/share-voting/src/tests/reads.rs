use super::*;

#[test]
fn a_poll_is_read_through_its_life() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(ShareVoting::poll(0), None);
		let poll = submit(SLOW);
		assert_eq!(info(poll).stage, StageInfo::Preparing { deposit: false });
		assert_ok!(deposit(poll));
		let found = info(poll);
		assert_eq!(found.stage, StageInfo::Preparing { deposit: true });
		assert_eq!((found.votable, found.record_date, found.base), (true, None, 0));
		pass(4);
		assert_ok!(vote(&dave(), poll, Side::Aye));
		let found = info(poll);
		let stage = StageInfo::Deciding { since: 5, ends: 45, confirming: None, passing: false };
		assert_eq!((found.stage, found.track), (stage, SLOW));
		assert_eq!((found.record_date, found.base, found.ayes), (Some(1), BASE, 40_000));
		assert_eq!(found.support.deconstruct(), 40_000_000);
		run_to(45);
		assert_eq!(info(poll).stage, StageInfo::Ended);
		assert_eq!(info(poll).record_date, Some(1));
		assert_ok!(close(poll));
		assert_eq!(info(poll).record_date, None);
		assert!(!info(submit_long(QUICK)).votable);
	});
}

#[test]
fn power_says_what_a_vote_would_weigh() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(ShareVoting::power(0, &alice()), None);
		let poll = deciding(SLOW);
		assert_ok!(sell(&alice(), &bob(), 1));
		let weight = |poll, who: &AccountId| ShareVoting::power(poll, who).unwrap().weight;
		assert_eq!((weight(poll, &alice()), weight(poll, &bob())), (Some(499_999), Some(300_000)));
		assert_ok!(vote(&alice(), poll, Side::Nay));
		assert_ok!(delegate(&dave(), Scope::Track(SLOW), &alice()));
		assert_ok!(attach(poll, &[dave()]));
		let power = ShareVoting::power(poll, &alice()).unwrap();
		assert_eq!(power.record_date, Some(1));
		let own = VoteInfo::Own { side: Side::Nay, weight: 499_999, attached: 40_000 };
		assert_eq!(power.vote, Some(own.clone()));
		let power = ShareVoting::power(poll, &dave()).unwrap();
		assert_eq!(power.delegate, Some(alice()));
		assert_eq!(power.vote, Some(VoteInfo::Attached { delegate: alice(), weight: 40_000 }));
		assert_eq!(ShareVoting::votes_of(&alice()), [(poll, own)]);
		assert_ok!(cancel(poll));
		assert_ok!(close(poll));
		assert_eq!(ShareVoting::power(poll, &bob()).unwrap().record_date, None);
	});
}

/// Nothing refers to the boundary of the present epoch; asking leaves it so.
#[test]
fn the_power_in_an_urgent_poll_is_known_before_its_date_is_fixed() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(31);
		let poll = deciding(URGENT);
		let power = ShareVoting::power(poll, &alice()).unwrap();
		assert_eq!((power.record_date, power.weight), (Some(4), Some(500_000)));
		assert_eq!(live_dates(), [3]);
	});
}

#[test]
fn signatures_are_read() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&frank(), poll));
		assert_eq!(ShareVoting::power(poll, &frank()).unwrap().signed, Some(500));
		let found = info(poll);
		assert_eq!(
			(found.signed, found.signatures_needed, found.funded),
			(500, Some(10_000), false)
		);
	});
}

#[test]
fn the_newest_votes_come_first() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (deciding(SLOW), deciding(QUICK));
		for poll in [one, other] {
			assert_ok!(vote(&dave(), poll, Side::Abstain));
		}
		let polls: Vec<_> = ShareVoting::votes_of(&dave()).into_iter().map(|vote| vote.0).collect();
		assert_eq!(polls, [other, one]);
		assert_eq!(ShareVoting::votes_of(&bob()), []);
	});
}
