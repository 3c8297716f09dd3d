use super::*;
use frame_support::dispatch::GetDispatchInfo;

type Weights = crate::weights::SubstrateWeight<Test>;

/// Eve 30, frank 10, dave 40 of 1,000: 80 are more than the 50 needed. The third makes it a ballot.
#[test]
fn the_signature_that_suffices_calls_the_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&frank(), 0));
		let counted = Event::Signed { requisition: 0, who: frank(), weight: 10, signed: 40 };
		assert_eq!(last_event(), counted);
		go_to(3);
		System::reset_events();
		assert_ok!(sign(&dave(), 0));
		let told = events();
		let end = RequisitionEnd::Carried;
		assert_eq!(told[0], Event::RequisitionEnded { requisition: 0, end });
		assert!(matches!(
			told[1],
			// A sitting is one epoch here, and the notice begins now: epoch 3 and 2.
			Event::BallotCalled { ballot: 0, requisitioned: true, record_date: 5, opens: 40, .. }
		));
		assert_eq!(told[2], Event::Signed { requisition: 0, who: dave(), weight: 40, signed: 80 });
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &eve()), REQUISITION_DEPOSIT);
		assert_eq!((references(2), references(5)), (1, 1));
		assert_eq!(Requisitions::<Test>::get(0), None);
		assert!(info(0).requisitioned);
		assert_noop!(sign(&alice(), 0), Error::<Test>::UnknownRequisition);
	});
}

/// 50 of 1,000 are exactly 5 %.
#[test]
fn a_twentieth_suffices_exactly() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(transfer(&alice(), &frank(), 9)); // 19
		go_to(3);
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&frank(), 0));
		assert_eq!(Ballots::requisition_info(0).map(|info| info.signed), Some(49));
		assert_ok!(transfer(&alice(), &frank(), 1));
		go_to(6); // another round
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&frank(), 1)); // 20
		assert_eq!(Ballots::ballots_of(SHARE), vec![1]);
	});
}

/// What was owned at the boundary before the requisition counts, not what is owned now.
#[test]
fn a_signature_weighs_what_was_owned_at_the_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(transfer(&frank(), &grace(), 10));
		assert_noop!(sign(&grace(), 0), Error::<Test>::NoWeight);
		assert_ok!(sign(&frank(), 0));
		go_to(3);
		assert_noop!(sign(&grace(), 0), Error::<Test>::NoWeight);
	});
}

#[test]
fn nobody_signs_twice() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_noop!(sign(&eve(), 0), Error::<Test>::AlreadySigned);
		assert_ok!(sign(&frank(), 0));
		assert_noop!(sign(&frank(), 0), Error::<Test>::AlreadySigned);
		assert_noop!(sign(&frank(), 1), Error::<Test>::UnknownRequisition);
	});
}

#[test]
fn sign_fails_after_the_period() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		at(39);
		assert_ok!(sign(&frank(), 0));
		at(40);
		assert_noop!(sign(&dave(), 0), Error::<Test>::RequisitionOver);
	});
}

#[test]
fn sign_fails_while_the_class_is_halted() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		halt();
		assert_noop!(sign(&frank(), 0), Register::ClassHalted);
		repair();
	});
}

#[test]
fn what_is_not_used_is_returned() {
	ExtBuilder::default().build_and_execute(|| {
		let charged = crate::Call::<Test>::sign { requisition: 0 }.get_dispatch_info().call_weight;
		assert_eq!(charged, Weights::sign_and_carry());
		assert_ok!(requisition(&eve()));
		let used = |who| Ballots::sign(signed(&who), 0).expect("he may").actual_weight;
		assert_eq!(used(frank()), Some(Weights::sign()));
		assert_eq!(used(dave()), Some(Weights::sign_and_carry()));
	});
}
