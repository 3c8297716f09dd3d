use super::*;

/// A round of 30 blocks from block 10 on.
#[test]
fn anybody_ends_a_round_that_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(end_round(), Error::<Test>::NoRound);
		assert_ok!(requisition(&eve()));
		at(39);
		assert_noop!(end_round(), Error::<Test>::RoundStillOpen);
		at(40);
		assert_eq!(references(2), 1);
		assert_ok!(end_round());
		assert_eq!(last_event(), Event::RoundEnded { class: SHARE, round: 0 });
		assert_eq!((references(2), Ballots::round_of(SHARE)), (0, None));
		assert!(Ended::<Test>::contains_key(0));
		assert_noop!(end_round(), Error::<Test>::NoRound);
		// What was not carried waits to be closed, as before.
		assert_eq!(Ballots::requisitions_of(SHARE), vec![0]);
		assert_ok!(close_requisition(0));
		assert_ok!(clear(0, 5));
		assert!(is_blank());
	});
}

/// Nothing is left of a round whose signatures were all taken back.
#[test]
fn a_round_without_signatures_leaves_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(withdraw(&eve(), 0));
		at(40);
		assert_ok!(close_requisition(0));
		assert_ok!(end_round());
		assert!(is_blank());
	});
}

#[test]
fn end_round_fails_while_the_class_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		at(40);
		halt();
		assert_noop!(end_round(), Register::ClassHalted);
		repair();
		assert_ok!(end_round());
	});
}
