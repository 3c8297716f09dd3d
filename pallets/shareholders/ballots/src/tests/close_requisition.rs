use super::*;

fn close_requisition(id: crate::BallotId) -> DispatchResult {
	Ballots::close_requisition(signed(&grace()), id)
}

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
		assert_eq!((references(2), Ballots::requisitions_of(SHARE)), (0, vec![]));
		assert_eq!((Agendas::<Test>::iter().count(), Motions::<Test>::get(0)), (0, None));
		assert_noop!(close_requisition(0), Error::<Test>::UnknownRequisition);
	});
}

#[test]
fn close_requisition_fails_while_the_class_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		at(40);
		halt();
		assert_noop!(close_requisition(0), Register::ClassHalted);
		repair();
		assert_ok!(close_requisition(0));
	});
}
