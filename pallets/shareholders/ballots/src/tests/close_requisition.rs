use super::*;

#[test]
fn anybody_closes_a_requisition_that_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		at(39);
		assert_noop!(close_requisition(0), Error::<Test>::RequisitionStillOpen);
		at(40);
		assert_ok!(close_requisition(0));
		let end = RequisitionEnd::Lapsed;
		assert_eq!(last_event(), Event::RequisitionEnded { requisition: 0, end });
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &eve()), 0);
		assert_eq!((Ballots::requisitions_of(SHARE), Motions::<Test>::get(0)), (vec![], None));
		assert_noop!(close_requisition(0), Error::<Test>::UnknownRequisition);
		// The record date is the round's.
		assert_eq!(references(2), 1);
		clear_round();
		assert!(is_blank());
	});
}

/// The register has no part in it.
#[test]
fn a_requisition_is_closed_while_the_class_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		at(40);
		halt();
		assert_ok!(close_requisition(0));
		repair();
	});
}
