use super::*;

#[test]
fn a_signature_can_be_taken_back_and_given_again() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_ok!(sign(&frank(), 0));
		assert_ok!(withdraw(&frank(), 0));
		assert_eq!(
			last_event(),
			Event::SignatureWithdrawn { requisition: 0, who: frank(), signed: 30 }
		);
		assert_eq!(Signatures::<Test>::get(0, frank()), None);
		assert_ok!(sign(&frank(), 0));
		// The proposer too; his requisition stays.
		assert_ok!(withdraw(&eve(), 0));
		assert_eq!(Ballots::requisition_info(0).map(|info| info.signed), Some(10));
	});
}

#[test]
fn withdraw_signature_fails_for_who_has_not_signed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		let of = |who: AccountId, id| withdraw(&who, id);
		assert_noop!(of(frank(), 0), Error::<Test>::NotSigned);
		assert_noop!(of(frank(), 1), Error::<Test>::UnknownRequisition);
		at(40);
		assert_noop!(of(eve(), 0), Error::<Test>::RequisitionOver);
	});
}
