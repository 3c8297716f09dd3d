use super::*;

#[test]
fn unsponsor_takes_a_signature_back() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sell(&eve(), &ghost(), 38_500));
		for who in [frank(), eve()] {
			assert_ok!(sponsor(&who, poll));
		}
		assert_ok!(ShareVoting::unsponsor(signed(&eve()), poll));
		assert_eq!(last_event(), Event::Unsponsored { poll, who: eve(), signed: 500 });
		assert_eq!((record(poll).signed, references(1)), (500, 2));
	});
}

#[test]
fn the_last_signature_taken_back_leaves_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&frank(), poll));
		assert_ok!(ShareVoting::unsponsor(signed(&frank()), poll));
		assert!(Records::<Test>::get(poll).is_none());
		assert_eq!((references(1), Sponsors::<Test>::iter().count()), (1, 0));
	});
}

#[test]
fn a_placed_deposit_stays() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&dave(), poll));
		assert_ok!(ShareVoting::unsponsor(signed(&dave()), poll));
		assert!(record(poll).funded);
		assert!(status(poll).decision_deposit.is_some());
	});
}

#[test]
fn unsponsor_fails_without_a_signature_and_after_the_first_vote() {
	ExtBuilder::default().build_and_execute(|| {
		let unsponsor = |who: AccountId, poll| ShareVoting::unsponsor(signed(&who), poll);
		let poll = submit(SLOW);
		assert_noop!(unsponsor(dave(), poll), Error::<Test>::UnknownPoll);
		assert_ok!(sponsor(&dave(), poll));
		assert_noop!(unsponsor(eve(), poll), Error::<Test>::NotSponsored);
		pass(4);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_noop!(unsponsor(dave(), poll), Error::<Test>::NotPreparing);
	});
}
