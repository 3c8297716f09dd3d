//! Each invariant is noticed when it is broken.

use super::*;
use shareholders_accounting::Answer;
use sp_runtime::TryRuntimeError;

/// Alice has voted, dave follows her; frank has signed for another poll, on the same date.
fn broken(change: impl FnOnce(PollIndex, PollIndex), expected: &'static str) {
	ExtBuilder::default().build().execute_with(|| {
		assert_ok!(delegate(&dave(), Scope::All, &alice()));
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_ok!(attach(poll, &[dave()]));
		let other = submit(QUICK);
		assert_ok!(sponsor(&frank(), other));
		check();
		change(poll, other);
		let found = ShareVoting::do_try_state();
		assert_eq!(found, Err(TryRuntimeError::Other(expected)));
	});
}

#[test]
fn what_contradicts_itself_is_noticed() {
	broken(
		|_, _| {
			assert_ok!(Shareholders::release_date(0, 1));
		},
		"1: a record date without its reference",
	);
	broken(|_, _| Daily::<Test>::mutate(|daily| daily.next = 1), "1: the next daily date");
	broken(
		|poll, _| Records::<Test>::mutate(poll, |record| record.as_mut().unwrap().track = QUICK),
		"2: a poll on another track",
	);
	broken(|poll, _| tamper(poll, |status| status.tally.0.ayes += 1), "3: a count and its votes");
	broken(
		|poll, _| Records::<Test>::mutate(poll, |record| record.as_mut().unwrap().base += 1),
		"3: a count and its votes",
	);
	broken(
		|_, other| tamper(other, |status| status.tally.0.nays = 1),
		"3: a count before the first vote",
	);
	broken(
		|poll, _| {
			let bogus = Vote::Own { answer: Answer::Choice(2), weight: 0, attached: 0 };
			Votes::<Test>::insert(poll, bob(), bogus);
		},
		"3: a vote for neither side",
	);
	broken(
		|poll, _| {
			// Moved from one delegate to nobody.
			let vote = Vote::Own { answer: Answer::Choice(0), weight: 540_000, attached: 0 };
			Votes::<Test>::insert(poll, alice(), vote);
			Votes::<Test>::remove(poll, dave());
		},
		"5: a vote weighs too much",
	);
	broken(
		|poll, _| {
			let vote = Vote::Attached { delegate: bob(), weight: 40_000 };
			Votes::<Test>::insert(poll, dave(), vote);
		},
		"4: what follows a delegate",
	);
	broken(|_, other| Sponsors::<Test>::remove(other, frank()), "6: the sum of signatures");
	broken(
		|_, other| Sponsors::<Test>::insert(other, frank(), 501),
		"6: a signature weighs too much",
	);
	broken(
		|_, _| {
			let vote = Vote::Own { answer: Answer::Abstain, weight: 1, attached: 0 };
			Votes::<Test>::insert(7, bob(), vote);
		},
		"7: a vote in no poll",
	);
	broken(|_, _| Sponsors::<Test>::insert(7, bob(), 1), "7: a signature for no poll");
	broken(
		|_, _| Delegates::<Test>::insert(bob(), Scope::All, bob()),
		"8: somebody is his own delegate",
	);
	broken(
		|_, _| Delegates::<Test>::insert(bob(), Scope::Track(9), alice()),
		"8: a delegate on no track",
	);
}
