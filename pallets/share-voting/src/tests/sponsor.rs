use super::*;

fn reserved() -> u128 {
	Balances::reserved_balance(fund()) - in_orders(&fund())
}

/// 1 % of 1,000,000 are 10,000: frank's 500 are not enough, with eve's 39,500 they are.
#[test]
fn holders_of_one_percent_have_the_deposit_placed() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&frank(), poll));
		let who = frank();
		assert_eq!(last_event(), Event::Sponsored { poll, who, weight: 500, signed: 500 });
		assert_eq!(info(poll).signatures_needed, Some(10_000));
		assert!(status(poll).decision_deposit.is_none());
		assert_ok!(sponsor(&eve(), poll));
		assert_eq!(last_event(), Event::DepositFunded { poll });
		assert_eq!(status(poll).decision_deposit.map(|deposit| deposit.who), Some(fund()));
		assert_eq!(reserved(), DECISION_DEPOSIT);
		assert!(record(poll).funded);
		pass(4);
		assert!(status(poll).deciding.is_some());
	});
}

/// 9,999 of 10,000, then one more.
#[test]
fn the_last_atom_decides() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sell(&dave(), &ghost(), 30_001));
		assert_ok!(sponsor(&dave(), poll));
		assert!(!record(poll).funded);
		assert_ok!(sell(&ghost(), &dave(), 1));
		assert_ok!(sponsor(&dave(), poll));
		assert_eq!((record(poll).signed, record(poll).funded), (10_000, true));
	});
}

#[test]
fn the_first_vote_takes_a_new_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sponsor(&dave(), poll));
		assert_eq!((record(poll).record_date, references(1)), (1, 2));
		run_to(21);
		assert_eq!(references(1), 1);
		assert_ok!(vote(&alice(), poll, Side::Aye));
		assert_eq!(record(poll).record_date, 3);
		assert_eq!(live_dates(), [3]);
		assert_eq!(references(3), 2);
		// The signature is still there, until it is cleared.
		assert_eq!(Sponsors::<Test>::get(poll, dave()), Some(40_000));
		assert!(record(poll).funded);
	});
}

#[test]
fn signing_again_weighs_anew() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(sell(&eve(), &ghost(), 38_500));
		assert_ok!(sponsor(&eve(), poll));
		assert_ok!(sell(&eve(), &ghost(), 400));
		assert_ok!(sponsor(&eve(), poll));
		assert_eq!((record(poll).signed, Sponsors::<Test>::iter().count()), (600, 1));
	});
}

#[test]
fn a_poor_fund_keeps_the_signatures_and_is_asked_again() {
	ExtBuilder::default().build_and_execute(|| {
		let poll = submit(SLOW);
		assert_ok!(hold(&fund(), AMPLE - 100));
		assert_ok!(sponsor(&dave(), poll));
		assert!(matches!(last_event(), Event::DepositNotFunded { .. }));
		assert_eq!((record(poll).signed, record(poll).funded, reserved()), (40_000, false, 0));
		assert_ok!(release(&fund(), AMPLE - 100));
		assert_ok!(sponsor(&dave(), poll));
		assert_eq!((record(poll).signed, record(poll).funded), (40_000, true));
	});
}

#[test]
fn sponsor_fails_where_no_deposit_is_needed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(sponsor(&dave(), 0), Error::<Test>::UnknownPoll);
		let poll = submit(SLOW);
		assert_ok!(deposit(poll));
		assert_noop!(sponsor(&dave(), poll), Error::<Test>::DepositIsPlaced);
		pass(4);
		assert_noop!(sponsor(&dave(), poll), Error::<Test>::NotPreparing);
		assert_ok!(cancel(poll));
		assert_noop!(sponsor(&dave(), poll), Error::<Test>::NotPreparing);
	});
}

#[test]
fn sponsor_fails_for_what_is_stored_elsewhere_and_without_weight() {
	ExtBuilder::default().build_and_execute(|| {
		let long = submit_long(SLOW);
		assert_noop!(sponsor(&dave(), long), Error::<Test>::NotInline);
		let poll = submit(SLOW);
		for who in [ghost(), proposer(), fund()] {
			assert_noop!(sponsor(&who, poll), Error::<Test>::NoWeight);
		}
		halt();
		assert_noop!(sponsor(&dave(), poll), Register::ClassHalted);
		repair();
		assert_eq!(live_dates(), [1]);
	});
}
