use super::*;

/// Eve owns 30 of 1,000 shares; 50 are needed. Block 10, 30 blocks to sign.
#[test]
fn a_holder_proposes_and_signs() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&eve()));
		assert_eq!(
			last_event(),
			Event::RequisitionOpened {
				requisition: 0,
				class: SHARE,
				company: COMPANY,
				proposer: eve(),
				base: 1_000,
				signed: 30,
				closes: 40,
			}
		);
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &eve()), REQUISITION_DEPOSIT);
		assert_eq!((references(2), Signatures::<Test>::get(0, eve())), (1, Some(30)));
		let info = Ballots::requisition_info(0).expect("it is open");
		assert_eq!((info.signed, info.needed, info.kind), (30, 50, Kind::Ordinary));
		assert_eq!(Ballots::requisitions_of(SHARE), vec![0]);
	});
}

/// No deposit is needed and no signature is kept.
#[test]
fn who_owns_a_twentieth_calls_a_ballot_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&carol()));
		let told = events();
		assert!(matches!(told[0], Event::RequisitionOpened { requisition: 0, signed: 120, .. }));
		let end = RequisitionEnd::Carried;
		assert_eq!(told[1], Event::RequisitionEnded { requisition: 0, end });
		assert!(matches!(
			told[2],
			Event::BallotCalled { ballot: 0, requisitioned: true, record_date: 4, opens: 30, .. }
		));
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &carol()), 0);
		assert_eq!((references(2), references(4)), (0, 1));
		assert_eq!(Signatures::<Test>::iter().count(), 0);
		assert_eq!(Ballots::ballots_of(SHARE), vec![0]);
		assert!(Ballots::requisitions_of(SHARE).is_empty());
	});
}

/// Shares bought in the present epoch do not count, those sold in it do.
#[test]
fn requisition_fails_without_shares_at_the_present_boundary() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(requisition(&grace()), Error::<Test>::NoWeight);
		assert_ok!(transfer(&eve(), &grace(), 30));
		assert_noop!(requisition(&grace()), Error::<Test>::NoWeight);
		assert_ok!(requisition(&eve()));
		go_to(3);
		assert_noop!(requisition(&eve()), Error::<Test>::NoWeight);
		assert_ok!(requisition(&grace()));
	});
}

#[test]
fn requisition_fails_if_nobody_has_shares() {
	ExtBuilder::without_shares().build_and_execute(|| {
		assert_noop!(requisition(&alice()), Error::<Test>::NoWeight);
	});
}

#[test]
fn a_requisition_is_checked_like_a_ballot() {
	ExtBuilder::default().build_and_execute(|| {
		let of = |motion| Ballots::requisition(signed(&eve()), SHARE, motion);
		let hand_over = pallet_shareholders::Call::hand_over { company: COMPANY };
		assert_noop!(of(motion(hand_over)), Error::<Test>::CallNotAllowed);
		assert_noop!(of(raw_motion(vec![255])), Error::<Test>::CallUndecodable);
		assert_noop!(of(Motion { choices: 1, ..text() }), Error::<Test>::BadChoices);
		MaxCallWeight::set(Weight::from_parts(1, 0));
		assert_noop!(of(motion(spend(1))), Error::<Test>::CallTooHeavy);
		second_class();
		go_to(3);
		let second = Ballots::requisition(signed(&grace()), SECOND, motion(remark(1)));
		assert_noop!(second, Error::<Test>::NotVotingClass);
		halt();
		assert_noop!(of(text()), Register::ClassHalted);
	});
}

#[test]
fn requisition_fails_without_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		let free = Balances::free_balance(eve());
		assert_ok!(Balances::transfer_allow_death(signed(&eve()), bob(), free - 200));
		assert_noop!(requisition(&eve()), TokenError::FundsUnavailable);
	});
}

/// Three places, taken by frank with 10, eve with 30 and dave with 40 shares.
#[test]
fn who_has_more_shares_takes_the_place_of_the_least_supported() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(transfer(&alice(), &grace(), 11));
		go_to(3);
		for who in [frank(), eve(), dave()] {
			assert_ok!(requisition(&who));
		}
		// As many as the least are not enough.
		assert_noop!(requisition(&frank()), Error::<Test>::RequisitionsFull);
		assert_ok!(requisition(&grace()));
		assert!(events()
			.contains(&Event::RequisitionEnded { requisition: 0, end: RequisitionEnd::Replaced }));
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &frank()), 0);
		assert_eq!(Ballots::requisitions_of(SHARE), vec![1, 2, 3]);
		assert_eq!((Requisitions::<Test>::get(0), Motions::<Test>::get(0)), (None, None));
		assert_eq!(references(3), 3);
		// Only what was signed for it is left of the first, and can be cleared.
		assert_ok!(clear(0, 5));
		assert_eq!(Ended::<Test>::iter().count(), 0);
		// Now grace's is the least, with a signature of frank's it is not easily replaced.
		assert_ok!(sign(&frank(), 3));
		assert_noop!(requisition(&grace()), Error::<Test>::RequisitionsFull);
	});
}

#[test]
fn a_requisition_that_is_over_is_replaced_by_any_other() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&dave()));
		at(15);
		assert_ok!(requisition(&eve()));
		assert_ok!(requisition(&eve()));
		at(39);
		assert_noop!(requisition(&frank()), Error::<Test>::RequisitionsFull);
		at(40);
		assert_ok!(requisition(&frank()));
		assert!(events()
			.contains(&Event::RequisitionEnded { requisition: 0, end: RequisitionEnd::Lapsed }));
		assert_eq!(Ballots::requisitions_of(SHARE), vec![1, 2, 3]);
	});
}

/// Who calls a ballot at once needs no place among requisitions.
#[test]
fn full_places_do_not_stop_who_owns_a_twentieth() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [dave(), dave(), dave()] {
			assert_ok!(requisition(&who));
		}
		for _ in 0..MAX_REQUISITIONED {
			assert_ok!(requisition(&alice()));
		}
		assert_noop!(requisition(&alice()), Error::<Test>::TooManyBallots);
	});
}
