use super::*;
use codec::Encode;
use pallet_shareholders::Classes;

/// Block 10 is the first of epoch 2. Two epochs of notice: the boundary of epoch 4, block 30, then 40 blocks.
#[test]
fn a_ballot_is_announced_with_its_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		at(17);
		assert_ok!(open(text()));
		assert_eq!(
			last_event(),
			Event::BallotCalled {
				ballot: 0,
				class: SHARE,
				company: COMPANY,
				kind: Kind::Ordinary,
				requisitioned: false,
				record_date: 4,
				opens: 30,
				closes: 70,
			}
		);
		assert_eq!(deposit(HoldReason::BallotDeposit, &founder()), BALLOT_DEPOSIT);
		assert_eq!((references(4), Ballots::ballots_of(SHARE)), (1, vec![0]));
		assert_eq!(Motions::<Test>::get(0), Some(text()));
		assert_eq!(info(0).stage, BallotStage::Announced);
	});
}

#[test]
fn without_notice_a_ballot_opens_in_the_next_block() {
	let rules = crate::BallotRules { notice: 0, ..RULES };
	ExtBuilder::default().with_rules(rules).build_and_execute(|| {
		at(17);
		assert_ok!(open(text()));
		assert_eq!((info(0).record_date, info(0).opens, info(0).closes), (2, 18, 58));
		assert_noop!(vote(&alice(), 0, YES), Error::<Test>::NotOpenYet);
		at(18);
		assert_ok!(vote(&alice(), 0, YES));
	});
}

#[test]
fn texts_and_listed_calls_are_ordinary_and_every_other_call_is_special() {
	ExtBuilder::default().build_and_execute(|| {
		for (motion, kind, numbers) in [
			(text(), Kind::Ordinary, (100_000, 500_000, true)),
			(motion(remark(3)), Kind::Ordinary, (100_000, 500_000, true)),
			(motion(mint(5)), Kind::Special, (250_000, 750_000, false)),
		] {
			assert_ok!(open(motion));
			let id = NextBallotId::<Test>::get() - 1;
			let record = Stored::<Test>::get(id).unwrap();
			let terms = record.count.terms();
			assert_eq!(record.admission.kind, kind);
			assert_eq!((terms.quorum_ppm, terms.threshold_ppm, terms.above), numbers);
		}
	});
}

#[test]
fn open_ballot_fails_for_whoever_does_not_act_for_the_company() {
	ExtBuilder::default().build_and_execute(|| {
		let by = |who| Ballots::open_ballot(signed(&who), SHARE, text());
		assert_noop!(by(alice()), Register::NotForCompany);
		hand_over();
		assert_noop!(by(founder()), Register::NotForCompany);
		assert_ok!(Balances::transfer_allow_death(signed(&founder()), company(), START / 2));
		assert_ok!(by(company()));
		assert_eq!(deposit(HoldReason::BallotDeposit, &company()), BALLOT_DEPOSIT);
	});
}

#[test]
fn open_ballot_fails_for_a_class_without_ballots() {
	ExtBuilder::default().build_and_execute(|| {
		let of = |class| Ballots::open_ballot(signed(&founder()), class, text());
		assert_noop!(of(CASH), Register::NotAShareClass);
		// KSI as a share class has no company.
		let class = pallet_shareholders::ShareClass {
			company: None,
			..Classes::<Test>::get(SHARE).unwrap()
		};
		Classes::<Test>::insert(KSI, class);
		assert_noop!(of(KSI), Register::PlatformClass);
		assert_noop!(Ballots::requisition(signed(&alice()), KSI, text()), Register::PlatformClass);
		Classes::<Test>::remove(KSI);
		halt();
		assert_noop!(of(SHARE), Register::ClassHalted);
	});
}

#[test]
fn open_ballot_fails_with_too_few_or_too_many_choices() {
	ExtBuilder::default().build_and_execute(|| {
		for choices in [0, 1, 17, u8::MAX] {
			assert_noop!(open(Motion { choices, ..text() }), Error::<Test>::BadChoices);
		}
		for choices in [2, 16] {
			assert_ok!(open(Motion { choices, ..text() }));
		}
	});
}

#[test]
fn only_the_first_class_runs_calls() {
	ExtBuilder::default().build_and_execute(|| {
		second_class();
		let of = |motion| Ballots::open_ballot(signed(&founder()), SECOND, motion);
		assert_noop!(of(motion(remark(3))), Error::<Test>::NotVotingClass);
		assert_ok!(of(text()));
	});
}

#[test]
fn open_ballot_fails_for_bytes_that_are_no_call() {
	ExtBuilder::default().build_and_execute(|| {
		let with_tail = [remark(3).encode(), vec![0]].concat();
		for bytes in [vec![], vec![255], remark(3).encode()[..3].to_vec(), with_tail] {
			assert_noop!(open(raw_motion(bytes)), Error::<Test>::CallUndecodable);
		}
	});
}

/// A transaction may be 256 calls deep, and so may a motion.
#[test]
fn open_ballot_fails_for_a_call_that_is_too_deep() {
	ExtBuilder::default().build_and_execute(|| {
		let nested = |depth| {
			(0..depth).fold(remark(0), |call, _| {
				pallet_shareholders::Call::act { company: COMPANY, call: Box::new(call) }.into()
			})
		};
		assert_noop!(open(motion(nested(100))), Error::<Test>::CallNotAllowed);
		assert_noop!(open(motion(nested(300))), Error::<Test>::CallUndecodable);
	});
}

#[test]
fn open_ballot_fails_for_a_call_that_companies_may_not_make() {
	ExtBuilder::default().build_and_execute(|| {
		let call = pallet_shareholders::Call::hand_over { company: COMPANY };
		assert_noop!(open(motion(call)), Error::<Test>::CallNotAllowed);
	});
}

#[test]
fn open_ballot_fails_for_a_call_that_is_too_heavy() {
	ExtBuilder::default().build_and_execute(|| {
		MaxCallWeight::set(Weight::from_parts(1, 0));
		assert_noop!(open(motion(spend(5))), Error::<Test>::CallTooHeavy);
	});
}

#[test]
fn open_ballot_fails_beyond_the_places_of_the_company() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..MAX_BALLOTS {
			assert_ok!(open(text()));
		}
		assert_noop!(open(text()), Error::<Test>::TooManyBallots);
		// The holders have places of their own.
		assert_ok!(requisition(&alice()));
		assert_eq!(Ballots::ballots_of(SHARE), vec![0, 1, 2, 3, 4]);
		// One that is closed makes room.
		at(70);
		assert_ok!(close(2));
		assert_ok!(open(text()));
	});
}

#[test]
fn open_ballot_fails_without_the_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		let free = Balances::free_balance(founder());
		assert_ok!(Balances::transfer_allow_death(signed(&founder()), bob(), free - 500));
		assert_noop!(open(text()), TokenError::FundsUnavailable);
	});
}

#[test]
fn open_ballot_fails_without_a_free_record_date() {
	ExtBuilder::default().build_and_execute(|| {
		for date in 5..5 + MAX_DATES {
			assert_ok!(Shareholders::reserve_date(SHARE, date));
		}
		assert_noop!(open(text()), Register::TooManyDates);
	});
}

#[test]
fn open_ballot_fails_at_the_end_of_numbers_and_of_time() {
	ExtBuilder::default().build_and_execute(|| {
		NextBallotId::<Test>::put(u32::MAX);
		assert_noop!(open(text()), Error::<Test>::Overflow);
		assert_noop!(requisition(&eve()), Error::<Test>::Overflow);
		NextBallotId::<Test>::put(0);
		at(u32::MAX - 50);
		assert_noop!(open(text()), Error::<Test>::Overflow);
		at(10);
	});
}
