use super::*;

#[test]
fn register_fixes_the_latest_daily_boundary_and_what_was_eligible() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		run_to(25);
		assert_ok!(ShareVoting::register(signed(&ghost()), poll));
		// The third epoch begins with block 20.
		let expected = Event::Registered { poll, record_date: 3, base: BASE };
		assert_eq!(last_event(), expected);
		assert_eq!(status(poll).tally.0, Count { base: BASE, ..Count::default() });
		assert_eq!(references(3), 2);
		run_to(41);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(record(poll).record_date, 3);
	});
}

#[test]
fn an_urgent_poll_takes_the_boundary_of_the_present_epoch() {
	ExtBuilder::default().build_and_execute(|| {
		run_to(27);
		let poll = deciding(URGENT);
		assert_eq!(System::block_number(), 31);
		assert_ok!(ShareVoting::register(signed(&ghost()), poll));
		assert_eq!(record(poll).record_date, 4);
		assert_eq!((references(3), references(4)), (1, 1));
	});
}

#[test]
fn register_fails_twice() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		assert_ok!(ShareVoting::register(signed(&ghost()), poll));
		assert_noop!(
			ShareVoting::register(signed(&ghost()), poll),
			Error::<Test>::AlreadyRegistered
		);
	});
}

#[test]
fn register_fails_while_nothing_is_decided() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(ShareVoting::register(signed(&ghost()), 0), Error::<Test>::UnknownPoll);
		let poll = submit(SLOW);
		assert_noop!(ShareVoting::register(signed(&ghost()), poll), Error::<Test>::NotDeciding);
		assert_ok!(cancel(poll));
		assert_noop!(ShareVoting::register(signed(&ghost()), poll), Error::<Test>::NotDeciding);
	});
}

#[test]
fn register_fails_without_a_daily_date() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = deciding(SLOW);
		let daily = Daily::<Test>::take();
		assert_noop!(ShareVoting::register(signed(&ghost()), poll), Error::<Test>::NoRecordDate);
		Daily::<Test>::put(daily);
	});
}

/// Everybody has sold to the proposer, who is excluded.
#[test]
fn register_fails_if_nothing_was_eligible() {
	ExtBuilder::default().build_and_execute(|| {
		for (who, amount) in holders() {
			assert_ok!(sell(&who, &proposer(), amount));
		}
		run_to(20);
		let poll = deciding(SLOW);
		assert_noop!(
			ShareVoting::register(signed(&ghost()), poll),
			Error::<Test>::NoEligibleShares
		);
	});
}
