use super::*;

/// What eve signs with.
const SIGNED: Signature = Signature { requisition: 0, weight: 30 };

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
				record_date: 2,
				base: 1_000,
				signed: 30,
				closes: 40,
			}
		);
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &eve()), REQUISITION_DEPOSIT);
		assert_eq!((references(2), Ballots::signature_of(SHARE, &eve())), (1, Some(SIGNED)));
		let info = Ballots::requisition_info(0).expect("it is open");
		assert_eq!((info.signed, info.needed, info.kind), (30, 50, Kind::Ordinary));
		assert_eq!(Ballots::requisitions_of(SHARE), vec![0]);
	});
}

/// The deposit stays until the ballot is closed.
#[test]
fn who_owns_a_twentieth_calls_a_ballot_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(requisition(&carol()));
		let told = events();
		assert!(matches!(told[1], Event::RequisitionOpened { requisition: 0, signed: 120, .. }));
		let end = RequisitionEnd::Carried;
		assert_eq!(told[2], Event::RequisitionEnded { requisition: 0, end });
		assert!(matches!(
			told[3],
			Event::BallotCalled { ballot: 0, requisitioned: true, record_date: 4, opens: 30, .. }
		));
		assert_eq!((references(2), references(4)), (1, 1));
		assert_eq!(Ballots::ballots_of(SHARE), vec![0]);
		assert!(Ballots::requisitions_of(SHARE).is_empty());
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &carol()), REQUISITION_DEPOSIT);
		at(70);
		assert_ok!(close(0));
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &carol()), 0);
	});
}

/// Shares bought after the record date do not count, those sold after it do.
#[test]
fn requisition_fails_without_shares_at_the_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(requisition(&grace()), Error::<Test>::NoWeight);
		assert_ok!(transfer(&eve(), &grace(), 30));
		assert_noop!(requisition(&grace()), Error::<Test>::NoWeight);
		assert_ok!(requisition(&eve()));
		at(39);
		assert_noop!(requisition(&grace()), Error::<Test>::NoWeight);
		at(40);
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
		let whole = |who| Balances::free_balance(who) - 200;
		assert_ok!(Balances::transfer_allow_death(signed(&eve()), bob(), whole(eve())));
		assert_noop!(requisition(&eve()), TokenError::FundsUnavailable);
		// Whoever owns 5 % pays it as well.
		assert_ok!(Balances::transfer_allow_death(signed(&carol()), bob(), whole(carol())));
		assert_noop!(requisition(&carol()), TokenError::FundsUnavailable);
	});
}

/// Three places, taken by frank with 10, eve with 30 and dave with 40 shares.
#[test]
fn who_has_more_shares_takes_the_place_of_the_least_supported() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(transfer(&alice(), &grace(), 11));
		assert_ok!(transfer(&alice(), &founder(), 10));
		assert_ok!(Balances::transfer_allow_death(signed(&grace()), account(8), 1_000));
		assert_ok!(transfer(&alice(), &account(8), 11));
		go_to(3);
		for who in [frank(), eve(), dave()] {
			assert_ok!(requisition(&who));
		}
		// As many as the least are not enough.
		assert_noop!(requisition(&founder()), Error::<Test>::RequisitionsFull);
		assert_ok!(requisition(&grace()));
		assert!(events()
			.contains(&Event::RequisitionEnded { requisition: 0, end: RequisitionEnd::Replaced }));
		assert_eq!(deposit(HoldReason::RequisitionDeposit, &frank()), 0);
		assert_eq!(Ballots::requisitions_of(SHARE), vec![1, 2, 3]);
		assert_eq!((Requisitions::<Test>::get(0), Motions::<Test>::get(0)), (None, None));
		assert_eq!(references(3), 1);
		// Now grace's is the least; with a signature of frank's it is not easily replaced.
		assert_noop!(requisition(&account(8)), Error::<Test>::RequisitionsFull);
		assert_ok!(sign(&frank(), 3));
		assert_ok!(withdraw(&eve(), 1));
		assert_ok!(requisition(&account(8)));
		assert_eq!(Ballots::requisitions_of(SHARE), vec![2, 3, 4]);
	});
}

#[test]
fn a_requisition_that_is_over_is_replaced_by_any_other() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(transfer(&alice(), &grace(), 10));
		go_to(3);
		for who in [dave(), eve(), grace()] {
			assert_ok!(requisition(&who));
		}
		at(49);
		assert_noop!(requisition(&frank()), Error::<Test>::RequisitionsFull);
		at(50);
		assert_ok!(requisition(&frank()));
		assert!(events()
			.contains(&Event::RequisitionEnded { requisition: 2, end: RequisitionEnd::Lapsed }));
		assert_eq!(Ballots::requisitions_of(SHARE), vec![0, 1, 3]);
	});
}

/// Who calls a ballot at once needs no place among requisitions.
#[test]
fn full_places_do_not_stop_who_owns_a_twentieth() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [dave(), eve(), frank(), alice(), bob(), carol()] {
			assert_ok!(requisition(&who));
		}
		assert_eq!(Ballots::requisitions_of(SHARE), vec![0, 1, 2]);
		assert_eq!(Ballots::ballots_of(SHARE), vec![3, 4, 5]);
	});
}
