use super::*;

#[test]
fn close_releases_the_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		run_to(20);
		assert!(is_approved(poll));
		assert_eq!(live_dates(), [1, 3]);
		let post = ShareVoting::close(signed(&ghost()), poll).expect("it has ended");
		assert_eq!(post.pays_fee, Pays::No);
		assert_eq!(last_event(), Event::Closed { poll, refund: None });
		assert_eq!(live_dates(), [3]);
		assert_eq!(record(poll).stage, RecordStage::Closed);
	});
}

#[test]
fn a_poll_without_votes_is_gone_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(ShareVoting::register(signed(&ghost()), poll));
		assert_ok!(cancel(poll));
		assert_ok!(close(poll));
		assert!(Records::<Test>::get(poll).is_none());
	});
}

#[test]
fn the_fund_gets_its_deposit_back() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&dave(), poll));
		pass(4);
		assert_ok!(vote(&bob(), poll, Side::Nay));
		assert_eq!(Balances::reserved_balance(fund()), DECISION_DEPOSIT);
		run_to(45);
		assert!(is_rejected(poll));
		assert_ok!(close(poll));
		assert_eq!(last_event(), Event::Closed { poll, refund: Some(Ok(())) });
		assert_eq!(Balances::reserved_balance(fund()), 0);
	});
}

#[test]
fn a_deposit_that_was_given_back_before_does_not_keep_a_poll_open() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&dave(), poll));
		assert_ok!(cancel(poll));
		assert_ok!(Referenda::refund_decision_deposit(signed(&ghost()), poll));
		assert_ok!(close(poll));
		let refund = Err(pallet_referenda::Error::<Test>::NoDeposit.into());
		assert_eq!(last_event(), Event::Closed { poll, refund: Some(refund) });
	});
}

#[test]
fn signatures_for_a_poll_that_timed_out_can_be_closed_and_cleared() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&frank(), poll));
		pass(UNDECIDING_TIMEOUT);
		assert_ok!(close(poll));
		assert_ok!(clear(poll, 9));
		assert_eq!(live_dates().len(), 1);
		assert!(Records::<Test>::get(poll).is_none());
	});
}

#[test]
fn close_fails_before_the_end_and_twice() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(close(0), Error::<Test>::UnknownPoll);
		let poll = deciding(SLOW);
		assert_noop!(close(poll), Error::<Test>::UnknownPoll);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_noop!(close(poll), Error::<Test>::StillOngoing);
		assert_ok!(cancel(poll));
		halt();
		assert_noop!(close(poll), Register::ClassHalted);
		repair();
		assert_ok!(close(poll));
		assert_noop!(close(poll), Error::<Test>::AlreadyClosed);
	});
}
